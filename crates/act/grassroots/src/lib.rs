//! Days at the grassroots, the officials who look after villages and the offices that are twinned
//! with them: who goes where and when, what was asked there, what was done on the spot, and what is
//! owed since, by whom and until when.
//!
//! ```text
//! visit:    planned ─► held · called off, with a reason       (missed: the day passed)
//! need:     done at once      owed ─► done, with evidence · withdrawn, with a reason
//! liaison:  assigned ─► ended
//! twin:     begun ─► ended, with a reason                     (over: the day agreed has passed)
//! ```
//!
//! No article of law asks for these days or officials: a unit holds them by its own decision.
//!
//! # Invariants
//! - The tables of [`arrows`] are the whole life of each.
//! - A need is done on the spot, or owed by a post until a day; one without either is refused.
//! - Needs and duties are kept, never who asked nor what anybody thinks; a contact is kept only to
//!   tell, in the vault.
//! - A planned day that passed without a record is late for everybody to see.
//! - A form sent twice is one visit, one need, one liaison, one twinning.
//! - Who goes for an office goes to a village that it is twinned with on that day.

use std::sync::Arc;

use ::store::Projector;
use accounts::{Access, Act, App, Owing};
use axum::Router;

pub mod api;
pub mod arrows;
pub mod desk;
pub mod facts;
pub mod holdings;
pub mod kind;
pub mod liaison;
pub mod meaning;
pub mod need;
pub mod pages;
pub mod store;
pub mod twin;
pub mod visit;

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![
        ("roots", Arc::new(meaning::Visits)),
        ("need", Arc::new(meaning::Needs)),
        ("liaison", Arc::new(meaning::Liaisons)),
        ("twin", Arc::new(meaning::Twins)),
    ]
}

/// What planned days and needs owe, and where they are opened.
pub const OWING: &[Owing] = &[
    Owing {
        prefix: "roots",
        read: Act::GRASSROOTS_READ,
        path: |officer, owed| match officer.may(Act::GRASSROOTS_RECORD, owed.unit) {
            true => format!("/can-bo/ve-co-so/buoi/{}/hold", owed.key()),
            false => "/can-bo/ve-co-so".to_owned(),
        },
    },
    Owing {
        prefix: "need",
        read: Act::GRASSROOTS_READ,
        path: |_, owed| format!("/dieu-dan-neu/{}", owed.key()),
    },
];

/// Every route with what it asks.
pub fn routes() -> Vec<(&'static str, &'static str, Access)> {
    [pages::ROUTES, api::ROUTES].concat()
}

/// The handlers of those routes.
pub fn router() -> Router<Arc<App>> {
    pages::router().merge(api::router())
}

/// A sample of each page, for the tests that render and audit them in each language.
pub fn samples(page: &web::Page) -> Vec<web::styleguide::Sample> {
    pages::samples(page)
}
