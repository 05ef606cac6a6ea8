//! Every SQL statement of receptions, one function per question.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use store::query::Row;
use store::{Engine, Result, Store, StoreError, Value, row};
use units::Left;
use units::heirs::condition;

use crate::facts::{RECEIVED, Received, VisitEvent};
use crate::meaning::{SHELF, first_of, seq};

/// A reception as calendars show it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// [`crate::kind::Sort::word`].
    pub sort: String,
    /// [`crate::kind::Host::word`].
    pub host: String,
    /// [`crate::kind::Form::word`].
    pub form: String,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: i64,
    /// The minute at which it ends.
    pub until: i64,
    /// The vault item of its place, or empty.
    pub place: String,
    /// [`crate::arrows::State::word`].
    pub state: String,
    /// `in_person`, `replaced`, or empty.
    pub presence: String,
    /// [`crate::kind::StandIn::word`], or empty.
    pub stand_in: String,
    /// [`crate::kind::Why::word`], or empty.
    pub why: String,
    /// How many facts it has.
    pub version: i64,
    /// The unit.
    pub unit: String,
}

/// A visit as queue and register show it.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its stream.
    pub stream: String,
    /// The reception.
    pub session: String,
    /// The day.
    pub on: Date,
    /// [`crate::kind::Way::word`].
    pub way: String,
    /// Since when the visitor is here.
    pub arrived_at: Option<Timestamp>,
    /// [`crate::arrows::VisitState::word`].
    pub state: String,
    /// The key of the register, or 0.
    pub seq: i64,
    /// The register's year.
    pub year: i64,
    /// The number in it, or 0.
    pub no: i64,
    /// [`crate::kind::Kind::word`], or empty.
    pub kind: String,
    /// What it is about.
    pub matter: String,
    /// How many came.
    pub persons: i64,
    /// Whether it is a turn of its own.
    pub turn: bool,
    /// Whether it is the first on its matter.
    pub first: bool,
    /// Whether they are a large group.
    pub group: bool,
    /// How many speak for it.
    pub speakers: i64,
    /// [`crate::kind::Competence::word`].
    pub competence: String,
    /// The petition, or empty.
    pub petition: String,
    /// [`crate::kind::Answer::word`], or empty.
    pub answer: String,
    /// When the visitor was told.
    pub answered_on: Option<Date>,
    /// The ground of a refusal, or empty.
    pub ground: String,
    /// Until when the answer is owed.
    pub due: Option<Date>,
}

/// Turns, persons and cases; what was booked and what is owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Visitors or groups received.
    pub turns: i64,
    /// People who came.
    pub persons: i64,
    /// Matters that were new.
    pub cases: i64,
    /// Large groups.
    pub groups: i64,
    /// Appointments that still stand.
    pub booked: i64,
    /// Visitors who wait.
    pub waiting: i64,
    /// Answers that are owed.
    pub owed: i64,
}

const LINE: &str = "stream, sort, host, form, on_day, from_minute, until_minute, place, state, \
    presence, stand_in, why, version, unit";

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        stream: row.text(0)?,
        sort: row.text(1)?,
        host: row.text(2)?,
        form: row.text(3)?,
        on: row.date(4)?,
        from: row.int(5)?,
        until: row.int(6)?,
        place: row.text(7)?,
        state: row.text(8)?,
        presence: row.text(9)?,
        stand_in: row.text(10)?,
        why: row.text(11)?,
        version: row.int(12)?,
        unit: row.text(13)?,
    })
}

fn between_sql() -> String {
    format!(
        "SELECT {LINE} FROM receptions WHERE unit = $1 AND on_day >= $2 AND on_day <= $3 \
         ORDER BY on_day, from_minute, stream"
    )
}

/// The receptions of a unit from one day to another, both included.
pub async fn between(store: &Store, unit: &str, from: Date, until: Date) -> Result<Vec<Line>> {
    let rows = store.rows(&between_sql(), row![unit, from, until]).await?;
    rows.iter().map(line).collect()
}

/// How many codes one statement asks for.
const AT_ONCE: usize = 400;

fn heads_sql(units: usize) -> String {
    let marks: Vec<String> = (3..units + 3).map(|n| format!("${n}")).collect();
    format!(
        "SELECT {LINE} FROM receptions WHERE on_day >= $1 AND on_day <= $2 \
         AND host <> 'office' AND unit IN ({})",
        marks.join(", ")
    )
}

