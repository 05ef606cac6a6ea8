//! What may be published of figures without giving small ones away. Pure; it knows no indicator.
//!
//! Everything published is drawn as a net: each figure is a pipe between two joints, and at each
//! joint as much comes in as goes out: the months of a unit go into its quarter, the units of a
//! month come out of their sum. Whoever reads what is published can work out a hidden figure
//! exactly when no other figures would fit; and others fit exactly when one unit more can run in a
//! circle through the hidden pipes. So a hidden figure is *safe* once such a circle was found, and
//! the circle itself is the proof: there are two truths behind what is published.
//!
//! ```text
//!   figure below the threshold ─► "<5" ─► is there a circle? ─ yes ─► safe
//!                                              │ no
//!                                              ▼
//!                      the cheapest figures that close one are hidden too
//! ```
//!
//! # What holds
//! - A figure below the threshold is never published; zero is, and a sum is hidden before it gives
//!   a part away.
//! - What was published before stays as it was, and what comes after takes it for known.
//! - Hiding more never makes a safe figure unsafe: it only adds ways for a circle.
//!
//! # What it does not do
//! It knows sums only. That one indicator is never more than another (answers, turns) narrows no
//! figure down to one, and is not looked at.

mod parts;
mod year;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub use parts::{Marks, Parts};
use serde::{Deserialize, Serialize};
pub use year::{Figure, Row, Year};

/// The rule that says below which number a figure is not published.
pub const CELL: &str = "BC.cell";

/// How a figure is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// As it is.
    #[default]
    Shown,
    /// As below the threshold, and not zero.
    Few,
    /// Not at all; it is not zero.
    Hidden,
}

impl Mark {
    /// Whether it is the figure itself.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self == Self::Shown
    }

    /// What a figure gets when nothing else gives it away.
    #[must_use]
    pub fn alone(n: i64, least: i64) -> Self {
        if (1..least).contains(&n) { Self::Few } else { Self::Shown }
    }
}

/// Where a figure stands when it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is about to be published; how is decided now.
    Open,
    /// It was published so before.
    Done(Mark),
    /// It is not published, but it is part of what is.
    Apart,
}

/// A joint of the net.
pub type Joint = usize;

/// The joint of everything outside: what goes in or out there is not held to account.
pub const OUTSIDE: Joint = 0;

/// A pipe: it runs from one joint to another and holds a figure.
#[derive(Clone, Copy, Debug)]
struct Pipe {
    from: Joint,
    to: Joint,
    n: i64,
    /// How dear it is to hide it.
    dear: u64,
    standing: Standing,
    mark: Mark,
}

/// One unit more, or one less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    More,
    Less,
}

/// A net of figures.
#[derive(Clone, Debug)]
pub struct Net {
    least: i64,
    few: bool,
    joints: Vec<Vec<usize>>,
    pipes: Vec<Pipe>,
}

impl Net {
    /// An empty net. `few` says whether a small figure is said to be small, or hidden like others.
    #[must_use]
    pub fn new(least: i64, few: bool) -> Self {
        Self { least, few, joints: vec![Vec::new()], pipes: Vec::new() }
    }

    /// A new joint.
    pub fn joint(&mut self) -> Joint {
        self.joints.push(Vec::new());
        self.joints.len() - 1
    }

    /// A pipe that holds a figure; its place in what [`Net::guard`] answers.
    pub fn pipe(
        &mut self,
        (from, to): (Joint, Joint),
        n: i64,
        dear: u64,
        standing: Standing,
    ) -> usize {
        let mark = match standing {
            Standing::Done(mark) => mark,
            Standing::Apart => Mark::Hidden,
            Standing::Open => match Mark::alone(n, self.least) {
                Mark::Few if !self.few => Mark::Hidden,
                mark => mark,
            },
        };
        let place = self.pipes.len();
        self.pipes.push(Pipe { from, to, n, dear, standing, mark });
        for joint in [from, to] {
            self.joints[joint].push(place);
        }
        place
    }

    /// How each figure is published, in the order of the pipes.
    #[must_use]
    pub fn guard(self) -> Vec<Mark> {
        self.decide().0
    }

    /// How each figure is published, and whether each that is hidden was found safe. Where one was
    /// not, all that is open is hidden: that there is something, and not nothing, is told even so.
    fn decide(mut self) -> (Vec<Mark>, bool) {
        let (mut safe, mut all_safe) = (vec![false; self.pipes.len()], true);
        for place in 0..self.pipes.len() {
            let pipe = self.pipes[place];
            let is_hidden = !pipe.mark.is_shown() && pipe.standing != Standing::Apart;
            if !is_hidden || safe[place] {
                continue;
            }
            let Some((_, circle)) = self.cheapest(place) else {
                self.hide_all();
                all_safe = false;
                continue;
            };
            for (place, turn) in circle {
                if self.price(place, turn) > Some(0) {
                    self.pipes[place].mark = Mark::Hidden;
                }
                safe[place] = true;
            }
        }
        (self.pipes.into_iter().map(|pipe| pipe.mark).collect(), all_safe)
    }

    /// Says nothing of all that is open: then nothing new is known.
    fn hide_all(&mut self) {
        let open = self.pipes.iter_mut().filter(|pipe| pipe.standing == Standing::Open);
        open.filter(|pipe| pipe.n > 0).for_each(|pipe| pipe.mark = Mark::Hidden);
    }

