//! A deadline in the words and drawings of a page: the block, the days, the sentence. Every
//! subject shows its dates through this, so that they look and read the same everywhere.

use calendar::Lang as CalendarLang;
use calendar::Why;
use calendar::lunar::LunarDate;
use jiff::civil::Date;
use rulebook::{Deadline, Law};
use web::parts::{CalendarDay, DayKind, Due, Mark, Status};
use web::{Html, Lang, Page};

/// The page's language, as calendar and rulebook name it.
pub fn lang(page: &Page) -> CalendarLang {
    match page.lang() {
        Lang::Vi => CalendarLang::Vi,
        Lang::En => CalendarLang::En,
    }
}

/// A rule's sentence with its article; nothing when it is not law on that day.
pub fn rule_words(page: &Page, law: &rulebook::Law, id: &str, on: Date) -> Option<String> {
    let rule = law.rulebook.in_force(id, on)?;
    let lang = lang(page);
    let sentence = rule.sentence(None, lang);
    let article = law.rulebook.cite(&rule.article, lang);
    Some(format!("{} ({article}).", sentence.trim_end_matches('.')))
}

/// The lunar day as the leaf on the kitchen wall has it: "25 tháng Chạp". Empty outside the years
/// that the lunar calendar answers for.
pub fn lunar(page: &Page, day: Date) -> String {
    let Some(lunar) = LunarDate::from_civil(day) else { return String::new() };
    let key = if lunar.leap { "lunar-leap" } else { "lunar-day" };
    page.with("day", i64::from(lunar.day)).with("month", i64::from(lunar.month)).t(key)
}

/// The due block: leaf, date in words, rule and article. `explained` is where each day is shown.
pub fn block(
    page: &Page,
    law: &Law,
    deadline: &Deadline,
    label: String,
    status: Option<Status>,
    explained: Option<String>,
) -> Html {
    let on = deadline.due();
    let (lunar, why) = (lunar(page, on), why(page, law, deadline));
    page.due(&Due { label, on, lunar, status, why, explained })
}

/// Why the date is what it is, in a sentence with its article.
pub fn why(page: &Page, law: &Law, deadline: &Deadline) -> String {
    let lang = lang(page);
    let article = law.rulebook.cite(&deadline.article, lang);
    let mut letters = article.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{} {first}{}.", deadline.explanation.sentence(lang), letters.as_str())
}

/// The days of a term as calendar leaves: a number in each day that counts, a name in each that
/// does not.
pub fn days(page: &Page, deadline: &Deadline) -> Html {
    let lang = lang(page);
    let due = deadline.due();
    let days: Vec<CalendarDay> = deadline
        .explanation
        .days
        .iter()
        .map(|day| CalendarDay {
            date: day.date,
            kind: match (&day.why, day.counted) {
                (Why::Event, _) => DayKind::Start,
                _ if day.date == due => DayKind::Due,
                (Why::SwapWorked(_), Some(_)) => DayKind::Extra,
                (_, Some(_)) => DayKind::Counted,
                (_, None) => DayKind::Off,
            },
            ordinal: day.counted,
            note: match &day.why {
                // The page has its own words for the first and the last day.
                Why::Event => String::new(),
                _ if day.date == due => String::new(),
                // "Tết Nguyên đán, mùng hai": a cell has room for the feast, not for its day.
                why => why.label(lang).split(',').next().unwrap_or_default().to_owned(),
            },
        })
        .collect();
    page.calendar(&days)
}

/// A warning when the rule was not read in the law's own words and no jurist has confirmed it, or
/// a day off in the term still waits for its decision. Empty when all is settled.
pub fn warning(page: &Page, deadline: &Deadline) -> Html {
    let key = match (deadline.is_settled(), deadline.explanation.is_provisional()) {
        (true, _) => return Html::default(),
        (false, true) => "duties-provisional",
        (false, false) => "duties-unconfirmed",
    };
    page.notice(Mark::Soon, page.t(key), "")
}