/// The receptions by heads of all these units from one day to another, both included, in any order.
pub async fn of_heads(
    store: &Store,
    units: &[String],
    (from, until): (Date, Date),
) -> Result<Vec<Line>> {
    let mut all = Vec::new();
    for part in units.chunks(AT_ONCE) {
        let mut values = row![from, until];
        values.extend(part.iter().map(|unit| Value::from(unit.as_str())));
        for found in store.rows(&heads_sql(part.len()), values).await? {
            all.push(line(&found)?);
        }
    }
    Ok(all)
}

fn streams_sql(streams: usize) -> String {
    let marks: Vec<String> = (1..=streams).map(|n| format!("${n}")).collect();
    format!("SELECT {LINE} FROM receptions WHERE stream IN ({})", marks.join(", "))
}

/// These receptions, by their streams.
pub async fn of_streams(store: &Store, streams: &[&str]) -> Result<HashMap<String, Line>> {
    let mut wanted = streams.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found = HashMap::new();
    for part in wanted.chunks(TOGETHER) {
        let values = part.iter().map(|stream| Value::from(*stream)).collect();
        for row in store.rows(&streams_sql(part.len()), values).await? {
            let one = line(&row)?;
            found.insert(one.stream.clone(), one);
        }
    }
    Ok(found)
}

const ENTRY: &str = "visits.stream, session, on_day, way, arrived_at, state, visits.seq, year, \
    no, kind, matter, persons, turn, first, large, speakers, competence, petition, answer, \
    answered_on, ground, due";

fn entry(row: &Row) -> Result<Entry> {
    let arrived_at = match row.opt_int(4)? {
        Some(_) => Some(row.at(4)?),
        None => None,
    };
    Ok(Entry {
        stream: row.text(0)?,
        session: row.text(1)?,
        on: row.date(2)?,
        way: row.text(3)?,
        arrived_at,
        state: row.text(5)?,
        seq: row.int(6)?,
        year: row.int(7)?,
        no: row.int(8)?,
        kind: row.text(9)?,
        matter: row.text(10)?,
        persons: row.int(11)?,
        turn: row.yes(12)?,
        first: row.yes(13)?,
        group: row.yes(14)?,
        speakers: row.int(15)?,
        competence: row.text(16)?,
        petition: row.text(17)?,
        answer: row.text(18)?,
        answered_on: row.opt_date(19)?,
        ground: row.text(20)?,
        due: row.opt_date(21)?,
    })
}

fn session_sql() -> String {
    format!(
        "SELECT {ENTRY} FROM visits WHERE session = $1 \
         ORDER BY COALESCE(arrived_at, 9000000000000000000), stream"
    )
}

/// The visits of a reception: who came, in the order of coming, then those who are still expected.
pub async fn of_session(store: &Store, session: &str) -> Result<Vec<Entry>> {
    let rows = store.rows(&session_sql(), row![session]).await?;
    rows.iter().map(entry).collect()
}

const TOTALS: &str = "CAST(COALESCE(SUM(turn), 0) AS BIGINT), \
    CAST(COALESCE(SUM(turn * persons), 0) AS BIGINT), CAST(COALESCE(SUM(first), 0) AS BIGINT), \
    CAST(COALESCE(SUM(large), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'booked' THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN due IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT)";

fn totals(row: &Row, at: usize) -> Result<Totals> {
    Ok(Totals {
        turns: row.int(at)?,
        persons: row.int(at + 1)?,
        cases: row.int(at + 2)?,
        groups: row.int(at + 3)?,
        booked: row.int(at + 4)?,
        waiting: row.int(at + 5)?,
        owed: row.int(at + 6)?,
    })
}

fn sums_sql() -> String {
    format!("SELECT {TOTALS} FROM visits WHERE unit = $1 AND on_day >= $2 AND on_day <= $3")
}

/// Turns, persons and cases of a unit from one day to another, both included.
pub async fn sums(store: &Store, unit: &str, from: Date, until: Date) -> Result<Totals> {
    let rows = store.rows(&sums_sql(), row![unit, from, until]).await?;
    rows.first().map_or(Ok(Totals::default()), |row| totals(row, 0))
}

fn by_session_sql() -> String {
    format!(
        "SELECT session, {TOTALS} FROM visits \
         WHERE unit = $1 AND on_day >= $2 AND on_day <= $3 GROUP BY session"
    )
}

