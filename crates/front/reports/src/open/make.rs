//! An issue: the sums of one month, and how each is published beside all that was published of the
//! year before it. Pure.
//!
//! Of an indicator the months, quarters and the year of each unit are one net, with all units
//! together where there are several. Once the year is over it is broken down too, of those units
//! whose year is told. Kinds that stand piece by piece on a public list are known to whoever
//! counts them there: what is guarded is the rest of each sum.

use std::collections::{BTreeMap, BTreeSet};

use counts::guard::{Figure, Mark, Parts, Row, Standing, Year};
use jiff::civil::Date;
use units::{Gazetteer, UnitRef};

use super::define::{Dataset, Open, Told};
use super::facts::{ALL, Cell, Issued, Part, Place, Span};

/// Which month, and under which law it is issued.
#[derive(Clone, Copy, Debug)]
pub struct Month {
    /// 1 to 12.
    pub month: i8,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// The day of the issue.
    pub on: Date,
    /// Below which number a figure is not published.
    pub least: i64,
    /// The version of the law.
    pub law: i64,
}

/// A unit's sum of one indicator in the month.
#[derive(Clone, Debug, Default)]
struct Tally {
    n: i64,
    listed: i64,
    /// By dimension and part.
    parts: BTreeMap<(String, String), i64>,
}

/// By indicator and unit.
type Tallies = BTreeMap<(String, String), Tally>;
/// The parts of a year: by dimension, unit and part.
type Yearly = BTreeMap<(String, String, String), i64>;
/// The sums of an issue.
type Sums<'a> = BTreeMap<(&'a str, &'a str, Span), &'a Cell>;

/// An issue while it is made.
struct Making<'a> {
    open: &'a Open,
    before: &'a [Issued],
    /// The sums of each issue before this one.
    sums: Vec<Sums<'a>>,
    month: Month,
    units: Vec<Place>,
    tallies: Tallies,
    cells: Vec<Cell>,
}

/// Makes the issue of a month out of its sums, beside the issues of the year before it.
#[must_use]
pub fn issue(
    open: &Open,
    dataset: &Dataset,
    before: &[Issued],
    (month, counted): (Month, &[counts::Cell]),
) -> Issued {
    let tallies = tally(open, dataset, counted);
    let units = places(before, &tallies);
    let sums = before.iter().map(sums).collect();
    let mut making = Making { open, before, sums, month, units, tallies, cells: Vec::new() };
    let parts = making.parts();
    for told in &dataset.indicators {
        making.indicator(told, &parts);
    }
    let Month { month, from, until, on, least, law } = month;
    let Making { units, cells, .. } = making;
    Issued { month, from, until, on, least, law, units, cells, parts }
}

/// The sums of an issue, to be looked up.
fn sums(issue: &Issued) -> Sums<'_> {
    let sums = issue.cells.iter().filter(|cell| cell.by.is_empty());
    sums.map(|cell| ((cell.of.as_str(), cell.unit.as_str(), cell.span), cell)).collect()
}

/// The sums by indicator and unit, and by what each is broken down.
fn tally(open: &Open, dataset: &Dataset, counted: &[counts::Cell]) -> Tallies {
    let mut tallies = Tallies::new();
    for cell in counted {
        let told = dataset.indicators.iter().find(|told| told.of == cell.indicator);
        let meant = Gazetteer::shared().meant(&cell.unit, cell.from);
        let Some((told, unit)) = told.zip(meant) else { continue };
        if open.is_unpublished(&told.of, &cell.kind) {
            continue;
        }
        let tally = tallies.entry((told.of.clone(), unit.to_string())).or_default();
        tally.n += cell.n;
        if open.is_listed(&told.of, &cell.kind) {
            tally.listed += cell.n;
        }
        for (by, word) in [(&told.kind, &cell.kind), (&told.channel, &cell.channel)] {
            if let Some(by) = by {
                *tally.parts.entry((by.clone(), word.clone())).or_default() += cell.n;
            }
        }
    }
    tallies
}

