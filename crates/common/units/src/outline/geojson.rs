//! Reading an outline out of a GeoJSON file, whatever it is wrapped in, and making it coarse
//! enough to be drawn on a telephone. Pure.

use serde_json::Value;

use super::facts::Ring;
use super::frame::Outline;

/// The most points that are kept of all lines together: some 5 KiB in a page.
const MOST_POINTS: usize = 400;
/// The most lines that are kept, the longest ones: islands of a few houses go.
const MOST_RINGS: usize = 24;

/// Why a file is no outline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOutline {
    /// It is no JSON.
    #[error("it is not GeoJSON: {0}")]
    NotJson(String),
    /// It has no ground in it.
    #[error("it has no Polygon or MultiPolygon")]
    NoGround,
    /// Its numbers are no degrees, or not of Viet Nam.
    #[error(
        "the point {0}, {1} does not lie in Viet Nam: coordinates must be longitude, latitude in \
         degrees (WGS 84), not VN-2000 metres"
    )]
    Elsewhere(String, String),
}

/// Reads an outline.
///
/// # Errors
/// Why the file is none.
pub fn read(text: &str) -> Result<Outline, NotAnOutline> {
    let json: Value =
        serde_json::from_str(text).map_err(|error| NotAnOutline::NotJson(error.to_string()))?;
    let mut rings = Vec::new();
    collect(&json, &mut rings)?;
    rings.retain(|ring: &Ring| ring.len() >= 4);
    rings.sort_by_key(|ring| std::cmp::Reverse(extent(ring)));
    rings.truncate(MOST_RINGS);
    if rings.is_empty() {
        return Err(NotAnOutline::NoGround);
    }
    // From a metre on, ever coarser until it fits.
    let mut tolerance = 1.0;
    loop {
        let coarse: Vec<Ring> = rings.iter().map(|ring| simpler(ring, tolerance)).collect();
        if coarse.iter().map(Vec::len).sum::<usize>() <= MOST_POINTS {
            return Ok(Outline { rings: coarse });
        }
        tolerance *= 1.5;
    }
}

fn collect(json: &Value, rings: &mut Vec<Ring>) -> Result<(), NotAnOutline> {
    let each = |name: &str| json[name].as_array().into_iter().flatten();
    match json["type"].as_str() {
        Some("FeatureCollection") => {
            each("features").try_for_each(|feature| collect(feature, rings))
        }
        Some("Feature") => collect(&json["geometry"], rings),
        Some("GeometryCollection") => {
            each("geometries").try_for_each(|geometry| collect(geometry, rings))
        }
        Some("Polygon") => polygon(&json["coordinates"], rings),
        Some("MultiPolygon") => each("coordinates").try_for_each(|one| polygon(one, rings)),
        _ => Ok(()),
    }
}

fn polygon(coordinates: &Value, rings: &mut Vec<Ring>) -> Result<(), NotAnOutline> {
    for line in coordinates.as_array().into_iter().flatten() {
        let points = line.as_array().into_iter().flatten();
        rings.push(points.map(point).collect::<Result<_, _>>()?);
    }
    Ok(())
}

fn point(value: &Value) -> Result<[i32; 2], NotAnOutline> {
    let elsewhere = || NotAnOutline::Elsewhere(value[0].to_string(), value[1].to_string());
    let (Some(lon), Some(lat)) = (value[0].as_f64(), value[1].as_f64()) else {
        return Err(elsewhere());
    };
    // From the west of Điện Biên to the islands of Trường Sa.
    if !(102.0..=118.0).contains(&lon) || !(6.0..=24.0).contains(&lat) {
        return Err(elsewhere());
    }
    Ok([(lon * 100_000.0).round() as i32, (lat * 100_000.0).round() as i32])
}

/// How much of the map a line goes around, roughly.
fn extent(ring: &Ring) -> i64 {
    let span = |n: usize| {
        let values = || ring.iter().map(|point| i64::from(point[n]));
        values().max().unwrap_or_default() - values().min().unwrap_or_default()
    };
    span(0) + span(1)
}

