//! The Vietnamese lunar calendar (âm lịch), computed for the meridian of Ha Noi's clocks, UTC+7.
//!
//! **Lunar month**: from one day with a new moon to the next; 29 or 30 days. **Month eleven**: the
//! one that holds the winter solstice. **Leap month**: where thirteen months lie between two
//! months eleven, the first that holds no major solar term repeats the number before it.
//!
//! The rules are China's; the clock is not. A new moon at 23:40 in Ha Noi is one day later in
//! Beijing, so Tết of 1985, 2007 and 2030 falls on another day there. No Chinese calendar
//! library may be used for Vietnamese dates.
//!
//! This is arithmetic about dates only. Which lunar days are holidays is data: see
//! [`Feast`](crate::Feast).
//!
//! ```
//! use calendar::lunar::LunarDate;
//! use jiff::civil::date;
//!
//! let day = LunarDate::from_civil(date(2026, 2, 23)).unwrap();
//! assert_eq!((day.year, day.month, day.day, day.leap), (2026, 1, 7, false));
//! assert_eq!(LunarDate::new(2030, 1, 1).to_civil(), Some(date(2030, 2, 2)));
//! ```

mod sky;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// The first and last civil days that this module answers for. Viet Nam's calendar has been
/// reckoned at UTC+7 since 1968; after 2099 the Earth's rotation is not known well enough.
const FIRST: Date = date(1968, 1, 29);
const LAST: Date = date(2099, 12, 31);

/// Day zero of the module's own count of local days.
const EPOCH: Date = date(2000, 1, 1);

/// Julian day (UT) of the beginning of [`EPOCH`] on Ha Noi's clocks.
const EPOCH_JULIAN: f64 = 2_451_544.5 - 7.0 / 24.0;

/// A day of the Vietnamese lunar calendar.
///
/// It is only a name: `30/2` of a year whose second month has 29 days can be written, and
/// [`LunarDate::to_civil`] then answers `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LunarDate {
    /// The civil year in which this lunar year's Tết falls.
    pub year: i16,
    /// Month, 1 (tháng Giêng) to 12 (tháng Chạp).
    pub month: u8,
    /// True for the second of two months that bear the same number.
    pub leap: bool,
    /// Day of the month, 1 to 30.
    pub day: u8,
}

impl LunarDate {
    /// A day of an ordinary (not leap) month.
    pub const fn new(year: i16, month: u8, day: u8) -> LunarDate {
        LunarDate { year, month, leap: false, day }
    }

    /// The lunar name of a civil day; `None` before 29/01/1968 and after 31/12/2099.
    pub fn from_civil(day: Date) -> Option<LunarDate> {
        if !(FIRST..=LAST).contains(&day) {
            return None;
        }
        let number = day_number(day);
        let own = SolsticeYear::of(day.year());
        let months = if own.starts[0] <= number { own } else { SolsticeYear::of(day.year() - 1) };
        let index = months.starts.iter().rposition(|start| *start <= number)?;
        let (year, month, leap) = months.name(index);
        let day = u8::try_from(number - months.starts[index] + 1).ok()?;
        Some(LunarDate { year, month, leap, day })
    }

    /// The civil day that bears this name; `None` when there is no such day, or when it lies
    /// outside the years that the module answers for.
    pub fn to_civil(self) -> Option<Date> {
        if !(1..=30).contains(&self.day) || !(FIRST.year()..=LAST.year()).contains(&self.year) {
            return None;
        }
        let solstice = if self.month >= 11 { self.year } else { self.year - 1 };
        let months = SolsticeYear::of(solstice);
        let wanted = (self.year, self.month, self.leap);
        let index = (0..months.len()).find(|index| months.name(*index) == wanted)?;
        let number = months.starts[index] + i64::from(self.day) - 1;
        if number >= months.starts[index + 1] {
            return None;
        }
        civil(number).filter(|day| (FIRST..=LAST).contains(day))
    }
}

/// The months from the one that holds a year's winter solstice up to the next such month.
struct SolsticeYear {
    /// The civil year of the solstice in the first month.
    year: i16,
    /// Day number on which each month begins; the last one begins the next solstice year.
    starts: Vec<i64>,
    /// Which month is the leap one, if there are thirteen.
    leap: Option<usize>,
}

