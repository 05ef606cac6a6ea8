//! A table of rows on its way out: CSV and XLSX row by row, PDF as a register to print.
//!
//! It knows columns and kinds, not what they mean. Rows are pushed, so that a caller who reads a
//! database page by page never holds all of them.

mod csv;
mod print;
mod xlsx;

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use crate::DocumentError;

pub use csv::CsvRows;
pub use print::Register;
pub(crate) use print::shown;
pub use xlsx::XlsxRows;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words; never read as a formula.
    Text,
    /// A civil day.
    Date,
    /// A number.
    Number,
    /// A moment, shown in the time of Viet Nam.
    Instant,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    /// Its width in characters; also its share of the printed page.
    pub width: u16,
}

impl Column {
    /// A column.
    pub fn new(title: impl Into<String>, kind: Kind, width: u16) -> Self {
        Self { title: title.into(), kind, width: width.clamp(3, 120) }
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell<'a> {
    /// Nothing; fits every column.
    Empty,
    /// Words.
    Text(Cow<'a, str>),
    /// A civil day.
    Date(Date),
    /// A number; exact up to 2⁵³.
    Number(f64),
    /// A moment.
    Instant(Timestamp),
}

impl Cell<'_> {
    fn fits(&self, kind: Kind) -> bool {
        matches!(
            (self, kind),
            (Self::Empty, _)
                | (Self::Text(_), Kind::Text)
                | (Self::Date(_), Kind::Date)
                | (Self::Number(_), Kind::Number)
                | (Self::Instant(_), Kind::Instant)
        )
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Date> for Cell<'_> {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl From<Timestamp> for Cell<'_> {
    fn from(moment: Timestamp) -> Self {
        Self::Instant(moment)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A table: its title and columns. Its rows come to a writer that it opens.
///
/// ```
/// use documents::{Column, Kind, Sheet};
///
/// let sheet = Sheet::new("Sổ đơn", vec![
///     Column::new("Mã đơn", Kind::Text, 10),
///     Column::new("Ngày nhận", Kind::Date, 12),
/// ])?;
/// let mut rows = sheet.csv(Vec::new())?;
/// rows.row(&["BM-7K4".into(), jiff::civil::date(2026, 8, 3).into()])?;
/// rows.row(&["=1+1".into(), documents::Cell::Empty])?;
/// let csv = String::from_utf8(rows.finish()?)?;
/// assert_eq!(csv, "\u{feff}Mã đơn,Ngày nhận\r\nBM-7K4,2026-08-03\r\n'=1+1,\r\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    title: String,
    columns: Vec<Column>,
    mark: String,
}

impl Sheet {
    /// A table with at least one column.
    ///
    /// # Errors
    /// [`DocumentError::Empty`] without title or columns.
    pub fn new(title: impl Into<String>, columns: Vec<Column>) -> Result<Self, DocumentError> {
        let title = crate::text::line(&title.into());
        if title.is_empty() {
            return Err(DocumentError::Empty { part: "title" });
        }
        if columns.is_empty() {
            return Err(DocumentError::Empty { part: "columns" });
        }
        Ok(Self { title, columns, mark: String::new() })
    }

    /// The same with the mark of a demonstration: on every printed page, and on the tab of a
    /// workbook. A CSV has no place for it but its file's name.
    #[must_use]
    pub fn marked(mut self, mark: Option<&str>) -> Self {
        self.mark = crate::text::line(mark.unwrap_or_default());
        self
    }

    fn check(&self, row: usize, cells: &[Cell<'_>]) -> Result<(), DocumentError> {
        check(&self.columns, row, cells)
    }
}

/// A row must have a cell for each column, of its kind.
pub(crate) fn check(
    columns: &[Column],
    row: usize,
    cells: &[Cell<'_>],
) -> Result<(), DocumentError> {
    let wrong = |column: String, flaw| Err(DocumentError::WrongCell { row, column, flaw });
    if cells.len() != columns.len() {
        return wrong(columns.len().to_string(), "another number of cells");
    }
    for (cell, column) in cells.iter().zip(columns) {
        if !cell.fits(column.kind) {
            return wrong(column.title.clone(), "a cell of another kind");
        }
        if matches!(cell, Cell::Number(number) if !number.is_finite()) {
            return wrong(column.title.clone(), "not a number");
        }
    }
    Ok(())
}

/// A moment as the clocks of Viet Nam show it.
fn hanoi(moment: Timestamp) -> jiff::civil::DateTime {
    moment.to_zoned(TimeZone::fixed(Offset::constant(7))).datetime()
}
