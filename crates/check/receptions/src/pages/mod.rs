//! Pages of receptions: the public calendar and appointments; for officers calendar, plan, session
//! with its queue, desk, visit and register.

use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::get;
use jiff::civil::Date;
use web::Page;
use web::form::clock;
use web::parts::{Mark, Status};

use crate::arrows::{State, VisitState};
use crate::desk::ticket;
use crate::kind::MATTERS;

mod book;
mod calendar;
mod desk;
mod desk_read;
mod export;
mod lost;
mod month;
mod office;
mod own;
mod plan;
mod register;
mod sample;
mod session;
mod session_step;
mod visit;
mod visit_step;

pub(crate) use book::{KINDS, MOST, read as booking};
pub use calendar::agenda;
pub(crate) use desk::says_who_denounced;
pub(crate) use desk_read::{MOST_PERSONS, read as taking};
pub(crate) use month::day_of;
pub(crate) use own::pass;
pub use sample::samples;
pub(crate) use visit_step::{act_of, asked};

/// The public calendar's address.
const PUBLIC: &str = "/lich-tiep-dan";
/// The officers' calendar's address.
const OFFICE: &str = "/can-bo/tiep-dan";
const READ: Access = Access::Act(Act::RECEPTIONS_READ);
const PLAN: Access = Access::Act(Act::RECEPTIONS_PLAN);
const RECEIVE: Access = Access::Act(Act::RECEPTIONS_RECEIVE);
const PERSON: Access = Access::Act(Act::RECEPTIONS_PERSON);
const EXPORT: Access = Access::Act(Act::RECEPTIONS_EXPORT);
const ANSWER: Access = Access::Act(Act::RECEPTIONS_ANSWER);

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/lich-tiep-dan", Access::Public),
    ("GET", "/lich-tiep-dan.ics", Access::Public),
    ("GET", "/hen-tiep-dan/{session}", Access::Public),
    ("POST", "/hen-tiep-dan/{session}", Access::Public),
    ("GET", "/hen-cua-toi/{pass}", Access::Public),
    ("POST", "/hen-cua-toi/{pass}", Access::Public),
    ("GET", "/can-bo/tiep-dan", READ),
    ("GET", "/can-bo/tiep-dan/lap-lich", PLAN),
    ("POST", "/can-bo/tiep-dan/lap-lich", PLAN),
    ("GET", "/can-bo/tiep-dan/so", READ),
    ("GET", "/can-bo/tiep-dan/so/xuat", EXPORT),
    ("POST", "/can-bo/tiep-dan/so/xuat", EXPORT),
    ("GET", "/can-bo/tiep-dan/phien/{session}", READ),
    ("GET", "/can-bo/tiep-dan/phien/{session}/ban", RECEIVE),
    ("POST", "/can-bo/tiep-dan/phien/{session}/ban", RECEIVE),
    ("GET", "/can-bo/tiep-dan/phien/{session}/hen", RECEIVE),
    ("POST", "/can-bo/tiep-dan/phien/{session}/hen", RECEIVE),
    ("GET", "/can-bo/tiep-dan/phien/{session}/open", RECEIVE),
    ("POST", "/can-bo/tiep-dan/phien/{session}/open", RECEIVE),
    ("GET", "/can-bo/tiep-dan/phien/{session}/close", RECEIVE),
    ("POST", "/can-bo/tiep-dan/phien/{session}/close", RECEIVE),
    ("GET", "/can-bo/tiep-dan/phien/{session}/correct", PLAN),
    ("POST", "/can-bo/tiep-dan/phien/{session}/correct", PLAN),
    ("GET", "/can-bo/tiep-dan/phien/{session}/move", PLAN),
    ("POST", "/can-bo/tiep-dan/phien/{session}/move", PLAN),
    ("GET", "/can-bo/tiep-dan/phien/{session}/cancel", PLAN),
    ("POST", "/can-bo/tiep-dan/phien/{session}/cancel", PLAN),
    ("GET", "/can-bo/tiep-dan/luot/{visit}", READ),
    ("GET", "/can-bo/tiep-dan/luot/{visit}/nguoi", READ),
    ("POST", "/can-bo/tiep-dan/luot/{visit}/nguoi", PERSON),
    ("GET", "/can-bo/tiep-dan/luot/{visit}/arrive", RECEIVE),
    ("POST", "/can-bo/tiep-dan/luot/{visit}/arrive", RECEIVE),
    ("GET", "/can-bo/tiep-dan/luot/{visit}/refuse", RECEIVE),
    ("POST", "/can-bo/tiep-dan/luot/{visit}/refuse", RECEIVE),
    ("GET", "/can-bo/tiep-dan/luot/{visit}/leave", RECEIVE),
    ("POST", "/can-bo/tiep-dan/luot/{visit}/leave", RECEIVE),
    ("GET", "/can-bo/tiep-dan/luot/{visit}/give_up", RECEIVE),
    ("POST", "/can-bo/tiep-dan/luot/{visit}/give_up", RECEIVE),
    ("GET", "/can-bo/tiep-dan/luot/{visit}/link", RECEIVE),
    ("POST", "/can-bo/tiep-dan/luot/{visit}/link", RECEIVE),
    ("GET", "/can-bo/tiep-dan/luot/{visit}/answer", ANSWER),
    ("POST", "/can-bo/tiep-dan/luot/{visit}/answer", ANSWER),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/lich-tiep-dan", get(calendar::show))
        .route("/lich-tiep-dan.ics", get(calendar::feed))
        .route("/hen-tiep-dan/{session}", get(book::show).post(book::send))
        .route("/hen-cua-toi/{pass}", get(own::show).post(own::send))
        .route("/can-bo/tiep-dan", get(office::show))
        .route("/can-bo/tiep-dan/lap-lich", get(plan::show).post(plan::send))
        .route("/can-bo/tiep-dan/so", get(register::show))
        .route("/can-bo/tiep-dan/so/xuat", get(export::show).post(export::send))
        .route("/can-bo/tiep-dan/phien/{session}", get(session::show))
        .route("/can-bo/tiep-dan/phien/{session}/ban", get(desk::show).post(desk::send))
        .route("/can-bo/tiep-dan/phien/{session}/hen", get(book::phone).post(book::phone_send))
        .route(
            "/can-bo/tiep-dan/phien/{session}/{step}",
            get(session_step::show).post(session_step::send),
        )
        .route("/can-bo/tiep-dan/luot/{visit}", get(visit::show))
        .route("/can-bo/tiep-dan/luot/{visit}/nguoi", get(visit::hidden).post(visit::person))
        .route("/can-bo/tiep-dan/luot/{visit}/{step}", get(visit_step::show).post(visit_step::send))
}

