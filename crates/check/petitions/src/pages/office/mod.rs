//! Officers at work: today, register, case, one page a step, the reception desk.
//!
//! ```text
//! hom-nay · so-don ─► don/{code} ─► don/{code}/{step} ─► back to the case
//!                        │ nguoi-gui: who the asker is, logged
//!                        └ ma-moi: four new words
//! nhan-don ─► receipt
//! ```
//!
//! Every handler asks the permission table twice: at the door, whether the officer may do the act
//! somewhere; then, the matter known, whether there. A list is read whole, never line by line.

use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::get;

mod around;
mod case;
mod desk;
mod jump;
mod paging;
mod register;
mod rows;
mod sample;
mod step;
mod store;
mod today;

pub(crate) use around::key;
pub use sample::samples;
pub use store::statements;

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/can-bo/hom-nay", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/so-don", Access::Act(Act::PETITIONS_REGISTER)),
    ("GET", "/can-bo/nhan-don", Access::Act(Act::PETITIONS_FILE)),
    ("POST", "/can-bo/nhan-don", Access::Act(Act::PETITIONS_FILE)),
    ("GET", "/can-bo/don", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/don/{code}", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/don/{code}/nguoi-gui", Access::Act(Act::PETITIONS_READ)),
    ("POST", "/can-bo/don/{code}/nguoi-gui", Access::Act(Act::PETITIONS_PERSON)),
    ("GET", "/can-bo/don/{code}/ma-moi", Access::Act(Act::PETITIONS_READ)),
    ("POST", "/can-bo/don/{code}/ma-moi", Access::Act(Act::PETITIONS_DESK)),
    ("GET", "/can-bo/don/{code}/classify", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/don/{code}/classify", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/don/{code}/assign", Access::Act(Act::PETITIONS_ASSIGN)),
    ("POST", "/can-bo/don/{code}/assign", Access::Act(Act::PETITIONS_ASSIGN)),
    ("GET", "/can-bo/don/{code}/file", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/file", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/guide", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/guide", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/forward", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/forward", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/refuse", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/refuse", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/accept", Access::Act(Act::PETITIONS_ACCEPT)),
    ("POST", "/can-bo/don/{code}/accept", Access::Act(Act::PETITIONS_ACCEPT)),
    ("GET", "/can-bo/don/{code}/verify", Access::Act(Act::PETITIONS_VERIFY)),
    ("POST", "/can-bo/don/{code}/verify", Access::Act(Act::PETITIONS_VERIFY)),
    ("GET", "/can-bo/don/{code}/decide", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/decide", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/send", Access::Act(Act::PETITIONS_SEND)),
    ("POST", "/can-bo/don/{code}/send", Access::Act(Act::PETITIONS_SEND)),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/can-bo/hom-nay", get(today::show))
        .route("/can-bo/so-don", get(register::show))
        .route("/can-bo/nhan-don", get(desk::show).post(desk::send))
        .route("/can-bo/don", get(jump::show))
        .route("/can-bo/don/{code}", get(case::show))
        .route("/can-bo/don/{code}/nguoi-gui", get(case::back).post(case::person))
        .route("/can-bo/don/{code}/ma-moi", get(case::back).post(case::renew))
        .route("/can-bo/don/{code}/{step}", get(step::show).post(step::send))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petition::ARROWS;

    /// The route of a step asks for the very act of the step's arrows.
    #[test]
    fn each_step_asks_for_its_own_act() {
        let own = |arrow: &&crate::petition::Arrow| arrow.act != "petitions.own";
        for arrow in ARROWS.iter().filter(own) {
            let path = format!("/can-bo/don/{{code}}/{}", arrow.step.word());
            let acts: Vec<&str> = ROUTES
                .iter()
                .filter(|route| route.1 == path)
                .filter_map(|route| match route.2 {
                    Access::Act(act) => Some(act.code()),
                    _ => None,
                })
                .collect();
            assert_eq!(acts, [arrow.act; 2], "{path}");
        }
    }
}
