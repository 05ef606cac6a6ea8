//! Tables that offices keep, out of XLSX, XLS, CSV and DOCX: rows of text with the lines on which
//! they stand. What a file is, its content says, never its name.
//!
//! ```text
//! bytes ─► Book::open ─► tables ─► detect (encoding) ─► Head::find ─► Table::rows
//!             └ Fault: not a table · protected · beyond a limit · broken
//! ```
//!
//! # Invariants
//! - Pure: bytes in, rows out; no file is opened and no clock is read.
//! - A file is refused before it fills the memory: what it unpacks to, its rows, columns, cells
//!   and the letters of one cell are bounded ([`Limits`]), and nothing that a file *declares* is
//!   believed.
//! - A cell is kept as it is written; its encoding is chosen later and can be chosen again.

pub mod dates;
mod delimited;
mod docx;
mod head;
mod old;
mod workbook;
mod zipped;

use std::sync::Arc;

use legacy::{Encoding, Finding};

pub use head::Head;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a sign between columns.
    Csv,
    /// Excel since 2007.
    Xlsx,
    /// Excel 5 to 2003.
    Xls,
    /// Word since 2007: its tables.
    Docx,
}

impl Format {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Docx => "docx",
        }
    }
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes that an archive may unpack to.
    pub unpacked: u64,
    /// How many times larger than packed a part may be once it passes a megabyte.
    pub ratio: u64,
    /// Parts of an archive.
    pub parts: usize,
    /// Rows of all tables together.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Cells of all tables together.
    pub cells: usize,
    /// Letters of one cell: as many as Excel has.
    pub letters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked: 384 << 20,
            ratio: 200,
            parts: 4_096,
            rows: 1_100_000,
            columns: 512,
            cells: 24_000_000,
            letters: 32_767,
        }
    }
}

/// What a file is that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A kind of file that has the same name in every language: `PDF`.
    Named(&'static str),
    /// A photograph or drawing.
    Picture,
    /// Files in one file: ZIP, RAR, 7z.
    Archive,
    /// HTML or XML.
    WebPage,
    /// Word before 2007.
    OldWord,
    /// A file of some other program.
    Unknown,
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Named(name) => name,
            Self::Picture => "a picture",
            Self::Archive => "an archive",
            Self::WebPage => "a web page",
            Self::OldWord => "an old Word file (.doc)",
            Self::Unknown => "another program's file",
        })
    }
}

/// Why a file is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no row in it.
    #[error("there is no table in it")]
    Empty,
    /// It is something else.
    #[error("it is no table but {0}; save it as .xlsx, .xls, .csv or .docx")]
    Other(Foreign),
    /// It opens with a password only.
    #[error("it is protected by a password; save it without one")]
    Protected,
    /// It passes a limit.
    #[error("it has more than {most} {what}")]
    Beyond {
        /// `bytes`, `parts`, `ratio`, `rows`, `columns`, `cells` or `letters`.
        what: &'static str,
        /// The limit.
        most: u64,
    },
    /// It breaks off, or lies about what it is.
    #[error("it is broken: {0}")]
    Broken(String),
}

impl Fault {
    /// A stable word for screens.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Other(_) => "other",
            Self::Protected => "protected",
            Self::Beyond { .. } => "beyond",
            Self::Broken(_) => "broken",
        }
    }
}

/// A cell as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text: numbers without needless digits, dates as 2026-01-05.
    pub text: String,
    /// Whether its font shows small letters as capitals (`.VnTimeH`).
    pub large: bool,
}

impl Cell {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), large: false }
    }

    fn read(&self, encoding: Encoding) -> String {
        match encoding {
            Encoding::Tcvn3 if self.large => encoding.read_capitals(&self.text),
            _ => legacy::read_mixed(encoding, &self.text),
        }
    }
}

/// A row as text, with its line: in a table of Word, its number in the table.
pub type Row = (u64, Vec<String>);

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Its line.
    pub line: u64,
    /// What is wrong.
    pub why: RowFault,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// Its bytes make no record.
    Unreadable,
    /// It has more columns than this.
    Columns(usize),
    /// A cell has more letters than this.
    Letters(usize),
}

/// One table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The sheet's name, or nothing.
    pub name: String,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Cells(Arc<Vec<(u64, Vec<Cell>)>>),
    Text(delimited::Text),
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Book {
    /// What it is.
    pub format: Format,
    /// Its tables that have rows, in order.
    pub tables: Vec<Table>,
    /// The old encoding that its fonts name, when one does.
    pub font: Option<Encoding>,
}

impl Book {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is no table, is protected, passes a limit or is broken.
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self, Fault> {
        // The libraries that read workbooks promise no freedom from panics on hostile bytes.
        let read = std::panic::AssertUnwindSafe(|| Self::read(bytes, limits));
        let mut book = std::panic::catch_unwind(read)
            .unwrap_or_else(|_| Err(Fault::Broken("its parts contradict one another".into())))?;
        book.tables.retain(|table| table.rows(Encoding::Unicode).next().is_some());
        if book.tables.is_empty() { Err(Fault::Empty) } else { Ok(book) }
    }

