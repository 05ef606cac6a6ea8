//! `/dang-nhap`: login and password; `/dang-xuat`.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use web::cookies::Life;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted, Say, is_local};

use crate::app::App;
use crate::failure::Answer;
use crate::pages::{go, go_with, too_early};
use crate::session::{self, Officer};
use crate::sign_in::{ENTRY_COOKIE, Entry, Source};
use crate::store::Stage;

/// Where one goes who came to sign in and nothing else.
const HOME: &str = "/can-bo/toi";

#[derive(Template)]
#[template(path = "enter.html")]
struct EnterPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    opened: bool,
}

impl EnterPage<'_> {
    /// Whether one came here by signing out, or to sign in and nothing else: not from a page whose
    /// session was over.
    fn left(&self) -> bool {
        self.form.fields().typed("next") == HOME
    }
}

/// `GET /dang-nhap?next=…`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    officer: Option<Officer>,
    page: Page,
) -> Answer {
    let query = page.query();
    if officer.is_some() {
        return Ok(go(next(query.get("next"))));
    }
    let form = FormState::new().with("next", next(query.get("next")));
    let page = page.titled("sign-in-title").hidden();
    if app.instance().is_none() {
        // Another node may have opened it meanwhile.
        app.load_instance().await?;
    }
    let opened = app.instance().is_some();
    Ok(page.show(&EnterPage { page: &page, form: &form, opened }))
}

/// `POST /dang-nhap`
pub(crate) async fn send(State(app): State<Arc<App>>, source: Source, posted: Posted) -> Answer {
    let Posted { page, mut form } = posted;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let password = form.fields().typed("password").to_owned();
    if let Some(login) = form.required_or("login", 100, "sign-in-login-missing") {
        match app.enter(&login, &password, &source).await? {
            Entry::Right(stage, token) => return Ok(onward(&app, stage, &token, &form)),
            Entry::Wrong => form.wrong("login", Say::new("sign-in-wrong")),
            Entry::Wait(until) => {
                status = StatusCode::TOO_MANY_REQUESTS;
                too_early(&mut form, until, app.now());
            }
        }
    }
    let page = page.titled("sign-in-title").hidden().redisplay(&form).status(status);
    Ok(page.show(&EnterPage { page: &page, form: &form, opened: true }))
}

fn onward(app: &App, stage: Stage, token: &str, form: &FormState) -> axum::response::Response {
    let mut query = web::Fields::default();
    query.push("next", next(form.fields().get("next")));
    let path = match stage {
        Stage::SetUp => "/dang-nhap/lap-ma",
        _ => "/dang-nhap/ma",
    };
    let path = format!("{path}?{}", query.encode());
    go_with(app, &path, &[(ENTRY_COOKIE, token, Life::Visit)])
}

/// `POST /dang-xuat`
pub(crate) async fn leave(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    _posted: Posted,
) -> Answer {
    app.sign_out(&headers).await?;
    Ok(go_with(&app, "/dang-nhap", &[(session::COOKIE, "", Life::Gone)]))
}

/// A path of ours that is not the sign-in itself.
pub(crate) fn next(asked: Option<&str>) -> &str {
    asked.filter(|path| is_local(path) && !path.starts_with("/dang-")).unwrap_or(HOME)
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let empty = FormState::new();
    let mut wrong = FormState::new().with("login", "thu.tran");
    wrong.wrong("login", Say::new("sign-in-wrong"));
    let page = page.clone().titled("sign-in-title");
    let of = |name, form, opened| Sample {
        name,
        html: Html::of(&EnterPage { page: &page, form, opened }),
    };
    vec![
        of("accounts-enter", &empty, true),
        of("accounts-enter-wrong", &wrong, true),
        of("accounts-enter-before-opening", &empty, false),
    ]
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn one_comes_back_to_a_page_of_ours_only() {
        assert_eq!(next(Some("/can-bo/don?x=1")), "/can-bo/don?x=1");
        for odd in [None, Some("//evil.example"), Some("/dang-xuat"), Some("https://x.example")] {
            assert_eq!(next(odd), "/can-bo/toi");
        }
    }
}
