//! `servicerequestupdates`: what became of requests in a span of time, oldest first: the extension
//! that other systems poll to follow many requests at once.

use std::sync::Arc;

use accounts::{App, Failure};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kernel::Refusal;
use store::{Result, Store, StoreError, row};
use web::{Fields, Words};

use super::requests::moment;
use super::tree::{Form, Tree};
use super::{failed, instant, words};
use crate::facts::{self, Event};
use crate::kind::Solved;

/// The most updates in one answer; the caller goes on from the last one's moment.
const MOST: i64 = 1_000;
/// The most days that one query spans: the same as for requests.
const DAYS: i64 = 90;

/// What is told of, with whether the request is closed by it. What its sender says of the answer
/// closes it or opens it again.
const TOLD: &[(&str, bool)] = &[
    (facts::RECEIVED, false),
    (facts::ACCEPTED, false),
    (facts::VERIFIED, false),
    (facts::SENT, true),
    (facts::FORWARDED, true),
    (facts::GUIDED, true),
    (facts::FILED, true),
    (facts::REFUSED, true),
    (facts::WITHDRAWN, true),
    (facts::LINKED, true),
    (facts::SPLIT, true),
    (facts::CARRIED, true),
    (facts::JUDGED, true),
    (facts::REOPENED, false),
    (facts::UNLINKED, false),
];

pub(super) async fn json(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    answer(&app, query, Form::Json).await
}

pub(super) async fn xml(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    answer(&app, query, Form::Xml).await
}

async fn answer(app: &App, query: Option<String>, form: Form) -> Response {
    let fields = Fields::decode(query.unwrap_or_default().as_bytes());
    match updates(app, &fields).await {
        Ok(found) => Tree::List("request_update", found).answer(
            StatusCode::OK,
            "service_request_updates",
            form,
        ),
        Err(failure) => failed(app, &failure, form),
    }
}

async fn updates(app: &App, fields: &Fields) -> std::result::Result<Vec<Tree>, Failure> {
    let Some(instance) = app.instance() else { return Ok(Vec::new()) };
    let (from, to) = span(fields, app.store.clock().today())?;
    let found = between(&app.store, &instance.unit, from, to).await?;
    let words = words(app);
    Ok(found.iter().map(|update| update.tree(&words)).collect())
}

fn span(fields: &Fields, today: Date) -> std::result::Result<(Timestamp, Timestamp), Refusal> {
    let read = |name: &'static str, otherwise: Date, time: Time| {
        let text = fields.get(name).unwrap_or_default().trim().replace(' ', "+");
        let exact = text.parse::<Timestamp>().ok();
        let on = match (text.is_empty(), moment(&text)) {
            (true, _) => otherwise,
            (false, Some(on)) => on,
            (false, None) => {
                return Err(Refusal::invalid(name, "open311-date").with("text", text));
            }
        };
        Ok(exact.or_else(|| kernel::clock::instant(on, time)).unwrap_or(Timestamp::UNIX_EPOCH))
    };
    let first = today.saturating_sub(jiff::Span::new().days(DAYS));
    let from = read("start_date", first, Time::midnight())?;
    let to = read("end_date", today, Time::constant(23, 59, 59, 0))?;
    let days = to.duration_since(from).as_hours() / 24;
    match (0..=DAYS + 1).contains(&days) {
        true => Ok((from, to)),
        false => Err(Refusal::invalid("start_date", "open311-span").with("days", DAYS)),
    }
}

struct Update {
    id: String,
    code: String,
    kind: String,
    at: Timestamp,
    /// What the sender says, where it is that.
    solved: Option<Solved>,
}

impl Update {
    fn tree(&self, words: &Words) -> Tree {
        let told = TOLD.iter().any(|(kind, closed)| *kind == self.kind && *closed);
        let closed = self.solved.map_or(told, |solved| solved == Solved::Yes);
        let mut word = self.kind.trim_start_matches("petition.").replace('_', "-");
        if let Some(solved) = self.solved {
            word = format!("{word}-{}", solved.word());
        }
        Tree::Parts(vec![
            ("update_id", Tree::text(&self.id)),
            ("service_request_id", Tree::text(&self.code)),
            ("status", Tree::text(if closed { "closed" } else { "open" })),
            ("updated_datetime", Tree::text(instant(self.at))),
            ("description", Tree::text(words.t(format!("open311-did-{word}")))),
            ("media_url", Tree::text("")),
        ])
    }
}

/// The first record at or after a place in the journal. Records of one node follow one another in
/// time, and those of several nodes differ by their clocks only, so that a moment's place is found
/// by halving instead of an index that every write would pay for.
const AT: &str = "SELECT position, at FROM journal WHERE position >= $1 ORDER BY position LIMIT 1";
const LAST: &str = "SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM journal";

fn list_sql() -> String {
    let kinds: Vec<String> = TOLD.iter().map(|(kind, _)| format!("'{kind}'")).collect();
    format!(
        "SELECT j.position, p.code, j.kind, j.at, \
         CASE WHEN j.kind = '{}' THEN j.body ELSE '' END FROM journal j \
         JOIN petitions p ON p.stream = j.stream \
         WHERE j.position >= $1 AND j.position <= $2 AND j.at >= $3 AND j.at <= $4 \
         AND p.unit = $5 AND p.kind = 'feedback' AND j.kind IN ({}) \
         ORDER BY j.position LIMIT $6",
        facts::JUDGED,
        kinds.join(", ")
    )
}

/// Samples of every statement.
pub(super) fn statements() -> Vec<String> {
    vec![AT.to_owned(), LAST.to_owned(), list_sql()]
}

/// Clocks of nodes may differ by so much.
const SKEW: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

async fn between(store: &Store, unit: &str, from: Timestamp, to: Timestamp) -> Result<Vec<Update>> {
    let first = place(store, from - SKEW).await?;
    let last = place(store, to + SKEW).await?;
    let values = row![first, last, from, to, unit, MOST];
    let rows = store.rows(&list_sql(), values).await?;
    rows.iter()
        .map(|row| {
            Ok(Update {
                id: row.int(0)?.to_string(),
                code: row.text(1)?,
                kind: row.text(2)?,
                at: row.at(3)?,
                solved: solved(&row.text(4)?, row.int(0)?)?,
            })
        })
        .collect()
}

/// What the sender said by the body of such a fact; nothing by an empty one.
fn solved(body: &str, position: i64) -> Result<Option<Solved>> {
    if body.is_empty() {
        return Ok(None);
    }
    match serde_json::from_str(body) {
        Ok(Event::Judged { solved, .. }) => Ok(Some(solved)),
        Ok(_) => Err(StoreError::inconsistent("journal", position, "no judgement")),
        Err(error) => Err(StoreError::inconsistent("journal", position, error)),
    }
}

/// The place of the first record that is not before `moment`; one past the last when all are.
async fn place(store: &Store, moment: Timestamp) -> Result<i64> {
    let last = store.rows(LAST, Vec::new()).await?;
    let (mut low, mut high) = (1, last.first().map_or(Ok(0), |row| row.int(0))? + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let found = store.rows(AT, row![middle]).await?;
        match found.first() {
            Some(row) if row.at(1)? < moment => low = row.int(0)?.max(middle) + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}
