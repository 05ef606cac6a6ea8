//! What the facts of schedules mean to views. Pure.

use store::{Laws, Projection, Projector, Result, Stream, Table, ViewRow, row};

use super::Schedule;

/// The view of schedules.
pub static SCHEDULES: Table =
    Table::rows("report_schedules", 1, &["stream", "unit", "form", "from_day", "until_day", "at"]);

/// The projector of the prefix `schedule`.
pub struct Schedules;

impl Projector for Schedules {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(one) = Schedule::replay(stream)? else { return Ok(Projection::default()) };
        let values = row![
            one.id,
            one.begun.unit.as_str(),
            one.begun.form.as_str(),
            one.begun.from,
            one.ended,
            one.at,
        ];
        let rows = vec![ViewRow::new(&SCHEDULES, values)];
        Ok(Projection { rows, ..Projection::default() })
    }
}
