//! What became of figures since a report was frozen: cell by cell, and matter by matter; pure.

use std::collections::BTreeMap;

use super::cases::Case;
use crate::report::Placing;

/// The word of the line of sums.
pub const ALL: &str = "all";

/// A cell whose matters are no longer the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its line: [`crate::report::Who::word`], or [`ALL`].
    pub line: String,
    /// Its column's place.
    pub column: usize,
    /// What stands in the frozen report.
    pub was: i64,
    /// What it would be now.
    pub now: i64,
    /// How many matters count for more or less than they did.
    pub moved: usize,
}

/// A matter in a cell, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its stream.
    pub stream: String,
    /// The code of its unit.
    pub unit: String,
    /// The day on which it was, or is, counted.
    pub day: jiff::civil::Date,
    /// For how many it counted when the report was frozen.
    pub was: i64,
    /// For how many it counts now.
    pub now: i64,
}

/// All matters of one cell, then and now, oldest first.
#[must_use]
pub fn of_cell(
    placing: &Placing<'_>,
    (then, now): (&[Case], &[Case]),
    (line, column): (&str, usize),
) -> Vec<Moved> {
    let mut all: BTreeMap<&str, Moved> = BTreeMap::new();
    for (cases, is_now) in [(then, false), (now, true)] {
        for case in cases {
            let Some(n) = case.of.get(&column) else { continue };
            if line != ALL && placing.line(case) != Some(line) {
                continue;
            }
            let one = all.entry(&case.stream).or_insert_with(|| Moved {
                stream: case.stream.clone(),
                unit: case.unit.clone(),
                day: case.day,
                was: 0,
                now: 0,
            });
            *(if is_now { &mut one.now } else { &mut one.was }) += n;
        }
    }
    let mut all: Vec<Moved> = all.into_values().collect();
    all.sort_by(|a, b| (a.day, &a.stream).cmp(&(b.day, &b.stream)));
    all
}

/// Every cell that is no longer what it was: those of the sums first, then line by line.
#[must_use]
pub fn cells(placing: &Placing<'_>, then: &[Case], now: &[Case]) -> Vec<Cell> {
    let mut sums: BTreeMap<(&str, usize, &str), [i64; 2]> = BTreeMap::new();
    for (at, cases) in [then, now].into_iter().enumerate() {
        for case in cases {
            let line = placing.line(case).filter(|_| placing.has_lines());
            for (column, n) in &case.of {
                for line in std::iter::once(ALL).chain(line) {
                    sums.entry((line, *column, &case.stream)).or_default()[at] += n;
                }
            }
        }
    }
    let mut cells: BTreeMap<(&str, usize), Cell> = BTreeMap::new();
    for ((line, column, _), [was, now]) in sums {
        let cell = cells.entry((line, column)).or_insert_with(|| Cell {
            line: line.to_owned(),
            column,
            was: 0,
            now: 0,
            moved: 0,
        });
        cell.was += was;
        cell.now += now;
        cell.moved += usize::from(was != now);
    }
    let mut cells: Vec<Cell> = cells.into_values().filter(|cell| cell.moved > 0).collect();
    let place = |cell: &Cell| (cell.line != ALL, placing.place(&cell.line), cell.column);
    cells.sort_by_key(place);
    cells
}
