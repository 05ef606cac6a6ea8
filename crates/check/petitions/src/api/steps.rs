//! The steps on a case for an office's program: each reads the fields of its page, by the page's
//! own code, and does what the page does. The sender says which version it saw, and may say under
//! which key the request stands.

use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Act, Answer, App, Failure, Program};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use kernel::{Refusal, RefusalKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::{case, fields, find, opened};
use crate::desk::{self, Person, Read, Spot};
use crate::pages::files;
use crate::pages::office::{do_form, step_and_act};
use crate::petition::Step;

/// Who the asker is and where exactly it happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePerson {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Where a paper answer is to go.
    pub address: String,
    /// Electronic mail.
    pub email: String,
    /// Those who stand behind it besides, one a line.
    pub others: Option<String>,
    /// Where it happened, as it was written.
    pub place: Option<String>,
    /// Where it happened, as a point: latitude and longitude in degrees.
    pub spot: Option<CaseSpot>,
}

/// A point.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseSpot {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// The petition of a code, when the token may do `act` there.
pub(super) async fn found(
    app: &App,
    program: &Program,
    typed: &str,
    act: Act,
) -> Result<Read, Failure> {
    program.allow_somewhere(act)?;
    let unknown = || Refusal::new(RefusalKind::NotFound, "petition-unknown");
    let read = find(app, typed).await?.ok_or_else(unknown)?;
    let unit = &read.petition.received.unit;
    program.allow(Act::PETITIONS_READ, unit)?;
    Ok(read)
}

/// The case as it is now.
pub(super) async fn answer(app: &App, program: &Program, read: &Read) -> Answer {
    let shown = case::shown(app, program, read).await?;
    Ok((api::etag(read.petition.version), Json(shown)).into_response())
}

/// The same, read again.
pub(super) async fn anew(app: &App, program: &Program, name: &str) -> Answer {
    let read = desk::read(&app.store, name).await?;
    let read = read.ok_or_else(|| Failure::bug("a petition that is no more"))?;
    answer(app, program, &read).await
}

/// `GET /api/v1/petitions/{code}/case`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    program: Program,
    Path(typed): Path<String>,
) -> Answer {
    let read = found(&app, &program, &typed, Act::PETITIONS_READ).await?;
    answer(&app, &program, &read).await
}

/// `POST /api/v1/petitions/{code}/steps/{step}`
pub(super) async fn step(
    State(app): State<Arc<App>>,
    program: Program,
    Path((typed, word)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (step, act) = step_and_act(&word)?;
    let read = found(&app, &program, &typed, act).await?;
    if !case::may(&program, act, step, &read.petition) {
        program.allow(act, &read.petition.received.unit)?;
    }
    let fields = fields::of(step);
    let body = api::object(body)?;
    let mut form = api::form(fields, &body);
    if form.is_wrong() {
        return Err(api::faults(fields, &form).into());
    }
    may_advise(&program, step, &read, form.fields().get("n"))?;
    let name = read.petition.id.clone();
    let once = api::once(&app, &program, &headers, &format!("{name}/{word}"), &body)?;
    let once = once.as_ref();
    if api::made(once, &app.store).await?.is_some() {
        return answer(&app, &program, &read).await;
    }
    let seen = api::unless_first(&headers, read.petition.version)?;
    let store = api::store_of(&app.store, once, &name);
    let actor = program.actor();
    let done = match do_form(&app, (&store, &actor), (read, seen), step, &mut form).await {
        Ok(false) => return Err(api::faults(fields, &form).into()),
        done => done.map(drop),
    };
    api::settled(done, once, &app.store).await?;
    anew(&app, &program, &name).await
}

/// An office that was asked answers its own question and no other's.
fn may_advise(program: &Program, step: Step, read: &Read, n: Option<&str>) -> Result<(), Failure> {
    let petition = &read.petition;
    let act = Act::PETITIONS_ADVISE;
    if step != Step::Advise || program.token.may(act, &petition.received.unit) {
        return Ok(());
    }
    let n = n.and_then(|n| n.parse::<u32>().ok());
    let asked = petition.questions.iter().find(|question| Some(question.n) == n);
    match asked {
        Some(question) => program.allow(act, &question.office),
        None => Ok(()),
    }
}

/// `GET /api/v1/petitions/{code}/person`: logged first, then shown.
pub(super) async fn person(
    State(app): State<Arc<App>>,
    program: Program,
    Path(typed): Path<String>,
) -> Answer {
    let read = found(&app, &program, &typed, Act::PETITIONS_PERSON).await?;
    let received = &read.petition.received;
    program.allow(Act::PETITIONS_PERSON, &received.unit)?;
    app.log_read_by(&program, &read.petition.id, "person").await?;
    let said = opened(&app, received.person.as_ref().map(|item| item.id)).await?;
    let said = said.map(|text| serde_json::from_str::<Person>(&text)).transpose();
    let person = said.map_err(Failure::bug)?.unwrap_or_default();
    let group = read.petition.group.as_ref().map(|group| group.who.id);
    let others = group.or(received.extra.others.as_ref().map(|item| item.id));
    let spot = opened(&app, received.extra.spot.as_ref().map(|item| item.id)).await?;
    let spot = spot.map(|text| serde_json::from_str::<Spot>(&text)).transpose();
    let spot = spot.map_err(Failure::bug)?;
    let shown = CasePerson {
        name: person.name,
        phone: person.phone,
        address: person.address,
        email: person.email,
        others: opened(&app, others).await?,
        place: opened(&app, received.place.as_ref().map(|item| item.id)).await?,
        spot: spot.map(|spot| CaseSpot { lat: spot.lat, lon: spot.lon }),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(shown)).into_response())
}

/// `GET /api/v1/petitions/{code}/files/{n}`: logged first, then handed out.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    program: Program,
    Path((typed, n)): Path<(String, usize)>,
) -> Answer {
    let read = found(&app, &program, &typed, Act::PETITIONS_READ).await?;
    app.log_read_by(&program, &read.petition.id, "file").await?;
    files::answer(&app.store, &read.petition, n).await
}
