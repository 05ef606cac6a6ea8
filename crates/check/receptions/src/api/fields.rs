//! What a program may send of receptions and visits: the tables behind handlers and document.

use accounts::api::{Field, Shape};

use crate::arrows::VisitStep;
use crate::desk::MOST_WORDS;
use crate::kind::{Answer, Competence, Kind, MATTERS};
use crate::pages::{KINDS, MOST, MOST_PERSONS};

/// The query of the calendar.
pub const MONTH: &[Field] = &[
    Field::maybe(
        "unit",
        Shape::Words(20),
        "Code of the unit, one of before too; this installation's own when left out",
    ),
    Field::maybe("year", Shape::Number(1946, 2999), "The year; this one when left out"),
    Field::maybe("month", Shape::Number(1, 12), "The month; this one when left out"),
];

const PHONE: &str = "Telephone: ten digits, the first a 0";
const EMAIL: Field = Field::maybe("email", Shape::Words(254), "Electronic mail");

/// An appointment.
pub const BOOKING: &[Field] = &[
    Field::needed("name", Shape::Words(200), "Who comes"),
    Field::needed("phone", Shape::Words(40), PHONE),
    EMAIL,
    Field::maybe("persons", Shape::Number(1, MOST_PERSONS), "How many come; 1 when left out"),
    Field::needed(
        "kind",
        Shape::One(|| KINDS.to_vec()),
        "What for. A denunciation is never announced: it has a way of its own",
    ),
    Field::maybe("words", Shape::Words(MOST), "What about"),
];

/// A line of the register.
pub const VISIT: &[Field] = &[
    Field::maybe("visit", Shape::Words(40), "The key of one who waits or has an appointment"),
    Field::needed(
        "kind",
        Shape::One(|| Kind::WORDS.to_vec()),
        "What it is. With `denunciation` nothing may be said of who came or what they said",
    ),
    Field::needed("matter", Shape::One(|| MATTERS.to_vec()), "What it is about"),
    Field::needed("competence", Shape::One(|| Competence::WORDS.to_vec()), "Whose to settle it is"),
    Field::maybe("name", Shape::Words(200), "Who came"),
    Field::maybe("phone", Shape::Words(40), PHONE),
    Field::maybe("address", Shape::Words(300), "Where an answer on paper is to go"),
    EMAIL,
    Field::maybe("persons", Shape::Number(1, MOST_PERSONS), "How many came; 1 when left out"),
    Field::maybe("speakers", Shape::Number(0, MOST_PERSONS), "How many speak for a large group"),
    Field::maybe("others", Shape::Words(10_000), "The others who came, one a line"),
    Field::maybe("words", Shape::Words(MOST_WORDS), "What was said"),
    Field::maybe("answer", Shape::One(|| Answer::WORDS.to_vec()), "What the visitor was told"),
    Field::maybe("case", Shape::Words(40), "The code of the petition that it belongs to"),
    Field::maybe(
        "turn_of",
        Shape::Words(40),
        "The key of the visit of this reception whose turn it is part of; never of a denunciation",
    ),
];

const NONE: &[Field] = &[];
const REFUSE: &[Field] =
    &[Field::needed("ground", Shape::Words(20), "The ground, such as `TD9.1`, of the rulebook")];
const LINK: &[Field] = &[Field::needed("case", Shape::Words(40), "The petition's code")];
const ANSWER: &[Field] = &[
    Field::needed("how", Shape::One(|| Answer::WORDS.to_vec()), "Which of the four"),
    Field::needed("on", Shape::Day, "When the visitor was told"),
    Field::maybe("words", Shape::Words(MOST_WORDS), "In which words"),
    Field::maybe("until", Shape::Day, "Until when the answer follows; needed with `more_time`"),
];

/// What a step asks for.
pub const fn of(step: VisitStep) -> &'static [Field] {
    match step {
        VisitStep::Refuse => REFUSE,
        VisitStep::Link => LINK,
        VisitStep::Answer => ANSWER,
        _ => NONE,
    }
}
