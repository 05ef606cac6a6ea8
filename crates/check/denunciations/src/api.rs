//! The register for an office's program, under `/api/v1/denunciations` and `/api/v1/anonymous`: the
//! acts of its pages, read from the same tables, with the same permissions. A body has no field for
//! words, what has no place in it is refused, and nothing of it is said again.
//!
//! As on the pages, each reading of an entry stands in the access log before it is shown.

mod anonymous;
mod doors;
mod fields;
mod shown;

use std::sync::Arc;

use accounts::api::{self, Body, asked, made, store_of, typed, unless_first};
use accounts::once::Once;
use accounts::{Access, Act, Answer, App, Failure, Program};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use store::Stream;
use web::{FormState, PageError};

use crate::arrows::{State as Standing, Step};
use crate::correction;
use crate::denunciation::step_of;
use crate::desk::{self, Read};
use crate::facts::Event;
use crate::pages;
use crate::store::{self as sql, Filter, Listed};

pub use doors::{Document, doors};

const LIST: &str = "/api/v1/denunciations";
/// How many lines an answer has when nothing is said.
const SIZE: i64 = 50;

const READ: Access = Access::Token(Act::DENUNCIATIONS_READ);
const ENTER: Access = Access::Token(Act::DENUNCIATIONS_ENTER);
const CORRECT: Access = Access::Token(Act::DENUNCIATIONS_CORRECT);
const SETTLE: Access = Access::Token(Act::DENUNCIATIONS_SETTLE);

/// Every route with what it asks. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/api/v1/denunciations", READ),
    ("POST", "/api/v1/denunciations", ENTER),
    ("GET", "/api/v1/denunciations/{entry}", READ),
    ("POST", "/api/v1/denunciations/{entry}/corrections/{n}", CORRECT),
    ("POST", "/api/v1/denunciations/{entry}/steps/widen", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/accept", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/refuse", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/forward", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/file", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/notify", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/extend", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/suspend", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/resume", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/send_decision", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/conclude", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/send_conclusion", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/handle", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/publish", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/go_on", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/withdraw", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/terminate", SETTLE),
    ("POST", "/api/v1/denunciations/{entry}/steps/ask_report", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/want_report", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/report", ENTER),
    ("POST", "/api/v1/denunciations/{entry}/steps/move", ENTER),
    ("GET", "/api/v1/anonymous", READ),
    ("POST", "/api/v1/anonymous", ENTER),
    ("GET", "/api/v1/anonymous/{entry}", READ),
    ("POST", "/api/v1/anonymous/{entry}/handling", ENTER),
    ("POST", "/api/v1/anonymous/{entry}/corrections/{n}", CORRECT),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/denunciations", get(list).post(enter))
        .route("/api/v1/denunciations/{entry}", get(one))
        .route("/api/v1/denunciations/{entry}/corrections/{n}", post(correct))
        .route("/api/v1/denunciations/{entry}/steps/{step}", post(step))
        .route("/api/v1/anonymous", get(anonymous::list).post(anonymous::enter))
        .route("/api/v1/anonymous/{entry}", get(anonymous::one))
        .route("/api/v1/anonymous/{entry}/handling", post(anonymous::handle))
        .route("/api/v1/anonymous/{entry}/corrections/{n}", post(anonymous::correct))
}

/// What a page of this list is narrowed to: the token's own unit.
fn filter(form: &FormState, unit: &str) -> Filter {
    let number = |name: &str| form.fields().get(name).and_then(|text| text.parse::<i64>().ok());
    Filter {
        unit: unit.to_owned(),
        year: number("year").and_then(|year| i16::try_from(year).ok()),
        state: form.fields().get("state").and_then(Standing::read).map_or("", Standing::word),
        key: number("cursor"),
        back: false,
        size: number("limit").unwrap_or(SIZE),
    }
}

/// The key of the next page.
fn next<L>(listed: &Listed<L>, seq: impl Fn(&L) -> i64) -> Option<i64> {
    listed.lines.last().filter(|_| listed.more).map(seq)
}

/// `GET /api/v1/denunciations`
async fn list(State(app): State<Arc<App>>, program: Program, RawQuery(query): RawQuery) -> Answer {
    program.allow(Act::DENUNCIATIONS_READ, &program.token.unit)?;
    let form = asked(fields::LIST, query.as_deref())?;
    let listed = sql::list(&app.store, &filter(&form, &program.token.unit)).await?;
    let next = next(&listed, |line| line.seq);
    let items = listed.lines.into_iter().map(Into::into).collect();
    Ok(unkept(Json(shown::RegisterPage { items, next })))
}

/// `POST /api/v1/denunciations`
async fn enter(
    State(app): State<Arc<App>>,
    program: Program,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    program.allow(Act::DENUNCIATIONS_ENTER, &program.token.unit)?;
    let (mut form, body) = typed(fields::FRESH, body)?;
    let today = app.store.clock().today();
    let new = pages::entry_of(&mut form, &program.token.unit, today);
    let new = new.ok_or_else(|| api::faults(fields::FRESH, &form))?;
    let once = api::once(&app, &program, &headers, LIST, &body)?;
    if let Some(name) = made(once.as_ref(), &app.store).await? {
        return again(&app, &program, &name).await;
    }
    match desk::enter_once(&app.store, &program.actor(), &new, once.as_ref()).await {
        Ok(entry) => {
            let (key, place) = (desk::key(&entry.id), [(header::LOCATION, at(LIST, &entry.id))]);
            let read = desk::read(&app.store, key).await?.ok_or(PageError::NotFound)?;
            Ok((StatusCode::CREATED, place, answer(&app, &program, &read).await?).into_response())
        }
        Err(failure) => match made(once.as_ref(), &app.store).await? {
            Some(name) => again(&app, &program, &name).await,
            None => Err(failure),
        },
    }
}

