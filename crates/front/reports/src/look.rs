//! One figure to look at rather than to read: its last months, of a unit and of each unit below it,
//! with the months in which the order of units changed.

use std::collections::{BTreeMap, BTreeSet};

use counts::period::{Asked, Months, Part};
use counts::{Period, figures};
use jiff::civil::Date;
use rulebook::Law;
use store::Store;
use units::outline::{self, Outline};
use units::series::Coded;
use units::{Gazetteer, UnitRef};

use crate::form::{Column, Form};
use crate::report::{self, Placing, ReportError, Who};

/// How many months are shown.
pub const MONTHS: usize = 24;
/// How many of them the sums beside them are of.
pub const SUMMED: usize = 12;
/// How many classes a map has, those of nought apart.
pub const CLASSES: usize = 5;

/// A unit below, month by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose.
    pub who: Who,
    /// Month by month.
    pub months: Vec<i64>,
}

/// A day on which rules began or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In which of the months.
    pub month: usize,
    /// The day.
    pub day: Date,
    /// By which instruments: what each is called in Vietnamese and in English.
    pub names: Vec<[String; 2]>,
}

/// A figure over the last months.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The months that are over, oldest first.
    pub months: Vec<Period>,
    /// The figure in each.
    pub total: Vec<i64>,
    /// The same of each unit below; they add up to it.
    pub lines: Vec<Line>,
    /// The month in which the order of units changed, and the day.
    pub changed: Option<(usize, Date)>,
    /// The days on which rules began or changed, oldest first.
    pub laws: Vec<Change>,
    /// The outlines of the units below, by their codes, as far as an operator brought them.
    pub outlines: BTreeMap<String, Outline>,
}

/// Sums the last of some months.
#[must_use]
pub fn last(months: &[i64]) -> i64 {
    months.iter().rev().take(SUMMED).sum()
}

/// Sums as many before those.
#[must_use]
pub fn before(months: &[i64]) -> i64 {
    months.iter().rev().skip(SUMMED).take(SUMMED).sum()
}

/// Reads a figure of a unit.
///
/// # Errors
/// When the unit is in no list, or the database does not answer.
pub async fn make(
    store: &Store,
    law: &Law,
    (form, column): (&Form, &Column),
    unit: UnitRef,
) -> Result<Look, ReportError> {
    let months = months(law, store.clock().today());
    let (Some(first), Some(end)) = (months.first(), months.last()) else {
        return Ok(Look { months, ..Look::default() });
    };
    let (from, until) = (first.from, end.until);
    let placing = Placing::of(form, unit, until).ok_or(ReportError::NoUnit(unit))?;
    let span = Period { asked: Asked::Days { from, until }, from, until };
    let codes = report::codes(form, unit, &span, "all");
    let codes: Vec<Coded> = codes.into_iter().map(|(_, coded)| coded).collect();
    let mut indicators: Vec<&str> = column.sum.iter().map(|t| t.of.get_ref().as_str()).collect();
    indicators.sort_unstable();
    indicators.dedup();
    let gazetteer = Gazetteer::shared();
    let mut total = vec![0; months.len()];
    let mut lines: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for cell in figures::by_day(store, &codes, &indicators).await? {
        let at = months.partition_point(|month| month.until < cell.day);
        let Some(unit) = gazetteer.meant(&cell.unit, cell.from) else { continue };
        let counted = (cell.indicator.as_str(), cell.kind.as_str(), cell.channel.as_str());
        if at < months.len() && column.takes(counted, unit.level) {
            let line = lines.entry(placing.line_of(unit)).or_insert_with(|| vec![0; total.len()]);
            line[at] += cell.n;
            total[at] += cell.n;
        }
    }
    let none = vec![0; months.len()];
    let line = |(at, who): (usize, Who)| {
        let found = lines.get(&at);
        let is_unit = matches!(who, Who::Unit { .. });
        // The body itself and what ended have a line when there is something on it.
        (is_unit || found.is_some()).then(|| Line { who, months: found.unwrap_or(&none).clone() })
    };
    let lines = match placing.has_lines() {
        true => placing.whose().into_iter().enumerate().filter_map(line).collect(),
        false => Vec::new(),
    };
    let day = gazetteer.last_of_old_order().and_then(|eve| eve.tomorrow().ok());
    let holds = |day: Date| months.iter().position(|m| m.from <= day && day <= m.until);
    let changed = day.and_then(|day| Some((holds(day)?, day)));
    let outlines = outline::of_all(store, &drawn(&lines)).await?;
    let laws = legal(law, &months);
    Ok(Look { months, total, lines, changed, laws, outlines })
}

