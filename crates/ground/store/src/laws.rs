//! The law as the program has known it, in order: adopting a rulebook is a fact too.
//!
//! The stream `law` holds the whole rulebook each time a release brings a new one, and every change
//! that an authority makes while the program runs (a holiday decided, a row confirmed). Each record
//! of any stream says under which version of `law` it was written, so a replay many years later
//! derives the same dates from the same law, whatever the program then carries inside.

use std::sync::Arc;

use rulebook::{Law, LawChange};

use crate::journal::{Fact, Stream};
use crate::{Result, StoreError};

/// The name of the stream.
pub const STREAM: &str = "law";
/// A release brought this rulebook: the body is its canonical text.
pub const ADOPTED: &str = "law.adopted";
/// An authority changed one thing: the body is a [`LawChange`].
pub const CHANGED: &str = "law.changed";

/// The version that the database has.
pub(crate) const VERSION: &str =
    "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM journal WHERE stream = 'law'";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[VERSION];

/// Every state of the law, by version. Cheap to share, never changed in place.
#[derive(Clone, Debug)]
pub struct Laws {
    states: Vec<Arc<Law>>,
    stream: Stream,
}

impl Default for Laws {
    /// No law yet: the state before anything was adopted.
    fn default() -> Self {
        Self { states: Vec::new(), stream: Stream::new(STREAM) }
    }
}

impl Laws {
    /// Reads all states from the stream. After a new adoption an authority's earlier changes stand.
    pub fn replay(stream: Stream) -> Result<Self> {
        let mut states: Vec<Arc<Law>> = Vec::with_capacity(stream.records.len());
        let mut changes: Vec<LawChange> = Vec::new();
        for record in &stream.records {
            let bad =
                |e: &dyn std::fmt::Display| StoreError::inconsistent("journal", record.name(), e);
            let next = if record.kind == ADOPTED {
                let law = Law::from_canonical(&record.read::<String>()?).map_err(|e| bad(&e))?;
                changes.iter().try_fold(law, |law, change| law.apply(change))
            } else {
                let change: LawChange = record.read()?;
                let law = states.last().ok_or_else(|| bad(&"nothing was adopted before"))?;
                let next = law.apply(&change);
                changes.push(change);
                next
            };
            states.push(Arc::new(next.map_err(|e| bad(&e))?));
        }
        Ok(Self { states, stream })
    }

    /// The law now.
    ///
    /// # Panics
    /// Before any law was adopted; [`crate::Store::open`] adopts one before anything else.
    pub fn now(&self) -> &Arc<Law> {
        self.states.last().expect("a law is adopted when a store is opened")
    }

    /// The law as of a version of the stream: 1 is the first.
    pub fn at(&self, version: i64) -> &Arc<Law> {
        let place = usize::try_from(version - 1).unwrap_or(0);
        self.states.get(place).unwrap_or_else(|| self.now())
    }

    /// How many states there have been; the newest one's version.
    pub fn version(&self) -> i64 {
        self.states.len() as i64
    }

    /// The states after `version`, oldest first, with their versions.
    pub fn since(&self, version: i64) -> impl Iterator<Item = (i64, &Arc<Law>)> {
        let skip = usize::try_from(version).unwrap_or(0);
        self.states.iter().enumerate().skip(skip).map(|(place, law)| (place as i64 + 1, law))
    }

    /// The stream's records.
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The fact that adopts the rulebook which this program carries, unless it is the one adopted
    /// last.
    pub(crate) fn adoption(&self) -> Result<Option<Fact>> {
        let bad = |e: &dyn std::fmt::Display| StoreError::Unusable(format!("rules: {e}"));
        let law = Law::embedded().map_err(|e| bad(&e))?;
        let carried = law.canonical().map_err(|e| bad(&e))?;
        let adopted = self.stream.records.iter().rfind(|record| record.kind == ADOPTED);
        let same = match adopted {
            Some(record) => record.read::<String>()? == carried,
            None => false,
        };
        Ok((!same).then(|| Fact::new(ADOPTED, 1, &carried)))
    }
}
