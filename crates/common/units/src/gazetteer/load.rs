//! The tables of `data/units/`, read into the gazetteer's own shape.
//!
//! The tables are part of the program, so an error here is a mistake in the repository, found by
//! the first test; it still names file, line and reason.

use std::collections::HashMap;

use super::model::{Edge, Era, Kind, Share, Span, UnitRef, Version};

const TABLES: [(&str, &str); 3] = [
    ("provinces.tsv", include_str!("../../../../../data/units/provinces.tsv")),
    ("districts.tsv", include_str!("../../../../../data/units/districts.tsv")),
    ("communes.tsv", include_str!("../../../../../data/units/communes.tsv")),
];
const LINEAGE: &str = include_str!("../../../../../data/units/lineage.tsv");
const CODES: &str = include_str!("../../../../../data/units/codes.tsv");
const NICKNAMES: &str = include_str!("../../../../../data/units/nicknames.tsv");

/// A table of units that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("data/units/{file}:{line}: {reason}")]
pub struct DataError {
    /// File in `data/units/`.
    pub file: &'static str,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// Units with their versions, edges, and the words typed by hand.
pub(crate) struct Tables {
    pub units: Vec<UnitRef>,
    /// Where the versions of each unit begin; one more at the end.
    pub starts: Vec<u32>,
    pub versions: Vec<Version>,
    /// Sorted by old and new unit.
    pub edges: Vec<Edge>,
    /// Another code for a unit.
    pub codes: Vec<(&'static str, u32)>,
    /// Another name for a unit, folded.
    pub nicknames: Vec<(u32, &'static str)>,
}

struct Row {
    unit: UnitRef,
    parent: Option<UnitRef>,
    version: Version,
}

/// Reads all tables.
pub(crate) fn tables() -> Result<Tables, DataError> {
    let mut spans = Spans::default();
    let mut rows = Vec::with_capacity(16_000);
    for (file, text) in TABLES {
        read(file, text, |cells| {
            rows.push(unit_row(cells, &mut spans)?);
            Ok(())
        })?;
    }
    rows.sort_by_key(|r| r.unit);
    let mut units: Vec<UnitRef> = Vec::with_capacity(rows.len());
    let mut starts = Vec::with_capacity(rows.len() + 1);
    for (i, row) in rows.iter().enumerate() {
        if units.last() != Some(&row.unit) {
            units.push(row.unit);
            starts.push(index(i));
        }
    }
    starts.push(index(rows.len()));
    let find = |unit: UnitRef| {
        units.binary_search(&unit).map(index).map_err(|_| format!("no unit {unit}"))
    };
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let parent = row.parent.map(find).transpose();
        let parent =
            parent.map_err(|reason| DataError { file: "communes.tsv", line: 0, reason })?;
        versions.push(Version { parent, ..row.version });
    }
    let mut edges = Vec::with_capacity(12_000);
    read("lineage.tsv", LINEAGE, |cells| {
        edges.push(edge_row(cells, &find, &mut spans)?);
        Ok(())
    })?;
    edges.sort_by_key(|e| (e.old, e.new));
    let mut codes = Vec::new();
    read("codes.tsv", CODES, |cells| {
        codes.push((cells[1], find(unit(cells[0])?)?));
        Ok(())
    })?;
    let mut nicknames = Vec::new();
    read("nicknames.tsv", NICKNAMES, |cells| {
        nicknames.push((find(unit(cells[0])?)?, cells[1]));
        Ok(())
    })?;
    Ok(Tables { units, starts, versions, edges, codes, nicknames })
}

/// Positions fit in 32 bits by far.
pub(crate) fn index(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

fn read(
    file: &'static str,
    text: &'static str,
    mut each: impl FnMut(&[&'static str]) -> Result<(), String>,
) -> Result<(), DataError> {
    let width = text.lines().next().map_or(0, |head| head.split('\t').count());
    let mut cells: Vec<&'static str> = Vec::with_capacity(width);
    for (i, line) in text.lines().enumerate().skip(1) {
        cells.clear();
        cells.extend(line.split('\t'));
        let checked =
            if cells.len() == width { each(&cells) } else { Err(format!("{} cells", cells.len())) };
        checked.map_err(|reason| DataError { file, line: i + 1, reason })?;
    }
    Ok(())
}

fn unit(text: &str) -> Result<UnitRef, String> {
    text.parse().map_err(|e: super::model::NotAUnit| e.to_string())
}

/// A few boundaries stand in thousands of rows: each is read once.
#[derive(Default)]
struct Spans(HashMap<&'static str, Span>);

impl Spans {
    fn read(&mut self, text: &'static str) -> Result<Span, String> {
        if let Some(span) = self.0.get(text) {
            return Ok(*span);
        }
        let span = Span::parse(text).map_err(|e| e.to_string())?;
        self.0.insert(text, span);
        Ok(span)
    }
}

fn unit_row(cells: &[&'static str], spans: &mut Spans) -> Result<Row, String> {
    let era = if cells[0] == "34" { Era::Provinces34 } else { Era::Provinces63 };
    let reference =
        |code: &str| UnitRef::new(era, code).ok_or_else(|| format!("not a code: {code:?}"));
    Ok(Row {
        unit: reference(cells[1])?,
        parent: if cells[4].is_empty() { None } else { Some(reference(cells[4])?) },
        version: Version {
            kind: Kind::parse(cells[2]).ok_or_else(|| format!("no type {:?}", cells[2]))?,
            name: cells[3],
            also: cells[7],
            parent: None,
            from: spans.read(cells[5])?,
            to: spans.read(cells[6])?,
        },
    })
}

fn edge_row(
    cells: &[&'static str],
    find: &impl Fn(UnitRef) -> Result<u32, String>,
    spans: &mut Spans,
) -> Result<Edge, String> {
    Ok(Edge {
        old: find(unit(cells[0])?)?,
        new: find(unit(cells[1])?)?,
        share: match cells[2] {
            "full" => Share::Full,
            "partial" => Share::Partial,
            "unstated" => Share::Unstated,
            other => return Err(format!("no share {other:?}")),
        },
        date: spans.read(cells[3])?,
        ground: cells[4],
    })
}
