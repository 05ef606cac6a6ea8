//! `/cam-ket`: what was promised here, for anybody: what is owed, what was kept, and how much of it
//! in time, page by page to the first one; and the same for a calendar program.

use std::sync::Arc;

use accounts::{Answer, App, Days, Failure, Feed, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use web::icalendar::Event;
use web::parts::Leader;
use web::{FormState, Html, Page};

use super::owed::{after_of, read_after};
use super::shown::{self, Owed, Place};
use super::{PROMISES, PUBLIC};
use crate::store::{self as sql, Tally, Which};

/// How many promises one page shows of each.
const SIZE: usize = 50;
/// How many days ahead a promise may stand in the calendar.
const FAR: i64 = 3_660;

#[derive(Template)]
#[template(path = "promises.html")]
pub(super) struct PromisesPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub tally: Tally,
    pub open: Vec<Owed>,
    pub closed: Vec<Owed>,
    /// To the rest of those that are owed, and of those that are done.
    pub more_open: Option<String>,
    pub more_closed: Option<String>,
    /// To the beginning, from a later page.
    pub first: Option<String>,
}

impl PromisesPage<'_> {
    fn sentence(&self) -> String {
        shown::tally(self.page, self.tally)
    }

    fn before(&self) -> Html {
        self.scope.before(self.page, PROMISES)
    }

    fn figures(&self) -> Html {
        let (page, tally) = (self.page, self.tally);
        let line = |key: &str, n: i64| Leader::new(page.t(key), page.num(n));
        page.leaders(&[
            line("dt-tally-kept", tally.kept),
            line("dt-tally-kept-late", tally.kept_late),
            line("dt-tally-late", tally.late),
            line("dt-tally-open", tally.open),
            line("dt-tally-withdrawn", tally.withdrawn),
        ])
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let (list, here) = (page.t("dt-title").into_owned(), page.t("dt-promises").into_owned());
    page.titled("dt-promises").here(PUBLIC).crumb(list, PUBLIC).crumb_here(here)
}

/// One page of a list, and where it goes on.
async fn part(
    app: &App,
    page: &Page,
    scope: &Scope,
    (which, name): (Which, &str),
) -> Result<(Vec<Owed>, Option<String>), Failure> {
    let after = page.query().get(name).and_then(read_after);
    let from = after.unwrap_or_else(|| which.start());
    let most = SIZE as i64 + 1;
    let found = sql::which(&app.store, (&scope.left(), which), from, most).await?;
    let (more, found) = (found.len() > SIZE, &found[..found.len().min(SIZE)]);
    let next = found.last().filter(|_| more).map(|last| page.href_with(name, after_of(last)));
    let place = Place { here: &scope.unit, office: false };
    Ok((shown::owed_all(app, page, found, place).await?, next))
}

/// `GET /cam-ket?unit=…&no=…&xong=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of_any_time(&app, None, page.query().get("unit"))?;
    let today = app.store.clock().today();
    let page = titled(page);
    let (open, more_open) = part(&app, &page, &scope, (Which::Owed, OPEN)).await?;
    let (closed, more_closed) = part(&app, &page, &scope, (Which::Done, CLOSED)).await?;
    let moved = [OPEN, CLOSED].iter().any(|name| page.query().get(name).is_some());
    let form = FormState::new().with("unit", &scope.unit);
    Ok(page.show(&PromisesPage {
        tally: sql::tally(&app.store, &scope.left(), today).await?,
        first: moved.then(|| format!("{PROMISES}?unit={}", scope.unit)),
        open,
        closed,
        more_open,
        more_closed,
        page: &page,
        form: &form,
        scope: &scope,
    }))
}

/// Where the list of those that are owed begins, in an address.
const OPEN: &str = "no";
/// The same of those that are done.
const CLOSED: &str = "xong";

/// Each promise on its day, with what the page shows and nothing more.
pub(super) async fn agenda(days: &Days<'_>) -> Result<Vec<Event>, Failure> {
    let (app, page, scope) = (days.app, days.page, days.scope);
    let all = sql::dated(&app.store, &scope.left(), days.from, days.until).await?;
    let event = |one: Owed| Event {
        uid: one.word.stream.replace('/', "-"),
        summary: page
            .with("owner", one.owner)
            .with("what", one.what)
            .with("state", page.t(super::key("dt-promise", &one.word.state)))
            .t("dt-feed-promise"),
        place: String::new(),
        village: String::new(),
        on: one.word.until,
        hours: None,
        cancelled: one.word.state == "withdrawn",
        sequence: one.word.version,
        path: format!("{PROMISES}/{}", crate::desk::key(&one.word.stream)),
    };
    let place = Place { here: &scope.unit, office: false };
    Ok(shown::owed_all(app, page, &all, place).await?.into_iter().map(event).collect())
}

/// `GET /cam-ket.ics?unit=…`: each promise on its day.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let (name, file) = ("dt-promises-of", "cam-ket.ics");
    let agenda: accounts::Agenda = |days| Box::pin(async move { agenda(&days).await });
    Feed { agenda, name, file, back: 90, ahead: FAR }.answer(&app, &headers, page).await
}
