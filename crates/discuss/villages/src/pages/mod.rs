//! Pages of village meetings: for anybody what is to be decided and what was; for officers the
//! list, the call, the meeting with its steps, the entry of a place, the decision as a paper.

use std::sync::Arc;

use accounts::{Access, Act, App, Failure, Officer};
use axum::Router;
use axum::routing::get;
use jiff::civil::Date;
use web::form::clock;
use web::parts::{Mark, Status};
use web::{Lang, Page, PageError};

use crate::arrows::State;
use crate::desk::{self, Read, Said};
use crate::meeting::Meeting;

mod call;
mod list;
mod meeting;
mod outcomes;
mod papers;
mod public;
mod record;
mod record_read;
mod sample;
mod step;

pub use public::agenda;
pub(crate) use public::{AHEAD as LISTED_AHEAD, BACK as LISTED_BACK, MOST as MOST_LISTED};
pub use sample::samples;

/// The public list's address.
const PUBLIC: &str = "/hop-thon";
/// The officers' list's address.
const OFFICE: &str = "/can-bo/hop-thon";
const READ: Access = Access::Act(Act::VILLAGES_READ);
const ROLL: Access = Access::Act(Act::VILLAGES_ROLL);
const CALL: Access = Access::Act(Act::VILLAGES_CALL);
const RECORD: Access = Access::Act(Act::VILLAGES_RECORD);
const RECOGNISE: Access = Access::Act(Act::VILLAGES_RECOGNISE);

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/hop-thon", Access::Public),
    ("GET", "/hop-thon.ics", Access::Public),
    ("GET", "/hop-thon/{village}", Access::Public),
    ("GET", "/can-bo/hop-thon", READ),
    ("GET", "/can-bo/hop-thon/trieu-tap", CALL),
    ("POST", "/can-bo/hop-thon/trieu-tap", CALL),
    ("GET", "/can-bo/hop-thon/{village}", READ),
    ("GET", "/can-bo/hop-thon/{village}/so-ho", READ),
    ("POST", "/can-bo/hop-thon/{village}/so-ho", ROLL),
    ("GET", "/can-bo/hop-thon/{village}/van-ban/{kind}", READ),
    ("GET", "/can-bo/hop-thon/{village}/record", RECORD),
    ("POST", "/can-bo/hop-thon/{village}/record", RECORD),
    ("GET", "/can-bo/hop-thon/{village}/sign", RECORD),
    ("POST", "/can-bo/hop-thon/{village}/sign", RECORD),
    ("GET", "/can-bo/hop-thon/{village}/close", RECORD),
    ("POST", "/can-bo/hop-thon/{village}/close", RECORD),
    ("GET", "/can-bo/hop-thon/{village}/issue", RECORD),
    ("POST", "/can-bo/hop-thon/{village}/issue", RECORD),
    ("GET", "/can-bo/hop-thon/{village}/publish", RECORD),
    ("POST", "/can-bo/hop-thon/{village}/publish", RECORD),
    ("GET", "/can-bo/hop-thon/{village}/send", RECORD),
    ("POST", "/can-bo/hop-thon/{village}/send", RECORD),
    ("GET", "/can-bo/hop-thon/{village}/recognise", RECOGNISE),
    ("POST", "/can-bo/hop-thon/{village}/recognise", RECOGNISE),
    ("GET", "/can-bo/hop-thon/{village}/renew", RECOGNISE),
    ("POST", "/can-bo/hop-thon/{village}/renew", RECOGNISE),
    ("GET", "/can-bo/hop-thon/{village}/notify", CALL),
    ("POST", "/can-bo/hop-thon/{village}/notify", CALL),
    ("GET", "/can-bo/hop-thon/{village}/count", RECORD),
    ("POST", "/can-bo/hop-thon/{village}/count", RECORD),
    ("GET", "/can-bo/hop-thon/{village}/move", CALL),
    ("POST", "/can-bo/hop-thon/{village}/move", CALL),
    ("GET", "/can-bo/hop-thon/{village}/cancel", CALL),
    ("POST", "/can-bo/hop-thon/{village}/cancel", CALL),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/hop-thon", get(public::list))
        .route("/hop-thon.ics", get(public::feed))
        .route("/hop-thon/{village}", get(public::show))
        .route("/can-bo/hop-thon", get(list::show))
        .route("/can-bo/hop-thon/trieu-tap", get(call::show).post(call::send))
        .route("/can-bo/hop-thon/{village}", get(meeting::show))
        .route("/can-bo/hop-thon/{village}/so-ho", get(meeting::show).post(meeting::roll))
        .route("/can-bo/hop-thon/{village}/van-ban/{kind}", get(papers::download))
        .route("/can-bo/hop-thon/{village}/record", get(record::show).post(record::send))
        .route("/can-bo/hop-thon/{village}/{step}", get(step::show).post(step::send))
}

