//! Every SQL statement of the register, one function per question.

use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, Value, row};

use crate::meaning::seq;

/// An entry as the register shows it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// The key by which the register is read.
    pub seq: i64,
    /// The register's year.
    pub year: i64,
    /// The number in it.
    pub no: i64,
    /// The day of receipt.
    pub received_on: Date,
    /// [`crate::kind::Sort::word`].
    pub sort: String,
    /// [`crate::kind::Way::word`].
    pub way: String,
    /// [`crate::kind::Shelf::word`].
    pub shelf: String,
    /// The number of the place there.
    pub slot: i64,
    /// [`crate::arrows::State::word`].
    pub state: String,
    /// The day of acceptance.
    pub accepted_on: Option<Date>,
    /// The day of the conclusion.
    pub concluded_on: Option<Date>,
    /// [`crate::kind::Finding::word`], or empty.
    pub finding: String,
    /// Whether the term stands still.
    pub still: bool,
    /// The date that presses most.
    pub due: Option<Date>,
    /// Since when nothing is owed.
    pub closed_on: Option<Date>,
}

/// A piece of anonymous information as its list shows it.
#[derive(Clone, Debug, Default)]
pub struct AnonymousLine {
    /// Its stream.
    pub stream: String,
    /// The key by which the list is read.
    pub seq: i64,
    /// The register's year.
    pub year: i64,
    /// The number in it.
    pub no: i64,
    /// The day of receipt.
    pub received_on: Date,
    /// [`crate::kind::Handling::word`], or empty.
    pub handling: String,
    /// When that was done.
    pub handled_on: Option<Date>,
}

const COLUMNS: &str = "stream, seq, year, no, received_on, sort, way, shelf, slot, state, \
    accepted_on, concluded_on, finding, still, due, closed_on";

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        stream: row.text(0)?,
        seq: row.int(1)?,
        year: row.int(2)?,
        no: row.int(3)?,
        received_on: row.date(4)?,
        sort: row.text(5)?,
        way: row.text(6)?,
        shelf: row.text(7)?,
        slot: row.int(8)?,
        state: row.text(9)?,
        accepted_on: row.opt_date(10)?,
        concluded_on: row.opt_date(11)?,
        finding: row.text(12)?,
        still: row.yes(13)?,
        due: row.opt_date(14)?,
        closed_on: row.opt_date(15)?,
    })
}

/// What a list is narrowed to, and where its page starts.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The unit: a list never crosses units.
    pub unit: String,
    /// A year.
    pub year: Option<i16>,
    /// A state, or empty.
    pub state: &'static str,
    /// After (or, going back, before) this key; the newest come first.
    pub key: Option<i64>,
    /// Whether the page before the key is wanted.
    pub back: bool,
    /// How many.
    pub size: i64,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Listed<L> {
    /// The lines.
    pub lines: Vec<L>,
    /// Whether there are more beyond them.
    pub more: bool,
}

impl<L> Listed<L> {
    fn of(rows: &[Row], filter: &Filter, read: impl Fn(&Row) -> Result<L>) -> Result<Self> {
        let more = rows.len() as i64 > filter.size;
        let size = usize::try_from(filter.size).unwrap_or(0);
        let mut lines: Vec<L> = rows.iter().take(size).map(read).collect::<Result<_>>()?;
        if filter.back {
            lines.reverse();
        }
        Ok(Self { lines, more })
    }
}

fn conditions(filter: &Filter) -> (String, Vec<Value>) {
    let mut sql = "unit = $1".to_owned();
    let mut values: Vec<Value> = vec![filter.unit.as_str().into()];
    let mut and = |condition: &str, value: Value| {
        values.push(value);
        sql.push_str(&format!(" AND {condition} ${}", values.len()));
    };
    if let Some(year) = filter.year {
        and("seq >=", seq(year, 0).into());
        and("seq <", seq(year.saturating_add(1), 0).into());
    }
    if !filter.state.is_empty() {
        and("state =", filter.state.into());
    }
    if let Some(key) = filter.key {
        and(if filter.back { "seq >" } else { "seq <" }, key.into());
    }
    (sql, values)
}