/// The same for each reception.
pub async fn by_session(
    store: &Store,
    unit: &str,
    from: Date,
    until: Date,
) -> Result<Vec<(String, Totals)>> {
    let rows = store.rows(&by_session_sql(), row![unit, from, until]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, totals(row, 1)?))).collect()
}

fn owed_sql(left: &[Left], most: i64) -> (String, Vec<Value>) {
    let mut values = row![most];
    let whose = condition(left, ("unit", "on_day"), &mut values);
    let order = "ORDER BY due, seq LIMIT $1";
    (format!("SELECT {ENTRY} FROM visits WHERE {whose} AND due IS NOT NULL {order}"), values)
}

/// Visits of units whose answer is owed, the earliest date first.
pub async fn owed(store: &Store, left: &[Left], most: i64) -> Result<Vec<Entry>> {
    let (sql, values) = owed_sql(left, most);
    let rows = store.rows(&sql, values).await?;
    rows.iter().map(entry).collect()
}

/// What the register is narrowed to, and where its page starts.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The unit: a list never crosses units.
    pub unit: String,
    /// A year.
    pub year: Option<i16>,
    /// A state, or empty.
    pub state: &'static str,
    /// A kind, or empty.
    pub kind: &'static str,
    /// Words that were said, with or without marks.
    pub words: String,
    /// After (or, going back, before) this key; the newest come first.
    pub key: Option<i64>,
    /// Whether the page before the key is wanted.
    pub back: bool,
    /// How many.
    pub size: i64,
}

/// A question to the register as it grows: the lines by their key, or, when words are searched
/// for, by the number that the search reads in, from the first of the unit on.
struct Query {
    sql: String,
    values: Vec<Value>,
    seq: &'static str,
    first: i64,
}

impl Query {
    fn and(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        self.sql.push_str(&format!(" AND {condition} ${}", self.values.len()));
    }

    /// Where the key stands against a number of the register.
    fn and_seq(&mut self, side: &str, seq: i64) {
        self.and(&format!("{} {side}", self.seq), (self.first + seq).into());
    }
}

/// The lines of a unit, or those that a search finds; `None` when it can find none.
fn lines(what: &str, filter: &Filter, search: Option<(Engine, String)>) -> Option<Query> {
    let unit = Value::from(filter.unit.as_str());
    let Some((engine, tags)) = search else {
        let sql = format!("SELECT {what} FROM visits WHERE unit = $1 AND visits.seq > 0");
        return Some(Query { sql, values: vec![unit], seq: "visits.seq", first: 0 });
    };
    let (search, first) = (engine.search(), SHELF.number(first_of(&filter.unit)?)?);
    let sql = format!(
        "SELECT {what} FROM {} CROSS JOIN visits WHERE {} AND visits.unit = $2 \
         AND visits.seq = {} - $3",
        search.table, search.matches, search.seq
    );
    Some(Query { sql, values: vec![tags.into(), unit, first.into()], seq: search.seq, first })
}

/// The conditions of a filter. Where its page starts comes first: the search reads from there.
fn narrowed(what: &str, filter: &Filter, search: Option<(Engine, String)>) -> Option<Query> {
    let mut query = lines(what, filter, search)?;
    match (filter.key, filter.back) {
        (Some(key), true) => query.and_seq(">", key),
        (Some(key), false) => query.and_seq("<", key),
        (None, _) => {}
    }
    query.and_seq(">=", filter.year.map_or(0, |year| seq(year, 0)));
    query.and_seq("<", filter.year.map_or(LAST_SEQ, |year| seq(year.saturating_add(1), 0)));
    for (column, word) in [("state =", filter.state), ("kind =", filter.kind)] {
        if !word.is_empty() {
            query.and(column, word.into());
        }
    }
    Some(query)
}

/// Beyond every key of a register.
const LAST_SEQ: i64 = 10_000_000_000;

fn register_sql(filter: &Filter, search: Option<(Engine, String)>) -> Option<Query> {
    let mut query = narrowed(ENTRY, filter, search)?;
    query.values.push((filter.size + 1).into());
    let way = if filter.back { "ASC" } else { "DESC" };
    let limit = format!(" ORDER BY {} {way} LIMIT ${}", query.seq, query.values.len());
    query.sql.push_str(&limit);
    Some(query)
}

/// What a filter searches for, when it does.
fn searched(store: &Store, filter: &Filter) -> Option<(Engine, String)> {
    let tags = store.search_query(&filter.words, &[]);
    (!tags.is_empty()).then(|| (store.engine(), tags))
}

