//! A call of voters for a dialogue: papers with numbers, until the share of the rule is reached.
//! Who signed stands on the papers and nowhere else. Pure.

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::Law;
use store::{Laws, Result, Stream, VaultId};

use crate::dialogue::{shown, there_is};
use crate::facts::{CallEvent, out_of_order};

/// The rule of the share of voters.
pub const SHARE: &str = "DT.ask";
/// The rule of the day by which a dialogue is planned once the share is reached.
pub const PLAN: &str = "DT.ask.plan";

/// A call as its facts make it.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its stream.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// How many voters it has.
    pub voters: u32,
    /// Since when.
    pub on: Date,
    /// What the dialogue is to be about.
    pub words: VaultId,
    /// Each paper: its day and how many voters it bears.
    pub papers: Vec<(Date, u32)>,
    /// The dialogue that settles it.
    pub dialogue: Option<String>,
    /// When that one was planned, and under which law.
    settled: Option<(Date, i64)>,
    /// How many facts it has.
    pub version: i64,
}

/// Whether voters can call for a dialogue: the unit is there, and a rule gives them the right.
///
/// # Errors
/// A refusal that names the field.
pub fn may_open(law: &Law, unit: &str, on: Date, today: Date) -> std::result::Result<(), Refusal> {
    there_is(unit, on)?;
    if on > today {
        return Err(Refusal::invalid("on", "dialogue-ahead").with("date", shown(on)));
    }
    match law.rulebook.in_force(SHARE, on) {
        Some(_) => Ok(()),
        None => Err(Refusal::invalid("on", "call-no-rule").with("date", shown(on))),
    }
}

impl Call {
    /// Makes the call from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let CallEvent::Opened { unit, voters, on, words } = CallEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let id = stream.name.clone();
        let (papers, dialogue, settled) = (Vec::new(), None, None);
        let mut call = Self { id, unit, voters, on, words, papers, dialogue, settled, version: 1 };
        for record in rest {
            match CallEvent::read(record)? {
                CallEvent::Opened { .. } => return Err(out_of_order(record)),
                CallEvent::Supported { on, voters } => call.papers.push((on, voters)),
                CallEvent::Settled { dialogue } => {
                    let day = kernel::clock::civil_date(record.at);
                    (call.dialogue, call.settled) = (Some(dialogue), Some((day, record.law)));
                }
                // A dialogue that is not held settles nothing, and gives no new days either.
                CallEvent::Reopened { .. } => (call.dialogue, call.settled) = (None, None),
            }
            call.version = record.version;
        }
        Ok(Some(call))
    }

    /// How many voters ask, on all papers.
    pub fn support(&self) -> u32 {
        self.papers.iter().map(|(_, n)| n).sum()
    }

    /// How many voters the rule wants; `None` where there is no rule. Rounded up: a share is
    /// reached, not nearly reached.
    pub fn needed(&self, law: &Law) -> Option<u32> {
        let percent = law.rulebook.in_force(SHARE, self.on)?.value?;
        let needed = (u64::from(self.voters) * u64::from(percent)).div_ceil(100);
        u32::try_from(needed).ok()
    }

    /// Whether a dialogue must be held.
    pub fn is_met(&self, law: &Law) -> bool {
        self.needed(law).is_some_and(|needed| self.support() >= needed)
    }

    /// The day of the paper with which the share was reached.
    pub fn met_on(&self, law: &Law) -> Option<Date> {
        let (needed, mut support) = (self.needed(law)?, 0);
        let reached = |paper: &&(Date, u32)| {
            support += paper.1;
            support >= needed
        };
        self.papers.iter().find(reached).map(|(on, _)| *on)
    }

    /// That a dialogue is planned, which is owed once the share is reached. `None` also for one
    /// that was settled under a rulebook that knew no such day.
    pub fn debt(&self, laws: &Laws) -> Option<Debt> {
        let law = self.settled.map_or(laws.version(), |(_, law)| law);
        if laws.at(law).rulebook.versions(PLAN).is_empty() {
            return None;
        }
        let mut debt = Debt::new(1, PLAN, self.met_on(laws.now())?, law);
        if let Some((on, law)) = self.settled {
            debt.close(on, law, Outcome::Done);
        }
        Some(debt)
    }

    /// Another paper came.
    ///
    /// # Errors
    /// A refusal: a dialogue is planned already, the day cannot be, or there are more names than
    /// voters.
    pub fn support_of(
        &self,
        on: Date,
        voters: u32,
        today: Date,
    ) -> std::result::Result<CallEvent, Refusal> {
        if self.dialogue.is_some() {
            return Err(Refusal::conflict("call-settled"));
        }
        if on < self.on || on > today {
            let refusal = Refusal::invalid("on", "question-day").with("from", shown(self.on));
            return Err(refusal.with("until", shown(today)));
        }
        let most = self.voters.saturating_sub(self.support());
        match voters == 0 || voters > most {
            true => Err(Refusal::invalid("voters", "call-voters").with("most", most)),
            false => Ok(CallEvent::Supported { on, voters }),
        }
    }

    /// A dialogue was planned for it.
    ///
    /// # Errors
    /// A refusal: one is planned already.
    pub fn settle(&self, dialogue: &str, _: &Laws) -> std::result::Result<CallEvent, Refusal> {
        match self.dialogue {
            Some(_) => Err(Refusal::conflict("call-settled")),
            None => Ok(CallEvent::Settled { dialogue: dialogue.to_owned() }),
        }
    }

    /// The dialogue that was planned for it is called off; `None` where another is planned.
    pub fn reopen(&self, dialogue: &str) -> Option<CallEvent> {
        let settles = self.dialogue.as_deref() == Some(dialogue);
        settles.then(|| CallEvent::Reopened { dialogue: dialogue.to_owned() })
    }
}
