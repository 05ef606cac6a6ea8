//! The doors of the register as the API document tells of them.

use accounts::Act;
use accounts::api::Door;

use super::anonymous::LIST as ANONYMOUS;
use super::{LIST, fields, shown};
use crate::arrows::{ARROWS, Step};

/// The shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    shown::RegisterPage,
    shown::RegisterEntry,
    shown::AnonymousPage,
    shown::AnonymousEntry
)))]
pub struct Document;

/// The doors, for the API document.
pub fn doors() -> Vec<Door> {
    let door = |method, path: &str, title| Door::new(method, path, "denunciations", title);
    let done = "As it is now";
    let mut all = vec![
        door("get", LIST, "Lists the register of denunciations")
            .what("Numbers, days and closed words of the token's own unit; the newest first.")
            .token(Act::DENUNCIATIONS_READ)
            .query(fields::LIST)
            .gives(200, "One page", "RegisterPage"),
        door("post", LIST, "Enters a denunciation under the next number of its year")
            .token(Act::DENUNCIATIONS_ENTER)
            .body(fields::FRESH)
            .keyed()
            .gives(201, "Entered", "RegisterEntry")
            .gives(200, "The same key had entered it before", "RegisterEntry"),
        door("get", &format!("{LIST}/{{entry}}"), "Shows an entry; each reading is logged")
            .token(Act::DENUNCIATIONS_READ)
            .refuses(404, "No such entry")
            .gives(200, done, "RegisterEntry"),
        changing(&format!("{LIST}/{{entry}}/corrections/{{n}}"), "Puts a mistyped fact right")
            .what("What was written stays in the trail. `n` is the fact's number there.")
            .token(Act::DENUNCIATIONS_CORRECT)
            .body(fields::CORRECTION)
            .gives(200, done, "RegisterEntry"),
        door("get", ANONYMOUS, "Lists anonymous information")
            .token(Act::DENUNCIATIONS_READ)
            .query(fields::ANONYMOUS_LIST)
            .gives(200, "One page", "AnonymousPage"),
        door("post", ANONYMOUS, "Enters anonymous information")
            .token(Act::DENUNCIATIONS_ENTER)
            .body(fields::ANONYMOUS)
            .keyed()
            .gives(201, "Entered", "AnonymousEntry")
            .gives(200, "The same key had entered it before", "AnonymousEntry"),
        door("get", &format!("{ANONYMOUS}/{{entry}}"), "Shows one; each reading is logged")
            .token(Act::DENUNCIATIONS_READ)
            .refuses(404, "There is none")
            .gives(200, done, "AnonymousEntry"),
        changing(&format!("{ANONYMOUS}/{{entry}}/handling"), "Records what was done with one")
            .token(Act::DENUNCIATIONS_ENTER)
            .body(fields::HANDLED)
            .gives(200, done, "AnonymousEntry"),
        changing(&format!("{ANONYMOUS}/{{entry}}/corrections/{{n}}"), "Puts a fact of one right")
            .token(Act::DENUNCIATIONS_CORRECT)
            .body(fields::CORRECTION)
            .gives(200, done, "AnonymousEntry"),
    ];
    all.extend(Step::ALL.iter().filter_map(|step| {
        let arrow = ARROWS.iter().find(|arrow| arrow.step == *step)?;
        let path = format!("{LIST}/{{entry}}/steps/{}", step.word());
        let door = changing(&path, &format!("Records the step `{}`", step.word()));
        let door = door.token(arrow.act.parse().ok()?).body(fields::of(*step));
        Some(door.gives(200, done, "RegisterEntry"))
    }));
    all
}

/// A door through which something that is there is changed.
fn changing(path: &str, title: &str) -> Door {
    let door = Door::new("post", path, "denunciations", title);
    door.refuses(404, "There is none").versioned().keyed()
}
