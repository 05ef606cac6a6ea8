//! `/can-bo/tiep-dan/luot/{visit}/don`: a letter filed out of a visit. Neither subject knows the
//! other: here what the visit holds goes into the desk's form, and the letter's code to the visit.
//! Nothing of a person stands in an address.

use std::sync::Arc;

use accounts::{Access, Act, Answer, App, Failure, Officer};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use kernel::Refusal;
use petitions::pages::office::desk::{self as letters, Begun, Sent};
use receptions::desk::{self as visits, Asked, ReadVisit};
use web::{PageError, Posted};

use crate::slices::Route;

/// The address.
const PATH: &str = "/can-bo/tiep-dan/luot/{visit}/don";

/// Every route with who may use it.
pub const ROUTES: &[Route] = &[
    ("GET", PATH, Access::Act(Act::RECEPTIONS_RECEIVE)),
    ("POST", PATH, Access::Act(Act::RECEPTIONS_RECEIVE)),
];

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route(PATH, get(back).post(send))
}

fn visit_path(read: &ReadVisit) -> String {
    format!("/can-bo/tiep-dan/luot/{}", visits::key(&read.visit.id))
}

async fn find(app: &App, officer: &Officer, typed: &str, act: Act) -> Result<ReadVisit, Failure> {
    officer.allow_somewhere(act)?;
    let read = visits::read_visit(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(act, &read.visit.began.unit)?;
    Ok(read)
}

/// `GET`: an address that somebody kept shows no name; the visit says what can be done.
async fn back(State(app): State<Arc<App>>, officer: Officer, Path(typed): Path<String>) -> Answer {
    officer.allow_somewhere(Act::RECEPTIONS_RECEIVE)?;
    let read = find(&app, &officer, &typed, Act::RECEPTIONS_READ).await?;
    Ok(Redirect::to(&visit_path(&read)).into_response())
}

/// `POST`: pressed on the visit's page it opens the form; the form itself, which has a key, files.
async fn send(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::RECEPTIONS_RECEIVE).await?;
    officer.allow(Act::PETITIONS_FILE, &read.visit.began.unit)?;
    // Its answer was lost after all was done, or a colleague was first: the visit names the code.
    if read.visit.petition.is_some() {
        return Ok(Redirect::to(&visit_path(&read)).into_response());
    }
    let action = format!("{}/don", visit_path(&read));
    let fresh = posted.form.fields().get("key").is_none();
    if read.visit.owed().is_none() {
        let state = read.visit.state.word();
        let refusal = Refusal::conflict("visit-not-now").with("state", state);
        // A colleague answered while the form was filled in: nothing is filed, nothing is lost.
        return match fresh {
            true => Err(refusal.into()),
            false => letters::refused(&app, &officer, posted, &action, &refusal).await,
        };
    }
    if fresh {
        officer.allow(Act::RECEPTIONS_PERSON, &read.visit.began.unit)?;
        app.log_read(&officer, &read.visit.id, "person").await?;
        let begun = begun(&app, &read).await?;
        let key = visits::key(&read.visit.id);
        return letters::begin(&app, &officer, posted.page, &begun, (&action, key)).await;
    }
    match letters::sent(&app, &officer, posted, &action).await? {
        Sent::Shown(response) => Ok(response),
        // After a crash here the visit has no code yet; the same form sent again files nothing
        // new and joins.
        Sent::Filed(taken) => {
            let asked = Asked::Link(taken.code().to_owned());
            let seen = read.visit.version;
            let joined = visits::step(&app.store, &officer.actor(), read, seen, asked).await;
            taken.show(&app, Some(joined.is_ok()))
        }
    }
}

/// What a visit says to a letter.
async fn begun(app: &App, read: &ReadVisit) -> Result<Begun, Failure> {
    let Some(line) = &read.visit.received else { return Ok(Begun::default()) };
    let store = &app.store;
    let who = visits::person(store, line.person.as_ref()).await?.unwrap_or_default();
    let kind = petitions::kind::Kind::read(line.kind.word());
    Ok(Begun {
        unit: read.visit.began.unit.clone(),
        kind: kind.unwrap_or(petitions::kind::Kind::Feedback).word(),
        matter: line.matter.clone(),
        person: petitions::desk::Person {
            name: who.name,
            phone: who.phone,
            address: who.address,
            ..petitions::desk::Person::default()
        },
        people: line.persons,
        others: visits::words(store, line.others.as_ref()).await?,
        words: visits::words(store, line.words.as_ref()).await?,
    })
}
