//! What can happen to a village meeting, in the past tense, without names or words: numbers only,
//! never who voted how. Facts are read for ever: a new shape of one is a new `form`.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, VaultId};

use crate::kind::{Caller, Channel, Form, Matter, Role, Vote, Why};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $kind;)*
        /// Every kind, for the documents and the test of round trips.
        pub const KINDS: &[&str] = &[$($name),*];
    };
}

kinds! {
    /// A meeting was called.
    CALLED = "village.called";
    /// People were told of it.
    NOTIFIED = "village.notified";
    /// It was moved to another day or hour.
    MOVED = "village.moved";
    /// It was called off.
    CANCELLED = "village.cancelled";
    /// How many households the village has was said anew.
    COUNTED = "village.counted";
    /// Attendance, secretary and tally sheets of a place were entered, or entered anew.
    RECORDED = "village.recorded";
    /// Chair or secretary of a place signed its sheets.
    SIGNED = "village.signed";
    /// It ended.
    CLOSED = "village.closed";
    /// The decision was written down in its legal form.
    ISSUED = "village.issued";
    /// The outcome was made public.
    PUBLISHED = "village.published";
    /// It was sent to the commune for recognition.
    SENT = "village.sent";
    /// The commune recognised a matter, or did not.
    RECOGNISED = "village.recognised";
    /// The election of a new village head was set.
    RENEWED = "village.renewed";
    /// A roll, its chair and secretary, or words were destroyed, on a ground.
    ERASED = "village.erased";
}

/// A matter on the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub matter: Matter,
    /// In words; public.
    pub title: VaultId,
    /// The options, when there are several; public. None: for or against.
    pub options: Vec<VaultId>,
}

impl Item {
    /// How many columns of votes a sheet has.
    pub fn columns(&self) -> usize {
        self.options.len().max(1)
    }
}

/// The first fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The commune: a code of the State's list.
    pub unit: String,
    /// The village: a unit that the commune added.
    pub village: String,
    /// Who calls and chairs.
    pub caller: Caller,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: u16,
    /// Where; public.
    pub place: VaultId,
    /// How many households the village's register has.
    pub households: u32,
    /// In how many places it meets: 1 for the whole village together.
    pub parts: u8,
    /// Whether the houses lie scattered.
    pub scattered: bool,
    /// Since when the draft of a convention is posted.
    pub posted_on: Option<Date>,
    /// What is to be decided.
    pub agenda: Vec<Item>,
}

/// The tally of one matter at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// How they voted.
    pub vote: Vote,
    /// For each option; for the matter, when it has none.
    pub votes: Vec<u32>,
    /// Against.
    pub against: u32,
    /// No opinion, or no ballot given back.
    pub silent: u32,
    /// Ballots that are not valid.
    pub spoilt: u32,
}

/// What happened at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Which place, from 1.
    pub part: u8,
    /// How many households belong to it.
    pub households: u32,
    /// How many are there in person.
    pub in_person: u32,
    /// How many are represented by somebody else.
    pub represented: u32,
    /// How many of those present elected the secretary.
    pub elected: u32,
    /// The marks of the households: who was there, who was represented, who was absent.
    pub marks: Option<VaultId>,
    /// Chair, secretary, and names beside marks.
    pub people: VaultId,
    /// One for each matter, in the order of the agenda.
    pub sheets: Vec<Sheet>,
    /// Names the form: sent twice, it is one.
    pub key: String,
    /// Tells whether a form sent again says the same.
    pub said: String,
}

/// Something that happened to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum Event {
    Called(Box<Called>),
    Notified { on: Date, ways: Vec<Channel> },
    Moved { on: Date, from: u16, why: Why },
    Cancelled { why: Why },
    Counted { households: u32 },
    Recorded(Box<Recorded>),
    Signed { part: u8, role: Role },
    Closed {},
    Issued { form: Form, words: VaultId },
    Published { on: Date, ways: Vec<Channel> },
    Sent { on: Date, until: Date },
    Recognised { item: u8, on: Date, accepted: bool },
    Renewed { on: Date },
    Erased { items: Vec<Id>, ground: String },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Called(_) => CALLED,
            Self::Notified { .. } => NOTIFIED,
            Self::Moved { .. } => MOVED,
            Self::Cancelled { .. } => CANCELLED,
            Self::Counted { .. } => COUNTED,
            Self::Recorded(_) => RECORDED,
            Self::Signed { .. } => SIGNED,
            Self::Closed {} => CLOSED,
            Self::Issued { .. } => ISSUED,
            Self::Published { .. } => PUBLISHED,
            Self::Sent { .. } => SENT,
            Self::Recognised { .. } => RECOGNISED,
            Self::Renewed { .. } => RENEWED,
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
