//! What one officer still owes, for a letter or a list of their own; and what a matter owes that
//! another subject knows by its code only.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::Id;
use store::{Result, Store, row};

/// Open debts of one officer up to a day, the earliest first.
pub(crate) const OF_HOLDER: &str = "SELECT stream, code, rule, due FROM duties \
    WHERE holder = $1 AND closed_on IS NULL AND due <= $2 ORDER BY due, stream, n LIMIT $3";

/// What a matter owes or owed, by the code that people call it.
pub(crate) const OF_CODE: &str =
    "SELECT stream, rule, started_on, closed_on FROM duties WHERE code = $1 ORDER BY stream, n";

/// A debt of a matter that another subject knows by its code only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The stream that owes it.
    pub stream: String,
    /// The rule.
    pub rule: String,
    /// Since when.
    pub started_on: Date,
    /// Since when no more.
    pub closed_on: Option<Date>,
}

/// All debts of the matter with this code; none when nothing is called so.
///
/// # Errors
/// When the database does not answer.
pub async fn of_code(store: &Store, code: &str) -> Result<Vec<Known>> {
    let rows = store.rows(OF_CODE, row![code]).await?;
    rows.iter()
        .map(|row| {
            Ok(Known {
                stream: row.text(0)?,
                rule: row.text(1)?,
                started_on: row.date(2)?,
                closed_on: row.opt_date(3)?,
            })
        })
        .collect()
}

/// The statement that finds what streams are called; `n` is their number.
pub(crate) fn codes_sql(n: usize) -> String {
    let marks: Vec<String> = (1..=n).map(|at| format!("${at}")).collect();
    format!("SELECT DISTINCT stream, code FROM duties WHERE stream IN ({})", marks.join(", "))
}

/// What people call these matters, as far as they ever owed something.
///
/// # Errors
/// When the database does not answer.
pub async fn codes_of(store: &Store, streams: &[&str]) -> Result<HashMap<String, String>> {
    if streams.is_empty() {
        return Ok(HashMap::new());
    }
    let values = streams.iter().map(|stream| (*stream).into()).collect();
    let rows = store.rows(&codes_sql(streams.len()), values).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// An open debt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The stream that owes it.
    pub stream: String,
    /// What people call the matter.
    pub code: String,
    /// The rule.
    pub rule: String,
    /// When it is due.
    pub due: Date,
}

/// Up to `limit` open debts of an officer that are due by `until`, late ones first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_holder(store: &Store, holder: Id, until: Date, limit: i64) -> Result<Vec<Owed>> {
    let rows = store.rows(OF_HOLDER, row![holder, until, limit]).await?;
    rows.iter()
        .map(|row| {
            Ok(Owed {
                stream: row.text(0)?,
                code: row.text(1)?,
                rule: row.text(2)?,
                due: row.date(3)?,
            })
        })
        .collect()
}
