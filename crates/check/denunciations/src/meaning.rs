//! What each fact of the register means to its views, duties and statistics. Pure. Nothing of it
//! is searched and nothing is sealed: there are no words.

use counts::Indicator;
use duties::{Debt, Debtor};
use jiff::civil::Date;
use store::{Laws, Migration, Projection, Projector, Result, Stream, Table, ViewRow, row};

use crate::anonymous::Anonymous;
use crate::denunciation::Denunciation;

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

/// What the register counts, each by unit, day, sort of paper and way.
pub const INDICATORS: &[Indicator] = &[
    Indicator::new("denunciations.received", is_sort, is_way),
    Indicator::new("denunciations.accepted", is_sort, is_way),
    Indicator::new("denunciations.concluded", is_sort, is_way),
];

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
        let one = |indicator: &str, day: Date| {
            counts::one(indicator, &received.unit, day, received.sort.word(), received.way.word())
        };
        let mut sums = vec![one("denunciations.received", received.on)];
        sums.extend(entry.accepted_on.map(|on| one("denunciations.accepted", on)));
        sums.extend(entry.concluded.map(|(_, on)| one("denunciations.concluded", on)));
        Ok(Projection { rows, sums, ..Projection::default() })
    }
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
