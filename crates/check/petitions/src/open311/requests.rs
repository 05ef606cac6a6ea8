//! Following requests: one by its id, several by ids, or the newest that match a query over at
//! most 90 days, at most 1,000 of them. Both numbers are the specification's.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{App, Failure, Peer};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use calendar::CalendarKind;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Refusal;
use store::Laws;
use web::{Fields, PageError, Words};

use super::tree::{Form, Tree};
use super::{day, day_end, failed, instant, matter, words};
use crate::code;
use crate::kind::{Kind, MATTERS};
use crate::petition::State as Standing;
use crate::store::{Filter, Line, Order};

/// The most requests in one answer.
const MOST: i64 = 1_000;
/// The most days that one query spans.
const DAYS: i64 = 90;
/// The most ids that one query names.
const PART: usize = 100;

pub(super) async fn list_json(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    list(&app, query, Form::Json).await
}

pub(super) async fn list_xml(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    list(&app, query, Form::Xml).await
}

async fn list(app: &App, query: Option<String>, form: Form) -> Response {
    let fields = Fields::decode(query.unwrap_or_default().as_bytes());
    let found = match fields.get("service_request_id") {
        Some(ids) => by_ids(app, ids).await,
        None => by_query(app, &fields).await,
    };
    match found {
        Ok(lines) => show(app, &lines, form),
        Err(failure) => failed(app, &failure, form),
    }
}

/// `GET /open311/v2/requests/{id}.json`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(file): Path<String>,
) -> Response {
    let (id, form) = Form::split(&file).unwrap_or((&file, Form::Json));
    // Guessing codes is slowed down here as on the page.
    if let Err(at) = app.guard.may_guess(&app.limits.guess, from, app.now()) {
        let minutes = at.duration_since(app.now()).as_mins().max(0) as u32 + 1;
        return failed(&app, &PageError::TooMany { minutes }.into(), form);
    }
    match by_ids(&app, id).await {
        Ok(lines) if lines.is_empty() => {
            app.guard.count(&app.limits.guess, from, app.now());
            failed(&app, &PageError::NotFound.into(), form)
        }
        Ok(lines) => show(&app, &lines, form),
        Err(failure) => failed(&app, &failure, form),
    }
}

/// `GET /open311/v2/tokens/{token}.json`: a request has its id at once, so a token is the id.
pub(super) async fn token(State(app): State<Arc<App>>, Path(file): Path<String>) -> Response {
    let (token, form) = Form::split(&file).unwrap_or((&file, Form::Json));
    match by_ids(&app, token).await {
        Ok(lines) if lines.is_empty() => failed(&app, &PageError::NotFound.into(), form),
        Ok(lines) => {
            let one = |line: &Line| {
                Tree::Parts(vec![
                    ("service_request_id", Tree::text(&line.code)),
                    ("token", Tree::text(token)),
                ])
            };
            Tree::List("request", lines.iter().map(one).collect()).answer(
                StatusCode::OK,
                "service_requests",
                form,
            )
        }
        Err(failure) => failed(&app, &failure, form),
    }
}

async fn by_ids(app: &App, ids: &str) -> std::result::Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for digits in ids.split(',').take(PART).filter_map(code::read) {
        let Some(stream) = crate::store::by_digits(&app.store, &digits).await? else { continue };
        let line = crate::store::one(&app.store, &stream).await?;
        lines.extend(line.filter(|line| line.kind == Kind::Feedback.word()));
    }
    Ok(lines)
}

async fn by_query(app: &App, fields: &Fields) -> std::result::Result<Vec<Line>, Failure> {
    let Some(instance) = app.instance() else { return Ok(Vec::new()) };
    let filter = filter(fields, &instance.unit, app.store.clock().today())?;
    let listed = crate::store::list(&app.store, &filter, Order::Newest, None, false, MOST).await?;
    Ok(listed.lines)
}

/// Which of open and closed are asked for.
fn statuses(text: &str) -> std::result::Result<Vec<bool>, Refusal> {
    let read = |status: &str| match status.trim() {
        "open" => Ok(true),
        "closed" => Ok(false),
        _ => Err(Refusal::invalid("status", "open311-status")),
    };
    text.split(',').map(read).collect()
}