/// The address of what a stream is.
fn at(list: &str, stream: &str) -> String {
    format!("{list}/{}", desk::key(stream))
}

/// The entry that the same request entered before.
async fn again(app: &App, program: &Program, name: &str) -> Answer {
    let read = desk::read(&app.store, desk::key(name)).await?.ok_or(PageError::NotFound)?;
    answer(app, program, &read).await
}

/// The entry of an address, when the token may do `act` there.
async fn found(app: &App, program: &Program, key: &str, act: Act) -> Result<Read, Failure> {
    program.allow_somewhere(act)?;
    let read = desk::read(&app.store, key).await?.ok_or(PageError::NotFound)?;
    program.allow_on(&read.entry.received.unit, Act::DENUNCIATIONS_READ, act)?;
    Ok(read)
}

/// The entry, after its reading was logged.
async fn answer(app: &App, program: &Program, read: &Read) -> Answer {
    app.log_read_by(program, &read.entry.id, "denunciation").await?;
    let shown = shown::entry(program, read, &app.store.laws())?;
    Ok((api::etag(read.entry.version), Json(shown)).into_response())
}

/// What nobody between may keep.
fn unkept(answer: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}

/// `GET /api/v1/denunciations/{entry}`
async fn one(State(app): State<Arc<App>>, program: Program, Path(key): Path<String>) -> Answer {
    let read = found(&app, &program, &key, Act::DENUNCIATIONS_READ).await?;
    answer(&app, &program, &read).await
}

/// What came of an act on an entry: the entry as it is now, whoever did it under this key.
async fn settled(
    app: &App,
    program: &Program,
    (key, once): (&str, Option<&Once>),
    done: Result<(), Failure>,
) -> Answer {
    api::settled(done, once, &app.store).await?;
    let read = desk::read(&app.store, key).await?.ok_or(PageError::NotFound)?;
    answer(app, program, &read).await
}

/// `POST /api/v1/denunciations/{entry}/steps/{step}`
async fn step(
    State(app): State<Arc<App>>,
    program: Program,
    Path((key, word)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let step = Step::read(&word).ok_or(PageError::NotFound)?;
    let read = found(&app, &program, &key, pages::act_of(step)?).await?;
    let fields = fields::of(step);
    let (mut form, body) = typed(fields, body)?;
    let path = format!("{LIST}/{key}/{word}");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    if made(once.as_ref(), &app.store).await?.is_some() {
        return answer(&app, &program, &read).await;
    }
    let today = app.store.clock().today();
    let command = pages::command(&mut form, step, &read.entry, today);
    let (command, on) = command.ok_or_else(|| api::faults(fields, &form))?;
    let seen = unless_first(&headers, read.entry.version)?;
    let store = store_of(&app.store, once.as_ref(), &read.entry.id);
    let done = desk::act(&store, &program.actor(), read, seen, command, on).await;
    settled(&app, &program, (&key, once.as_ref()), done).await
}

/// The fact with this number as it was last put right.
fn fact(stream: &Stream, n: i64) -> Result<Event, Failure> {
    let told = correction::told(stream)?.into_iter();
    let mut told = told.filter(|one| one.record.version == n);
    Ok(told.next().ok_or(PageError::NotFound)?.event)
}

/// `POST /api/v1/denunciations/{entry}/corrections/{n}`
async fn correct(
    State(app): State<Arc<App>>,
    program: Program,
    Path((key, n)): Path<(String, i64)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let read = found(&app, &program, &key, Act::DENUNCIATIONS_CORRECT).await?;
    let event = fact(&read.stream, n)?;
    let own = step_of(&event).map_or(Ok(Act::DENUNCIATIONS_ENTER), pages::act_of)?;
    program.allow(own, &read.entry.received.unit)?;
    let fields = fields::correction(pages::asks(&event));
    let (mut form, body) = typed(fields, body)?;
    let path = format!("{LIST}/{key}/corrections/{n}");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    if made(once.as_ref(), &app.store).await?.is_some() {
        return answer(&app, &program, &read).await;
    }
    let mend = pages::mend(&mut form, n, &event, app.store.clock().today());
    let mend = mend.ok_or_else(|| api::faults(fields, &form))?;
    let seen = unless_first(&headers, read.entry.version)?;
    let store = store_of(&app.store, once.as_ref(), &read.entry.id);
    let done = desk::correct(&store, &program.actor(), read, seen, mend).await;
    settled(&app, &program, (&key, once.as_ref()), done).await
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::ARROWS;

    /// The door of a step asks for the very act of the step's arrows, as its page does.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in ARROWS {
            let path = format!("{LIST}/{{entry}}/steps/{}", arrow.step.word());
            let act = Access::Token(arrow.act.parse().unwrap());
            assert_eq!(routes::asked(ROUTES, &path), [act], "{path}");
        }
        let steps = ROUTES.iter().filter(|route| route.1.contains("/steps/")).count();
        assert_eq!((steps, doors().len()), (Step::ALL.len(), ROUTES.len()));
    }
}
