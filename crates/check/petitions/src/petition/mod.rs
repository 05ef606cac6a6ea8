//! A petition as its facts make it, and what it owes: pure.
//!
//! ```text
//! received ─► classified ─► accepted ─► verified ─► decided ─► sent ─► carried out
//!     │            │            └─ suspended ┘                   └─► contested ─► decided …
//!     ├────────────┴─► filed ─► destroyed · guided · forwarded · refused
//!     └─► split · joined · withdrawn · terminated
//! ```
//!
//! [`ARROWS`] is the whole table; [`Petition::decide`] allows nothing outside it. [`apply`] says
//! what each fact does.

mod apply;
mod arrows;
mod command;
mod decide;
mod state;

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::Id;
use store::{Laws, Record, Result, StoreError, Stream, VaultId};

use crate::facts::{Enclosed, Event, Received};
use crate::kind::{Dialogue, End, Finding, Kind, Same, Solved, Term};
use crate::papers::Issued;

pub use arrows::{ARROWS, Arrow, OWN};
pub use command::Command;
pub use decide::{TOO_LATE, group};
pub use state::{State, Step};

/// A group of people who complain of one matter together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many they are.
    pub people: u32,
    /// How many speak for them.
    pub speakers: u32,
    /// Who speaks for them.
    pub who: VaultId,
}

/// The case that a letter was joined to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Its stream.
    pub to: String,
    /// Its code.
    pub code: String,
    /// How they belong together.
    pub how: Same,
    /// The numbers of the debts that the joining ended.
    pub ended: Vec<u32>,
}

/// What another office was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its number on this petition, from 1.
    pub n: u32,
    /// The office's code.
    pub office: String,
    /// What is asked.
    pub words: VaultId,
    /// By when.
    pub until: Date,
    /// The number of the debt that it is.
    pub debt: u32,
    /// What came back, and when.
    pub advice: Option<(VaultId, Date)>,
}

/// A petition as its facts make it.
#[derive(Clone, Debug)]
pub struct Petition {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub received: Received,
    /// When that fact was recorded.
    pub received_at: jiff::Timestamp,
    /// Where it stands.
    pub state: State,
    /// Where it stood before it was suspended, joined or withdrawn.
    pub before: Option<State>,
    /// What it is, as last classified.
    pub kind: Kind,
    /// What it is about, as last classified.
    pub matter: String,
    /// The day on which a complainant got or learned of what is complained of, as last classified.
    pub known_on: Option<Date>,
    /// Who has it.
    pub holder: Option<Id>,
    /// The ceiling chosen for it.
    pub term: Term,
    /// Whether request and result of verification still differ.
    pub differs: bool,
    /// What came of the dialogue.
    pub dialogue: Option<Dialogue>,
    /// Who complains together.
    pub group: Option<Group>,
    /// The answer that was last decided.
    pub answer: Option<VaultId>,
    /// Whether an officer let be published what that answer says of persons.
    pub looked: bool,
    /// The answer that was last sent.
    pub sent: Option<VaultId>,
    /// The day of the last decision.
    pub decided_on: Option<Date>,
    /// The version of the law under which that decision was last recorded or sent.
    pub decided_law: i64,
    /// What the decision found.
    pub finding: Option<Finding>,
    /// What was done of it, and the day.
    pub carried_out: Option<(VaultId, Date)>,
    /// The code of the second complaint about it; empty when that is not known.
    pub appealed: Option<String>,
    /// Those that were recorded before that one and not taken back.
    pub appeals: Vec<String>,
    /// What the asker last said; `None` is silence.
    pub solved: Option<Solved>,
    /// Whether the asker wrote that with the four words, and no officer.
    pub said_oneself: bool,
    /// The parts that were taken back and not taken up again.
    pub taken_back: Vec<VaultId>,
    /// The day on which the office's part ended.
    pub closed_on: Option<Date>,
    /// The case that it was joined to.
    pub joined: Option<Joined>,
    /// Letters of which an officer said that they are about another matter: stream and code.
    pub apart: Vec<(String, String)>,
    /// Whether the asker was guided on this matter before.
    pub guided: bool,
    /// Whether the asker was guided to the court, the procuracy or enforcement.
    pub court: bool,
    /// The streams of the letters that it was split into.
    pub parts: Vec<String>,
    /// What other offices were asked.
    pub questions: Vec<Question>,
    /// Photographs and papers, in order.
    pub files: Vec<Enclosed>,
    /// Papers that were issued, in order.
    pub papers: Vec<Issued>,
    /// How often the secret words were renewed.
    pub generation: i64,
    /// All vault items, in order of their facts.
    pub items: Vec<VaultId>,
    /// Those of them that a case's page does not open by itself: persons, places, files.
    pub guarded: Vec<Id>,
    /// Those of them that were erased.
    pub erased: Vec<Id>,
    /// What is or was owed.
    pub debts: Vec<Debt>,
    /// How many facts it has.
    pub version: i64,
}

/// The stream of a petition.
pub fn stream_name(id: Id) -> String {
    format!("petition/{id}")
}