fn filter(fields: &Fields, unit: &str, today: Date) -> std::result::Result<Filter, Refusal> {
    let read = |name: &'static str| match fields.get(name) {
        None => Ok(None),
        Some(text) => match moment(text) {
            Some(day) => Ok(Some(day)),
            None => Err(Refusal::invalid(name, "open311-date").with("text", text)),
        },
    };
    let span = jiff::Span::new().days(DAYS);
    let (from, to) = match (read("start_date")?, read("end_date")?) {
        (None, None) => (today.saturating_sub(span), today),
        (Some(from), None) => (from, from.saturating_add(span)),
        (None, Some(to)) => (to.saturating_sub(span), to),
        (Some(from), Some(to)) => (from, to),
    };
    if from.saturating_add(span) < to || to < from {
        return Err(Refusal::invalid("start_date", "open311-span").with("days", DAYS));
    }
    let statuses = fields.get("status").map(statuses).transpose()?.unwrap_or_default();
    let only = |open: bool| !statuses.is_empty() && statuses.iter().all(|status| *status == open);
    let codes = fields.get("service_code").unwrap_or_default().split(',');
    let codes = codes.map(str::trim).filter(|code| !code.is_empty());
    Ok(Filter {
        unit: fields.get("jurisdiction_id").unwrap_or(unit).to_owned(),
        kind: Kind::Feedback.word().to_owned(),
        matters: codes.map(str::to_owned).take(MATTERS.len()).collect(),
        open: only(true),
        closed: only(false),
        from: Some(from),
        to: Some(to),
        ..Filter::default()
    })
}

/// The civil day of a W3C instant, or of a plain day.
pub(super) fn moment(text: &str) -> Option<Date> {
    // A `+` of a zone arrives as a space when the caller forgot to write it as %2B.
    let text = text.trim().replace(' ', "+");
    let at = text.parse::<Timestamp>().ok();
    at.map(kernel::civil_date).or_else(|| text.get(..10)?.parse().ok())
}

fn show(app: &App, lines: &[Line], form: Form) -> Response {
    let (words, laws) = (words(app), app.store.laws());
    let mut said = Said::new(&words, &laws);
    let requests = lines.iter().map(|line| request(&mut said, line)).collect();
    Tree::List("request", requests).answer(StatusCode::OK, "service_requests", form)
}

fn request(said: &mut Said<'_>, line: &Line) -> Tree {
    let matter = said.matter(&line.matter);
    let middle = |of: i64| Tree::Number((of as f64 + 0.5) / 1_000.0);
    let nothing = || Tree::text("");
    let mut parts = vec![
        ("service_request_id", Tree::text(&line.code)),
        ("status", Tree::text(if line.open { "open" } else { "closed" })),
        ("status_notes", said.state(&line.state)),
        ("service_name", matter.clone()),
        ("service_code", Tree::text(&line.matter)),
        ("description", matter),
        ("agency_responsible", said.office(&line.unit)),
        ("service_notice", nothing()),
        ("requested_datetime", Tree::text(day(line.received_on))),
        ("updated_datetime", Tree::text(instant(line.changed_at))),
        ("expected_datetime", said.expected(line)),
        ("address", nothing()),
        ("address_id", nothing()),
        ("zipcode", nothing()),
    ];
    if let Some((lat, lon)) = line.cell {
        parts.extend([("lat", middle(lat)), ("long", middle(lon))]);
    }
    parts.push(("media_url", nothing()));
    Tree::Parts(parts)
}

/// What one answer says again and again, said once: an answer has up to 1,000 requests, and few
/// matters, states, offices and days.
struct Said<'a> {
    words: &'a Words,
    laws: &'a Laws,
    matters: HashMap<String, String>,
    states: HashMap<String, String>,
    offices: HashMap<String, String>,
    ruled: HashMap<Date, Option<Date>>,
}

impl<'a> Said<'a> {
    fn new(words: &'a Words, laws: &'a Laws) -> Self {
        let (matters, states, offices) = <(HashMap<_, _>, HashMap<_, _>, HashMap<_, _>)>::default();
        Self { words, laws, matters, states, offices, ruled: HashMap::new() }
    }

    fn matter(&mut self, code: &str) -> Tree {
        once(&mut self.matters, code, || matter(self.words, code))
    }

    fn state(&mut self, word: &str) -> Tree {
        let words = self.words;
        once(&mut self.states, word, || {
            let state = Standing::read(word).unwrap_or(Standing::Received);
            words.t(format!("state-{}", state.word().replace('_', "-"))).into_owned()
        })
    }

    fn office(&mut self, code: &str) -> Tree {
        once(&mut self.offices, code, || {
            let unit = units::Gazetteer::shared().current(code);
            unit.map(|unit| unit.title()).unwrap_or_default()
        })
    }

    /// The last day on which the answer is or was owed. Where no rule was law yet, as in registers
    /// of 2011, the day on which it ended, or came: the field is always there.
    fn expected(&mut self, line: &Line) -> Tree {
        let (from, laws) = (line.received_on, self.laws);
        let ask = || laws.now().due_date("TD.reply", from, CalendarKind::Office).ok();
        let due = line.due.or_else(|| *self.ruled.entry(from).or_insert_with(ask));
        Tree::text(day_end(due.or(line.closed_on).unwrap_or(from)))
    }
}

/// The words kept under a key, made the first time.
fn once(kept: &mut HashMap<String, String>, key: &str, make: impl FnOnce() -> String) -> Tree {
    if let Some(said) = kept.get(key) {
        return Tree::text(said);
    }
    let said = make();
    kept.insert(key.to_owned(), said.clone());
    Tree::Text(said)
}
