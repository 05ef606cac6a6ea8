//! Group commit: many changes wait for one durable transaction.
//!
//! A caller prepares its change by itself (chain hashes, sealing words, projecting, diffing: all
//! the computing), then hands it to the one *committer* of this node, which gathers what is
//! waiting into a single transaction of multi-row statements. Callers are answered after COMMIT
//! has returned, which on both engines means: on disk.
//!
//! **Who loses a race** learns it from the key (stream, version): two changes that read the same
//! version cannot both be written. The group that holds a loser is rolled back and its members are
//! tried one by one, so one loser never hurts the others.
//!
//! **A crash** before COMMIT leaves nothing; after COMMIT everything; nobody was told otherwise.
//! When the connection dies *during* COMMIT the outcome is unknown: the caller gets
//! [`CommitError::Unknown`], and trying again with the same identities either finds the records
//! (it was stored) or writes them (it was not).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use kernel::Actor;
use sqlx::{AnyConnection, Connection as _};
use tokio::sync::{mpsc, oneshot};

use crate::engine::Engine;
pub use crate::error::CommitError;
use crate::journal::{self, Fact, Record, Stream};
use crate::open::Shared;
use crate::people::{self, Marked, PERSON_MARKS};
use crate::projection::{Difference, Projection};
use crate::query::{self, Apart, run};
use crate::rows::{insert_many, put_rows, put_sums, upsert_many};
use crate::schema::Table;
use crate::value::Value;
use crate::vault::{self, Sealed};
use crate::{Result, StoreError, row, search, wipe};

/// What one command wants to record about one stream.
pub struct Change {
    /// The stream as it was read; the change is lost if it has grown since.
    pub stream: Stream,
    /// What happened, in order.
    pub facts: Vec<Fact>,
    /// New vault items, with their words in clear for the search index.
    pub words: Vec<(Sealed, String)>,
    /// Vault items to destroy, with the ground.
    pub erase: Vec<(kernel::Id, String)>,
}

impl Change {
    /// A change of facts alone.
    pub fn new(stream: Stream, facts: Vec<Fact>) -> Self {
        Self { stream, facts, words: Vec::new(), erase: Vec::new() }
    }
}

/// What was recorded: the streams as they now are.
#[derive(Debug)]
pub struct Committed {
    /// In the order of the changes.
    pub streams: Vec<Stream>,
}

/// An item whose data key is destroyed: when, on which ground, and the tag that stands there then.
#[derive(Clone)]
struct Erasure {
    id: kernel::Id,
    at: Timestamp,
    ground: String,
    tag: Vec<u8>,
}

/// A change with everything computed.
#[derive(Clone, Default)]
pub(crate) struct Prepared {
    law: i64,
    apart: Arc<Vec<Apart>>,
    records: Vec<Record>,
    words: Vec<Sealed>,
    erase: Vec<Erasure>,
    differences: Vec<Difference>,
    docs: Vec<(i64, String, String)>,
    marked: Vec<Marked>,
}

struct Waiting {
    work: Prepared,
    alone: bool,
    answer: oneshot::Sender<std::result::Result<(), CommitError>>,
}

enum Message {
    Write(Waiting),
    /// Finish what is waiting, seal, close, and answer.
    Stop(oneshot::Sender<()>),
}

/// The way to the committer. Cloned into every store handle.
#[derive(Clone)]
pub(crate) struct Committer(mpsc::Sender<Message>);

/// How many changes one transaction takes.
const GROUP: usize = 256;
/// How often new records are sealed.
const SEAL_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

impl Committer {
    pub(crate) fn start(shared: Arc<Shared>) -> Self {
        let (sender, receiver) = mpsc::channel(4 * GROUP);
        tokio::spawn(work(shared, receiver));
        Self(sender)
    }

    /// Waits until everything handed over before is durable, then ends the committer.
    pub(crate) async fn stop(&self) {
        let (done, wait) = oneshot::channel();
        if self.0.send(Message::Stop(done)).await.is_ok() {
            let _ = wait.await;
        }
    }

    pub(crate) async fn write(
        &self,
        work: Prepared,
        alone: bool,
    ) -> std::result::Result<(), CommitError> {
        let (answer, answered) = oneshot::channel();
        let stopped = || StoreError::Unusable("the program is stopping; nothing was kept".into());
        let waiting = Waiting { work, alone, answer };
        self.0.send(Message::Write(waiting)).await.map_err(|_| CommitError::Store(stopped()))?;
        answered.await.map_err(|_| CommitError::Store(stopped()))?
    }
}

