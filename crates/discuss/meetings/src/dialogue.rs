//! A dialogue: its lawful steps and what it owes, pure. What may happen stands in
//! [`crate::arrows`].

use duties::{Debt, Outcome};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::Law;
use store::{Laws, Record, Result, Stream, VaultId};
use units::Gazetteer;

use crate::arrows::{Arrow, DIALOGUES, State, Step};
use crate::facts::{Event, Planned, out_of_order};
use crate::kind::{Media, Side, Why};

/// The rule of the notice before a dialogue.
pub const NOTICE: &str = "DT.notice";
/// The rule of the result after it.
pub const RESULT: &str = "DT.result";
/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// A notice that is or was owed: for which day, since when, and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Notice {
    /// The dialogue's day.
    of: Date,
    /// The day of the plan or of the move.
    since: Date,
    law: i64,
    closed: Option<(Date, i64, Outcome)>,
}

/// A dialogue as its facts make it.
#[derive(Clone, Debug)]
pub struct Dialogue {
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
    /// Why it was moved or called off.
    pub why: Option<Why>,
    /// When its notice went out, and where.
    pub announced: Option<(Date, Vec<Media>)>,
    /// When it ended.
    pub held_on: Option<Date>,
    /// How many came.
    pub attended: u32,
    /// Its conclusions, as they were written last.
    pub conclusions: Option<VaultId>,
    /// Who agreed with the minutes, and when. A new text is agreed upon anew.
    pub agreed: Vec<(Side, Date)>,
    /// When its result was made public, and where.
    pub published: Option<(Date, Vec<Media>)>,
    /// What the result said of questions that were not answered yet.
    pub left_open: Option<VaultId>,
    /// Every vault item that its facts refer to.
    pub items: Vec<VaultId>,
    /// How many facts it has.
    pub version: i64,
    notices: Vec<Notice>,
    result: Option<Debt>,
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The notice went out on a day, there.
    Announce(Date, Vec<Media>),
    /// Begin.
    Open,
    /// End; so many came.
    Close(u32),
    /// Write the conclusions.
    Conclude(VaultId),
    /// One side agrees with the minutes.
    Agree(Side),
    /// The result was made public on a day, there; what it left open.
    Publish(Date, Vec<Media>, Open),
    /// Move.
    Move(Date, u16, u16, Why),
    /// Call off.
    Cancel(Why),
}

/// The questions that stand open when a result is made public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Neither taken nor declined.
    pub unsorted: usize,
    /// Taken, and not answered.
    pub unanswered: usize,
    /// What people are told of these.
    pub words: Option<VaultId>,
}

impl Command {
    /// Its step.
    pub const fn step(&self) -> Step {
        match self {
            Self::Announce(..) => Step::Announce,
            Self::Open => Step::Open,
            Self::Close(_) => Step::Close,
            Self::Conclude(_) => Step::Conclude,
            Self::Agree(_) => Step::Agree,
            Self::Publish(..) => Step::Publish,
            Self::Move(..) => Step::Move,
            Self::Cancel(_) => Step::Cancel,
        }
    }
}

