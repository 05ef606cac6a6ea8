//! A table that goes with a document: `Phụ lục`, on pages of its own behind the signature.

use serde::{Deserialize, Serialize};

use crate::sheet::{Cell, Column, Kind, shown};
use crate::{DocumentError, text};

/// A table behind the signature, with its own title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Appendix {
    /// What it holds.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; each has a cell for each column.
    pub rows: Vec<Vec<Cell<'static>>>,
}

/// An appendix as it stands on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// `Phụ lục`, with a Roman number where there are several.
    pub head: String,
    /// What it holds.
    pub title: String,
    /// To which document it belongs.
    pub belongs: String,
    /// More columns than a standing page has room for.
    pub turned: bool,
    /// The columns.
    pub columns: Vec<Head>,
    /// The words of the cells.
    pub rows: Vec<Vec<String>>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Its words.
    pub title: String,
    /// Whether it holds numbers, which stand to the right.
    pub number: bool,
    /// Its share of the width.
    pub share: u16,
}

/// Columns of a standing page, in characters.
const STANDING: u16 = 90;

/// The appendices in their order, numbered when there are several.
pub(crate) fn tables(all: &[Appendix], belongs: &str) -> Result<Vec<Table>, DocumentError> {
    let one = |(at, appendix): (usize, &Appendix)| appendix.table(at, all.len(), belongs);
    all.iter().enumerate().map(one).collect()
}

impl Appendix {
    fn table(&self, at: usize, of: usize, belongs: &str) -> Result<Table, DocumentError> {
        if self.columns.is_empty() {
            return Err(DocumentError::Empty { part: "columns" });
        }
        let rows = self.rows.iter().enumerate();
        rows.clone().try_for_each(|(at, row)| crate::sheet::check(&self.columns, at + 1, row))?;
        let head = |column: &Column| Head {
            title: text::line(&column.title),
            number: column.kind == Kind::Number,
            share: column.width,
        };
        Ok(Table {
            head: if of > 1 {
                format!("PHỤ LỤC {}", roman(at + 1))
            } else {
                "PHỤ LỤC".to_owned()
            },
            title: text::line(&self.title).to_uppercase(),
            belongs: belongs.to_owned(),
            turned: self.columns.iter().map(|column| column.width).sum::<u16>() > STANDING,
            columns: self.columns.iter().map(head).collect(),
            rows: rows.map(|(_, row)| row.iter().map(shown).collect()).collect(),
        })
    }
}

/// I, II, III …: appendices are numbered in Roman figures.
fn roman(mut n: usize) -> String {
    const SIGNS: [(usize, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appendices_have_roman_numbers() {
        let written: Vec<String> = [1, 4, 9, 14].into_iter().map(roman).collect();
        assert_eq!(written, ["I", "IV", "IX", "XIV"]);
    }
}
