//! Conferences with many connected points (*hội nghị nhiều điểm cầu*): agenda and papers, points
//! that report who is present over a slow line, their questions, and conclusions, which are duties
//! of named units until a day.
//!
//! ```text
//! conference:  planned ─► open ─► held ─► noticed (its conclusions are issued)
//!                 └► moved · called off
//! point:       confirmed ─► reported, again and again: the last report counts
//! question:    asked ─► taken ─► answered      asked · taken ─► deferred, with a reason
//! conclusion:  open ─► done · withdrawn, with a reason      (late: the day has passed)
//! ```
//!
//! # Invariants
//! - The tables of [`arrows`] are the whole life of each.
//! - Who is present is a number in a group of posts: never a name, never what anybody thinks.
//! - A report sent twice, or late by a device that had no line, counts once; an older one never
//!   takes the place of a newer one unseen.
//! - A conclusion without unit or day is refused, and the refusal says which is missing.
//! - A conclusion still open stands on the agenda of its host's next conference by itself.
//! - A conference is internal: everybody reads only what its host made known.
//! - However many points one act connects, it is one fact.

use std::sync::Arc;

use ::store::Projector;
use accounts::{Access, Act, App, Owing};
use axum::Router;

pub mod api;
pub mod arrows;
pub mod conclusion;
pub mod conference;
pub mod desk;
pub mod facts;
pub mod holdings;
pub mod inquiry;
pub mod kind;
pub mod meaning;
pub mod notice;
pub mod pages;
pub mod point;
pub mod store;
pub mod unit;

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![
        ("conference", Arc::new(meaning::Conferences)),
        ("point", Arc::new(meaning::Points)),
        ("inquiry", Arc::new(meaning::Inquiries)),
        ("conclusion", Arc::new(meaning::Conclusions)),
    ]
}

/// What conferences lead to is owed by units; here it is opened.
pub const OWING: &[Owing] = &[Owing {
    prefix: "conclusion",
    read: Act::CONFERENCES_READ,
    path: |_, owed| format!("/can-bo/ket-luan/viec/{}", owed.key()),
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
