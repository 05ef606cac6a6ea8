//! Every SQL statement of calendars' addresses.

use kernel::Id;
use store::{Result, Store, row};

const ACCOUNT: &str = "SELECT account FROM feeds WHERE hash = $1";
const OF: &str = "SELECT hash FROM feeds WHERE account = $1";

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    [ACCOUNT, OF].map(str::to_owned).to_vec()
}

/// The account behind a hash.
pub(super) async fn account(store: &Store, hash: &str) -> Result<Option<Id>> {
    let rows = store.rows(ACCOUNT, row![hash]).await?;
    rows.first().map(|row| row.parse(0)).transpose()
}

/// Whether an account has an address.
pub(super) async fn of(store: &Store, account: Id) -> Result<bool> {
    Ok(!store.rows(OF, row![account]).await?.is_empty())
}
