//! `/healthz` and `/metrics`: for the operator and for machines that watch.

use std::sync::Arc;

use accounts::App;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use ledger::Log;
use serde::Serialize;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    engine: String,
    journal: i64,
    /// How the public log stands on this node: a log that has stopped is a word to the operator,
    /// and no reason to take the node out of service.
    log: String,
    /// How each witness of the log stands.
    witnesses: Vec<Witness>,
}

#[derive(Serialize)]
struct Witness {
    name: String,
    /// How large the log was when it cosigned last.
    size: u64,
    /// Why it did not cosign when it was asked last; empty when it did.
    refused: String,
    detail: String,
}

impl From<ledger::cosign::Cosigned> for Witness {
    fn from(of: ledger::cosign::Cosigned) -> Self {
        Self { name: of.witness, size: of.size, refused: of.word, detail: of.detail }
    }
}

async fn health(State(app): State<Arc<App>>, Extension(log): Extension<Log>) -> Response {
    let answers = app.store.rows("SELECT 1", Vec::new()).await.is_ok();
    let witnesses = ledger::store::cosigned(&app.store).await.unwrap_or_default();
    let health = Health {
        status: if answers { "ok" } else { "no database" },
        version: env!("CARGO_PKG_VERSION"),
        engine: app.store.engine().to_string(),
        journal: app.store.journal_length(),
        log: log.state().to_string(),
        witnesses: witnesses.into_iter().map(Witness::from).collect(),
    };
    let status = if answers { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(health)).into_response()
}

/// Text of the Prometheus exposition format 0.0.4.
async fn metrics(State(app): State<Arc<App>>) -> Response {
    let (groups, changes) = app.store.commits();
    let figures = [
        ("dantin_journal_records", "gauge", "Records of the journal", app.store.journal_length()),
        ("dantin_commit_groups_total", "counter", "Durable transactions", groups as i64),
        ("dantin_changes_total", "counter", "Changes in them", changes as i64),
        ("dantin_law_version", "gauge", "Version of the law", app.store.laws().version()),
        ("dantin_resident_bytes", "gauge", "Resident memory", resident_bytes()),
    ];
    let mut text = String::new();
    for (name, kind, help, value) in figures {
        text.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"));
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Resident memory as Linux tells it; 0 elsewhere.
fn resident_bytes() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse::<i64>().ok())
        .map_or(0, |kilobytes| kilobytes * 1024)
}

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(health)).route("/metrics", get(metrics))
}
