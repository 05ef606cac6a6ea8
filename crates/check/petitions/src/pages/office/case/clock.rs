//! A debt of a case with its date: until when, how many days that is, on what ground, day by day.

use std::sync::Arc;

use accounts::Failure;
use calendar::lunar::LunarDate;
use calendar::{CalendarKind, ExplainedDay, Why};
use duties::{Debt, Outcome};
use jiff::civil::Date;
use rulebook::{Deadline, Law};
use store::Laws;
use web::parts::{CalendarDay, DayKind, Due, Mark, Status};
use web::{Html, Page};

use super::super::around::{capital, key, law_lang};
use crate::petition::Petition;

/// A debt under the law that decides its date.
#[derive(Clone, Debug)]
pub(in super::super) struct Clock {
    /// The debt.
    pub debt: Debt,
    /// Its date and the road to it.
    pub deadline: Deadline,
    law: Arc<Law>,
}

/// The clocks of a petition, in the order in which they began.
pub(in super::super) fn clocks(petition: &Petition, laws: &Laws) -> Result<Vec<Clock>, Failure> {
    petition.debts.iter().filter_map(|debt| clock(debt, laws).transpose()).collect()
}

/// The open clock that ends first.
pub(in super::super) fn pressing(clocks: &[Clock]) -> Option<&Clock> {
    clocks.iter().filter(|clock| clock.debt.is_open()).min_by_key(|clock| clock.due())
}

/// One clock; `None` when no such rule was law on its first day.
pub(in super::super) fn clock(debt: &Debt, laws: &Laws) -> Result<Option<Clock>, Failure> {
    // A closed debt stays under the law at which it was closed. What another office was asked has
    // a day, not a rule, and a clock that stands still has no date: neither has terms.
    let law = debt.closed.map_or_else(|| laws.now(), |(_, version, _)| laws.at(version)).clone();
    let last = debt.terms(laws)?.pop();
    Ok(last.map(|deadline| Clock { debt: debt.clone(), deadline, law }))
}

impl Clock {
    /// The last day.
    pub fn due(&self) -> Date {
        self.deadline.due()
    }

    /// What it is called: "Hạn thụ lý".
    pub fn name(&self, page: &Page) -> String {
        self.say(page, "clock")
    }

    /// What must be done, before its date: "Phải thụ lý hoặc báo không thụ lý chậm nhất".
    fn must(&self, page: &Page) -> String {
        self.say(page, "must")
    }

    /// What this page calls the rule; its own id when the page has no words for it.
    fn say(&self, page: &Page, of: &str) -> String {
        let words = page.find(key(of, &self.debt.rule));
        words.map_or_else(|| self.debt.rule.clone(), |words| words.into_owned())
    }

    /// Rule and article in words.
    pub fn why(&self, page: &Page) -> String {
        let (book, lang) = (&self.law.rulebook, law_lang(page));
        let article = book.cite(&self.deadline.article, lang);
        let rule = book.in_force(&self.debt.rule, self.debt.started_on);
        let sentence = rule.map(|rule| rule.sentence(None, lang)).unwrap_or_default();
        format!("{sentence} {}.", capital(&article))
    }

    /// How it stands: so many days left or late, kept, or not owed after all.
    pub fn status(&self, page: &Page, today: Date) -> Status {
        match self.debt.closed {
            None => page.days_status(self.due(), today, 3),
            Some((_, _, Outcome::Void)) => Status::new(Mark::None, page.t("office-void")),
            Some((on, _, Outcome::Done)) if on <= self.due() => {
                Status::new(Mark::Done, page.t("office-kept"))
            }
            Some((on, _, Outcome::Done)) => Status::new(Mark::Late, page.days_left(self.due(), on)),
        }
    }

    /// "Còn 22 ngày, trong đó 11 ngày làm việc."
    pub fn left(&self, page: &Page, today: Date) -> String {
        let days = today.until(self.due()).map_or(0, |span| i64::from(span.get_days()));
        match days {
            0 => page.t("office-left-today").into_owned(),
            days if days < 0 => page.with("n", -days).t("office-left-late"),
            days => {
                let first = today.tomorrow().unwrap_or(today);
                let calendar = &self.law.calendar;
                let working = calendar.working_days(first, self.due(), CalendarKind::Office);
                page.with("n", days).with("working", working as i64).t("office-left")
            }
        }
    }

    /// The due block, with leaf and link to the days below it.
    pub fn block(&self, page: &Page, today: Date) -> Html {
        let lunar = LunarDate::from_civil(self.due());
        page.due(&Due {
            label: capital(&self.must(page)),
            on: self.due(),
            lunar: lunar.map(|day| lunar_words(page, day)).unwrap_or_default(),
            status: Some(self.status(page, today)),
            why: format!("{} {}", self.left(page, today), self.why(page)),
            explained: Some(format!("#{}", self.anchor())),
        })
    }

    /// Where its days stand on the page.
    pub fn anchor(&self) -> String {
        format!("han-{}", self.debt.n)
    }

    /// The sentences above the days: how they are counted, and the article.
    pub fn sentence(&self, page: &Page) -> String {
        let lang = law_lang(page);
        let article = self.law.rulebook.cite(&self.deadline.article, lang);
        format!("{} {}.", self.deadline.explanation.sentence(lang), capital(&article))
    }

    /// Day by day.
    pub fn days(&self, page: &Page) -> Html {
        let lang = law_lang(page);
        let due = self.due();
        let one = |day: &ExplainedDay| CalendarDay {
            date: day.date,
            kind: match &day.why {
                _ if day.date == due => DayKind::Due,
                Why::Event => DayKind::Start,
                Why::SwapWorked(_) if day.counted.is_some() => DayKind::Extra,
                _ if day.counted.is_some() => DayKind::Counted,
                _ => DayKind::Off,
            },
            ordinal: day.counted,
            note: match &day.why {
                Why::Event | Why::Rolled { .. } => String::new(),
                why => why.label(lang).to_owned(),
            },
        };
        let days: Vec<CalendarDay> = self.deadline.explanation.days.iter().map(one).collect();
        page.calendar(&days)
    }

    /// What an officer must know before relying on the date.
    pub fn doubts(&self, page: &Page) -> Vec<String> {
        let deadline = &self.deadline;
        let settled = deadline.confirmed || deadline.certainty == calendar::Certainty::Verified;
        let mut doubts = Vec::new();
        if !settled {
            let rule = page.with("rule", self.debt.rule.as_str());
            doubts.push(rule.t("office-unconfirmed"));
        }
        if deadline.explanation.is_provisional() {
            doubts.push(page.t("office-provisional").into_owned());
        }
        doubts
    }
}

/// "18 tháng Giêng".
fn lunar_words(page: &Page, lunar: LunarDate) -> String {
    let key = if lunar.leap { "lunar-leap" } else { "lunar-day" };
    page.with("day", i64::from(lunar.day)).with("month", i64::from(lunar.month)).t(key)
}
