//! Every SQL statement of frozen reports, one function per question.

use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, row};

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

const IS: &str = "SELECT stream FROM reports_frozen WHERE stream = $1";

/// Whether a report was frozen under this identity, without reading what is behind its figures.
///
/// # Errors
/// When the database does not answer.
pub async fn is_kept(store: &Store, id: kernel::Id) -> Result<bool> {
    let rows = store.rows(IS, row![super::desk::name(id)]).await?;
    Ok(!rows.is_empty())
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    [LIST, IS].map(str::to_owned).to_vec()
}
