//! Terms: so many days from an event, when they end, and why on that day.
//!
//! [`Term::due`] gives the end alone and allocates nothing; [`Term::explain`] walks the same road
//! and writes down every day of it. Both are pure: the event, the calendar and the view are given.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, CalendarKind, DayInfo, DayWhy, Standing};
use crate::entry::{Entry, Status};

/// What a term counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// Every day (ngày), days off included.
    CalendarDays,
    /// Working days only (ngày làm việc).
    WorkingDays,
}

/// A length of time that the law gives for an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// How many.
    pub value: u32,
    /// Of what.
    pub unit: TermUnit,
    /// Whether a term that ends on a day off ends on the next working day instead (Civil Code
    /// 2015, Article 148.5). A term in working days never ends on a day off unless it is zero.
    pub roll_forward: bool,
}

/// A time in which a term stands still: a settlement that was suspended (*tạm đình chỉ*) and taken
/// up again. Its days do not count, whatever they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pause {
    /// The first day that does not count.
    pub from: Date,
    /// The first day that counts again. Not after `from`: the pause is empty.
    pub to: Date,
}

impl Pause {
    /// Whether a day lies in it.
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && day < self.to
    }
}

/// Whether a day lies in one of several pauses; they may overlap.
fn paused(day: Date, pauses: &[Pause]) -> bool {
    pauses.iter().any(|pause| pause.holds(day))
}

/// The date of the end of a term lies beyond the year 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a term of {value} days from {event} ends beyond the last date there is")]
pub struct TermTooLong {
    /// The day of the event.
    pub event: Date,
    /// The term's value.
    pub value: u32,
}

/// Where a term ends, day by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The term explained.
    pub term: Term,
    /// Which view of the calendar was used.
    pub calendar: CalendarKind,
    /// The day of the event; it is not counted.
    pub event: Date,
    /// The day on which the last counted day falls.
    pub raw_due: Date,
    /// The last day on which the act is in time.
    pub due: Date,
    /// How well the years that the term crosses are known; the worst of them.
    pub standing: Standing,
    /// Every day from the event to the end, without a gap.
    pub days: Vec<ExplainedDay>,
}

/// One day of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedDay {
    /// The day.
    pub date: Date,
    /// Which day of the term it is, from 1; `None` when it is not counted.
    pub counted: Option<u32>,
    /// What kind of day it is. A day off may be counted all the same, in a term of calendar days.
    pub why: Why,
}

/// What kind of day a day of a term is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The day of the event.
    Event,
    /// An ordinary working day.
    Counted,
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday(Entry),
    /// Off because a holiday fell on a rest day.
    Compensation(Entry),
    /// Off because a Saturday is worked instead.
    SwapOff(Entry),
    /// A Saturday worked instead of another day.
    SwapWorked(Entry),
    /// The term stood still, whatever the day is otherwise.
    Paused,
    /// The working day to which the end was moved, because the term ran out on a day off.
    Rolled {
        /// The day off on which the term ran out.
        from: Date,
    },
}

impl Why {
    /// The word for it in JSON and style sheets; it never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Why::Event => "event",
            Why::Counted => "counted",
            Why::Weekend => "weekend",
            Why::Holiday(_) => "holiday",
            Why::Compensation(_) => "compensation",
            Why::SwapOff(_) => "swap_off",
            Why::SwapWorked(_) => "swap_worked",
            Why::Paused => "paused",
            Why::Rolled { .. } => "rolled",
        }
    }

    /// The entry that makes the day what it is, if there is one.
    pub const fn entry(&self) -> Option<&Entry> {
        match self {
            Why::Holiday(e) | Why::Compensation(e) | Why::SwapOff(e) | Why::SwapWorked(e) => {
                Some(e)
            }
            Why::Event | Why::Counted | Why::Weekend | Why::Paused | Why::Rolled { .. } => None,
        }
    }

    /// Whether what is said of the day still waits for a decision.
    pub fn is_provisional(&self) -> bool {
        self.entry().is_some_and(|entry| entry.status == Status::Provisional)
    }
}

impl From<DayWhy<'_>> for Why {
    fn from(why: DayWhy<'_>) -> Why {
        match why {
            DayWhy::Ordinary => Why::Counted,
            DayWhy::Weekend => Why::Weekend,
            DayWhy::Holiday(entry) => Why::Holiday(entry.clone()),
            DayWhy::Compensation(entry) => Why::Compensation(entry.clone()),
            DayWhy::SwapOff(entry) => Why::SwapOff(entry.clone()),
            DayWhy::SwapWorked(entry) => Why::SwapWorked(entry.clone()),
        }
    }
}

impl Term {
    /// A term of calendar days that ends on a working day.
    pub const fn calendar_days(value: u32) -> Term {
        Term { value, unit: TermUnit::CalendarDays, roll_forward: true }
    }

    /// A term of working days.
    pub const fn working_days(value: u32) -> Term {
        Term { value, unit: TermUnit::WorkingDays, roll_forward: true }
    }

