//! A visit: one visitor or group on one matter, from the appointment to one of the four answers.
//! One of these asks for more time: then another is owed, by the day that the visitor was given.
//! Pure. What may happen stands in [`crate::arrows`].

use duties::{Debt, Outcome};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Id, Refusal};
use rulebook::Law;
use store::{Laws, Record, Result, StoreError, Stream, VaultId};

use crate::arrows::{Arrow, State, VISITS, VisitState, VisitStep};
use crate::facts::{Began, Received, VisitEvent};
use crate::kind::{Answer, Kind, MATTERS};
use crate::session::{Session, shown};

/// The rule of the answer that a visitor is owed.
pub const REPLY: &str = "TD.reply";

/// A visit as its facts make it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub began: Began,
    /// The reception's day, as it is now.
    pub on: Date,
    /// Its first and last minute as the visitor was told last; `None` without an appointment.
    pub hours: Option<(u16, u16)>,
    /// Whether the visitor was told that the reception is called off.
    pub called_off: bool,
    /// Since when the visitor is here.
    pub arrived_at: Option<Timestamp>,
    /// Where it stands.
    pub state: VisitState,
    /// Its line of the register.
    pub received: Option<Received>,
    /// On which ground the visitor was not received.
    pub ground: Option<String>,
    /// The petition that it belongs to, and whether that petition was there before.
    pub petition: Option<(String, bool)>,
    /// What the visitor was told last, and when.
    pub answer: Option<(Answer, Date)>,
    /// The words of that answer.
    pub answer_words: Option<VaultId>,
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
    /// A step that needs nothing more: arrive, leave, give up.
    Plain(VisitStep),
    /// Enter into the register.
    Receive(Box<Received>),
    /// Decline to receive, on this ground of the rulebook.
    Refuse(String),
    /// Join to this petition.
    Link {
        /// Its code.
        code: String,
        /// Whether it was filed out of this visit and owes the answer itself.
        carried: bool,
    },
    /// Say what the visitor was told, and until when the answer follows where it needs more time.
    Answer(Answer, Date, Option<VaultId>, Option<Date>),
}

impl Command {
    /// Its step.
    pub const fn step(&self) -> VisitStep {
        match self {
            Self::Plain(step) => *step,
            Self::Receive(_) => VisitStep::Receive,
            Self::Refuse(_) => VisitStep::Refuse,
            Self::Link { .. } => VisitStep::Link,
            Self::Answer(..) => VisitStep::Answer,
        }
    }
}

/// The number of a rule on a day.
fn number(law: &Law, rule: &str, on: Date) -> Option<u32> {
    law.rulebook.in_force(rule, on).and_then(|rule| rule.value)
}

fn cite(law: &Law, rule: &str, on: Date) -> String {
    let found = law.rulebook.in_force(rule, on);
    found.map_or_else(String::new, |r| law.rulebook.cite(&r.article, calendar::Lang::Vi))
}

/// Whether so many people on one matter are a large group, and whether so many may speak for it.
///
/// # Errors
/// A refusal for the field `speakers`: a large group names as many as the law lets speak.
pub fn group(
    law: &Law,
    persons: u32,
    speakers: u32,
    on: Date,
) -> std::result::Result<bool, Refusal> {
    let least = number(law, "TD.group", on);
    if least.is_none_or(|least| persons < least) {
        return Ok(false);
    }
    let few = number(law, "KN.group.few", on).is_some_and(|few| persons <= few);
    let rule = if few { "KN.group.reps.few" } else { "KN.group.reps" };
    let most = number(law, rule, on).unwrap_or(persons);
    match (1..=most).contains(&speakers) {
        true => Ok(true),
        false => Err(Refusal::invalid("speakers", "visit-speakers")
            .with("least", least.unwrap_or_default())
            .with("most", most)
            .ground(cite(law, rule, on))),
    }
}

