//! Opening a store: the folder and its lock, keys, schema, law; and the handle that slices use.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use arc_swap::ArcSwap;
use jiff::Timestamp;
use kernel::{Actor, Chance, Clock, Id};
use sqlx::AnyPool;

use crate::commit::{self, Change, CommitError, Committed, Committer};
use crate::engine::Engine;
use crate::journal::{self, Fact, Record, Stream};
use crate::keyring::Keyring;
use crate::laws::{self, Laws};
use crate::projection::{Projection, Projector};
use crate::query::Apart;
use crate::schema::{Migration, Table};
use crate::sequence::Block;
use crate::vault::{self, Opened, Sealed};
use crate::{
    Result, StoreError, Value, beside, lock, migrate, people, query, rebuild, row, seal, sealed,
    sequence,
};

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data folder: keys, lock, and SQLite's file.
    pub data: PathBuf,
    /// `postgres://…`; `None` is SQLite in the folder.
    pub database: Option<String>,
    /// Whether this process serves or changes the folder (takes the lock, may migrate), or only
    /// looks (backup, verify).
    pub exclusive: bool,
    /// How many connections read at once.
    pub readers: u32,
}

/// All that slices declare to the store.
#[derive(Default)]
pub struct Schema {
    /// In order; the store's own come first by themselves.
    pub migrations: Vec<Migration>,
    /// Every view.
    pub tables: Vec<&'static Table>,
    /// By stream prefix.
    pub projectors: Vec<(&'static str, Arc<dyn Projector>)>,
    /// One column: streams whose projection may depend on a change of the law.
    pub law_sensitive: Option<&'static str>,
}

/// What handles and the committer share.
pub(crate) struct Shared {
    pub engine: Engine,
    pub url: String,
    pub pool: AnyPool,
    pub keys: ArcSwap<Keyring>,
    pub laws: ArcSwap<Laws>,
    pub schema: Schema,
    pub clock: Clock,
    pub chance: Chance,
    pub data: PathBuf,
    projectors: HashMap<&'static str, Arc<dyn Projector>>,
    blocks: std::sync::Mutex<HashMap<&'static str, Arc<Block>>>,
    records: AtomicI64,
    groups: AtomicU64,
    changes: AtomicU64,
    listeners: std::sync::RwLock<Vec<Listener>>,
    /// How many times this node has sealed since its start.
    pub sealed: tokio::sync::watch::Sender<u64>,
    /// How many commits have erased something since its start.
    pub erasures: AtomicU64,
    /// Up to which of them the bytes are gone too.
    pub wiped: tokio::sync::watch::Sender<u64>,
    lock: std::sync::Mutex<Option<File>>,
}

type Listener = Box<dyn Fn(&str) + Send + Sync>;

impl Shared {
    pub(crate) fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        if stream.records.is_empty() {
            return Ok(Projection::default());
        }
        let wrong = |what: &str| StoreError::inconsistent("journal", &stream.name, what);
        let projector = self.projectors.get(stream.prefix());
        let projector = projector.ok_or_else(|| wrong("nobody knows its kind"))?;
        let mut projection = projector.project(stream, laws)?;
        if let Some(doc) = &mut projection.doc {
            let number = projector.shelf().and_then(|shelf| shelf.number(doc.seq));
            doc.seq = number.ok_or_else(|| wrong("no shelf of the search has room for it"))?;
        }
        Ok(projection)
    }

    pub(crate) fn steps(&self) -> Vec<Migration> {
        migrate::all_steps(self.engine, &self.schema.migrations)
    }

    /// Whether this process serves or changes the folder, or only looks at it.
    pub(crate) fn holds_folder(&self) -> bool {
        self.lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_some()
    }

    pub(crate) fn group(&self, changes: usize) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.changes.fetch_add(changes as u64, Ordering::Relaxed);
    }

    /// A commit has destroyed something.
    pub(crate) fn erased(&self) {
        self.erasures.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn committed(&self, records: &[Record]) {
        self.records.fetch_add(records.len() as i64, Ordering::Relaxed);
        let listeners = self.listeners.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        for listener in listeners.iter() {
            records.iter().for_each(|record| listener(&record.stream));
        }
    }
}

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) shared: Arc<Shared>,
    pub(crate) committer: Committer,
    /// What every commit of this handle runs besides.
    pub(crate) along: Arc<Vec<Apart>>,
}

