//! `/can-bo/hoi-nghi/buoi/{conference}/hoi`: a point asks, by the post of who asks; and
//! `/can-bo/hoi-nghi/cau/{inquiry}/{step}`: the host takes a question, answers it, or puts it off.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use kernel::Refusal;
use web::{FormPage, FormState, Html, Page, PageError, Posted, fields};

use super::report::Asker;
use super::{choices, key, path, titled_under};
use crate::arrows::{INQUIRIES, InquiryStep};
use crate::desk::{self, MOST_WORDS, Read, Said};
use crate::inquiry::Inquiry;
use crate::kind::{Deferred, Role};

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, conference: (&str, &str), form: &FormState) -> Page {
    titled_under(page, conference, "hn-ask").redisplay(form)
}

/// The form of a question.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    (conference, point): (&str, &str),
    hidden: Vec<(&'static str, String)>,
) -> FormPage<'a> {
    let f = page.form(form);
    let role = f.select("role", page.t("hn-asker"));
    let all = fields(&[
        &role.options(&choices(page, "hn-role", Role::WORDS)),
        &f.words("words", page.t("hn-question")).hint(page.t("hn-question-hint")).lines(5),
    ]);
    FormPage {
        page,
        form,
        title: page.t("hn-ask").into_owned(),
        lede: page.with("point", point).t("hn-ask-lede"),
        action: format!("{}/hoi", path(conference)),
        files: false,
        hidden,
        fields: all,
        button: page.t("hn-ask-send").into_owned(),
        back: (path(conference), page.t("hn-back-to-one").into_owned()),
        overtaken: false,
    }
}

fn hidden(unit: &str, key: &str) -> Vec<(&'static str, String)> {
    vec![("diem", unit.to_owned()), ("key", key.to_owned())]
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}/hoi?diem=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let asker = Asker::of(&app, &officer, &typed, page.query().get("diem")).await?;
    let state = FormState::new();
    let page = titled(page, (&asker.conference, &asker.title), &state);
    let hidden = hidden(&asker.unit, &app.store.new_key());
    Ok(page.show(&form(&page, &state, (&asker.conference, &asker.seat.name), hidden)))
}

/// `POST /can-bo/hoi-nghi/buoi/{conference}/hoi`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let Posted { page, form: mut state } = posted;
    let asked = state.fields().get("diem").map(str::to_owned);
    let asker = Asker::of(&app, &officer, &typed, asked.as_deref()).await?;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let role = state.choice("role", Role::WORDS).and_then(Role::read);
    let words = state.required("words", MOST_WORDS).unwrap_or_default();
    let to = (asker.conference.as_str(), asker.unit.as_str());
    if let Some(role) = role.filter(|_| !state.is_wrong()) {
        let id = app.store.keyed_id(asker.seat.on, &["inquiry", to.0, to.1, &name]);
        match desk::ask(&app.store, &officer.actor(), to, (role, &words), id).await {
            Ok(_) => {
                return Ok(Redirect::to(&format!("{}?xong=ask", path(to.0))).into_response());
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled(page, (to.0, &asker.title), &state);
    Ok(page.show(&form(&page, &state, (to.0, &asker.seat.name), hidden(to.1, &name))))
}

/// A step's page with its title and crumbs.
pub(super) fn titled_step(page: Page, one: &Inquiry, step: InquiryStep, form: &FormState) -> Page {
    let here = key("hn-asked-do", step.word());
    let name = page.t("hn-name").into_owned();
    titled_under(page, (&one.asked.conference, &name), &here).redisplay(form)
}

/// The form of a step.
pub(super) fn step_form<'a>(
    page: &'a Page,
    form: &'a FormState,
    (one, words): (&Inquiry, &str),
    step: InquiryStep,
) -> FormPage<'a> {
    let f = page.form(form);
    let all = match step {
        InquiryStep::Take => Html::default(),
        InquiryStep::Answer => fields(&[
            &f.select("role", page.t("hn-answerer")).options(&choices(
                page,
                "hn-role",
                Role::WORDS,
            )),
            &f.words("words", page.t("hn-answer")).lines(6),
        ]),
        InquiryStep::Defer => {
            let why = f.select("why", page.t("hn-why")).option("", page.t("choose-one"));
            fields(&[&why.options(&choices(page, "hn-deferred", Deferred::WORDS))])
        }
    };
    FormPage {
        page,
        form,
        title: page.t(key("hn-asked-do", step.word())).into_owned(),
        lede: words.to_owned(),
        action: format!("{}/cau/{}/{}", super::OFFICE, desk::key(&one.id), step.word()),
        files: false,
        hidden: vec![("seen", one.version.to_string())],
        fields: all,
        button: page.t(key("hn-asked-do", step.word())).into_owned(),
        back: (path(&one.asked.conference), page.t("hn-back-to-one").into_owned()),
        overtaken: false,
    }
}

async fn found(
    app: &App,
    officer: &Officer,
    (typed, word): &(String, String),
) -> Result<(Read<Inquiry>, InquiryStep), Failure> {
    let nothing = || Failure(PageError::NotFound);
    let step = InquiryStep::read(word).ok_or_else(nothing)?;
    let arrow = INQUIRIES.iter().find(|arrow| arrow.step == step).ok_or_else(nothing)?;
    let act: Act = arrow.act.parse().map_err(Failure::bug)?;
    officer.allow_somewhere(act)?;
    let read = desk::read_inquiry(&app.store, typed).await?.ok_or_else(nothing)?;
    officer.allow(act, &read.it.asked.unit)?;
    Ok((read, step))
}

/// `GET /can-bo/hoi-nghi/cau/{inquiry}/{step}`
pub(super) async fn step(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (Read { it, .. }, step) = found(&app, &officer, &named).await?;
    if it.arrow(step).is_none() {
        return Err(Refusal::conflict("inquiry-not-now").into());
    }
    let (state, words) = (FormState::new(), desk::words(&app.store, &it.asked.words).await?);
    let page = titled_step(page, &it, step, &state);
    Ok(page.show(&step_form(&page, &state, (&it, &words), step)))
}

/// `POST /can-bo/hoi-nghi/cau/{inquiry}/{step}`
pub(super) async fn step_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (read, step) = found(&app, &officer, &named).await?;
    let Posted { page, form: mut state } = posted;
    let seen = state.seen(read.it.version);
    let back = path(&read.it.asked.conference);
    let mut overtaken = seen != read.it.version;
    if let Some(said) = said(&mut state, step).filter(|_| !overtaken) {
        match desk::step_inquiry(&app.store, &officer.actor(), read, seen, said).await {
            Ok(()) => return Ok(Redirect::to(&back).into_response()),
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let (Read { it, .. }, step) = found(&app, &officer, &named).await?;
    let words = desk::words(&app.store, &it.asked.words).await?;
    let page = titled_step(page, &it, step, &state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&FormPage { overtaken, ..step_form(&page, &state, (&it, &words), step) }))
}

fn said(form: &mut FormState, step: InquiryStep) -> Option<Said> {
    match step {
        InquiryStep::Take => Some(Said::Take),
        InquiryStep::Answer => {
            let role = form.choice("role", Role::WORDS).and_then(Role::read);
            let words = form.required("words", MOST_WORDS);
            Some(Said::Answer(role?, words?))
        }
        InquiryStep::Defer => {
            form.choice("why", Deferred::WORDS).and_then(Deferred::read).map(Said::Defer)
        }
    }
}
