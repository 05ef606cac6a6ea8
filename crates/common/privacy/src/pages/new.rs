//! `/can-bo/du-lieu/moi`: somebody stands at the desk and proves who they are. The officer notes
//! which paper was seen; there is no room for its number.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use web::{FormPage, FormState, Page, Posted, Say, beside, fields};

use super::{OFFICE, ONE, choices};
use crate::desk::{self, MOST_PERSON, MOST_WORDS, New, Person};
use crate::kind::{By, Kind, Paper};

pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("dl-title").into_owned(), page.t("dl-new").into_owned());
    page.office().here(OFFICE).title(&here).crumb(list, OFFICE).crumb_here(here).redisplay(form)
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &Scope,
    name: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let choice = |(name, of): (&str, &str), legend: &str, words: &[&str]| {
        let empty = f.choice(name, page.t(legend)).in_a_row();
        let all = choices(page, of, words);
        all.iter().fold(empty, |choice, (value, label)| choice.option(value, label))
    };
    FormPage {
        page,
        form,
        title: page.t("dl-new").into_owned(),
        lede: page.t("dl-new-lede").into_owned(),
        action: format!("{OFFICE}/moi"),
        files: false,
        hidden: vec![("key", name.to_owned()), ("unit", scope.unit.clone())],
        fields: fields(&[
            &choice(("kind", "dl-kind"), "dl-kind-ask", Kind::WORDS),
            &choice(("by", "dl-by"), "dl-by-ask", By::WORDS),
            &choice(("paper", "dl-paper"), "dl-paper-ask", Paper::WORDS),
            &f.tick("seen", page.t("dl-seen")),
            &f.text("name", page.t("dl-name")).hint(page.t("dl-name-hint")).middle(),
            &beside(&[
                &f.text("phone", page.t("dl-phone")).tel().optional(),
                &f.text("email", page.t("dl-email")).email().optional(),
            ]),
            &f.text("address", page.t("dl-address")).wide().optional(),
            &f.words("words", page.t("dl-words")).hint(page.t("dl-words-hint")).lines(3).optional(),
        ]),
        button: page.t("dl-new-send").into_owned(),
        back: (format!("{OFFICE}?unit={}", scope.unit), page.t("dl-back").into_owned()),
        overtaken: false,
    }
}

fn scope(app: &App, officer: &Officer, asked: Option<&str>) -> Result<Scope, Failure> {
    let scope = Scope::allowed(app, officer, Act::DATA_RECEIVE, asked)?;
    Ok(scope)
}

/// `GET /can-bo/du-lieu/moi?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = scope(&app, &officer, page.query().get("unit"))?;
    let form = FormState::new();
    let page = titled(page, &form);
    Ok(page.show(&page_of(&page, &form, &scope, &app.store.new_key())))
}

/// The fields of a person.
pub(super) fn read_person(form: &mut FormState) -> Option<Person> {
    let name = form.required("name", MOST_PERSON);
    let phone = form.maybe_phone("phone").unwrap_or_default();
    let email = form.maybe_email("email").unwrap_or_default();
    let address = form.text("address", MOST_PERSON).unwrap_or_default();
    Some(Person { name: name?, phone, address, email })
}

fn read(form: &mut FormState, unit: &str) -> Option<New> {
    let kind = form.choice("kind", Kind::WORDS).and_then(Kind::read);
    let by = form.choice("by", By::WORDS).and_then(By::read);
    let paper = form.choice("paper", Paper::WORDS).and_then(Paper::read);
    if !form.ticked("seen") {
        form.wrong("seen", Say::new("dl-not-seen"));
    }
    let person = read_person(form);
    let words = form.text("words", MOST_WORDS).unwrap_or_default();
    if form.is_wrong() {
        return None;
    }
    let unit = unit.to_owned();
    Some(New { unit, kind: kind?, paper: paper?, by: by?, person: person?, words })
}

/// `POST /can-bo/du-lieu/moi`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let scope = scope(&app, &officer, form.fields().get("unit"))?;
    let name = form.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    if let Some(new) = read(&mut form, &scope.unit) {
        let (sender, today) = (officer.account.to_string(), app.store.clock().today());
        let id = app.store.keyed_id(today, &["data_request", &sender, &name]);
        match desk::receive(&app.store, &officer.actor(), &new, id).await {
            Ok(key) => return Ok(Redirect::to(&format!("{ONE}/{key}")).into_response()),
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    let page = titled(page, &form);
    Ok(page.show(&page_of(&page, &form, &scope, &name)))
}
