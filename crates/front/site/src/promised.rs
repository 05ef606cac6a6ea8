//! A promise that was said on a visit: `/can-bo/tiep-dan/luot/{visit}/cam-ket` at a reception,
//! `/can-bo/ve-co-so/buoi/{trip}/cam-ket` in a village. The subjects do not know one another: here
//! what the visit says of where, when and by whom something was asked goes into the promise, which
//! bears the visit from then on. Nothing of a person stands in an address.

use std::sync::Arc;

use accounts::{Access, Act, Answer, App, Failure, Officer};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use grassroots::arrows::VisitState as Stands;
use kernel::Refusal;
use meetings::kind::Place;
use meetings::pages::made::{self, Visit};
use receptions::kind::Kind;
use web::{Page, PageError, Posted};

use crate::slices::Route;

const RECEPTION: &str = "/can-bo/tiep-dan/luot/{visit}/cam-ket";
const VILLAGE: &str = "/can-bo/ve-co-so/buoi/{trip}/cam-ket";
const CAPTURE: Access = Access::Act(Act::DIALOGUES_CAPTURE);

/// Every route with who may use it.
pub const ROUTES: &[Route] = &[
    ("GET", RECEPTION, CAPTURE),
    ("POST", RECEPTION, CAPTURE),
    ("GET", VILLAGE, CAPTURE),
    ("POST", VILLAGE, CAPTURE),
];

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route(RECEPTION, get(at_reception).post(said_at_reception))
        .route(VILLAGE, get(in_village).post(said_in_village))
}

/// What a visit of a reception says. A denunciation goes on in its own register: nothing is
/// promised on it here.
async fn reception(app: &App, officer: &Officer, typed: &str) -> Result<Visit, Failure> {
    officer.allow_somewhere(Act::DIALOGUES_CAPTURE)?;
    let read = receptions::desk::read_visit(&app.store, typed).await?;
    let visit = read.ok_or(Failure(PageError::NotFound))?.visit;
    officer.allow(Act::RECEPTIONS_READ, &visit.began.unit)?;
    let line = visit.received.as_ref().filter(|line| line.kind != Kind::Denunciation);
    let Some(line) = line else {
        return Err(Refusal::conflict("visit-not-now").with("state", visit.state.word()).into());
    };
    let there = |item: &&store::VaultId| !visit.erased.contains(&item.id);
    let back = format!("/can-bo/tiep-dan/luot/{typed}");
    Ok(Visit {
        asker: line.person.as_ref().filter(there).cloned(),
        stream: visit.id.clone(),
        unit: visit.began.unit.clone(),
        place: Place::Reception,
        on: visit.on,
        action: format!("{back}/cam-ket"),
        back,
    })
}

/// What a day in a village says. Who asked there stands with each need, and with nothing else.
async fn village(app: &App, officer: &Officer, typed: &str) -> Result<Visit, Failure> {
    officer.allow_somewhere(Act::DIALOGUES_CAPTURE)?;
    let read = grassroots::desk::read_visit(&app.store, typed).await?;
    let trip = read.ok_or(Failure(PageError::NotFound))?.it;
    officer.allow(Act::GRASSROOTS_READ, &trip.planned.unit)?;
    let held = trip.held_on.filter(|_| trip.state == Stands::Held);
    let on = held.ok_or_else(|| Refusal::conflict("grassroots-not-now"))?;
    Ok(Visit {
        stream: trip.id.clone(),
        unit: trip.planned.unit.clone(),
        place: Place::Visit,
        on,
        asker: None,
        action: format!("/can-bo/ve-co-so/buoi/{typed}/cam-ket"),
        back: format!("/can-bo/ve-co-so?unit={}", trip.planned.unit),
    })
}

/// `GET`: the form, and what was promised on this visit already.
async fn at_reception(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let visit = reception(&app, &officer, &typed).await?;
    made::begin(&app, &officer, page, &visit).await
}

/// `POST`: the promise is written down, and opens.
async fn said_at_reception(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let visit = reception(&app, &officer, &typed).await?;
    made::sent(&app, &officer, posted, &visit).await
}

/// `GET`: as [`at_reception`].
async fn in_village(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let visit = village(&app, &officer, &typed).await?;
    made::begin(&app, &officer, page, &visit).await
}

/// `POST`: as [`said_at_reception`].
async fn said_in_village(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let visit = village(&app, &officer, &typed).await?;
    made::sent(&app, &officer, posted, &visit).await
}
