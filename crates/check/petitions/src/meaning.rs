//! What each fact of a petition means to registers, duties, statistics, search and the vault:
//! the one place to look when asking "what happens when…". Pure.

use counts::Indicator;
use counts::indicator::{Measure, matter};
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
        "effect_on",
        "to_do",
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
    crate::import::store::LINES_MIGRATION,
    crate::drafts::MIGRATION,
    Migration { name: "petitions-alike", sql: include_str!("../migrations/alike.sql") },
    Migration { name: "petitions-office-1", sql: include_str!("../migrations/office-1.sql") },
    Migration { name: "petitions-views", sql: include_str!("../migrations/views.sql") },
    Migration { name: "petitions-changed", sql: include_str!("../migrations/changed.sql") },
    Migration { name: "petitions-effect", sql: include_str!("../migrations/effect.sql") },
];

/// A due date later than every other: nothing is owed. Sorts last, and needs no NULL in an index.
pub const NEVER: Date = Date::constant(9999, 12, 31);

/// The indicators that petitions count, each by unit, day and kind, and by what reports ask of it
/// besides: how the letter came, what it is about, what the decision found.
///
/// `received` counts letters, `cases` matters: a letter that was joined to a case is no case, a
/// letter that was split is as many cases as it has parts, and its parts are no letters. A case has
/// one end at most, so that cases less ends are what stands open: `filed`, `refused`, `guided`,
/// `forwarded`, `closed_…`, `withdrawn`, `terminated`.
pub const INDICATORS: &[Indicator] = &[
    by_channel("petitions.received").in_(Measure::Letter),
    count("petitions.cases", matter).by("kind", "matter"),
    by_channel("petitions.accepted"),
    count(CLOSED[0], is_finding).by("kind", "finding"),
    count(CLOSED[1], is_finding).by("kind", "finding"),
    by_channel("petitions.filed").in_(Measure::Letter),
    by_channel("petitions.refused").in_(Measure::Letter),
    by_channel("petitions.guided").in_(Measure::Letter),
    by_channel("petitions.forwarded").in_(Measure::Letter),
    count("petitions.withdrawn", is_stage).by("kind", "stage"),
    by_channel("petitions.terminated"),
    by_channel("petitions.to_carry_out"),
    by_channel("petitions.carried_out"),
    by_channel("petitions.solved_yes"),
    by_channel("petitions.solved_partly"),
    by_channel("petitions.solved_no"),
    by_channel("petitions.days").in_(Measure::Day).worked_out(),
];

/// A case that was answered or decided: in time, or late.
const CLOSED: [&str; 2] = ["petitions.closed_in_time", "petitions.closed_late"];

const fn count(id: &'static str, channel: counts::indicator::Has) -> Indicator {
    Indicator::new(id, is_kind, channel).listed(is_listed).in_(Measure::Case)
}

const fn by_channel(id: &'static str) -> Indicator {
    count(id, is_channel).by("kind", "channel")
}

/// What a decision found: nothing, of feedback and of what was closed in an older register.
fn is_finding(word: &str) -> bool {
    word.is_empty() || crate::kind::Finding::read(word).is_some()
}

/// Before it was accepted, or since.
const STAGES: [&str; 2] = ["before", "accepted"];

fn is_stage(word: &str) -> bool {
    STAGES.contains(&word)
}

fn is_kind(word: &str) -> bool {
    Kind::read(word).is_some()
}

/// Open311 lists each piece of feedback, with its days and how it stands.
fn is_listed(word: &str) -> bool {
    word == Kind::Feedback.word()
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

    fn tells_held(&self) -> bool {
        true
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
        let mut projection = Projection {
            rows,
            sums: sums(&petition, &stream.records, laws)?,
            doc: Some(doc(&petition)),
            erased: petition.erased.clone(),
            sealed: petition.items.clone(),
            people: Vec::new(),
        };
        // Here, where the facts are read already: there are more letters than anything else.
        privacy::watch::add(&mut projection, &petition.id, &crate::holdings::of(&petition));
        Ok(projection)
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
            petition.effect_on(laws)?,
            petition.is_to_carry_out(),
        ],
    ))
}

