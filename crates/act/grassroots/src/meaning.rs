//! What each fact means to the views, duties, statistics and those who are told. Pure.

use counts::Indicator;
use counts::indicator::{Measure, matter, none};
use duties::{Debtor, Holder};
use jiff::civil::Date;
use notices::{About, Notice, To};
use store::{Laws, Migration, Projection, Projector, Result, Stream, Table, VaultId, ViewRow, row};

use crate::arrows::NeedState;
use crate::desk::key;
use crate::facts::{Fate, NeedEvent};
use crate::kind::Post;
use crate::liaison::Liaison;
use crate::need::Need;
use crate::twin::Twin;
use crate::visit::{Visit, code};

/// The view of visits.
pub static VISITS: Table = Table::rows(
    "grassroots_visits",
    1,
    &[
        "stream", "unit", "village", "post", "account", "on_day", "purpose", "state", "why",
        "held_on", "done", "version", "office",
    ],
);
/// The view of needs.
pub static NEEDS: Table = Table::rows(
    "grassroots_needs",
    1,
    &[
        "stream",
        "unit",
        "village",
        "heard",
        "matter",
        "words",
        "on_day",
        "owner",
        "owner_unit",
        "until_day",
        "state",
        "why",
        "closed_on",
        "said",
        "version",
        "office",
    ],
);
/// The view of liaisons.
pub static LIAISONS: Table = Table::rows(
    "grassroots_liaisons",
    1,
    &[
        "stream",
        "unit",
        "village",
        "post",
        "account",
        "from_day",
        "until_day",
        "weekday",
        "from_minute",
        "until_minute",
        "phone",
        "version",
    ],
);

/// The view of twinnings.
pub static TWINS: Table = Table::rows(
    "grassroots_twins",
    1,
    &["stream", "unit", "office", "from_day", "until_day", "aim", "state", "why", "version"],
);
/// The view of which village is twinned with which office.
pub static TWIN_VILLAGES: Table = Table::rows(
    "grassroots_twin_villages",
    2,
    &["twin", "village", "unit", "office", "from_day", "until_day"],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&VISITS, &NEEDS, &LIAISONS, &TWINS, &TWIN_VILLAGES];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "grassroots-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "grassroots-twins", sql: include_str!("../migrations/2.sql") },
];

fn id(item: Option<&VaultId>) -> String {
    item.map(|item| item.id.to_string()).unwrap_or_default()
}

fn account(id: Option<kernel::Id>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// The projector of the prefix `roots`.
pub struct Visits;

impl Projector for Visits {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Visit::replay(stream)? else { return Ok(Projection::default()) };
        let planned = &one.planned;
        let values = row![
            one.id.as_str(),
            planned.unit.as_str(),
            planned.village.as_str(),
            planned.post.word(),
            account(planned.account),
            planned.on,
            id(Some(&planned.purpose)),
            one.state.word(),
            one.why.map_or("", |why| why.word()),
            one.held_on,
            id(one.done.as_ref()),
            one.version,
            planned.office.as_deref().unwrap_or_default(),
        ];
        let mut rows = vec![ViewRow::new(&VISITS, values)];
        let name = code("CS", &one.id);
        let own = planned.account.map(Holder::Account);
        let holder = own.or_else(|| post_of(planned.post).map(Holder::Post));
        let debtor = Debtor { stream: &one.id, code: &name, unit: &planned.unit, holder };
        rows.extend(duties::rows(debtor, std::slice::from_ref(&one.debt), laws)?);
        let count =
            |on| counts::one("grassroots.visits", &planned.unit, on, planned.post.word(), "");
        let sums = one.held_on.map(count).into_iter().collect();
        Ok(Projection { rows, sums, sealed: one.items(), ..Projection::default() })
    }
}

/// The post in this program of an official; bodies beside the committee have none.
const fn post_of(official: Post) -> Option<accounts::Post> {
    match official {
        Post::Chair | Post::Deputy => Some(accounts::Post::Leader),
        Post::Office | Post::Specialist => Some(accounts::Post::Handler),
        Post::Council | Post::Party | Post::Front | Post::Police => None,
    }
}

/// The projector of the prefix `need`.
pub struct Needs;

