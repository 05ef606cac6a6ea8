//! Dialogues for programs: those of a year with the rules of their dates, and each with its
//! questions, answers, promises and result.

use std::sync::Arc;

use accounts::api;
use accounts::{Answer, App, Failure, Scope};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::IntoResponse as _;
use jiff::civil::Date;
use web::Page;

use super::{fields, shown};
use crate::pages;
use crate::store as sql;

/// `GET /api/v1/dialogues`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    page: Page,
) -> Answer {
    let form = api::asked(fields::DIALOGUES, query.as_deref())?;
    let scope = Scope::of_any_time(&app, None, form.fields().get("unit"))?;
    let today = app.store.clock().today();
    let year = form.fields().get("year").and_then(|year| year.parse().ok());
    let year: i16 = year.unwrap_or(today.year());
    let (first, last) = (Date::new(year, 1, 1), Date::new(year, 12, 31));
    let (first, last) = (first.map_err(Failure::bug)?, last.map_err(Failure::bug)?);
    let lines = sql::between(&app.store, &scope.left(), first, last).await?;
    let lang = duties::explain::lang(&page);
    let shown = shown::year(&app, (scope.unit, year), lines, lang).await?;
    Ok(Json(shown).into_response())
}

/// `GET /api/v1/dialogues/{dialogue}`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let dialogue = pages::public(&app, &typed).await?;
    let shown = shown::dialogue(&app, &dialogue, duties::explain::lang(&page)).await?;
    Ok((api::etag(dialogue.version), Json(shown)).into_response())
}
