//! The table `jobs`: taking, keeping and giving back the lease on a task; what doctor reads.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::{Result, Store, row};

use crate::{Job, LEASE_MINUTES, Outcome};

const KNOW: &str = "INSERT INTO jobs (name, due_at, holder, held_until, note, runs, failures) \
    VALUES ($1, $2, '', 0, '', 0, 0) ON CONFLICT (name) DO NOTHING";
const TAKE: &str = "UPDATE jobs SET holder = $2, held_until = $3, started_at = $4 \
    WHERE name = $1 AND due_at <= $4 AND held_until <= $4";
const KEEP: &str = "UPDATE jobs SET held_until = $3 WHERE name = $1 AND holder = $2";
const FREE_ALL: &str = "UPDATE jobs SET held_until = 0, holder = '' WHERE held_until > 0";
const GIVE_BACK: &str = "UPDATE jobs SET held_until = 0, holder = '', ended_at = $3, fine = $4, \
    note = $5, due_at = $6, runs = runs + 1, failures = failures + $7 \
    WHERE name = $1 AND holder = $2";
const ALL: &str = "SELECT name, due_at, holder, started_at, ended_at, fine, note, runs, failures \
    FROM jobs ORDER BY name";

/// Statements of this room, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[KNOW, TAKE, KEEP, GIVE_BACK, FREE_ALL, ALL];

/// How a task stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Its name.
    pub name: String,
    /// When it is due next.
    pub due_at: Timestamp,
    /// Whether a node is at it now.
    pub running: bool,
    /// When it was last begun.
    pub started_at: Option<Timestamp>,
    /// When it last ended.
    pub ended_at: Option<Timestamp>,
    /// Whether the last run that ended was fine.
    pub fine: Option<bool>,
    /// What that run said of itself.
    pub note: String,
    /// How many runs have ended.
    pub runs: i64,
    /// How many of them failed.
    pub failures: i64,
}

/// How all tasks stand, by name.
pub async fn status(store: &Store) -> Result<Vec<Status>> {
    let at = |micros: Option<i64>| micros.and_then(|m| Timestamp::from_microsecond(m).ok());
    let rows = store.rows(ALL, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            Ok(Status {
                name: row.text(0)?,
                due_at: row.at(1)?,
                running: !row.text(2)?.is_empty(),
                started_at: at(row.opt_int(3)?),
                ended_at: at(row.opt_int(4)?),
                fine: row.opt_int(5)?.map(|fine| fine != 0),
                note: row.text(6)?,
                runs: row.int(7)?,
                failures: row.int(8)?,
            })
        })
        .collect()
}

/// Makes the task's row if there is none; a new task is due at once.
pub(crate) async fn know(store: &Store, job: &Job) -> Result<()> {
    store.run_apart(KNOW, row![job.name(), store.now()]).await.map(drop)
}

/// Whether this node now holds the task: it was due and nobody else was at it.
pub(crate) async fn take(store: &Store, job: &Job, node: &str) -> Result<bool> {
    let now = store.now();
    Ok(store.run_apart(TAKE, row![job.name(), node, until(now), now]).await? == 1)
}

/// Says that this node is still at it.
pub(crate) async fn keep(store: &Store, job: &Job, node: &str) -> Result<()> {
    store.run_apart(KEEP, row![job.name(), node, until(store.now())]).await.map(drop)
}

/// Frees every task, whoever holds it.
pub(crate) async fn free_all(store: &Store) -> Result<()> {
    store.run_apart(FREE_ALL, Vec::new()).await.map(drop)
}

/// Records how it went and when it is due again.
pub(crate) async fn give_back(
    store: &Store,
    job: &Job,
    node: &str,
    outcome: &Outcome,
) -> Result<()> {
    let (now, fine) = (store.now(), outcome.is_ok());
    let note = outcome.as_ref().unwrap_or_else(|why| why);
    let due = now.checked_add(job.every()).unwrap_or(Timestamp::MAX);
    let values = row![job.name(), node, now, fine, note.as_str(), due, !fine];
    store.run_apart(GIVE_BACK, values).await.map(drop)
}

fn until(now: Timestamp) -> Timestamp {
    now.checked_add(SignedDuration::from_mins(LEASE_MINUTES)).unwrap_or(Timestamp::MAX)
}
