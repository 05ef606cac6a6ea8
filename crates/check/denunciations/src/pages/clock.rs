//! The clocks of an entry on its page: until when, on what ground, day by day, the days of a
//! suspension among them.

use accounts::Failure;
use duties::{Debt, Outcome, explain};
use jiff::civil::Date;
use rulebook::{Deadline, Law};
use store::Laws;
use web::parts::{Mark, Status};
use web::{Html, Page};

use super::key;
use crate::arrows::Clock;

/// A debt with its terms under the law that decides them.
#[derive(Clone, Debug)]
pub(super) struct Shown<'a> {
    pub debt: &'a Debt,
    /// One, and one more for each extension; empty while it stands still.
    pub terms: Vec<Deadline>,
    law: &'a Law,
}

/// The clocks of these debts, in the order in which they began.
pub(super) fn clocks<'a>(debts: &'a [Debt], laws: &'a Laws) -> Result<Vec<Shown<'a>>, Failure> {
    let mut shown = Vec::new();
    for debt in debts {
        let terms = debt.terms(laws)?;
        if terms.is_empty() && !debt.stands_still() {
            continue;
        }
        let law = debt.closed.map_or_else(|| laws.now(), |(_, version, _)| laws.at(version));
        shown.push(Shown { debt, terms, law });
    }
    Ok(shown)
}

impl Shown<'_> {
    /// The last day; `None` while it stands still.
    pub fn due(&self) -> Option<Date> {
        self.terms.last().map(Deadline::due)
    }

    /// What it is called: "Hạn giải quyết".
    pub fn name(&self, page: &Page) -> String {
        let clock = Clock::of(&self.debt.rule);
        page.t(key("tc-clock", clock.map_or("", Clock::word))).into_owned()
    }

    /// How it stands: days left or late, kept, still, or not owed after all.
    pub fn status(&self, page: &Page, today: Date) -> Status {
        match (self.debt.closed, self.due()) {
            (None, None) => Status::new(Mark::None, page.t("tc-still")),
            (None, Some(due)) => page.days_status(due, today, 3),
            (Some((_, _, Outcome::Void)), _) => Status::new(Mark::None, page.t("tc-void")),
            (Some((on, _, Outcome::Done)), Some(due)) if on > due => {
                Status::new(Mark::Late, page.days_left(due, on))
            }
            (Some(_), _) => Status::new(Mark::Done, page.t("tc-kept")),
        }
    }

    /// Where its days stand on the page.
    pub fn anchor(&self) -> String {
        format!("han-{}", self.debt.n)
    }

    /// The due block with its leaf; `None` while it stands still.
    pub fn block(&self, page: &Page, today: Date) -> Option<Html> {
        let last = self.terms.last()?;
        let explained = Some(format!("#{}", self.anchor()));
        let status = Some(self.status(page, today));
        Some(explain::block(page, self.law, last, self.name(page), status, explained))
    }

    /// Each term: its sentence, its days, and a warning where the rule is not settled.
    pub fn parts(&self, page: &Page) -> Vec<(String, Html, Html)> {
        self.terms
            .iter()
            .map(|term| {
                let why = explain::why(page, self.law, term);
                (why, explain::days(page, term), explain::warning(page, term))
            })
            .collect()
    }
}
