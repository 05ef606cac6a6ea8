//! The law of one office at one time: rulebook and calendar together, and how they change.
//!
//! What an office has adopted is a fact in its journal, written down by [`Law::canonical`]. Each
//! later decision (a holiday announced, a rule confirmed by a jurist) is a [`LawChange`]; applying
//! it makes a new value and leaves the old one as it was.

use calendar::{Calendar, CalendarData, CalendarKind, Entry};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::book::{Parts, read_files};
use crate::read::ParseError;
use crate::rule::{Flaw, Rule};
use crate::{Deadline, RuleError, Rulebook, Run, embedded};

/// The number of the canonical form; it changes when the form does.
const FORMAT: u32 = 1;

/// Rules and days off, as one immutable value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// The rules.
    pub rulebook: Rulebook,
    /// The days off.
    pub calendar: Calendar,
}

/// One decision that changes the law of an office. As JSON it is an object whose `change` names
/// the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum LawChange {
    /// A day becomes what the entry says: holiday, compensation, swapped day off, Saturday worked.
    HolidaySet(Entry),
    /// A day becomes again what its weekday says.
    HolidayRemoved {
        /// The day.
        date: Date,
        /// The document that says so.
        source: String,
    },
    /// The authority announced a year, and it is as it was worked out (after the changes made).
    YearConfirmed {
        /// The year.
        year: i16,
        /// The announcement.
        source: String,
    },
    /// A jurist of the place confirmed one version of a rule, or a ground of refusal.
    RuleConfirmed {
        /// The rule or the ground.
        id: String,
        /// Its version.
        valid_from: Date,
        /// What the jurist read.
        source: String,
    },
    /// A version of a rule ends.
    RuleEnded {
        /// The rule.
        id: String,
        /// Its version.
        valid_from: Date,
        /// The last day on which it is law.
        valid_to: Date,
        /// The document that ends it.
        source: String,
    },
    /// A version of a rule is added, or takes the place of the one with the same first day.
    RuleSet(Box<Rule>),
}

/// What [`Law::canonical`] writes.
#[derive(Serialize, Deserialize)]
struct Canonical {
    format: u32,
    rulebook: Parts,
    calendar: CalendarData,
}

impl Law {
    /// The law that the program was built with.
    ///
    /// # Errors
    /// Never for a program that passed its tests; the files are read again all the same.
    pub fn embedded() -> Result<Law, ParseError> {
        Law::parse(embedded::FILES)
    }

    /// The law from files, each with its name and text; one of them holds the calendar.
    ///
    /// # Errors
    /// The first fault, with its file, row and field.
    pub fn parse(files: &[(&str, &str)]) -> Result<Law, ParseError> {
        let (rulebook, data) = read_files(files)?;
        let fault = |field: &str, problem: String| ParseError {
            file: "rules".to_owned(),
            row: "calendar".to_owned(),
            field: field.to_owned(),
            problem,
        };
        let data = data.ok_or_else(|| fault("years", "no file holds a calendar".to_owned()))?;
        let calendar = Calendar::new(data).map_err(|e| fault("entries", e.to_string()))?;
        Ok(Law { rulebook, calendar })
    }

    /// The whole law as one string, the same for the same law on every machine. It is what a
    /// digest is taken of and what a journal keeps; [`Law::from_canonical`] reads it back.
    ///
    /// # Errors
    /// Never for a law that was made by this crate.
    pub fn canonical(&self) -> Result<String, RuleError> {
        let form = Canonical {
            format: FORMAT,
            rulebook: self.rulebook.parts().clone(),
            calendar: self.calendar.data().clone(),
        };
        serde_json::to_string(&form).map_err(|error| RuleError::Canonical(error.to_string()))
    }

    /// The law that [`Law::canonical`] wrote, checked as if it came from files.
    ///
    /// # Errors
    /// When the text is not of the form, or what it holds contradicts itself.
    pub fn from_canonical(text: &str) -> Result<Law, RuleError> {
        let unreadable = |error: serde_json::Error| RuleError::Canonical(error.to_string());
        let form: Canonical = serde_json::from_str(text).map_err(unreadable)?;
        if form.format != FORMAT {
            return Err(RuleError::Canonical(format!("form {} is not known", form.format)));
        }
        Ok(Law {
            rulebook: Rulebook::from_parts(form.rulebook)?,
            calendar: Calendar::new(form.calendar)?,
        })
    }

