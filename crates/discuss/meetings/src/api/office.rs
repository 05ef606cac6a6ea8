//! Dialogues for an office's program: questions that came in advance, lines of the minutes, steps
//! of questions, promises kept and withdrawn. The acts are those of the officers' pages.

use std::sync::Arc;

use accounts::api::{self, Body, Field};
use accounts::{Act, Answer, App, Failure, Program};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use web::{FormState, Lang, PageError};

use super::{DIALOGUES, PROMISES, QUESTIONS, asking, fields, shown};
use crate::arrows::{PromiseStep, QuestionStep};
use crate::desk::{self, Read};
use crate::dialogue::Dialogue;
use crate::kind::{LEADERS, Withdrawn};
use crate::pages;
use crate::promise::Promise;
use crate::question::Question;

/// The dialogue of an address, when the token may do `act` there.
async fn found(app: &App, program: &Program, key: &str, act: Act) -> Result<Dialogue, Failure> {
    program.allow_somewhere(act)?;
    let read = desk::dialogue(&app.store, key).await?.ok_or(PageError::NotFound)?;
    program.allow(act, &read.it.planned.unit)?;
    Ok(read.it)
}

/// `GET /api/v1/dialogues/{dialogue}/questions`
pub(super) async fn questions(
    State(app): State<Arc<App>>,
    program: Program,
    Path(key): Path<String>,
) -> Answer {
    let dialogue = found(&app, &program, &key, Act::DIALOGUES_READ).await?;
    let shown = shown::office_questions(&app.store, &dialogue.id).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(shown)).into_response())
}

/// The question as it is now.
async fn question(app: &App, key: &str, status: StatusCode) -> Answer {
    let read = desk::question(&app.store, key).await?.ok_or(PageError::NotFound)?;
    let shown = shown::office_question(&app.store, &read.it).await?;
    Ok((status, api::etag(read.it.version), Json(shown)).into_response())
}

/// What was made, or stood there under the same key already.
fn made(again: bool) -> StatusCode {
    if again { StatusCode::OK } else { StatusCode::CREATED }
}

/// `POST /api/v1/dialogues/{dialogue}/entries`
pub(super) async fn enter(
    State(app): State<Arc<App>>,
    program: Program,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let dialogue = found(&app, &program, &key, Act::DIALOGUES_CAPTURE).await?;
    let (mut form, _) = api::typed(fields::ENTRY, body)?;
    let said = pages::question_of(&mut form, true);
    let said = said.ok_or_else(|| api::faults(fields::ENTRY, &form))?;
    let of = (dialogue.id.as_str(), dialogue.planned.on);
    let id = api::identity(&app.store, &headers, Some(&program.token), of)?;
    let actor = program.actor();
    let (asked, again) = desk::ask(&app.store, &actor, &dialogue, &said, id).await?;
    if again {
        let read = desk::question(&app.store, desk::key(&asked)).await?;
        asking::unless_other(&app.store, read.as_ref().map(|read| &read.it), &said).await?;
    }
    question(&app, desk::key(&asked), made(again)).await
}

/// What a line may leave out, as the form in the room begins with it.
fn beforehand(form: &mut FormState) {
    let missing = |form: &FormState, name: &str| form.fields().get(name).is_none();
    for (name, word) in [("role", pages::ASKERS[0]), ("matter", "other")] {
        if missing(form, name) {
            form.set(name, word);
        }
    }
    // Who answers is asked for only where there is an answer.
    if missing(form, "answerer") && missing(form, "answer") {
        form.set("answerer", LEADERS[0]);
    }
}

/// `POST /api/v1/dialogues/{dialogue}/lines`
pub(super) async fn line(
    State(app): State<Arc<App>>,
    program: Program,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let dialogue = found(&app, &program, &key, Act::DIALOGUES_CAPTURE).await?;
    let (mut form, body) = api::typed(fields::LINE, body)?;
    beforehand(&mut form);
    let units = pages::units_of(&app, &dialogue.planned.unit).await?;
    let line = pages::line_of(&mut form, dialogue.on, &units);
    let line = line.ok_or_else(|| api::faults(fields::LINE, &form))?;
    // Beside the question a line has an answer and a promise: the whole request stands under its
    // key, so that another one under it is refused and not dropped.
    let path = format!("{DIALOGUES}/{key}/lines");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    let once = once.as_ref();
    if let Some(name) = api::made(once, &app.store).await? {
        return question(&app, desk::key(&name), StatusCode::OK).await;
    }
    // A key of its own: one that a question in advance was sent under is another request's.
    let of = format!("{}/lines", dialogue.id);
    let of = (of.as_str(), dialogue.planned.on);
    let id = api::identity(&app.store, &headers, Some(&program.token), of)?;
    let name = line.of.clone().unwrap_or_else(|| id.to_string());
    let store = api::store_of(&app.store, once, &format!("question/{name}"));
    let done = desk::write(&store, &program.actor(), &dialogue, &line, id).await;
    let (name, again) = match done {
        Ok(done) => done,
        Err(failure) => {
            // Lost to the same request that came twice at one moment, it was written down.
            let name = api::made(once, &app.store).await?.ok_or(failure)?;
            return question(&app, desk::key(&name), StatusCode::OK).await;
        }
    };
    if again && line.of.is_none() {
        let read = desk::question(&app.store, desk::key(&name)).await?;
        asking::unless_other(&app.store, read.as_ref().map(|read| &read.it), &line.said).await?;
    }
    question(&app, desk::key(&name), made(again)).await
}

