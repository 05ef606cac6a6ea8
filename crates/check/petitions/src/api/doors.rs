//! Every door with what it asks, and the doors of this folder as the API document tells of them.

use std::sync::Arc;

use accounts::api::Door;
use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::{get, post};

use super::{asked, fields, file, follow, imports, list, own, papers, steps};
use crate::pages::office::{DOCX, step_and_act};
use crate::petition::Step;

const REGISTER: Access = Access::Token(Act::PETITIONS_REGISTER);
const READ: Access = Access::Token(Act::PETITIONS_READ);
const PERSON: Access = Access::Token(Act::PETITIONS_PERSON);
const CLASSIFY: Access = Access::Token(Act::PETITIONS_CLASSIFY);
const ASSIGN: Access = Access::Token(Act::PETITIONS_ASSIGN);
const REFUSE: Access = Access::Token(Act::PETITIONS_REFUSE);
const ACCEPT: Access = Access::Token(Act::PETITIONS_ACCEPT);
const VERIFY: Access = Access::Token(Act::PETITIONS_VERIFY);
const DECIDE: Access = Access::Token(Act::PETITIONS_DECIDE);
const SEND: Access = Access::Token(Act::PETITIONS_SEND);
const DESK: Access = Access::Token(Act::PETITIONS_DESK);
const FILE: Access = Access::Token(Act::PETITIONS_FILE);
const NOTE: Access = Access::Token(Act::PETITIONS_NOTE);
const ADVISE: Access = Access::Token(Act::PETITIONS_ADVISE);
const ERASE: Access = Access::Token(Act::VAULT_ERASE);
const PAPER: Access = Access::Token(Act::PETITIONS_PAPER);
const IMPORT: Access = Access::Token(Act::PETITIONS_IMPORT);

/// Every route with what it asks. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/api/v1/petitions", REGISTER),
    ("POST", "/api/v1/petitions", Access::Public),
    ("GET", "/api/v1/petitions/{code}", Access::Public),
    ("POST", "/api/v1/petitions/{code}/own", Access::Public),
    ("POST", "/api/v1/petitions/{code}/own/add", Access::Public),
    ("POST", "/api/v1/petitions/{code}/own/judge", Access::Public),
    ("POST", "/api/v1/petitions/{code}/own/withdraw", Access::Public),
    ("GET", "/api/v1/petitions/{code}/case", READ),
    ("GET", "/api/v1/petitions/{code}/person", PERSON),
    ("GET", "/api/v1/petitions/{code}/files/{n}", READ),
    ("POST", "/api/v1/petitions/{code}/steps/classify", CLASSIFY),
    ("POST", "/api/v1/petitions/{code}/steps/assign", ASSIGN),
    ("POST", "/api/v1/petitions/{code}/steps/release", ASSIGN),
    ("POST", "/api/v1/petitions/{code}/steps/split", CLASSIFY),
    ("POST", "/api/v1/petitions/{code}/steps/link", CLASSIFY),
    ("POST", "/api/v1/petitions/{code}/steps/unlink", CLASSIFY),
    ("POST", "/api/v1/petitions/{code}/steps/apart", CLASSIFY),
    ("POST", "/api/v1/petitions/{code}/steps/represent", CLASSIFY),
    ("POST", "/api/v1/petitions/{code}/steps/file", REFUSE),
    ("POST", "/api/v1/petitions/{code}/steps/guide", REFUSE),
    ("POST", "/api/v1/petitions/{code}/steps/forward", REFUSE),
    ("POST", "/api/v1/petitions/{code}/steps/refuse", REFUSE),
    ("POST", "/api/v1/petitions/{code}/steps/accept", ACCEPT),
    ("POST", "/api/v1/petitions/{code}/steps/term", DECIDE),
    ("POST", "/api/v1/petitions/{code}/steps/verify", VERIFY),
    ("POST", "/api/v1/petitions/{code}/steps/dialogue", VERIFY),
    ("POST", "/api/v1/petitions/{code}/steps/suspend", DECIDE),
    ("POST", "/api/v1/petitions/{code}/steps/resume", DECIDE),
    ("POST", "/api/v1/petitions/{code}/steps/terminate", DECIDE),
    ("POST", "/api/v1/petitions/{code}/steps/decide", DECIDE),
    ("POST", "/api/v1/petitions/{code}/steps/send", SEND),
    ("POST", "/api/v1/petitions/{code}/steps/carry_out", DECIDE),
    ("POST", "/api/v1/petitions/{code}/steps/judge", DESK),
    ("POST", "/api/v1/petitions/{code}/steps/appeal", FILE),
    ("POST", "/api/v1/petitions/{code}/steps/unappeal", DECIDE),
    ("POST", "/api/v1/petitions/{code}/steps/add", DESK),
    ("POST", "/api/v1/petitions/{code}/steps/withdraw", DESK),
    ("POST", "/api/v1/petitions/{code}/steps/reopen", ACCEPT),
    ("POST", "/api/v1/petitions/{code}/steps/note", NOTE),
    ("POST", "/api/v1/petitions/{code}/steps/ask", VERIFY),
    ("POST", "/api/v1/petitions/{code}/steps/advise", ADVISE),
    ("POST", "/api/v1/petitions/{code}/steps/destroy", ERASE),
    ("POST", "/api/v1/petitions/{code}/papers/{which}", SEND),
    ("GET", "/api/v1/petitions/{code}/papers/{which}/{kind}", PAPER),
    ("GET", "/api/v1/office-questions", ADVISE),
    ("GET", "/api/v1/office-questions/{code}/{n}", ADVISE),
    ("POST", "/api/v1/office-questions/{code}/{n}", ADVISE),
    ("GET", "/api/v1/imports", IMPORT),
    ("POST", "/api/v1/imports", IMPORT),
    ("GET", "/api/v1/imports/{id}", IMPORT),
    ("POST", "/api/v1/imports/{id}/map", IMPORT),
    ("POST", "/api/v1/imports/{id}/run", IMPORT),
    ("POST", "/api/v1/imports/{id}/stop", IMPORT),
    ("POST", "/api/v1/imports/{id}/drop", IMPORT),
    ("GET", "/api/v1/imports/{id}/report", IMPORT),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/petitions", get(list::list).post(file))
        .route("/api/v1/petitions/{code}", get(follow))
        .route("/api/v1/petitions/{code}/own", post(own::open))
        .route("/api/v1/petitions/{code}/own/add", post(own::add))
        .route("/api/v1/petitions/{code}/own/judge", post(own::judge))
        .route("/api/v1/petitions/{code}/own/withdraw", post(own::withdraw))
        .route("/api/v1/petitions/{code}/case", get(steps::show))
        .route("/api/v1/petitions/{code}/person", get(steps::person))
        .route("/api/v1/petitions/{code}/files/{n}", get(steps::file))
        .route("/api/v1/petitions/{code}/steps/{step}", post(steps::step))
        .route("/api/v1/petitions/{code}/papers/{which}", post(papers::issue))
        .route("/api/v1/petitions/{code}/papers/{which}/{kind}", get(papers::file))
        .route("/api/v1/office-questions", get(asked::all))
        .route("/api/v1/office-questions/{code}/{n}", get(asked::one).post(asked::advise))
        .merge(imports::router())
}

