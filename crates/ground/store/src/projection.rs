//! Views as pure functions of streams: what a slice tells the store about its facts.
//!
//! A [`Projector`] looks at one whole stream and answers all the rows, sums and search texts that
//! follow from it. A commit computes the projection before and after its new facts and writes the
//! *difference*. So there is no "update the view" code that could drift from "rebuild the view"
//! code, and a bug in a view is mended by mending one pure function and running `dantin rebuild`.
//!
//! A projector reads nothing but its arguments; rows of different streams never share a key.

use std::collections::BTreeMap;

use kernel::Id;

use crate::journal::Stream;
use crate::laws::Laws;
use crate::schema::{Table, ViewRow};
use crate::search::Shelf;
use crate::value::Value;

/// A number to be added to a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Its table of sums.
    pub table: &'static Table,
    /// The key columns.
    pub key: Vec<Value>,
    /// How much.
    pub n: i64,
}

/// What full-text search knows of a stream. The words come from the vault and public labels.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doc {
    /// Its number among the documents of its subject; how the search knows it says
    /// [`Shelf::number`].
    pub seq: i64,
    /// Vault items whose words can be searched.
    pub words: Vec<Id>,
    /// Labels that can be searched as they are: a code, a unit (`unit:20836`).
    pub labels: Vec<String>,
}

/// Everything that follows from one stream.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    /// Rows of views.
    pub rows: Vec<ViewRow>,
    /// What the stream adds to sums.
    pub sums: Vec<Sum>,
    /// Its search text.
    pub doc: Option<Doc>,
    /// Vault items that the stream's facts say are erased.
    pub erased: Vec<Id>,
    /// Vault items that the stream's facts refer to, with their commitments, for `verify`.
    pub sealed: Vec<crate::VaultId>,
    /// Vault items that name persons, by which these can be looked for ([`crate::people`]).
    pub people: Vec<Id>,
}

/// A slice's knowledge of what its facts mean.
pub trait Projector: Send + Sync {
    /// What follows from `stream` under `laws`. An empty stream has an empty projection.
    ///
    /// # Errors
    /// When a fact cannot be read: inconsistent data, never a refusal.
    fn project(&self, stream: &Stream, laws: &Laws) -> crate::Result<Projection>;

    /// Where the search keeps the documents of these streams; `None` when there are none.
    fn shelf(&self) -> Option<Shelf> {
        None
    }

    /// Whether its projections say themselves what its streams hold about persons: then nobody
    /// reads the facts a second time to add it.
    fn tells_held(&self) -> bool {
        false
    }
}

/// What has to be written to get from one projection to another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Difference {
    pub puts: Vec<ViewRow>,
    pub gone: Vec<(&'static Table, Vec<Value>)>,
    pub sums: Vec<Sum>,
    pub doc: Option<Doc>,
    pub doc_gone: Option<i64>,
}

impl Projection {
    /// The difference from `self` to `after`.
    pub(crate) fn to(&self, after: Projection) -> Difference {
        let mut difference =
            Difference { sums: sums_between(&self.sums, &after.sums), ..Difference::default() };
        if self.doc != after.doc {
            let old = self.doc.as_ref().map(|doc| doc.seq);
            difference.doc_gone = old.filter(|_| after.doc.is_none());
            difference.doc = after.doc;
        }
        let mut old: BTreeMap<(&str, &[Value]), &ViewRow> =
            self.rows.iter().map(|row| ((row.table.name, row.key()), row)).collect();
        let changed: Vec<bool> = after
            .rows
            .iter()
            .map(|row| old.remove(&(row.table.name, row.key())) != Some(row))
            .collect();
        difference.gone = old.values().map(|row| (row.table, row.key().to_vec())).collect();
        let rows = after.rows.into_iter().zip(changed);
        difference.puts = rows.filter(|(_, changed)| *changed).map(|(row, _)| row).collect();
        difference
    }
}

fn sums_between(before: &[Sum], after: &[Sum]) -> Vec<Sum> {
    let mut totals: BTreeMap<(&str, &[Value]), (&'static Table, i64)> = BTreeMap::new();
    for (sums, sign) in [(before, -1), (after, 1)] {
        for sum in sums {
            let key = (sum.table.name, sum.key.as_slice());
            totals.entry(key).or_insert((sum.table, 0)).1 += sign * sum.n;
        }
    }
    totals
        .into_iter()
        .filter(|(_, (_, n))| *n != 0)
        .map(|((_, key), (table, n))| Sum { table, key: key.to_vec(), n })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row;

    static T: Table = Table::rows("t", 1, &["id", "state"]);
    static S: Table = Table::sums("s", &["day", "n"]);

    fn projection(rows: &[(i64, &str)], sums: &[(i64, i64)]) -> Projection {
        Projection {
            rows: rows.iter().map(|(id, s)| ViewRow::new(&T, row![*id, *s])).collect(),
            sums: sums.iter().map(|(d, n)| Sum { table: &S, key: row![*d], n: *n }).collect(),
            ..Projection::default()
        }
    }

    #[test]
    fn only_what_changed_is_written() {
        let before = projection(&[(1, "new"), (2, "new"), (3, "new")], &[(1, 1), (2, 1)]);
        let after = projection(&[(1, "new"), (2, "done")], &[(2, 1), (3, 1)]);
        let difference = before.to(after);
        assert_eq!(difference.puts, vec![ViewRow::new(&T, row![2_i64, "done"])]);
        assert_eq!(difference.gone, vec![(&T, row![3_i64])]);
        let sums: Vec<_> = difference.sums.iter().map(|s| (s.key.clone(), s.n)).collect();
        assert_eq!(sums, vec![(row![1_i64], -1), (row![3_i64], 1)]);
    }
}
