//! A request about data: its lawful steps and what it owes; pure.
//!
//! ```text
//! received ─► acknowledged ─► finished: as asked · in part · not
//!      └──────────────────────────▲      (extended once; copies, erasures, corrections on the way)
//! ```

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::{Id, Refusal};
use rulebook::Law;
use store::{Record, Result, StoreError, Stream, VaultId};

use crate::facts::{Event, Received};
use crate::kind::{End, State};

/// The rule of the first answer.
pub const ACK: &str = "DL.ack";
/// The rule that allows more time.
pub const EXT: &str = "DL.ext";
/// The number of the debt of the first answer, and of the whole.
const FIRST: u32 = 1;
const WHOLE: u32 = 2;

/// A request as its facts make it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub received: Received,
    /// Where it stands.
    pub state: State,
    /// How it ended, and on which ground where not as asked.
    pub end: Option<(End, Option<String>)>,
    /// When it was finished.
    pub closed_on: Option<Date>,
    /// What is or was owed.
    pub debts: Vec<Debt>,
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
    /// The person was told.
    Acknowledge,
    /// So many days more, with reasons.
    Extend(u32, VaultId),
    /// It is finished: how, on which ground, in which words.
    Finish(End, Option<String>, Option<VaultId>),
}

impl Request {
    /// Makes the request from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let Event::Received(received) = Event::read(first)? else {
            let what = "the first fact of a request is not its receipt";
            return Err(StoreError::inconsistent("journal", first.name(), what));
        };
        let mut request = Self::new(stream.name.clone(), received, first.law);
        for record in rest {
            request.apply(Event::read(record)?, record);
        }
        Ok(Some(request))
    }

    /// The request as its first fact makes it.
    pub fn new(id: String, received: Received, law: i64) -> Self {
        let debt = |n, rule| Debt::new(n, rule, received.on, law);
        let items = std::iter::once(&received.person).chain(&received.words).cloned().collect();
        Self {
            id,
            state: State::Received,
            end: None,
            closed_on: None,
            debts: vec![debt(FIRST, ACK), debt(WHOLE, received.kind.rule())],
            items,
            erased: Vec::new(),
            version: 1,
            received,
        }
    }

    fn apply(&mut self, event: Event, record: &Record) {
        let law = record.law;
        match event {
            Event::Received(_)
            | Event::Handed { .. }
            | Event::Applied { .. }
            | Event::Corrected { .. } => {}
            Event::Acknowledged { on } => {
                self.state = State::Acknowledged;
                self.close(FIRST, on, law);
            }
            Event::Extended { days, why, .. } => {
                self.items.push(why);
                let open = self.debts.iter_mut().find(|debt| debt.n == WHOLE && debt.is_open());
                if let Some(debt) = open {
                    debt.extend(EXT, days);
                }
            }
            Event::Finished { how, ground, words, on } => {
                self.items.extend(words);
                (self.state, self.closed_on) = (State::Finished, Some(on));
                self.end = Some((how, ground));
                self.close(FIRST, on, law);
                self.close(WHOLE, on, law);
            }
            Event::Erased { items, .. } => self.erased.extend(items),
        }
        self.version = record.version;
    }

    fn close(&mut self, n: u32, on: Date, law: i64) {
        let open = self.debts.iter_mut().filter(|debt| debt.n == n && debt.is_open());
        open.for_each(|debt| debt.close(on, law, Outcome::Done));
    }

    /// Whether something can still be done about it.
    pub fn is_open(&self) -> bool {
        self.state != State::Finished
    }

    /// Whether its time was extended.
    pub fn is_extended(&self) -> bool {
        self.debts.iter().any(|debt| !debt.extensions.is_empty())
    }

    /// Refuses what is done about a request that is finished.
    ///
    /// # Errors
    /// `data-finished`.
    pub fn still_open(&self) -> std::result::Result<(), Refusal> {
        match self.is_open() {
            true => Ok(()),
            false => Err(Refusal::conflict("data-finished")),
        }
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: it is finished, was told or extended before, or something is missing.
    pub fn decide(
        &self,
        command: Command,
        today: Date,
        law: &Law,
    ) -> std::result::Result<Event, Refusal> {
        self.still_open()?;
        match command {
            Command::Acknowledge if self.state == State::Acknowledged => {
                Err(Refusal::conflict("data-acknowledged"))
            }
            Command::Acknowledge => Ok(Event::Acknowledged { on: today }),
            Command::Extend(days, why) => {
                let rule = law.rulebook.in_force(EXT, today);
                let ground = || crate::keep::ground(law, EXT, today);
                if self.is_extended() {
                    return Err(Refusal::conflict("data-extended").ground(ground()));
                }
                let most = rule.and_then(|rule| rule.value).unwrap_or(0);
                match (1..=most).contains(&days) {
                    true => Ok(Event::Extended { days, why, on: today }),
                    false => Err(Refusal::invalid("days", "data-days")
                        .with("most", most)
                        .ground(ground())),
                }
            }
            Command::Finish(End::Done, ..) => {
                Ok(Event::Finished { how: End::Done, ground: None, words: None, on: today })
            }
            Command::Finish(_, None, _) => Err(Refusal::invalid("ground", "data-no-ground")),
            Command::Finish(_, _, None) => Err(Refusal::invalid("words", "data-no-words")),
            Command::Finish(how, ground, words) => {
                Ok(Event::Finished { how, ground, words, on: today })
            }
        }
    }
}

/// What people call a request: `DL-` and the end of its key.
pub fn code(stream: &str) -> String {
    let key = store::journal::key(stream);
    let start = key.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    format!("DL-{}", key[start..].to_uppercase())
}
