//! Importing a register that an office kept before: row by row, with a dry run that says what it
//! would do; a bad row stops nothing else, and the same file twice adds nothing.
//!
//! ```text
//! bytes ─► sheets::Book ─► suggest ─► Plan ◄─ Map (TOML) or the page's form
//!                                      └─► run: good rows → petitions · bad rows → report
//! ```
//!
//! A crash in the middle leaves whole rows; running it again goes on where it stopped, because a
//! row's petition is named by the unit, the row's number and its day. Two that import at once may
//! read the same row: one of them is first, the other finds the petition there already.

pub mod job;
mod map;
pub mod plan;
pub mod store;
pub mod suggest;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use ::store::{Change, CommitError, Store};
use accounts::Failure;
use jiff::civil::Date;
use kernel::Actor;
use legacy::Encoding;
use serde::{Deserialize, Serialize};
use sheets::Table;
use tokio::task::JoinSet;

pub use map::{Columns, DENUNCIATION, Map, MapError, TARGETS};
use plan::{Good, Plan, Read, Reader};

use crate::desk;
use crate::facts::Event;

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows read.
    pub rows: u64,
    /// Petitions added, or that would be.
    pub added: u64,
    /// Rows whose petition was there already.
    pub known: u64,
    /// Rows that were refused.
    pub bad: Vec<Bad>,
    /// Lines that are no rows: totals, headings, the head once more.
    #[serde(default)]
    pub skipped: Vec<Skipped>,
    /// Whether nothing was written.
    pub dry_run: bool,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bad {
    /// Its line in the file.
    pub line: u64,
    /// The column at fault, as the file calls it; empty for the row as a whole.
    pub column: String,
    /// Why.
    pub reason: String,
}

/// A line that is no row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its line in the file.
    pub line: u64,
    /// `total`, `heading` or `head`.
    pub why: String,
}

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
        self.bad.store(report.bad.len() as u64, Ordering::Relaxed);
    }
}

/// How many rows go into one transaction, and how many such batches are computed at once.
const BATCH: usize = 256;
const AT_ONCE: usize = 3;
/// How often a batch is tried when somebody else adds the same rows.
const TRIES: usize = 8;

/// Imports a table by a plan. `told` hears how many rows were read so far.
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
    mut told: impl FnMut(u64),
) -> Result<Report, Failure> {
    let encoding = Encoding::named(&plan.encoding).unwrap_or(Encoding::Unicode);
    let head = plan.head.last;
    let mut rows = table.rows(encoding).skip_while(move |row| match row {
        Ok((line, _)) => *line <= head,
        Err(bad) => bad.line <= head,
    });
    let mut reader =
        Reader { store, plan, target, strict: table.is_strict(), seen: HashSet::new() };
    let mut report = Report { dry_run, ..Report::default() };
    let mut working: JoinSet<Result<(u64, u64), Failure>> = JoinSet::new();
    loop {
        let (batch, ended) = gather(&mut rows, &mut reader, &mut report);
        let ended = ended || watch.stop.load(Ordering::Relaxed);
        if !batch.is_empty() {
            let (store, actor) = (store.clone(), target.actor.clone());
            working.spawn(async move { write(&store, &actor, batch, dry_run).await });
        }
        while working.len() >= AT_ONCE || (ended && !working.is_empty()) {
            let done = working.join_next().await;
            let (added, known) = done.transpose().map_err(Failure::bug)?.unwrap_or(Ok((0, 0)))?;
            report.added += added;
            report.known += known;
        }
        watch.tell(&report);
        told(report.rows);
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

/// The next batch, and whether it was the last.
fn gather(
    rows: &mut impl Iterator<Item = Result<sheets::Row, sheets::BadRow>>,
    reader: &mut Reader<'_>,
    report: &mut Report,
) -> (Vec<Good>, bool) {
    let mut batch = Vec::with_capacity(BATCH);
    let mut left = BATCH;
    for row in rows.by_ref().take(BATCH) {
        left -= 1;
        report.rows += 1;
        match reader.read(row) {
            Read::Good(good) => batch.push(*good),
            Read::Bad(bad) => report.bad.push(bad),
            Read::Skipped(line) => {
                report.rows -= 1;
                report.skipped.push(line);
            }
        }
    }
    (batch, left > 0)
}

async fn write(
    store: &Store,
    actor: &Actor,
    batch: Vec<Good>,
    dry_run: bool,
) -> Result<(u64, u64), Failure> {
    let all = batch.len() as u64;
    let streams: Vec<String> = batch.iter().map(|good| good.stream.clone()).collect();
    for _ in 0..TRIES {
        let known: HashSet<String> =
            crate::store::existing(store, &streams).await?.into_iter().collect();
        let new = batch.iter().filter(|good| !known.contains(&good.stream));
        let mut changes: Vec<Change> = Vec::new();
        let counts = (all - known.len() as u64, known.len() as u64);
        if dry_run || counts.0 == 0 {
            return Ok(counts);
        }
        for good in new {
            let filing = good.filing.clone();
            let (mut change, _) = desk::receipt(store, &good.stream, filing, good.received).await?;
            if let Some((state, on)) = good.closed {
                change.facts.push(Event::Carried { state, on }.to_fact());
            }
            changes.push(change);
        }
        match store.commit(actor, changes).await {
            Ok(_) => return Ok(counts),
            // Somebody imports the same rows just now: look again which are left.
            Err(CommitError::Lost(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(kernel::Refusal::conflict("somebody-was-first").into())
}

/// The report as a file for a spreadsheet: what was refused, then what was no row. A cell that a
/// spreadsheet would take for a formula gets an apostrophe before it.
pub fn report_csv(report: &Report, head: [&str; 3], skipped: impl Fn(&str) -> String) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    let mut line = |cells: [String; 3]| {
        // Writing into memory does not fail.
        let _ = out.write_record(cells.map(|cell| guarded(&cell)));
    };
    line(head.map(str::to_owned));
    for bad in &report.bad {
        line([bad.line.to_string(), bad.column.clone(), bad.reason.clone()]);
    }
    for no in &report.skipped {
        line([no.line.to_string(), String::new(), skipped(&no.why)]);
    }
    out.into_inner().unwrap_or_default()
}

fn guarded(cell: &str) -> String {
    match cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_runs_nothing_in_a_spreadsheet() {
        let bad = |column: &str, reason: &str| Bad {
            line: 2,
            column: column.into(),
            reason: reason.into(),
        };
        let report = Report {
            bad: vec![bad("=HYPERLINK(1)", " @x"), bad("Ngày", "'=1' không phải ngày")],
            skipped: vec![Skipped { line: 9, why: "total".into() }],
            ..Report::default()
        };
        let csv = report_csv(&report, ["Dòng", "Cột", "Lý do"], |why| why.to_uppercase());
        let text = String::from_utf8(csv).unwrap();
        let lines = "\u{feff}Dòng,Cột,Lý do\n2,'=HYPERLINK(1),' @x\n2,Ngày,\
            '=1' không phải ngày\n9,,TOTAL\n";
        assert_eq!(text, lines);
    }
}
