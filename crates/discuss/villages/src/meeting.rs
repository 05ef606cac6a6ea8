//! A village meeting: its lawful steps, pure. What may happen stands in [`crate::arrows`].

use std::collections::{BTreeMap, BTreeSet};

use duties::{Debt, Outcome as End};
use jiff::civil::Date;
use kernel::{Id, Refusal};
use rulebook::Law;
use rulebook::majority::Count;
use store::{Laws, Record, Result, StoreError, Stream, VaultId};

use crate::arrows::{ARROWS, Arrow, State, Step};
use crate::facts::{Called, Event, Recorded};
use crate::kind::{Form, Role, Why};

mod check;
mod decide;

pub use check::may_call;

/// The rule of making the outcome public.
pub const PUBLISH: &str = "CK.when";
/// The rule of sending a convention to the commune.
pub const SEND: &str = "HU.send";
/// The rule of electing a new village head after a release.
pub const NEW_HEAD: &str = "NK.head.new";

/// What is owed, by its number in the stream.
const TO_PUBLISH: u32 = 1;
const TO_SEND: u32 = 2;
pub(crate) const TO_RECOGNISE: u32 = 3;
const TO_ELECT: u32 = 4;

/// What was entered for one place, and who signed it.
#[derive(Clone, Debug)]
pub struct Part {
    /// The newest entry.
    pub recorded: Recorded,
    /// How many times it was entered.
    pub times: i64,
    /// Who signed that entry.
    pub signed: BTreeSet<Role>,
}

/// A meeting as its facts make it.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub called: Called,
    /// The day, as it is now.
    pub on: Date,
    /// The minute at which it begins.
    pub from: u16,
    /// How many households the village has.
    pub households: u32,
    /// Where it stands.
    pub state: State,
    /// Why it was moved or called off.
    pub why: Option<Why>,
    /// When people were first told.
    pub notified_on: Option<Date>,
    /// What was entered, by place.
    pub parts: BTreeMap<u8, Part>,
    /// When it was closed, under which law.
    pub closed: Option<(Date, i64)>,
    /// The legal form of the decision, its words, its day.
    pub issued: Option<(Form, VaultId, Date)>,
    /// When the outcome was made public.
    pub published_on: Option<Date>,
    /// When it was sent to the commune, and by when that wants to answer.
    pub sent: Option<(Date, Date)>,
    /// What the commune said, by matter: recognised or not.
    pub recognised: BTreeMap<u8, (Date, bool)>,
    /// For which day the election of a new head is set.
    pub renewed_on: Option<Date>,
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
    /// A step that needs no more than its fact.
    Fact(Event),
    /// Enter a place, by who had seen so many entries of it.
    Record(Box<Recorded>, i64),
}

impl Command {
    /// Its step; `None` for a fact that is no step.
    pub fn step(&self) -> Option<Step> {
        let event = match self {
            Self::Record(..) => return Some(Step::Record),
            Self::Fact(event) => event,
        };
        Some(match event {
            Event::Called(_) | Event::Recorded(_) | Event::Erased { .. } => return None,
            Event::Notified { .. } => Step::Notify,
            Event::Moved { .. } => Step::Move,
            Event::Cancelled { .. } => Step::Cancel,
            Event::Counted { .. } => Step::Count,
            Event::Signed { .. } => Step::Sign,
            Event::Closed {} => Step::Close,
            Event::Issued { .. } => Step::Issue,
            Event::Published { .. } => Step::Publish,
            Event::Sent { .. } => Step::Send,
            Event::Recognised { .. } => Step::Recognise,
            Event::Renewed { .. } => Step::Renew,
        })
    }
}

