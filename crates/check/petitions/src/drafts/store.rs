//! Every SQL statement of files that wait for their letter to be sent.

use jiff::Timestamp;
use kernel::Id;
use store::{Result, Store, row};

use super::Kept;

const KEEP: &str = "INSERT INTO petition_drafts \
    (draft, tag, n, id, media, size, sealed, kept_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (draft, tag) DO NOTHING";
const LIST: &str =
    "SELECT n, media, size, tag FROM petition_drafts WHERE draft = $1 ORDER BY n, tag";
const OPEN: &str = "SELECT id, media, sealed FROM petition_drafts WHERE draft = $1 ORDER BY n, tag";
const DROP: &str = "DELETE FROM petition_drafts WHERE draft = $1 AND n = $2";
const FORGET: &str = "DELETE FROM petition_drafts WHERE draft = $1";
const SWEEP: &str = "DELETE FROM petition_drafts WHERE kept_at <= $1";
const SUM: &str = "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM petition_drafts";

/// All statements, for the test that prepares them on both engines.
pub(crate) const STATEMENTS: &[&str] = &[KEEP, LIST, OPEN, DROP, FORGET, SWEEP, SUM];

/// One sealed file on its way into the table.
pub(super) struct New<'a> {
    pub draft: &'a str,
    pub tag: String,
    pub n: i64,
    pub id: Id,
    pub media: &'a str,
    pub size: i64,
    pub sealed: Vec<u8>,
}

/// Keeps a file; the same one of the same form is kept once.
pub(super) async fn keep(store: &Store, new: New<'_>) -> Result<()> {
    let New { draft, tag, n, id, media, size, sealed } = new;
    let values = row![draft, tag, n, id, media, size, sealed, store.now()];
    store.run_apart(KEEP, values).await.map(drop)
}

pub(super) async fn list(store: &Store, draft: &str) -> Result<Vec<Kept>> {
    let rows = store.rows(LIST, row![draft]).await?;
    rows.iter()
        .map(|row| {
            let (n, media) = (row.int(0)?, row.text(1)?);
            Ok(Kept { n, media, size: row.int(2)?, tag: row.text(3)? })
        })
        .collect()
}

/// Identity, media type and sealed bytes of each file.
pub(super) async fn open(store: &Store, draft: &str) -> Result<Vec<(Id, String, Vec<u8>)>> {
    let rows = store.rows(OPEN, row![draft]).await?;
    rows.iter().map(|row| Ok((row.parse(0)?, row.text(1)?, row.bytes(2)?))).collect()
}

pub(super) async fn drop_one(store: &Store, draft: &str, n: i64) -> Result<()> {
    store.run_apart(DROP, row![draft, n]).await.map(drop)
}

pub(super) async fn forget(store: &Store, draft: &str) -> Result<()> {
    store.run_apart(FORGET, row![draft]).await.map(drop)
}

/// Forgets what was kept until `until`; answers how many.
pub(super) async fn sweep(store: &Store, until: Timestamp) -> Result<u64> {
    store.run_apart(SWEEP, row![until]).await
}

/// The bytes of all files that wait.
pub(super) async fn sum(store: &Store) -> Result<i64> {
    let rows = store.rows(SUM, Vec::new()).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}
