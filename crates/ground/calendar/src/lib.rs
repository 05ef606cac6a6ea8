//! Days as the law of Viet Nam counts them.
//!
//! # The words
//!
//! **Calendar day** (*ngày*): every day counts, days off included. A statute that says "ngày"
//! means this.
//!
//! **Working day** (*ngày làm việc*): a day that is worked. One is never converted to the other.
//!
//! **Day of the event** (*ngày xảy ra sự kiện*): the day on which a letter arrives or a case is
//! accepted. It is **not counted**; counting begins on the day after (Civil Code 2015,
//! Article 147).
//!
//! **End of the term** (*kết thúc thời hạn*): the end of its last day (Article 148).
//!
//! **Roll forward**: a term whose last day is a rest day or holiday ends with the next working
//! day (Article 148.5). It is a switch of each [`Term`], set by the rule it comes from.
//!
//! **Weekly rest**: Saturday and Sunday, as State offices keep it.
//!
//! **Holiday** (*ngày nghỉ lễ, Tết*): Labour Code 2019, Article 112, with the second day of
//! National Day since 2021 and Viet Nam Culture Day, 24 November, since 1 July 2026.
//!
//! **Compensation** (*nghỉ bù*): a holiday that falls on a weekly rest day is given back on the
//! next working day (Article 111.3). Where the authority chose another day, the data says so.
//!
//! **Swap** (*hoán đổi, làm bù*): State offices rest on a working day and work on a Saturday for
//! it, by yearly decision. Only the [`Office`](CalendarKind::Office) view of a calendar knows it;
//! the [`Statutory`](CalendarKind::Statutory) view has holidays and compensations alone.
//!
//! **Decided, provisional, unknown**: see [`Standing`]. A year that the authority has not
//! announced is worked out from the law and from the lunar calendar, and says that it is.
//!
//! # An example
//!
//! State offices rested on Friday 2 January 2026 and worked on Saturday the 10th for it.
//!
//! ```
//! use std::collections::BTreeMap;
//! use calendar::{Calendar, CalendarData, CalendarKind, Certainty, Entry, EntryKind, Status, Term};
//! use jiff::civil::date;
//!
//! let saturday = Entry {
//!     date: date(2026, 1, 10),
//!     kind: EntryKind::SwapWorked,
//!     name_vi: "Tết Dương lịch".into(),
//!     name_en: "New Year's Day".into(),
//!     instead_of: Some(date(2026, 1, 2)),
//!     source: "12729/VPCP-KGVX".into(),
//!     status: Status::Decided,
//!     certainty: Certainty::Verified,
//! };
//! let calendar = Calendar::new(CalendarData::default())?.with([saturday])?;
//!
//! // Five working days after Monday the 5th: the offices' Saturday counts, everyone's does not.
//! let five = Term::working_days(5);
//! let event = date(2026, 1, 5);
//! assert_eq!(five.due(event, &calendar, CalendarKind::Office)?, date(2026, 1, 10));
//! assert_eq!(five.due(event, &calendar, CalendarKind::Statutory)?, date(2026, 1, 12));
//!
//! // Six calendar days after it end on Sunday, and roll forward to Monday.
//! let six = Term::calendar_days(6).explain(event, &calendar, CalendarKind::Office)?;
//! assert_eq!(six.raw_due, date(2026, 1, 11));
//! assert_eq!(six.due, date(2026, 1, 12));
//! assert_eq!(six.days.last().map(|day| day.why.code()), Some("rolled"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it is not
//!
//! It reads no file and no clock, and it knows no rule of any law beyond how days are counted.
//! Which days are off is data, handed in as [`CalendarData`]; how many days a law grants is the
//! rulebook's.

mod calendar;
mod entry;
mod feast;
pub mod lunar;
pub mod term;
pub mod words;

use jiff::civil::Date;

pub use calendar::{Calendar, CalendarData, CalendarKind, DayInfo, DayWhy, Standing};
pub use entry::{Certainty, Entry, EntryKind, Status};
pub use feast::{Feast, Reckoning};
pub use term::{ExplainedDay, Explanation, Pause, Term, TermTooLong, TermUnit, Why};
pub use words::Lang;

/// Why a calendar refuses what it is given. Each names the day or year at fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// An entry needs a name in both languages.
    #[error("the entry of {date} lacks a name in Vietnamese or English")]
    Nameless {
        /// Its day.
        date: Date,
    },
    /// An entry needs a source.
    #[error("the entry of {date} names no source")]
    Sourceless {
        /// Its day.
        date: Date,
    },
    /// A day off in exchange lies on a weekend, or a Saturday worked does not.
    #[error("{kind:?} cannot stand on {date}: wrong day of the week")]
    WrongWeekday {
        /// Its day.
        date: Date,
        /// What it was to be.
        kind: EntryKind,
    },
    /// An exchange names no other day, or a holiday names one.
    #[error("{kind:?} on {date}: an exchange names its other day, a holiday names none")]
    Counterpart {
        /// Its day.
        date: Date,
        /// What it was to be.
        kind: EntryKind,
    },
    /// An entry is filed under another day than its own.
    #[error("the entry of {entry} stands under {date}")]
    Misplaced {
        /// Where it stands.
        date: Date,
        /// Its own day.
        entry: Date,
    },
    /// There is no entry to remove.
    #[error("nothing is known of {date} beyond its weekday")]
    NothingThere {
        /// The day.
        date: Date,
    },
    /// Only a year that is derived can be confirmed.
    #[error("the year {year} is not provisional, so there is nothing to confirm")]
    NotProvisional {
        /// The year.
        year: i16,
    },
}
