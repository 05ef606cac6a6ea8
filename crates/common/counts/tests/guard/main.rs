//! An attacker reads everything that was published, month after month, and solves it: no hidden
//! figure may be left with a single value. The attacker shares no code with the guard: it writes
//! down what is published as equations and looks for the least and the most of each unknown.

mod solve;

use counts::guard::{Figure, Mark, Parts, Row, Standing, Year};
use solve::{Sum, Unknown, range};

const LEAST: i64 = 5;

/// A small generator of numbers: the same seed gives the same year.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    /// Seeds that follow on one another begin alike; a few rolls part them.
    fn shake(&mut self) {
        for _ in 0..8 {
            self.roll(2);
        }
    }

    /// Mostly small numbers, some noughts, a large one now and then.
    fn figure(&mut self) -> i64 {
        let n = match self.roll(10) {
            0..=3 => 0,
            4..=7 => 1 + self.roll(5),
            8 => 5 + self.roll(6),
            _ => self.roll(60),
        };
        i64::try_from(n).unwrap()
    }
}

/// What stands in a published table, and what an attacker makes of it.
#[derive(Default)]
struct Published {
    unknowns: Vec<Unknown>,
    sums: Vec<Sum>,
    /// Each hidden figure: which unknown it is, its truth, and what it is called.
    hidden: Vec<(usize, i64, String)>,
}

impl Published {
    /// A figure in an equation: an unknown, or a number that everybody reads.
    fn read(&mut self, figure: Option<&Figure>, truth: i64, name: String) -> Term {
        let mark = figure.and_then(|figure| figure.mark());
        if let Some(figure) = figure {
            assert_eq!(figure.n, truth, "{name}");
            let apart = figure.standing == Standing::Apart;
            assert!(apart || mark.is_some(), "{name} was left open");
        }
        let (least, most) = match mark {
            Some(Mark::Shown) => {
                assert!(truth == 0 || truth >= LEAST, "{name}: {truth} is published");
                return Term::Known(truth);
            }
            Some(Mark::Few) => (1, Some(LEAST - 1)),
            Some(Mark::Hidden) => (1, None),
            None => (0, None),
        };
        self.unknowns.push(Unknown { least, most });
        let at = self.unknowns.len() - 1;
        if mark.is_some() {
            self.hidden.push((at, truth, name));
        }
        Term::Unknown(at)
    }

    /// Parts that add up to a whole.
    fn adds_up(&mut self, parts: &[Term], whole: Term) {
        let mut sum = Sum::default();
        let sides = parts.iter().map(|part| (*part, 1)).chain([(whole, -1)]);
        for (term, sign) in sides {
            match term {
                Term::Known(n) => sum.is -= sign * n,
                Term::Unknown(at) => sum.of.push((at, sign)),
            }
        }
        self.sums.push(sum);
    }

    /// Every hidden figure that is few can be at least two numbers, and what it is is one of them.
    /// One that is hidden only to guard another may be worked out: by itself it might be shown.
    fn attack(&self, case: &str) {
        for (at, truth, name) in &self.hidden {
            let (least, most) = range(&self.unknowns, &self.sums, *at);
            let inside = least <= *truth && most.is_none_or(|most| *truth <= most);
            assert!(inside, "{case}: {name} is {truth}, not in {least} to {most:?}");
            assert!(*truth >= LEAST || most != Some(least), "{case}: {name} can only be {least}");
        }
    }
}

#[derive(Clone, Copy)]
enum Term {
    Known(i64),
    Unknown(usize),
}

/// All that is published of a year so far.
fn read(year: &Year) -> Published {
    let mut published = Published::default();
    let months = year.rows.iter().map(|row| row.months.len()).max().unwrap_or(0);
    let mut columns: Vec<Vec<Term>> = vec![Vec::new(); months];
    let mut years = Vec::new();
    for (who, row) in year.rows.iter().enumerate() {
        let terms = read_row(&mut published, row, &format!("unit {who}"));
        terms.0.iter().zip(&mut columns).for_each(|(term, column)| column.push(*term));
        years.push(terms.1);
    }
    if let Some(all) = &year.all {
        let terms = read_row(&mut published, all, "all");
        for (column, whole) in columns.iter().zip(terms.0) {
            published.adds_up(column, whole);
        }
        published.adds_up(&years, terms.1);
    }
    published
}

/// Months and year of a row, its quarters between them.
fn read_row(published: &mut Published, row: &Row, who: &str) -> (Vec<Term>, Term) {
    let months: Vec<Term> = row
        .months
        .iter()
        .enumerate()
        .map(|(at, month)| published.read(Some(month), month.n, format!("{who} month {at}")))
        .collect();
    let mut quarters = Vec::new();
    for (at, parts) in months.chunks(3).enumerate() {
        let truth = row.months.iter().skip(3 * at).take(3).map(|month| month.n).sum();
        let whole = published.read(row.quarters.get(at), truth, format!("{who} quarter {at}"));
        published.adds_up(parts, whole);
        quarters.push(whole);
    }
    let truth = row.months.iter().map(|month| month.n).sum();
    let whole = published.read(row.year.as_ref(), truth, format!("{who} year"));
    published.adds_up(&quarters, whole);
    (months, whole)
}

