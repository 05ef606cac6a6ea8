//! Conferences for programs, under `/api/v1/conferences`: what a host made known, and the
//! conclusions that it marked as public. Nothing else of a conference is here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use accounts::api::{self, Door, FROM, Field, UNIT, UNTIL};
use accounts::{Access, Answer, App, Scope};
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse as _;
use axum::routing::get;
use axum::{Json, Router};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use web::form::clock;

use crate::desk;
use crate::pages::{LISTED_AHEAD, LISTED_BACK, MOST_LISTED};
use crate::store::{self as sql, Line, Owed, Whose};

/// Every route with what it asks.
pub const ROUTES: &[(&str, &str, Access)] = &[("GET", "/api/v1/conferences", Access::Public)];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new().route("/api/v1/conferences", get(list))
}

/// The shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(Conferences)))]
pub struct Document;

/// The query of the list.
const LIST: &[Field] = &[UNIT, FROM, UNTIL];

/// The doors, for the API document.
pub fn doors() -> Vec<Door> {
    let title = "Lists the conferences that a unit made known";
    let door = Door::new("get", "/api/v1/conferences", "conferences", title);
    vec![
        door.what(
            "With the conclusions that everybody may read: what, whose, until when. From a year \
             back to a year ahead when no days are said; the newest first.",
        )
        .query(LIST)
        .refuses(404, "No such unit here")
        .refuses(409, "This installation serves no unit yet")
        .gives(200, "The conferences", "Conferences"),
    ]
}

/// The conferences that a unit made known.
#[derive(Debug, Serialize, ToSchema)]
pub struct Conferences {
    /// Code of the host.
    pub unit: String,
    /// The first day that was looked at.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// The conferences of these days, the newest first.
    pub items: Vec<ConferenceLine>,
    /// Whether there are older ones in these days: ask for fewer days.
    pub more: bool,
}

/// A conference that was made known.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceLine {
    /// Its key.
    pub conference: String,
    /// What it is about.
    pub title: Option<String>,
    /// Where the host sits.
    pub place: Option<String>,
    /// What kind it is, such as `briefing`.
    pub kind: String,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The hour at which it begins.
    #[schema(example = "08:00")]
    pub from: String,
    /// The hour at which it ends.
    #[schema(example = "11:00")]
    pub until: String,
    /// Where it stands.
    pub state: String,
    /// The conclusions that everybody may read.
    pub conclusions: Vec<ConferenceConclusion>,
}

/// A conclusion that everybody may read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceConclusion {
    /// Its key.
    pub conclusion: String,
    /// What is owed.
    pub what: Option<String>,
    /// What the unit that owes it is called.
    pub owner: String,
    /// By when.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// Where it stands.
    pub state: String,
    /// When it was done or withdrawn.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
}

type Texts = HashMap<String, String>;

fn conclusion(one: &Owed, texts: &Texts) -> ConferenceConclusion {
    ConferenceConclusion {
        conclusion: desk::key(&one.stream).to_owned(),
        what: texts.get(&one.what).cloned(),
        owner: one.owner.clone(),
        until: one.until,
        state: one.state.clone(),
        closed_on: one.closed_on,
    }
}

fn conference(line: Line, owed: &[Owed], texts: &Texts) -> ConferenceLine {
    let own = owed.iter().filter(|one| one.conference == line.stream);
    ConferenceLine {
        conclusions: own.map(|one| conclusion(one, texts)).collect(),
        conference: desk::key(&line.stream).to_owned(),
        title: texts.get(&line.title).cloned(),
        place: texts.get(&line.place).cloned(),
        kind: line.kind,
        on: line.on,
        from: clock(line.from),
        until: clock(line.until),
        state: line.state,
    }
}

/// `GET /api/v1/conferences`
async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let form = api::asked(LIST, query.as_deref())?;
    let scope = Scope::of(&app, None, form.fields().get("unit"))?;
    let store = &app.store;
    let (from, until) = api::days(&form, store.clock().today(), (LISTED_BACK, LISTED_AHEAD))?;
    let whose = (Whose::Published, scope.unit.as_str());
    let mut lines = sql::between(store, whose, (from, until), MOST_LISTED + 1).await?;
    let most = usize::try_from(MOST_LISTED).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    // What was concluded is said on the day or after it.
    let mut owed = sql::public(store, &scope.unit, from).await?;
    // Only words of what is shown are opened, however far back the days go.
    let shown: HashSet<&str> = lines.iter().map(|line| line.stream.as_str()).collect();
    owed.retain(|one| shown.contains(one.conference.as_str()));
    let words = lines.iter().flat_map(|line| [line.title.as_str(), line.place.as_str()]);
    let words: Vec<&str> = words.chain(owed.iter().map(|one| one.what.as_str())).collect();
    let texts = store.texts_of(&words).await?;
    let items = lines.into_iter().map(|line| conference(line, &owed, &texts)).collect();
    Ok(Json(Conferences { unit: scope.unit, from, until, items, more }).into_response())
}
