//! `/moi/{token}`: the one-time link with which an officer sets a password, for the first time or
//! after a recovery.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Actor, Id};
use web::cookies::Life;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted};

use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::links::Purpose;
use crate::pages::{go_with, password_twice};
use crate::password::SHORTEST;
use crate::people::Person;
use crate::sign_in::ENTRY_COOKIE;

#[derive(Template)]
#[template(path = "new-password.html")]
struct NewPasswordPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    token: &'a str,
    person: &'a Person,
    shortest: usize,
}

#[derive(Template)]
#[template(path = "link-over.html")]
pub(crate) struct LinkOverPage<'a> {
    pub page: &'a Page,
}

/// What a link that does not hold answers: it may have been used by its own holder.
pub(crate) fn over(page: Page) -> Answer {
    let page = page.titled("link-over-title").hidden().status(StatusCode::NOT_FOUND);
    Ok(page.show(&LinkOverPage { page: &page }))
}

async fn holder(app: &App, token: &str) -> Result<Option<(Id, Person)>, Failure> {
    let Some(Some(account)) = app.link(Purpose::Password, token).await? else { return Ok(None) };
    let row = crate::store::account(&app.store, account).await?;
    let row = row.filter(|row| row.closed_at.is_none());
    let person = app.person(row.and_then(|row| row.person)).await?;
    Ok(person.map(|person| (account, person)))
}

/// `GET /moi/{token}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    page: Page,
) -> Answer {
    let Some((_, person)) = holder(&app, &token).await? else { return over(page) };
    let page = page.titled("new-password-title").hidden();
    let form = FormState::new();
    let shown = NewPasswordPage {
        page: &page,
        form: &form,
        token: &token,
        person: &person,
        shortest: SHORTEST,
    };
    Ok(page.show(&shown))
}

/// `POST /moi/{token}`
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let Some((account, person)) = holder(&app, &token).await? else { return over(page) };
    let Some(password) = password_twice(&mut form, &person.login) else {
        let page = page.titled("new-password-title").hidden().redisplay(&form);
        let shown = NewPasswordPage {
            page: &page,
            form: &form,
            token: &token,
            person: &person,
            shortest: SHORTEST,
        };
        return Ok(page.show(&shown));
    };
    // First the link, then the password: a link can never set two. When the password could not
    // be kept, the link holds again.
    if !app.use_link(&token).await? {
        return over(page);
    }
    let actor = Actor::Account(account);
    if let Err(failure) = app.set_password(&actor, account, &password, true, "").await {
        app.restore_link(Purpose::Password, &token, account).await?;
        return Err(failure);
    }
    let entry = app.begin_set_up(account).await?;
    Ok(go_with(&app, "/dang-nhap/lap-ma", &[(ENTRY_COOKIE, &entry, Life::Visit)]))
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let person =
        Person { name: "Trần Thị Thử".into(), login: "thu.tran".into(), ..Person::default() };
    let mut form = FormState::new().with("password", "ngắn");
    let _ = password_twice(&mut form, &person.login);
    let titled = page.clone().titled("new-password-title").redisplay(&form);
    let shown = NewPasswordPage {
        page: &titled,
        form: &form,
        token: "0",
        person: &person,
        shortest: SHORTEST,
    };
    let over = page.clone().titled("link-over-title");
    vec![
        Sample { name: "accounts-new-password", html: Html::of(&shown) },
        Sample { name: "accounts-link-over", html: Html::of(&LinkOverPage { page: &over }) },
    ]
}
