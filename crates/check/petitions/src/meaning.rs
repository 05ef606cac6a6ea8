//! What each fact of a petition means to registers, duties, statistics, search and the vault:
//! the one place to look when asking "what happens when…". Pure.

use counts::Indicator;
use duties::{Debtor, Holder};
use jiff::civil::Date;
use kernel::Id;
use store::{
    Doc, Laws, Migration, Projection, Projector, Record, Result, Shelf, Stream, Sum, Table,
    ViewRow, row,
};

use crate::facts::Event;
use crate::kind::Kind;
use crate::petition::{Petition, State};

/// The view behind registers and inboxes.
pub static PETITIONS: Table = Table::rows(
    "petitions",
    1,
    &[
        "stream",
        "seq",
        "digits",
        "code",
        "unit",
        "kind",
        "matter",
        "village",
        "channel",
        "state",
        "holder",
        "solved",
        "received_at",
        "received_on",
        "open",
        "due",
        "rule",
        "closed_on",
        "version",
        "lead",
        "cell_lat",
        "cell_lon",
        "changed_at",
    ],
);

/// How many are open by holder, matter and state, and until when; see [`LOAD_DIMS`].
pub static LOAD: Table = Table::sums("petition_load", &["unit", "dim", "value", "due", "n"]);

/// What open petitions are counted by.
pub const LOAD_DIMS: [&str; 3] = ["holder", "matter", "state"];

/// The slice's views.
pub static TABLES: &[&Table] = &[&PETITIONS, &LOAD, &crate::views::VIEWS];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "petitions-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "petitions-2", sql: include_str!("../migrations/2.sql") },
    Migration { name: "petitions-import", sql: include_str!("../migrations/import.sql") },
    crate::drafts::MIGRATION,
    Migration { name: "petitions-alike", sql: include_str!("../migrations/alike.sql") },
    Migration { name: "petitions-office-1", sql: include_str!("../migrations/office-1.sql") },
    Migration { name: "petitions-views", sql: include_str!("../migrations/views.sql") },
    Migration { name: "petitions-changed", sql: include_str!("../migrations/changed.sql") },
];

/// A due date later than every other: nothing is owed. Sorts last, and needs no NULL in an index.
pub const NEVER: Date = Date::constant(9999, 12, 31);

/// The indicators that petitions count, each by unit, day, kind and channel.
///
/// `received` counts letters, `cases` matters: a letter that was joined to a case is no case, a
/// letter that was split is as many cases as it has parts, and its parts are no letters.
pub const INDICATORS: &[Indicator] = &[
    Indicator::new("petitions.received", is_kind, is_channel),
    Indicator::new("petitions.cases", is_kind, is_channel),
    Indicator::new("petitions.accepted", is_kind, is_channel),
    Indicator::new("petitions.closed_in_time", is_kind, is_channel),
    Indicator::new("petitions.closed_late", is_kind, is_channel),
    Indicator::new("petitions.not_accepted", is_kind, is_channel),
    Indicator::new("petitions.passed_on", is_kind, is_channel),
    Indicator::new("petitions.withdrawn", is_kind, is_channel),
    Indicator::new("petitions.terminated", is_kind, is_channel),
    Indicator::new("petitions.carried_out", is_kind, is_channel),
    Indicator::new("petitions.solved_yes", is_kind, is_channel),
    Indicator::new("petitions.solved_partly", is_kind, is_channel),
    Indicator::new("petitions.solved_no", is_kind, is_channel),
];

fn is_kind(word: &str) -> bool {
    Kind::read(word).is_some()
}

fn is_channel(word: &str) -> bool {
    crate::kind::Channel::read(word).is_some()
}

/// Where the search keeps petitions: their numbers there are those of the view.
pub const SHELF: Shelf = Shelf::new(0);

/// The projector of the prefix `petition`.
pub struct Petitions;

impl Projector for Petitions {
    fn shelf(&self) -> Option<Shelf> {
        Some(SHELF)
    }

    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(petition) = Petition::replay(stream)? else { return Ok(Projection::default()) };
        let holder = petition.holder.map(Holder::Account);
        let (code, unit) = (petition.received.code.as_str(), petition.received.unit.as_str());
        let debtor = Debtor { stream: &petition.id, code, unit, holder };
        let mut rows = vec![petition_row(&petition, &stream.records, laws)?];
        rows.extend(duties::rows(debtor, &petition.debts, laws)?);
        let path = format!("/don/{code}");
        let about = notices::About { stream: &petition.id, code, unit, path: &path };
        let told = crate::told::notices(&petition, &stream.records, laws)?;
        rows.extend(notices::rows(about, &told));
        Ok(Projection {
            rows,
            sums: sums(&petition, &stream.records, laws)?,
            doc: Some(doc(&petition)),
            erased: petition.erased.clone(),
            sealed: petition.items.clone(),
        })
    }
}

/// The debt that presses most: the earliest due date among the open ones.
pub fn pressing(petition: &Petition, laws: &Laws) -> Result<Option<(Date, String)>> {
    let mut first: Option<(Date, String)> = None;
    for debt in petition.debts.iter().filter(|debt| debt.is_open()) {
        if let Some(due) = debt.due(laws)?
            && first.as_ref().is_none_or(|(earlier, _)| due < *earlier)
        {
            first = Some((due, debt.rule.clone()));
        }
    }
    Ok(first)
}

