//! A witness over HTTP: one call that cosigns, and what it last saw, for everybody.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use super::keep::{Failed, file_name};
use super::{Ask, Keeper, No};

/// The path of the call that cosigns, below the witness's address.
pub const ADD: &str = "add-checkpoint";
/// What a size is answered as.
pub const SIZE: &str = "text/x.tlog.size";
/// No request is near this.
const MOST_BYTES: usize = 16 << 10;
/// How long a request is read.
const PATIENCE: Duration = Duration::from_secs(10);
const PLAIN: &str = "text/plain; charset=utf-8";

/// Every route of a witness.
pub fn router(keeper: Arc<Keeper>) -> Router {
    Router::new()
        .route("/", get(about))
        .route("/add-checkpoint", post(add))
        .route("/{log}/checkpoint", get(last))
        .with_state(keeper)
}

fn plain(status: StatusCode, text: impl Into<String>) -> Response {
    (status, [(CONTENT_TYPE, PLAIN)], text.into()).into_response()
}

fn no(no: No) -> Response {
    let status = match no {
        No::Malformed => StatusCode::BAD_REQUEST,
        No::Unknown => StatusCode::NOT_FOUND,
        No::Unsigned => StatusCode::FORBIDDEN,
        No::Forked => StatusCode::CONFLICT,
        No::Inconsistent => StatusCode::UNPROCESSABLE_ENTITY,
        No::Elsewhere(size) => {
            let kind = [(CONTENT_TYPE, SIZE)];
            return (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response();
        }
    };
    plain(status, format!("{}\n", no.told()))
}

fn broken(error: String) -> Response {
    tracing::error!(error, "the witness cannot keep what it sees and cosigns nothing");
    plain(StatusCode::INTERNAL_SERVER_ERROR, "the witness is out of order\n")
}

async fn add(State(keeper): State<Arc<Keeper>>, body: Body) -> Response {
    let read = tokio::time::timeout(PATIENCE, to_bytes(body, MOST_BYTES)).await;
    let Ok(Ok(bytes)) = read else { return no(No::Malformed) };
    let ask = std::str::from_utf8(&bytes).ok().and_then(Ask::read);
    let Some(ask) = ask else { return no(No::Malformed) };
    // It waits for the disk.
    match tokio::task::spawn_blocking(move || keeper.add(&ask)).await {
        Ok(Ok(line)) => plain(StatusCode::OK, line),
        Ok(Err(Failed::No(why))) => no(why),
        Ok(Err(Failed::Disk(error))) => broken(error),
        Err(error) => broken(error.to_string()),
    }
}

/// `GET /{SHA-256 of the log's name}/checkpoint`: the last one, with the cosignature.
async fn last(State(keeper): State<Arc<Keeper>>, Path(log): Path<String>) -> Response {
    let known = keeper.logs().iter().find(|known| file_name(&known.name) == log);
    let Some(known) = known else { return no(No::Unknown) };
    match keeper.last(&known.name) {
        Ok(Some(note)) => plain(StatusCode::OK, note.write()),
        Ok(None) => no(No::Unknown),
        Err(error) => broken(error),
    }
}

/// `GET /`: who it is, and how far it has seen each log.
async fn about(State(keeper): State<Arc<Keeper>>) -> Response {
    let mut text = format!("{}\n", keeper.key());
    for log in keeper.logs() {
        match keeper.last(&log.name) {
            Ok(Some(note)) => {
                let size = note.text.lines().nth(1).unwrap_or_default();
                let address = format!("/{}/checkpoint", file_name(&log.name));
                text.push_str(&format!("\n{}\n{size}\n{address}\n", log.name));
            }
            Ok(None) => text.push_str(&format!("\n{}\n0\n", log.name)),
            Err(error) => return broken(error),
        }
    }
    plain(StatusCode::OK, text)
}
