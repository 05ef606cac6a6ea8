//! Every SQL statement of an organisation's own periods, one function per question.

use store::{Result, Row, Store, row};

const OF_UNITS: &str = "SELECT stream FROM report_periods \
    WHERE unit = $1 OR unit = $2 ORDER BY at, stream LIMIT 100";

/// The streams of the periods of two units, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_units(store: &Store, units: [&str; 2]) -> Result<Vec<String>> {
    let rows = store.rows(OF_UNITS, row![units[0], units[1]]).await?;
    rows.iter().map(|row: &Row| row.text(0)).collect()
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    vec![OF_UNITS.to_owned()]
}
