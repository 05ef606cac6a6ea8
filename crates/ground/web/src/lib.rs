//! The face of Dantin: page shell, form controls, errors, words. It knows no subject.
//!
//! A subject's page is a template that extends this crate's `base.html`, and a handler that takes
//! a [`Page`]. In the subject's crate, `askama.toml` beside its `Cargo.toml`:
//!
//! ```toml
//! [general]
//! dirs = ["templates", "../../ground/web/templates"]
//! ```
//!
//! its template, `templates/file.html`:
//!
//! ```html
//! {% extends "base.html" %}
//! {% block main %}
//! {% let f = page.form(form) %}
//! {{ f.errors() }}
//! <h1>{{ page.t("file-title") }}</h1>
//! {{ f.post("/gui-don") }}
//! {{ f.words("words", page.t("file-words")).hint(page.t("file-words-hint")) }}
//! {{ f.choice("answer", page.t("file-answer"))
//!     .option_more("sms", page.t("file-sms"), f.text("phone", page.t("file-phone")).tel())
//!     .option("desk", page.t("file-desk")) }}
//! <p class="fld"><button class="btn">{{ page.t("send") }}</button></p></form>
//! {% endblock %}
//! ```
//!
//! and its handlers:
//!
//! ```ignore
//! #[derive(askama::Template)]
//! #[template(path = "file.html")]
//! struct FilePage<'a> { page: &'a Page, form: &'a FormState }
//!
//! async fn open(page: Page) -> Response {
//!     let page = page.titled("file-title");
//!     page.show(&FilePage { page: &page, form: &FormState::new() })
//! }
//!
//! async fn send(posted: Posted) -> Result<Response, PageError> {
//!     let Posted { page, mut form } = posted;
//!     let words = form.required("words", 20_000);
//!     let answer = form.choice("answer", &["sms", "desk"]);
//!     let phone = if answer == Some("sms") { form.phone("phone") } else { None };
//!     let (Some(words), Some(answer), false) = (words, answer, form.is_wrong()) else {
//!         let page = page.titled("file-title").redisplay(&form);
//!         return Ok(page.show(&FilePage { page: &page, form: &form }));
//!     };
//!     // … the command; a `kernel::Refusal` becomes a `PageError` through `?` …
//!     Ok(Redirect::to("/don").into_response())
//! }
//! ```
//!
//! The site builds the [`Book`] from all subjects' words, makes a [`Face`], merges [`routes`] and
//! puts [`layer`] around everything, once.
//!
//! Parts (`parts`) are values that print themselves: `{{ leaf }}`. Inside templates, text is
//! escaped by itself; [`Html`] is the one type that is not.

use axum::Router;
use axum::routing::get;

pub mod assets;
pub mod cookies;
mod csrf;
mod dress;
pub mod errors;
pub mod export;
pub mod face;
pub mod files;
pub mod form;
mod html;
pub mod icalendar;
pub mod page;
pub mod parts;
pub mod styleguide;
mod view;
pub mod visit;
pub mod words;

pub use csrf::FIELD as SEAL_FIELD;
pub use dress::layer;
pub use errors::PageError;
pub use face::{Door, Doors, Face, Issuer, Setting, Uploads};
pub use form::{
    Choice, Control, Fields, Form, FormPage, FormState, Posted, Row, TakesFiles, TakesLarge,
    Upload, beside, fields,
};
pub use html::Html;
pub use page::{Crumb, Page};
pub use view::is_local;
pub use visit::{Scheme, SignedIn, Visit};
pub use words::{Book, Day, Lang, Say, Words};

/// The routes that belong to the face itself: `/assets/…`, `/giao-dien`, `/styleguide`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{hash}/{name}", get(assets::serve))
        .route("/styleguide", get(styleguide::show))
        .route("/giao-dien", get(view::switch).post(view::switch))
}
