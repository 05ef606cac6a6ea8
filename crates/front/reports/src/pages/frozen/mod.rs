//! Reports that were frozen: freezing one, the list, one of them with what became of its figures
//! since, what is behind a figure, and the files.

use std::sync::Arc;

use accounts::{Act, App, Failure, Officer};
use units::UnitRef;
use web::{Page, PageError};

use super::PATH;
use crate::form::Form;
use crate::frozen::{Kept, desk};
use crate::narrative::tongue;
use crate::out;
use crate::report::{Placing, Report, Who};

pub(super) mod cell;
pub(super) mod freeze;
pub(super) mod list;
pub(super) mod one;
pub(super) mod sample;

/// The list.
pub(super) const LIST: &str = "/can-bo/bao-cao/da-chot";
/// Where one is frozen.
pub(super) const FREEZE: &str = "/can-bo/bao-cao/chot";

/// The address of one.
fn address_of(key: &str) -> String {
    format!("{LIST}/{key}")
}

/// The address of what is behind one of its figures.
fn behind(key: &str, form: &Form, (line, column): (&str, usize)) -> String {
    let column = form.columns.get(column).map(|column| column.id.as_str()).unwrap_or_default();
    format!("{LIST}/{key}/viec?line={line}&column={column}")
}

/// A frozen report that this officer may read.
async fn read(app: &Arc<App>, officer: &Officer, key: &str) -> Result<Kept, Failure> {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let kept = desk::read(&app.store, key).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(Act::REPORTS_READ, &kept.frozen.unit)?;
    Ok(kept)
}

fn placing<'a>(report: &Report<'a>) -> Result<Placing<'a>, Failure> {
    Placing::new(report).ok_or(Failure(PageError::NotFound))
}

/// The words of a line.
fn line_words(page: &Page, report: &Report<'_>, word: &str) -> String {
    if word == crate::frozen::differ::ALL {
        return page.t("rp-total").into_owned();
    }
    let lines = report.lines.iter().map(|line| &line.who);
    match lines.clone().find(|who| who.word() == word) {
        Some(who) => out::who(who, page.w()),
        None if word == "itself" => out::who(&Who::Itself, page.w()),
        None if word == "ended" => out::who(&Who::Ended, page.w()),
        None => word.parse::<UnitRef>().map(out::path).unwrap_or_default(),
    }
}

/// The words of a column.
fn column_words(page: &Page, form: &Form, at: usize) -> String {
    let title = |column: &crate::form::Column| column.title(tongue(page.w())).to_owned();
    form.columns.get(at).map(title).unwrap_or_default()
}

/// The page of one, with its crumbs.
fn titled(page: Page, title: &str) -> Page {
    let (root, list) = (page.t("rp-title").into_owned(), page.t("rp-frozen").into_owned());
    let page = page.office().here(PATH).title(title).crumb(root, PATH);
    page.crumb(list, LIST).crumb_here(title)
}

/// The title of a report's form.
fn out_title(page: &Page, report: &Report<'_>) -> String {
    report.form.title(tongue(page.w())).to_owned()
}
