//! Reading the three steps: shape only. What the law and the desk ask besides is theirs to say.

use units::{Gazetteer, Unit};
use web::{FormState, Say};

use super::{Desk, map};
use crate::desk::{self, Filing, MOST_WORDS, More, Person};
use crate::kind::{AnswerBy, Channel, Kind, MATTERS};
use crate::served;

/// The most characters of a name and of an address.
const MOST_NAME: usize = 100;
const MOST_ADDRESS: usize = 300;

/// A step of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Which unit, what kind, what about.
    What,
    /// In own words, and how to be answered.
    How,
    /// Read again and send.
    Review,
}

impl Step {
    /// Its place, from 1.
    pub fn number(self) -> usize {
        match self {
            Self::What => 1,
            Self::How => 2,
            Self::Review => 3,
        }
    }

    /// The step on which a field is typed.
    pub fn of_field(name: &str) -> Self {
        match name {
            "unit" | "unit-words" | "kind" | "matter" => Self::What,
            "" => Self::Review,
            _ => Self::How,
        }
    }
}

/// The first step, read.
pub(super) struct What {
    pub unit: Unit<'static>,
    pub kind: Kind,
    pub matter: &'static str,
}

/// Reads the first step; notes what is wrong.
pub(super) fn what(form: &mut FormState, desk: &Desk) -> Option<What> {
    let home = desk.home.id().code();
    let typed = form.fields().get("unit").unwrap_or_default().to_owned();
    let unit = match (typed.is_empty(), super::place::has_choice(&desk.home)) {
        (true, true) => {
            // Before a search there is nothing to choose from: the search box is at fault.
            let searched = form.fields().get("unit-words").is_some();
            let field = if searched { "unit" } else { "unit-words" };
            form.wrong(field, Say::new("file-unit-missing"));
            None
        }
        (true, false) => Some(desk.home),
        (false, _) => match served::unit(Gazetteer::shared(), &home, &typed, desk.today) {
            Ok(unit) => Some(unit),
            Err(refusal) => {
                form.refuse(&refusal);
                None
            }
        },
    };
    let kinds: Vec<&str> = served::kinds(&desk.home).iter().map(|kind| kind.word()).collect();
    let kind = chosen(form, "kind", &kinds, "file-kind-missing").and_then(Kind::read);
    if let (Some(kind), Some(unit)) = (kind, &unit)
        && let Err(refusal) = served::takes(kind, unit, &desk.laws, desk.today)
    {
        form.refuse(&refusal);
    }
    let matter = chosen(form, "matter", MATTERS, "file-matter-missing");
    Some(What { unit: unit?, kind: kind?, matter: matter? })
}

/// Reads the whole form.
///
/// # Errors
/// The first step that has faults; they are noted in the form.
pub(super) fn filing(form: &mut FormState, desk: &Desk) -> Result<Filing, Step> {
    let What { unit, kind, matter } = what(form, desk).ok_or(Step::What)?;
    let words = form.required_or("words", MOST_WORDS, "file-words-missing");
    let village = village(form, desk);
    let place = form.text("place", 500).unwrap_or_default();
    let ways: Vec<&str> = AnswerBy::ALL.iter().map(|way| way.word()).collect();
    let answer_by = chosen(form, "answer", &ways, "file-answer-missing").and_then(AnswerBy::read);
    let person = person(form, kind, answer_by);
    let first = first(form, kind);
    let spot = map::spot(form, desk.outline.as_ref());
    let (Some(words), Some(answer_by), false) = (words, answer_by, form.is_wrong()) else {
        return Err(Step::How);
    };
    let mut filing = Filing {
        kind,
        unit: unit.id().code(),
        letters: unit.short_prefix(),
        matter: matter.to_owned(),
        village,
        channel: Channel::Page,
        answer_by,
        words,
        place,
        person,
        more: More { first, spot, ..More::default() },
    };
    desk::check(&mut filing).map_err(|refusal| {
        form.refuse(&refusal);
        Step::of_field(refusal.field.unwrap_or_default())
    })?;
    Ok(filing)
}

/// One of some choices; `missing` says in the page's own words that none was taken.
fn chosen<'a>(
    form: &mut FormState,
    name: &str,
    choices: &[&'a str],
    missing: &'static str,
) -> Option<&'a str> {
    if form.fields().get(name).is_none() {
        form.wrong(name, Say::new(missing));
        return None;
    }
    form.maybe_choice(name, choices)
}

/// The village, when one was chosen. Where there is no list, a choice from another unit's list is
/// left behind in silence: nobody could correct it.
fn village(form: &mut FormState, desk: &Desk) -> String {
    let codes: Vec<&str> = desk.villages.iter().map(|(code, _)| code.as_str()).collect();
    match codes.is_empty() {
        true => String::new(),
        false => form.maybe_choice("village", &codes).unwrap_or_default().to_owned(),
    }
}

