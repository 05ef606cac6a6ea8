//! What each fact means to the views, duties and statistics. Pure.

use accounts::Post;
use counts::Indicator;
use counts::indicator::{Measure, none};
use duties::{Debtor, Holder};
use kernel::text::{sort_key, syllables};
use store::{
    Laws, Migration, Projection, Projector, Result, Stream, Sum, Table, VaultId, ViewRow, row,
};

use crate::arrows::{ConclusionState, State};
use crate::conclusion::{Conclusion, code};
use crate::conference::Conference;
use crate::inquiry::Inquiry;
use crate::point::{Point, sum};

/// The view of conferences.
pub static CONFERENCES: Table = Table::rows(
    "conferences",
    1,
    &[
        "stream",
        "unit",
        "kind",
        "on_day",
        "from_minute",
        "until_minute",
        "title",
        "place",
        "state",
        "points",
        "published",
        "version",
    ],
);
/// The view of connected points.
pub static POINTS: Table =
    Table::rows("conference_points", 2, &["conference", "unit", "name", "folded", "sort_key"]);
/// The view of what points said.
pub static REPORTS: Table = Table::rows(
    "conference_reports",
    1,
    &[
        "stream",
        "conference",
        "unit",
        "takes",
        "leaders",
        "officers",
        "front",
        "villages",
        "others",
        "present",
        "line",
        "times",
        "reported_at",
        "version",
    ],
);
/// The view of questions.
pub static INQUIRIES: Table = Table::rows(
    "conference_inquiries",
    1,
    &[
        "stream",
        "conference",
        "point",
        "role",
        "words",
        "asked_at",
        "state",
        "why",
        "answerer",
        "answer",
        "version",
    ],
);
/// The view of conclusions.
pub static CONCLUSIONS: Table = Table::rows(
    "conclusions",
    1,
    &[
        "stream",
        "conference",
        "unit",
        "owner",
        "owner_name",
        "what",
        "said_on",
        "until_day",
        "open_to_all",
        "state",
        "closed_on",
        "version",
        "part_of",
    ],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&CONFERENCES, &POINTS, &REPORTS, &INQUIRIES, &CONCLUSIONS];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "conferences-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "conferences-parts", sql: include_str!("../migrations/2.sql") },
];

/// What conferences and their conclusions count.
pub const INDICATORS: &[Indicator] = &[
    Indicator::new("conferences.held", is_kind, none).by("conference", "").in_(Measure::Meeting),
    Indicator::new("conferences.points", is_kind, none).by("conference", "").in_(Measure::Point),
    Indicator::new("conferences.questions", is_role, none).by("post", "").in_(Measure::Question),
    Indicator::new("conclusions.made", none, none).in_(Measure::Conclusion),
    Indicator::new("conclusions.done", none, none).in_(Measure::Conclusion),
    Indicator::new("conclusions.done_late", none, none).in_(Measure::Conclusion),
    Indicator::new("conclusions.withdrawn", none, none).in_(Measure::Conclusion),
];

fn is_kind(word: &str) -> bool {
    crate::kind::Kind::read(word).is_some()
}

fn is_role(word: &str) -> bool {
    crate::kind::Role::read(word).is_some()
}

fn id(item: &VaultId) -> String {
    item.id.to_string()
}

/// The projector of the prefix `conference`.
pub struct Conferences;

impl Projector for Conferences {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(one) = Conference::replay(stream)? else { return Ok(Projection::default()) };
        let (unit, kind) = (one.planned.unit.as_str(), one.planned.kind.word());
        let values = row![
            one.id.as_str(),
            unit,
            kind,
            one.on,
            i64::from(one.from),
            i64::from(one.until),
            id(&one.planned.title),
            id(&one.planned.place),
            one.state.word(),
            one.points.len() as i64,
            one.published_on.is_some(),
            one.version,
        ];
        let mut rows = Vec::with_capacity(1 + one.points.len());
        rows.push(ViewRow::new(&CONFERENCES, values));
        rows.extend(one.points.iter().map(|spot| {
            let (unit, name) = (spot.unit.as_str(), spot.name.as_str());
            let folded = syllables(name).join(" ");
            let values = row![one.id.as_str(), unit, name, folded, sort_key(name)];
            ViewRow::new(&POINTS, values)
        }));
        let mut sums = Vec::new();
        if matches!(one.state, State::Held | State::Noticed) {
            let sum = |indicator: &str, n: usize| Sum {
                table: &counts::COUNTS,
                key: row![indicator, unit, one.on, kind, ""],
                n: n as i64,
            };
            sums.push(sum("conferences.held", 1));
            sums.push(sum("conferences.points", one.points.len()));
        }
        Ok(Projection { rows, sums, sealed: one.items, ..Projection::default() })
    }
}

