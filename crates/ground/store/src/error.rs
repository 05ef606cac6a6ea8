//! What can go wrong with a database: three kinds, told apart because they are mended differently.

use std::sync::Arc;

/// A failure of the store. A missing row is `None`, never an error.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine failed: gone, locked, disk full. Nothing of the current transaction is recorded.
    #[error("the database failed: {0}")]
    Engine(#[from] sqlx::Error),
    /// The same failure told to each member of a group that was written together.
    #[error(transparent)]
    Together(Arc<Self>),
    /// What is stored contradicts itself: somebody changed it from outside, or there is a bug.
    #[error("inconsistent data in {table}, row {row}: {what}")]
    Inconsistent {
        /// The table.
        table: String,
        /// The row, by its key.
        row: String,
        /// What is wrong with it.
        what: String,
    },
    /// The master keys are missing or do not open what they should.
    #[error("keys: {0}")]
    Keys(String),
    /// A file or folder of the data folder.
    #[error("{0}: {1}")]
    File(String, #[source] std::io::Error),
    /// The folder, database or backup cannot be used as asked; the text says what to do.
    #[error("{0}")]
    Unusable(String),
}

impl StoreError {
    /// Inconsistent data in `table` at `row`.
    pub fn inconsistent(table: &str, row: impl ToString, what: impl ToString) -> Self {
        Self::Inconsistent { table: table.into(), row: row.to_string(), what: what.to_string() }
    }

    /// Whether a unique key was already taken: on both engines the sign of a lost race.
    pub fn is_taken(&self) -> bool {
        match self {
            Self::Engine(sqlx::Error::Database(error)) => error.is_unique_violation(),
            Self::Together(error) => error.is_taken(),
            _ => false,
        }
    }

    /// Whether the same request may succeed later: the engine is away, busy or full. A statement
    /// that the engine does not understand is a bug, however often it is tried.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Engine(sqlx::Error::Database(error)) => passing_code(error.code().as_deref()),
            Self::Engine(_) => true,
            Self::Together(error) => error.is_passing(),
            _ => false,
        }
    }
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else recorded something on this stream first.
    #[error("somebody else was first on {0}")]
    Lost(String),
    /// The connection died while committing: it may or may not be stored.
    #[error("the outcome is unknown: {0}")]
    Unknown(StoreError),
    /// Nothing was recorded.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CommitError {
    /// Whether it comes from one member of a group, and the rest might be written without it.
    pub(crate) fn is_of_one(&self) -> bool {
        match self {
            Self::Lost(_) => true,
            Self::Unknown(_) => false,
            Self::Store(error) => !error.is_passing(),
        }
    }

    /// The same error once more, with what it says of itself: a source cannot be cloned.
    pub(crate) fn shared(self) -> (Self, Self) {
        let twice = |error: StoreError| {
            let error = match error {
                StoreError::Together(error) => error,
                other => Arc::new(other),
            };
            (StoreError::Together(error.clone()), StoreError::Together(error))
        };
        match self {
            Self::Lost(stream) => (Self::Lost(stream.clone()), Self::Lost(stream)),
            Self::Unknown(error) => {
                let (one, other) = twice(error);
                (Self::Unknown(one), Self::Unknown(other))
            }
            Self::Store(error) => {
                let (one, other) = twice(error);
                (Self::Store(one), Self::Store(other))
            }
        }
    }
}

/// SQLite tells a number whose low byte is the sort of failure (busy, locked, read-only, I/O,
/// full, cannot open); PostgreSQL five letters whose first two are the class (connection, rollback,
/// resources, operator, system).
fn passing_code(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    match (code.len(), code.parse::<u32>()) {
        (5, _) => ["08", "40", "53", "55", "57", "58"].iter().any(|class| code.starts_with(class)),
        (_, Ok(number)) => matches!(number & 0xff, 5 | 6 | 8 | 10 | 13 | 14),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::passing_code;

    #[test]
    fn a_full_disk_passes_and_a_wrong_statement_does_not() {
        for passing in ["5", "13", "778", "261", "57P01", "53100", "08006"] {
            assert!(passing_code(Some(passing)), "{passing}");
        }
        for bug in ["1", "20", "42601", "42703", "2067"] {
            assert!(!passing_code(Some(bug)), "{bug}");
        }
    }
}
