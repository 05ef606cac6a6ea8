//! Every SQL statement of open data, one function per question.

use jiff::civil::Date;
use store::{Result, Row, Store, row};

/// A year of a dataset as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which dataset.
    pub dataset: String,
    /// Which year.
    pub year: i16,
    /// How many months were issued.
    pub months: usize,
    /// When the first was.
    pub first: Date,
    /// When the last was.
    pub last: Date,
}

const ENTRIES: &str = "SELECT dataset, year, CAST(MAX(month) AS BIGINT), \
    CAST(MIN(on_day) AS BIGINT), CAST(MAX(on_day) AS BIGINT) FROM datasets_issued \
    GROUP BY dataset, year ORDER BY dataset, year DESC";
const LAST: &str = "SELECT CAST(MAX(year * 12 + month - 1) AS BIGINT) FROM datasets_issued \
    WHERE dataset = $1";
const FIRST_DAY: &str = "SELECT CAST(MIN(day) AS BIGINT) FROM counts WHERE indicator = $1";

/// What was issued, by dataset, the newest year first.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(store: &Store) -> Result<Vec<Entry>> {
    let rows = store.rows(ENTRIES, Vec::new()).await?;
    let entry = |row: &Row| {
        Ok(Entry {
            dataset: row.text(0)?,
            year: i16::try_from(row.int(1)?).unwrap_or_default(),
            months: usize::try_from(row.int(2)?).unwrap_or_default(),
            first: row.date(3)?,
            last: row.date(4)?,
        })
    };
    rows.iter().map(entry).collect()
}

/// Year and month of the last issue of a dataset.
///
/// # Errors
/// When the database does not answer.
pub async fn last(store: &Store, dataset: &str) -> Result<Option<(i16, i8)>> {
    let rows = store.rows(LAST, row![dataset]).await?;
    let Some(at) = rows.first().map_or(Ok(None), |row| row.opt_int(0))? else { return Ok(None) };
    let year = i16::try_from(at.div_euclid(12)).ok();
    Ok(year.zip(i8::try_from(at.rem_euclid(12) + 1).ok()))
}

/// The first day on which one of these indicators was counted.
///
/// # Errors
/// When the database does not answer.
pub async fn first_day(store: &Store, indicators: &[&str]) -> Result<Option<Date>> {
    let mut first = None;
    for indicator in indicators {
        let rows = store.rows(FIRST_DAY, row![*indicator]).await?;
        let found = rows.first().map_or(Ok(None), |row| row.opt_date(0))?;
        first = [first, found].into_iter().flatten().min();
    }
    Ok(first)
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    [ENTRIES, LAST, FIRST_DAY].map(str::to_owned).to_vec()
}
