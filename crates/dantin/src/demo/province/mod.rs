//! Gia Lai in the years 2023 and 2024, in its units of that time: the published figures of what it
//! received and held, to the unit. Only the figures are real: who came on which day to which of
//! its 17 districts and its communes, and what was said, is invented, and every page says so.
//!
//! Nothing lies between 15 and 31 December, so that the calendar year and the reporting year of
//! TT02 (15 December to 14 December) give the same figures. For 2023 the dialogues were not
//! published: there are none.

mod dialogues;
mod letters;
mod pace;
mod receptions;

use std::sync::Arc;

use accounts::{App, Failure};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use kernel::Clock;
use units::{Era, Gazetteer, Unit, UnitRef};

use super::letters::Letters;
use super::{Officers, at, worked};
use pace::{Pace, Story};

/// The province of that time, and the one that answers for it today.
const PROVINCE: &str = "64";
/// See [`PROVINCE`].
pub const TODAY: &str = "52";
/// When the office of the demonstration opened.
pub const OPENED: Date = Date::constant(2022, 12, 1);
/// When all that began in the two years has ended.
const OVER: Date = Date::constant(2025, 3, 3);

/// What was published of a year.
struct Figures {
    year: i16,
    /// Turns of citizens received, at all levels.
    turns: usize,
    /// Letters of complaint. That they are 151 and 132 of 196 and 171 is invented.
    complaints: usize,
    /// Denunciations.
    denunciations: usize,
    /// Dialogues of province, districts, communes.
    dialogues: [usize; 3],
}

const YEARS: [Figures; 2] = [
    Figures { year: 2023, turns: 2_743, complaints: 151, denunciations: 45, dialogues: [0; 3] },
    Figures {
        year: 2024,
        turns: 2_861,
        complaints: 132,
        denunciations: 39,
        dialogues: [5, 62, 399],
    },
];

/// A unit of that time: its code, and its letters for the codes of petitions.
#[derive(Clone)]
struct Place {
    code: String,
    letters: String,
}

/// What all stories share.
struct Stage {
    app: Arc<App>,
    officers: Officers,
    pace: Arc<Pace>,
    letters: Letters,
}

impl Stage {
    /// Waits until the clock stands at an hour of a day.
    async fn until(&self, day: Date, hour: i8) {
        self.pace.until(at(day, hour, 0)).await;
    }

    /// The working day some days after another.
    fn after(&self, day: Date, days: i64) -> Date {
        worked(&self.app, day.saturating_add(days.days()))
    }

    /// The Tuesdays and Thursdays of a year on which offices work, to 14 December.
    fn days(&self, year: i16) -> Vec<Date> {
        let first = Date::constant(year, 1, 1);
        let year = first.series(1.day()).take_while(|day| *day <= last(year));
        let twice = |day: &Date| matches!(day.weekday(), Weekday::Tuesday | Weekday::Thursday);
        year.filter(|day| twice(day) && worked(&self.app, *day) == *day).collect()
    }
}

/// The last day of a reporting year.
fn last(year: i16) -> Date {
    Date::constant(year, 12, 14)
}

/// Plays both years.
pub async fn play(app: &Arc<App>, clock: &Clock, officers: Officers) -> Result<(), Failure> {
    let letters = Letters::read().map_err(Failure::bug)?;
    let pace = Pace::new(clock.clone());
    let stage = Arc::new(Stage { app: app.clone(), officers, pace: pace.clone(), letters });
    let levels = levels();
    let mut stories: Vec<Story> = receptions::stories(&stage, &levels);
    stories.extend(letters::stories(&stage, &levels));
    stories.extend(dialogues::stories(&stage, &levels));
    pace.play(stories).await
}

/// The units of that time by level. A commune that began or ended within the two years has no
/// part in them.
fn levels() -> [Vec<Place>; 3] {
    let gazetteer = Gazetteer::shared();
    let below = |code: &str| match UnitRef::new(Era::Provinces63, code) {
        Some(unit) => gazetteer.children(unit, Some(last(2024))),
        None => Vec::new(),
    };
    let whole = |unit: &Unit<'_>| {
        let code = unit.id().code();
        [OPENED, OVER].into_iter().all(|day| gazetteer.at(&code, day).is_some())
    };
    let place = |unit: Unit<'_>| Place { code: unit.id().code(), letters: unit.short_prefix() };
    let province = gazetteer.at(PROVINCE, OPENED).into_iter().map(place).collect();
    let districts: Vec<Place> = below(PROVINCE).into_iter().map(place).collect();
    let communes = districts.iter().flat_map(|district| below(&district.code));
    let communes = communes.filter(whole).map(place).collect();
    [province, districts, communes]
}

/// A total in parts as large as their weights ask; nothing is lost in rounding.
fn spread(total: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum::<usize>().max(1);
    let mut before = 0;
    let share = |weight: &usize| {
        let from = total * before / sum;
        before += weight;
        total * before / sum - from
    };
    weights.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_are_those_of_that_time_and_nothing_is_lost_between_them() {
        let [province, districts, communes] = levels();
        assert_eq!((province.len(), districts.len()), (1, 17));
        assert!(communes.len() > 200, "{}", communes.len());
        for place in province.iter().chain(&districts).chain(&communes) {
            let unit = Gazetteer::shared().at(&place.code, last(2024)).unwrap();
            assert!(!unit.is_current(), "{} is a unit of today", place.code);
        }
        assert_eq!(spread(2_861, &[16, 3, 2, 2]), [1990, 373, 249, 249]);
        assert_eq!(spread(2, &[1, 1, 1]).iter().sum::<usize>(), 2);
    }
}
