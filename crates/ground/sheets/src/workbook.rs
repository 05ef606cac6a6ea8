//! Excel's workbooks, by calamine: cells one after another for XLSX, whole sheets for XLS.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};
use legacy::Encoding;

use crate::{Book, Cell, Fault, Format, Limits, Table};

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Broken(error.to_string())
}

/// What is left of the limits while all sheets are read.
struct Room<'l> {
    limits: &'l Limits,
    rows: usize,
    cells: usize,
}

impl<'l> Room<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self { limits, rows: 0, cells: 0 }
    }

    /// Sets a cell at its place; rows come in order in every lawful file.
    fn put(
        &mut self,
        rows: &mut Vec<(u64, Vec<Cell>)>,
        (row, column): (u32, u32),
        cell: Cell,
    ) -> Result<(), Fault> {
        let beyond = |what, most: usize| Fault::Beyond { what, most: most as u64 };
        let (line, column) = (u64::from(row) + 1, column as usize);
        if column >= self.limits.columns {
            return Err(beyond("columns", self.limits.columns));
        }
        if cell.text.len() > self.limits.letters && cell.text.chars().count() > self.limits.letters
        {
            return Err(beyond("letters", self.limits.letters));
        }
        if rows.last().is_none_or(|(last, _)| *last < line) {
            self.rows += 1;
            rows.push((line, Vec::new()));
        }
        let Some((last, cells)) = rows.last_mut() else { return Ok(()) };
        if *last != line {
            return Err(Fault::Broken(format!("line {line} stands after line {last}")));
        }
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = cell;
        match () {
            () if self.rows > self.limits.rows => Err(beyond("rows", self.limits.rows)),
            () if self.cells > self.limits.cells => Err(beyond("cells", self.limits.cells)),
            () => Ok(()),
        }
    }
}

/// Reads an XLSX that was found small enough.
pub(crate) fn xlsx(bytes: Vec<u8>, limits: &Limits) -> Result<Book, Fault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let (mut tables, mut room, mut font) = (Vec::new(), Room::new(limits), None);
    for name in book.sheet_names() {
        // A sheet of a chart has no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let large: Vec<Option<(Encoding, bool)>> = reader
            .styles()
            .iter()
            .map(|style| Encoding::of_font(style.font.as_ref()?.name.as_deref()?))
            .collect();
        let mut rows = Vec::new();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
            let Some(text) = by_reference(cell.get_value()) else { continue };
            let named = large.get(style).copied().flatten();
            font = font.or(named.map(|(encoding, _)| encoding));
            let large = named.is_some_and(|(_, large)| large);
            room.put(&mut rows, cell.get_position(), Cell { text, large })?;
        }
        tables.push(Table::of(name, rows));
    }
    Ok(Book { format: Format::Xlsx, tables, font })
}

/// Reads an XLS that was found small enough.
pub(crate) fn xls(bytes: Vec<u8>, fonts: &[String], limits: &Limits) -> Result<Book, Fault> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let (mut tables, mut room) = (Vec::new(), Room::new(limits));
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = Vec::new();
        for (row, column, value) in range.used_cells() {
            let Some(text) = by_value(value) else { continue };
            let place = (top + row as u32, left + column as u32);
            room.put(&mut rows, place, Cell::plain(text))?;
        }
        tables.push(Table::of(name, rows));
    }
    let font = fonts.iter().find_map(|name| Encoding::of_font(name)).map(|(encoding, _)| encoding);
    Ok(Book { format: Format::Xls, tables, font })
}

fn by_reference(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        DataRef::Empty | DataRef::Error(_) => return None,
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => float(*n),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        DataRef::DateTime(at) => day(at),
    })
}

fn by_value(value: &Data) -> Option<String> {
    Some(match value {
        Data::Empty | Data::Error(_) => return None,
        Data::Int(n) => n.to_string(),
        Data::Float(n) => float(*n),
        Data::DateTime(at) => day(at),
        Data::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        other => other.to_string(),
    })
}

/// A whole number without its ".0".
fn float(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 { format!("{n:.0}") } else { n.to_string() }
}

fn day(at: &ExcelDateTime) -> String {
    let (y, m, d, ..) = at.to_ymd_hms_milli();
    format!("{y:04}-{m:02}-{d:02}")
}
