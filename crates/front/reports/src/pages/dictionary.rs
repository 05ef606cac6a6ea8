//! `/can-bo/bao-cao/chi-tieu`: every indicator of the house as its subject declares it: name, what
//! it counts, in what, by what it is broken down, whether it adds up, and which forms use it.

use accounts::{Act, Answer, Officer};
use askama::Template;
use axum::Extension;
use counts::Indicator;
use web::Page;

use super::{Known, PATH};
use crate::form::Form;

/// An indicator with its words.
struct Line {
    id: &'static str,
    name: String,
    is: String,
    measure: String,
    /// By what it is broken down; empty when by nothing but unit and day.
    by: String,
    additive: bool,
    /// Signs or titles of the forms that use it.
    forms: String,
}

#[derive(Template)]
#[template(path = "dictionary.html")]
pub(super) struct DictionaryPage<'a> {
    page: &'a Page,
    lines: Vec<Line>,
}

/// `GET /can-bo/bao-cao/chi-tieu`
pub(super) async fn show(
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let page = titled(page);
    Ok(page.show(&page_of(&page, &known)))
}

pub(super) fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-dictionary").into_owned());
    page.office().here(PATH).title(&here).crumb(root, PATH).crumb_here(here)
}

pub(super) fn page_of<'a>(page: &'a Page, known: &Known) -> DictionaryPage<'a> {
    let lines = known.indicators().iter().map(|one| line(page, known, one)).collect();
    DictionaryPage { page, lines }
}

fn line(page: &Page, known: &Known, one: &Indicator) -> Line {
    let by = one.by.iter().filter(|word| !word.is_empty());
    let by: Vec<String> = by.map(|word| page.t(format!("dimension-{word}")).into_owned()).collect();
    let uses = |form: &&Form| form.indicators().contains(&one.id);
    let sign = |form: &Form| match form.code.as_str() {
        "" => form.id.clone(),
        code => code.to_owned(),
    };
    let mut forms: Vec<String> = known.forms().all().filter(uses).map(sign).collect();
    forms.dedup();
    Line {
        id: one.id,
        name: page.t(one.name_key()).into_owned(),
        is: page.t(one.is_key()).into_owned(),
        measure: page.t(one.measure_key()).into_owned(),
        by: by.join(", "),
        additive: one.additive,
        forms: forms.join(", "),
    }
}
