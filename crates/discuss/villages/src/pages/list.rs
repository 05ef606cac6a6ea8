//! `/can-bo/hop-thon`: the meetings of a commune's villages for its officers: what comes, what was
//! decided, what is owed.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use web::Page;
use web::parts::{Pager, Task};

use super::public::{Row, read, rows};
use super::{OFFICE, dress};
use crate::store::{self as sql, Line};

/// How many owed things are shown.
const MOST_OWED: i64 = 20;

#[derive(Template)]
#[template(path = "office.html")]
pub(super) struct OfficePage<'a> {
    pub page: &'a Page,
    pub scope: &'a Scope,
    pub rows: Vec<Row>,
    pub pager: Pager,
    pub owed: Vec<Task>,
    pub may_call: bool,
}

/// What is owed, the earliest date first.
pub(super) fn tasks(
    page: &Page,
    owed: &[Line],
    names: &std::collections::BTreeMap<String, String>,
    today: Date,
) -> Vec<Task> {
    let task = |line: &Line| {
        let due = line.due.unwrap_or(line.on);
        let village = names.get(&line.village).unwrap_or(&line.village);
        let title = super::called(page, village, line.on);
        let href = format!("{OFFICE}/{}", crate::desk::key(&line.stream));
        let facts = page.with("date", page.date(due)).t("ht-owed-by");
        Task::new(title, href, facts).status(&page.days_status(due, today, 3))
    };
    owed.iter().map(task).collect()
}

/// `GET /can-bo/hop-thon?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::VILLAGES_READ, page.query().get("unit"))?;
    let today = app.store.clock().today();
    let (lines, names, pager) = read(&app, &page, (&scope.unit, OFFICE)).await?;
    let owed = sql::owed(&app.store, &scope.unit, MOST_OWED).await?;
    let page = dress(page);
    let rows = rows(&page, &lines, &names, OFFICE, today);
    let owed = tasks(&page, &owed, &names, today);
    let may_call = officer.may(Act::VILLAGES_CALL, &scope.unit);
    Ok(page.show(&OfficePage { page: &page, scope: &scope, rows, pager, owed, may_call }))
}
