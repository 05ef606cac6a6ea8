//! Anonymous information (*thông tin có nội dung tố cáo nhưng không rõ người gửi*, LTC 25): a kind
//! of its own. No clock runs, no reply is owed, nobody is looked for: it has a day, and what was
//! done.

use jiff::civil::Date;
use kernel::Refusal;
use store::{Result, StoreError, Stream};

use crate::facts::Event;
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
        for record in &stream.records {
            match (Event::read(record)?, &mut found) {
                (Event::AnonymousReceived { unit, year, no, on }, None) => {
                    let (id, version) = (stream.name.clone(), 1);
                    found = Some(Self { id, unit, year, no, on, handled: None, version });
                }
                (Event::AnonymousHandled { handling, on }, Some(one)) => {
                    one.handled = Some((handling, on));
                    one.version = record.version;
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
        let shown = |date: Date| date.strftime("%d/%m/%Y").to_string();
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
