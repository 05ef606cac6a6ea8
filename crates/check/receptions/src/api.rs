//! Receptions for programs, under `/api/v1/receptions` and `/api/v1/visits`: the calendar with the
//! rules that it is held against and an appointment, for everybody; for an office's program a line
//! of the register and its steps. The acts are those of the pages. Who came is never told here.

mod calendar;
mod doors;
mod fields;
mod shown;
mod visits;

use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::{get, post};

pub use doors::{Document, doors};

const RECEPTIONS: &str = "/api/v1/receptions";
const VISITS: &str = "/api/v1/visits";

const READ: Access = Access::Token(Act::RECEPTIONS_READ);
const RECEIVE: Access = Access::Token(Act::RECEPTIONS_RECEIVE);
const ANSWER: Access = Access::Token(Act::RECEPTIONS_ANSWER);

/// Every route with what it asks. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/api/v1/receptions", Access::Public),
    ("POST", "/api/v1/receptions/{session}/bookings", Access::Public),
    ("POST", "/api/v1/receptions/{session}/visits", RECEIVE),
    ("GET", "/api/v1/visits/{visit}", READ),
    ("POST", "/api/v1/visits/{visit}/steps/arrive", RECEIVE),
    ("POST", "/api/v1/visits/{visit}/steps/refuse", RECEIVE),
    ("POST", "/api/v1/visits/{visit}/steps/leave", RECEIVE),
    ("POST", "/api/v1/visits/{visit}/steps/give_up", RECEIVE),
    ("POST", "/api/v1/visits/{visit}/steps/link", RECEIVE),
    ("POST", "/api/v1/visits/{visit}/steps/answer", ANSWER),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/receptions", get(calendar::month))
        .route("/api/v1/receptions/{session}/bookings", post(calendar::book))
        .route("/api/v1/receptions/{session}/visits", post(visits::enter))
        .route("/api/v1/visits/{visit}", get(visits::one))
        .route("/api/v1/visits/{visit}/steps/{step}", post(visits::step))
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::{OWN, VISITS as LIFE, VisitStep};

    /// The door of a step asks for the very act of the step's arrows, as its page does.
    #[test]
    fn each_step_asks_for_its_own_act() {
        let with_door = |step: VisitStep| step != VisitStep::Receive;
        for arrow in LIFE.iter().filter(|arrow| arrow.act != OWN && with_door(arrow.step)) {
            let path = format!("{VISITS}/{{visit}}/steps/{}", arrow.step.word());
            let act = Access::Token(arrow.act.parse().unwrap());
            assert_eq!(routes::asked(ROUTES, &path), [act], "{path}");
        }
        let steps = ROUTES.iter().filter(|route| route.1.contains("/steps/")).count();
        assert_eq!((steps, doors().len()), (VisitStep::ALL.len() - 1, ROUTES.len()));
    }
}
