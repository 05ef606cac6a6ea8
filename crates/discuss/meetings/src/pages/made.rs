//! `/can-bo/cam-ket/moi`: a promise that no dialogue's page writes down: said at a reception, on a
//! visit to a village, elsewhere in public. One that was said on a visit that is kept here is begun
//! on the page of that visit, by the site, which knows both subjects: it bears the visit, and
//! whoever came is told of each step.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use store::VaultId;
use units::local;
use web::{FormState, Html, Page, Posted, beside, fields};

use super::shown::{self, Place as Around};
use super::{AHEAD, BACK, FormPage, OWED, choices};
use crate::desk::{self, NewPromise};
use crate::kind::{BASES, OWNERS, Place, Role};
use crate::promise::complete;
use crate::store as sql;

/// Where a promise is made that no dialogue's page writes down.
const ELSEWHERE: &[&str] = &["reception", "visit", "elsewhere"];

/// The visit on which a promise was made.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its stream.
    pub stream: String,
    /// The unit.
    pub unit: String,
    /// At a reception, or in a village.
    pub place: Place,
    /// The day.
    pub on: Date,
    /// Whom to tell, when they are known.
    pub asker: Option<VaultId>,
    /// The address of the form, and of the visit itself.
    pub action: String,
    /// Where it leads back to.
    pub back: String,
}

/// Units of its tree, offices and villages that can owe what was promised at a unit, by code: those
/// that this installation serves.
pub(crate) async fn units(app: &App, unit: &str) -> Result<Vec<(String, String)>, Failure> {
    let today = app.store.clock().today();
    let mut all = local::under(&app.store, unit).await?;
    all.retain(|one| one.is_current(today) && one.kind != local::Kind::Landmark);
    let mut all: Vec<_> = all.into_iter().map(|one| (one.code, one.name)).collect();
    let served = Scope::of(app, None, None)?.choices;
    all.extend(served.into_iter().filter(|(code, _)| code != unit));
    Ok(all)
}

/// The unit that was chosen to owe; `None` for the one where it was promised.
pub(super) fn owner_unit(form: &mut FormState, units: &[(String, String)]) -> Option<String> {
    let codes: Vec<&str> = units.iter().map(|(code, _)| code.as_str()).collect();
    form.maybe_choice("owner_unit", &codes).map(str::to_owned)
}

/// The form of a promise that was made elsewhere; `units` can owe it beside the own one.
pub(super) fn new<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &Scope,
    units: &[(String, String)],
    key_of: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let unit: Html = match scope.choices.is_empty() {
        true => f.hidden("unit", &scope.unit),
        false => fields(&[&f.select("unit", page.t("dt-unit")).options(&scope.choices)]),
    };
    let place = f.select("place", page.t("dt-said-at"));
    let place = place.options(&choices(page, "dt-where", ELSEWHERE));
    let said = beside(&[
        &place,
        &f.select("said_by", page.t("dt-said-by")).options(&choices(page, "dt-role", OWNERS)),
        &f.date("on", page.t("dt-said-on")),
    ]);
    FormPage {
        page,
        form,
        title: page.t("dt-promise-new").into_owned(),
        lede: page.t("dt-promise-new-lede").into_owned(),
        rules: Vec::new(),
        action: format!("{OWED}/moi"),
        before: Html::default(),
        hidden: vec![("key", key_of.to_owned())],
        fields: fields(&[&unit, &owed(page, form, units), &said, &basis(page, form)]),
        button: page.t("dt-promise-send").into_owned(),
        back: (format!("{OWED}?unit={}", scope.unit), page.t("dt-back").into_owned()),
        overtaken: false,
    }
}

