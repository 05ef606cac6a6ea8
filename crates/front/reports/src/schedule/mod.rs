//! Freezing on a schedule: a leader says that the report of a form and unit is frozen so many days
//! after each period ends, and the program does it, once for each period.
//!
//! ```text
//!   begun ─► (period ends ─► days pass ─► the program freezes it)… ─► ended ─► begun anew
//! ```
//!
//! # Invariants
//! - One unit, form and rhythm have one schedule: two that begin it at once are one.
//! - What is frozen is named by the schedule and the name of the period, so a crash, a second node
//!   or a schedule that was begun anew freezes no period twice.
//! - A period that ended before the schedule began is not frozen by it.
//! - What cannot be frozen, because its form or unit is not there any more, is said: to the
//!   operator in each round, and on the page of schedules.

use ::store::{Result, StoreError, Stream};
use counts::Period;
use counts::period::{Asked, Months, Part};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use kernel::Actor;
use rulebook::Law;
use serde::{Deserialize, Serialize};

pub mod desk;
pub mod facts;
pub mod meaning;
pub mod store;

use crate::periods::Own;
use facts::{Begun, Event};

/// The most days between the end of a period and its freezing.
pub const MOST_DAYS: i64 = 60;

/// How often: of which parts of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// The first six months of each year.
    SixMonths,
    /// The first nine months of each year.
    NineMonths,
    /// Each year.
    Year,
    /// As a period of an organisation's own comes.
    Own,
}

impl Every {
    /// Those of the State and of the calendar, in the order of forms.
    pub const ALL: [Self; 5] =
        [Self::Month, Self::Quarter, Self::SixMonths, Self::NineMonths, Self::Year];

    /// Its word in facts and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::SixMonths => "six_months",
            Self::NineMonths => "nine_months",
            Self::Year => "year",
            Self::Own => "own",
        }
    }

    fn parts(self) -> Vec<Part> {
        match self {
            Self::Month => (1..=12).map(Part::Month).collect(),
            Self::Quarter => (1..=4).map(Part::Quarter).collect(),
            Self::SixMonths => vec![Part::SixMonths],
            Self::NineMonths => vec![Part::NineMonths],
            Self::Year => vec![Part::Year],
            Self::Own => Vec::new(),
        }
    }
}

/// A period of a schedule, and the one that it stands beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The period.
    pub period: Period,
    /// The same of the year before.
    pub before: Asked,
}

/// A schedule as its facts make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its stream.
    pub id: String,
    /// What was said when it began, the last time.
    pub begun: Begun,
    /// When that was.
    pub at: Timestamp,
    /// Who said it.
    pub by: Actor,
    /// The day on which it was ended; `None` while it goes on.
    pub ended: Option<Date>,
}

