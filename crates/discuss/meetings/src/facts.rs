//! What can happen, in the past tense, without names or words. Facts are read for ever: a new
//! shape of one is a new `form`.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, StoreError, VaultId};

use crate::kind::{Cause, Form, How, Media, NotTaken, Place, Role, Side, Way, Why, Withdrawn};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $kind;)*
        /// Every kind, for the documents and the test of round trips.
        pub const KINDS: &[&str] = &[$($name),*];
    };
}

kinds! {
    /// A dialogue was planned.
    PLANNED = "dialogue.planned";
    /// Its notice went out.
    ANNOUNCED = "dialogue.announced";
    /// It was moved.
    MOVED = "dialogue.moved";
    /// It was called off.
    CANCELLED = "dialogue.cancelled";
    /// It began.
    OPENED = "dialogue.opened";
    /// It ended.
    CLOSED = "dialogue.closed";
    /// Its conclusions were written.
    CONCLUDED = "dialogue.concluded";
    /// A side agreed with the minutes.
    AGREED = "dialogue.agreed";
    /// Its result was made public.
    PUBLISHED = "dialogue.published";
    /// A question was asked.
    ASKED = "question.asked";
    /// It was taken.
    TAKEN = "question.taken";
    /// It was not taken.
    DECLINED = "question.declined";
    /// It was answered.
    ANSWERED = "question.answered";
    /// The question that it is answered together with was answered.
    ANSWERED_WITH = "question.answered_with";
    /// Its dialogue was moved.
    ASKED_MOVED = "question.moved";
    /// Its dialogue was called off.
    ASKED_OFF = "question.called_off";
    /// Who asked, or what was said, was destroyed, on a ground.
    FORGOTTEN = "question.erased";
    /// Whom to tell was put right, on their request.
    PUT_RIGHT = "question.corrected";
    /// Something was promised.
    MADE = "promise.made";
    /// The promise was kept.
    KEPT = "promise.kept";
    /// The promise was withdrawn.
    WITHDRAWN = "promise.withdrawn";
    /// Photographs or papers were added that show how it was kept.
    EVIDENCED = "promise.evidenced";
    /// Which of them everybody may see was said anew.
    SHOWN = "promise.shown";
    /// Somebody else who asked the same is told of it too.
    FOLLOWED = "promise.followed";
    /// Words of it were destroyed, on a ground.
    ERASED = "promise.erased";
    /// Whom to tell of it was put right or destroyed where they asked.
    ASKER_CHANGED = "promise.asker_changed";
    /// Voters began to ask for a dialogue.
    CALLED = "call.opened";
    /// A paper with so many voters came.
    SUPPORTED = "call.supported";
    /// A dialogue was planned for it.
    SETTLED = "call.settled";
    /// That dialogue was called off: one is wanted again.
    REOPENED = "call.reopened";
}

/// The first fact of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The unit whose people and leaders meet: a code of the State's list.
    pub unit: String,
    /// In a room, online, on a social network.
    pub form: Form,
    /// Why it is held.
    pub cause: Cause,
    /// The day.
    pub on: Date,
    /// The minute of the day at which it begins.
    pub from: u16,
    /// The minute of the day at which it ends.
    pub until: u16,
    /// Where.
    pub place: VaultId,
    /// What it is about.
    pub content: VaultId,
    /// How to take part.
    pub part: VaultId,
}

/// Something that happened to a dialogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum Event {
    Planned(Planned),
    Announced {
        on: Date,
        media: Vec<Media>,
    },
    Moved {
        on: Date,
        from: u16,
        until: u16,
        why: Why,
    },
    Cancelled {
        why: Why,
    },
    Opened {},
    Closed {
        attended: u32,
    },
    Concluded {
        words: VaultId,
    },
    Agreed {
        side: Side,
    },
    /// `open`: what was said of the questions that were not answered yet.
    Published {
        on: Date,
        media: Vec<Media>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        open: Option<VaultId>,
    },
}

/// The first fact of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The stream of the dialogue.
    pub dialogue: String,
    /// The unit.
    pub unit: String,
    /// How it came.
    pub way: Way,
    /// Who speaks.
    pub role: Role,
    /// What it is about: one of [`crate::kind::MATTERS`].
    pub matter: String,
    /// Whom to tell, when they left it.
    pub person: Option<VaultId>,
    /// The question.
    pub words: VaultId,
    /// The dialogue's day, as it was then; its stream's name says the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// Something that happened to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum QuestionEvent {
    Asked(Asked),
    /// `with`: the question of the same content that it is answered together with.
    Taken {
        with: Option<String>,
    },
    Declined {
        why: NotTaken,
    },
    Answered {
        role: Role,
        how: How,
        on: Date,
        words: VaultId,
    },
    /// `on`: the day of the answer to the question that it is answered together with.
    AnsweredWith {
        on: Date,
    },
    /// `on`: the dialogue's new day.
    Moved {
        on: Date,
    },
    CalledOff {},
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

