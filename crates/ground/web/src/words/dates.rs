//! Dates and times as each language writes them, always by the clock of Viet Nam. Not the
//! calendar: working days, terms and lunar dates are counted elsewhere and only shown here.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use super::Words;
use crate::Html;

/// Whatever has a civil date in Viet Nam: a date, a civil moment, an instant, or a reference.
pub trait Day {
    /// Its civil date.
    fn day(&self) -> Date;

    /// Its time of day, when it has one.
    fn clock(&self) -> Option<Time> {
        None
    }
}

impl Day for Date {
    fn day(&self) -> Date {
        *self
    }
}

impl Day for DateTime {
    fn day(&self) -> Date {
        self.date()
    }

    fn clock(&self) -> Option<Time> {
        Some(self.time())
    }
}

impl Day for Timestamp {
    fn day(&self) -> Date {
        kernel::civil_date(*self)
    }

    fn clock(&self) -> Option<Time> {
        Some(kernel::civil_time(*self))
    }
}

impl<T: Day + ?Sized> Day for &T {
    fn day(&self) -> Date {
        (**self).day()
    }

    fn clock(&self) -> Option<Time> {
        (**self).clock()
    }
}

impl Words {
    /// 05/03/2026, in both languages: the form that stands on every Vietnamese paper.
    pub fn date(&self, at: impl Day) -> String {
        let d = at.day();
        format!("{:02}/{:02}/{}", d.day(), d.month(), d.year())
    }

    /// "thứ Năm, 05/03/2026"; "Thursday, 5 March 2026".
    pub fn date_long(&self, at: impl Day) -> String {
        let d = at.day();
        self.with("weekday", self.weekday(d))
            .with("date", self.date(d))
            .with("day", d.day().to_string())
            .with("month", self.month_name(d))
            .with("year", d.year().to_string())
            .t("date-long")
    }

    /// 08:41; an empty text for something that has a date only.
    pub fn time(&self, at: impl Day) -> String {
        at.clock().map(|t| format!("{:02}:{:02}", t.hour(), t.minute())).unwrap_or_default()
    }

    /// 12/02/2026 · 08:41; the date alone for something without a time.
    pub fn moment(&self, at: impl Day) -> String {
        match at.clock() {
            None => self.date(at),
            Some(_) => self.with("date", self.date(&at)).with("time", self.time(&at)).t("moment"),
        }
    }

    /// "08:41, thứ Năm, 12/02/2026"; "08:41 on Thursday, 12 February 2026".
    pub fn moment_long(&self, at: impl Day) -> String {
        let (time, long) = (self.time(&at), self.date_long(&at));
        self.with("time", time).with("long", long).t("moment-sentence")
    }

    /// 02/2026: the month and year only, for public pages that hide the day.
    pub fn month(&self, at: impl Day) -> String {
        format!("{:02}/{}", at.day().month(), at.day().year())
    }

    /// "tháng 02"; "February".
    pub fn month_name(&self, at: impl Day) -> String {
        self.t(format!("month-{}", at.day().month())).into_owned()
    }

    /// "thứ Năm"; "Thursday".
    pub fn weekday(&self, at: impl Day) -> String {
        let number = at.day().weekday().to_monday_one_offset();
        self.t(format!("weekday-{number}")).into_owned()
    }

    /// "còn 1 ngày", "trễ 8 ngày", "hôm nay": calendar days, seen from `today`.
    pub fn days_left(&self, due: impl Day, today: impl Day) -> String {
        match days_between(today.day(), due.day()) {
            0 => self.t("days-today").into_owned(),
            n if n > 0 => self.with("n", n).t("days-left"),
            n => self.with("n", -n).t("days-late"),
        }
    }

    /// [`Words::date`] in a `<time>` element.
    pub fn date_tag(&self, at: impl Day) -> Html {
        tag(&at, &self.date(&at))
    }

    /// [`Words::date_long`] in a `<time>` element that stands alone, at the start of a line: "Thứ
    /// Năm, 05/03/2026". Inside a sentence Vietnamese weekdays are written small.
    pub fn long_tag(&self, at: impl Day) -> Html {
        tag(&at, &kernel::text::capital(&self.date_long(&at)))
    }

    /// [`Words::moment`] in a `<time>` element.
    pub fn moment_tag(&self, at: impl Day) -> Html {
        tag(&at, &self.moment(&at))
    }
}

/// The machine's form of a date or moment, for `datetime` attributes.
pub(crate) fn iso(at: &impl Day) -> String {
    let d = at.day();
    match at.clock() {
        None => d.to_string(),
        Some(t) => format!("{d}T{:02}:{:02}+07:00", t.hour(), t.minute()),
    }
}

fn tag(at: &impl Day, text: &str) -> Html {
    Html::trusted(format!("<time datetime=\"{}\">{}</time>", iso(at), Html::escape(text)))
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
