//! What each fact of the register means to its views, duties and statistics. Pure. Nothing of it
//! is searched and nothing is sealed: there are no words.

use counts::Indicator;
use counts::indicator::{Measure, none};
use duties::{Debt, Debtor, Outcome};
use jiff::civil::Date;
use store::{Laws, Migration, Projection, Projector, Result, Stream, Sum, Table, ViewRow, row};

use crate::anonymous::Anonymous;
use crate::arrows::Clock;
use crate::correction;
use crate::denunciation::Denunciation;
use crate::facts::Event;
use crate::kind::Sort;

/// The view behind the register.
pub static DENUNCIATIONS: Table = Table::rows(
    "denunciations",
    1,
    &[
        "stream",
        "unit",
        "seq",
        "year",
        "no",
        "received_on",
        "sort",
        "way",
        "shelf",
        "slot",
        "state",
        "accepted_on",
        "concluded_on",
        "finding",
        "open",
        "still",
        "due",
        "rule",
        "closed_on",
        "version",
    ],
);

/// The view of anonymous information.
pub static ANONYMOUS: Table = Table::rows(
    "anonymous_information",
    1,
    &["stream", "unit", "seq", "year", "no", "received_on", "handling", "handled_on", "version"],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&DENUNCIATIONS, &ANONYMOUS];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "denunciations-1", sql: include_str!("../migrations/1.sql") }];

/// More numbers than one year of one unit will ever have: year and number make one key.
const A_YEAR: i64 = 1_000_000;

/// The key by which a register is read.
pub fn seq(year: i16, no: i64) -> i64 {
    i64::from(year) * A_YEAR + no
}

/// What an entry is called: `TC 3/2026`.
pub fn code(no: i64, year: i16) -> String {
    format!("TC {no}/{year}")
}

/// What the register counts, each by unit and day. Cases that were accepted less what was
/// concluded, withdrawn or ended since are what is being settled.
pub const INDICATORS: &[Indicator] = &[
    by_sort("denunciations.received").in_(Measure::Letter),
    by_sort("denunciations.accepted"),
    by_sort("denunciations.not_accepted").in_(Measure::Letter),
    by_sort("denunciations.forwarded").in_(Measure::Letter),
    by_sort("denunciations.filed").in_(Measure::Letter),
    Indicator::new("denunciations.concluded", is_finding, is_time)
        .by("finding", "time")
        .in_(Measure::Case),
    Indicator::new("denunciations.carried_out", is_finding, none)
        .by("finding", "")
        .in_(Measure::Case),
    Indicator::new("denunciations.withdrawn", is_sort, is_stage)
        .by("sort", "stage")
        .in_(Measure::Case),
    by_sort("denunciations.terminated"),
];

const fn by_sort(id: &'static str) -> Indicator {
    Indicator::new(id, is_sort, is_way).by("sort", "way").in_(Measure::Case)
}

fn is_finding(word: &str) -> bool {
    crate::kind::Finding::read(word).is_some()
}

/// Concluded in time, or late.
const TIMES: [&str; 2] = ["in_time", "late"];

fn is_time(word: &str) -> bool {
    TIMES.contains(&word)
}

/// Withdrawn before it was accepted, or since.
const STAGES: [&str; 2] = ["before", "accepted"];

fn is_stage(word: &str) -> bool {
    STAGES.contains(&word)
}

fn is_sort(word: &str) -> bool {
    crate::kind::Sort::read(word).is_some()
}

fn is_way(word: &str) -> bool {
    crate::kind::Way::read(word).is_some()
}

/// The projector of the prefix `denunciation`.
pub struct Denunciations;

impl Projector for Denunciations {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(entry) = Denunciation::replay(stream)? else { return Ok(Projection::default()) };
        let received = &entry.received;
        let code = code(received.no, received.year);
        // The office owes; which of its officers has the paper is not this program's to know.
        let debtor = Debtor { stream: &entry.id, code: &code, unit: &received.unit, holder: None };
        let mut rows = vec![entry_row(&entry, laws)?];
        rows.extend(duties::rows(debtor, &entry.debts, laws)?);
        // Who asks because a case is late elsewhere denounces nothing new.
        let sums = match received.sort {
            Sort::Late => Vec::new(),
            Sort::First | Sort::Again => sums(&entry, stream, laws)?,
        };
        Ok(Projection { rows, sums, ..Projection::default() })
    }
}

