//! Every SQL statement of requests about data and of what is over, one function per question.

use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, row};

/// How many matters one look at a rule takes.
pub const MOST: i64 = 200;

/// A request as the list shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its stream.
    pub stream: String,
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
    /// Its unit.
    pub unit: String,
    /// What sort of matter it is.
    pub sort: String,
    /// What people call it.
    pub code: String,
    /// When it ended.
    pub ended_on: Date,
}

const OPEN: &str = "SELECT stream, kind, state, received_on, due, closed_on FROM data_requests \
    WHERE unit = $1 AND closed_on IS NULL ORDER BY received_on, stream LIMIT $2";
const CLOSED: &str = "SELECT stream, kind, state, received_on, due, closed_on FROM data_requests \
    WHERE unit = $1 AND closed_on IS NOT NULL ORDER BY received_on DESC, stream LIMIT $2";
const OVER: &str = "SELECT stream, unit, sort, code, ended_on FROM data_kept \
    WHERE rule = $1 AND ended_on <= $2 ORDER BY ended_on, stream LIMIT $3";
const OVER_AT: &str = "SELECT stream, unit, sort, code, ended_on FROM data_kept \
    WHERE rule = $1 AND ended_on <= $2 AND unit = $3 ORDER BY ended_on, stream LIMIT $4";

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[OPEN, CLOSED, OVER, OVER_AT];

/// The open requests of a unit, the oldest first, or its newest finished ones.
///
/// # Errors
/// When the database does not answer.
pub async fn list(store: &Store, unit: &str, open: bool) -> Result<Vec<Line>> {
    let rows = store.rows(if open { OPEN } else { CLOSED }, row![unit, MOST]).await?;
    let line = |row: &Row| {
        Ok(Line {
            stream: row.text(0)?,
            kind: row.text(1)?,
            state: row.text(2)?,
            received_on: row.date(3)?,
            due: row.opt_date(4)?,
            closed_on: row.opt_date(5)?,
        })
    };
    rows.iter().map(line).collect()
}

/// What ended on a day or before and is kept by a rule: of all units, or of one.
///
/// # Errors
/// When the database does not answer.
pub async fn over(store: &Store, rule: &str, last: Date, unit: Option<&str>) -> Result<Vec<Over>> {
    let rows = match unit {
        None => store.rows(OVER, row![rule, last, MOST]).await?,
        Some(unit) => store.rows(OVER_AT, row![rule, last, unit, MOST]).await?,
    };
    let over = |row: &Row| {
        Ok(Over {
            stream: row.text(0)?,
            unit: row.text(1)?,
            sort: row.text(2)?,
            code: row.text(3)?,
            ended_on: row.date(4)?,
        })
    };
    rows.iter().map(over).collect()
}
