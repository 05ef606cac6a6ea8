//! The periods of reports: those of the law, those of the calendar, and any two days.
//!
//! ```text
//! 2024        2024-Q3        2024-6M        2024-9M        2024-05      the months of reports
//! civil:2024  civil:2024-Q3  civil:2024-6M  civil:2024-9M  civil:2024-05   calendar months
//! 2024-01-05..2024-03-20                                                 any days, both included
//! ```
//!
//! A month of reports begins on a day that a rule says (`BC.month`), in the month before; each
//! boundary is that of the rule in force when it was reached. So the periods of one kind follow on
//! one another without a gap and without a day counted twice, also where the law changed.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rulebook::{Law, RuleError, Rulebook};
use serde::{Serialize, Serializer};

/// The rule that says on which day a month of reports begins.
pub const MONTH: &str = "BC.month";

/// Which part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Year,
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// The first six months.
    SixMonths,
    /// The first nine months.
    NineMonths,
    /// A month, 1 to 12.
    Month(i8),
}

impl Part {
    /// Its first and its last month.
    fn months(self) -> (i8, i8) {
        match self {
            Self::Year => (1, 12),
            Self::Quarter(n) => (3 * n - 2, 3 * n),
            Self::SixMonths => (1, 6),
            Self::NineMonths => (1, 9),
            Self::Month(n) => (n, n),
        }
    }
}

/// Which months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Months {
    /// Those of reports, by the rule.
    OfReports,
    /// Those of the calendar.
    OfCalendar,
}

/// A period as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// A part of a year.
    Part {
        /// Of which months.
        months: Months,
        /// Which year.
        year: i16,
        /// Which part.
        part: Part,
    },
    /// From one day to another, both included.
    Days {
        /// The first.
        from: Date,
        /// The last.
        until: Date,
    },
}

/// The text names no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no period: {0:?}; write 2024, 2024-Q1, 2024-6M, 2024-9M, 2024-05 or 2024-01-05..2024-03-20"
)]
pub struct NotAPeriod(pub String);

/// Years for which a period may be asked: what lies outside is a slip of the hand.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2200;

