//! What can happen to a plan: a target was set, set anew or taken back. Facts are read for ever: a
//! new shape of one is a new `form`.

use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result};

/// A target was set, set anew or taken back.
pub const SET: &str = "plan.set";

/// Every kind, for the documents.
pub const KINDS: &[&str] = &[SET];

/// The one fact of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Set {
    /// Era and code of the unit.
    pub unit: String,
    /// Which year.
    pub year: i16,
    /// The name of the form.
    pub form: String,
    /// The name of its column.
    pub column: String,
    /// How much; none when the target was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<i64>,
}

impl Set {
    /// The fact to be journaled.
    #[must_use]
    pub fn to_fact(&self) -> Fact {
        Fact::new(SET, 1, self)
    }
}

/// Reads a record.
///
/// # Errors
/// When the kind or form is not one of ours.
pub fn read(record: &Record) -> Result<Set> {
    match (record.kind.as_str(), record.form) {
        (SET, 1) => record.read(),
        _ => Err(record.unknown()),
    }
}
