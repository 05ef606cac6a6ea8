//! `/hen-tiep-dan/{session}`: a resident asks to be received; and the same form for the officer who
//! answers the telephone. It never asks whom a denunciation is against: there is no such choice.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Pass, Peer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use kernel::{Actor, Refusal};
use store::keyring::hex;
use web::form::hours;
use web::{FormState, Page, PageError, Posted, Say};

use super::month::who;
use super::session::{find, path};
use super::{OFFICE, PUBLIC, key};
use crate::desk::{self, Person, ReadSession, Request};
use crate::kind::{Kind, Way};
use crate::session::Session;

/// What an appointment can be for.
pub(crate) const KINDS: &[&str] = &[Kind::Feedback.word(), Kind::Complaint.word()];
/// The most that a resident may write beforehand, in characters.
pub(crate) const MOST: usize = 2_000;

#[derive(Template)]
#[template(path = "book.html")]
pub(super) struct BookPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub session: &'a Session,
    pub key: &'a str,
    /// Whether an officer writes it down at the telephone.
    pub phone: bool,
}

impl BookPage<'_> {
    fn action(&self) -> String {
        match self.phone {
            true => format!("{}/hen", path(self.session)),
            false => format!("/hen-tiep-dan/{}", desk::key(&self.session.id)),
        }
    }

    fn back(&self) -> String {
        match self.phone {
            true => path(self.session),
            false => format!("{PUBLIC}?unit={}", self.session.planned.unit),
        }
    }

    fn when(&self) -> String {
        when(self.page, self.session)
    }

    fn kinds(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("kind", page.t("td-book-kind"));
        KINDS.iter().fold(choice, |choice, word| {
            choice.option_hint(
                word,
                page.t(key("td-kind", word)),
                page.t(key("td-kind-hint", word)),
            )
        })
    }
}

/// Who receives, when, in one sentence.
pub(super) fn when(page: &Page, session: &Session) -> String {
    let hours = hours(session.from.into(), session.until.into());
    page.with("who", who(page, session.planned.sort.word(), session.planned.host.word()))
        .with("date", page.date_long(session.on))
        .with("hours", hours)
        .t("td-book-when")
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, session: &Session, phone: bool, form: &FormState) -> Page {
    let list = page.t("td-title").into_owned();
    let title = if phone { "td-phone" } else { "td-book" };
    let here = page.t(title).into_owned();
    let page = page.titled(title).redisplay(form);
    match phone {
        true => {
            let name = super::session::called(&page, session);
            let page = page.office().here(OFFICE).crumb(list, OFFICE);
            page.crumb(name, path(session)).crumb_here(here)
        }
        false => page.here(PUBLIC).crumb(list, PUBLIC).crumb_here(here),
    }
}

fn answer(page: Page, form: &FormState, session: &Session, key: &str, phone: bool) -> Answer {
    let page = titled(page, session, phone, form);
    Ok(page.show(&BookPage { page: &page, form, session, key, phone }))
}

/// What a new form begins with.
pub(super) fn beforehand() -> FormState {
    FormState::new().with("persons", "1")
}

async fn open(app: &App, typed: &str) -> Result<Session, Failure> {
    let found = desk::read_session(&app.store, typed).await?;
    let ReadSession { session, .. } = found.ok_or(Failure(PageError::NotFound))?;
    Ok(session)
}

fn still(app: &App, session: &Session) -> Result<(), Failure> {
    match session.takes_bookings(app.store.clock().today()) {
        true => Ok(()),
        false => Err(Refusal::conflict("reception-no-booking").into()),
    }
}

/// `GET /hen-tiep-dan/{session}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let session = open(&app, &typed).await?;
    still(&app, &session)?;
    answer(page, &beforehand(), &session, &app.store.new_key(), false)
}

/// `POST /hen-tiep-dan/{session}`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    Peer(from): Peer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let session = open(&app, &typed).await?;
    still(&app, &session)?;
    let Posted { page, mut form } = posted;
    let form_key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(request) = read(&mut form, Way::Page) {
        let id = desk::keyed_id(&app.store, &session, "resident", &form_key);
        // A form that comes again is answered before the guard is asked: it records nothing.
        let known = desk::read_visit(&app.store, &id.to_string()).await?.is_some();
        let ticket = form.fields().get("ticket");
        let pass = match known {
            true => Pass::Allowed,
            false => app.guard.ask(&app.limits.file, from, ticket, app.now()),
        };
        match pass {
            Pass::Allowed => {
                match desk::ask(&app.store, &Actor::Resident, &session, &request, id).await {
                    Ok(done) => {
                        let own = super::own::pass(&app.store.keys(), &done.visit.id);
                        let path = format!("/hen-cua-toi/{own}");
                        return Ok(Redirect::to(&path).into_response());
                    }
                    Err(failure) => failure.on_form(&mut form)?,
                }
            }
            Pass::WaitUntil { at, ticket } => {
                form.wrong("", Say::new("td-book-wait").with("time", page.time(at)));
                form.set("ticket", ticket.unwrap_or_default());
            }
        }
    }
    answer(page, &form, &session, &form_key, false)
}

/// `GET /can-bo/tiep-dan/phien/{session}/hen`
pub(super) async fn phone(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let ReadSession { session, .. } = find(&app, &officer, &typed, Act::RECEPTIONS_RECEIVE).await?;
    still(&app, &session)?;
    answer(page, &beforehand(), &session, &app.store.new_key(), true)
}

/// `POST /can-bo/tiep-dan/phien/{session}/hen`
pub(super) async fn phone_send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let ReadSession { session, .. } = find(&app, &officer, &typed, Act::RECEPTIONS_RECEIVE).await?;
    still(&app, &session)?;
    let Posted { page, mut form } = posted;
    let form_key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(request) = read(&mut form, Way::Phone) {
        let sender = officer.account.to_string();
        let id = desk::keyed_id(&app.store, &session, &sender, &form_key);
        match desk::ask(&app.store, &officer.actor(), &session, &request, id).await {
            Ok(done) => {
                let path = format!("{OFFICE}/luot/{}", desk::key(&done.visit.id));
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    answer(page, &form, &session, &form_key, true)
}

/// What the form asks for; `None` when something is wrong.
pub(crate) fn read(form: &mut FormState, way: Way) -> Option<Request> {
    let name = form.required("name", 200);
    let phone = form.phone("phone");
    let email = form.maybe_email("email").unwrap_or_default();
    let persons = form.number("persons", 1..=10_000).and_then(|n| u32::try_from(n).ok());
    let kind = form.choice("kind", KINDS).and_then(Kind::read);
    let words = form.text("words", MOST).unwrap_or_default();
    if form.is_wrong() {
        return None;
    }
    let person = Person { name: name?, phone: phone?, address: String::new(), email };
    Some(Request { way, kind, persons: persons?, person, words })
}

/// The tag that opens an appointment to whoever made it.
pub(super) fn tag(keys: &store::Keyring, visit: &str) -> String {
    hex(&keys.tag("own visit", &[visit.as_bytes()])[..10])
}
