//! What the facts of frozen reports mean to views. Pure.

use store::{Laws, Projection, Projector, Result, Stream, Table, ViewRow, row};

use super::Kept;

/// The view of frozen reports.
pub static FROZEN: Table =
    Table::rows("reports_frozen", 1, &["stream", "unit", "form", "title", "asked", "on_day", "at"]);

/// The projector of the prefix `report`.
pub struct Reports;

impl Projector for Reports {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(kept) = Kept::replay(stream)? else { return Ok(Projection::default()) };
        let frozen = &kept.frozen;
        let values = row![
            kept.id.as_str(),
            frozen.unit.as_str(),
            frozen.form.as_str(),
            kept.form.vi.as_str(),
            frozen.period.asked.as_str(),
            frozen.on,
            kept.at,
        ];
        let rows = vec![ViewRow::new(&FROZEN, values)];
        Ok(Projection { rows, sealed: vec![frozen.words.clone()], ..Projection::default() })
    }
}
