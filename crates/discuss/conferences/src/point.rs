//! What a point says: whether it takes part, who is present, how the line stands; pure. Its reports
//! are versions; the last one counts.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Refusal;
use store::{Result, Stream};

use crate::arrows::{POINTS, PointStep, State};
use crate::facts::{PointEvent, Present, Reported};
use crate::unit::shown;

/// The most people of one group at one point that a form takes.
pub const MOST_PRESENT: u32 = 100_000;

/// A point as its facts make it.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Its stream.
    pub id: String,
    /// The conference's stream.
    pub conference: String,
    /// The unit.
    pub unit: String,
    /// Whether it takes part, as far as it said.
    pub takes: Option<bool>,
    /// Every report, the last one last, and when it came.
    pub reports: Vec<(Reported, Timestamp)>,
    /// How many facts it has.
    pub version: i64,
}

/// What the conference is, for the point.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// Where it stands.
    pub state: State,
    /// Its day.
    pub on: Date,
}

impl At {
    /// Whether a point may do this now.
    ///
    /// # Errors
    /// `point-not-now`; `point-not-yet` for a report before the day.
    pub fn allows(self, step: PointStep, today: Date) -> std::result::Result<(), Refusal> {
        let arrow = POINTS.iter().find(|a| a.step == step && a.from.contains(&self.state));
        match arrow {
            None => Err(Refusal::conflict("point-not-now")),
            Some(_) if step == PointStep::Report && self.on > today => {
                Err(Refusal::conflict("point-not-yet").with("date", shown(self.on)))
            }
            Some(_) => Ok(()),
        }
    }
}

/// All groups together.
pub fn sum(present: &Present) -> u32 {
    present.iter().fold(0, |sum, n| sum.saturating_add(*n))
}

impl Point {
    /// Makes the point from its facts; one that has said nothing is empty.
    ///
    /// # Errors
    /// When a fact cannot be read.
    pub fn replay(stream: &Stream) -> Result<Self> {
        let mut point = Self { id: stream.name.clone(), ..Self::default() };
        for record in &stream.records {
            match PointEvent::read(record)? {
                PointEvent::Confirmed { conference, unit, takes } => {
                    (point.conference, point.unit) = (conference, unit);
                    point.takes = Some(takes);
                }
                PointEvent::Reported(said) => {
                    (point.conference, point.unit) = (said.conference.clone(), said.unit.clone());
                    point.reports.push((said, record.at));
                }
            }
            point.version = record.version;
        }
        Ok(point)
    }

    /// The report that counts.
    pub fn last(&self) -> Option<&(Reported, Timestamp)> {
        self.reports.last()
    }

    /// Whether this form's report stands already: `None` when it does not.
    ///
    /// # Errors
    /// `point-form-changed` when the same form said something else.
    pub fn sent_before(&self, said: &Reported) -> std::result::Result<Option<()>, Refusal> {
        let mut same = self.reports.iter().filter(|(known, _)| known.key == said.key);
        match same.next() {
            None => Ok(None),
            Some((known, _)) if known == said => Ok(Some(())),
            Some(_) => Err(Refusal::conflict("point-form-changed")),
        }
    }

    /// Whether this report may be recorded by who had seen so many.
    ///
    /// # Errors
    /// `point-newer` when another report came meanwhile: a device that had no line does not write
    /// over what is newer.
    pub fn report(
        &self,
        said: Reported,
        seen: usize,
        (at, today): (At, Date),
    ) -> std::result::Result<PointEvent, Refusal> {
        at.allows(PointStep::Report, today)?;
        if seen != self.reports.len() {
            return Err(Refusal::conflict("point-newer"));
        }
        if said.present.iter().any(|n| *n > MOST_PRESENT) {
            return Err(Refusal::invalid("leaders", "point-many").with("most", MOST_PRESENT));
        }
        Ok(PointEvent::Reported(said))
    }
}