impl Meeting {
    /// Makes the meeting from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream, laws: &Laws) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let Event::Called(called) = Event::read(first)? else {
            let what = "the first fact of a village meeting is not its call";
            return Err(StoreError::inconsistent("journal", first.name(), what));
        };
        let mut meeting = Self::new(stream.name.clone(), *called);
        for record in rest {
            meeting.apply(Event::read(record)?, record, laws)?;
        }
        Ok(Some(meeting))
    }

    /// The meeting as its first fact makes it.
    pub fn new(id: String, called: Called) -> Self {
        let agenda = called.agenda.iter();
        let words = agenda.flat_map(|item| std::iter::once(&item.title).chain(&item.options));
        let items = words.chain(std::iter::once(&called.place)).cloned().collect();
        Self {
            id,
            on: called.on,
            from: called.from,
            households: called.households,
            state: State::Called,
            why: None,
            notified_on: None,
            parts: BTreeMap::new(),
            closed: None,
            issued: None,
            published_on: None,
            sent: None,
            recognised: BTreeMap::new(),
            renewed_on: None,
            debts: Vec::new(),
            items,
            erased: Vec::new(),
            version: 1,
            called,
        }
    }

    fn apply(&mut self, event: Event, record: &Record, laws: &Laws) -> Result<()> {
        let (day, law) = (kernel::civil_date(record.at), record.law);
        match event {
            Event::Called(_) => {
                let what = "it was called twice";
                return Err(StoreError::inconsistent("journal", record.name(), what));
            }
            Event::Notified { on, .. } => self.notified_on = self.notified_on.or(Some(on)),
            Event::Moved { on, from, why } => {
                (self.on, self.from, self.why) = (on, from, Some(why));
            }
            Event::Cancelled { why } => (self.state, self.why) = (State::Cancelled, Some(why)),
            Event::Counted { households } => self.households = households,
            Event::Recorded(recorded) => self.enter(*recorded),
            Event::Signed { part, role } => {
                if let Some(part) = self.parts.get_mut(&part) {
                    part.signed.insert(role);
                }
            }
            Event::Closed {} => {
                (self.state, self.closed) = (State::Closed, Some((day, law)));
                self.owe(day, law, laws);
            }
            Event::Issued { form, words } => {
                self.items.push(words.clone());
                (self.state, self.issued) = (State::Decided, Some((form, words, day)));
            }
            Event::Published { on, .. } => {
                self.published_on = Some(on);
                self.end(TO_PUBLISH, on, law);
            }
            Event::Sent { on, until } => {
                self.sent = Some((on, until));
                self.end(TO_SEND, on, law);
                self.debts.push(Debt::agreed(TO_RECOGNISE, &self.called.unit, on, until, law));
            }
            Event::Recognised { item, on, accepted } => {
                self.recognised.insert(item, (on, accepted));
                if self.to_recognise(laws).is_empty() {
                    self.end(TO_RECOGNISE, on, law);
                }
                let matter = self.called.agenda.get(usize::from(item)).map(|item| item.matter);
                if accepted && matter == Some(crate::kind::Matter::HeadReleased) {
                    self.debts.push(Debt::new(TO_ELECT, NEW_HEAD, on, law));
                }
            }
            Event::Erased { items, .. } => self.erased.extend(items),
            Event::Renewed { on } => {
                self.renewed_on = Some(on);
                self.end(TO_ELECT, day, law);
            }
        }
        self.version = record.version;
        Ok(())
    }

    /// An entry of a place takes the place of the one before; the signatures were on that one.
    fn enter(&mut self, recorded: Recorded) {
        self.state = State::Open;
        let people = std::iter::once(&recorded.people);
        self.items.extend(people.chain(&recorded.marks).cloned());
        let before = self.parts.remove(&recorded.part);
        let times = before.as_ref().map_or(1, |part| part.times + 1);
        self.erased.extend(before.as_ref().map(Part::items).unwrap_or_default());
        self.parts.insert(recorded.part, Part { recorded, times, signed: BTreeSet::new() });
    }

    /// What a closed meeting owes: nothing, when nothing was decided.
    fn owe(&mut self, day: Date, law: i64, laws: &Laws) {
        let passed: Vec<_> = self.outcomes(laws).into_iter().filter(|one| one.passed()).collect();
        if !passed.is_empty() {
            self.debts.push(Debt::new(TO_PUBLISH, PUBLISH, day, law));
        }
        if passed.iter().any(|one| one.matter == crate::kind::Matter::Convention) {
            self.debts.push(Debt::new(TO_SEND, SEND, day, law));
        }
    }

    fn end(&mut self, n: u32, on: Date, law: i64) {
        let open = self.debts.iter_mut().filter(|debt| debt.n == n && debt.is_open());
        open.for_each(|debt| debt.close(on, law, End::Done));
    }

    /// The law by which it is decided: of the day on which it was closed, today's before.
    pub fn law<'a>(&self, laws: &'a Laws) -> &'a Law {
        self.closed.map_or_else(|| laws.now(), |(_, version)| laws.at(version))
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: Step, laws: &Laws) -> Option<&'static Arrow> {
        let arrow = ARROWS.iter().find(|a| a.step == step && a.from.contains(&self.state))?;
        let needed = match step {
            Step::Publish => self.published_on.is_none(),
            Step::Send => self.sent.is_none() && !self.to_recognise(laws).is_empty(),
            Step::Recognise => self.sent.is_some() && !self.to_recognise(laws).is_empty(),
            Step::Renew => self.debts.iter().any(|debt| debt.n == TO_ELECT && debt.is_open()),
            Step::Sign => self.parts.values().any(|part| part.signed.len() < Role::ALL.len()),
            _ => true,
        };
        needed.then_some(arrow)
    }

    /// All places together, of one matter and one column of its sheets.
    pub fn count(&self, item: usize, column: usize) -> Count {
        Count {
            // Those of places that were not entered are absent so far.
            whole: self.households.into(),
            ..Count::sum(self.parts.values().filter_map(|part| part.count(item, column)))
        }
    }

    /// Who is there so far: households of the places entered, in person, represented.
    pub fn attendance(&self) -> (u32, u32, u32) {
        self.parts.values().fold((0, 0, 0), |(all, here, stood), part| {
            let one = &part.recorded;
            (all + one.households, here + one.in_person, stood + one.represented)
        })
    }

    /// The vault items that a new entry of a place destroys.
    pub fn destroys(&self, part: u8) -> Vec<Id> {
        self.parts.get(&part).map(Part::items).unwrap_or_default()
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or something is missing or cannot be.
    pub fn decide(
        &self,
        command: Command,
        today: Date,
        laws: &Laws,
    ) -> std::result::Result<Event, Refusal> {
        let step = command.step().ok_or_else(|| Refusal::conflict("village-not-now"))?;
        if self.arrow(step, laws).is_none() {
            return Err(Refusal::conflict("village-not-now").with("state", self.state.word()));
        }
        match command {
            Command::Record(recorded, seen) => self.record(*recorded, seen, today, laws),
            Command::Fact(event) => self.step(event, today, laws),
        }
    }
}

impl Part {
    pub(crate) fn items(&self) -> Vec<Id> {
        let people = std::iter::once(&self.recorded.people);
        people.chain(&self.recorded.marks).map(|item| item.id).collect()
    }

    /// The count of one matter here, with one of its columns as "for".
    pub fn count(&self, item: usize, column: usize) -> Option<Count> {
        let one = &self.recorded;
        let sheet = one.sheets.get(item)?;
        let yes = u64::from(*sheet.votes.get(column)?);
        let all: u64 = sheet.votes.iter().copied().map(u64::from).sum();
        Some(Count {
            whole: one.households.into(),
            present: u64::from(one.in_person) + u64::from(one.represented),
            yes,
            // Who chose another option is not for this one.
            no: all - yes + u64::from(sheet.against),
            silent: sheet.silent.into(),
            spoilt: sheet.spoilt.into(),
        })
    }

    /// Whether chair and secretary have both signed what stands here.
    pub fn is_signed(&self) -> bool {
        self.signed.len() == Role::ALL.len()
    }
}

/// A date in a sentence.
pub(crate) fn shown(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}