impl Projector for Needs {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Need::replay(stream)? else { return Ok(Projection::default()) };
        let raised = &one.raised;
        let (owner, owner_unit) = match &raised.fate {
            Fate::Done(_) => ("", ""),
            Fate::Owed { owner, unit, .. } => (owner.word(), unit.as_str()),
        };
        let values = row![
            one.id.as_str(),
            raised.unit.as_str(),
            raised.village.as_str(),
            raised.heard.word(),
            raised.matter.as_str(),
            id(Some(&raised.words)),
            raised.on,
            owner,
            owner_unit,
            one.until(),
            one.state.word(),
            one.why.map_or("", |why| why.word()),
            one.closed_on,
            id(one.said.as_ref()),
            one.version,
            raised.office.as_deref().unwrap_or_default(),
        ];
        let mut rows = vec![ViewRow::new(&NEEDS, values)];
        let name = code("DN", &one.id);
        let holder = match &raised.fate {
            Fate::Owed { owner, .. } => post_of(*owner).map(Holder::Post),
            Fate::Done(_) => None,
        };
        let debtor = Debtor { stream: &one.id, code: &name, unit: &raised.unit, holder };
        if let Some(debt) = &one.debt {
            rows.extend(duties::rows(debtor, std::slice::from_ref(debt), laws)?);
        }
        if let Some(person) = one.told() {
            let path = format!("/dieu-dan-neu/{}", key(&one.id));
            let about = About { stream: &one.id, code: &name, unit: &raised.unit, path: &path };
            rows.extend(notices::rows(about, &told(stream, person, one.until())?));
        }
        let count =
            |what, on| counts::one(what, &raised.unit, on, &raised.matter, raised.heard.word());
        let mut sums = vec![count("grassroots.asked", raised.on)];
        if let (NeedState::Done, Some(on)) = (one.state, one.closed_on) {
            sums.push(count("grassroots.done", on));
        }
        let (sealed, erased) = (one.items, one.erased);
        Ok(Projection { rows, sums, sealed, erased, ..Projection::default() })
    }
}

/// What days at the grassroots count.
pub const INDICATORS: &[Indicator] = &[
    Indicator::new("grassroots.visits", is_post, none).by("post", "").in_(Measure::Day),
    Indicator::new("grassroots.asked", matter, is_heard).by("matter", "heard"),
    Indicator::new("grassroots.done", matter, is_heard).by("matter", "heard"),
];

fn is_post(word: &str) -> bool {
    crate::kind::Post::read(word).is_some()
}

fn is_heard(word: &str) -> bool {
    crate::kind::Heard::read(word).is_some()
}

/// Whoever left a contact is told of each step.
fn told(stream: &Stream, person: &VaultId, day: Option<Date>) -> Result<Vec<Notice>> {
    let mut told = Vec::new();
    for record in &stream.records {
        let (what, until) = match NeedEvent::read(record)? {
            NeedEvent::Raised(_) => ("need-raised", day),
            NeedEvent::Finished { .. } => ("need-finished", None),
            NeedEvent::Withdrawn { .. } => ("need-withdrawn", None),
            NeedEvent::Erased { .. } | NeedEvent::Corrected { .. } => continue,
        };
        let to = To::Asker(person.id);
        told.push(Notice { n: record.version, what, to, since: record.at, until });
    }
    Ok(told)
}

/// The projector of the prefix `liaison`.
pub struct Liaisons;

impl Projector for Liaisons {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(one) = Liaison::replay(stream)? else { return Ok(Projection::default()) };
        let assigned = &one.assigned;
        let values = row![
            one.id.as_str(),
            assigned.unit.as_str(),
            assigned.village.as_str(),
            assigned.post.word(),
            account(assigned.account),
            assigned.from,
            one.until,
            i64::from(assigned.weekday),
            i64::from(assigned.opens),
            i64::from(assigned.closes),
            id(Some(&assigned.phone)),
            one.version,
        ];
        let rows = vec![ViewRow::new(&LIAISONS, values)];
        Ok(Projection { rows, sealed: vec![assigned.phone.clone()], ..Projection::default() })
    }
}

/// The projector of the prefix `twin`.
pub struct Twins;

impl Projector for Twins {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(one) = Twin::replay(stream)? else { return Ok(Projection::default()) };
        let twinned = &one.twinned;
        let (unit, office) = (twinned.unit.as_str(), twinned.office.as_str());
        let values = row![
            one.id.as_str(),
            unit,
            office,
            twinned.from,
            one.until,
            id(Some(&twinned.aim)),
            one.state.word(),
            one.why.map_or("", |why| why.word()),
            one.version,
        ];
        let mut rows = vec![ViewRow::new(&TWINS, values)];
        rows.extend(twinned.villages.iter().map(|village| {
            let values =
                row![one.id.as_str(), village.as_str(), unit, office, twinned.from, one.until];
            ViewRow::new(&TWIN_VILLAGES, values)
        }));
        Ok(Projection { rows, sealed: vec![twinned.aim.clone()], ..Projection::default() })
    }
}
