//! `/can-bo/hoi-nghi/lap`: a conference is planned: what it is called, what sort, when, where the
//! host sits, the agenda with who presents. Sent twice, it is one.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::{FormPage, FormState, Page, Posted, beside, fields};

use super::{OFFICE, agenda_fields, choices, list, path, read_agenda};
use crate::desk::{self, Plan};
use crate::kind::Kind;

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("hn-title").into_owned(), page.t("hn-plan").into_owned());
    list::titled(page).titled("hn-plan").crumb(list, OFFICE).crumb_here(here).redisplay(form)
}

/// What a new form begins with.
pub(super) fn beforehand(scope: &Scope) -> FormState {
    FormState::new().with("unit", &scope.unit).with("from", "08:00").with("until", "11:30")
}

/// The form.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &Scope,
    key: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let unit: &dyn askama::filters::HtmlSafe = match scope.choices.is_empty() {
        true => &f.hidden("unit", &scope.unit),
        false => &f.select("unit", page.t("hn-unit")).options(&scope.choices),
    };
    let kind = f.select("kind", page.t("hn-kind"));
    let all = fields(&[
        unit,
        &f.text("title", page.t("hn-name")).wide(),
        &beside(&[
            &kind.options(&choices(page, "hn-kind", Kind::WORDS)),
            &f.date("on", page.t("hn-on")),
            &f.text("from", page.t("hn-from")).narrow(),
            &f.text("until", page.t("hn-until")).narrow(),
        ]),
        &f.text("place", page.t("hn-place")).hint(page.t("hn-place-hint")).wide(),
        &agenda_fields(page, form),
    ]);
    FormPage {
        page,
        form,
        title: page.t("hn-plan").into_owned(),
        lede: page.with("unit", scope.phrase.as_str()).t("hn-plan-lede"),
        action: format!("{OFFICE}/lap"),
        files: false,
        hidden: vec![("key", key.to_owned())],
        fields: all,
        button: page.t("hn-plan-send").into_owned(),
        back: (format!("{OFFICE}?unit={}", scope.unit), page.t("hn-back").into_owned()),
        overtaken: false,
    }
}

/// `GET /can-bo/hoi-nghi/lap?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::CONFERENCES_PLAN, page.query().get("unit"))?;
    let state = beforehand(&scope);
    let page = titled(page, &state);
    Ok(page.show(&form(&page, &state, &scope, &app.store.new_key())))
}

/// `POST /can-bo/hoi-nghi/lap`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, form: mut state } = posted;
    let scope = Scope::allowed(&app, &officer, Act::CONFERENCES_PLAN, state.fields().get("unit"))?;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(plan) = read(&mut state, &scope, app.store.clock().today()) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(plan.on, &["conference", &sender, &name]);
        match desk::plan(&app.store, &officer.actor(), &plan, id).await {
            Ok(key) => return Ok(Redirect::to(&path(&key)).into_response()),
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled(page, &state);
    Ok(page.show(&form(&page, &state, &scope, &name)))
}

fn read(form: &mut FormState, scope: &Scope, today: Date) -> Option<Plan> {
    // The past may be entered: an office that begins with this program has held some already.
    let (earliest, latest) = (today.saturating_sub(2.years()), today.saturating_add(1.year()));
    let title = form.required("title", 500);
    let kind = form.choice("kind", Kind::WORDS).and_then(Kind::read);
    let on = form.date("on", earliest, latest);
    let (from, until) = (form.clock("from"), form.clock("until"));
    let place = form.required("place", 300);
    let agenda = read_agenda(form)?;
    Some(Plan {
        unit: scope.unit.clone(),
        kind: kind?,
        on: on?,
        from: from?,
        until: until?,
        title: title?,
        place: place?,
        agenda,
    })
}
