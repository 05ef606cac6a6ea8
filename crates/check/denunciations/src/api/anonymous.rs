//! Anonymous information for an office's program: its day, what was done, and what was put right.

use std::sync::Arc;

use accounts::api::{self, Body, asked, made, store_of, typed, unless_first};
use accounts::once::Once;
use accounts::{Act, Answer, App, Failure, Program};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use store::Stream;
use web::PageError;

use super::{at, fact, fields, filter, next, shown, unkept};
use crate::anonymous::Anonymous;
use crate::desk;
use crate::kind::Handling;
use crate::pages::{self, EARLIEST};
use crate::store as sql;

/// The list's address.
pub(super) const LIST: &str = "/api/v1/anonymous";

/// A piece of anonymous information with its stream.
type One = (Stream, Anonymous);

async fn found(app: &App, program: &Program, key: &str, act: Act) -> Result<One, Failure> {
    program.allow_somewhere(act)?;
    let found = desk::read_anonymous(&app.store, key).await?.ok_or(PageError::NotFound)?;
    program.allow_on(&found.1.unit, Act::DENUNCIATIONS_READ, act)?;
    Ok(found)
}

async fn answer(app: &App, program: &Program, (stream, one): &One) -> Answer {
    app.log_read_by(program, &one.id, "denunciation").await?;
    let shown = shown::anonymous(stream, one)?;
    Ok((api::etag(one.version), Json(shown)).into_response())
}

async fn settled(
    app: &App,
    program: &Program,
    (key, once): (&str, Option<&Once>),
    done: Result<(), Failure>,
) -> Answer {
    api::settled(done, once, &app.store).await?;
    let found = desk::read_anonymous(&app.store, key).await?.ok_or(PageError::NotFound)?;
    answer(app, program, &found).await
}

/// `GET /api/v1/anonymous`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    program: Program,
    RawQuery(query): RawQuery,
) -> Answer {
    program.allow(Act::DENUNCIATIONS_READ, &program.token.unit)?;
    let form = asked(fields::ANONYMOUS_LIST, query.as_deref())?;
    let listed = sql::anonymous(&app.store, &filter(&form, &program.token.unit)).await?;
    let next = next(&listed, |line| line.seq);
    let items = listed.lines.into_iter().map(Into::into).collect();
    Ok(unkept(Json(shown::AnonymousPage { items, next })))
}

/// `POST /api/v1/anonymous`
pub(super) async fn enter(
    State(app): State<Arc<App>>,
    program: Program,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let unit = program.token.unit.clone();
    program.allow(Act::DENUNCIATIONS_ENTER, &unit)?;
    let (mut form, body) = typed(fields::ANONYMOUS, body)?;
    let on = form.date("on", EARLIEST, app.store.clock().today());
    let on = on.ok_or_else(|| api::faults(fields::ANONYMOUS, &form))?;
    let once = api::once(&app, &program, &headers, LIST, &body)?;
    if let Some(name) = made(once.as_ref(), &app.store).await? {
        return settled(&app, &program, (desk::key(&name), None), Ok(())).await;
    }
    let actor = program.actor();
    match desk::enter_anonymous_once(&app.store, &actor, &unit, on, once.as_ref()).await {
        Ok(one) => {
            let place = [(header::LOCATION, at(LIST, &one.id))];
            let key = (desk::key(&one.id), None);
            let shown = settled(&app, &program, key, Ok(())).await?;
            Ok((StatusCode::CREATED, place, shown).into_response())
        }
        Err(failure) => match made(once.as_ref(), &app.store).await? {
            Some(name) => settled(&app, &program, (desk::key(&name), None), Ok(())).await,
            None => Err(failure),
        },
    }
}

/// `GET /api/v1/anonymous/{entry}`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    program: Program,
    Path(key): Path<String>,
) -> Answer {
    let found = found(&app, &program, &key, Act::DENUNCIATIONS_READ).await?;
    answer(&app, &program, &found).await
}

/// `POST /api/v1/anonymous/{entry}/handling`
pub(super) async fn handle(
    State(app): State<Arc<App>>,
    program: Program,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let found = found(&app, &program, &key, Act::DENUNCIATIONS_ENTER).await?;
    let (mut form, body) = typed(fields::HANDLED, body)?;
    let once = api::once(&app, &program, &headers, &format!("{LIST}/{key}/handling"), &body)?;
    if made(once.as_ref(), &app.store).await?.is_some() {
        return answer(&app, &program, &found).await;
    }
    let on = form.date("on", EARLIEST, app.store.clock().today());
    let handling = form.choice("handling", Handling::WORDS).and_then(Handling::read);
    let both = handling.zip(on).ok_or_else(|| api::faults(fields::HANDLED, &form))?;
    unless_first(&headers, found.1.version)?;
    let store = store_of(&app.store, once.as_ref(), &found.1.id);
    let done = desk::handle(&store, &program.actor(), found, both.0, both.1).await;
    settled(&app, &program, (&key, once.as_ref()), done).await
}

/// `POST /api/v1/anonymous/{entry}/corrections/{n}`
pub(super) async fn correct(
    State(app): State<Arc<App>>,
    program: Program,
    Path((key, n)): Path<(String, i64)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let found = found(&app, &program, &key, Act::DENUNCIATIONS_CORRECT).await?;
    program.allow(Act::DENUNCIATIONS_ENTER, &found.1.unit)?;
    let event = fact(&found.0, n)?;
    let fields = fields::correction(pages::asks(&event));
    let (mut form, body) = typed(fields, body)?;
    let path = format!("{LIST}/{key}/corrections/{n}");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    if made(once.as_ref(), &app.store).await?.is_some() {
        return answer(&app, &program, &found).await;
    }
    let mend = pages::mend(&mut form, n, &event, app.store.clock().today());
    let mend = mend.ok_or_else(|| api::faults(fields, &form))?;
    let seen = unless_first(&headers, found.1.version)?;
    let store = store_of(&app.store, once.as_ref(), &found.1.id);
    let done = desk::correct_anonymous(&store, &program.actor(), found.0, seen, mend).await;
    settled(&app, &program, (&key, once.as_ref()), done).await
}
