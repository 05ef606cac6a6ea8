//! PostgreSQL: many nodes, each with its own committer.

use sqlx::{AnyConnection, Executor as _};

use crate::Result;
use crate::query::run;

/// The lock that orders commits against sealing and changes of law; an arbitrary fixed number.
const COMMIT_LOCK: &str = "7208651904";
/// The lock of whoever makes views anew; another fixed number.
const REBUILD_LOCK: &str = "7208651905";

/// The full-text index reads keyed tokens as they are, without any language's stemming. A column
/// of its own, not an index on an expression: the planner knows how frequent its words are, and no
/// row is taken apart again for each search.
pub(super) const SEARCH_SCHEMA: &str = "
ALTER TABLE search_docs ADD COLUMN tags tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED;
CREATE INDEX search_index ON search_docs USING GIN (tags);
";

/// Where a search looks.
pub(super) const SEARCH: super::Search = super::Search {
    table: "search_docs",
    seq: "search_docs.seq",
    matches: "search_docs.tags @@ to_tsquery('simple', $1)",
};

pub(super) async fn set_up(conn: &mut AnyConnection) -> std::result::Result<(), sqlx::Error> {
    conn.execute("SET synchronous_commit = on; SET TIME ZONE 'UTC'; SET statement_timeout = '60s'")
        .await?;
    Ok(())
}

/// For connections that read. A search for common words is fast in the order of the list and slow
/// through the index, one for rare words the reverse: the planner has to see the words each time
/// (measured on 446,285 made-up letters: two common words 59 ms by the plan for any words, 1 ms by
/// the plan for these; planning takes half a millisecond). Lists are short: workers cost more than
/// they give.
pub(super) async fn set_up_reader(
    conn: &mut AnyConnection,
) -> std::result::Result<(), sqlx::Error> {
    conn.execute(
        "SET plan_cache_mode = force_custom_plan; SET max_parallel_workers_per_gather = 0",
    )
    .await?;
    Ok(())
}

/// Many nodes may hold this at once. It is released by COMMIT, ROLLBACK or a lost connection.
pub(super) async fn begin_shared(conn: &mut AnyConnection) -> Result<()> {
    run(conn, "BEGIN", Vec::new()).await?;
    let lock = take("pg_advisory_xact_lock_shared", COMMIT_LOCK);
    run(conn, &lock, Vec::new()).await?;
    Ok(())
}

/// While this is held no commit is in flight: every position below the highest visible one is
/// either visible too or will never exist.
pub(super) async fn begin_alone(conn: &mut AnyConnection) -> Result<()> {
    run(conn, "BEGIN", Vec::new()).await?;
    run(conn, &take("pg_advisory_xact_lock", COMMIT_LOCK), Vec::new()).await?;
    Ok(())
}

/// Of the connection, not of a transaction: a rebuild has many. Waiting for it ends with the time
/// that a statement may take.
pub(super) async fn begin_rebuild(conn: &mut AnyConnection) -> Result<()> {
    run(conn, &take("pg_advisory_lock", REBUILD_LOCK), Vec::new()).await?;
    Ok(())
}

/// The locks answer with the type `void`, which the common driver cannot read: ask for a number.
fn take(lock: &str, number: &str) -> String {
    format!("SELECT ({lock}({number}) IS NULL)::int")
}

pub(super) async fn clear_search(conn: &mut AnyConnection) -> Result<()> {
    run(conn, "TRUNCATE search_docs", Vec::new()).await?;
    Ok(())
}

/// Dead rows give their room back, for the server to write over it one day.
pub(super) async fn wipe(conn: &mut AnyConnection) -> Result<bool> {
    conn.execute("SET statement_timeout = 0").await?;
    for table in ["VACUUM vault", "VACUUM search_docs", "VACUUM person_marks"] {
        conn.execute(table).await?;
    }
    Ok(true)
}

pub(super) async fn continue_positions(conn: &mut AnyConnection) -> Result<()> {
    let set = "SELECT setval(pg_get_serial_sequence('journal', 'position'), \
        (SELECT COALESCE(MAX(position), 0) + 1 FROM journal), false)";
    run(conn, set, Vec::new()).await?;
    Ok(())
}
