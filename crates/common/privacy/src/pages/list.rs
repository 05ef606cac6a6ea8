//! `/can-bo/du-lieu`: the requests of a unit: the open ones by age, and those finished last.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use web::parts::{Mark, Pager, Status};
use web::{FormState, Page};

use super::{OFFICE, path, whose};
use crate::key;
use crate::request::code;
use crate::store::{self as sql, Line};

/// A line with its words.
struct Row {
    code: String,
    /// The unit of before at whose desk it was, or empty.
    whose: String,
    href: String,
    kind: String,
    on: Date,
    status: Status,
}

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    open: Vec<Row>,
    closed: Vec<Row>,
    pager: Pager,
    may_receive: bool,
}

/// `GET /can-bo/du-lieu?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let query = page.query();
    let scope = Scope::allowed(&app, &officer, Act::DATA_READ, query.get("unit"))?;
    let left = scope.left();
    let open = sql::open(&app.store, &left).await?;
    let after = query.get("xong").map(|key| format!("data_request/{key}"));
    let (closed, more) = sql::closed(&app.store, &left, after.as_deref()).await?;
    let first = format!("{OFFICE}?unit={}", scope.unit);
    let last = closed.last().filter(|_| more).map(|line| store::journal::key(&line.stream));
    let pager = Pager {
        older: last.map(|key| format!("{first}&xong={key}")),
        newer: after.map(|_| first),
        note: String::new(),
    };
    let form = FormState::of(query).with("unit", &scope.unit);
    let (page, today) = (titled(page), app.store.clock().today());
    let may_receive = officer.may(Act::DATA_RECEIVE, &scope.unit);
    let lines = (&open[..], &closed[..], pager);
    Ok(page.show(&page_of(&page, (&form, &scope), lines, today, may_receive)))
}

pub(super) fn titled(page: Page) -> Page {
    let here = page.t("dl-title").into_owned();
    page.office().here(OFFICE).title(&here).crumb_here(here)
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    (form, scope): (&'a FormState, &'a Scope),
    (open, closed, pager): (&[Line], &[Line], Pager),
    today: Date,
    may_receive: bool,
) -> ListPage<'a> {
    let row = |line: &Line| Row {
        code: code(&line.stream),
        whose: whose(&line.unit),
        href: path(&line.stream),
        kind: page.t(key("dl-kind", &line.kind)).into_owned(),
        on: line.received_on,
        status: match (line.due, line.closed_on) {
            (_, Some(_)) => Status::new(Mark::Done, page.t(key("dl-state", &line.state))),
            (Some(due), None) => page.days_status(due, today, 2),
            (None, None) => Status::new(Mark::Half, page.t(key("dl-state", &line.state))),
        },
    };
    let (open, closed) = (open.iter().map(row).collect(), closed.iter().map(row).collect());
    ListPage { page, form, scope, open, closed, pager, may_receive }
}
