//! What can happen to a schedule: it was begun, it was ended. Facts are read for ever: a new shape
//! of one is a new `form`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result};

use super::Every;

/// It was said that a report is frozen by the program after each period.
pub const BEGUN: &str = "schedule.begun";
/// It was ended.
pub const ENDED: &str = "schedule.ended";

/// Every kind, for the documents.
pub const KINDS: &[&str] = &[BEGUN, ENDED];

/// What is frozen, how often, and how long after the end of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The code of the unit, one of today.
    pub unit: String,
    /// The name of the form.
    pub form: String,
    /// How often.
    pub every: Every,
    /// The code of the period, when it is one of an organisation's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
    /// Whether its months are those of the calendar, not those of reports.
    #[serde(default, skip_serializing_if = "is_no")]
    pub civil: bool,
    /// How many days after the end of a period.
    pub days: i64,
    /// Whether it stands beside the same period of the year before.
    #[serde(default, skip_serializing_if = "is_no")]
    pub compare: bool,
    /// The day on which it begins: periods that ended before are not its affair.
    pub from: Date,
}

fn is_no(yes: &bool) -> bool {
    !yes
}

impl Begun {
    /// The stream of the schedule: one for a unit, form and rhythm.
    #[must_use]
    pub fn stream(&self) -> String {
        let civil = if self.civil { "civil-" } else { "" };
        // A dash may stand in a code and in the name of a form; a dot stands in neither.
        let own = self.own.as_ref().map_or("-".to_owned(), |code| format!(".{code}."));
        format!("schedule/{}-{civil}{}{own}{}", self.unit, self.every.word(), self.form)
    }
}

/// Something that happened to a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// [`BEGUN`].
    Begun(Begun),
    /// [`ENDED`].
    Ended {
        /// On which day.
        on: Date,
    },
}

impl Event {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Begun(_) => BEGUN,
            Self::Ended { .. } => ENDED,
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