impl Schedule {
    /// Makes it from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let mut now: Option<Self> = None;
        for record in &stream.records {
            let event = Event::read(record)?;
            now = Some(match (event, now.take()) {
                (Event::Begun(begun), None | Some(Self { ended: Some(_), .. })) => {
                    let (id, at, by) = (stream.name.clone(), record.at, record.actor());
                    Self { id, begun, at, by, ended: None }
                }
                (Event::Ended { on }, Some(one)) if one.is_open() => {
                    Self { ended: Some(on), ..one }
                }
                _ => {
                    let what = "a schedule begins or ends twice";
                    return Err(StoreError::inconsistent("journal", record.name(), what));
                }
            });
        }
        Ok(now)
    }

    /// Whether it goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Its periods of a year.
    fn of_year(&self, own: Option<&Own>, year: i16) -> Vec<(Asked, Asked)> {
        let months = if self.begun.civil { Months::OfCalendar } else { Months::OfReports };
        let part = |part| Asked::Part { months, year, part };
        let of_state = self.begun.every.parts().into_iter().map(part);
        let of_state = of_state.map(|asked| (asked, asked.year_before()));
        let numbers = own.into_iter().flat_map(|own| own.parts().map(move |(_, n)| (own, n)));
        let of_own = numbers.filter_map(|(own, n)| {
            let asked = own.asked(year, n)?;
            Some((asked, own.before(year, n).unwrap_or_else(|| asked.year_before())))
        });
        of_state.chain(of_own).collect()
    }

    /// Its periods that end on or after the day on which it began, as far as the year after.
    fn turns(&self, law: &Law, own: Option<&Own>, year: i16) -> Vec<Turn> {
        // A year may begin in the one before it, and end in the one after.
        let years = self.begun.from.year() - 1..=year + 1;
        let mut all = Vec::new();
        for (asked, before) in years.flat_map(|year| self.of_year(own, year)) {
            let Ok(period) = asked.period(law) else { continue };
            let turn = Turn { period, before };
            // What comes once is the same in every year.
            if self.begun.from <= period.until && !all.contains(&turn) {
                all.push(turn);
            }
        }
        all
    }

    /// The day on which a period is frozen.
    #[must_use]
    pub fn day(&self, period: &Period) -> Date {
        let days = self.begun.days.clamp(1, MOST_DAYS);
        period.until.saturating_add(Span::new().days(days))
    }

    /// The periods that are to be frozen by a day, oldest first; those that were are among them.
    #[must_use]
    pub fn due(&self, law: &Law, own: Option<&Own>, today: Date) -> Vec<Turn> {
        let mut all = self.turns(law, own, today.year());
        all.retain(|turn| self.is_open() && self.day(&turn.period) <= today);
        all
    }

    /// What it freezes next.
    #[must_use]
    pub fn coming(&self, law: &Law, own: Option<&Own>, today: Date) -> Option<Turn> {
        let turns = self.turns(law, own, today.year()).into_iter();
        let to_come = turns.filter(|turn| self.is_open() && today < self.day(&turn.period));
        to_come.min_by_key(|turn| self.day(&turn.period))
    }

    /// The next day on which it freezes something.
    #[must_use]
    pub fn next(&self, law: &Law, own: Option<&Own>, today: Date) -> Option<Date> {
        self.coming(law, own, today).map(|turn| self.day(&turn.period))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn schedule(every: Every, civil: bool, from: Date) -> Schedule {
        Schedule {
            id: "schedule/1".to_owned(),
            begun: Begun {
                unit: "20836".to_owned(),
                form: "don-thu".to_owned(),
                every,
                own: None,
                civil,
                days: 3,
                compare: true,
                from,
            },
            at: Timestamp::UNIX_EPOCH,
            by: Actor::System("test"),
            ended: None,
        }
    }

    fn due(schedule: &Schedule, today: Date) -> Vec<String> {
        let law = Law::embedded().unwrap();
        let due = schedule.due(&law, None, today);
        due.iter().map(|turn| turn.period.asked.to_string()).collect()
    }

    #[test]
    fn a_period_is_due_so_many_days_after_its_end_and_never_before_the_schedule() {
        let law = Law::embedded().unwrap();
        let quarters = schedule(Every::Quarter, false, date(2026, 3, 10));
        // The first quarter of reports ends on 14 March.
        assert_eq!(due(&quarters, date(2026, 3, 16)), Vec::<String>::new());
        assert_eq!(quarters.next(&law, None, date(2026, 3, 16)), Some(date(2026, 3, 17)));
        assert_eq!(due(&quarters, date(2026, 3, 17)), ["2026-Q1"]);
        assert_eq!(quarters.next(&law, None, date(2026, 3, 17)), Some(date(2026, 6, 17)));
        // What was missed while nothing ran is due all the same; the turn of the year is no gap.
        let all = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"];
        assert_eq!(due(&quarters, date(2026, 12, 20)), all);
        let months = schedule(Every::Month, true, date(2025, 12, 31));
        assert_eq!(due(&months, date(2026, 2, 3)), ["civil:2025-12", "civil:2026-01"]);
        let ended = Schedule { ended: Some(date(2026, 3, 11)), ..quarters };
        assert_eq!(due(&ended, date(2026, 12, 20)), Vec::<String>::new());
        assert_eq!(ended.next(&law, None, date(2026, 3, 16)), None);
    }
}
