//! The register's pages, for the few who may open it. No form here has a field for words, and what
//! is typed all the same is refused and not even shown again.

use std::collections::BTreeSet;
use std::sync::Arc;

use accounts::{Access, Act, App, Failure, Officer};
use axum::Router;
use axum::routing::get;
use units::Gazetteer;
use web::parts::{Mark, Status};
use web::{FormState, Page, PageError, Say};

use crate::arrows::State;
use crate::kind::{Finding, GoesOn, Handling, Shelf, Sort, Way, Weight};

mod anonymous;
mod clock;
mod correct;
mod entry;
mod fresh;
mod register;
mod sample;
mod step;

pub(crate) use correct::{asks, mend};
pub(crate) use entry::act_of;
pub(crate) use fresh::read as entry_of;
pub use sample::samples;
pub(crate) use step::command;

/// The register's address.
const LIST: &str = "/can-bo/to-cao";
const READ: Access = Access::Act(Act::DENUNCIATIONS_READ);
const ENTER: Access = Access::Act(Act::DENUNCIATIONS_ENTER);
const CORRECT: Access = Access::Act(Act::DENUNCIATIONS_CORRECT);
const SETTLE: Access = Access::Act(Act::DENUNCIATIONS_SETTLE);

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/can-bo/to-cao", READ),
    ("GET", "/can-bo/to-cao/moi", ENTER),
    ("POST", "/can-bo/to-cao/moi", ENTER),
    ("GET", "/can-bo/to-cao/nac-danh", READ),
    ("POST", "/can-bo/to-cao/nac-danh", ENTER),
    ("GET", "/can-bo/to-cao/nac-danh/{entry}", READ),
    ("POST", "/can-bo/to-cao/nac-danh/{entry}", ENTER),
    ("GET", "/can-bo/to-cao/nac-danh/{entry}/sua/{n}", CORRECT),
    ("POST", "/can-bo/to-cao/nac-danh/{entry}/sua/{n}", CORRECT),
    ("GET", "/can-bo/to-cao/{entry}", READ),
    ("GET", "/can-bo/to-cao/{entry}/widen", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/widen", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/accept", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/accept", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/refuse", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/refuse", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/forward", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/forward", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/file", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/file", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/notify", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/notify", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/extend", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/extend", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/suspend", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/suspend", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/resume", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/resume", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/send_decision", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/send_decision", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/conclude", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/conclude", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/send_conclusion", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/send_conclusion", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/handle", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/handle", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/publish", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/publish", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/go_on", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/go_on", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/withdraw", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/withdraw", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/terminate", SETTLE),
    ("POST", "/can-bo/to-cao/{entry}/terminate", SETTLE),
    ("GET", "/can-bo/to-cao/{entry}/ask_report", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/ask_report", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/want_report", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/want_report", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/report", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/report", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/move", ENTER),
    ("POST", "/can-bo/to-cao/{entry}/move", ENTER),
    ("GET", "/can-bo/to-cao/{entry}/sua/{n}", CORRECT),
    ("POST", "/can-bo/to-cao/{entry}/sua/{n}", CORRECT),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/can-bo/to-cao", get(register::show))
        .route("/can-bo/to-cao/moi", get(fresh::show).post(fresh::send))
        .route("/can-bo/to-cao/nac-danh", get(anonymous::show).post(anonymous::send))
        .route("/can-bo/to-cao/nac-danh/{entry}", get(anonymous::one).post(anonymous::handle))
        .route(
            "/can-bo/to-cao/nac-danh/{entry}/sua/{n}",
            get(anonymous::correct).post(anonymous::correct_send),
        )
        .route("/can-bo/to-cao/{entry}", get(entry::show))
        .route("/can-bo/to-cao/{entry}/{step}", get(step::show).post(step::send))
        .route("/can-bo/to-cao/{entry}/sua/{n}", get(correct::show).post(correct::send))
}

/// The unit whose register is looked at, and the others that this officer may open.
#[derive(Clone, Debug, Default)]
struct Scope {
    /// Its code.
    unit: String,
    /// What it is called inside a sentence: "xã Thăng Trường".
    phrase: String,
    /// Units to change to, with their names; empty when there is one only.
    choices: Vec<(String, String)>,
}

impl Scope {
    /// The unit asked for, else the first one whose register the officer may open.
    ///
    /// # Errors
    /// A refusal (403) where a post reaches no such register.
    fn of(officer: &Officer, asked: Option<&str>) -> Result<Self, Failure> {
        officer.allow_somewhere(Act::DENUNCIATIONS_READ)?;
        let may = |unit: &&str| officer.may(Act::DENUNCIATIONS_READ, unit);
        let units: BTreeSet<&str> =
            officer.posts.iter().map(|held| held.unit.as_str()).filter(may).collect();
        let unit = asked.or_else(|| units.first().copied()).unwrap_or_default();
        officer.allow(Act::DENUNCIATIONS_READ, unit)?;
        let gazetteer = Gazetteer::shared();
        let known = |code: &str| gazetteer.current(code);
        let found = known(unit).ok_or(Failure(PageError::NotFound))?;
        let named = |code: &&str| known(code).map(|unit| ((*code).to_owned(), unit.title()));
        let choices: Vec<_> = units.iter().filter_map(named).collect();
        Ok(Self {
            unit: unit.to_owned(),
            phrase: found.phrase(),
            choices: if choices.len() > 1 { choices } else { Vec::new() },
        })
    }
}

