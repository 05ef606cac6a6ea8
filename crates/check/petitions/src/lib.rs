//! Petitions: what a person brings, from the door to an answer in time, and whether it is solved.
//!
//! ```text
//! received ─► classified ─► accepted ─► verified ─► decided ─► sent ─► judged by the asker
//!     filed · guided · forwarded · refused
//! ```
//!
//! # Invariants
//! - Closed is not solved: only the asker says so, and silence is counted apart.
//! - Every date is derived from a rule and a starting day, and can explain itself day by day.
//! - A denunciation has no form and no kind here; the page `/to-cao` says where it goes.
//! - The public sees code, kind, matter, commune, month, state, dates and the answer; never a
//!   name, a telephone or a house number.
//! - Words and persons are in the vault; facts and views hold none.

pub mod api;
pub mod code;
pub mod desk;
pub mod drafts;
pub mod facts;
pub mod filter;
pub mod holdings;
pub mod import;
pub mod kind;
pub mod likeness;
pub mod logged;
pub mod matters;
pub mod meaning;
pub mod open311;
pub mod pages;
pub mod papers;
pub mod petition;
pub mod served;
pub mod store;
mod told;
pub mod views;

use ::store::Laws;
use calendar::Lang;
use jiff::civil::Date;

/// The article of a rule as one writes it, in Vietnamese; the rule's id when it was not in force.
pub fn cite(laws: &Laws, rule: &str, on: Date) -> String {
    let book = &laws.now().rulebook;
    match book.in_force(rule, on) {
        Some(found) => book.cite(&found.article, Lang::Vi),
        None => rule.to_owned(),
    }
}

/// Every route of the slice with its permission.
pub fn routes() -> Vec<(&'static str, &'static str, accounts::Access)> {
    [api::ROUTES, open311::ROUTES, pages::resident::ROUTES, pages::office::ROUTES].concat()
}

/// The slice's handlers.
pub fn router() -> axum::Router<std::sync::Arc<accounts::App>> {
    api::router()
        .merge(open311::router())
        .merge(pages::resident::router())
        .merge(pages::office::router())
}

/// The periodic tasks of this slice.
pub fn jobs() -> Vec<jobs::Job> {
    let mut all = import::job::jobs();
    all.push(drafts::job());
    all
}

/// A sample of each page, for the tests that render and audit them in each language.
pub fn samples(page: &web::Page) -> Vec<web::styleguide::Sample> {
    let mut all = pages::resident::samples(page);
    all.extend(pages::office::samples(page));
    all
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements(engine: ::store::Engine) -> Vec<String> {
    let mut all = crate::store::statements(engine);
    all.extend(likeness::store::statements(engine));
    all.extend(pages::office::statements());
    all.extend(views::statements());
    all.extend(open311::statements());
    all.extend(import::store::STATEMENTS.iter().map(|statement| (*statement).to_owned()));
    all.extend(drafts::store::STATEMENTS.iter().map(|statement| (*statement).to_owned()));
    all
}
