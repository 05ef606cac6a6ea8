//! From what was typed to a command; each fault beside its field.

use accounts::Act;
use jiff::civil::Date;
use kernel::Id;
use web::{FormState, Say};

use super::super::around::Colleague;
use super::super::case::Case;
use super::fields::{PARTS, TERMS};
use crate::desk::{Act as Deed, Guiding, MOST_WORDS, Part};
use crate::kind::{AnswerBy, Dialogue, Finding, Heard, Kind, Lack, MATTERS, Same, Solved, Term};
use crate::petition::{Command, Petition, Step};

/// The earliest day that a form takes: since there are State offices.
const EARLIEST: Date = Date::constant(1945, 9, 2);

/// What a form holds before anybody typed; `known` is the day that the first complaint gives a
/// second one.
pub(in super::super) fn beforehand(
    step: Step,
    petition: &Petition,
    known: Option<Date>,
) -> FormState {
    let form = FormState::new();
    match step {
        Step::Classify => {
            let form = form.with("kind", petition.kind.word()).with("matter", &petition.matter);
            match petition.known_on.or(known) {
                Some(day) => form.with("known", day.strftime("%d/%m/%Y")),
                None => form,
            }
        }
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
) -> Option<Doing> {
    let petition = &case.read.petition;
    let act = match step {
        Step::Classify => {
            let kind = choice(form, "kind", Kind::ALL, Kind::word);
            let matter = form.choice("matter", MATTERS);
            let known = form.maybe_date("known", EARLIEST, petition.received.on);
            Deed::Plain(Command::Classify { kind: kind?, matter: matter?.to_owned(), known })
        }
        Step::Assign => Deed::Plain(Command::Assign { to: colleague(form, case, colleagues)? }),
        Step::File => {
            Deed::Plain(Command::File { lack: choice(form, "lack", Lack::ALL, Lack::word)? })
        }
        Step::Guide => {
            let note = words(form, "note", "office-note-missing");
            let (court, anew) = (form.ticked("court"), form.ticked("anew"));
            Deed::Guide(note?, Guiding { court, anew, before: None })
        }
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
        Step::Verify => {
            let result = words(form, "result", "office-result-missing");
            Deed::Verify(result?, form.ticked("differs"))
        }
        Step::Decide => {
            let finding = match petition.kind.is_complaint() {
                true => choice(form, "finding", Finding::ALL, Finding::word),
                false => None,
            };
            let answer = words(form, "answer", "office-answer-missing");
            Deed::Decide(answer?, finding, form.ticked("looked"))
        }
        Step::Send => {
            let looked = form.ticked("looked");
            let by = choice(form, "by", AnswerBy::ALL, AnswerBy::word)?;
            Deed::Plain(Command::Send { by, looked })
        }
        other => return besides(form, other, case),
    };
    (!form.is_wrong()).then_some(Doing::Act(act))
}

/// What a form asks for: one act on this petition, or one on several in one transaction.
pub(super) enum Doing {
    /// One act on this petition.
    Act(Deed),
    /// One letter for each of its matters.
    Split(Vec<Part>),
    /// Join it to the case with this code.
    Link(String, Same),
    /// The letter with this code is about another matter.
    Apart(String),
    /// Destroy it.
    Destroy,
}

/// What only some cases need.
fn besides(form: &mut FormState, step: Step, case: &Case) -> Option<Doing> {
    let missing = "office-words-missing";
    let act = match step {
        Step::Term => {
            let term = form.choice("term", &TERMS).map(term);
            let why = words(form, "why", "office-why-missing");
            Deed::Term(term?, why?)
        }
        Step::Represent => {
            let people = form.number("people", 2..=100_000);
            let speakers = form.number("speakers", 1..=100);
            let who = words(form, "who", "office-speakers-missing");
            Deed::Represent(people? as u32, speakers? as u32, who?)
        }
        Step::Dialogue => {
            let outcome = choice(form, "dialogue", Dialogue::ALL, Dialogue::word);
            let minutes = words(form, "minutes", missing);
            Deed::Dialogue(outcome?, minutes?)
        }
        Step::Suspend => Deed::Suspend(words(form, "why", "office-why-missing")?),
        Step::Resume => Deed::Plain(Command::Resume),
        Step::Terminate => Deed::Terminate(words(form, "why", "office-why-missing")?),
        Step::Reopen => Deed::Reopen(words(form, "why", "office-why-missing")?),
        Step::CarryOut => Deed::CarryOut(words(form, "how", missing)?, form.ticked("looked")),
        Step::Judge => judged(form)?,
        Step::Appeal => {
            let code = form.text("second", 40).unwrap_or_default();
            let note = form.text("note", MOST_WORDS).unwrap_or_default();
            Deed::Appeal(code, note)
        }
        Step::Unappeal => Deed::Unappeal(words(form, "why", "office-why-missing")?),
        Step::Withdraw => Deed::Withdraw(form.text("part", MOST_WORDS).unwrap_or_default()),
        Step::Add => Deed::Add(words(form, "words", missing)?, Vec::new()),
        Step::Note => Deed::Note(words(form, "words", missing)?),
        Step::Unlink => Deed::Plain(Command::Unlink),
        Step::Release => Deed::Plain(Command::Release),
        Step::Ask => ask(form, case)?,
        Step::Advise => {
            let n = form.number("n", 1..=1_000);
            let said = words(form, "words", missing);
            Deed::Advise(n? as u32, said?)
        }
        Step::Split => return split(form).map(Doing::Split),
        Step::Link => {
            let code = form.required_or("code", 40, "office-link-missing");
            let how = choice(form, "same", Same::ALL, Same::word);
            return Some(Doing::Link(code?, how?));
        }
        Step::Apart => {
            let code = form.required_or("code", 40, "office-link-missing");
            return code.map(Doing::Apart);
        }
        Step::Destroy => return Some(Doing::Destroy),
        _ => return None,
    };
    (!form.is_wrong()).then_some(Doing::Act(act))
}

fn term(word: &str) -> Term {
    Term { complex: matches!(word, "complex" | "both"), remote: matches!(word, "remote" | "both") }
}

/// What the asker said, and how it was heard.
fn judged(form: &mut FormState) -> Option<Deed> {
    let solved = choice(form, "solved", Solved::ALL, Solved::word);
    let heard = choice(form, "heard", Heard::ALL, Heard::word);
    let rest = form.text("rest", MOST_WORDS).unwrap_or_default();
    Some(Deed::Hear(solved?, heard?, rest))
}

fn ask(form: &mut FormState, case: &Case) -> Option<Deed> {
    let codes: Vec<&str> = case.offices().iter().map(|(code, _)| code.as_str()).collect();
    let office = form.choice("office", &codes).map(str::to_owned);
    let said = words(form, "words", "office-words-missing");
    // tidy: allow(law): how far ahead a day may be typed, no term of the law
    let latest = case.today.saturating_add(jiff::Span::new().years(1));
    let until = form.date("until", case.today, latest);
    Some(Deed::Ask(office?, until?, said?))
}

/// The blocks that were filled in; two at least.
fn split(form: &mut FormState) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for n in 1..=PARTS {
        let name = format!("words{n}");
        let words = match n {
            1 | 2 => form.required_or(&name, MOST_WORDS, "office-part-missing"),
            _ => form.text(&name, MOST_WORDS).filter(|words| !words.is_empty()),
        };
        if n > 2 && words.is_none() {
            continue;
        }
        let kind = choice(form, &format!("kind{n}"), Kind::ALL, Kind::word);
        let matter = form.choice(&format!("matter{n}"), MATTERS).map(str::to_owned);
        if let (Some(words), Some(kind), Some(matter)) = (words, kind, matter) {
            parts.push(Part { kind, matter, words });
        }
    }
    (!form.is_wrong()).then_some(parts)
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
