//! A debt in time: pure. Its due date is derived, never stored in a fact.

use accounts::Post;
use calendar::{CalendarKind, Pause};
use jiff::civil::Date;
use kernel::Id;
use rulebook::{Deadline, RuleError, Run};
use store::{Laws, Result, StoreError, ViewRow, row};

use crate::{DUTIES, MOVES};

/// How a debt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was owed was done.
    Done,
    /// It turned out not to be owed: the letter was of another kind.
    Void,
}

/// A later term that a decision added to a debt; it begins where the one before it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The rule that allows it, such as `TC.ext1`.
    pub rule: String,
    /// How many days the decision gave; at most the rule's count.
    pub days: u32,
}

/// The date in the view of a debt that stands still: it has none until it is taken up again, and
/// sorts after every other.
pub const STANDS_STILL: Date = Date::constant(9999, 12, 31);

/// What a stream owes under one rule, as its facts tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    /// Its number in the stream, from 1.
    pub n: u32,
    /// The rule's id in the rulebook, such as `KN.accept1`.
    pub rule: String,
    /// The day of the starting fact; not counted.
    pub started_on: Date,
    /// The version of the law under which it began.
    pub law: i64,
    /// What decisions added to its term, in their order.
    pub extensions: Vec<Extension>,
    /// When it stood still and was taken up again, in order.
    pub pauses: Vec<Pause>,
    /// Since when it stands still, if it does.
    pub paused: Option<Date>,
    /// When, under which law and how it ended.
    pub closed: Option<(Date, i64, Outcome)>,
    /// The day that was agreed upon, where no rule of the law gives one.
    pub until: Option<Date>,
    /// The office that owes it, where it is not the one that the stream belongs to.
    pub office: Option<String>,
}

/// The rule's id of a debt whose day was agreed upon: no row of the law stands behind it.
pub const AGREED: &str = "agreed";

impl Debt {
    /// A debt that begins.
    pub fn new(n: u32, rule: &str, started_on: Date, law: i64) -> Self {
        Self {
            n,
            rule: rule.to_owned(),
            started_on,
            law,
            extensions: Vec::new(),
            pauses: Vec::new(),
            paused: None,
            closed: None,
            until: None,
            office: None,
        }
    }

    /// A debt of another office, by a day that was agreed upon.
    pub fn agreed(n: u32, office: &str, started_on: Date, until: Date, law: i64) -> Self {
        let office = Some(office.to_owned());
        Self { until: Some(until), office, ..Self::new(n, AGREED, started_on, law) }
    }

    /// Takes back its end: what ended it was undone.
    pub fn reopen(&mut self) {
        self.closed = None;
    }

    /// Whether it is still owed.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it is owed, but its clock stands still.
    pub fn stands_still(&self) -> bool {
        self.is_open() && self.paused.is_some()
    }

    /// Ends it. A clock that stood still stands so until that day.
    pub fn close(&mut self, on: Date, law: i64, outcome: Outcome) {
        self.resume(on);
        self.closed = Some((on, law, outcome));
    }

    /// Stops its clock: `on` is the first day that does not count. Does nothing to a debt that
    /// stands still or is closed.
    pub fn pause(&mut self, on: Date) {
        if self.is_open() && self.paused.is_none() {
            self.paused = Some(on);
        }
    }

    /// Lets its clock go on: `on` is the first day that counts again. Does nothing to one that
    /// runs.
    pub fn resume(&mut self, on: Date) {
        if let Some(from) = self.paused.take() {
            self.pauses.push(Pause { from, to: on });
        }
    }

    /// Adds a term that begins where the last one ends.
    pub fn extend(&mut self, rule: &str, days: u32) {
        self.extensions.push(Extension { rule: rule.to_owned(), days });
    }

    /// The rule that decides its end: the last extension's, or its own.
    pub fn last_rule(&self) -> &str {
        self.extensions.last().map_or(&self.rule, |extension| &extension.rule)
    }

    /// The law that decides its due date: today's while it is open, afterwards the one under
    /// which it was closed: a holiday decided later does not turn late into kept.
    fn last_law(&self, laws: &Laws) -> i64 {
        self.closed.map_or(laws.version(), |(_, law, _)| law)
    }

    /// The due date; `None` when no such rule was in force on the starting day, as with registers
    /// from before the law: then nothing was owed under it. `None` also while it stands still.
    ///
    /// # Errors
    /// When the rulebook does not know the rule at all: inconsistent data.
    pub fn due(&self, laws: &Laws) -> Result<Option<Date>> {
        if self.stands_still() {
            return Ok(None);
        }
        self.due_under(laws, self.last_law(laws))
    }

    /// Its terms one after another, the last one ending on the due date, each explained day by
    /// day: one, and one more for each extension. Empty as [`Debt::due`] is `None`, and for a day
    /// that was agreed upon.
    ///
    /// # Errors
    /// When the rulebook does not know the rule at all: inconsistent data.
    pub fn terms(&self, laws: &Laws) -> Result<Vec<Deadline>> {
        match self.stands_still() {
            true => Ok(Vec::new()),
            false => self.terms_under(laws, self.last_law(laws)),
        }
    }

