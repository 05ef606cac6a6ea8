//! The log over a real store: which facts it takes, its rounds, and how it stands.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::Id;
use store::sealed::Placed;
use store::{CommitError, Store, StoreError, Stream};

use crate::edge::{Edge, WIDTH, last, levels, partial};
use crate::head::{Head, Memory, forget, remember, remember_tag, remembered, signer};
use crate::record::{Public, Record, Salt};
use crate::sequence::{New, Shelf, Trouble, round};
use crate::store as sql;
use crate::store::Leaf;

/// A kind of fact that the public log takes: declared by the slice whose fact it is.
#[derive(Clone, Copy)]
pub struct Logged {
    /// The kind of fact.
    pub kind: &'static str,
    /// What of it the leaf commits to, from the stream up to and including the fact; `None` when
    /// this one is not logged. It must always answer the same.
    pub public: fn(&Stream) -> store::Result<Option<Public>>,
}

/// How the log stands on this node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// No round was run yet.
    #[default]
    Resting,
    /// The last round went well.
    Running,
    /// The last round did not, and is tried again.
    Waiting(String),
    /// Nothing is signed until the program is started again.
    Stopped(String),
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Resting => f.write_str("resting"),
            Self::Running => f.write_str("running"),
            Self::Waiting(told) => write!(f, "waiting: {told}"),
            Self::Stopped(told) => write!(f, "stopped: {told}"),
        }
    }
}

/// The public log of this installation; cheap to clone.
#[derive(Clone)]
pub struct Log {
    store: Store,
    declared: Arc<[Logged]>,
    state: Arc<Mutex<State>>,
    /// Up to where this node has looked and found nothing to log.
    looked: Arc<Mutex<i64>>,
    /// Whether this process has seen to the tag of a head from before there were tags.
    tagged: Arc<AtomicBool>,
}

/// How many leaves one round adds at the most.
const MOST: usize = 1024;
/// How long it rests when nobody seals here: another node may have.
const REST: Duration = Duration::from_secs(1);

impl Log {
    /// The log over a store, of the facts that slices declare.
    pub fn new(store: Store, declared: Vec<Logged>) -> Self {
        let (state, looked, tagged) = Default::default();
        Self { store, declared: declared.into(), state, looked, tagged }
    }

    /// The store under it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The kinds of facts that it takes.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.declared.iter().map(|logged| logged.kind).collect()
    }

    /// How it stands on this node.
    pub fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs rounds until nothing is left to add; a log that has stopped stays so.
    ///
    /// # Errors
    /// The trouble of the round that failed; [`Log::state`] says it too.
    pub async fn catch_up(&self) -> Result<u64, Trouble> {
        if let State::Stopped(told) = self.state() {
            return Err(Trouble::Fatal(told));
        }
        let mut added = 0;
        let done = loop {
            let keys = self.store.keys();
            match round(self, self.store.now(), |begun| signer(&keys, begun)).await {
                Ok(0) => break Ok(added),
                Ok(more) => added += more,
                Err(trouble) => break Err(trouble),
            }
        };
        let state = match &done {
            Ok(_) => State::Running,
            Err(Trouble::Passing(told)) => State::Waiting(told.clone()),
            Err(Trouble::Fatal(told)) => {
                tracing::error!(told, "the public log has stopped");
                State::Stopped(told.clone())
            }
        };
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        done
    }

    /// Runs for ever: right after each sealing of this node, and once a second for those of
    /// others. A crash at any moment loses nothing, see [`crate::sequence`].
    pub async fn run(self) {
        let mut sealings = self.store.sealings();
        loop {
            if let Err(Trouble::Fatal(_)) = self.catch_up().await {
                return;
            }
            // An error means that the store is gone, and so is everything to do.
            if let Ok(Err(_)) = tokio::time::timeout(REST, sealings.changed()).await {
                return;
            }
        }
    }

    /// Throws the log away, on purpose: the next round begins another, under another name. What
    /// receipts of the old one prove, they go on proving.
    ///
    /// # Errors
    /// When the database or the folder does not let go of it.
    pub async fn begin_anew(&self) -> Result<(), Trouble> {
        self.store.commit_apart(sql::forget()).await.map_err(lost)?;
        forget(self.store.folder())?;
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = 0;
        Ok(())
    }

    /// What is published of the last fact of a stream: the leaf's record, and the vault item that
    /// has its salt. `None` when it is not logged.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn record(&self, stream: &Stream) -> store::Result<Option<(Record, Id)>> {
        let Some(last) = stream.records.last() else { return Ok(None) };
        let Some(logged) = self.declared.iter().find(|logged| logged.kind == last.kind) else {
            return Ok(None);
        };
        let Some(public) = (logged.public)(stream)? else { return Ok(None) };
        let item = public.words.id;
        let record = Record::new(logged.kind, public).ok_or_else(|| {
            let what = "it cannot be logged: a part is no code or no commitment";
            StoreError::inconsistent("journal", last.name(), what)
        })?;
        Ok(Some((record, item)))
    }

    /// Sees to the tag of a head from before there were tags. A crash between the two: the row has
    /// its tag, and the next start remembers it. Of a database that is not the one that this folder
    /// knows nothing is remembered: the right one, put back, is given its tag all the same.
    async fn see_to_tag(&self) -> store::Result<()> {
        let folder = self.store.folder();
        let untagged = remembered(folder)?.filter(|memory| !memory.tagged);
        let Some(memory) = untagged else { return Ok(()) };
        match sql::give_tag(&self.store, &memory).await? {
            true => remember_tag(folder, memory),
            false => Ok(()),
        }
    }

    /// A stream up to and including one of its records.
    pub(crate) async fn upto(&self, name: &str, version: i64) -> store::Result<Stream> {
        let mut stream = self.store.stream(name).await?;
        stream.records.truncate(begun(&stream.records, version).len());
        Ok(stream)
    }

    /// Those of the records that are logged: position, record and salt, which is `None` when the
    /// words were erased.
    pub(crate) async fn opened(&self, placed: Vec<Placed>) -> store::Result<Vec<Opened>> {
        // A first record is its stream; for a later one those before it are read too.
        let later = placed.iter().filter(|placed| placed.record.version > 1);
        let names: BTreeSet<&str> = later.map(|placed| placed.record.stream.as_str()).collect();
        let streams = self.store.streams(&Vec::from_iter(names)).await?;
        let mut found = Vec::with_capacity(placed.len());
        for Placed { position, record } in placed {
            let name = record.stream.clone();
            let records = match streams.get(&name).filter(|_| record.version > 1) {
                Some(whole) => begun(&whole.records, record.version).to_vec(),
                None => vec![record],
            };
            if let Some((record, item)) = self.record(&Stream { name, records })? {
                found.push((position, record, item));
            }
        }
        let items: Vec<Id> = found.iter().map(|(_, _, item)| *item).collect();
        let salts = self.store.salts_of(&items).await?;
        let opened = found.into_iter().map(|(position, record, item)| {
            let salt = salts.get(&item).copied();
            Opened { position, record, salt }
        });
        Ok(opened.collect())
    }
}

