//! Sentences that explain a day or a whole term, in Vietnamese and English.
//!
//! They are kept beside the arithmetic so that the page, the letter and the command line say the
//! same. Pages that want their own words have [`Why::code`](crate::Why::code) to go by.

use jiff::civil::{Date, Weekday};

use crate::calendar::Standing;
use crate::term::{ExplainedDay, Explanation, TermUnit, Why};

/// One of the two languages in which the ground speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The one of two texts that is in this language.
    pub const fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

/// `23/02/2026`.
pub fn short_date(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// `thứ Hai, 23/02/2026` or `Monday, 23/02/2026`.
pub fn long_date(date: Date, lang: Lang) -> String {
    format!("{}, {}", weekday(date, lang), short_date(date))
}

/// `thứ Hai` … `Chủ nhật`, or the English name.
pub const fn weekday_name(weekday: Weekday, lang: Lang) -> &'static str {
    let (vi, en) = match weekday {
        Weekday::Monday => ("thứ Hai", "Monday"),
        Weekday::Tuesday => ("thứ Ba", "Tuesday"),
        Weekday::Wednesday => ("thứ Tư", "Wednesday"),
        Weekday::Thursday => ("thứ Năm", "Thursday"),
        Weekday::Friday => ("thứ Sáu", "Friday"),
        Weekday::Saturday => ("thứ Bảy", "Saturday"),
        Weekday::Sunday => ("Chủ nhật", "Sunday"),
    };
    lang.pick(vi, en)
}

fn weekday(date: Date, lang: Lang) -> &'static str {
    weekday_name(date.weekday(), lang)
}

impl Why {
    /// A few words for the cell of a calendar; empty where the cell needs none.
    pub fn label(&self, lang: Lang) -> &str {
        match self {
            Why::Counted | Why::Weekend => "",
            Why::Event => lang.pick("bắt đầu", "start"),
            Why::Holiday(entry) => entry.name(lang),
            Why::Compensation(_) => lang.pick("nghỉ bù", "day off instead"),
            Why::SwapOff(_) => lang.pick("nghỉ hoán đổi", "swapped day off"),
            Why::SwapWorked(_) => lang.pick("làm bù", "worked instead"),
            Why::Paused => lang.pick("tạm đình chỉ", "suspended"),
            Why::Rolled { .. } => lang.pick("đến hạn", "due"),
        }
    }

    /// What the day is, as the beginning of a sentence, without a full stop.
    fn nature(&self, date: Date, lang: Lang) -> String {
        let this = capital(weekday(date, lang));
        let name = self.entry().map_or("", |entry| entry.name(lang));
        let other = self.entry().and_then(|entry| entry.instead_of);
        let other = other.map_or_else(String::new, |other| long_date(other, lang));
        match (self, lang) {
            (Why::Event, Lang::Vi) => "Ngày bắt đầu".to_owned(),
            (Why::Event, Lang::En) => "The day of the event".to_owned(),
            (Why::Counted, Lang::Vi) => format!("{this}, ngày làm việc"),
            (Why::Counted, Lang::En) => format!("{this}, a working day"),
            (Why::Weekend, Lang::Vi) => format!("{this}, ngày nghỉ hằng tuần"),
            (Why::Weekend, Lang::En) => format!("{this}, weekly day of rest"),
            (Why::Holiday(_), Lang::Vi) => format!("Nghỉ lễ: {name}"),
            (Why::Holiday(_), Lang::En) => format!("Public holiday: {name}"),
            (Why::Compensation(_), Lang::Vi) => format!("Nghỉ bù cho {other} ({name})"),
            (Why::Compensation(_), Lang::En) => format!("Day off instead of {other} ({name})"),
            (Why::SwapOff(_), Lang::Vi) => format!("Nghỉ hoán đổi, cơ quan làm bù {other}"),
            (Why::SwapOff(_), Lang::En) => format!("Day off; offices work {other} instead"),
            (Why::SwapWorked(_), Lang::Vi) => format!("{this}, cơ quan làm bù cho {other}"),
            (Why::SwapWorked(_), Lang::En) => format!("{this}, worked instead of {other}"),
            (Why::Paused, Lang::Vi) => "Đang tạm đình chỉ".to_owned(),
            (Why::Paused, Lang::En) => "Suspended".to_owned(),
            (Why::Rolled { from }, Lang::Vi) => format!(
                "{this}, ngày làm việc đầu tiên sau {}, nên thời hạn kết thúc vào ngày này",
                short_date(*from),
            ),
            (Why::Rolled { from }, Lang::En) => format!(
                "{this}, the first working day after {}, so the term ends here",
                short_date(*from),
            ),
        }
    }
}

