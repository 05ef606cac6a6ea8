//! What a run says of each line, kept for whoever sent the file: sealed as the file is, block by
//! block, so that a register of any length is told and looked at without ever being held.

use ::store::Store;
use accounts::Failure;
use kernel::Id;
use serde::{Deserialize, Serialize};

use super::Hear;
use super::report::{Fate, Line, Report};
use super::store as sql;

/// How many lines a block holds; the last one of a run holds fewer.
pub const BLOCK: u64 = 1_000;
/// How many refused rows stand beside the sums, so that the first page shows them at once.
pub const FIRST: usize = 50;

/// What is kept of a run beside its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The sums.
    pub report: Report,
    /// The first rows that were refused.
    pub bad: Vec<Line>,
}

/// What the last run said, while it is kept. What a former version of the program kept for a day is
/// no report any more.
///
/// # Errors
/// When the database fails.
pub async fn told(store: &Store, id: Id) -> Result<Option<Told>, Failure> {
    let bytes = sql::report(store, id).await?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Keeps the lines of one run.
pub struct Kept {
    store: Store,
    id: Id,
    block: i64,
    waiting: Vec<Line>,
    bad: Vec<Line>,
}

impl Kept {
    /// Forgets what an earlier run said, and begins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(store: &Store, id: Id) -> Result<Self, Failure> {
        sql::forget_lines(store, id).await?;
        Ok(Self { store: store.clone(), id, block: 0, waiting: Vec::new(), bad: Vec::new() })
    }

    /// Writes the last lines; the answer is the first rows that were refused.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end(mut self) -> Result<Vec<Line>, Failure> {
        let rest = std::mem::take(&mut self.waiting);
        self.keep(rest).await?;
        Ok(self.bad)
    }

    async fn keep(&mut self, lines: Vec<Line>) -> Result<(), Failure> {
        let Some(last) = lines.last() else { return Ok(()) };
        let last = last.line.min(i64::MAX as u64) as i64;
        let bytes = serde_json::to_vec(&lines).map_err(Failure::bug)?;
        sql::keep_lines(&self.store, self.id, self.block, last, &bytes).await?;
        self.block += 1;
        Ok(())
    }
}

impl Hear for Kept {
    async fn hear(&mut self, lines: Vec<Line>) -> Result<(), Failure> {
        let bad = lines.iter().filter(|line| matches!(line.fate, Fate::Bad { .. }));
        self.bad.extend(bad.take(FIRST - self.bad.len()).cloned());
        self.waiting.extend(lines);
        while self.waiting.len() >= BLOCK as usize {
            let rest = self.waiting.split_off(BLOCK as usize);
            let block = std::mem::replace(&mut self.waiting, rest);
            self.keep(block).await?;
        }
        Ok(())
    }
}

/// A block of lines, counted from 0; none after the last.
///
/// # Errors
/// When the database fails.
pub async fn block(store: &Store, id: Id, block: u64) -> Result<Vec<Line>, Failure> {
    let block = block.min(i64::MAX as u64) as i64;
    match sql::lines(store, id, block).await? {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(Failure::bug),
        None => Ok(Vec::new()),
    }
}

/// The place, counted from 0, of the first line at or after this one; `None` after the last.
///
/// # Errors
/// When the database fails.
pub async fn place(store: &Store, id: Id, line: u64) -> Result<Option<u64>, Failure> {
    let wanted = line.min(i64::MAX as u64) as i64;
    let Some(found) = sql::block_of(store, id, wanted).await? else { return Ok(None) };
    let found = found.unsigned_abs();
    let before = block(store, id, found).await?.iter().filter(|one| one.line < line).count();
    Ok(Some(found * BLOCK + before as u64))
}
