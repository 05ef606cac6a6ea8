//! What is served of the log: its files for machines, the proof of one fact for its owner, the page
//! that explains it, and the one that checks a receipt wherever it was taken.

use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::get;
use web::styleguide::Sample;
use web::{Page, TakesFiles};

mod about;
mod files;
mod offline;
mod proof;
mod scan;
mod square;
pub mod told;

#[cfg(test)]
pub(crate) use files::bundle;
pub use files::file;
pub use proof::{path, unit, what};
pub use square::square;

/// Every route with what it asks.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/log/checkpoint", Access::Public),
    ("GET", "/log/key", Access::Public),
    ("GET", "/log/former", Access::Public),
    ("GET", "/log/tile/{*path}", Access::Public),
    ("GET", "/bien-nhan/{prefix}/{key}/{version}/{tag}", Access::Public),
    ("GET", "/bien-nhan/{prefix}/{key}/{version}/{tag}/ma.svg", Access::Public),
    ("GET", "/bien-nhan/{prefix}/{key}/{version}/{tag}/tep", Access::Public),
    ("GET", "/nhat-ky-cong-khai", Access::Public),
    ("GET", "/nhat-ky-cong-khai/kiem-dau.html", Access::Public),
    ("GET", "/can-bo/kiem-dau", Access::Act(Act::PROOFS_CHECK)),
    ("POST", "/can-bo/kiem-dau", Access::Act(Act::PROOFS_CHECK)),
];

/// The handlers of those routes; they ask for the [`crate::Log`] as an extension.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/log/checkpoint", get(files::checkpoint))
        .route("/log/key", get(files::key))
        .route("/log/former", get(files::former))
        .route("/log/tile/{*path}", get(files::tile))
        .route("/bien-nhan/{prefix}/{key}/{version}/{tag}", get(proof::show))
        .route("/bien-nhan/{prefix}/{key}/{version}/{tag}/ma.svg", get(proof::picture))
        .route("/bien-nhan/{prefix}/{key}/{version}/{tag}/tep", get(proof::file))
        .route("/nhat-ky-cong-khai", get(about::show))
        .route("/nhat-ky-cong-khai/kiem-dau.html", get(offline::show))
        .route("/can-bo/kiem-dau", TakesFiles::on(get(scan::show).post(scan::send)))
}

/// A sample of each page.
pub fn samples(page: &Page) -> Vec<Sample> {
    let public = [proof::samples(page), about::samples(page), offline::samples(page)].concat();
    [public, scan::samples(page)].concat()
}
