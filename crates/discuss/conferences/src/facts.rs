//! What can happen, in the past tense, without names of people and without words. Names of units
//! are public and stand here as they were on their day. Facts are read for ever: a new shape of
//! one is a new `form`.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, StoreError, VaultId};

use crate::arrows::Step;
use crate::kind::{Deferred, Group, Kind, Line, Role, Why, Withdrawn};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $kind;)*
        /// Every kind, for the documents and the test of round trips.
        pub const KINDS: &[&str] = &[$($name),*];
    };
}

kinds! {
    /// A conference was planned.
    PLANNED = "conference.planned";
    /// Its agenda was set anew.
    ARRANGED = "conference.arranged";
    /// Points were connected, all of one act at once.
    JOINED = "conference.joined";
    /// A point was taken off.
    DROPPED = "conference.dropped";
    /// A paper was added.
    FILED = "conference.filed";
    /// It was moved.
    MOVED = "conference.moved";
    /// It was called off.
    CANCELLED = "conference.cancelled";
    /// It began.
    OPENED = "conference.opened";
    /// It ended.
    CLOSED = "conference.closed";
    /// The notice of its conclusions was issued.
    NOTICED = "conference.noticed";
    /// Title, time and public conclusions were made known.
    PUBLISHED = "conference.published";
    /// A point said whether it takes part.
    CONFIRMED = "point.confirmed";
    /// A point reported who is present and how the line stands.
    REPORTED = "point.reported";
    /// A point asked a question.
    ASKED = "inquiry.asked";
    /// It was taken.
    TAKEN = "inquiry.taken";
    /// It was answered.
    ANSWERED = "inquiry.answered";
    /// It was put off.
    DEFERRED = "inquiry.deferred";
    /// Words of it were destroyed, on a ground.
    FORGOTTEN = "inquiry.erased";
    /// A conclusion was said: a named unit owes it until a day.
    MADE = "conclusion.made";
    /// The unit that owes it gave a part of it to one below.
    DIVIDED = "conclusion.divided";
    /// It was done.
    DONE = "conclusion.done";
    /// It was withdrawn.
    WITHDRAWN = "conclusion.withdrawn";
    /// Words of it were destroyed, on a ground.
    ERASED = "conclusion.erased";
}

/// A point of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is about.
    pub title: VaultId,
    /// Who presents it.
    pub role: Role,
}

/// A connected point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The unit: a code of the State's list, or of a unit that an operator added.
    pub unit: String,
    /// What it was called on that day.
    pub name: String,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What it is called.
    pub title: VaultId,
    /// The file, without what a camera writes beside a picture.
    pub item: VaultId,
    /// What it is by its content, as a media type.
    pub media: String,
    /// How many bytes it has.
    pub size: i64,
}

/// The first fact of a conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The host: a code of the State's list.
    pub unit: String,
    /// What sort it is.
    pub kind: Kind,
    /// The day.
    pub on: Date,
    /// The minute of the day at which it begins.
    pub from: u16,
    /// The minute of the day at which it ends.
    pub until: u16,
    /// What it is called.
    pub title: VaultId,
    /// Where the host sits.
    pub place: VaultId,
    /// The agenda in its order.
    pub agenda: Vec<Item>,
}

/// Something that happened to a conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum Event {
    Planned(Planned),
    Arranged { agenda: Vec<Item> },
    Joined { points: Vec<Spot> },
    Dropped { unit: String },
    Filed(Paper),
    Moved { on: Date, from: u16, until: u16, why: Why },
    Cancelled { why: Why },
    Opened {},
    Closed {},
    Noticed { words: VaultId },
    Published {},
}

impl Event {
    /// The step that it is; `None` for the first fact.
    pub const fn step(&self) -> Option<Step> {
        Some(match self {
            Self::Planned(_) => return None,
            Self::Arranged { .. } => Step::Arrange,
            Self::Joined { .. } => Step::Join,
            Self::Dropped { .. } => Step::Drop,
            Self::Filed(_) => Step::File,
            Self::Moved { .. } => Step::Move,
            Self::Cancelled { .. } => Step::Cancel,
            Self::Opened {} => Step::Open,
            Self::Closed {} => Step::Close,
            Self::Noticed { .. } => Step::Notice,
            Self::Published {} => Step::Publish,
        })
    }
}

