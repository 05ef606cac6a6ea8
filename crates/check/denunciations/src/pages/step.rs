//! `/can-bo/to-cao/{entry}/{step}`: one page a step: its day and closed choices; done, or shown
//! again.

use std::sync::Arc;

use accounts::{Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use kernel::Refusal;
use store::Laws;
use web::{FormState, Page, PageError, Posted};

use super::entry::{act_of, find, ground, path};
use super::register::dress;
use super::{EARLIEST, LIST, choices, key, refuse, shapes};
use crate::arrows::{Clock, Step};
use crate::denunciation::{Command, Denunciation};
use crate::desk::{self, Read};
use crate::kind::{Finding, GoesOn, MOST_SLOT, Regime, Shelf, Weight};
use crate::meaning::code;

#[derive(Template)]
#[template(path = "step.html")]
pub(super) struct StepPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub entry: &'a Denunciation,
    pub step: Step,
    pub ground: String,
    /// Whether somebody else did something since the form was opened.
    pub overtaken: bool,
}

impl<'a> StepPage<'a> {
    /// The page of one step.
    pub fn new(
        page: &'a Page,
        form: &'a FormState,
        entry: &'a Denunciation,
        step: Step,
        laws: &Laws,
    ) -> Self {
        let ground = entry.arrow(step).map(|arrow| ground(page, entry, arrow, laws));
        let ground = ground.unwrap_or_default();
        Self { page, form, entry, step, ground, overtaken: false }
    }

    fn code(&self) -> String {
        code(self.entry.received.no, self.entry.received.year)
    }

    fn path(&self) -> String {
        path(self.entry)
    }

    fn possible(&self) -> bool {
        self.entry.arrow(self.step).is_some()
    }

    fn asks_weight(&self) -> bool {
        self.step == Step::Accept && self.entry.law == Regime::Ltc11
    }

    fn list(&self, of: &str, words: &[&str]) -> Vec<(String, String)> {
        choices(self.page, of, words)
    }
}

/// The weights that a step may be given.
const WEIGHTS: &[&str] = &[Weight::Complex.word(), Weight::Special.word()];
const OLD_WEIGHTS: &[&str] = &[Weight::Plain.word(), Weight::Complex.word()];

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, entry: &Denunciation, step: Step) -> Page {
    let title = page.t(key("tc-do", step.word())).into_owned();
    let name = code(entry.received.no, entry.received.year);
    let list = page.t("tc-title").into_owned();
    let whole = format!("{title}: {name}");
    dress(page).title(whole).crumb(list, LIST).crumb(name, path(entry)).crumb_here(title)
}

/// What the form begins with.
pub(super) fn beforehand(entry: &Denunciation, step: Step, laws: &Laws, today: Date) -> FormState {
    let form = FormState::new().with("seen", entry.version).with("on", today.strftime("%d/%m/%Y"));
    match step {
        Step::Move => form.with("shelf", entry.shelf.word()).with("slot", entry.slot),
        Step::Accept => form.with("weight", Weight::Plain.word()),
        Step::Extend => {
            let debt = entry.owed(Clock::Resolve);
            let id = if entry.law == Regime::Ltc { "TC.ext1" } else { "TC11.ext" };
            let rule = debt.and_then(|debt| laws.now().rulebook.find(id, debt.started_on).ok());
            match rule.and_then(|(rule, _)| rule.value) {
                Some(days) => form.with("days", days),
                None => form,
            }
        }
        _ => form,
    }
}

async fn find_step(
    app: &App,
    officer: &Officer,
    typed: &str,
    word: &str,
) -> Result<(Read, Step), Failure> {
    let step = Step::read(word).ok_or(Failure(PageError::NotFound))?;
    let act = act_of(step)?;
    officer.allow_somewhere(act)?;
    let read = find(app, officer, typed).await?;
    officer.allow(act, &read.entry.received.unit)?;
    Ok((read, step))
}

/// `GET /can-bo/to-cao/{entry}/{step}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (read, step) = find_step(&app, &officer, &typed, &word).await?;
    if read.entry.arrow(step).is_none() {
        return Err(Refusal::conflict("denunciation-not-now")
            .with("step", step.word())
            .with("state", read.entry.state.word())
            .into());
    }
    let laws = app.store.laws();
    let form = beforehand(&read.entry, step, &laws, app.store.clock().today());
    let page = titled(page, &read.entry, step);
    Ok(page.show(&StepPage::new(&page, &form, &read.entry, step, &laws)))
}

/// `POST /can-bo/to-cao/{entry}/{step}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, word)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (read, step) = find_step(&app, &officer, &typed, &word).await?;
    let Posted { page, form } = posted;
    let mut form = shapes(&form);
    let laws = app.store.laws();
    let today = app.store.clock().today();
    let seen = form.seen(0);
    if !form.is_wrong() && seen != read.entry.version {
        return Ok(overtaken(page, &form, &read, step, &laws));
    }
    if let Some((command, on)) = command(&mut form, step, &read.entry, today) {
        match desk::act(&app.store, &officer.actor(), read.clone(), seen, command, on).await {
            Ok(()) => {
                let path = format!("{}?xong={}", path(&read.entry), step.word());
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) if failure.is_of_another() => {
                let (read, step) = find_step(&app, &officer, &typed, &word).await?;
                return Ok(overtaken(page, &form, &read, step, &laws));
            }
            Err(failure) => refuse(&mut form, failure)?,
        }
    }
    let page = titled(page, &read.entry, step).redisplay(&form);
    Ok(page.show(&StepPage::new(&page, &form, &read.entry, step, &laws)))
}

/// Somebody was first: the form is shown again and now knows the entry as it is.
fn overtaken(
    page: Page,
    form: &FormState,
    read: &Read,
    step: Step,
    laws: &Laws,
) -> axum::response::Response {
    let page = titled(page, &read.entry, step).status(StatusCode::CONFLICT);
    let shown = StepPage::new(&page, form, &read.entry, step, laws);
    page.show(&StepPage { overtaken: true, ..shown })
}

/// The command that a form gives, and its day.
pub(crate) fn command(
    form: &mut FormState,
    step: Step,
    entry: &Denunciation,
    today: Date,
) -> Option<(Command, Date)> {
    if form.is_wrong() {
        return None;
    }
    let on = form.date("on", EARLIEST, today);
    let command = match step {
        Step::Accept if entry.law == Regime::Ltc11 => {
            form.choice("weight", OLD_WEIGHTS).and_then(Weight::read).map(Command::Accept)
        }
        Step::Accept => Some(Command::Accept(Weight::Plain)),
        Step::Extend => {
            let weight = form.choice("weight", WEIGHTS).and_then(Weight::read);
            let days = form.number("days", 1..=366).and_then(|days| u32::try_from(days).ok());
            weight.zip(days).map(|(weight, days)| Command::Extend(weight, days))
        }
        Step::GoOn => form.choice("why", GoesOn::WORDS).and_then(GoesOn::read).map(Command::GoOn),
        Step::Conclude => {
            form.choice("finding", Finding::WORDS).and_then(Finding::read).map(Command::Conclude)
        }
        Step::Move => {
            let shelf = form.choice("shelf", Shelf::WORDS).and_then(Shelf::read);
            let slot = form.number("slot", 1..=MOST_SLOT);
            shelf.zip(slot).map(|(shelf, slot)| Command::Move(shelf, slot))
        }
        step => Some(Command::Plain(step)),
    };
    command.zip(on)
}