/// The key of a value's words: `ht-state-called`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace('_', "-"))
}

/// A choice's values with their words.
fn choices(page: &Page, of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), page.t(key(of, word)).into_owned())).collect()
}

/// The earliest day that a form takes: since there are State offices.
const EARLIEST: Date = Date::constant(1945, 9, 2);
/// How far ahead a meeting is called, in days. A habit of the page.
const AHEAD: i64 = 366;

/// The address of a meeting for officers.
fn path(meeting: &Meeting) -> String {
    format!("{OFFICE}/{}", desk::key(&meeting.id))
}

/// A page of the officers' part.
fn dress(page: Page) -> Page {
    page.titled("ht-title").office().here(OFFICE)
}

/// What a meeting is called: "Họp thôn Bến Cồn, 10/03/2026".
fn called(page: &Page, village: &str, on: Date) -> String {
    page.with("village", inside(page, village)).with("date", page.date(on)).t("ht-name")
}

/// A village inside a sentence, as the reader's language writes it there.
fn inside(page: &Page, village: &str) -> String {
    match page.lang() {
        Lang::Vi => units::local::inside(village),
        Lang::En => village.to_owned(),
    }
}

/// Whether an officer may: by a post at the commune, or at the village itself.
fn may(officer: &Officer, act: Act, meeting: &Meeting) -> bool {
    officer.may(act, &meeting.called.village) || officer.may(act, &meeting.called.unit)
}

/// A meeting that this officer may do something with.
async fn find(app: &App, officer: &Officer, typed: &str, act: Act) -> Result<Read, Failure> {
    officer.allow_somewhere(act)?;
    let read = desk::read(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    if !may(officer, act, &read.meeting) {
        officer.allow(act, &read.meeting.called.unit)?;
    }
    Ok(read)
}

/// The name of a meeting's village.
async fn village(app: &App, meeting: &Meeting) -> Result<String, Failure> {
    let code = &meeting.called.village;
    Ok(units::local::name(&app.store, code).await?.unwrap_or_else(|| code.clone()))
}

/// What is read of a meeting before a page is made: a form is not held across a wait.
struct Around {
    said: Said,
    village: String,
}

impl Around {
    async fn of(app: &App, meeting: &Meeting) -> Result<Self, Failure> {
        let said = desk::said(&app.store, meeting).await?;
        Ok(Self { said, village: village(app, meeting).await? })
    }
}

/// Where a meeting stands on a day: mark and words.
fn status(page: &Page, state: State, on: Date, today: Date) -> Status {
    let (mark, words) = match state {
        State::Called if on < today => (Mark::Late, page.t("ht-state-missed")),
        State::Called => (Mark::New, page.t("ht-state-called")),
        State::Open => (Mark::Half, page.t("ht-state-open")),
        State::Closed => (Mark::Half, page.t("ht-state-closed")),
        State::Decided => (Mark::Done, page.t("ht-state-decided")),
        State::Cancelled => (Mark::None, page.t("ht-state-cancelled")),
    };
    Status::new(mark, words)
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::ARROWS;

    /// The route of a step asks for the very act of the step's arrow.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in ARROWS {
            let path = format!("{OFFICE}/{{village}}/{}", arrow.step.word());
            let act = Access::Act(arrow.act.parse().unwrap());
            assert_eq!(routes::asked(ROUTES, &path), [act; 2], "{path}");
        }
    }
}
