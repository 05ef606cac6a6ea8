//! Counts: what each fact adds to the statistics, as sums by indicator, unit, day and kind.
//!
//! A subject declares its indicators and says in its projection what a stream counts for; the sum
//! is written in the transaction of the fact. Sums are additive only: distinct persons, medians
//! and shares are never kept here, because adding them would lie.

pub mod behind;
pub mod days;
pub mod figures;
pub mod guard;
pub mod indicator;
pub mod own;
pub mod period;

use jiff::civil::Date;
use store::{Migration, Result, Store, Sum, Table, row};

pub use figures::{Cell, of_codes};
pub use indicator::Indicator;
pub use period::{Asked, Period};

/// What the people's matters are about, in the order of screens: the fields by which petitions and
/// receptions alike are reported. Never a person's views: what is sorted here is the office's work.
pub const MATTERS: &[&str] = &[
    "roads",
    "water",
    "waste",
    "lighting",
    "land",
    "compensation",
    "building",
    "order",
    "social",
    "health",
    "school",
    "procedures",
    "service",
    "other",
];

/// The cube.
pub static COUNTS: Table =
    Table::sums("counts", &["indicator", "unit", "day", "kind", "channel", "n"]);

/// The slice's views.
pub static TABLES: &[&Table] = &[&COUNTS, &behind::COUNTED];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "counts-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "counts-counted", sql: include_str!("../migrations/counted.sql") },
];

/// One thing that happened on a day at a unit, counted once.
pub fn one(indicator: &str, unit: &str, day: Date, kind: &str, channel: &str) -> Sum {
    Sum { table: &COUNTS, key: row![indicator, unit, day, kind, channel], n: 1 }
}

const BY_KIND: &str = "SELECT indicator, kind, CAST(SUM(n) AS BIGINT) FROM counts \
    WHERE unit = $1 AND day >= $2 AND day <= $3 GROUP BY indicator, kind ORDER BY indicator, kind";

/// Samples of the statements of this crate.
pub fn statements() -> Vec<String> {
    std::iter::once(BY_KIND.to_owned())
        .chain(figures::statements())
        .chain(behind::statements())
        .chain(days::statements())
        .collect()
}

/// A figure of a unit in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Which indicator.
    pub indicator: String,
    /// Which kind.
    pub kind: String,
    /// How many.
    pub n: i64,
}

/// All figures of a unit from one day to another, both included.
pub async fn of_unit(store: &Store, unit: &str, from: Date, to: Date) -> Result<Vec<Figure>> {
    let rows = store.rows(BY_KIND, row![unit, from, to]).await?;
    rows.iter()
        .map(|row| Ok(Figure { indicator: row.text(0)?, kind: row.text(1)?, n: row.int(2)? }))
        .collect()
}
