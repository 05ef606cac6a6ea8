//! What lists and forms of officers ask of the database beside the register: the first facts of
//! many petitions at once, and who works here today.

use std::collections::HashMap;

use accounts::Post;
use jiff::civil::Date;
use kernel::Id;
use store::{Result, Store, StoreError, Value, row};

use crate::facts::{Event, Received};

/// How many streams one statement names.
const PART: usize = 100;

const OFFICERS: &str = "SELECT p.account, p.post, p.unit, a.person FROM account_posts p \
    JOIN accounts a ON a.id = p.account WHERE a.closed_at IS NULL AND p.from_day <= $1 \
    AND (p.until_day IS NULL OR p.until_day >= $1) ORDER BY p.account, p.post, p.unit";

fn first_facts(count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|n| format!("${n}")).collect();
    format!(
        "SELECT stream, body FROM journal WHERE version = 1 AND stream IN ({})",
        marks.join(", ")
    )
}

/// The load of a unit by one look at the cube: all, late, due until a day.
const LOAD: &str = "SELECT dim, value, CAST(SUM(n) AS BIGINT), \
    CAST(SUM(CASE WHEN due < $2 THEN n ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN due >= $2 AND due <= $3 THEN n ELSE 0 END) AS BIGINT) \
    FROM petition_load WHERE unit = $1 AND n <> 0 GROUP BY dim, value ORDER BY dim, value";

/// The same, unit by unit.
const LOAD_OF_UNITS: &str = "SELECT unit, unit, CAST(SUM(n) AS BIGINT), \
    CAST(SUM(CASE WHEN due < $1 THEN n ELSE 0 END) AS BIGINT), \
    CAST(SUM(CASE WHEN due >= $1 AND due <= $2 THEN n ELSE 0 END) AS BIGINT) \
    FROM petition_load WHERE dim = 'matter' AND n <> 0 GROUP BY unit ORDER BY unit";

fn marks(count: usize, from: usize) -> String {
    let marks: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    marks.join(", ")
}

fn questions_sql(offices: usize) -> String {
    format!(
        "SELECT d.n, d.code, d.unit, d.started_on, d.due, p.matter, p.unit, d.stream FROM duties d \
         JOIN petitions p ON p.stream = d.stream WHERE d.unit IN ({}) AND d.closed_on IS NULL \
         AND d.rule = $1 ORDER BY d.due, d.stream, d.n LIMIT $2",
        marks(offices, 3)
    )
}

fn asked_sql(offices: usize) -> String {
    format!(
        "SELECT unit, unit, COUNT(*), CAST(SUM(CASE WHEN due < $2 THEN 1 ELSE 0 END) AS BIGINT), \
         CAST(SUM(CASE WHEN due >= $2 AND due <= $3 THEN 1 ELSE 0 END) AS BIGINT) FROM duties \
         WHERE unit IN ({}) AND closed_on IS NULL AND rule = $1 GROUP BY unit ORDER BY unit",
        marks(offices, 4)
    )
}

fn due_sql(holders: usize) -> String {
    format!(
        "SELECT stream, code, matter, state, due, rule, version FROM petitions \
         WHERE holder IN ({}) AND open = 1 AND due < $1 ORDER BY due, seq LIMIT $2",
        marks(holders, 3)
    )
}

/// What is due of somebody's petitions.
pub(super) struct Due {
    /// The petition's stream.
    pub stream: String,
    /// Its code.
    pub code: String,
    /// What it is about.
    pub matter: String,
    /// Where it stands.
    pub state: String,
    /// The date that presses most.
    pub due: Date,
    /// The rule behind it.
    pub rule: String,
    /// How many facts it has.
    pub version: i64,
}

/// What is due of the petitions that these accounts hold, first, first.
pub(super) async fn due_of(store: &Store, holders: &[&str], most: i64) -> Result<Vec<Due>> {
    let mut values = row![crate::meaning::NEVER, most];
    values.extend(holders.iter().map(|holder| Value::from(*holder)));
    let rows = store.rows(&due_sql(holders.len()), values).await?;
    let one = |row: &store::Row| {
        Ok(Due {
            stream: row.text(0)?,
            code: row.text(1)?,
            matter: row.text(2)?,
            state: row.text(3)?,
            due: row.date(4)?,
            rule: row.text(5)?,
            version: row.int(6)?,
        })
    };
    rows.iter().map(one).collect()
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let fixed = [OFFICERS, LOAD, LOAD_OF_UNITS].map(str::to_owned);
    [&fixed[..], &[first_facts(2), questions_sql(2), asked_sql(2), due_sql(2)]].concat()
}

