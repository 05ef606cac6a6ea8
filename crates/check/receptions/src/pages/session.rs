//! `/can-bo/tiep-dan/phien/{session}`: one reception: who receives, who waits, who was received.
//! The queue shows numbers, never names; a name is opened at its visit, and logged.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::civil::Date;
use web::form::hours;
use web::parts::{Act as Deed, Leader, Mark, Open, Status};
use web::{Html, Page, PageError};

use super::month::who;
use super::office::dress;
use super::{OFFICE, key, session_status, ticket, visit_status};
use crate::arrows::{State, Step, VisitState};
use crate::desk::{self, ReadSession};
use crate::facts::Presence;
use crate::meaning::code;
use crate::session::Session;
use crate::store::{self as sql, Entry};

/// A visit of the reception with its words.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub ticket: String,
    pub href: String,
    pub arrived: String,
    pub kind: String,
    pub persons: i64,
    pub state: Status,
    pub code: String,
    /// The way to the desk, for one who can be received now.
    pub receive: Option<String>,
}

#[derive(Template)]
#[template(path = "session.html")]
pub(super) struct SessionPage<'a> {
    pub page: &'a Page,
    pub session: &'a Session,
    pub place: String,
    pub rows: Vec<Row>,
    pub entries: Vec<Entry>,
    pub deeds: Vec<Deed>,
    pub today: Date,
    /// What was done just now: a step's word, or nothing.
    pub done: &'static str,
}

impl SessionPage<'_> {
    fn status(&self) -> Status {
        let presence = match self.session.presence {
            Some(Presence::Replaced { .. }) => "replaced",
            _ => "",
        };
        let session = self.session;
        let (mark, words) =
            session_status(self.page, session.state, presence, session.on, self.today);
        Status::new(mark, words)
    }

    fn notice(&self) -> Html {
        match self.done {
            "" => Html::default(),
            word => self.page.notice(Mark::Done, self.page.t(key("td-done", word)), ""),
        }
    }

    fn facts(&self) -> Vec<Leader> {
        let (page, session) = (self.page, self.session);
        let planned = &session.planned;
        let hours = hours(session.from.into(), session.until.into());
        let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
        let mut facts = vec![
            Leader::new(page.t("td-col-hours"), hours),
            Leader::new(page.t("td-form"), said("td-form", planned.form.word())),
            Leader::new(page.t("td-col-place"), &self.place),
        ];
        match session.presence {
            Some(Presence::InPerson) => {
                facts.push(Leader::new(page.t("td-present"), page.t("td-present-in-person")));
            }
            Some(Presence::Replaced { by, why }) => {
                facts.push(Leader::new(page.t("td-present"), said("td-by", by.word())));
                facts.push(Leader::new(page.t("td-why"), said("td-why", why.word())));
            }
            None => {}
        }
        if session.presence.is_none() && session.why.is_some() {
            let why = session.why.map_or("", |why| why.word());
            facts.push(Leader::new(page.t("td-why"), said("td-why", why)));
        }
        let sum = |of: fn(&Entry) -> i64| self.entries.iter().map(of).sum::<i64>();
        facts.extend([
            Leader::new(page.t("td-turns"), page.num(sum(|one| one.turn.into()))),
            Leader::new(
                page.t("td-persons"),
                page.num(sum(|o| if o.turn { o.persons } else { 0 })),
            ),
            Leader::new(page.t("td-cases"), page.num(sum(|one| one.first.into()))),
        ]);
        facts
    }

    fn href(&self) -> String {
        path(self.session)
    }
}

/// The address of a reception.
pub(super) fn path(session: &Session) -> String {
    format!("{OFFICE}/phien/{}", desk::key(&session.id))
}

/// What a reception is called in a crumb.
pub(super) fn called(page: &Page, session: &Session) -> String {
    let who = who(page, session.planned.sort.word(), session.planned.host.word());
    page.with("who", who).with("date", page.date(session.on)).t("td-session-name")
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, session: &Session) -> Page {
    let (list, name) = (page.t("td-title").into_owned(), called(&page, session));
    dress(page).title(&name).crumb(list, OFFICE).crumb_here(name)
}

