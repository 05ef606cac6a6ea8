//! Personal data: what persons may ask about theirs, what the program holds about somebody, and how
//! it lets go of it.
//!
//! ```text
//!   subjects declare ─► holdings: found by · shown as · destroyed by · kept until
//!                          │
//!   somebody asks at the desk ─► request ─► looked for over all subjects ─► copy · correction
//!                                                                        └► erasure, on a ground
//!   the time of keeping is over ─► the task erases · a leader approves the list
//! ```
//!
//! # Invariants
//! - Who asks is known at the desk by a paper; which one is kept, never its number.
//! - What is opened about somebody is in the access log before it is shown.
//! - Nothing is destroyed that the law keeps, and nothing without its ground; what is destroyed and
//!   the request that asked for it stand in one commit.
//! - Restricting has no switch here: it is settled on paper, and the page says so.
//! - No number of the law stands here: `rules/du-lieu.toml`.

pub mod desk;
pub mod facts;
pub mod find;
pub mod held;
pub mod keep;
pub mod kind;
pub mod meaning;
pub mod officers;
pub mod pages;
pub mod request;
pub mod store;
pub mod take;
pub mod watch;

use std::sync::Arc;

use ::store::{Projector, Table};
use accounts::{Access, Act, App, Owing};
use axum::Router;
use jiff::SignedDuration;
use jobs::Job;

pub use held::{Follow, Gone, Held, Holding, Holdings, Item, Kept, What};
pub use watch::watched;

/// The slice's schema.
pub const MIGRATIONS: &[::store::Migration] = meaning::MIGRATIONS;
/// The slice's views.
pub static TABLES: &[&Table] = meaning::TABLES;

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![("data_request", Arc::new(meaning::Requests))]
}

/// What requests owe, and where they are opened.
pub const OWING: &[Owing] = &[Owing {
    prefix: "data_request",
    read: Act::DATA_READ,
    path: |_, owed| pages::path(owed.stream),
}];

/// What this slice and the accounts below it hold.
pub const HOLDINGS: &[Holding] = &[meaning::HOLDING, officers::HOLDING];

/// Every route with what it asks.
pub fn routes() -> Vec<(&'static str, &'static str, Access)> {
    pages::ROUTES.to_vec()
}

/// The handlers of those routes. They are handed [`Holdings`] by an extension.
pub fn router() -> Router<Arc<App>> {
    pages::router()
}

/// A sample of each page, for the tests that render and audit them in each language.
pub fn samples(page: &web::Page) -> Vec<web::styleguide::Sample> {
    pages::samples(page)
}

/// The task that lets go of what is over.
pub fn job(holdings: Holdings) -> Job {
    let every = SignedDuration::from_hours(24);
    Job::stoppable("privacy.retention", every, move |store, stop| {
        let holdings = holdings.clone();
        async move {
            let done = keep::apply(&store, &holdings, Some(&stop)).await;
            let keep::Applied { gone, waiting, failed } =
                done.map_err(|error| error.to_string())?;
            let told = format!(
                "{gone} items erased after their time, {waiting} matters wait for a leader"
            );
            match failed {
                0 => Ok(told),
                _ => Err(format!("{failed} matters were not let go of: see the log; {told}")),
            }
        }
    })
}

/// The key of a value's words: `dl-kind-view`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.', ':'], "-").to_lowercase())
}
