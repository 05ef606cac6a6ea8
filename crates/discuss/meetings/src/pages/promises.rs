//! `/cam-ket`: what was promised here, for anybody: what is owed, what was kept, and how much of it
//! in time; and the same for a calendar program.

use std::sync::Arc;

use accounts::{Answer, App, Days, Failure, Feed, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use jiff::ToSpan as _;
use web::icalendar::Event;
use web::parts::Leader;
use web::{FormState, Html, Page};

use super::shown::{self, Owed};
use super::{PROMISES, PUBLIC};
use crate::store::{self as sql, Tally};

/// How many promises the page shows of each.
const MOST: i64 = 200;
/// For how many days back those that are done are shown.
const BACK: i64 = 730;
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
}

impl PromisesPage<'_> {
    fn sentence(&self) -> String {
        shown::tally(self.page, self.tally)
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

/// `GET /cam-ket?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let today = app.store.clock().today();
    let page = titled(page);
    let open = sql::open(&app.store, &scope.unit, MOST).await?;
    let since = today.saturating_sub(BACK.days());
    let closed = sql::closed(&app.store, &scope.unit, since, MOST).await?;
    let form = FormState::new().with("unit", &scope.unit);
    Ok(page.show(&PromisesPage {
        tally: sql::tally(&app.store, &scope.unit, today).await?,
        open: shown::owed_all(&app, &page, &open, false).await?,
        closed: shown::owed_all(&app, &page, &closed, false).await?,
        page: &page,
        form: &form,
        scope: &scope,
    }))
}

/// Each promise on its day, with what the page shows and nothing more.
pub(super) async fn agenda(days: &Days<'_>) -> Result<Vec<Event>, Failure> {
    let (app, page, unit) = (days.app, days.page, days.scope.unit.as_str());
    let mut all = sql::open(&app.store, unit, MOST).await?;
    all.extend(sql::closed(&app.store, unit, days.from, MOST).await?);
    all.retain(|word| (days.from..=days.until).contains(&word.until));
    let event = |one: Owed| Event {
        uid: one.word.stream.replace('/', "-"),
        summary: page
            .with("owner", page.t(super::key("dt-role", &one.word.owner)))
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
    Ok(shown::owed_all(app, page, &all, false).await?.into_iter().map(event).collect())
}

/// `GET /cam-ket.ics?unit=…`: each promise on its day.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let (name, file) = ("dt-promises-of", "cam-ket.ics");
    let agenda: accounts::Agenda = |days| Box::pin(async move { agenda(&days).await });
    Feed { agenda, name, file, back: 90, ahead: FAR }.answer(&app, &headers, page).await
}
