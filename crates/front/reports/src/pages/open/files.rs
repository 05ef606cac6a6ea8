//! The files of open data: a year as CSV or JSON, the dictionary of a dataset, the catalogue. Any
//! site and program may read them; a year that is closed may be kept for ever.

use std::sync::Arc;

use accounts::{Answer, App, Failure};
use axum::Extension;
use axum::extract::{Path, State as Shared};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use web::{Lang, PageError};

use super::one::read;
use super::{address_of, leasts};
use crate::open::graph::{Node, json_ld, turtle};
use crate::open::store::{self as sql, Entry};
use crate::open::{Named, Open, catalogue, out};

/// Never changes again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// May have grown by tomorrow.
const FRESH: &str = "public, max-age=3600";

const SITES: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

fn file(media: &'static str, kept: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media)),
        (CACHE_CONTROL, HeaderValue::from_static(kept)),
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (SITES, HeaderValue::from_static("cross-origin")),
    ];
    (headers, bytes).into_response()
}

fn written(value: &serde_json::Value) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(Failure::bug)
}

/// `GET /du-lieu/{dataset}/{file}`: `2024.csv`, `2024.json`, `datapackage.json`; a bare year is a
/// place on the dataset's page.
pub(in crate::pages) async fn send(
    Shared(app): Shared<Arc<App>>,
    Extension(open): Extension<Open>,
    Path((id, name)): Path<(String, String)>,
) -> Answer {
    let not_found = || Failure(PageError::NotFound);
    let dataset = open.dataset(&id).ok_or_else(not_found)?;
    if name == "datapackage.json" {
        let entries = sql::entries(&app.store).await?;
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.dataset == id).collect();
        let whose = (app.face.setting().issuer.office.clone(), leasts(&app));
        let package = out::package(&open, dataset, &own, (&whose.0, &whose.1));
        return Ok(file("application/json", FRESH, written(&package)?));
    }
    let (year, kind) = name.split_once('.').unwrap_or((name.as_str(), ""));
    let plain = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = year.parse().ok().filter(|_| plain).ok_or_else(not_found)?;
    let volume = read(&app, &id, year).await?.ok_or_else(not_found)?;
    let kept = if volume.is_closed() { FOR_EVER } else { FRESH };
    match kind {
        "" => Ok(Redirect::to(&format!("{}#nam-{year}", address_of(&id))).into_response()),
        "csv" => {
            let bytes = out::csv(&volume).map_err(Failure::bug)?;
            Ok(file("text/csv; charset=utf-8; header=present", kept, bytes))
        }
        "json" => Ok(file("application/json", kept, written(&out::json(&volume))?)),
        _ => Err(not_found()),
    }
}

/// The catalogue in the words of both languages, whoever asks.
async fn nodes(app: &App, open: &Open) -> Result<Vec<Node>, Failure> {
    let entries = sql::entries(&app.store).await?;
    let book = app.face.book();
    let office = app.face.setting().issuer.office.clone();
    let [vi, en] = [Lang::Vi, Lang::En].map(|lang| {
        let words = book.words(lang);
        let title = words.with("office", office.as_str()).t("od-catalogue");
        [title, words.t("od-lede").into_owned()]
    });
    Ok(catalogue(open, &entries, &Named { vi, en, office }))
}

/// `GET /du-lieu/dcat.ttl`
pub(in crate::pages) async fn as_turtle(
    Shared(app): Shared<Arc<App>>,
    Extension(open): Extension<Open>,
) -> Answer {
    let text = turtle(&nodes(&app, &open).await?);
    Ok(file("text/turtle; charset=utf-8", FRESH, text.into_bytes()))
}

/// `GET /du-lieu/dcat.jsonld`
pub(in crate::pages) async fn as_json_ld(
    Shared(app): Shared<Arc<App>>,
    Extension(open): Extension<Open>,
) -> Answer {
    let value = json_ld(&nodes(&app, &open).await?);
    Ok(file("application/ld+json", FRESH, written(&value)?))
}
