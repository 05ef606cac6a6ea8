//! Notices: who is told what by e-mail, and what became of each letter.
//!
//! ```text
//!   a subject's facts ─► notices (a view: who is to be told, since when)
//!                           │ the task takes what is due
//!                           ▼
//!   letter: tried ─► sent · failed · waits · in doubt · given up   (facts of `notice/…`)
//! ```
//!
//! A subject declares its [`Notice`]s in its projection, as it does its debts, and nothing else: it
//! sends nothing and knows no server. Letters to askers go out one by one; what concerns an officer
//! waits for the one letter of the next working morning.
//!
//! # Invariants
//! - No address, name or word of a letter stands in a fact or view: the address is opened from the
//!   vault when the letter is written, and forgotten.
//! - What became of a letter is facts: a rebuilt or restored database sends nothing twice.
//! - An attempt is recorded before it begins. One without an end may have arrived: it is tried
//!   again under the same Message-ID, and shown as in doubt.
//! - No page waits for a mail server.

use std::sync::Arc;

use ::store::{Migration, Projector, Table};
use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::get;
use jobs::Job;

pub mod compose;
pub mod desk;
pub mod facts;
pub mod letter;
pub mod morning;
pub mod notice;
pub mod pages;
pub mod sender;
pub mod setting;
mod smtp;
pub mod store;

pub use accounts::own::PASS;
pub use facts::KINDS;
pub use notice::{About, NOTICES, Notice, To, rows};
pub use pages::samples;
pub use sender::Outbox;
pub use setting::Mail;
pub use store::STATEMENTS;

/// The schema.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "notices-1", sql: include_str!("../migrations/1.sql") }];

/// The views.
pub static TABLES: &[&Table] = &[&NOTICES, &facts::LETTERS, &facts::SWITCH];

/// Who knows the facts, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![("notice", Arc::new(facts::Letters)), ("mail", Arc::new(facts::Letters))]
}

/// Every route of the slice with its permission.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/can-bo/thu-bao", Access::Act(Act::NOTICES_SEE)),
    ("POST", "/can-bo/thu-bao", Access::Act(Act::NOTICES_STEER)),
];

/// The slice's handlers.
pub fn router() -> Router<Arc<App>> {
    use pages::outbox;
    Router::new().route("/can-bo/thu-bao", get(outbox::show).post(outbox::steer))
}

/// The periodic tasks: none without a mail server.
pub fn jobs(app: &Arc<App>, mail: Option<&Mail>) -> Vec<Job> {
    let Some(mail) = mail else { return Vec::new() };
    let outbox = Outbox::new(app.clone(), mail.clone());
    let mornings = outbox.clone();
    vec![
        Job::stoppable("notices.send", sender::EVERY, move |_, stop| {
            let outbox = outbox.clone();
            async move { outbox.run(&stop).await }
        }),
        Job::stoppable("notices.morning", morning::EVERY, move |_, stop| {
            let outbox = mornings.clone();
            async move { outbox.run_morning(&stop).await }
        }),
    ]
}
