//! What can happen to a report that came as a file: it was taken in. Facts are read for ever: a new
//! shape of one is a new `form`.

use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result};

use super::file::Content;

/// A signed report of a unit below was taken in.
pub const RECEIVED: &str = "roll_up.received";

/// Every kind, for the documents.
pub const KINDS: &[&str] = &[RECEIVED];

/// The one fact of its stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The figures as they were signed.
    pub content: Content,
    /// The key that signed.
    pub key: String,
}

impl Received {
    /// The fact to be journaled.
    #[must_use]
    pub fn to_fact(&self) -> Fact {
        Fact::new(RECEIVED, 1, self)
    }
}

/// Reads a record.
///
/// # Errors
/// When the kind or form is not one of ours.
pub fn read(record: &Record) -> Result<Received> {
    match (record.kind.as_str(), record.form) {
        (RECEIVED, 1) => record.read(),
        _ => Err(record.unknown()),
    }
}