    fn due_under(&self, laws: &Laws, law: i64) -> Result<Option<Date>> {
        if self.until.is_some() {
            return Ok(self.until);
        }
        if self.extensions.is_empty() && self.pauses.is_empty() {
            let found = laws.at(law).due_date(&self.rule, self.started_on, CalendarKind::Office);
            return self.or_not_owed(found);
        }
        Ok(self.terms_under(laws, law)?.last().map(Deadline::due))
    }

    fn terms_under(&self, laws: &Laws, law: i64) -> Result<Vec<Deadline>> {
        if self.until.is_some() {
            return Ok(Vec::new());
        }
        let law_of = self.started_on;
        let first = (self.rule.as_str(), None);
        let more = self.extensions.iter().map(|more| (more.rule.as_str(), Some(more.days)));
        let mut terms: Vec<Deadline> = Vec::with_capacity(1 + self.extensions.len());
        let mut event = self.started_on;
        for (rule, granted) in std::iter::once(first).chain(more) {
            let run = Run { event, law_of, granted, pauses: &self.pauses };
            let found = laws.at(law).due_of(rule, &run, CalendarKind::Office);
            let Some(deadline) = self.or_not_owed(found)? else { return Ok(Vec::new()) };
            // Where the days ran out, not the working day it may have moved to: so that the terms
            // together are never longer than the law's ceiling.
            event = deadline.explanation.raw_due;
            terms.push(deadline);
        }
        Ok(terms)
    }

    fn or_not_owed<T>(&self, found: std::result::Result<T, RuleError>) -> Result<Option<T>> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(RuleError::NotInForce { .. }) => Ok(None),
            Err(error) => {
                let row = format!("{} {}", self.rule, self.started_on);
                Err(StoreError::inconsistent("journal", row, error))
            }
        }
    }
}

/// Who has a debt: an officer to whom it was given, or a post, whoever holds it at the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// This officer.
    Account(Id),
    /// Every officer who holds this post at the unit that owes.
    Post(Post),
}

impl Holder {
    /// As the view and the board's question have it.
    pub fn word(self) -> String {
        match self {
            Self::Account(id) => id.to_string(),
            Self::Post(post) => format!("{A_POST}{post}"),
        }
    }

    /// The post that a word of the view names, if it names one.
    pub fn post_of(word: &str) -> Option<Post> {
        word.strip_prefix(A_POST)?.parse().ok()
    }
}

/// What a post begins with in the view; no account does.
const A_POST: &str = "post:";

/// Whose debt it is, for the view.
#[derive(Clone, Copy, Debug)]
pub struct Debtor<'a> {
    /// The stream.
    pub stream: &'a str,
    /// What people call the matter.
    pub code: &'a str,
    /// The unit that owes.
    pub unit: &'a str,
    /// Who has it; nobody yet when absent.
    pub holder: Option<Holder>,
}

impl Debtor<'_> {
    /// An officer has what the own unit owes; a post has it wherever it is owed.
    fn holder_of(&self, debt: &Debt) -> String {
        let elsewhere = debt.office.as_deref().is_some_and(|office| office != self.unit);
        let holder = self.holder.filter(|one| !elsewhere || matches!(one, Holder::Post(_)));
        holder.map(Holder::word).unwrap_or_default()
    }
}

/// The rows that follow from a stream's debts: the debts, and each date that the law moved.
pub fn rows(debtor: Debtor<'_>, debts: &[Debt], laws: &Laws) -> Result<Vec<ViewRow>> {
    let mut rows = Vec::with_capacity(debts.len());
    for debt in debts {
        // Whether it is owed at all is asked of the clock as it ran until now.
        let Some(due) = debt.due_under(laws, debt.last_law(laws))? else { continue };
        let due = if debt.stands_still() { STANDS_STILL } else { due };
        let outcome = match debt.closed {
            None => "",
            Some((_, _, Outcome::Void)) => "void",
            Some((on, _, Outcome::Done)) if on <= due => "kept",
            Some(_) => "late",
        };
        let holder = debtor.holder_of(debt);
        rows.push(ViewRow::new(
            &DUTIES,
            row![
                debtor.stream,
                i64::from(debt.n),
                debtor.code,
                debt.last_rule(),
                debt.office.as_deref().unwrap_or(debtor.unit),
                holder,
                debt.started_on,
                due,
                debt.closed.map(|(on, _, _)| on),
                outcome,
            ],
        ));
        moves(debtor, debt, laws, &mut rows)?;
    }
    Ok(rows)
}

fn moves(debtor: Debtor<'_>, debt: &Debt, laws: &Laws, rows: &mut Vec<ViewRow>) -> Result<()> {
    let last = debt.last_law(laws);
    // A clock that stands still has no date to be moved; it gets one under the law of that day.
    if debt.law >= last || debt.stands_still() {
        return Ok(());
    }
    let mut before = debt.due_under(laws, debt.law)?;
    for (law, _) in laws.since(debt.law).take_while(|(law, _)| *law <= last) {
        let after = debt.due_under(laws, law)?;
        if let (Some(old), Some(new)) = (before, after)
            && old != new
        {
            let (n, code, rule) = (i64::from(debt.n), debtor.code, debt.last_rule());
            let values = row![debtor.stream, n, law, code, rule, debtor.unit, old, new];
            rows.push(ViewRow::new(&MOVES, values));
        }
        before = after;
    }
    Ok(())
}
