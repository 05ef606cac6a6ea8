//! A debt of a petition with its date, as pages show it: until when, on what ground, day by day;
//! for askers and officers alike. A date is worked out anew on each page; nothing here is stored.

use std::sync::Arc;

use accounts::Failure;
use calendar::CalendarKind;
use duties::{Debt, Outcome, explain};
use jiff::civil::Date;
use rulebook::{Deadline, Law, RuleError};
use store::Laws;
use web::parts::{Due, Mark, Status};
use web::{Html, Page};

use super::words::{capital, key};
use crate::kind::Kind;
use crate::petition::Petition;

/// A date within so many days is called near.
const SOON: i64 = 3;

/// What is owed from the day of receipt, by kind: the same as [`Petition::replay`] makes it, which
/// a test holds it to. A page needs it before there is a petition.
const FIRST: &[(Kind, &[&str])] = &[
    (Kind::Feedback, &["TD.reply"]),
    (Kind::Complaint, &["KN.accept1", "TD.reply"]),
    (Kind::SecondComplaint, &["KN.accept2", "TD.reply"]),
];

/// A debt under the law that decides its date.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    /// The debt.
    pub debt: Debt,
    /// Its date and the road to it.
    pub deadline: Deadline,
    law: Arc<Law>,
}

/// The clocks of a petition, in the order in which they began.
pub(crate) fn clocks(petition: &Petition, laws: &Laws) -> Result<Vec<Clock>, Failure> {
    petition.debts.iter().filter_map(|debt| clock(debt, laws).transpose()).collect()
}

/// Those that the asker is owed: without those that turned out not to be owed, and without what
/// another office was asked, which is the office's own affair.
pub(crate) fn owed(petition: &Petition, laws: &Laws) -> Result<Vec<Clock>, Failure> {
    let void = |debt: &Debt| matches!(debt.closed, Some((_, _, Outcome::Void)));
    let debts = petition.debts.iter().filter(|debt| debt.until.is_none() && !void(debt));
    debts.filter_map(|debt| clock(debt, laws).transpose()).collect()
}

/// One clock; `None` when no such rule was law on its first day.
pub(crate) fn clock(debt: &Debt, laws: &Laws) -> Result<Option<Clock>, Failure> {
    // A closed debt stays under the law at which it was closed. What another office was asked has
    // a day, not a rule, and a clock that stands still has no date: neither has terms.
    let law = debt.closed.map_or_else(|| laws.now(), |(_, version, _)| laws.at(version)).clone();
    let last = debt.terms(laws)?.pop();
    Ok(last.map(|deadline| Clock { debt: debt.clone(), deadline, law }))
}

/// The clocks that would start if something of this kind were received on `day`, the one that ends
/// first before the others.
pub(crate) fn if_received(kind: Kind, law: &Arc<Law>, day: Date) -> Result<Vec<Clock>, Failure> {
    let rules = FIRST.iter().find(|(of, _)| *of == kind).map_or(&[] as &[_], |(_, rules)| *rules);
    let clocks = rules.iter().filter_map(|rule| run(law.clone(), rule, day).transpose());
    let mut clocks: Vec<Clock> = clocks.collect::<Result<_, _>>()?;
    clocks.sort_by_key(Clock::due);
    Ok(clocks)
}

/// The clock that a rule would start on a day; `None` when no such rule was law then.
pub(crate) fn run(law: Arc<Law>, rule: &str, from: Date) -> Result<Option<Clock>, Failure> {
    match law.due(rule, from, CalendarKind::Office) {
        // No petition owes it (yet): it has no number, and no version of the law to move from.
        Ok(deadline) => Ok(Some(Clock { debt: Debt::new(0, rule, from, 0), deadline, law })),
        Err(RuleError::NotInForce { .. }) => Ok(None),
        Err(error) => Err(Failure::bug(error)),
    }
}

/// The open clock that ends first.
pub(crate) fn pressing(clocks: &[Clock]) -> Option<&Clock> {
    clocks.iter().filter(|clock| clock.is_open()).min_by_key(|clock| clock.due())
}

impl Clock {
    /// The last day.
    pub fn due(&self) -> Date {
        self.deadline.due()
    }

    /// Whether it still runs.
    pub fn is_open(&self) -> bool {
        self.debt.is_open()
    }

    /// The day on which it ended.
    fn closed(&self) -> Option<Date> {
        self.debt.closed.map(|(on, _, _)| on)
    }

    /// Whether it ended in time; one that still runs has not.
    pub fn is_kept(&self) -> bool {
        self.closed().is_some_and(|on| on <= self.due())
    }

    /// What it is called: "Hạn trả lời".
    pub fn name(&self, page: &Page) -> String {
        self.say(page, "clock")
    }

    /// What must be done, before its date: "Phải thụ lý hoặc báo không thụ lý chậm nhất".
    pub fn must(&self, page: &Page) -> String {
        self.say(page, "must")
    }

    /// What pages call the rule; its own id when they have no words for it.
    fn say(&self, page: &Page, of: &str) -> String {
        let words = page.find(key(of, &self.debt.rule));
        words.map_or_else(|| self.debt.rule.clone(), |words| words.into_owned())
    }

