//! Days at the grassroots for programs: who goes where, what was asked and what became of it, whom
//! to meet, which office is twinned with which village, for everybody; for an office's program what
//! was asked is written down and done. Never who asked.

mod doors;
mod fields;
mod shown;

use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Access, Act, Answer, App, Failure, Program, Scope};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use store::Store;
use web::{FormState, PageError, Say};

use crate::arrows::NeedStep;
use crate::desk::{self, NewNeed, Person};
use crate::facts::Fate;
use crate::kind::Withdrawn;
use crate::need::Need;
use crate::pages;
use crate::store as sql;

pub use doors::{Document, doors};

const DAYS: &str = "/api/v1/grassroots-days";
const NEEDS: &str = "/api/v1/needs";
const LIAISONS: &str = "/api/v1/liaisons";
const TWINNINGS: &str = "/api/v1/twinnings";
const RECORD: Access = Access::Token(Act::GRASSROOTS_RECORD);
const WITHDRAW: Access = Access::Token(Act::GRASSROOTS_WITHDRAW);

/// How many days back and ahead a list reaches when nothing is said, and how many at the most.
const BACK: i64 = 31;
const AHEAD: i64 = 92;
const LONGEST: i64 = 366;
/// How many needs an answer has when nothing is said, and how many at the most.
const SIZE: usize = 50;
const MOST: i64 = 200;
/// How many days and needs of a twinning are told.
const OF_TWIN: i64 = 1_000;

/// Every route with what it asks. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/api/v1/grassroots-days", Access::Public),
    ("POST", "/api/v1/grassroots-days/{trip}/needs", RECORD),
    ("GET", "/api/v1/needs", Access::Public),
    ("GET", "/api/v1/needs/{need}", Access::Public),
    ("POST", "/api/v1/needs/{need}/steps/finish", RECORD),
    ("POST", "/api/v1/needs/{need}/steps/withdraw", WITHDRAW),
    ("GET", "/api/v1/liaisons", Access::Public),
    ("POST", "/api/v1/liaisons/{liaison}/needs", RECORD),
    ("GET", "/api/v1/twinnings", Access::Public),
    ("GET", "/api/v1/twinnings/{twin}", Access::Public),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/grassroots-days", get(days))
        .route("/api/v1/grassroots-days/{trip}/needs", post(raise))
        .route("/api/v1/needs", get(needs))
        .route("/api/v1/needs/{need}", get(need))
        .route("/api/v1/needs/{need}/steps/{step}", post(step))
        .route("/api/v1/liaisons", get(liaisons))
        .route("/api/v1/liaisons/{liaison}/needs", post(pass))
        .route("/api/v1/twinnings", get(twinnings))
        .route("/api/v1/twinnings/{twin}", get(twinning))
}

/// The days that a query asks for: never so many that the answer has no end.
fn span(form: &FormState, today: Date) -> Result<(Date, Date), Refusal> {
    let (from, until) = api::days(form, today, (BACK, AHEAD))?;
    Ok((from, until.min(from.saturating_add(LONGEST.days()))))
}

/// `GET /api/v1/grassroots-days`
async fn days(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let form = api::asked(fields::DAYS, query.as_deref())?;
    let scope = Scope::of(&app, None, form.fields().get("unit"))?;
    let (from, until) = span(&form, app.store.clock().today())?;
    let trips = sql::trips(&app.store, &scope.unit, from, until).await?;
    let items = shown::days(&app, trips).await?;
    Ok(Json(shown::GrassrootsDays { unit: scope.unit, from, until, items }).into_response())
}

/// `GET /api/v1/needs`
async fn needs(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let mut form = api::asked(fields::NEEDS, query.as_deref())?;
    let scope = Scope::of(&app, None, form.fields().get("unit"))?;
    let (store, today) = (&app.store, app.store.clock().today());
    let days = span(&form, today)?;
    let size = form.fields().get("limit").and_then(|text| text.parse().ok()).unwrap_or(SIZE);
    let list = if form.fields().get("state") == Some("closed") { "closed" } else { "open" };
    let after = place(&mut form, list).ok_or_else(|| api::faults(fields::NEEDS, &form))?;
    let (asks, next) = match list {
        "closed" => {
            let mut asks = sql::closed(store, &scope.unit, days, &after, size as i64 + 1).await?;
            let next = pages::cut(list, &mut asks, size, |ask| ask.on);
            (asks, next)
        }
        _ => {
            let mut asks = sql::open(store, &scope.unit, &after, size as i64 + 1).await?;
            let next = pages::cut(list, &mut asks, size, pages::by_due);
            (asks, next)
        }
    };
    let items = shown::needs(store, asks, today).await?;
    let more = next.is_some();
    Ok(Json(shown::Needs { unit: scope.unit, items, more, next }).into_response())
}

