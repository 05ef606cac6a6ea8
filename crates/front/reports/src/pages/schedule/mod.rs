//! `/can-bo/bao-cao/lich-chot`: which reports of a unit the program freezes by itself, how long
//! after each period; where such a schedule begins and ends.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use kernel::{Id, Refusal};
use web::{FormState, Page, Posted};

use super::{Known, PATH as ROOT};
use crate::periods::{Own, desk as periods};
use crate::schedule::facts::Begun;
use crate::schedule::{Every, MOST_DAYS, desk};

pub(super) mod sample;
mod view;

/// The address.
const PATH: &str = "/can-bo/bao-cao/lich-chot";
/// Where one is ended.
const END: &str = "/can-bo/bao-cao/lich-chot/thoi";
/// How the word of a period of an organisation's own begins in the form.
const OWN: &str = "own~";

fn word(own: &Own) -> String {
    format!("{OWN}{}", own.key())
}

/// The names of those who began a schedule, by account.
type Names = HashMap<Id, String>;

pub(super) fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-schedule").into_owned());
    page.office().here(ROOT).title(&here).crumb(root, ROOT).crumb_here(here)
}

fn address_of(unit: &str) -> String {
    format!("{PATH}?unit={unit}")
}

/// `GET /can-bo/bao-cao/lich-chot?unit=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::REPORTS_READ, page.query().get("unit"))?;
    let form = FormState::new().with("compare", 1);
    draw((&app, &known, &officer), page, &scope, &form).await
}

async fn draw(
    (app, known, officer): (&App, &Known, &Officer),
    page: Page,
    scope: &Scope,
    form: &FormState,
) -> Answer {
    let (store, today) = (&app.store, app.store.clock().today());
    let found = desk::of_unit(store, &scope.unit).await?;
    let ids: Vec<Id> = found.iter().filter_map(|one| one.by.account()).collect();
    let names: Names = app.names(&ids).await?;
    let forms = super::show::forms(&page, known, today);
    let own = periods::of(app, &scope.unit).await?;
    let gone = desk::gone(store, known.forms(), &found).await?;
    let laws = store.laws();
    let page = titled(page).redisplay(form);
    let asked = FormState::new().with("unit", &scope.unit);
    let (law, known) = (laws.now(), known.forms());
    let (forms, names, own, gone) = (&forms, &names, &own, &gone);
    let read = view::Read { forms, names, own, law, today, known, gone };
    let lines = found.iter().map(|one| view::line(&page, one, &read)).collect();
    let may = officer.may(Act::REPORTS_FREEZE, &scope.unit);
    Ok(page.show(&view::page_of(&page, (&asked, form, scope), (&read, lines), may)))
}

/// `POST /can-bo/bao-cao/lich-chot`: one begins today.
pub(super) async fn begin(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let scope = Scope::allowed(&app, &officer, Act::REPORTS_FREEZE, form.fields().get("unit"))?;
    let own = periods::of(&app, &scope.unit).await?;
    if let Some(begun) = typed(&app, (&known, &own), &scope, &mut form) {
        match desk::begin(&app.store, &officer.actor(), begun).await {
            Ok(()) => return Ok(Redirect::to(&address_of(&scope.unit)).into_response()),
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    draw((&app, &known, &officer), page, &scope, &form).await
}

/// What was typed; `None` when something is wrong with it.
fn typed(
    app: &App,
    (known, own): (&Known, &[Own]),
    scope: &Scope,
    form: &mut FormState,
) -> Option<Begun> {
    let today = app.store.clock().today();
    let forms: Vec<&str> = known.forms().all_on(today).map(|form| form.id.as_str()).collect();
    let of = form.choice("form", &forms);
    let own: Vec<String> = own.iter().filter(|one| one.ended.is_none()).map(word).collect();
    let words = Every::ALL.map(Every::word).into_iter().chain(own.iter().map(String::as_str));
    let every = form.choice("every", &words.collect::<Vec<_>>());
    let own = every.and_then(|word| word.strip_prefix(OWN)).map(str::to_owned);
    let civil = form.maybe_choice("months", &["civil"]).is_some() && own.is_none();
    let days = form.number("days", 1..=MOST_DAYS);
    let of_state = Every::ALL.into_iter().find(|one| Some(one.word()) == every);
    let every = if own.is_some() { Some(Every::Own) } else { of_state };
    let (of, every, days) = (of?, every?, days?);
    (!form.is_wrong()).then(|| Begun {
        unit: scope.unit.clone(),
        form: of.to_owned(),
        every,
        own,
        civil,
        days,
        compare: form.ticked("compare"),
        from: today,
    })
}

/// `POST /can-bo/bao-cao/lich-chot/thoi`
pub(super) async fn end(Shared(app): Shared<Arc<App>>, officer: Officer, posted: Posted) -> Answer {
    officer.allow_somewhere(Act::REPORTS_FREEZE)?;
    let key = posted.form.fields().get("schedule").unwrap_or_default().to_owned();
    let none = || Failure::from(Refusal::conflict("schedule-none"));
    let schedule = desk::read(&app.store, &key).await?.ok_or_else(none)?;
    officer.allow(Act::REPORTS_FREEZE, &schedule.begun.unit)?;
    desk::end(&app.store, &officer.actor(), &key).await?;
    Ok(Redirect::to(&address_of(&schedule.begun.unit)).into_response())
}
