//! `/lich-tiep-dan`: when whom the office receives, for anybody; printable, and as iCalendar. Who
//! received in person and who did not stands there too.

use std::sync::Arc;

use accounts::{Answer, App, Days, Feed, Later, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use web::icalendar::Event;
use web::{Html, Page};

use super::PUBLIC;
use super::month::{self, Month};
use crate::store::{self as sql, Line};

#[derive(Template)]
#[template(path = "calendar.html")]
pub(super) struct CalendarPage<'a> {
    pub page: &'a Page,
    pub scope: &'a Scope,
    pub month: &'a Month,
}

impl CalendarPage<'_> {
    fn before(&self) -> Html {
        self.scope.before(self.page, PUBLIC)
    }

    fn href(&self, month: impl std::fmt::Display) -> String {
        format!("{PUBLIC}?unit={}&month={month}", self.scope.unit)
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let here = page.t("td-title").into_owned();
    page.titled("td-title").here(PUBLIC).crumb_here(here)
}

/// `GET /lich-tiep-dan?unit=…&month=2026-03`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of_any_time(&app, None, page.query().get("unit"))?;
    let first = month::first_of(&page, app.store.clock().today());
    let (page, scope) = (titled(page), month::then(scope, first));
    let month = Month::read(&app, &page, &scope.unit, first).await?;
    Ok(page.show(&CalendarPage { page: &page, scope: &scope, month: &month }))
}

/// Who is received on these days.
pub fn agenda(days: Days<'_>) -> Later<'_, Vec<Event>> {
    Box::pin(async move {
        let (page, unit) = (days.page, days.scope.unit.as_str());
        let lines = sql::between(&days.app.store, unit, days.from, days.until).await?;
        let event = |line: Line| Event {
            uid: line.stream.replace('/', "-"),
            summary: page
                .with("who", month::who(page, &line.sort, &line.host))
                .with("unit", days.scope.phrase.as_str())
                .t("td-feed-entry"),
            place: match line.form.as_str() {
                "online" => page.t("td-form-online").into_owned(),
                _ => page.issuer().address.clone(),
            },
            village: String::new(),
            on: line.on,
            hours: Some((line.from, line.until)),
            cancelled: line.state == "cancelled",
            sequence: line.version,
            path: format!("{PUBLIC}?unit={unit}&month={}", month::name(line.on)),
        };
        Ok(lines.into_iter().map(event).collect())
    })
}

/// `GET /lich-tiep-dan.ics?unit=…`: from the month before to a quarter ahead.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let (name, file) = ("td-feed-name", "lich-tiep-dan.ics");
    let feed = Feed { agenda, name, file, back: 31, ahead: 92 };
    feed.answer(&app, &headers, page).await
}