fn petition_row(petition: &Petition, records: &[Record], laws: &Laws) -> Result<ViewRow> {
    let received = &petition.received;
    let (due, rule) = pressing(petition, laws)?.unwrap_or((NEVER, String::new()));
    let holder = petition.holder.map(|id| id.to_string()).unwrap_or_default();
    Ok(ViewRow::new(
        &PETITIONS,
        row![
            petition.id.as_str(),
            received.seq,
            crate::code::digits(&received.code),
            received.code.as_str(),
            received.unit.as_str(),
            petition.kind.word(),
            petition.matter.as_str(),
            received.village.as_str(),
            received.channel.word(),
            petition.state.word(),
            holder,
            petition.solved.map_or("", |solved| solved.word()),
            petition.received_at,
            received.on,
            petition.state.is_open(),
            due,
            rule,
            petition.closed_on,
            petition.version,
            petition.joined.as_ref().map_or("", |joined| joined.to.as_str()),
            received.extra.cell.map(|cell| i64::from(cell.lat)),
            received.extra.cell.map(|cell| i64::from(cell.lon)),
            records.last().map_or(petition.received_at, |record| record.at),
        ],
    ))
}

fn sums(petition: &Petition, records: &[Record], laws: &Laws) -> Result<Vec<Sum>> {
    let received = &petition.received;
    let one = |indicator: &str, day: Date| {
        counts::one(indicator, &received.unit, day, petition.kind.word(), received.channel.word())
    };
    let mut sums = Vec::new();
    if received.extra.part_of.is_none() {
        sums.push(one("petitions.received", received.on));
    }
    if petition.joined.is_none() && petition.parts.is_empty() {
        sums.push(one("petitions.cases", received.on));
    }
    // An answer that the asker contested is followed by another: the last one closes the case.
    let last_sent = records.iter().rposition(|record| record.kind == crate::facts::SENT);
    for (place, record) in records.iter().enumerate() {
        let (indicator, day) = match Event::read(record)? {
            Event::Accepted { on } => ("petitions.accepted", on),
            Event::Filed { on, .. } | Event::Refused { on, .. } => ("petitions.not_accepted", on),
            Event::Guided { on, .. } | Event::Forwarded { on, .. } => ("petitions.passed_on", on),
            Event::Sent { on, .. } | Event::Carried { state: State::Sent, on }
                if last_sent.is_none_or(|last| last == place) =>
            {
                match kept_all(petition, laws)? {
                    true => ("petitions.closed_in_time", on),
                    false => ("petitions.closed_late", on),
                }
            }
            Event::Sent { .. } => continue,
            Event::Withdrawn { part: None, on } => ("petitions.withdrawn", on),
            Event::Terminated { on, .. } => ("petitions.terminated", on),
            Event::CarriedOut { on, .. } => ("petitions.carried_out", on),
            Event::Carried { state: State::Filed, on } => ("petitions.not_accepted", on),
            Event::Carried { on, .. } => ("petitions.passed_on", on),
            _ => continue,
        };
        sums.push(one(indicator, day));
    }
    if petition.state.is_open() {
        sums.extend(load(petition, laws)?);
    }
    if let Some((solved, day)) = last_judgement(records)? {
        sums.push(one(&format!("petitions.solved_{}", solved.word()), day));
    }
    Ok(sums)
}

/// What an open petition adds to the load.
fn load(petition: &Petition, laws: &Laws) -> Result<[Sum; 3]> {
    let due = pressing(petition, laws)?.map_or(NEVER, |(due, _)| due);
    let unit = petition.received.unit.as_str();
    let holder = petition.holder.map(|id| id.to_string()).unwrap_or_default();
    let values = [holder.as_str(), petition.matter.as_str(), petition.state.word()];
    let one = |dim: &str, value: &str| {
        let key = row![unit, dim, value, due];
        Sum { table: &LOAD, key, n: 1 }
    };
    let [holder, matter, state] = values;
    Ok([one("holder", holder), one("matter", matter), one("state", state)])
}

/// Whether every debt was met by its date.
fn kept_all(petition: &Petition, laws: &Laws) -> Result<bool> {
    for debt in &petition.debts {
        if let (Some((on, _, duties::Outcome::Done)), Some(due)) = (debt.closed, debt.due(laws)?)
            && on > due
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn last_judgement(records: &[Record]) -> Result<Option<(crate::kind::Solved, Date)>> {
    for record in records.iter().rev().filter(|r| r.kind == crate::facts::JUDGED) {
        if let Event::Judged { solved, on, .. } = Event::read(record)? {
            return Ok(Some((solved, on)));
        }
    }
    Ok(None)
}

/// What search may find it by: its words and place, and as labels its unit. Never the person.
fn doc(petition: &Petition) -> Doc {
    let received = &petition.received;
    let items = [Some(&received.words), received.place.as_ref()];
    let words: Vec<Id> = items
        .into_iter()
        .flatten()
        .map(|reference| reference.id)
        .filter(|id| !petition.erased.contains(id))
        .collect();
    Doc { seq: received.seq, words, labels: vec![unit_label(&received.unit)] }
}

/// The search label of a unit.
pub fn unit_label(unit: &str) -> String {
    format!("unit:{unit}")
}
