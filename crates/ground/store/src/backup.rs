//! Backup and restore: one SQLite file with what cannot be made again, from either engine.
//!
//! A backup holds journal, seals, vault and sequences as of one instant, taken while the program
//! runs. Views are not in it: `restore` makes them again and `verify` proves them, so every
//! restore is a rehearsal. The keys are not in it either; keep them apart. A seal at its end
//! ([`crate::trailer`]) tells a file that was changed or cut off since.
//!
//! The same file moves an instance from SQLite to PostgreSQL and back.

use std::path::Path;

use serde::Serialize;
use sqlx::{AnyConnection, Connection as _};

use crate::engine::Engine;
use crate::open::Store;
use crate::query::{self, run};
use crate::replay::Report;
use crate::rows::insert_many;
use crate::{Result, StoreError, Value, rebuild, trailer, whole};

/// What was copied.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Copied {
    /// Records of the journal.
    pub records: u64,
    /// Seals.
    pub seals: u64,
    /// Vault items, erased ones included.
    pub words: u64,
}

/// A table that a backup holds: its columns, and how its rows are paged.
struct Kept {
    table: &'static str,
    columns: &'static [&'static str],
    order: &'static str,
    numeric: bool,
}

const KEPT: [Kept; 4] = [
    Kept {
        table: "journal",
        columns: &[
            "position", "stream", "version", "kind", "form", "at", "law", "actor", "body", "hash",
        ],
        order: "position",
        numeric: true,
    },
    Kept {
        table: "seals",
        columns: &["seq", "upto", "facts", "root", "hash"],
        order: "seq",
        numeric: true,
    },
    Kept {
        table: "vault",
        columns: &[
            "id",
            "purpose",
            "master",
            "wrapped",
            "sealed",
            "erased_at",
            "ground",
            "tombstone",
        ],
        order: "id",
        numeric: false,
    },
    Kept { table: "sequences", columns: &["name", "next"], order: "name", numeric: false },
];

const FILE_SCHEMA: &[&str] = &[
    "CREATE TABLE journal (position INTEGER PRIMARY KEY, stream TEXT, version BIGINT, kind TEXT, \
     form BIGINT, at BIGINT, law BIGINT, actor TEXT, body TEXT, hash BLOB)",
    "CREATE TABLE seals (seq BIGINT PRIMARY KEY, upto BIGINT, facts BIGINT, root BLOB, hash BLOB)",
    "CREATE TABLE vault (id TEXT PRIMARY KEY, purpose TEXT, master BIGINT, wrapped BLOB, \
     sealed BLOB, erased_at BIGINT, ground TEXT, tombstone BLOB)",
    "CREATE TABLE sequences (name TEXT PRIMARY KEY, next BIGINT)",
];

impl Store {
    /// Writes a backup to a new file while the program runs. The file appears under its name only
    /// when it is whole.
    pub async fn backup(&self, to: &Path) -> Result<Copied> {
        if to.exists() {
            return Err(StoreError::Unusable(format!("{} exists already", to.display())));
        }
        let part = to.with_extension("part");
        let _ = std::fs::remove_file(&part);
        let mut read = self.shared.engine.connect(&self.shared.url).await?;
        self.shared.engine.begin_snapshot(&mut read).await?;
        let mut file = open_file(&part, "rwc").await?;
        for statement in FILE_SCHEMA {
            run(&mut file, statement, Vec::new()).await?;
        }
        let copied = copy(&mut read, (Engine::Sqlite, &mut file)).await?;
        run(&mut read, "COMMIT", Vec::new()).await?;
        file.close().await?;
        trailer::put(&part, &self.keys())?;
        let placed = std::fs::rename(&part, to).and_then(|()| whole::settle(to));
        placed.map_err(|e| StoreError::File(to.display().to_string(), e))?;
        Ok(copied)
    }

