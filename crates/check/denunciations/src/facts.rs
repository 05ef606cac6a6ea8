//! What can happen to an entry of the register, in the past tense: numbers, dates and closed words.
//! Facts are read for ever: a new shape of one is a new `form`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result};

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
    /// The office that is late with a case was asked for a report (LTC 38).
    REPORT_ASKED = "denunciation.report_asked";
    /// The superior's request for a report on this late case came (LTC 38).
    REPORT_WANTED = "denunciation.report_wanted";
    /// That report was sent.
    REPORTED = "denunciation.reported";
    /// The paper lies elsewhere now.
    MOVED = "denunciation.moved";
    /// A day or number that was mistyped was put right.
    CORRECTED = "denunciation.corrected";
    /// Anonymous information reached the office.
    ANONYMOUS_RECEIVED = "anonymous.received";
    /// Something was done with it.
    ANONYMOUS_HANDLED = "anonymous.handled";
    /// Its day, or what was done with it, was put right.
    ANONYMOUS_CORRECTED = "anonymous.corrected";
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

/// A fact that was written down wrong is put right by this one; what was written stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Which fact: its place in the entry's stream.
    pub of: i64,
    /// Its right day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Its right number: a place on a shelf, or the days of an extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// What was really done with anonymous information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<Handling>,
    /// The day on which it was put right.
    pub on: Date,
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
    ReportAsked { on: Date },
    ReportWanted { on: Date },
    Reported { on: Date },
    Moved { shelf: Shelf, slot: i64, on: Date },
    Corrected(Corrected),
    AnonymousReceived { unit: String, year: i16, no: i64, on: Date },
    AnonymousHandled { handling: Handling, on: Date },
    AnonymousCorrected(Corrected),
}

/// The day of an event, borrowed in one way or the other.
macro_rules! day_of {
    ($event:expr, $($borrow:tt)+) => {
        match $event {
            Event::Received(received) => $($borrow)+ received.on,
            Event::Corrected(corrected) | Event::AnonymousCorrected(corrected) => {
                $($borrow)+ corrected.on
            }
            Event::Widened { on }
            | Event::Forwarded { on }
            | Event::Filed { on }
            | Event::NotAccepted { on }
            | Event::Accepted { on, .. }
            | Event::Notified { on }
            | Event::Extended { on, .. }
            | Event::Suspended { on }
            | Event::Resumed { on }
            | Event::DecisionSent { on }
            | Event::WentOn { on, .. }
            | Event::Withdrawn { on }
            | Event::Terminated { on }
            | Event::Concluded { on, .. }
            | Event::ConclusionSent { on }
            | Event::Handled { on }
            | Event::Published { on }
            | Event::ReportAsked { on }
            | Event::ReportWanted { on }
            | Event::Reported { on }
            | Event::Moved { on, .. }
            | Event::AnonymousReceived { on, .. }
            | Event::AnonymousHandled { on, .. } => on,
        }
    };
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
            Self::ReportAsked { .. } => REPORT_ASKED,
            Self::ReportWanted { .. } => REPORT_WANTED,
            Self::Reported { .. } => REPORTED,
            Self::Moved { .. } => MOVED,
            Self::Corrected(_) => CORRECTED,
            Self::AnonymousReceived { .. } => ANONYMOUS_RECEIVED,
            Self::AnonymousHandled { .. } => ANONYMOUS_HANDLED,
            Self::AnonymousCorrected(_) => ANONYMOUS_CORRECTED,
        }
    }

    /// The day on which it happened.
    pub fn on(&self) -> Date {
        *day_of!(self, &)
    }

    /// The day on which it happened, to be put right.
    pub fn on_mut(&mut self) -> &mut Date {
        day_of!(self, &mut)
    }

    /// The number in it that an officer typed, if it has one.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Received(received) => Some(received.slot),
            Self::Moved { slot, .. } => Some(*slot),
            Self::Extended { days, .. } => Some(i64::from(*days)),
            _ => None,
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
