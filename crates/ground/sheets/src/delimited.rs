//! Text with a sign between columns: comma, semicolon or tab, whichever makes the most rows of one
//! width. Rows are read one at a time: a register of a whole province need not fit as cells.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use crate::{BadRow, Book, Fault, Format, Limits, Row, RowFault, Table};

/// A text and the sign that divides it.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    bytes: Arc<[u8]>,
    sign: u8,
    unicode: bool,
    letters: usize,
    columns: usize,
}

/// How many rows the sign is judged by.
const LOOKED_AT: usize = 40;

/// Reads bytes in any encoding.
pub(crate) fn read(bytes: Vec<u8>, limits: &Limits) -> Result<Book, Fault> {
    if bytes.len() as u64 > limits.unpacked {
        return Err(Fault::Beyond { what: "bytes", most: limits.unpacked });
    }
    let plain = std::str::from_utf8(&bytes).is_ok() && !bytes.starts_with(b"\xEF\xBB\xBF");
    let (bytes, unicode): (Arc<[u8]>, bool) = match plain {
        true => (bytes.into(), true),
        false => {
            let (text, unicode) = legacy::latin(&bytes);
            (text.as_bytes().into(), unicode)
        }
    };
    let bytes = one_line_end(bytes);
    let (letters, columns) = (limits.letters, limits.columns);
    let with = |sign| Text { bytes: Arc::clone(&bytes), sign, unicode, letters, columns };
    let fit = |text: &Text| {
        let mut widths: HashMap<usize, usize> = HashMap::new();
        text.rows().take(LOOKED_AT).flatten().for_each(|(_, cells)| {
            *widths.entry(cells.len()).or_default() += 1;
        });
        widths.into_iter().filter(|(w, _)| *w > 1).map(|(w, n)| (n, w)).max().unwrap_or_default()
    };
    // On a tie the comma, which stands first.
    let texts = [b',', b';', b'\t'].map(with);
    let fits = texts.each_ref().map(fit);
    let best = (0..3).rev().max_by_key(|at| fits[*at]).unwrap_or_default();
    let [comma, semicolon, tab] = texts;
    let text = [comma, semicolon, tab].into_iter().nth(best);
    let tables = text.into_iter().map(Table::text).collect();
    Ok(Book { format: Format::Csv, tables, font: None })
}

/// Every line end as one sign. The reader of records counts a line at its line feed, which for a
/// record that ended at the carriage return before it lies in the next record: without this, the
/// first row of a file from Windows would stand on the line of the head.
fn one_line_end(bytes: Arc<[u8]>) -> Arc<[u8]> {
    if !bytes.contains(&b'\r') {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\r' => out.push(b'\n'),
            byte => out.push(*byte),
        }
    }
    out.into()
}

impl Text {
    /// Whether the bytes were Unicode, so that nothing need be read anew.
    pub fn is_unicode(&self) -> bool {
        self.unicode
    }

    /// All rows, from the first.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row, BadRow>> + Send + use<> {
        let reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(self.sign)
            .from_reader(Cursor::new(Arc::clone(&self.bytes)));
        let (letters, columns) = (self.letters, self.columns);
        let bytes = Arc::clone(&self.bytes);
        reader.into_records().map(move |record| {
            let bad = |line, why| BadRow { line, why };
            let record = record.map_err(|error| {
                bad(error.position().map_or(0, csv::Position::line), RowFault::Unreadable)
            })?;
            // Empty lines before a record are read with it.
            let line = record.position().map_or(0, |at| {
                let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
                let rest = bytes.get(from..).unwrap_or_default();
                at.line() + rest.iter().take_while(|byte| **byte == b'\n').count() as u64
            });
            if record.len() > columns {
                return Err(bad(line, RowFault::Columns(columns)));
            }
            if record.iter().any(|c| c.len() > letters && c.chars().count() > letters) {
                return Err(bad(line, RowFault::Letters(letters)));
            }
            Ok((line, record.iter().map(str::to_owned).collect()))
        })
    }
}
