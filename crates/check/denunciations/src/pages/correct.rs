//! `/can-bo/to-cao/{entry}/sua/{n}`, and the same for anonymous information: a day or number that
//! was mistyped is put right; the form has no other field, and what was written before stays in the
//! trail.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use web::{FormState, Page, PageError, Posted};

use super::entry::{act_of, find, path, told};
use super::register::dress;
use super::{EARLIEST, LIST, choices, key, refuse, shapes};
use crate::correction::{self, Mend};
use crate::denunciation::{Denunciation, step_of};
use crate::desk::{self, Read};
use crate::facts::Event;
use crate::kind::{Handling, MOST_SLOT};
use crate::meaning::code;

#[derive(Template)]
#[template(path = "correct.html")]
pub(super) struct CorrectPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    /// What is put right.
    pub name: String,
    /// Where it is shown.
    pub path: String,
    /// How many facts it has.
    pub version: i64,
    /// The fact as it is now.
    pub event: &'a Event,
    /// Whether somebody else did something since the form was opened.
    pub overtaken: bool,
}

impl<'a> CorrectPage<'a> {
    /// The page of a fact of the register of denunciations.
    pub fn new(
        page: &'a Page,
        form: &'a FormState,
        entry: &Denunciation,
        event: &'a Event,
    ) -> Self {
        let name = code(entry.received.no, entry.received.year);
        let (path, version) = (path(entry), entry.version);
        Self { page, form, name, path, version, event, overtaken: false }
    }

    fn handlings(&self) -> Vec<(String, String)> {
        choices(self.page, "tc-handling", Handling::WORDS)
    }

    /// What the fact says now, in one line.
    fn was(&self) -> String {
        let page = self.page;
        let step = page.t(key("tc-was", word(self.event))).into_owned();
        let said = page.with("step", step).with("day", page.date(self.event.on()));
        let said = said.t("tc-correct-was");
        match told(page, self.event) {
            Some(more) => format!("{said} {more}."),
            None => said,
        }
    }

    fn asks(&self) -> &'static str {
        asks(self.event)
    }
}

/// The last part of a fact's kind, by which its words are named.
pub(super) fn word(event: &Event) -> &'static str {
    match event {
        Event::AnonymousReceived { .. } => "anonymous",
        Event::AnonymousHandled { .. } => "anonymous-handled",
        _ => event.kind().rsplit('.').next().unwrap_or_default(),
    }
}

/// The field that a fact has besides its day: `slot`, `days`, `handling` or none.
pub(crate) fn asks(event: &Event) -> &'static str {
    match event {
        Event::AnonymousHandled { .. } => "handling",
        Event::Received(_) | Event::Moved { .. } => "slot",
        Event::Extended { .. } => "days",
        _ => "",
    }
}

/// Who may put a fact right: who may correct at all, and might have written it down.
pub(super) fn may(officer: &Officer, event: &Event, unit: &str) -> bool {
    let own = step_of(event).map_or(Ok(Act::DENUNCIATIONS_ENTER), act_of);
    officer.may(Act::DENUNCIATIONS_CORRECT, unit) && own.is_ok_and(|own| officer.may(own, unit))
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, entry: &Denunciation) -> Page {
    let title = page.t("tc-correct").into_owned();
    let name = code(entry.received.no, entry.received.year);
    let list = page.t("tc-title").into_owned();
    let whole = format!("{title}: {name}");
    dress(page).title(whole).crumb(list, LIST).crumb(name, path(entry)).crumb_here(title)
}

/// What the form begins with: the fact as it is now.
pub(super) fn beforehand(version: i64, event: &Event) -> FormState {
    let form = FormState::new().with("seen", version);
    let form = form.with("on", event.on().strftime("%d/%m/%Y"));
    match (event, event.number()) {
        (Event::AnonymousHandled { handling, .. }, _) => form.with("handling", handling.word()),
        (_, Some(number)) => form.with(asks(event), number),
        _ => form,
    }
}

/// An entry and one of its facts that this officer may put right.
async fn find_fact(
    app: &App,
    officer: &Officer,
    typed: &str,
    n: &str,
) -> Result<(Read, i64, Event), Failure> {
    officer.allow_somewhere(Act::DENUNCIATIONS_CORRECT)?;
    let read = find(app, officer, typed).await?;
    let unit = read.entry.received.unit.clone();
    officer.allow(Act::DENUNCIATIONS_CORRECT, &unit)?;
    let n: i64 = n.parse().map_err(|_| Failure(PageError::NotFound))?;
    let told = correction::told(&read.stream)?;
    let fact = told.into_iter().find(|one| one.record.version == n);
    let event = fact.ok_or(Failure(PageError::NotFound))?.event;
    let own = step_of(&event).map_or(Ok(Act::DENUNCIATIONS_ENTER), act_of)?;
    officer.allow(own, &unit)?;
    Ok((read, n, event))
}

/// `GET /can-bo/to-cao/{entry}/sua/{n}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, n)): Path<(String, String)>,
    page: Page,
) -> Answer {
    let (read, _, event) = find_fact(&app, &officer, &typed, &n).await?;
    app.log_read(&officer, &read.entry.id, "denunciation").await?;
    let form = beforehand(read.entry.version, &event);
    let page = titled(page, &read.entry);
    Ok(page.show(&CorrectPage::new(&page, &form, &read.entry, &event)))
}

/// `POST /can-bo/to-cao/{entry}/sua/{n}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, n)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (read, of, event) = find_fact(&app, &officer, &typed, &n).await?;
    let Posted { page, form } = posted;
    let mut form = shapes(&form);
    let seen = form.seen(0);
    let mut overtaken = !form.is_wrong() && seen != read.entry.version;
    let mend = match overtaken {
        true => None,
        false => mend(&mut form, of, &event, app.store.clock().today()),
    };
    if let Some(mend) = mend {
        match desk::correct(&app.store, &officer.actor(), read.clone(), seen, mend).await {
            Ok(()) => {
                let path = format!("{}?xong=correct", path(&read.entry));
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) if failure.is_of_another() => {
                overtaken = true;
            }
            Err(failure) => refuse(&mut form, failure)?,
        }
    }
    // Read again: what somebody else did in between is what the form must now know.
    let (read, _, event) = find_fact(&app, &officer, &typed, &n).await?;
    let page = titled(page, &read.entry);
    let page = match overtaken {
        true => page.status(StatusCode::CONFLICT),
        false => page.redisplay(&form),
    };
    let shown = CorrectPage::new(&page, &form, &read.entry, &event);
    Ok(page.show(&CorrectPage { overtaken, ..shown }))
}

/// The right values that a form gives.
pub(crate) fn mend(form: &mut FormState, of: i64, event: &Event, today: Date) -> Option<Mend> {
    if form.is_wrong() {
        return None;
    }
    let day = form.date("on", EARLIEST, today);
    let number = match asks(event) {
        "slot" => form.number("slot", 1..=MOST_SLOT).map(Some),
        "days" => form.number("days", 1..=366).map(Some),
        _ => Some(None),
    };
    let handling = match asks(event) {
        "handling" => form.choice("handling", Handling::WORDS).and_then(Handling::read).map(Some),
        _ => Some(None),
    };
    Some(Mend { of, day: day?, number: number?, handling: handling? })
}
