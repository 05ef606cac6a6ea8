//! Whose figures a series of a unit is made of: its own, those of the units below it, and those of
//! the units that went into it whole. So a series goes on across 1 July 2025.
//!
//! A unit that was divided among several belongs to none of them: how much of its people and cases
//! went where is not known, and a guess would make sums disagree. Its figures are shown beside the
//! series of each unit that took a part, and count in the series of the unit that took all parts.
//!
//! # What holds
//! The series of the provinces of one order are disjoint and leave nobody out; so are those of the
//! communes, the divided units and the ended districts together. Sums over either agree.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::gazetteer::{Era, Gazetteer, Share, UnitRef};

/// The units whose figures make a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Whose series it is.
    pub unit: UnitRef,
    /// The unit itself, those below it, and all that went into any of them whole.
    pub parts: BTreeSet<UnitRef>,
    /// Units of which only a part, or nobody says how much, went into one of these.
    pub divided: BTreeSet<UnitRef>,
}

/// A code between two days: what a table of figures, which holds codes and days, is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coded {
    /// The official code.
    pub code: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl Gazetteer {
    /// The series of a unit of either order.
    #[must_use]
    pub fn series(&self, unit: UnitRef) -> Option<Series> {
        let start = self.get(unit)?.position();
        let mut parts = BTreeSet::from([unit]);
        let mut divided = BTreeSet::new();
        let mut waiting = vec![start];
        while let Some(u) = waiting.pop() {
            let mut whole = self.counted_below(u);
            for edge in self.predecessors(u) {
                match edge.share {
                    Share::Full => whole.push(edge.old),
                    Share::Partial | Share::Unstated => {
                        divided.insert(self.unit(edge.old).id());
                    }
                }
            }
            waiting.extend(whole.into_iter().filter(|u| parts.insert(self.unit(*u).id())));
        }
        let divided = divided.difference(&parts).copied().collect();
        Some(Series { unit, parts, divided })
    }

    /// The units that count as below another one: those that stood there last. One whose whole
    /// ground went elsewhere is counted there, or it would be counted twice.
    fn counted_below(&self, u: u32) -> Vec<u32> {
        let under = |child: &u32| self.unit(*child).parent_position() == Some(u);
        let here = |child: &u32| !self.left_for_another_province(*child, u);
        self.all_children(u).filter(under).filter(here).collect()
    }

    /// Whether a unit went whole into one of another province than its own superior did.
    fn left_for_another_province(&self, child: u32, above: u32) -> bool {
        let top = |u: u32| self.last_province(self.unit(u).province().position());
        let Some(whole) = self.whole_successor(child) else { return false };
        top(whole) != top(above)
    }

    fn whole_successor(&self, u: u32) -> Option<u32> {
        self.successors(u).find(|edge| edge.share == Share::Full).map(|edge| edge.new)
    }

    /// The province of today that a province went into.
    fn last_province(&self, mut province: u32) -> u32 {
        while let Some(next) = self.whole_successor(province) {
            province = next;
        }
        province
    }

    /// The unit that a code meant on a day. Figures may come after the end of a unit, when a case
    /// that it began is closed: they stay its own, unless the code is another unit's by then.
    #[must_use]
    pub fn meant(&self, code: &str, on: Date) -> Option<UnitRef> {
        let [first, second] = match self.last_of_old_order() {
            Some(last) if on <= last => [Era::Provinces63, Era::Provinces34],
            _ => [Era::Provinces34, Era::Provinces63],
        };
        let known = |era| UnitRef::new(era, code).filter(|unit| self.get(*unit).is_some());
        known(first).or_else(|| known(second))
    }
}

impl Series {
    /// The codes of the parts in a period, each with the days on which it means that unit.
    #[must_use]
    pub fn coded(&self, gazetteer: &Gazetteer, from: Date, until: Date) -> Vec<Coded> {
        coded(gazetteer, &self.parts, from, until)
    }

    /// The same of the divided units.
    #[must_use]
    pub fn coded_divided(&self, gazetteer: &Gazetteer, from: Date, until: Date) -> Vec<Coded> {
        coded(gazetteer, &self.divided, from, until)
    }

    /// Whether a unit below, or one that went into it, gives figures too.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.parts.len() == 1 && self.divided.is_empty()
    }
}

fn coded(gazetteer: &Gazetteer, units: &BTreeSet<UnitRef>, from: Date, until: Date) -> Vec<Coded> {
    let eve = gazetteer.last_of_old_order().unwrap_or(from);
    let change = eve.tomorrow().unwrap_or(eve);
    let spans = [(from, until.min(eve)), (from.max(change), until)];
    let mut all: Vec<Coded> = Vec::new();
    for unit in units {
        let code = unit.code();
        let meant = spans
            .iter()
            .filter(|(first, last)| first <= last && gazetteer.meant(&code, *first) == Some(*unit));
        all.extend(meant.map(|(from, until)| Coded {
            code: code.clone(),
            from: *from,
            until: *until,
        }));
    }
    all.sort();
    all
}
