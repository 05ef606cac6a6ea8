//! Visits for an office's program: a line of the register as the desk enters it, and the steps
//! after it.

use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Act, Answer, App, Failure, Program};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use kernel::{Id, Refusal};
use web::{FormState, PageError, Say};

use super::{RECEPTIONS, VISITS, fields, shown};
use crate::arrows::VisitStep;
use crate::desk::{self, ReadVisit, Taking};
use crate::pages;
use crate::session::Session;

/// The visit of an address, when the token may do `act` there.
async fn found(app: &App, program: &Program, key: &str, act: Act) -> Result<ReadVisit, Failure> {
    program.allow_somewhere(act)?;
    let read = desk::read_visit(&app.store, key).await?.ok_or(PageError::NotFound)?;
    program.allow_on(&read.visit.began.unit, Act::RECEPTIONS_READ, act)?;
    Ok(read)
}

/// The visit as it is now.
async fn answer(app: &App, program: &Program, key: &str) -> Answer {
    let read = desk::read_visit(&app.store, key).await?.ok_or(PageError::NotFound)?;
    let shown = shown::visit(app, program, &read)?;
    Ok((api::etag(read.visit.version), Json(shown)).into_response())
}

/// `GET /api/v1/visits/{visit}`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    program: Program,
    Path(key): Path<String>,
) -> Answer {
    found(&app, &program, &key, Act::RECEPTIONS_READ).await?;
    answer(&app, &program, &key).await
}

/// The one who waits or has an appointment at this reception, when the body names one.
async fn waiting(
    app: &App,
    session: &Session,
    named: Option<&str>,
) -> Result<Option<ReadVisit>, Failure> {
    let Some(named) = named else { return Ok(None) };
    let read = desk::read_visit(&app.store, named).await?;
    let read = read.filter(|read| read.visit.began.session == session.id);
    Ok(Some(read.ok_or(PageError::NotFound)?))
}

/// What the body says. Beside a denunciation nobody is named: then nothing of it goes further.
fn taking(form: &mut FormState) -> Result<Taking, PageError> {
    if pages::says_who_denounced(form.fields()) {
        form.wrong("kind", Say::new("td-desk-stop"));
    }
    if form.fields().get("turn_of").is_some_and(|key| key.parse::<Id>().is_err()) {
        form.wrong("turn_of", Say::new("api-shape"));
    }
    let taking = pages::taking(form);
    taking.ok_or_else(|| api::faults(fields::VISIT, form))
}

/// `POST /api/v1/receptions/{session}/visits`
pub(super) async fn enter(
    State(app): State<Arc<App>>,
    program: Program,
    Path(typed): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    program.allow_somewhere(Act::RECEPTIONS_RECEIVE)?;
    let read = desk::read_session(&app.store, &typed).await?.ok_or(PageError::NotFound)?;
    let session = read.session;
    program.allow(Act::RECEPTIONS_RECEIVE, &session.planned.unit)?;
    let (mut form, body) = api::typed(fields::VISIT, body)?;
    let taking = taking(&mut form)?;
    let path = format!("{RECEPTIONS}/{typed}/visits");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    let once = once.as_ref();
    if let Some(name) = api::made(once, &app.store).await? {
        return answer(&app, &program, desk::key(&name)).await;
    }
    if !session.takes_visits() {
        let refusal = Refusal::conflict("reception-not-open");
        return Err(refusal.with("state", session.state.word()).into());
    }
    let from = waiting(&app, &session, form.fields().get("visit")).await?;
    let id = app.store.new_id();
    let name = from.as_ref().map_or_else(|| format!("visit/{id}"), |read| read.stream.name.clone());
    let store = api::store_of(&app.store, once, &name);
    match desk::take(&store, &program.actor(), &session, from, &taking, id).await {
        // Whom a colleague received before was not received again: nothing of this was recorded.
        Ok(done) if done.again => match api::made(once, &app.store).await? {
            Some(name) => answer(&app, &program, desk::key(&name)).await,
            None => {
                let refusal = Refusal::conflict("visit-not-now");
                Err(refusal.with("state", done.visit.state.word()).into())
            }
        },
        Ok(_) => {
            let key = desk::key(&name);
            let place = [(header::LOCATION, format!("{VISITS}/{key}"))];
            let shown = answer(&app, &program, key).await?;
            Ok((StatusCode::CREATED, place, shown).into_response())
        }
        Err(failure) => match api::made(once, &app.store).await? {
            Some(name) => answer(&app, &program, desk::key(&name)).await,
            None => Err(failure),
        },
    }
}

/// `POST /api/v1/visits/{visit}/steps/{step}`
pub(super) async fn step(
    State(app): State<Arc<App>>,
    program: Program,
    Path((key, word)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let step = VisitStep::read(&word).ok_or(PageError::NotFound)?;
    let read = found(&app, &program, &key, pages::act_of(step)?).await?;
    let fields = fields::of(step);
    let (mut form, body) = api::typed(fields, body)?;
    let path = format!("{VISITS}/{key}/{word}");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    let once = once.as_ref();
    if api::made(once, &app.store).await?.is_some() {
        return answer(&app, &program, &key).await;
    }
    let asked = pages::asked(&mut form, step, app.store.clock().today());
    let asked = asked.ok_or_else(|| api::faults(fields, &form))?;
    let seen = api::unless_first(&headers, read.visit.version)?;
    let store = api::store_of(&app.store, once, &read.visit.id);
    let done = desk::step(&store, &program.actor(), read, seen, asked).await;
    api::settled(done, once, &app.store).await?;
    answer(&app, &program, &key).await
}
