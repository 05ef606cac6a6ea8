//! Pages of personal data: for everybody how it is kept and what may be asked; for officers the
//! requests, the look over all subjects, and what is over.

use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::{get, post};
use units::Gazetteer;
use web::{FormState, Page};

use crate::desk::Read;
use crate::key;

mod at;
mod correct;
mod expired;
mod list;
mod look;
mod new;
mod notice;
mod one;
mod sample;
mod step;

pub use sample::samples;

/// The officers' list's address.
const OFFICE: &str = "/can-bo/du-lieu";
/// One request's.
const ONE: &str = "/can-bo/du-lieu/yeu-cau";
/// What is over.
const EXPIRED: &str = "/can-bo/het-han-luu";
const READ: Access = Access::Act(Act::DATA_READ);
const RECEIVE: Access = Access::Act(Act::DATA_RECEIVE);
const OPEN: Access = Access::Act(Act::DATA_OPEN);
const SETTLE: Access = Access::Act(Act::DATA_SETTLE);
const ERASE: Access = Access::Act(Act::VAULT_ERASE);

/// Every route with what it asks of its reader.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/rieng-tu", Access::Public),
    ("GET", "/can-bo/du-lieu", READ),
    ("GET", "/can-bo/du-lieu/moi", RECEIVE),
    ("POST", "/can-bo/du-lieu/moi", RECEIVE),
    ("GET", "/can-bo/du-lieu/yeu-cau/{request}", READ),
    ("POST", "/can-bo/du-lieu/yeu-cau/{request}/xac-nhan", RECEIVE),
    ("GET", "/can-bo/du-lieu/yeu-cau/{request}/gia-han", SETTLE),
    ("POST", "/can-bo/du-lieu/yeu-cau/{request}/gia-han", SETTLE),
    ("GET", "/can-bo/du-lieu/yeu-cau/{request}/xong", SETTLE),
    ("POST", "/can-bo/du-lieu/yeu-cau/{request}/xong", SETTLE),
    ("GET", "/can-bo/du-lieu/yeu-cau/{request}/tim", OPEN),
    ("POST", "/can-bo/du-lieu/yeu-cau/{request}/tim", OPEN),
    ("POST", "/can-bo/du-lieu/yeu-cau/{request}/giao", OPEN),
    ("GET", "/can-bo/du-lieu/yeu-cau/{request}/sua", OPEN),
    ("POST", "/can-bo/du-lieu/yeu-cau/{request}/sua", OPEN),
    ("POST", "/can-bo/du-lieu/yeu-cau/{request}/xoa", ERASE),
    ("GET", "/can-bo/het-han-luu", READ),
    ("POST", "/can-bo/het-han-luu", ERASE),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/rieng-tu", get(notice::show))
        .route("/can-bo/du-lieu", get(list::show))
        .route("/can-bo/du-lieu/moi", get(new::show).post(new::send))
        .route("/can-bo/du-lieu/yeu-cau/{request}", get(one::show))
        .route("/can-bo/du-lieu/yeu-cau/{request}/xac-nhan", post(one::acknowledge))
        .route(
            "/can-bo/du-lieu/yeu-cau/{request}/gia-han",
            get(step::extend).post(step::extend_send),
        )
        .route("/can-bo/du-lieu/yeu-cau/{request}/xong", get(step::finish).post(step::finish_send))
        .route("/can-bo/du-lieu/yeu-cau/{request}/tim", get(look::show).post(look::send))
        .route("/can-bo/du-lieu/yeu-cau/{request}/giao", post(look::hand))
        .route("/can-bo/du-lieu/yeu-cau/{request}/sua", get(correct::show).post(correct::send))
        .route("/can-bo/du-lieu/yeu-cau/{request}/xoa", post(look::erase))
        .route("/can-bo/het-han-luu", get(expired::show).post(expired::send))
}

/// Where officers open a request.
pub fn path(stream: &str) -> String {
    format!("{ONE}/{}", store::journal::key(stream))
}

/// The unit of before that bore a code which no unit bears today, as lists name it; empty for a
/// unit of today.
fn whose(unit: &str) -> String {
    Gazetteer::shared().ended(unit).map(|unit| unit.phrase()).unwrap_or_default()
}

/// A choice's values with their words.
fn choices(page: &Page, of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), page.t(key(of, word)).into_owned())).collect()
}

/// The page of something about one request, with its title and crumbs.
fn titled(page: Page, title: &str, read: &Read, form: &FormState) -> Page {
    let (list, here) = (page.t("dl-title").into_owned(), page.t(title).into_owned());
    let page = page.office().here(OFFICE).title(&here).crumb(list, OFFICE);
    page.crumb(read.code(), path(&read.it.id)).crumb_here(here).redisplay(form)
}
