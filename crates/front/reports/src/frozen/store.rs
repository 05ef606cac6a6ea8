//! Every SQL statement of frozen reports, one function per question.

use std::collections::HashSet;

use jiff::civil::Date;
use kernel::Id;
use store::query::Row;
use store::{Result, Store, Value, row};

/// A frozen report as lists show it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its stream.
    pub stream: String,
    /// The form's title.
    pub title: String,
    /// The period as it was asked for.
    pub asked: String,
    /// The day it bears.
    pub on: Date,
    /// When it was frozen, in microseconds.
    pub at: i64,
}

const LIST: &str = "SELECT stream, title, asked, on_day, at FROM reports_frozen \
    WHERE unit = $1 AND (at < $2 OR (at = $2 AND stream > $3)) ORDER BY at DESC, stream LIMIT $4";

/// The frozen reports of a unit, the newest first: those behind `after`, the moment and stream of
/// the last one of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn list(store: &Store, unit: &str, after: (i64, &str), most: i64) -> Result<Vec<Entry>> {
    let rows = store.rows(LIST, row![unit, after.0, after.1, most]).await?;
    let entry = |row: &Row| {
        Ok(Entry {
            stream: row.text(0)?,
            title: row.text(1)?,
            asked: row.text(2)?,
            on: row.date(3)?,
            at: row.int(4)?,
        })
    };
    rows.iter().map(entry).collect()
}

/// How many identities one statement asks for.
const MANY: usize = 400;

/// The statement that asks which of `n` reports were frozen.
fn kept_sql(n: usize) -> String {
    let marks: Vec<String> = (1..=n).map(|at| format!("${at}")).collect();
    format!("SELECT stream FROM reports_frozen WHERE stream IN ({})", marks.join(", "))
}

/// Which reports were frozen under these identities, without reading what is behind their figures.
///
/// # Errors
/// When the database does not answer.
pub async fn kept(store: &Store, ids: &[Id]) -> Result<HashSet<Id>> {
    let mut all = HashSet::new();
    for part in ids.chunks(MANY) {
        let names = part.iter().map(|id| Value::from(super::desk::name(*id))).collect();
        let rows = store.rows(&kept_sql(part.len()), names).await?;
        let found: HashSet<String> = rows.iter().map(|row| row.text(0)).collect::<Result<_>>()?;
        all.extend(part.iter().filter(|id| found.contains(&super::desk::name(**id))));
    }
    Ok(all)
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    vec![LIST.to_owned(), kept_sql(2)]
}
