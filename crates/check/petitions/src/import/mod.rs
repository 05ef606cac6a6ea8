//! Importing a register that an office kept before: row by row, with a dry run that says what it
//! would do; a bad row stops nothing else, and the same file twice adds nothing.
//!
//! ```text
//! bytes ─► sheets::Book ─► suggest ─► Plan ◄─ Map (TOML) or the page's form
//!                                      └─► run ─► petitions
//!                                             └─► each line and what became of it ─► Hear
//! ```
//!
//! A crash in the middle leaves whole rows; running it again goes on where it stopped, because a
//! row's petition is named by the unit, the row's number and its day. Two that import at once may
//! read the same row: one of them is first, the other finds the petition there already.

pub(crate) mod denounced;
pub mod job;
pub mod lines;
mod map;
pub mod plan;
pub mod report;
pub mod store;
pub mod suggest;

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use ::store::{Change, CommitError, Store};
use accounts::Failure;
use jiff::civil::Date;
use kernel::Actor;
use legacy::Encoding;
use sheets::Table;
use tokio::task::JoinSet;

use denounced::Denounced;
pub use map::{Columns, DENUNCIATION, Map, MapError, TARGETS};
use plan::{Good, Plan, Read, Reader};
use report::{Line, Report};

use crate::desk;
use crate::facts::Event;

/// Where the rows go.
#[derive(Clone, Debug)]
pub struct Target {
    /// The unit that answers.
    pub unit: String,
    /// Its letters for codes.
    pub letters: String,
    /// Today: no register knows the future.
    pub today: Date,
    /// Who imports, as the journal names them.
    pub actor: Actor,
}

/// How far a run is, for whoever looks on; and the way to stop it between two batches.
#[derive(Debug, Default)]
pub struct Watch {
    /// Rows read.
    pub rows: AtomicU64,
    /// Petitions added.
    pub added: AtomicU64,
    /// Petitions that were there.
    pub known: AtomicU64,
    /// Rows refused.
    pub bad: AtomicU64,
    /// Whether to stop.
    pub stop: AtomicBool,
}

impl Watch {
    fn tell(&self, report: &Report) {
        self.rows.store(report.rows, Ordering::Relaxed);
        self.added.store(report.added, Ordering::Relaxed);
        self.known.store(report.known, Ordering::Relaxed);
        self.bad.store(report.refused, Ordering::Relaxed);
    }
}

/// Who hears what became of each line, in the order of the file.
pub trait Hear: Send {
    /// The next lines. They are waited for: a slow hearer slows the run, and nothing piles up.
    ///
    /// # Errors
    /// What ends the run; what was added stays.
    fn hear(&mut self, lines: Vec<Line>) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// How many rows go into one transaction, and how many such batches are computed at once.
const BATCH: usize = 256;
const AT_ONCE: u64 = 3;
/// How often a batch is tried when somebody else adds the same rows.
const TRIES: usize = 8;

/// Imports a table by a plan. Memory does not grow with the register: what is said of its lines
/// goes to `hear`, batch after batch.
///
/// # Errors
/// When the database fails; rows before it are in, and running again adds the rest.
pub async fn run(
    store: &Store,
    table: &Table,
    plan: &Plan,
    target: &Target,
    dry_run: bool,
    watch: &Watch,
    hear: &mut impl Hear,
) -> Result<Report, Failure> {
    let encoding = Encoding::named(&plan.encoding).unwrap_or(Encoding::Unicode);
    let head = plan.head.last;
    let mut rows = table.rows(encoding).skip_while(move |row| match row {
        Ok((line, _)) => *line <= head,
        Err(bad) => bad.line <= head,
    });
    let outline = units::outline::of(store, &target.unit).await?;
    let (strict, seen) = (table.is_strict(), HashSet::new());
    let denounced = Denounced::of(table, plan);
    let mut reader = Reader { store, plan, target, outline, denounced, strict, seen };
    let mut report = Report { dry_run, ..Report::default() };
    let mut working: JoinSet<Result<(u64, Vec<Line>), Failure>> = JoinSet::new();
    // What is done and waits for a batch before it; never more than are begun at once.
    let mut done: BTreeMap<u64, Vec<Line>> = BTreeMap::new();
    let (mut begun, mut told) = (0, 0);
    loop {
        let batch: Vec<Read> = rows.by_ref().take(BATCH).map(|row| reader.read(row)).collect();
        let ended = batch.len() < BATCH || watch.stop.load(Ordering::Relaxed);
        if !batch.is_empty() {
            let (store, actor, n) = (store.clone(), target.actor.clone(), begun);
            working.spawn(async move { Ok((n, write(&store, &actor, batch, dry_run).await?)) });
            begun += 1;
        }
        while begun - told >= AT_ONCE || (ended && told < begun) {
            let Some(joined) = working.join_next().await else { break };
            let (n, lines) = joined.map_err(Failure::bug)??;
            done.insert(n, lines);
            while let Some(lines) = done.remove(&told) {
                told += 1;
                report.count(&lines);
                hear.hear(lines).await?;
            }
        }
        watch.tell(&report);
        if ended {
            if report.added > 0 && !dry_run {
                store.refresh_statistics().await?;
            }
            return Ok(report);
        }
        // A dry run of a large register must leave room for those who wait for a page.
        tokio::task::yield_now().await;
    }
}

/// Writes a batch, or only looks which of its rows are there, and says what became of each.
async fn write(
    store: &Store,
    actor: &Actor,
    batch: Vec<Read>,
    dry_run: bool,
) -> Result<Vec<Line>, Failure> {
    let good: Vec<&Good> = batch
        .iter()
        .filter_map(|read| match read {
            Read::Good(good) => Some(&**good),
            Read::Told(_) => None,
        })
        .collect();
    let known = settle(store, actor, &good, dry_run).await?;
    Ok(batch.into_iter().map(|read| read.told(&known)).collect())
}

/// Adds what is not there yet; the answer is what was there before.
async fn settle(
    store: &Store,
    actor: &Actor,
    batch: &[&Good],
    dry_run: bool,
) -> Result<HashSet<String>, Failure> {
    let streams: Vec<String> = batch.iter().map(|good| good.stream.clone()).collect();
    if streams.is_empty() {
        return Ok(HashSet::new());
    }
    for _ in 0..TRIES {
        let known: HashSet<String> =
            crate::store::existing(store, &streams).await?.into_iter().collect();
        if dry_run || known.len() == streams.len() {
            return Ok(known);
        }
        let mut changes: Vec<Change> = Vec::new();
        for good in batch.iter().filter(|good| !known.contains(&good.stream)) {
            let filing = good.filing.clone();
            let (mut change, _) = desk::receipt(store, &good.stream, filing, good.received).await?;
            if let Some((state, on)) = good.closed {
                change.facts.push(Event::Carried { state, on }.to_fact());
            }
            changes.push(change);
        }
        match store.commit(actor, changes).await {
            Ok(_) => return Ok(known),
            // Somebody imports the same rows just now: look again which are left.
            Err(CommitError::Lost(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(kernel::Refusal::conflict("somebody-was-first").into())
}
