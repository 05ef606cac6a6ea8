//! The calendar: an immutable value that says of each day whether it is worked, and why.
//!
//! It is made from [`CalendarData`], which is plain and can be written down; the days that
//! follow from it (holidays of years not yet announced) are worked out once, when the value is
//! made. It keeps no clock: asking twice gives the same answer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::CalendarError;
use crate::entry::{Entry, EntryKind, Status, is_weekend};
use crate::feast::{Feast, derive};

/// Which of the two views of the same days is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// Everyone's: holidays and their compensation.
    Statutory,
    /// State offices': with the Saturdays they work and the days they rest in exchange.
    Office,
}

impl CalendarKind {
    /// The word for it in data, options and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            CalendarKind::Statutory => "statutory",
            CalendarKind::Office => "office",
        }
    }

    /// The kind of that word.
    pub fn from_code(code: &str) -> Option<CalendarKind> {
        [CalendarKind::Statutory, CalendarKind::Office].into_iter().find(|k| k.code() == code)
    }
}

/// How well a year's days off are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The authority has announced the year.
    Decided,
    /// Worked out from the law; the announcement may change it.
    Provisional,
    /// Nothing but weekends is known of the year.
    Unknown,
}

/// Everything a calendar is made of, and nothing that follows from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// Years whose days off are all written down in `entries`, first and last. Both are zero
    /// when there are none.
    pub decided_years: (i16, i16),
    /// Years for which days off are derived from `feasts` unless they are decided, first and last.
    pub derived_years: (i16, i16),
    /// The holidays that return each year.
    pub feasts: Vec<Feast>,
    /// Days laid down one by one; they come before anything derived.
    pub entries: BTreeMap<Date, Entry>,
    /// Days of which nothing is to be derived.
    pub removed: BTreeSet<Date>,
    /// Derived years that the authority has since confirmed, each with its document.
    pub confirmed_years: BTreeMap<i16, String>,
}

/// What a calendar says of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayInfo<'a> {
    /// Whether it is a working day.
    pub working: bool,
    /// Why it is, or is not.
    pub why: DayWhy<'a>,
}

