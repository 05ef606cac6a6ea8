//! `/can-bo/cung-viec?vao=…`: many letters joined to one case in one act. First the later letters
//! that are like the case, each with its reasons; then what would happen to each: which clocks
//! end, who will read what; then it is done, letter by letter, and can be taken back while nobody
//! has worked on them since.
//!
//! ```text
//! list ─► preview ─► joined ─► taken out again
//! ```

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State as Shared;
use kernel::{Refusal, RefusalKind};
use web::parts::{Mark, Status};
use web::{FormState, Page, Posted, Say};

use super::around::{self, Scope, key, shorten, small};
use super::bulk::{self as many, Carried, Line, Room, Said};
use super::case::alike;
use super::rows::WORDS;
use crate::desk::bulk::{self, Bulk, Lead, Seen};
use crate::desk::{self, Read};
use crate::kind::Same;
use crate::likeness::find;
use crate::pages::clock::clock;
use crate::petition::{Petition, State};
use crate::{code, store as sql};

const PATH: &str = "/can-bo/cung-viec";
/// The most characters of a list of codes: as many as one act takes.
const MOST_CODES: usize = 1_200;

/// A letter that could be joined.
pub(super) struct Found {
    pub code: String,
    pub words: String,
    pub state: Status,
    pub why: String,
    pub how_likely: &'static str,
    /// Whether its box is ticked.
    pub ticked: bool,
}

/// The case, as the head of the list says.
pub(super) struct Head {
    pub code: String,
    pub about: String,
    pub state: Status,
    pub words: String,
}

#[derive(Template)]
#[template(path = "office/chain.html")]
pub(super) struct ChainPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub lead: Option<Head>,
    pub found: Vec<Found>,
}

impl ChainPage<'_> {
    fn hows(&self) -> Vec<(&'static str, String)> {
        let word = |how: &Same| (how.word(), self.page.t(key("same", how.word())).into_owned());
        Same::ALL.iter().rev().map(word).collect()
    }
}

/// A case that letters may be joined to, with the unit that the officer must reach.
struct Case {
    read: Read,
    lead: Lead,
    scope: Scope,
}

async fn case(app: &App, officer: &Officer, typed: &str) -> Result<Case, Failure> {
    let unknown = || Refusal::new(RefusalKind::NotFound, "petition-unknown");
    let digits = code::read(typed).ok_or_else(unknown)?;
    let stream = sql::by_digits(&app.store, &digits).await?.ok_or_else(unknown)?;
    let read = desk::read(&app.store, &stream).await?.ok_or_else(unknown)?;
    let unit = read.petition.received.unit.clone();
    officer.allow(Act::PETITIONS_CLASSIFY, &unit)?;
    let lead = Lead::of(&read.petition)?;
    Ok(Case { read, lead, scope: Scope::of(app, officer, Some(&unit))? })
}

/// `GET /can-bo/cung-viec?vao=TT-4176-28`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_CLASSIFY)?;
    let query = page.query();
    let mut form = FormState::of(query.clone());
    let Some(typed) = query.get("vao") else { return Ok(nothing(page, form)) };
    if code::read(typed).is_none() {
        form.wrong("vao", Say::new("office-code-unknown").with("code", typed));
        return Ok(nothing(page, form));
    }
    let case = case(&app, &officer, typed).await?;
    list(&app, page, case, form).await
}

/// No case was named yet: the page asks for one.
fn nothing(page: Page, form: FormState) -> axum::response::Response {
    let page = page.titled("day-bulk-join").office().here(PATH).redisplay(&form);
    page.show(&ChainPage { page: &page, form: &form, lead: None, found: Vec::new() })
}

