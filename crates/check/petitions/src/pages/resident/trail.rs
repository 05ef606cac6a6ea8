//! Where a petition has been, newest first, each fact in words for the one who asked, or for
//! anybody. Results of verification and the names of officers are not among them; what was carried
//! out of a decision is for everybody, as the answer is.

use std::collections::HashMap;

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Id, civil_date};
use store::vault::Opened;
use store::{Laws, Record, VaultId};
use web::Page;
use web::parts::{Event as Step, When};

use super::clock::{self as clocks, Clock};
use super::say::{capital, headed, law_lang, said};
use crate::desk::Read;
use crate::facts::Event;
use crate::kind::{AnswerBy, Term};
use crate::petition::{Petition, State};

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// The one who holds the four words.
    Asker,
    /// Anybody: no notes, and the month instead of the day of receipt.
    Anybody,
}

/// What a trail is told from.
pub(super) struct Told<'a> {
    /// The page's words.
    pub page: &'a Page,
    /// The law, for grounds and articles.
    pub laws: &'a Laws,
    /// Whose.
    pub read: &'a Read,
    /// Opened notes.
    pub words: &'a HashMap<Id, Opened>,
    /// For whom.
    pub reader: Reader,
}

/// The vault items that the asker's trail shows.
pub(super) fn notes(read: &Read) -> Result<Vec<Id>, Failure> {
    let mut ids = Vec::new();
    for record in &read.stream.records {
        ids.extend(note_to_asker(&Event::read(record)?).map(|note| note.id));
    }
    Ok(ids)
}

/// The words of a fact that are meant for the asker, or are the asker's own.
pub(crate) fn note_to_asker(event: &Event) -> Option<&VaultId> {
    match event {
        Event::Guided { note, .. } | Event::Forwarded { note, .. } => Some(note),
        Event::Refused { note, .. }
        | Event::Judged { words: note, .. }
        | Event::Withdrawn { part: note, .. }
        | Event::Added { words: note, .. } => note.as_ref(),
        Event::Suspended { why, .. } | Event::Terminated { why, .. } => Some(why),
        Event::CarriedOut { how, .. } => Some(how),
        _ => None,
    }
}

/// The steps: what comes, what is waited for, what was.
pub(super) fn steps(told: &Told<'_>, clocks: &[Clock]) -> Result<Vec<Step>, Failure> {
    let petition = &told.read.petition;
    let mut steps: Vec<Step> = coming(told.page, clocks);
    steps.extend(waiting(told, petition));
    let mut past = Vec::new();
    for record in &told.read.stream.records {
        past.extend(step(told, record)?);
    }
    past.reverse();
    steps.extend(past);
    Ok(steps)
}

/// What happened after the reader had seen `seen` facts, newest first.
pub(super) fn since(told: &Told<'_>, seen: i64) -> Result<Vec<Step>, Failure> {
    let mut new = Vec::new();
    for record in told.read.stream.records.iter().filter(|record| record.version > seen) {
        new.extend(step(told, record)?);
    }
    new.reverse();
    Ok(new)
}

/// Open dates, the last one on top.
fn coming(page: &Page, clocks: &[Clock]) -> Vec<Step> {
    let mut open: Vec<&Clock> = clocks.iter().filter(|clock| clock.is_open()).collect();
    open.sort_by_key(|clock| std::cmp::Reverse(clock.due()));
    let step = |clock: &&Clock| {
        Step::next(clock.due(), clock.name(page)).text(capital(&clock.article(page)))
    };
    open.iter().map(step).collect()
}

fn waiting(told: &Told<'_>, petition: &Petition) -> Option<Step> {
    let page = told.page;
    let key = match petition.state {
        State::Sent if petition.solved.is_some() => return None,
        State::Sent if told.reader == Reader::Asker => "trail-wait-asker".to_owned(),
        State::Sent => "trail-wait-someone".to_owned(),
        state if state.is_open() => format!("trail-wait-{}", state.word()),
        _ => return None,
    };
    let now = When::Said(page.t("trail-now").into_owned());
    Some(Step::now(now, page.t(key)))
}

fn step(told: &Told<'_>, record: &Record) -> Result<Option<Step>, Failure> {
    let (page, event) = (told.page, Event::read(record)?);
    let asker = told.reader == Reader::Asker;
    Ok(Some(match event {
        Event::Received(first) if asker => {
            past(record, first.on, said(page, "trail-received", first.channel.word()))
        }
        Event::Received(first) => {
            let month = When::Said(page.month(first.on));
            Step::past(month, said(page, "trail-received", first.channel.word()))
        }
        Event::Classified { kind, matter, on, .. } => {
            let (kind, matter) = (headed(page, "kind", kind.word()), said(page, "matter", &matter));
            past(record, on, page.t("trail-classified")).text(format!("{kind}, {matter}"))
        }
        Event::Assigned { on, .. } if asker => past(record, on, page.t("trail-assigned")),
        Event::Filed { lack, on } => {
            let step = past(record, on, page.t("trail-filed"));
            if asker { step.text(said(page, "lack", lack.word())) } else { step }
        }
        Event::Guided { note, on, .. } => {
            noted(told, past(record, on, page.t("trail-guided")), Some(&note))
        }
        Event::Forwarded { note, on } => {
            noted(told, past(record, on, page.t("trail-forwarded")), Some(&note))
        }
        Event::Refused { ground, note, on } => {
            let step = past(record, on, page.t("trail-refused"));
            let step = if asker { grounded(told, step, &ground) } else { step };
            noted(told, step, note.as_ref())
        }
        Event::Accepted { on } => accepted(told, past(record, on, page.t("trail-accepted")), on)?,
        Event::Verified { on, .. } => past(record, on, page.t("trail-verified")),
        Event::Decided { finding, on, .. } => {
            let kind = told.read.petition.kind.word();
            let step = past(record, on, said(page, "trail-decided", kind));
            match finding {
                Some(finding) => step.text(said(page, "finding", finding.word())),
                None => step,
            }
        }
        Event::Carried { state, on } => {
            let state = said(page, "state", state.word());
            Step::past(on, page.with("state", state).t("trail-carried"))
        }
        Event::Sent { by, on, .. } => past(record, on, sent(page, by)),
        Event::Judged { solved, words, heard, on } => {
            let key = if asker { "trail-judged" } else { "trail-judged-someone" };
            let solved = said(page, "solved", solved.word());
            let step = past(record, on, page.with("solved", solved).t(key));
            let heard = heard.map(|heard| said(page, "trail-heard", heard.word()));
            noted(told, heard.into_iter().fold(step, Step::text), words.as_ref())
        }
        Event::SecretRenewed { .. } if asker => {
            Step::past(record.at, page.t("trail-secret-renewed"))
        }
        Event::Erased { ground, .. } => Step::past(record.at, page.t("trail-erased")).text(ground),
        other => return Ok(rarer(told, record, &other)),
    }))
}

