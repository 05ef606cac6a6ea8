//! What each fact means to the view, duties and statistics. Pure. Nothing is searched: who is on a
//! roll is opened one meeting at a time, and logged.

use accounts::Post;
use counts::Indicator;
use counts::indicator::{Measure, none};
use duties::{Debtor, Holder};
use jiff::civil::Date;
use store::{Laws, Migration, Projection, Projector, Result, Stream, Sum, Table, ViewRow, row};

use crate::arrows::State;
use crate::meeting::{Meeting, TO_RECOGNISE};

/// The view behind the lists.
pub static MEETINGS: Table = Table::rows(
    "village_meetings",
    1,
    &[
        "stream",
        "unit",
        "village",
        "on_day",
        "from_minute",
        "caller",
        "state",
        "place",
        "households",
        "present",
        "matters",
        "passed",
        "due",
        "version",
    ],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&MEETINGS];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "villages-1", sql: include_str!("../migrations/1.sql") }];

/// What a meeting is called where it owes something: `HT 20836-01/20260310`.
pub fn code(stream: &str) -> String {
    let key = stream.split_once('/').map_or(stream, |(_, key)| key);
    format!("HT {key}")
}

/// The projector of the prefix `village`.
pub struct Meetings;

impl Projector for Meetings {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Meeting::replay(stream, laws)? else { return Ok(Projection::default()) };
        let code = code(&one.id);
        let unit = one.called.unit.as_str();
        let mut rows = Vec::new();
        for debt in &one.debts {
            // What the commune says to a decision its leader says; the village's own officials
            // have no post here.
            let holder = (debt.n == TO_RECOGNISE).then_some(Holder::Post(Post::Leader));
            let debtor = Debtor { stream: &one.id, code: &code, unit, holder };
            rows.extend(duties::rows(debtor, std::slice::from_ref(debt), laws)?);
        }
        let mut due: Option<Date> = None;
        for debt in one.debts.iter().filter(|debt| debt.is_open()) {
            let next = debt.due(laws)?;
            due = [due, next].into_iter().flatten().min();
        }
        let (passed, sums) = results(&one, laws);
        let (_, here, stood) = one.attendance();
        rows.push(ViewRow::new(
            &MEETINGS,
            row![
                one.id.as_str(),
                unit,
                one.called.village.as_str(),
                one.on,
                i64::from(one.from),
                one.called.caller.word(),
                one.state.word(),
                one.called.place.id.to_string(),
                i64::from(one.households),
                i64::from(here) + i64::from(stood),
                one.called.agenda.len() as i64,
                passed,
                due,
                one.version,
            ],
        ));
        Ok(Projection {
            rows,
            sums,
            sealed: one.items.clone(),
            erased: one.erased.clone(),
            ..Projection::default()
        })
    }
}

/// What village meetings count, on the day of the meeting.
pub const INDICATORS: &[Indicator] = &[
    Indicator::new("villages.meetings", none, none).in_(Measure::Meeting),
    Indicator::new("villages.households", none, none).in_(Measure::Household),
    Indicator::new("villages.present", none, none).in_(Measure::Household),
    Indicator::new("villages.passed", is_matter, none).by("decided", ""),
    Indicator::new("villages.not_passed", is_matter, none).by("decided", ""),
];

fn is_matter(word: &str) -> bool {
    crate::kind::Matter::read(word).is_some()
}

/// How many matters passed, and what the meeting adds to the statistics, once it is closed.
fn results(one: &Meeting, laws: &Laws) -> (i64, Vec<Sum>) {
    if !matches!(one.state, State::Closed | State::Decided) {
        return (0, Vec::new());
    }
    let (unit, on) = (one.called.unit.as_str(), one.on);
    let sum = |indicator: &str, kind: &str, n: i64| Sum {
        table: &counts::COUNTS,
        key: row![indicator, unit, on, kind, ""],
        n,
    };
    let (_, here, stood) = one.attendance();
    let mut sums = vec![
        sum("villages.meetings", "", 1),
        sum("villages.households", "", one.households.into()),
        sum("villages.present", "", i64::from(here) + i64::from(stood)),
    ];
    let outcomes = one.outcomes(laws);
    sums.extend(outcomes.iter().map(|outcome| {
        let indicator = match outcome.passed() {
            true => "villages.passed",
            false => "villages.not_passed",
        };
        sum(indicator, outcome.matter.word(), 1)
    }));
    (outcomes.iter().filter(|outcome| outcome.passed()).count() as i64, sums)
}