/// What is said beside handlers, and the shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(
    paths(crate::api::file, crate::api::follow),
    components(schemas(
        super::Problem,
        super::list::PetitionPage,
        super::case::Case,
        super::steps::CasePerson,
        super::own::OwnPetition,
        super::asked::OfficeQuestions,
        super::asked::OfficeQuestion,
        super::imports::ImportPage,
        super::imports::ImportShown,
        super::imports::ImportReport
    ))
)]
pub struct Document;

const PETITIONS: &str = "/api/v1/petitions";

fn door(method: &'static str, path: &str, title: &str) -> Door {
    Door::new(method, &format!("{PETITIONS}{path}"), "petitions", title)
}

/// A door that answers with the case as it is after it.
fn on_case(path: &str, title: &str) -> Door {
    let door = door("post", path, title).refuses(404, "No such code");
    door.versioned().keyed().gives(200, "The case as it is now", "Case")
}

/// The doors that are made from tables, for the API document.
pub fn doors() -> Vec<Door> {
    let mut all = reading();
    all.extend(asking());
    all.extend(Step::ALL.iter().filter_map(|step| {
        let (_, act) = step_and_act(step.word()).ok()?;
        let title = format!("Does the step `{}`", step.word());
        let door = on_case(&format!("/{{code}}/steps/{}", step.word()), &title);
        Some(door.token(act).body(fields::of(*step)))
    }));
    all.push(
        on_case("/{code}/papers/{which}", "Issues a numbered paper")
            .what(
                "What is left out is drafted as on the page. `which` is one of the case's \
                 `replies`. The draft names the asker, so this stands in the access log.",
            )
            .token(Act::PETITIONS_SEND)
            .body(fields::PAPER),
    );
    all.extend(advising());
    all.extend(imports::doors());
    all
}

