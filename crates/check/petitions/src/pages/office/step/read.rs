//! From what was typed to a command; each fault beside its field.

use accounts::Act;
use kernel::Id;
use web::{FormState, Say};

use super::super::around::Colleague;
use super::super::case::Case;
use crate::desk::{Act as Deed, MOST_WORDS};
use crate::kind::{AnswerBy, Finding, Kind, Lack, MATTERS};
use crate::petition::{Command, Petition, Step};

/// What a form holds before anybody typed.
pub(in super::super) fn beforehand(step: Step, petition: &Petition) -> FormState {
    let form = FormState::new();
    match step {
        Step::Classify => form.with("kind", petition.kind.word()).with("matter", &petition.matter),
        Step::Send => form.with("by", petition.received.answer_by.word()),
        Step::Assign => match petition.holder {
            Some(holder) => form.with("to", holder),
            None => form,
        },
        _ => form,
    }
}

/// Reads the form of a step; `None` when something in it is wrong.
pub(super) fn act(
    form: &mut FormState,
    step: Step,
    case: &Case,
    colleagues: &[Colleague],
) -> Option<Deed> {
    let petition = &case.read.petition;
    let act = match step {
        Step::Classify => {
            let kind = choice(form, "kind", Kind::ALL, Kind::word);
            let matter = form.choice("matter", MATTERS);
            Deed::Plain(Command::Classify { kind: kind?, matter: matter?.to_owned() })
        }
        Step::Assign => Deed::Plain(Command::Assign { to: colleague(form, case, colleagues)? }),
        Step::File => {
            Deed::Plain(Command::File { lack: choice(form, "lack", Lack::ALL, Lack::word)? })
        }
        Step::Guide => Deed::Guide(words(form, "note", "office-note-missing")?),
        Step::Forward => Deed::Forward(words(form, "note", "office-note-missing")?),
        Step::Refuse => {
            let laws = case.laws.now();
            let grounds: Vec<&str> =
                laws.rulebook.grounds("KN11.", case.today).map(|g| g.id.as_str()).collect();
            let ground = form.choice("ground", &grounds).map(str::to_owned);
            let note = form.text("note", MOST_WORDS).unwrap_or_default();
            Deed::Refuse(ground?, note)
        }
        Step::Accept => Deed::Plain(Command::Accept),
        Step::Verify => Deed::Verify(words(form, "result", "office-result-missing")?),
        Step::Decide => {
            let finding = match petition.kind {
                Kind::Complaint => choice(form, "finding", Finding::ALL, Finding::word),
                Kind::Feedback => None,
            };
            let answer = words(form, "answer", "office-answer-missing");
            Deed::Decide(answer?, finding)
        }
        Step::Send => {
            Deed::Plain(Command::Send { by: choice(form, "by", AnswerBy::ALL, AnswerBy::word)? })
        }
        Step::Judge => return None,
    };
    (!form.is_wrong()).then_some(act)
}

fn words(form: &mut FormState, name: &str, missing: &'static str) -> Option<String> {
    form.required_or(name, MOST_WORDS, missing)
}

/// One of a closed list of values.
fn choice<T: Copy>(
    form: &mut FormState,
    name: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Option<T> {
    let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
    let taken = form.choice(name, &words)?;
    all.iter().copied().find(|value| word(*value) == taken)
}

/// A colleague who may work on this case.
fn colleague(form: &mut FormState, case: &Case, colleagues: &[Colleague]) -> Option<Id> {
    let unit = &case.read.petition.received.unit;
    let able = colleagues.iter().filter(|one| one.may(Act::PETITIONS_VERIFY, unit));
    let able: Vec<(String, Id)> = able.map(|one| (one.account.to_string(), one.account)).collect();
    let words: Vec<&str> = able.iter().map(|(word, _)| word.as_str()).collect();
    let taken = form.choice("to", &words)?.to_owned();
    let found = able.iter().find(|(word, _)| *word == taken).map(|(_, id)| *id);
    if found.is_some() && found == case.read.petition.holder {
        form.wrong("to", Say::new("office-held-already"));
        return None;
    }
    found
}
