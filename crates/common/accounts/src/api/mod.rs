//! What the doors of the JSON interface share: bodies, versions, keys, and the document that tells
//! of them. It knows no subject; what a request means is for the subject's own acts.
//!
//! ```text
//!   token ─► Program ─► allow(act) ─► body ─► the fields that a page reads ─► the page's own act
//!            If-Match: what the sender saw          Idempotency-Key: once, whatever is lost
//! ```

mod document;
mod fields;
mod shared;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kernel::{Refusal, RefusalKind};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use web::PageError;

use crate::app::App;
use crate::failure::Failure;
use crate::once::Once;
use crate::tokens::Program;

pub use document::{Door, add};
pub use fields::{Field, Shape, faults, form, query, schema};
pub use shared::{
    FROM, UNIT, UNTIL, asked, days, holds, identity, key_used, made, may_send, sender, settled,
    store_of, typed, unless_first,
};

/// A body is an object; serde alone would take a list for one.
pub type Object = Map<String, Value>;

/// A body as axum hands it over.
pub type Body = Result<Json<Object>, JsonRejection>;

/// An error as RFC 9457 has it, with the refusal's code and article.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code says which problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// A few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A stable code, such as `petition-no-words`.
    pub code: String,
    /// A sentence for the reader, in the language of `Accept-Language`: `vi` or `en`.
    pub detail: String,
    /// The article that a refusal rests on, in the same language.
    pub article: Option<String>,
    /// The field at fault.
    pub field: Option<String>,
    /// What to do next.
    pub next: Option<String>,
    /// Every fault of what was sent, when there are several.
    pub faults: Option<Vec<Fault>>,
}

/// One fault of several.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fault {
    /// A stable code.
    pub code: String,
    /// The field; empty for the body as a whole.
    pub field: String,
    /// A sentence for the reader.
    pub detail: String,
}

/// The object that came.
///
/// # Errors
/// It is too large, or no JSON object.
pub fn object(body: Body) -> Result<Object, PageError> {
    match body {
        Ok(Json(object)) => Ok(object),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(PageError::TooLarge)
        }
        Err(_) => Err(PageError::Unreadable),
    }
}

/// Which version of a matter the sender saw, from `If-Match`; `None` for `*`, the matter as it is.
///
/// # Errors
/// A refusal: it is missing, or no version.
pub fn seen(headers: &HeaderMap) -> Result<Option<i64>, Refusal> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Err(Refusal::new(RefusalKind::Unseen, "if-match-needed"));
    };
    let said = value.to_str().map(str::trim).unwrap_or_default();
    if said == "*" {
        return Ok(None);
    }
    let bare = said.strip_prefix('"').and_then(|said| said.strip_suffix('"')).unwrap_or(said);
    let version = bare.parse().ok().filter(|version: &i64| *version > 0);
    version.map(Some).ok_or_else(|| Refusal::invalid("If-Match", "if-match"))
}

/// The version of a matter, as the header `ETag` says it.
pub fn etag(version: i64) -> [(HeaderName, HeaderValue); 2] {
    let tag = HeaderValue::try_from(format!("\"{version}\""));
    let tag = tag.unwrap_or_else(|_| HeaderValue::from_static("\"0\""));
    [(header::ETAG, tag), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]
}

/// What the sender asked for does not fit any more: 412 instead of the 409 of a page.
pub fn stale(failure: Failure) -> Failure {
    match failure.is_of_another() {
        true => Refusal::new(RefusalKind::Stale, "somebody-was-first").into(),
        false => failure,
    }
}

/// The value of `Idempotency-Key`.
///
/// # Errors
/// A refusal: it is empty or too long.
pub fn key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().map(str::trim).filter(|key| (1..=200).contains(&key.len()));
    key.map(|key| Some(key.to_owned()))
        .ok_or_else(|| Refusal::invalid("Idempotency-Key", "idempotency-key"))
}

/// This request of a program under its key, if it brings one.
///
/// # Errors
/// As [`key`].
pub fn once(
    app: &App,
    program: &Program,
    headers: &HeaderMap,
    path: &str,
    body: &Object,
) -> Result<Option<Once>, Refusal> {
    let sender = program.token.id.to_string();
    let once = |key: String| {
        let body = serde_json::to_string(body).unwrap_or_default();
        Once::new(&app.store, &sender, &key, &[path, &body])
    };
    Ok(key(headers)?.map(once))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
        headers
    }

    #[test]
    fn a_version_is_read_as_it_was_told() {
        let [(_, tag), _] = etag(17);
        let of = |value: &str| seen(&headers("if-match", value)).map_err(|refusal| refusal.code);
        assert_eq!(of(tag.to_str().unwrap()), Ok(Some(17)));
        assert_eq!((of("17"), of("*")), (Ok(Some(17)), Ok(None)));
        for odd in ["\"", "x", "0", "-1", "\"17", "W/\"17\"", "99999999999999999999"] {
            assert_eq!(of(odd), Err("if-match"), "{odd}");
        }
        assert_eq!(seen(&HeaderMap::new()).map_err(|refusal| refusal.code), Err("if-match-needed"));
    }

    #[test]
    fn a_key_has_one_to_two_hundred_characters() {
        let of = |value: &str| key(&headers("idempotency-key", value)).ok().flatten();
        assert_eq!(of(" so-17 ").as_deref(), Some("so-17"));
        assert_eq!((of(" "), of(&"x".repeat(201))), (None, None));
        assert_eq!(key(&HeaderMap::new()), Ok(None));
    }
}
