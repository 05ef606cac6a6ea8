//! A report: one form, one unit, one period, and beside it the period it is compared with. All its
//! numbers are sums out of the cube; nobody can type one in.

use std::collections::{BTreeMap, BTreeSet};

use counts::Period;
use jiff::civil::Date;
use rulebook::Law;
use serde::{Deserialize, Serialize};
use store::Store;
use units::series::{Coded, Series};
use units::{Era, Gazetteer, Level, UnitRef};

use crate::form::{Column, Form, Moment, When, asks};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// The form.
    pub form: &'a Form,
    /// Whose report.
    pub unit: UnitRef,
    /// Which period.
    pub period: counts::Asked,
    /// The period that it is compared with.
    pub compare: Option<counts::Asked>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The unit is in no list.
    #[error("there is no unit {0}")]
    NoUnit(UnitRef),
    /// Nobody knows its days.
    #[error(transparent)]
    Rule(#[from] rulebook::RuleError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// One number, and the one of the period compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// In the period.
    pub now: i64,
    /// In the period compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

impl Number {
    /// By how much it went up; negative when it went down.
    #[must_use]
    pub fn change(self) -> Option<i64> {
        self.before.map(|before| self.now - before)
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_nought(self) -> bool {
        self.now == 0 && self.before.unwrap_or(0) == 0
    }
}

/// Which line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "line")]
pub enum Who {
    /// A unit below, with all that went into it.
    Unit {
        /// The unit.
        unit: UnitRef,
        /// Its name.
        name: String,
    },
    /// The body of the unit itself.
    Itself,
    /// Units that ended and went whole into no single line: districts, and units that were divided.
    Ended,
}

impl Who {
    /// Its word in addresses.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Unit { unit, .. } => unit.to_string(),
            Self::Itself => "itself".to_owned(),
            Self::Ended => "ended".to_owned(),
        }
    }
}

/// A line: its numbers in the order of the form's columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Whose.
    #[serde(flatten)]
    pub who: Who,
    /// Its numbers.
    pub numbers: Vec<Number>,
}

/// A report that was made.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The form.
    pub form: &'a Form,
    /// Whose.
    pub unit: UnitRef,
    /// Which period.
    pub period: Period,
    /// What it is compared with.
    pub compare: Option<Period>,
    /// The sums.
    pub total: Vec<Number>,
    /// Each line; their sums are the total. Empty when the form has no lines, or nobody is below.
    pub lines: Vec<Line>,
    /// Units of which a part went into this one: their figures are in no line and not in the total.
    pub divided: Vec<(UnitRef, Vec<Number>)>,
    /// Units that ended before and whose figures are in the total.
    pub joined: Vec<UnitRef>,
    /// Its sentences as they were frozen; else they are written from the figures.
    pub written: Option<Vec<crate::frozen::Sentence>>,
    /// What the unit is to reach in the year; in no sum.
    pub plan: Option<crate::plan::Plan>,
}

/// Makes a report.
///
/// # Errors
/// See [`ReportError`].
pub async fn make<'a>(store: &Store, law: &Law, ask: Ask<'a>) -> Result<Report<'a>, ReportError> {
    let gazetteer = Gazetteer::shared();
    let period = ask.period.period(law)?;
    let compare = ask.compare.map(|asked| asked.period(law)).transpose()?;
    let series = gazetteer.series(ask.unit).ok_or(ReportError::NoUnit(ask.unit))?;
    let mut sums = Sums::new(ask.form, series.clone(), gazetteer, period.until);
    let periods = std::iter::once((period, false)).chain(compare.map(|before| (before, true)));
    for (of, before) in periods {
        for (when, (from, until)) in spans(&of) {
            let indicators = match when {
                When::Within => ask.form.indicators(),
                When::Before => ask.form.open_indicators(),
            };
            let mut codes = series.coded(gazetteer, from, until);
            codes.extend(series.coded_divided(gazetteer, from, until));
            for cell in counts::of_codes(store, &codes, &indicators).await? {
                sums.add(&cell, (when, before));
            }
        }
        sums.ask(law, &of, before);
    }
    let plan = crate::plan::desk::of(store, (ask.form, ask.unit), period.asked).await?;
    Ok(Report { plan, ..sums.report(&ask, period, compare) })
}

/// The days of a period and all days before it.
fn spans(period: &Period) -> [(When, (Date, Date)); 2] {
    let eve = period.from.yesterday().unwrap_or(period.from);
    [(When::Within, (period.from, period.until)), (When::Before, (FIRST, eve))]
}

/// Before every day on which anything was counted.
const FIRST: Date = Date::constant(1945, 9, 2);

/// The sums while they are added up.
struct Sums<'a> {
    form: &'a Form,
    gazetteer: &'static Gazetteer,
    series: Series,
    /// The units below, in the order of their names, and which line each part belongs to.
    below: Vec<UnitRef>,
    line_of: BTreeMap<UnitRef, usize>,
    seen: BTreeMap<UnitRef, Vec<[i64; 2]>>,
}

