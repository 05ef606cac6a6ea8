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

/// The units of today that the words may mean, best first. Words that name a unit of the past
/// lead to all that it became; which one is meant, a person says.
pub fn find(words: &str) -> Vec<Place> {
    let mut codes: Vec<String> = Vec::new();
    for hit in Gazetteer::shared().find(words, None, MOST) {
        match hit.unit.current {
            true => codes.push(hit.unit.code),
            false => codes.extend(hit.successors.into_iter().map(|after| after.code)),
        }
    }
    let mut found: Vec<Place> = Vec::new();
    for place in codes.iter().filter_map(|code| named(code)) {
        if !found.contains(&place) && found.len() < MOST {
            found.push(place);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_the_past_lead_to_those_of_today() {
        let titles = |words| find(words).into_iter().map(|place| place.title).collect::<Vec<_>>();
        assert_eq!(titles("xa binh sa thang binh quang nam")[0], "Xã Thăng Trường");
        assert!(titles("thang truong").contains(&"Xã Thăng Trường".to_owned()));
        assert_eq!(named("00000"), None);
    }
}