    /// When a term ends, and why: [`Rulebook::due`] with this law's calendar.
    ///
    /// # Errors
    /// As [`Rulebook::due`].
    pub fn due(&self, id: &str, event: Date, kind: CalendarKind) -> Result<Deadline, RuleError> {
        self.rulebook.due(id, event, kind, &self.calendar)
    }

    /// When a term ends that ran as told, and why: [`Rulebook::due_of`] with this law's calendar.
    ///
    /// # Errors
    /// As [`Rulebook::due`].
    pub fn due_of(
        &self,
        id: &str,
        run: &Run<'_>,
        kind: CalendarKind,
    ) -> Result<Deadline, RuleError> {
        self.rulebook.due_of(id, run, kind, &self.calendar)
    }

    /// When a term ends, and nothing else.
    ///
    /// # Errors
    /// As [`Rulebook::due`].
    pub fn due_date(&self, id: &str, event: Date, kind: CalendarKind) -> Result<Date, RuleError> {
        self.rulebook.due_date(id, event, kind, &self.calendar)
    }

    /// The law after several decisions, in their order; all of them or none.
    ///
    /// A new version of a rule needs two: end the old one, then set the new.
    ///
    /// # Errors
    /// The first decision that cannot be applied.
    pub fn apply_all<'a>(
        &self,
        changes: impl IntoIterator<Item = &'a LawChange>,
    ) -> Result<Law, RuleError> {
        let mut law = self.clone();
        for change in changes {
            law = law.apply(change)?;
        }
        Ok(law)
    }

    /// The law after one decision.
    ///
    /// # Errors
    /// When the decision contradicts itself or the law as it stands.
    pub fn apply(&self, change: &LawChange) -> Result<Law, RuleError> {
        let calendar = |calendar| Law { rulebook: self.rulebook.clone(), calendar };
        match change {
            LawChange::HolidaySet(entry) => Ok(calendar(self.calendar.with([entry.clone()])?)),
            LawChange::HolidayRemoved { date, .. } => Ok(calendar(self.calendar.without(*date)?)),
            LawChange::YearConfirmed { year, source } => {
                Ok(calendar(self.calendar.with_year_confirmed(*year, source)?))
            }
            LawChange::RuleConfirmed { id, valid_from, .. } => self.with_rules(|parts| {
                match parts.grounds.get_mut(id).filter(|one| one.valid_from == *valid_from) {
                    Some(ground) => ground.confirmed = true,
                    None => version(parts, id, *valid_from)?.confirmed = true,
                }
                Ok(())
            }),
            LawChange::RuleEnded { id, valid_from, valid_to, .. } => self.with_rules(|parts| {
                version(parts, id, *valid_from)?.valid_to = Some(*valid_to);
                Ok(())
            }),
            LawChange::RuleSet(rule) => self.with_rules(|parts| {
                let versions = parts.rules.entry(rule.id.clone()).or_default();
                versions.retain(|version| version.valid_from != rule.valid_from);
                versions.push(Rule::clone(rule));
                versions.sort_by_key(|version| version.valid_from);
                Ok(())
            }),
        }
    }

    /// A law whose rules `change` has changed, checked as a whole.
    fn with_rules(
        &self,
        change: impl FnOnce(&mut Parts) -> Result<(), RuleError>,
    ) -> Result<Law, RuleError> {
        let mut parts = self.rulebook.parts().clone();
        change(&mut parts)?;
        Ok(Law { rulebook: Rulebook::from_parts(parts)?, calendar: self.calendar.clone() })
    }
}

fn version<'a>(
    parts: &'a mut Parts,
    id: &str,
    valid_from: Date,
) -> Result<&'a mut Rule, RuleError> {
    let versions = parts.rules.get_mut(id);
    versions
        .and_then(|versions| versions.iter_mut().find(|rule| rule.valid_from == valid_from))
        .ok_or_else(|| RuleError::Flawed {
            id: id.to_owned(),
            flaw: Flaw::new("valid_from", format!("no version begins on {valid_from}")),
        })
}