/// What happens to few petitions. What stays inside the office says nothing here.
fn rarer(told: &Told<'_>, record: &Record, event: &Event) -> Option<Step> {
    let page = told.page;
    let asker = told.reader == Reader::Asker;
    let plain = |on: Date, key: &'static str| past(record, on, page.t(key));
    Some(match event {
        Event::Termed { term, on, .. } => {
            let word = crate::pages::office::term_word(*term);
            plain(*on, "trail-termed").text(said(page, "term", word))
        }
        Event::Dialogue { outcome, on, .. } => {
            past(record, *on, said(page, "trail-dialogue", outcome.word()))
        }
        Event::Suspended { why, on } => noted(told, plain(*on, "trail-suspended"), Some(why)),
        Event::Resumed { on } => plain(*on, "trail-resumed"),
        Event::Terminated { why, on } => noted(told, plain(*on, "trail-terminated"), Some(why)),
        Event::Withdrawn { part: None, on } => plain(*on, "trail-withdrawn"),
        Event::Withdrawn { part, on } => {
            noted(told, plain(*on, "trail-withdrawn-part"), part.as_ref())
        }
        Event::Reopened { on, .. } => plain(*on, "trail-reopened"),
        Event::Represented { people, on, .. } => {
            let people = page.with("people", i64::from(*people)).t("trail-represented");
            past(record, *on, people)
        }
        Event::Split { on, .. } => plain(*on, "trail-split"),
        Event::Appealed { on, .. } => plain(*on, "trail-appealed"),
        Event::AppealUndone { on, .. } => plain(*on, "trail-appeal-undone"),
        Event::CarriedOut { how, on, .. } => {
            let step = plain(*on, "trail-carried-out");
            match told.words.get(&how.id).cloned().and_then(Opened::text) {
                Some(how) => step.text(how),
                None => step,
            }
        }
        Event::Added { words, on, .. } if asker => {
            noted(told, plain(*on, "trail-added"), words.as_ref())
        }
        Event::Linked { on, .. } => plain(*on, "trail-linked"),
        Event::Unlinked { on } => plain(*on, "trail-unlinked"),
        Event::Destroyed { on } => plain(*on, "trail-destroyed"),
        Event::Issued { on, number, symbol, .. } if asker => {
            let issued = page.with("number", *number).with("symbol", symbol.as_str());
            past(record, *on, issued.t("trail-issued"))
        }
        _ => return None,
    })
}

/// A step with its hour, unless it was written down on another day than it happened.
fn past(record: &Record, on: Date, title: impl std::fmt::Display) -> Step {
    match civil_date(record.at) == on {
        true => Step::past(record.at, title),
        false => Step::past(on, title),
    }
}

fn sent(page: &Page, by: AnswerBy) -> String {
    said(page, "trail-sent", by.word())
}

/// The note to the asker below the step; nobody else sees it.
fn noted(told: &Told<'_>, step: Step, note: Option<&VaultId>) -> Step {
    let Some(note) = note.filter(|_| told.reader == Reader::Asker) else { return step };
    match told.words.get(&note.id) {
        Some(Opened::Words(words)) => step.text(String::from_utf8_lossy(words)),
        Some(Opened::Erased(ground)) => {
            step.text(told.page.with("ground", ground).t("words-erased"))
        }
        None => step,
    }
}

/// The ground of a refusal: what, on which article, and what to do next.
fn grounded(told: &Told<'_>, step: Step, ground: &str) -> Step {
    let (book, lang) = (&told.laws.now().rulebook, law_lang(told.page));
    let Some(found) = book.ground(ground) else { return step.text(ground) };
    let article = book.cite(&found.article, lang);
    step.text(format!("{} ({article}).", found.words(lang).trim_end_matches('.')))
        .text(found.next_step(lang))
}

/// Acceptance of a complaint starts the clock of settlement.
fn accepted(told: &Told<'_>, step: Step, on: Date) -> Result<Step, Failure> {
    let settle = told.read.petition.kind.settle_rule(Term::default());
    let Some(rule) = settle else { return Ok(step) };
    let law = told.laws.now().clone();
    let Some(clock) = clocks::run(law, rule, on)? else { return Ok(step) };
    let due = told.page.date_long(clock.due());
    Ok(step.text(told.page.with("due", due).t("trail-accepted-due")))
}
