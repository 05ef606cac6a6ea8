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

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    vec![OFFICERS.to_owned(), first_facts(2)]
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
