//! The tables `petition_imports`: files that wait, are read, or were read, and
//! `petition_import_lines`: what was said of their lines.

use jiff::{SignedDuration, Timestamp};
use kernel::Id;
use store::query::Row;
use store::{Migration, Result, Store, Value, row};

use super::Watch;
use crate::kind::words;

/// The schema of what is said of lines.
pub const LINES_MIGRATION: Migration = Migration {
    name: "petitions-import-lines",
    sql: include_str!("../../migrations/import-lines.sql"),
};

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The file was read; its plan may be changed.
    Found,
    /// A dry run is under way.
    Checking,
    /// The dry run has said what would happen.
    Checked,
    /// The dry run broke off: of the rows behind nobody knows what would become.
    Unchecked,
    /// Rows are being added.
    Importing,
    /// All rows were read.
    Done,
    /// Somebody stopped it; what was added stays.
    Stopped,
    /// The database failed, or the program ended in the middle of adding.
    Failed,
}

words! {
    Stage {
        Found => "found", Checking => "checking", Checked => "checked", Unchecked => "unchecked",
        Importing => "importing", Done => "done", Stopped => "stopped", Failed => "failed",
    }
}

/// How long a run may give no sign of life before it counts as broken off.
const SILENT: SignedDuration = SignedDuration::from_secs(30);
/// How long a file is kept at most.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// An import without its file.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which.
    pub id: Id,
    /// Who sent the file.
    pub account: Id,
    /// The unit whose register it is.
    pub unit: String,
    /// How far it is; a run that gave no sign of life has failed.
    pub stage: Stage,
    /// When the file came.
    pub made_at: Timestamp,
    /// Rows, added, known, refused.
    pub figures: [i64; 4],
}

fn import(row: &Row, now: Timestamp) -> Result<Import> {
    let stage = row.text(3)?;
    let stage = Stage::read(&stage)
        .ok_or_else(|| store::StoreError::inconsistent("petition_imports", stage, "no stage"))?;
    let silent = now.duration_since(row.at(5)?) > SILENT;
    let stage = match stage {
        Stage::Checking if silent => Stage::Unchecked,
        Stage::Importing if silent => Stage::Failed,
        stage => stage,
    };
    Ok(Import {
        id: row.parse(0)?,
        account: row.parse(1)?,
        unit: row.text(2)?,
        stage,
        made_at: row.at(4)?,
        figures: [row.int(6)?, row.int(7)?, row.int(8)?, row.int(9)?],
    })
}

const ONE: &str = "SELECT id, account, unit, stage, made_at, seen_at, row_count, added, known, \
    refused FROM petition_imports WHERE id = $1";
const OF_UNIT: &str = "SELECT id, account, unit, stage, made_at, seen_at, row_count, added, known, \
    refused FROM petition_imports WHERE unit = $1 ORDER BY made_at DESC LIMIT 20";
const KEEP: &str = "INSERT INTO petition_imports (id, account, unit, stage, made_at, seen_at, \
    stop, row_count, added, known, refused, file, plan, report) \
    VALUES ($1, $2, $3, 'found', $4, $4, 0, 0, 0, 0, 0, $5, NULL, NULL)";
const FILE: &str = "SELECT file FROM petition_imports WHERE id = $1";
const PLAN: &str = "SELECT plan FROM petition_imports WHERE id = $1";
const REPORT: &str = "SELECT report FROM petition_imports WHERE id = $1";
const BEGIN: &str = "UPDATE petition_imports SET stage = $2, plan = $3, seen_at = $4, stop = 0, \
    row_count = 0, added = 0, known = 0, refused = 0, report = NULL WHERE id = $1 \
    AND file IS NOT NULL AND (stage NOT IN ('checking', 'importing') OR seen_at < $5)";
const TELL: &str = "UPDATE petition_imports SET seen_at = $2, row_count = $3, added = $4, \
    known = $5, refused = $6 WHERE id = $1";
