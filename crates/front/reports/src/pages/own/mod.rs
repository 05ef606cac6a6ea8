//! `/can-bo/bao-cao/ky-rieng`: the reporting periods of a unit's own, and where one is defined and
//! ended. The periods of the law are data of the rulebook and stand on the page of the law.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use counts::own::{Each, Rule};
use jiff::civil::Date;
use kernel::Refusal;
use web::{FormState, Page, Posted, Say};

use super::PATH as ROOT;
use crate::periods::facts::Defined;
use crate::periods::{MOST_NAME, desk};

pub(super) mod sample;
mod view;

/// The address.
const PATH: &str = "/can-bo/bao-cao/ky-rieng";
/// Where one is ended.
const END: &str = "/can-bo/bao-cao/ky-rieng/thoi";
/// The word of a period that comes once.
const ONCE: &str = "once";

pub(super) fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-own").into_owned());
    page.office().here(ROOT).title(&here).crumb(root, ROOT).crumb_here(here)
}

fn address_of(unit: &str) -> String {
    format!("{PATH}?unit={unit}")
}

/// `GET /can-bo/bao-cao/ky-rieng?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::REPORTS_READ, page.query().get("unit"))?;
    let year = app.store.clock().today().year();
    draw(&app, &officer, (page, &scope), &FormState::new().with("year", year)).await
}

async fn draw(
    app: &App,
    officer: &Officer,
    (page, scope): (Page, &Scope),
    form: &FormState,
) -> Answer {
    let found = desk::of(app, &scope.unit).await?;
    let page = titled(page).redisplay(form);
    let asked = FormState::new().with("unit", &scope.unit);
    let may = officer.may(Act::REPORTS_PLAN, &scope.unit);
    let today = app.store.clock().today();
    Ok(page.show(&view::page_of(&page, (&asked, form, scope), (&found, today), may)))
}

/// `POST /can-bo/bao-cao/ky-rieng`
pub(super) async fn define(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let scope = Scope::allowed(&app, &officer, Act::REPORTS_PLAN, form.fields().get("unit"))?;
    if let Some(defined) = typed(&app, &scope, &mut form) {
        match desk::define(&app.store, &officer.actor(), defined).await {
            Ok(()) => return Ok(Redirect::to(&address_of(&scope.unit)).into_response()),
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    draw(&app, &officer, (page, &scope), &form).await
}

/// What was typed; `None` when something is wrong with it.
fn typed(app: &App, scope: &Scope, form: &mut FormState) -> Option<Defined> {
    let latest = Date::constant(app.store.clock().today().year() + 5, 12, 31);
    let earliest = Date::constant(1990, 1, 1);
    let name = form.required("name", MOST_NAME);
    let words: Vec<&str> = Each::ALL.map(Each::word).into_iter().chain([ONCE]).collect();
    let each = form.choice("each", &words);
    let first = form.date("first", earliest, latest);
    let once = each == Some(ONCE);
    let year = if once { None } else { form.number("year", 1990..=i64::from(latest.year())) };
    let from = if once { first } else { form.maybe_date("from", earliest, latest).or(first) };
    let until = match once {
        true => form.date("until", first.unwrap_or(earliest), latest),
        false => form.maybe_date("until", from.unwrap_or(earliest), latest),
    };
    let (name, each, first, from) = (name?, each?, first?, from?);
    let each = Each::ALL.into_iter().find(|one| one.word() == each);
    let rule = match each {
        None => Some(Rule::Once { from: first, until: until? }),
        Some(each) => repeats(form, each, (first, year?)),
    };
    let rule = rule.filter(|_| !form.is_wrong())?;
    // Days that come once begin on their first day and on no other.
    let until = if once { None } else { until };
    Some(Defined { unit: scope.unit.clone(), name, rule, from, until })
}

/// A rule out of the first day of the first period of a year.
fn repeats(form: &mut FormState, each: Each, (first, year): (Date, i64)) -> Option<Rule> {
    let own = i64::from(first.year());
    if year != own && year != own + 1 {
        form.wrong("year", Say::new("rp-own-other-year"));
        return None;
    }
    let (day, month, before) = (first.day(), first.month(), year == own + 1);
    let rule = Rule::Repeats { each, day, month, before };
    if !rule.is_sound() {
        form.wrong("first", Say::new("rp-own-late-day"));
    }
    Some(rule)
}

/// `POST /can-bo/bao-cao/ky-rieng/thoi`
pub(super) async fn end(Shared(app): Shared<Arc<App>>, officer: Officer, posted: Posted) -> Answer {
    officer.allow_somewhere(Act::REPORTS_PLAN)?;
    let key = posted.form.fields().get("period").unwrap_or_default().to_owned();
    let none = || Failure::from(Refusal::conflict("period-none"));
    let own = desk::read(&app.store, &key).await?.ok_or_else(none)?;
    officer.allow(Act::REPORTS_PLAN, &own.defined.unit)?;
    desk::end(&app.store, &officer.actor(), &key).await?;
    Ok(Redirect::to(&address_of(&own.defined.unit)).into_response())
}
