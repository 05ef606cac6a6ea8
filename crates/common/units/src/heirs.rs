//! Who answers today for what a unit of before left undone: a promise, a duty, a call. Each unit
//! that took it in, whole or in part: shown twice is better than lost, and done once it is done for
//! both. [`crate::series`] adds figures up and is strict about shares; this is about debts.
//!
//! # What holds
//! Every code that was ever a unit's is answered for by a unit of today, but for the ten communes
//! whose end nobody states. A district that ended without a successor is its province's.

use std::collections::BTreeSet;

use jiff::civil::Date;
use store::Value;

use crate::gazetteer::{Era, Gazetteer, Level, Unit, UnitRef};

/// A code whose debts a unit of today answers for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// The official code.
    pub code: String,
    /// The last day on which it meant the unit that went here; none where it means no other.
    pub until: Option<Date>,
}

impl Gazetteer {
    /// The codes whose debts the unit of today with this code answers for, its own first. A code
    /// that no unit bears today, as an office's or a unit's of before, stands for itself.
    #[must_use]
    pub fn left_to(&self, code: &str) -> Vec<Left> {
        let own = Left { code: code.to_owned(), until: None };
        let Some(unit) = self.current(code) else { return vec![own] };
        let mut all = BTreeSet::new();
        for before in self.went_into(unit.position()) {
            let old = self.unit(before).id().code();
            if old != code {
                let until = self.current(&old).and(self.last_of_old_order());
                all.insert(Left { code: old, until });
            }
        }
        std::iter::once(own).chain(all).collect()
    }

    /// The units of before that the unit of today with this code answers for and that no code of
    /// today names: under their last names, in alphabetical order.
    #[must_use]
    pub fn before(&self, code: &str) -> Vec<Unit<'_>> {
        let left = self.left_to(code).into_iter().skip(1);
        let mut units: Vec<Unit<'_>> = left.filter_map(|one| self.ended(&one.code)).collect();
        units.sort_by_cached_key(|unit| kernel::text::sort_key(unit.name()));
        units
    }

    /// The unit of before that bore a code which no unit bears today.
    #[must_use]
    pub fn ended(&self, code: &str) -> Option<Unit<'_>> {
        if self.current(code).is_some() {
            return None;
        }
        let of = |era| self.get(UnitRef::new(era, code)?);
        [Era::Provinces34, Era::Provinces63].into_iter().find_map(of)
    }

    /// Whether the unit of today with one code answers for the unit of before with another.
    #[must_use]
    pub fn answers_for(&self, today: &str, before: &str) -> bool {
        self.ended(before).is_some() && self.left_to(today).iter().any(|left| left.code == before)
    }

    /// All that went into a unit, in whole or in part, through as many changes as the tables know.
    fn went_into(&self, unit: u32) -> BTreeSet<u32> {
        let (mut seen, mut waiting) = (BTreeSet::from([unit]), vec![unit]);
        while let Some(u) = waiting.pop() {
            let mut before: Vec<u32> = self.predecessors(u).map(|edge| edge.old).collect();
            before.extend(self.all_children(u).filter(|child| self.ended_below(*child, u)));
            waiting.extend(before.into_iter().filter(|u| seen.insert(*u)));
        }
        seen.remove(&unit);
        seen
    }

    /// Whether a district ended under a province and went into no unit.
    fn ended_below(&self, child: u32, province: u32) -> bool {
        let unit = self.unit(child);
        unit.id().level == Level::District
            && unit.parent_position() == Some(province)
            && !unit.is_current()
            && self.successors(child).next().is_none()
    }
}

/// The condition of a statement that holds for the rows of these codes: `unit` and `day` are its
/// columns, and the values go behind those that it has already. One code alone is one equation, so
/// that its index is walked in its order.
#[must_use]
pub fn condition(left: &[Left], (unit, day): (&str, &str), values: &mut Vec<Value>) -> String {
    let mut mark = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let open = left.iter().filter(|one| one.until.is_none());
    let open: Vec<String> = open.map(|one| mark(one.code.as_str().into())).collect();
    let mut any = Vec::new();
    match open.as_slice() {
        [] => {}
        [one] => any.push(format!("{unit} = {one}")),
        many => any.push(format!("{unit} IN ({})", many.join(", "))),
    }
    for (one, until) in left.iter().filter_map(|one| Some((one, one.until?))) {
        let (code, until) = (mark(one.code.as_str().into()), mark(until.into()));
        any.push(format!("({unit} = {code} AND {day} <= {until})"));
    }
    match any.as_slice() {
        [] => "1 = 0".to_owned(),
        [one] => one.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}
