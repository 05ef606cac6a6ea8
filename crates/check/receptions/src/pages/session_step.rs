//! `/can-bo/tiep-dan/phien/{session}/{step}`: one page a step of a reception: begin it and say who
//! receives, end it, move it, call it off.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duties::explain::rule_words;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use store::Laws;
use web::{FormState, Page, PageError, Posted};

use super::office::dress;
use super::session::{called, find, path};
use super::{OFFICE, choices, clock, key};
use crate::arrows::{SESSIONS, Step};
use crate::desk::{self, MOST_DAYS, ReadSession};
use crate::facts::Presence;
use crate::kind::{Host, StandIn, Why};
use crate::session::{Command, Session};

/// Whether the one whose reception it is received.
const PRESENT: &[&str] = &["in_person", "replaced"];

#[derive(Template)]
#[template(path = "session-step.html")]
pub(super) struct StepPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub session: &'a Session,
    pub step: Step,
    /// The rule that a head receives in person, when it is law on that day.
    pub rule: Option<String>,
    /// Whether somebody else did something since the form was opened.
    pub overtaken: bool,
}

impl StepPage<'_> {
    fn list(&self, of: &str, words: &[&str]) -> Vec<(String, String)> {
        choices(self.page, of, words)
    }

    fn asks_presence(&self) -> bool {
        matches!(self.step, Step::Open | Step::Correct)
    }

    fn present(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("present", page.t("td-present"));
        let choice = choice.option(PRESENT[0], page.t("td-present-in-person"));
        if self.session.planned.host == Host::Office {
            return choice;
        }
        let by = f.select("by", page.t("td-by")).option("", page.t("choose-one"));
        let by = by.options(&self.list("td-by", StandIn::WORDS));
        let why = f.select("why", page.t("td-why")).option("", page.t("choose-one"));
        let why = why.options(&self.list("td-why", Why::WORDS));
        let more = web::Html::trusted(format!("{by}{why}"));
        choice.option_more(PRESENT[1], page.t("td-present-replaced"), more)
    }

    fn href(&self) -> String {
        path(self.session)
    }

    fn possible(&self) -> bool {
        self.session.arrow(self.step).is_some()
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, session: &Session, step: Step) -> Page {
    let (title, list) =
        (page.t(key("td-do", step.word())).into_owned(), page.t("td-title").into_owned());
    let name = called(&page, session);
    let whole = format!("{title}: {name}");
    dress(page).title(whole).crumb(list, OFFICE).crumb(name, path(session)).crumb_here(title)
}

/// What the form begins with.
pub(super) fn beforehand(session: &Session, step: Step) -> FormState {
    let form = FormState::new().with("seen", session.version);
    match step {
        Step::Open => form.with("present", PRESENT[0]),
        Step::Move => form
            .with("on", session.on.strftime("%d/%m/%Y"))
            .with("from", clock(session.from.into()))
            .with("until", clock(session.until.into())),
        Step::Correct | Step::Close | Step::Cancel => form,
    }
}

impl<'a> StepPage<'a> {
    /// The page of one step.
    pub fn new(
        page: &'a Page,
        form: &'a FormState,
        session: &'a Session,
        step: Step,
        laws: &Laws,
    ) -> Self {
        let head = session.planned.host != Host::Office;
        let rule = rule_words(page, laws.now(), "TD.person", session.on).filter(|_| head);
        Self { page, form, session, step, rule, overtaken: false }
    }
}

/// The act of a step.
fn act_of(step: Step) -> Result<Act, Failure> {
    let arrow = SESSIONS.iter().find(|arrow| arrow.step == step);
    arrow.ok_or(Failure(PageError::NotFound))?.act.parse().map_err(Failure::bug)
}

async fn find_step(
    app: &App,
    officer: &Officer,
    (typed, word): &(String, String),
) -> Result<(ReadSession, Step), Failure> {
    let step = Step::read(word).ok_or(Failure(PageError::NotFound))?;
    Ok((find(app, officer, typed, act_of(step)?).await?, step))
}

/// `GET /can-bo/tiep-dan/phien/{session}/{step}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (ReadSession { session, .. }, step) = find_step(&app, &officer, &named).await?;
    if session.arrow(step).is_none() {
        let refusal = Refusal::conflict("reception-not-now");
        return Err(refusal.with("state", session.state.word()).into());
    }
    let form = beforehand(&session, step);
    let page = titled(page, &session, step);
    Ok(page.show(&StepPage::new(&page, &form, &session, step, &app.store.laws())))
}

/// `POST /can-bo/tiep-dan/phien/{session}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(named): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (read, step) = find_step(&app, &officer, &named).await?;
    let Posted { page, mut form } = posted;
    let laws = app.store.laws();
    let version = read.session.version;
    let seen = form.seen(version);
    if seen != version {
        return Ok(overtaken(page, &form, &read.session, step, &laws));
    }
    if let Some(command) = command(&mut form, step, app.store.clock().today()) {
        match desk::act(&app.store, &officer.actor(), read.clone(), seen, command).await {
            Ok(()) => {
                let path = format!("{}?xong={}", path(&read.session), step.word());
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) if failure.is_of_another() => {
                let (read, step) = find_step(&app, &officer, &named).await?;
                return Ok(overtaken(page, &form, &read.session, step, &laws));
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    let page = titled(page, &read.session, step).redisplay(&form);
    Ok(page.show(&StepPage::new(&page, &form, &read.session, step, &laws)))
}

/// Somebody was first: the form is shown again and now knows the reception as it is.
fn overtaken(page: Page, form: &FormState, session: &Session, step: Step, laws: &Laws) -> Response {
    let page = titled(page, session, step).status(StatusCode::CONFLICT);
    let shown = StepPage::new(&page, form, session, step, laws);
    page.show(&StepPage { overtaken: true, ..shown })
}

/// The command that a form gives.
fn command(form: &mut FormState, step: Step, today: Date) -> Option<Command> {
    match step {
        Step::Open => presence(form).map(Command::Open),
        Step::Correct => presence(form).map(Command::Correct),
        Step::Close => Some(Command::Close),
        Step::Cancel => form.choice("why", Why::WORDS).and_then(Why::read).map(Command::Cancel),
        Step::Move => {
            let latest = today.saturating_add((MOST_DAYS as i64).days());
            let on = form.date("on", today, latest);
            let (from, until) = (form.clock("from"), form.clock("until"));
            let why = form.choice("why", Why::WORDS).and_then(Why::read);
            Some(Command::Move(on?, from?, until?, why?))
        }
    }
}

fn presence(form: &mut FormState) -> Option<Presence> {
    match form.choice("present", PRESENT)? {
        "in_person" => Some(Presence::InPerson),
        _ => {
            let by = form.choice("by", StandIn::WORDS).and_then(StandIn::read);
            let why = form.choice("why", Why::WORDS).and_then(Why::read);
            Some(Presence::Replaced { by: by?, why: why? })
        }
    }
}
