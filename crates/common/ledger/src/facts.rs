//! Which logs there were. That one was begun is a fact of the journal, told before its first leaf:
//! so a restored database, which begins another log, still knows the names and keys of those
//! before it, and receipts of theirs are told from receipts of strangers.

use jiff::Timestamp;
use kernel::Actor;
use serde::{Deserialize, Serialize};
use store::{CommitError, Fact, Projection, Projector, Result, Store, Stream};

use crate::head::signer;
use crate::note::Verifier;

/// The kind of fact.
pub const BEGUN: &str = "log.begun";
/// The one stream, in the order in which logs were begun.
const STREAM: &str = "log/public";

/// A log was begun; the moment names its key.
#[derive(Serialize, Deserialize)]
struct Begun {
    at: Timestamp,
}

/// The stream of logs follows no view.
pub struct Logs;

impl Projector for Logs {
    fn project(&self, stream: &Stream, _: &store::Laws) -> Result<Projection> {
        moments(stream).map(|_| Projection::default())
    }
}

fn moments(stream: &Stream) -> Result<Vec<Timestamp>> {
    let read = |record: &store::Record| match (record.kind.as_str(), record.form) {
        (BEGUN, 1) => record.read::<Begun>().map(|begun| begun.at),
        _ => Err(record.unknown()),
    };
    stream.records.iter().map(read).collect()
}

/// Tells that the log of this moment was begun, once.
///
/// # Errors
/// [`CommitError::Lost`] when another node told something in the same moment.
pub(crate) async fn tell(store: &Store, at: Timestamp) -> std::result::Result<(), CommitError> {
    let stream = store.stream(STREAM).await?;
    if moments(&stream)?.contains(&at) {
        return Ok(());
    }
    let fact = Fact::new(BEGUN, 1, &Begun { at });
    store.go_on(&Actor::System("log"), stream, (fact, Vec::new())).await
}

/// A log that there was before the one that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// When it was begun.
    pub begun: Timestamp,
    /// Its name and key.
    pub key: Verifier,
}

/// The logs that were begun before the one of this moment, the latest first: another database was
/// put in from a backup, or the log was begun anew on purpose.
///
/// # Errors
/// When the journal cannot be read.
pub async fn former(store: &Store, now: Option<Timestamp>) -> Result<Vec<Former>> {
    let keys = store.keys();
    let moments = moments(&store.stream(STREAM).await?)?;
    let before = moments.into_iter().rev().filter(|begun| Some(*begun) != now);
    let former = before.filter_map(|begun| {
        let key = signer(&keys, begun)?.verifier().clone();
        Some(Former { begun, key })
    });
    Ok(former.collect())
}
