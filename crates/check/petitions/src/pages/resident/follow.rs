//! `/don`: a code opens what anyone may see; with the four words, the asker's own page. An unknown
//! code and wrong words get one and the same answer, and whoever guesses is slowed down.

use std::net::IpAddr;
use std::sync::Arc;

use accounts::{Answer, App, Failure, Peer};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use web::parts::Mark;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted, Say};

use super::pass;
use crate::code;
use crate::desk::{self, Read};

/// The most characters that are read of a code or of four words.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "resident/follow.html")]
struct FollowPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    notice: Html,
}

/// `GET /don?ma=…`; `mo` says that the four words are missing for the private page.
pub(super) async fn open(page: Page) -> Answer {
    let query = page.query();
    let form = FormState::new().with("code", query.typed("ma"));
    let notice = match query.get("mo") {
        Some(_) => page.notice(Mark::New, page.t("follow-locked"), page.t("follow-locked-note")),
        None => Html::default(),
    };
    let page = dress(page);
    Ok(page.show(&FollowPage { page: &page, form: &form, notice }))
}

fn dress(page: Page) -> Page {
    let crumb = page.t("follow-crumb").into_owned();
    page.here("/don").titled("follow-title").crumb_here(crumb)
}

/// `POST /don`
pub(super) async fn send(State(app): State<Arc<App>>, Peer(from): Peer, posted: Posted) -> Answer {
    let Posted { page, mut form } = posted;
    let typed = form.required_or("code", MOST, "follow-code-missing");
    let words = form.text("secret", MOST);
    let Some(typed) = typed.filter(|_| !form.is_wrong()) else {
        return Ok(again(page, form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    if let Err(at) = may_guess(&app, from) {
        form.wrong("", too_many(&app, at));
        return Ok(again(page, form, StatusCode::TOO_MANY_REQUESTS));
    }
    let found = find(&app, &typed).await?;
    let right = |read: &Read| match &words {
        None => true,
        Some(words) => opens(&app, read, words),
    };
    let Some(read) = found.filter(right) else {
        count_wrong(&app, from);
        form.wrong("code", Say::new("follow-wrong"));
        return Ok(again(page, form, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let public = format!("/don/{}", read.petition.received.code);
    Ok(match words {
        None => Redirect::to(&public).into_response(),
        Some(_) => enter(&app, &read, &format!("{public}/cua-toi")),
    })
}

/// Shows the form again with the code, without the words.
fn again(page: Page, form: FormState, status: StatusCode) -> Response {
    let page = dress(page).redisplay(&form).status(status);
    page.show(&FollowPage { page: &page, form: &form, notice: Html::default() })
}

/// The petition of a code in any spelling.
pub(super) async fn find(app: &App, typed: &str) -> Result<Option<Read>, Failure> {
    let Some(digits) = code::read(typed) else { return Ok(None) };
    match crate::store::by_digits(&app.store, &digits).await? {
        Some(stream) => desk::read(&app.store, &stream).await,
        None => Ok(None),
    }
}

/// Whether the words are the petition's.
pub(super) fn opens(app: &App, read: &Read, words: &str) -> bool {
    code::is_secret(&app.store.keys(), &read.petition.id, read.petition.generation, words)
}

/// Goes on with a pass for the hour.
fn enter(app: &App, read: &Read, to: &str) -> Response {
    let cookie = pass::give(&app.store.keys(), &read.petition, app.now(), app.cookies_secure());
    let set = cookie.map(|cookie| [(SET_COOKIE, cookie)]);
    match set {
        Some(set) => (AppendHeaders(set), Redirect::to(to)).into_response(),
        None => Redirect::to(to).into_response(),
    }
}

/// Whether this sender may look a code up now; else from when.
pub(super) fn may_guess(app: &App, from: Option<IpAddr>) -> Result<(), Timestamp> {
    app.guard.may_guess(&app.limits.guess, from, app.now())
}

/// Counts a code or words that were wrong.
pub(super) fn count_wrong(app: &App, from: Option<IpAddr>) {
    app.guard.count(&app.limits.guess, from, app.now());
}

/// "Too many tries", with the minutes to wait.
pub(super) fn too_many(app: &App, at: Timestamp) -> Say {
    Say::new("follow-too-many").with("minutes", minutes(app, at))
}

/// Whole minutes from now on, at least one.
pub(super) fn minutes(app: &App, at: Timestamp) -> u32 {
    let seconds = at.duration_since(app.now()).as_secs().max(0);
    u32::try_from(seconds / 60).unwrap_or(u32::MAX).saturating_add(1)
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let page = dress(page.clone());
    let empty = FormState::new();
    let mut wrong = FormState::new().with("code", "TT-4176-28");
    wrong.wrong("code", Say::new("follow-wrong"));
    let of = |name, form| {
        let shown = FollowPage { page: &page, form, notice: Html::default() };
        Sample { name, html: Html::of(&shown) }
    };
    vec![of("resident-follow", &empty), of("resident-follow-wrong", &wrong)]
}
