//! Every SQL statement of schedules, one function per question.

use store::query::Row;
use store::{Result, Store, row};

const OPEN: &str =
    "SELECT stream FROM report_schedules WHERE until_day IS NULL ORDER BY at, stream";
const OF_UNIT: &str = "SELECT stream FROM report_schedules \
    WHERE unit = $1 ORDER BY at DESC, stream LIMIT 200";

fn names(rows: &[Row]) -> Result<Vec<String>> {
    rows.iter().map(|row| row.text(0)).collect()
}

/// The streams of the schedules that go on, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(store: &Store) -> Result<Vec<String>> {
    names(&store.rows(OPEN, Vec::new()).await?)
}

/// The streams of the schedules of a unit, the newest first; those that were ended are among them.
///
/// # Errors
/// When the database does not answer.
pub async fn of_unit(store: &Store, unit: &str) -> Result<Vec<String>> {
    names(&store.rows(OF_UNIT, row![unit]).await?)
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    [OPEN, OF_UNIT].map(str::to_owned).to_vec()
}
