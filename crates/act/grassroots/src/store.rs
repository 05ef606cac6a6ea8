//! Every SQL statement of visits, needs, liaisons and twinnings, one function per question.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::Id;
use store::query::Row;
use store::{Result, Store, Value, row};

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
    /// The office for which the official goes, or empty.
    pub office: String,
}

const TRIP: &str = "SELECT stream, village, post, account, on_day, purpose, state, why, held_on, \
    done, version, office FROM grassroots_visits";

fn trips_of(rows: &[Row]) -> Result<Vec<Trip>> {
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
            office: row.text(11)?,
        })
    };
    rows.iter().map(trip).collect()
}

fn trips_sql() -> String {
    format!("{TRIP} WHERE unit = $1 AND on_day >= $2 AND on_day <= $3 ORDER BY on_day DESC, stream")
}

/// The visits of a unit from one day to another, both included, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn trips(store: &Store, unit: &str, from: Date, until: Date) -> Result<Vec<Trip>> {
    trips_of(&store.rows(&trips_sql(), row![unit, from, until]).await?)
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
    /// The office for which the official of the visit went there, or empty.
    pub office: String,
}

const ASK: &str = "SELECT stream, village, heard, matter, words, on_day, owner, owner_unit, \
    until_day, state, why, closed_on, said, office FROM grassroots_needs";

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
            office: row.text(13)?,
        })
    };
    rows.iter().map(ask).collect()
}

/// Where a list of needs goes on: the day and stream of the last one before. What is added
/// meanwhile moves nothing.
pub type Place = (Date, String);

/// Where the list of open needs begins: the earliest day first.
pub const fn first_open() -> Place {
    (Date::constant(1, 1, 1), String::new())
}

/// Where the list of closed needs begins: the newest first.
pub const fn first_closed() -> Place {
    (Date::constant(9999, 12, 31), String::new())
}

fn open_sql() -> String {
    format!(
        "{ASK} WHERE unit = $1 AND state = 'open' \
         AND (until_day > $2 OR (until_day = $2 AND stream > $3)) \
         ORDER BY until_day, stream LIMIT $4"
    )
}

/// What a unit still owes after a place, the earliest day first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(store: &Store, unit: &str, after: &Place, most: i64) -> Result<Vec<Ask>> {
    let values = row![unit, after.0, after.1.as_str(), most];
    asks_of(&store.rows(&open_sql(), values).await?)
}

fn closed_sql() -> String {
    format!(
        "{ASK} WHERE unit = $1 AND state <> 'open' AND on_day >= $2 AND on_day <= $3 \
         AND (on_day < $4 OR (on_day = $4 AND stream > $5)) \
         ORDER BY on_day DESC, stream LIMIT $6"
    )
}

/// What was asked from one day to another and is done or withdrawn, after a place, the newest
/// first.
///
/// # Errors
/// When the database does not answer.
pub async fn closed(
    store: &Store,
    unit: &str,
    (from, until): (Date, Date),
    after: &Place,
    most: i64,
) -> Result<Vec<Ask>> {
    let values = row![unit, from, until, after.0, after.1.as_str(), most];
    asks_of(&store.rows(&closed_sql(), values).await?)
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

/// A twinning as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    /// Its stream.
    pub stream: String,
    /// The office's code.
    pub office: String,
    /// Since when.
    pub from: Date,
    /// Its last day.
    pub until: Option<Date>,
    /// The vault item of what was agreed to be done.
    pub aim: String,
    /// [`crate::arrows::TwinState::word`].
    pub state: String,
    /// [`crate::kind::Parted::word`], or empty.
    pub why: String,
    /// The villages' codes.
    pub villages: Vec<String>,
}

impl Pair {
    /// Whether the two are twinned on a day.
    pub fn is_current(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| until >= on)
    }
}

const PAIRS: &str = "SELECT stream, office, from_day, until_day, aim, state, why \
    FROM grassroots_twins WHERE unit = $1 ORDER BY from_day DESC, stream";