/// A reception that this officer may read.
pub(super) async fn find(
    app: &App,
    officer: &Officer,
    typed: &str,
    act: Act,
) -> Result<ReadSession, Failure> {
    officer.allow_somewhere(act)?;
    let read = desk::read_session(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(act, &read.session.planned.unit)?;
    Ok(read)
}

/// The visits with their words.
pub(super) fn rows(
    page: &Page,
    keys: &store::Keyring,
    session: &Session,
    entries: &[Entry],
    may: bool,
) -> Vec<Row> {
    let row = |entry: &Entry| {
        let state = VisitState::read(&entry.state).unwrap_or(VisitState::Booked);
        let here = matches!(state, VisitState::Waiting | VisitState::Booked);
        let year = i16::try_from(entry.year).unwrap_or_default();
        let visit = desk::key(&entry.stream);
        Row {
            ticket: ticket(keys, &entry.stream),
            href: format!("{OFFICE}/luot/{visit}"),
            arrived: entry.arrived_at.map(|at| page.time(at)).unwrap_or_default(),
            kind: match entry.kind.as_str() {
                "" => String::new(),
                kind => page.t(key("td-kind", kind)).into_owned(),
            },
            persons: entry.persons,
            state: visit_status(page, state),
            code: if entry.no == 0 { String::new() } else { code(entry.no, year) },
            receive: (may && here && session.takes_visits())
                .then(|| format!("{}/ban?luot={visit}", path(session))),
        }
    };
    entries.iter().map(row).collect()
}

/// What may be done now, what presses first.
pub(super) fn deeds(page: &Page, officer: &Officer, session: &Session, today: Date) -> Vec<Deed> {
    let unit = session.planned.unit.as_str();
    let mut deeds = Vec::new();
    if session.takes_visits() && officer.may(Act::RECEPTIONS_RECEIVE, unit) {
        let href = format!("{}/ban", path(session));
        let deed = Deed::new(page.t("td-desk"), page.t("td-desk-note"), Open::Link(href));
        let deed = deed.button(page.t("td-desk-open"));
        deeds.push(if session.state == State::Open { deed.first() } else { deed });
    }
    if session.takes_bookings(today) && officer.may(Act::RECEPTIONS_RECEIVE, unit) {
        let href = format!("{}/hen", path(session));
        let deed = Deed::new(page.t("td-phone"), page.t("td-phone-note"), Open::Link(href));
        deeds.push(deed.button(page.t("td-phone-open")));
    }
    for step in Step::ALL {
        let Some(arrow) = session.arrow(*step) else { continue };
        let title = page.t(key("td-do", step.word()));
        let may = arrow.act.parse::<Act>().is_ok_and(|act| officer.may(act, unit));
        let early = *step == Step::Open && session.on > today;
        deeds.push(match (may, early) {
            (false, _) => Deed::new(title, page.t("td-not-yours"), Open::NotYet),
            (true, true) => Deed::new(title, page.t("td-not-yet"), Open::NotYet),
            (true, false) => {
                let href = format!("{}/{}", path(session), step.word());
                let note = page.t(key("td-does", step.word()));
                let deed = Deed::new(title, note, Open::Link(href));
                let deed = deed.button(page.t(key("td-step", step.word())));
                if *step == Step::Open { deed.first() } else { deed }
            }
        });
    }
    deeds
}

/// `GET /can-bo/tiep-dan/phien/{session}?xong=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let ReadSession { session, .. } = find(&app, &officer, &typed, Act::RECEPTIONS_READ).await?;
    let today = app.store.clock().today();
    let entries = sql::of_session(&app.store, &session.id).await?;
    let place = desk::words(&app.store, session.planned.place.as_ref()).await?;
    let place = if place.is_empty() { page.issuer().address.clone() } else { place };
    let done = page.query();
    let done = done.get("xong").and_then(Step::read).map_or("", Step::word);
    let page = titled(page, &session);
    let may = officer.may(Act::RECEPTIONS_RECEIVE, &session.planned.unit);
    let rows = rows(&page, &app.store.keys(), &session, &entries, may);
    let deeds = deeds(&page, &officer, &session, today);
    let session = &session;
    Ok(page.show(&SessionPage { page: &page, session, place, rows, entries, deeds, today, done }))
}
