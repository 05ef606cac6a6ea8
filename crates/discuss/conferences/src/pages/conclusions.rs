//! `/can-bo/ket-luan`: the conclusions of conferences as a unit has them: those it gave to others
//! and their late chain, those it owes itself, those that are closed.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use web::parts::{Pager, Tab};
use web::{FormState, Page};

use super::{OWED, Task, key, opened};
use crate::store::{self as sql, Shelf};

/// How many lines one page shows.
const SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "conclusions.html")]
pub(super) struct ConclusionsPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub shelf: Shelf,
    pub tabs: Vec<Tab>,
    pub all: Vec<Task>,
    pub pager: Pager,
}

impl ConclusionsPage<'_> {
    fn none_key(&self) -> String {
        key("hn-shelf-none", self.shelf.word())
    }
}

/// The page with its title and door.
pub(super) fn titled(page: Page) -> Page {
    page.titled("hn-owed-title").office().here(OWED)
}

/// The tabs with their counts.
pub(super) fn tabs(page: &Page, unit: &str, open: Shelf, tally: [i64; 4]) -> Vec<Tab> {
    let tab = |(shelf, n): (&Shelf, i64)| {
        let href = format!("{OWED}?unit={unit}&tab={}", shelf.word());
        Tab::new(page.t(key("hn-shelf", shelf.word())), href, *shelf == open).count(n)
    };
    Shelf::ALL.iter().zip(tally).map(tab).collect()
}

/// `GET /can-bo/ket-luan?unit=…&tab=…&after=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let query = page.query();
    let scope = Scope::allowed(&app, &officer, Act::CONFERENCES_READ, query.get("unit"))?;
    let (store, unit) = (&app.store, scope.unit.as_str());
    let shelf = query.get("tab").and_then(Shelf::read).unwrap_or(Shelf::Own);
    let after = query.get("after").and_then(|n| n.parse().ok()).unwrap_or(0);
    let after = i64::clamp(after, 0, 1_000_000);
    let mut found = sql::shelf(store, (unit, shelf), (SIZE + 1, after)).await?;
    let more = found.len() > SIZE as usize;
    found.truncate(SIZE as usize);
    let tally = sql::tally(store, unit, store.clock().today()).await?;
    let page = titled(page);
    let to = |n: i64| format!("{OWED}?unit={unit}&tab={}&after={n}", shelf.word());
    let pager = Pager {
        newer: (after > 0).then(|| to((after - SIZE).max(0))),
        older: more.then(|| to(after + SIZE)),
        note: String::new(),
    };
    let form = FormState::new().with("unit", unit);
    Ok(page.show(&ConclusionsPage {
        tabs: tabs(&page, unit, shelf, tally),
        all: opened(&app, &page, &found).await?,
        page: &page,
        form: &form,
        scope: &scope,
        shelf,
        pager,
    }))
}
