//! What can go wrong with a database: three kinds, told apart because they are mended differently.

/// A failure of the store. A missing row is `None`, never an error.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine failed: gone, locked, disk full. Nothing of the current transaction is recorded.
    #[error("the database failed: {0}")]
    Engine(#[from] sqlx::Error),
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
        matches!(self, Self::Engine(sqlx::Error::Database(e)) if e.is_unique_violation())
    }

    /// Whether the same request may succeed later: the engine is away, busy or full.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Engine(_))
    }
}
