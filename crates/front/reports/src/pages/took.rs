//! `/can-bo/bao-cao/so-ngay`: how many days cases took, from each case's own days. A median is
//! worked out of all cases of the unit and period together: medians of units or months, added or
//! averaged, would be no median.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use counts::behind::{self, Part};
use counts::days;
use kernel::text::capital;
use store::Store;
use units::series::Coded;
use web::{Page, PageError};

use super::{Known, PATH, Wanted, address};
use crate::narrative::{period_words, unit_words};
use crate::report;

/// What begins a case, and what ends it with an answer or a decision.
const BEGIN: &str = "petitions.cases";
const ENDS: [&str; 2] = ["petitions.closed_in_time", "petitions.closed_late"];
/// The kinds of cases, each with its own terms: they are not thrown together.
const KINDS: [&str; 3] = ["feedback", "complaint", "second_complaint"];
/// The most cases that are looked at for one page: beyond that it would keep others waiting.
const MOST: i64 = 200_000;

/// The cases of one kind.
struct Line {
    name: String,
    cases: String,
    median: String,
    most: String,
    longest: String,
}

#[derive(Template)]
#[template(path = "took.html")]
pub(super) struct TookPage<'a> {
    page: &'a Page,
    whose: String,
    lines: Vec<Line>,
    /// There are more cases than one page looks at.
    too_many: bool,
    back: String,
}

/// `GET /can-bo/bao-cao/so-ngay?…`, with the query of the report.
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
    let codes = report::codes(form, wanted.unit, &period, "all");
    let codes: Vec<Coded> = codes.into_iter().map(|(_, coded)| coded).collect();
    let page = titled(page);
    let words = page.w();
    let whose =
        format!("{}, {}", unit_words(wanted.unit, words), period_words(period.asked, words));
    let found = read(&app.store, &codes).await?;
    Ok(page.show(&page_of(&page, capital(&whose), found.as_deref())))
}

/// The days of each kind; `None` when there are too many cases.
async fn read(store: &Store, codes: &[Coded]) -> Result<Option<Vec<days::Days>>, Failure> {
    if behind::total(store, codes, &ENDS.map(Part::all)).await? > MOST {
        return Ok(None);
    }
    let mut found = Vec::new();
    for kind in KINDS {
        found.push(days::between(store, codes, (BEGIN, &ENDS[..]), &[kind]).await?);
    }
    Ok(Some(found))
}

pub(super) fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-took").into_owned());
    page.office().here(PATH).title(&here).crumb(root, PATH).crumb_here(here)
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    whose: String,
    found: Option<&[days::Days]>,
) -> TookPage<'a> {
    let told = |n: Option<i64>| n.map(|n| page.num(n)).unwrap_or_default();
    let line = |(kind, days): (&str, &days::Days)| Line {
        name: page.t(format!("rp-took-{}", kind.replace('_', "-"))).into_owned(),
        cases: page.num(days.cases()),
        median: told(days.within(50)),
        most: told(days.within(90)),
        longest: told(days.longest()),
    };
    let lines = KINDS.into_iter().zip(found.unwrap_or_default()).map(line).collect();
    let back = address(PATH, &page.query(), &[]);
    TookPage { page, whose, lines, too_many: found.is_none(), back }
}
