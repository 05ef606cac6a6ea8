//! A point on the map: typed as coordinates, touched on the unit's outline, or told by the device.
//! The picture is part of the page; nothing is asked of another server.

use askama::Template;
use units::outline::{Frame, Outline, Place};
use web::{FormState, Html, Page, Say};

use crate::desk::Spot;

/// The picture's largest size: the narrowest telephone shows it whole, so that a touch is where
/// the eye sees it.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 360;

/// The field that holds the point as text.
pub(super) const FIELD: &str = "spot";

/// Whether the form was sent by a touch on the picture.
pub(super) fn is_touched(form: &FormState) -> bool {
    form.fields().get("map.x").is_some()
}

/// Turns the touched point into coordinates. A picture that was pressed by keyboard sends its
/// corner: that is no place.
pub(super) fn touch(form: &mut FormState, outline: Option<&Outline>) {
    let number = |name: &str| form.fields().typed(name).parse::<f64>().ok();
    let (Some(x), Some(y), Some(outline)) = (number("map.x"), number("map.y"), outline) else {
        return;
    };
    if x > 0.0 || y > 0.0 {
        let place = outline.frame(WIDTH, HEIGHT).place(x, y);
        form.set(FIELD, format!("{:.5}, {:.5}", place.lat, place.lon));
    }
}

/// Reads the point; notes what is wrong with it.
pub(super) fn spot(form: &mut FormState, outline: Option<&Outline>) -> Option<Spot> {
    let typed = form.text(FIELD, 60).filter(|typed| !typed.is_empty())?;
    let Some(place) = read(&typed) else {
        form.wrong(FIELD, Say::new("file-spot-shape"));
        return None;
    };
    let spot = Spot { lat: place.lat, lon: place.lon };
    if !spot.is_within(outline) {
        form.wrong(FIELD, Say::new("file-spot-outside"));
        return None;
    }
    Some(spot)
}

/// "15.72130, 108.34570", also with a semicolon or a space between, or the wrong way round.
fn read(typed: &str) -> Option<Place> {
    let parts = typed.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let parts: Vec<f64> = parts
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_end_matches('°').parse().ok().filter(|n: &f64| n.is_finite()))
        .collect::<Option<_>>()?;
    match parts[..] {
        [lon, lat] if lon > 90.0 && lat < 90.0 => Some(Place { lat, lon }),
        [lat, lon] => Some(Place { lat, lon }),
        _ => None,
    }
}

/// The map and the field below it.
pub(super) fn part(page: &Page, form: &FormState, outline: Option<&Outline>, unit: &str) -> Html {
    let mark = read(form.fields().typed(FIELD));
    let picture = outline.map(|outline| {
        let frame = outline.frame(WIDTH, HEIGHT);
        Picture::new(&frame, mark.filter(|place| outline.is_near(*place)))
    });
    let field = page.form(form).text(FIELD, page.t("file-spot")).hint(page.t("file-spot-hint"));
    let field = field.optional().middle();
    let is_open = form.fault(FIELD).is_some() || !form.fields().typed(FIELD).is_empty();
    let alt = page.with("unit", unit).t("file-map-alt");
    Html::of(&MapPart { page, picture, field, is_open, alt })
}

struct Picture {
    src: String,
    width: u32,
    height: u32,
    numbers: String,
}

impl Picture {
    fn new(frame: &Frame<'_>, mark: Option<Place>) -> Self {
        let mut src = "data:image/svg+xml,".to_owned();
        for c in frame.svg(mark).chars() {
            match c {
                '#' => src.push_str("%23"),
                '<' => src.push_str("%3C"),
                '>' => src.push_str("%3E"),
                c => src.push(c),
            }
        }
        let numbers = frame.numbers().map(|n| n.to_string()).join(" ");
        Self { src, width: frame.width, height: frame.height, numbers }
    }
}

#[derive(Template)]
#[template(path = "resident/file-map.html")]
struct MapPart<'a> {
    page: &'a Page,
    picture: Option<Picture>,
    field: web::Control,
    is_open: bool,
    alt: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Outline {
        let ring = vec![[10_830_000, 1_570_000], [10_840_000, 1_570_000], [10_840_000, 1_574_000]];
        Outline { rings: vec![ring] }
    }

    #[test]
    fn a_touch_is_a_place_and_a_key_is_none() {
        let outline = outline();
        let touched = FormState::new().with("map.x", "100").with("map.y", "60");
        let mut form = touched.with(FIELD, "typed before");
        touch(&mut form, Some(&outline));
        let spot = spot(&mut form, Some(&outline)).unwrap();
        let (x, y) = outline.frame(WIDTH, HEIGHT).point(Place { lat: spot.lat, lon: spot.lon });
        assert!((x - 100.0).abs() < 0.5 && (y - 60.0).abs() < 0.5, "{x} {y}");
        let mut key = FormState::new().with("map.x", "0").with("map.y", "0");
        touch(&mut key, Some(&outline));
        assert_eq!(key.fields().typed(FIELD), "");
    }

    #[test]
    fn coordinates_are_read_as_people_write_them() {
        let place = Place { lat: 15.7213, lon: 108.3457 };
        for typed in
            ["15.7213, 108.3457", "15.7213;108.3457", "108.3457 15.7213", "15.7213°,108.3457°"]
        {
            assert_eq!(read(typed), Some(place), "{typed}");
        }
        for (typed, fault) in [
            ("gần chợ", "file-spot-shape"),
            ("15.7", "file-spot-shape"),
            ("NaN, inf", "file-spot-shape"),
            ("21.03, 105.85", "file-spot-outside"),
        ] {
            let mut form = FormState::new().with(FIELD, typed);
            assert_eq!(spot(&mut form, Some(&outline())), None);
            assert_eq!(form.fault(FIELD).map(Say::key), Some(fault), "{typed}");
        }
        let mut anywhere = FormState::new().with(FIELD, "21.03, 105.85");
        assert!(spot(&mut anywhere, None).is_some());
    }
}
