//! A conclusion: which unit owes what by when, and what became of it; pure.

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::{Id, Refusal};
use store::{Record, Result, Stream, VaultId};

use crate::arrows::{Arrow, CONCLUSIONS, ConclusionState, ConclusionStep};
use crate::facts::{ConclusionEvent, Made, out_of_order};
use crate::kind::Withdrawn;
use crate::unit::shown;

/// A conclusion as its facts make it.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub made: Made,
    /// Where it stands.
    pub state: ConclusionState,
    /// When it was done or withdrawn.
    pub closed_on: Option<Date>,
    /// Why it was withdrawn.
    pub why: Option<Withdrawn>,
    /// The evidence, or the words of the withdrawal.
    pub words: Option<VaultId>,
    /// What is or was owed.
    pub debt: Debt,
    /// Vault items that its facts say are destroyed.
    pub erased: Vec<Id>,
    /// How many facts it has.
    pub version: i64,
}

/// What a conclusion needs before it is one; refusals name each thing that is missing.
///
/// # Errors
/// `conclusion-bare`, `conclusion-no-unit`, `conclusion-no-day`, `conclusion-day-before`.
pub fn complete(
    owner: Option<&str>,
    until: Option<Date>,
    on: Date,
) -> std::result::Result<(&str, Date), Refusal> {
    match (owner.map(str::trim).filter(|owner| !owner.is_empty()), until) {
        (None, None) => Err(Refusal::invalid("owner", "conclusion-bare")),
        (None, Some(_)) => Err(Refusal::invalid("owner", "conclusion-no-unit")),
        (Some(_), None) => Err(Refusal::invalid("by", "conclusion-no-day")),
        (Some(_), Some(until)) if until < on => {
            Err(Refusal::invalid("by", "conclusion-day-before").with("date", shown(on)))
        }
        (Some(owner), Some(until)) => Ok((owner, until)),
    }
}

impl Conclusion {
    /// Makes the conclusion from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let ConclusionEvent::Made(made) = ConclusionEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let debt = Debt::agreed(1, &made.owner.unit, made.on, made.until, first.law);
        let mut one = Self {
            id: stream.name.clone(),
            state: ConclusionState::Open,
            closed_on: None,
            why: None,
            words: None,
            debt,
            erased: Vec::new(),
            version: 1,
            made,
        };
        for record in rest {
            one.apply(ConclusionEvent::read(record)?, record)?;
        }
        Ok(Some(one))
    }

    fn apply(&mut self, event: ConclusionEvent, record: &Record) -> Result<()> {
        let (on, words, outcome) = match event {
            ConclusionEvent::Made(_) => return Err(out_of_order(record)),
            ConclusionEvent::Done { on, evidence } => {
                self.state = ConclusionState::Done;
                (on, evidence, Outcome::Done)
            }
            ConclusionEvent::Withdrawn { on, why, words } => {
                (self.state, self.why) = (ConclusionState::Withdrawn, Some(why));
                (on, words, Outcome::Void)
            }
            ConclusionEvent::Divided { .. } => {
                self.version = record.version;
                return Ok(());
            }
            ConclusionEvent::Erased { items, .. } => {
                self.erased.extend(items);
                self.version = record.version;
                return Ok(());
            }
        };
        (self.closed_on, self.words, self.version) = (Some(on), Some(words), record.version);
        self.debt.close(on, record.law, outcome);
        Ok(())
    }

    /// Every vault item that its facts refer to.
    pub fn items(&self) -> Vec<VaultId> {
        std::iter::once(&self.made.what).chain(&self.words).cloned().collect()
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(
        &self,
        step: ConclusionStep,
    ) -> Option<&'static Arrow<ConclusionStep, ConclusionState>> {
        // A part is not broken down again: what is late stays one step below who owes the whole.
        let whole = step != ConclusionStep::Divide || self.made.part_of.is_none();
        let mut arrows = CONCLUSIONS.iter().filter(|_| whole);
        arrows.find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether the step is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// The table has no such arrow, or the day cannot be.
    pub fn decide(
        &self,
        event: ConclusionEvent,
        today: Date,
    ) -> std::result::Result<ConclusionEvent, Refusal> {
        let step = match &event {
            ConclusionEvent::Made(_) | ConclusionEvent::Erased { .. } => None,
            ConclusionEvent::Divided { .. } => Some(ConclusionStep::Divide),
            ConclusionEvent::Done { .. } => Some(ConclusionStep::Finish),
            ConclusionEvent::Withdrawn { .. } => Some(ConclusionStep::Withdraw),
        };
        if step.and_then(|step| self.arrow(step)).is_none() {
            return Err(Refusal::conflict("conclusion-not-now"));
        }
        match &event {
            ConclusionEvent::Done { on, .. } if *on < self.made.on || *on > today => {
                let refusal = Refusal::invalid("on", "conclusion-day");
                Err(refusal.with("from", shown(self.made.on)).with("until", shown(today)))
            }
            _ => Ok(event),
        }
    }
}

/// What people call a conclusion: `KL-` and the end of its key.
pub fn code(stream: &str) -> String {
    let key = store::journal::key(stream);
    let start = key.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    format!("KL-{}", key[start..].to_uppercase())
}
