//! Open311 GeoReport v2 for feedback, at `/open311/v2`: discovery, services and their definitions,
//! filing, following by id and by query, and the extension `servicerequestupdates`.
//!
//! A service is a matter; a request is a petition of kind feedback, its id the code. What the
//! asker wrote, the exact place and the person are never given out: `description` says the matter,
//! `lat` and `long` the middle of a square of a hundred metres. `expected_datetime` is always
//! there: the last day on which the answer is owed.

use std::sync::Arc;

use accounts::{Access, App, Failure};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kernel::RefusalKind;
use web::{Lang, PageError, Words};

mod file;
mod requests;
mod services;
mod tree;
mod updates;

use tree::{Form, Tree};

/// Every route with what it asks.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/open311/discovery.json", Access::Public),
    ("GET", "/open311/discovery.xml", Access::Public),
    ("GET", "/open311/v2/discovery.json", Access::Public),
    ("GET", "/open311/v2/discovery.xml", Access::Public),
    ("GET", "/open311/v2/services.json", Access::Public),
    ("GET", "/open311/v2/services.xml", Access::Public),
    ("GET", "/open311/v2/services/{file}", Access::Public),
    ("GET", "/open311/v2/requests.json", Access::Public),
    ("GET", "/open311/v2/requests.xml", Access::Public),
    ("POST", "/open311/v2/requests.json", Access::Public),
    ("POST", "/open311/v2/requests.xml", Access::Public),
    ("GET", "/open311/v2/requests/{file}", Access::Public),
    ("GET", "/open311/v2/tokens/{file}", Access::Public),
    ("GET", "/open311/v2/servicerequestupdates.json", Access::Public),
    ("GET", "/open311/v2/servicerequestupdates.xml", Access::Public),
];

/// The endpoints.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/open311/discovery.json", get(services::discovery_json))
        .route("/open311/discovery.xml", get(services::discovery_xml))
        .route("/open311/v2/discovery.json", get(services::discovery_json))
        .route("/open311/v2/discovery.xml", get(services::discovery_xml))
        .route("/open311/v2/services.json", get(services::list_json))
        .route("/open311/v2/services.xml", get(services::list_xml))
        .route("/open311/v2/services/{file}", get(services::definition))
        .route("/open311/v2/requests.json", get(requests::list_json).merge(post(file::json)))
        .route("/open311/v2/requests.xml", get(requests::list_xml).merge(post(file::xml)))
        .route("/open311/v2/requests/{file}", get(requests::one))
        .route("/open311/v2/tokens/{file}", get(requests::token))
        .route("/open311/v2/servicerequestupdates.json", get(updates::json))
        .route("/open311/v2/servicerequestupdates.xml", get(updates::xml))
}

/// Every statement of this room.
pub fn statements() -> Vec<String> {
    updates::statements()
}

/// Words for callers: Vietnamese, as the petitions themselves.
fn words(app: &App) -> Words {
    app.face.book().words(Lang::Vi)
}

/// What a matter is called, with a capital.
fn matter(words: &Words, code: &str) -> String {
    let name = words.t(format!("matter-{code}"));
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An error in the form of the specification: a list of code and description, under the same
/// status as its code.
fn error(status: StatusCode, description: impl ToString, form: Form) -> Response {
    let one = Tree::Parts(vec![
        ("code", Tree::Number(f64::from(status.as_u16()))),
        ("description", Tree::text(description)),
    ]);
    Tree::List("error", vec![one]).answer(status, "errors", form)
}

/// A failure as the specification knows errors: 400 what is wrong, 403 who may not, 404 what is
/// not there; beside them 413, 429 and 503, and 500 for a fault of ours.
fn failed(app: &App, failure: &Failure, form: Form) -> Response {
    let words = words(app);
    match &failure.0 {
        PageError::Refused(refusal) => {
            let status = match refusal.kind {
                RefusalKind::NotFound => StatusCode::NOT_FOUND,
                RefusalKind::SignIn | RefusalKind::Forbidden => StatusCode::FORBIDDEN,
                RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
                RefusalKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
                RefusalKind::Invalid
                | RefusalKind::Conflict
                | RefusalKind::Stale
                | RefusalKind::Unseen => StatusCode::BAD_REQUEST,
            };
            let said = words.say(&web::errors::say_refusal(refusal));
            let next = web::errors::next_step(&words, refusal);
            let said = std::iter::once(said).chain(next).collect::<Vec<_>>().join(" ");
            error(status, said, form)
        }
        PageError::NotFound => error(StatusCode::NOT_FOUND, words.t("open311-none"), form),
        PageError::TooMany { minutes } => {
            let said = words.with("minutes", i64::from(*minutes)).t("open311-wait");
            error(StatusCode::TOO_MANY_REQUESTS, said, form)
        }
        PageError::TooLarge => {
            error(StatusCode::PAYLOAD_TOO_LARGE, words.t("page-too-large-title"), form)
        }
        PageError::Busy => error(StatusCode::SERVICE_UNAVAILABLE, words.t("page-busy"), form),
        other => {
            tracing::error!(?other, "open311 could not answer");
            error(StatusCode::INTERNAL_SERVER_ERROR, words.t("open311-fault"), form)
        }
    }
}

/// An instant as W3C writes it, in Vietnamese time: `2026-02-12T00:00:00+07:00`.
fn instant(at: Timestamp) -> String {
    at.to_zoned(kernel::clock::viet_nam()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The beginning of a day, as [`instant`] writes it.
fn day(on: Date) -> String {
    kernel::clock::instant(on, Time::midnight()).map(instant).unwrap_or_default()
}

/// The end of a day: what is owed on it is owed until then.
fn day_end(on: Date) -> String {
    let last = Time::constant(23, 59, 59, 0);
    kernel::clock::instant(on, last).map(instant).unwrap_or_default()
}
