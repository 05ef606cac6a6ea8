//! Which office is twinned with which villages, since when until when, and why it ended; pure.

use jiff::civil::Date;
use kernel::Refusal;
use store::{Result, Stream};
use units::local::LocalUnit;

use crate::arrows::{Arrow, TWINS, TwinState, TwinStep};
use crate::facts::{TwinEvent, Twinned, out_of_order};
use crate::kind::Parted;
use crate::visit::{shown, there_is};

/// The most villages of one twinning.
pub const MOST_VILLAGES: usize = 50;

/// A twinning as its facts make it.
#[derive(Clone, Debug)]
pub struct Twin {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub twinned: Twinned,
    /// Where it stands.
    pub state: TwinState,
    /// Its last day: the one that was agreed, or the one on which it was ended.
    pub until: Option<Date>,
    /// Why it was ended.
    pub why: Option<Parted>,
    /// How many facts it has.
    pub version: i64,
}

/// Whether this office of the unit can be twinned with these villages for this time.
///
/// # Errors
/// `twin-office`, `twin-no-village`, `twin-many`, `twin-days`, or as [`there_is`].
pub fn may_twin(
    twinned: &Twinned,
    office: Option<&LocalUnit>,
    villages: &[Option<LocalUnit>],
) -> std::result::Result<(), Refusal> {
    let (unit, from) = (twinned.unit.as_str(), twinned.from);
    let ours = |one: &&LocalUnit| !one.kind.is_place() && one.parent == unit;
    if office.filter(ours).is_none_or(|one| !one.is_current(from)) {
        return Err(Refusal::invalid("office", "twin-office").with("date", shown(from)));
    }
    if villages.is_empty() {
        return Err(Refusal::invalid("villages", "twin-no-village"));
    }
    if villages.len() > MOST_VILLAGES {
        return Err(Refusal::invalid("villages", "twin-many").with("max", MOST_VILLAGES));
    }
    for village in villages {
        there_is(unit, village.as_ref(), from).map_err(|refusal| match refusal.code {
            "grassroots-no-village" => {
                Refusal::invalid("villages", "grassroots-no-village").with("date", shown(from))
            }
            _ => Refusal::invalid("from", "grassroots-no-unit").with("date", shown(from)),
        })?;
    }
    match twinned.until {
        Some(until) if until < from => Err(Refusal::invalid("until", "twin-days")),
        _ => Ok(()),
    }
}

impl Twin {
    /// Makes the twinning from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let TwinEvent::Twinned(twinned) = TwinEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let mut one = Self {
            id: stream.name.clone(),
            state: TwinState::Active,
            until: twinned.until,
            why: None,
            version: 1,
            twinned,
        };
        for record in rest {
            match TwinEvent::read(record)? {
                TwinEvent::Twinned(_) => return Err(out_of_order(record)),
                TwinEvent::Parted { on, why } => {
                    (one.state, one.until, one.why) = (TwinState::Ended, Some(on), Some(why));
                }
            }
            one.version = record.version;
        }
        Ok(Some(one))
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: TwinStep) -> Option<&'static Arrow<TwinStep, TwinState>> {
        TWINS.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether it can end on this day, its last: the fact, or a refusal.
    ///
    /// # Errors
    /// `twin-ended`, or a day before its beginning or after the end that was agreed.
    pub fn part(&self, on: Date, why: Parted) -> std::result::Result<TwinEvent, Refusal> {
        if self.arrow(TwinStep::Part).is_none() {
            return Err(Refusal::conflict("twin-ended"));
        }
        let from = self.twinned.from;
        if on < from {
            return Err(Refusal::invalid("on", "need-before").with("date", shown(from)));
        }
        match self.until.filter(|until| on > *until) {
            Some(until) => Err(Refusal::invalid("on", "twin-over").with("date", shown(until))),
            None => Ok(TwinEvent::Parted { on, why }),
        }
    }
}
