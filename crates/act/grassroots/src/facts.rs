//! What can happen, in the past tense, without names or words. Facts are read for ever: a new
//! shape of one is a new `form`.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, StoreError, VaultId};

use crate::kind::{Heard, Parted, Post, Why, Withdrawn};

/// An official went, or will go, to a village.
pub const PLANNED: &str = "roots.planned";
/// The visit was held.
pub const HELD: &str = "roots.held";
/// It was called off.
pub const CANCELLED: &str = "roots.cancelled";
/// Something was asked.
pub const RAISED: &str = "need.raised";
/// It was done later.
pub const FINISHED: &str = "need.finished";
/// It was withdrawn.
pub const WITHDRAWN: &str = "need.withdrawn";
/// Whom to tell, or what was said, was destroyed, on a ground.
pub const ERASED: &str = "need.erased";
/// Whom to tell was put right, on their request.
pub const CORRECTED: &str = "need.corrected";
/// An official was given a village to look after.
pub const ASSIGNED: &str = "liaison.assigned";
/// That ended.
pub const ENDED: &str = "liaison.ended";
/// An office was twinned with villages.
pub const TWINNED: &str = "twin.begun";
/// That ended, with a reason.
pub const PARTED: &str = "twin.ended";

/// Every kind, for the documents and the test of round trips.
pub const KINDS: &[&str] = &[
    PLANNED, HELD, CANCELLED, RAISED, FINISHED, WITHDRAWN, ERASED, CORRECTED, ASSIGNED, ENDED,
    TWINNED, PARTED,
];

/// The first fact of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The unit whose official goes: a code of the State's list.
    pub unit: String,
    /// The village: a code of the unit's own.
    pub village: String,
    /// Which official.
    pub post: Post,
    /// The account of the official, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Id>,
    /// The office for which the official goes to the village that it is twinned with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The day.
    pub on: Date,
    /// What for.
    pub purpose: VaultId,
}

/// Something that happened to a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum VisitEvent {
    Planned(Planned),
    /// `done`: what was seen and done there.
    Held {
        on: Date,
        done: VaultId,
    },
    Cancelled {
        why: Why,
    },
}

/// What becomes of a need at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It was done on the spot: what was done.
    Done(VaultId),
    /// A post owes it until a day.
    Owed {
        /// The post.
        owner: Post,
        /// The unit of the post.
        unit: String,
        /// By when.
        until: Date,
    },
}

/// The first fact of a need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// The unit.
    pub unit: String,
    /// The village.
    pub village: String,
    /// Where it was heard.
    pub heard: Heard,
    /// The visit or liaison at which it was heard: its stream.
    pub of: String,
    /// The office for which the official of the visit went there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// When.
    pub on: Date,
    /// What it is about: one of [`crate::kind::MATTERS`].
    pub matter: String,
    /// What was asked.
    pub words: VaultId,
    /// Whom to tell, when they left it.
    pub person: Option<VaultId>,
    /// What becomes of it.
    pub fate: Fate,
}

/// Something that happened to a need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
#[allow(clippy::large_enum_variant, reason = "events are read one by one, never kept in bulk")]
pub enum NeedEvent {
    Raised(Raised),
    Finished {
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
    /// `item`: the entry that was wrong and is destroyed; `by`: the one in its place.
    Corrected {
        item: Id,
        by: VaultId,
        ground: String,
    },
}

/// The first fact of a liaison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// The unit.
    pub unit: String,
    /// The village.
    pub village: String,
    /// Which official.
    pub post: Post,
    /// The account of the official, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Id>,
    /// Since when.
    pub from: Date,
    /// The weekday of the office hours: 1 is Monday, 7 Sunday.
    pub weekday: u8,
    /// The minute of the day at which they begin.
    pub opens: u16,
    /// The minute of the day at which they end.
    pub closes: u16,
    /// The telephone of the office.
    pub phone: VaultId,
}

/// Something that happened to a liaison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum LiaisonEvent {
    Assigned(Assigned),
    /// `on`: the last day.
    Ended {
        on: Date,
    },
}

/// The first fact of a twinning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twinned {
    /// The unit.
    pub unit: String,
    /// The office, or the body beside the authority: a code of the unit's own.
    pub office: String,
    /// The villages: codes of the unit's own.
    pub villages: Vec<String>,
    /// Since when.
    pub from: Date,
    /// The last day that was agreed.
    pub until: Option<Date>,
    /// What was agreed to be done.
    pub aim: VaultId,
}

/// Something that happened to a twinning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is told by the constant of its kind")]
pub enum TwinEvent {
    Twinned(Twinned),
    /// `on`: the last day.
    Parted {
        on: Date,
        why: Parted,
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
    VisitEvent {
        Self::Planned(_) => PLANNED,
        Self::Held { .. } => HELD,
        Self::Cancelled { .. } => CANCELLED,
    }
    NeedEvent {
        Self::Raised(_) => RAISED,
        Self::Finished { .. } => FINISHED,
        Self::Withdrawn { .. } => WITHDRAWN,
        Self::Erased { .. } => ERASED,
        Self::Corrected { .. } => CORRECTED,
    }
    LiaisonEvent {
        Self::Assigned(_) => ASSIGNED,
        Self::Ended { .. } => ENDED,
    }
    TwinEvent {
        Self::Twinned(_) => TWINNED,
        Self::Parted { .. } => PARTED,
    }
}

/// The first fact of a stream is another than it should be, or comes again.
pub(crate) fn out_of_order(record: &Record) -> StoreError {
    StoreError::inconsistent("journal", record.name(), "a first fact is missing or comes again")
}
