//! What a program may send of dialogues and promises: the tables behind handlers and document.

use accounts::api::{Field, Shape};

use super::promises;
use crate::arrows::QuestionStep;
use crate::desk::MOST_WORDS;
use crate::kind::{How, LEADERS, MATTERS, NotTaken, OWNERS, Withdrawn};
use crate::pages::{ASKERS, MOST_ASKED, WAYS};

/// The most lines of one answer.
const MOST: i64 = 200;
/// The greatest length of a unit's code.
const CODE: usize = 20;

const UNIT: Field = Field::maybe(
    "unit",
    Shape::Words(CODE),
    "Code of the unit, one of before too; this installation's own when left out",
);

/// The query of the list of promises.
pub const PROMISES: &[Field] = &[
    UNIT,
    Field::maybe(
        "state",
        Shape::One(promises::states),
        "Which: `open` when left out; `late` is open after its day, `done` kept or withdrawn",
    ),
    Field::maybe("limit", Shape::Number(1, MOST), "How many; 50 when left out"),
    Field::maybe(
        "cursor",
        Shape::Words(100),
        "The `next` of the answer before, with the same `state`: what comes after it",
    ),
];

/// The query of the list of dialogues.
pub const DIALOGUES: &[Field] =
    &[UNIT, Field::maybe("year", Shape::Number(1946, 2999), "The year; this one when left out")];

const ASKED: Field = Field::needed("words", Shape::Words(MOST_ASKED), "The question");
const MATTER: Field = Field::needed("matter", Shape::One(|| MATTERS.to_vec()), "What it is about");
const NAME: Field = Field::maybe("name", Shape::Words(200), "Who asks, when they want to be told");
const EMAIL: Field = Field::maybe("email", Shape::Words(254), "Where they are told of each step");
const PHONE: Field =
    Field::maybe("phone", Shape::Words(40), "Telephone: ten digits, the first a 0");

/// A question in advance.
pub const QUESTION: &[Field] = &[ASKED, MATTER, NAME, EMAIL, PHONE];

/// A question that came to the office in advance.
pub const ENTRY: &[Field] = &[
    Field::needed("way", Shape::One(|| WAYS.to_vec()), "How it came"),
    Field::needed("role", Shape::One(|| ASKERS.to_vec()), "Who asks: a role, never a person"),
    ASKED,
    MATTER,
    NAME,
    EMAIL,
    PHONE,
];

/// A line of the minutes: what was asked in the room, answered and promised.
pub const LINE: &[Field] = &[
    Field::maybe("of", Shape::Words(40), "The key of the question that was asked in advance"),
    Field::maybe(
        "role",
        Shape::One(|| ASKERS.to_vec()),
        "Who asks in the room; `resident` when left out",
    ),
    Field::maybe("matter", Shape::One(|| MATTERS.to_vec()), "`other` when left out"),
    Field::maybe(
        "words",
        Shape::Words(MOST_WORDS),
        "The question in the room; needed without `of`",
    ),
    Field::maybe("answerer", Shape::One(|| LEADERS.to_vec()), "Who answers; needed with `answer`"),
    Field::maybe("answer", Shape::Words(MOST_WORDS), "What was answered"),
    Field::maybe("what", Shape::Words(MOST_WORDS), "What was promised"),
    Field::maybe(
        "owner",
        Shape::One(|| OWNERS.to_vec()),
        "The post that owes it; needed with `what`",
    ),
    Field::maybe(
        "owner_unit",
        Shape::Words(CODE),
        "Code of the unit, office or village that owes it; the dialogue's own when left out",
    ),
    Field::maybe("by", Shape::Day, "By when; needed with `what`"),
];

const TAKE: &[Field] = &[Field::maybe(
    "with",
    Shape::Words(40),
    "The key of the question that it is answered together with",
)];
const DECLINE: &[Field] =
    &[Field::needed("why", Shape::One(|| NotTaken::WORDS.to_vec()), "Why it is not taken")];
const ANSWER: &[Field] = &[
    Field::needed("answerer", Shape::One(|| LEADERS.to_vec()), "Who answers"),
    Field::needed("how", Shape::One(|| How::WORDS.to_vec()), "Aloud or in writing"),
    Field::needed("on", Shape::Day, "When"),
    Field::needed("words", Shape::Words(MOST_WORDS), "The answer"),
];

/// What a step of a question asks for.
pub const fn of_question(step: QuestionStep) -> &'static [Field] {
    match step {
        QuestionStep::Take => TAKE,
        QuestionStep::Decline => DECLINE,
        QuestionStep::Answer => ANSWER,
    }
}

/// That a promise was kept.
pub const KEEP: &[Field] = &[
    Field::needed("on", Shape::Day, "When it was kept"),
    Field::needed("words", Shape::Words(MOST_WORDS), "The evidence, for everybody to read"),
];
/// That a promise is withdrawn.
pub const WITHDRAW: &[Field] = &[
    Field::needed("why", Shape::One(|| Withdrawn::WORDS.to_vec()), "Why"),
    Field::needed("words", Shape::Words(MOST_WORDS), "What everybody is told"),
];
