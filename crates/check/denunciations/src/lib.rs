//! Denunciations: the register of what was handed in on paper or in person. It holds numbers,
//! dates and closed words; who denounced, whom, and of what, stays on paper.
//!
//! ```text
//! received ─► accepted ─► concluded ─► settled (sent, acted on, published)
//!     │          │  ▲ └► withdrawn · terminated
//!     │          ▼  │
//!     │       suspended   (its days do not count)
//!     └► forwarded · filed · not accepted · withdrawn
//! ```
//!
//! # Invariants
//! - No field, column, fact or form can hold a text that somebody chose: the program cannot leak
//!   what it never had (LTC 47, 56; a denouncer's name is a State secret).
//! - The table [`arrows::ARROWS`] is the whole life; nothing happens outside it.
//! - Every date is derived from a rule of the law of its day; suspended days do not count.
//! - Anonymous information is a kind of its own: no clock, no reply owed, nobody looked for
//!   (LTC 25).
//! - What was mistyped is put right by a fact of its own, never overwritten; the whole history is
//!   decided again with the right value first ([`correction`]).
//! - Each reading of an entry stands in the access log before it is shown.
//! - There is no public page and no search here, and an office's program sends and gets what its
//!   pages do: numbers, dates and closed words. `/to-cao` says where paper is handed in.

use std::sync::Arc;

use ::store::Projector;
use accounts::{Access, Act, App, Owing};
use axum::Router;

pub mod anonymous;
pub mod api;
pub mod arrows;
pub mod correction;
pub mod denunciation;
pub mod desk;
pub mod facts;
pub mod kind;
pub mod meaning;
pub mod pages;
pub mod store;

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![
        ("denunciation", Arc::new(meaning::Denunciations)),
        ("anonymous", Arc::new(meaning::AnonymousInformation)),
    ]
}

/// What entries of the register owe, and where they are opened.
pub const OWING: &[Owing] = &[Owing {
    prefix: "denunciation",
    read: Act::DENUNCIATIONS_READ,
    path: |_, owed| format!("/can-bo/to-cao/{}", owed.key()),
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