impl<'a> Sums<'a> {
    fn new(form: &'a Form, series: Series, gazetteer: &'static Gazetteer, on: Date) -> Self {
        let below = match form.by_unit {
            true => units_below(gazetteer, series.unit, on),
            false => Vec::new(),
        };
        let mut line_of = BTreeMap::new();
        for (at, unit) in below.iter().enumerate() {
            let parts = gazetteer.series(*unit).map(|series| series.parts).unwrap_or_default();
            for part in parts.into_iter().filter(|part| series.parts.contains(part)) {
                line_of.entry(part).or_insert(at);
            }
        }
        Self { form, gazetteer, series, below, line_of, seen: BTreeMap::new() }
    }

    fn add(&mut self, cell: &counts::Cell, (when, before): (When, bool)) {
        let Some(unit) = self.gazetteer.meant(&cell.unit, cell.from) else { return };
        let carrier = carrier(&self.series, unit);
        let none = || vec![[0, 0]; self.form.columns.len()];
        let counted = (cell.indicator.as_str(), cell.kind.as_str(), cell.channel.as_str());
        for (at, column) in self.form.columns.iter().enumerate() {
            let n = cell.n * column.weight(counted, unit.level, when);
            if n != 0 {
                let whose = if column.at.is_some() { carrier } else { unit };
                self.seen.entry(whose).or_insert_with(none)[at][usize::from(before)] += n;
            }
        }
    }

    /// Adds what rules ask for in a period; of units that were divided nothing is told.
    fn ask(&mut self, law: &Law, period: &Period, before: bool) {
        let columns = self.form.columns.iter().enumerate();
        for (at, column) in columns.filter(|(_, column)| !column.asks.is_empty()) {
            for (unit, n) in asks::days(column, law, &self.series.parts, period) {
                let none = || vec![[0, 0]; self.form.columns.len()];
                self.seen.entry(unit).or_insert_with(none)[at][usize::from(before)] += n;
            }
        }
    }

