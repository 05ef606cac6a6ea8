//! What an officer may need without a line: the forms of today that take visitors, lines of a
//! dialogue and sheets of village meetings, whose copies the browser keeps; and the worker that
//! gives them out while there is no line. Few, gone with the session, and without anybody's name:
//! how they are made is in `assets/offline.js`. The list names addresses, never what stands there.

use std::sync::Arc;

use accounts::{Access, Act, Answer, App, Failure, Officer, Scope};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use jiff::ToSpan as _;
use serde_json::json;
use store::journal::key;
use web::Page;

use crate::slices::Route;

const FORMS: &str = "/can-bo/mat-mang.json";
/// It stands among the officers' pages: a worker reaches what is beside and below it only.
const WORKER: &str = "/can-bo/mat-mang.js";
/// How many forms a device keeps: more than one officer works on in a day.
const MOST: usize = 12;
/// For how many days after a village meeting its sheets are kept at hand; later they are entered
/// at a desk that has a line. A guard for devices, and no term of the law.
const LATE: i64 = 3;
/// Among how many meetings of those days the ones whose sheets are not all entered are looked for:
/// far more than a commune holds. A guard against reading without end.
const AMONG: i64 = 400;

/// Every route with who may use it.
pub const ROUTES: &[Route] = &[("GET", FORMS, Access::SignedIn), ("GET", WORKER, Access::Public)];

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route(FORMS, get(forms)).route(WORKER, get(worker))
}

/// A form: its address, and others under which the same is opened.
type Form = Vec<String>;

/// `GET /can-bo/mat-mang.json`
async fn forms(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::of(&app, Some(&officer), None)?;
    let mut all = receptions(&app, &officer, &scope).await?;
    all.extend(dialogues(&app, &officer, &scope).await?);
    all.extend(villages(&app, &officer, &scope).await?);
    all.truncate(MOST);
    let notice = page.with("time", page.moment(app.now())).t("kept-copy");
    Ok(Json(json!({ "forms": all, "notice": notice })).into_response())
}

/// The desks of receptions that go on.
async fn receptions(app: &App, officer: &Officer, scope: &Scope) -> Result<Vec<Form>, Failure> {
    use receptions::arrows::State;
    if !officer.may(Act::RECEPTIONS_RECEIVE, &scope.unit) {
        return Ok(Vec::new());
    }
    let today = app.store.clock().today();
    let all = receptions::store::between(&app.store, &scope.unit, today, today).await?;
    let open = all.iter().filter(|one| one.state == State::Open.word());
    Ok(open.map(|one| vec![format!("/can-bo/tiep-dan/phien/{}/ban", key(&one.stream))]).collect())
}

/// The rooms of dialogues that go on.
async fn dialogues(app: &App, officer: &Officer, scope: &Scope) -> Result<Vec<Form>, Failure> {
    use meetings::arrows::State;
    if !officer.may(Act::DIALOGUES_CAPTURE, &scope.unit) {
        return Ok(Vec::new());
    }
    let today = app.store.clock().today();
    let all = meetings::store::between(&app.store, &scope.left(), today, today).await?;
    let open = all.iter().filter(|one| one.state == State::Open.word());
    Ok(open.map(|one| vec![format!("/can-bo/doi-thoai/buoi/{}/ghi", key(&one.stream))]).collect())
}

/// The places of village meetings whose sheets are to be entered, one form each.
async fn villages(app: &App, officer: &Officer, scope: &Scope) -> Result<Vec<Form>, Failure> {
    use villages::arrows::State;
    if !officer.may(Act::VILLAGES_RECORD, &scope.unit) {
        return Ok(Vec::new());
    }
    let today = app.store.clock().today();
    let days = (today.saturating_sub(LATE.days()), today);
    let all = villages::store::between(&app.store, &scope.unit, days.0, days.1, AMONG).await?;
    let taking = [State::Called.word(), State::Open.word()];
    let open = all.iter().filter(|line| taking.contains(&line.state.as_str()));
    let mut forms = Vec::new();
    for line in open.take(MOST) {
        let key = key(&line.stream);
        let Some(read) = villages::desk::read(&app.store, key).await? else { continue };
        let path = format!("/can-bo/hop-thon/{key}/record");
        forms.push(vec![path.clone(), format!("{path}?cum=1")]);
        forms.extend((2..=read.meeting.called.parts).map(|n| vec![format!("{path}?cum={n}")]));
    }
    Ok(forms)
}

/// `GET /can-bo/mat-mang.js`: asked for anew each time, so that no old one goes on.
async fn worker() -> impl IntoResponse {
    let head = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (head, include_str!("../../../../assets/worker.js"))
}