/// How many are present, by group of posts, in the order of [`Group::ALL`].
pub type Present = [u32; Group::ALL.len()];

/// What a point reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The conference's stream.
    pub conference: String,
    /// The point.
    pub unit: String,
    /// How many are present.
    pub present: Present,
    /// How the line stands.
    pub line: Line,
    /// Names the form: sent twice, it is one report.
    pub key: String,
}

/// Something that happened at a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum PointEvent {
    Confirmed { conference: String, unit: String, takes: bool },
    Reported(Reported),
}

/// The first fact of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The conference's stream.
    pub conference: String,
    /// The host.
    pub unit: String,
    /// The point that asks.
    pub point: String,
    /// Who asks there.
    pub role: Role,
    /// The question.
    pub words: VaultId,
}

/// Something that happened to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum InquiryEvent {
    Asked(Asked),
    Taken {},
    Answered { role: Role, words: VaultId },
    Deferred { why: Deferred },
    Erased { items: Vec<Id>, ground: String },
}

/// The first fact of a conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The conference's stream.
    pub conference: String,
    /// The host.
    pub unit: String,
    /// The unit that owes it.
    pub owner: Spot,
    /// What.
    pub what: VaultId,
    /// When it was said.
    pub on: Date,
    /// By when.
    pub until: Date,
    /// Whether everybody may read it, once the conference is made known.
    pub open_to_all: bool,
    /// The conclusion of which it is a part, where the unit that owes one broke it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
}

/// Something that happened to a conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum ConclusionEvent {
    Made(Made),
    /// `part`: the stream of the part. It stands here too, so that nobody finishes the whole while
    /// somebody else adds to it.
    Divided {
        part: String,
    },
    Done {
        on: Date,
        evidence: VaultId,
    },
    Withdrawn {
        on: Date,
        why: Withdrawn,
        words: VaultId,
    },
    Erased {
        items: Vec<Id>,
        ground: String,
    },
}

macro_rules! events {
    ($($of:ident { $($pattern:pat => $kind:ident),* $(,)? })*) => {$(
        impl $of {
            /// Its kind.
            pub fn kind(&self) -> &'static str {
                match self { $($pattern => $kind),* }
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
    )*};
}

events! {
    Event {
        Self::Planned(_) => PLANNED,
        Self::Arranged { .. } => ARRANGED,
        Self::Joined { .. } => JOINED,
        Self::Dropped { .. } => DROPPED,
        Self::Filed(_) => FILED,
        Self::Moved { .. } => MOVED,
        Self::Cancelled { .. } => CANCELLED,
        Self::Opened {} => OPENED,
        Self::Closed {} => CLOSED,
        Self::Noticed { .. } => NOTICED,
        Self::Published {} => PUBLISHED,
    }
    PointEvent {
        Self::Confirmed { .. } => CONFIRMED,
        Self::Reported(_) => REPORTED,
    }
    InquiryEvent {
        Self::Asked(_) => ASKED,
        Self::Taken {} => TAKEN,
        Self::Answered { .. } => ANSWERED,
        Self::Deferred { .. } => DEFERRED,
        Self::Erased { .. } => FORGOTTEN,
    }
    ConclusionEvent {
        Self::Made(_) => MADE,
        Self::Divided { .. } => DIVIDED,
        Self::Done { .. } => DONE,
        Self::Withdrawn { .. } => WITHDRAWN,
        Self::Erased { .. } => ERASED,
    }
}

/// The first fact of a stream is another than it should be, or comes again.
pub(crate) fn out_of_order(record: &Record) -> StoreError {
    StoreError::inconsistent("journal", record.name(), "a first fact is missing or comes again")
}
