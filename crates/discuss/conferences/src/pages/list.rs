//! `/can-bo/hoi-nghi`: the conferences of a unit for its officers: those it hosts, those it is a
//! point of, and what of its conclusions is late.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use web::parts::Pager;
use web::{FormState, Page};

use super::paged::{days_asked, pager, whole_days};
use super::{Entry, OFFICE, OWED, Task, entries, items, opened};
use crate::store::{self as sql, Shelf, Whose};

/// How many lines a page of the list shows of each.
const SIZE: usize = 50;
/// How many late conclusions stand beside it.
const MOST_LATE: i64 = 10;

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub hosted: Vec<Entry>,
    pub joined: Vec<Entry>,
    pub pager: Pager,
    /// Conclusions that the unit gave and that are late.
    pub late: Vec<Task>,
    /// How many stand on each shelf, in the order of [`Shelf::ALL`].
    pub tally: [i64; 4],
    pub may_plan: bool,
}

impl ListPage<'_> {
    fn owed_href(&self) -> String {
        format!("{OWED}?unit={}", self.scope.unit)
    }

    fn sentence(&self) -> String {
        let [given, late, own, _] = self.tally;
        self.page.with("given", given).with("late", late).with("own", own).t("hn-tally")
    }
}

/// The page with its title and door.
pub(super) fn titled(page: Page) -> Page {
    page.titled("hn-title").office().here(OFFICE)
}

/// `GET /can-bo/hoi-nghi?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::CONFERENCES_READ, page.query().get("unit"))?;
    let (store, today) = (&app.store, app.store.clock().today());
    let (days, unit) = (days_asked(&page, today), scope.unit.as_str());
    let most = SIZE as i64 + 1;
    let mut lists = [
        sql::between(store, (Whose::Hosted, unit), days, most).await?,
        sql::between(store, (Whose::Joined, unit), days, most).await?,
    ];
    let older = whole_days(&mut lists, SIZE);
    let pager = pager(&page, (OFFICE, unit), older);
    let [mut lines, joined] = lists;
    let hosted = lines.len();
    lines.extend(joined);
    let texts = store.texts_of(&items(&lines)).await?;
    let late = sql::shelf(store, (unit, Shelf::Late), (MOST_LATE, 0)).await?;
    let page = titled(page);
    let mut hosted_ones = entries(&page, &lines, &texts, today);
    let joined = hosted_ones.split_off(hosted);
    let form = FormState::new().with("unit", unit);
    Ok(page.show(&ListPage {
        hosted: hosted_ones,
        joined,
        pager,
        late: opened(&app, &page, &late).await?,
        tally: sql::tally(store, unit, today).await?,
        may_plan: officer.may(Act::CONFERENCES_PLAN, unit),
        page: &page,
        form: &form,
        scope: &scope,
    }))
}
