//! One indicator in one year, as it is published month by month: of each unit its months, its
//! quarters once they are over, its year once that is, and of all units together the same.

use super::{Joint, Mark, Net, OUTSIDE, Standing};

/// A figure that is or was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// How many.
    pub n: i64,
    /// Where it stands.
    pub standing: Standing,
}

impl Figure {
    /// A figure that is about to be published.
    #[must_use]
    pub fn open(n: i64) -> Self {
        Self { n, standing: Standing::Open }
    }

    /// How it is published, once that is decided.
    #[must_use]
    pub fn mark(self) -> Option<Mark> {
        match self.standing {
            Standing::Done(mark) => Some(mark),
            Standing::Open | Standing::Apart => None,
        }
    }
}

/// The figures of one unit, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Month by month, from the first.
    pub months: Vec<Figure>,
    /// Those quarters that are published.
    pub quarters: Vec<Figure>,
    /// The year, when it is published.
    pub year: Option<Figure>,
}

impl Row {
    fn months_of(&self, quarter: usize) -> i64 {
        self.months.iter().skip(3 * quarter).take(3).map(|month| month.n).sum()
    }
}

/// One indicator in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// Below which number a figure is not published.
    pub least: i64,
    /// Whether a small figure is said to be small, or only hidden.
    pub few: bool,
    /// Each unit.
    pub rows: Vec<Row>,
    /// All together; `None` where there is one unit only.
    pub all: Option<Row>,
}

/// How dear it is to hide a month, a quarter, a year; and how much dearer of all units together.
const DEAR: [u64; 3] = [4, 6, 12];
const OF_ALL: u64 = 8;

impl Year {
    /// Decides how what is open is published.
    pub fn guard(&mut self) {
        let mut net = Net::new(self.least, self.few);
        let months = self.rows.iter().chain(&self.all).map(|row| row.months.len()).max();
        // Where no sum over units is published, a month is not held to account.
        let columns: Vec<Joint> = (0..months.unwrap_or(0))
            .map(|_| if self.all.is_some() { net.joint() } else { OUTSIDE })
            .collect();
        for row in &self.rows {
            add(&mut net, row, &columns, false);
        }
        if let Some(all) = &self.all {
            add(&mut net, all, &columns, true);
        }
        let mut marks = net.guard().into_iter();
        for row in self.rows.iter_mut().chain(&mut self.all) {
            settle(row, &mut marks);
        }
    }
}

/// Lays the pipes of a row: month into quarter, quarter into year; of all together the other way
/// round, because there the sum is what the parts come out of.
fn add(net: &mut Net, row: &Row, columns: &[Joint], of_all: bool) {
    let dear = |level: usize| if of_all { OF_ALL * DEAR[level] } else { DEAR[level] };
    let ways = |from: Joint, to: Joint| if of_all { (to, from) } else { (from, to) };
    let (year, quarters) = (net.joint(), row.months.len().div_ceil(3));
    let joints: Vec<Joint> = (0..quarters).map(|_| net.joint()).collect();
    for (at, month) in row.months.iter().enumerate() {
        net.pipe(ways(columns[at], joints[at / 3]), month.n, dear(0), month.standing);
    }
    for (at, joint) in joints.iter().enumerate() {
        let apart = Figure { n: row.months_of(at), standing: Standing::Apart };
        let figure = row.quarters.get(at).unwrap_or(&apart);
        net.pipe(ways(*joint, year), figure.n, dear(1), figure.standing);
    }
    let apart = Figure { n: row.months.iter().map(|m| m.n).sum(), standing: Standing::Apart };
    let figure = row.year.as_ref().unwrap_or(&apart);
    net.pipe(ways(year, OUTSIDE), figure.n, dear(2), figure.standing);
}

/// Takes the marks in the order in which [`add`] laid the pipes.
fn settle(row: &mut Row, marks: &mut impl Iterator<Item = Mark>) {
    let quarters = row.months.len().div_ceil(3);
    let mut next = || marks.next().unwrap_or(Mark::Hidden);
    let mut take = |figure: Option<&mut Figure>| {
        let mark = next();
        if let Some(figure) = figure.filter(|figure| figure.standing == Standing::Open) {
            figure.standing = Standing::Done(mark);
        }
    };
    row.months.iter_mut().for_each(|month| take(Some(month)));
    for at in 0..quarters {
        take(row.quarters.get_mut(at));
    }
    take(row.year.as_mut());
}
