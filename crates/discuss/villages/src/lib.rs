//! Village meetings (*họp thôn, tổ dân phố*): who calls, the roll, the tally of each place, the
//! outcome by the rule of its day over all households, the decision in its legal form.
//!
//! ```text
//! meeting:  called ─► open ─► closed ─► decided (published · sent · recognised)
//!              └► moved · cancelled
//! place:    entered ─► signed by chair and secretary
//! ```
//!
//! # Invariants
//! - The table [`arrows::ARROWS`] is the whole life.
//! - A majority is counted over all households of the village, by the rule in force on the day of
//!   the meeting; the outcome is derived and stands in no fact.
//! - Who voted how is nowhere. Marks and names of households are in the vault alone.
//! - A household counts once: in one place, there or represented or absent.
//! - An entry changed after it was signed is unsigned.
//! - A form sent twice, or days later by a device that had no line, is one entry; what another has
//!   written meanwhile is not written over.

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
pub mod meaning;
pub mod meeting;
pub mod outcome;
pub mod pages;
pub mod paper;
pub mod store;

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![("village", Arc::new(meaning::Meetings))]
}

/// What village meetings owe, and where they are opened.
pub const OWING: &[Owing] = &[Owing {
    prefix: "village",
    read: Act::VILLAGES_READ,
    path: |_, owed| format!("/can-bo/hop-thon/{}", owed.key()),
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
