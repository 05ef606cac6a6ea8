//! What the office owes by when, as a resident reads it: the date, the rule and its article, and
//! every day between. A date is worked out anew on each page; nothing here is stored.

use std::sync::Arc;

use accounts::Failure;
use calendar::{CalendarKind, ExplainedDay, Why};
use duties::{Debt, Outcome};
use jiff::civil::Date;
use rulebook::{Deadline, Law, RuleError};
use store::Laws;
use web::parts::{CalendarDay, DayKind, Due, Mark, Status};
use web::{Html, Page};

use super::say::{capital, law_lang, lunar, said};
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

/// One thing owed, with the law that decides its date.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    rule: String,
    deadline: Deadline,
    law: Arc<Law>,
    closed: Option<Date>,
}

/// The clocks of a petition, in the order in which they began; without those that turned out not
/// to be owed.
pub(super) fn of(petition: &Petition, laws: &Laws) -> Result<Vec<Clock>, Failure> {
    let debts = petition.debts.iter();
    // What another office was asked is the office's own affair.
    let owed = debts
        .filter(|debt| debt.until.is_none() && !matches!(debt.closed, Some((_, _, Outcome::Void))));
    owed.filter_map(|debt| of_debt(debt, laws).transpose()).collect()
}

fn of_debt(debt: &Debt, laws: &Laws) -> Result<Option<Clock>, Failure> {
    // A closed debt stays under the law at which it was closed.
    let law = debt.closed.map_or_else(|| laws.now(), |(_, version, _)| laws.at(version)).clone();
    let closed = debt.closed.map(|(on, _, _)| on);
    let last = debt.terms(laws)?.pop();
    Ok(last.map(|deadline| Clock { rule: debt.rule.clone(), deadline, law, closed }))
}

/// The clocks that would start if something of this kind were received on `day`, the one that ends
/// first before the others.
pub(super) fn if_received(kind: Kind, law: &Arc<Law>, day: Date) -> Result<Vec<Clock>, Failure> {
    let rules = FIRST.iter().find(|(of, _)| *of == kind).map_or(&[] as &[_], |(_, rules)| *rules);
    let clocks = rules.iter().filter_map(|rule| run(law.clone(), rule, day, None).transpose());
    let mut clocks: Vec<Clock> = clocks.collect::<Result<_, _>>()?;
    clocks.sort_by_key(Clock::due);
    Ok(clocks)
}

/// A single clock; `None` when no such rule was law on the day on which it would start.
pub(super) fn run(
    law: Arc<Law>,
    rule: &str,
    from: Date,
    closed: Option<Date>,
) -> Result<Option<Clock>, Failure> {
    match law.due(rule, from, CalendarKind::Office) {
        Ok(deadline) => Ok(Some(Clock { rule: rule.to_owned(), deadline, law, closed })),
        Err(RuleError::NotInForce { .. }) => Ok(None),
        Err(error) => Err(Failure::bug(error)),
    }
}

/// The open clock that ends first.
pub(super) fn pressing(clocks: &[Clock]) -> Option<&Clock> {
    clocks.iter().filter(|clock| clock.is_open()).min_by_key(|clock| clock.due())
}

impl Clock {
    /// The last day.
    pub fn due(&self) -> Date {
        self.deadline.due()
    }

    /// Whether it still runs.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it ended in time; one that still runs has not.
    pub fn is_kept(&self) -> bool {
        self.closed.is_some_and(|on| on <= self.due())
    }

    /// What it is called: "Hạn trả lời".
    pub fn name(&self, page: &Page) -> String {
        said(page, "clock", &self.rule)
    }

    /// What must be done, said before its date.
    pub fn must(&self, page: &Page) -> String {
        said(page, "must", &self.rule)
    }

    /// The article in words, as it stands inside a sentence.
    pub fn article(&self, page: &Page) -> String {
        self.law.rulebook.cite(&self.deadline.article, law_lang(page))
    }

    /// How the days were counted, in a sentence or two, with the article.
    pub fn why(&self, page: &Page) -> String {
        let told = self.deadline.explanation.sentence(law_lang(page));
        format!("{told} {}.", capital(&self.article(page)))
    }