async fn list(app: &App, page: Page, case: Case, form: FormState) -> Answer {
    let found = find::followers(&app.store, &case.read).await?;
    let page = page.titled("day-bulk-join").office().here(PATH).redisplay(&form);
    let chosen: Vec<&str> = form.fields().all("case").collect();
    let again = form.is_wrong();
    let one = |one: find::Suggestion| Found {
        words: alike::words(&page, &one),
        state: around::state_status(
            &page,
            State::read(&one.letter.state).unwrap_or(State::Received),
        ),
        why: alike::why(&page, &one),
        how_likely: alike::how_likely(&one),
        ticked: match again {
            true => chosen.contains(&one.letter.code.as_str()),
            false => one.likeness.is_likely(),
        },
        code: one.letter.code,
    };
    let found = found.into_iter().map(one).collect();
    let lead = Some(head(app, &page, &case.read.petition).await?);
    Ok(page.show(&ChainPage { page: &page, form: &form, lead, found }))
}

async fn head(app: &App, page: &Page, petition: &Petition) -> Result<Head, Failure> {
    let words = app.store.words(petition.received.words.id).await?;
    let words = words.and_then(::store::vault::Opened::text);
    let kind = page.t(key("kind", petition.kind.word()));
    let matter = page.t(key("matter", &petition.matter));
    Ok(Head {
        code: petition.received.code.clone(),
        about: around::capital(&format!("{kind} · {matter}")),
        state: around::state_status(page, petition.state),
        words: words.map_or_else(
            || page.t("office-erased").into_owned(),
            |words| shorten(&words, WORDS * 3),
        ),
    })
}

/// `POST /can-bo/cung-viec`: preview, then join, then take out again, as the field `go` says.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_CLASSIFY)?;
    let Posted { page, mut form } = posted;
    let typed = form.fields().get("vao").unwrap_or_default().to_owned();
    if code::read(&typed).is_none() {
        form.wrong("vao", Say::new("office-code-unknown").with("code", typed.as_str()));
        return Ok(nothing(page, form));
    }
    let case = case(&app, &officer, &typed).await?;
    let go = form.fields().get("go").unwrap_or_default().to_owned();
    if go == "undo" {
        let letters = many::carried(&app, many::texts(&form)).await?;
        return undo(&app, &officer, page, &case, &letters).await;
    }
    let how = form.choice("same", &words_of_same()).and_then(Same::read);
    let texts = chosen(&mut form);
    let letters = many::carried(&app, texts).await?;
    let Some(how) = how.filter(|_| !form.is_wrong()) else {
        return list(&app, page, case, form).await;
    };
    let bulk = Bulk::Join(case.lead.clone(), how);
    match go.as_str() {
        "do" => join(&app, &officer, page, &case, (&bulk, how), &letters).await,
        _ => preview(&app, &officer, page, &case, (&bulk, how), &letters).await,
    }
}

fn words_of_same() -> Vec<&'static str> {
    Same::ALL.iter().map(|how| how.word()).collect()
}

/// The letters that are ticked, and those whose codes are typed besides.
fn chosen(form: &mut FormState) -> Vec<String> {
    let mut texts = many::texts(form);
    let typed = form.text("codes", MOST_CODES).unwrap_or_default();
    let apart = |c: char| c.is_whitespace() || c == ',' || c == ';';
    for one in typed.split(apart).filter(|one| !one.is_empty()) {
        match code::read(one) {
            Some(_) => texts.push(one.to_owned()),
            None => form.wrong("codes", Say::new("office-code-unknown").with("code", one)),
        }
    }
    texts.truncate(many::MOST as usize);
    if texts.is_empty() {
        form.wrong("case", Say::new("day-bulk-none-chosen"));
    }
    texts
}

async fn allowed(app: &App, officer: &Officer, letters: &[Carried]) -> Result<(), Failure> {
    for one in letters {
        if let Some(line) = sql::one(&app.store, &one.seen.stream).await? {
            officer.allow(Act::PETITIONS_CLASSIFY, &line.unit)?;
        }
    }
    Ok(())
}

