//! Holidays that return each year, and the days that follow from them in a year for which the
//! authority has not spoken yet.
//!
//! A [`Feast`] is a dated rule ("10/3 of the lunar calendar, since 2007"). From the feasts of a
//! year come its holidays, and from those that fall on a rest day the compensation on the next
//! working day. All of it is provisional; nothing here guesses a swapped Saturday.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entry::{Certainty, Entry, EntryKind, Status, is_weekend};
use crate::lunar::LunarDate;

/// In which calendar a feast's day and month are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reckoning {
    /// The civil (Gregorian) calendar.
    Civil,
    /// The Vietnamese lunar calendar, in an ordinary (not leap) month.
    Lunar,
}

/// A public holiday that returns each year, as a dated rule of law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feast {
    /// Its name in data, such as `tet.1`.
    pub id: String,
    /// Its name in Vietnamese.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// How day and month are counted.
    pub reckoning: Reckoning,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// Days to add: `-1` is the eve.
    pub offset: i8,
    /// True where the law gives a day but leaves which one to a yearly decision. Such a feast
    /// makes no holiday; it only tells that one more is to come.
    pub undetermined: bool,
    /// Whether a rest day lost to it is given back on the next working day.
    pub compensated: bool,
    /// The first day on which the rule is law.
    pub valid_from: Date,
    /// The last day on which it is law; `None` while it is.
    pub valid_to: Option<Date>,
    /// The document and article that grant it.
    pub source: String,
    /// How sure we are of it.
    pub certainty: Certainty,
}

impl Feast {
    /// The civil day of the feast in a civil year; `None` when it was not law on that day, when
    /// the day is left to a decision, or when the year has no such day.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        if self.undetermined {
            return None;
        }
        let base = match self.reckoning {
            Reckoning::Civil => {
                Date::new(year, i8::try_from(self.month).ok()?, i8::try_from(self.day).ok()?).ok()
            }
            Reckoning::Lunar => LunarDate::new(year, self.month, self.day).to_civil(),
        };
        let date = base?.checked_add(i64::from(self.offset).days()).ok()?;
        self.is_law_on(date).then_some(date)
    }

    /// Whether the rule is law on a day.
    pub fn is_law_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date <= end)
    }

    fn entry(&self, date: Date, kind: EntryKind, instead_of: Option<Date>) -> Entry {
        Entry {
            date,
            kind,
            name_vi: self.name_vi.clone(),
            name_en: self.name_en.clone(),
            instead_of,
            source: self.source.clone(),
            status: Status::Provisional,
            certainty: self.certainty,
        }
    }
}

/// The holidays and compensations that follow from the feasts of one year.
///
/// `taken` are days that an authority has already spoken about: a compensation steps over those
/// that are off, and one that is given elsewhere is not given twice. `removed` are days of which
/// an authority has said that nothing is to be derived.
pub(crate) fn derive(
    year: i16,
    feasts: &[Feast],
    taken: &BTreeMap<Date, Entry>,
    removed: &dyn Fn(Date) -> bool,
) -> BTreeMap<Date, Entry> {
    let mut days: BTreeMap<Date, Entry> = BTreeMap::new();
    let mut lost: Vec<(Date, &Feast)> = Vec::new();
    for feast in feasts {
        let Some(date) = feast.in_year(year).filter(|date| !removed(*date)) else { continue };
        if feast.compensated && is_weekend(date) {
            lost.push((date, feast));
        }
        // Two feasts may meet on one day; the day is off once, under both names.
        match days.get_mut(&date) {
            Some(entry) => {
                entry.name_vi = format!("{}; {}", entry.name_vi, feast.name_vi);
                entry.name_en = format!("{}; {}", entry.name_en, feast.name_en);
            }
            None => {
                days.insert(date, feast.entry(date, EntryKind::Holiday, None));
            }
        }
    }
    lost.sort_by_key(|(date, _)| *date);
    lost.dedup_by_key(|(date, _)| *date);
    for (date, feast) in lost {
        let given =
            taken.values().any(|e| e.kind == EntryKind::Compensation && e.instead_of == Some(date));
        if given {
            continue;
        }
        let Some(next) = free_day_after(date, &days, taken) else { continue };
        if removed(next) {
            continue;
        }
        days.insert(next, feast.entry(next, EntryKind::Compensation, Some(date)));
    }
    days
}

/// The first day after `date` that is neither a rest day nor already off.
fn free_day_after(
    date: Date,
    days: &BTreeMap<Date, Entry>,
    taken: &BTreeMap<Date, Entry>,
) -> Option<Date> {
    let mut next = date.tomorrow().ok()?;
    while is_weekend(next) || days.contains_key(&next) || taken.contains_key(&next) {
        next = next.tomorrow().ok()?;
    }
    Some(next)
}