    fn read(bytes: Vec<u8>, limits: &Limits) -> Result<Self, Fault> {
        match what_is(&bytes) {
            What::Zip => {
                let parts = zipped::check(&bytes, limits)?;
                if parts.has("word/document.xml") {
                    return docx::read(&parts, limits);
                }
                match parts.other() {
                    Some(other) => Err(Fault::Other(other)),
                    None => workbook::xlsx(bytes, limits),
                }
            }
            What::Compound => {
                let fonts = old::check(&bytes, limits)?;
                workbook::xls(bytes, &fonts, limits)
            }
            What::Text => delimited::read(bytes, limits),
            What::Other(other) => Err(Fault::Other(other)),
        }
    }

    /// In which encoding its text is, by its syllables and its fonts.
    pub fn detect(&self) -> Finding {
        let mut pieces: Vec<String> = Vec::new();
        for table in &self.tables {
            let cells = table.raw().take(2_000).flat_map(|(_, cells)| cells);
            pieces.extend(cells.map(|cell| cell.text).filter(|text| !text.is_ascii()));
        }
        let pieces = pieces.iter().map(String::as_str);
        match self.font {
            Some(named) => legacy::detect_near(pieces, named),
            None => legacy::detect(pieces),
        }
    }

    /// Up to `most` cells whose words the encoding changes: before and after.
    pub fn changed(&self, encoding: Encoding, most: usize) -> Vec<(String, String)> {
        let cells = self.tables.iter().flat_map(|table| table.raw().take(500)).flat_map(|r| r.1);
        let mut found: Vec<(String, String)> = Vec::new();
        for cell in cells.filter(|cell| !cell.text.is_ascii()) {
            let after = cell.read(encoding);
            if !found.iter().any(|(_, seen)| *seen == after) {
                found.push((Encoding::Unicode.read(&cell.text), after));
            }
            if found.len() == most {
                break;
            }
        }
        found
    }
}

impl Table {
    pub(crate) fn of(name: String, rows: Vec<(u64, Vec<Cell>)>) -> Self {
        Self { name, body: Body::Cells(Arc::new(rows)) }
    }

    pub(crate) fn text(text: delimited::Text) -> Self {
        Self { name: String::new(), body: Body::Text(text) }
    }

    /// Rows as they are written; broken ones are left out.
    fn raw(&self) -> Box<dyn Iterator<Item = (u64, Vec<Cell>)> + '_> {
        match &self.body {
            Body::Cells(rows) => Box::new(rows.iter().cloned()),
            Body::Text(text) => Box::new(
                text.rows()
                    .flatten()
                    .map(|(line, cells)| (line, cells.into_iter().map(Cell::plain).collect())),
            ),
        }
    }

    /// All rows that have a word in them, read in `encoding`.
    pub fn rows(&self, encoding: Encoding) -> Box<dyn Iterator<Item = Result<Row, BadRow>> + Send> {
        let blank = |row: &Result<Row, BadRow>| match row {
            Ok((_, cells)) => cells.iter().any(|cell| !cell.trim().is_empty()),
            Err(_) => true,
        };
        match &self.body {
            Body::Cells(rows) => {
                let rows = Arc::clone(rows);
                let one = move |at: usize| {
                    let (line, cells) = &rows[at];
                    Ok((*line, cells.iter().map(|cell| cell.read(encoding)).collect()))
                };
                let count = match &self.body {
                    Body::Cells(rows) => rows.len(),
                    Body::Text(_) => 0,
                };
                Box::new((0..count).map(one).filter(blank))
            }
            Body::Text(text) => {
                let plain = text.is_unicode() && encoding == Encoding::Unicode;
                let read = move |cell: String| match plain {
                    true => cell,
                    false => legacy::read_mixed(encoding, &cell),
                };
                let rows = text.rows().map(move |row| {
                    row.map(|(line, cells)| (line, cells.into_iter().map(read).collect()))
                });
                Box::new(rows.filter(blank))
            }
        }
    }

    /// Whether a row of another width than the head is a fault: where a sign divides columns, a
    /// sign too many moves all cells after it.
    pub fn is_strict(&self) -> bool {
        matches!(self.body, Body::Text(_))
    }
}

enum What {
    Zip,
    Compound,
    Text,
    Other(Foreign),
}

fn what_is(bytes: &[u8]) -> What {
    let text = bytes.trim_ascii_start();
    let begins = |with: &str| {
        text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()))
    };
    match bytes {
        [b'P', b'K', 3, 4, ..] => What::Zip,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => What::Compound,
        [b'%', b'P', b'D', b'F', ..] => What::Other(Foreign::Named("PDF")),
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] => What::Other(Foreign::Picture),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] => {
            What::Other(Foreign::Archive)
        }
        _ if begins("{\\rtf") => What::Other(Foreign::Named("RTF")),
        _ if ["<!doctype html", "<html", "<table", "<?xml"].iter().any(|mark| begins(mark)) => {
            What::Other(Foreign::WebPage)
        }
        // UTF-16 with its mark; any other file with a zero byte is no text.
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => What::Text,
        _ if bytes[..bytes.len().min(65_536)].contains(&0) => What::Other(Foreign::Unknown),
        _ => What::Text,
    }
}
