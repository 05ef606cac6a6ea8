//! The numbers of papers: one gapless series for each unit, year and symbol, as Decree 30/2020
//! says in Article 15: from 01 on the first day of the year.
//!
//! A series is a stream of its own, `number/{unit}/{year}/{symbol}`, with a fact for each number
//! that was taken. It is written in the commit of the paper that bears the number: either both are
//! there or neither, also when the power goes. Of two officers at once the second one's commit is
//! lost on this stream, and is tried again with the number after it.
//!
//! Not a register: which paper has which number stands on the petition.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Change, Fact, Projector, Result, Store, Stream};

use crate::facts::NUMBER_TAKEN;

/// The beginning of the streams' names.
pub const PREFIX: &str = "number";

/// The body of [`NUMBER_TAKEN`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The number.
    pub number: i64,
    /// By which matter: its stream.
    pub by: String,
}

/// A series as it was read.
#[derive(Clone, Debug)]
pub struct Series {
    stream: Stream,
    last: Option<i64>,
}

impl Series {
    /// Reads the series of a unit and symbol in the year of a day.
    ///
    /// # Errors
    /// The database is away, or a fact cannot be read.
    pub async fn read(store: &Store, unit: &str, on: Date, symbol: &str) -> Result<Self> {
        let stream = store.stream(&format!("{PREFIX}/{unit}/{}/{symbol}", on.year())).await?;
        let last = stream.records.last().map(|record| record.read::<Taken>()).transpose()?;
        Ok(Self { stream, last: last.map(|taken| taken.number) })
    }

    /// The next number; `None` when the series has not begun, and its first is for the office to
    /// say: papers of this year may have been numbered elsewhere before.
    #[must_use]
    pub fn next(&self) -> Option<i64> {
        self.last.map(|last| last + 1)
    }

    /// The change that takes a number for a matter.
    #[must_use]
    pub fn take(self, number: i64, by: &str) -> Change {
        let taken = Taken { number, by: by.to_owned() };
        Change::new(self.stream, vec![Fact::new(NUMBER_TAKEN, 1, &taken)])
    }
}

/// Series have no view: the last fact says all.
#[must_use]
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![(PREFIX, Arc::new(duties::NoViews) as Arc<dyn Projector>)]
}
