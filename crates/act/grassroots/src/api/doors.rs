//! The doors of days at the grassroots as the API document tells of them.

use accounts::Act;
use accounts::api::Door;

use super::{DAYS, LIAISONS, NEEDS, TWINNINGS, fields, shown};
use crate::arrows::NeedStep;

/// The shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    shown::GrassrootsDays,
    shown::Needs,
    shown::NeedShown,
    shown::Liaisons,
    shown::Twinnings,
    shown::TwinningDays
)))]
pub struct Document;

const NO_UNIT: &str = "No such unit here";
const NOT_OPEN: &str = "This installation serves no unit yet";

fn door(method: &'static str, path: &str, title: &str) -> Door {
    Door::new(method, path, "grassroots", title)
}

/// A door that writes down what was asked.
fn heard(path: &str, title: &str) -> Door {
    door("post", path, title)
        .what("Done on the spot (`done`), or owed by a post (`owner`) until a day (`by`).")
        .token(Act::GRASSROOTS_RECORD)
        .keyed()
        .body(fields::NEED)
        .refuses(404, "There is none")
        .gives(201, "Written down", "NeedShown")
        .gives(200, "The same key had written it down before", "NeedShown")
}

/// The act of a step of a need.
pub(super) const fn act_of(step: NeedStep) -> Act {
    match step {
        NeedStep::Finish => Act::GRASSROOTS_RECORD,
        NeedStep::Withdraw => Act::GRASSROOTS_WITHDRAW,
    }
}

/// The doors, for the API document.
pub fn doors() -> Vec<Door> {
    let mut all = listed();
    all.extend(NeedStep::ALL.iter().map(|step| {
        let path = format!("{NEEDS}/{{need}}/steps/{}", step.word());
        door("post", &path, &format!("Records the step `{}`", step.word()))
            .token(act_of(*step))
            .refuses(404, "There is none")
            .versioned()
            .keyed()
            .body(fields::of(*step))
            .gives(200, "What became of it", "NeedShown")
    }));
    all
}

/// What is looked at and written down.
fn listed() -> Vec<Door> {
    vec![
        door("get", DAYS, "Lists days at the grassroots")
            .what(
                "Which official goes to which village, and what was done; at most 366 days, the \
                 newest first.",
            )
            .query(fields::DAYS)
            .refuses(404, NO_UNIT)
            .refuses(409, NOT_OPEN)
            .gives(200, "The days", "GrassrootsDays"),
        heard(&format!("{DAYS}/{{trip}}/needs"), "Writes down what was asked on a day"),
        door("get", NEEDS, "Lists what villages asked")
            .what(
                "A page stays what it was while needs are added: `cursor` names the last line, not \
                 a count.",
            )
            .query(fields::NEEDS)
            .refuses(404, NO_UNIT)
            .refuses(409, NOT_OPEN)
            .gives(200, "What was asked", "Needs"),
        door("get", &format!("{NEEDS}/{{need}}"), "Shows what was asked and what became of it")
            .refuses(404, "There is none")
            .gives(200, "What was asked, with its version as `ETag`", "NeedShown"),
        door("get", LIAISONS, "Lists which official looks after which village")
            .query(fields::LIAISONS)
            .refuses(404, NO_UNIT)
            .refuses(409, NOT_OPEN)
            .gives(200, "The officials and their hours", "Liaisons"),
        heard(&format!("{LIAISONS}/{{liaison}}/needs"), "Writes down what an official was told"),
        door("get", TWINNINGS, "Lists which office is twinned with which villages")
            .query(fields::TWINNINGS)
            .refuses(404, NO_UNIT)
            .refuses(409, NOT_OPEN)
            .gives(200, "Those that are, were or will be", "Twinnings"),
        door("get", &format!("{TWINNINGS}/{{twin}}"), "Shows a twinning and its days")
            .what("The days on which the office went to its villages, and what was asked there.")
            .refuses(404, "There is none")
            .gives(200, "The twinning, with its version as `ETag`", "TwinningDays"),
    ]
}
