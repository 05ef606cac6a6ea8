//! Time as a parameter: the one place where the machine's clock is read.
//!
//! Viet Nam has one zone, UTC+7, without summer time since 1975 (Decision 121/CP for the whole
//! country); so a civil date is the instant shifted by seven hours, and no zone database is needed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

/// Where "now" comes from. Cheap to clone; all clones of a fake clock move together.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until a test moves it. Microseconds since 1970.
    Fake(Arc<AtomicI64>),
}

impl Clock {
    /// A fake clock that stands at `start`.
    pub fn fake(start: Timestamp) -> Self {
        Self::Fake(Arc::new(AtomicI64::new(start.as_microsecond())))
    }

    /// The present instant, cut to microseconds, which is what the journal keeps.
    #[allow(clippy::disallowed_methods)] // The one permitted reading of the machine's clock.
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Self::System => Timestamp::now().as_microsecond(),
            Self::Fake(at) => at.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Today's civil date in Viet Nam.
    pub fn today(&self) -> Date {
        civil_date(self.now())
    }

    /// Moves a fake clock; does nothing to the machine's.
    pub fn set(&self, to: Timestamp) {
        if let Self::Fake(at) = self {
            at.store(to.as_microsecond(), Ordering::SeqCst);
        }
    }
}

/// The one zone of Viet Nam.
pub fn viet_nam() -> TimeZone {
    TimeZone::fixed(Offset::constant(7))
}

/// The civil date of an instant in Viet Nam.
///
/// ```
/// let late = "2026-02-11T17:30:00Z".parse().unwrap();
/// assert_eq!(kernel::civil_date(late).to_string(), "2026-02-12");
/// ```
pub fn civil_date(at: Timestamp) -> Date {
    at.to_zoned(viet_nam()).date()
}

/// The civil time of day of an instant in Viet Nam.
pub fn civil_time(at: Timestamp) -> Time {
    at.to_zoned(viet_nam()).time()
}

/// The instant of a civil date and time in Viet Nam; `None` only outside the years 1–9999.
pub fn instant(date: Date, time: Time) -> Option<Timestamp> {
    date.to_datetime(time).to_zoned(viet_nam()).ok().map(|z| z.timestamp())
}
