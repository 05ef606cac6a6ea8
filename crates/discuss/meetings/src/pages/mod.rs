//! Pages of dialogues and promises: for everybody the notices, questions, answers, results and
//! what was promised; for officers planning, capture in the room, minutes, calls and duties.

use std::sync::Arc;

use accounts::{Access, Act, App};
use askama::Template;
use axum::Router;
use axum::routing::get;
use web::{FormState, Html, Page, TakesFiles};

use crate::kind::MATTERS;

mod agenda;
mod ask;
mod calls;
mod evidence;
mod hall;
mod list;
mod live;
pub mod made;
mod one;
mod owed;
mod own;
mod paper;
mod plan;
mod promise;
mod promises;
mod question;
mod sample;
mod shown;
mod slip;
mod step;

pub use agenda::agenda;
pub(crate) use ask::{MOST as MOST_ASKED, WAYS, read as question_of};
pub(crate) use evidence::path as evidence_path;
pub(crate) use live::{ASKERS, read as line_of};
pub(crate) use made::units as units_of;
pub(crate) use one::{owed_at, public};
pub(crate) use question::{act_of as question_act, command as question_command};
pub use sample::samples;
pub(crate) use shown::seen;

/// The public list's address.
const PUBLIC: &str = "/doi-thoai";
/// The officers' list's address.
const OFFICE: &str = "/can-bo/doi-thoai";
/// Where promises stand for everybody.
const PROMISES: &str = "/cam-ket";
/// Where an officer works on promises.
const OWED: &str = "/can-bo/cam-ket";
const READ: Access = Access::Act(Act::DIALOGUES_READ);
const PLAN: Access = Access::Act(Act::DIALOGUES_PLAN);
const CAPTURE: Access = Access::Act(Act::DIALOGUES_CAPTURE);
const CONCLUDE: Access = Access::Act(Act::DIALOGUES_CONCLUDE);
const KEEP: Access = Access::Act(Act::PROMISES_KEEP);

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/doi-thoai", Access::Public),
    ("GET", "/doi-thoai/{dialogue}", Access::Public),
    ("GET", "/doi-thoai/{dialogue}/hoi", Access::Public),
    ("POST", "/doi-thoai/{dialogue}/hoi", Access::Public),
    ("GET", "/doi-thoai/{dialogue}/man-hinh", Access::Public),
    ("GET", "/cau-hoi-cua-toi/{pass}", Access::Public),
    ("GET", "/cam-ket", Access::Public),
    ("GET", "/cam-ket.ics", Access::Public),
    ("GET", "/doi-thoai.ics", Access::Public),
    ("GET", "/cam-ket/{promise}", Access::Public),
    ("GET", "/cam-ket/{promise}/tep/{n}", Access::Public),
    ("GET", "/can-bo/doi-thoai", READ),
    ("GET", "/can-bo/doi-thoai/lap", PLAN),
    ("POST", "/can-bo/doi-thoai/lap", PLAN),
    ("GET", "/can-bo/doi-thoai/yeu-cau", PLAN),
    ("POST", "/can-bo/doi-thoai/yeu-cau", PLAN),
    ("GET", "/can-bo/doi-thoai/yeu-cau/{call}", PLAN),
    ("POST", "/can-bo/doi-thoai/yeu-cau/{call}", PLAN),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}", READ),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/hoi", CAPTURE),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/hoi", CAPTURE),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/ghi", CAPTURE),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/ghi", CAPTURE),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/bien-ban/{kind}", READ),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/announce", PLAN),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/announce", PLAN),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/move", PLAN),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/move", PLAN),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/cancel", PLAN),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/cancel", PLAN),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/open", CAPTURE),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/open", CAPTURE),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/close", CAPTURE),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/close", CAPTURE),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/conclude", CONCLUDE),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/conclude", CONCLUDE),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/agree", CONCLUDE),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/agree", CONCLUDE),
    ("GET", "/can-bo/doi-thoai/buoi/{dialogue}/publish", CONCLUDE),
    ("POST", "/can-bo/doi-thoai/buoi/{dialogue}/publish", CONCLUDE),
    ("GET", "/can-bo/doi-thoai/cau/{question}", READ),
    ("GET", "/can-bo/doi-thoai/cau/{question}/giay", CAPTURE),
    ("GET", "/can-bo/doi-thoai/cau/{question}/take", CAPTURE),
    ("POST", "/can-bo/doi-thoai/cau/{question}/take", CAPTURE),
    ("GET", "/can-bo/doi-thoai/cau/{question}/decline", CONCLUDE),
    ("POST", "/can-bo/doi-thoai/cau/{question}/decline", CONCLUDE),
    ("GET", "/can-bo/doi-thoai/cau/{question}/answer", CAPTURE),
    ("POST", "/can-bo/doi-thoai/cau/{question}/answer", CAPTURE),
    ("GET", "/can-bo/cam-ket", READ),
    ("GET", "/can-bo/cam-ket/moi", CAPTURE),
    ("POST", "/can-bo/cam-ket/moi", CAPTURE),
    ("GET", "/can-bo/cam-ket/viec/{promise}", READ),
    ("GET", "/can-bo/cam-ket/viec/{promise}/tep/{n}", READ),
    ("POST", "/can-bo/cam-ket/viec/{promise}/tep/{n}", READ),
    ("GET", "/can-bo/cam-ket/viec/{promise}/keep", KEEP),
    ("POST", "/can-bo/cam-ket/viec/{promise}/keep", KEEP),
    ("GET", "/can-bo/cam-ket/viec/{promise}/enclose", KEEP),
    ("POST", "/can-bo/cam-ket/viec/{promise}/enclose", KEEP),
    ("GET", "/can-bo/cam-ket/viec/{promise}/show", KEEP),
    ("POST", "/can-bo/cam-ket/viec/{promise}/show", KEEP),
    ("GET", "/can-bo/cam-ket/viec/{promise}/withdraw", Access::Act(Act::PROMISES_WITHDRAW)),
    ("POST", "/can-bo/cam-ket/viec/{promise}/withdraw", Access::Act(Act::PROMISES_WITHDRAW)),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    // That a promise was kept may be shown by photographs and papers.
    let step = TakesFiles::on(get(promise::ask).post(promise::send));
    Router::new()
        .route("/doi-thoai", get(list::show))
        .route("/doi-thoai/{dialogue}", get(one::show))
        .route("/doi-thoai/{dialogue}/hoi", get(ask::show).post(ask::send))
        .route("/doi-thoai/{dialogue}/man-hinh", get(hall::show))
        .route("/cau-hoi-cua-toi/{pass}", get(own::show))
        .route("/cam-ket", get(promises::show))
        .route("/cam-ket.ics", get(promises::feed))
        .route("/doi-thoai.ics", get(agenda::feed))
        .route("/cam-ket/{promise}", get(promise::show))
        .route("/cam-ket/{promise}/tep/{n}", get(evidence::open))
        .route("/can-bo/doi-thoai", get(list::office))
        .route("/can-bo/doi-thoai/lap", get(plan::show).post(plan::send))
        .route("/can-bo/doi-thoai/yeu-cau", get(calls::show).post(calls::send))
        .route("/can-bo/doi-thoai/yeu-cau/{call}", get(calls::one).post(calls::support))
        .route("/can-bo/doi-thoai/buoi/{dialogue}", get(one::office))
        .route("/can-bo/doi-thoai/buoi/{dialogue}/hoi", get(ask::desk).post(ask::desk_send))
        .route("/can-bo/doi-thoai/buoi/{dialogue}/ghi", get(live::show).post(live::send))
        .route("/can-bo/doi-thoai/buoi/{dialogue}/bien-ban/{kind}", get(paper::show))
        .route("/can-bo/doi-thoai/buoi/{dialogue}/{step}", get(step::show).post(step::send))
        .route("/can-bo/doi-thoai/cau/{question}", get(question::show))
        .route("/can-bo/doi-thoai/cau/{question}/giay", get(slip::show))
        .route("/can-bo/doi-thoai/cau/{question}/{step}", get(question::ask).post(question::send))
        .route("/can-bo/cam-ket", get(owed::show))
        .route("/can-bo/cam-ket/moi", get(made::blank).post(made::make))
        .route("/can-bo/cam-ket/viec/{promise}", get(promise::office))
        .route("/can-bo/cam-ket/viec/{promise}/tep/{n}", get(evidence::back).post(evidence::office))
        .route("/can-bo/cam-ket/viec/{promise}/{step}", step)
}

