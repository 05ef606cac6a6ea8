//! Receptions of citizens: the calendar that checks itself against the rule of its date, the queue,
//! the register with its legal columns, and the answer owed to each visitor.
//!
//! ```text
//! reception:  planned ─► open ─► closed
//!                └► moved · cancelled
//! visit:      booked ─► waiting ─► received ─► answered · verifying · filed (as a petition)
//!                └► given up └► refused · left
//! ```
//!
//! # Invariants
//! - The tables [`arrows::SESSIONS`] and [`arrows::VISITS`] are the whole life.
//! - Turns, persons and cases are three numbers, each derived from the visits.
//! - Who denounces is not written down: such a visit is a number, a day and a count of people.
//! - Who was not received after all leaves no name: the key of what they said is destroyed.
//! - A visit whose petition owes the answer owes none itself, and the other way round.
//! - A form sent twice, or days later by a device that had no line, is one visit.
//! - Another subject's tables are not read: a petition is known by its code and what it owes.

use std::sync::Arc;

use ::store::Projector;
use accounts::{Access, Act, App, Owing};
use axum::Router;

pub mod api;
pub mod arrows;
pub mod desk;
pub mod facts;
pub mod frequency;
pub mod holdings;
pub mod kind;
pub mod meaning;
pub mod pages;
pub mod session;
pub mod store;
pub mod visit;
pub mod wants;

pub use wants::WANTS;

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![
        ("reception", Arc::new(meaning::Receptions)),
        ("visit", Arc::new(meaning::Visits)),
        ("visitno", Arc::new(meaning::Numbers)),
    ]
}

/// What visits owe, and where they are opened.
pub const OWING: &[Owing] = &[Owing {
    prefix: "visit",
    read: Act::RECEPTIONS_READ,
    path: |_, owed| format!("/can-bo/tiep-dan/luot/{}", owed.key()),
}];

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