impl Store {
    /// Opens or makes the database of a folder.
    ///
    /// # Errors
    /// When the folder is in use (named with its process), the keys are missing for a database
    /// that has words, or the engine does not answer.
    pub async fn open(
        options: Options,
        schema: Schema,
        clock: Clock,
        chance: Chance,
    ) -> Result<Self> {
        let shared = open_shared(options.clone(), schema, clock, chance).await?;
        let shared = Arc::new(shared);
        let committer = Committer::start(shared.clone());
        let store = Self { shared, committer, along: Arc::default() };
        if options.exclusive {
            store.adopt_law().await?;
        }
        Ok(store)
    }

    async fn adopt_law(&self) -> Result<()> {
        let Some(fact) = self.laws().adoption()? else { return Ok(()) };
        self.change_law(&Actor::System("start"), fact).await.map_err(|error| match error {
            CommitError::Store(error) | CommitError::Unknown(error) => error,
            CommitError::Lost(_) => {
                StoreError::Unusable("another node is adopting the law; start again".into())
            }
        })?;
        Ok(())
    }

    /// Reads the law again: after a restore, or when another node changed it.
    pub async fn reload_law(&self) -> Result<()> {
        let laws = Laws::replay(self.stream(laws::STREAM).await?)?;
        self.shared.laws.store(Arc::new(laws));
        Ok(())
    }

    /// Records a change of law and moves every open date that follows from it, in one transaction
    /// that no other commit overlaps.
    pub async fn change_law(
        &self,
        actor: &Actor,
        fact: Fact,
    ) -> std::result::Result<Arc<Laws>, CommitError> {
        let shared = &self.shared;
        let old = shared.laws.load_full();
        let change = Change::new(old.stream().clone(), vec![fact]);
        let (mut work, committed) =
            commit::prepare(shared, actor, self.now(), vec![change]).await?;
        let stream = committed.streams.into_iter().next().unwrap_or_default();
        let new = Arc::new(Laws::replay(stream)?);
        if let Some(sql) = shared.schema.law_sensitive {
            for found in self.rows(sql, Vec::new()).await? {
                let stream = self.stream(&found.text(0)?).await?;
                let before = shared.project(&stream, &old)?;
                work.add_reprojection(&before, shared.project(&stream, &new)?);
            }
        }
        self.committer.write(work, true).await?;
        shared.laws.store(new.clone());
        Ok(new)
    }

    /// Records changes, all or none, and returns when they are durable.
    pub async fn commit(
        &self,
        actor: &Actor,
        changes: Vec<Change>,
    ) -> std::result::Result<Committed, CommitError> {
        self.commit_at(actor, self.now(), changes).await
    }

    /// Records many independent changes under given times: for imports, whose facts are old. Not
    /// for live work, where the time is [`Store::now`].
    pub async fn commit_at(
        &self,
        actor: &Actor,
        now: Timestamp,
        changes: Vec<Change>,
    ) -> std::result::Result<Committed, CommitError> {
        let (work, committed) = commit::prepare(&self.shared, actor, now, changes).await?;
        self.committer.write(work.along(&self.along), false).await?;
        Ok(committed)
    }

    /// Runs statements on tables that are neither journal nor view in one transaction: all or none,
    /// durable when this returns, and waiting its turn between the groups of changes.
    ///
    /// # Errors
    /// [`CommitError::Lost`] when a statement did not touch the rows that it must; nothing of it is
    /// kept then.
    pub async fn commit_apart(
        &self,
        statements: Vec<Apart>,
    ) -> std::result::Result<(), CommitError> {
        self.committer.write(commit::Prepared::apart(statements), false).await
    }

    /// Reads one stream; empty when the thing does not exist.
    pub async fn stream(&self, name: &str) -> Result<Stream> {
        journal::stream(&self.shared.pool, name).await
    }

    /// Reads several streams at once; those that do not exist are missing.
    pub async fn streams(&self, names: &[&str]) -> Result<HashMap<String, Stream>> {
        journal::streams(&self.shared.pool, names).await
    }

    /// Runs a reading statement.
    pub async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<query::Row>> {
        query::pool_rows(&self.shared.pool, sql, values).await
    }

    /// Runs a statement on a table that is neither journal nor view: sessions, limits, leases.
    pub async fn run_apart(&self, sql: &str, values: Vec<Value>) -> Result<u64> {
        let mut conn = self.shared.pool.acquire().await?;
        query::run(&mut conn, sql, values).await
    }