const STOPPED: &str = "SELECT stop FROM petition_imports WHERE id = $1";
const STOP: &str = "UPDATE petition_imports SET stop = 1 WHERE id = $1";
const AGAIN: &str = "UPDATE petition_imports SET stage = 'found', seen_at = $2 WHERE id = $1 \
    AND (stage NOT IN ('checking', 'importing', 'done') OR (stage <> 'done' AND seen_at < $3))";
const END: &str = "UPDATE petition_imports SET stage = $2, report = $3 WHERE id = $1";
const END_DONE: &str = "UPDATE petition_imports \
    SET stage = $2, report = $3, file = NULL, plan = NULL WHERE id = $1";
const DROP: &str = "DELETE FROM petition_imports WHERE id = $1 AND stage <> 'done'";
const SWEEP: &str = "UPDATE petition_imports SET file = NULL, plan = NULL, report = NULL \
    WHERE made_at < $1 AND (file IS NOT NULL OR report IS NOT NULL)";
const SWEEP_OPEN: &str = "DELETE FROM petition_imports WHERE made_at < $1 AND stage <> 'done'";
const KEEP_LINES: &str = "INSERT INTO petition_import_lines (import_id, block, last_line, body) \
    VALUES ($1, $2, $3, $4)";
const LINES: &str = "SELECT body FROM petition_import_lines WHERE import_id = $1 AND block = $2";
const BLOCK_OF: &str = "SELECT block FROM petition_import_lines \
    WHERE import_id = $1 AND last_line >= $2 ORDER BY block LIMIT 1";
const FORGET_LINES: &str = "DELETE FROM petition_import_lines WHERE import_id = $1";
const SWEEP_LINES: &str = "DELETE FROM petition_import_lines WHERE import_id NOT IN \
    (SELECT id FROM petition_imports WHERE report IS NOT NULL \
    OR stage IN ('checking', 'importing'))";

/// Samples of every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    ONE,
    OF_UNIT,
    KEEP,
    FILE,
    PLAN,
    REPORT,
    BEGIN,
    TELL,
    STOPPED,
    STOP,
    AGAIN,
    END,
    END_DONE,
    DROP,
    SWEEP,
    SWEEP_OPEN,
    KEEP_LINES,
    LINES,
    BLOCK_OF,
    FORGET_LINES,
    SWEEP_LINES,
];

/// One import.
pub async fn one(store: &Store, id: Id) -> Result<Option<Import>> {
    let rows = store.rows(ONE, row![id]).await?;
    rows.first().map(|row| import(row, store.now())).transpose()
}

/// The last imports of a unit, the newest first.
pub async fn of_unit(store: &Store, unit: &str) -> Result<Vec<Import>> {
    let rows = store.rows(OF_UNIT, row![unit]).await?;
    rows.iter().map(|row| import(row, store.now())).collect()
}

/// Keeps a file, sealed.
pub async fn keep(store: &Store, account: Id, unit: &str, file: &[u8]) -> Result<Id> {
    let id = store.new_id();
    let sealed = store.seal_apart(b"import file", id, file)?;
    store.run_apart(KEEP, row![id, account, unit, store.now(), sealed]).await?;
    Ok(id)
}

async fn sealed(store: &Store, sql: &str, use_: &str, id: Id) -> Result<Option<Vec<u8>>> {
    let rows = store.rows(sql, row![id]).await?;
    let Some(bytes) = rows.first().map(|row| row.opt_bytes(0)).transpose()?.flatten() else {
        return Ok(None);
    };
    Ok(Some(store.open_apart(use_.as_bytes(), id, &bytes)?.to_vec()))
}

/// The file; `None` when it was forgotten.
pub async fn file(store: &Store, id: Id) -> Result<Option<Vec<u8>>> {
    sealed(store, FILE, "import file", id).await
}

/// The plan of the last run.
pub async fn plan(store: &Store, id: Id) -> Result<Option<Vec<u8>>> {
    sealed(store, PLAN, "import plan", id).await
}

/// The report of the last run.
pub async fn report(store: &Store, id: Id) -> Result<Option<Vec<u8>>> {
    sealed(store, REPORT, "import report", id).await
}

