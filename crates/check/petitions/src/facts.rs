//! What can happen to a petition, in the past tense. Facts are read for ever: a new shape of one
//! is a new `form`, and the reader of the old form stays.
//!
//! No fact holds words or persons: those are in the vault, and the fact holds [`VaultId`]s.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, StoreError, VaultId};

use crate::kind::{AnswerBy, Channel, Finding, Kind, Lack, Solved};
use crate::petition::State;

/// The petition reached the office.
pub const RECEIVED: &str = "petition.received";
/// An officer said what it is.
pub const CLASSIFIED: &str = "petition.classified";
/// An officer was given it.
pub const ASSIGNED: &str = "petition.assigned";
/// It lacks a condition and is filed (TT05 Art 6, 28).
pub const FILED: &str = "petition.filed";
/// The asker was told which body to turn to.
pub const GUIDED: &str = "petition.guided";
/// It was passed to the competent body and the asker told.
pub const FORWARDED: &str = "petition.forwarded";
/// Acceptance was refused on a ground of LKN 11.
pub const REFUSED: &str = "petition.refused";
/// It was accepted for settlement (*thụ lý*).
pub const ACCEPTED: &str = "petition.accepted";
/// The result of verification was recorded.
pub const VERIFIED: &str = "petition.verified";
/// The answer or decision was made.
pub const DECIDED: &str = "petition.decided";
/// It was closed in an older register that was imported: state and day as written there.
pub const CARRIED: &str = "petition.carried";
/// The answer was sent to the asker.
pub const SENT: &str = "petition.sent";
/// The asker said whether it is solved.
pub const JUDGED: &str = "petition.judged";
/// New secret words were given out at the desk.
pub const SECRET_RENEWED: &str = "petition.secret_renewed";
/// Words were destroyed on a ground.
pub const ERASED: &str = "petition.erased";

/// Every kind, for the documents and the test of round trips.
pub const KINDS: &[&str] = &[
    RECEIVED,
    CLASSIFIED,
    ASSIGNED,
    FILED,
    GUIDED,
    FORWARDED,
    REFUSED,
    ACCEPTED,
    VERIFIED,
    DECIDED,
    SENT,
    JUDGED,
    SECRET_RENEWED,
    ERASED,
    CARRIED,
];

/// The first fact of every petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Its number in this instance; it orders the register.
    pub seq: i64,
    /// What is said aloud: `TT-4176-28`.
    pub code: String,
    /// What the asker thinks it is.
    pub kind: Kind,
    /// The commune or other unit that must answer.
    pub unit: String,
    /// One of [`crate::kind::MATTERS`].
    pub matter: String,
    /// The village, by the code of a unit that the operator added; empty when not said.
    pub village: String,
    /// How it came.
    pub channel: Channel,
    /// How the asker wants to be answered.
    pub answer_by: AnswerBy,
    /// The civil date of receipt, from which clocks run.
    pub on: Date,
    /// The asker's words.
    pub words: VaultId,
    /// Where it happened.
    pub place: Option<VaultId>,
    /// Name, telephone, address, when the asker gave any.
    pub person: Option<VaultId>,
}

/// Something that happened to a petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// [`RECEIVED`].
    Received(Box<Received>),
    /// [`CLASSIFIED`].
    Classified {
        /// What it is.
        kind: Kind,
        /// What it is about.
        matter: String,
        /// The day.
        on: Date,
    },
    /// [`ASSIGNED`].
    Assigned {
        /// The officer's account.
        to: Id,
        /// The day.
        on: Date,
    },
    /// [`FILED`].
    Filed {
        /// What it lacks.
        lack: Lack,
        /// The day.
        on: Date,
    },
    /// [`GUIDED`].
    Guided {
        /// Where to turn and what to bring.
        note: VaultId,
        /// The day.
        on: Date,
    },
    /// [`FORWARDED`].
    Forwarded {
        /// To whom, and what the asker is told.
        note: VaultId,
        /// The day.
        on: Date,
    },
    /// [`REFUSED`].
    Refused {
        /// The ground, by its id in the rulebook: `KN11.5`.
        ground: String,
        /// What the asker is told besides.
        note: Option<VaultId>,
        /// The day.
        on: Date,
    },
    /// [`ACCEPTED`].
    Accepted {
        /// The day: the clock of settlement runs from it.
        on: Date,
    },
    /// [`VERIFIED`].
    Verified {
        /// What was found; stays inside the office.
        result: VaultId,
        /// The day.
        on: Date,
    },
    /// [`DECIDED`].
    Decided {
        /// The published answer.
        answer: VaultId,
        /// For a complaint: what the decision found.
        finding: Option<Finding>,
        /// The day.
        on: Date,
    },
    /// [`SENT`].
    Sent {
        /// By which way.
        by: AnswerBy,
        /// The day.
        on: Date,
    },
    /// [`CARRIED`].
    Carried {
        /// How it stood: sent, forwarded, guided or filed.
        state: State,
        /// Since which day.
        on: Date,
    },
    /// [`JUDGED`].
    Judged {
        /// What the asker says.
        solved: Solved,
        /// What is still missing.
        words: Option<VaultId>,
        /// The day.
        on: Date,
    },
    /// [`SECRET_RENEWED`].
    SecretRenewed {
        /// How many times now.
        generation: i64,
    },
    /// [`ERASED`].
    Erased {
        /// Which items.
        items: Vec<Id>,
        /// The ground, as an article.
        ground: String,
    },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Received(_) => RECEIVED,
            Self::Classified { .. } => CLASSIFIED,
            Self::Assigned { .. } => ASSIGNED,
            Self::Filed { .. } => FILED,
            Self::Guided { .. } => GUIDED,
            Self::Forwarded { .. } => FORWARDED,
            Self::Refused { .. } => REFUSED,
            Self::Accepted { .. } => ACCEPTED,
            Self::Verified { .. } => VERIFIED,
            Self::Decided { .. } => DECIDED,
            Self::Sent { .. } => SENT,
            Self::Carried { .. } => CARRIED,
            Self::Judged { .. } => JUDGED,
            Self::SecretRenewed { .. } => SECRET_RENEWED,
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
        let event: Self = record.read()?;
        match event.kind() == record.kind && record.form == 1 {
            true => Ok(event),
            false => {
                let what = format!("a fact {} of form {} is not known", record.kind, record.form);
                Err(StoreError::inconsistent("journal", record.name(), what))
            }
        }
    }
}