/// The first fact of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The unit where it was made.
    pub unit: String,
    /// The post that owes it.
    pub owner: Role,
    /// The unit that owes it: the one where it was made, another of its tree, or one of its
    /// offices or villages.
    pub owner_unit: String,
    /// What.
    pub what: VaultId,
    /// By when.
    pub until: Date,
    /// By whom it was said.
    pub said_by: Role,
    /// When it was said.
    pub said_on: Date,
    /// Where it was said.
    pub place: Place,
    /// The dialogue, when it was said at one.
    pub dialogue: Option<String>,
    /// The question that it answers.
    pub question: Option<String>,
    /// The rule that asks for it; of free will without one.
    pub rule: Option<String>,
    /// Whom to tell.
    pub asker: Option<VaultId>,
    /// The others who asked the same and are told too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<VaultId>,
    /// The stream of the visit at which it was said: a reception's, or one to a village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
}

/// A photograph or a paper that shows how a promise was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    /// Its bytes.
    pub item: VaultId,
    /// What it is by its content, as a media type.
    pub media: String,
    /// How many bytes it has.
    pub size: i64,
}

/// Something that happened to a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum PromiseEvent {
    Made(Box<Made>),
    Kept {
        on: Date,
        evidence: VaultId,
    },
    Withdrawn {
        on: Date,
        why: Withdrawn,
        words: VaultId,
    },
    /// `shown`: whether everybody may see them.
    Evidenced {
        files: Vec<Enclosed>,
        shown: bool,
    },
    /// `items`: those that everybody may see from now on, and no others.
    Shown {
        items: Vec<Id>,
    },
    Followed {
        asker: VaultId,
    },
    Erased {
        items: Vec<Id>,
        ground: String,
    },
    /// `item`: the entry that is destroyed; `by`: the one in its place, if any. On which ground
    /// stands where they asked.
    AskerChanged {
        item: Id,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<VaultId>,
    },
}

/// Something that happened to a call for a dialogue. Numbers only, never who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum CallEvent {
    Opened {
        unit: String,
        /// How many voters the unit has.
        voters: u32,
        on: Date,
        words: VaultId,
    },
    Supported {
        /// The day of the paper.
        on: Date,
        /// How many voters it bears.
        voters: u32,
    },
    Settled {
        dialogue: String,
    },
    Reopened {
        dialogue: String,
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
        Self::Announced { .. } => ANNOUNCED,
        Self::Moved { .. } => MOVED,
        Self::Cancelled { .. } => CANCELLED,
        Self::Opened {} => OPENED,
        Self::Closed { .. } => CLOSED,
        Self::Concluded { .. } => CONCLUDED,
        Self::Agreed { .. } => AGREED,
        Self::Published { .. } => PUBLISHED,
    }
    QuestionEvent {
        Self::Asked(_) => ASKED,
        Self::Taken { .. } => TAKEN,
        Self::Declined { .. } => DECLINED,
        Self::Answered { .. } => ANSWERED,
        Self::AnsweredWith { .. } => ANSWERED_WITH,
        Self::Moved { .. } => ASKED_MOVED,
        Self::CalledOff {} => ASKED_OFF,
        Self::Erased { .. } => FORGOTTEN,
        Self::Corrected { .. } => PUT_RIGHT,
    }
    PromiseEvent {
        Self::Made(_) => MADE,
        Self::Kept { .. } => KEPT,
        Self::Withdrawn { .. } => WITHDRAWN,
        Self::Evidenced { .. } => EVIDENCED,
        Self::Shown { .. } => SHOWN,
        Self::Followed { .. } => FOLLOWED,
        Self::Erased { .. } => ERASED,
        Self::AskerChanged { .. } => ASKER_CHANGED,
    }
    CallEvent {
        Self::Opened { .. } => CALLED,
        Self::Supported { .. } => SUPPORTED,
        Self::Settled { .. } => SETTLED,
        Self::Reopened { .. } => REOPENED,
    }
}

/// The first fact of a stream is another than it should be, or comes again.
pub(crate) fn out_of_order(record: &Record) -> StoreError {
    StoreError::inconsistent("journal", record.name(), "a first fact is missing or comes again")
}
