//! `/hoi-nghi`: what a host made known of its conferences, for everybody: title, time, and the
//! conclusions that it marked as public. Nothing else of a conference is here.

use std::sync::Arc;

use accounts::{Answer, App, Days, Failure, Feed, Later, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::icalendar::Event;
use web::{FormState, Page};

use super::{Entry, PUBLIC, Task, entries, items, opened};
use crate::store::{self as sql, Line, Owed, Whose};

/// How many days back and ahead the list reaches, and how many conferences it shows.
pub(crate) const BACK: i64 = 366;
pub(crate) const AHEAD: i64 = 366;
pub(crate) const MOST: i64 = 100;

#[derive(Template)]
#[template(path = "public.html")]
pub(super) struct PublicPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    /// Each conference with its public conclusions.
    pub all: Vec<(Entry, Vec<Task>)>,
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let here = page.t("hn-title").into_owned();
    page.titled("hn-title").here(PUBLIC).crumb_here(here)
}

async fn lines(app: &App, unit: &str, today: Date) -> Result<Vec<Line>, Failure> {
    let days = (today.saturating_sub(BACK.days()), today.saturating_add(AHEAD.days()));
    Ok(sql::between(&app.store, (Whose::Published, unit), days, MOST).await?)
}

/// `GET /hoi-nghi?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let (store, today) = (&app.store, app.store.clock().today());
    let lines = lines(&app, &scope.unit, today).await?;
    let texts = store.texts_of(&items(&lines)).await?;
    let owed = sql::public(store, &scope.unit, today.saturating_sub(BACK.days())).await?;
    let page = titled(page);
    let mut all = Vec::with_capacity(lines.len());
    for (entry, line) in entries(&page, &lines, &texts, today).into_iter().zip(&lines) {
        let own = owed.iter().filter(|one| one.conference == line.stream).cloned();
        let own: Vec<Owed> = own.collect();
        all.push((entry, opened(&app, &page, &own).await?));
    }
    let form = FormState::new().with("unit", &scope.unit);
    Ok(page.show(&PublicPage { page: &page, form: &form, scope: &scope, all }))
}

/// What the page shows on these days, and nothing more.
pub fn agenda(days: Days<'_>) -> Later<'_, Vec<Event>> {
    Box::pin(async move {
        let (store, unit) = (&days.app.store, days.scope.unit.as_str());
        let whose = (Whose::Published, unit);
        let lines = sql::between(store, whose, (days.from, days.until), MOST).await?;
        let texts = store.texts_of(&items(&lines)).await?;
        let text = |item: &String| texts.get(item).cloned().unwrap_or_default();
        let event = |line: &Line| Event {
            uid: line.stream.replace('/', "-"),
            summary: text(&line.title),
            place: text(&line.place),
            village: String::new(),
            on: line.on,
            hours: Some((line.from, line.until)),
            cancelled: line.state == "cancelled",
            sequence: line.version,
            path: format!("{PUBLIC}?unit={unit}"),
        };
        Ok(lines.iter().map(event).collect())
    })
}

/// `GET /hoi-nghi.ics?unit=…`: what the page shows and nothing more.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let (name, file) = ("hn-head", "hoi-nghi.ics");
    let feed = Feed { agenda, name, file, back: BACK, ahead: AHEAD };
    feed.answer(&app, &headers, page).await
}
