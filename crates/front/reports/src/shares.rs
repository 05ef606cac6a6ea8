//! Shares: what part of one thing another is. A share is made from the sums of the period and the
//! unit that it is told of, never from other shares; of few it is told in numbers, because a per
//! cent of seven says more than it knows.

use web::Words;

use crate::form::{Column, Form, Share};
use crate::narrative::tongue;
use crate::report::{Number, Report};

/// Below this many no per cent is told.
const FEW: i64 = 20;

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Of {
    /// The part.
    pub part: i64,
    /// The whole.
    pub whole: i64,
}

impl Of {
    /// In tenths of a per cent, rounded half up; `None` of fewer than [`FEW`].
    #[must_use]
    pub fn tenths(self) -> Option<i64> {
        (self.whole >= FEW).then(|| (self.part * 2_000 + self.whole) / (2 * self.whole))
    }

    /// `92,3%`, or `6 trên 7`; a line for nothing at all.
    #[must_use]
    pub fn told(self, words: &Words) -> String {
        let both = words.with("part", words.num(self.part)).with("whole", words.num(self.whole));
        match self.tenths() {
            _ if self.whole == 0 => words.t("rp-share-none").into_owned(),
            None => both.t("rp-share-few"),
            Some(tenths) => {
                let both = both.with("percent", words.num(tenths / 10));
                both.with("tenths", tenths % 10).t("rp-share-of")
            }
        }
    }
}

/// A share of a report: now, and in the period compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// Which.
    pub share: &'a Share,
    /// In the period.
    pub now: Of,
    /// In the period compared with.
    pub before: Option<Of>,
}

impl Told<'_> {
    /// What it is of what, in words: the definition stands beside the number.
    #[must_use]
    pub fn definition(&self, form: &Form, words: &Words) -> String {
        let names = |ids: &[String]| {
            let all = ids.iter().filter_map(|id| form.columns.iter().find(|one| one.id == *id));
            let all = all.map(|column| format!("“{}”", column.title(tongue(words))));
            all.collect::<Vec<_>>().join(" + ")
        };
        let both = words.with("part", names(&self.share.part));
        both.with("whole", names(&self.share.whole)).t("rp-share-is")
    }
}

/// The shares of a report's totals, in the order of its form.
#[must_use]
pub fn of_total<'a>(report: &Report<'a>) -> Vec<Told<'a>> {
    report.form.shares.iter().map(|share| of(report.form, share, &report.total)).collect()
}

/// One share of one line.
fn of<'a>(form: &Form, share: &'a Share, numbers: &[Number]) -> Told<'a> {
    let sum = |ids: &[String], pick: fn(Number) -> i64| -> i64 {
        let named = |(column, _): &(&Column, &Number)| ids.contains(&column.id);
        form.columns.iter().zip(numbers).filter(named).map(|(_, number)| pick(*number)).sum()
    };
    let both = |pick| Of { part: sum(&share.part, pick), whole: sum(&share.whole, pick) };
    let compared = numbers.iter().any(|number| number.before.is_some());
    Told {
        share,
        now: both(|number| number.now),
        before: compared.then(|| both(|number| number.before.unwrap_or(0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_once_and_told_of_few_in_numbers() {
        assert_eq!(Of { part: 1, whole: 7 }.tenths(), None);
        assert_eq!(Of { part: 12, whole: 13 }.tenths(), None);
        assert_eq!(Of { part: 36, whole: 39 }.tenths(), Some(923), "92,307…");
        assert_eq!(Of { part: 39, whole: 39 }.tenths(), Some(1_000));
        assert_eq!(Of { part: 0, whole: 20 }.tenths(), Some(0));
        assert_eq!(Of { part: 1, whole: 2_000 }.tenths(), Some(1), "0,05 goes up");
        assert_eq!(Of { part: 0, whole: 0 }.tenths(), None);
    }
}
