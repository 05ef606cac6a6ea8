//! Writing many rows at once: those of views, of sums, and of tables that come as they are.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use crate::Result;
use crate::engine::Engine;
use crate::projection::Sum;
use crate::query::run;
use crate::schema::{Table, ViewRow, insert};
use crate::value::Value;

pub(crate) async fn put_rows<'a>(
    engine: Engine,
    conn: &mut AnyConnection,
    rows: impl Iterator<Item = &'a ViewRow>,
) -> Result<()> {
    // Later rows of the same key win; one statement may not touch a key twice.
    let mut by_table: BTreeMap<&str, (&'static Table, BTreeMap<&[Value], &ViewRow>)> =
        BTreeMap::new();
    for row in rows {
        let entry = by_table.entry(row.table.name).or_insert((row.table, BTreeMap::new()));
        entry.1.insert(row.key(), row);
    }
    for (table, rows) in by_table.into_values() {
        let rows = rows.into_values().map(|row| row.values.clone()).collect();
        upsert_many(engine, conn, table, rows).await?;
    }
    Ok(())
}

pub(crate) async fn put_sums<'a>(
    engine: Engine,
    conn: &mut AnyConnection,
    sums: impl Iterator<Item = &'a Sum>,
) -> Result<()> {
    let mut totals: BTreeMap<(&str, &[Value]), (&'static Table, i64)> = BTreeMap::new();
    for sum in sums {
        totals.entry((sum.table.name, &sum.key)).or_insert((sum.table, 0)).1 += sum.n;
    }
    let mut by_table: BTreeMap<&str, (&'static Table, Vec<Vec<Value>>)> = BTreeMap::new();
    for ((name, key), (table, n)) in totals.into_iter().filter(|(_, (_, n))| *n != 0) {
        let mut values = key.to_vec();
        values.push(n.into());
        by_table.entry(name).or_insert((table, Vec::new())).1.push(values);
    }
    for (table, rows) in by_table.into_values() {
        upsert_many(engine, conn, table, rows).await?;
    }
    Ok(())
}

/// A few fixed sizes, so that the engine's cache of prepared statements serves them all.
const SIZES: [usize; 4] = [128, 32, 8, 1];

async fn in_parts(
    conn: &mut AnyConnection,
    mut rows: Vec<Vec<Value>>,
    statement: impl Fn(usize) -> String,
) -> Result<()> {
    rows.reverse();
    while !rows.is_empty() {
        let size = SIZES.into_iter().find(|size| *size <= rows.len()).unwrap_or(1);
        let values = rows.drain(rows.len() - size..).rev().flatten().collect();
        run(conn, &statement(size), values).await?;
    }
    Ok(())
}

pub(crate) async fn insert_many(
    engine: Engine,
    conn: &mut AnyConnection,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<()> {
    in_parts(conn, rows, |size| insert(engine, table, columns, size)).await
}

pub(crate) async fn upsert_many(
    engine: Engine,
    conn: &mut AnyConnection,
    table: &Table,
    rows: Vec<Vec<Value>>,
) -> Result<()> {
    in_parts(conn, rows, |size| table.upsert(engine, size)).await
}
