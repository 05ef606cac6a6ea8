//! A day at the grassroots: which official goes to which village when, and what came of it; pure.

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::Refusal;
use store::{Record, Result, Stream, VaultId};
use units::Gazetteer;
use units::local::{Kind, LocalUnit};

use crate::arrows::{Arrow, VISITS, VisitState, VisitStep};
use crate::facts::{Planned, VisitEvent, out_of_order};
use crate::kind::Why;

/// A visit as its facts make it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub planned: Planned,
    /// Where it stands.
    pub state: VisitState,
    /// When it was held.
    pub held_on: Option<Date>,
    /// What was seen and done.
    pub done: Option<VaultId>,
    /// Why it was called off.
    pub why: Option<Why>,
    /// That it be held is owed until its day.
    pub debt: Debt,
    /// How many facts it has.
    pub version: i64,
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// It was held on a day; what was seen and done.
    Hold(Date, VaultId),
    /// It is called off.
    Cancel(Why),
}

impl Command {
    /// Its step.
    pub const fn step(&self) -> VisitStep {
        match self {
            Self::Hold(..) => VisitStep::Hold,
            Self::Cancel(_) => VisitStep::Cancel,
        }
    }
}

/// A day as refusals say it.
pub(crate) fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// Whether this unit and this village of it are there on a day.
///
/// # Errors
/// `grassroots-no-unit` or `grassroots-no-village`.
pub fn there_is(
    unit: &str,
    village: Option<&LocalUnit>,
    on: Date,
) -> std::result::Result<(), Refusal> {
    if Gazetteer::shared().at(unit, on).is_none() {
        return Err(Refusal::invalid("on", "grassroots-no-unit").with("date", shown(on)));
    }
    let ours = |one: &&LocalUnit| one.kind == Kind::Village && one.parent == unit;
    match village.filter(ours).filter(|one| one.is_current(on)) {
        Some(_) => Ok(()),
        None => Err(Refusal::invalid("village", "grassroots-no-village").with("date", shown(on))),
    }
}

/// A day of the past or today.
pub(crate) fn not_ahead(on: Date, today: Date) -> std::result::Result<(), Refusal> {
    match on > today {
        true => Err(Refusal::invalid("on", "grassroots-ahead").with("date", shown(on))),
        false => Ok(()),
    }
}

impl Visit {
    /// Makes the visit from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let VisitEvent::Planned(planned) = VisitEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let since = kernel::clock::civil_date(first.at).min(planned.on);
        let debt = Debt::agreed(1, &planned.unit, since, planned.on, first.law);
        let mut visit = Self {
            id: stream.name.clone(),
            state: VisitState::Planned,
            held_on: None,
            done: None,
            why: None,
            debt,
            version: 1,
            planned,
        };
        for record in rest {
            visit.apply(VisitEvent::read(record)?, record)?;
        }
        Ok(Some(visit))
    }

    fn apply(&mut self, event: VisitEvent, record: &Record) -> Result<()> {
        match event {
            VisitEvent::Planned(_) => return Err(out_of_order(record)),
            VisitEvent::Held { on, done } => {
                (self.state, self.held_on, self.done) = (VisitState::Held, Some(on), Some(done));
                self.debt.close(on, record.law, Outcome::Done);
            }
            VisitEvent::Cancelled { why } => {
                (self.state, self.why) = (VisitState::Cancelled, Some(why));
                let on = kernel::clock::civil_date(record.at);
                self.debt.close(on, record.law, Outcome::Void);
            }
        }
        self.version = record.version;
        Ok(())
    }

    /// Every vault item that its facts refer to.
    pub fn items(&self) -> Vec<VaultId> {
        std::iter::once(&self.planned.purpose).chain(&self.done).cloned().collect()
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: VisitStep) -> Option<&'static Arrow<VisitStep, VisitState>> {
        VISITS.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the day cannot be.
    pub fn decide(
        &self,
        command: Command,
        today: Date,
    ) -> std::result::Result<VisitEvent, Refusal> {
        if self.arrow(command.step()).is_none() {
            return Err(Refusal::conflict("grassroots-not-now"));
        }
        match command {
            Command::Hold(on, done) => {
                not_ahead(on, today)?;
                Ok(VisitEvent::Held { on, done })
            }
            Command::Cancel(why) => Ok(VisitEvent::Cancelled { why }),
        }
    }
}

/// What people call a thing: a sign and the end of its key.
pub fn code(sign: &str, stream: &str) -> String {
    let key = stream.rsplit('/').next().unwrap_or(stream);
    let start = key.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    format!("{sign}-{}", key[start..].to_uppercase())
}
