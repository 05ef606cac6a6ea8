//! Every SQL statement of village meetings, one function per question.

use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, row};

/// A meeting as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// The village.
    pub village: String,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: i64,
    /// [`crate::arrows::State::word`].
    pub state: String,
    /// The vault item of its place.
    pub place: String,
    /// How many households the village has.
    pub households: i64,
    /// How many are present or represented.
    pub present: i64,
    /// How many matters are on the agenda.
    pub matters: i64,
    /// How many of them passed.
    pub passed: i64,
    /// The next day by which something is owed.
    pub due: Option<Date>,
    /// How many facts it has.
    pub version: i64,
}

const LINE: &str = "stream, village, on_day, from_minute, state, place, households, present, \
    matters, passed, due, version";

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        stream: row.text(0)?,
        village: row.text(1)?,
        on: row.date(2)?,
        from: row.int(3)?,
        state: row.text(4)?,
        place: row.text(5)?,
        households: row.int(6)?,
        present: row.int(7)?,
        matters: row.int(8)?,
        passed: row.int(9)?,
        due: row.opt_date(10)?,
        version: row.int(11)?,
    })
}

fn between_sql() -> String {
    format!(
        "SELECT {LINE} FROM village_meetings WHERE unit = $1 AND on_day >= $2 AND on_day <= $3 \
         ORDER BY on_day DESC, from_minute DESC, stream LIMIT $4"
    )
}

/// The meetings of a commune from one day to another, both included, the newest first.
pub async fn between(
    store: &Store,
    unit: &str,
    from: Date,
    until: Date,
    most: i64,
) -> Result<Vec<Line>> {
    let rows = store.rows(&between_sql(), row![unit, from, until, most]).await?;
    rows.iter().map(line).collect()
}

fn owed_sql() -> String {
    format!(
        "SELECT {LINE} FROM village_meetings WHERE unit = $1 AND due IS NOT NULL \
         ORDER BY due, stream LIMIT $2"
    )
}

/// Meetings that still owe something, the earliest date first.
pub async fn owed(store: &Store, unit: &str, most: i64) -> Result<Vec<Line>> {
    let rows = store.rows(&owed_sql(), row![unit, most]).await?;
    rows.iter().map(line).collect()
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    vec![between_sql(), owed_sql()]
}
