//! What can happen to a report: it was frozen, and with it what was behind its figures. Facts are
//! read for ever: a new shape of one is a new `form`.

use counts::Period;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, VaultId};

use super::cases::Case;
use crate::plan::Plan;
use crate::report::Number;

/// A report was frozen.
pub const FROZEN: &str = "report.frozen";
/// What was behind its figures, in portions; recorded with it.
pub const BEHIND: &str = "report.behind";

/// Every kind, for the documents.
pub const KINDS: &[&str] = &[FROZEN, BEHIND];

/// A period with its days: what days a name means may change with the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// As it was asked for.
    pub asked: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

impl Days {
    /// The period; `None` when its name is none.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        let asked = self.asked.parse().ok()?;
        Some(Period { asked, from: self.from, until: self.until })
    }
}

impl From<Period> for Days {
    fn from(period: Period) -> Self {
        let Period { asked, from, until } = period;
        Self { asked: asked.to_string(), from, until }
    }
}

/// A line of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Whose: a unit, `itself` or `ended`.
    pub who: String,
    /// The public name of the unit then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The figures, in the order of the form's columns.
    pub numbers: Vec<Number>,
}

/// The first fact of a frozen report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The code of the unit whose report it is.
    pub unit: String,
    /// The unit with its era.
    pub of: String,
    /// The name of the form.
    pub form: String,
    /// The whole form as it was then.
    pub form_text: String,
    /// The period.
    pub period: Days,
    /// What it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<Days>,
    /// The sums.
    pub total: Vec<Number>,
    /// Each line.
    pub lines: Vec<Figures>,
    /// Units that were divided, kept apart.
    pub divided: Vec<Figures>,
    /// Units that ended and are in the total.
    pub joined: Vec<String>,
    /// What the unit was to reach in the year, as it was planned then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The schedule by which the program froze it; none when somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// The day it bears.
    pub on: Date,
    /// How many records the journal had.
    pub position: i64,
    /// The version of the law.
    pub law: i64,
    /// Its sentences, as made and as they stand.
    pub words: VaultId,
}

/// Something that happened to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
#[allow(clippy::large_enum_variant, reason = "events are read one by one, never kept in bulk")]
pub enum Event {
    Frozen(Frozen),
    Behind { cases: Vec<Case> },
}

impl Event {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Frozen(_) => FROZEN,
            Self::Behind { .. } => BEHIND,
        }
    }

    /// The fact to be journaled.
    #[must_use]
    pub fn to_fact(&self) -> Fact {
        Fact::new(self.kind(), 1, self)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// When the kind or form is not one of ours, or the body is another kind's.
    pub fn read(record: &Record) -> Result<Self> {
        record.event(Self::kind)
    }
}
