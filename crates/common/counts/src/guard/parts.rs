//! Figures broken down by one thing: units by kinds. Only a unit whose sum is published is broken
//! down; the others stand apart, and what is known of them together is reckoned with.

use super::{Joint, Mark, Net, OUTSIDE, Standing};

/// Figures by unit and part; each row has the same parts in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Below which number a figure is not published.
    pub least: i64,
    /// Each unit whose sum is published.
    pub rows: Vec<Vec<i64>>,
    /// All other units together, part by part.
    pub apart: Vec<i64>,
    /// Whether the sum over all units is published, and so broken down too.
    pub whole: bool,
}

/// How each figure is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Of each unit.
    pub rows: Vec<Vec<Mark>>,
    /// Of all units together; none where their sum is not published, and none where nothing that
    /// could be said of it is safe: then it is not broken down.
    pub all: Vec<Mark>,
}

/// How dear it is to hide a part of a unit, and of all units together.
const DEAR: [u64; 2] = [4, 32];

impl Parts {
    /// All units together, part by part.
    #[must_use]
    pub fn all(&self) -> Vec<i64> {
        let mut all = self.apart.clone();
        for row in &self.rows {
            all.resize(all.len().max(row.len()), 0);
            all.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
        }
        all
    }

    /// Decides how each is published.
    #[must_use]
    pub fn guard(&self) -> Marks {
        let mut net = Net::new(self.least, true);
        let all = self.all();
        let columns: Vec<Joint> =
            all.iter().map(|_| if self.whole { net.joint() } else { OUTSIDE }).collect();
        for row in &self.rows {
            let joint = net.joint();
            for (n, column) in row.iter().zip(&columns) {
                net.pipe((joint, *column), *n, DEAR[0], Standing::Open);
            }
        }
        if self.whole {
            let (apart, sum) = (net.joint(), net.joint());
            for (n, column) in all.iter().zip(&columns) {
                net.pipe((*column, sum), *n, DEAR[1], Standing::Open);
            }
            for (n, column) in self.apart.iter().zip(&columns) {
                net.pipe((apart, *column), *n, 1, Standing::Apart);
            }
        }
        let (marks, safe) = net.decide();
        if self.whole && !safe {
            // Beside a sum over all units the noughts of each tell what the others have.
            return Self { whole: false, ..self.clone() }.guard();
        }
        let mut marks = marks.into_iter();
        let rows = self.rows.iter().map(|row| marks.by_ref().take(row.len()).collect()).collect();
        let all = if self.whole { marks.take(all.len()).collect() } else { Vec::new() };
        Marks { rows, all }
    }
}
