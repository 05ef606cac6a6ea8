//! What the facts of an organisation's own periods mean to views. Pure.

use store::{Laws, Projection, Projector, Result, Stream, Table, ViewRow, row};

use super::Own;

/// The view of periods.
pub static PERIODS: Table = Table::rows("report_periods", 1, &["stream", "unit", "at"]);

/// The projector of the prefix `period`.
pub struct Periods;

impl Projector for Periods {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(own) = Own::replay(stream)? else { return Ok(Projection::default()) };
        let values = row![own.id.as_str(), own.defined.unit.as_str(), own.at];
        let rows = vec![ViewRow::new(&PERIODS, values)];
        Ok(Projection { rows, ..Projection::default() })
    }
}
