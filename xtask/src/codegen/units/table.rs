//! The tab-separated tables of `data/units/`: those typed by people, and the form of the others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::history::{Span, Unit};
use super::lineage::Edge;

/// One typed row: column name to value.
pub type Row = BTreeMap<String, String>;

/// The tables that people typed from the law.
pub struct Typed {
    /// Old units whose successors the sources dispute, decided by the clause.
    pub decisions: Vec<Row>,
    /// For each commune of today the resolution and the clause that made or kept it.
    pub clauses: BTreeMap<String, (String, String)>,
    /// Units that ended before the records begin, and other late corrections.
    pub history: Vec<Row>,
    /// Dated changes of name or type that no package knows.
    pub changes: Vec<Row>,
    /// Another code in use for the same unit.
    pub codes: Vec<Row>,
}

impl Typed {
    /// Reads them from the folder.
    pub fn read(data: &Path) -> Result<Typed, String> {
        let clauses = rows(&data.join("clauses.tsv"))?;
        Ok(Typed {
            decisions: rows(&data.join("decisions.tsv"))?,
            clauses: clauses
                .iter()
                .map(|r| (r["code"].clone(), (r["resolution"].clone(), r["clause"].clone())))
                .collect(),
            history: rows(&data.join("history.tsv"))?,
            changes: rows(&data.join("changes.tsv"))?,
            codes: rows(&data.join("codes.tsv"))?,
        })
    }
}

fn rows(path: &Path) -> Result<Vec<Row>, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut found = Vec::new();
    for (number, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() != head.len() {
            let at = number + 2;
            return Err(format!("{}:{at}: {} cells", path.display(), cells.len()));
        }
        found.push(head.iter().zip(cells).map(|(h, c)| ((*h).to_owned(), c.to_owned())).collect());
    }
    Ok(found)
}

/// A boundary in time as text: nothing, a day, or two days with `..` between.
pub fn span(span: Span) -> String {
    match span {
        Span { first: None, last: None } => String::new(),
        Span { first: Some(a), last: Some(b) } if a == b => a.to_string(),
        Span { first, last } => {
            let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
            format!("{}..{}", day(first), day(last))
        }
    }
}

/// The units of one level (length of the code), one row for each version of a name.
pub fn units(units: &[Unit], level: usize) -> String {
    let mut text = String::from("era\tcode\ttype\tname\tparent\tfrom\tto\talso\n");
    for unit in units.iter().filter(|u| u.code.len() == level) {
        for v in &unit.versions {
            text += &format!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
                unit.era,
                unit.code,
                v.name.kind,
                v.name.bare,
                v.parent,
                span(v.from),
                span(v.to),
                v.also.join(";"),
            );
        }
    }
    text
}

/// The edges from old to new.
pub fn lineage(edges: &[Edge]) -> String {
    let mut text = String::from("old\tnew\tshare\tdate\tground\n");
    for e in edges {
        let date = span(e.date);
        text += &format!("{}\t{}\t{}\t{date}\t{}\n", e.old, e.new, e.share, e.ground);
    }
    text
}
