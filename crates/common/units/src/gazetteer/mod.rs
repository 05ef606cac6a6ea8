//! The gazetteer: every province, district and commune of Viet Nam since 2020, in memory.
//!
//! It is read from tables inside the program (`data/units/`, described in its README), never
//! changes while the program runs, and knows no village, office or organisation: those are units
//! that an operator adds, and they live in the store.

use std::sync::OnceLock;

use jiff::civil::Date;

pub(crate) mod load;
pub(crate) mod model;
mod unit;

pub use load::DataError;
pub use model::{Era, Kind, Level, NotAUnit, Share, Span, UnitRef};
pub use unit::{Unit, UnitView};

use crate::search::Index;
use load::index;
use model::{Edge, Version};

/// All units, their names in time, their lineage, and an index to search them.
pub struct Gazetteer {
    pub(crate) units: Vec<UnitRef>,
    starts: Vec<u32>,
    pub(crate) versions: Vec<Version>,
    pub(crate) edges: Vec<Edge>,
    /// Positions in `edges`, sorted by new unit.
    by_new: Vec<u32>,
    /// Parent and child, sorted; a child stands under each parent it ever had.
    family: Vec<(u32, u32)>,
    codes: Vec<(&'static str, u32)>,
    /// The last day of the order of 63 provinces; asked of every figure, so found once.
    eve: Option<Date>,
    pub(crate) index: Index,
}

impl Gazetteer {
    /// The one gazetteer of the process, built at its first use.
    ///
    /// # Panics
    /// Only when the tables inside the program are broken, which the tests of this crate exclude.
    #[must_use]
    pub fn shared() -> &'static Gazetteer {
        static SHARED: OnceLock<Gazetteer> = OnceLock::new();
        SHARED.get_or_init(|| match Gazetteer::embedded() {
            Ok(gazetteer) => gazetteer,
            Err(broken) => panic!("{broken}"),
        })
    }

    /// Reads the tables inside the program.
    ///
    /// # Errors
    /// The first row that cannot be read.
    pub fn embedded() -> Result<Gazetteer, DataError> {
        let tables = load::tables()?;
        let mut by_new: Vec<u32> = (0..index(tables.edges.len())).collect();
        by_new.sort_by_key(|e| tables.edges[*e as usize].new);
        let mut family = Vec::with_capacity(tables.versions.len());
        for (u, range) in tables.starts.windows(2).enumerate() {
            for version in &tables.versions[range[0] as usize..range[1] as usize] {
                family.extend(version.parent.map(|p| (p, index(u))));
            }
        }
        family.sort_unstable();
        family.dedup();
        let index = Index::build(&tables);
        let eve = last_of_old_order(&tables);
        Ok(Gazetteer {
            units: tables.units,
            starts: tables.starts,
            versions: tables.versions,
            edges: tables.edges,
            by_new,
            family,
            codes: tables.codes,
            eve,
            index,
        })
    }

