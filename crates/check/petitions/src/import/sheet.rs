//! Reading a table from CSV or XLSX: a head of column names, then rows of text with line numbers.

use std::fs::File;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};

/// A row as text, with its line in the file (the head is line 1).
pub type Row = (u64, Vec<String>);

/// A table being read.
pub struct Sheet {
    /// Column names.
    pub head: Vec<String>,
    rows: Box<dyn Iterator<Item = Result<Row, (u64, String)>> + Send>,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SheetError(pub String);

impl Sheet {
    /// Opens `.csv` (UTF-8, with or without byte-order mark) or `.xlsx` (its first sheet).
    pub fn open(path: &Path) -> Result<Self, SheetError> {
        let fault = |e: &dyn std::fmt::Display| SheetError(format!("{}: {e}", path.display()));
        match path.extension().and_then(|e| e.to_str()).map(str::to_lowercase).as_deref() {
            Some("csv") => Self::csv(path).map_err(|e| fault(&e)),
            Some("xlsx") => Self::xlsx(path).map_err(|e| fault(&e)),
            _ => Err(fault(&"the file must end in .csv or .xlsx")),
        }
    }

    fn csv(path: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(File::open(path)?);
        let head: Vec<String> = reader.headers()?.iter().map(name).collect();
        let width = head.len();
        let rows = reader.into_records().map(move |record| {
            let record =
                record.map_err(|e| (e.position().map_or(0, csv::Position::line), e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() != width {
                return Err((line, format!("{} columns instead of {width}", record.len())));
            }
            Ok((line, record.iter().map(str::to_owned).collect()))
        });
        Ok(Self { head, rows: Box::new(rows) })
    }

    fn xlsx(path: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let mut book: Xlsx<_> = open_workbook(path)?;
        let sheet = book.worksheet_range_at(0).ok_or("the workbook has no sheet")??;
        let mut lines = sheet.rows().map(|row| row.iter().map(cell).collect::<Vec<String>>());
        let head: Vec<String> =
            lines.next().ok_or("the sheet is empty")?.iter().map(|n| name(n)).collect();
        let rows: Vec<Row> = lines.zip(2..).map(|(row, line)| (line, row)).collect();
        Ok(Self { head, rows: Box::new(rows.into_iter().map(Ok)) })
    }

    /// The place of a column, by name.
    pub fn column(&self, name: &str) -> Result<usize, SheetError> {
        self.head.iter().position(|column| column == name).ok_or_else(|| {
            SheetError(format!("no column '{name}'; the file has: {}", self.head.join(", ")))
        })
    }
}

impl Iterator for Sheet {
    type Item = Result<Row, (u64, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

fn name(text: &str) -> String {
    text.trim_start_matches('\u{feff}').trim().to_owned()
}

/// A cell as text; a date as ISO, a whole number without its ".0".
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) => {
            let (y, m, d, ..) = at.to_ymd_hms_milli();
            format!("{y:04}-{m:02}-{d:02}")
        }
        Data::Float(n) if n.fract() == 0.0 => format!("{n:.0}"),
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}
