//! One round of the sequencer: what is sealed and to be logged becomes leaves, in the journal's
//! order, on one node at a time.
//!
//! ```text
//!   remembered ─► head ─► clock ─► leaves ─► announce ─► edge ─► sign ─► swap ─► remember
//!                  read only, nothing to lose    │                         │         │
//!            once a log, a fact of the journal ──┘                         │         │
//!                                      ONE durable transaction ────────────┘         │
//!                                                 beside the database ───────────────┘
//! ```
//!
//! Any number of nodes may run rounds at once: the head is exchanged only for its own successor,
//! so that all but one of them lose, write nothing, and begin the next round from what the winner
//! stored. That is also the whole recovery: a round after a crash is a round like any other.
//!
//! # What is fatal
//! A log that the database has lost, taken back or replaced; a root that does not follow from the
//! tiles; a clock that went back. Then this node signs nothing more until it is started again and
//! says so in `/healthz` and `dantin doctor`. Everything else passes, and is tried again.

use jiff::{SignedDuration, Timestamp};

use crate::edge::{Edge, Tile};
use crate::head::{Head, Memory};
use crate::merkle;
use crate::note::Signer;
use crate::store::Leaf;

/// Clocks of nodes may differ by so much: a round that would be signed earlier than the one before
/// waits. A clock that went back further is not trusted.
const PATIENCE: SignedDuration = SignedDuration::from_secs(5);

/// Why a round did not end well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is tried again.
    Passing(String),
    /// Nothing is signed any more.
    Fatal(String),
}

impl From<store::StoreError> for Trouble {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::Inconsistent { .. } => Self::Fatal(error.to_string()),
            _ => Self::Passing(error.to_string()),
        }
    }
}

/// What is sealed and has no leaf yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct New {
    /// The leaves, in the journal's order.
    pub leaves: Vec<Leaf>,
    /// Up to which position nothing else is to be logged.
    pub upto: i64,
    /// The seal that covers it.
    pub seal: i64,
}

/// Where the log is kept. The tests break each of these steps.
pub trait Shelf: Sync {
    /// What this node remembers.
    fn remembered(&self) -> Result<Option<Memory>, Trouble>;
    /// Remembers a head.
    fn remember(&self, head: &Head) -> Result<(), Trouble>;
    /// The head.
    fn head(&self) -> impl Future<Output = Result<Option<Head>, Trouble>> + Send;
    /// Writes the first head where there is none.
    fn create(&self, head: &Head) -> impl Future<Output = Result<(), Trouble>> + Send;
    /// Tells in the journal that this log was begun, once: before its first leaf.
    fn announce(&self, head: &Head) -> impl Future<Output = Result<(), Trouble>> + Send;
    /// What is new after a head.
    fn new_leaves(&self, head: &Head) -> impl Future<Output = Result<New, Trouble>> + Send;
    /// The partial tiles of a tree of this size.
    fn edge(&self, size: u64) -> impl Future<Output = Result<Option<Edge>, Trouble>> + Send;
    /// Exchanges the head for its successor together with all between them, durably, or nothing.
    fn swap(
        &self,
        old: &Head,
        new: &Head,
        leaves: &[Leaf],
        tiles: &[Tile],
    ) -> impl Future<Output = Result<(), Trouble>> + Send;
}

