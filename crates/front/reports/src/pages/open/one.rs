//! `/du-lieu/{dataset}`: what a dataset is, its newest year, its files and what stands in them.

use std::sync::Arc;

use accounts::{Answer, App, Failure};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State as Shared};
use calendar::Lang;
use counts::guard::Mark;
use web::{Page, PageError};

use super::{address_of, titled};
use crate::narrative::tongue;
use crate::open::facts::{ALL, Cell, Span};
use crate::open::store::{self as sql, Entry};
use crate::open::{Dataset, LICENCE, LICENCE_NAME, MONTHS, Open, Volume};

/// A name with what it is.
struct Told {
    code: String,
    name: String,
    is: String,
}

/// A year with its files.
struct Year {
    year: String,
    id: String,
    state: String,
    files: Vec<(&'static str, String)>,
}

/// A period of the newest year: its name, and each indicator's figure as it is told.
struct Line {
    name: String,
    sum: bool,
    figures: Vec<String>,
}

#[derive(Template)]
#[template(path = "dataset.html")]
pub(in crate::pages) struct OnePage<'a> {
    page: &'a Page,
    title: String,
    about: String,
    years: Vec<Year>,
    /// What the table shows: whose figures of which year.
    shown: String,
    heads: Vec<String>,
    lines: Vec<Line>,
    indicators: Vec<Told>,
    columns: Vec<Told>,
    /// Each dimension with its words.
    dimensions: Vec<(Told, Vec<Told>)>,
    dictionary: String,
    licence: (&'static str, &'static str),
}

/// `GET /du-lieu/{dataset}`
pub(in crate::pages) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(open): Extension<Open>,
    Path(id): Path<String>,
    page: Page,
) -> Answer {
    let dataset = open.dataset(&id).ok_or(Failure(PageError::NotFound))?;
    let mut entries = sql::entries(&app.store).await?;
    entries.retain(|entry| entry.dataset == id);
    let newest = match entries.first() {
        Some(entry) => read(&app, &id, entry.year).await?,
        None => None,
    };
    let title = dataset.title(tongue(page.w())).to_owned();
    let page = titled(page, &title);
    Ok(page.show(&page_of(&page, &open, dataset, (&entries, newest.as_ref()))))
}

/// A year of a dataset.
pub(super) async fn read(app: &App, id: &str, year: i16) -> Result<Option<Volume>, Failure> {
    Ok(Volume::replay(&app.store.stream(&Volume::stream(id, year)).await?)?)
}

pub(in crate::pages) fn page_of<'a>(
    page: &'a Page,
    open: &Open,
    dataset: &Dataset,
    (entries, newest): (&[Entry], Option<&Volume>),
) -> OnePage<'a> {
    let lang = tongue(page.w());
    let told = |code: &str, name: &str, is: &str| Told {
        code: code.to_owned(),
        name: name.to_owned(),
        is: is.to_owned(),
    };
    let year = |entry: &Entry| Year {
        year: entry.year.to_string(),
        id: format!("nam-{}", entry.year),
        state: match entry.months < MONTHS {
            true => page.with("n", entry.months.to_string()).t("od-state-open"),
            false => page.with("day", page.date(entry.last)).t("od-state-closed"),
        },
        files: ["csv", "json"]
            .map(|kind| (kind, format!("{}/{}.{kind}", address_of(&dataset.id), entry.year)))
            .to_vec(),
    };
    let indicator =
        |one: &crate::open::define::Told| told(&one.of, one.title(lang), one.definition(lang));
    let column = |one: &crate::open::define::Column| {
        told(&one.id, lang.pick(&one.vi, &one.en), lang.pick(&one.is_vi, &one.is_en))
    };
    OnePage {
        page,
        title: dataset.title(lang).to_owned(),
        about: dataset.about(lang).to_owned(),
        years: entries.iter().map(year).collect(),
        shown: newest.map(|volume| shown(page, volume)).unwrap_or_default(),
        heads: dataset.indicators.iter().map(|one| one.title(lang).to_owned()).collect(),
        lines: newest.map(|volume| lines(page, dataset, volume)).unwrap_or_default(),
        indicators: dataset.indicators.iter().map(indicator).collect(),
        columns: open.columns().iter().map(column).collect(),
        dimensions: dimensions(open, dataset, lang),
        dictionary: format!("{}/datapackage.json", address_of(&dataset.id)),
        licence: (LICENCE_NAME, LICENCE),
    }
}

/// The dimensions of a dataset, each once, with their words.
fn dimensions(open: &Open, dataset: &Dataset, lang: Lang) -> Vec<(Told, Vec<Told>)> {
    let named = dataset.indicators.iter().flat_map(|one| [&one.kind, &one.channel]);
    let mut ids: Vec<&String> = Vec::new();
    for id in named.flatten() {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let told = |code: &str, name: &str| Told {
        code: code.to_owned(),
        name: name.to_owned(),
        is: String::new(),
    };
    let one = |id: &String| {
        let dimension = open.dimension(id)?;
        let words = dimension.words.keys().map(|word| told(word, dimension.word(word, lang)));
        Some((told(id, dimension.title(lang)), words.collect()))
    };
    ids.into_iter().filter_map(one).collect()
}

/// Whose figures the table shows: all units together, or the one that there is.
fn whose(volume: &Volume) -> &str {
    match volume.issues.last().map(|issue| issue.units.as_slice()) {
        Some([one]) => &one.unit,
        _ => ALL,
    }
}

fn shown(page: &Page, volume: &Volume) -> String {
    let whose = whose(volume);
    let units = volume.issues.last().map(|issue| issue.units.as_slice()).unwrap_or_default();
    let name = units.iter().find(|place| place.unit == whose).map(|place| place.name.clone());
    let name = name.unwrap_or_else(|| page.t("od-all").into_owned());
    page.with("year", volume.year.to_string()).with("unit", name).t("od-newest")
}

/// The newest year, month by month, with its quarters and the year.
fn lines(page: &Page, dataset: &Dataset, volume: &Volume) -> Vec<Line> {
    let whose = whose(volume);
    let mut lines = Vec::new();
    for issue in &volume.issues {
        for span in [Span::Month, Span::Quarter, Span::Year] {
            let of = |told: &crate::open::define::Told| {
                let is = |cell: &&Cell| {
                    cell.by.is_empty()
                        && cell.span == span
                        && cell.unit == whose
                        && cell.of == told.of
                };
                issue.cells.iter().find(is)
            };
            let cells: Vec<Option<&Cell>> = dataset.indicators.iter().map(of).collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            let name = match span {
                Span::Month => page.with("n", issue.month.to_string()).t("rp-part-month"),
                Span::Quarter => page.t(format!("rp-part-q{}", issue.month / 3)).into_owned(),
                Span::Year => page.t("rp-part-year").into_owned(),
            };
            let figures = cells.iter().map(|cell| figure(page, *cell, issue.least)).collect();
            lines.push(Line { name, sum: span != Span::Month, figures });
        }
    }
    lines
}

/// A figure as it is told.
fn figure(page: &Page, cell: Option<&Cell>, least: i64) -> String {
    let Some(cell) = cell else { return page.t("od-none").into_owned() };
    match cell.mark {
        Mark::Shown => page.num(cell.n),
        Mark::Few => page.with("least", page.num(least)).t("od-few"),
        Mark::Hidden => page.t("od-hidden").into_owned(),
    }
}
