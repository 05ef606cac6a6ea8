//! `/lich-tiep-dan`: when whom the office receives, for anybody; printable, and as iCalendar. Who
//! received in person and who did not stands there too.

use std::sync::Arc;

use accounts::{Answer, App, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use jiff::ToSpan as _;
use web::icalendar::{self, Meeting};
use web::{Lang, Page};

use super::PUBLIC;
use super::month::{self, Month};
use crate::store as sql;

#[derive(Template)]
#[template(path = "calendar.html")]
pub(super) struct CalendarPage<'a> {
    pub page: &'a Page,
    pub scope: &'a Scope,
    pub month: &'a Month,
}

impl CalendarPage<'_> {
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
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let first = month::first_of(&page, app.store.clock().today());
    let page = titled(page);
    let month = Month::read(&app, &page, &scope.unit, first).await?;
    Ok(page.show(&CalendarPage { page: &page, scope: &scope, month: &month }))
}

/// `GET /lich-tiep-dan.ics?unit=…`: from the month before to a quarter ahead.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let today = app.store.clock().today();
    let (from, until) = (today.saturating_sub(31.days()), today.saturating_add(92.days()));
    let lines = sql::between(&app.store, &scope.unit, from, until).await?;
    let words = app.face.book().words(Lang::Vi);
    let site = app.site(&headers);
    let entries: Vec<Meeting> = lines
        .into_iter()
        .map(|line| Meeting {
            uid: line.stream.replace('/', "-"),
            summary: words
                .with("who", month::who(&page, &line.sort, &line.host))
                .with("unit", scope.phrase.as_str())
                .t("td-feed-entry"),
            place: match line.form.as_str() {
                "online" => words.t("td-form-online").into_owned(),
                _ => page.issuer().address.clone(),
            },
            on: line.on,
            from: line.from,
            until: line.until,
            cancelled: line.state == "cancelled",
            sequence: line.version,
            url: format!("{site}{PUBLIC}?unit={}&month={}", scope.unit, month::name(line.on)),
        })
        .collect();
    let name = words.with("unit", scope.phrase.as_str()).t("td-feed-name");
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=900"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"lich-tiep-dan.ics\""),
    ];
    Ok((head, icalendar::meetings(&name, &entries, app.store.now())).into_response())
}
