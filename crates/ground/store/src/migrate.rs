//! The steps that bring the tables here: the store's own, then the slices', each once, in order.

use jiff::Timestamp;
use sqlx::AnyPool;

use crate::engine::Engine;
use crate::schema::Migration;
use crate::{Result, query, row};

/// The store's own tables.
const CORE: &[Migration] = &[Migration {
    name: "store-1",
    sql: "
CREATE TABLE journal (
    position {POSITION},
    stream {TEXT} NOT NULL,
    version BIGINT NOT NULL,
    kind {TEXT} NOT NULL,
    form BIGINT NOT NULL,
    at BIGINT NOT NULL,
    law BIGINT NOT NULL,
    actor {TEXT} NOT NULL,
    body {TEXT} NOT NULL,
    hash {BYTES} NOT NULL,
    UNIQUE (stream, version)
);
CREATE TABLE seals (
    seq BIGINT PRIMARY KEY,
    upto BIGINT NOT NULL,
    facts BIGINT NOT NULL,
    root {BYTES} NOT NULL,
    hash {BYTES} NOT NULL
);
CREATE TABLE vault (
    id {TEXT} PRIMARY KEY,
    purpose {TEXT} NOT NULL,
    master BIGINT NOT NULL,
    wrapped {BYTES},
    sealed {BYTES},
    erased_at BIGINT,
    ground {TEXT},
    tombstone {BYTES}
);
CREATE TABLE sequences (name {TEXT} PRIMARY KEY, next BIGINT NOT NULL);
CREATE TABLE meta (name {TEXT} PRIMARY KEY, value {TEXT} NOT NULL);
CREATE TABLE search_docs (
    seq {ROWID},
    stream {TEXT} NOT NULL,
    tokens {TEXT} NOT NULL
);
",
}];

/// By which persons are looked for. Where there are words already, the views are made anew.
const PEOPLE: Migration = Migration {
    name: "store-people-1",
    sql: "
CREATE TABLE person_marks (
    bucket BIGINT NOT NULL,
    mark {TEXT} NOT NULL,
    stream {TEXT} NOT NULL,
    PRIMARY KEY (bucket, mark, stream)
);
INSERT INTO meta (name, value)
    SELECT 'rebuilding', 'yes' WHERE EXISTS (SELECT 1 FROM vault)
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'rebuilding');
",
};

/// Takes the steps that are not marked as done, in one transaction.
pub(crate) async fn migrate(
    engine: Engine,
    pool: &AnyPool,
    slices: &[Migration],
    now: Timestamp,
) -> Result<()> {
    let mut conn = pool.acquire().await?;
    let table = engine.dialect(
        "CREATE TABLE IF NOT EXISTS migrations (name {TEXT} PRIMARY KEY, at BIGINT NOT NULL)",
    );
    query::run(&mut conn, &table, Vec::new()).await?;
    engine.begin_alone(&mut conn).await?;
    let done = migrate_in_transaction(engine, &mut conn, slices, now).await;
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    query::run(&mut conn, end, Vec::new()).await?;
    done
}

async fn migrate_in_transaction(
    engine: Engine,
    conn: &mut sqlx::AnyConnection,
    slices: &[Migration],
    now: Timestamp,
) -> Result<()> {
    let done = query::rows(conn, "SELECT name FROM migrations", Vec::new()).await?;
    let done = done.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?;
    let all = all_steps(engine, slices);
    for migration in all.iter().filter(|m| !done.iter().any(|name| name == m.name)) {
        for statement in migration.statements(engine) {
            query::run(conn, &statement, Vec::new()).await?;
        }
        let mark = "INSERT INTO migrations (name, at) VALUES ($1, $2)";
        query::run(conn, mark, row![migration.name, now]).await?;
    }
    Ok(())
}

/// Every step that brings the tables here, the store's own first.
pub(crate) fn all_steps(engine: Engine, slices: &[Migration]) -> Vec<Migration> {
    let search = Migration { name: "store-search-1", sql: engine.search_schema() };
    let erases = Migration { name: "store-search-2", sql: engine.search_erases() };
    let core = CORE.iter().cloned().chain([search, erases, PEOPLE]);
    core.chain(slices.iter().cloned()).collect()
}
