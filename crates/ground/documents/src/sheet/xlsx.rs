//! XLSX: days are days, numbers are numbers, and words stay words whatever sign they begin with.
//!
//! Rows wait in a temporary file without a name, which the system removes when the writer ends or
//! dies; memory does not grow with them. Only the finished file reaches the receiver, so a receiver
//! that fails halfway has no file rather than half of one.

use std::io::Write;

use jiff::civil::DateTime;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::DocumentError;
use crate::sheet::{Cell, Kind, Sheet, hanoi};

/// Rows of a sheet, less its header.
const MOST: usize = 1_048_575;
/// Characters of a cell; a longer text is cut and ends with an ellipsis.
const LONGEST: usize = 32_767;

/// Writes rows as they come.
pub struct XlsxRows<'a> {
    sheet: &'a Sheet,
    book: Workbook,
    formats: Vec<Format>,
    whole: Format,
    row: usize,
}

impl Sheet {
    /// Opens an XLSX with one frozen header row; `made` is the moment it bears.
    ///
    /// # Errors
    /// When no temporary file can be had.
    pub fn xlsx(&self, made: jiff::Timestamp) -> Result<XlsxRows<'_>, DocumentError> {
        let mut book = Workbook::new();
        let moment = made.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        let properties = DocProperties::new().set_title(self.called());
        book.set_properties(&match excel(moment) {
            Some(moment) => properties.set_creation_datetime(&moment),
            None => properties.set_creation_datetime(&first_moment()?),
        });
        let page = book.add_worksheet_with_constant_memory().map_err(fault)?;
        self.head(page).map_err(fault)?;
        let formats = self.columns.iter().map(|column| format(column.kind)).collect();
        let whole = Format::new().set_num_format("#,##0").set_align(FormatAlign::Top);
        Ok(XlsxRows { sheet: self, book, formats, whole, row: 0 })
    }

    /// Its title, after the mark of a demonstration.
    fn called(&self) -> String {
        format!("{} {}", self.mark, self.title).trim().to_owned()
    }

    fn head(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        page.set_name(tab(&self.called()))?;
        page.set_freeze_panes(1, 0)?;
        page.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?;
        page.set_print_fit_to_pages(1, 0);
        // In a header `&` begins a command; twice it is a sign.
        let mark = self.mark.replace('&', "&&");
        page.set_header(match mark.is_empty() {
            true => "&C&A".to_owned(),
            false => format!("&C&B{mark}&B\n&A"),
        });
        page.set_footer("&C&P/&N");
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin);
        for (at, column) in (0u16..).zip(&self.columns) {
            page.set_column_width(at, column.width)?;
            page.write_string_with_format(0, at, &column.title, &head)?;
        }
        Ok(())
    }
}

impl XlsxRows<'_> {
    /// Writes one row.
    ///
    /// # Errors
    /// [`DocumentError::WrongCell`], [`DocumentError::TooManyRows`], or the temporary file is full.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), DocumentError> {
        self.row += 1;
        self.sheet.check(self.row, cells)?;
        if self.row > MOST {
            return Err(DocumentError::TooManyRows { kind: "xlsx", most: MOST });
        }
        let row = u32::try_from(self.row).map_err(|e| DocumentError::Fault(e.to_string()))?;
        let page = self.book.worksheet_from_index(0).map_err(fault)?;
        for ((at, cell), format) in (0u16..).zip(cells).zip(&self.formats) {
            put(page, row, at, cell, format, &self.whole).map_err(fault)?;
        }
        Ok(())
    }

    /// Writes the whole file to a receiver.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub fn finish<W: Write + Send>(mut self, out: W) -> Result<(), DocumentError> {
        let rows = u32::try_from(self.row).map_err(|e| DocumentError::Fault(e.to_string()))?;
        let last = u16::try_from(self.sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let page = self.book.worksheet_from_index(0).map_err(fault)?;
        page.autofilter(0, 0, rows, last).map_err(fault)?;
        self.book.save_to_writer(out).map_err(fault)
    }
}

fn put(
    page: &mut Worksheet,
    row: u32,
    at: u16,
    cell: &Cell<'_>,
    format: &Format,
    whole: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            page.write_string_with_format(row, at, cut(text), format)?;
        }
        Cell::Number(number) => {
            let format = if number.fract() == 0.0 { whole } else { format };
            page.write_number_with_format(row, at, *number, format)?;
        }
        Cell::Date(day) => moment(page, row, at, day.to_datetime(Default::default()), format)?,
        Cell::Instant(instant) => moment(page, row, at, hanoi(*instant), format)?,
    }
    Ok(())
}

/// A day before 1900 is a text, because a sheet has no such days.
fn moment(
    page: &mut Worksheet,
    row: u32,
    at: u16,
    moment: DateTime,
    format: &Format,
) -> Result<(), XlsxError> {
    match excel(moment) {
        Some(moment) => page.write_datetime_with_format(row, at, &moment, format)?,
        None => page.write_string(row, at, moment.strftime("%d/%m/%Y").to_string())?,
    };
    Ok(())
}

fn excel(at: DateTime) -> Option<ExcelDateTime> {
    let year = u16::try_from(at.year()).ok().filter(|year| *year >= 1900)?;
    let part = |value: i8| u8::try_from(value).ok();
    let day = ExcelDateTime::from_ymd(year, part(at.month())?, part(at.day())?).ok()?;
    day.and_hms(u16::from(part(at.hour())?), part(at.minute())?, f64::from(part(at.second())?)).ok()
}

fn first_moment() -> Result<ExcelDateTime, DocumentError> {
    ExcelDateTime::from_ymd(2000, 1, 1).map_err(fault)
}

fn format(kind: Kind) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match kind {
        Kind::Text => format.set_text_wrap().set_num_format("@"),
        Kind::Date => format.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
        Kind::Instant => format.set_num_format("dd/mm/yyyy hh:mm").set_align(FormatAlign::Center),
        Kind::Number => format.set_num_format("#,##0.###"),
    }
}

/// A text that a cell can hold; counted in UTF-16 as office suites do.
fn cut(text: &str) -> String {
    let clean = kernel::text::clean(text).text;
    if clean.encode_utf16().count() <= LONGEST {
        return clean;
    }
    let mut room = LONGEST - 1;
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    clean.chars().take_while(fits).chain(['…']).collect()
}

/// The name of the sheet's tab: without the signs that a tab may not have, at most 31 long.
fn tab(title: &str) -> String {
    let kept = title.chars().filter(|c| !['[', ']', ':', '*', '?', '/', '\\', '\''].contains(c));
    let mut room = 31;
    kept.take_while(|c| {
        let left = usize::checked_sub(room, c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    })
    .collect()
}

fn fault(error: XlsxError) -> DocumentError {
    match error {
        XlsxError::IoError(error) => DocumentError::Write(error),
        other => DocumentError::Fault(other.to_string()),
    }
}
