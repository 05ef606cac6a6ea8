//! A question in advance, for any program: with the guard of the page, and once under its key.

use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Answer, App, Failure, Peer};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
use serde::Serialize;
use store::Store;
use utoipa::ToSchema;

use super::fields;
use crate::desk::{self, Person, Said};
use crate::dialogue::Dialogue;
use crate::pages;
use crate::promise::tail;
use crate::question::Question;

/// A question that was sent in advance, to whoever asked it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedQuestion {
    /// What it is called.
    #[schema(example = "CH-7Q2M4A")]
    pub code: String,
    /// The page on which its asker sees what becomes of it.
    #[schema(example = "/cau-hoi-cua-toi/01k…-0123456789abcdef0123")]
    pub own: String,
    /// The key of the dialogue.
    pub dialogue: String,
    /// The dialogue's day, as it is now.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// `asked`, `taken`, `answered` or `declined`.
    pub state: &'static str,
}

fn shown(store: &Store, question: &Question, dialogue: &Dialogue) -> AskedQuestion {
    AskedQuestion {
        code: tail("CH", &question.id),
        own: format!("/cau-hoi-cua-toi/{}", accounts::own::pass(&store.keys(), &question.id)),
        dialogue: desk::key(&dialogue.id).to_owned(),
        on: dialogue.on,
        state: question.state.word(),
    }
}

/// Whether a question was asked in just these words. What was destroyed since is not the same.
async fn is_same(store: &Store, question: &Question, said: &Said) -> Result<bool, Failure> {
    let asked = &question.asked;
    let closed = (said.way, said.role, said.matter.as_str());
    if (asked.way, asked.role, asked.matter.as_str()) != closed {
        return Ok(false);
    }
    let person = match said.person == Person::default() {
        true => String::new(),
        false => serde_json::to_string(&said.person).map_err(Failure::bug)?,
    };
    let who = asked.person.as_ref().map(|item| item.id);
    Ok(api::holds(store, Some(asked.words.id), said.words.trim()).await?
        && api::holds(store, who, &person).await?)
}

/// Refuses a request whose key stands for a question in other words.
pub(super) async fn unless_other(
    store: &Store,
    question: Option<&Question>,
    said: &Said,
) -> Result<(), Failure> {
    let same = match question {
        Some(question) => is_same(store, question, said).await?,
        None => false,
    };
    match same {
        true => Ok(()),
        false => Err(api::key_used().into()),
    }
}

fn still(app: &App, dialogue: &Dialogue) -> Result<(), Refusal> {
    match dialogue.takes_questions(app.store.clock().today()) {
        true => Ok(()),
        false => Err(Refusal::conflict("dialogue-no-questions")),
    }
}

/// `POST /api/v1/dialogues/{dialogue}/questions`
pub(super) async fn send(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(typed): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let token = api::sender(&app, &headers).await?;
    let dialogue = pages::public(&app, &typed).await?;
    let (mut form, _) = api::typed(fields::QUESTION, body)?;
    let said = pages::question_of(&mut form, false);
    let said = said.ok_or_else(|| api::faults(fields::QUESTION, &form))?;
    let of = (dialogue.id.as_str(), dialogue.planned.on);
    let id = api::identity(&app.store, &headers, token.as_ref(), of)?;
    // What comes again is answered before the guard is asked: it records nothing.
    let known = desk::question(&app.store, &id.to_string()).await?;
    let (question, again) = match known {
        Some(known) => (known.it, true),
        None => {
            still(&app, &dialogue)?;
            api::may_send(&app, from, token.as_ref())?;
            let actor = token.as_ref().map_or(Actor::Resident, |token| token.actor());
            let (name, again) = desk::ask(&app.store, &actor, &dialogue, &said, id).await?;
            let read = desk::question(&app.store, desk::key(&name)).await?;
            (read.ok_or_else(|| Failure::bug("a question that was asked is not there"))?.it, again)
        }
    };
    if again {
        unless_other(&app.store, Some(&question), &said).await?;
    }
    let status = if again { StatusCode::OK } else { StatusCode::CREATED };
    let shown = shown(&app.store, &question, &dialogue);
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Json(shown)).into_response())
}
