//! What can be reported, and where: discovery, the list of services, the definition of one.

use std::sync::Arc;

use accounts::{App, Failure};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use units::local;

use super::tree::{Form, Tree};
use super::{error, failed, matter, words};
use crate::kind::MATTERS;

/// When this profile of the specification last changed.
const CHANGESET: &str = "2026-11-25T00:00:00+07:00";

pub(super) async fn discovery_json(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    discovery(&app, &headers, Form::Json)
}

pub(super) async fn discovery_xml(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    discovery(&app, &headers, Form::Xml)
}

fn discovery(app: &App, headers: &HeaderMap, form: Form) -> Response {
    let words = words(app);
    let setting = app.face.setting();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if setting.secure { "https" } else { "http" };
    let formats = ["application/json", "text/xml"].map(Tree::text).to_vec();
    let endpoint = Tree::Parts(vec![
        ("specification", Tree::text("http://wiki.open311.org/GeoReport_v2")),
        ("url", Tree::text(format!("{scheme}://{host}/open311/v2"))),
        ("changeset", Tree::text(CHANGESET)),
        ("type", Tree::text(if setting.demo { "test" } else { "production" })),
        ("formats", Tree::List("format", formats)),
    ]);
    let contact = format!("{}, {}", setting.issuer.office, setting.issuer.phone);
    Tree::Parts(vec![
        ("changeset", Tree::text(CHANGESET)),
        ("contact", Tree::text(contact.trim_end_matches(", "))),
        ("key_service", Tree::text(words.t("open311-key"))),
        ("endpoints", Tree::List("endpoint", vec![endpoint])),
    ])
    .answer(StatusCode::OK, "discovery", form)
}

pub(super) async fn list_json(State(app): State<Arc<App>>) -> Response {
    list(&app, Form::Json)
}

pub(super) async fn list_xml(State(app): State<Arc<App>>) -> Response {
    list(&app, Form::Xml)
}

fn list(app: &App, form: Form) -> Response {
    let words = words(app);
    let service = |code: &&str| {
        Tree::Parts(vec![
            ("service_code", Tree::text(code)),
            ("service_name", Tree::text(matter(&words, code))),
            ("description", Tree::text(words.t("kind-hint-feedback"))),
            ("metadata", Tree::Yes(true)),
            ("type", Tree::text("realtime")),
            ("keywords", Tree::text(words.t(format!("matter-{code}")))),
            ("group", Tree::text(words.t("kind-feedback"))),
        ])
    };
    Tree::List("service", MATTERS.iter().map(service).collect()).answer(
        StatusCode::OK,
        "services",
        form,
    )
}

/// `GET /open311/v2/services/{code}.json`: what may be said besides: the village.
pub(super) async fn definition(State(app): State<Arc<App>>, Path(file): Path<String>) -> Response {
    let words = words(&app);
    let (code, form) = Form::split(&file).unwrap_or((&file, Form::Json));
    let Some(code) = MATTERS.iter().find(|known| **known == code) else {
        let said = words.with("code", code).t("open311-no-service");
        return error(StatusCode::NOT_FOUND, said, form);
    };
    let villages = match villages(&app).await {
        Ok(villages) => villages,
        Err(failure) => return failed(&app, &failure, form),
    };
    let value = |(code, name): &(String, String)| {
        Tree::Parts(vec![("key", Tree::text(code)), ("name", Tree::text(name))])
    };
    let village = Tree::Parts(vec![
        ("variable", Tree::Yes(true)),
        ("code", Tree::text("village")),
        ("datatype", Tree::text("singlevaluelist")),
        ("required", Tree::Yes(false)),
        ("datatype_description", Tree::text(words.t("open311-village-hint"))),
        ("order", Tree::Number(1.0)),
        ("description", Tree::text(words.t("open311-village"))),
        ("values", Tree::List("value", villages.iter().map(value).collect())),
    ]);
    Tree::Parts(vec![
        ("service_code", Tree::text(code)),
        ("attributes", Tree::List("attribute", vec![village])),
    ])
    .answer(StatusCode::OK, "service_definition", form)
}

/// The villages and landmarks of the installation's own unit.
pub(super) async fn villages(app: &App) -> Result<Vec<(String, String)>, Failure> {
    let Some(instance) = app.instance() else { return Ok(Vec::new()) };
    let villages = local::places(&app.store, &instance.unit).await?;
    Ok(villages.into_iter().map(|village| (village.code, village.name)).collect())
}