/// The records of a stream up to and including the one of this version.
fn begun(records: &[store::Record], version: i64) -> &[store::Record] {
    &records[..usize::try_from(version).unwrap_or(0).min(records.len())]
}

/// A logged fact as the journal and the vault have it.
pub(crate) struct Opened {
    pub position: i64,
    pub record: Record,
    pub salt: Option<Salt>,
}

fn lost(error: CommitError) -> Trouble {
    match error {
        CommitError::Lost(_) => Trouble::Passing("another node was first".into()),
        CommitError::Store(error) | CommitError::Unknown(error) => {
            Trouble::Passing(error.to_string())
        }
    }
}

impl Shelf for Log {
    fn remembered(&self) -> Result<Option<Memory>, Trouble> {
        Ok(remembered(self.store.folder())?)
    }

    fn remember(&self, head: &Head) -> Result<(), Trouble> {
        Ok(remember(self.store.folder(), head)?)
    }

    async fn head(&self) -> Result<Option<Head>, Trouble> {
        if !self.tagged.load(Ordering::Relaxed) {
            self.see_to_tag().await?;
            self.tagged.store(true, Ordering::Relaxed);
        }
        Ok(sql::head(&self.store).await?)
    }

    async fn create(&self, head: &Head) -> Result<(), Trouble> {
        self.store.commit_apart(sql::create(&self.store.keys(), head)).await.map_err(lost)
    }

    async fn announce(&self, head: &Head) -> Result<(), Trouble> {
        crate::facts::tell(&self.store, head.begun).await.map_err(lost)
    }

    async fn new_leaves(&self, head: &Head) -> Result<New, Trouble> {
        let looked = *self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        // Nothing was found up to there, and below a seal nothing new ever appears.
        let after = head.position.max(looked);
        let reach = self.store.reach().await?;
        let kinds = self.kinds();
        let placed = self.store.placed((after, reach.upto), &kinds, MOST as i64).await?;
        let upto = match placed.last() {
            Some(last) if placed.len() == MOST => last.position,
            _ => reach.upto,
        };
        // A text that is erased before it has a leaf gets one that nobody can ever open: its place
        // in the order is kept.
        let leaf = |opened: Opened| {
            let salt = opened.salt.unwrap_or_else(|| self.store.chance().bytes());
            Leaf { position: opened.position, entry: opened.record.entry(&salt) }
        };
        let leaves: Vec<Leaf> = self.opened(placed).await?.into_iter().map(leaf).collect();
        if leaves.is_empty() {
            *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = upto.max(after);
        }
        Ok(New { leaves, upto, seal: reach.seal })
    }

    async fn edge(&self, size: u64) -> Result<Option<Edge>, Trouble> {
        let mut all = Vec::new();
        for level in 0..levels(size) {
            let mut hashes = match partial(size, level) {
                0 => Vec::new(),
                _ => sql::tile(&self.store, level, last(size, level)).await?,
            };
            debug_assert!(hashes.len() as u64 <= WIDTH);
            // More than this size has there: another node was first, and the swap will say so.
            hashes.truncate(partial(size, level) as usize);
            all.push(hashes);
        }
        Ok(Edge::new(size, all))
    }

    async fn swap(
        &self,
        old: &Head,
        new: &Head,
        leaves: &[Leaf],
        tiles: &[crate::edge::Tile],
    ) -> Result<(), Trouble> {
        let all = sql::swap(&self.store.keys(), (old, new), leaves, tiles);
        self.store.commit_apart(all).await.map_err(lost)
    }
}
