//! `/du-lieu`: all datasets, with their years.

use std::sync::Arc;

use accounts::{Answer, App};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use web::Page;

use super::{DATA, address_of};
use crate::narrative::tongue;
use crate::open::store::{self as sql, Entry};
use crate::open::{LICENCE, LICENCE_NAME, Open};

/// A dataset on the list.
struct Line {
    title: String,
    about: String,
    href: String,
    /// The newest year, and whether months are still to come.
    newest: Option<String>,
}

#[derive(Template)]
#[template(path = "data.html")]
pub(in crate::pages) struct ListPage<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    least: String,
    licence: (&'static str, &'static str),
}

/// `GET /du-lieu`
pub(in crate::pages) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(open): Extension<Open>,
    page: Page,
) -> Answer {
    let entries = sql::entries(&app.store).await?;
    let page = titled(page);
    let least = super::leasts(&app).last().copied().unwrap_or_default();
    Ok(page.show(&page_of(&page, &open, &entries, least)))
}

pub(in crate::pages) fn titled(page: Page) -> Page {
    let here = page.t("od-title").into_owned();
    page.here(DATA).title(&here).crumb_here(here)
}

pub(in crate::pages) fn page_of<'a>(
    page: &'a Page,
    open: &Open,
    entries: &[Entry],
    least: i64,
) -> ListPage<'a> {
    let lang = tongue(page.w());
    let newest = |id: &str| {
        let entry = entries.iter().find(|entry| entry.dataset == id)?;
        let year = page.with("year", entry.year.to_string());
        Some(match entry.months < crate::open::MONTHS {
            true => year.with("n", entry.months.to_string()).t("od-year-open"),
            false => year.t("od-year-closed"),
        })
    };
    let line = |dataset: &crate::open::Dataset| Line {
        title: dataset.title(lang).to_owned(),
        about: dataset.about(lang).to_owned(),
        href: address_of(&dataset.id),
        newest: newest(&dataset.id),
    };
    ListPage {
        page,
        lines: open.datasets().iter().map(line).collect(),
        least: page.num(least),
        licence: (LICENCE_NAME, LICENCE),
    }
}