/// What is promised, who owes it, by when.
fn owed(page: &Page, form: &FormState, units: &[(String, String)]) -> Html {
    let f = page.form(form);
    let owner = f.select("owner", page.t("dt-owner")).option("", page.t("choose-one"));
    let owner = owner.options(&choices(page, "dt-role", OWNERS));
    let by = f.date("by", page.t("dt-by"));
    let who = match units.is_empty() {
        true => beside(&[&owner, &by]),
        false => {
            let unit = f.select("owner_unit", page.t("dt-owner-unit"));
            let unit = unit.option("", page.t("dt-owner-own")).options(units).optional();
            beside(&[&owner, &unit, &by])
        }
    };
    fields(&[&f.words("what", page.t("dt-what")).lines(3), &who])
}

/// The rule that it rests on.
fn basis(page: &Page, form: &FormState) -> Html {
    let f = page.form(form);
    let rules = f.select("rule", page.t("dt-basis")).option("", page.t("dt-free"));
    fields(&[&rules.options(&choices(page, "dt-rule", BASES))])
}

/// The page of a new promise, with its title and crumbs.
pub(super) fn titled_new(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("dt-promises").into_owned(), page.t("dt-promise-new").into_owned());
    let page = page.office().here(OWED).titled("dt-promise-new");
    page.crumb(list, OWED).crumb_here(here).redisplay(form)
}

/// `GET /can-bo/cam-ket/moi?unit=…`
pub(super) async fn blank(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::DIALOGUES_CAPTURE, page.query().get("unit"))?;
    let state = FormState::new().with("unit", &scope.unit);
    let page = titled_new(page, &state);
    let units = units(&app, &scope.unit).await?;
    Ok(page.show(&new(&page, &state, &scope, &units, &app.store.new_key())))
}

/// `POST /can-bo/cam-ket/moi`
pub(super) async fn make(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, form: mut state } = posted;
    let scope = Scope::allowed(&app, &officer, Act::DIALOGUES_CAPTURE, state.fields().get("unit"))?;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let units = units(&app, &scope.unit).await?;
    let made = read(&mut state, &scope.unit, (&units, app.store.clock().today()));
    if let Some(done) = record(&app, &officer, made, (&mut state, None), &name).await? {
        return Ok(done);
    }
    let page = titled_new(page, &state);
    Ok(page.show(&new(&page, &state, &scope, &units, &name)))
}

/// Records what was read; `None` when something is wrong with the form, which says so then.
async fn record(
    app: &App,
    officer: &Officer,
    made: Result<Option<NewPromise>, Refusal>,
    (state, asker): (&mut FormState, Option<VaultId>),
    name: &str,
) -> Result<Option<axum::response::Response>, Failure> {
    match made {
        Ok(Some(promise)) => {
            let sender = officer.account.to_string();
            let id = app.store.keyed_id(promise.said_on, &["promise", &sender, name]);
            match desk::promise(&app.store, &officer.actor(), &promise, asker, id).await {
                Ok(key) => {
                    let path = format!("{OWED}/viec/{key}");
                    return Ok(Some(Redirect::to(&path).into_response()));
                }
                Err(failure) => failure.on_form(state)?,
            }
        }
        Ok(None) => {}
        Err(refusal) => state.refuse(&refusal),
    }
    Ok(None)
}

/// What the form says of a promise that was made anywhere.
fn read(
    form: &mut FormState,
    unit: &str,
    (units, today): (&[(String, String)], Date),
) -> Result<Option<NewPromise>, Refusal> {
    let what = form.required("what", desk::MOST_WORDS);
    let place = form.choice("place", ELSEWHERE).and_then(Place::read);
    let said_by = form.choice("said_by", OWNERS).and_then(Role::read);
    let said_on = form.date("on", today.saturating_sub(BACK.years()), today);
    let until = form.maybe_date(
        "by",
        today.saturating_sub(BACK.years()),
        today.saturating_add(AHEAD.years()),
    );
    let rule = form.maybe_choice("rule", BASES).map(str::to_owned);
    let owner_unit = owner_unit(form, units);
    if form.is_wrong() {
        return Ok(None);
    }
    let (Some(what), Some(place), Some(said_by), Some(said_on)) = (what, place, said_by, said_on)
    else {
        return Ok(None);
    };
    let (owner, until) = complete(form.fields().get("owner"), until, said_on)?;
    Ok(Some(NewPromise {
        unit: unit.to_owned(),
        owner,
        owner_unit: owner_unit.unwrap_or_else(|| unit.to_owned()),
        what,
        until,
        said_by,
        said_on,
        place,
        dialogue: None,
        question: None,
        rule,
        visit: None,
    }))
}

