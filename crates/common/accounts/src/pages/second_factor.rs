//! `/dang-nhap/ma`: the code; `/dang-nhap/lap-ma`: setting the second factor up.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use web::cookies::Life;
use web::parts::Mark;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted, Say};

use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::pages::enter::next;
use crate::pages::{go, go_with, too_early};
use crate::session;
use crate::sign_in::{CodeEntry, ENTRY_COOKIE, SignedInNow, Source};
use crate::store::{SessionRow, Stage};
use crate::totp::Factor;

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage<'a> {
    page: &'a Page,
    form: &'a FormState,
    /// The code itself, on a simulated installation.
    shown: Html,
}

#[derive(Template)]
#[template(path = "set-up.html")]
struct SetUpPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    groups: String,
    link: String,
    square: Option<Html>,
    shown: Html,
}

/// `GET /dang-nhap/ma` and `GET /dang-nhap/lap-ma`
pub(crate) async fn show(State(app): State<Arc<App>>, source: Source, page: Page) -> Answer {
    let Some(entry) = app.entry(&source.headers).await? else { return Ok(go("/dang-nhap")) };
    let form = FormState::new().with("next", next(page.query().get("next")));
    answer(&app, &entry, page, form).await
}

/// `POST /dang-nhap/ma` and `POST /dang-nhap/lap-ma`
pub(crate) async fn send(State(app): State<Arc<App>>, source: Source, posted: Posted) -> Answer {
    let Posted { page, mut form } = posted;
    let Some(entry) = app.entry(&source.headers).await? else { return Ok(go("/dang-nhap")) };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let code = form.fields().typed("code").to_owned();
    match app.enter_code(&entry, &code, &source).await? {
        CodeEntry::Right(cookies) => {
            return Ok(signed_in(&app, &cookies, next(form.fields().get("next"))));
        }
        CodeEntry::Wrong => form.wrong("code", Say::new("code-wrong")),
        CodeEntry::Wait(until) => {
            status = StatusCode::TOO_MANY_REQUESTS;
            too_early(&mut form, until, app.now());
        }
    }
    let page = page.redisplay(&form).status(status);
    answer(&app, &entry, page, form).await
}

/// Sets the cookies of a finished sign-in and goes on.
pub(crate) fn signed_in(app: &App, cookies: &SignedInNow, to: &str) -> Response {
    let (device, mark) = &cookies.device;
    go_with(
        app,
        to,
        &[
            (session::COOKIE, &cookies.session, Life::Visit),
            (device, mark, Life::Year),
            (ENTRY_COOKIE, "", Life::Gone),
        ],
    )
}

async fn answer(app: &App, entry: &SessionRow, page: Page, form: FormState) -> Answer {
    let shown = simulated(&page, app.simulated_code(entry).await?);
    if entry.stage == Stage::Code {
        let page = page.titled("code-title").hidden();
        return Ok(page.show(&CodePage { page: &page, form: &form, shown }));
    }
    let factor = app.proposed_factor(entry).ok_or_else(|| Failure::bug("no second factor"))?;
    let row = crate::store::account(&app.store, entry.account).await?;
    let person = app.person(row.and_then(|row| row.person)).await?.unwrap_or_default();
    let page = page.titled("set-up-title").hidden();
    let set_up = set_up(&page, &form, &factor, &person.login);
    Ok(page.show(&SetUpPage { shown, ..set_up }))
}

/// The notice with the code, where there is one to show.
fn simulated(page: &Page, code: Option<String>) -> Html {
    let Some(code) = code else { return Html::default() };
    let title = page.with("code", code).t("code-simulated");
    page.notice(Mark::Soon, title, page.t("code-simulated-note"))
}

fn set_up<'a>(page: &'a Page, form: &'a FormState, factor: &Factor, login: &str) -> SetUpPage<'a> {
    let issuer = match page.issuer().name.as_str() {
        "" => "Dân Tin",
        name => name,
    };
    SetUpPage {
        page,
        form,
        groups: factor.groups(),
        link: factor.link(issuer, login),
        square: factor.square(issuer, login, &page.t("set-up-square")),
        shown: Html::default(),
    }
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let empty = FormState::new();
    let mut wrong = FormState::new();
    wrong.wrong("code", Say::new("code-wrong"));
    let code = page.clone().titled("code-title");
    let of = |name, form, shown| {
        let shown = simulated(&code, shown);
        Sample { name, html: Html::of(&CodePage { page: &code, form, shown }) }
    };
    let mut samples = vec![
        of("accounts-code", &empty, None),
        of("accounts-code-simulated", &empty, Some("118 118".to_owned())),
        of("accounts-code-wrong", &wrong, None),
    ];
    let page = page.clone().titled("set-up-title");
    // Twenty bytes are always a factor.
    if let Some(factor) = Factor::of_bytes([7; 20]) {
        let html = Html::of(&set_up(&page, &empty, &factor, "thu.tran"));
        samples.push(Sample { name: "accounts-set-up", html });
    }
    samples
}
