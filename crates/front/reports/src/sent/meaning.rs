//! What the facts of reports that came as files mean to views. Pure.

use store::{Laws, Projection, Projector, Result, Stream, Table, ViewRow, row};

use super::facts;

/// The view of reports that came as files.
pub static RECEIVED: Table =
    Table::rows("reports_received", 1, &["stream", "unit", "form", "asked", "on_day", "at"]);

/// The projector of the prefix `roll_up`.
pub struct RollUps;

impl Projector for RollUps {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(first) = stream.records.first() else { return Ok(Projection::default()) };
        let content = facts::read(first)?.content;
        let values = row![
            stream.name.as_str(),
            content.unit.as_str(),
            content.form.as_str(),
            content.period.asked.as_str(),
            content.on,
            first.at,
        ];
        let rows = vec![ViewRow::new(&RECEIVED, values)];
        Ok(Projection { rows, ..Projection::default() })
    }
}