/// Why a day is worked or not. Each carries the entry that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayWhy<'a> {
    /// Monday to Friday, nothing special: worked.
    Ordinary,
    /// Saturday or Sunday: not worked.
    Weekend,
    /// A public holiday, whatever its weekday: not worked.
    Holiday(&'a Entry),
    /// Off because a holiday fell on a rest day: not worked.
    Compensation(&'a Entry),
    /// Off because a Saturday is worked instead: not worked.
    SwapOff(&'a Entry),
    /// A Saturday worked instead of another day: worked.
    SwapWorked(&'a Entry),
}

/// The days off of all years that are known, as one immutable value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    data: CalendarData,
    days: BTreeMap<Date, Entry>,
}

impl Calendar {
    /// A calendar from its data.
    ///
    /// # Errors
    /// When an entry contradicts itself or stands under another day than its own.
    pub fn new(data: CalendarData) -> Result<Calendar, CalendarError> {
        for (date, entry) in &data.entries {
            entry.check()?;
            if entry.date != *date {
                return Err(CalendarError::Misplaced { date: *date, entry: entry.date });
            }
        }
        let days = all_days(&data);
        Ok(Calendar { data, days })
    }

    /// What this calendar was made of.
    pub fn data(&self) -> &CalendarData {
        &self.data
    }

    /// A new calendar in which each given day is what its entry says.
    ///
    /// An entry replaces what was known of its day, decided or derived. A compensation that was
    /// derived for that day moves on to the next free one.
    ///
    /// # Errors
    /// When an entry contradicts itself.
    pub fn with(
        &self,
        entries: impl IntoIterator<Item = Entry>,
    ) -> Result<Calendar, CalendarError> {
        let mut data = self.data.clone();
        for entry in entries {
            data.removed.remove(&entry.date);
            data.entries.insert(entry.date, entry);
        }
        Calendar::new(data)
    }

    /// A new calendar in which a day is again what its weekday says, whether its entry was laid
    /// down or derived.
    ///
    /// # Errors
    /// When nothing is known of the day.
    pub fn without(&self, date: Date) -> Result<Calendar, CalendarError> {
        if !self.days.contains_key(&date) {
            return Err(CalendarError::NothingThere { date });
        }
        let mut data = self.data.clone();
        data.entries.remove(&date);
        data.removed.insert(date);
        Calendar::new(data)
    }

    /// A new calendar in which a derived year counts as decided, just as it now stands.
    ///
    /// # Errors
    /// When the year is decided already, or is not one that is derived.
    pub fn with_year_confirmed(&self, year: i16, source: &str) -> Result<Calendar, CalendarError> {
        if self.standing_of_year(year) != Standing::Provisional {
            return Err(CalendarError::NotProvisional { year });
        }
        let mut data = self.data.clone();
        data.confirmed_years.insert(year, source.to_owned());
        Calendar::new(data)
    }

    /// What one view says of a day.
    pub fn day(&self, date: Date, kind: CalendarKind) -> DayInfo<'_> {
        let why = match self.days.get(&date) {
            Some(entry) => match (entry.kind, kind) {
                (EntryKind::Holiday, _) => DayWhy::Holiday(entry),
                (EntryKind::Compensation, _) => DayWhy::Compensation(entry),
                (EntryKind::SwapOff, CalendarKind::Office) => DayWhy::SwapOff(entry),
                (EntryKind::SwapWorked, CalendarKind::Office) => DayWhy::SwapWorked(entry),
                (EntryKind::SwapOff | EntryKind::SwapWorked, CalendarKind::Statutory) => {
                    weekday_why(date)
                }
            },
            None => weekday_why(date),
        };
        let working = matches!(why, DayWhy::Ordinary | DayWhy::SwapWorked(_));
        DayInfo { working, why }
    }

    /// Whether a day is worked, in one view.
    pub fn is_working(&self, date: Date, kind: CalendarKind) -> bool {
        self.day(date, kind).working
    }

    /// How many working days lie from `first` to `last`, both counted.
    pub fn working_days(&self, first: Date, last: Date, kind: CalendarKind) -> usize {
        let mut count = 0;
        let mut day = first;
        while day <= last {
            count += usize::from(self.is_working(day, kind));
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        count
    }

    /// All entries of a year, laid down and derived, in order of days.
    pub fn entries_of_year(&self, year: i16) -> impl Iterator<Item = &Entry> {
        self.days.values().filter(move |entry| entry.date.year() == year)
    }

    /// Holidays that the law grants in a year but whose day the authority has yet to choose.
    pub fn undetermined(&self, year: i16) -> impl Iterator<Item = &Feast> {
        let open = self.standing_of_year(year) == Standing::Provisional;
        let (first, last) = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
        self.data.feasts.iter().filter(move |feast| {
            let law = first.is_some_and(|d| feast.is_law_on(d))
                || last.is_some_and(|d| feast.is_law_on(d));
            open && feast.undetermined && law
        })
    }

    /// How well the year of a day is known.
    pub fn standing(&self, date: Date) -> Standing {
        self.standing_of_year(date.year())
    }

    /// How well a year is known.
    pub fn standing_of_year(&self, year: i16) -> Standing {
        if within(self.data.decided_years, year) || self.data.confirmed_years.contains_key(&year) {
            Standing::Decided
        } else if within(self.data.derived_years, year) {
            Standing::Provisional
        } else {
            Standing::Unknown
        }
    }
}

fn weekday_why(date: Date) -> DayWhy<'static> {
    if is_weekend(date) { DayWhy::Weekend } else { DayWhy::Ordinary }
}

fn within((first, last): (i16, i16), year: i16) -> bool {
    first <= year && year <= last
}

/// What is laid down, over what is derived for the years that need it.
fn all_days(data: &CalendarData) -> BTreeMap<Date, Entry> {
    let mut days = BTreeMap::new();
    let removed = |date: Date| data.removed.contains(&date);
    for year in data.derived_years.0..=data.derived_years.1 {
        if within(data.decided_years, year) {
            continue;
        }
        let mut derived = derive(year, &data.feasts, &data.entries, &removed);
        if let Some(source) = data.confirmed_years.get(&year) {
            for entry in derived.values_mut() {
                entry.status = Status::Decided;
                entry.source.clone_from(source);
            }
        }
        days.append(&mut derived);
    }
    days.extend(data.entries.iter().map(|(date, entry)| (*date, entry.clone())));
    days
}
