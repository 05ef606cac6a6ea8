//! Every SQL statement of reports that were sent, one function per question.

use jiff::Timestamp;
use store::{Result, Row, Store, row};

/// A report that a unit froze here, or that came from it as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The code of the unit.
    pub unit: String,
    /// Its stream.
    pub stream: String,
    /// When it was frozen here, or taken in.
    pub at: Timestamp,
}

const FROZEN: &str = "SELECT unit, stream, at FROM reports_frozen \
    WHERE form = $1 AND asked = $2 ORDER BY at, stream";
const RECEIVED: &str = "SELECT unit, stream, at FROM reports_received \
    WHERE form = $1 AND asked = $2 ORDER BY at, stream";
const LAST: &str = "SELECT stream FROM reports_frozen \
    WHERE unit = $1 AND form = $2 AND asked = $3 ORDER BY at DESC, stream LIMIT 1";

async fn all(store: &Store, sql: &str, (form, asked): (&str, &str)) -> Result<Vec<Sent>> {
    let rows = store.rows(sql, row![form, asked]).await?;
    let one = |row: &Row| Ok(Sent { unit: row.text(0)?, stream: row.text(1)?, at: row.at(2)? });
    rows.iter().map(one).collect()
}

/// The reports of a form and period that units of this installation froze, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn frozen(store: &Store, of: (&str, &str)) -> Result<Vec<Sent>> {
    all(store, FROZEN, of).await
}

/// Those that came as files, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn received(store: &Store, of: (&str, &str)) -> Result<Vec<Sent>> {
    all(store, RECEIVED, of).await
}

/// The stream of the last report of a unit, form and period that was frozen here.
///
/// # Errors
/// When the database does not answer.
pub async fn last(store: &Store, unit: &str, of: (&str, &str)) -> Result<Option<String>> {
    let rows = store.rows(LAST, row![unit, of.0, of.1]).await?;
    rows.first().map(|row| row.text(0)).transpose()
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    [FROZEN, RECEIVED, LAST].map(str::to_owned).to_vec()
}