/// Runs one round at `now`; answers how many leaves it added. `key` makes the key of the log that
/// was begun at a moment.
///
/// # Errors
/// Trouble that passes, or that does not.
pub async fn round(
    shelf: &impl Shelf,
    now: Timestamp,
    key: impl Fn(Timestamp) -> Option<Signer> + Send + Sync,
) -> Result<u64, Trouble> {
    let key = |begun| key(begun).ok_or_else(|| Trouble::Fatal("the key has no name".into()));
    // Read before the head: the head only grows, so what is remembered is never ahead of it.
    let memory = shelf.remembered()?;
    let head = match (shelf.head().await?, &memory) {
        (Some(head), memory) => held_against(memory.as_ref(), head)?,
        // A crash after this is a first start again; two nodes at once: one of them creates, both
        // read the same row back.
        (None, None) => {
            let begun = kept(now);
            shelf.create(&Head::first(begun, &key(begun)?)).await?;
            let lost = "the log was just begun and is not there";
            shelf.head().await?.ok_or_else(|| Trouble::Passing(lost.into()))?
        }
        (None, Some(memory)) => return Err(Trouble::Fatal(absent(memory))),
    };
    let late = head.at.duration_since(now);
    if late > PATIENCE {
        let (at, late) = (head.at, late.as_secs());
        let told = format!("the clock went back: the log was signed at {at}, {late} s from now");
        return Err(Trouble::Fatal(told));
    }
    if late > SignedDuration::ZERO {
        return Err(Trouble::Passing("the clock is behind that of another node".into()));
    }
    let new = shelf.new_leaves(&head).await?;
    if new.leaves.is_empty() {
        // Nothing to sign. What was created or another node signed is remembered all the same.
        if memory != Some(Memory::of(&head)) {
            shelf.remember(&head)?;
        }
        return Ok(0);
    }
    if head.size == 0 {
        // A crash after this: the journal knows a log without leaves, and the next round goes on
        // with that same log.
        shelf.announce(&head).await?;
    }
    let (next, tiles) = grown(shelf, &head, &new, now).await?;
    let next = next.signed(&key(head.begun)?);
    // A crash before this: nothing is written, the next round computes the same. A crash during
    // it, or no answer: it was stored or not, and the next round reads which. A crash after it:
    // the leaves have their places for ever, though this node does not remember it yet.
    shelf.swap(&head, &next, &new.leaves, &tiles).await?;
    // A failure here is mended by the next round: what is remembered may lag behind.
    shelf.remember(&next)?;
    Ok(new.leaves.len() as u64)
}

/// The head that follows, not signed yet, and the tiles that changed.
async fn grown(
    shelf: &impl Shelf,
    head: &Head,
    new: &New,
    now: Timestamp,
) -> Result<(Head, Vec<Tile>), Trouble> {
    let broken = || Trouble::Fatal(format!("the tiles do not give the root of size {}", head.size));
    let mut edge = shelf.edge(head.size).await?.ok_or_else(broken)?;
    if edge.root() != head.root {
        return Err(broken());
    }
    let mut tiles = Vec::new();
    for leaf in &new.leaves {
        edge.push(merkle::leaf(&leaf.entry), &mut tiles);
    }
    tiles.extend(edge.tiles());
    let next = Head {
        begun: head.begun,
        size: edge.size(),
        position: new.upto,
        seal: new.seal,
        at: kept(now),
        root: edge.root(),
        note: String::new(),
    };
    Ok((next, tiles))
}

/// A moment as it is kept: whole microseconds.
fn kept(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// What is said when the database lost the log that this folder knows.
pub(crate) fn absent(memory: &Memory) -> String {
    format!(
        "this folder knows a log of {} leaves and the database has none: it is another database, \
         or an older copy; to begin a new log on purpose: dantin log-begin --data DIR",
        memory.size
    )
}

/// The head, when it can be what came after what is remembered.
fn held_against(memory: Option<&Memory>, head: Head) -> Result<Head, Trouble> {
    let Some(memory) = memory else { return Ok(head) };
    let now = Memory::of(&head);
    let told = if memory.begun != now.begun {
        "the database has another log than this folder knows; if a new one was begun on purpose on \
         another node, remove log.toml here"
            .to_owned()
    } else if memory.size > now.size {
        let (was, is) = (memory.size, now.size);
        format!("the log was taken back: this folder knows {was} leaves, the database has {is}")
    } else if memory.size == now.size && memory.root != now.root {
        format!(
            "the log was forked: its {} leaves have another root than this folder knows",
            now.size
        )
    } else {
        return Ok(head);
    };
    Err(Trouble::Fatal(told))
}

#[cfg(test)]
#[path = "sequence_tests.rs"]
mod tests;