async fn preview(
    app: &App,
    officer: &Officer,
    page: Page,
    case: &Case,
    (bulk, how): (&Bulk, Same),
    letters: &[Carried],
) -> Answer {
    allowed(app, officer, letters).await?;
    let (today, laws) = (app.store.clock().today(), app.store.laws());
    let mut lines = Vec::with_capacity(letters.len());
    for letter in letters {
        let Some(read) = desk::read(&app.store, &letter.seen.stream).await? else { continue };
        let petition = &read.petition;
        let lawful = bulk.preview(petition, today, &laws);
        let words = match &lawful {
            Ok(()) => Status::new(Mark::Half, page.t("day-bulk-will-join")),
            Err(refusal) => many::refused(&page, refusal),
        };
        let carry = format!("{}.{}", petition.received.code, petition.version);
        let mut line = many::line(&page, petition, carry, lawful.is_ok(), words);
        if lawful.is_ok() {
            line.clocks = clocks(&page, petition, &laws)?;
        }
        lines.push(line);
    }
    let any = lines.iter().any(|line| line.well);
    let action = (if any { PATH } else { "" }, "day-bulk-do-join");
    let mut said = said(&page, case, &lines, "day-bulk-preview-join");
    let named = |note| page.with("code", &case.lead.code).t(note);
    if any {
        let notes = ["day-join-senders", "day-join-nobody", "day-join-counted", "day-join-back"];
        said.notes = notes.map(named).to_vec();
    }
    said.carry.push(("same", how.word().to_owned()));
    Ok(many::show_after(page, &case.scope, room(case), action, said, lines))
}

/// The clocks that end when the letter is joined.
fn clocks(page: &Page, petition: &Petition, laws: &store::Laws) -> Result<Vec<String>, Failure> {
    let mut ends = Vec::new();
    for debt in petition.debts.iter().filter(|debt| debt.is_open()) {
        if let Some(clock) = clock(debt, laws)? {
            let say = page.with("clock", small(&clock.name(page)));
            ends.push(say.with("due", page.date(clock.due())).t("day-join-ends"));
        }
    }
    Ok(ends)
}

fn room(case: &Case) -> Room {
    Room { word: "join", path: format!("{PATH}?vao={}", case.lead.code) }
}

fn said(page: &Page, case: &Case, lines: &[Line], head: &str) -> Said {
    let well = lines.iter().filter(|line| line.well).count() as i64;
    let phrase = page.with("well", well).with("all", lines.len() as i64);
    let head = phrase.with("code", &case.lead.code).t(head);
    Said { head, notes: Vec::new(), carry: vec![("vao", case.lead.code.clone())] }
}

async fn join(
    app: &App,
    officer: &Officer,
    page: Page,
    case: &Case,
    (bulk, _): (&Bulk, Same),
    letters: &[Carried],
) -> Answer {
    allowed(app, officer, letters).await?;
    let seen: Vec<Seen> = letters.iter().map(|letter| letter.seen.clone()).collect();
    let outcomes = bulk::all(&app.store, &officer.actor(), bulk, &seen).await?;
    let lines = letters.iter().zip(&outcomes);
    let lines: Vec<Line> = lines.map(|(letter, done)| many::after(&page, letter, done)).collect();
    let action = if lines.iter().any(|line| line.well) { PATH } else { "" };
    let said = said(&page, case, &lines, "day-bulk-done-join");
    Ok(many::show_after(page, &case.scope, room(case), (action, "day-bulk-undo"), said, lines))
}

/// Takes each out again, unless somebody has worked on it since.
async fn undo(
    app: &App,
    officer: &Officer,
    page: Page,
    case: &Case,
    letters: &[Carried],
) -> Answer {
    allowed(app, officer, letters).await?;
    let seen: Vec<Seen> = letters.iter().map(|letter| letter.seen.clone()).collect();
    let outcomes = bulk::all(&app.store, &officer.actor(), &Bulk::Part, &seen).await?;
    let line = |(letter, done): (&Carried, &bulk::Outcome)| {
        let mut line = many::after(&page, letter, done);
        if line.well {
            line.words = Status::new(Mark::Done, page.t("day-bulk-was-undone"));
        }
        line
    };
    let lines: Vec<Line> = letters.iter().zip(&outcomes).map(line).collect();
    let said = said(&page, case, &lines, "day-bulk-undone-join");
    Ok(many::show_after(page, &case.scope, room(case), ("", ""), said, lines))
}