/// Who files. A complaint needs name and address (TT05 Art 6(2)), a letter needs them to arrive, a
/// message needs a number; what is not needed and was left out is not asked for, and a number or
/// address typed for a way that was then not taken is not kept.
fn person(form: &mut FormState, kind: Kind, way: Option<AnswerBy>) -> Person {
    let phone = match way {
        Some(AnswerBy::Sms) => form.phone("phone"),
        _ => None,
    };
    let email = match way {
        Some(AnswerBy::Email) => form.email("email"),
        _ => None,
    };
    let named = kind.is_complaint() || way == Some(AnswerBy::Post);
    let (name, address) = match named {
        true => (
            form.required_or("name", MOST_NAME, "file-name-missing"),
            form.required_or("address", MOST_ADDRESS, "file-address-missing"),
        ),
        false => (form.text("name", MOST_NAME), None),
    };
    Person {
        name: name.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        address: address.unwrap_or_default(),
        email: email.unwrap_or_default(),
    }
}

/// The code of the first complaint, for a second one.
fn first(form: &mut FormState, kind: Kind) -> Option<String> {
    let typed = form.text("first", 40).filter(|_| kind == Kind::SecondComplaint)?;
    Some(typed).filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::super::super::sample::Case;
    use super::*;

    fn desk(unit: &str) -> Desk {
        let laws = Arc::new(Case::new().unwrap().laws);
        let home = Gazetteer::shared().current(unit).unwrap();
        let village = |n: u8, name: &str| (format!("{unit}-{n:02}"), name.to_owned());
        let villages = match unit {
            "20836" => vec![village(1, "Thôn Bến Cồn"), village(2, "Thôn Gò Dài")],
            _ => Vec::new(),
        };
        let (today, files) = (date(2026, 2, 12), Vec::new());
        Desk { laws, today, home, villages, outline: None, files }
    }

    fn whole() -> FormState {
        FormState::new()
            .with("kind", "feedback")
            .with("matter", "water")
            .with("words", "Mương bị lấp.")
            .with("answer", "oneself")
    }

    fn wrong(form: FormState, unit: &str) -> (Step, Vec<String>) {
        let mut form = form;
        let step = filing(&mut form, &desk(unit)).unwrap_err();
        let fields = form.faults().iter().map(|(field, say)| format!("{field}:{}", say.key()));
        (step, fields.collect())
    }

    #[test]
    fn feedback_needs_no_name() {
        let filing = filing(&mut whole().with("name", " "), &desk("20836")).unwrap();
        assert_eq!((filing.unit.as_str(), filing.letters.as_str()), ("20836", "TT"));
        assert!(filing.person.is_empty());
    }

    #[test]
    fn a_village_is_one_of_the_unit_or_none() {
        let of = |village, unit| filing(&mut whole().with("village", village), &desk(unit));
        assert_eq!(of("20836-02", "20836").unwrap().village, "20836-02");
        assert_eq!(of("", "20836").unwrap().village, "");
        assert_eq!(of("20839-01", "20836").unwrap_err(), Step::How);
        let unlisted = whole().with("unit", "20836").with("village", "20839-01");
        assert_eq!(filing(&mut unlisted.clone(), &desk("48")).unwrap().village, "");
    }

    #[test]
    fn what_a_way_of_answering_does_not_need_is_not_kept() {
        let form = whole().with("phone", "0900000118").with("address", "Số 1");
        assert!(filing(&mut form.clone(), &desk("20836")).unwrap().person.is_empty());
    }

    #[test]
    fn each_fault_is_said_on_its_own_step() {
        let (step, faults) = wrong(FormState::new().with("kind", "fax"), "20836");
        assert_eq!(step, Step::What);
        assert_eq!(faults, ["kind:field-unknown-choice", "matter:file-matter-missing"]);
        let (step, faults) =
            wrong(FormState::new().with("kind", "complaint").with("matter", "land"), "20836");
        assert_eq!(step, Step::How);
        assert_eq!(
            faults,
            [
                "words:file-words-missing",
                "answer:file-answer-missing",
                "name:file-name-missing",
                "address:file-address-missing",
            ]
        );
        let dots = FormState::of(whole().fields().clone().without("words")).with("words", "…!");
        assert_eq!(wrong(dots, "20836").1, ["words:refusal-petition-no-words"]);
        let elsewhere = whole().with("unit", "00004");
        assert_eq!(wrong(elsewhere, "20836").1, ["unit:refusal-petition-unit-elsewhere"]);
    }

    #[test]
    fn a_province_asks_which_commune() {
        let (step, faults) = wrong(whole(), "48");
        assert_eq!((step, faults), (Step::What, vec!["unit-words:file-unit-missing".to_owned()]));
        let filed = filing(&mut whole().with("unit", "20836"), &desk("48")).unwrap();
        assert_eq!(filed.unit, "20836");
    }
}
