//! Dialogues and promises for programs, under `/api/v1/dialogues`, `/api/v1/questions` and
//! `/api/v1/promises`: for everybody what the public pages show, in codes and days instead of words
//! of the screen, and a question in advance; for an office's program what its officers write down.
//! What a program does goes through the acts of the pages.

mod asking;
mod dialogues;
mod doors;
mod fields;
mod office;
mod promises;
mod shown;

use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::{get, post};

pub use doors::{Document, doors};

const DIALOGUES: &str = "/api/v1/dialogues";
const PROMISES: &str = "/api/v1/promises";
const QUESTIONS: &str = "/api/v1/questions";

const READ: Access = Access::Token(Act::DIALOGUES_READ);
const CAPTURE: Access = Access::Token(Act::DIALOGUES_CAPTURE);
const CONCLUDE: Access = Access::Token(Act::DIALOGUES_CONCLUDE);

/// Every route with what it asks. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/api/v1/dialogues", Access::Public),
    ("GET", "/api/v1/dialogues/{dialogue}", Access::Public),
    ("GET", "/api/v1/dialogues/{dialogue}/questions", READ),
    ("POST", "/api/v1/dialogues/{dialogue}/questions", Access::Public),
    ("POST", "/api/v1/dialogues/{dialogue}/entries", CAPTURE),
    ("POST", "/api/v1/dialogues/{dialogue}/lines", CAPTURE),
    ("POST", "/api/v1/questions/{question}/steps/take", CAPTURE),
    ("POST", "/api/v1/questions/{question}/steps/decline", CONCLUDE),
    ("POST", "/api/v1/questions/{question}/steps/answer", CAPTURE),
    ("GET", "/api/v1/promises", Access::Public),
    ("GET", "/api/v1/promises/{promise}", Access::Public),
    ("POST", "/api/v1/promises/{promise}/steps/keep", Access::Token(Act::PROMISES_KEEP)),
    ("POST", "/api/v1/promises/{promise}/steps/withdraw", Access::Token(Act::PROMISES_WITHDRAW)),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/dialogues", get(dialogues::list))
        .route("/api/v1/dialogues/{dialogue}", get(dialogues::one))
        .route("/api/v1/dialogues/{dialogue}/questions", get(office::questions).post(asking::send))
        .route("/api/v1/dialogues/{dialogue}/entries", post(office::enter))
        .route("/api/v1/dialogues/{dialogue}/lines", post(office::line))
        .route("/api/v1/questions/{question}/steps/{step}", post(office::question_step))
        .route("/api/v1/promises", get(promises::list))
        .route("/api/v1/promises/{promise}", get(promises::one))
        .route("/api/v1/promises/{promise}/steps/{step}", post(office::promise_step))
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::{PROMISES as KEPT, PromiseStep, QUESTIONS as SORTED};

    fn asks(path: &str, act: &str) {
        let act = Access::Token(act.parse().unwrap());
        assert_eq!(routes::asked(ROUTES, path), [act], "{path}");
    }

    /// The door of a step asks for the very act of the step's arrow, as its page does.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in SORTED {
            asks(&format!("{QUESTIONS}/{{question}}/steps/{}", arrow.step.word()), arrow.act);
        }
        let words = [PromiseStep::Keep, PromiseStep::Withdraw];
        for arrow in KEPT.iter().filter(|arrow| words.contains(&arrow.step)) {
            asks(&format!("{PROMISES}/{{promise}}/steps/{}", arrow.step.word()), arrow.act);
        }
        assert_eq!(doors().len(), ROUTES.len());
    }
}
