//! What can happen to a period of an organisation's own: it was defined, it was ended. Facts are
//! read for ever: a new shape of one is a new `form`.

use counts::own::Rule;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result};

/// A period was defined.
pub const DEFINED: &str = "period.defined";
/// It was ended.
pub const ENDED: &str = "period.ended";

/// Every kind, for the documents.
pub const KINDS: &[&str] = &[DEFINED, ENDED];

/// What was said of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defined {
    /// The code of the unit whose it is.
    pub unit: String,
    /// What it is called; public.
    pub name: String,
    /// How it repeats.
    pub rule: Rule,
    /// The first day on which one of it may begin.
    pub from: Date,
    /// The last day on which one of it may begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Something that happened to a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// [`DEFINED`].
    Defined(Defined),
    /// [`ENDED`].
    Ended {
        /// The last day on which one of it may begin.
        on: Date,
    },
}

impl Event {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Defined(_) => DEFINED,
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