impl Petition {
    /// Makes the petition from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or the first is not a receipt.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let Event::Received(received) = Event::read(first)? else {
            let what = "the first fact of a petition is not its receipt";
            return Err(StoreError::inconsistent("journal", first.name(), what));
        };
        let mut petition = Self::new(stream.name.clone(), *received, first);
        for record in rest {
            petition = petition.after(&Event::read(record)?, record);
        }
        Ok(Some(petition))
    }

    /// The petition after one more fact.
    #[must_use]
    pub fn after(mut self, event: &Event, record: &Record) -> Self {
        self.apply(event, record);
        self
    }

    /// The answer as anybody may read it: only once it was sent, and while it is contested too.
    pub fn published(&self) -> Option<Id> {
        self.sent.as_ref().filter(|_| self.state.is_answered()).map(|answer| answer.id)
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: Step) -> Option<&'static Arrow> {
        self.arrows().find(|arrow| arrow.step == step)
    }

    /// The arrow that allows the asker `step` now, if any.
    pub fn own_arrow(&self, step: Step) -> Option<&'static Arrow> {
        self.arrows().find(|arrow| arrow.step == step && arrow.act == OWN)
    }

    /// All that is lawful now.
    pub fn arrows(&self) -> impl Iterator<Item = &'static Arrow> {
        let (state, kind) = (self.state, self.kind);
        ARROWS
            .iter()
            .filter(move |arrow| arrow.from.contains(&state) && arrow.kinds.contains(&kind))
    }

    /// The last day of the time in which a second complaint keeps a first decision from taking
    /// effect (LKN 44); `None` when nothing was decided, or no such rule was law then.
    ///
    /// # Errors
    /// When the rulebook does not know the rule: inconsistent data.
    pub fn effect_due(&self, laws: &Laws) -> Result<Option<Date>> {
        let (Some(on), Some(rule)) = (self.decided_on, self.kind.effect_rule(self.term)) else {
            return Ok(None);
        };
        // Under the law by which the decision was sent: nothing is owed any more by which a later
        // day off could move it.
        let mut debt = Debt::new(0, rule, on, self.decided_law);
        debt.close(on, self.decided_law, Outcome::Done);
        debt.due(laws)
    }

    /// The first day on which the decision that was sent is in force, unless there is a second
    /// complaint about it.
    ///
    /// # Errors
    /// As [`Petition::effect_due`].
    pub fn effect_on(&self, laws: &Laws) -> Result<Option<Date>> {
        if self.appealed.is_some() || !self.state.is_answered() {
            return Ok(None);
        }
        Ok(self.effect_due(laws)?.and_then(|due| due.tomorrow().ok()))
    }

    /// Whether something that was decided is still to be carried out, once it is in force.
    pub fn is_to_carry_out(&self) -> bool {
        let orders = matches!(self.finding, Some(Finding::Right | Finding::Partly));
        orders && self.appealed.is_none() && self.state == State::Sent
    }

    /// The last day on which such a complaint could be made, counted from the day that was written
    /// down (LKN 9, 33); `None` when none was, or no such rule was law then.
    ///
    /// # Errors
    /// When the rulebook does not know the rule: inconsistent data.
    pub fn limit_due(&self, laws: &Laws) -> Result<Option<Date>> {
        let (Some(from), Some(rule)) = (self.known_on, self.kind.limit_rule()) else {
            return Ok(None);
        };
        Debt::new(0, rule, from, laws.version()).due(laws)
    }

    /// The last day of the time in which a complaint had to be settled, as long as it is not
    /// settled, or was only after that day: from then on its writer may turn to the one above and
    /// to the court (LKN 33). `None` when it is not accepted, or was decided in time.
    ///
    /// # Errors
    /// As [`Petition::limit_due`].
    pub fn unsettled_since(&self, laws: &Laws) -> Result<Option<Date>> {
        let Some(rule) = self.kind.settle_rule(self.term) else { return Ok(None) };
        let void = |debt: &&Debt| matches!(debt.closed, Some((_, _, Outcome::Void)));
        let mut owed = self.debts.iter().rev().filter(|debt| debt.rule == rule && !void(debt));
        let Some(debt) = owed.next() else { return Ok(None) };
        let due = debt.due(laws)?;
        Ok(due.filter(|due| debt.closed.is_none_or(|(on, _, _)| on > *due)))
    }

    /// The day from which the time for a second complaint runs (LKN 33): the sending of the first
    /// decision, or the end of the time for one. `None` while neither has come.
    ///
    /// # Errors
    /// As [`Petition::limit_due`].
    pub fn first_ended(&self, today: Date, laws: &Laws) -> Result<Option<Date>> {
        match self.state {
            State::Sent | State::CarriedOut => Ok(self.closed_on),
            State::Accepted | State::Verified | State::Decided => {
                Ok(self.unsettled_since(laws)?.filter(|due| today > *due))
            }
            _ => Ok(None),
        }
    }

    /// Whether its decision has taken legal effect by `today`: the time is over and nobody
    /// complained a second time.
    ///
    /// # Errors
    /// As [`Petition::effect_due`].
    pub fn is_effective(&self, today: Date, laws: &Laws) -> Result<bool> {
        Ok(self.effect_on(laws)?.is_some_and(|from| today >= from))
    }

    /// What became of it for the asker; `None` while the office still owes something.
    pub fn end(&self) -> Option<End> {
        Some(match self.state {
            State::Sent | State::CarriedOut => match self.solved {
                Some(Solved::Yes) => End::Solved,
                Some(Solved::Partly | Solved::No) => End::NotSolved,
                None => End::Silent,
            },
            State::Contested => End::NotSolved,
            State::Filed | State::Guided | State::Forwarded | State::Refused | State::Destroyed => {
                End::NotOurs
            }
            State::Withdrawn | State::Terminated => End::Withdrawn,
            _ => return None,
        })
    }

    /// The question with this number that nobody has answered.
    pub fn open_question(&self, n: u32) -> Option<&Question> {
        self.questions.iter().find(|question| question.n == n && question.advice.is_none())
    }
}
