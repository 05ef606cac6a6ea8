//! `/can-bo/bao-cao/cung-cap`: the figures of a unit beside those of its kind: the units of the
//! same level under the same superior on the last day of the period. Told are the median and the
//! place, never another unit's own figure; and a small median is only said to be small.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use counts::guard::{self, Mark};
use kernel::text::capital;
use units::{Gazetteer, UnitRef};
use web::{Page, PageError};

use super::{Known, PATH, Wanted, address};
use crate::form::Column;
use crate::narrative::{period_words, tongue, unit_words};
use crate::report::{self, Ask, Report, Who};

/// One indicator: the unit's own figure, the median, and its place among so many.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    own: i64,
    median: i64,
    place: usize,
}

/// A line of the page.
struct Line {
    name: String,
    own: String,
    median: String,
    place: String,
}

#[derive(Template)]
#[template(path = "beside.html")]
pub(super) struct BesidePage<'a> {
    page: &'a Page,
    whose: String,
    /// How many units there are; fewer than the guard wants tell too much of each.
    among: String,
    lines: Vec<Line>,
    back: String,
}

/// `GET /can-bo/bao-cao/cung-cap?…`, with the query of the report.
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let wanted = Wanted::read(&app, &officer, page.query()).await?;
    let not_found = || Failure(PageError::NotFound);
    let period = wanted.period.ok_or_else(not_found)?;
    let form = wanted.form_of(&known, period.until).ok_or_else(not_found)?;
    let above = Gazetteer::shared().get(wanted.unit).and_then(|unit| unit.parent());
    let above = above.map(|unit| unit.id()).ok_or_else(not_found)?;
    let laws = app.store.laws();
    let ask = Ask { form, unit: above, period: period.asked, compare: None };
    let report = report::make(&app.store, laws.now(), ask).await.map_err(Failure::bug)?;
    let rule = laws.now().rulebook.in_force(guard::CELL, app.store.clock().today());
    let least = i64::from(rule.and_then(|rule| rule.value).unwrap_or_default());
    let page = titled(page);
    let words = page.w();
    let whose =
        format!("{}, {}", unit_words(wanted.unit, words), period_words(period.asked, words));
    Ok(page.show(&page_of(&page, capital(&whose), (&report, wanted.unit), least)))
}

pub(super) fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-kind").into_owned());
    page.office().here(PATH).title(&here).crumb(root, PATH).crumb_here(here)
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    whose: String,
    (report, unit): (&Report<'_>, UnitRef),
    least: i64,
) -> BesidePage<'a> {
    let among = report.lines.iter().filter(|line| matches!(line.who, Who::Unit { .. })).count();
    let enough = among as i64 >= least;
    let columns = report.form.columns.iter().enumerate();
    let line = |(at, column): (usize, &Column)| {
        let standing = standing(report, unit, at)?;
        let few = page.with("least", page.num(least)).t("od-few");
        let place = page.with("n", page.num(standing.place)).with("of", page.num(among));
        Some(Line {
            name: column.title(tongue(page.w())).to_owned(),
            own: page.num(standing.own),
            median: match Mark::alone(standing.median, least).is_shown() {
                true => page.num(standing.median),
                false => few,
            },
            place: place.t("rp-kind-place"),
        })
    };
    let lines = if enough { columns.filter_map(line).collect() } else { Vec::new() };
    let back = address(PATH, &page.query(), &[]);
    BesidePage { page, whose, among: page.num(among), lines, back }
}

/// How a unit stands in one column; `None` when it has no line.
fn standing(report: &Report<'_>, unit: UnitRef, at: usize) -> Option<Standing> {
    let mut all = Vec::new();
    let mut own = None;
    for line in &report.lines {
        let Who::Unit { unit: whose, .. } = &line.who else { continue };
        let n = line.numbers.get(at)?.now;
        all.push(n);
        if *whose == unit {
            own = Some(n);
        }
    }
    let own = own?;
    all.sort_unstable();
    let median = *all.get((all.len() - 1) / 2)?;
    let place = all.iter().filter(|n| **n > own).count() + 1;
    Some(Standing { own, median, place })
}

/// A page as the styleguide shows it: the first line of a report among all.
pub(super) fn sample<'a>(page: &'a Page, report: &Report<'_>) -> BesidePage<'a> {
    let whose = format!("Xã Nháp, {}", report.form.title(tongue(page.w())));
    let unit = report.lines.first().and_then(|line| match &line.who {
        Who::Unit { unit, .. } => Some(*unit),
        Who::Itself | Who::Ended => None,
    });
    page_of(page, whose, (report, unit.unwrap_or(report.unit)), 1)
}