/// The committer's life: until it is told to stop, or every handle is gone.
async fn work(shared: Arc<Shared>, mut receiver: mpsc::Receiver<Message>) {
    let mut conn: Option<AnyConnection> = None;
    let mut seal_at = tokio::time::Instant::now();
    // Whoever only looks at a folder seals nothing in it.
    let mut unsealed = shared.holds_folder();
    let mut stop = None;
    let mut sweeper = wipe::Sweeper::default();
    while stop.is_none() {
        match tokio::time::timeout_at(seal_at, receiver.recv()).await {
            Ok(None) => break,
            Ok(Some(Message::Stop(done))) => stop = Some(done),
            Ok(Some(Message::Write(first))) => {
                let group = gather(first, &mut receiver, &mut stop);
                shared.group(group.len());
                write_group(&shared, &mut conn, group).await;
                unsealed = true;
            }
            Err(_) => {}
        }
        if tokio::time::Instant::now() >= seal_at {
            unsealed = unsealed && !seal(&shared, &mut conn).await;
            sweeper.go_on(&shared);
            seal_at = tokio::time::Instant::now() + SEAL_EVERY;
        }
    }
    while unsealed && !seal(&shared, &mut conn).await {
        unsealed = conn.is_some();
    }
    sweeper.end(&shared).await;
    if let Some(conn) = conn {
        // Closing checkpoints SQLite's log; a failure here costs nothing but a longer next start.
        let _ = conn.close().await;
    }
    if let Some(done) = stop {
        let _ = done.send(());
    }
}

/// Seals what is new; `true` when nothing is left to seal.
async fn seal(shared: &Shared, slot: &mut Option<AnyConnection>) -> bool {
    let Ok(conn) = connection(shared, slot).await else { return false };
    match crate::seal::seal(shared.engine, conn, &shared.data).await {
        Ok(0) => true,
        Ok(_) => {
            shared.sealed.send_modify(|times| *times += 1);
            false
        }
        Err(error) => {
            tracing::warn!(%error, "sealing failed; it is tried again");
            *slot = None;
            false
        }
    }
}

/// Takes what is waiting, without waiting.
fn gather(
    first: Waiting,
    receiver: &mut mpsc::Receiver<Message>,
    stop: &mut Option<oneshot::Sender<()>>,
) -> Vec<Waiting> {
    let mut group = vec![first];
    while group.len() < GROUP && stop.is_none() {
        match receiver.try_recv() {
            Ok(Message::Write(next)) => group.push(next),
            Ok(Message::Stop(done)) => *stop = Some(done),
            Err(_) => break,
        }
    }
    group
}

async fn connection<'a>(
    shared: &Shared,
    slot: &'a mut Option<AnyConnection>,
) -> Result<&'a mut AnyConnection> {
    match slot {
        Some(conn) => Ok(conn),
        None => Ok(slot.insert(shared.engine.connect(&shared.url).await?)),
    }
}

async fn write_group(shared: &Shared, slot: &mut Option<AnyConnection>, group: Vec<Waiting>) {
    // What is apart may lose to another node each second: that must not take a group with it.
    let single = |waiting: &Waiting| waiting.alone || !waiting.work.apart.is_empty();
    let (alone, mut together): (Vec<_>, Vec<_>) = group.into_iter().partition(single);
    let mut seen = BTreeSet::new();
    let (first, later): (Vec<_>, Vec<_>) = together
        .drain(..)
        .partition(|waiting| waiting.work.streams().into_iter().all(|name| seen.insert(name)));
    write_together(shared, slot, first).await;
    for waiting in later.into_iter().chain(alone) {
        let done = attempt(shared, slot, &[&waiting.work], waiting.alone).await;
        answer(waiting, done);
    }
}

async fn write_together(shared: &Shared, slot: &mut Option<AnyConnection>, group: Vec<Waiting>) {
    if group.is_empty() {
        return;
    }
    let works: Vec<&Prepared> = group.iter().map(|waiting| &waiting.work).collect();
    let done = attempt(shared, slot, &works, false).await;
    match done {
        // One of them lost, or has a fault of its own: the others are not to suffer for it.
        Err(error) if group.len() > 1 && error.is_of_one() => {
            for waiting in group {
                let done = attempt(shared, slot, &[&waiting.work], false).await;
                answer(waiting, done);
            }
        }
        Ok(()) => group.into_iter().for_each(|waiting| answer(waiting, Ok(()))),
        Err(mut error) => {
            for waiting in group {
                let (told, kept) = error.shared();
                answer(waiting, Err(told));
                error = kept;
            }
        }
    }
}

