//! How many days rules ask of units in a period: of each week and month that ends in it and lies
//! wholly within the time of its rule and of the unit. A week without a working day asks nothing.
//!
//! It counts what is to be done, not what was: for that there are sums.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use calendar::{Calendar, CalendarKind};
use counts::Period;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use rulebook::{Law, Rule, Unit as Every};
use units::{Gazetteer, Level, UnitRef};

use super::Column;

/// Whether the program knows such a rule, and it asks for days in each week or month.
pub(super) fn is_known(rule: &str) -> bool {
    static KNOWN: OnceLock<BTreeSet<String>> = OnceLock::new();
    let read = || {
        let law = Law::embedded().ok();
        let rules = law.iter().flat_map(|law| law.rulebook.rules());
        rules.filter(|rule| is_asking(rule)).map(|rule| rule.id.clone()).collect()
    };
    KNOWN.get_or_init(read).contains(rule)
}

fn is_asking(rule: &Rule) -> bool {
    matches!(rule.unit, Every::DaysPerWeek | Every::DaysPerMonth)
}

/// From one day to another, both included.
type Days = (Date, Date);

/// The weeks that end in a period and have a working day.
fn weeks(period: &Period, calendar: &Calendar) -> Vec<Days> {
    let sundays = period.from.series(1.day()).take_while(|day| *day <= period.until);
    sundays
        .filter(|day| day.weekday() == Weekday::Sunday)
        .map(|sunday| (sunday.saturating_sub(6.days()), sunday))
        .filter(|(from, until)| calendar.working_days(*from, *until, CalendarKind::Office) > 0)
        .collect()
}

/// The months that end in a period.
fn months(period: &Period) -> Vec<Days> {
    let firsts = period.from.first_of_month().series(1.month());
    let months = firsts.map(|first| (first, first.last_of_month()));
    months.take_while(|(_, last)| *last <= period.until).collect()
}

/// What one version of a rule asks in a period: its number, and in which weeks or months.
fn asked(rule: &Rule, law: &Law, period: &Period) -> (i64, Vec<Days>) {
    let spans = match rule.unit {
        Every::DaysPerWeek => weeks(period, &law.calendar),
        Every::DaysPerMonth => months(period),
        _ => Vec::new(),
    };
    let within = |(from, until): &Days| {
        rule.valid_from <= *from && rule.valid_to.is_none_or(|end| *until <= end)
    };
    let spans = spans.into_iter().filter(|span| within(span)).collect();
    (i64::from(rule.value.unwrap_or(0)), spans)
}

/// The days between which a unit was there, as far as they are known.
fn life(gazetteer: &Gazetteer, unit: UnitRef) -> Option<(Option<Date>, Option<Date>)> {
    let unit = gazetteer.get(unit)?;
    let first = unit.names().next()?.valid_from().first;
    Some((first, unit.valid_to().last))
}

/// How many days a column's rules ask of each of some units in a period; only of those that they
/// ask at all.
pub(crate) fn days(
    column: &Column,
    law: &Law,
    units: &BTreeSet<UnitRef>,
    period: &Period,
) -> BTreeMap<UnitRef, i64> {
    let gazetteer = Gazetteer::shared();
    let rules: Vec<(Level, i64, Vec<Days>)> = column
        .asks
        .iter()
        .flat_map(|asks| {
            let versions = law.rulebook.versions(&asks.rule).iter();
            versions.map(|rule| {
                let (value, spans) = asked(rule, law, period);
                (Level::from(asks.level), value, spans)
            })
        })
        .collect();
    let mut found = BTreeMap::new();
    // Thousands of units share the days of their lives.
    let mut known: BTreeMap<(Level, Option<Date>, Option<Date>), i64> = BTreeMap::new();
    for unit in units {
        let Some((first, last)) = life(gazetteer, *unit) else { continue };
        let n = *known.entry((unit.level, first, last)).or_insert_with(|| {
            let there = |(from, until): &&Days| {
                first.is_none_or(|first| first <= *from) && last.is_none_or(|last| *until <= last)
            };
            let of = rules.iter().filter(|(level, ..)| *level == unit.level);
            of.map(|(_, value, spans)| value * spans.iter().filter(there).count() as i64).sum()
        });
        if n > 0 {
            found.insert(*unit, n);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use counts::Asked;

    use super::*;

    fn told(unit: &str, asked: &str) -> i64 {
        let law = Law::embedded().unwrap();
        let text = "id = \"a\"\nvi = \"A\"\nen = \"A\"\nmeasure_vi = \"ngày\"\n\
            measure_en = \"days\"\nasks = [{ rule = \"TD.prov\", level = \"province\" }, \
            { rule = \"TD.comm.old\", level = \"commune\" }, \
            { rule = \"TD.comm.new\", level = \"commune\" }]\n";
        let column: Column = toml::from_str(text).unwrap();
        let unit: UnitRef = unit.parse().unwrap();
        let period = asked.parse::<Asked>().unwrap().period(&law).unwrap();
        days(&column, &law, &BTreeSet::from([unit]), &period).get(&unit).copied().unwrap_or(0)
    }

    #[test]
    fn a_month_or_week_is_asked_for_in_the_period_in_which_it_ends() {
        assert_eq!(told("34-48", "civil:2026"), 12);
        // 15 December to 14 March: December, January and February end in it.
        assert_eq!(told("34-48", "2026-Q1"), 3);
        assert_eq!(told("34-20836", "2026-07-01..2026-09-30"), 6, "two days a month");
        assert_eq!(told("34-20836", "2026-06-01..2026-06-28"), 4, "one day a week");
        // From 28 June a week has two laws, and is asked for by neither.
        assert_eq!(told("34-20836", "2026-06-29..2026-07-05"), 0);
        // Tết of 2026: the week of 16 to 22 February has no working day.
        assert_eq!(told("34-20836", "2026-02-16..2026-02-22"), 0);
    }

    #[test]
    fn a_unit_is_asked_while_it_is_there() {
        assert_eq!(told("34-20836", "2025-06-01..2025-06-30"), 0, "before its first day");
        assert_eq!(told("63-20836", "2025-06-02..2025-06-29"), 4);
        assert_eq!(told("63-20836", "2025-07-01..2025-07-31"), 0, "after its last day");
    }

    #[test]
    fn only_rules_that_ask_for_days_are_known() {
        assert!(is_known("TD.prov") && !is_known("TD.reply") && !is_known("TD.none"));
    }
}