impl Visit {
    /// Makes the visit from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let VisitEvent::Began(began) = VisitEvent::read(first)? else {
            let what = "the first fact of a visit is not its beginning";
            return Err(StoreError::inconsistent("journal", first.name(), what));
        };
        let mut visit = Self::new(stream.name.clone(), began, first.at);
        for record in rest {
            visit.apply(VisitEvent::read(record)?, record)?;
        }
        Ok(Some(visit))
    }

    /// The visit as its first fact makes it.
    pub fn new(id: String, began: Began, at: Timestamp) -> Self {
        let here = began.way == crate::kind::Way::Desk;
        let items = [&began.person, &began.words].into_iter().flatten().cloned().collect();
        Self {
            id,
            on: began.on,
            hours: began.booked.as_ref().map(|booked| (booked.from, booked.until)),
            called_off: false,
            arrived_at: here.then_some(at),
            state: if here { VisitState::Waiting } else { VisitState::Booked },
            received: None,
            ground: None,
            petition: None,
            answer: None,
            answer_words: None,
            debts: Vec::new(),
            items,
            erased: Vec::new(),
            version: 1,
            began,
        }
    }

    fn apply(&mut self, event: VisitEvent, record: &Record) -> Result<()> {
        let on = self.on;
        match event {
            VisitEvent::Began(_) => {
                let what = "it began twice";
                return Err(StoreError::inconsistent("journal", record.name(), what));
            }
            VisitEvent::Arrived {} => {
                (self.state, self.arrived_at) = (VisitState::Waiting, Some(record.at));
            }
            VisitEvent::Received(received) => self.receive(*received, on, record),
            VisitEvent::Refused { ground } => {
                (self.state, self.ground) = (VisitState::Refused, Some(ground));
                self.forget();
            }
            VisitEvent::Left {} => {
                self.state = VisitState::Left;
                self.forget();
            }
            VisitEvent::GivenUp {} => {
                self.state = VisitState::GivenUp;
                self.forget();
            }
            VisitEvent::Moved { on, from, until } => {
                (self.on, self.hours) = (on, Some((from, until)));
            }
            VisitEvent::CalledOff {} => self.called_off = true,
            VisitEvent::Linked { code, carried } => {
                self.petition = Some((code, !carried));
                if carried && matches!(self.state, VisitState::Received | VisitState::Verifying) {
                    self.state = VisitState::Filed;
                    self.close(on, record.law, Outcome::Void);
                }
            }
            VisitEvent::Answered { how, on, words, until } => {
                self.items.extend(words.clone());
                (self.answer, self.answer_words) = (Some((how, on)), words);
                self.state = match how {
                    Answer::MoreTime => VisitState::Verifying,
                    _ => VisitState::Answered,
                };
                self.close(on, record.law, Outcome::Done);
                if how == Answer::MoreTime {
                    self.owe_more(on, until, record.law);
                }
            }
            VisitEvent::Erased { items, .. } => self.erased.extend(items),
            VisitEvent::Corrected { item, by, .. } => self.corrected(item, by),
        }
        self.version = record.version;
        Ok(())
    }

    fn receive(&mut self, received: Received, on: Date, record: &Record) {
        self.arrived_at = self.arrived_at.or(Some(record.at));
        self.items.extend(
            [&received.person, &received.others, &received.words].into_iter().flatten().cloned(),
        );
        // What was typed for the appointment stands in the register now, or nowhere.
        self.forget();
        if received.kind == Kind::Denunciation {
            self.state = VisitState::Aside;
        } else {
            self.state = VisitState::Received;
            self.debts.push(Debt::new(1, REPLY, on, record.law));
        }
        self.received = Some(received);
    }

    /// What is verified is answered by the day that the visitor was given; where nobody gave one,
    /// by the term of the law anew.
    fn owe_more(&mut self, on: Date, until: Option<Date>, law: i64) {
        let n = u32::try_from(self.debts.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.debts.push(match until {
            Some(until) => Debt::agreed(n, &self.began.unit, on, until, law),
            None => Debt::new(n, REPLY, on, law),
        });
    }

    /// Another entry of a person takes the place of one that was wrong.
    fn corrected(&mut self, item: Id, by: VaultId) {
        let booked = self.began.person.iter_mut();
        let came = self.received.iter_mut().flat_map(|received| &mut received.person);
        let entries = booked.chain(came).filter(|entry| entry.id == item);
        entries.for_each(|entry| entry.clone_from(&by));
        self.erased.push(item);
        self.items.push(by);
    }

    /// What somebody with an appointment has yet to be told of its reception, as a fact.
    pub fn news(&self, session: &Session) -> Option<VisitEvent> {
        if self.state != VisitState::Booked {
            return None;
        }
        if session.state == State::Cancelled {
            return (!self.called_off).then_some(VisitEvent::CalledOff {});
        }
        let (on, from, until) = (session.on, session.from, session.until);
        let same = self.on == on && self.hours.is_none_or(|hours| hours == (from, until));
        (!same).then_some(VisitEvent::Moved { on, from, until })
    }

    /// Whoever was not received leaves no name behind; of the others the register has it.
    fn forget(&mut self) {
        let gone = [&self.began.person, &self.began.words].into_iter().flatten();
        self.erased.extend(gone.map(|item| item.id));
    }

    /// The vault items that are still there.
    pub fn kept(&self) -> Vec<Id> {
        let there = self.items.iter().map(|item| item.id);
        there.filter(|id| !self.erased.contains(id)).collect()
    }

    /// The vault items that a command destroys: what was said before the visitor was received.
    pub fn destroys(&self, step: VisitStep) -> Vec<Id> {
        use VisitStep as S;
        match step {
            S::Receive | S::Refuse | S::Leave | S::GiveUp => {
                [&self.began.person, &self.began.words]
                    .into_iter()
                    .flatten()
                    .map(|i| i.id)
                    .collect()
            }
            S::Arrive | S::Link | S::Answer => Vec::new(),
        }
    }

    fn close(&mut self, on: Date, law: i64, outcome: Outcome) {
        for debt in self.debts.iter_mut().filter(|debt| debt.is_open()) {
            debt.close(on, law, outcome);
        }
    }

    /// The answer that is still owed.
    pub fn owed(&self) -> Option<&Debt> {
        self.debts.iter().find(|debt| debt.is_open())
    }

    /// Whether it is the first turn on its matter: no petition was there before it.
    pub fn is_first(&self) -> bool {
        self.petition.as_ref().is_none_or(|(_, before)| !before)
    }

    /// Whether it counts as a turn of its own: further matters of one visitor do not.
    pub fn is_turn(&self) -> bool {
        self.received.as_ref().is_some_and(|received| received.turn_of.is_none())
    }

    /// The arrow that allows `step` now, if any, for the office or for the visitor.
    pub fn arrow(&self, step: VisitStep) -> Option<&'static Arrow<VisitStep, VisitState>> {
        VISITS.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or something is missing or cannot be.
    pub fn decide(
        &self,
        command: Command,
        session: &Session,
        today: Date,
        laws: &Laws,
    ) -> std::result::Result<VisitEvent, Refusal> {
        let step = command.step();
        if self.arrow(step).is_none() {
            return Err(Refusal::conflict("visit-not-now").with("state", self.state.word()));
        }
        match command {
            Command::Plain(VisitStep::Arrive) => Ok(VisitEvent::Arrived {}),
            Command::Plain(VisitStep::Leave) => Ok(VisitEvent::Left {}),
            Command::Plain(VisitStep::GiveUp) => Ok(VisitEvent::GivenUp {}),
            Command::Plain(_) => Err(Refusal::conflict("visit-bare")),
            Command::Receive(received) => self.enter(*received, session, laws),
            Command::Refuse(ground) => {
                let known = laws.now().rulebook.ground(&ground);
                match known.filter(|known| known.id.starts_with("TD9.") && known.is_law_on(today)) {
                    Some(_) => Ok(VisitEvent::Refused { ground }),
                    None => Err(Refusal::invalid("ground", "visit-ground")),
                }
            }
            Command::Link { code, carried } => match &self.petition {
                Some((known, _)) if *known == code => Err(Refusal::conflict("visit-same-case")),
                _ => Ok(VisitEvent::Linked { code, carried }),
            },
            Command::Answer(how, on, words, until) => {
                if on < self.on {
                    let date = shown(self.on);
                    return Err(Refusal::invalid("on", "visit-day-before").with("date", date));
                }
                if on > today {
                    return Err(Refusal::invalid("on", "visit-day-ahead").with("date", shown(on)));
                }
                if how == Answer::MoreTime && self.state == VisitState::Verifying {
                    return Err(Refusal::invalid("how", "visit-more-again"));
                }
                let until = until.filter(|_| how == Answer::MoreTime);
                if until.is_some_and(|until| until < on) {
                    let date = shown(on);
                    return Err(Refusal::invalid("until", "visit-until").with("date", date));
                }
                Ok(VisitEvent::Answered { how, on, words, until })
            }
        }
    }

    fn enter(
        &self,
        mut received: Received,
        session: &Session,
        laws: &Laws,
    ) -> std::result::Result<VisitEvent, Refusal> {
        if !session.takes_visits() {
            return Err(Refusal::conflict("reception-not-open"));
        }
        if !MATTERS.contains(&received.matter.as_str()) {
            return Err(Refusal::invalid("matter", "visit-matter"));
        }
        if received.persons == 0 {
            return Err(Refusal::invalid("persons", "visit-nobody"));
        }
        let law = laws.now();
        received.group = group(law, received.persons, received.speakers, self.on)?;
        if !received.group {
            received.speakers = 0;
        }
        let said = [&received.person, &received.others, &received.words];
        match (received.kind, said.iter().any(|item| item.is_some())) {
            (Kind::Denunciation, true) => Err(Refusal::invalid("kind", "visit-denunciation")),
            (Kind::Feedback | Kind::Complaint, _) if received.words.is_none() => {
                Err(Refusal::invalid("words", "visit-words"))
            }
            (Kind::Complaint, _) if received.person.is_none() => {
                Err(Refusal::invalid("name", "visit-name"))
            }
            _ => Ok(VisitEvent::Received(Box::new(received))),
        }
    }
}
