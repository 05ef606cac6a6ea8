//! On what ground units of before stand in a report, or beside it: where each went, how much of it,
//! since which day, by which resolution.
//!
//! A unit that went whole into another gives all its figures to it. Of one that was divided no
//! resolution says how many cases went where: it is shown beside each that took a part, with the
//! ground of each part, and no share of its figures is made up.

use calendar::Lang;
use serde_json::{Value, json};
use units::{Gazetteer, GroundView, Share, Span, UnitRef};
use web::Words;

use crate::narrative::tongue;
use crate::out::path;
use crate::report::Report;

/// Where a unit went.
#[derive(Clone, Debug)]
pub struct Went {
    /// To which unit.
    pub to: UnitRef,
    /// Its name in a sentence.
    pub phrase: String,
    /// How much of the unit.
    pub share: Share,
    /// Since when.
    pub since: Span,
    /// By what.
    pub ground: GroundView,
}

/// Where a unit went at once; nothing when it is there still, or nobody says.
#[must_use]
pub fn of(unit: UnitRef) -> Vec<Went> {
    let steps = Gazetteer::shared().went(unit);
    let went = |step: units::Relation| Went {
        to: step.unit.id,
        phrase: Gazetteer::shared().get(step.unit.id).map(|u| u.phrase()).unwrap_or_default(),
        share: step.share,
        since: step.date,
        ground: step.ground,
    };
    steps.into_iter().map(went).collect()
}

impl Went {
    /// `khoản 51 Điều 1 Nghị quyết số 1659/NQ-UBTVQH15, từ 01/07/2025`.
    #[must_use]
    pub fn ground(&self, words: &Words) -> String {
        let ground = match tongue(words) {
            Lang::Vi => &self.ground.vi,
            Lang::En => &self.ground.en,
        };
        match self.since.day() {
            Some(day) => {
                let both = words.with("ground", ground.as_str());
                both.with("day", words.date(day)).t("rp-ground-since")
            }
            // The lists do not say on which day: nothing is said rather than something made up.
            None => ground.clone(),
        }
    }

    /// `một phần vào xã B (khoản …)`.
    #[must_use]
    pub fn told(&self, words: &Words) -> String {
        let both = words.with("unit", self.phrase.as_str()).with("ground", self.ground(words));
        both.t(match self.share {
            Share::Full => "rp-went-whole",
            Share::Partial => "rp-went-part",
            Share::Unstated => "rp-went-unstated",
        })
    }

    fn json(&self) -> Value {
        json!({
            "to": self.to, "share": self.share, "since": self.since,
            "ground": { "code": self.ground.code, "vi": self.ground.vi, "en": self.ground.en },
        })
    }
}

/// The units of before that a report names as joined: those of its own level; the others are
/// behind them.
pub fn near(report: &Report<'_>) -> impl Iterator<Item = UnitRef> {
    report.joined.iter().copied().filter(move |unit| unit.level == report.unit.level)
}

/// A unit with where it went, for programs.
#[must_use]
pub fn json(unit: UnitRef) -> Value {
    let went = of(unit);
    let went: Vec<Value> = went.iter().map(Went::json).collect();
    json!({ "unit": unit, "name": path(unit), "went": went })
}

/// What a document says of the units behind its figures, a sentence each.
#[must_use]
pub fn notes(report: &Report<'_>, words: &Words) -> Vec<String> {
    let went = |unit: UnitRef| {
        let told: Vec<String> = of(unit).iter().map(|went| went.told(words)).collect();
        told.join("; ")
    };
    let joined = near(report).map(|unit| {
        let both = words.with("unit", path(unit)).with("went", went(unit));
        both.t("rp-joined-note")
    });
    let divided = report.divided.iter().map(|(unit, _)| {
        let both = words.with("unit", path(*unit)).with("went", went(*unit));
        both.t("rp-divided-note")
    });
    joined.chain(divided).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joined_unit_names_its_resolution_and_day() {
        let went = of("63-20836".parse().unwrap());
        assert_eq!(went.len(), 1);
        assert_eq!((went[0].to.to_string().as_str(), went[0].share), ("34-20836", Share::Full));
        assert_eq!(went[0].ground.code, "1659:51");
        assert_eq!(went[0].since.to_string(), "2025-07-01");
        // One that was divided names each part; no part says how much.
        let parts = of("63-00007".parse().unwrap());
        assert!(parts.len() > 1 && parts.iter().all(|went| went.share == Share::Partial));
        assert!(of("34-20836".parse().unwrap()).is_empty());
    }
}
