//! The few things that accounts ask of the gazetteer: is there such a unit, what is it called,
//! which are meant by these words.

use std::collections::BTreeMap;

use store::Store;
use units::Gazetteer;

use crate::posts::Held;

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

/// A unit as the head of a page names it, always in Vietnamese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// What it is called: "Xã Thăng Trường".
    pub title: String,
    /// The same inside a sentence: "xã Thăng Trường".
    pub phrase: String,
    /// The unit above it: "Thành phố Đà Nẵng"; empty for a province.
    pub above: String,
}

/// The unit of today with this code, as the head of a page names it.
pub fn house(code: &str) -> Option<House> {
    let unit = Gazetteer::shared().current(code)?;
    let above = unit.parent().map(|above| above.title()).unwrap_or_default();
    Some(House { title: unit.title(), phrase: unit.phrase(), above })
}

/// What units are called, by code: those of the gazetteer, and those that an operator added.
#[derive(Clone, Debug, Default)]
pub struct Titles(BTreeMap<String, String>);

impl Titles {
    /// The titles of the units where these posts are held.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(store: &Store, posts: &[Held]) -> store::Result<Self> {
        let codes = posts.iter().map(|held| held.unit.as_str());
        Ok(Self(units::local::names(store, codes.filter(|code| named(code).is_none())).await?))
    }

    /// What a unit is called; its code where nobody gave it a name.
    pub fn title(&self, code: &str) -> String {
        let local = || self.0.get(code).cloned();
        let found = named(code).map(|place| place.title).or_else(local);
        found.unwrap_or_else(|| code.to_owned())
    }
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
        let house = house("20836").unwrap();
        assert_eq!(house.phrase, "xã Thăng Trường");
        assert_eq!(house.above, "Thành phố Đà Nẵng");
    }
}