/// Begins a run; `false` when one is under way, or the file is gone.
pub async fn begin(store: &Store, id: Id, stage: Stage, plan: &[u8]) -> Result<bool> {
    let now = store.now();
    let plan = store.seal_apart(b"import plan", id, plan)?;
    let silent = now.checked_sub(SILENT).unwrap_or(Timestamp::MIN);
    Ok(store.run_apart(BEGIN, row![id, stage.word(), plan, now, silent]).await? == 1)
}

/// Writes down how far a run is, and answers whether somebody asks it to stop.
pub async fn tell(store: &Store, id: Id, watch: &Watch) -> Result<bool> {
    use std::sync::atomic::Ordering::Relaxed;
    let figure = |n: &std::sync::atomic::AtomicU64| n.load(Relaxed).min(i64::MAX as u64) as i64;
    let (rows, added) = (figure(&watch.rows), figure(&watch.added));
    let (known, bad) = (figure(&watch.known), figure(&watch.bad));
    store.run_apart(TELL, row![id, store.now(), rows, added, known, bad]).await?;
    let rows = store.rows(STOPPED, row![id]).await?;
    // A row that is gone was thrown away: stop too.
    rows.first().map_or(Ok(true), |row| row.yes(0))
}

/// Asks a run to stop.
pub async fn stop(store: &Store, id: Id) -> Result<()> {
    store.run_apart(STOP, row![id]).await.map(drop)
}

/// Goes back to the plan.
pub async fn again(store: &Store, id: Id) -> Result<()> {
    let silent = store.now().checked_sub(SILENT).unwrap_or(Timestamp::MIN);
    store.run_apart(AGAIN, row![id, store.now(), silent]).await.map(drop)
}

/// Ends a run. When everything is in, the file is forgotten with it: no crash comes between, and
/// nobody sees one without the other.
pub async fn end(store: &Store, id: Id, stage: Stage, report: Option<&[u8]>) -> Result<()> {
    let report = report.map(|bytes| store.seal_apart(b"import report", id, bytes)).transpose()?;
    let end = if stage == Stage::Done { END_DONE } else { END };
    let values = vec![id.into(), stage.word().into(), Value::from(report)];
    store.run_apart(end, values).await.map(drop)
}

/// Throws an import away with its file; one that is done stays as a line of figures.
pub async fn drop_one(store: &Store, id: Id) -> Result<()> {
    store.run_apart(DROP, row![id]).await?;
    store.run_apart(SWEEP_LINES, Vec::new()).await.map(drop)
}

/// Forgets files and reports after a day. For the periodic task.
pub async fn sweep(store: &Store) -> Result<u64> {
    let old = store.now().checked_sub(KEPT).unwrap_or(Timestamp::MIN);
    let gone = store.run_apart(SWEEP_OPEN, row![old]).await?;
    let gone = gone + store.run_apart(SWEEP, row![old]).await?;
    store.run_apart(SWEEP_LINES, Vec::new()).await?;
    Ok(gone)
}

/// Each block is sealed under its own number, so that none stands in for another.
fn block_secret(block: i64) -> Vec<u8> {
    format!("import lines {block}").into_bytes()
}

/// Keeps a block of lines, sealed; `last` is the line that it ends with.
pub async fn keep_lines(store: &Store, id: Id, block: i64, last: i64, lines: &[u8]) -> Result<()> {
    let sealed = store.seal_apart(&block_secret(block), id, lines)?;
    store.run_apart(KEEP_LINES, row![id, block, last, sealed]).await.map(drop)
}

/// A block of lines; `None` where there is none.
pub async fn lines(store: &Store, id: Id, block: i64) -> Result<Option<Vec<u8>>> {
    let rows = store.rows(LINES, row![id, block]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(store.open_apart(&block_secret(block), id, &row.bytes(0)?)?.to_vec()))
}

/// The block that holds the first line at or after this one.
pub async fn block_of(store: &Store, id: Id, line: i64) -> Result<Option<i64>> {
    let rows = store.rows(BLOCK_OF, row![id, line]).await?;
    rows.first().map(|row| row.int(0)).transpose()
}

/// Forgets what an earlier run said.
pub async fn forget_lines(store: &Store, id: Id) -> Result<()> {
    store.run_apart(FORGET_LINES, row![id]).await.map(drop)
}