/// What offices were asked, and their answers.
fn advising() -> Vec<Door> {
    let of = |method, path: &str, title| {
        let path = format!("/api/v1/office-questions{path}");
        Door::new(method, &path, "petitions", title).token(Act::PETITIONS_ADVISE)
    };
    let one = |method, title| {
        let door = of(method, "/{code}/{n}", title).refuses(400, "No number");
        door.refuses(404, "No such code or question")
    };
    vec![
        of("get", "", "Lists what offices were asked about cases and have not answered")
            .query(fields::QUESTIONS)
            .refuses(409, "This installation serves no unit yet")
            .gives(200, "What is due first, first", "OfficeQuestions"),
        one("get", "Shows what an office was asked").gives(200, "The question", "OfficeQuestion"),
        one("post", "Answers what an office was asked")
            .what("Other news on the case stand in no way: no version is asked for.")
            .keyed()
            .refuses(412, "Too much happened to the case in this moment; try again")
            .body(fields::ADVICE)
            .gives(200, "The question with its answer", "OfficeQuestion"),
    ]
}

/// What is looked at.
fn reading() -> Vec<Door> {
    vec![
        door("get", "", "Lists the register")
            .what(
                "A page stays what it was while petitions are added: `cursor` names the last line, \
                 not a count. With `sort=due` a petition whose date changed in between may be \
                 met twice or not at all.",
            )
            .token(Act::PETITIONS_REGISTER)
            .query(fields::LIST)
            .gives(200, "One page", "PetitionPage"),
        door("get", "/{code}/case", "Shows a case")
            .what("Without who the asker is. `steps` and `replies` are what this token may do now.")
            .token(Act::PETITIONS_READ)
            .refuses(404, "No such code")
            .gives(200, "The case, with its version as `ETag`", "Case"),
        door("get", "/{code}/person", "Shows who the asker is; each reading is logged")
            .token(Act::PETITIONS_PERSON)
            .refuses(404, "No such code")
            .gives(200, "The person, and where exactly it happened", "CasePerson"),
        door("get", "/{code}/files/{n}", "Hands out a photograph or paper; each is logged")
            .token(Act::PETITIONS_READ)
            .refuses(400, "No number")
            .refuses(404, "No such code or file, or it was erased")
            .hands(200, "The file", &["image/jpeg", "image/png", "image/webp", "application/pdf"]),
        door("get", "/{code}/papers/{which}/{kind}", "Hands out an issued paper; each is logged")
            .what("`which`: the place of the paper in the case's `papers`; `kind`: `pdf`, `docx`")
            .token(Act::PETITIONS_PAPER)
            .refuses(404, "No such code or paper, or it was erased")
            .hands(200, "The paper", &["application/pdf", DOCX]),
    ]
}

/// What the asker does with the four words.
fn asking() -> Vec<Door> {
    let own = |path: &str, title| {
        door("post", &format!("/{{code}}/own{path}"), title)
            .refuses(403, "Code and words do not belong together")
            .refuses(429, "Too many wrong words, or too many files, from this network")
            .gives(200, "The petition as its asker sees it", "OwnPetition")
    };
    let open = "The words stand in the body, never in an address. A code that is none and wrong \
        words get the same answer.";
    let acts = "`If-Match` may say which version was seen; left out, the petition is taken as it \
        is.";
    vec![
        own("", "Opens one's own petition").what(open).body(fields::OPEN),
        own("/add", "Adds words, photographs or papers")
            .what(acts)
            .keyed()
            .perhaps_versioned()
            .body(fields::OWN_ADD),
        own("/judge", "Says whether it is solved")
            .what(acts)
            .keyed()
            .perhaps_versioned()
            .body(fields::OWN_JUDGE),
        own("/withdraw", "Takes feedback back; a complaint is taken back on paper")
            .what(acts)
            .keyed()
            .perhaps_versioned()
            .body(fields::OPEN),
    ]
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::petition::{ARROWS, OWN};

    /// The door of a step asks for the very act of the step's arrows, as its page does.
    #[test]
    fn each_step_asks_for_its_own_act() {
        for arrow in ARROWS.iter().filter(|arrow| arrow.act != OWN && arrow.step != Step::Issue) {
            let path = format!("{PETITIONS}/{{code}}/steps/{}", arrow.step.word());
            let act = Access::Token(arrow.act.parse().unwrap());
            assert_eq!(routes::asked(ROUTES, &path), [act], "{path}");
        }
        let steps = ROUTES.iter().filter(|route| route.1.contains("/steps/")).count();
        assert_eq!(steps, Step::ALL.len() - 1, "issuing a paper has an address of its own");
        // The two that stand beside their handlers are in `Document`.
        assert_eq!(doors().len() + 2, ROUTES.len());
    }
}
