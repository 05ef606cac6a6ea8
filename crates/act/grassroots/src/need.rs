//! A need: what was asked in a village, done on the spot or owed by a post until a day; pure.

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::{Id, Refusal};
use store::{Record, Result, Stream, VaultId};

use crate::arrows::{Arrow, NEEDS, NeedState, NeedStep};
use crate::facts::{Fate, NeedEvent, Raised, out_of_order};
use crate::kind::{MATTERS, Post, Withdrawn};
use crate::visit::{not_ahead, shown};

/// A need as its facts make it.
#[derive(Clone, Debug)]
pub struct Need {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub raised: Raised,
    /// Where it stands.
    pub state: NeedState,
    /// When it was done or withdrawn.
    pub closed_on: Option<Date>,
    /// Why it was withdrawn.
    pub why: Option<Withdrawn>,
    /// What was done, the evidence, or the words of the withdrawal.
    pub said: Option<VaultId>,
    /// What is or was owed; nothing when it was done on the spot.
    pub debt: Option<Debt>,
    /// Every vault item that its facts refer to.
    pub items: Vec<VaultId>,
    /// Those that its facts say are destroyed.
    pub erased: Vec<Id>,
    /// How many facts it has.
    pub version: i64,
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// It was done on a day; the evidence.
    Finish(Date, VaultId),
    /// It is withdrawn.
    Withdraw(Withdrawn, VaultId),
}

impl Command {
    /// Its step.
    pub const fn step(&self) -> NeedStep {
        match self {
            Self::Finish(..) => NeedStep::Finish,
            Self::Withdraw(..) => NeedStep::Withdraw,
        }
    }
}

/// Who owes it until when; refusals name each thing that is missing.
///
/// # Errors
/// `need-bare`, `need-no-owner`, `need-no-day`, `need-day-before`.
pub fn owed(
    owner: Option<Post>,
    until: Option<Date>,
    on: Date,
) -> std::result::Result<(Post, Date), Refusal> {
    match (owner, until) {
        (None, None) => Err(Refusal::invalid("owner", "need-bare")),
        (None, Some(_)) => Err(Refusal::invalid("owner", "need-no-owner")),
        (Some(_), None) => Err(Refusal::invalid("by", "need-no-day")),
        (Some(_), Some(until)) if until < on => {
            Err(Refusal::invalid("by", "need-day-before").with("date", shown(on)))
        }
        (Some(owner), Some(until)) => Ok((owner, until)),
    }
}

/// Whether this need can be written down; `since` is the day of the visit, or of the liaison's
/// beginning, before which nothing was heard.
///
/// # Errors
/// A refusal that names the field.
pub fn may_raise(raised: &Raised, since: Date, today: Date) -> std::result::Result<(), Refusal> {
    if !MATTERS.contains(&raised.matter.as_str()) {
        return Err(Refusal::invalid("matter", "need-matter"));
    }
    not_ahead(raised.on, today)?;
    if raised.on < since {
        return Err(Refusal::invalid("on", "need-before").with("date", shown(since)));
    }
    match &raised.fate {
        Fate::Done(_) => Ok(()),
        Fate::Owed { owner, until, .. } => owed(Some(*owner), Some(*until), raised.on).map(|_| ()),
    }
}

impl Need {
    /// Makes the need from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let NeedEvent::Raised(raised) = NeedEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let mut need = Self {
            id: stream.name.clone(),
            state: NeedState::Open,
            closed_on: None,
            why: None,
            said: None,
            debt: None,
            items: std::iter::once(&raised.words).chain(&raised.person).cloned().collect(),
            erased: Vec::new(),
            version: 1,
            raised,
        };
        match &need.raised.fate {
            Fate::Done(words) => {
                need.said = Some(words.clone());
                need.items.push(words.clone());
                (need.state, need.closed_on) = (NeedState::Done, Some(need.raised.on));
            }
            Fate::Owed { unit, until, .. } => {
                need.debt = Some(Debt::agreed(1, unit, need.raised.on, *until, first.law));
            }
        }
        for record in rest {
            need.apply(NeedEvent::read(record)?, record)?;
        }
        Ok(Some(need))
    }

    fn apply(&mut self, event: NeedEvent, record: &Record) -> Result<()> {
        let (on, words, outcome) = match event {
            NeedEvent::Raised(_) => return Err(out_of_order(record)),
            NeedEvent::Finished { on, evidence } => {
                self.state = NeedState::Done;
                (on, evidence, Outcome::Done)
            }
            NeedEvent::Withdrawn { on, why, words } => {
                (self.state, self.why) = (NeedState::Withdrawn, Some(why));
                (on, words, Outcome::Void)
            }
            NeedEvent::Erased { items, .. } => {
                self.erased.extend(items);
                self.version = record.version;
                return Ok(());
            }
            NeedEvent::Corrected { item, by, .. } => {
                let entries = self.raised.person.iter_mut().filter(|entry| entry.id == item);
                entries.for_each(|entry| entry.clone_from(&by));
                self.erased.push(item);
                self.items.push(by);
                self.version = record.version;
                return Ok(());
            }
        };
        self.items.push(words.clone());
        (self.closed_on, self.said, self.version) = (Some(on), Some(words), record.version);
        if let Some(debt) = &mut self.debt {
            debt.close(on, record.law, outcome);
        }
        Ok(())
    }

    /// Whom to tell, while they can be.
    pub fn told(&self) -> Option<&VaultId> {
        self.raised.person.as_ref().filter(|item| !self.erased.contains(&item.id))
    }

    /// By when it is owed.
    pub const fn until(&self) -> Option<Date> {
        match &self.raised.fate {
            Fate::Done(_) => None,
            Fate::Owed { until, .. } => Some(*until),
        }
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: NeedStep) -> Option<&'static Arrow<NeedStep, NeedState>> {
        NEEDS.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the day cannot be.
    pub fn decide(&self, command: Command, today: Date) -> std::result::Result<NeedEvent, Refusal> {
        if self.arrow(command.step()).is_none() {
            return Err(Refusal::conflict("need-not-now"));
        }
        match command {
            Command::Finish(on, evidence) => {
                not_ahead(on, today)?;
                let heard = self.raised.on;
                match on < heard {
                    true => Err(Refusal::invalid("on", "need-before").with("date", shown(heard))),
                    false => Ok(NeedEvent::Finished { on, evidence }),
                }
            }
            Command::Withdraw(why, words) => Ok(NeedEvent::Withdrawn { on: today, why, words }),
        }
    }
}
