//! The plan of a year: what a unit is to reach in a column of a form. A target that somebody set is
//! no figure: it is added to nothing, stands beside the result and is called what it is.
//!
//! ```text
//!   set ─► set anew ─► taken back      each by somebody, on a day; the last one holds
//! ```
//!
//! # Invariants
//! - No result can be typed in: the plan is beside the sum of the cube, never in it.
//! - Nothing is overwritten: what was planned before stays with who planned it and when.
//! - A column that does not add up over the days of a year has no plan.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Actor;
use serde::{Deserialize, Serialize};
use store::{Result, Stream};
use units::UnitRef;
use web::Words;

use crate::form::Column;
use crate::narrative::tongue;
use crate::report::{Number, Report};

pub mod desk;
pub mod facts;
pub mod meaning;

/// What a unit is to reach in a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which year.
    pub year: i16,
    /// How much, by the name of the column.
    pub targets: BTreeMap<String, i64>,
}

/// Whose plan, of which year and form.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// The unit.
    pub unit: UnitRef,
    /// The year.
    pub year: i16,
    /// The name of the form.
    pub form: &'a str,
}

impl Of<'_> {
    /// Its stream.
    #[must_use]
    pub fn stream(&self) -> String {
        format!("plan/{}-{}-{}", self.unit, self.year, self.form)
    }
}

/// What was said of one column, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The name of the column.
    pub column: String,
    /// How much; `None` when the target was taken back.
    pub target: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

/// All that was said of one plan, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course(pub Vec<Said>);

impl Course {
    /// Makes it from its facts.
    ///
    /// # Errors
    /// When a fact cannot be read.
    pub fn replay(stream: &Stream) -> Result<Self> {
        let mut all = Vec::new();
        for record in &stream.records {
            let set = facts::read(record)?;
            all.push(Said {
                column: set.column,
                target: set.target,
                at: record.at,
                by: record.actor(),
            });
        }
        Ok(Self(all))
    }

    /// The targets that hold, by the name of the column.
    #[must_use]
    pub fn targets(&self) -> BTreeMap<String, i64> {
        self.targets_at(self.0.len())
    }

    /// Those that held when it had so many facts.
    #[must_use]
    pub fn targets_at(&self, facts: usize) -> BTreeMap<String, i64> {
        let mut all = BTreeMap::new();
        for said in self.0.iter().take(facts) {
            match said.target {
                Some(target) => all.insert(said.column.clone(), target),
                None => all.remove(&said.column),
            };
        }
        all
    }
}

/// How far a unit came in one column.
#[derive(Clone, Copy, Debug)]
pub struct Reached<'a> {
    /// The column.
    pub column: &'a Column,
    /// The year of the plan.
    pub year: i16,
    /// What was to be reached in the year.
    pub target: i64,
    /// What was counted in the period.
    pub now: i64,
}

impl Reached<'_> {
    /// In tenths of a per cent, rounded down: a plan is reached only when all of it is.
    #[must_use]
    pub fn per_mille(self) -> i64 {
        self.now.saturating_mul(1_000).div_euclid(self.target.max(1))
    }

    /// `đạt 95,0% kế hoạch năm 2026, còn thiếu 5 đơn`.
    #[must_use]
    pub fn told(self, words: &Words) -> String {
        let told = words
            .with("percent", words.num(self.per_mille() / 10))
            .with("tenths", self.per_mille() % 10)
            .with("year", self.year.to_string())
            .with("n", words.num((self.target - self.now).abs()))
            .with("measure", self.column.measure(tongue(words)));
        told.t(match self.now.cmp(&self.target) {
            Ordering::Less => "rp-plan-short",
            Ordering::Equal => "rp-plan-even",
            Ordering::Greater => "rp-plan-over",
        })
    }

    /// The same as a sentence that names column, target and result.
    #[must_use]
    pub fn sentence(self, words: &Words) -> String {
        let lang = tongue(words);
        let told = words
            .with("title", self.column.title(lang))
            .with("year", self.year.to_string())
            .with("target", words.num(self.target))
            .with("now", words.num(self.now))
            .with("measure", self.column.measure(lang));
        told.with("reached", self.told(words)).t("rp-plan-told")
    }
}

/// How far each column of a report came, in their order; `None` where nothing was planned.
#[must_use]
pub fn reached<'a>(report: &Report<'a>) -> Vec<Option<Reached<'a>>> {
    let one = |(column, number): (&'a Column, &Number)| {
        let plan = report.plan.as_ref()?;
        let target = *plan.targets.get(&column.id)?;
        Some(Reached { column, year: plan.year, target, now: number.now })
    };
    report.form.columns.iter().zip(&report.total).map(one).collect()
}

/// What documents say of the plan: that it is one, then each column.
#[must_use]
pub fn sentences(report: &Report<'_>, words: &Words) -> Vec<String> {
    let told: Vec<String> =
        reached(report).into_iter().flatten().map(|one| one.sentence(words)).collect();
    let note = (!told.is_empty()).then(|| words.t("rp-plan-note").into_owned());
    note.into_iter().chain(told).collect()
}

/// The head of the column of targets.
#[must_use]
pub fn head(year: i16, words: &Words) -> String {
    words.with("year", year.to_string()).t("rp-plan-head")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn a_plan_is_reached_only_when_all_of_it_is() {
        let forms = Forms::own();
        let form = forms.all().next().expect("a form");
        let reached =
            |now, target| Reached { column: &form.columns[0], year: 2026, target, now }.per_mille();
        assert_eq!(reached(95, 100), 950);
        assert_eq!(reached(1_999, 2_000), 999, "99,95 is not all");
        assert_eq!(reached(2_000, 2_000), 1_000);
        assert_eq!(reached(7, 3), 2_333);
        assert_eq!(reached(0, 3), 0);
    }

    #[test]
    fn the_last_that_was_said_holds_and_what_was_taken_back_does_not() {
        let said = |column: &str, target| Said {
            column: column.to_owned(),
            target,
            at: Timestamp::UNIX_EPOCH,
            by: Actor::System("test"),
        };
        let course = Course(vec![
            said("a", Some(3)),
            said("b", Some(9)),
            said("a", Some(5)),
            said("b", None),
            said("c", None),
        ]);
        assert_eq!(course.targets(), BTreeMap::from([("a".to_owned(), 5)]));
        let before = BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 9)]);
        assert_eq!(course.targets_at(2), before);
    }
}
