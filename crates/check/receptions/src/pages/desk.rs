//! `/can-bo/tiep-dan/phien/{session}/ban`: a person stands at the counter. One screen, keyboard
//! alone, a minute: who, what they say, what it is, what they are told; then the next in line.
//!
//! The form carries a key: sent twice, or days later by a device that had no line, it is one
//! visit. A denunciation is counted only: the page forgets who was named and what was said.

use std::sync::Arc;

use accounts::{Act, Answer as Answered, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::CalendarKind;
use duties::explain::rule_words;
use kernel::Refusal;
use web::parts::{Leader, Mark};
use web::{Fields, FormState, Html, Page, Posted, Say};

use super::desk_read::{next_of, read, request};
use super::office::dress;
use super::session::{called, find, path};
use super::{OFFICE, choices, key, lost, matters};
use crate::arrows::VisitStep;
use crate::desk::{self, Done, ReadSession, ReadVisit};
use crate::kind::{Answer, Competence, Kind};
use crate::meaning::code;
use crate::session::Session;
use crate::visit::{REPLY, Visit};

/// Fields that say who somebody is or what they said: forgotten when it is a denunciation.
const WHO: [&str; 6] = ["name", "phone", "address", "email", "others", "words"];

#[derive(Template)]
#[template(path = "desk.html")]
pub(super) struct DeskPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub session: &'a Session,
    /// Names this form: sent twice, it is one visit.
    pub key: &'a str,
    /// What was recorded just now.
    pub last: Html,
    /// What somebody else did first.
    pub lost: Html,
    /// Until when an answer would be owed.
    pub owed: Vec<Leader>,
    /// The rule of large groups, in its own words.
    pub group: String,
}

/// What stands above the form.
pub(super) enum Above {
    /// Nothing.
    Nothing,
    /// What was recorded just now.
    Recorded(Html),
    /// What somebody else did first; nothing was recorded now.
    Lost(Html),
}

impl DeskPage<'_> {
    fn href(&self) -> String {
        format!("{}/ban", path(self.session))
    }

    fn session_href(&self) -> String {
        path(self.session)
    }

    fn kinds(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("kind", page.t("td-col-kind")).legend_hidden().in_a_row();
        Kind::ALL.iter().zip(1..).fold(choice, |choice, (kind, digit): (_, u8)| {
            choice.row(f.row(kind.word(), page.t(key("td-kind", kind.word()))).key(digit))
        })
    }

    fn competences(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let choice = f.choice("competence", page.t("td-competence")).in_a_row();
        Competence::ALL.iter().fold(choice, |choice, one| {
            choice.option(one.word(), page.t(key("td-competence", one.word())))
        })
    }

    fn matters(&self) -> Vec<(String, String)> {
        matters(self.page)
    }

    fn answers(&self) -> Vec<(String, String)> {
        choices(self.page, "td-answer", Answer::WORDS)
    }

    /// Whether the part for several people stands open.
    fn several(&self) -> bool {
        let used = |name: &str| self.form.fields().get(name).is_some_and(|typed| typed != "1");
        let wrong = |name: &str| self.form.fault(name).is_some();
        ["persons", "speakers", "others", "email"].into_iter().any(|name| used(name) || wrong(name))
    }
}

fn titled(page: Page, session: &Session) -> Page {
    let (list, name) = (page.t("td-title").into_owned(), called(&page, session));
    let here = page.t("td-desk").into_owned();
    dress(page).titled("td-desk").crumb(list, OFFICE).crumb(name, path(session)).crumb_here(here)
}

/// What a fresh form holds.
pub(super) fn fresh() -> FormState {
    FormState::new()
        .with("kind", Kind::Feedback.word())
        .with("matter", "other")
        .with("competence", Competence::Own.word())
        .with("persons", "1")
}

