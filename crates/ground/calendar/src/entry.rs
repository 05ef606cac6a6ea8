//! What is known about single days: one [`Entry`] for each day that is not what its weekday says.
//!
//! An entry is a fact with a source. It does not know which calendar asks, nor what a term is.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::CalendarError;
use crate::words::Lang;

/// What an entry makes of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A paid public holiday (ngày nghỉ lễ, Tết): Labour Code 2019, Article 112.
    Holiday,
    /// A working day off, because a holiday fell on a weekly rest day (nghỉ bù): Article 111.3.
    Compensation,
    /// A working day on which State offices rest, having worked or working on a Saturday for it
    /// (hoán đổi ngày làm việc). Only the office calendar knows it.
    SwapOff,
    /// The Saturday that State offices work for it (làm bù). Only the office calendar knows it.
    SwapWorked,
}

/// Whether the authority has spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Announced or laid down by the competent authority.
    Decided,
    /// Worked out ahead of the announcement; may still change, and must be shown as such.
    Provisional,
}

/// How sure we are of a fact of the law. It says nothing of whether the law is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Read in the text of the law, or in a page that quotes it.
    Verified,
    /// Read only where someone else sums it up.
    Secondary,
    /// Remembered; to be confirmed before anyone relies on it.
    Memory,
    /// Derived by us from other facts.
    Computed,
    /// No fact of the law: a number of our own, which stands until an authority says another.
    Proposed,
}

impl Certainty {
    /// The word for it in data and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Certainty::Verified => "verified",
            Certainty::Secondary => "secondary",
            Certainty::Memory => "memory",
            Certainty::Computed => "computed",
            Certainty::Proposed => "proposed",
        }
    }
}

/// One day that is not what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day.
    pub date: Date,
    /// What the entry makes of it.
    pub kind: EntryKind,
    /// The holiday's name in Vietnamese; for the other kinds, the holiday on whose account it is.
    pub name_vi: String,
    /// The same in English.
    pub name_en: String,
    /// The other day of the exchange: the rest day on which the compensated holiday fell, the
    /// Saturday worked for this day off, or the day off for this Saturday. Holidays have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Date>,
    /// Which document or table says so.
    pub source: String,
    /// Whether the authority has spoken.
    pub status: Status,
    /// How sure we are of it.
    pub certainty: Certainty,
}

impl Entry {
    /// The name in one of the two languages.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.name_vi,
            Lang::En => &self.name_en,
        }
    }

    /// Refuses an entry that contradicts itself.
    ///
    /// # Errors
    /// A nameless or sourceless entry; a day off in exchange on a weekend, or a Saturday worked
    /// that is not on one; an exchange without its other day, or a holiday with one.
    pub fn check(&self) -> Result<(), CalendarError> {
        let date = self.date;
        if self.name_vi.trim().is_empty() || self.name_en.trim().is_empty() {
            return Err(CalendarError::Nameless { date });
        }
        if self.source.trim().is_empty() {
            return Err(CalendarError::Sourceless { date });
        }
        let weekend = is_weekend(date);
        let weekend_wanted = match self.kind {
            EntryKind::Holiday => weekend,
            EntryKind::Compensation | EntryKind::SwapOff => false,
            EntryKind::SwapWorked => true,
        };
        if weekend != weekend_wanted {
            return Err(CalendarError::WrongWeekday { date, kind: self.kind });
        }
        if self.instead_of.is_none() != (self.kind == EntryKind::Holiday) {
            return Err(CalendarError::Counterpart { date, kind: self.kind });
        }
        Ok(())
    }
}

/// Saturday and Sunday, the weekly rest of State offices.
pub(crate) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}
