//! What one officer still owes: for a letter or a list of their own.

use jiff::civil::Date;
use kernel::Id;
use store::{Result, Store, row};

/// Open debts of one officer up to a day, the earliest first.
pub(crate) const OF_HOLDER: &str = "SELECT stream, code, rule, due FROM duties \
    WHERE holder = $1 AND closed_on IS NULL AND due <= $2 ORDER BY due, stream, n LIMIT $3";

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
