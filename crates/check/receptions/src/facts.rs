//! What can happen to a reception and to a visit, in the past tense, without names or words. Facts
//! are read for ever: a new shape of one is a new `form`.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, VaultId};

use crate::kind::{Answer, Competence, Form, Host, Kind, Sort, StandIn, Way, Why};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $kind;)*
        /// Every kind, for the documents and the test of round trips.
        pub const KINDS: &[&str] = &[$($name),*];
    };
}

kinds! {
    /// A reception was put into the calendar.
    PLANNED = "reception.planned";
    /// It was moved to another day or hour.
    MOVED = "reception.moved";
    /// It was called off.
    CANCELLED = "reception.cancelled";
    /// It began; who received is said.
    OPENED = "reception.opened";
    /// Who received is said anew.
    CORRECTED = "reception.corrected";
    /// It ended.
    CLOSED = "reception.closed";
    /// Somebody asked to be received, or came.
    BEGAN = "visit.began";
    /// Who had an appointment came.
    ARRIVED = "visit.arrived";
    /// The visitor was received and stands in the register.
    RECEIVED = "visit.received";
    /// The visitor was not received, on a ground of the law.
    REFUSED = "visit.refused";
    /// The visitor went away, or did not come.
    LEFT = "visit.left";
    /// The appointment was given up.
    GIVEN_UP = "visit.given_up";
    /// The reception of the appointment was moved.
    VISIT_MOVED = "visit.moved";
    /// It was called off.
    CALLED_OFF = "visit.called_off";
    /// The visit was joined to a petition.
    LINKED = "visit.linked";
    /// The visitor was told one of the four things.
    ANSWERED = "visit.answered";
    /// Its words and persons were destroyed, on a ground of the law.
    ERASED = "visit.erased";
    /// An entry of its persons was put right, on their request.
    PUT_RIGHT = "visit.corrected";
    /// A number of the register was given out.
    NUMBERED = "visitno.given";
}

/// The first fact of a reception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The unit whose people are received: a code of the State's list.
    pub unit: String,
    /// What sort of reception.
    pub sort: Sort,
    /// Whose.
    pub host: Host,
    /// In a room or online.
    pub form: Form,
    /// The day.
    pub on: Date,
    /// The minute of the day at which it begins.
    pub from: u16,
    /// The minute of the day at which it ends.
    pub until: u16,
    /// Where, or the way in when it is online; the office's own address when absent.
    pub place: Option<VaultId>,
}

/// Who received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// The one whose reception it is.
    InPerson,
    /// Another, for a reason.
    Replaced {
        /// Who.
        by: StandIn,
        /// Why.
        why: Why,
    },
}

/// Something that happened to a reception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum Event {
    Planned(Planned),
    Moved { on: Date, from: u16, until: u16, why: Why },
    Cancelled { why: Why },
    Opened { presence: Presence },
    Corrected { presence: Presence },
    Closed {},
}

/// The first fact of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Began {
    /// The stream of the reception.
    pub session: String,
    /// The unit.
    pub unit: String,
    /// The reception's day.
    pub on: Date,
    /// How the visitor asked.
    pub way: Way,
    /// What for, as far as they said; never a denunciation.
    pub kind: Option<Kind>,
    /// How many come.
    pub persons: u32,
    /// Who; destroyed when they are not received after all.
    pub person: Option<VaultId>,
    /// What about, in their words.
    pub words: Option<VaultId>,
    /// What the appointment was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booked: Option<Booked>,
}

/// What somebody with an appointment was told of it, so that a change can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// The minute at which the reception was to begin.
    pub from: u16,
    /// The minute at which it was to end.
    pub until: u16,
    /// The four digits by which the visit is called.
    pub ticket: String,
    /// Whether an address for e-mail is among what they said of themselves.
    pub mail: bool,
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The register's year: that of the reception's day.
    pub year: i16,
    /// The running number in that year, from 1.
    pub no: i64,
    /// What it is.
    pub kind: Kind,
    /// What it is about: one of [`crate::kind::MATTERS`].
    pub matter: String,
    /// How many came on this matter.
    pub persons: u32,
    /// Whether they are a large group by the law of that day.
    pub group: bool,
    /// How many of them speak; 0 when all do.
    pub speakers: u32,
    /// Who; none for a denunciation.
    pub person: Option<VaultId>,
    /// The others who came on the same matter.
    pub others: Option<VaultId>,
    /// What was said; none for a denunciation.
    pub words: Option<VaultId>,
    /// Whose to settle it is.
    pub competence: Competence,
    /// The visit whose turn it was, when one visitor brought several matters.
    pub turn_of: Option<String>,
}

/// Something that happened to a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum VisitEvent {
    Began(Began),
    Arrived {},
    Received(Box<Received>),
    Refused {
        ground: String,
    },
    Left {},
    GivenUp {},
    Moved {
        on: Date,
        from: u16,
        until: u16,
    },
    CalledOff {},
    /// `carried`: the petition was filed out of this visit and owes the answer now; otherwise it
    /// was there before, and this is another turn on one case.
    Linked {
        code: String,
        carried: bool,
    },
    Answered {
        how: Answer,
        on: Date,
        words: Option<VaultId>,
        /// Until when the visitor has the answer, where more time is needed to verify.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    Erased {
        items: Vec<Id>,
        ground: String,
    },
    /// `item`: the entry that was wrong and is destroyed; `by`: the one in its place.
    Corrected {
        item: Id,
        by: VaultId,
        ground: String,
    },
}

/// That a number of the register went to a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// The visit's stream.
    pub visit: String,
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Planned(_) => PLANNED,
            Self::Moved { .. } => MOVED,
            Self::Cancelled { .. } => CANCELLED,
            Self::Opened { .. } => OPENED,
            Self::Corrected { .. } => CORRECTED,
            Self::Closed {} => CLOSED,
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

impl VisitEvent {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Began(_) => BEGAN,
            Self::Arrived {} => ARRIVED,
            Self::Received(_) => RECEIVED,
            Self::Refused { .. } => REFUSED,
            Self::Left {} => LEFT,
            Self::GivenUp {} => GIVEN_UP,
            Self::Moved { .. } => VISIT_MOVED,
            Self::CalledOff {} => CALLED_OFF,
            Self::Linked { .. } => LINKED,
            Self::Answered { .. } => ANSWERED,
            Self::Erased { .. } => ERASED,
            Self::Corrected { .. } => PUT_RIGHT,
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
