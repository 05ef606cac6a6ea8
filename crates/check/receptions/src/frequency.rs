//! Whether the head receives as often as the rule of the day wants: pure.
//!
//! A rule is asked for every week or month that lies wholly within its time: a week that began
//! under the old law and ended under the new one is asked of neither. A week counts to the month
//! in which its Thursday lies, and is not asked for when it has no working day. Days count on
//! which the head received in person; a day that a deputy took is shown apart, never counted.

use calendar::{Calendar, CalendarKind};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use rulebook::{Law, Rule, Unit as Every};
use units::{Level, Unit};

use crate::arrows::State;
use crate::kind::Host;

/// A day of reception by a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub on: Date,
    /// Where the reception stands.
    pub state: State,
    /// Whether the head received in person; `None` before it began.
    pub in_person: Option<bool>,
}

/// A week or month, and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// How many days the rule wants.
    pub need: u32,
    /// On how many the head received in person.
    pub in_person: u32,
    /// On how many another did.
    pub replaced: u32,
    /// How many more are in the calendar, today included.
    pub planned: u32,
    /// Whether it is over.
    pub over: bool,
}

impl Period {
    /// How many days are missing, held and planned ones counted.
    pub fn missing(&self) -> u32 {
        self.need.saturating_sub(self.in_person + self.planned)
    }

    /// Whether the rule is met already.
    pub fn is_kept(&self) -> bool {
        self.in_person >= self.need
    }

    /// Whether it is over and the rule was not met.
    pub fn is_broken(&self) -> bool {
        self.over && !self.is_kept()
    }
}

/// What a month looks like under one rule.
#[derive(Clone, Debug)]
pub struct Check<'l> {
    /// The rule of the date.
    pub rule: &'l Rule,
    /// Its weeks, or the one month.
    pub periods: Vec<Period>,
}

impl Check<'_> {
    /// How many days are missing in all.
    pub fn missing(&self) -> u32 {
        self.periods.iter().map(Period::missing).sum()
    }
}

/// The rules that ask a host of a unit of this level to receive, oldest first.
pub const fn rules(host: Host, level: Level) -> &'static [&'static str] {
    match (host, level) {
        (Host::Office, _) => &[],
        (Host::Chair, Level::Province) => &["TD.prov"],
        (Host::Chair, Level::District) => &["TD.dist"],
        (Host::Chair, Level::Commune) => &["TD.comm.old", "TD.comm.new"],
        (Host::Party, Level::Province) => &["TD.party.prov"],
        (Host::Party, Level::District) => &["TD.party.dist"],
        (Host::Party, Level::Commune) => &["TD.party.comm"],
    }
}

/// The level of a unit, by its type.
pub fn level(unit: &Unit<'_>) -> Level {
    use units::Kind;
    match unit.kind() {
        Kind::Tinh | Kind::ThanhPhoTw => Level::Province,
        Kind::Quan | Kind::Huyen | Kind::ThiXa | Kind::ThanhPho => Level::District,
        Kind::Xa | Kind::Phuong | Kind::ThiTran | Kind::DacKhu => Level::Commune,
    }
}

/// How a month stands: one check for each rule that asks for something in it.
pub fn month<'l>(
    law: &'l Law,
    host: Host,
    level: Level,
    any_day: Date,
    days: &[Day],
    today: Date,
) -> Vec<Check<'l>> {
    let versions = rules(host, level).iter().flat_map(|id| law.rulebook.versions(id));
    let check = |rule: &'l Rule| {
        let spans = match rule.unit {
            Every::DaysPerWeek => weeks(any_day, &law.calendar),
            Every::DaysPerMonth => vec![(any_day.first_of_month(), any_day.last_of_month())],
            _ => return None,
        };
        let asked = spans.into_iter().filter(|(from, until)| {
            rule.valid_from <= *from && rule.valid_to.is_none_or(|end| *until <= end)
        });
        let need = rule.value.unwrap_or(0);
        let periods: Vec<Period> = asked.map(|span| period(span, need, days, today)).collect();
        (!periods.is_empty()).then_some(Check { rule, periods })
    };
    versions.filter_map(check).collect()
}

/// The weeks whose Thursday lies in the month and that have a working day.
fn weeks(any_day: Date, calendar: &Calendar) -> Vec<(Date, Date)> {
    let first = any_day.first_of_month();
    let thursdays = first.series(1.day()).take_while(|day| day.month() == first.month());
    thursdays
        .filter(|day| day.weekday() == Weekday::Thursday)
        .map(|thursday| (thursday.saturating_sub(3.days()), thursday.saturating_add(3.days())))
        .filter(|(from, until)| calendar.working_days(*from, *until, CalendarKind::Office) > 0)
        .collect()
}

/// What the days make of a span: each day counts once, however many receptions it has.
fn period((from, until): (Date, Date), need: u32, days: &[Day], today: Date) -> Period {
    let mut one =
        Period { from, until, need, in_person: 0, replaced: 0, planned: 0, over: until < today };
    let inside = |day: &&Day| (from..=until).contains(&day.on) && day.state != State::Cancelled;
    let mut seen: Vec<(Date, u8)> = Vec::new();
    for day in days.iter().filter(inside) {
        let worth = match day.in_person {
            Some(true) => 3,
            Some(false) => 1,
            None if day.state == State::Planned && day.on >= today => 2,
            None => 0,
        };
        match seen.iter_mut().find(|(on, _)| *on == day.on) {
            Some((_, known)) => *known = (*known).max(worth),
            None => seen.push((day.on, worth)),
        }
    }
    for (_, worth) in seen {
        match worth {
            3 => one.in_person += 1,
            2 => one.planned += 1,
            1 => one.replaced += 1,
            _ => {}
        }
    }
    one
}
