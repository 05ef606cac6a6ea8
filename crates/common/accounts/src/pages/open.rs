//! `/can-bo/tai-khoan/moi`: opening an account, and the one-time link that its holder is handed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use jiff::civil::Date;
use kernel::{Id, civil_date};
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted};

use crate::account::RECOVERY_HOURS;
use crate::acts::NewAccount;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::pages::first::read_person;
use crate::people::Person;
use crate::permissions::Act;
use crate::places;
use crate::posts::{Held, Post};
use crate::session::Officer;

#[derive(Template)]
#[template(path = "account-new.html")]
struct OpenPage<'a> {
    page: &'a Page,
    form: &'a FormState,
}

/// The page that shows a one-time link, once.
#[derive(Template)]
#[template(path = "link.html")]
pub(crate) struct LinkPage<'a> {
    pub page: &'a Page,
    pub account: Id,
    pub name: &'a str,
    pub link: String,
    pub hours: i64,
}

/// `GET /can-bo/tai-khoan/moi`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::ACCOUNTS_MANAGE)?;
    let form = prefilled(&app, &page);
    let page = titled(page);
    Ok(page.show(&OpenPage { page: &page, form: &form }))
}

fn titled(page: Page) -> Page {
    let list = page.t("accounts-title").into_owned();
    page.titled("account-open-new").office().crumb(list, "/can-bo/tai-khoan")
}

/// A post begins today and at this installation's unit, unless something else is said.
pub(crate) fn prefilled(app: &App, page: &Page) -> FormState {
    let unit = app.instance().map(|instance| instance.unit.clone()).unwrap_or_default();
    FormState::new().with("unit", unit).with("from", page.date(app.now()))
}

/// Reads a post with unit and period; notes what is wrong.
pub(crate) async fn read_post(app: &App, form: &mut FormState) -> Result<Option<Held>, Failure> {
    let codes = Post::ALL.map(Post::code);
    let post = form.choice("post", &codes).and_then(|code| code.parse::<Post>().ok());
    let unit = form.required("unit", 40);
    let today = civil_date(app.now());
    let (earliest, latest) = (Date::constant(2000, 1, 1), Date::constant(2100, 12, 31));
    let from = form.date("from", earliest, latest).unwrap_or(today);
    let until = form.maybe_date("until", earliest, latest);
    let own = app.instance().is_some_and(|instance| Some(&instance.unit) == unit.as_ref());
    if let Some(code) = unit.as_deref().filter(|_| !own)
        && places::named(code).is_none()
        && !is_office(app, code, today).await?
    {
        form.wrong("unit", web::Say::new("post-unit-unknown"));
    }
    let (Some(post), Some(unit), false) = (post, unit, form.is_wrong()) else {
        return Ok(None);
    };
    Ok(Some(Held { post, unit, from, until }))
}

/// Whether the code is that of an office which the operator added and which is there today.
async fn is_office(app: &App, code: &str, today: Date) -> Result<bool, Failure> {
    // A unit of the gazetteer has digits only.
    if !code.contains('-') {
        return Ok(false);
    }
    let found = units::local::one(&app.store, code).await?;
    Ok(found.is_some_and(|unit| unit.kind == units::local::Kind::Office && unit.is_current(today)))
}

/// `POST /can-bo/tai-khoan/moi`
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    officer: Officer,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::ACCOUNTS_MANAGE)?;
    let Posted { page, mut form } = posted;
    let person = read_person(&mut form);
    let held = read_post(&app, &mut form).await?;
    if let (Some(person), Some(held)) = (person, held)
        && let Some(account) = open(&app, &officer, &person, held, &mut form).await?
    {
        let link = app.invite(account).await?;
        return Ok(show_link(&app, page, account, &person, &link, &headers));
    }
    let page = titled(page).redisplay(&form);
    Ok(page.show(&OpenPage { page: &page, form: &form }))
}

async fn open(
    app: &App,
    officer: &Officer,
    person: &Person,
    held: Held,
    form: &mut FormState,
) -> Result<Option<Id>, Failure> {
    let new = NewAccount { person: person.clone(), posts: vec![held] };
    match app.open_account(&officer.actor(), new).await {
        Ok(account) => Ok(Some(account)),
        Err(failure) => {
            let refusal = failure.refusal().filter(|refusal| refusal.field.is_some()).cloned();
            let Some(refusal) = refusal else { return Err(failure) };
            form.refuse(&refusal);
            Ok(None)
        }
    }
}

/// Shows a one-time link with the address of this site.
pub(crate) fn show_link(
    app: &App,
    page: Page,
    account: Id,
    person: &Person,
    path: &str,
    headers: &HeaderMap,
) -> axum::response::Response {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let scheme = if app.cookies_secure() { "https" } else { "http" };
    let link = match host {
        Some(host) => format!("{scheme}://{host}{path}"),
        None => path.to_owned(),
    };
    let hours = app.limits.link_life.as_hours();
    let page = page.titled("link-title").office();
    page.show(&LinkPage { page: &page, account, name: &person.name, link, hours })
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let mut form = FormState::new().with("login", "x").with("unit", "20836");
    let _ = read_person(&mut form);
    let titled = titled(page.clone());
    let page = page.clone().titled("link-title");
    let id = Id::from_parts(jiff::Timestamp::UNIX_EPOCH, [0; 10]);
    let link = LinkPage {
        page: &page,
        account: id,
        name: "Trần Thị Thử",
        link: "https://xa.example/moi/0123456789abcdef".into(),
        hours: RECOVERY_HOURS,
    };
    vec![
        Sample { name: "accounts-open", html: Html::of(&OpenPage { page: &titled, form: &form }) },
        Sample { name: "accounts-link", html: Html::of(&link) },
    ]
}
