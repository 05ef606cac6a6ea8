//! Village meetings for programs, under `/api/v1/village-meetings`: what the public pages show, in
//! numbers and closed words. Never who was there, and never who voted how.

mod shown;

use std::sync::Arc;

use accounts::api::{self, Door, FROM, Field, UNIT, UNTIL};
use accounts::{Access, Answer, App, Scope};
use axum::extract::{Path, RawQuery, State};
use axum::response::IntoResponse as _;
use axum::routing::get;
use axum::{Json, Router};
use web::{Page, PageError};

use crate::desk;
use crate::pages::{LISTED_AHEAD, LISTED_BACK, MOST_LISTED};
use crate::store as sql;

const MEETINGS: &str = "/api/v1/village-meetings";

/// Every route with what it asks.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/api/v1/village-meetings", Access::Public),
    ("GET", "/api/v1/village-meetings/{village}", Access::Public),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/village-meetings", get(list))
        .route("/api/v1/village-meetings/{village}", get(one))
}

/// The shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(shown::VillageMeetings, shown::VillageMeeting)))]
pub struct Document;

/// The query of the list.
const LIST: &[Field] = &[UNIT, FROM, UNTIL];

/// The doors, for the API document.
pub fn doors() -> Vec<Door> {
    let door = |path: &str, title| Door::new("get", path, "village-meetings", title);
    vec![
        door(MEETINGS, "Lists the meetings of a commune's villages")
            .what("From a year back to a quarter ahead when no days are said; the newest first.")
            .query(LIST)
            .refuses(404, "No such unit here")
            .refuses(409, "This installation serves no unit yet")
            .gives(200, "The meetings", "VillageMeetings"),
        door(&format!("{MEETINGS}/{{village}}"), "Shows a meeting and what it decided")
            .what("Each matter with the rule of its day and what was counted over all households.")
            .refuses(404, "No such meeting")
            .gives(200, "The meeting, with its version as `ETag`", "VillageMeeting"),
    ]
}

/// `GET /api/v1/village-meetings`
async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let form = api::asked(LIST, query.as_deref())?;
    let scope = Scope::of(&app, None, form.fields().get("unit"))?;
    let (from, until) = api::days(&form, app.store.clock().today(), (LISTED_BACK, LISTED_AHEAD))?;
    let most = MOST_LISTED + 1;
    let mut lines = sql::between(&app.store, &scope.unit, from, until, most).await?;
    let most = usize::try_from(MOST_LISTED).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    let items = shown::lines(&app.store, lines).await?;
    let shown = shown::VillageMeetings { unit: scope.unit, from, until, items, more };
    Ok(Json(shown).into_response())
}

/// `GET /api/v1/village-meetings/{village}`
async fn one(State(app): State<Arc<App>>, Path(typed): Path<String>, page: Page) -> Answer {
    let read = desk::read(&app.store, &typed).await?.ok_or(PageError::NotFound)?;
    let lang = duties::explain::lang(&page);
    let shown = shown::meeting(&app.store, &read.meeting, lang).await?;
    Ok((api::etag(read.meeting.version), Json(shown)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_route_is_told_in_the_document() {
        assert_eq!(doors().len(), ROUTES.len());
    }
}