/// The days of these months on which a rule of the book began to hold in one of its versions.
fn legal(law: &Law, months: &[Period]) -> Vec<Change> {
    let mut days: BTreeMap<Date, BTreeSet<&str>> = BTreeMap::new();
    for rule in law.rulebook.rules() {
        let by = rule.amended_by.as_ref().unwrap_or(&rule.article);
        days.entry(rule.valid_from).or_default().insert(&by.instrument);
    }
    let change = |(day, ids): (Date, BTreeSet<&str>)| {
        let month = months.iter().position(|month| month.from <= day && day <= month.until)?;
        let named = law.rulebook.instruments().filter(|one| ids.contains(one.id.as_str()));
        let names = named.map(|one| [one.short_vi.clone(), one.short_en.clone()]).collect();
        Some(Change { month, day, names })
    };
    days.into_iter().filter_map(change).collect()
}

/// The codes of the units that may be drawn: those of today, since an outline is of today's ground.
fn drawn(lines: &[Line]) -> Vec<String> {
    let gazetteer = Gazetteer::shared();
    let code = |line: &Line| match &line.who {
        Who::Unit { unit, .. } => {
            let now = gazetteer.current(&unit.code()).map(|unit| unit.id());
            (now == Some(*unit)).then(|| unit.code())
        }
        Who::Itself | Who::Ended => None,
    };
    lines.iter().filter_map(code).collect()
}

/// The last months of reports that are over, oldest first; fewer when no rule goes back so far.
fn months(law: &Law, today: Date) -> Vec<Period> {
    let years = (0..4).map(|back| today.year() + 1 - back);
    let all = years.flat_map(|year| (1..=12).rev().map(move |n| (year, n)));
    let period = |(year, n): (i16, i8)| {
        Asked::Part { months: Months::OfReports, year, part: Part::Month(n) }.period(law).ok()
    };
    let mut over: Vec<Period> =
        all.filter_map(period).filter(|period| period.until < today).take(MONTHS).collect();
    over.reverse();
    over
}

/// The ranges of a map's classes: as many values in each as can be, none of them nought.
#[must_use]
pub fn classes(values: &[i64]) -> Vec<(i64, i64)> {
    let mut all: Vec<i64> = values.iter().copied().filter(|n| *n > 0).collect();
    all.sort_unstable();
    all.dedup();
    let many = CLASSES.min(all.len());
    let range = |at: usize| {
        let (first, end) = (at * all.len() / many, (at + 1) * all.len() / many);
        (all[first], all[end - 1])
    };
    (0..many).map(range).collect()
}

/// The class of a value, from 1; 0 is nought.
#[must_use]
pub fn class(classes: &[(i64, i64)], n: i64) -> usize {
    if n <= 0 {
        return 0;
    }
    classes.iter().position(|(_, most)| n <= *most).map_or(classes.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_part_what_there_is_and_leave_nought_apart() {
        let values = [0, 3, 3, 9, 12, 12, 40, 41, 90, 200, 0];
        let found = classes(&values);
        assert_eq!(found, [(3, 3), (9, 9), (12, 40), (41, 41), (90, 200)]);
        let of: Vec<usize> = values.iter().map(|n| class(&found, *n)).collect();
        assert_eq!(of, [0, 1, 1, 2, 3, 3, 3, 4, 5, 5, 0]);
        assert_eq!(classes(&[7, 7, 0]), [(7, 7)]);
        assert_eq!(classes(&[0, 0]), Vec::new());
    }

    #[test]
    fn the_last_months_are_those_that_are_over() {
        let law = Law::embedded().unwrap();
        let found = months(&law, jiff::civil::date(2026, 3, 15));
        assert_eq!(found.len(), MONTHS);
        assert_eq!(found[0].asked.to_string(), "2024-04");
        assert_eq!(found[MONTHS - 1].asked.to_string(), "2026-03");
        let day_before = months(&law, jiff::civil::date(2026, 3, 14));
        assert_eq!(day_before[MONTHS - 1].asked.to_string(), "2026-02");
    }

    #[test]
    fn the_days_on_which_the_law_changed_stand_in_their_months() {
        let law = Law::embedded().unwrap();
        let months = months(&law, jiff::civil::date(2026, 3, 15));
        let found = legal(&law, &months);
        let days: Vec<String> = found.iter().map(|one| one.day.to_string()).collect();
        assert_eq!(days, ["2025-07-01", "2026-01-01"]);
        for one in &found {
            let month = months[one.month];
            assert!(month.from <= one.day && one.day <= month.until);
            assert!(!one.names.is_empty(), "{one:?}");
        }
        let last = &found[1].names;
        assert!(last.iter().any(|[vi, _]| vi == "Luật Bảo vệ dữ liệu cá nhân"), "{last:?}");
    }

    #[test]
    fn a_year_is_held_against_the_one_before() {
        let months: Vec<i64> = (1..=24).collect();
        assert_eq!((before(&months), last(&months)), (78, 222));
    }
}