/// The key of a value's words: `td-state-planned`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.', ':'], "-").to_lowercase())
}

/// A choice's values with their words.
fn choices(page: &Page, of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), page.t(key(of, word)).into_owned())).collect()
}

/// What matters are about, with their words, each with a capital.
fn matters(page: &Page) -> Vec<(String, String)> {
    let one = |m: &&str| ((*m).to_owned(), kernel::text::capital(&page.t(key("matter", m))));
    MATTERS.iter().map(one).collect()
}

/// Where a visit stands: mark and word.
fn visit_status(page: &Page, state: VisitState) -> Status {
    use VisitState as V;
    let mark = match state {
        V::Booked | V::Waiting => Mark::New,
        V::Received | V::Verifying => Mark::Half,
        V::Answered => Mark::Done,
        V::Filed | V::Aside | V::Refused | V::Left | V::GivenUp => Mark::None,
    };
    Status::new(mark, page.t(key("td-visit", state.word())))
}

/// Where a reception stands on a day: mark and words.
fn session_status(
    page: &Page,
    state: State,
    presence: &str,
    on: Date,
    today: Date,
) -> (Mark, String) {
    let (mark, words) = match (state, presence) {
        (State::Cancelled, _) => (Mark::None, page.t("td-state-cancelled")),
        (State::Planned, _) if on < today => (Mark::Late, page.t("td-state-missed")),
        (State::Planned, _) => (Mark::New, page.t("td-state-planned")),
        (State::Open, _) => (Mark::Half, page.t("td-state-open")),
        (State::Closed, "replaced") => (Mark::Soon, page.t("td-state-replaced")),
        (State::Closed, _) => (Mark::Done, page.t("td-state-held")),
    };
    (mark, words.into_owned())
}

/// The earliest day that a form takes: since there are State offices.
const EARLIEST: Date = Date::constant(1945, 9, 2);

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::{OWN, SESSIONS, VISITS};

    /// Form and sending of a step ask for one and the same act.
    fn asks(path: &str, act: &str) {
        assert_eq!(routes::asked(ROUTES, path), [Access::Act(act.parse().unwrap()); 2], "{path}");
    }

    /// The route of a step asks for the very act of the step's arrows.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in SESSIONS {
            let path = format!("{OFFICE}/phien/{{session}}/{}", arrow.step.word());
            asks(&path, arrow.act);
        }
        // A visitor is received at the desk, which has a page of its own.
        let here = VISITS
            .iter()
            .filter(|arrow| arrow.act != OWN && arrow.step != crate::arrows::VisitStep::Receive);
        for arrow in here {
            let path = format!("{OFFICE}/luot/{{visit}}/{}", arrow.step.word());
            asks(&path, arrow.act);
        }
    }
}