/// Lets a row grow by a month, as it is published: quarter and year come when they are over.
fn grow(row: &mut Row, n: i64, last: usize) {
    row.months.push(Figure::open(n));
    let sum = |row: &Row, from: usize| row.months[from..].iter().map(|m| m.n).sum::<i64>();
    if row.months.len().is_multiple_of(3) {
        row.quarters.push(Figure::open(sum(row, row.months.len() - 3)));
    }
    if row.months.len() == last {
        row.year = Some(Figure::open(sum(row, 0)));
    }
}

fn play(seed: u64, units: usize, last: usize, few: bool) {
    let mut dice = Dice(seed * 2 + 1);
    dice.shake();
    let rows = vec![Row::default(); units];
    let all = (units > 1).then(Row::default);
    let mut year = Year { least: LEAST, few, rows, all };
    for month in 0..last {
        let before = year.clone();
        let figures: Vec<i64> = (0..units).map(|_| dice.figure()).collect();
        year.rows.iter_mut().zip(&figures).for_each(|(row, n)| grow(row, *n, last));
        let sum: i64 = figures.iter().sum();
        year.all.iter_mut().for_each(|all| grow(all, sum, last));
        year.guard();
        read(&year).attack(&format!("seed {seed}, {units} units, month {month}"));
        for (then, now) in before.rows.iter().zip(&year.rows) {
            assert_eq!(then.months, now.months[..month], "what was published is never changed");
        }
    }
}

#[test]
fn no_hidden_figure_of_one_unit_is_left_with_one_value() {
    (0..120).for_each(|seed| play(seed, 1, 12, true));
}

#[test]
fn no_hidden_figure_of_several_units_is_left_with_one_value() {
    (0..60).for_each(|seed| play(seed, 2, 6, true));
    (0..40).for_each(|seed| play(seed, 3, 6, true));
    (0..12).for_each(|seed| play(seed, 4, 12, true));
}

/// Beside pieces that stand on a public list small numbers are not even said to be small.
#[test]
fn no_hidden_figure_is_left_with_one_value_where_small_ones_are_not_told() {
    (0..60).for_each(|seed| play(seed, 1, 12, false));
    (0..40).for_each(|seed| play(seed, 3, 6, false));
}

#[test]
fn no_hidden_part_is_left_with_one_value() {
    for seed in 0..400 {
        let mut dice = Dice(seed * 2 + 1);
        dice.shake();
        let (units, kinds) = (1 + dice.roll(3) as usize, 2 + dice.roll(3) as usize);
        let mut row = || (0..kinds).map(|_| dice.figure()).collect::<Vec<i64>>();
        let rows: Vec<Vec<i64>> = (0..units).map(|_| row()).collect();
        let apart = if seed % 3 == 0 { row() } else { vec![0; kinds] };
        // A sum that is itself small is not broken down.
        let told = |row: &Vec<i64>| Mark::alone(row.iter().sum(), LEAST).is_shown();
        let (rows, few): (Vec<_>, Vec<_>) = rows.into_iter().partition(told);
        let mut left = apart.clone();
        few.iter().for_each(|row| left.iter_mut().zip(row).for_each(|(sum, n)| *sum += n));
        let total = rows.iter().flatten().chain(&left).sum();
        let whole = seed % 2 == 0 && Mark::alone(total, LEAST).is_shown();
        let parts = Parts { least: LEAST, rows, apart: left, whole };
        let marks = parts.guard();
        let mut published = Published::default();
        let mut columns: Vec<Vec<Term>> = vec![Vec::new(); kinds];
        let term = |published: &mut Published, n: i64, mark: Option<Mark>, name: String| {
            let standing = mark.map_or(Standing::Apart, Standing::Done);
            published.read(Some(&Figure { n, standing }), n, name)
        };
        for (who, (row, marks)) in parts.rows.iter().zip(&marks.rows).enumerate() {
            let mut terms = Vec::new();
            for (at, (n, mark)) in row.iter().zip(marks).enumerate() {
                let one = term(&mut published, *n, Some(*mark), format!("unit {who} kind {at}"));
                columns[at].push(one);
                terms.push(one);
            }
            published.adds_up(&terms, Term::Known(row.iter().sum()));
        }
        if !marks.all.is_empty() {
            let mut terms = Vec::new();
            for (at, n) in parts.apart.iter().enumerate() {
                let one = term(&mut published, *n, None, "the others".to_owned());
                columns[at].push(one);
                terms.push(one);
            }
            published.adds_up(&terms, Term::Known(parts.apart.iter().sum()));
            for (at, (n, mark)) in parts.all().iter().zip(&marks.all).enumerate() {
                let whole = term(&mut published, *n, Some(*mark), format!("all, kind {at}"));
                published.adds_up(&columns[at], whole);
            }
        }
        published.attack(&format!("seed {seed}"));
    }
}
