//! The calendar of receptions for programs, and an appointment in it.

use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Answer, App, Failure, Peer, Scope};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
use web::{FormState, Page, PageError};

use super::{fields, shown};
use crate::desk;
use crate::kind::Way;
use crate::pages;
use crate::session::Session;

/// The first day of the month that a query asks for.
fn first(form: &FormState, today: Date) -> Result<Date, Failure> {
    let number = |name: &str| form.fields().get(name).and_then(|text| text.parse::<i16>().ok());
    let year = number("year").unwrap_or(today.year());
    let month = number("month").and_then(|month| i8::try_from(month).ok());
    Date::new(year, month.unwrap_or(today.month()), 1).map_err(Failure::bug)
}

/// `GET /api/v1/receptions`
pub(super) async fn month(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    page: Page,
) -> Answer {
    let form = api::asked(fields::MONTH, query.as_deref())?;
    let scope = Scope::of_any_time(&app, None, form.fields().get("unit"))?;
    let first = first(&form, app.store.clock().today())?;
    Ok(Json(shown::month(&app, &page, scope.unit, first).await?).into_response())
}

fn still(app: &App, session: &Session) -> Result<(), Refusal> {
    match session.takes_bookings(app.store.clock().today()) {
        true => Ok(()),
        false => Err(Refusal::conflict("reception-no-booking")),
    }
}

/// `POST /api/v1/receptions/{session}/bookings`
pub(super) async fn book(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(typed): Path<String>,
    headers: HeaderMap,
    page: Page,
    body: Body,
) -> Answer {
    let token = api::sender(&app, &headers).await?;
    let read = desk::read_session(&app.store, &typed).await?.ok_or(PageError::NotFound)?;
    let session = read.session;
    let (mut form, _) = api::typed(fields::BOOKING, body)?;
    if form.fields().get("persons").is_none() {
        form.set("persons", 1);
    }
    let request = pages::booking(&mut form, Way::Page);
    let request = request.ok_or_else(|| api::faults(fields::BOOKING, &form))?;
    let of = (session.id.as_str(), session.planned.on);
    let id = api::identity(&app.store, &headers, token.as_ref(), of)?;
    // What comes again is answered before the guard is asked: it records nothing.
    let (visit, again) = match desk::read_visit(&app.store, &id.to_string()).await? {
        Some(known) => (known.visit, true),
        None => {
            still(&app, &session)?;
            api::may_send(&app, from, token.as_ref())?;
            let actor = token.as_ref().map_or(Actor::Resident, |token| token.actor());
            let done = desk::ask(&app.store, &actor, &session, &request, id).await?;
            (done.visit, done.again)
        }
    };
    if again && !desk::is_same(&app.store, &visit, &request).await? {
        return Err(api::key_used().into());
    }
    let shown = shown::booking(&app, &page, &visit, &session).await?;
    let status = if again { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Json(shown)).into_response())
}
