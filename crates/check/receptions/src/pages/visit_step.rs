//! `/can-bo/tiep-dan/luot/{visit}/{step}`: one page a step of a visit: not received on a ground,
//! gone, given up, joined to a petition, told one of the four things.

use std::sync::Arc;

use accounts::{Act, Answer as Answered, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::Law;
use web::{FormState, Page, PageError, Posted, Say};

use super::office::dress;
use super::visit::{called, find, path};
use super::{EARLIEST, OFFICE, key};
use crate::arrows::{OWN, VISITS, VisitStep};
use crate::desk::{self, Asked, MOST_WORDS, ReadVisit};
use crate::kind::Answer;
use crate::visit::{Command, Visit};

/// The grounds on which somebody is not received.
const GROUNDS: &str = "TD9.";
/// How many years ahead a form takes the day of an answer: a guard against a slip of the hand, and
/// no term of the law.
const AHEAD: i64 = 1;

#[derive(Template)]
#[template(path = "visit-step.html")]
pub(super) struct StepPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub visit: &'a Visit,
    pub name: String,
    pub step: VisitStep,
    /// Each ground: id, words with article, what the visitor can do instead.
    pub grounds: Vec<(String, String, String)>,
    /// Whether somebody else did something since the form was opened.
    pub overtaken: bool,
}

impl StepPage<'_> {
    fn refusals(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("ground", page.t("td-ground"));
        self.grounds
            .iter()
            .fold(choice, |choice, (id, words, next)| choice.option_hint(id, words, next))
    }

    fn answers(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("how", page.t("td-told"));
        Answer::ALL.iter().fold(choice, |choice, how| {
            let hint = page.t(key("td-answer-hint", how.word()));
            choice.option_hint(how.word(), page.t(key("td-answer", how.word())), hint)
        })
    }

    fn href(&self) -> String {
        path(self.visit)
    }

    fn possible(&self) -> bool {
        self.visit.arrow(self.step).is_some()
    }
}

/// The grounds that are law on a day, in the page's language.
pub(super) fn grounds(page: &Page, law: &Law, on: Date) -> Vec<(String, String, String)> {
    let lang = duties::explain::lang(page);
    let book = &law.rulebook;
    let words = |ground: &rulebook::Ground| {
        let article = book.cite(&ground.article, lang);
        let said = lang.pick(&ground.vi, &ground.en);
        let said = format!("{} ({article}).", said.trim_end_matches('.'));
        let next = lang.pick(&ground.next_vi, &ground.next_en);
        let hint = match ground.is_settled() {
            true => next.to_owned(),
            false => format!("{next} {}", page.t("law-unsettled")),
        };
        (ground.id.clone(), said, hint)
    };
    book.grounds(GROUNDS, on).map(words).collect()
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, visit: &Visit, name: &str, step: VisitStep) -> Page {
    let title = page.t(key("td-visit-do", step.word())).into_owned();
    let list = page.t("td-title").into_owned();
    let whole = format!("{title}: {name}");
    dress(page).title(whole).crumb(list, OFFICE).crumb(name, path(visit)).crumb_here(title)
}

/// What the form begins with.
pub(super) fn beforehand(visit: &Visit, today: Date) -> FormState {
    FormState::new().with("seen", visit.version).with("on", today.strftime("%d/%m/%Y"))
}

/// The act of a step that has a page of its own.
pub(crate) fn act_of(step: VisitStep) -> Result<Act, Failure> {
    let arrow = VISITS.iter().find(|arrow| arrow.step == step && arrow.act != OWN);
    let arrow = arrow.filter(|arrow| arrow.step != VisitStep::Receive);
    arrow.ok_or(Failure(PageError::NotFound))?.act.parse().map_err(Failure::bug)
}

async fn find_step(
    app: &App,
    officer: &Officer,
    (typed, word): &(String, String),
) -> Result<(ReadVisit, VisitStep), Failure> {
    let step = VisitStep::read(word).ok_or(Failure(PageError::NotFound))?;
    Ok((find(app, officer, typed, act_of(step)?).await?, step))
}

fn answer(
    app: &App,
    page: Page,
    form: &FormState,
    visit: &Visit,
    step: VisitStep,
    overtaken: bool,
) -> Response {
    let name = called(&page, &app.store.keys(), visit);
    let page = titled(page, visit, &name, step).redisplay(form);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    let grounds = grounds(&page, app.store.laws().now(), app.store.clock().today());
    page.show(&StepPage { page: &page, form, visit, name, step, grounds, overtaken })
}

/// `GET /can-bo/tiep-dan/luot/{visit}/{step}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answered {
    let (ReadVisit { visit, .. }, step) = find_step(&app, &officer, &named).await?;
    if visit.arrow(step).is_none() {
        return Err(Refusal::conflict("visit-not-now").with("state", visit.state.word()).into());
    }
    let form = beforehand(&visit, app.store.clock().today());
    Ok(answer(&app, page, &form, &visit, step, false))
}

/// `POST /can-bo/tiep-dan/luot/{visit}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answered {
    let (read, step) = find_step(&app, &officer, &named).await?;
    let Posted { page, mut form } = posted;
    let version = read.visit.version;
    let seen = form.seen(version);
    if seen != version {
        return Ok(answer(&app, page, &form, &read.visit, step, true));
    }
    if let Some(asked) = asked(&mut form, step, app.store.clock().today()) {
        match desk::step(&app.store, &officer.actor(), read.clone(), seen, asked).await {
            Ok(()) => {
                let path = format!("{}?xong={}", path(&read.visit), step.word());
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) if failure.is_of_another() => {
                let (read, step) = find_step(&app, &officer, &named).await?;
                return Ok(answer(&app, page, &form, &read.visit, step, true));
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    Ok(answer(&app, page, &form, &read.visit, step, false))
}

/// What a form asks for.
pub(crate) fn asked(form: &mut FormState, step: VisitStep, today: Date) -> Option<Asked> {
    match step {
        VisitStep::Refuse => {
            let ground = form.required_or("ground", 20, "field-choose")?;
            Some(Asked::Plain(Command::Refuse(ground)))
        }
        VisitStep::Link => form.required("case", 40).map(Asked::Link),
        VisitStep::Answer => {
            let how = form.choice("how", Answer::WORDS).and_then(Answer::read);
            let on = form.date("on", EARLIEST, today);
            let words = form.text("words", MOST_WORDS).unwrap_or_default();
            let until = form.maybe_date("until", EARLIEST, today.saturating_add(AHEAD.years()));
            if how == Some(Answer::MoreTime) && until.is_none() && !form.is_wrong() {
                form.wrong("until", Say::new("td-reply-by-missing"));
            }
            match form.is_wrong() {
                true => None,
                false => Some(Asked::Answer(how?, on?, words, until)),
            }
        }
        step => Some(Asked::Plain(Command::Plain(step))),
    }
}
