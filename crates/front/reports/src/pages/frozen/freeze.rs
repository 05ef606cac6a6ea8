//! `/can-bo/bao-cao/chot`: a report is frozen, its sentences as they are or written anew.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use units::Gazetteer;
use web::{Fields, FormState, Html, Lang, Page, PageError, Posted, fields};

use super::super::{Known, PATH, Wanted, address};
use super::{FREEZE, LIST, address_of};
use crate::frozen::Sentence;
use crate::frozen::desk::{self, MOST_WORDS, Taken};
use crate::narrative::{self, period_words, unit_words};
use crate::report::Report;

#[derive(Template)]
#[template(path = "freeze.html")]
pub(in crate::pages) struct FreezePage<'a> {
    page: &'a Page,
    form: &'a FormState,
    whose: String,
    action: &'static str,
    /// What was asked for, the key that names the form, and the figures that it shows.
    hidden: Vec<(String, String)>,
    fields: Html,
    back: String,
    /// Whether figures moved since the form was opened.
    moved: bool,
}

/// What is to be frozen: the report asked for, of a unit of today.
async fn taken<'a>(
    app: &App,
    officer: &Officer,
    (query, known): (Fields, &'a Known),
) -> Result<Taken<'a>, Failure> {
    officer.allow_somewhere(Act::REPORTS_FREEZE)?;
    let wanted = Wanted::read(app, officer, query).await?;
    let not_found = || Failure(PageError::NotFound);
    let code = wanted.unit.code();
    let own = Gazetteer::shared().current(&code).map(|unit| unit.id());
    if own != Some(wanted.unit) {
        return Err(not_found());
    }
    officer.allow(Act::REPORTS_FREEZE, &code)?;
    let period = wanted.period.ok_or_else(not_found)?;
    let form = wanted.form_of(known, period.until).ok_or_else(not_found)?;
    let laws = app.store.laws();
    desk::take(&app.store, laws.now(), wanted.ask(form, period, laws.now())).await
}

/// What a form says of the report that it freezes.
const ASKED: [&str; 8] = ["form", "unit", "year", "part", "months", "from", "until", "compare"];

fn asked(fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    let known = fields.pairs().filter(|(name, _)| ASKED.contains(name));
    known.for_each(|(name, value)| kept.push(name, value));
    kept
}

/// The sentences as the figures make them: documents are Vietnamese.
fn made(app: &App, report: &Report<'_>) -> Vec<String> {
    let words = app.face.book().words(Lang::Vi);
    narrative::written(report, &words).iter().map(|pieces| narrative::text(pieces)).collect()
}

/// The figures of a report in short: a form that saw others is shown again.
fn figures(report: &Report<'_>) -> String {
    let all = report.total.iter().flat_map(|one| [one.now, one.before.unwrap_or(0)]);
    let planned = report.plan.iter().flat_map(|plan| plan.targets.values().copied());
    all.chain(planned).map(|n| n.to_string()).collect::<Vec<_>>().join(".")
}

fn name(at: usize) -> String {
    format!("text{at}")
}

pub(in crate::pages) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    report: &Report<'_>,
    (query, key, moved): (&Fields, &str, bool),
) -> FreezePage<'a> {
    let f = page.form(form);
    let lines = form.fields().pairs().filter(|(name, _)| name.starts_with("text")).count();
    let controls: Vec<_> = (0..lines)
        .map(|at| {
            let label = page.with("n", (at + 1).to_string()).t("rp-sentence");
            f.words(&name(at), label).lines(3).optional()
        })
        .collect();
    let all: Vec<&dyn askama::filters::HtmlSafe> = controls.iter().map(|one| one as _).collect();
    let (unit, period) =
        (unit_words(report.unit, page.w()), period_words(report.period.asked, page.w()));
    let more = [("key", key.to_owned()), ("figures", figures(report))];
    let asked = query.pairs().map(|(name, value)| (name.to_owned(), value.to_owned()));
    FreezePage {
        page,
        form,
        whose: format!("{}: {unit}, {period}", super::out_title(page, report)),
        action: FREEZE,
        hidden: asked.chain(more.map(|(name, value)| (name.to_owned(), value))).collect(),
        fields: fields(&all),
        back: address(PATH, query, &[]),
        moved,
    }
}

pub(in crate::pages) fn titled(page: Page, form: &FormState) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-freeze").into_owned());
    page.office().here(PATH).title(&here).crumb(root, PATH).crumb_here(here).redisplay(form)
}

/// `GET /can-bo/bao-cao/chot?…`, with the query of the report.
pub(in crate::pages) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    let query = asked(&page.query());
    let taken = taken(&app, &officer, (query.clone(), &known)).await?;
    let made = made(&app, &taken.report);
    let mut form = FormState::new();
    made.iter().enumerate().for_each(|(at, text)| form.set(&name(at), text));
    let page = titled(page, &form);
    let key = app.store.new_key();
    Ok(page.show(&page_of(&page, &form, &taken.report, (&query, &key, false))))
}

/// `POST /can-bo/bao-cao/chot`
pub(in crate::pages) async fn send(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let query = asked(form.fields());
    let taken = taken(&app, &officer, (query.clone(), &known)).await?;
    let made = made(&app, &taken.report);
    let key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let sender = officer.account.to_string();
    let until = taken.report.period.until;
    let id = app.store.keyed_id(until, &["report", &sender, &key]);
    let there = desk::is_there(&app.store, id).await?;
    let moved = form.fields().get("figures") != Some(figures(&taken.report).as_str());
    let sentences = sentences(&mut form, &made);
    if there || (!moved && !form.is_wrong()) {
        let key = desk::freeze(&app.store, &officer.actor(), &taken, &sentences, id).await?;
        return Ok(Redirect::to(&address_of(&key)).into_response());
    }
    let page = titled(page, &form);
    let page = if moved { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&page_of(&page, &form, &taken.report, (&query, &key, moved))))
}

fn sentences(form: &mut FormState, made: &[String]) -> Vec<Sentence> {
    let one = |(at, made): (usize, &String)| Sentence {
        made: made.clone(),
        text: form.text(&name(at), MOST_WORDS).unwrap_or_default(),
    };
    made.iter().enumerate().map(one).collect()
}

/// Where the list is, for the page of reports.
pub(in crate::pages) fn list_of(unit: &str) -> String {
    format!("{LIST}?unit={unit}")
}
