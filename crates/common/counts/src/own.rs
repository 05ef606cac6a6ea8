//! A period of an organisation's own: how it repeats, as data. Whose it is, what it is called and
//! since when it holds is said by whoever keeps it.
//!
//! ```text
//!   each month, quarter or year, from a first day on     20/12 of the year before: 20/12–19/01, …
//!   two days, once                                       01/03/2026–15/05/2026
//! ```
//!
//! The first day lies in every month, so periods of one rule follow on one another without a gap
//! and without a day counted twice.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::period::{Asked, Part};

/// The last day of a month on which a period may begin: every month has it.
pub const LAST_FIRST_DAY: i8 = 28;

/// How often a period comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Twelve times a year.
    Month,
    /// Four times a year.
    Quarter,
    /// Once a year.
    Year,
}

impl Each {
    /// All of them, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// Its word in facts and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// How many there are in a year.
    #[must_use]
    pub const fn parts(self) -> i8 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }
}

/// Which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Over and over.
    Repeats {
        /// How often.
        each: Each,
        /// The day of a month on which each begins, at most [`LAST_FIRST_DAY`].
        day: i8,
        /// The month in which the first of a year begins.
        month: i8,
        /// Whether that is a month of the year before.
        before: bool,
    },
    /// Once.
    Once {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
}

impl Rule {
    /// Whether its days can be told.
    #[must_use]
    pub fn is_sound(self) -> bool {
        match self {
            Self::Repeats { day, month, .. } => {
                (1..=LAST_FIRST_DAY).contains(&day) && (1..=12).contains(&month)
            }
            Self::Once { from, until } => from <= until,
        }
    }

    /// How many periods it has in a year.
    #[must_use]
    pub const fn parts(self) -> i8 {
        match self {
            Self::Repeats { each, .. } => each.parts(),
            Self::Once { .. } => 1,
        }
    }

    /// Its period of a year, by the number from 1; `None` when there is none of that number. What
    /// comes once is the same in every year.
    #[must_use]
    pub fn days(self, year: i16, n: i8) -> Option<Asked> {
        let (each, day, month, before) = match self {
            Self::Once { from, until } => return Some(Asked::Days { from, until }),
            Self::Repeats { each, day, month, before } => (each, day, month, before),
        };
        let known = self.is_sound() && (1..=each.parts()).contains(&n);
        let first = Date::new(year - i16::from(before), month, day).ok().filter(|_| known)?;
        let months = i32::from(12 / each.parts());
        let begin =
            |n: i8| first.checked_add(Span::new().try_months(months * i32::from(n)).ok()?).ok();
        Some(Asked::Days { from: begin(n - 1)?, until: begin(n)?.yesterday().ok()? })
    }

    /// The number of the period that a part of a year names; `None` for a part of another length.
    #[must_use]
    pub fn number(self, part: Part) -> Option<i8> {
        let Self::Repeats { each, .. } = self else { return None };
        match (each, part) {
            (Each::Month, Part::Month(n)) | (Each::Quarter, Part::Quarter(n)) => Some(n),
            (Each::Year, Part::Year) => Some(1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TWENTIETH: Rule = Rule::Repeats { each: Each::Month, day: 20, month: 12, before: true };

    fn told(rule: Rule, year: i16, n: i8) -> String {
        rule.days(year, n).map(|asked| asked.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_period_begins_on_its_day_and_ends_before_the_next_one() {
        assert_eq!(told(TWENTIETH, 2026, 1), "2025-12-20..2026-01-19");
        assert_eq!(told(TWENTIETH, 2026, 3), "2026-02-20..2026-03-19");
        assert_eq!(told(TWENTIETH, 2026, 13), "");
        assert_eq!(told(TWENTIETH, 2026, 0), "");
        let quarter = Rule::Repeats { each: Each::Quarter, day: 1, month: 9, before: false };
        assert_eq!(told(quarter, 2026, 4), "2027-06-01..2027-08-31");
        let once = Rule::Once { from: date(2026, 3, 1), until: date(2026, 5, 15) };
        assert_eq!(told(once, 1999, 1), "2026-03-01..2026-05-15");
        let none = Rule::Repeats { each: Each::Year, day: 31, month: 1, before: false };
        assert!(!none.is_sound());
        assert_eq!(told(none, 2026, 1), "");
    }

    #[test]
    fn no_day_is_lost_or_counted_twice_between_periods() {
        for each in Each::ALL {
            for day in [1, 15, LAST_FIRST_DAY] {
                let rule = Rule::Repeats { each, day, month: 2, before: false };
                let all = (2023..2030).flat_map(|year| (1..=each.parts()).map(move |n| (year, n)));
                let all: Vec<(Date, Date)> = all
                    .filter_map(|(year, n)| match rule.days(year, n)? {
                        Asked::Days { from, until } => Some((from, until)),
                        Asked::Part { .. } => None,
                    })
                    .collect();
                assert_eq!(all.len(), 7 * usize::from(each.parts().unsigned_abs()));
                for pair in all.windows(2) {
                    assert_eq!(pair[0].1.tomorrow().unwrap(), pair[1].0);
                }
            }
        }
    }

    #[test]
    fn a_part_of_another_length_names_nothing() {
        assert_eq!(TWENTIETH.number(Part::Month(3)), Some(3));
        assert_eq!(TWENTIETH.number(Part::Quarter(1)), None);
        let year = Rule::Repeats { each: Each::Year, day: 1, month: 9, before: true };
        assert_eq!(year.number(Part::Year), Some(1));
    }
}
