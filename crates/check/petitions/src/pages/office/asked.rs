//! `/can-bo/hoi-y-kien`: what offices were asked about cases and have not answered, each with its
//! own clock. The people of an office see what it was asked and answer; whoever works on the
//! unit's cases sees what all its offices owe, and may record an answer that came on paper.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use kernel::Refusal;
use units::local;
use web::parts::Status;
use web::{FormState, Page, PageError, Posted};

use super::around::{Scope, capital, key};
use super::case::Case;
use super::rows;
use super::store as sql;
use crate::desk::{self, MOST_WORDS};
use crate::petition::Question;

/// How many questions one page shows; an office that owes more sees those due first.
const MOST: i64 = 200;

/// One question in a list.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where it is answered.
    pub href: String,
    /// The case.
    pub code: String,
    /// What the case is about.
    pub matter: String,
    /// When it was asked.
    pub on: Date,
    /// By when the answer is wanted.
    pub due: Date,
    /// How the clock stands.
    pub status: Status,
}

/// An office with what it owes.
#[derive(Clone, Debug)]
pub(super) struct Office {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it has not answered.
    pub lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "office/asked.html")]
pub(super) struct AskedPage<'a> {
    pub page: &'a Page,
    pub offices: &'a [Office],
    pub done: bool,
}

#[derive(Template)]
#[template(path = "office/advice.html")]
pub(super) struct AdvicePage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub case: &'a Case,
    pub question: &'a Question,
    pub office: String,
    pub status: Status,
}

impl AdvicePage<'_> {
    fn asked(&self) -> &str {
        self.case.text(&self.question.words).unwrap_or_default()
    }

    fn action(&self) -> String {
        format!("/can-bo/hoi-y-kien/{}/{}", self.case.code(), self.question.debt)
    }

    fn matter(&self) -> String {
        capital(&self.page.t(key("matter", &self.case.read.petition.matter)))
    }
}

/// Whether the officer may answer for the office: one of its people, or who works on the case.
fn may(officer: &Officer, office: &str, unit: &str) -> bool {
    officer.may(Act::PETITIONS_ADVISE, office) || officer.may(Act::PETITIONS_ADVISE, unit)
}

/// A clock that was agreed upon, as it stands.
pub(super) fn clock(page: &Page, due: Date, today: Date) -> Status {
    page.days_status(due, today, rows::SOON as i64)
}

/// `GET /can-bo/hoi-y-kien?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_ADVISE)?;
    let scope = Scope::of(&app, &officer, page.query().get("unit"))?;
    let today = app.store.clock().today();
    let all = local::under(&app.store, &scope.unit).await?;
    let all = all.into_iter().filter(|unit| unit.kind == local::Kind::Office);
    let own: Vec<_> = all.filter(|unit| may(&officer, &unit.code, &scope.unit)).collect();
    let codes: Vec<&str> = own.iter().map(|unit| unit.code.as_str()).collect();
    let questions = sql::questions(&app.store, &codes, MOST).await?;
    let line = |question: &sql::OpenQuestion| Line {
        href: format!("/can-bo/hoi-y-kien/{}/{}", question.code, question.debt),
        code: question.code.clone(),
        matter: capital(&page.t(key("matter", &question.matter))),
        on: question.on,
        due: question.due,
        status: clock(&page, question.due, today),
    };
    let offices = own.iter().map(|unit| {
        let mine = questions.iter().filter(|question| question.office == unit.code);
        Office { code: unit.code.clone(), name: unit.name.clone(), lines: mine.map(line).collect() }
    });
    let offices: Vec<Office> = offices.filter(|office| !office.lines.is_empty()).collect();
    let done = page.query().get("xong").is_some();
    let page = page.titled("day-asked-title").office().here("/can-bo/hoi-y-kien");
    Ok(page.show(&AskedPage { page: &page, offices: &offices, done }))
}

/// The case and the question of an address, when this officer may answer it.
async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    debt: &str,
) -> Result<(Case, Question), Failure> {
    officer.allow_somewhere(Act::PETITIONS_ADVISE)?;
    let case = Case::find(app, officer, typed).await?;
    let debt: Option<u32> = debt.parse().ok();
    let petition = &case.read.petition;
    let question = petition.questions.iter().find(|question| Some(question.debt) == debt);
    let question = question.cloned().ok_or(Failure(PageError::NotFound))?;
    if !may(officer, &question.office, &petition.received.unit) {
        officer.allow(Act::PETITIONS_ADVISE, &question.office)?;
    }
    Ok((case, question))
}

/// `GET /can-bo/hoi-y-kien/{code}/{n}`
pub(super) async fn one(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, debt)): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (case, question) = find(&app, &officer, &typed, &debt).await?;
    shown(page, &FormState::new(), &case, &question)
}

fn shown(page: Page, form: &FormState, case: &Case, question: &Question) -> Answer {
    if question.advice.is_some() {
        return Err(Refusal::conflict("petition-no-question").into());
    }
    let list = page.t("day-asked-title").into_owned();
    let page = page.titled("day-advice-title").office().here("/can-bo/hoi-y-kien");
    let page = page.crumb(list, "/can-bo/hoi-y-kien").crumb_here(case.code()).redisplay(form);
    let office = case.office(&question.office).to_owned();
    let status = clock(&page, question.until, case.today);
    Ok(page.show(&AdvicePage { page: &page, form, case, question, office, status }))
}

/// `POST /can-bo/hoi-y-kien/{code}/{n}`
pub(super) async fn answer(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, debt)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (case, question) = find(&app, &officer, &typed, &debt).await?;
    let Posted { page, mut form } = posted;
    let Some(words) = form.required_or("words", MOST_WORDS, "office-words-missing") else {
        return shown(page, &form, &case, &question);
    };
    // The question itself is what two people could answer at once; other news on the case do not
    // stand in the way, so the case is taken as it was read just now.
    let (read, seen) = (case.read.clone(), case.read.petition.version);
    let act = desk::Act::Advise(question.n, words);
    match desk::act(&app.store, &officer.actor(), read, seen, act).await {
        Ok(_) => Ok(Redirect::to("/can-bo/hoi-y-kien?xong=1").into_response()),
        Err(failure) => {
            let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
            form.refuse(&refusal);
            shown(page, &form, &case, &question)
        }
    }
}