/// The units of the year so far, in the order of their codes, each under its name then.
fn places(before: &[Issued], tallies: &Tallies) -> Vec<Place> {
    let known = before.last().map(|issue| issue.units.as_slice()).unwrap_or_default();
    let mut all: BTreeMap<String, String> =
        known.iter().map(|place| (place.unit.clone(), place.name.clone())).collect();
    for (_, unit) in tallies.iter().filter(|(_, t)| t.n != 0).map(|(key, _)| key) {
        let name = || unit.parse::<UnitRef>().map(crate::out::path).unwrap_or_default();
        all.entry(unit.clone()).or_insert_with(name);
    }
    all.into_iter().map(|(unit, name)| Place { unit, name }).collect()
}

/// What a published sum tells of the part that is guarded.
fn guarded(cell: Option<&Cell>, few: bool) -> Figure {
    let Some(cell) = cell else {
        return Figure { n: 0, standing: Standing::Done(Mark::Shown) };
    };
    let mark = match cell.mark {
        // The rest is known where only the listed kinds are few.
        Mark::Few if !few => Mark::Shown,
        mark => mark,
    };
    Figure { n: cell.n - cell.listed, standing: Standing::Done(mark) }
}

/// Adds the quarter and the year that end with the last month.
fn ends(months: Vec<Figure>, mut quarters: Vec<Figure>) -> Row {
    let sum = |from: usize| months[from..].iter().map(|month| month.n).sum::<i64>();
    if months.len().is_multiple_of(3) {
        quarters.push(Figure::open(sum(months.len() - 3)));
    }
    let year = (months.len() == super::MONTHS).then(|| Figure::open(sum(0)));
    Row { months, quarters, year }
}