    /// The last day on which the act is in time.
    ///
    /// # Errors
    /// When the term ends beyond the last date there is.
    pub fn due(
        self,
        event: Date,
        calendar: &Calendar,
        kind: CalendarKind,
    ) -> Result<Date, TermTooLong> {
        self.due_paused(event, calendar, kind, &[])
    }

    /// The same for a term that stood still in `pauses`. It neither counts a day of them nor ends
    /// on one.
    ///
    /// # Errors
    /// When the term ends beyond the last date there is.
    pub fn due_paused(
        self,
        event: Date,
        calendar: &Calendar,
        kind: CalendarKind,
        pauses: &[Pause],
    ) -> Result<Date, TermTooLong> {
        let mut date = self.raw_due(event, calendar, kind, pauses)?;
        while self.rolls_past(date, calendar, kind, pauses) {
            date = self.next_day(event, date)?;
        }
        Ok(date)
    }

    /// Its end, with every day from the event to the end and what it is.
    ///
    /// # Errors
    /// When the term ends beyond the last date there is.
    pub fn explain(
        self,
        event: Date,
        calendar: &Calendar,
        kind: CalendarKind,
    ) -> Result<Explanation, TermTooLong> {
        self.explain_paused(event, calendar, kind, &[])
    }

    /// The same for a term that stood still in `pauses`.
    ///
    /// # Errors
    /// When the term ends beyond the last date there is.
    pub fn explain_paused(
        self,
        event: Date,
        calendar: &Calendar,
        kind: CalendarKind,
        pauses: &[Pause],
    ) -> Result<Explanation, TermTooLong> {
        let mut days = vec![ExplainedDay { date: event, counted: None, why: Why::Event }];
        let mut counted = 0;
        let mut date = event;
        while counted < self.value {
            date = self.next_day(event, date)?;
            let (why, counts) = match paused(date, pauses) {
                true => (Why::Paused, false),
                false => {
                    let info = calendar.day(date, kind);
                    (info.why.into(), self.counts(info))
                }
            };
            counted += u32::from(counts);
            days.push(ExplainedDay { date, counted: counts.then_some(counted), why });
        }
        let raw_due = date;
        while self.rolls_past(date, calendar, kind, pauses) {
            date = self.next_day(event, date)?;
            let info = calendar.day(date, kind);
            let why = match (paused(date, pauses), info.working) {
                (true, _) => Why::Paused,
                (false, true) => Why::Rolled { from: raw_due },
                (false, false) => info.why.into(),
            };
            days.push(ExplainedDay { date, counted: None, why });
        }
        let mut standing = calendar.standing(event);
        for year in event.year()..=date.year() {
            standing = standing.max(calendar.standing_of_year(year));
        }
        Ok(Explanation { term: self, calendar: kind, event, raw_due, due: date, standing, days })
    }

    /// The day on which the last counted day falls.
    ///
    /// # Errors
    /// When the term ends beyond the last date there is.
    pub fn raw_due(
        self,
        event: Date,
        calendar: &Calendar,
        kind: CalendarKind,
        pauses: &[Pause],
    ) -> Result<Date, TermTooLong> {
        if self.unit == TermUnit::CalendarDays && pauses.is_empty() {
            let too_long = TermTooLong { event, value: self.value };
            let days = jiff::Span::new().try_days(self.value).map_err(|_| too_long)?;
            return event.checked_add(days).map_err(|_| too_long);
        }
        let mut left = self.value;
        let mut date = event;
        while left > 0 {
            date = self.next_day(event, date)?;
            let counts = !paused(date, pauses) && self.counts(calendar.day(date, kind));
            left -= u32::from(counts);
        }
        Ok(date)
    }

    /// Whether the end moves on from `date`: a day off, or one on which the term stands still.
    fn rolls_past(
        self,
        date: Date,
        calendar: &Calendar,
        kind: CalendarKind,
        pauses: &[Pause],
    ) -> bool {
        self.roll_forward && (!calendar.is_working(date, kind) || paused(date, pauses))
    }

    const fn counts(self, day: DayInfo<'_>) -> bool {
        match self.unit {
            TermUnit::CalendarDays => true,
            TermUnit::WorkingDays => day.working,
        }
    }

    fn next_day(self, event: Date, date: Date) -> Result<Date, TermTooLong> {
        date.checked_add(1.day()).map_err(|_| TermTooLong { event, value: self.value })
    }
}

impl Explanation {
    /// How many days were moved past because the term ran out on a day off.
    pub fn rolled_days(&self) -> usize {
        self.days.iter().filter(|day| day.date > self.raw_due).count()
    }

    /// How many days the term stood still.
    pub fn paused_days(&self) -> usize {
        self.days.iter().filter(|day| day.why == Why::Paused).count()
    }

    /// Whether a decision still to come may change the end of this term.
    pub fn is_provisional(&self) -> bool {
        self.standing != Standing::Decided || self.days.iter().any(|day| day.why.is_provisional())
    }
}