    /// Seals words for the vault; they are written with the change that carries them.
    pub fn seal(&self, purpose: &'static str, words: &[u8]) -> Result<Sealed> {
        let id = self.new_id();
        vault::seal(&self.shared.keys.load(), &self.shared.chance, id, purpose, words)
    }

    /// Opens words from the vault.
    pub async fn words(&self, id: Id) -> Result<Option<Opened>> {
        vault::read(&self.shared.pool, &self.shared.keys.load(), id).await
    }

    /// The salts of items, without their words; what is destroyed is missing.
    pub async fn salts_of(&self, ids: &[Id]) -> Result<HashMap<Id, vault::Salt>> {
        vault::salts(&self.shared.pool, &self.shared.keys.load(), ids).await
    }

    /// Opens several items at once.
    pub async fn words_of(&self, ids: &[Id]) -> Result<HashMap<Id, Opened>> {
        let found = vault::read_many(&self.shared.pool, &self.shared.keys.load(), ids).await?;
        Ok(found.into_iter().collect())
    }

    /// The texts of items by their names in a view; what is destroyed is missing.
    pub async fn texts_of(&self, items: &[&str]) -> Result<HashMap<String, String>> {
        let ids: Vec<Id> = items.iter().filter_map(|item| item.parse().ok()).collect();
        let opened = self.words_of(&ids).await?;
        let text = |(id, opened): (Id, Opened)| Some((id.to_string(), opened.text()?));
        Ok(opened.into_iter().filter_map(text).collect())
    }

    /// The next number of a sequence. Unique over all nodes; gaps are normal.
    pub async fn next(&self, name: &'static str) -> Result<i64> {
        let block = {
            let mut blocks =
                self.shared.blocks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            blocks.entry(name).or_default().clone()
        };
        loop {
            if let Some(number) = block.next() {
                return Ok(number);
            }
            let mut conn = self.shared.pool.acquire().await?;
            block.fill(sequence::take(&mut conn, name, 0).await?);
        }
    }

    /// Calls `listener` with the name of each stream that this node commits to.
    pub fn listen(&self, listener: impl Fn(&str) + Send + Sync + 'static) {
        let mut listeners =
            self.shared.listeners.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        listeners.push(Box::new(listener));
    }