impl Making<'_> {
    /// The parts of this month, for the breakdown of the year.
    fn parts(&self) -> Vec<Part> {
        let of_one = |((of, unit), tally): (&(String, String), &Tally)| {
            let one = |((by, part), n): (&(String, String), &i64)| Part {
                of: of.clone(),
                unit: unit.clone(),
                by: by.clone(),
                part: part.clone(),
                n: *n,
            };
            tally.parts.iter().filter(|(_, n)| **n != 0).map(one).collect::<Vec<_>>()
        };
        self.tallies.iter().flat_map(of_one).collect()
    }

    /// Publishes one indicator.
    fn indicator(&mut self, told: &Told, parts: &[Part]) {
        let few = !self.open.has_listed(&told.of);
        let rows: Vec<Row> =
            self.units.iter().map(|place| self.row(&told.of, &place.unit, few)).collect();
        let all = (rows.len() > 1).then(|| self.whole(&told.of, &rows, few));
        let mut year = Year { least: self.month.least, few, rows, all };
        year.guard();
        let units: Vec<String> = self.units.iter().map(|place| place.unit.clone()).collect();
        for (unit, row) in units.iter().zip(&year.rows) {
            self.publish(&told.of, unit, row, few);
        }
        if let Some(all) = &year.all {
            self.publish(&told.of, ALL, all, few);
        }
        if year.rows.iter().any(|row| row.year.is_some()) {
            let yearly = self.yearly(told, parts);
            self.kinds(told, &yearly, &year);
            self.channels(told, &yearly);
        }
    }

    /// What is guarded of a unit's figure in this month.
    fn now(&self, of: &str, unit: &str) -> i64 {
        let tally = self.tallies.get(&(of.to_owned(), unit.to_owned()));
        tally.map_or(0, |tally| tally.n - tally.listed)
    }

    /// How much of a unit's figure in this month stands on a public list.
    fn listed(&self, of: &str, unit: &str) -> i64 {
        let is = |key: &&(String, String)| key.0 == of && (unit == ALL || key.1 == unit);
        self.tallies.iter().filter(|(key, _)| is(key)).map(|(_, tally)| tally.listed).sum()
    }

    /// The sum of a unit in an issue before this one.
    fn sum(&self, at: usize, (of, unit, span): (&str, &str, Span)) -> Option<&Cell> {
        self.sums.get(at)?.get(&(of, unit, span)).copied()
    }

    /// A unit's months, and what ends with this one.
    fn row(&self, of: &str, unit: &str, few: bool) -> Row {
        let figure = |at: usize, span: Span| guarded(self.sum(at, (of, unit, span)), few);
        let before = self.before.len();
        let mut months: Vec<Figure> = (0..before).map(|at| figure(at, Span::Month)).collect();
        months.push(Figure::open(self.now(of, unit)));
        let quarters = (2..before).step_by(3).map(|at| figure(at, Span::Quarter)).collect();
        ends(months, quarters)
    }

    /// The same of all units together; a month in which there was only one is not published of all.
    fn whole(&self, of: &str, rows: &[Row], few: bool) -> Row {
        let kept = |at: usize, span: Span, n: i64| match self.sum(at, (of, ALL, span)) {
            Some(cell) => guarded(Some(cell), few),
            None => Figure { n, standing: Standing::Apart },
        };
        let month = |at: usize| -> i64 { rows.iter().map(|row| row.months[at].n).sum() };
        let quarter = |at: usize| -> i64 { rows.iter().map(|row| row.quarters[at].n).sum() };
        let before = self.before.len();
        let mut months: Vec<Figure> =
            (0..before).map(|at| kept(at, Span::Month, month(at))).collect();
        months.push(Figure::open(month(before)));
        let ends_at = (2..before).step_by(3).enumerate();
        let quarters = ends_at.map(|(n, at)| kept(at, Span::Quarter, quarter(n))).collect();
        ends(months, quarters)
    }

    /// Puts down what ends with this month of a unit, or of all.
    fn publish(&mut self, of: &str, unit: &str, row: &Row, few: bool) {
        let months = row.months.len();
        let quarter = row.quarters.last().filter(|_| months.is_multiple_of(3));
        let spans = [
            (Span::Month, row.months.last(), 1),
            (Span::Quarter, quarter, 3),
            (Span::Year, row.year.as_ref(), months),
        ];
        for (span, figure, back) in spans {
            let Some((figure, mark)) = figure.and_then(|f| Some((f, f.mark()?))) else { continue };
            let listed = self.listed(of, unit) + self.listed_before(of, unit, back - 1);
            let n = figure.n + listed;
            let mark = match (mark, few) {
                (Mark::Shown, _) => Mark::alone(n, self.month.least),
                (mark, true) => mark,
                (_, false) => Mark::Hidden,
            };
            let (of, unit) = (of.to_owned(), unit.to_owned());
            let (by, part) = (String::new(), String::new());
            self.cells.push(Cell { of, unit, span, by, part, n, listed, mark });
        }
    }

    /// How much of the figures of the last issues stands on a public list.
    fn listed_before(&self, of: &str, unit: &str, issues: usize) -> i64 {
        let from = self.sums.len().saturating_sub(issues);
        let of_unit = |unit: &str| -> i64 {
            let cells =
                self.sums[from..].iter().filter_map(|sums| sums.get(&(of, unit, Span::Month)));
            cells.map(|cell| cell.listed).sum()
        };
        match unit {
            ALL => self.units.iter().map(|place| of_unit(&place.unit)).sum(),
            unit => of_unit(unit),
        }
    }

    /// The parts of the whole year of one indicator: by dimension, unit and part.
    fn yearly(&self, told: &Told, parts: &[Part]) -> Yearly {
        let mut yearly = BTreeMap::new();
        let all = self.before.iter().flat_map(|issue| &issue.parts).chain(parts);
        for part in all.filter(|part| part.of == told.of) {
            let key = (part.by.clone(), part.unit.clone(), part.part.clone());
            *yearly.entry(key).or_default() += part.n;
        }
        yearly
    }

    /// Breaks the year down by kind: of the units the rest of whose year is told.
    fn kinds(&mut self, told: &Told, yearly: &Yearly, year: &Year) {
        let Some(by) = &told.kind else { return };
        let is_told = |row: &Row| row.year.and_then(Figure::mark).is_some_and(Mark::is_shown);
        let is_public = |part: &str| self.open.is_listed(&told.of, part);
        let rows = self.units.iter().zip(&year.rows);
        let units = rows.filter(|(_, row)| is_told(row)).map(|(place, _)| place.unit.clone());
        let units: Vec<String> = units.collect();
        let whole = year.all.as_ref().is_some_and(is_told);
        let (public, own): (BTreeSet<String>, BTreeSet<String>) =
            words(yearly, by).into_iter().partition(|word| is_public(word));
        let mut cells = self.broken_down(told, by, (&own, &units, whole), yearly);
        // Anybody counts those on a public list there; a small one is not told all the same.
        for word in &public {
            let all = whole.then(|| ALL.to_owned());
            for unit in units.iter().cloned().chain(all) {
                let n = sum_of(yearly, by, &unit, word);
                let mark = Mark::alone(n, self.month.least);
                cells.push(part_cell(told, &unit, (by, word), (n, mark)));
            }
        }
        self.cells.extend(cells);
    }

    /// Breaks the year down by channel: of the units whose year is told.
    fn channels(&mut self, told: &Told, yearly: &Yearly) {
        let Some(by) = &told.channel else { return };
        let is_told = |cells: &[Cell], unit: &str| {
            let is =
                |cell: &&Cell| cell.by.is_empty() && cell.span == Span::Year && cell.of == told.of;
            let found = cells.iter().filter(is).find(|cell| cell.unit == unit);
            found.is_some_and(|cell| cell.mark.is_shown())
        };
        let units = self.units.iter().map(|place| place.unit.clone());
        let units: Vec<String> = units.filter(|unit| is_told(&self.cells, unit)).collect();
        let whole = is_told(&self.cells, ALL);
        let cells = self.broken_down(told, by, (&words(yearly, by), &units, whole), yearly);
        self.cells.extend(cells);
    }

    /// The guarded parts of these units, and of all together where their sum is told.
    fn broken_down(
        &self,
        told: &Told,
        by: &str,
        (words, units, whole): (&BTreeSet<String>, &[String], bool),
        yearly: &Yearly,
    ) -> Vec<Cell> {
        let of = |unit: &str| -> Vec<i64> {
            words.iter().map(|word| sum_of(yearly, by, unit, word)).collect()
        };
        // Whose year is nought has nothing to break down.
        let units: Vec<&String> =
            units.iter().filter(|unit| sum_of_all(yearly, by, unit) > 0).collect();
        let rows: Vec<Vec<i64>> = units.iter().map(|unit| of(unit)).collect();
        let mut apart = of(ALL);
        for row in &rows {
            apart.iter_mut().zip(row).for_each(|(sum, n)| *sum -= n);
        }
        let parts = Parts { least: self.month.least, rows, apart, whole };
        let marks = parts.guard();
        let mut cells = Vec::new();
        let lines = units.iter().map(|unit| unit.as_str()).zip(&parts.rows).zip(&marks.rows);
        let all = parts.all();
        let sums = whole.then_some(((ALL, &all), &marks.all));
        for ((unit, row), marks) in lines.chain(sums) {
            for ((word, n), mark) in words.iter().zip(row).zip(marks) {
                cells.push(part_cell(told, unit, (by, word), (*n, *mark)));
            }
        }
        cells
    }
}

