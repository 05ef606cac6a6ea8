//! What is sealed already: records whose order no node changes any more. Whoever builds on the
//! journal's order (the public log) reads it here.

use crate::journal::{COLUMNS, Record};
use crate::open::Store;
use crate::query::Row;
use crate::{Result, Value, row};

const UPTO: &str = "SELECT COALESCE(MAX(upto), 0), COALESCE(MAX(seq), 0) FROM seals";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[UPTO];

/// How far the seals reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The last position that is sealed; 0 when none is.
    pub upto: i64,
    /// The last seal.
    pub seal: i64,
}

/// A record and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its position in the journal.
    pub position: i64,
    /// The record.
    pub record: Record,
}

/// Reads records of `kinds` kinds with their places, from a position on.
pub fn placed_sql(kinds: usize) -> String {
    let marks: Vec<String> = (4..4 + kinds).map(|n| format!("${n}")).collect();
    format!(
        "SELECT {}, position FROM journal \
         WHERE position > $1 AND position <= $2 AND kind IN ({}) ORDER BY position LIMIT $3",
        COLUMNS.join(", "),
        marks.join(", ")
    )
}

impl Store {
    /// How far the seals reach now.
    pub async fn reach(&self) -> Result<Reach> {
        let rows = self.rows(UPTO, Vec::new()).await?;
        let Some(row) = rows.first() else { return Ok(Reach::default()) };
        Ok(Reach { upto: row.int(0)?, seal: row.int(1)? })
    }

    /// Records of these kinds after a position and up to another, in the journal's order. Below
    /// [`Store::reach`] the answer never changes.
    pub async fn placed(
        &self,
        (after, upto): (i64, i64),
        kinds: &[&str],
        limit: i64,
    ) -> Result<Vec<Placed>> {
        if kinds.is_empty() || after >= upto {
            return Ok(Vec::new());
        }
        let mut values = row![after, upto, limit];
        values.extend(kinds.iter().map(|kind| Value::from(*kind)));
        let rows = self.rows(&placed_sql(kinds.len()), values).await?;
        let read = |row: &Row| {
            Ok(Placed { position: row.int(COLUMNS.len())?, record: Record::from_row(row)? })
        };
        rows.iter().map(read).collect()
    }

    /// Tells each time this node has sealed something.
    pub fn sealings(&self) -> tokio::sync::watch::Receiver<u64> {
        self.shared.sealed.subscribe()
    }
}
