//! `/hoi-nghi`: what a host made known of its conferences, for everybody: title, time, and the
//! conclusions that it marked as public. Nothing else of a conference is here.

use std::sync::Arc;

use accounts::{Answer, App, Days, Feed, Later, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use web::icalendar::Event;
use web::parts::Pager;
use web::{FormState, Page};

use super::paged::{days_asked, pager, whole_days};
use super::{Entry, PUBLIC, Task, entries, items, opened};
use crate::store::{self as sql, Line, Owed, Whose};

/// How many conferences a page of the list shows.
const SIZE: usize = 30;
/// How many days back and ahead the calendar reaches, and a program's list when nothing is said;
/// and how many conferences they have.
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
    pub pager: Pager,
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let here = page.t("hn-title").into_owned();
    page.titled("hn-title").here(PUBLIC).crumb_here(here)
}

/// `GET /hoi-nghi?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let (store, today) = (&app.store, app.store.clock().today());
    let days = days_asked(&page, today);
    let whose = (Whose::Published, scope.unit.as_str());
    let mut lists = [sql::between(store, whose, days, SIZE as i64 + 1).await?];
    let older = whole_days(&mut lists, SIZE);
    let pager = pager(&page, (PUBLIC, &scope.unit), older);
    let [lines] = lists;
    let texts = store.texts_of(&items(&lines)).await?;
    // What was concluded is said on the day or after it.
    let first = lines.last().map_or(today, |line| line.on);
    let owed = sql::public(store, &scope.unit, first).await?;
    let page = titled(page);
    let mut all = Vec::with_capacity(lines.len());
    for (entry, line) in entries(&page, &lines, &texts, today).into_iter().zip(&lines) {
        let own = owed.iter().filter(|one| one.conference == line.stream).cloned();
        let own: Vec<Owed> = own.collect();
        all.push((entry, opened(&app, &page, &own).await?));
    }
    let form = FormState::new().with("unit", &scope.unit);
    Ok(page.show(&PublicPage { page: &page, form: &form, scope: &scope, all, pager }))
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
