//! The doors of receptions as the API document tells of them.

use accounts::Act;
use accounts::api::Door;

use super::{RECEPTIONS, VISITS, fields, shown};
use crate::arrows::VisitStep;
use crate::pages::act_of;

/// The shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(shown::ReceptionMonth, shown::ReceptionBooking, shown::VisitShown)))]
pub struct Document;

const NONE: &str = "There is none";

fn door(method: &'static str, path: &str, title: &str) -> Door {
    Door::new(method, path, "receptions", title)
}

/// The doors, for the API document.
pub fn doors() -> Vec<Door> {
    let mut all = vec![
        door("get", RECEPTIONS, "Shows a month of receptions")
            .what("Who receives when and where, and what the rules of the month still ask.")
            .query(fields::MONTH)
            .refuses(404, "No such unit here")
            .refuses(409, "This installation serves no unit yet")
            .gives(200, "The month", "ReceptionMonth"),
        door("post", &format!("{RECEPTIONS}/{{session}}/bookings"), "Makes an appointment")
            .what(
                "With the same guard as the page. The answer names the page on which whoever \
                 made it sees what becomes of it: that address is their key to it.",
            )
            .or_token()
            .keyed()
            .body(fields::BOOKING)
            .refuses(404, "No such reception")
            .gives(201, "Made", "ReceptionBooking")
            .gives(200, "The same key had made it before", "ReceptionBooking"),
        door("post", &format!("{RECEPTIONS}/{{session}}/visits"), "Enters a visit at the desk")
            .what("It gets the next number of the register, and the answer begins to be owed.")
            .token(Act::RECEPTIONS_RECEIVE)
            .keyed()
            .body(fields::VISIT)
            .refuses(404, "No such reception, or nobody of it who waits by that key")
            .gives(201, "Entered", "VisitShown")
            .gives(200, "The same key had entered it before", "VisitShown"),
        door("get", &format!("{VISITS}/{{visit}}"), "Shows a visit, without who came")
            .token(Act::RECEPTIONS_READ)
            .refuses(404, NONE)
            .gives(200, "The visit, with its version as `ETag`", "VisitShown"),
    ];
    all.extend(VisitStep::ALL.iter().filter_map(|step| {
        let act = act_of(*step).ok()?;
        let path = format!("{VISITS}/{{visit}}/steps/{}", step.word());
        let door = door("post", &path, &format!("Records the step `{}`", step.word()));
        let door = door.token(act).refuses(404, NONE).versioned().keyed();
        Some(door.body(fields::of(*step)).gives(200, "The visit as it is now", "VisitShown"))
    }));
    all
}
