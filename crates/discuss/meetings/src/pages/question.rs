//! `/can-bo/doi-thoai/cau/{question}`: one question and its steps: take, not take, answer.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use kernel::Refusal;
use web::parts::{Act as Deed, Leader, Open};
use web::{FormState, Html, Page, PageError, Posted, beside, fields};

use super::shown::Asked;
use super::{FormPage, OFFICE, choices, key, one};
use crate::arrows::{QUESTIONS, QuestionStep};
use crate::desk::{self, AskedOf, Read};
use crate::dialogue::Dialogue;
use crate::kind::{How, LEADERS, NotTaken, Role};
use crate::question::{Command, Question};
use crate::store as sql;

#[derive(Template)]
#[template(path = "question.html")]
pub(super) struct QuestionPage<'a> {
    pub page: &'a Page,
    pub dialogue: &'a Dialogue,
    pub one: Asked,
    pub deeds: Vec<Deed>,
    /// Where the paper for its asker is, for who may hand it out.
    pub slip: Option<String>,
}

impl QuestionPage<'_> {
    fn facts(&self) -> Vec<Leader> {
        let page = self.page;
        vec![
            Leader::new(page.t("dt-role"), &self.one.role),
            Leader::new(page.t("dt-way"), &self.one.way),
            Leader::new(page.t("dt-matter"), &self.one.matter),
        ]
    }

    fn href(&self) -> String {
        one::path(self.dialogue)
    }
}

/// The address of a question for officers.
pub(super) fn path(question: &str) -> String {
    format!("{OFFICE}/cau/{}", desk::key(question))
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, dialogue: &Dialogue, no: usize) -> Page {
    let name = page.with("no", no).t("dt-question-no");
    let (list, of) = (page.t("dt-title").into_owned(), one::called(&page, dialogue));
    let page = page.office().here(OFFICE).title(&name).crumb(list, OFFICE);
    page.crumb(of, one::path(dialogue)).crumb_here(name)
}

/// What may be done now.
pub(super) fn deeds(page: &Page, officer: &Officer, question: &Question) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for step in QuestionStep::ALL {
        let Some(arrow) = question.arrow(*step) else { continue };
        let title = page.t(key("dt-question-do", step.word()));
        let unit = &question.asked.unit;
        if !arrow.act.parse::<Act>().is_ok_and(|act| officer.may(act, unit)) {
            deeds.push(Deed::new(title, page.t("dt-not-yours"), Open::NotYet));
            continue;
        }
        let open = Open::Link(format!("{}/{}", path(&question.id), step.word()));
        let deed = Deed::new(title, page.t(key("dt-question-does", step.word())), open);
        let deed = deed.button(page.t(key("dt-question-do", step.word())));
        deeds.push(if *step == QuestionStep::Decline { deed } else { deed.first() });
    }
    deeds
}

pub(super) async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    act: Act,
) -> Result<(Read<Question>, Dialogue), Failure> {
    officer.allow_somewhere(act)?;
    let nothing = || Failure(PageError::NotFound);
    let read = desk::question(&app.store, typed).await?.ok_or_else(nothing)?;
    officer.allow(act, &read.it.asked.unit)?;
    let of = desk::dialogue(&app.store, desk::key(&read.it.asked.dialogue)).await?;
    Ok((read, of.ok_or_else(nothing)?.it))
}

/// `GET /can-bo/doi-thoai/cau/{question}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let (Read { it, .. }, dialogue) = find(&app, &officer, &typed, Act::DIALOGUES_READ).await?;
    let one = super::own::whole(&app, &page, &it, true).await?;
    let page = titled(page, &dialogue, one.no);
    let deeds = deeds(&page, &officer, &it);
    let may = officer.may(Act::DIALOGUES_CAPTURE, &it.asked.unit);
    let slip = may.then(|| format!("{}/giay", path(&it.id)));
    Ok(page.show(&QuestionPage { page: &page, dialogue: &dialogue, one, deeds, slip }))
}

/// The form of a step; `others` are the questions that it can be answered together with.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    question: &Question,
    step: QuestionStep,
    others: &[(String, String)],
) -> FormPage<'a> {
    FormPage {
        page,
        form,
        title: page.t(key("dt-question-do", step.word())).into_owned(),
        lede: page.t(key("dt-question-does", step.word())).into_owned(),
        rules: Vec::new(),
        action: format!("{}/{}", path(&question.id), step.word()),
        hidden: vec![("seen", question.version.to_string())],
        fields: controls(page, form, step, others),
        button: page.t(key("dt-question-do", step.word())).into_owned(),
        back: (path(&question.id), page.t("dt-back-to-question").into_owned()),
        before: Html::default(),
        overtaken: false,
    }
}

