//! `/can-bo/to-cao/moi`: a new entry: the day, how it came, where the paper lies.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use web::{FormState, Page, Posted};

use super::register::dress;
use super::{EARLIEST, LIST, Scope, choices, refuse, shapes};
use crate::desk::{self, Entry};
use crate::kind::{MOST_SLOT, Shelf, Sort, Way};

#[derive(Template)]
#[template(path = "fresh.html")]
pub(super) struct FreshPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
}

impl FreshPage<'_> {
    fn list(&self, of: &str, words: &[&str]) -> Vec<(String, String)> {
        choices(self.page, of, words)
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let here = page.t("tc-new").into_owned();
    let list = page.t("tc-title").into_owned();
    dress(page).titled("tc-new").crumb(list, LIST).crumb_here(here).redisplay(form)
}

/// What a new form begins with.
pub(super) fn beforehand(scope: &Scope, today: jiff::civil::Date) -> FormState {
    FormState::new()
        .with("unit", &scope.unit)
        .with("on", today.strftime("%d/%m/%Y"))
        .with("sort", Sort::First.word())
        .with("way", Way::Paper.word())
}

/// `GET /can-bo/to-cao/moi?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::DENUNCIATIONS_ENTER)?;
    let scope = Scope::of(&officer, page.query().get("unit"))?;
    officer.allow(Act::DENUNCIATIONS_ENTER, &scope.unit)?;
    let form = beforehand(&scope, app.store.clock().today());
    let page = titled(page, &form);
    Ok(page.show(&FreshPage { page: &page, form: &form, scope: &scope }))
}

/// `POST /can-bo/to-cao/moi`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::DENUNCIATIONS_ENTER)?;
    let Posted { page, form } = posted;
    let mut form = shapes(&form);
    let scope = Scope::of(&officer, form.fields().get("unit"))?;
    officer.allow(Act::DENUNCIATIONS_ENTER, &scope.unit)?;
    if let Some(new) = read(&mut form, &scope.unit, app.store.clock().today()) {
        match desk::enter(&app.store, &officer.actor(), &new).await {
            Ok(entry) => {
                let path = format!("{LIST}/{}?xong=new", desk::key(&entry.id));
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) => refuse(&mut form, failure)?,
        }
    }
    let page = titled(page, &form);
    Ok(page.show(&FreshPage { page: &page, form: &form, scope: &scope }))
}

/// The entry that a form gives.
pub(crate) fn read(form: &mut FormState, unit: &str, today: jiff::civil::Date) -> Option<Entry> {
    if form.is_wrong() {
        return None;
    }
    let on = form.date("on", EARLIEST, today);
    let way = form.choice("way", Way::WORDS).and_then(Way::read);
    let sort = form.choice("sort", Sort::WORDS).and_then(Sort::read);
    let shelf = form.choice("shelf", Shelf::WORDS).and_then(Shelf::read);
    let slot = form.number("slot", 1..=MOST_SLOT);
    let unit = unit.to_owned();
    Some(Entry { unit, on: on?, sort: sort?, way: way?, shelf: shelf?, slot: slot? })
}
