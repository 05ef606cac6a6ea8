//! The least and the most that one unknown of a system of sums can be: the simplex method on whole
//! numbers, by Bland's rule. Such sums are totally unimodular, so that every pivot is 1 or −1 and
//! the ends that it finds are whole numbers that some truth really has.

/// A number that is not known.
#[derive(Clone, Copy, Debug)]
pub struct Unknown {
    /// It is never less.
    pub least: i64,
    /// It is never more.
    pub most: Option<i64>,
}

/// Unknowns with their signs, and what they add up to.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Which, and 1 or −1.
    pub of: Vec<(usize, i64)>,
    /// What they add up to.
    pub is: i64,
}

/// Rows of numbers, the last of each its right side; and which column is the base of each row.
struct Table {
    rows: Vec<Vec<i64>>,
    base: Vec<usize>,
    width: usize,
}

/// The least and the most of one unknown; no most when nothing bounds it.
pub fn range(unknowns: &[Unknown], sums: &[Sum], of: usize) -> (i64, Option<i64>) {
    let least = unknowns[of].least;
    let end = |sign: i64| {
        let mut table = Table::new(unknowns, sums);
        table.begin();
        table.highest(&[(of, sign)])
    };
    let most = end(1).map(|most| least + most);
    let fewest = end(-1).expect("an unknown has a least");
    (least - fewest, most)
}

impl Table {
    /// Each unknown is counted from its least; one that has a most gets a rest beside it.
    fn new(unknowns: &[Unknown], sums: &[Sum]) -> Self {
        let bounded: Vec<usize> =
            (0..unknowns.len()).filter(|at| unknowns[*at].most.is_some()).collect();
        let count = sums.len() + bounded.len();
        let width = unknowns.len() + bounded.len() + count;
        let mut rows = Vec::new();
        for sum in sums {
            let mut row = vec![0; width + 1];
            let below: i64 = sum.of.iter().map(|(at, sign)| sign * unknowns[*at].least).sum();
            sum.of.iter().for_each(|(at, sign)| row[*at] += sign);
            row[width] = sum.is - below;
            rows.push(row);
        }
        for (place, at) in bounded.iter().enumerate() {
            let mut row = vec![0; width + 1];
            row[*at] = 1;
            row[unknowns.len() + place] = 1;
            row[width] = unknowns[*at].most.unwrap_or_default() - unknowns[*at].least;
            rows.push(row);
        }
        // A helper in each row to begin with; it must end at nought.
        let first = width - count;
        for (at, row) in rows.iter_mut().enumerate() {
            if row[width] < 0 {
                row.iter_mut().for_each(|n| *n = -*n);
            }
            row[first + at] = 1;
        }
        Self { base: (first..width).collect(), rows, width }
    }

    /// Drives the helpers to nought: then the sums hold.
    fn begin(&mut self) {
        let first = self.width - self.rows.len();
        let helpers: Vec<(usize, i64)> = (first..self.width).map(|at| (at, -1)).collect();
        let left = self.highest(&helpers);
        assert_eq!(left, Some(0), "what is published contradicts itself");
        for at in 0..self.rows.len() {
            if self.base[at] >= first
                && let Some(column) = (0..first).find(|column| self.rows[at][*column] != 0)
            {
                self.pivot(at, column);
            }
        }
        // A row whose helper stays says nothing new.
        let kept: Vec<bool> = self.base.iter().map(|base| *base < first).collect();
        let mut keep = kept.iter();
        self.rows.retain(|_| *keep.next().unwrap_or(&false));
        self.base.retain(|base| *base < first);
        for row in &mut self.rows {
            let is = row[self.width];
            row.truncate(first);
            row.push(is);
        }
        self.width = first;
    }

    /// The highest that a sum of columns can be; `None` when nothing bounds it.
    fn highest(&mut self, goal: &[(usize, i64)]) -> Option<i64> {
        loop {
            let price = |column: usize| {
                goal.iter().find(|(at, _)| *at == column).map_or(0, |(_, price)| *price)
            };
            let worth = |column: usize| -> i64 {
                let rows = self.base.iter().zip(&self.rows);
                rows.map(|(base, row)| price(*base) * row[column]).sum()
            };
            let gains = |column: &usize| price(*column) > worth(*column);
            let Some(enter) = (0..self.width).find(gains) else {
                return Some(worth(self.width));
            };
            let leaves = (0..self.rows.len()).filter(|at| self.rows[*at][enter] > 0);
            let leave = leaves.min_by_key(|at| (self.rows[*at][self.width], self.base[*at]))?;
            self.pivot(leave, enter);
        }
    }

    fn pivot(&mut self, at: usize, column: usize) {
        if self.rows[at][column] < 0 {
            self.rows[at].iter_mut().for_each(|n| *n = -*n);
        }
        assert_eq!(self.rows[at][column], 1, "the sums are not those of a net");
        let own = self.rows[at].clone();
        for (other, row) in self.rows.iter_mut().enumerate() {
            let times = row[column];
            if other != at && times != 0 {
                row.iter_mut().zip(&own).for_each(|(n, own)| *n -= times * own);
            }
        }
        self.base[at] = column;
    }
}