/// Where the list begins that a query asks for; `None` for a cursor that is none of this list.
fn place(form: &mut FormState, list: &str) -> Option<sql::Place> {
    let text = form.fields().typed("cursor").to_owned();
    if !form.fields().pairs().any(|(name, _)| name == "cursor") {
        return Some(if list == "closed" { sql::first_closed() } else { sql::first_open() });
    }
    let found = pages::after(list, &text);
    if found.is_none() {
        form.wrong("cursor", Say::new("api-cursor"));
    }
    found
}

/// `GET /api/v1/twinnings`
async fn twinnings(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let form = api::asked(fields::TWINNINGS, query.as_deref())?;
    let scope = Scope::of(&app, None, form.fields().get("unit"))?;
    let village = form.fields().get("village").unwrap_or_default();
    let mut pairs = sql::pairs(&app.store, &scope.unit).await?;
    pairs.retain(|pair| village.is_empty() || pair.villages.iter().any(|code| code == village));
    let items = shown::twinnings(&app.store, pairs).await?;
    Ok(Json(shown::Twinnings { unit: scope.unit, items }).into_response())
}

/// `GET /api/v1/twinnings/{twin}`
async fn twinning(State(app): State<Arc<App>>, Path(typed): Path<String>) -> Answer {
    let read = desk::read_twin(&app.store, &typed).await?.ok_or(PageError::NotFound)?.it;
    let (pair, unit, store) = (pages::pair_of(&read), &read.twinned.unit, &app.store);
    let days = sql::trips_for(store, unit, &pair, OF_TWIN).await?;
    let asks = sql::asks_for(store, unit, &pair, OF_TWIN).await?;
    let days = shown::days(&app, days).await?;
    let needs = shown::needs(store, asks, store.clock().today()).await?;
    let shown = shown::twinnings(store, vec![pair]).await?.pop();
    let twinning = shown.ok_or_else(|| Failure::bug("a twinning that is not shown"))?;
    let shown = shown::TwinningDays { unit: unit.clone(), twinning, days, needs };
    Ok((api::etag(read.version), Json(shown)).into_response())
}

async fn answer(app: &App, read: &Need, status: StatusCode) -> Answer {
    let shown = shown::need(&app.store, read).await?;
    Ok((status, api::etag(read.version), Json(shown)).into_response())
}

/// `GET /api/v1/needs/{need}`
async fn need(State(app): State<Arc<App>>, Path(typed): Path<String>) -> Answer {
    let read = desk::read_need(&app.store, &typed).await?.ok_or(PageError::NotFound)?;
    answer(&app, &read.it, StatusCode::OK).await
}

/// `GET /api/v1/liaisons`
async fn liaisons(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let form = api::asked(fields::LIAISONS, query.as_deref())?;
    let scope = Scope::of(&app, None, form.fields().get("unit"))?;
    let areas = sql::areas(&app.store, &scope.unit, app.store.clock().today()).await?;
    let items = shown::liaisons(&app, areas).await?;
    Ok(Json(shown::Liaisons { unit: scope.unit, items }).into_response())
}

/// Whether a need was written down in just these words. What was destroyed since is not the same.
async fn is_same(store: &Store, need: &Need, new: &NewNeed) -> Result<bool, Failure> {
    let raised = &need.raised;
    let fate = match &raised.fate {
        Fate::Done(said) => api::holds(store, Some(said.id), new.done.trim()).await?,
        Fate::Owed { owner, until, .. } => {
            let owed = (new.owner, new.until) == (Some(*owner), Some(*until));
            owed && new.done.trim().is_empty()
        }
    };
    if !fate || (raised.on, raised.matter.as_str()) != (new.on, new.matter.as_str()) {
        return Ok(false);
    }
    let person = match new.person == Person::default() {
        true => String::new(),
        false => serde_json::to_string(&new.person).map_err(Failure::bug)?,
    };
    let who = raised.person.as_ref().map(|item| item.id);
    Ok(api::holds(store, Some(raised.words.id), new.words.trim()).await?
        && api::holds(store, who, &person).await?)
}