/// What an entry adds to the statistics.
fn sums(entry: &Denunciation, stream: &Stream, laws: &Laws) -> Result<Vec<Sum>> {
    let received = &entry.received;
    let (unit, sort, way) = (&received.unit, received.sort.word(), received.way.word());
    let by = |indicator: &str, day: Date, kind: &str, channel: &str| {
        counts::one(indicator, unit, day, kind, channel)
    };
    let one = |indicator: &str, day: Date| by(indicator, day, sort, way);
    let mut sums = vec![one("denunciations.received", received.on)];
    sums.extend(entry.accepted_on.map(|on| one("denunciations.accepted", on)));
    if let Some((finding, on)) = entry.concluded {
        let time = TIMES[usize::from(is_late(entry, laws)?)];
        sums.push(by("denunciations.concluded", on, finding.word(), time));
    }
    for told in correction::told(stream)? {
        sums.push(match told.event {
            Event::NotAccepted { on } => one("denunciations.not_accepted", on),
            Event::Forwarded { on } => one("denunciations.forwarded", on),
            Event::Filed { on } => one("denunciations.filed", on),
            Event::Terminated { on } => one("denunciations.terminated", on),
            Event::Withdrawn { on } => {
                let stage = STAGES[usize::from(entry.accepted_on.is_some())];
                by("denunciations.withdrawn", on, sort, stage)
            }
            Event::Handled { on } => {
                let finding = entry.concluded.map_or("", |(finding, _)| finding.word());
                by("denunciations.carried_out", on, finding, "")
            }
            _ => continue,
        });
    }
    Ok(sums)
}

/// Whether it was concluded after the end of its term.
fn is_late(entry: &Denunciation, laws: &Laws) -> Result<bool> {
    for debt in entry.debts.iter().filter(|debt| Clock::of(&debt.rule) == Some(Clock::Resolve)) {
        if let (Some((on, _, Outcome::Done)), Some(due)) = (debt.closed, debt.due(laws)?) {
            return Ok(on > due);
        }
    }
    Ok(false)
}

/// The debt that presses most: the earliest due date among the open ones that run.
pub fn pressing<'a>(debts: &'a [Debt], laws: &Laws) -> Result<Option<(Date, &'a str)>> {
    let mut first: Option<(Date, &str)> = None;
    for debt in debts.iter().filter(|debt| debt.is_open()) {
        if let Some(due) = debt.due(laws)?
            && first.is_none_or(|(earlier, _)| due < earlier)
        {
            first = Some((due, debt.last_rule()));
        }
    }
    Ok(first)
}

fn entry_row(entry: &Denunciation, laws: &Laws) -> Result<ViewRow> {
    let received = &entry.received;
    let (due, rule) = match pressing(&entry.debts, laws)? {
        Some((due, rule)) => (Some(due), rule),
        None => (None, ""),
    };
    Ok(ViewRow::new(
        &DENUNCIATIONS,
        row![
            entry.id.as_str(),
            received.unit.as_str(),
            seq(received.year, received.no),
            i64::from(received.year),
            received.no,
            received.on,
            received.sort.word(),
            received.way.word(),
            entry.shelf.word(),
            entry.slot,
            entry.state.word(),
            entry.accepted_on,
            entry.concluded.map(|(_, on)| on),
            entry.concluded.map_or("", |(finding, _)| finding.word()),
            entry.closed_on.is_none(),
            entry.debts.iter().any(Debt::stands_still),
            due,
            rule,
            entry.closed_on,
            entry.version,
        ],
    ))
}

/// The projector of the prefix `anonymous`.
pub struct AnonymousInformation;

impl Projector for AnonymousInformation {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(one) = Anonymous::replay(stream)? else { return Ok(Projection::default()) };
        let values = row![
            one.id.as_str(),
            one.unit.as_str(),
            seq(one.year, one.no),
            i64::from(one.year),
            one.no,
            one.on,
            one.handled.map_or("", |(handling, _)| handling.word()),
            one.handled.map(|(_, on)| on),
            one.version,
        ];
        Ok(Projection { rows: vec![ViewRow::new(&ANONYMOUS, values)], ..Projection::default() })
    }
}
