//! SQLite: one file in write-ahead mode, one writer, several readers.

use sqlx::{AnyConnection, Executor as _};

use crate::Result;
use crate::query::{rows, run};

/// What a removed document takes out of the index. Made with the schema, and again after the index
/// was emptied as a whole.
macro_rules! search_removed {
    () => {
        "CREATE TRIGGER search_removed AFTER DELETE ON search_docs BEGIN
    INSERT INTO search_index(search_index, rowid, tokens)
    VALUES ('delete', old.seq, old.tokens); END"
    };
}

/// The full-text index reads its words from `search_docs` and is kept in step by triggers, inside
/// the same transaction.
pub(super) const SEARCH_SCHEMA: &str = concat!(
    "
CREATE VIRTUAL TABLE search_index USING fts5(
    tokens, content='search_docs', content_rowid='seq', tokenize='ascii', columnsize=0
);
CREATE TRIGGER search_added AFTER INSERT ON search_docs BEGIN
    INSERT INTO search_index(rowid, tokens) VALUES (new.seq, new.tokens); END;
",
    search_removed!(),
    ";
CREATE TRIGGER search_changed AFTER UPDATE ON search_docs BEGIN
    INSERT INTO search_index(search_index, rowid, tokens)
    VALUES ('delete', old.seq, old.tokens); INSERT INTO search_index(rowid, tokens)
    VALUES (new.seq, new.tokens); END;
"
);

/// By itself FTS5 only notes that an entry is gone and drops it when it merges, one day. The index
/// is made anew once, for what it noted before.
pub(super) const SEARCH_ERASES: &str = "
INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1);
INSERT INTO search_index(search_index) VALUES ('rebuild');
";

/// Emptied as a whole: row by row each of its words would be looked for.
const CLEAR_SEARCH: [&str; 6] = [
    "BEGIN IMMEDIATE",
    "DROP TRIGGER search_removed",
    "DELETE FROM search_docs",
    "INSERT INTO search_index(search_index) VALUES ('delete-all')",
    search_removed!(),
    "COMMIT",
];

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

pub(super) async fn clear_search(conn: &mut AnyConnection) -> Result<()> {
    for sql in CLEAR_SEARCH {
        run(conn, sql, Vec::new()).await?;
    }
    Ok(())
}

/// Writes the log into the file, where `secure_delete` has overwritten what is gone, and cuts it
/// off. It does not wait for readers: whoever reads for long is asked again in a second. While the
/// log is cut off nobody writes, so most of it goes into the file before, beside the writers.
pub(super) async fn wipe(conn: &mut AnyConnection) -> Result<bool> {
    conn.execute("PRAGMA busy_timeout = 100").await?;
    rows(conn, "PRAGMA wal_checkpoint(PASSIVE)", Vec::new()).await?;
    let done = rows(conn, "PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await?;
    Ok(done.first().map(|row| row.int(0)).transpose()? == Some(0))
}

/// SQLite's own look at all of its file: pages, their order, and whether each index holds just
/// what its table holds. A statement that reads by a broken index answers wrongly, without a word.
pub(super) async fn check_pages(conn: &mut AnyConnection) -> Result<()> {
    let rows = crate::query::rows(conn, "PRAGMA integrity_check(1)", Vec::new()).await?;
    let told = rows.first().map(|row| row.text(0)).transpose()?.unwrap_or_default();
    match told == "ok" {
        true => Ok(()),
        false => Err(crate::StoreError::inconsistent("dantin.sqlite", "(pages)", told)),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Migration};

    #[test]
    fn the_trigger_that_emptying_makes_again_is_the_one_of_the_schema() {
        let step = Migration { name: "store-search-1", sql: SEARCH_SCHEMA };
        let all = step.statements(Engine::Sqlite);
        assert_eq!(all.len(), 4, "{all:?}");
        let made = all.iter().filter(|sql| sql.starts_with("CREATE TRIGGER search_removed"));
        let made: Vec<&str> = made.map(String::as_str).collect();
        assert_eq!(made, [search_removed!()]);
        assert!(CLEAR_SEARCH.contains(&made[0]));
    }
}
