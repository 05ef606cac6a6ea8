//! A debt in time: pure. Its due date is derived, never stored in a fact.

use calendar::CalendarKind;
use jiff::civil::Date;
use kernel::Id;
use rulebook::RuleError;
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
        let rule = rule.to_owned();
        Self { n, rule, started_on, law, closed: None, until: None, office: None }
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

    /// Stops its clock from this day on.
    pub fn pause(&mut self, _on: Date) {}

    /// Lets its clock go on from this day.
    pub fn resume(&mut self, _on: Date) {}

    /// Whether it is still owed.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Ends it.
    pub fn close(&mut self, on: Date, law: i64, outcome: Outcome) {
        self.closed = Some((on, law, outcome));
    }

    /// The law that decides its due date: today's while it is open, afterwards the one under
    /// which it was closed: a holiday decided later does not turn late into kept.
    fn last_law(&self, laws: &Laws) -> i64 {
        self.closed.map_or(laws.version(), |(_, law, _)| law)
    }

    /// The due date; `None` when no such rule was in force on the starting day, as with registers
    /// from before the law: then nothing was owed under it.
    ///
    /// # Errors
    /// When the rulebook does not know the rule at all: inconsistent data.
    pub fn due(&self, laws: &Laws) -> Result<Option<Date>> {
        self.due_under(laws, self.last_law(laws))
    }

    fn due_under(&self, laws: &Laws, law: i64) -> Result<Option<Date>> {
        if self.until.is_some() {
            return Ok(self.until);
        }
        match laws.at(law).due_date(&self.rule, self.started_on, CalendarKind::Office) {
            Ok(due) => Ok(Some(due)),
            Err(RuleError::NotInForce { .. }) => Ok(None),
            Err(error) => {
                let row = format!("{} {}", self.rule, self.started_on);
                Err(StoreError::inconsistent("journal", row, error))
            }
        }
    }
}

/// Whose debt it is, for the view.
#[derive(Clone, Copy, Debug)]
pub struct Debtor<'a> {
    /// The stream.
    pub stream: &'a str,
    /// What people call the matter.
    pub code: &'a str,
    /// The unit that owes.
    pub unit: &'a str,
    /// The officer who has it.
    pub holder: Option<Id>,
}

/// The rows that follow from a stream's debts: the debts, and each date that the law moved.
pub fn rows(debtor: Debtor<'_>, debts: &[Debt], laws: &Laws) -> Result<Vec<ViewRow>> {
    let mut rows = Vec::with_capacity(debts.len());
    for debt in debts {
        let Some(due) = debt.due(laws)? else { continue };
        let outcome = match debt.closed {
            None => "",
            Some((_, _, Outcome::Void)) => "void",
            Some((on, _, Outcome::Done)) if on <= due => "kept",
            Some(_) => "late",
        };
        let holder = debtor.holder.filter(|_| debt.office.is_none());
        let holder = holder.map(|id| id.to_string()).unwrap_or_default();
        rows.push(ViewRow::new(
            &DUTIES,
            row![
                debtor.stream,
                i64::from(debt.n),
                debtor.code,
                debt.rule.as_str(),
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
    if debt.law >= last {
        return Ok(());
    }
    let mut before = debt.due_under(laws, debt.law)?;
    for (law, _) in laws.since(debt.law).take_while(|(law, _)| *law <= last) {
        let after = debt.due_under(laws, law)?;
        if let (Some(old), Some(new)) = (before, after)
            && old != new
        {
            let (n, code, rule) = (i64::from(debt.n), debtor.code, debt.rule.as_str());
            let values = row![debtor.stream, n, law, code, rule, debtor.unit, old, new];
            rows.push(ViewRow::new(&MOVES, values));
        }
        before = after;
    }
    Ok(())
}
