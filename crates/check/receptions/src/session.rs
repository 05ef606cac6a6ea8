//! A reception in the calendar: its lawful steps, pure. What may happen stands in
//! [`crate::arrows`].

use jiff::civil::Date;
use kernel::Refusal;
use rulebook::Law;
use store::{Record, Result, StoreError, Stream};
use units::Gazetteer;

use crate::arrows::{Arrow, SESSIONS, State, Step};
use crate::facts::{Event, Planned, Presence};
use crate::kind::{Form, Host, Sort, Why};

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// A reception as its facts make it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub planned: Planned,
    /// The day, as it is now.
    pub on: Date,
    /// The minute at which it begins.
    pub from: u16,
    /// The minute at which it ends.
    pub until: u16,
    /// Where it stands.
    pub state: State,
    /// Who received.
    pub presence: Option<Presence>,
    /// Why it was moved or called off.
    pub why: Option<Why>,
    /// How many facts it has.
    pub version: i64,
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin.
    Open(Presence),
    /// Say anew who received.
    Correct(Presence),
    /// End.
    Close,
    /// Move.
    Move(Date, u16, u16, Why),
    /// Call off.
    Cancel(Why),
}

impl Command {
    /// Its step.
    pub const fn step(self) -> Step {
        match self {
            Self::Open(_) => Step::Open,
            Self::Correct(_) => Step::Correct,
            Self::Close => Step::Close,
            Self::Move(..) => Step::Move,
            Self::Cancel(_) => Step::Cancel,
        }
    }
}

/// The sort of a reception, by the name of its stream: it is given once, and ends with sort and
/// host. `None` for what is no such name.
#[must_use]
pub fn sort_of(name: &str) -> Option<Sort> {
    name.rsplit('-').nth(1).and_then(Sort::read)
}

/// Whether a reception may be put into the calendar.
///
/// # Errors
/// A refusal that names the field.
pub fn may_plan(planned: &Planned, law: &Law) -> std::result::Result<(), Refusal> {
    hours(planned.from, planned.until)?;
    if (planned.sort == Sort::Regular) != (planned.host == Host::Office) {
        return Err(Refusal::invalid("host", "reception-host"));
    }
    there_is(&planned.unit, planned.on)?;
    if planned.form == Form::Online && law.rulebook.in_force("TD.online", planned.on).is_none() {
        let from = law.rulebook.versions("TD.online").first();
        let refusal = Refusal::invalid("form", "reception-online");
        return Err(match from {
            Some(rule) => refusal
                .with("from", shown(rule.valid_from))
                .ground(law.rulebook.cite(&rule.article, calendar::Lang::Vi)),
            None => refusal.with("from", "…"),
        });
    }
    Ok(())
}

fn hours(from: u16, until: u16) -> std::result::Result<(), Refusal> {
    match from < until && until <= DAY_MINUTES {
        true => Ok(()),
        false => Err(Refusal::invalid("until", "reception-hours")),
    }
}

/// A unit that was abolished, or is not there yet, receives nobody on that day.
fn there_is(unit: &str, on: Date) -> std::result::Result<(), Refusal> {
    match Gazetteer::shared().at(unit, on) {
        Some(_) => Ok(()),
        None => Err(Refusal::invalid("on", "reception-no-unit").with("date", shown(on))),
    }
}

impl Session {
    /// Makes the reception from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let Event::Planned(planned) = Event::read(first)? else {
            let what = "the first fact of a reception is not its plan";
            return Err(StoreError::inconsistent("journal", first.name(), what));
        };
        let mut session = Self {
            id: stream.name.clone(),
            on: planned.on,
            from: planned.from,
            until: planned.until,
            state: State::Planned,
            presence: None,
            why: None,
            version: 1,
            planned,
        };
        for record in rest {
            session.apply(&Event::read(record)?, record)?;
        }
        Ok(Some(session))
    }

    /// The reception as one more fact makes it.
    pub fn after(&self, event: &Event) -> Self {
        let mut after = self.clone();
        after.follow(event);
        after.version += 1;
        after
    }

    fn apply(&mut self, event: &Event, record: &Record) -> Result<()> {
        if matches!(event, Event::Planned(_)) {
            let what = "it was planned twice";
            return Err(StoreError::inconsistent("journal", record.name(), what));
        }
        self.follow(event);
        self.version = record.version;
        Ok(())
    }

    fn follow(&mut self, event: &Event) {
        match event {
            Event::Planned(_) => {}
            Event::Moved { on, from, until, why } => {
                (self.on, self.from, self.until) = (*on, *from, *until);
                self.why = Some(*why);
            }
            Event::Cancelled { why } => {
                (self.state, self.why) = (State::Cancelled, Some(*why));
            }
            Event::Opened { presence } => {
                (self.state, self.presence) = (State::Open, Some(*presence));
            }
            Event::Corrected { presence } => self.presence = Some(*presence),
            Event::Closed {} => self.state = State::Closed,
        }
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: Step) -> Option<&'static Arrow<Step, State>> {
        SESSIONS.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether visitors can still be entered: while it goes on, and afterwards, when a device that
    /// had no line catches up. The day is the reception's, whatever a device's clock says.
    pub fn takes_visits(&self) -> bool {
        matches!(self.state, State::Open | State::Closed)
    }

    /// Whether an appointment can be made.
    pub fn takes_bookings(&self, today: Date) -> bool {
        self.state == State::Planned && self.on >= today
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the day cannot be.
    pub fn decide(&self, command: Command, today: Date) -> std::result::Result<Event, Refusal> {
        let step = command.step();
        if self.arrow(step).is_none() {
            return Err(Refusal::conflict("reception-not-now").with("state", self.state.word()));
        }
        match command {
            Command::Open(presence) => {
                if self.on > today {
                    let refusal = Refusal::conflict("reception-not-yet");
                    return Err(refusal.with("date", shown(self.on)));
                }
                self.suits(presence)?;
                Ok(Event::Opened { presence })
            }
            Command::Correct(presence) => {
                self.suits(presence)?;
                match self.presence == Some(presence) {
                    true => Err(Refusal::conflict("reception-same")),
                    false => Ok(Event::Corrected { presence }),
                }
            }
            Command::Close => Ok(Event::Closed {}),
            Command::Move(on, from, until, why) => {
                hours(from, until)?;
                there_is(&self.planned.unit, on)?;
                if on < today {
                    return Err(Refusal::invalid("on", "reception-past").with("date", shown(on)));
                }
                match (on, from, until) == (self.on, self.from, self.until) {
                    true => Err(Refusal::conflict("reception-same")),
                    false => Ok(Event::Moved { on, from, until, why }),
                }
            }
            Command::Cancel(why) => Ok(Event::Cancelled { why }),
        }
    }

    /// The day-to-day reception is the office's own: nobody stands in for it.
    fn suits(&self, presence: Presence) -> std::result::Result<(), Refusal> {
        match (self.planned.host, presence) {
            (Host::Office, Presence::Replaced { .. }) => {
                Err(Refusal::invalid("present", "reception-office-present"))
            }
            _ => Ok(()),
        }
    }
}

/// A date in a sentence.
pub(crate) fn shown(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}
