//! What can happen to an entry of the register, in the past tense: numbers, dates and closed words.
//! Facts are read for ever: a new shape of one is a new `form`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, StoreError};

use crate::kind::{Finding, GoesOn, Handling, Regime, Shelf, Sort, Way, Weight};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $kind;)*
        /// Every kind, for the documents and the test of round trips.
        pub const KINDS: &[&str] = &[$($name),*];
    };
}

kinds! {
    /// A denunciation reached the office, on paper or in person.
    RECEIVED = "denunciation.received";
    /// It must be checked in several places, or by a delegate.
    WIDENED = "denunciation.widened";
    /// It was passed to the competent body.
    FORWARDED = "denunciation.forwarded";
    /// It is kept without settlement.
    FILED = "denunciation.filed";
    /// It was not accepted.
    NOT_ACCEPTED = "denunciation.not_accepted";
    /// It was accepted for settlement.
    ACCEPTED = "denunciation.accepted";
    /// Those concerned were told of the acceptance.
    NOTIFIED = "denunciation.notified";
    /// A decision extended the term.
    EXTENDED = "denunciation.extended";
    /// Settlement was suspended.
    SUSPENDED = "denunciation.suspended";
    /// It was taken up again.
    RESUMED = "denunciation.resumed";
    /// The decision to suspend or end it was sent.
    DECISION_SENT = "denunciation.decision_sent";
    /// A withdrawal came that does not end the case.
    WENT_ON = "denunciation.went_on";
    /// It was withdrawn as a whole.
    WITHDRAWN = "denunciation.withdrawn";
    /// Settlement was ended by decision.
    TERMINATED = "denunciation.terminated";
    /// The conclusion was signed.
    CONCLUDED = "denunciation.concluded";
    /// The conclusion was sent.
    CONCLUSION_SENT = "denunciation.conclusion_sent";
    /// The conclusion was acted on.
    HANDLED = "denunciation.handled";
    /// The conclusion was published.
    PUBLISHED = "denunciation.published";
    /// The paper lies elsewhere now.
    MOVED = "denunciation.moved";
    /// Anonymous information reached the office.
    ANONYMOUS_RECEIVED = "anonymous.received";
    /// Something was done with it.
    ANONYMOUS_HANDLED = "anonymous.handled";
}

/// The first fact of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The unit whose register it is: a code of the State's list.
    pub unit: String,
    /// The register's year: that of the day of receipt.
    pub year: i16,
    /// The running number in that year, from 1.
    pub no: i64,
    /// The day of receipt, from which clocks run.
    pub on: Date,
    /// The first time or again.
    pub sort: Sort,
    /// On paper or in person.
    pub way: Way,
    /// Where the paper lies.
    pub shelf: Shelf,
    /// The number of its place there.
    pub slot: i64,
    /// The law of that day.
    pub law: Regime,
}

/// Something that happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum Event {
    Received(Received),
    Widened { on: Date },
    Forwarded { on: Date },
    Filed { on: Date },
    NotAccepted { on: Date },
    Accepted { law: Regime, weight: Weight, on: Date },
    Notified { on: Date },
    Extended { weight: Weight, days: u32, on: Date },
    Suspended { on: Date },
    Resumed { on: Date },
    DecisionSent { on: Date },
    WentOn { why: GoesOn, on: Date },
    Withdrawn { on: Date },
    Terminated { on: Date },
    Concluded { finding: Finding, on: Date },
    ConclusionSent { on: Date },
    Handled { on: Date },
    Published { on: Date },
    Moved { shelf: Shelf, slot: i64, on: Date },
    AnonymousReceived { unit: String, year: i16, no: i64, on: Date },
    AnonymousHandled { handling: Handling, on: Date },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Received(_) => RECEIVED,
            Self::Widened { .. } => WIDENED,
            Self::Forwarded { .. } => FORWARDED,
            Self::Filed { .. } => FILED,
            Self::NotAccepted { .. } => NOT_ACCEPTED,
            Self::Accepted { .. } => ACCEPTED,
            Self::Notified { .. } => NOTIFIED,
            Self::Extended { .. } => EXTENDED,
            Self::Suspended { .. } => SUSPENDED,
            Self::Resumed { .. } => RESUMED,
            Self::DecisionSent { .. } => DECISION_SENT,
            Self::WentOn { .. } => WENT_ON,
            Self::Withdrawn { .. } => WITHDRAWN,
            Self::Terminated { .. } => TERMINATED,
            Self::Concluded { .. } => CONCLUDED,
            Self::ConclusionSent { .. } => CONCLUSION_SENT,
            Self::Handled { .. } => HANDLED,
            Self::Published { .. } => PUBLISHED,
            Self::Moved { .. } => MOVED,
            Self::AnonymousReceived { .. } => ANONYMOUS_RECEIVED,
            Self::AnonymousHandled { .. } => ANONYMOUS_HANDLED,
        }
    }

    /// The day on which it happened.
    pub fn on(&self) -> Date {
        match self {
            Self::Received(received) => received.on,
            Self::Widened { on }
            | Self::Forwarded { on }
            | Self::Filed { on }
            | Self::NotAccepted { on }
            | Self::Accepted { on, .. }
            | Self::Notified { on }
            | Self::Extended { on, .. }
            | Self::Suspended { on }
            | Self::Resumed { on }
            | Self::DecisionSent { on }
            | Self::WentOn { on, .. }
            | Self::Withdrawn { on }
            | Self::Terminated { on }
            | Self::Concluded { on, .. }
            | Self::ConclusionSent { on }
            | Self::Handled { on }
            | Self::Published { on }
            | Self::Moved { on, .. }
            | Self::AnonymousReceived { on, .. }
            | Self::AnonymousHandled { on, .. } => *on,
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