/// Writes down what was asked on the visit or at the liaison `of`.
async fn heard(
    app: &App,
    program: &Program,
    of: &str,
    (headers, body): (&HeaderMap, Body),
) -> Answer {
    program.allow_somewhere(Act::GRASSROOTS_RECORD)?;
    let at = desk::heard_at(&app.store, of).await?;
    program.allow(Act::GRASSROOTS_RECORD, &at.spot.unit)?;
    let (mut form, _) = api::typed(fields::NEED, body)?;
    let new = pages::need_of(&mut form, of, (at.since, app.store.clock().today()));
    let new = new.ok_or_else(|| api::faults(fields::NEED, &form))?;
    let id = api::identity(&app.store, headers, Some(&program.token), (of, at.since))?;
    let name = id.to_string();
    if let Some(known) = desk::read_need(&app.store, &name).await? {
        return match is_same(&app.store, &known.it, &new).await? {
            true => answer(app, &known.it, StatusCode::OK).await,
            false => Err(api::key_used().into()),
        };
    }
    desk::raise(&app.store, &program.actor(), &new, id).await?;
    let read = desk::read_need(&app.store, &name).await?;
    let read = read.ok_or_else(|| Failure::bug("a need that was written down is not there"))?;
    // Another request under the key may have come in the same moment: then that one stands.
    if !is_same(&app.store, &read.it, &new).await? {
        return Err(api::key_used().into());
    }
    let place = [(header::LOCATION, format!("{NEEDS}/{name}"))];
    Ok((place, answer(app, &read.it, StatusCode::CREATED).await?).into_response())
}

/// `POST /api/v1/grassroots-days/{trip}/needs`
async fn raise(
    State(app): State<Arc<App>>,
    program: Program,
    Path(trip): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    heard(&app, &program, &format!("roots/{trip}"), (&headers, body)).await
}

/// `POST /api/v1/liaisons/{liaison}/needs`
async fn pass(
    State(app): State<Arc<App>>,
    program: Program,
    Path(liaison): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    heard(&app, &program, &format!("liaison/{liaison}"), (&headers, body)).await
}

/// `POST /api/v1/needs/{need}/steps/{step}`
async fn step(
    State(app): State<Arc<App>>,
    program: Program,
    Path((key, word)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let step = NeedStep::read(&word).ok_or(PageError::NotFound)?;
    let (act, fields) = (doors::act_of(step), fields::of(step));
    program.allow_somewhere(act)?;
    let read = desk::read_need(&app.store, &key).await?.ok_or(PageError::NotFound)?;
    program.allow(act, &read.it.raised.unit)?;
    let (mut form, body) = api::typed(fields, body)?;
    let path = format!("{NEEDS}/{key}/{word}");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    let once = once.as_ref();
    if api::made(once, &app.store).await?.is_some() {
        return answer(&app, &read.it, StatusCode::OK).await;
    }
    let today = app.store.clock().today();
    let how = match step {
        NeedStep::Finish => form.date("on", read.it.raised.on, today).map(Ok),
        NeedStep::Withdraw => {
            form.choice("why", Withdrawn::WORDS).and_then(Withdrawn::read).map(Err)
        }
    };
    let words = form.required("words", desk::MOST_WORDS).unwrap_or_default();
    let how = how.filter(|_| !form.is_wrong());
    let how = how.ok_or_else(|| api::faults(fields, &form))?;
    let seen = api::unless_first(&headers, read.it.version)?;
    let store = api::store_of(&app.store, once, &read.it.id);
    let done = desk::step_need(&store, &program.actor(), read, seen, (how, &words)).await;
    api::settled(done, once, &app.store).await?;
    let read = desk::read_need(&app.store, &key).await?.ok_or(PageError::NotFound)?;
    answer(&app, &read.it, StatusCode::OK).await
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::NEEDS as LIFE;

    /// The door of a step asks for the very act of the step's arrow, as its page does.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in LIFE {
            let path = format!("{NEEDS}/{{need}}/steps/{}", arrow.step.word());
            let act = Access::Token(arrow.act.parse().unwrap());
            assert_eq!(routes::asked(ROUTES, &path), [act], "{path}");
        }
    }

    #[test]
    fn a_cursor_is_read_back_by_its_own_list_only() {
        let id = kernel::Id::from_parts(jiff::Timestamp::UNIX_EPOCH, [7; 10]);
        let day = Date::constant(2026, 4, 30);
        let ask = || sql::Ask {
            stream: format!("need/{id}"),
            until: Some(day),
            on: day,
            ..sql::Ask::default()
        };
        let mut asks = vec![ask(), ask()];
        let text = pages::cut("open", &mut asks, 1, pages::by_due).unwrap();
        assert_eq!(asks.len(), 1);
        assert_eq!(pages::after("open", &text), Some((day, format!("need/{id}"))));
        assert_eq!(pages::after("closed", &text), None);
        assert_eq!(pages::cut("open", &mut asks, 1, pages::by_due), None, "its end");
        for odd in ["", "open", "open.2026-04-30", "open.2026-02-31.x", "open.2026-04-30.x"] {
            assert_eq!(pages::after("open", odd), None, "{odd}");
        }
    }

    #[test]
    fn each_route_is_told_in_the_document() {
        assert_eq!(doors().len(), ROUTES.len());
    }
}
