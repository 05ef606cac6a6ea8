//! What each fact means to the views, duties, statistics and search. Pure. What a visitor said is
//! searched; who it was never is: a name is opened one at a time, and logged.

use accounts::Post;
use counts::Indicator;
use counts::indicator::{Measure, matter};
use duties::{Debtor, Holder};
use jiff::civil::Date;
use notices::{About, Notice, To};
use store::{
    Doc, Laws, Migration, Projection, Projector, Result, Shelf, Stream, Sum, Table, ViewRow, row,
};

use crate::facts::{Numbered, Presence, Received, VisitEvent};
use crate::kind::Answer;
use crate::session::Session;
use crate::visit::Visit;

/// The view behind the calendar.
pub static RECEPTIONS: Table = Table::rows(
    "receptions",
    1,
    &[
        "stream",
        "unit",
        "sort",
        "host",
        "form",
        "on_day",
        "from_minute",
        "until_minute",
        "place",
        "state",
        "presence",
        "stand_in",
        "why",
        "version",
    ],
);

/// The view behind queue and register.
pub static VISITS: Table = Table::rows(
    "visits",
    1,
    &[
        "stream",
        "unit",
        "session",
        "on_day",
        "way",
        "arrived_at",
        "state",
        "seq",
        "year",
        "no",
        "kind",
        "matter",
        "persons",
        "turn",
        "first",
        "large",
        "speakers",
        "competence",
        "petition",
        "answer",
        "answered_on",
        "ground",
        "due",
        "version",
    ],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&RECEPTIONS, &VISITS];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "receptions-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "receptions-search", sql: include_str!("../migrations/search.sql") },
    Migration { name: "receptions-verify", sql: include_str!("../migrations/verify.sql") },
];

/// What receptions count, each by unit, day, kind, and by what the matter is about or at which sort
/// of reception it was heard: turns by both.
pub const INDICATORS: &[Indicator] = &[
    by_matter("receptions.turns", Measure::Turn),
    by_sort("receptions.turns_by_sort", Measure::Turn),
    by_sort("receptions.persons", Measure::Person),
    by_sort("receptions.cases", Measure::Case),
    by_sort("receptions.again", Measure::Case),
    by_sort("receptions.groups", Measure::Group),
    by_sort("receptions.group_persons", Measure::Person),
    by_matter("receptions.in_time", Measure::Turn),
    by_matter("receptions.late", Measure::Turn),
    Indicator::new("receptions.sittings", is_host, is_presence)
        .by("host", "presence")
        .in_(Measure::Sitting),
];

const fn by_matter(id: &'static str, measure: Measure) -> Indicator {
    Indicator::new(id, is_kind, matter)
        .by("kind", "matter")
        .in_(measure)
        .unpublished(is_denunciation)
}

const fn by_sort(id: &'static str, measure: Measure) -> Indicator {
    Indicator::new(id, is_kind, is_sort)
        .by("kind", "reception")
        .in_(measure)
        .unpublished(is_denunciation)
}

fn is_denunciation(word: &str) -> bool {
    word == crate::kind::Kind::Denunciation.word()
}

fn is_kind(word: &str) -> bool {
    crate::kind::Kind::read(word).is_some()
}

fn is_sort(word: &str) -> bool {
    word.is_empty() || crate::kind::Sort::read(word).is_some()
}

fn is_host(word: &str) -> bool {
    crate::kind::Host::read(word).is_some()
}

/// Who received.
const PRESENCE: [&str; 2] = ["in_person", "replaced"];

fn is_presence(word: &str) -> bool {
    PRESENCE.contains(&word)
}

/// More numbers than one year of one unit will ever have: year and number make one key.
const A_YEAR: i64 = 1_000_000;

/// The key by which the register is read.
pub fn seq(year: i16, no: i64) -> i64 {
    i64::from(year) * A_YEAR + no
}

/// Where the search keeps what visitors said.
pub const SHELF: Shelf = Shelf::new(1);

/// More lines than the register of one unit will ever have: see [`seq`].
const A_UNIT: i64 = 10_000 * A_YEAR;

/// The first number of a unit's register on the shelf: the lines of one unit stand together, in
/// the order of the register. `None` for what is no code of the State's list.
pub fn first_of(unit: &str) -> Option<i64> {
    let plain = (2..=5).contains(&unit.len()) && unit.bytes().all(|byte| byte.is_ascii_digit());
    // "52" and "052" are two codes: the length is part of the number.
    let code = unit.parse::<i64>().ok().filter(|_| plain)? + 10_i64.pow(unit.len() as u32);
    Some(code * A_UNIT)
}

