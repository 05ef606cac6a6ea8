//! Tables as data: what a slice declares, and the statements made from it.

use crate::engine::Engine;
use crate::value::Value;

/// One step of a slice's schema, applied once, in order. Expand first, contract in a later release.
///
/// Words for both engines: `{BYTES}` a byte string, `{TEXT}` text compared byte by byte,
/// `{POSITION}` the journal's own counter, `{ROWID}` a numeric key that full text can point at.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// A name unique in the whole program, such as `petitions-1`.
    pub name: &'static str,
    /// Statements, each ended by `;` at the end of a line.
    pub sql: &'static str,
}

impl Migration {
    /// The statements in the words of `engine`.
    pub fn statements(&self, engine: Engine) -> Vec<String> {
        let text = engine.dialect(self.sql);
        let lines: Vec<&str> =
            text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        lines
            .join("\n")
            .split(";\n")
            .map(|statement| statement.trim().trim_end_matches(';').to_owned())
            .filter(|statement| !statement.is_empty())
            .collect()
    }
}

/// A view: a table that can be thrown away and made again from the journal.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// All columns; the first `key` of them are the primary key.
    pub columns: &'static [&'static str],
    /// How many leading columns are the key.
    pub key: usize,
    /// Whether the last column is a sum that deltas are added to.
    pub sum: bool,
}

impl Table {
    /// A view of rows.
    pub const fn rows(name: &'static str, key: usize, columns: &'static [&'static str]) -> Self {
        Self { name, columns, key, sum: false }
    }

    /// A view of sums: key columns, then one number.
    pub const fn sums(name: &'static str, columns: &'static [&'static str]) -> Self {
        Self { name, columns, key: columns.len() - 1, sum: true }
    }

    /// Inserts `rows` rows at once; a row whose key exists is replaced, or added to.
    pub fn upsert(&self, engine: Engine, rows: usize) -> String {
        let mut sql = insert(engine, self.name, self.columns, rows);
        sql.push_str(&format!(" ON CONFLICT ({}) DO ", self.columns[..self.key].join(", ")));
        if self.columns.len() == self.key {
            sql.push_str("NOTHING");
            return sql;
        }
        let sets: Vec<String> = self.columns[self.key..]
            .iter()
            .map(|c| match self.sum {
                true => format!("{c} = {}.{c} + excluded.{c}", self.name),
                false => format!("{c} = excluded.{c}"),
            })
            .collect();
        sql.push_str(&format!("UPDATE SET {}", sets.join(", ")));
        sql
    }

    /// Deletes one row by its key.
    pub fn delete(&self) -> String {
        let wheres: Vec<String> = self.columns[..self.key]
            .iter()
            .enumerate()
            .map(|(i, column)| format!("{column} = ${}", i + 1))
            .collect();
        format!("DELETE FROM {} WHERE {}", self.name, wheres.join(" AND "))
    }

    /// Reads all rows, every column.
    pub fn all(&self) -> String {
        format!("SELECT {} FROM {}", self.columns.join(", "), self.name)
    }
}

/// `INSERT INTO t (…) VALUES (…), (…)` for `rows` rows.
///
/// The marks are `$1, $2, …` on PostgreSQL and `?` on SQLite, where a `$1` is a *name* that is
/// looked for among all the others: with thousands of marks that took half of the time of an
/// import.
pub(crate) fn insert(engine: Engine, table: &str, columns: &[&str], rows: usize) -> String {
    let width = columns.len();
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=width {
            sql.push_str(if column == 1 { "" } else { ", " });
            match engine {
                Engine::Sqlite => sql.push('?'),
                Engine::Postgres => sql.push_str(&format!("${}", row * width + column)),
            }
        }
        sql.push(')');
    }
    sql
}

/// One row of a view, with all its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewRow {
    /// Its table.
    pub table: &'static Table,
    /// Values in the order of the table's columns.
    pub values: Vec<Value>,
}

impl ViewRow {
    /// A row of `table`; the number of values must be the number of its columns.
    pub fn new(table: &'static Table, values: Vec<Value>) -> Self {
        debug_assert_eq!(table.columns.len(), values.len(), "columns of {}", table.name);
        Self { table, values }
    }

    /// The key's values.
    pub fn key(&self) -> &[Value] {
        &self.values[..self.table.key]
    }
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Table {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_differ_in_their_marks_only() {
        static T: Table = Table::rows("t", 1, &["id", "a"]);
        static S: Table = Table::sums("s", &["unit", "n"]);
        assert_eq!(
            T.upsert(Engine::Postgres, 2),
            "INSERT INTO t (id, a) VALUES ($1, $2), ($3, $4) \
             ON CONFLICT (id) DO UPDATE SET a = excluded.a"
        );
        assert!(T.upsert(Engine::Sqlite, 2).contains("VALUES (?, ?), (?, ?)"));
        assert!(S.upsert(Engine::Sqlite, 1).ends_with("DO UPDATE SET n = s.n + excluded.n"));
        assert_eq!(T.delete(), "DELETE FROM t WHERE id = $1");
    }
}