/// The line with fewer points, none of those left out farther than `tolerance` from it (Douglas
/// and Peucker). At least a triangle stays.
fn simpler(ring: &Ring, tolerance: f64) -> Ring {
    let mut keep = vec![false; ring.len()];
    // A closed line has no ends: it is cut where it is farthest from its first point.
    let far = (0..ring.len()).max_by_key(|n| square(ring[*n], ring[0])).unwrap_or_default();
    let last = ring.len() - 1;
    [0, far, last].into_iter().for_each(|n| keep[n] = true);
    let mut parts = vec![(0, far), (far, last)];
    while let Some((from, to)) = parts.pop() {
        let between = from + 1..to;
        let distance = |n: &usize| distance(ring[*n], ring[from], ring[to]);
        let Some(most) = between.max_by(|a, b| distance(a).total_cmp(&distance(b))) else {
            continue;
        };
        if distance(&most) > tolerance {
            keep[most] = true;
            parts.extend([(from, most), (most, to)]);
        }
    }
    let mut out: Ring = ring.iter().zip(&keep).filter(|(_, k)| **k).map(|(p, _)| *p).collect();
    if out.len() < 4 {
        out = ring.iter().step_by(ring.len().div_ceil(4)).copied().collect();
    }
    out
}

fn square(a: [i32; 2], b: [i32; 2]) -> i64 {
    let (x, y) = (i64::from(a[0]) - i64::from(b[0]), i64::from(a[1]) - i64::from(b[1]));
    x * x + y * y
}

/// How far a point lies from a line between two others.
fn distance(point: [i32; 2], from: [i32; 2], to: [i32; 2]) -> f64 {
    let f = |p: [i32; 2]| (f64::from(p[0]), f64::from(p[1]));
    let ((px, py), (ax, ay), (bx, by)) = (f(point), f(from), f(to));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return (px - ax).hypot(py - ay);
    }
    let along = (((px - ax) * dx + (py - ay) * dy) / length).clamp(0.0, 1.0);
    (px - ax - along * dx).hypot(py - ay - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(points: usize) -> String {
        let point = |n: usize| {
            let angle = n as f64 / points as f64 * std::f64::consts::TAU;
            format!("[{},{}]", 108.35 + 0.05 * angle.cos(), 15.72 + 0.05 * angle.sin())
        };
        (0..=points).map(point).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn whatever_it_is_wrapped_in_the_ground_is_found() {
        let polygon = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, circle(20));
        let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{polygon}}}"#);
        let all = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
        let several = format!(r#"{{"type":"MultiPolygon","coordinates":[[[{}]]]}}"#, circle(20));
        for text in [&polygon, &feature, &all, &several] {
            assert_eq!(read(text).unwrap().rings.len(), 1, "{text}");
        }
    }

    #[test]
    fn a_long_line_becomes_short_and_keeps_its_shape() {
        let text = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, circle(20_000));
        let outline = read(&text).unwrap();
        let points: usize = outline.rings.iter().map(Vec::len).sum();
        assert!((20..=MOST_POINTS).contains(&points), "{points} points");
        for [lon, lat] in &outline.rings[0] {
            let off = (f64::from(*lon) / 1e5 - 108.35).hypot(f64::from(*lat) / 1e5 - 15.72);
            assert!((off - 0.05).abs() < 2e-5, "every point that stays is one of the line's");
        }
    }

    #[test]
    fn what_is_no_outline_of_a_place_here_is_refused() {
        assert!(matches!(read("<kml/>"), Err(NotAnOutline::NotJson(_))));
        assert_eq!(read(r#"{"type":"Point","coordinates":[108,15]}"#), Err(NotAnOutline::NoGround));
        let metres = r#"{"type":"Polygon","coordinates":[[[535000.5,1738000.2]]]}"#;
        assert!(matches!(read(metres), Err(NotAnOutline::Elsewhere(..))));
        let turned = r#"{"type":"Polygon","coordinates":[[[15.7,108.3]]]}"#;
        assert!(matches!(read(turned), Err(NotAnOutline::Elsewhere(..))));
    }
}