    /// The article in words, as it stands inside a sentence.
    pub fn article(&self, page: &Page) -> String {
        self.law.rulebook.cite(&self.deadline.article, explain::lang(page))
    }

    /// How the days were counted, in a sentence or two, with the article.
    pub fn why(&self, page: &Page) -> String {
        explain::why(page, &self.law, &self.deadline)
    }

    /// What the rule says, with the article: for officers, who know how days are counted.
    pub fn rule(&self, page: &Page) -> String {
        let rule = self.law.rulebook.in_force(&self.debt.rule, self.debt.started_on);
        let sentence = rule.map(|rule| rule.sentence(None, explain::lang(page)));
        format!("{} {}.", sentence.unwrap_or_default(), capital(&self.article(page)))
    }

    /// A sentence for a rule that nobody has held against the law's own words yet.
    pub fn doubt(&self, page: &Page) -> Option<String> {
        (!self.is_sure()).then(|| page.t("clock-unconfirmed").into_owned())
    }

    /// What an officer must know before relying on the date.
    pub fn doubts(&self, page: &Page) -> Vec<String> {
        let mut doubts = Vec::new();
        if !self.is_sure() {
            doubts.push(page.with("rule", self.debt.rule.as_str()).t("office-unconfirmed"));
        }
        if self.deadline.explanation.is_provisional() {
            doubts.push(page.t("duties-provisional").into_owned());
        }
        doubts
    }

    fn is_sure(&self) -> bool {
        self.deadline.confirmed || self.deadline.certainty == calendar::Certainty::Verified
    }

    /// How it stands: so many days left or late, kept, kept late, or not owed after all.
    pub fn status(&self, page: &Page, today: Date) -> Status {
        match self.debt.closed {
            None => page.days_status(self.due(), today, SOON),
            Some((_, _, Outcome::Void)) => Status::new(Mark::None, page.t("clock-void")),
            Some((on, _, Outcome::Done)) if on <= self.due() => {
                Status::new(Mark::Done, page.t("clock-kept"))
            }
            Some((_, _, Outcome::Done)) => Status::new(Mark::Late, page.t("clock-kept-late")),
        }
    }

    /// The line of a clock that has ended: what, until when, and when it was done.
    pub fn summary(&self, page: &Page) -> String {
        let on = self.closed().unwrap_or(self.due());
        let key = if on <= self.due() { "clock-summary-kept" } else { "clock-summary-late" };
        page.with("name", self.name(page))
            .with("due", page.date_long(self.due()))
            .with("on", page.date(on))
            .t(key)
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

    /// The due block for the asker. `today` adds how many days are left; `explained` leads to the
    /// days.
    pub fn block(&self, page: &Page, today: Option<Date>, explained: Option<&str>) -> Html {
        let status = today.map(|today| self.status(page, today));
        self.drawn(page, status, self.why(page), explained.map(str::to_owned))
    }

    /// The due block for officers: how many days are left, the rule, and a link to the days below.
    pub fn office_block(&self, page: &Page, today: Date) -> Html {
        let why = format!("{} {}", self.left(page, today), self.rule(page));
        let explained = Some(format!("#{}", self.anchor()));
        self.drawn(page, Some(self.status(page, today)), why, explained)
    }

    fn drawn(
        &self,
        page: &Page,
        status: Option<Status>,
        why: String,
        explained: Option<String>,
    ) -> Html {
        let (label, on) = (capital(&self.must(page)), self.due());
        page.due(&Due { label, on, lunar: explain::lunar(page, on), status, why, explained })
    }

    /// A leaf on its own, for a margin.
    pub fn leaf(&self, page: &Page) -> Html {
        page.leaf(self.due(), explain::lunar(page, self.due()))
    }

    /// Where its days stand on the page.
    pub fn anchor(&self) -> String {
        format!("han-{}", self.debt.n)
    }

    /// Every day of the term, month by month.
    pub fn days(&self, page: &Page) -> Html {
        explain::days(page, &self.deadline)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::resident::sample::Case;
    use super::*;

    #[test]
    fn the_page_before_sending_promises_what_the_petition_then_owes() {
        let case = Case::new().unwrap();
        let law = case.laws.now();
        for kind in Kind::ALL {
            let day = date(2026, 2, 12);
            let read = case.received(*kind, day);
            let mut owed: Vec<(String, Date)> = owed(&read.petition, &case.laws)
                .unwrap()
                .into_iter()
                .map(|clock| (clock.debt.rule.clone(), clock.due()))
                .collect();
            owed.sort_by_key(|(_, due)| *due);
            let promised: Vec<(String, Date)> = if_received(*kind, law, day)
                .unwrap()
                .into_iter()
                .map(|clock| (clock.debt.rule.clone(), clock.due()))
                .collect();
            assert_eq!(promised, owed, "{kind:?}");
            assert!(!promised.is_empty());
        }
    }

    #[test]
    fn a_rule_from_after_the_day_starts_no_clock() {
        let case = Case::new().unwrap();
        let law = case.laws.now().clone();
        assert!(run(law.clone(), "TD.reply", date(2001, 1, 1)).unwrap().is_none());
        assert!(run(law, "KN.no-such", date(2026, 1, 1)).is_err());
    }
}
