//! `/hen-cua-toi/{pass}`: one's own appointment: when, where, the number to say at the counter; and
//! the way to give it up. Whoever has the address reads it; it shows no name.

use std::sync::Arc;

use accounts::{Answer, App, Failure};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use kernel::Actor;
use web::parts::{Leader, Mark, Status};
use web::{Html, Page, PageError, Posted};

use super::book::{tag, when};
use super::{PUBLIC, ticket, visit_status};
use crate::arrows::{VisitState, VisitStep};
use crate::desk::{self, Asked, ReadVisit};
use crate::session::Session;
use crate::visit::{Command, Visit};

#[derive(Template)]
#[template(path = "own.html")]
pub(super) struct OwnPage<'a> {
    pub page: &'a Page,
    pub visit: &'a Visit,
    pub session: &'a Session,
    pub pass: &'a str,
    pub ticket: String,
    pub place: String,
}

impl OwnPage<'_> {
    fn status(&self) -> Status {
        visit_status(self.page, self.visit.state)
    }

    fn when(&self) -> String {
        when(self.page, self.session)
    }

    /// What became of the reception, when it is not as it was asked for.
    fn changed(&self) -> Html {
        use crate::arrows::State;
        let page = self.page;
        match self.session.state {
            State::Cancelled => {
                page.notice(Mark::Late, page.t("td-own-off"), page.t("td-own-off-next"))
            }
            _ if self.session.on != self.visit.began.on => {
                page.notice(Mark::Soon, page.t("td-own-moved"), self.when())
            }
            _ => Html::default(),
        }
    }

    fn booked(&self) -> bool {
        self.visit.state == VisitState::Booked
    }

    fn facts(&self) -> Vec<Leader> {
        let page = self.page;
        vec![
            Leader::html(page.t("td-on"), page.long_tag(self.session.on)),
            Leader::new(page.t("td-col-place"), &self.place),
            Leader::new(page.t("td-persons"), page.num(self.visit.began.persons)),
        ]
    }
}

/// The address part that opens an appointment: its key and a tag that nobody can guess.
pub(crate) fn pass(keys: &store::Keyring, visit: &str) -> String {
    format!("{}-{}", desk::key(visit), tag(keys, visit))
}

async fn find(app: &App, pass: &str) -> Result<(ReadVisit, Session), Failure> {
    let nothing = || Failure(PageError::NotFound);
    let (key, typed) = pass.split_once('-').ok_or_else(nothing)?;
    let read = desk::read_visit(&app.store, key).await?.ok_or_else(nothing)?;
    let right = tag(&app.store.keys(), &read.visit.id);
    // Compared to the end, so that the time taken says nothing.
    let differing = right.bytes().zip(typed.bytes()).fold(0, |bits, (a, b)| bits | (a ^ b));
    if right.len() != typed.len() || differing != 0 {
        return Err(nothing());
    }
    let session = desk::read_session(&app.store, desk::key(&read.visit.began.session)).await?;
    Ok((read, session.ok_or_else(nothing)?.session))
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let (list, here) = (page.t("td-title").into_owned(), page.t("td-own").into_owned());
    page.titled("td-own").hidden().here(PUBLIC).crumb(list, PUBLIC).crumb_here(here)
}

/// `GET /hen-cua-toi/{pass}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(pass): Path<String>,
    page: Page,
) -> Answer {
    let (ReadVisit { visit, .. }, session) = find(&app, &pass).await?;
    let place = desk::words(&app.store, session.planned.place.as_ref()).await?;
    let place = if place.is_empty() { page.issuer().address.clone() } else { place };
    let page = titled(page);
    let ticket = ticket(&app.store.keys(), &visit.id);
    let (visit, session, pass) = (&visit, &session, pass.as_str());
    Ok(page.show(&OwnPage { page: &page, visit, session, pass, ticket, place }))
}

/// `POST /hen-cua-toi/{pass}`: the appointment is given up; what was typed is destroyed.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    Path(pass): Path<String>,
    _: Posted,
) -> Answer {
    let (read, _) = find(&app, &pass).await?;
    if read.visit.state != VisitState::GivenUp {
        let seen = read.visit.version;
        let asked = Asked::Plain(Command::Plain(VisitStep::GiveUp));
        desk::step(&app.store, &Actor::Resident, read, seen, asked).await?;
    }
    Ok(Redirect::to(&format!("/hen-cua-toi/{pass}")).into_response())
}