impl FromStr for Asked {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        read(text.trim()).ok_or_else(|| NotAPeriod(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Asked> {
    if let Some((from, until)) = text.split_once("..") {
        let (from, until): (Date, Date) = (from.parse().ok()?, until.parse().ok()?);
        let sound = from <= until && YEARS.contains(&from.year()) && YEARS.contains(&until.year());
        return sound.then_some(Asked::Days { from, until });
    }
    let (months, text) = match text.strip_prefix("civil:") {
        Some(rest) => (Months::OfCalendar, rest),
        None => (Months::OfReports, text),
    };
    let (year, part) = text.split_once('-').unwrap_or((text, ""));
    let figures = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let year: i16 = year.parse().ok().filter(|year| figures && YEARS.contains(year))?;
    let part = match part {
        "" => Part::Year,
        "6M" => Part::SixMonths,
        "9M" => Part::NineMonths,
        "Q1" => Part::Quarter(1),
        "Q2" => Part::Quarter(2),
        "Q3" => Part::Quarter(3),
        "Q4" => Part::Quarter(4),
        month if month.len() == 2 => {
            Part::Month(month.parse().ok().filter(|month| (1..=12).contains(month))?)
        }
        _ => return None,
    };
    Some(Asked::Part { months, year, part })
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (months, year, part) = match self {
            Self::Days { from, until } => return write!(f, "{from}..{until}"),
            Self::Part { months, year, part } => (months, year, part),
        };
        let civil = if *months == Months::OfCalendar { "civil:" } else { "" };
        write!(f, "{civil}{year}")?;
        match part {
            Part::Year => Ok(()),
            Part::Quarter(n) => write!(f, "-Q{n}"),
            Part::SixMonths => f.write_str("-6M"),
            Part::NineMonths => f.write_str("-9M"),
            Part::Month(n) => write!(f, "-{n:02}"),
        }
    }
}

/// A period: how it was asked for, and its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// How it is called.
    pub asked: Asked,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Asked {
    /// Its days under a law.
    ///
    /// # Errors
    /// When the law says of no day on which its months begin.
    pub fn period(self, law: &Law) -> Result<Period, RuleError> {
        let (from, until) = match self {
            Self::Days { from, until } => (from, until),
            Self::Part { months, year, part } => {
                let (first, last) = part.months();
                let begin = |month: i8| begin(&law.rulebook, months, year, month);
                (begin(first)?, begin(last + 1)?.saturating_sub(1.day()))
            }
        };
        Ok(Period { asked: self, from, until })
    }

    /// The same period of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        let back = Span::new().years(1);
        match self {
            Self::Part { months, year, part } => Self::Part { months, year: year - 1, part },
            Self::Days { from, until } => {
                Self::Days { from: from.saturating_sub(back), until: until.saturating_sub(back) }
            }
        }
    }
}

/// The day on which a month begins; month 13 is the first of the next year.
fn begin(book: &Rulebook, months: Months, year: i16, month: i8) -> Result<Date, RuleError> {
    let (year, month) = if month > 12 { (year + 1, month - 12) } else { (year, month) };
    let first = Date::constant(year, month, 1);
    if months == Months::OfCalendar {
        return Ok(first);
    }
    let before = first.saturating_sub(1.month());
    let (rule, _) = book.find(MONTH, before)?;
    let day = rule.value.and_then(|day| i8::try_from(day).ok()).unwrap_or(1);
    Ok(Date::new(before.year(), before.month(), day).unwrap_or(before.last_of_month()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(text: &str) -> (Date, Date) {
        let asked: Asked = text.parse().unwrap();
        assert_eq!(asked.to_string(), text);
        let period = asked.period(&Law::embedded().unwrap()).unwrap();
        (period.from, period.until)
    }

    /// Circular 02/2021/TT-TTCP, article 7.
    #[test]
    fn legal_periods_are_those_of_the_circular() {
        assert_eq!(days("2024"), (date(2023, 12, 15), date(2024, 12, 14)));
        assert_eq!(days("2024-Q1"), (date(2023, 12, 15), date(2024, 3, 14)));
        assert_eq!(days("2024-Q2"), (date(2024, 3, 15), date(2024, 6, 14)));
        assert_eq!(days("2024-Q4"), (date(2024, 9, 15), date(2024, 12, 14)));
        assert_eq!(days("2024-6M"), (date(2023, 12, 15), date(2024, 6, 14)));
        assert_eq!(days("2024-9M"), (date(2023, 12, 15), date(2024, 9, 14)));
        assert_eq!(days("2024-02"), (date(2024, 1, 15), date(2024, 2, 14)));
    }

    #[test]
    fn calendar_periods_and_days_are_what_they_say() {
        assert_eq!(days("civil:2024"), (date(2024, 1, 1), date(2024, 12, 31)));
        assert_eq!(days("civil:2024-02"), (date(2024, 2, 1), date(2024, 2, 29)));
        assert_eq!(days("2024-01-05..2024-03-20"), (date(2024, 1, 5), date(2024, 3, 20)));
    }

    /// The circular of 2013 counted from the 16th: the day of the change lies between two months.
    #[test]
    fn no_day_is_lost_or_counted_twice_where_the_law_changed() {
        assert_eq!(days("2021-05").1, date(2021, 5, 15));
        let kinds: [&[Part]; 3] = [
            &[Part::Year],
            &[Part::Quarter(1), Part::Quarter(2), Part::Quarter(3), Part::Quarter(4)],
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(Part::Month),
        ];
        let law = Law::embedded().unwrap();
        for parts in kinds {
            let all = (2015..2031).flat_map(|year| parts.iter().map(move |part| (year, *part)));
            let periods: Vec<Period> = all
                .map(|(year, part)| Asked::Part { months: Months::OfReports, year, part })
                .map(|asked| asked.period(&law).unwrap())
                .collect();
            for pair in periods.windows(2) {
                assert_eq!(pair[0].until.tomorrow().unwrap(), pair[1].from, "{:?}", pair[1].asked);
            }
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "24", "2024-Q5", "2024-13", "2024-00", "2024-06-01..2024-05-01", "0999"] {
            assert!(text.parse::<Asked>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_year_before_is_the_same_part() {
        let asked: Asked = "2024-Q2".parse().unwrap();
        assert_eq!(asked.year_before().to_string(), "2023-Q2");
        let days: Asked = "2024-02-29..2024-03-01".parse().unwrap();
        assert_eq!(days.year_before().to_string(), "2023-02-28..2023-03-01");
    }
}