    fn report(self, ask: &Ask<'a>, period: Period, compare: Option<Period>) -> Report<'a> {
        let width = self.form.columns.len();
        let number =
            |sum: &[i64; 2]| Number { now: sum[0], before: compare.is_some().then_some(sum[1]) };
        let numbers = |sums: &[[i64; 2]]| sums.iter().map(number).collect::<Vec<_>>();
        let mut total = vec![[0, 0]; width];
        // The units below, then the body itself, then what ended.
        let mut lines = vec![vec![[0, 0]; width]; self.below.len() + 2];
        let mut joined = BTreeSet::new();
        let mut divided = Vec::new();
        // A unit whose every figure is nought, or was taken away again, tells nothing.
        let told = |sums: &Vec<[i64; 2]>| sums.iter().any(|sum| *sum != [0, 0]);
        for (unit, sums) in self.seen.iter().filter(|(_, sums)| told(sums)) {
            if self.series.divided.contains(unit) {
                divided.push((*unit, numbers(sums)));
                continue;
            }
            if unit.era != self.series.unit.era {
                joined.insert(*unit);
            }
            add(&mut total, sums);
            add(&mut lines[self.line(*unit)], sums);
        }
        let lines = if self.below.is_empty() { Vec::new() } else { self.named(&lines, numbers) };
        Report {
            form: self.form,
            unit: ask.unit,
            period,
            compare,
            total: numbers(&total),
            lines,
            divided,
            joined: joined.into_iter().collect(),
            written: None,
            plan: None,
        }
    }

    /// Which line a part belongs to: a unit below, then the body of the unit itself under its own
    /// or an earlier name, then what ended.
    fn line(&self, part: UnitRef) -> usize {
        let own = usize::from(part.level != self.series.unit.level);
        self.line_of.get(&part).copied().unwrap_or(self.below.len() + own)
    }

    /// Whose the lines are, in their order.
    fn whose(&self) -> Vec<Who> {
        let unit = |unit: &UnitRef| {
            let name = self.gazetteer.get(*unit).map(|unit| unit.title()).unwrap_or_default();
            Who::Unit { unit: *unit, name }
        };
        self.below.iter().map(unit).chain([Who::Itself, Who::Ended]).collect()
    }

    fn named(
        &self,
        lines: &[Vec<[i64; 2]>],
        numbers: impl Fn(&[[i64; 2]]) -> Vec<Number>,
    ) -> Vec<Line> {
        let made = self
            .whose()
            .into_iter()
            .zip(lines)
            .map(|(who, sums)| Line { who, numbers: numbers(sums) });
        made.filter(|line| match line.who {
            Who::Unit { .. } => true,
            Who::Itself | Who::Ended => !line.numbers.iter().all(|number| number.is_nought()),
        })
        .collect()
    }
}

fn add(to: &mut [[i64; 2]], sums: &[[i64; 2]]) {
    for (to, sum) in to.iter_mut().zip(sums) {
        to[0] += sum[0];
        to[1] += sum[1];
    }
}

/// The units below on the last day of a period; those it last had when there were none then.
pub(crate) fn units_below(gazetteer: &Gazetteer, unit: UnitRef, on: Date) -> Vec<UnitRef> {
    let then = gazetteer.children(unit, Some(on));
    let found = if then.is_empty() { gazetteer.children(unit, None) } else { then };
    found.into_iter().map(|unit| unit.id()).collect()
}

/// Who carries on what a unit left open. What a divided unit began goes on under its code, at the
/// unit that bears it now; else it could be ended there and never have begun.
fn carrier(series: &Series, unit: UnitRef) -> UnitRef {
    if !series.divided.contains(&unit) {
        return unit;
    }
    let heir = UnitRef::new(Era::Provinces34, &unit.code());
    heir.filter(|heir| series.parts.contains(heir)).unwrap_or(unit)
}

/// The codes of one line in a period, or of the whole: what the list behind a number asks for.
#[must_use]
pub fn codes(form: &Form, unit: UnitRef, period: &Period, line: &str) -> Vec<(UnitRef, Coded)> {
    codes_on((form, None), unit, (period.from, period.until, period.until), line)
}

/// The codes behind a column's number in a period: of its level, on all days that it counts. The
/// lines are those of the day `on`, the last one of the report's own period; a line may be that of
/// a divided unit too, which stands in no other.
#[must_use]
pub fn codes_of(
    (form, column): (&Form, &Column),
    unit: UnitRef,
    (period, on): (&Period, Date),
    line: &str,
) -> Vec<Coded> {
    let [(_, (from, until)), (_, (first, eve))] = spans(period);
    let (from, until) = match column.at {
        None => (from, until),
        Some(Moment::Begin) => (first, eve),
        Some(Moment::End) => (first, until),
    };
    let of_level = |level: Level| column.level.is_none_or(|of| Level::from(of) == level);
    let all = codes_on((form, Some(column)), unit, (from, until, on), line);
    let all = all.into_iter().filter(|(unit, _)| of_level(unit.level));
    all.map(|(_, coded)| coded).collect()
}

/// The codes of a line from one day to another; its lines are those of the last day.
fn codes_on(
    (form, column): (&Form, Option<&Column>),
    unit: UnitRef,
    (from, until, on): (Date, Date, Date),
    line: &str,
) -> Vec<(UnitRef, Coded)> {
    let gazetteer = Gazetteer::shared();
    let Some(series) = gazetteer.series(unit) else { return Vec::new() };
    let is_open = column.is_some_and(|column| column.at.is_some());
    let mut all = series.coded(gazetteer, from, until);
    all.extend(series.coded_divided(gazetteer, from, until));
    let sums = Sums::new(form, series.clone(), gazetteer, on);
    let at = sums.whose().iter().position(|who| who.word() == line);
    let known = |coded: Coded| Some((gazetteer.meant(&coded.code, coded.from)?, coded));
    let in_line = |(unit, _): &(UnitRef, Coded)| {
        let whose = if is_open { carrier(&series, *unit) } else { *unit };
        match series.divided.contains(&whose) {
            true => whose.to_string() == line,
            false => line == "all" || Some(sums.line(whose)) == at,
        }
    };
    all.into_iter().filter_map(known).filter(in_line).collect()
}

/// In which line each matter of a report stands.
pub struct Placing<'a> {
    sums: Sums<'a>,
    words: Vec<String>,
}

impl<'a> Placing<'a> {
    /// The lines of a report; `None` when there is no such unit.
    #[must_use]
    pub fn new(report: &Report<'a>) -> Option<Self> {
        Self::of(report.form, report.unit, report.period.until)
    }

    /// The lines of a unit as they are on a day.
    pub(crate) fn of(form: &'a Form, unit: UnitRef, on: Date) -> Option<Self> {
        let gazetteer = Gazetteer::shared();
        let sums = Sums::new(form, gazetteer.series(unit)?, gazetteer, on);
        let words = sums.whose().iter().map(Who::word).collect();
        Some(Self { sums, words })
    }

    /// Whose the lines are, in their order.
    pub(crate) fn whose(&self) -> Vec<Who> {
        self.sums.whose()
    }

    /// The line to which a part belongs.
    pub(crate) fn line_of(&self, part: UnitRef) -> usize {
        self.sums.line(part)
    }

    /// Whether there are lines at all, or sums alone.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        !self.sums.below.is_empty()
    }

    /// The line of a matter: [`Who::word`].
    #[must_use]
    pub fn line(&self, case: &crate::frozen::cases::Case) -> Option<&str> {
        self.words.get(self.sums.line(case.meant()?)).map(String::as_str)
    }

    /// Which place a line has.
    #[must_use]
    pub fn place(&self, line: &str) -> Option<usize> {
        self.words.iter().position(|word| word == line)
    }
}