/// The form of a promise that was made on a visit: where and when is known.
fn on_visit<'a>(
    page: &'a Page,
    form: &'a FormState,
    visit: &Visit,
    units: &[(String, String)],
    (before, key_of): (Html, &str),
) -> FormPage<'a> {
    let f = page.form(form);
    let said_by = f.select("said_by", page.t("dt-said-by"));
    let said_by = said_by.options(&choices(page, "dt-role", OWNERS));
    let place = page.t(super::key("dt-where", visit.place.word())).into_owned();
    let lede = page.with("date", page.date(visit.on)).with("place", place).t("dt-promise-visit");
    FormPage {
        page,
        form,
        title: page.t("dt-promise-new").into_owned(),
        lede,
        rules: Vec::new(),
        action: visit.action.clone(),
        before,
        hidden: vec![("key", key_of.to_owned())],
        fields: fields(&[&owed(page, form, units), &beside(&[&said_by]), &basis(page, form)]),
        button: page.t("dt-promise-send").into_owned(),
        back: (visit.back.clone(), page.t("dt-back-to-visit").into_owned()),
        overtaken: false,
    }
}

/// What was promised on the visit already.
async fn promised(app: &App, page: &Page, visit: &Visit) -> Result<Html, Failure> {
    let words = sql::of_visit(&app.store, &visit.stream).await?;
    if words.is_empty() {
        return Ok(Html::default());
    }
    let place = Around { here: &visit.unit, office: true };
    let list = shown::owed_all(app, page, &words, place).await?;
    Ok(Html::of(&OwedList { page, list }))
}

/// Promises as one list inside another page.
#[derive(askama::Template)]
#[template(path = "owed.html")]
struct OwedList<'a> {
    page: &'a Page,
    list: Vec<shown::Owed>,
}

/// The form, with what was promised on the visit already.
///
/// # Errors
/// Forbidden, for who may not write promises down; and when the database does not answer.
pub async fn begin(app: &App, officer: &Officer, page: Page, visit: &Visit) -> Answer {
    officer.allow(Act::DIALOGUES_CAPTURE, &visit.unit)?;
    let state = FormState::new();
    let page = titled_new(page, &state);
    let before = (promised(app, &page, visit).await?, app.store.new_key());
    let units = units(app, &visit.unit).await?;
    Ok(page.show(&on_visit(&page, &state, visit, &units, (before.0, &before.1))))
}

/// What the form says, written down; the form anew where something is wrong with it.
///
/// # Errors
/// As [`begin`].
pub async fn sent(app: &App, officer: &Officer, posted: Posted, visit: &Visit) -> Answer {
    officer.allow(Act::DIALOGUES_CAPTURE, &visit.unit)?;
    let Posted { page, form: mut state } = posted;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let units = units(app, &visit.unit).await?;
    state.set("place", visit.place.word());
    state.set("on", visit.on.strftime("%d/%m/%Y").to_string());
    let made = read(&mut state, &visit.unit, (&units, app.store.clock().today()));
    let bears = |new: NewPromise| NewPromise { visit: Some(visit.stream.clone()), ..new };
    let made = made.map(|made| made.map(bears));
    let told = (&mut state, visit.asker.clone());
    if let Some(done) = record(app, officer, made, told, &name).await? {
        return Ok(done);
    }
    let page = titled_new(page, &state);
    let before = promised(app, &page, visit).await?;
    Ok(page.show(&on_visit(&page, &state, visit, &units, (before, &name))))
}