    /// Fills this empty store from a backup, makes the views, and verifies. Any words already here
    /// are never overwritten: a store that has records is refused. So is a file that does not bear
    /// the seal it was written with; one from before there were seals is taken when `unsealed`.
    pub async fn restore(&self, from: &Path, unsealed: bool) -> Result<(Copied, Report)> {
        if !from.exists() {
            return Err(StoreError::Unusable(format!("there is no file {}", from.display())));
        }
        let held = self.rows("SELECT COUNT(*) FROM journal WHERE stream <> 'law'", vec![]).await?;
        if held.first().map(|row| row.int(0)).transpose()?.unwrap_or(0) > 0 {
            let what = "the folder already has records; restore into an empty one";
            return Err(StoreError::Unusable(what.into()));
        }
        if !trailer::check(from, &self.keys())? && !unsealed {
            let what = "it bears no seal: it was cut off or changed, or it is from before backups \
                        were sealed; only if you know that it is whole: restore --unsealed";
            return Err(StoreError::Unusable(format!("{}: {what}", from.display())));
        }
        let mut file = open_file(from, "ro").await?;
        let mut write = self.shared.engine.connect(&self.shared.url).await?;
        self.shared.engine.begin(&mut write).await?;
        for kept in &KEPT {
            // Only the law that the first start adopted is here; the backup brings its own.
            run(&mut write, &format!("DELETE FROM {}", kept.table), Vec::new()).await?;
        }
        let copied = copy(&mut file, (self.shared.engine, &mut write)).await?;
        self.shared.engine.continue_positions(&mut write).await?;
        // A crash from here on leaves a folder that finishes its views at its next start.
        rebuild::ask(&mut write).await?;
        run(&mut write, "COMMIT", Vec::new()).await?;
        crate::seal::forget_head(&self.shared.data)?;
        self.reload_law().await?;
        self.rebuild().await?;
        Ok((copied, self.verify().await?))
    }
}

async fn open_file(path: &Path, mode: &str) -> Result<AnyConnection> {
    let url = format!("sqlite://{}?mode={mode}", path.display());
    sqlx::any::install_default_drivers();
    debug_assert_eq!(Engine::of(&url), Some(Engine::Sqlite));
    Ok(AnyConnection::connect(&url).await?)
}

/// Where rows are copied to.
type Into<'a> = (Engine, &'a mut AnyConnection);

async fn copy(from: &mut AnyConnection, to: Into<'_>) -> Result<Copied> {
    let (engine, to) = to;
    let mut copied = Copied::default();
    for kept in &KEPT {
        let count = copy_table(from, (engine, &mut *to), kept).await?;
        match kept.table {
            "journal" => copied.records = count,
            "seals" => copied.seals = count,
            "vault" => copied.words = count,
            _ => {}
        }
    }
    Ok(copied)
}

async fn copy_table(from: &mut AnyConnection, to: Into<'_>, kept: &Kept) -> Result<u64> {
    let (engine, to) = to;
    let page = format!(
        "SELECT {} FROM {} WHERE {} > $1 ORDER BY {} LIMIT 2048",
        kept.columns.join(", "),
        kept.table,
        kept.order,
        kept.order
    );
    let mut after = if kept.numeric { Value::Int(i64::MIN) } else { Value::from("") };
    let mut count = 0;
    loop {
        let rows = query::rows(from, &page, vec![after.clone()]).await?;
        if rows.is_empty() {
            return Ok(count);
        }
        let mut values = Vec::with_capacity(rows.len());
        for row in &rows {
            values.push(typed(kept, row)?);
        }
        if let Some(last) = values.last() {
            after = last[0].clone();
        }
        count += rows.len() as u64;
        insert_many(engine, to, kept.table, kept.columns, values).await?;
    }
}

/// The row's values, each NULL with the type of its column.
fn typed(kept: &Kept, row: &query::Row) -> Result<Vec<Value>> {
    use crate::value::Type;
    (0..kept.columns.len())
        .map(|place| {
            Ok(match (row.value(place)?, kept.columns[place]) {
                (Value::Null(_), "wrapped" | "sealed" | "tombstone") => Value::Null(Type::Bytes),
                (Value::Null(_), "ground") => Value::Null(Type::Text),
                (value, _) => value,
            })
        })
        .collect()
}
