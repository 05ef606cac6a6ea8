//! Which official looks after which village, since when until when, and the office hours; pure.

use jiff::civil::Date;
use kernel::Refusal;
use store::{Result, Stream};

use crate::arrows::{Arrow, LIAISONS, LiaisonState, LiaisonStep};
use crate::facts::{Assigned, LiaisonEvent, out_of_order};
use crate::visit::shown;

/// The minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// A liaison as its facts make it.
#[derive(Clone, Debug)]
pub struct Liaison {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub assigned: Assigned,
    /// Where it stands.
    pub state: LiaisonState,
    /// Its last day.
    pub until: Option<Date>,
    /// How many facts it has.
    pub version: i64,
}

/// Whether an official can be given a village with these hours.
///
/// # Errors
/// `liaison-weekday` or `liaison-hours`.
pub fn may_assign(assigned: &Assigned) -> std::result::Result<(), Refusal> {
    if !(1..=7).contains(&assigned.weekday) {
        return Err(Refusal::invalid("weekday", "liaison-weekday"));
    }
    match assigned.opens < assigned.closes && assigned.closes <= DAY_MINUTES {
        true => Ok(()),
        false => Err(Refusal::invalid("until", "liaison-hours")),
    }
}

impl Liaison {
    /// Makes the liaison from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let LiaisonEvent::Assigned(assigned) = LiaisonEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let id = stream.name.clone();
        let mut one = Self { id, assigned, state: LiaisonState::Active, until: None, version: 1 };
        for record in rest {
            match LiaisonEvent::read(record)? {
                LiaisonEvent::Assigned(_) => return Err(out_of_order(record)),
                LiaisonEvent::Ended { on } => {
                    (one.state, one.until) = (LiaisonState::Ended, Some(on));
                }
            }
            one.version = record.version;
        }
        Ok(Some(one))
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: LiaisonStep) -> Option<&'static Arrow<LiaisonStep, LiaisonState>> {
        LIAISONS.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether it can end on this day, its last: the fact, or a refusal.
    ///
    /// # Errors
    /// `liaison-ended`, or a day before its beginning.
    pub fn end(&self, on: Date) -> std::result::Result<LiaisonEvent, Refusal> {
        if self.arrow(LiaisonStep::End).is_none() {
            return Err(Refusal::conflict("liaison-ended"));
        }
        let from = self.assigned.from;
        match on < from {
            true => Err(Refusal::invalid("on", "need-before").with("date", shown(from))),
            false => Ok(LiaisonEvent::Ended { on }),
        }
    }
}
