//! An outline on paper: where a place lies in a picture, and which place a point of it is. Pure.

use super::facts::Ring;

/// Hundred-thousandths in a degree.
const PART: f64 = 100_000.0;

/// How far outside the outline's frame a place may lie, in degrees: some two kilometres.
const AROUND: f64 = 0.02;

/// Room around the lines, in points of the picture.
const EDGE: f64 = 8.0;

/// A place on the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// The lines around a unit's ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// At least one.
    pub rings: Vec<Ring>,
}

/// An outline fitted into a picture.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    outline: &'a Outline,
    west: f64,
    north: f64,
    /// Points of the picture for a degree of longitude and of latitude.
    scale: (f64, f64),
    /// The picture's width, in points.
    pub width: u32,
    /// The picture's height, in points.
    pub height: u32,
}

impl Outline {
    /// Several outlines as one, to be fitted into one picture.
    pub fn together<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        Self { rings: all.into_iter().flat_map(|one| one.rings.iter().cloned()).collect() }
    }

    /// South, west, north, east, in degrees.
    fn bounds(&self) -> (f64, f64, f64, f64) {
        let points = || self.rings.iter().flatten();
        let least = |n: usize| points().map(|point| point[n]).min().unwrap_or_default();
        let most = |n: usize| points().map(|point| point[n]).max().unwrap_or_default();
        let degrees = |n: i32| f64::from(n) / PART;
        (degrees(least(1)), degrees(least(0)), degrees(most(1)), degrees(most(0)))
    }

    /// Whether a place lies on the map, or near it.
    pub fn is_near(&self, place: Place) -> bool {
        let (south, west, north, east) = self.bounds();
        (south - AROUND..=north + AROUND).contains(&place.lat)
            && (west - AROUND..=east + AROUND).contains(&place.lon)
    }

    /// The outline in a picture of at most this width and height.
    pub fn frame(&self, width: u32, height: u32) -> Frame<'_> {
        let (south, west, north, east) = self.bounds();
        // A degree of longitude is shorter than one of latitude, the more so the farther north.
        let squeeze = ((south + north) / 2.0).to_radians().cos();
        let (wide, tall) = ((east - west).max(1e-5) * squeeze, (north - south).max(1e-5));
        let room = |points: u32| f64::from(points) - 2.0 * EDGE;
        let unit = (room(width) / wide).min(room(height) / tall);
        Frame {
            outline: self,
            west,
            north,
            scale: (unit * squeeze, unit),
            width: (wide * unit + 2.0 * EDGE).ceil() as u32,
            height: (tall * unit + 2.0 * EDGE).ceil() as u32,
        }
    }
}

impl Frame<'_> {
    /// Where a place lies in the picture.
    pub fn point(&self, place: Place) -> (f64, f64) {
        let x = (place.lon - self.west) * self.scale.0 + EDGE;
        let y = (self.north - place.lat) * self.scale.1 + EDGE;
        (x, y)
    }

    /// The place under a point of the picture, as exact as its points are.
    pub fn place(&self, x: f64, y: f64) -> Place {
        let round = |degrees: f64| (degrees * PART).round() / PART;
        let lat = round(self.north - (y - EDGE) / self.scale.1);
        Place { lat, lon: round(self.west + (x - EDGE) / self.scale.0) }
    }

    /// What a script needs to do the same sum: the place of the picture's corner, and the points
    /// for a degree of longitude and of latitude.
    pub fn numbers(&self) -> [f64; 4] {
        let (x, y) = self.scale;
        [self.west - EDGE / x, self.north + EDGE / y, x, y]
    }

    /// The lines of an outline in this picture, in whole points: what falls on one point is drawn
    /// once, so that a province of many communes is no heavier than it looks.
    pub fn path(&self, outline: &Outline) -> String {
        let mut lines = String::new();
        for ring in &outline.rings {
            let mut last = None;
            for [lon, lat] in ring {
                let (lat, lon) = (f64::from(*lat) / PART, f64::from(*lon) / PART);
                let (x, y) = self.point(Place { lat, lon });
                let at = (x.round() as i64, y.round() as i64);
                if last != Some(at) {
                    let step = if last.is_none() { 'M' } else { 'L' };
                    lines.push_str(&format!("{step}{} {}", at.0, at.1));
                    last = Some(at);
                }
            }
            lines.push('Z');
        }
        lines
    }

    /// The picture as SVG, with a mark on a place. It names no colour of the page: its strokes are
    /// to be seen on a light and on a dark ground.
    pub fn svg(&self, mark: Option<Place>) -> String {
        let mut lines = String::new();
        for ring in &self.outline.rings {
            for (n, [lon, lat]) in ring.iter().enumerate() {
                let (lat, lon) = (f64::from(*lat) / PART, f64::from(*lon) / PART);
                let (x, y) = self.point(Place { lat, lon });
                lines.push_str(&format!("{}{x:.1} {y:.1}", if n == 0 { 'M' } else { 'L' }));
            }
            lines.push('Z');
        }
        let mark = mark.map(|place| {
            let (x, y) = self.point(place);
            let cross = format!("M{x:.1} {:.1}v24M{:.1} {y:.1}h24", y - 12.0, x - 12.0);
            format!(
                "<path d='{cross}' stroke='#d03020' stroke-width='2'/>\
                 <circle cx='{x:.1}' cy='{y:.1}' r='7' fill='none' stroke='#d03020' \
                 stroke-width='3'/>"
            )
        });
        let (width, height) = (self.width, self.height);
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' \
             viewBox='0 0 {width} {height}'><path d='{lines}' fill='#8a7ab8' fill-opacity='.14' \
             stroke='#8a7ab8' stroke-width='2' stroke-linejoin='round'/>{}</svg>",
            mark.unwrap_or_default()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Outline {
        let ring = vec![[10_830_000, 1_570_000], [10_840_000, 1_570_000], [10_840_000, 1_574_000]];
        Outline { rings: vec![ring] }
    }

    #[test]
    fn a_point_of_the_picture_is_the_place_that_is_drawn_there() {
        let outline = outline();
        let frame = outline.frame(320, 400);
        assert!(frame.width <= 320 && frame.height <= 400, "{}×{}", frame.width, frame.height);
        let place = Place { lat: 15.7213, lon: 108.3457 };
        let (x, y) = frame.point(place);
        let back = frame.place(x, y);
        assert!((back.lat - place.lat).abs() < 2e-5 && (back.lon - place.lon).abs() < 2e-5);
        assert!(outline.is_near(place) && !outline.is_near(Place { lat: 21.0, lon: 105.8 }));
        let svg = frame.svg(Some(place));
        assert!(svg.contains("<circle") && !frame.svg(None).contains("<circle"));
    }

    #[test]
    fn several_outlines_share_one_picture_and_no_point_is_drawn_twice() {
        let one = outline();
        let east = |n: i32| one.rings[0].iter().map(|[lon, lat]| [lon + n, *lat]).collect();
        // The second lies east of the first and has a point that nobody could tell apart.
        let mut ring: Vec<[i32; 2]> = east(10_000);
        ring.push([ring[2][0], ring[2][1] - 1]);
        let other = Outline { rings: vec![ring] };
        let both = Outline::together([&one, &other]);
        let frame = both.frame(720, 720);
        assert_eq!(frame.path(&other).matches(['M', 'L']).count(), 3);
        let first = |path: String| {
            let x: String = path[1..].chars().take_while(char::is_ascii_digit).collect();
            x.parse::<u32>().unwrap()
        };
        assert!(first(frame.path(&one)) < first(frame.path(&other)));
        assert!(first(frame.path(&other)) < frame.width);
    }
}