/// The question of an address with its dialogue, when the token may do `act` there.
async fn sought(
    app: &App,
    program: &Program,
    key: &str,
    act: Act,
) -> Result<(Read<Question>, Dialogue), Failure> {
    program.allow_somewhere(act)?;
    let read = desk::question(&app.store, key).await?.ok_or(PageError::NotFound)?;
    program.allow(act, &read.it.asked.unit)?;
    let of = desk::dialogue(&app.store, desk::key(&read.it.asked.dialogue)).await?;
    Ok((read, of.ok_or(PageError::NotFound)?.it))
}

/// `POST /api/v1/questions/{question}/steps/{step}`
pub(super) async fn question_step(
    State(app): State<Arc<App>>,
    program: Program,
    Path((key, word)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let step = QuestionStep::read(&word).ok_or(PageError::NotFound)?;
    let (read, dialogue) = sought(&app, &program, &key, pages::question_act(step)?).await?;
    let fields = fields::of_question(step);
    let (mut form, body) = api::typed(fields, body)?;
    let path = format!("{QUESTIONS}/{key}/{word}");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    let once = once.as_ref();
    if api::made(once, &app.store).await?.is_some() {
        return question(&app, &key, StatusCode::OK).await;
    }
    let today = app.store.clock().today();
    let asked = pages::question_command(&mut form, step, dialogue.on, today);
    let asked = asked.ok_or_else(|| api::faults(fields, &form))?;
    let seen = api::unless_first(&headers, read.it.version)?;
    let store = api::store_of(&app.store, once, &read.it.id);
    let done = desk::step_question(&store, &program.actor(), read, seen, asked).await;
    api::settled(done, once, &app.store).await?;
    question(&app, &key, StatusCode::OK).await
}

/// The act and the fields of a step of a promise that a program may do.
fn step_of(word: &str) -> Option<(PromiseStep, Act, &'static [Field])> {
    match PromiseStep::read(word)? {
        step @ PromiseStep::Keep => Some((step, Act::PROMISES_KEEP, fields::KEEP)),
        step @ PromiseStep::Withdraw => Some((step, Act::PROMISES_WITHDRAW, fields::WITHDRAW)),
        _ => None,
    }
}

/// The promise of an address, when the token may do `act` where it was made, or where it is owed.
async fn owed(app: &App, program: &Program, key: &str, act: Act) -> Result<Read<Promise>, Failure> {
    program.allow_somewhere(act)?;
    let read = desk::read_promise(&app.store, key).await?.ok_or(PageError::NotFound)?;
    let made = &read.it.made;
    if !program.token.may(act, &made.owner_unit) {
        program.allow(act, &made.unit)?;
    }
    Ok(read)
}

async fn promise(app: &App, program: &Program, key: &str) -> Answer {
    let read = desk::read_promise(&app.store, key).await?.ok_or(PageError::NotFound)?;
    let lang = match program.lang() {
        Lang::Vi => calendar::Lang::Vi,
        Lang::En => calendar::Lang::En,
    };
    let shown = shown::promise(app, &read, lang).await?;
    Ok((api::etag(read.it.version), Json(shown)).into_response())
}

/// `POST /api/v1/promises/{promise}/steps/{step}`
pub(super) async fn promise_step(
    State(app): State<Arc<App>>,
    program: Program,
    Path((key, word)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (step, act, fields) = step_of(&word).ok_or(PageError::NotFound)?;
    let read = owed(&app, &program, &key, act).await?;
    let (mut form, body) = api::typed(fields, body)?;
    let path = format!("{PROMISES}/{key}/{word}");
    let once = api::once(&app, &program, &headers, &path, &body)?;
    let once = once.as_ref();
    if api::made(once, &app.store).await?.is_some() {
        return promise(&app, &program, &key).await;
    }
    let today = app.store.clock().today();
    let (on, why) = match step {
        PromiseStep::Keep => (form.date("on", read.it.made.said_on, today), None),
        _ => (None, form.choice("why", Withdrawn::WORDS).and_then(Withdrawn::read)),
    };
    let words = form.required("words", desk::MOST_WORDS).unwrap_or_default();
    if form.is_wrong() {
        return Err(api::faults(fields, &form).into());
    }
    let seen = api::unless_first(&headers, read.it.version)?;
    let store = api::store_of(&app.store, once, &read.it.id);
    let asked = (on, why, words.as_str());
    let done = desk::step_promise(&store, &program.actor(), read, seen, asked).await;
    api::settled(done, once, &app.store).await?;
    promise(&app, &program, &key).await
}
