//! `/bat-dau/{token}`: the first start. Which unit does this installation serve, and who makes the
//! first account?

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::Id;
use web::cookies::Life;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted, Say};

use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::links::Purpose;
use crate::pages::{go_with, new_password, password_twice};
use crate::password::SHORTEST;
use crate::people::{self, Person};
use crate::places::{self, Place};
use crate::sign_in::ENTRY_COOKIE;

#[derive(Template)]
#[template(path = "first-unit.html")]
struct UnitPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    token: &'a str,
    found: &'a [Place],
    asked: bool,
}

#[derive(Template)]
#[template(path = "first-account.html")]
struct AccountPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    token: &'a str,
    unit: &'a Place,
    shortest: usize,
}

/// `GET /bat-dau/{token}?q=…` and `?unit=…`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    page: Page,
) -> Answer {
    if app.link(Purpose::First, &token).await?.is_none() {
        return new_password::over(page);
    }
    let query = page.query();
    let page = page.titled("first-title").hidden();
    if let Some(unit) = query.get("unit").and_then(places::named) {
        let form = FormState::new().with("unit", &unit.code);
        return Ok(account_page(&page, &form, &token, &unit));
    }
    let found = query.get("q").map(places::find).unwrap_or_default();
    let asked = query.get("q").is_some();
    let form = FormState::of(query);
    Ok(page.show(&UnitPage { page: &page, form: &form, token: &token, found: &found, asked }))
}

fn account_page(page: &Page, form: &FormState, token: &str, unit: &Place) -> Response {
    page.show(&AccountPage { page, form, token, unit, shortest: SHORTEST })
}

/// `POST /bat-dau/{token}`
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    if app.link(Purpose::First, &token).await?.is_none() {
        return new_password::over(page);
    }
    let page = page.titled("first-title").hidden();
    let Some(unit) = form.fields().get("unit").and_then(places::named) else {
        let shown = UnitPage { page: &page, form: &form, token: &token, found: &[], asked: false };
        return Ok(page.show(&shown));
    };
    let account = match open(&app, &unit, &mut form).await? {
        Some(account) => account,
        None => {
            let page = page.redisplay(&form);
            return Ok(account_page(&page, &form, &token, &unit));
        }
    };
    // The stream of the installation takes one opening; the link is only its door.
    app.use_link(&token).await?;
    let entry = app.begin_set_up(account).await?;
    Ok(go_with(&app, "/dang-nhap/lap-ma", &[(ENTRY_COOKIE, &entry, Life::Visit)]))
}

/// Opens the installation, or notes in the form why not.
async fn open(app: &App, unit: &Place, form: &mut FormState) -> Result<Option<Id>, Failure> {
    let Some(person) = read_person(form) else { return Ok(None) };
    let Some(password) = password_twice(form, &person.login) else { return Ok(None) };
    match app.open_instance(&unit.code, false, person, &password).await {
        Ok(account) => Ok(Some(account)),
        Err(failure) => {
            let refusal = failure.refusal().filter(|refusal| refusal.field.is_some()).cloned();
            let Some(refusal) = refusal else { return Err(failure) };
            form.refuse(&refusal);
            Ok(None)
        }
    }
}

/// Reads name, login and telephone; notes what is wrong.
pub(crate) fn read_person(form: &mut FormState) -> Option<Person> {
    let name = form.required_or("name", 80, "person-name-missing");
    let login = form.required_or("login", 100, "person-login-missing");
    let phone = form.maybe_phone("phone");
    if let Some(Err(refusal)) = login.as_deref().map(people::login) {
        form.refuse(&refusal);
    }
    let (Some(name), Some(login), false) = (name, login, form.is_wrong()) else { return None };
    Some(Person { name, login, phone, email: None })
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let place = |code: &str, title: &str| Place {
        code: code.into(),
        title: title.into(),
        path: format!("{title}, thành phố Đà Nẵng"),
    };
    let found = [place("20836", "Xã Thăng Trường"), place("20818", "Xã Thăng Bình")];
    let page = page.clone().titled("first-title");
    let form = FormState::new().with("q", "thang");
    let unit = UnitPage { page: &page, form: &form, token: "0", found: &found, asked: true };
    let mut wrong = FormState::new().with("login", "x").with("unit", "20836");
    let _ = read_person(&mut wrong);
    wrong.wrong("password", Say::new("refusal-password-simple"));
    let account =
        AccountPage { page: &page, form: &wrong, token: "0", unit: &found[0], shortest: SHORTEST };
    vec![
        Sample { name: "accounts-first-unit", html: Html::of(&unit) },
        Sample { name: "accounts-first-account", html: Html::of(&account) },
    ]
}
