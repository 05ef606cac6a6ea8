//! Numbers that are given once: each node takes a block from the database and deals it out.
//!
//! A crash or a restart loses the rest of a block, so numbers are unique and rising per node but
//! have gaps; they serve to make codes, never to count.

use std::sync::Mutex;

use sqlx::AnyConnection;

use crate::Result;
use crate::query;

const BLOCK: i64 = 1000;

const TAKE: &str = "INSERT INTO sequences (name, next) VALUES ($1, $2) \
    ON CONFLICT (name) DO UPDATE SET next = sequences.next + excluded.next RETURNING next";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[TAKE];

/// A sequence's block in memory.
#[derive(Debug, Default)]
pub(crate) struct Block(Mutex<(i64, i64)>);

impl Block {
    /// The next number of the block, if any is left.
    pub(crate) fn next(&self) -> Option<i64> {
        let mut block = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        (block.0 < block.1).then(|| {
            block.0 += 1;
            block.0 - 1
        })
    }

    pub(crate) fn fill(&self, (first, end): (i64, i64)) {
        let mut block = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Two fillers at once: the later block wins, the rest of the other is a gap.
        *block = (first, end);
    }
}

/// Takes at least `count` numbers: the first, and the end that is no longer ours.
pub(crate) async fn take(conn: &mut AnyConnection, name: &str, count: i64) -> Result<(i64, i64)> {
    let block = count.max(BLOCK);
    let rows = query::rows(conn, TAKE, vec![name.into(), block.into()]).await?;
    let end = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(block);
    Ok((end - block, end))
}