/// What a line of the register is called: `TCD 12/2026`.
pub fn code(no: i64, year: i16) -> String {
    format!("TCD {no}/{year}")
}

/// Reads what [`code`] wrote: the number and its year.
pub fn read_code(text: &str) -> Option<(i64, i16)> {
    let (head, rest) = text.trim().split_at_checked(3)?;
    let (no, year) = rest.trim().split_once('/')?;
    let (no, year) = (no.parse::<i64>().ok()?, year.parse::<i16>().ok()?);
    (head.eq_ignore_ascii_case("TCD") && no > 0 && year > 0).then_some((no, year))
}

/// The projector of the prefix `reception`.
pub struct Receptions;

impl Projector for Receptions {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(one) = Session::replay(stream)? else { return Ok(Projection::default()) };
        let (presence, stand_in) = match one.presence {
            None => ("", ""),
            Some(Presence::InPerson) => (PRESENCE[0], ""),
            Some(Presence::Replaced { by, .. }) => (PRESENCE[1], by.word()),
        };
        let why = match one.presence {
            Some(Presence::Replaced { why, .. }) => why.word(),
            _ => one.why.map_or("", |why| why.word()),
        };
        let planned = &one.planned;
        let place = planned.place.as_ref().map(|item| item.id.to_string()).unwrap_or_default();
        let values = row![
            one.id.as_str(),
            planned.unit.as_str(),
            planned.sort.word(),
            planned.host.word(),
            planned.form.word(),
            one.on,
            i64::from(one.from),
            i64::from(one.until),
            place,
            one.state.word(),
            presence,
            stand_in,
            why,
            one.version,
        ];
        // A sitting counts once somebody received at it.
        let held = one.presence.map(|_| {
            let (unit, host) = (planned.unit.as_str(), planned.host.word());
            counts::one("receptions.sittings", unit, one.on, host, presence)
        });
        Ok(Projection {
            rows: vec![ViewRow::new(&RECEPTIONS, values)],
            sums: held.into_iter().collect(),
            sealed: planned.place.iter().cloned().collect(),
            ..Projection::default()
        })
    }
}

/// The projector of the prefix `visit`.
pub struct Visits;

impl Projector for Visits {
    fn shelf(&self) -> Option<Shelf> {
        Some(SHELF)
    }

    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(visit) = Visit::replay(stream)? else { return Ok(Projection::default()) };
        let due = match visit.owed() {
            Some(debt) => debt.due(laws)?,
            None => None,
        };
        let mut rows = vec![visit_row(&visit, due)];
        rows.extend(told(&visit, stream)?);
        let mut sums = Vec::new();
        if let Some(received) = &visit.received {
            let code = code(received.no, received.year);
            let unit = visit.began.unit.as_str();
            // The answer is the receiving officers' until a letter takes it over.
            let holder = Some(Holder::Post(Post::Reception));
            let debtor = Debtor { stream: &visit.id, code: &code, unit, holder };
            rows.extend(duties::rows(debtor, &visit.debts, laws)?);
            sums = counted(&visit, received, laws)?;
        }
        Ok(Projection {
            rows,
            sums,
            doc: doc(&visit),
            erased: visit.erased.clone(),
            sealed: visit.items.clone(),
            // Whom it names is said once for all subjects, beside its holding.
            people: Vec::new(),
        })
    }
}

/// What a line of the register may be found by: what was said, while it is there.
fn doc(visit: &Visit) -> Option<Doc> {
    let received = visit.received.as_ref()?;
    let words = received.words.as_ref().filter(|item| !visit.erased.contains(&item.id))?;
    let seq = first_of(&visit.began.unit)? + seq(received.year, received.no);
    Some(Doc { seq, words: vec![words.id], labels: Vec::new() })
}

/// Whoever has an appointment and left an address is told when its reception is moved or called
/// off.
fn told(visit: &Visit, stream: &Stream) -> Result<Vec<ViewRow>> {
    let began = &visit.began;
    let (Some(booked), Some(person)) = (&began.booked, &began.person) else {
        return Ok(Vec::new());
    };
    if !booked.mail {
        return Ok(Vec::new());
    }
    let path = format!("/lich-tiep-dan?unit={}", began.unit);
    let about = About { stream: &visit.id, code: &booked.ticket, unit: &began.unit, path: &path };
    let mut told = Vec::new();
    for record in &stream.records {
        let (what, until) = match VisitEvent::read(record)? {
            VisitEvent::Moved { on, .. } => ("visit-moved", Some(on)),
            VisitEvent::CalledOff {} => ("visit-called-off", None),
            _ => continue,
        };
        let to = To::Asker(person.id);
        told.push(Notice { n: record.version, what, to, since: record.at, until });
    }
    Ok(notices::rows(about, &told))
}