fn answer(waiting: Waiting, done: std::result::Result<(), CommitError>) {
    // Nobody listens any more when the reader hung up: the record stands all the same.
    let _ = waiting.answer.send(done);
}

/// One transaction. On any error the connection is given up: rolled back if it still lives.
async fn attempt(
    shared: &Shared,
    slot: &mut Option<AnyConnection>,
    works: &[&Prepared],
    alone: bool,
) -> std::result::Result<(), CommitError> {
    let conn = connection(shared, slot).await?;
    let written = write(shared, conn, works, alone).await;
    let done = match written {
        Ok(()) => run(conn, "COMMIT", Vec::new()).await.map_err(|error| {
            if matches!(error, StoreError::Engine(sqlx::Error::Database(_))) {
                CommitError::Store(error)
            } else {
                CommitError::Unknown(error)
            }
        }),
        Err(error) => Err(error),
    };
    // Counted behind the end of the transaction: an attempt at the bytes that began before it did
    // not see them. Where that end is unknown it may be stored all the same.
    let may_stand = matches!(done, Ok(_) | Err(CommitError::Unknown(_)));
    if may_stand && works.iter().any(|work| !work.erase.is_empty()) {
        shared.erased();
    }
    match done {
        Ok(_) => {
            for work in works {
                shared.committed(&work.records);
            }
            Ok(())
        }
        Err(error) => {
            if run(conn, "ROLLBACK", Vec::new()).await.is_err() {
                *slot = None;
            }
            Err(error)
        }
    }
}

async fn write(
    shared: &Shared,
    conn: &mut AnyConnection,
    works: &[&Prepared],
    alone: bool,
) -> std::result::Result<(), CommitError> {
    match alone {
        true => shared.engine.begin_alone(conn).await?,
        false => shared.engine.begin(conn).await?,
    }
    if shared.engine == Engine::Postgres && !alone {
        same_law(conn, works).await?;
    }
    for apart in works.iter().flat_map(|work| work.apart.iter()) {
        let touched = run(conn, &apart.sql, apart.values.clone()).await?;
        if apart.touches.is_some_and(|touches| touches != touched) {
            return Err(CommitError::Lost("apart".into()));
        }
    }
    let records: Vec<&Record> = works.iter().flat_map(|work| &work.records).collect();
    let rows: Vec<Vec<Value>> = records.iter().map(|r| r.values().to_vec()).collect();
    insert_many(shared.engine, conn, "journal", &journal::COLUMNS, rows).await.map_err(
        |error| match error.is_taken() {
            true => CommitError::Lost(records.first().map_or(String::new(), |r| r.stream.clone())),
            false => error.into(),
        },
    )?;
    write_views(shared.engine, conn, works).await?;
    Ok(())
}

/// On another node the law may have changed since these changes were projected.
async fn same_law(
    conn: &mut AnyConnection,
    works: &[&Prepared],
) -> std::result::Result<(), CommitError> {
    let rows = query::rows(conn, crate::laws::VERSION, Vec::new()).await?;
    let now = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0);
    // Statements alone follow from no law.
    let follows = |work: &&&Prepared| work.apart.is_empty() || !work.records.is_empty();
    match works.iter().filter(follows).any(|work| work.law != now) {
        true => Err(CommitError::Lost(crate::laws::STREAM.into())),
        false => Ok(()),
    }
}