/// One line of the load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Load {
    /// By what: one of [`crate::meaning::LOAD_DIMS`]; a unit's code in a list of units.
    pub dim: String,
    /// Which.
    pub value: String,
    /// How many are open.
    pub open: i64,
    /// How many of them are late.
    pub late: i64,
    /// How many are due from today until the last day that was asked for.
    pub near: i64,
}

fn loads(rows: &[store::Row]) -> Result<Vec<Load>> {
    let one = |row: &store::Row| {
        let (dim, value) = (row.text(0)?, row.text(1)?);
        Ok(Load { dim, value, open: row.int(2)?, late: row.int(3)?, near: row.int(4)? })
    };
    rows.iter().map(one).collect()
}

/// What is open at a unit, by holder, matter and state.
pub(super) async fn load(store: &Store, unit: &str, today: Date, until: Date) -> Result<Vec<Load>> {
    loads(&store.rows(LOAD, row![unit, today, until]).await?)
}

/// What is open, by unit.
pub(super) async fn load_of_units(store: &Store, today: Date, until: Date) -> Result<Vec<Load>> {
    loads(&store.rows(LOAD_OF_UNITS, row![today, until]).await?)
}

/// How many questions these offices have not answered.
pub(super) async fn asked(
    store: &Store,
    offices: &[&str],
    today: Date,
    until: Date,
) -> Result<Vec<Load>> {
    if offices.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = row![duties::debt::AGREED, today, until];
    values.extend(offices.iter().map(|office| Value::from(*office)));
    loads(&store.rows(&asked_sql(offices.len()), values).await?)
}

/// A question that an office has not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenQuestion {
    /// The number of the debt that it is on its petition.
    pub debt: i64,
    /// The petition's stream.
    pub stream: String,
    /// The petition's code.
    pub code: String,
    /// The office.
    pub office: String,
    /// When it was asked.
    pub on: Date,
    /// By when the answer is wanted.
    pub due: Date,
    /// The petition's matter.
    pub matter: String,
    /// Whose petition it is.
    pub unit: String,
}

/// What these offices have not answered, due first, first.
pub(crate) async fn questions(
    store: &Store,
    offices: &[&str],
    most: i64,
) -> Result<Vec<OpenQuestion>> {
    if offices.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = row![duties::debt::AGREED, most];
    values.extend(offices.iter().map(|office| Value::from(*office)));
    let rows = store.rows(&questions_sql(offices.len()), values).await?;
    let one = |row: &store::Row| {
        Ok(OpenQuestion {
            debt: row.int(0)?,
            code: row.text(1)?,
            office: row.text(2)?,
            on: row.date(3)?,
            due: row.date(4)?,
            matter: row.text(5)?,
            unit: row.text(6)?,
            stream: row.text(7)?,
        })
    };
    rows.iter().map(one).collect()
}

/// How these petitions were received, by stream: the facts that say where their words lie.
pub(crate) async fn received(store: &Store, streams: &[&str]) -> Result<HashMap<String, Received>> {
    let mut found = HashMap::with_capacity(streams.len());
    for part in streams.chunks(PART) {
        let values = part.iter().map(|name| Value::from(*name)).collect();
        for row in store.rows(&first_facts(part.len()), values).await? {
            let (stream, body) = (row.text(0)?, row.text(1)?);
            let event = serde_json::from_str(&body)
                .map_err(|error| StoreError::inconsistent("journal", &stream, error))?;
            if let Event::Received(first) = event {
                found.insert(stream, *first);
            }
        }
    }
    Ok(found)
}

/// A post that an open account holds today.
pub(super) struct HeldToday {
    /// Whose.
    pub account: Id,
    /// Which.
    pub post: Post,
    /// At which unit.
    pub unit: String,
    /// The vault item of the holder's name.
    pub person: Option<Id>,
}

/// Every post held on `day`, in the order of accounts.
pub(super) async fn held_on(store: &Store, day: Date) -> Result<Vec<HeldToday>> {
    let rows = store.rows(OFFICERS, row![day]).await?;
    rows.iter()
        .map(|row| {
            let person = row.opt_text(3)?;
            Ok(HeldToday {
                account: row.parse(0)?,
                post: row.parse(1)?,
                unit: row.text(2)?,
                person: person.and_then(|id| id.parse().ok()),
            })
        })
        .collect()
}
