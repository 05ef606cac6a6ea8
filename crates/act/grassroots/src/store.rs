//! Every SQL statement of visits, needs and liaisons, one function per question.

use jiff::civil::Date;
use kernel::Id;
use store::query::Row;
use store::{Result, Store, row};

/// A visit as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Trip {
    /// Its stream.
    pub stream: String,
    /// The village's code.
    pub village: String,
    /// [`crate::kind::Post::word`].
    pub post: String,
    /// The official's account, or empty.
    pub account: String,
    /// The day.
    pub on: Date,
    /// The vault item of what for.
    pub purpose: String,
    /// [`crate::arrows::VisitState::word`].
    pub state: String,
    /// [`crate::kind::Why::word`], or empty.
    pub why: String,
    /// When it was held.
    pub held_on: Option<Date>,
    /// The vault item of what was seen and done, or empty.
    pub done: String,
    /// How many facts it has.
    pub version: i64,
}

const TRIPS: &str = "SELECT stream, village, post, account, on_day, purpose, state, why, held_on, \
    done, version FROM grassroots_visits WHERE unit = $1 AND on_day >= $2 AND on_day <= $3 \
    ORDER BY on_day DESC, stream";

/// The visits of a unit from one day to another, both included, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn trips(store: &Store, unit: &str, from: Date, until: Date) -> Result<Vec<Trip>> {
    let rows = store.rows(TRIPS, row![unit, from, until]).await?;
    let trip = |row: &Row| {
        Ok(Trip {
            stream: row.text(0)?,
            village: row.text(1)?,
            post: row.text(2)?,
            account: row.text(3)?,
            on: row.date(4)?,
            purpose: row.text(5)?,
            state: row.text(6)?,
            why: row.text(7)?,
            held_on: row.opt_date(8)?,
            done: row.text(9)?,
            version: row.int(10)?,
        })
    };
    rows.iter().map(trip).collect()
}

/// A need as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Its stream.
    pub stream: String,
    /// The village's code.
    pub village: String,
    /// [`crate::kind::Heard::word`].
    pub heard: String,
    /// What it is about.
    pub matter: String,
    /// The vault item of what was asked.
    pub words: String,
    /// When.
    pub on: Date,
    /// [`crate::kind::Post::word`] of the owner, or empty.
    pub owner: String,
    /// The unit that owes it, or empty.
    pub owner_unit: String,
    /// By when.
    pub until: Option<Date>,
    /// [`crate::arrows::NeedState::word`].
    pub state: String,
    /// [`crate::kind::Withdrawn::word`], or empty.
    pub why: String,
    /// When it was done or withdrawn.
    pub closed_on: Option<Date>,
    /// The vault item of what was done or said, or empty.
    pub said: String,
}

const ASK: &str = "SELECT stream, village, heard, matter, words, on_day, owner, owner_unit, \
    until_day, state, why, closed_on, said FROM grassroots_needs";

fn asks_of(rows: &[Row]) -> Result<Vec<Ask>> {
    let ask = |row: &Row| {
        Ok(Ask {
            stream: row.text(0)?,
            village: row.text(1)?,
            heard: row.text(2)?,
            matter: row.text(3)?,
            words: row.text(4)?,
            on: row.date(5)?,
            owner: row.text(6)?,
            owner_unit: row.text(7)?,
            until: row.opt_date(8)?,
            state: row.text(9)?,
            why: row.text(10)?,
            closed_on: row.opt_date(11)?,
            said: row.text(12)?,
        })
    };
    rows.iter().map(ask).collect()
}

fn open_sql() -> String {
    format!("{ASK} WHERE unit = $1 AND state = 'open' ORDER BY until_day, stream LIMIT $2")
}

/// What a unit still owes, the earliest day first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(store: &Store, unit: &str, most: i64) -> Result<Vec<Ask>> {
    asks_of(&store.rows(&open_sql(), row![unit, most]).await?)
}

fn closed_sql() -> String {
    format!(
        "{ASK} WHERE unit = $1 AND state <> 'open' AND on_day >= $2 AND on_day <= $3 \
         ORDER BY on_day DESC, stream"
    )
}

/// What was asked from one day to another and is done or withdrawn, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn closed(store: &Store, unit: &str, from: Date, until: Date) -> Result<Vec<Ask>> {
    asks_of(&store.rows(&closed_sql(), row![unit, from, until]).await?)
}

/// A liaison as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Area {
    /// Its stream.
    pub stream: String,
    /// The village's code.
    pub village: String,
    /// [`crate::kind::Post::word`].
    pub post: String,
    /// The official's account, or empty.
    pub account: String,
    /// Since when.
    pub from: Date,
    /// Its last day.
    pub until: Option<Date>,
    /// 1 is Monday, 7 Sunday.
    pub weekday: i64,
    /// The minute at which office hours begin.
    pub opens: i64,
    /// The minute at which they end.
    pub closes: i64,
    /// The vault item of the office's telephone.
    pub phone: String,
}

const AREAS: &str = "SELECT stream, village, post, account, from_day, until_day, weekday, \
    from_minute, until_minute, phone FROM grassroots_liaisons \
    WHERE unit = $1 AND (until_day IS NULL OR until_day >= $2) ORDER BY from_day, stream";

/// Who looks after which village of a unit on a day or later.
///
/// # Errors
/// When the database does not answer.
pub async fn areas(store: &Store, unit: &str, on: Date) -> Result<Vec<Area>> {
    let rows = store.rows(AREAS, row![unit, on]).await?;
    let area = |row: &Row| {
        Ok(Area {
            stream: row.text(0)?,
            village: row.text(1)?,
            post: row.text(2)?,
            account: row.text(3)?,
            from: row.date(4)?,
            until: row.opt_date(5)?,
            weekday: row.int(6)?,
            opens: row.int(7)?,
            closes: row.int(8)?,
            phone: row.text(9)?,
        })
    };
    rows.iter().map(area).collect()
}

const HOLDERS: &str = "SELECT DISTINCT account FROM account_posts WHERE unit = $1 \
    AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) ORDER BY account";

/// The accounts that hold a post at a unit on a day.
///
/// # Errors
/// When the database does not answer.
pub async fn holders(store: &Store, unit: &str, on: Date) -> Result<Vec<Id>> {
    let rows = store.rows(HOLDERS, row![unit, on]).await?;
    rows.iter().map(|row| row.parse(0)).collect()
}

/// Every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    vec![TRIPS.to_owned(), open_sql(), closed_sql(), AREAS.to_owned(), HOLDERS.to_owned()]
}
