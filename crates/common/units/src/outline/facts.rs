//! What can happen to a unit's outline, and the view that follows from it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{
    Fact, Laws, Projection, Projector, Record, Result, StoreError, Stream, Table, ViewRow, row,
};

/// An operator brought an outline.
pub const OUTLINED: &str = "unit.outlined";

/// Every kind of fact, for the documents and the test of round trips.
pub const KINDS: &[&str] = &[OUTLINED];

/// A closed line: points as longitude and latitude, in hundred-thousandths of a degree.
pub type Ring = Vec<[i32; 2]>;

/// Something that happened to an outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// [`OUTLINED`].
    Outlined {
        /// The unit's code.
        unit: String,
        /// Its lines.
        rings: Vec<Ring>,
        /// The day.
        on: Date,
    },
}

impl Event {
    /// The fact to be journaled.
    pub fn to_fact(&self) -> Fact {
        Fact::new(OUTLINED, 1, self)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// When the kind or form is not ours.
    pub fn read(record: &Record) -> Result<Self> {
        if record.kind == OUTLINED && record.form == 1 {
            return record.read();
        }
        Err(record.unknown())
    }
}

/// The view behind maps.
pub static OUTLINES: Table = Table::rows("unit_outlines", 1, &["unit", "rings"]);

/// The projector of the prefix `outline`.
pub struct Outlines;

impl Projector for Outlines {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(last) = stream.records.last() else { return Ok(Projection::default()) };
        let Event::Outlined { unit, rings, .. } = Event::read(last)?;
        let rings = serde_json::to_string(&rings)
            .map_err(|error| StoreError::inconsistent("journal", last.name(), error.to_string()))?;
        let rows = vec![ViewRow::new(&OUTLINES, row![unit, rings])];
        Ok(Projection { rows, ..Projection::default() })
    }
}
