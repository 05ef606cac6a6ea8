//! `/api/v1/calendar`: the days of a unit for programs, out of all subjects, as `/lich` has them.

use std::sync::Arc;

use accounts::api::{self, Door, FROM, Field, Shape, UNIT, UNTIL};
use accounts::{Answer, App, Days, Scope};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse as _;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use web::form::clock;
use web::icalendar::Event;
use web::{Page, PageError};

use super::{AHEAD, joined, villages_of};

/// Its address.
pub(super) const CALENDAR: &str = "/api/v1/calendar";
/// How many days an answer has at the most.
const LONGEST: i64 = 366;

/// The query.
const ASKED: &[Field] = &[
    UNIT,
    Field::maybe("village", Shape::Words(40), "Code of a village: what is for it or for all"),
    FROM,
    UNTIL,
];

/// What stands on the days of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDays {
    /// Code of the unit.
    pub unit: String,
    /// The first day that was looked at.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// In the order of days and hours.
    pub items: Vec<CalendarEntry>,
}

/// Something on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarEntry {
    /// Its name, the same for ever: also in the calendar to subscribe to.
    pub uid: String,
    /// What it is, in the language of `Accept-Language`.
    pub what: String,
    /// Where.
    pub place: Option<String>,
    /// Code of the village that it is for; null for everybody.
    pub village: Option<String>,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The hour at which it begins; null for the whole day.
    #[schema(example = "08:00")]
    pub from: Option<String>,
    /// The hour at which it ends.
    #[schema(example = "11:30")]
    pub until: Option<String>,
    /// Whether it is called off.
    pub cancelled: bool,
    /// Its page.
    #[schema(example = "/lich-tiep-dan?unit=20836&month=2026-03")]
    pub page: String,
}

/// The shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(CalendarDays)))]
pub(crate) struct Document;

/// The doors, for the API document.
pub(crate) fn doors() -> Vec<Door> {
    let door = Door::new("get", CALENDAR, "calendar", "Shows what stands on the days of a unit");
    vec![
        door.what(
            "Receptions, dialogues, meetings of villages, conferences, days at the grassroots, \
             days by which something was promised: from today a quarter ahead when no days are \
             said, at most 366 days.",
        )
        .query(ASKED)
        .refuses(404, "No such unit here, or no such village of it")
        .refuses(409, "This installation serves no unit yet")
        .gives(200, "The days", "CalendarDays"),
    ]
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn entry(event: Event) -> CalendarEntry {
    CalendarEntry {
        uid: event.uid,
        what: event.summary,
        place: some(event.place),
        village: some(event.village),
        on: event.on,
        from: event.hours.map(|(from, _)| clock(from)),
        until: event.hours.map(|(_, until)| clock(until)),
        cancelled: event.cancelled,
        page: event.path,
    }
}

/// `GET /api/v1/calendar`
pub(super) async fn days(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    page: Page,
) -> Answer {
    let form = api::asked(ASKED, query.as_deref())?;
    let scope = Scope::of(&app, None, form.fields().get("unit"))?;
    let village = form.fields().get("village").unwrap_or_default();
    let villages = villages_of(&app, &scope.unit).await?;
    if !village.is_empty() && villages.iter().all(|(code, _)| code != village) {
        return Err(PageError::NotFound.into());
    }
    let (from, until) = api::days(&form, app.store.clock().today(), (0, AHEAD))?;
    let until = until.min(from.saturating_add(LONGEST.days()));
    let asked = Days { app: &app, page: &page, scope: &scope, from, until };
    let events = joined(asked, village).await?;
    let items = events.into_iter().map(entry).collect();
    Ok(Json(CalendarDays { unit: scope.unit, from, until, items }).into_response())
}