/// The desk's page.
pub(super) fn answer(
    app: &App,
    page: Page,
    form: &FormState,
    session: &Session,
    key: &str,
    above: Above,
) -> Answered {
    let laws = app.store.laws();
    let law = laws.now();
    let page = titled(page, session);
    let due = law.due_date(REPLY, session.on, CalendarKind::Office);
    let owed = due.map(|due| Leader::html(page.t("td-owed-here"), page.long_tag(due)));
    let owed: Vec<Leader> = owed.into_iter().collect();
    let group = rule_words(&page, law, "TD.group", session.on).unwrap_or_default();
    let (last, lost) = match above {
        Above::Nothing => (Html::default(), Html::default()),
        Above::Recorded(last) => (last, Html::default()),
        Above::Lost(lost) => (Html::default(), lost),
    };
    Ok(page.show(&DeskPage { page: &page, form, session, key, last, lost, owed, group }))
}

fn closed(session: &Session) -> Failure {
    Refusal::conflict("reception-not-open").with("state", session.state.word()).into()
}

/// `GET /can-bo/tiep-dan/phien/{session}/ban?luot=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answered {
    let ReadSession { session, .. } = find(&app, &officer, &typed, Act::RECEPTIONS_RECEIVE).await?;
    if !session.takes_visits() {
        return Err(closed(&session));
    }
    let query = page.query();
    let form = match waiting(&app, &session, query.get("luot")).await? {
        // Received or seen off meanwhile: nothing is typed for who waits no more.
        Some(read) if read.visit.arrow(VisitStep::Receive).is_none() => {
            return Ok(Redirect::to(&super::visit::path(&read.visit)).into_response());
        }
        Some(read) => filled(&app, &officer, &read.visit).await?,
        None => fresh(),
    };
    answer(&app, page, &form, &session, &app.store.new_key(), Above::Nothing)
}

/// The one who waits, when the form names one of this reception.
async fn waiting(
    app: &App,
    session: &Session,
    named: Option<&str>,
) -> Result<Option<ReadVisit>, Failure> {
    let Some(named) = named else { return Ok(None) };
    let read = desk::read_visit(&app.store, named).await?;
    Ok(read.filter(|read| read.visit.began.session == session.id))
}

/// The form of one who waits, with what they said before; opening it is logged.
async fn filled(app: &App, officer: &Officer, visit: &Visit) -> Result<FormState, Failure> {
    let began = &visit.began;
    let mut form = FormState::new()
        .with("luot", desk::key(&visit.id))
        .with("kind", began.kind.unwrap_or(Kind::Feedback).word())
        .with("matter", "other")
        .with("competence", Competence::Own.word())
        .with("persons", began.persons);
    if began.person.is_some() && visit.received.is_none() {
        app.log_read(officer, &visit.id, "person").await?;
        let person = desk::person(&app.store, began.person.as_ref()).await?.unwrap_or_default();
        let words = desk::words(&app.store, began.words.as_ref()).await?;
        form = form
            .with("name", person.name)
            .with("phone", person.phone)
            .with("address", person.address)
            .with("words", words);
    }
    Ok(form)
}

/// `POST /can-bo/tiep-dan/phien/{session}/ban`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answered {
    let ReadSession { session, .. } = find(&app, &officer, &typed, Act::RECEPTIONS_RECEIVE).await?;
    let Posted { page, mut form } = posted;
    if !session.takes_visits() {
        return Err(closed(&session));
    }
    let form_key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let from = waiting(&app, &session, form.fields().get("luot")).await?;
    if says_who_denounced(form.fields()) {
        let form = stopped(form.fields());
        let page = page.redisplay(&form);
        return answer(&app, page, &form, &session, &form_key, Above::Nothing);
    }
    let sender = officer.account.to_string();
    let id = desk::keyed_id(&app.store, &session, &sender, &form_key);
    let wait = form.fields().get("then") == Some("wait");
    let done = match wait {
        true => match request(&mut form) {
            Some(request) => desk::ask(&app.store, &officer.actor(), &session, &request, id).await,
            None => return again(&app, page, form, &session, &form_key),
        },
        false => match read(&mut form) {
            Some(taking) => {
                let actor = officer.actor();
                let done = desk::take(&app.store, &actor, &session, from, &taking, id).await;
                let new = done.as_ref().is_ok_and(|done| !done.again);
                let first = match new {
                    true => None,
                    false => lost::first(&app, &officer, (&session, &form), &taking).await?,
                };
                if let Some(first) = first {
                    return lost::answer(&app, page, &form, (&session, &form_key), &first).await;
                }
                done
            }
            None => return again(&app, page, form, &session, &form_key),
        },
    };
    match done {
        Ok(done) => recorded(&app, page, &session, &form, &done, wait),
        Err(failure) => {
            failure.on_form(&mut form)?;
            again(&app, page, form, &session, &form_key)
        }
    }
}