/// The projector of the prefix `point`.
pub struct Points;

impl Projector for Points {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let one = Point::replay(stream)?;
        if one.version == 0 {
            return Ok(Projection::default());
        }
        let last = one.last();
        let [leaders, officers, front, villages, others] =
            last.map(|(said, _)| said.present.map(i64::from)).unwrap_or_default();
        let values = row![
            one.id.as_str(),
            one.conference.as_str(),
            one.unit.as_str(),
            one.takes.map_or("", |takes| if takes { "yes" } else { "no" }),
            leaders,
            officers,
            front,
            villages,
            others,
            last.map_or(0, |(said, _)| i64::from(sum(&said.present))),
            last.map_or("", |(said, _)| said.line.word()),
            one.reports.len() as i64,
            last.map(|(_, at)| *at),
            one.version,
        ];
        Ok(Projection { rows: vec![ViewRow::new(&REPORTS, values)], ..Projection::default() })
    }
}

/// The projector of the prefix `inquiry`.
pub struct Inquiries;

impl Projector for Inquiries {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(one) = Inquiry::replay(stream)? else { return Ok(Projection::default()) };
        let asked = &one.asked;
        let answer = one.answer.as_ref();
        let values = row![
            one.id.as_str(),
            asked.conference.as_str(),
            asked.point.as_str(),
            asked.role.word(),
            id(&asked.words),
            one.at,
            one.state.word(),
            one.why.map_or("", |why| why.word()),
            answer.map_or("", |(role, _)| role.word()),
            answer.map(|(_, words)| id(words)).unwrap_or_default(),
            one.version,
        ];
        let day = kernel::clock::civil_date(one.at);
        let sums =
            vec![counts::one("conferences.questions", &asked.unit, day, asked.role.word(), "")];
        let rows = vec![ViewRow::new(&INQUIRIES, values)];
        let (sealed, erased) = (one.items, one.erased);
        Ok(Projection { rows, sums, sealed, erased, ..Projection::default() })
    }
}

/// The projector of the prefix `conclusion`.
pub struct Conclusions;

impl Projector for Conclusions {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Conclusion::replay(stream)? else { return Ok(Projection::default()) };
        let made = &one.made;
        let values = row![
            one.id.as_str(),
            made.conference.as_str(),
            made.unit.as_str(),
            made.owner.unit.as_str(),
            made.owner.name.as_str(),
            id(&made.what),
            made.on,
            made.until,
            made.open_to_all,
            one.state.word(),
            one.closed_on,
            one.version,
            made.part_of.as_deref().unwrap_or_default(),
        ];
        let mut rows = vec![ViewRow::new(&CONCLUSIONS, values)];
        let name = code(&one.id);
        let holder = Some(Holder::Post(Post::Leader));
        let debtor = Debtor { stream: &one.id, code: &name, unit: &made.unit, holder };
        rows.extend(duties::rows(debtor, std::slice::from_ref(&one.debt), laws)?);
        // What a conference concluded is counted; how a unit divides its work is its own affair.
        if made.part_of.is_some() {
            let (sealed, erased) = (one.items(), one.erased);
            return Ok(Projection { rows, sealed, erased, ..Projection::default() });
        }
        let count = |what: &str, day| counts::one(what, &made.unit, day, "", "");
        let mut sums = vec![count("conclusions.made", made.on)];
        match (one.state, one.closed_on) {
            (ConclusionState::Done, Some(on)) if on <= made.until => {
                sums.push(count("conclusions.done", on));
            }
            (ConclusionState::Done, Some(on)) => sums.push(count("conclusions.done_late", on)),
            (ConclusionState::Withdrawn, Some(on)) => {
                sums.push(count("conclusions.withdrawn", on));
            }
            _ => {}
        }
        let (sealed, erased) = (one.items(), one.erased);
        Ok(Projection { rows, sums, sealed, erased, ..Projection::default() })
    }
}
