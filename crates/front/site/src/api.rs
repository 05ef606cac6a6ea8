//! `/api/v1/openapi.json`: one document for all slices' endpoints, OpenAPI 3.1.

use std::sync::Arc;

use accounts::App;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};

#[derive(OpenApi)]
#[openapi(info(
    title = "Dantin",
    description = "File a petition, follow it, work out a deadline; what is on the days of a unit, \
            dialogues and promises, receptions and appointments, what villages decided and asked; \
            for an office's program the registers, each step on a case and imports. Errors are \
            application/problem+json (RFC 9457) with the refusal's code and article, in the \
            language of Accept-Language (vi, en)."
))]
struct Document;

/// The document. What is made from tables of fields is added to what is said beside handlers.
pub fn document() -> Value {
    let mut document = Document::openapi();
    document.merge(petitions::api::Document::openapi());
    document.merge(denunciations::api::Document::openapi());
    document.merge(receptions::api::Document::openapi());
    document.merge(villages::api::Document::openapi());
    document.merge(meetings::api::Document::openapi());
    document.merge(conferences::api::Document::openapi());
    document.merge(grassroots::api::Document::openapi());
    document.merge(crate::diary::Document::openapi());
    document.merge(duties::pages::calculator::Document::openapi());
    let components = document.components.get_or_insert_default();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.add_security_scheme("office", bearer);
    let mut document = serde_json::to_value(document).unwrap_or_default();
    accounts::api::add(&mut document, &petitions::api::doors());
    accounts::api::add(&mut document, &denunciations::api::doors());
    accounts::api::add(&mut document, &receptions::api::doors());
    accounts::api::add(&mut document, &villages::api::doors());
    accounts::api::add(&mut document, &meetings::api::doors());
    accounts::api::add(&mut document, &conferences::api::doors());
    accounts::api::add(&mut document, &grassroots::api::doors());
    accounts::api::add(&mut document, &crate::diary::doors());
    document
}

async fn openapi() -> Response {
    Json(document()).into_response()
}

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/api/v1/openapi.json", get(openapi))
}
