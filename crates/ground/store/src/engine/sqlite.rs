//! SQLite: one file in write-ahead mode, one writer, several readers.

use sqlx::{AnyConnection, Executor as _};

use crate::Result;
use crate::query::run;

/// The full-text index reads its words from `search_docs` and is kept in step by triggers, inside
/// the same transaction.
pub(super) const SEARCH_SCHEMA: &str = "
CREATE VIRTUAL TABLE search_index USING fts5(
    tokens, content='search_docs', content_rowid='seq', tokenize='ascii', columnsize=0
);
CREATE TRIGGER search_added AFTER INSERT ON search_docs BEGIN
    INSERT INTO search_index(rowid, tokens) VALUES (new.seq, new.tokens); END;
CREATE TRIGGER search_removed AFTER DELETE ON search_docs BEGIN
    INSERT INTO search_index(search_index, rowid, tokens)
    VALUES ('delete', old.seq, old.tokens); END;
CREATE TRIGGER search_changed AFTER UPDATE ON search_docs BEGIN
    INSERT INTO search_index(search_index, rowid, tokens)
    VALUES ('delete', old.seq, old.tokens); INSERT INTO search_index(rowid, tokens)
    VALUES (new.seq, new.tokens); END;
";

/// Where a search looks: the index itself, newest first without sorting.
pub(super) const SEARCH: super::Search = super::Search {
    table: "search_index",
    seq: "search_index.rowid",
    matches: "search_index MATCH $1",
};

/// FULL: the write-ahead log is on disk before a commit returns. `secure_delete`: what is erased
/// is overwritten, not only unlinked. The caches are small on purpose: a commune's machine has
/// 1 GB, and the system keeps hot pages of the file anyway.
pub(super) async fn set_up(conn: &mut AnyConnection) -> std::result::Result<(), sqlx::Error> {
    conn.execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA secure_delete = ON; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY; \
         PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864",
    )
    .await?;
    Ok(())
}

/// Takes the write lock at once, so that nothing can fail half-way for want of it.
pub(super) async fn begin(conn: &mut AnyConnection) -> Result<()> {
    run(conn, "BEGIN IMMEDIATE", Vec::new()).await?;
    Ok(())
}

/// FTS5's own comparison of index and content table.
pub(super) async fn check_search(conn: &mut AnyConnection) -> Result<()> {
    let check = "INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)";
    run(conn, check, Vec::new())
        .await
        .map_err(|error| crate::StoreError::inconsistent("search_index", "(whole index)", error))?;
    Ok(())
}

/// The one writer has more room: inserting into several indexes touches many pages. Still more
/// (64 MB) made no import faster, and an idle program larger.
pub(super) async fn set_up_writer(conn: &mut AnyConnection) -> Result<()> {
    run(conn, "PRAGMA cache_size = -24000", Vec::new()).await?;
    Ok(())
}