impl ExplainedDay {
    /// One sentence: what the day is, and whether it counts.
    pub fn sentence(&self, lang: Lang) -> String {
        let nature = self.why.nature(self.date, lang);
        let role = match (&self.why, self.counted, lang) {
            (Why::Rolled { .. }, ..) => String::new(),
            (_, Some(n), Lang::Vi) => format!("; tính là ngày thứ {n}"),
            (_, Some(n), Lang::En) => format!("; counted as day {n}"),
            (_, None, Lang::Vi) => "; không tính".to_owned(),
            (_, None, Lang::En) => "; not counted".to_owned(),
        };
        let waiting = if !self.why.is_provisional() {
            ""
        } else {
            lang.pick(
                " Ngày này là dự kiến, chờ cơ quan có thẩm quyền quyết định.",
                " This is provisional until the authority decides.",
            )
        };
        format!("{nature}{role}.{waiting}")
    }
}

impl Explanation {
    /// The sentence to stand above the days: how much, from when, to when.
    pub fn sentence(&self, lang: Lang) -> String {
        let value = self.term.value;
        let event = short_date(self.event);
        let due = long_date(self.due, lang);
        let unit = match (self.term.unit, lang) {
            (TermUnit::CalendarDays, Lang::Vi) => "ngày, tính cả ngày nghỉ",
            (TermUnit::WorkingDays, Lang::Vi) => "ngày làm việc, không tính ngày nghỉ",
            (TermUnit::CalendarDays, Lang::En) => "days, days off included",
            (TermUnit::WorkingDays, Lang::En) => "working days, days off not counted",
        };
        let mut text = match lang {
            Lang::Vi => format!("{value} {unit}, kể từ sau ngày {event}."),
            Lang::En => format!("{value} {unit}, beginning after {event}."),
        };
        let paused = self.paused_days();
        if paused > 0 {
            text += &match lang {
                Lang::Vi => format!(" Không tính {paused} ngày tạm đình chỉ."),
                Lang::En => format!(" {paused} days of suspension do not count."),
            };
        }
        if self.due > self.raw_due {
            let raw = long_date(self.raw_due, lang);
            text += &match lang {
                Lang::Vi => format!(
                    " Ngày cuối là {raw}, đúng ngày nghỉ, nên hạn chuyển sang ngày làm việc \
                     tiếp theo: {due}."
                ),
                Lang::En => format!(
                    " The last day, {raw}, is a day off, so the end moves to the next working \
                     day: {due}."
                ),
            };
        } else {
            text += &match lang {
                Lang::Vi => format!(" Hạn là {due}."),
                Lang::En => format!(" Due on {due}."),
            };
        }
        if self.is_provisional() {
            text += match self.standing {
                Standing::Unknown => lang.pick(
                    " Chưa có lịch nghỉ của năm này; hạn có thể đổi.",
                    " The days off of that year are not known; the date may change.",
                ),
                Standing::Decided | Standing::Provisional => lang.pick(
                    " Lịch nghỉ còn là dự kiến; hạn có thể đổi.",
                    " The days off are still provisional; the date may change.",
                ),
            };
        }
        text
    }
}

/// The same text with its first letter large.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