    /// What a reader knows of a figure: the least and the most that it can be.
    fn known(&self, pipe: &Pipe) -> (i64, i64) {
        match (pipe.standing, pipe.mark) {
            (Standing::Apart, _) => (0, i64::MAX),
            (_, Mark::Shown) => (pipe.n, pipe.n),
            (_, Mark::Few) => (1, self.least - 1),
            (_, Mark::Hidden) => (1, i64::MAX),
        }
    }

    /// What it costs that a figure could be one more or less: nothing when it could be already,
    /// its dearness when it has to be hidden for that; `None` when it never can.
    fn price(&self, place: usize, turn: Turn) -> Option<u64> {
        let pipe = &self.pipes[place];
        let may = |(least, most): (i64, i64)| match turn {
            Turn::More => pipe.n < most,
            Turn::Less => pipe.n > least,
        };
        if may(self.known(pipe)) {
            return Some(0);
        }
        let could = pipe.standing == Standing::Open && pipe.n > 0 && may((1, i64::MAX));
        could.then(|| match pipe.mark {
            Mark::Few => 1,
            Mark::Shown | Mark::Hidden => pipe.dear * u64::from(2 + pipe.n.ilog2()),
        })
    }

    /// The cheaper of the circles in which a figure is one more or one less.
    fn cheapest(&self, place: usize) -> Option<(u64, Vec<(usize, Turn)>)> {
        let more = self.circle(place, Turn::More);
        if more.as_ref().is_some_and(|(price, _)| *price == 0) {
            return more;
        }
        let less = self.circle(place, Turn::Less);
        more.into_iter().chain(less).min_by_key(|(price, _)| *price)
    }

    /// The cheapest circle through a pipe, and what it costs.
    fn circle(&self, place: usize, turn: Turn) -> Option<(u64, Vec<(usize, Turn)>)> {
        let own = self.price(place, turn)?;
        let pipe = &self.pipes[place];
        let (begin, end) = match turn {
            Turn::More => (pipe.to, pipe.from),
            Turn::Less => (pipe.from, pipe.to),
        };
        let mut best = vec![u64::MAX; self.joints.len()];
        let mut by: Vec<Option<(Joint, usize, Turn)>> = vec![None; self.joints.len()];
        let mut waiting = BinaryHeap::from([Reverse((0, begin))]);
        best[begin] = 0;
        while let Some(Reverse((price, joint))) = waiting.pop() {
            if joint == end {
                break;
            }
            if price > best[joint] {
                continue;
            }
            for next in self.joints[joint].iter().copied().filter(|next| *next != place) {
                let (turn, other) = match self.pipes[next] {
                    Pipe { from, to, .. } if from == joint => (Turn::More, to),
                    Pipe { from, .. } => (Turn::Less, from),
                };
                let Some(more) = self.price(next, turn) else { continue };
                if price + more < best[other] {
                    best[other] = price + more;
                    by[other] = Some((joint, next, turn));
                    waiting.push(Reverse((price + more, other)));
                }
            }
        }
        (best[end] < u64::MAX).then(|| {
            let mut circle = vec![(place, turn)];
            let mut at = end;
            while let Some((before, next, turn)) = by[at].filter(|_| at != begin) {
                circle.push((next, turn));
                at = before;
            }
            (own + best[end], circle)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts of one sum, whose figure is shown last.
    fn parts(few: bool, figures: &[i64]) -> Vec<Mark> {
        let mut net = Net::new(5, few);
        let joint = net.joint();
        for n in figures {
            net.pipe((OUTSIDE, joint), *n, 1, Standing::Open);
        }
        net.pipe((joint, OUTSIDE), figures.iter().sum(), 100, Standing::Open);
        net.guard()
    }

    #[test]
    fn a_small_part_takes_another_along() {
        use Mark::{Few, Hidden, Shown};
        assert_eq!(parts(true, &[9, 12, 0]), [Shown, Shown, Shown, Shown]);
        assert_eq!(parts(true, &[3, 9, 12]), [Few, Hidden, Shown, Shown], "or 24 − 21 gives 3");
        assert_eq!(
            parts(true, &[3, 2, 12]),
            [Few, Few, Shown, Shown],
            "1 + 4, 2 + 3, 3 + 2, 4 + 1"
        );
        assert_eq!(parts(true, &[3, 0, 0]), [Few, Shown, Shown, Few], "the sum is as small");
    }

    /// 4 + 4 and 1 + 1 are the only small numbers with their sums: being called small gives them
    /// away.
    #[test]
    fn the_smallest_and_the_largest_small_parts_are_only_hidden() {
        use Mark::{Few, Hidden, Shown};
        assert_eq!(parts(true, &[4, 4, 9]), [Hidden, Few, Shown, Shown]);
        assert_eq!(parts(true, &[1, 1, 9])[2], Hidden);
        assert_eq!(parts(false, &[4, 4, 9]), [Hidden, Hidden, Shown, Shown]);
    }

    #[test]
    fn what_was_published_before_stays() {
        let mut net = Net::new(5, true);
        let joint = net.joint();
        net.pipe((OUTSIDE, joint), 3, 1, Standing::Done(Mark::Few));
        net.pipe((OUTSIDE, joint), 9, 1, Standing::Done(Mark::Shown));
        net.pipe((joint, OUTSIDE), 12, 1, Standing::Open);
        assert_eq!(net.guard(), [Mark::Few, Mark::Shown, Mark::Hidden]);
    }
}