/// The key of a value's words: `dt-state-planned`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.', ':'], "-").to_lowercase())
}

/// A choice's values with their words.
fn choices(page: &Page, of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), page.t(key(of, word)).into_owned())).collect()
}

/// How many years around today or the dialogue a form takes a day from: a guard against a slip of
/// the hand, such as 2062 for 2026, and no term of the law. What the law says of days is asked of
/// the rulebook when the step is decided.
const NEAR: i64 = 1;
/// How many years back a dialogue or a promise of an older register may be entered; as [`NEAR`].
const BACK: i64 = 5;
/// How many years ahead a promise may reach: as long as plans of provinces do; as [`NEAR`].
const AHEAD: i64 = 20;

/// What matters are about, with their words, each with a capital.
fn matters(page: &Page) -> Vec<(String, String)> {
    let one = |m: &&str| ((*m).to_owned(), kernel::text::capital(&page.t(key("matter", m))));
    MATTERS.iter().map(one).collect()
}

/// A page that asks for something and does it: every form of the slice but the one in the room.
#[derive(Template)]
#[template(path = "ask.html")]
struct FormPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    title: String,
    lede: String,
    /// The rules that it rests on, in their own words.
    rules: Vec<String>,
    action: String,
    /// What stands before the form: what was written down there already.
    before: Html,
    /// How many facts the form has seen, or the key that names it; for hidden fields.
    hidden: Vec<(&'static str, String)>,
    fields: Html,
    button: String,
    back: (String, String),
    /// Whether somebody else did something since the form was opened.
    overtaken: bool,
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::{DIALOGUES, PROMISES as LIFE, QUESTIONS};

    /// Form and sending of a step ask for one and the same act.
    fn asks(path: &str, act: &str) {
        assert_eq!(routes::asked(ROUTES, path), [Access::Act(act.parse().unwrap()); 2], "{path}");
    }

    /// The route of a step asks for the very act of the step's arrow.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in DIALOGUES {
            let path = format!("{OFFICE}/buoi/{{dialogue}}/{}", arrow.step.word());
            asks(&path, arrow.act);
        }
        for arrow in QUESTIONS {
            let path = format!("{OFFICE}/cau/{{question}}/{}", arrow.step.word());
            asks(&path, arrow.act);
        }
        for arrow in LIFE {
            let path = format!("{OWED}/viec/{{promise}}/{}", arrow.step.word());
            asks(&path, arrow.act);
        }
    }
}
