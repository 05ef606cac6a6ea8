//! The register on paper: a table across the sheet with its head on every page, as the books of an
//! office are laid out, for up to some thousands of rows.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::sheet::{Cell, Kind, Sheet, hanoi};
use crate::{DocumentError, Format, Office, pdf, text};

/// Rows of one print; a longer register is printed in parts.
const MOST: usize = 5_000;

/// Collects rows for a print.
pub struct Register<'a> {
    sheet: &'a Sheet,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Opens a print.
    #[must_use]
    pub fn register(&self) -> Register<'_> {
        Register { sheet: self, rows: Vec::new() }
    }
}

impl Register<'_> {
    /// Takes one row.
    ///
    /// # Errors
    /// [`DocumentError::WrongCell`] and [`DocumentError::TooManyRows`].
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), DocumentError> {
        self.sheet.check(self.rows.len() + 1, cells)?;
        if self.rows.len() >= MOST {
            return Err(DocumentError::TooManyRows { kind: "pdf", most: MOST });
        }
        self.rows.push(cells.iter().map(shown).collect());
        Ok(())
    }

    /// Prints: who keeps the register, a line below its title (`Từ ngày … đến ngày …`), the day of
    /// the print.
    ///
    /// # Errors
    /// [`DocumentError::Empty`] when the office has no name.
    pub fn pdf(self, office: &Office, note: &str, day: Date) -> Result<Vec<u8>, DocumentError> {
        let format = Format::on(day).map_err(DocumentError::Fault)?;
        let issuer: Vec<String> =
            office.name.lines().map(|line| text::line(line).to_uppercase()).collect();
        if issuer.concat().trim().is_empty() {
            return Err(DocumentError::Empty { part: "issuer" });
        }
        let columns = self.sheet.columns.iter().map(|column| {
            let title = text::shown(&column.title);
            json!({ "title": title, "kind": kind(column.kind), "share": column.width })
        });
        let data = json!({
            "format": format.json(),
            "title": text::shown(&self.sheet.title),
            "mark": text::shown(&self.sheet.mark),
            "office": text::shown(&issuer.join(" ")),
            "issuer": issuer.iter().map(|line| text::shown(line)).collect::<Vec<_>>(),
            "note": text::shown(&text::line(note)),
            "columns": columns.collect::<Vec<Value>>(),
            "rows": self.rows,
        });
        pdf::make(pdf::Layout::Sheet, &data, day)
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Number => "number",
        Kind::Date | Kind::Instant => "moment",
    }
}

/// A cell as it stands on paper.
pub(crate) fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text::shown(&text::line(text)),
        Cell::Date(day) => day.strftime("%d/%m/%Y").to_string(),
        Cell::Instant(moment) => hanoi(*moment).strftime("%d/%m/%Y %H:%M").to_string(),
        Cell::Number(number) => vietnamese(*number),
    }
}

/// 2.861 and 1.234,5.
fn vietnamese(number: f64) -> String {
    let plain = number.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = if number < 0.0 { "-".to_owned() } else { String::new() };
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_vietnamese_offices_write_them() {
        let cases =
            [(0.0, "0"), (2861.0, "2.861"), (-446_285.5, "-446.285,5"), (1e9, "1.000.000.000")];
        for (number, written) in cases {
            assert_eq!(vietnamese(number), written);
        }
    }
}
