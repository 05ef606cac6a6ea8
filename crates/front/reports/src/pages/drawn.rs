//! Bars beside numbers: one indicator month by month, and unit by unit. The numbers stand in text;
//! the drawing adds nothing that a screen reader would miss.

use web::Page;

use super::show::{Shown, change, number};
use super::{ALL, PATH, address};
use crate::form::Column;
use crate::narrative::tongue;
use crate::out;
use crate::report::{Line, Number, Report, Who};
use crate::trend::Trend;

/// How long the longest bar of a month is.
const LONG: i64 = 280;
/// How high the highest bar of a unit is.
const HIGH: i64 = 44;

/// A month: its numbers, and its bars in parts of [`LONG`].
pub(super) struct Month {
    pub name: String,
    pub now: Shown,
    pub before: Option<Shown>,
    pub change: String,
    pub now_long: i64,
    pub before_long: i64,
    /// Whether units were merged in it.
    pub reform: bool,
}

/// A unit: its number and bars in parts of [`HIGH`]; all units on one scale.
pub(super) struct Box {
    pub name: String,
    pub href: Option<String>,
    pub now: Shown,
    pub change: String,
    pub now_high: i64,
    pub before_high: i64,
}

impl Box {
    /// Where a bar begins from above.
    pub fn top(&self, high: &i64) -> i64 {
        HIGH + 4 - high
    }
}

fn highest<'a>(numbers: impl Iterator<Item = &'a Number>) -> i64 {
    let both = |number: &Number| number.now.max(number.before.unwrap_or(0));
    numbers.map(both).max().unwrap_or(0).max(1)
}

/// A part of a bar; what is not nought is seen.
fn part(value: i64, highest: i64, of: i64) -> i64 {
    if value <= 0 { 0 } else { (value * of / highest).max(1) }
}

/// The months of one indicator.
pub(super) fn months(
    page: &Page,
    column: &Column,
    numbers: &[Number],
    trend: &Trend,
) -> Vec<Month> {
    let highest = highest(numbers.iter());
    let month = |(at, one): (usize, &Number)| {
        let asked = trend.months.get(at).map(|month| month.asked);
        let of = |asked, n| number(page, column, (ALL, asked), n);
        Month {
            name: page.with("n", (at + 1).to_string()).t("rp-part-month"),
            now: of(asked, one.now),
            before: one.before.map(|n| of(asked.map(|asked| asked.year_before()), n)),
            change: change(page, *one, column.measure(tongue(page.w()))),
            now_long: part(one.now, highest, LONG),
            before_long: part(one.before.unwrap_or(0), highest, LONG),
            reform: trend.reform == Some(at),
        }
    };
    numbers.iter().enumerate().map(month).collect()
}

/// The units of one indicator; a unit below opens its own report.
pub(super) fn boxes(page: &Page, report: &Report<'_>, (at, column): (usize, &Column)) -> Vec<Box> {
    let of_line = |line: &Line| line.numbers.get(at).copied().unwrap_or_default();
    let numbers: Vec<Number> = report.lines.iter().map(of_line).collect();
    let highest = highest(numbers.iter());
    let measure = column.measure(tongue(page.w()));
    let now = |line: &Line, n: i64| {
        let word = line.who.word();
        let shown = number(page, column, (word.as_str(), None), n);
        Shown { text: format!("{} {measure}", shown.text), ..shown }
    };
    let one = |(line, number): (&Line, &Number)| Box {
        name: out::who(&line.who, page.w()),
        href: match &line.who {
            Who::Unit { unit, .. } => {
                Some(address(PATH, &page.query(), &[("unit", &unit.to_string()), ("show", "")]))
            }
            Who::Itself | Who::Ended => None,
        },
        now: now(line, number.now),
        change: change(page, *number, measure),
        now_high: part(number.now, highest, HIGH),
        before_high: part(number.before.unwrap_or(0), highest, HIGH),
    };
    report.lines.iter().zip(&numbers).map(one).collect()
}
