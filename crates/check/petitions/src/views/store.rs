//! The SQL statement of kept filters.

use kernel::Id;
use store::{Result, Store, row};

const SEEN: &str = "SELECT account, n, unit, name, query FROM register_views \
    WHERE account = $1 OR (unit = $2 AND unit <> '') ORDER BY account, n";

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    vec![SEEN.to_owned()]
}

/// A row of the view.
pub(super) struct Row {
    pub account: Id,
    pub n: i64,
    pub unit: String,
    pub name: Id,
    pub query: String,
}

/// What an account keeps, and what its colleagues lend to the unit.
pub(super) async fn seen(store: &Store, account: Id, unit: &str) -> Result<Vec<Row>> {
    let rows = store.rows(SEEN, row![account, unit]).await?;
    let one = |row: &store::query::Row| {
        Ok(Row {
            account: row.parse(0)?,
            n: row.int(1)?,
            unit: row.text(2)?,
            name: row.parse(3)?,
            query: row.text(4)?,
        })
    };
    rows.iter().map(one).collect()
}
