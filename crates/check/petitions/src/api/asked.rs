//! What offices were asked about cases and have not answered, for an office's own program: it sees
//! what its office was asked and answers that. Of a case only the question and its matter are told
//! here; the case has its own door.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Act, Answer, App, Failure, Program};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use jiff::civil::Date;
use kernel::{Id, Refusal, RefusalKind};
use serde::Serialize;
use store::vault::Opened;
use units::{Gazetteer, local};
use utoipa::ToSchema;
use web::FormState;

use super::fields;
use super::steps::found;
use crate::desk::{self, Read};
use crate::pages::office::questions;
use crate::petition::{Petition, Question};
use crate::served;

/// How many questions an answer has when nothing is said.
const SIZE: i64 = 50;
/// How often an answer is given again when something else happens to the case in the same moment.
const TRIES: usize = 4;

/// What offices have not answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeQuestions {
    /// What is due first, first.
    pub items: Vec<OfficeQuestion>,
    /// Whether there is more than was asked for.
    pub more: bool,
}

/// What an office was asked about a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeQuestion {
    /// The case's code.
    #[schema(example = "TT-4176-28")]
    pub code: String,
    /// The question's number on that case.
    pub n: u32,
    /// Code of the office that was asked.
    #[schema(example = "20836-01")]
    pub office: String,
    /// Code of the unit that answers the case.
    pub unit: String,
    /// What the case is about.
    pub matter: String,
    /// When it was asked.
    #[schema(value_type = Option<String>, format = Date)]
    pub asked_on: Option<Date>,
    /// By when the answer is wanted.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// What is asked; null once it was erased.
    pub words: Option<String>,
    /// What came back; null as long as nothing did.
    pub advice: Option<String>,
    /// When it came.
    #[schema(value_type = Option<String>, format = Date)]
    pub advised_on: Option<Date>,
}

/// What was opened, by its item.
type Texts = HashMap<Id, Opened>;

/// What questions and their answers say, read at once.
async fn texts(app: &App, all: &[&Question]) -> Result<Texts, Failure> {
    let items = all.iter().flat_map(|question| {
        let advice = question.advice.as_ref().map(|(words, _)| words.id);
        [Some(question.words.id), advice]
    });
    let ids: Vec<Id> = items.flatten().collect();
    Ok(app.store.words_of(&ids).await?)
}

fn shown(petition: &Petition, question: &Question, texts: &Texts) -> OfficeQuestion {
    let debt = petition.debts.iter().find(|debt| debt.n == question.debt);
    let advice = question.advice.as_ref();
    let text = |id: Id| texts.get(&id).cloned().and_then(Opened::text);
    OfficeQuestion {
        code: petition.received.code.clone(),
        n: question.n,
        office: question.office.clone(),
        unit: petition.received.unit.clone(),
        matter: petition.matter.clone(),
        asked_on: debt.map(|debt| debt.started_on),
        until: question.until,
        words: text(question.words.id),
        advice: advice.and_then(|(words, _)| text(words.id)),
        advised_on: advice.map(|(_, on)| *on),
    }
}

/// The offices whose questions this token reads: one by its own code, or all of a unit.
async fn offices(app: &App, program: &Program, form: &FormState) -> Result<Vec<String>, Failure> {
    let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
    let asked = form.fields().get("unit").unwrap_or(&program.token.unit);
    let place = asked.split('-').next().unwrap_or(asked);
    let (today, act) = (app.store.clock().today(), Act::PETITIONS_ADVISE);
    let unit = served::unit(Gazetteer::shared(), &instance.unit, place, today)?.id().code();
    let all = local::under(&app.store, &unit).await?.into_iter();
    let all = all.filter(|one| one.kind == local::Kind::Office).map(|one| one.code);
    let may = |office: &str| program.token.may(act, office) || program.token.may(act, &unit);
    let own: Vec<String> =
        all.filter(|office| (place == asked || office == asked) && may(office)).collect();
    if own.is_empty() {
        program.allow(act, asked)?;
    }
    Ok(own)
}

