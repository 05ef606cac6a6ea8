//! Every SQL statement of an organisation's own periods, one function per question.

use store::{Result, Row, Store, row};

const OF_UNITS: &str = "SELECT stream FROM report_periods \
    WHERE unit = $1 OR unit = $2 ORDER BY at DESC, stream";
const HOW_MANY: &str = "SELECT COUNT(*) FROM report_periods WHERE unit = $1";

/// The streams of the periods of two units, newest first. No unit has more than [`super::MOST`].
///
/// # Errors
/// When the database does not answer.
pub async fn of_units(store: &Store, units: [&str; 2]) -> Result<Vec<String>> {
    let rows = store.rows(OF_UNITS, row![units[0], units[1]]).await?;
    rows.iter().map(|row: &Row| row.text(0)).collect()
}

/// How many periods a unit has, those that were ended among them.
///
/// # Errors
/// When the database does not answer.
pub async fn how_many(store: &Store, unit: &str) -> Result<i64> {
    let rows = store.rows(HOW_MANY, row![unit]).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    [OF_UNITS, HOW_MANY].map(str::to_owned).to_vec()
}