/// A date in a sentence.
pub(crate) fn shown(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// Whether a dialogue may be planned.
///
/// # Errors
/// A refusal that names the field.
pub fn may_plan(planned: &Planned) -> std::result::Result<(), Refusal> {
    hours(planned.from, planned.until)?;
    there_is(&planned.unit, planned.on)
}

fn hours(from: u16, until: u16) -> std::result::Result<(), Refusal> {
    match from < until && until <= DAY_MINUTES {
        true => Ok(()),
        false => Err(Refusal::invalid("until", "dialogue-hours")),
    }
}

/// A unit that was abolished, or is not there yet, holds no dialogue on that day; whatever became
/// of it does.
pub(crate) fn there_is(unit: &str, on: Date) -> std::result::Result<(), Refusal> {
    match Gazetteer::shared().at(unit, on) {
        Some(_) => Ok(()),
        None => Err(Refusal::invalid("on", "dialogue-no-unit").with("date", shown(on))),
    }
}

/// The last day for the notice of a dialogue on a day; `None` where no rule asks for one.
pub fn notice_by(law: &Law, on: Date) -> Option<Date> {
    let days = law.rulebook.in_force(NOTICE, on)?.value?;
    on.checked_sub(i64::from(days).days()).ok()
}

impl Dialogue {
    /// Makes the dialogue from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let Event::Planned(planned) = Event::read(first)? else {
            return Err(out_of_order(first));
        };
        let Planned { place, content, part, .. } = &planned;
        let since = kernel::clock::civil_date(first.at);
        let mut one = Self {
            id: stream.name.clone(),
            on: planned.on,
            from: planned.from,
            until: planned.until,
            state: State::Planned,
            why: None,
            announced: None,
            held_on: None,
            attended: 0,
            conclusions: None,
            agreed: Vec::new(),
            published: None,
            left_open: None,
            items: vec![place.clone(), content.clone(), part.clone()],
            version: 1,
            notices: vec![Notice { of: planned.on, since, law: first.law, closed: None }],
            result: None,
            planned,
        };
        for record in rest {
            one.apply(Event::read(record)?, record)?;
        }
        Ok(Some(one))
    }

    fn apply(&mut self, event: Event, record: &Record) -> Result<()> {
        let (today, law) = (kernel::clock::civil_date(record.at), record.law);
        match event {
            Event::Planned(_) => return Err(out_of_order(record)),
            Event::Announced { on, media } => {
                self.state = State::Announced;
                self.announced = Some((on, media));
                self.end_notice(on, law, Outcome::Done);
            }
            Event::Moved { on, from, until, why } => {
                self.end_notice(today, law, Outcome::Void);
                (self.on, self.from, self.until) = (on, from, until);
                (self.state, self.announced, self.why) = (State::Planned, None, Some(why));
                self.notices.push(Notice { of: on, since: today, law, closed: None });
            }
            Event::Cancelled { why } => {
                (self.state, self.why) = (State::Cancelled, Some(why));
                self.end_notice(today, law, Outcome::Void);
            }
            Event::Opened {} => {
                self.state = State::Open;
                self.end_notice(self.on, law, Outcome::Void);
            }
            Event::Closed { attended } => {
                (self.state, self.attended) = (State::Held, attended);
                self.held_on = Some(self.on);
                self.result = Some(Debt::new(0, RESULT, self.on, law));
            }
            Event::Concluded { words } => {
                self.state = State::Concluded;
                self.agreed.clear();
                self.items.push(words.clone());
                self.conclusions = Some(words);
            }
            Event::Agreed { side } => self.agreed.push((side, today)),
            Event::Published { on, media, open } => {
                (self.state, self.published) = (State::Published, Some((on, media)));
                self.items.extend(open.clone());
                self.left_open = open;
                if let Some(debt) = &mut self.result {
                    debt.close(on, law, Outcome::Done);
                }
            }
        }
        self.version = record.version;
        Ok(())
    }

    /// The dialogue as a move or its calling off makes it, before that is recorded: what those who
    /// asked are to be told.
    pub fn after(&self, event: &Event) -> Self {
        let mut after = self.clone();
        match event {
            Event::Moved { on, from, until, .. } => {
                (after.on, after.from, after.until) = (*on, *from, *until);
            }
            Event::Cancelled { .. } => after.state = State::Cancelled,
            _ => {}
        }
        after
    }

    fn end_notice(&mut self, on: Date, law: i64, outcome: Outcome) {
        if let Some(last) = self.notices.last_mut().filter(|notice| notice.closed.is_none()) {
            last.closed = Some((on, law, outcome));
        }
    }

    /// What it owes or owed: each notice, by the day that the law of the date gives, and the
    /// result.
    pub fn debts(&self, laws: &Laws) -> Vec<Debt> {
        let notice = |notice: &Notice| {
            let law = laws.at(notice.closed.map_or(laws.version(), |(_, law, _)| law));
            let until = Some(notice_by(law, notice.of)?);
            let debt = Debt::new(0, NOTICE, notice.since, notice.law);
            Some(Debt { until, closed: notice.closed, ..debt })
        };
        let notices = self.notices.iter().filter_map(notice);
        let all = notices.chain(self.result.clone());
        (1..).zip(all).map(|(n, debt)| Debt { n, ..debt }).collect()
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: Step) -> Option<&'static Arrow<Step, State>> {
        DIALOGUES.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether questions can be sent in advance.
    pub fn takes_questions(&self, today: Date) -> bool {
        matches!(self.state, State::Planned | State::Announced) && self.on >= today
    }

    /// Whether what is said can be written down: while it goes on, and afterwards, when a device
    /// that had no line catches up. The day is the dialogue's, whatever a device's clock says.
    pub fn takes_words(&self) -> bool {
        use State as S;
        matches!(self.state, S::Open | S::Held | S::Concluded | S::Published)
    }

    /// Whether the people may see it.
    pub fn is_public(&self) -> bool {
        self.state != State::Planned
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the day cannot be.
    pub fn decide(&self, command: Command, today: Date) -> std::result::Result<Event, Refusal> {
        if self.arrow(command.step()).is_none() {
            return Err(Refusal::conflict("dialogue-not-now"));
        }
        let ahead = |on: Date| match on > today {
            true => Err(Refusal::invalid("on", "dialogue-ahead").with("date", shown(on))),
            false => Ok(()),
        };
        match command {
            Command::Announce(on, media) => {
                ahead(on)?;
                if on > self.on {
                    return Err(Refusal::invalid("on", "dialogue-notice-after"));
                }
                some(&media)?;
                Ok(Event::Announced { on, media })
            }
            Command::Open if self.on > today => {
                Err(Refusal::conflict("dialogue-not-yet").with("date", shown(self.on)))
            }
            Command::Open => Ok(Event::Opened {}),
            Command::Close(attended) => Ok(Event::Closed { attended }),
            Command::Conclude(words) => Ok(Event::Concluded { words }),
            Command::Agree(side) => match self.agreed.iter().any(|(known, _)| *known == side) {
                true => Err(Refusal::invalid("side", "dialogue-agreed")),
                false => Ok(Event::Agreed { side }),
            },
            Command::Publish(on, media, open) => {
                ahead(on)?;
                if self.held_on.is_some_and(|held| on < held) {
                    return Err(Refusal::invalid("on", "dialogue-result-before"));
                }
                some(&media)?;
                answered(&open)?;
                Ok(Event::Published { on, media, open: open.words })
            }
            Command::Move(on, from, until, why) => {
                hours(from, until)?;
                there_is(&self.planned.unit, on)?;
                if on < today {
                    return Err(Refusal::invalid("on", "dialogue-past").with("date", shown(on)));
                }
                match (on, from, until) == (self.on, self.from, self.until) {
                    true => Err(Refusal::invalid("on", "dialogue-same")),
                    false => Ok(Event::Moved { on, from, until, why }),
                }
            }
            Command::Cancel(why) => Ok(Event::Cancelled { why }),
        }
    }
}

fn some(media: &[Media]) -> std::result::Result<(), Refusal> {
    match media.is_empty() {
        true => Err(Refusal::invalid("media", "dialogue-no-media")),
        false => Ok(()),
    }
}

/// A result answers each question, or says why not and what becomes of it: the law asks for the
/// result, and a question that vanished is none.
fn answered(open: &Open) -> std::result::Result<(), Refusal> {
    if open.unsorted > 0 {
        return Err(Refusal::conflict("dialogue-unsorted").with("n", open.unsorted));
    }
    match open.unanswered > 0 && open.words.is_none() {
        true => Err(Refusal::invalid("words", "dialogue-unanswered").with("n", open.unanswered)),
        false => Ok(()),
    }
}
