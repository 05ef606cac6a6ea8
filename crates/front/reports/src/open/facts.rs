//! What can happen to a dataset: a month of it was issued. Facts are read for ever: a new shape of
//! one is a new `form`.

use counts::guard::Mark;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result};

/// A month was issued.
pub const ISSUED: &str = "dataset.issued";

/// Every kind, for the documents.
pub const KINDS: &[&str] = &[ISSUED];

/// All units of a dataset together.
pub const ALL: &str = "all";

/// A unit that recorded something in the year so far, under its public name then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Era and code.
    pub unit: String,
    /// Its name, with all that stood above it.
    pub name: String,
}

/// Which part of the year a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The month of the issue.
    Month,
    /// The quarter that ends with it.
    Quarter,
    /// The year that ends with it.
    Year,
}

/// A figure that was published, or hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The indicator.
    pub of: String,
    /// The unit, or [`ALL`].
    pub unit: String,
    /// Of how long.
    pub span: Span,
    /// By which dimension it is broken down; none for a sum.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Which part of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// How many.
    pub n: i64,
    /// How many of them stand on a public list.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub listed: i64,
    /// How it was published.
    #[serde(default, skip_serializing_if = "is_shown")]
    pub mark: Mark,
}

/// A part of a month's figure. It is not published: the year is broken down, the months are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The indicator.
    pub of: String,
    /// The unit.
    pub unit: String,
    /// By which dimension.
    pub by: String,
    /// Which part of it.
    pub part: String,
    /// How many.
    pub n: i64,
}

/// A month as it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Which month, 1 to 12.
    pub month: i8,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// The day of the issue.
    pub on: Date,
    /// Below which number a figure was not published.
    pub least: i64,
    /// The version of the law.
    pub law: i64,
    /// The units of the year so far.
    pub units: Vec<Place>,
    /// What was published.
    pub cells: Vec<Cell>,
    /// What the year's breakdown will be made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

fn is_nought(n: &i64) -> bool {
    *n == 0
}

fn is_shown(mark: &Mark) -> bool {
    mark.is_shown()
}

impl Issued {
    /// The fact to be journaled.
    #[must_use]
    pub fn to_fact(&self) -> Fact {
        Fact::new(ISSUED, 1, self)
    }
}

/// Reads a record.
///
/// # Errors
/// When the kind or form is not one of ours.
pub fn read(record: &Record) -> Result<Issued> {
    match (record.kind.as_str(), record.form) {
        (ISSUED, 1) => record.read(),
        _ => Err(record.unknown()),
    }
}