const PAIRED: &str = "SELECT twin, village FROM grassroots_twin_villages WHERE unit = $1 \
    ORDER BY twin, village";

/// Which offices of a unit are or were twinned with which villages, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn pairs(store: &Store, unit: &str) -> Result<Vec<Pair>> {
    let mut villages: HashMap<String, Vec<String>> = HashMap::new();
    for row in store.rows(PAIRED, row![unit]).await? {
        villages.entry(row.text(0)?).or_default().push(row.text(1)?);
    }
    let rows = store.rows(PAIRS, row![unit]).await?;
    let mut pair = |row: &Row| {
        let stream = row.text(0)?;
        Ok(Pair {
            villages: villages.remove(&stream).unwrap_or_default(),
            stream,
            office: row.text(1)?,
            from: row.date(2)?,
            until: row.opt_date(3)?,
            aim: row.text(4)?,
            state: row.text(5)?,
            why: row.text(6)?,
        })
    };
    rows.iter().map(&mut pair).collect()
}

const TWINNED: &str = "SELECT twin FROM grassroots_twin_villages WHERE unit = $1 AND office = $2 \
    AND village = $3 AND from_day <= $4 AND (until_day IS NULL OR until_day >= $4) LIMIT 1";
const OVERLAPS: &str = "SELECT twin FROM grassroots_twin_villages WHERE unit = $1 AND office = $2 \
    AND village = $3 AND from_day <= $5 AND (until_day IS NULL OR until_day >= $4) LIMIT 1";

/// Whether an office is twinned with a village on a day.
///
/// # Errors
/// When the database does not answer.
pub async fn is_twinned(
    store: &Store,
    (unit, village): (&str, &str),
    office: &str,
    on: Date,
) -> Result<bool> {
    let rows = store.rows(TWINNED, row![unit, office, village, on]).await?;
    Ok(!rows.is_empty())
}

/// Whether an office is twinned with a village on any of these days; without a last one they go on.
///
/// # Errors
/// When the database does not answer.
pub async fn overlaps(
    store: &Store,
    (unit, village): (&str, &str),
    office: &str,
    (from, until): (Date, Option<Date>),
) -> Result<bool> {
    let until = until.unwrap_or(first_closed().0);
    let rows = store.rows(OVERLAPS, row![unit, office, village, from, until]).await?;
    Ok(!rows.is_empty())
}

/// The villages of a twinning and the days within it.
const WITHIN: &str = "unit = $1 AND office = $2 AND on_day >= $3 AND on_day <= $4 \
    AND village IN (SELECT village FROM grassroots_twin_villages WHERE twin = $5) \
    ORDER BY on_day DESC, stream LIMIT $6";

fn trips_for_sql() -> String {
    format!("{TRIP} WHERE {WITHIN}")
}

fn asks_for_sql() -> String {
    format!("{ASK} WHERE {WITHIN}")
}

fn within(unit: &str, pair: &Pair, most: i64) -> Vec<Value> {
    let last = pair.until.unwrap_or(first_closed().0);
    row![unit, pair.office.as_str(), pair.from, last, pair.stream.as_str(), most]
}

/// The visits for the office of a twinning to its villages while it lasts, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn trips_for(store: &Store, unit: &str, pair: &Pair, most: i64) -> Result<Vec<Trip>> {
    trips_of(&store.rows(&trips_for_sql(), within(unit, pair, most)).await?)
}

/// What was asked on those visits, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn asks_for(store: &Store, unit: &str, pair: &Pair, most: i64) -> Result<Vec<Ask>> {
    asks_of(&store.rows(&asks_for_sql(), within(unit, pair, most)).await?)
}

/// Every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let plain = [AREAS, HOLDERS, PAIRS, PAIRED, TWINNED, OVERLAPS].map(str::to_owned);
    let made = [trips_sql(), open_sql(), closed_sql(), trips_for_sql(), asks_for_sql()];
    plain.into_iter().chain(made).collect()
}