impl SolsticeYear {
    fn of(year: i16) -> SolsticeYear {
        let first = lunation_with_solstice(year);
        let last = lunation_with_solstice(year + 1);
        let starts: Vec<i64> = (first..=last).map(new_moon_day).collect();
        let leap = if last - first == 13 {
            (1..13).find(|i| solar_sector(starts[*i]) == solar_sector(starts[*i + 1]))
        } else {
            None
        };
        SolsticeYear { year, starts, leap }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Lunar year, month and leap mark of the month at `index`.
    fn name(&self, index: usize) -> (i16, u8, bool) {
        let repeated = usize::from(self.leap.is_some_and(|leap| index >= leap));
        let since_eleven = index - repeated;
        let month = (10 + since_eleven) % 12 + 1;
        let year = if since_eleven < 2 { self.year } else { self.year + 1 };
        (year, month as u8, self.leap == Some(index))
    }
}

/// The lunation whose month holds the winter solstice of a civil year.
fn lunation_with_solstice(year: i16) -> i32 {
    // The solstice falls between 20 and 23 December in every year that the module knows.
    let mut solstice = day_number(date(year, 12, 19));
    while solar_sector(solstice + 1) != 9 {
        solstice += 1;
    }
    let moment = EPOCH_JULIAN + solstice as f64;
    let mut lunation = ((moment - sky::LUNATION_ZERO) / sky::LUNATION).floor() as i32 + 1;
    while new_moon_day(lunation) > solstice {
        lunation -= 1;
    }
    lunation
}

/// The local day on which the new moon of a lunation falls.
fn new_moon_day(lunation: i32) -> i64 {
    (sky::new_moon(lunation) - EPOCH_JULIAN).floor() as i64
}

/// In which twelfth of its year the sun stands as a local day begins; a change from one day to
/// the next is a major solar term, 9 begins at the winter solstice.
fn solar_sector(day: i64) -> u8 {
    (sky::solar_longitude(EPOCH_JULIAN + day as f64) / 30.0) as u8
}

fn day_number(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

fn civil(number: i64) -> Option<Date> {
    EPOCH.checked_add(number.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tet(year: i16) -> Date {
        LunarDate::new(year, 1, 1).to_civil().expect("Tết of a known year")
    }

    #[test]
    fn tet_is_not_china_s_in_three_years() {
        // China: 20/02/1985, 18/02/2007, 03/02/2030.
        assert_eq!(tet(1985), date(1985, 1, 21));
        assert_eq!(tet(2007), date(2007, 2, 17));
        assert_eq!(tet(2030), date(2030, 2, 2));
    }

    #[test]
    fn tet_and_hung_kings_as_the_law_table_has_them() {
        let rows = [
            (date(2018, 2, 16), date(2018, 4, 25)),
            (date(2019, 2, 5), date(2019, 4, 14)),
            (date(2020, 1, 25), date(2020, 4, 2)),
            (date(2021, 2, 12), date(2021, 4, 21)),
            (date(2022, 2, 1), date(2022, 4, 10)),
            (date(2023, 1, 22), date(2023, 4, 29)),
            (date(2024, 2, 10), date(2024, 4, 18)),
            (date(2025, 1, 29), date(2025, 4, 7)),
            (date(2026, 2, 17), date(2026, 4, 26)),
            (date(2027, 2, 6), date(2027, 4, 16)),
            (date(2028, 1, 26), date(2028, 4, 4)),
            (date(2029, 2, 13), date(2029, 4, 23)),
            (date(2030, 2, 2), date(2030, 4, 12)),
        ];
        for (first, hung) in rows {
            assert_eq!(tet(first.year()), first);
            assert_eq!(LunarDate::new(first.year(), 3, 10).to_civil(), Some(hung));
        }
    }

    #[test]
    fn days_that_do_not_exist_have_no_civil_day() {
        assert_eq!(LunarDate::new(2026, 1, 31).to_civil(), None);
        assert_eq!(LunarDate::new(2026, 13, 1).to_civil(), None);
        let leap = LunarDate { year: 2026, month: 6, leap: true, day: 1 };
        assert_eq!(leap.to_civil(), None);
        assert_eq!(LunarDate::from_civil(date(1968, 1, 28)), None);
        assert_eq!(LunarDate::from_civil(date(2100, 1, 1)), None);
    }

    #[test]
    fn days_come_back_and_follow_one_another() {
        let mut day = FIRST;
        while day < LAST {
            let next = day.tomorrow().expect("a day before 2100");
            let lunar = LunarDate::from_civil(day).expect("a day inside the span");
            let after = LunarDate::from_civil(next).expect("a day inside the span");
            assert_eq!(lunar.to_civil(), Some(day));
            let same_month = (after.year, after.month, after.leap, after.day)
                == (lunar.year, lunar.month, lunar.leap, lunar.day + 1);
            assert!(same_month || (after.day == 1 && lunar.day >= 29), "{lunar:?} {after:?}");
            // Steps of seventeen days meet every day of the month in the long run.
            day = day.checked_add(17.days()).unwrap_or(LAST);
        }
    }
}