async fn write_views(engine: Engine, conn: &mut AnyConnection, works: &[&Prepared]) -> Result<()> {
    let words: Vec<Vec<Value>> = works
        .iter()
        .flat_map(|work| work.words.iter().cloned().map(|s| s.into_values().to_vec()))
        .collect();
    insert_many(engine, conn, "vault", &Sealed::COLUMNS, words).await?;
    for gone in works.iter().flat_map(|work| &work.erase) {
        let values = row![gone.id, gone.at, gone.ground.as_str(), gone.tag.clone()];
        run(conn, vault::erase_sql(), values).await?;
    }
    let differences: Vec<&Difference> = works.iter().flat_map(|w| &w.differences).collect();
    for (table, key) in differences.iter().flat_map(|d| &d.gone) {
        run(conn, &table.delete(), key.clone()).await?;
    }
    for seq in differences.iter().filter_map(|d| d.doc_gone) {
        run(conn, "DELETE FROM search_docs WHERE seq = $1", row![seq]).await?;
    }
    put_rows(engine, conn, differences.iter().flat_map(|d| d.puts.iter())).await?;
    put_sums(engine, conn, differences.iter().flat_map(|d| d.sums.iter())).await?;
    let docs: Vec<Vec<Value>> = works
        .iter()
        .flat_map(|work| &work.docs)
        .map(|(seq, stream, tags)| row![*seq, stream.as_str(), tags.as_str()])
        .collect();
    upsert_many(engine, conn, &SEARCH_DOCS, docs).await?;
    let marked = || works.iter().flat_map(|work| &work.marked);
    for key in marked().flat_map(|marked| &marked.gone) {
        run(conn, &PERSON_MARKS.delete(), key.clone()).await?;
    }
    let new = marked().flat_map(|marked| marked.new.iter().cloned()).collect();
    upsert_many(engine, conn, &PERSON_MARKS, new).await
}

/// Search text by number; kept like a view, but its tags come from the vault.
pub(crate) static SEARCH_DOCS: Table = Table::rows("search_docs", 1, &["seq", "stream", "tokens"]);

/// Computes all that `changes` will write. No lock is held and nothing is written here.
pub(crate) async fn prepare(
    shared: &Shared,
    actor: &Actor,
    now: Timestamp,
    changes: Vec<Change>,
) -> Result<(Prepared, Committed)> {
    let laws = shared.laws.load();
    let mut work = Prepared { law: laws.version(), ..Prepared::default() };
    let mut streams = Vec::with_capacity(changes.len());
    for change in changes {
        let before = shared.project(&change.stream, &laws)?;
        let mut stream = change.stream;
        for fact in change.facts {
            let record = chain(&stream, fact, actor, now, laws.version());
            work.records.push(record.clone());
            stream.records.push(record);
        }
        let after = shared.project(&stream, &laws)?;
        let erased: Vec<kernel::Id> = change.erase.iter().map(|(id, _)| *id).collect();
        let clear: HashMap<kernel::Id, String> = change
            .words
            .iter()
            .map(|(sealed, words)| (sealed.reference.id, words.clone()))
            .collect();
        let (named, now_named) = (people::named(&before), people::named(&after));
        let ways = (&named[..], &now_named[..]);
        work.marked.push(people::changed(shared, &stream.name, ways, &change.words).await?);
        let difference = before.to(after);
        if let Some(doc) = search::tags(shared, &stream.name, &difference, clear, &erased).await? {
            work.docs.push(doc);
        }
        work.differences.push(difference);
        work.words.extend(change.words.into_iter().map(|(sealed, _)| sealed));
        work.erase.extend(change.erase.into_iter().map(|(id, ground)| {
            let tag = vault::tombstone(&shared.keys.load(), id, now, &ground);
            Erasure { id, at: now, ground, tag }
        }));
        streams.push(stream);
    }
    Ok((work, Committed { streams }))
}

fn chain(stream: &Stream, fact: Fact, actor: &Actor, now: Timestamp, law: i64) -> Record {
    let mut record = Record {
        stream: stream.name.clone(),
        version: stream.version() + 1,
        kind: fact.kind.to_owned(),
        form: fact.form,
        at: now,
        law,
        actor: actor.to_string(),
        body: fact.body,
        hash: journal::START,
    };
    record.hash = record.chained(&stream.head());
    record
}

impl Prepared {
    pub(crate) fn apart(statements: Vec<Apart>) -> Self {
        Self { apart: Arc::new(statements), ..Self::default() }
    }

    /// The same work with statements that run in its transaction.
    pub(crate) fn along(self, statements: &Arc<Vec<Apart>>) -> Self {
        Self { apart: statements.clone(), ..self }
    }

    /// The streams that it writes facts to, each once.
    fn streams(&self) -> BTreeSet<String> {
        self.records.iter().map(|record| record.stream.clone()).collect()
    }

    /// Work that writes the difference between two projections of one stream and no fact:
    /// what a change of law does to the streams that it touches.
    pub(crate) fn add_reprojection(&mut self, before: &Projection, after: Projection) {
        self.differences.push(before.to(after));
    }
}
