//! What a program may send of days at the grassroots: the tables behind handlers and document.

use accounts::api::{FROM, Field, Shape, UNIT, UNTIL};

use super::MOST;
use crate::arrows::NeedStep;
use crate::desk::MOST_WORDS;
use crate::kind::{MATTERS, Post, Withdrawn};

/// The query of the list of days.
pub const DAYS: &[Field] = &[UNIT, FROM, UNTIL];
/// The query of the list of needs.
pub const NEEDS: &[Field] = &[
    UNIT,
    Field::maybe(
        "state",
        Shape::One(|| vec!["open", "closed"]),
        "`open` when left out: all that is owed; `closed`: what was asked on these days and is \
         done or withdrawn",
    ),
    FROM,
    UNTIL,
    Field::maybe("limit", Shape::Number(1, MOST), "How many; 50 when left out"),
    Field::maybe(
        "cursor",
        Shape::Words(100),
        "The `next` of the answer before, with the same `state`: what comes after it",
    ),
];
/// The query of the list of liaisons.
pub const LIAISONS: &[Field] = &[UNIT];
/// The query of the list of twinnings.
pub const TWINNINGS: &[Field] =
    &[UNIT, Field::maybe("village", Shape::Words(40), "Code of a village: those of this one")];

/// What was asked.
pub const NEED: &[Field] = &[
    Field::needed("words", Shape::Words(MOST_WORDS), "What was asked; never by whom"),
    Field::needed("matter", Shape::One(|| MATTERS.to_vec()), "What it is about"),
    Field::needed("on", Shape::Day, "When it was asked"),
    Field::maybe("done", Shape::Words(MOST_WORDS), "What was done on the spot"),
    Field::maybe(
        "owner",
        Shape::One(|| Post::WORDS.to_vec()),
        "The post that owes it; needed when nothing was done on the spot",
    ),
    Field::maybe("by", Shape::Day, "By when; needed when nothing was done on the spot"),
    Field::maybe("email", Shape::Words(254), "Where whoever asked wants to be told"),
];

const FINISH: &[Field] = &[
    Field::needed("on", Shape::Day, "When it was done"),
    Field::needed("words", Shape::Words(MOST_WORDS), "The evidence, for everybody to read"),
];
const WITHDRAW: &[Field] = &[
    Field::needed("why", Shape::One(|| Withdrawn::WORDS.to_vec()), "Why"),
    Field::needed("words", Shape::Words(MOST_WORDS), "What everybody is told"),
];

/// What a step of a need asks for.
pub const fn of(step: NeedStep) -> &'static [Field] {
    match step {
        NeedStep::Finish => FINISH,
        NeedStep::Withdraw => WITHDRAW,
    }
}
