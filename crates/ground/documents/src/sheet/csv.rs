//! CSV as RFC 4180 says it: commas, quotes, CRLF; UTF-8 with a byte-order mark, because without it
//! office suites take Vietnamese for another encoding.
//!
//! Days and moments are written year first, which every office suite reads as what they are. A text
//! that an office suite would take for a formula gets an apostrophe before it.

use std::borrow::Cow;
use std::io::Write;

use crate::DocumentError;
use crate::sheet::{Cell, Sheet, hanoi};

/// Writes rows as they come.
pub struct CsvRows<'a, W: Write> {
    sheet: &'a Sheet,
    out: csv::Writer<W>,
    row: usize,
}

impl Sheet {
    /// Opens a CSV: mark and header are written at once.
    ///
    /// # Errors
    /// When `out` does not take them.
    pub fn csv<W: Write>(&self, mut out: W) -> Result<CsvRows<'_, W>, DocumentError> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        let titles = self.columns.iter().map(|column| guarded(&column.title).into_owned());
        out.write_record(titles).map_err(fault)?;
        Ok(CsvRows { sheet: self, out, row: 0 })
    }

    /// Goes on with a CSV that was opened before: rows only, for one who sends part by part.
    pub fn csv_more<W: Write>(&self, out: W) -> CsvRows<'_, W> {
        let out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        CsvRows { sheet: self, out, row: 0 }
    }
}

impl<W: Write> CsvRows<'_, W> {
    /// Writes one row.
    ///
    /// # Errors
    /// [`DocumentError::WrongCell`], or `out` does not take it.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), DocumentError> {
        self.row += 1;
        self.sheet.check(self.row, cells)?;
        for cell in cells {
            self.out.write_field(&written(cell)[..]).map_err(fault)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(fault)
    }

    /// Hands the receiver back, everything written.
    ///
    /// # Errors
    /// When `out` does not take the rest.
    pub fn finish(self) -> Result<W, DocumentError> {
        self.out.into_inner().map_err(|e| DocumentError::Write(e.into_error()))
    }
}

fn written<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => guarded(text),
        Cell::Date(day) => Cow::Owned(day.to_string()),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Instant(moment) => {
            Cow::Owned(hanoi(*moment).strftime("%Y-%m-%d %H:%M:%S").to_string())
        }
    }
}

/// A formula begins with one of these signs, also in their wide forms, also after what an office
/// suite skips.
fn guarded(text: &str) -> Cow<'_, str> {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|'];
    if text.starts_with(signs) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn fault(error: csv::Error) -> DocumentError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => DocumentError::Write(error),
        other => DocumentError::Fault(format!("{other:?}")),
    }
}
