//! A conference: its lawful steps, pure. What may happen stands in [`crate::arrows`].

use jiff::civil::Date;
use kernel::Refusal;
use store::{Record, Result, Stream, VaultId};

use crate::arrows::{Arrow, CONFERENCES, State, Step};
use crate::facts::{Event, Item, Paper, Planned, Spot, out_of_order};
use crate::kind::Why;
use crate::unit::{MOST_POINTS, shown, there_is};

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// A conference as its facts make it.
#[derive(Clone, Debug)]
pub struct Conference {
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
    /// The agenda as it is now.
    pub agenda: Vec<Item>,
    /// The connected points, in the order in which they came.
    pub points: Vec<Spot>,
    /// The papers.
    pub papers: Vec<Paper>,
    /// The notice of its conclusions, and its day.
    pub noticed: Option<(VaultId, Date)>,
    /// When it was made known.
    pub published_on: Option<Date>,
    /// Every vault item that its facts refer to.
    pub items: Vec<VaultId>,
    /// How many facts it has.
    pub version: i64,
}

/// Whether a conference may be planned.
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
        false => Err(Refusal::invalid("until", "conference-hours")),
    }
}

fn titles(agenda: &[Item]) -> impl Iterator<Item = VaultId> {
    agenda.iter().map(|item| item.title.clone())
}

impl Conference {
    /// Makes the conference from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let Event::Planned(planned) = Event::read(first)? else {
            return Err(out_of_order(first));
        };
        let mut one = Self::new(stream.name.clone(), planned);
        for record in rest {
            one.apply(Event::read(record)?, record)?;
        }
        Ok(Some(one))
    }

    fn new(id: String, planned: Planned) -> Self {
        let mut items = vec![planned.title.clone(), planned.place.clone()];
        items.extend(titles(&planned.agenda));
        Self {
            id,
            on: planned.on,
            from: planned.from,
            until: planned.until,
            state: State::Planned,
            why: None,
            agenda: planned.agenda.clone(),
            points: Vec::new(),
            papers: Vec::new(),
            noticed: None,
            published_on: None,
            items,
            version: 1,
            planned,
        }
    }

    fn apply(&mut self, event: Event, record: &Record) -> Result<()> {
        let today = kernel::clock::civil_date(record.at);
        match event {
            Event::Planned(_) => return Err(out_of_order(record)),
            Event::Arranged { agenda } => {
                // A point that stays on the agenda is there already.
                let new = titles(&agenda).filter(|title| !self.items.contains(title));
                let new: Vec<VaultId> = new.collect();
                self.items.extend(new);
                self.agenda = agenda;
            }
            Event::Joined { points } => self.points.extend(points),
            Event::Dropped { unit } => self.points.retain(|spot| spot.unit != unit),
            Event::Filed(paper) => {
                self.items.extend([paper.title.clone(), paper.item.clone()]);
                self.papers.push(paper);
            }
            Event::Moved { on, from, until, why } => {
                (self.on, self.from, self.until) = (on, from, until);
                self.why = Some(why);
            }
            Event::Cancelled { why } => (self.state, self.why) = (State::Cancelled, Some(why)),
            Event::Opened {} => self.state = State::Open,
            Event::Closed {} => self.state = State::Held,
            Event::Noticed { words } => {
                self.items.push(words.clone());
                (self.state, self.noticed) = (State::Noticed, Some((words, today)));
            }
            Event::Published {} => self.published_on = Some(today),
        }
        self.version = record.version;
        Ok(())
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: Step) -> Option<&'static Arrow<Step, State>> {
        let arrow = CONFERENCES.iter().find(|a| a.step == step && a.from.contains(&self.state))?;
        let needed = match step {
            Step::Publish => self.published_on.is_none(),
            Step::Drop => !self.points.is_empty(),
            _ => true,
        };
        needed.then_some(arrow)
    }

    /// Whether a unit is one of its points.
    pub fn has(&self, unit: &str) -> bool {
        self.points.iter().any(|spot| spot.unit == unit)
    }

    /// Whether what its host said can still be written down as a conclusion.
    pub fn concludes(&self) -> bool {
        self.arrow(Step::Conclude).is_some()
    }

    /// Whether the step is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or something is missing or cannot be.
    pub fn decide(&self, event: Event, today: Date) -> std::result::Result<Event, Refusal> {
        if event.step().and_then(|step| self.arrow(step)).is_none() {
            return Err(Refusal::conflict("conference-not-now"));
        }
        match event {
            Event::Joined { points } => self.join(points),
            Event::Dropped { unit } => match self.has(&unit) {
                true => Ok(Event::Dropped { unit }),
                false => Err(Refusal::invalid("unit", "conference-no-point")),
            },
            Event::Opened {} if self.on > today => {
                Err(Refusal::conflict("conference-not-yet").with("date", shown(self.on)))
            }
            Event::Opened {} if self.points.is_empty() => {
                Err(Refusal::conflict("conference-no-points"))
            }
            Event::Moved { on, from, until, why } => {
                hours(from, until)?;
                there_is(&self.planned.unit, on)?;
                if on < today {
                    return Err(Refusal::invalid("on", "conference-past").with("date", shown(on)));
                }
                match (on, from, until) == (self.on, self.from, self.until) {
                    true => Err(Refusal::invalid("on", "conference-same")),
                    false => Ok(Event::Moved { on, from, until, why }),
                }
            }
            other => Ok(other),
        }
    }

    /// Of those named, the ones that are not connected yet; each once.
    fn join(&self, points: Vec<Spot>) -> std::result::Result<Event, Refusal> {
        let mut known: std::collections::HashSet<&str> =
            self.points.iter().map(|spot| spot.unit.as_str()).collect();
        let new = points.iter().filter(|spot| known.insert(&spot.unit)).cloned();
        let new: Vec<Spot> = new.collect();
        if new.is_empty() {
            return Err(Refusal::invalid("units", "conference-points-known"));
        }
        match self.points.len() + new.len() > MOST_POINTS {
            true => {
                Err(Refusal::invalid("units", "conference-points-many").with("most", MOST_POINTS))
            }
            false => Ok(Event::Joined { points: new }),
        }
    }
}