/// One page of the register, newest first, and whether there is more beyond it.
pub async fn register(store: &Store, filter: &Filter) -> Result<(Vec<Entry>, bool)> {
    let Some(Query { sql, values, .. }) = register_sql(filter, searched(store, filter)) else {
        return Ok((Vec::new(), false));
    };
    let rows = store.rows(&sql, values).await?;
    let more = rows.len() as i64 > filter.size;
    let size = usize::try_from(filter.size).unwrap_or(0);
    let mut lines: Vec<Entry> = rows.iter().take(size).map(entry).collect::<Result<_>>()?;
    if filter.back {
        lines.reverse();
    }
    Ok((lines, more))
}

const BOOKED: &str = "SELECT stream FROM visits WHERE session = $1 AND state = 'booked' \
    ORDER BY stream";

/// The appointments of a reception that still stand.
pub async fn booked(store: &Store, session: &str) -> Result<Vec<String>> {
    let rows = store.rows(BOOKED, row![session]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

const LAST: &str = "SELECT CAST(COALESCE(MAX(no), 0) AS BIGINT) FROM visits \
    WHERE unit = $1 AND seq >= $2 AND seq < $3";

/// The last number of the register of a unit and year; zero before the first.
pub async fn last_no(store: &Store, unit: &str, year: i16) -> Result<i64> {
    let values = row![unit, seq(year, 0), seq(year.saturating_add(1), 0)];
    let rows = store.rows(LAST, values).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// How many lines a filter leaves.
pub async fn count(store: &Store, filter: &Filter) -> Result<i64> {
    let Some(query) = narrowed("COUNT(*)", filter, searched(store, filter)) else { return Ok(0) };
    let rows = store.rows(&query.sql, query.values).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

fn received_sql(streams: usize) -> String {
    let marks: Vec<String> = (2..streams + 2).map(|n| format!("${n}")).collect();
    format!("SELECT stream, body FROM journal WHERE kind = $1 AND stream IN ({})", marks.join(", "))
}

/// How many streams one statement names.
const TOGETHER: usize = 100;

/// What the register's line of each of these visits refers to.
pub async fn received(store: &Store, streams: &[&str]) -> Result<HashMap<String, Received>> {
    let mut found = HashMap::new();
    for part in streams.chunks(TOGETHER) {
        let kind = std::iter::once(Value::from(RECEIVED));
        let values = kind.chain(part.iter().map(|stream| Value::from(*stream))).collect();
        for row in store.rows(&received_sql(part.len()), values).await? {
            let stream = row.text(0)?;
            match serde_json::from_str(&row.text(1)?) {
                Ok(VisitEvent::Received(line)) => found.insert(stream, *line),
                _ => return Err(StoreError::inconsistent("journal", stream, "no line in it")),
            };
        }
    }
    Ok(found)
}

const BY_NO: &str = "SELECT stream FROM visits WHERE unit = $1 AND seq = $2";

/// The visit that bears a number of a unit's register.
pub async fn by_no(store: &Store, unit: &str, year: i16, no: i64) -> Result<Option<String>> {
    let rows = store.rows(BY_NO, row![unit, seq(year, no)]).await?;
    rows.first().map(|row| row.text(0)).transpose()
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements(engine: Engine) -> Vec<String> {
    let mut all = vec![
        between_sql(),
        session_sql(),
        sums_sql(),
        by_session_sql(),
        owed_sql(&[Left { code: "1".to_owned(), until: None }], 1).0,
        BOOKED.to_owned(),
        LAST.to_owned(),
        BY_NO.to_owned(),
        received_sql(2),
        heads_sql(2),
        streams_sql(2),
    ];
    for back in [false, true] {
        let filter = Filter {
            unit: "1".into(),
            year: Some(2026),
            state: "received",
            kind: "feedback",
            words: String::new(),
            key: Some(1),
            back,
            size: 40,
        };
        for search in [None, Some((engine, engine.search_query(&["aaaaaaaa".into()])))] {
            let filter = Filter { unit: "20836".into(), ..filter.clone() };
            let queries =
                [register_sql(&filter, search.clone()), narrowed("COUNT(*)", &filter, search)];
            all.extend(queries.into_iter().flatten().map(|query| query.sql));
        }
    }
    all.extend(register_sql(&Filter::default(), None).map(|query| query.sql));
    all
}
