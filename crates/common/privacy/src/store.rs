//! Every SQL statement of requests about data and of what is over, one function per question. Lists
//! of a unit hold what units of before left to it.

use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, Value, row};
use units::Left;
use units::heirs::condition;

/// A statement with its values.
type Asked = (String, Vec<Value>);

/// How many matters one look at a rule takes.
pub const MOST: i64 = 200;
/// How many finished requests one page shows.
pub const PAGE: usize = 60;

/// A request as the list shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// The unit at whose desk: a unit of before among them.
    pub unit: String,
    /// What is asked: [`crate::kind::Kind::word`].
    pub kind: String,
    /// Where it stands: [`crate::kind::State::word`].
    pub state: String,
    /// Since when.
    pub received_on: Date,
    /// What presses most; `None` when nothing is owed.
    pub due: Option<Date>,
    /// When it was finished.
    pub closed_on: Option<Date>,
}

/// A matter whose time of keeping may be over.
#[derive(Clone, Debug)]
pub struct Over {
    /// Its stream.
    pub stream: String,
    /// Its unit: a unit of before among them.
    pub unit: String,
    /// What sort of matter it is.
    pub sort: String,
    /// What people call it.
    pub code: String,
    /// When it ended.
    pub ended_on: Date,
}

const LINE: &str =
    "SELECT stream, kind, state, received_on, due, closed_on, unit FROM data_requests";
const OVER: &str = "SELECT stream, unit, sort, code, ended_on FROM data_kept \
    WHERE rule = $1 AND ended_on <= $2";

/// Samples of all statements, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let day = Date::constant(2026, 1, 1);
    let left = |code: &str, until| Left { code: code.to_owned(), until };
    let left = [left("1", None), left("2", None), left("3", Some(day))];
    let closed = [closed_sql(&left, None), closed_sql(&left, Some("data_request/x"))];
    let whole = [open_sql(&left), over_at_sql(&left, ("r", day))].into_iter().chain(closed);
    let whole = whole.chain([over_sql(("r", day), None)]);
    whole.map(|(sql, _)| sql).collect()
}

fn open_sql(left: &[Left]) -> Asked {
    let mut values = row![MOST];
    let whose = condition(left, ("unit", "received_on"), &mut values);
    let open = "closed_on IS NULL ORDER BY received_on, stream LIMIT $1";
    (format!("{LINE} WHERE {whose} AND {open}"), values)
}

fn closed_sql(left: &[Left], after: Option<&str>) -> Asked {
    let mut values = row![PAGE as i64 + 1];
    let whose = condition(left, ("unit", "received_on"), &mut values);
    let mut behind = String::new();
    if let Some(stream) = after {
        values.push(stream.into());
        let n = values.len();
        let day = format!("(SELECT received_on FROM data_requests WHERE stream = ${n})");
        behind = format!(" AND (received_on < {day} OR (received_on = {day} AND stream > ${n}))");
    }
    let closed = "closed_on IS NOT NULL";
    let order = "ORDER BY received_on DESC, stream LIMIT $1";
    (format!("{LINE} WHERE {whose} AND {closed}{behind} {order}"), values)
}

fn read_line(row: &Row) -> Result<Line> {
    Ok(Line {
        stream: row.text(0)?,
        kind: row.text(1)?,
        state: row.text(2)?,
        received_on: row.date(3)?,
        due: row.opt_date(4)?,
        closed_on: row.opt_date(5)?,
        unit: row.text(6)?,
    })
}

/// The open requests of units, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(store: &Store, left: &[Left]) -> Result<Vec<Line>> {
    let (sql, values) = open_sql(left);
    store.rows(&sql, values).await?.iter().map(read_line).collect()
}

/// The finished requests of units, those received last first, behind the stream `after`; and
/// whether there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn closed(
    store: &Store,
    left: &[Left],
    after: Option<&str>,
) -> Result<(Vec<Line>, bool)> {
    let (sql, values) = closed_sql(left, after);
    let rows = store.rows(&sql, values).await?;
    let mut lines = rows.iter().map(read_line).collect::<Result<Vec<_>>>()?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    Ok((lines, more))
}

fn over_sql((rule, last): (&str, Date), after: Option<&Over>) -> Asked {
    let (on, stream) = after.map_or((Date::MIN, ""), |one| (one.ended_on, one.stream.as_str()));
    let behind = "ended_on >= $3 AND (ended_on > $3 OR stream > $4)";
    let sql = format!("{OVER} AND {behind} ORDER BY ended_on, stream LIMIT $5");
    (sql, row![rule, last, on, stream, MOST])
}

fn over_at_sql(left: &[Left], (rule, last): (&str, Date)) -> Asked {
    let mut values = row![rule, last, MOST];
    let whose = condition(left, ("unit", "ended_on"), &mut values);
    (format!("{OVER} AND {whose} ORDER BY ended_on, stream LIMIT $3"), values)
}

/// What ended on a day or before and is kept by a rule, of all units: the oldest first, those that
/// stand behind `after`.
///
/// # Errors
/// When the database does not answer.
pub async fn over(store: &Store, of: (&str, Date), after: Option<&Over>) -> Result<Vec<Over>> {
    let (sql, values) = over_sql(of, after);
    store.rows(&sql, values).await?.iter().map(read_over).collect()
}

/// The same of some units, from the oldest on.
///
/// # Errors
/// When the database does not answer.
pub async fn over_at(store: &Store, left: &[Left], of: (&str, Date)) -> Result<Vec<Over>> {
    let (sql, values) = over_at_sql(left, of);
    store.rows(&sql, values).await?.iter().map(read_over).collect()
}

fn read_over(row: &Row) -> Result<Over> {
    Ok(Over {
        stream: row.text(0)?,
        unit: row.text(1)?,
        sort: row.text(2)?,
        code: row.text(3)?,
        ended_on: row.date(4)?,
    })
}