fn controls(
    page: &Page,
    form: &FormState,
    step: QuestionStep,
    others: &[(String, String)],
) -> Html {
    let f = page.form(form);
    match step {
        QuestionStep::Take => {
            let with = f.select("with", page.t("dt-with")).hint(page.t("dt-with-hint"));
            fields(&[&with.option("", page.t("dt-with-none")).options(others)])
        }
        QuestionStep::Decline => {
            let why = f.select("why", page.t("dt-why")).option("", page.t("choose-one"));
            fields(&[&why.options(&choices(page, "dt-not-taken", NotTaken::WORDS))])
        }
        QuestionStep::Answer => {
            let who = f.select("answerer", page.t("dt-answerer"));
            let how = f.select("how", page.t("dt-how"));
            fields(&[
                &beside(&[
                    &who.options(&choices(page, "dt-role", LEADERS)),
                    &how.options(&choices(page, "dt-how", How::WORDS)),
                    &f.date("on", page.t("dt-answered-on")),
                ]),
                &f.words("words", page.t("dt-answer")).lines(6),
            ])
        }
    }
}

/// What a step is done to: the question in its asker's words, and what was answered so far, by a
/// colleague who was first among others.
pub(super) fn before(page: &Page, one: &Asked) -> Html {
    let answered = one.answers.iter().map(|(who, words)| {
        let (who, words) = (Html::escape(who), Html::escape(words));
        Html::trusted(format!("<p><b>{who}</b>: {words}</p>"))
    });
    Html::join(std::iter::once(page.own_words(&one.words)).chain(answered))
}

/// The other questions of the dialogue that lead a group or stand alone.
async fn others(
    app: &App,
    page: &Page,
    question: &Question,
) -> Result<Vec<(String, String)>, Failure> {
    let all = sql::questions(&app.store, &question.asked.dialogue).await?;
    let free = all.iter().zip(1_usize..).filter(|(one, _)| {
        one.stream != question.id
            && one.with.is_empty()
            && matches!(one.state.as_str(), "taken" | "answered")
    });
    let name = |no: usize, matter: &str| {
        page.with("no", no).with("matter", page.t(key("matter", matter))).t("dt-question-of")
    };
    Ok(free.map(|(one, no)| (desk::key(&one.stream).to_owned(), name(no, &one.matter))).collect())
}

/// The act of a step.
pub(crate) fn act_of(step: QuestionStep) -> Result<Act, Failure> {
    let arrow = QUESTIONS.iter().find(|arrow| arrow.step == step);
    arrow.ok_or(Failure(PageError::NotFound))?.act.parse().map_err(Failure::bug)
}

/// `GET /can-bo/doi-thoai/cau/{question}/{step}`
pub(super) async fn ask(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    page: Page,
) -> Answer {
    let step = QuestionStep::read(&word).ok_or(Failure(PageError::NotFound))?;
    let (Read { it, .. }, dialogue) = find(&app, &officer, &typed, act_of(step)?).await?;
    if it.arrow(step).is_none() {
        return Err(Refusal::conflict("question-not-now").into());
    }
    let today = app.store.clock().today().strftime("%d/%m/%Y").to_string();
    let state = FormState::new().with("on", today).with("how", How::Written.word());
    let others = others(&app, &page, &it).await?;
    let one = super::own::whole(&app, &page, &it, true).await?;
    let page = titled(page, &dialogue, one.no).titled(key("dt-question-do", step.word()));
    let before = before(&page, &one);
    Ok(page.show(&FormPage { before, ..form(&page, &state, &it, step, &others) }))
}

/// `POST /can-bo/doi-thoai/cau/{question}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let step = QuestionStep::read(&word).ok_or(Failure(PageError::NotFound))?;
    let (read, dialogue) = find(&app, &officer, &typed, act_of(step)?).await?;
    let Posted { page, form: mut state } = posted;
    let version = read.it.version;
    let seen = state.seen(version);
    let mut overtaken = seen != version;
    let today = app.store.clock().today();
    if !overtaken && let Some(asked) = command(&mut state, step, dialogue.on, today) {
        match desk::step_question(&app.store, &officer.actor(), read, seen, asked).await {
            Ok(()) => return Ok(Redirect::to(&path(&format!("question/{typed}"))).into_response()),
            Err(failure) if failure.is_of_another() => {
                overtaken = true;
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let (Read { it, .. }, _) = find(&app, &officer, &typed, act_of(step)?).await?;
    let others = others(&app, &page, &it).await?;
    let one = super::own::whole(&app, &page, &it, true).await?;
    let page = titled(page, &dialogue, one.no).titled(key("dt-question-do", step.word()));
    let before = before(&page, &one);
    let page = page.redisplay(&state);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&FormPage { overtaken, before, ..form(&page, &state, &it, step, &others) }))
}

/// What the form of a step asks for; `None` when something is wrong.
pub(crate) fn command(
    form: &mut FormState,
    step: QuestionStep,
    from: Date,
    today: Date,
) -> Option<AskedOf> {
    match step {
        QuestionStep::Take => {
            let with = form.fields().get("with").map(str::to_owned);
            Some(AskedOf::Plain(Command::Take(with)))
        }
        QuestionStep::Decline => {
            let why = form.choice("why", NotTaken::WORDS).and_then(NotTaken::read);
            Some(AskedOf::Plain(Command::Decline(why?)))
        }
        QuestionStep::Answer => {
            let role = form.choice("answerer", LEADERS).and_then(Role::read);
            let how = form.choice("how", How::WORDS).and_then(How::read);
            let on = form.date("on", from, today);
            let words = form.required("words", desk::MOST_WORDS);
            Some(AskedOf::Answer(role?, how?, on?, words?))
        }
    }
}