/// Turns, persons and cases are three numbers; large groups are counted apart beside them.
fn counted(visit: &Visit, received: &Received, laws: &Laws) -> Result<Vec<Sum>> {
    let (unit, on) = (visit.began.unit.as_str(), visit.on);
    let (kind, matter) = (received.kind.word(), received.matter.as_str());
    let sort = crate::session::sort_of(&visit.began.session).map_or("", |sort| sort.word());
    let sum = |indicator: &str, channel: &str, n: i64| Sum {
        table: &counts::COUNTS,
        key: row![indicator, unit, on, kind, channel],
        n,
    };
    let persons = i64::from(received.persons);
    let mut sums = Vec::new();
    if visit.is_turn() {
        sums.push(sum("receptions.turns", matter, 1));
        sums.push(sum("receptions.turns_by_sort", sort, 1));
        sums.push(sum("receptions.persons", sort, persons));
    }
    let case = if visit.is_first() { "receptions.cases" } else { "receptions.again" };
    sums.push(sum(case, sort, 1));
    if received.group {
        sums.push(sum("receptions.groups", sort, 1));
        sums.push(sum("receptions.group_persons", sort, persons));
    }
    // Where more time was needed, the day that the visitor was given decides.
    let debt = visit.debts.last();
    if let (Some(debt), Some((how, day))) = (debt, visit.answer)
        && how != Answer::MoreTime
        && let Some(due) = debt.due(laws)?
    {
        let in_time = if day <= due { "receptions.in_time" } else { "receptions.late" };
        sums.push(counts::one(in_time, unit, day, kind, matter));
    }
    Ok(sums)
}

fn visit_row(visit: &Visit, due: Option<Date>) -> ViewRow {
    let received = visit.received.as_ref();
    let began = &visit.began;
    let kind = received.map(|r| r.kind).or(began.kind).map_or("", |kind| kind.word());
    let year = received.map_or(0, |r| r.year);
    let no = received.map_or(0, |r| r.no);
    ViewRow::new(
        &VISITS,
        row![
            visit.id.as_str(),
            began.unit.as_str(),
            began.session.as_str(),
            visit.on,
            began.way.word(),
            visit.arrived_at,
            visit.state.word(),
            if no == 0 { 0 } else { seq(year, no) },
            i64::from(year),
            no,
            kind,
            received.map_or("", |r| r.matter.as_str()),
            i64::from(received.map_or(began.persons, |r| r.persons)),
            visit.is_turn(),
            received.is_some() && visit.is_first(),
            received.is_some_and(|r| r.group),
            i64::from(received.map_or(0, |r| r.speakers)),
            received.map_or("", |r| r.competence.word()),
            visit.petition.as_ref().map_or("", |(code, _)| code.as_str()),
            visit.answer.map_or("", |(how, _)| how.word()),
            visit.answer.map(|(_, on)| on),
            visit.ground.as_deref().unwrap_or_default(),
            due,
            visit.version,
        ],
    )
}

/// The projector of the prefix `visitno`: a number has no view of its own, the visit shows it.
pub struct Numbers;

impl Projector for Numbers {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        stream.records.iter().try_for_each(|record| record.read::<Numbered>().map(drop))?;
        Ok(Projection::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_lines_of_the_country_have_one_number_in_the_search() {
        let number = |unit: &str, year, no| SHELF.number(first_of(unit)? + seq(year, no));
        assert!(number("20836", 2026, 2) > number("20836", 2026, 1));
        assert!(number("20836", 2027, 1) > number("20836", 2026, 999_999));
        assert!(number("20837", 1945, 1) > number("20836", 9998, 999_999));
        let codes = ["52", "052", "00052", "64", "640"];
        let mut numbers: Vec<_> = codes.iter().map(|unit| number(unit, 2026, 1)).collect();
        assert!(numbers.iter().all(Option::is_some));
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), codes.len());
        assert!(number("99999", 9998, 999_999) < Some(SHELF.end()));
        assert_eq!((first_of("20836-1"), first_of(""), first_of("5")), (None, None, None));
    }
}
