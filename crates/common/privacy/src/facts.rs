//! What can happen to a request about data, in the past tense, without names or words. Facts are
//! read for ever: a new shape of one is a new `form`.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, VaultId};

use crate::kind::{By, End, Form, Kind, Paper};

/// Somebody asked about their data.
pub const RECEIVED: &str = "data_request.received";
/// They were told that it was received, and how it goes on.
pub const ACKNOWLEDGED: &str = "data_request.acknowledged";
/// The time was extended, once, with reasons.
pub const EXTENDED: &str = "data_request.extended";
/// A copy was handed over.
pub const HANDED: &str = "data_request.handed";
/// What was asked was erased elsewhere, in the same commit.
pub const APPLIED: &str = "data_request.applied";
/// An entry of the person was put right elsewhere, in the same commit.
pub const CORRECTED: &str = "data_request.corrected";
/// It was finished: as asked, in part, or not.
pub const FINISHED: &str = "data_request.finished";
/// Its own person and words were destroyed, on a ground.
pub const ERASED: &str = "data_request.erased";

/// Every kind, for the documents and the test of round trips.
pub const KINDS: &[&str] =
    &[RECEIVED, ACKNOWLEDGED, EXTENDED, HANDED, APPLIED, CORRECTED, FINISHED, ERASED];

/// The first fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The unit at whose desk.
    pub unit: String,
    /// What is asked.
    pub kind: Kind,
    /// The day.
    pub on: Date,
    /// Which paper the officer saw.
    pub paper: Paper,
    /// Who stood there.
    pub by: By,
    /// Name and contact, to answer.
    pub person: VaultId,
    /// What is asked in their words.
    pub words: Option<VaultId>,
}

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum Event {
    Received(Received),
    Acknowledged { on: Date },
    Extended { days: u32, why: VaultId, on: Date },
    Handed { form: Form, matters: u32, on: Date },
    Applied { matters: u32, items: u32, on: Date },
    Corrected { matter: String, on: Date },
    Finished { how: End, ground: Option<String>, words: Option<VaultId>, on: Date },
    Erased { items: Vec<Id>, ground: String },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Received(_) => RECEIVED,
            Self::Acknowledged { .. } => ACKNOWLEDGED,
            Self::Extended { .. } => EXTENDED,
            Self::Handed { .. } => HANDED,
            Self::Applied { .. } => APPLIED,
            Self::Corrected { .. } => CORRECTED,
            Self::Finished { .. } => FINISHED,
            Self::Erased { .. } => ERASED,
        }
    }

    /// The fact to be journaled.
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