fn sums(petition: &Petition, records: &[Record], laws: &Laws) -> Result<Vec<Sum>> {
    let received = &petition.received;
    let (kind, channel) = (petition.kind.word(), received.channel.word());
    let by = |indicator: &str, day: Date, channel: &str| {
        counts::one(indicator, &received.unit, day, kind, channel)
    };
    let one = |indicator: &str, day: Date| by(indicator, day, channel);
    let is_case = petition.joined.is_none() && petition.parts.is_empty();
    let mut sums = Vec::new();
    if received.extra.part_of.is_none() {
        sums.push(one("petitions.received", received.on));
    }
    if is_case {
        sums.push(by("petitions.cases", received.on, &petition.matter));
    }
    // A case taken up again is accepted once more, and stays one case.
    let mut accepted: Option<Date> = None;
    let mut end = None;
    for record in records {
        let event = Event::read(record)?;
        match event {
            Event::Accepted { on } if is_case => accepted = accepted.or(Some(on)),
            Event::CarriedOut { on, .. } => sums.push(one("petitions.carried_out", on)),
            // The last one ends the case: an answer that was contested is followed by another, and
            // whoever took a case back may take it up again.
            event => end = ended(&event).or(end),
        }
    }
    if let Some(on) = accepted {
        sums.push(one("petitions.accepted", on));
    }
    if let Some((indicator, on)) = end.filter(|_| is_case && !petition.state.is_open()) {
        sums.push(match indicator {
            "petitions.closed" => {
                let finding = petition.finding.map_or("", |finding| finding.word());
                let in_time = kept_all(petition, laws)?;
                by(if in_time { CLOSED[0] } else { CLOSED[1] }, on, finding)
            }
            "petitions.withdrawn" => by(indicator, on, STAGES[usize::from(accepted.is_some())]),
            _ => one(indicator, on),
        });
    }
    if let Some(day) = in_force(petition, laws)? {
        sums.push(one("petitions.to_carry_out", day));
    }
    if petition.state.is_open() {
        sums.extend(load(petition, laws)?);
    }
    if let Some((solved, day)) = last_judgement(records)? {
        sums.push(one(&format!("petitions.solved_{}", solved.word()), day));
    }
    Ok(sums)
}

/// Whether a fact ends the case, as what, and on which day.
fn ended(event: &Event) -> Option<(&'static str, Date)> {
    Some(match event {
        Event::Filed { on, .. } | Event::Carried { state: State::Filed, on } => {
            ("petitions.filed", *on)
        }
        Event::Refused { on, .. } => ("petitions.refused", *on),
        Event::Guided { on, .. } | Event::Carried { state: State::Guided, on } => {
            ("petitions.guided", *on)
        }
        Event::Sent { on, .. } | Event::Carried { state: State::Sent, on } => {
            ("petitions.closed", *on)
        }
        Event::Forwarded { on, .. } | Event::Carried { on, .. } => ("petitions.forwarded", *on),
        Event::Withdrawn { part: None, on } => ("petitions.withdrawn", *on),
        Event::Terminated { on, .. } => ("petitions.terminated", *on),
        _ => return None,
    })
}

/// The day since which something that was decided is to be carried out: that on which the decision
/// took effect, or on which it was carried out before.
fn in_force(petition: &Petition, laws: &Laws) -> Result<Option<Date>> {
    let done = petition.carried_out.as_ref().map(|(_, on)| *on);
    if done.is_none() && !petition.is_to_carry_out() {
        return Ok(None);
    }
    let effect = petition.effect_on(laws)?;
    Ok(effect.into_iter().chain(done).min())
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