/// The form once more, with its faults and what was typed.
fn again(app: &App, page: Page, form: FormState, session: &Session, form_key: &str) -> Answered {
    answer(app, page.redisplay(&form), &form, session, form_key, Above::Nothing)
}

/// What was recorded: the visit's page, or the desk for the next matter or the next visitor.
fn recorded(
    app: &App,
    page: Page,
    session: &Session,
    form: &FormState,
    done: &Done,
    wait: bool,
) -> Result<Response, Failure> {
    let visit = &done.visit;
    let then = form.fields().get("then").unwrap_or_default();
    if !wait && then == "open" {
        let href = super::visit::path(visit);
        return Ok(Redirect::to(&format!("{href}?xong=receive")).into_response());
    }
    let line = match &visit.received {
        Some(line) => page.with("code", code(line.no, line.year)).t("td-desk-done"),
        None => {
            let ticket = super::ticket(&app.store.keys(), &visit.id);
            page.with("ticket", ticket).t("td-desk-waits")
        }
    };
    let again = if done.again { page.t("td-desk-again") } else { page.t("td-desk-new") };
    let notice = page.notice(Mark::Done, line, again);
    let last = Html::join([notice, beside(&page, visit)]);
    let next = match then {
        "more" if !wait => next_of(form, &visit.id),
        _ => fresh(),
    };
    let page = page.status(StatusCode::CREATED);
    answer(app, page, &next, session, &app.store.new_key(), Above::Recorded(last))
}

/// The way to a visit that the page speaks of.
pub(super) fn beside(page: &Page, visit: &Visit) -> Html {
    let (link, open) =
        (Html::escape(super::visit::path(visit)), Html::escape(page.t("td-desk-show")));
    Html::trusted(format!("<p class=\"noprint\"><a href=\"{link}\">{open}</a></p>"))
}

/// Whether somebody is named beside a denunciation.
pub(crate) fn says_who_denounced(fields: &Fields) -> bool {
    let denunciation = fields.get("kind") == Some(Kind::Denunciation.word());
    denunciation && WHO.iter().any(|name| fields.get(name).is_some())
}

/// A denunciation: nothing is recorded, and whoever was named is gone from the page.
fn stopped(typed: &Fields) -> FormState {
    let kept = typed.pairs().filter(|(name, _)| !WHO.contains(name));
    let mut form = FormState::of(kept.fold(Fields::default(), |mut fields, (name, value)| {
        fields.push(name, value);
        fields
    }));
    form.wrong("kind", Say::new("td-desk-stop"));
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denunciation_leaves_nobody_on_the_page() {
        let typed = FormState::new()
            .with("kind", "denunciation")
            .with("name", "Ai Đó")
            .with("words", "Việc")
            .with("persons", "1");
        assert!(says_who_denounced(typed.fields()));
        let stopped = stopped(typed.fields());
        assert!(!says_who_denounced(stopped.fields()) && stopped.fault("kind").is_some());
        let kept: Vec<_> = stopped.fields().pairs().collect();
        assert_eq!(kept, [("kind", "denunciation"), ("persons", "1")]);
    }
}
