//! Dialogues of leaders with people: notice, questions, answers, conclusions, result; and promises,
//! which are duties with an owner and a day until they are kept or withdrawn before everybody.
//!
//! ```text
//! dialogue:  planned ─► announced ─► open ─► held ─► concluded ─► published
//!               ▲ moved ┘└► called off
//! question:  asked ─► taken ─► answered      asked ─► declined, with a reason
//!               sorted by the dialogue's day, answered until its result must be public
//! promise:   open ─► kept · withdrawn, with a reason      (late: the day has passed)
//! call:      open ─► met, when the share of voters is reached ─► settled by a dialogue
//!               ▲ called off ────────────────────────────────────────┘
//! ```
//!
//! # Invariants
//! - The tables of [`arrows`] are the whole life of each.
//! - A promise without owner or day is refused, and the refusal says which is missing.
//! - A promise still open stands on the agenda of its unit's next dialogue; nobody puts it there.
//!   It outlives its unit: whatever took that in answers for it.
//! - A result is not public while a question is neither taken nor declined; of those that are taken
//!   and not answered it says what becomes of them.
//! - Whoever asked is told of each step, alone or together with others who asked the same.
//! - Who is put right or forgotten where they asked is so, in the same commit, where something was
//!   promised to them.
//! - Who asks for a dialogue is never recorded: a call is a number on a paper of a day.
//! - Whoever speaks is a role; a name is kept only to tell the asker, and in the vault.
//! - A form sent twice, or days later by a device that had no line, is one question.

use std::sync::Arc;

use ::store::Projector;
use accounts::{Access, Act, App, Owing};
use axum::Router;

pub mod api;
pub mod arrows;
pub mod call;
pub mod check;
pub mod desk;
pub mod dialogue;
pub mod facts;
pub mod holdings;
pub mod kind;
pub mod logged;
pub mod meaning;
pub mod minutes;
pub mod pages;
pub mod promise;
pub mod question;
pub mod store;
pub mod wants;

/// Who knows the facts of this slice, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![
        ("dialogue", Arc::new(meaning::Dialogues)),
        ("question", Arc::new(meaning::Questions)),
        ("promise", Arc::new(meaning::Promises)),
        ("call", Arc::new(meaning::Calls)),
    ]
}

pub use wants::WANTS;

/// What dialogues, their questions, promises and calls owe, and where they are opened.
pub const OWING: &[Owing] = &[
    Owing {
        prefix: "dialogue",
        read: Act::DIALOGUES_READ,
        path: |_, owed| format!("/can-bo/doi-thoai/buoi/{}", owed.key()),
    },
    Owing {
        prefix: "promise",
        read: Act::DIALOGUES_READ,
        path: |_, owed| format!("/can-bo/cam-ket/viec/{}", owed.key()),
    },
    Owing {
        prefix: "question",
        read: Act::DIALOGUES_READ,
        path: |_, owed| format!("/can-bo/doi-thoai/cau/{}", owed.key()),
    },
    Owing {
        prefix: "call",
        read: Act::DIALOGUES_READ,
        // Its papers are entered by who may plan; the list of dialogues shows it to all others.
        path: |officer, owed| match officer.may(Act::DIALOGUES_PLAN, owed.unit) {
            true => format!("/can-bo/doi-thoai/yeu-cau/{}", owed.key()),
            false => format!("/can-bo/doi-thoai?unit={}", owed.unit),
        },
    },
];

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
