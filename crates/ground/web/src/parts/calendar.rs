//! A deadline explained: a table per month, the ordinal in each day that counts, a name in each
//! day off. It draws what the rulebook counted; it counts nothing itself.

use askama::Template;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::html::Html;
use crate::page::Page;

/// What a day is to the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Outside the term.
    Plain,
    /// The day of the event from which the term runs.
    Start,
    /// A day that counts.
    Counted,
    /// A day that counts although it looks like a day off: a Saturday worked instead.
    Extra,
    /// A day that does not count.
    Off,
    /// The due day.
    Due,
}

/// One day of the explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// Which day.
    pub date: Date,
    /// What it is to the term.
    pub kind: DayKind,
    /// Which day of the term it is, from 1, when it counts.
    pub ordinal: Option<u32>,
    /// A short name shown in the cell: "Tết", "làm bù". May be empty.
    pub note: String,
}

impl Page {
    /// The months from the first to the last of `days`, which are in order. Days in between that
    /// are not listed are plain; whole weeks are drawn.
    pub fn calendar(&self, days: &[CalendarDay]) -> Html {
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Html::default();
        };
        let mut months = Vec::new();
        let mut at = first.date.first_of_month();
        while at <= last.date {
            months.push(Month::draw(at, days));
            let Ok(next) = at.checked_add(1.month()) else { break };
            at = next;
        }
        Html::of(&CalendarPart { page: self, months: &months })
    }

    /// How the calendar is read, for those who want it said.
    pub fn calendar_legend(&self) -> Html {
        Html::of(&LegendPart { page: self })
    }
}

struct Month<'a> {
    first: Date,
    /// Seven cells a week; `None` outside the month.
    weeks: Vec<[Option<Cell<'a>>; 7]>,
}

#[derive(Clone, Copy)]
struct Cell<'a> {
    date: Date,
    known: Option<&'a CalendarDay>,
}

impl<'a> Month<'a> {
    fn draw(first: Date, days: &'a [CalendarDay]) -> Self {
        let (from, to) = match (days.first(), days.last()) {
            (Some(a), Some(z)) => (monday_of(a.date), monday_of(z.date)),
            _ => (first, first),
        };
        let mut weeks: Vec<[Option<Cell<'a>>; 7]> = Vec::new();
        for date in first.series(1.day()).take_while(|date| date.month() == first.month()) {
            // Weeks before the first and after the last day of the term say nothing.
            if monday_of(date) < from || monday_of(date) > to {
                continue;
            }
            if weeks.is_empty() || date.weekday() == Weekday::Monday {
                weeks.push([None; 7]);
            }
            let known = days.binary_search_by_key(&date, |day| day.date).ok().map(|i| &days[i]);
            let column = date.weekday().to_monday_zero_offset() as usize;
            if let Some(week) = weeks.last_mut() {
                week[column] = Some(Cell { date, known });
            }
        }
        Self { first, weeks }
    }
}

fn monday_of(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(back.days()).unwrap_or(date)
}

impl Cell<'_> {
    fn kind(&self) -> DayKind {
        self.known.map_or(DayKind::Plain, |day| day.kind)
    }

    fn class(&self) -> &'static str {
        match self.kind() {
            DayKind::Plain | DayKind::Counted => "",
            DayKind::Start => "ev",
            DayKind::Extra => "xtra",
            DayKind::Off => "off",
            DayKind::Due => "end",
        }
    }

    fn ordinal(&self) -> Option<u32> {
        self.known.and_then(|day| day.ordinal)
    }

    /// The name in the cell; start and due day have theirs from the page's words.
    fn note<'a>(&'a self, page: &'a Page) -> std::borrow::Cow<'a, str> {
        match (self.known.map(|day| day.note.as_str()).unwrap_or_default(), self.kind()) {
            ("", DayKind::Start) => page.t("cal-start"),
            ("", DayKind::Due) => page.t("cal-due"),
            (note, _) => note.into(),
        }
    }
}

#[derive(Template)]
#[template(path = "parts/calendar.html")]
struct CalendarPart<'a> {
    page: &'a Page,
    months: &'a [Month<'a>],
}

impl CalendarPart<'_> {
    fn caption(&self, month: &Month<'_>) -> String {
        let first = month.first;
        self.page
            .with("mm", format!("{:02}", first.month()))
            .with("month", self.page.month_name(first))
            .with("year", first.year().to_string())
            .t("calendar-month")
    }

    fn ordinal_words(&self) -> String {
        // Only the words before the number: the number itself is drawn beside them.
        self.page.with("n", "").t("cal-ordinal")
    }
}

#[derive(Template)]
#[template(path = "parts/legend.html")]
struct LegendPart<'a> {
    page: &'a Page,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn draws_whole_weeks_of_the_term_only() {
        let day = |d, kind| CalendarDay { date: d, kind, ordinal: None, note: String::new() };
        let days = [day(date(2026, 1, 15), DayKind::Start), day(date(2026, 2, 3), DayKind::Due)];
        let january = Month::draw(date(2026, 1, 1), &days);
        assert_eq!(january.weeks.len(), 3, "from Monday the 12th to Saturday the 31st");
        assert_eq!(january.weeks[0][0].unwrap().date, date(2026, 1, 12));
        assert!(january.weeks[2][6].is_none(), "1 February is not in January");
        let february = Month::draw(date(2026, 2, 1), &days);
        assert_eq!(february.weeks.len(), 2);
        assert!(february.weeks[0][0].is_none());
        assert_eq!(february.weeks[1][1].unwrap().class(), "end");
    }
}