    /// The unit of a reference, under its newest name.
    #[must_use]
    pub fn get(&self, unit: UnitRef) -> Option<Unit<'_>> {
        let u = self.units.binary_search(&unit).ok()?;
        Some(self.unit(index(u)))
    }

    /// The unit that exists today under a code. A code of the old order alone gives nothing.
    #[must_use]
    pub fn current(&self, code: &str) -> Option<Unit<'_>> {
        let by_other = || self.codes.iter().find(|c| c.0 == code).map(|c| self.unit(c.1));
        let unit = UnitRef::new(Era::Provinces34, code)?;
        self.get(unit).or_else(by_other).filter(|u| u.is_current())
    }

    /// What a person may write for a unit: `34-20836`, `63-20836`, or a bare code, which is the
    /// unit of today when there is one and the old unit otherwise.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Option<Unit<'_>> {
        let text = text.trim();
        if let Ok(unit) = text.parse() {
            return self.get(unit);
        }
        self.current(text).or_else(|| self.get(UnitRef::new(Era::Provinces63, text)?))
    }

    /// The unit that bore a code on a day, under the name of that day.
    ///
    /// Where the day of a change is not known, the earlier name is given until the latest day on
    /// which it may have lasted.
    #[must_use]
    pub fn at(&self, code: &str, on: Date) -> Option<Unit<'_>> {
        [Era::Provinces34, Era::Provinces63].into_iter().find_map(|era| {
            let u = self.units.binary_search(&UnitRef::new(era, code)?).ok()?;
            self.version_at(index(u), on)
        })
    }

    /// The last day of the order before the present one: that of 63 provinces with districts.
    #[must_use]
    pub fn last_of_old_order(&self) -> Option<Date> {
        self.eve
    }

    /// The units under another one: on a day, or those it last had.
    #[must_use]
    pub fn children(&self, unit: UnitRef, on: Option<Date>) -> Vec<Unit<'_>> {
        let Ok(u) = self.units.binary_search(&unit).map(index) else { return Vec::new() };
        let then = |child: u32| match on {
            Some(day) => self.version_at(child, day),
            None => Some(self.unit(child)).filter(|c| c.lasted_like(&self.unit(u))),
        };
        let mut found: Vec<Unit<'_>> = self
            .all_children(u)
            .filter_map(then)
            .filter(|child| child.parent_position() == Some(u))
            .collect();
        found.sort_by_cached_key(|c| kernel::text::sort_key(c.name()));
        found
    }

    /// Positions of all units that ever stood under another one.
    pub(crate) fn all_children(&self, u: u32) -> impl Iterator<Item = u32> {
        let start = self.family.partition_point(|(parent, _)| *parent < u);
        self.family[start..].iter().take_while(move |(parent, _)| *parent == u).map(|(_, c)| *c)
    }

    /// The provinces: on a day, or those of today; in alphabetical order.
    #[must_use]
    pub fn provinces(&self, on: Option<Date>) -> Vec<Unit<'_>> {
        let mut found: Vec<Unit<'_>> = (0..index(self.units.len()))
            .filter(|u| self.units[*u as usize].level == Level::Province)
            .filter_map(|u| match on {
                Some(day) => self.version_at(u, day),
                None => Some(self.unit(u)).filter(Unit::is_current),
            })
            .collect();
        found.sort_by_cached_key(|p| kernel::text::sort_key(p.name()));
        found
    }

    /// Every unit, under its newest name, in the order of era, level and code.
    pub fn all(&self) -> impl Iterator<Item = Unit<'_>> {
        (0..index(self.units.len())).map(|u| self.unit(u))
    }

    /// A unit by position, under its newest name.
    pub(crate) fn unit(&self, u: u32) -> Unit<'_> {
        Unit::new(self, u, self.starts[u as usize + 1] - 1)
    }

    /// A unit by position, under the name of a day.
    pub(crate) fn version_at(&self, u: u32, on: Date) -> Option<Unit<'_>> {
        let range = self.version_range(u);
        let by = |test: fn(&Version, Date) -> bool| {
            range.clone().find(|v| test(&self.versions[*v as usize], on))
        };
        let version = by(Version::certain).or_else(|| by(Version::possible))?;
        Some(Unit::new(self, u, version))
    }

    pub(crate) fn version_range(&self, u: u32) -> std::ops::Range<u32> {
        self.starts[u as usize]..self.starts[u as usize + 1]
    }

    /// The edges that leave a unit.
    pub(crate) fn successors(&self, u: u32) -> impl Iterator<Item = &Edge> {
        let start = self.edges.partition_point(|e| e.old < u);
        self.edges[start..].iter().take_while(move |e| e.old == u)
    }

    /// The edges that lead to a unit.
    pub(crate) fn predecessors(&self, u: u32) -> impl Iterator<Item = &Edge> {
        let start = self.by_new.partition_point(|e| self.edges[*e as usize].new < u);
        let edges = self.by_new[start..].iter().map(|e| &self.edges[*e as usize]);
        edges.take_while(move |e| e.new == u)
    }
}

/// The day before the first unit of the present order began.
fn last_of_old_order(tables: &load::Tables) -> Option<Date> {
    let present = |u: &usize| tables.units[*u].era == Era::Provinces34;
    let first = |u: usize| tables.versions[tables.starts[u] as usize].from.day();
    (0..tables.units.len()).filter(present).filter_map(first).min()?.yesterday().ok()
}
