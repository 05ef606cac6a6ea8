//! `/can-bo/bao-cao/den-han`: which units of the next lower level have reported, which are late;
//! and where the signed file of a unit without a line to here is taken in.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use counts::Period;
use counts::period::{Asked, Months, Part};
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::Law;
use web::{Fields, FormState, Page, PageError, Posted};

use super::{Known, PATH as ROOT, Wanted, address};
use crate::form::Form;
use crate::sent::desk::{self, Taken};
use crate::sent::file::{self, MOST_BYTES};
use crate::sent::standing::Line;

pub(super) mod sample;
mod view;

/// The address.
pub(super) const PATH: &str = "/can-bo/bao-cao/den-han";

/// What the fields of this page are called.
const ASKED: [&str; 5] = ["form", "unit", "year", "part", "months"];

fn asked(fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    let known = fields.pairs().filter(|(name, _)| ASKED.contains(name));
    known.for_each(|(name, value)| kept.push(name, value));
    kept
}

/// Without a period the last quarter that is over is meant.
fn begun(query: Fields, law: &Law, today: Date) -> Fields {
    if query.get("year").is_some() {
        return query;
    }
    let mut query = query.without("year").without("part");
    if let Some((year, part)) = last_quarter(law, today) {
        query.push("year", year.to_string());
        query.push("part", part);
    }
    query
}

fn last_quarter(law: &Law, today: Date) -> Option<(i16, &'static str)> {
    const QUARTERS: [(&str, i8); 4] = [("Q4", 4), ("Q3", 3), ("Q2", 2), ("Q1", 1)];
    let years = [today.year() + 1, today.year(), today.year() - 1];
    let all = years.into_iter().flat_map(|year| QUARTERS.map(|(word, n)| (year, word, n)));
    let is_over = |(year, _, n): &(i16, &str, i8)| {
        let asked = Asked::Part { months: Months::OfReports, year: *year, part: Part::Quarter(*n) };
        asked.period(law).is_ok_and(|period| period.until < today)
    };
    all.into_iter().find(is_over).map(|(year, word, _)| (year, word))
}

/// What is looked at: whose units, for which form and period, until when.
struct Looked<'a> {
    wanted: Wanted,
    form: &'a Form,
    period: Period,
    due: Date,
    lines: Vec<Line>,
    taken: Vec<Taken>,
}

impl<'a> Looked<'a> {
    async fn read(app: &App, known: &'a Known, wanted: Wanted) -> Result<Option<Self>, Failure> {
        let laws = app.store.laws();
        let Some(period) = wanted.period else { return Ok(None) };
        let Some(form) = wanted.form_of(known, period.until) else { return Ok(None) };
        let Some(due) = desk::due(laws.now(), &period) else { return Ok(None) };
        let lines = desk::lines(&app.store, (form, wanted.unit), (&period, due)).await?;
        let taken = desk::received(&app.store, &lines).await?;
        Ok(Some(Self { wanted, form, period, due, lines, taken }))
    }
}

fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rs-title").into_owned());
    page.office().here(ROOT).title(&here).crumb(root, ROOT).crumb_here(here)
}

/// `GET /can-bo/bao-cao/den-han?form=…&unit=…&year=…&part=…&months=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let query = page.query();
    let number = |name| query.get(name).and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let done = view::Done { taken: number("nhan"), again: number("lai") };
    draw(&app, &known, &officer, (page, query, done), &FormState::new()).await
}

async fn draw(
    app: &App,
    known: &Known,
    officer: &Officer,
    (page, query, done): (Page, Fields, view::Done),
    faults: &FormState,
) -> Answer {
    let laws = app.store.laws();
    let today = app.store.clock().today();
    let wanted = Wanted::read(app, officer, begun(asked(&query), laws.now(), today)).await?;
    let page = titled(page).redisplay(faults);
    let (form, scope) = (wanted.form.clone(), wanted.scope.clone());
    let code = wanted.unit.code();
    let may = officer.may(Act::REPORTS_EXCHANGE, &code);
    let key = may.then(|| file::signer(&app.store.keys(), &code)).flatten();
    let looked = Looked::read(app, known, wanted).await?;
    let shown = view::page_of(
        &page,
        (&form, faults, &scope),
        super::show::forms(&page, known, today),
        view::Read { looked: looked.as_ref(), key: key.map(|key| key.verifier().text()), done },
    );
    Ok(page.show(&shown))
}

/// `POST /can-bo/bao-cao/den-han`: signed files of units below; each is taken in or refused.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_EXCHANGE)?;
    let Posted { page, mut form } = posted;
    let fields = asked(form.fields());
    let laws = app.store.laws();
    let today = app.store.clock().today();
    let wanted = Wanted::read(&app, &officer, begun(fields.clone(), laws.now(), today)).await?;
    officer.allow(Act::REPORTS_EXCHANGE, &wanted.unit.code())?;
    let not_found = || Failure(PageError::NotFound);
    let period = wanted.period.ok_or_else(not_found)?;
    let of = wanted.form_of(&known, period.until).ok_or_else(not_found)?;
    let mut done = view::Done::default();
    let files = form.take_files();
    if files.is_empty() {
        form.refuse(&Refusal::invalid("files", "exchange-none"));
    }
    for one in files {
        let refuse = |refusal: Refusal| refusal.with("file", &one.file_name);
        let text = match String::from_utf8(one.bytes.clone()) {
            Ok(text) if !one.is_over() && text.len() <= MOST_BYTES => text,
            _ => {
                form.refuse(&refuse(Refusal::invalid("files", "exchange-no-file")));
                continue;
            }
        };
        let (keys, what) = ((text.as_str(), known.keys()), (of, wanted.unit, &period));
        match desk::take(&app.store, &officer.actor(), keys, what).await {
            Ok(taken) if taken.again => done.again += 1,
            Ok(_) => done.taken += 1,
            Err(failure) => match failure.refusal().cloned() {
                Some(refusal) if refusal.field.is_some() => form.refuse(&refuse(refusal)),
                _ => return Err(failure),
            },
        }
    }
    if !form.is_wrong() {
        let (n, m) = (done.taken.to_string(), done.again.to_string());
        let to = address(PATH, wanted.form.fields(), &[("nhan", &n), ("lai", &m)]);
        return Ok(Redirect::to(&to).into_response());
    }
    draw(&app, &known, &officer, (page, fields, done), &form).await
}
