//! `/can-bo/doi-thoai/lap`: a dialogue is planned; when, where, about what, how to take part.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use duties::explain::rule_words;
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::{FormState, Html, Page, Posted, beside, fields};

use super::{BACK, FormPage, NEAR, OFFICE, choices};
use crate::desk::{self, Plan};
use crate::kind::{Cause, Form};

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("dt-title").into_owned(), page.t("dt-plan").into_owned());
    let page = super::list::titled(page, true).titled("dt-plan");
    page.crumb(list, OFFICE).crumb_here(here).redisplay(form)
}

/// What a new form begins with.
pub(super) fn beforehand(scope: &Scope) -> FormState {
    FormState::new()
        .with("unit", &scope.unit)
        .with("form", Form::Onsite.word())
        .with("cause", Cause::Yearly.word())
        .with("from", "08:00")
        .with("until", "11:30")
}

/// The form.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &Scope,
    law: &rulebook::Law,
    today: Date,
) -> FormPage<'a> {
    let f = page.form(form);
    let unit: &dyn askama::filters::HtmlSafe = match scope.choices.is_empty() {
        true => &f.hidden("unit", &scope.unit),
        false => &f.select("unit", page.t("dt-unit")).options(&scope.choices),
    };
    let call = form.fields().get("call").map(|call| f.hidden("call", call));
    let call = call.unwrap_or_default();
    let causes = f.select("cause", page.t("dt-cause"));
    let causes = causes.options(&choices(page, "dt-cause", Cause::WORDS));
    let forms = f.select("form", page.t("dt-form"));
    let forms = forms.options(&choices(page, "dt-form", Form::WORDS));
    let days = beside(&[
        &f.date("on", page.t("dt-on")),
        &f.text("from", page.t("dt-from")).narrow(),
        &f.text("until", page.t("dt-until")).narrow(),
    ]);
    let all = fields(&[
        unit,
        &call,
        &beside(&[&causes, &forms]),
        &days,
        &f.text("place", page.t("dt-place")).wide(),
        &f.words("content", page.t("dt-content")).hint(page.t("dt-content-hint")).lines(4),
        &f.words("part", page.t("dt-part")).hint(page.t("dt-part-hint")).lines(3),
    ]);
    let rules = ["DT.notice", "DT.form", "DT.chair"];
    FormPage {
        page,
        form,
        title: page.t("dt-plan").into_owned(),
        lede: page.with("unit", scope.phrase.as_str()).t("dt-plan-lede"),
        rules: rules.iter().filter_map(|id| rule_words(page, law, id, today)).collect(),
        action: format!("{OFFICE}/lap"),
        hidden: Vec::new(),
        fields: all,
        button: page.t("dt-plan-send").into_owned(),
        back: (format!("{OFFICE}?unit={}", scope.unit), page.t("dt-back").into_owned()),
        before: Html::default(),
        overtaken: false,
    }
}

/// `GET /can-bo/doi-thoai/lap?unit=…&call=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let query = page.query();
    let scope = Scope::allowed(&app, &officer, Act::DIALOGUES_PLAN, query.get("unit"))?;
    let mut state = beforehand(&scope);
    if let Some(call) = query.get("call") {
        state = state.with("call", call);
        state.set("cause", Cause::Asked.word());
    }
    let page = titled(page, &state);
    let today = app.store.clock().today();
    Ok(page.show(&form(&page, &state, &scope, app.store.laws().now(), today)))
}

/// `POST /can-bo/doi-thoai/lap`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, form: mut state } = posted;
    let scope = Scope::allowed(&app, &officer, Act::DIALOGUES_PLAN, state.fields().get("unit"))?;
    let today = app.store.clock().today();
    if let Some(plan) = read(&mut state, &scope, today) {
        match desk::plan(&app.store, &officer.actor(), &plan).await {
            Ok(key) => {
                return Ok(Redirect::to(&format!("{OFFICE}/buoi/{key}")).into_response());
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled(page, &state);
    Ok(page.show(&form(&page, &state, &scope, app.store.laws().now(), today)))
}

fn read(form: &mut FormState, scope: &Scope, today: Date) -> Option<Plan> {
    // The past may be entered: an office that begins with this program has held some already.
    let (earliest, latest) =
        (today.saturating_sub(BACK.years()), today.saturating_add(NEAR.years()));
    let cause = form.choice("cause", Cause::WORDS).and_then(Cause::read);
    let how = form.choice("form", Form::WORDS).and_then(Form::read);
    let on = form.date("on", earliest, latest);
    let (from, until) = (form.clock("from"), form.clock("until"));
    let place = form.required("place", 300);
    let content = form.required("content", desk::MOST_WORDS);
    let part = form.required("part", desk::MOST_WORDS);
    if form.is_wrong() {
        return None;
    }
    Some(Plan {
        unit: scope.unit.clone(),
        form: how?,
        cause: cause?,
        on: on?,
        from: from?,
        until: until?,
        place: place?,
        content: content?,
        part: part?,
        call: form.fields().get("call").map(str::to_owned),
    })
}
