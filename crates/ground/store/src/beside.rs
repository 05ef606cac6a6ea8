//! What `verify` checks beside the views: the numbers that are given next, the steps that brought
//! the tables here, and that the vault holds nothing which no fact knows.

use std::collections::HashSet;

use futures_util::TryStreamExt as _;
use kernel::Id;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::query::{self, Row};
use crate::schema::Migration;
use crate::{Result, StoreError};

/// The numbers of the first shelf of the search come from a sequence.
const NUMBERS: &str = "SELECT (SELECT COALESCE(MAX(next), 0) FROM sequences), \
    (SELECT COALESCE(MAX(seq), 0) FROM search_docs WHERE seq < 72057594037927936)";
const STEPS: &str = "SELECT name FROM migrations ORDER BY name";
const ITEMS: &str = "SELECT id FROM vault ORDER BY id";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[NUMBERS, STEPS, ITEMS];

/// The first number that is no longer on the first shelf, as in [`NUMBERS`].
const SHELF: i64 = 1 << 56;

/// A number given twice would meet itself in a view and stop every new case; one behind the first
/// shelf would hide it from the search.
pub(crate) async fn check_numbers(conn: &mut AnyConnection) -> Result<()> {
    let rows = query::rows(conn, NUMBERS, Vec::new()).await?;
    let Some(row) = rows.first() else { return Ok(()) };
    let (next, given) = (row.int(0)?, row.int(1)?);
    let what = if given > 0 && given >= next {
        format!("the next number is {next}, but {given} was given already")
    } else if next >= SHELF {
        format!("the next number is {next}, and no number comes so far")
    } else {
        return Ok(());
    };
    Err(StoreError::inconsistent("sequences", "next", what))
}

/// Every step of this program is marked as done, and no other.
pub(crate) async fn check_steps(conn: &mut AnyConnection, steps: &[Migration]) -> Result<()> {
    let mut wanted: HashSet<&str> = steps.iter().map(|step| step.name).collect();
    for row in query::rows(conn, STEPS, Vec::new()).await? {
        let name = row.text(0)?;
        if !wanted.remove(name.as_str()) {
            let what = "this program knows no such step";
            return Err(StoreError::inconsistent("migrations", name, what));
        }
    }
    match wanted.into_iter().min() {
        Some(name) => Err(StoreError::inconsistent("migrations", name, "it is not marked as done")),
        None => Ok(()),
    }
}

/// Words that no fact refers to could never be found again, nor erased on anybody's request.
pub(crate) async fn check_surplus(conn: &mut AnyConnection, known: &HashSet<Id>) -> Result<()> {
    let mut rows = sqlx::query(AssertSqlSafe(ITEMS)).fetch(conn);
    while let Some(found) = rows.try_next().await? {
        let id: Id = Row::new(found).parse(0)?;
        if !known.contains(&id) {
            let what = "no fact of the journal refers to it";
            return Err(StoreError::inconsistent("vault", id, what));
        }
    }
    Ok(())
}
