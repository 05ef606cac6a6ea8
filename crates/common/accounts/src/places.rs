//! The few things that accounts ask of the gazetteer: is there such a unit, what is it called,
//! which are meant by these words.

use units::Gazetteer;

/// A unit of today, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// What it is called: "Xã Thăng Trường".
    pub title: String,
    /// The same with what it belongs to.
    pub path: String,
}

/// How many units a search shows.
const MOST: usize = 12;

/// The unit of today with this code.
pub fn named(code: &str) -> Option<Place> {
    let unit = Gazetteer::shared().current(code)?;
    Some(Place { code: unit.id().code(), title: unit.title(), path: unit.path() })
}

/// The units of today that the words may mean, best first.
pub fn find(words: &str) -> Vec<Place> {
    let hits = Gazetteer::shared().find(words, None, 4 * MOST);
    let current = hits.into_iter().filter(|hit| hit.unit.is_current());
    current
        .map(|hit| Place {
            code: hit.unit.id().code(),
            title: hit.unit.title(),
            path: hit.unit.path(),
        })
        .take(MOST)
        .collect()
}
