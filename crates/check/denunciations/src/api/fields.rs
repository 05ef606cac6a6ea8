//! What a program may send to the register: days, numbers and closed words. There is no field that
//! could hold a text, and a test keeps it so.

use accounts::api::{Field, Shape};

use crate::arrows::{State, Step};
use crate::kind::{Finding, GoesOn, Handling, MOST_SLOT, Shelf, Sort, Way, Weight};

/// The most lines of one answer, and how many when nothing is said.
pub const MOST: i64 = 200;
/// The greatest whole number that every reader of JSON holds.
const GREATEST: i64 = (1 << 53) - 1;

const ON: Field = Field::needed("on", Shape::Day, "The day on which it happened");
const SHELF: Field = Field::needed("shelf", Shape::One(shelves), "Where the paper lies");
const SLOT: Field =
    Field::needed("slot", Shape::Number(1, MOST_SLOT), "The number of its place there");
const LIMIT: Field = Field::maybe("limit", Shape::Number(1, MOST), "How many; 50 when left out");
const CURSOR: Field = Field::maybe(
    "cursor",
    Shape::Number(0, GREATEST),
    "The `next` of the answer before: what comes after it",
);
const YEAR: Field = Field::maybe("year", Shape::Number(1945, 9999), "The register's year");

fn shelves() -> Vec<&'static str> {
    Shelf::WORDS.to_vec()
}

/// The query of the register.
pub const LIST: &[Field] = &[
    YEAR,
    Field::maybe("state", Shape::One(|| State::WORDS.to_vec()), "Where it stands"),
    LIMIT,
    CURSOR,
];
/// The query of the list of anonymous information.
pub const ANONYMOUS_LIST: &[Field] = &[YEAR, LIMIT, CURSOR];

/// A new entry.
pub const FRESH: &[Field] = &[
    Field::needed("on", Shape::Day, "The day of receipt"),
    Field::needed("way", Shape::One(|| Way::WORDS.to_vec()), "On paper or in person"),
    Field::needed("sort", Shape::One(|| Sort::WORDS.to_vec()), "The first time or again"),
    SHELF,
    SLOT,
];
/// New anonymous information.
pub const ANONYMOUS: &[Field] = &[Field::needed("on", Shape::Day, "The day of receipt")];
/// What was done with anonymous information.
pub const HANDLED: &[Field] =
    &[ON, Field::needed("handling", Shape::One(|| Handling::WORDS.to_vec()), "What was done")];

const PLAIN: &[Field] = &[ON];
const ACCEPT: &[Field] = &[
    ON,
    Field::maybe(
        "weight",
        Shape::One(|| vec![Weight::Plain.word(), Weight::Complex.word()]),
        "How hard it is; needed under the law of 2011 only",
    ),
];
const EXTEND: &[Field] = &[
    ON,
    Field::needed(
        "weight",
        Shape::One(|| vec![Weight::Complex.word(), Weight::Special.word()]),
        "How hard it is",
    ),
    Field::needed("days", Shape::Number(1, 366), "By how many days"),
];
const GO_ON: &[Field] =
    &[ON, Field::needed("why", Shape::One(|| GoesOn::WORDS.to_vec()), "Why it goes on")];
const CONCLUDE: &[Field] =
    &[ON, Field::needed("finding", Shape::One(|| Finding::WORDS.to_vec()), "What was found")];
const MOVE: &[Field] = &[ON, SHELF, SLOT];

/// What a step asks for.
pub const fn of(step: Step) -> &'static [Field] {
    match step {
        Step::Accept => ACCEPT,
        Step::Extend => EXTEND,
        Step::GoOn => GO_ON,
        Step::Conclude => CONCLUDE,
        Step::Move => MOVE,
        _ => PLAIN,
    }
}

const PLACE: &[Field] = &[ON, SLOT];
const DAYS: &[Field] = &[ON, Field::needed("days", Shape::Number(1, 366), "By how many days")];

/// The right values of a fact that has this field besides its day; as the form of a page asks.
pub fn correction(asks: &str) -> &'static [Field] {
    match asks {
        "slot" => PLACE,
        "days" => DAYS,
        "handling" => HANDLED,
        _ => PLAIN,
    }
}

/// Every field that a correction may have, for the API document: which of them depends on the fact.
pub const CORRECTION: &[Field] = &[
    Field::needed("on", Shape::Day, "The right day"),
    Field::maybe("slot", Shape::Number(1, MOST_SLOT), "The right place, of a fact that has one"),
    Field::maybe("days", Shape::Number(1, 366), "The right days, of an extension"),
    Field::maybe(
        "handling",
        Shape::One(|| Handling::WORDS.to_vec()),
        "What was really done, of anonymous information that was handled",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A name can be written into no field, whoever sends it.
    #[test]
    fn no_field_can_hold_words() {
        let steps = Step::ALL.iter().map(|step| of(*step));
        let others = [LIST, ANONYMOUS_LIST, FRESH, ANONYMOUS, HANDLED, CORRECTION]
            .into_iter()
            .chain(["slot", "days", "handling", ""].into_iter().map(correction));
        for field in steps.chain(others).flatten() {
            let closed = matches!(field.shape, Shape::One(_) | Shape::Number(..) | Shape::Day);
            assert!(closed, "{field:?}");
        }
    }
}