    /// A sentence for a rule that nobody has held against the law's own words yet.
    pub fn doubt(&self, page: &Page) -> Option<String> {
        let sure =
            self.deadline.confirmed || self.deadline.certainty == calendar::Certainty::Verified;
        (!sure).then(|| page.t("clock-unconfirmed").into_owned())
    }

    /// How it stands: so many days left or late, kept, or kept late.
    pub fn status(&self, page: &Page, today: Date) -> Status {
        match self.closed {
            None => page.days_status(self.due(), today, SOON),
            Some(on) if on <= self.due() => Status::new(Mark::Done, page.t("clock-kept")),
            Some(_) => Status::new(Mark::Late, page.t("clock-kept-late")),
        }
    }

    /// The line of a clock that has ended: what, until when, and when it was done.
    pub fn summary(&self, page: &Page) -> String {
        let on = self.closed.unwrap_or(self.due());
        let key = if on <= self.due() { "clock-summary-kept" } else { "clock-summary-late" };
        page.with("name", self.name(page))
            .with("due", page.date_long(self.due()))
            .with("on", page.date(on))
            .t(key)
    }

    /// The due block. `today` adds how many days are left; `explained` leads to the days.
    pub fn block(&self, page: &Page, today: Option<Date>, explained: Option<&str>) -> Html {
        page.due(&Due {
            label: capital(&self.must(page)),
            on: self.due(),
            lunar: lunar(page, self.due()),
            status: today.map(|today| self.status(page, today)),
            why: self.why(page),
            explained: explained.map(str::to_owned),
        })
    }

    /// A leaf on its own, for a margin.
    pub fn leaf(&self, page: &Page) -> Html {
        page.leaf(self.due(), lunar(page, self.due()))
    }

    /// Every day of the term, month by month.
    pub fn days(&self, page: &Page) -> Html {
        let days = self.deadline.explanation.days.iter();
        let drawn: Vec<CalendarDay> = days.map(|day| self.draw(page, day)).collect();
        page.calendar(&drawn)
    }

    fn draw(&self, page: &Page, day: &ExplainedDay) -> CalendarDay {
        let kind = match (&day.why, day.counted) {
            (Why::Event, _) => DayKind::Start,
            _ if day.date == self.due() => DayKind::Due,
            (Why::SwapWorked(_), Some(_)) => DayKind::Extra,
            (_, Some(_)) => DayKind::Counted,
            (_, None) => DayKind::Off,
        };
        // The page has its own words for the first and the last day.
        let note = match kind {
            DayKind::Start | DayKind::Due => String::new(),
            // "Tết Nguyên đán, mùng hai": a cell has room for the feast, not for its day.
            _ => {
                let label = day.why.label(law_lang(page));
                label.split(',').next().unwrap_or_default().to_owned()
            }
        };
        CalendarDay { date: day.date, kind, ordinal: day.counted, note }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::sample::Case;
    use super::*;

    #[test]
    fn the_page_before_sending_promises_what_the_petition_then_owes() {
        let case = Case::new().unwrap();
        let law = case.laws.now();
        for kind in Kind::ALL {
            let day = date(2026, 2, 12);
            let read = case.received(*kind, day);
            let mut owed: Vec<(String, Date)> = of(&read.petition, &case.laws)
                .unwrap()
                .into_iter()
                .map(|clock| (clock.rule.clone(), clock.due()))
                .collect();
            owed.sort_by_key(|(_, due)| *due);
            let promised: Vec<(String, Date)> = if_received(*kind, law, day)
                .unwrap()
                .into_iter()
                .map(|clock| (clock.rule.clone(), clock.due()))
                .collect();
            assert_eq!(promised, owed, "{kind:?}");
            assert!(!promised.is_empty());
        }
    }

    #[test]
    fn a_rule_from_after_the_day_starts_no_clock() {
        let case = Case::new().unwrap();
        let law = case.laws.now().clone();
        assert!(run(law.clone(), "TD.reply", date(2001, 1, 1), None).unwrap().is_none());
        assert!(run(law, "KN.no-such", date(2026, 1, 1), None).is_err());
    }
}