/// The key of a value's words: `tc-state-not-accepted`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.', ':'], "-").to_lowercase())
}

/// A choice's values with their words.
fn choices(page: &Page, of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), page.t(key(of, word)).into_owned())).collect()
}

/// Where an entry stands: mark and word.
fn state_status(page: &Page, state: State) -> Status {
    let mark = match state {
        State::Received => Mark::New,
        State::Accepted | State::Concluded => Mark::Half,
        State::Settled | State::Asked => Mark::Done,
        State::Suspended
        | State::Forwarded
        | State::Filed
        | State::NotAccepted
        | State::Withdrawn
        | State::Terminated => Mark::None,
    };
    Status::new(mark, page.t(key("tc-state", state.word())))
}

/// Every field that any form of this register has.
const FIELDS: &[&str] = &[
    "unit", "seen", "on", "sort", "way", "shelf", "slot", "weight", "days", "why", "finding",
    "handling",
];

/// The form without anything that is not a number, a date or a closed word. What else was typed
/// is told and thrown away at once: a name must not even come back in an answer.
fn shapes(form: &FormState) -> FormState {
    let mut clean = FormState::new();
    for (name, value) in form.fields().pairs() {
        let known = FIELDS.contains(&name);
        if known && is_shape(value.trim()) {
            clean = clean.with(name, value.trim());
        } else if known {
            clean.wrong(name, Say::new("tc-field-words"));
        } else {
            clean.wrong("", Say::new("tc-field-unknown"));
        }
    }
    if !form.fields().files().is_empty() {
        clean.wrong("", Say::new("tc-field-unknown"));
    }
    clean
}

fn is_shape(value: &str) -> bool {
    let number = value.len() <= 12 && value.bytes().all(|b| b"0123456789/.-".contains(&b));
    let lists = [
        Sort::WORDS,
        Way::WORDS,
        Shelf::WORDS,
        Finding::WORDS,
        GoesOn::WORDS,
        Weight::WORDS,
        Handling::WORDS,
    ];
    number || lists.iter().any(|words| words.contains(&value))
}

/// A refusal that belongs to a field goes to it; anything else is the whole answer.
fn refuse(form: &mut FormState, failure: Failure) -> Result<(), Failure> {
    match failure.refusal().filter(|refusal| refusal.field.is_some()).cloned() {
        Some(refusal) => {
            form.refuse(&refusal);
            Ok(())
        }
        None => Err(failure),
    }
}

/// The earliest day that a form takes: since there are State offices.
pub(crate) const EARLIEST: jiff::civil::Date = jiff::civil::Date::constant(1945, 9, 2);

/// How many lines one page shows.
const SIZE: i64 = 40;

/// The ways from a page to the one before and the one after, by key: a page stays what it was
/// while entries are added.
#[derive(Clone, Debug, Default)]
struct Ways {
    before: Option<String>,
    after: Option<String>,
}

impl Ways {
    /// From a page whose first and last line have these keys.
    fn of(page: &Page, ends: Option<(i64, i64)>, more: bool) -> Self {
        let (key, back) = asked(page);
        let Some((first, last)) = ends else { return Self::default() };
        let before = if back { more } else { key.is_some() };
        let after = back || more;
        Self {
            before: before.then(|| page.href_with("before", first)),
            after: after.then(|| page.href_with("after", last)),
        }
    }
}

/// Which page is asked for.
fn asked(page: &Page) -> (Option<i64>, bool) {
    let query = page.query();
    let number = |name| query.get(name).and_then(|text| text.parse::<i64>().ok());
    (number("before").or_else(|| number("after")), number("before").is_some())
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::{ARROWS, Step};

    /// The route of a step asks for the very act of the step's arrows.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in ARROWS {
            let path = format!("{LIST}/{{entry}}/{}", arrow.step.word());
            let act = Access::Act(arrow.act.parse().unwrap());
            assert_eq!(routes::asked(ROUTES, &path), [act; 2], "{path}");
        }
        let steps = ROUTES.iter().filter(|route| route.1.starts_with("/can-bo/to-cao/{entry}/"));
        assert_eq!(steps.count(), 2 * (Step::ALL.len() + 1), "and one to put right");
    }

    #[test]
    fn words_of_a_person_s_own_have_no_shape() {
        for name in ["Nguyễn Văn A", "a", "nguyen", "0900 000 118", "0900000118 A", "archive x"]
        {
            assert!(!is_shape(name), "{name}");
        }
        for shape in
            ["", "12", "05/02/2026", "archive", "going on".replace("going on", "part").as_str()]
        {
            assert!(is_shape(shape), "{shape}");
        }
        let form =
            FormState::new().with("slot", "Nguyễn Văn A").with("name", "B").with("on", "1/2");
        let clean = shapes(&form);
        assert!(clean.is_wrong() && clean.fault("slot").is_some() && clean.fault("").is_some());
        let kept: Vec<_> = clean.fields().pairs().collect();
        assert_eq!(kept, [("on", "1/2")], "nothing of a name is kept, not even to be shown again");
    }
}
