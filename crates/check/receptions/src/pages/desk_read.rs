//! What the desk's form says, faults in the order of the page. Not whether it is lawful.

use web::FormState;

use crate::desk::{MOST_WORDS, Person, Request, Taking};
use crate::kind::{Answer, Competence, Kind, MATTERS, Way};

/// The most people that one visit can have.
pub(crate) const MOST_PERSONS: i64 = 10_000;

fn person(form: &mut FormState) -> Person {
    let name = form.text("name", 200).unwrap_or_default();
    let phone = form.maybe_phone("phone").unwrap_or_default();
    let address = form.text("address", 300).unwrap_or_default();
    let email = form.maybe_email("email").unwrap_or_default();
    Person { name, phone, address, email }
}

fn persons(form: &mut FormState, field: &str) -> Option<u32> {
    match form.fields().get(field) {
        None => Some(1),
        Some(_) => form.number(field, 1..=MOST_PERSONS).and_then(|n| u32::try_from(n).ok()),
    }
}

/// A line of the register; `None` when something is wrong.
pub(crate) fn read(form: &mut FormState) -> Option<Taking> {
    let person = person(form);
    let persons = persons(form, "persons");
    let speakers = match form.fields().get("speakers") {
        None => Some(0),
        Some(_) => form.number("speakers", 0..=MOST_PERSONS).and_then(|n| u32::try_from(n).ok()),
    };
    let others = form.text("others", 10_000).unwrap_or_default();
    let words = form.text("words", MOST_WORDS).unwrap_or_default();
    let kind = form.choice("kind", Kind::WORDS).and_then(Kind::read);
    let matter = form.choice("matter", MATTERS);
    let competence = form.choice("competence", Competence::WORDS).and_then(Competence::read);
    let answer = form.maybe_choice("answer", Answer::WORDS).and_then(Answer::read);
    let petition = form.text("case", 40);
    let turn_of = form.fields().get("turn_of").and_then(|key| key.parse::<kernel::Id>().ok());
    if form.is_wrong() {
        return None;
    }
    Some(Taking {
        kind: kind?,
        matter: matter?.to_owned(),
        persons: persons?,
        speakers: speakers?,
        person,
        others,
        words,
        competence: competence?,
        turn_of: turn_of.map(|id| format!("visit/{id}")),
        petition,
        answer,
    })
}

/// Somebody who waits to be received; `None` when something is wrong.
pub(super) fn request(form: &mut FormState) -> Option<Request> {
    let person = person(form);
    let persons = persons(form, "persons");
    let words = form.text("words", MOST_WORDS).unwrap_or_default();
    let kind = form.maybe_choice("kind", Kind::WORDS).and_then(Kind::read);
    if form.is_wrong() {
        return None;
    }
    // A denouncer waits as everybody does, and nothing says what for.
    let kind = kind.filter(|kind| *kind != Kind::Denunciation);
    Some(Request { way: Way::Desk, kind, persons: persons?, person, words })
}

/// The form of the same visitor's next matter: who they are stays, what they said goes. Nothing
/// leads to a denunciation: who is named beside the next matter would be named beside it too.
pub(super) fn next_of(form: &FormState, visit: &str) -> FormState {
    let kept = ["name", "phone", "address", "email", "persons", "speakers", "others", "competence"];
    let next = FormState::new().with("kind", Kind::Feedback.word()).with("matter", "other");
    let own = form.fields().get("kind") != Some(Kind::Denunciation.word());
    let first = form.fields().get("turn_of");
    let turn = first.or_else(|| own.then(|| crate::desk::key(visit)));
    let next = match turn {
        Some(turn) => next.with("turn_of", turn),
        None => next,
    };
    kept.iter().fold(next, |next, name| next.with(name, form.fields().typed(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormState {
        pairs.iter().fold(FormState::new(), |form, (name, value)| form.with(name, value))
    }

    const WELL: [(&str, &str); 4] =
        [("kind", "feedback"), ("matter", "water"), ("competence", "own"), ("words", "Mương lấp")];

    #[test]
    fn the_least_that_a_visit_needs() {
        let taking = read(&mut form(&WELL)).unwrap();
        assert_eq!((taking.persons, taking.speakers, taking.answer), (1, 0, None));
        assert_eq!((taking.matter.as_str(), taking.petition), ("water", None));
        for (field, value) in [
            ("persons", "0"),
            ("persons", "mười"),
            ("phone", "0900"),
            ("matter", "religion"),
            ("answer", "maybe"),
            ("competence", "theirs"),
        ] {
            let all: Vec<_> = WELL
                .into_iter()
                .filter(|(name, _)| *name != field)
                .chain([(field, value)])
                .collect();
            let mut odd = form(&all);
            assert!(read(&mut odd).is_none(), "{field}={value}");
            assert!(odd.fault(field).is_some(), "{field}={value}");
        }
    }

    #[test]
    fn a_second_matter_of_one_visitor_is_part_of_the_first_turn() {
        let id = kernel::Id::from_parts(jiff::Timestamp::UNIX_EPOCH, [7; 10]).to_string();
        let first = form(&[&WELL[..], &[("name", "Võ Thị Mẫu")]].concat());
        let mut next = next_of(&first, &format!("visit/{id}"));
        assert_eq!(next.fields().get("words"), None, "what was said belongs to the first");
        assert_eq!(next.fields().get("name"), Some("Võ Thị Mẫu"));
        next = next.with("words", "Đèn tắt");
        assert_eq!(read(&mut next).unwrap().turn_of, Some(format!("visit/{id}")));
        let third = next_of(&next, "visit/khac");
        assert_eq!(third.fields().get("turn_of"), Some(id.as_str()), "one turn, however many");
        let denounced = form(&[("kind", "denunciation")]);
        let next = next_of(&denounced, &format!("visit/{id}"));
        assert_eq!(next.fields().get("turn_of"), None, "nothing leads to a denunciation");
    }
}
