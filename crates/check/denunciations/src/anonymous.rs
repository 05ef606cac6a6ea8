//! Anonymous information (*thông tin có nội dung tố cáo nhưng không rõ người gửi*, LTC 25): a kind
//! of its own. No clock runs, no reply is owed, nobody is looked for: it has a day, and what was
//! done.

use jiff::civil::Date;
use kernel::Refusal;
use store::{Result, StoreError, Stream};

use crate::correction::{Mend, Told, told};
use crate::denunciation::shown;
use crate::facts::{Corrected, Event};
use crate::kind::Handling;

/// A piece of anonymous information as its facts make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anonymous {
    /// Its stream.
    pub id: String,
    /// The unit whose register it is.
    pub unit: String,
    /// The register's year.
    pub year: i16,
    /// The running number in that year.
    pub no: i64,
    /// The day of receipt.
    pub on: Date,
    /// What was done, and when.
    pub handled: Option<(Handling, Date)>,
    /// How many facts it has.
    pub version: i64,
}

impl Anonymous {
    /// Makes it from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read or does not belong here.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let mut found: Option<Self> = None;
        for Told { record, event } in told(stream)? {
            match (event, &mut found) {
                (Event::AnonymousReceived { unit, year, no, on }, None) => {
                    let (id, version) = (stream.name.clone(), stream.version());
                    found = Some(Self { id, unit, year, no, on, handled: None, version });
                }
                (Event::AnonymousHandled { handling, on }, Some(one)) => {
                    one.handled = Some((handling, on));
                }
                (event, _) => {
                    let what = format!("{} does not follow here", event.kind());
                    return Err(StoreError::inconsistent("journal", record.name(), what));
                }
            }
        }
        Ok(found)
    }

    /// What was done is recorded once.
    ///
    /// # Errors
    /// A refusal: it is recorded already, or the day cannot be.
    pub fn decide(
        &self,
        handling: Handling,
        on: Date,
        today: Date,
    ) -> std::result::Result<Event, Refusal> {
        if self.handled.is_some() {
            return Err(Refusal::conflict("denunciation-anonymous-done"));
        }
        if on < self.on {
            let refusal = Refusal::invalid("on", "denunciation-day-before");
            return Err(refusal.with("date", shown(self.on)));
        }
        if on > today {
            return Err(Refusal::invalid("on", "denunciation-day-ahead").with("date", shown(on)));
        }
        Ok(Event::AnonymousHandled { handling, on })
    }
}

/// Whether a fact may be put right so on the day `today`: the fact of it, or a refusal. What was
/// written stays readable; the running number is of its year and cannot be corrected.
///
/// # Errors
/// A refusal for the field `on`: the day cannot be, or nothing changes.
pub fn correct(told: &[Told<'_>], mend: Mend, today: Date) -> std::result::Result<Event, Refusal> {
    let find = |wanted: fn(&Event) -> bool| told.iter().find(|one| wanted(&one.event));
    let wrong = told.iter().find(|one| one.record.version == mend.of);
    let was = &wrong.ok_or_else(|| Refusal::conflict("denunciation-correct-what"))?.event;
    let now = match was {
        Event::AnonymousHandled { handling, .. } => Some(*handling),
        _ => None,
    };
    let right = Corrected {
        of: mend.of,
        day: (mend.day != was.on()).then_some(mend.day),
        number: None,
        handling: mend.handling.filter(|handling| now.is_some_and(|now| now != *handling)),
        on: today,
    };
    if right.day.is_none() && right.handling.is_none() {
        return Err(Refusal::invalid("on", "denunciation-correct-same"));
    }
    if mend.day > today {
        let refusal = Refusal::invalid("on", "denunciation-day-ahead");
        return Err(refusal.with("date", shown(mend.day)));
    }
    let received = find(|event| matches!(event, Event::AnonymousReceived { .. }));
    let handled = find(|event| matches!(event, Event::AnonymousHandled { .. }));
    match (was, received, handled) {
        (Event::AnonymousReceived { year, .. }, ..) if mend.day.year() != *year => {
            Err(Refusal::invalid("on", "denunciation-correct-year").with("year", *year))
        }
        (Event::AnonymousReceived { .. }, _, Some(done)) if done.event.on() < mend.day => {
            let refusal = Refusal::invalid("on", "denunciation-correct-order");
            Err(refusal.with("date", shown(done.event.on())))
        }
        (Event::AnonymousHandled { .. }, Some(came), _) if mend.day < came.event.on() => {
            let refusal = Refusal::invalid("on", "denunciation-day-before");
            Err(refusal.with("date", shown(came.event.on())))
        }
        _ => Ok(Event::AnonymousCorrected(right)),
    }
}
