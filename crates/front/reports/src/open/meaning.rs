//! What the facts of datasets mean to views. Pure.

use store::{Laws, Projection, Projector, Result, Stream, Table, ViewRow, row};

use super::Volume;

/// The view of issues.
pub static ISSUED: Table =
    Table::rows("datasets_issued", 3, &["dataset", "year", "month", "on_day"]);

/// The projector of the prefix `dataset`.
pub struct Datasets;

impl Projector for Datasets {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(volume) = Volume::replay(stream)? else { return Ok(Projection::default()) };
        let (dataset, year) = (volume.dataset.as_str(), i64::from(volume.year));
        let issues = volume.issues.iter();
        let row = |issue: &super::facts::Issued| {
            ViewRow::new(&ISSUED, row![dataset, year, i64::from(issue.month), issue.on])
        };
        Ok(Projection { rows: issues.map(row).collect(), ..Projection::default() })
    }
}