/// The words of a dimension that anything stands under.
fn words(yearly: &Yearly, by: &str) -> BTreeSet<String> {
    let of = yearly.iter().filter(|((dimension, ..), n)| dimension == by && **n != 0);
    of.map(|((.., word), _)| word.clone()).collect()
}

fn sum_of(yearly: &Yearly, by: &str, unit: &str, word: &str) -> i64 {
    if unit != ALL {
        let key = (by.to_owned(), unit.to_owned(), word.to_owned());
        return yearly.get(&key).copied().unwrap_or_default();
    }
    let all = yearly.iter().filter(|((dimension, _, part), _)| dimension == by && part == word);
    all.map(|(_, n)| n).sum()
}

/// All that a unit has under a dimension.
fn sum_of_all(yearly: &Yearly, by: &str, unit: &str) -> i64 {
    let all = yearly.iter().filter(|((dimension, of, _), _)| dimension == by && of == unit);
    all.map(|(_, n)| n).sum()
}

fn part_cell(told: &Told, unit: &str, (by, word): (&str, &str), (n, mark): (i64, Mark)) -> Cell {
    Cell {
        of: told.of.clone(),
        unit: unit.to_owned(),
        span: Span::Year,
        by: by.to_owned(),
        part: word.to_owned(),
        n,
        listed: 0,
        mark,
    }
}
