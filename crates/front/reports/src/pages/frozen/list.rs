//! `/can-bo/bao-cao/da-chot`: the frozen reports of a unit, the newest first.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use web::parts::Pager;
use web::{FormState, Page};

use super::super::{PATH, address};
use super::{LIST, address_of};
use crate::frozen::store::{self as sql, Entry};
use crate::narrative::period_words;

/// How many one page shows.
const SIZE: usize = 50;

/// A line of the list.
struct Line {
    title: String,
    period: String,
    on: Date,
    href: String,
}

#[derive(Template)]
#[template(path = "frozen-list.html")]
pub(in crate::pages) struct ListPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    lines: Vec<Line>,
    pager: Pager,
}

/// `GET /can-bo/bao-cao/da-chot?unit=…&after=…`
pub(in crate::pages) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let query = page.query();
    let asked = query.get("unit").filter(|unit| !unit.is_empty());
    let scope = Scope::of(&app, Some(&officer), asked)?;
    officer.allow(Act::REPORTS_READ, &scope.unit)?;
    let after = query.get("after").and_then(|after| after.split_once('~'));
    let read = after.and_then(|(at, stream)| Some((at.parse::<i64>().ok()?, stream)));
    let after = read.unwrap_or((i64::MAX, ""));
    let mut found = sql::list(&app.store, &scope.unit, after, SIZE as i64 + 1).await?;
    let more = found.len() > SIZE;
    found.truncate(SIZE);
    let form = FormState::of(query).with("unit", &scope.unit);
    let page = titled(page);
    Ok(page.show(&page_of(&page, &form, &scope, (&found, more))))
}

pub(in crate::pages) fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-frozen").into_owned());
    page.office().here(PATH).title(&here).crumb(root, PATH).crumb_here(here)
}

pub(in crate::pages) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    (found, more): (&[Entry], bool),
) -> ListPage<'a> {
    let line = |one: &Entry| Line {
        title: one.title.clone(),
        period: one.asked.parse().map(|asked| period_words(asked, page.w())).unwrap_or_default(),
        on: one.on,
        href: address_of(::store::journal::key(&one.stream)),
    };
    let next = |last: &Entry| {
        let after = format!("{}~{}", last.at, last.stream);
        address(LIST, &page.query(), &[("after", &after)])
    };
    let newer = page.query().get("after").is_some();
    ListPage {
        page,
        form,
        scope,
        lines: found.iter().map(line).collect(),
        pager: Pager {
            newer: newer.then(|| address(LIST, &page.query(), &[("after", "")])),
            older: found.last().filter(|_| more).map(next),
            note: String::new(),
        },
    }
}
