//! Which unit is meant, where there is more than one to choose from: a province serves the
//! communes below it. Old names lead to what became of them; nobody's choice is guessed.

use jiff::civil::Date;
use units::{Gazetteer, Unit, UnitView};
use web::Page;

use crate::served;

/// How many hits are looked at.
const MOST: usize = 12;

/// A unit that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// The older unit by which it was found; empty when found by its own name.
    pub formerly: String,
}

/// What a search offers.
#[derive(Clone, Debug, Default)]
pub(super) struct Offer {
    /// Units to choose from.
    pub choices: Vec<Choice>,
    /// What must be said about the words searched for.
    pub said: Option<String>,
}

/// Whether a petition here may go to more than one unit.
pub(super) fn has_choice(home: &Unit<'_>) -> bool {
    !Gazetteer::shared().children(home.id(), None).is_empty()
}

/// The units that went into this one on 1 July 2025, for people who know the old names.
pub(super) fn formerly(home: &Unit<'_>) -> Vec<String> {
    let trace = Gazetteer::shared().trace(home.id());
    let before = trace.map(|trace| trace.predecessors).unwrap_or_default();
    let mut titles: Vec<String> = before.into_iter().map(|step| step.unit.title).collect();
    titles.dedup();
    titles
}

/// The units that `words` may mean, and the one that is chosen already.
pub(super) fn offer(page: &Page, home: &Unit<'_>, words: &str, chosen: &str, today: Date) -> Offer {
    let gazetteer = Gazetteer::shared();
    let instance = home.id().code();
    let is_served = |code: &str| served::unit(gazetteer, &instance, code, today).is_ok();
    let mut offer = Offer::default();
    if let Ok(unit) = served::unit(gazetteer, &instance, chosen, today) {
        offer.add(unit.view(), String::new());
    }
    if words.is_empty() {
        return offer;
    }
    for hit in gazetteer.find(words, None, MOST) {
        if hit.unit.current {
            if is_served(&hit.unit.code) {
                offer.add(hit.unit, String::new());
            }
            continue;
        }
        let Some(trace) = gazetteer.trace(hit.unit.id) else { continue };
        let after: Vec<UnitView> =
            trace.today.into_iter().filter(|unit| is_served(&unit.code)).collect();
        if trace.ask && after.len() > 1 && offer.said.is_none() {
            offer.said = Some(page.with("old", hit.unit.path.as_str()).t("file-unit-split"));
        }
        after.into_iter().for_each(|unit| offer.add(unit, hit.unit.path.clone()));
    }
    if offer.choices.is_empty() {
        offer.said = Some(page.with("words", words).t("file-unit-none"));
    }
    offer
}

impl Offer {
    fn add(&mut self, unit: UnitView, formerly: String) {
        match self.choices.iter_mut().find(|choice| choice.code == unit.code) {
            Some(choice) if choice.formerly.is_empty() => choice.formerly = formerly,
            Some(_) => {}
            None => self.choices.push(Choice { code: unit.code, title: unit.title, formerly }),
        }
    }
}
