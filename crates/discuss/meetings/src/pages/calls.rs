//! `/can-bo/doi-thoai/yeu-cau`: voters ask for a dialogue: the officer enters how many stand on
//! which day's paper. There is no field for who.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use duties::explain::rule_words;
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::{FormState, Html, Page, PageError, Posted, beside, fields};

use super::{FormPage, NEAR, OFFICE};
use crate::call::{Call, SHARE};
use crate::desk::{self, NewCall};

/// The most voters that a unit can have.
const MOST: i64 = 10_000_000;

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("dt-title").into_owned(), page.t("dt-call").into_owned());
    let page = super::list::titled(page, true).titled("dt-call");
    page.crumb(list, OFFICE).crumb_here(here).redisplay(form)
}

/// The form for a new call.
pub(super) fn blank<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &Scope,
    law: &rulebook::Law,
    (key, today): (&str, Date),
) -> FormPage<'a> {
    let f = page.form(form);
    let all = fields(&[
        &f.hidden("unit", &scope.unit),
        &f.words("words", page.t("dt-call-words")).lines(3),
        &beside(&[
            &f.date("on", page.t("dt-call-on")),
            &f.text("voters", page.t("dt-call-voters")).digits().narrow(),
        ]),
    ]);
    FormPage {
        page,
        form,
        title: page.t("dt-call").into_owned(),
        lede: page.t("dt-call-lede").into_owned(),
        rules: rule_words(page, law, SHARE, today).into_iter().collect(),
        action: format!("{OFFICE}/yeu-cau"),
        hidden: vec![("key", key.to_owned())],
        fields: all,
        button: page.t("dt-call-send").into_owned(),
        back: (format!("{OFFICE}?unit={}", scope.unit), page.t("dt-back").into_owned()),
        before: Html::default(),
        overtaken: false,
    }
}

/// The form for another paper.
pub(super) fn paper<'a>(
    page: &'a Page,
    form: &'a FormState,
    call: &Call,
    law: &rulebook::Law,
    words: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let all = beside(&[
        &f.date("on", page.t("dt-call-paper-on")),
        &f.text("voters", page.t("dt-call-paper-n")).digits().narrow(),
    ]);
    let figures = page
        .with("support", page.num(call.support()))
        .with("needed", page.num(call.needed(law).unwrap_or_default()))
        .with("voters", page.num(call.voters))
        .t("dt-call-figures");
    let rule = rule_words(page, law, SHARE, call.on);
    FormPage {
        page,
        form,
        title: page.t("dt-call-paper").into_owned(),
        lede: words.to_owned(),
        rules: std::iter::once(figures).chain(rule).collect(),
        action: format!("{OFFICE}/yeu-cau/{}", desk::key(&call.id)),
        hidden: vec![("seen", call.version.to_string())],
        fields: all,
        button: page.t("dt-call-paper-send").into_owned(),
        back: (format!("{OFFICE}?unit={}", call.unit), page.t("dt-back").into_owned()),
        before: Html::default(),
        overtaken: false,
    }
}

/// `GET /can-bo/doi-thoai/yeu-cau?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::DIALOGUES_PLAN, page.query().get("unit"))?;
    let (form, today) = (FormState::new(), app.store.clock().today());
    let page = titled(page, &form);
    let key = app.store.new_key();
    Ok(page.show(&blank(&page, &form, &scope, app.store.laws().now(), (&key, today))))
}

/// `POST /can-bo/doi-thoai/yeu-cau`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let scope = Scope::allowed(&app, &officer, Act::DIALOGUES_PLAN, form.fields().get("unit"))?;
    let today = app.store.clock().today();
    let key = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let words = form.required("words", desk::MOST_WORDS);
    let on = form.date("on", today.saturating_sub(NEAR.years()), today);
    let voters = form.number("voters", 1..=MOST).and_then(|n| u32::try_from(n).ok());
    if let (Some(words), Some(on), Some(voters)) = (words, on, voters) {
        let new = NewCall { unit: scope.unit.clone(), voters, on, words };
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(on, &["call", &sender, &key]);
        match desk::call(&app.store, &officer.actor(), &new, id).await {
            Ok(call) => {
                return Ok(Redirect::to(&format!("{OFFICE}/yeu-cau/{call}")).into_response());
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    let page = titled(page, &form);
    Ok(page.show(&blank(&page, &form, &scope, app.store.laws().now(), (&key, today))))
}

async fn find(app: &App, officer: &Officer, typed: &str) -> Result<Call, Failure> {
    officer.allow_somewhere(Act::DIALOGUES_PLAN)?;
    let read = desk::read_call(&app.store, typed).await?.ok_or(Failure(PageError::NotFound))?;
    officer.allow(Act::DIALOGUES_PLAN, &read.it.unit)?;
    Ok(read.it)
}

/// `GET /can-bo/doi-thoai/yeu-cau/{call}`
pub(super) async fn one(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let call = find(&app, &officer, &typed).await?;
    let words = desk::words(&app.store, &call.words).await?;
    let form = FormState::new();
    let page = titled(page, &form);
    Ok(page.show(&paper(&page, &form, &call, app.store.laws().now(), &words)))
}

/// `POST /can-bo/doi-thoai/yeu-cau/{call}`: another paper.
pub(super) async fn support(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    let call = find(&app, &officer, &typed).await?;
    let Posted { page, mut form } = posted;
    let today = app.store.clock().today();
    let on = form.date("on", call.on, today);
    let voters = form.number("voters", 1..=MOST).and_then(|n| u32::try_from(n).ok());
    let seen = form.seen(0);
    if let (Some(on), Some(voters)) = (on, voters) {
        let done = desk::support(&app.store, &officer.actor(), &typed, seen, (on, voters)).await;
        match done {
            Ok(()) => {
                return Ok(Redirect::to(&format!("{OFFICE}/yeu-cau/{typed}")).into_response());
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    let words = desk::words(&app.store, &call.words).await?;
    let page = titled(page, &form);
    Ok(page.show(&paper(&page, &form, &call, app.store.laws().now(), &words)))
}