/// `GET /api/v1/office-questions`
pub(super) async fn all(
    State(app): State<Arc<App>>,
    program: Program,
    RawQuery(query): RawQuery,
) -> Answer {
    program.allow_somewhere(Act::PETITIONS_ADVISE)?;
    let form = api::asked(fields::QUESTIONS, query.as_deref())?;
    let offices = offices(&app, &program, &form).await?;
    let size = form.fields().get("limit").and_then(|text| text.parse().ok()).unwrap_or(SIZE);
    let codes: Vec<&str> = offices.iter().map(String::as_str).collect();
    let mut open = questions(&app.store, &codes, size.saturating_add(1)).await?;
    let more = open.len() as i64 > size;
    open.truncate(usize::try_from(size).unwrap_or_default());
    let names: BTreeSet<&str> = open.iter().map(|one| one.stream.as_str()).collect();
    let streams = app.store.streams(&Vec::from_iter(names)).await?;
    let mut petitions = HashMap::with_capacity(streams.len());
    for (name, stream) in &streams {
        petitions.extend(Petition::replay(stream)?.map(|petition| (name.as_str(), petition)));
    }
    let asked = open.iter().filter_map(|one| {
        let petition = petitions.get(one.stream.as_str())?;
        let is = |asked: &&Question| i64::from(asked.debt) == one.debt;
        Some((petition, petition.questions.iter().find(is)?))
    });
    let asked: Vec<(&Petition, &Question)> = asked.collect();
    let questions: Vec<&Question> = asked.iter().map(|(_, question)| *question).collect();
    let texts = texts(&app, &questions).await?;
    let shown = |(petition, question)| shown(petition, question, &texts);
    let items = asked.into_iter().map(shown).collect();
    let unkept = [(header::CACHE_CONTROL, "no-store")];
    Ok((unkept, Json(OfficeQuestions { items, more })).into_response())
}

/// The question of an address, when this token may answer it: its own office's, or one about a case
/// of its unit.
async fn asked(
    app: &App,
    program: &Program,
    typed: &str,
    n: u32,
) -> Result<(Read, Question), Failure> {
    let act = Act::PETITIONS_ADVISE;
    let read = found(app, program, typed, act).await?;
    let petition = &read.petition;
    let unknown = || Refusal::new(RefusalKind::NotFound, "petition-question-unknown");
    let question = petition.questions.iter().find(|question| question.n == n);
    let question = question.ok_or_else(unknown)?.clone();
    if !program.token.may(act, &petition.received.unit) {
        program.allow(act, &question.office)?;
    }
    Ok((read, question))
}

async fn answer(app: &App, petition: &Petition, n: u32) -> Answer {
    let question = petition.questions.iter().find(|question| question.n == n);
    let question = question.ok_or_else(|| Failure::bug("a question that is no more"))?;
    let unkept = [(header::CACHE_CONTROL, "no-store")];
    let texts = texts(app, &[question]).await?;
    Ok((unkept, Json(shown(petition, question, &texts))).into_response())
}

/// `GET /api/v1/office-questions/{code}/{n}`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    program: Program,
    Path((typed, n)): Path<(String, u32)>,
) -> Answer {
    let (read, _) = asked(&app, &program, &typed, n).await?;
    answer(&app, &read.petition, n).await
}

/// `POST /api/v1/office-questions/{code}/{n}`. As on the page, other news on the case stand in no
/// way: only the question itself can be answered by two at once.
pub(super) async fn advise(
    State(app): State<Arc<App>>,
    program: Program,
    Path((typed, n)): Path<(String, u32)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (mut read, _) = asked(&app, &program, &typed, n).await?;
    let (form, body) = api::typed(fields::ADVICE, body)?;
    let (name, words) = (read.petition.id.clone(), form.fields().typed("words").to_owned());
    let once = api::once(&app, &program, &headers, &format!("{name}/asked/{n}"), &body)?;
    let store = api::store_of(&app.store, once.as_ref(), &name);
    let mut left = TRIES;
    loop {
        left -= 1;
        if api::made(once.as_ref(), &app.store).await?.is_some() {
            return answer(&app, &read.petition, n).await;
        }
        let (seen, act) = (read.petition.version, desk::Act::Advise(n, words.clone()));
        let done = desk::act(&store, &program.actor(), read, seen, act).await;
        let again = desk::read(&app.store, &name).await?;
        read = again.ok_or_else(|| Failure::bug("a petition that is no more"))?;
        match done {
            Ok(petition) => return answer(&app, &petition, n).await,
            Err(failure) if failure.is_of_another() && left > 0 => {}
            Err(failure) => {
                api::settled(Err(failure), once.as_ref(), &app.store).await?;
                return answer(&app, &read.petition, n).await;
            }
        }
    }
}