    /// The law now, and before.
    pub fn laws(&self) -> Arc<Laws> {
        self.shared.laws.load_full()
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// The source of chance.
    pub fn chance(&self) -> &Chance {
        &self.shared.chance
    }

    /// A new identity.
    pub fn new_id(&self) -> Id {
        Id::new(self.now(), &self.shared.chance)
    }

    /// The keys.
    pub fn keys(&self) -> Arc<Keyring> {
        self.shared.keys.load_full()
    }

    /// Which engine.
    pub fn engine(&self) -> Engine {
        self.shared.engine
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.shared.data
    }

    /// How many records the journal has, as this node knows it.
    pub fn journal_length(&self) -> i64 {
        self.shared.records.load(Ordering::Relaxed)
    }

    /// How many groups and changes this node has committed since its start.
    pub fn commits(&self) -> (u64, u64) {
        (self.shared.groups.load(Ordering::Relaxed), self.shared.changes.load(Ordering::Relaxed))
    }

    /// Waits until everything handed over is durable and sealed, then closes.
    pub async fn close(&self) {
        self.committer.stop().await;
        self.shared.pool.close().await;
        // Given up last: whoever takes the folder now finds everything on disk.
        self.shared.lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    }

    /// Adds a master key and wraps every data key anew; answers how many. A crash in between is
    /// harmless: old and new master keys stay in the file until all are done.
    pub async fn rotate_master(&self) -> Result<u64> {
        let path = keys_path(&self.shared.data);
        let mut keys = (*self.keys()).clone();
        let number = keys.add_master(&self.shared.chance);
        keys.write(&path)?;
        self.shared.keys.store(Arc::new(keys.clone()));
        let mut done = 0;
        loop {
            let old = self.rows(vault::WRAPPED_BY, row![number]).await?;
            if old.is_empty() {
                break;
            }
            for found in &old {
                let (id, master, wrapped) = (found.parse(0)?, found.int(1)?, found.bytes(2)?);
                let new = vault::rewrap(&keys, &self.shared.chance, master, id, &wrapped)?;
                done += self.run_apart(vault::REWRAP, row![id, number, new]).await?;
            }
        }
        keys.forget_old();
        keys.write(&path)?;
        self.shared.keys.store(Arc::new(keys));
        Ok(done)
    }
}

/// Where the keys are.
pub fn keys_path(data: &Path) -> PathBuf {
    data.join("keys.toml")
}

async fn open_shared(
    options: Options,
    schema: Schema,
    clock: Clock,
    chance: Chance,
) -> Result<Shared> {
    let fail = |e| StoreError::File(format!("the folder {}", options.data.display()), e);
    if options.exclusive {
        fs::create_dir_all(&options.data).map_err(fail)?;
    }
    shelves(&schema)?;
    let url = options.database.clone().unwrap_or_else(|| sqlite_url(&options));
    let engine = Engine::of(&url).ok_or_else(|| {
        StoreError::Unusable("--database takes an address that begins with postgres://".into())
    })?;
    let lock = options.exclusive.then(|| lock::take(&options.data, clock.now())).transpose()?;
    let pool = engine.pool(&url, options.readers).await?;
    if options.exclusive {
        migrate::migrate(engine, &pool, &schema.migrations, clock.now()).await?;
    }
    let keys = open_keys(&options, &pool, &chance).await?;
    let laws = Laws::replay(journal::stream(&pool, laws::STREAM).await?)?;
    let count = query::pool_rows(&pool, seal::COUNT, Vec::new()).await?;
    let records = count.first().map(|row| row.int(0)).transpose()?.unwrap_or(0);
    let projectors = schema.projectors.iter().cloned().collect();
    Ok(Shared {
        engine,
        url,
        pool,
        keys: ArcSwap::from_pointee(keys),
        laws: ArcSwap::from_pointee(laws),
        schema,
        clock,
        chance,
        data: options.data,
        projectors,
        blocks: Default::default(),
        records: AtomicI64::new(records),
        groups: AtomicU64::new(0),
        changes: AtomicU64::new(0),
        listeners: Default::default(),
        sealed: tokio::sync::watch::Sender::new(0),
        // A crash may have come between an erasure and the end of its bytes.
        erasures: AtomicU64::new(u64::from(options.exclusive && engine == Engine::Sqlite)),
        wiped: tokio::sync::watch::Sender::new(0),
        lock: std::sync::Mutex::new(lock),
    })
}

/// Two subjects on one shelf would write over each other's documents.
fn shelves(schema: &Schema) -> Result<()> {
    let mut taken: HashMap<crate::Shelf, &str> = HashMap::new();
    for (prefix, projector) in &schema.projectors {
        let Some(shelf) = projector.shelf() else { continue };
        if let Some(other) = taken.insert(shelf, prefix) {
            let what = format!("{prefix} and {other} have one shelf of the search");
            return Err(StoreError::Unusable(what));
        }
    }
    Ok(())
}

fn sqlite_url(options: &Options) -> String {
    let mode = if options.exclusive { "rwc" } else { "rw" };
    format!("sqlite://{}?mode={mode}", options.data.join("dantin.sqlite").display())
}

/// A database that already has words and no key file is a disaster to be named, not to be papered
/// over with new keys.
async fn open_keys(options: &Options, pool: &AnyPool, chance: &Chance) -> Result<Keyring> {
    let path = keys_path(&options.data);
    if path.exists() {
        return Keyring::read(&path);
    }
    let words = query::pool_rows(pool, "SELECT id FROM vault LIMIT 1", Vec::new()).await?;
    if !words.is_empty() || !options.exclusive {
        return Err(StoreError::Keys(format!(
            "{} is absent, and without it nothing in the vault can be read; put the copy back",
            path.display()
        )));
    }
    let keys = Keyring::new(chance);
    keys.write(&path)?;
    Ok(keys)
}

/// Statements of the whole store, for the test that prepares them on both engines.
pub fn statements() -> Vec<&'static str> {
    [
        journal::STATEMENTS,
        seal::STATEMENTS,
        vault::STATEMENTS,
        sequence::STATEMENTS,
        beside::STATEMENTS,
        sealed::STATEMENTS,
        people::STATEMENTS,
        rebuild::STATEMENTS,
    ]
    .concat()
    .into_iter()
    .chain(laws::STATEMENTS.iter().copied())
    .collect()
}