fn list_sql(columns: &str, table: &str, filter: &Filter) -> (String, Vec<Value>) {
    let (conditions, mut values) = conditions(filter);
    values.push((filter.size + 1).into());
    let way = if filter.back { "ASC" } else { "DESC" };
    let sql = format!(
        "SELECT {columns} FROM {table} WHERE {conditions} ORDER BY seq {way} LIMIT ${}",
        values.len()
    );
    (sql, values)
}

/// One page of the register.
pub async fn list(store: &Store, filter: &Filter) -> Result<Listed<Line>> {
    let (sql, values) = list_sql(COLUMNS, "denunciations", filter);
    Listed::of(&store.rows(&sql, values).await?, filter, line)
}

const ANONYMOUS: &str = "stream, seq, year, no, received_on, handling, handled_on";

/// One page of anonymous information.
pub async fn anonymous(store: &Store, filter: &Filter) -> Result<Listed<AnonymousLine>> {
    let filter = Filter { state: "", ..filter.clone() };
    let (sql, values) = list_sql(ANONYMOUS, "anonymous_information", &filter);
    Listed::of(&store.rows(&sql, values).await?, &filter, |row| {
        Ok(AnonymousLine {
            stream: row.text(0)?,
            seq: row.int(1)?,
            year: row.int(2)?,
            no: row.int(3)?,
            received_on: row.date(4)?,
            handling: row.text(5)?,
            handled_on: row.opt_date(6)?,
        })
    })
}

/// Each state with how many entries stand there, in one year or in all.
pub async fn by_state(store: &Store, unit: &str, year: Option<i16>) -> Result<Vec<(String, i64)>> {
    let (first, end) = match year {
        Some(year) => (seq(year, 0), seq(year.saturating_add(1), 0)),
        None => (0, i64::MAX),
    };
    let rows = store.rows(BY_STATE, row![unit, first, end]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
}

const BY_STATE: &str = "SELECT state, COUNT(*) FROM denunciations \
    WHERE unit = $1 AND seq >= $2 AND seq < $3 GROUP BY state";

/// The last number that was given in a unit and year; zero before the first.
pub async fn last_no(store: &Store, table: Register, unit: &str, year: i16) -> Result<i64> {
    let (first, end) = (seq(year, 0), seq(year.saturating_add(1), 0));
    let rows = store.rows(table.last(), row![unit, first, end]).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// One of the two registers, each with numbers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// Denunciations.
    Denunciations,
    /// Anonymous information.
    Anonymous,
}

impl Register {
    /// The prefix of its streams.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Denunciations => "denunciation",
            Self::Anonymous => "anonymous",
        }
    }

    const fn last(self) -> &'static str {
        match self {
            Self::Denunciations => LAST,
            Self::Anonymous => LAST_ANONYMOUS,
        }
    }
}

const LAST: &str = "SELECT CAST(COALESCE(MAX(no), 0) AS BIGINT) FROM denunciations \
    WHERE unit = $1 AND seq >= $2 AND seq < $3";
const LAST_ANONYMOUS: &str = "SELECT CAST(COALESCE(MAX(no), 0) AS BIGINT) \
    FROM anonymous_information WHERE unit = $1 AND seq >= $2 AND seq < $3";
/// The first and the last year that the register has.
const YEARS: &str = "SELECT CAST(COALESCE(MIN(year), 0) AS BIGINT), \
    CAST(COALESCE(MAX(year), 0) AS BIGINT) FROM denunciations WHERE unit = $1";

/// The years from the last to the first that the register has.
pub async fn years(store: &Store, unit: &str) -> Result<Vec<i64>> {
    let rows = store.rows(YEARS, row![unit]).await?;
    let Some(row) = rows.first() else { return Ok(Vec::new()) };
    let (first, last) = (row.int(0)?, row.int(1)?);
    Ok((first..=last).rev().filter(|year| *year > 0).collect())
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let mut all: Vec<String> =
        [BY_STATE, LAST, LAST_ANONYMOUS, YEARS].into_iter().map(str::to_owned).collect();
    for back in [false, true] {
        let filter = Filter {
            unit: "1".into(),
            year: Some(2026),
            state: "received",
            key: Some(1),
            back,
            size: 40,
        };
        all.push(list_sql(COLUMNS, "denunciations", &filter).0);
        let filter = Filter { state: "", ..filter };
        all.push(list_sql(ANONYMOUS, "anonymous_information", &filter).0);
    }
    all.push(list_sql(COLUMNS, "denunciations", &Filter::default()).0);
    all
}
