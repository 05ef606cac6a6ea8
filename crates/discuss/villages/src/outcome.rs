//! What a meeting decided: each matter by the rule of its day, over all households. Pure.

use rulebook::majority::{Count, Verdict};
use store::Laws;

use crate::kind::Matter;
use crate::meeting::Meeting;

kernel::closed! {
    /// How a matter ended.
    Result {
        /// Enough households agreed.
        Passed => "passed",
        /// Enough were there, and too few agreed.
        Failed => "failed",
        /// Too few were there for it to pass at all: ballots go to the households.
        Ballot => "ballot",
        /// No rule of that day says how many must agree.
        NoRule => "no_rule",
    }
}

/// A matter with its outcome.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What it is.
    pub matter: Matter,
    /// How it ended, or stands so far.
    pub result: Result,
    /// The option with the most votes; 0 when it has none.
    pub leading: usize,
    /// All places together, with that option as "for".
    pub count: Count,
    /// What each option got.
    pub votes: Vec<u64>,
    /// The rule's arithmetic; `None` when there was no rule.
    pub verdict: Option<Verdict>,
}

impl Outcome {
    /// Whether it was decided.
    pub fn passed(&self) -> bool {
        self.result == Result::Passed
    }
}

impl Meeting {
    /// Each matter of the agenda with its outcome: final when the meeting is closed, before as the
    /// places entered so far have it.
    pub fn outcomes(&self, laws: &Laws) -> Vec<Outcome> {
        let book = &self.law(laws).rulebook;
        let one = |(n, item): (usize, &crate::facts::Item)| {
            let votes: Vec<u64> =
                (0..item.columns()).map(|column| self.count(n, column).yes).collect();
            let most = votes.iter().copied().max().unwrap_or_default();
            let leading = votes.iter().position(|votes| *votes == most).unwrap_or_default();
            let count = self.count(n, leading);
            let majority = book.majority(item.matter.majority(), self.on).ok();
            let verdict = majority.map(|majority| majority.of(&count));
            let result = match &verdict {
                None => Result::NoRule,
                Some(verdict) if verdict.is_met() => Result::Passed,
                Some(verdict) if verdict.could_be_met() => Result::Failed,
                Some(_) => Result::Ballot,
            };
            Outcome { matter: item.matter, result, leading, count, votes, verdict }
        };
        self.called.agenda.iter().enumerate().map(one).collect()
    }

    /// The matters that passed, need the commune's recognition by the rule of that day, and have
    /// not had its word yet.
    pub fn to_recognise(&self, laws: &Laws) -> Vec<usize> {
        let book = &self.law(laws).rulebook;
        let waits = |(n, one): (usize, Outcome)| {
            let asked = one.matter.recognition();
            let asked = asked.is_some_and(|rule| book.in_force(rule, self.on).is_some());
            let said = u8::try_from(n).is_ok_and(|n| self.recognised.contains_key(&n));
            (one.passed() && asked && !said).then_some(n)
        };
        match self.closed {
            None => Vec::new(),
            Some(_) => self.outcomes(laws).into_iter().enumerate().filter_map(waits).collect(),
        }
    }
}
