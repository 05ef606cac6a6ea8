//! `/don/{code}/cua-toi`: the asker's own page. It opens with a pass for an hour; without one the
//! four words are asked for, and what was typed meanwhile stays.

use std::net::IpAddr;
use std::sync::Arc;

use accounts::{Answer, App, Failure, Peer};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use kernel::Actor;
use web::parts::Mark;
use web::{Fields, FormState, Html, Page, PageError, Posted, Say};

use super::{follow, pass, trail};
use crate::code;
use crate::desk::{self, Act, MOST_WORDS, Read};
use crate::kind::Solved;

mod view;

pub(super) use view::samples;

use view::{Opened, OwnPage, WordsPage};

/// `GET /don/{code}/cua-toi`; `noi` after the asker has said something.
pub(super) async fn open(
    State(app): State<Arc<App>>,
    Path(typed): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Answer {
    let Some(read) = passed(&app, &headers, &typed).await? else {
        let mut query = Fields::default();
        query.push("ma", &typed);
        query.push("mo", "1");
        return Ok(Redirect::to(&format!("/don?{}", query.encode())).into_response());
    };
    let code = &read.petition.received.code;
    if *code != typed {
        return Ok(Redirect::to(&format!("/don/{code}/cua-toi")).into_response());
    }
    let notice = match page.query().get("noi") {
        Some(_) => page.notice(Mark::Done, page.t("own-thanks"), page.t("own-thanks-note")),
        None => Html::default(),
    };
    show(&app, page, &read, FormState::new(), notice).await
}

/// The petition, if the request carries a pass that opens it now.
async fn passed(app: &App, headers: &HeaderMap, typed: &str) -> Result<Option<Read>, Failure> {
    let Some(digits) = code::read(typed) else { return Ok(None) };
    let Some(pass) = pass::names(headers, &digits) else { return Ok(None) };
    let read = follow::find(app, typed).await?;
    Ok(read.filter(|read| pass::holds(&app.store.keys(), &read.petition, pass, app.now())))
}

async fn show(app: &App, page: Page, read: &Read, form: FormState, notice: Html) -> Answer {
    let shared = desk::shared_answer(&app.store, &read.petition).await?;
    let items = [view::items(read)?, shared.into_iter().collect()].concat();
    let words = app.store.words_of(&items).await?;
    let page = view::dress(page, &read.petition).redisplay(&form);
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let opened = Opened { laws: &laws, today, read, words: &words, shared };
    Ok(unkept(page.show(&OwnPage::new(&page, &form, notice, &opened)?)))
}

/// No browser and nothing between keeps what only the asker may read.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `POST /don/{code}/cua-toi`: says whether it is solved, or closes the page.
pub(super) async fn send(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(typed): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    if form.fields().typed("go") == "close" {
        let cookie = pass::take_back(app.cookies_secure()).map(|cookie| (SET_COOKIE, cookie));
        let set = AppendHeaders(cookie);
        return Ok((set, Redirect::to(&public_path(&typed))).into_response());
    }
    let typed_by_asker = form.clone();
    let said = match passed(&app, &headers, &typed).await {
        Ok(Some(read)) => judge(&app, page.clone(), read, form).await,
        Ok(None) => match unlock(&app, from, &typed, &mut form).await {
            Ok(Some(read)) => judge(&app, page.clone(), read, form).await,
            Ok(None) => return Ok(ask_words(page, &typed, form)),
            Err(failure) => Err(failure),
        },
        Err(failure) => Err(failure),
    };
    match said {
        Err(Failure(PageError::Busy)) => Ok(busy(page, &typed, typed_by_asker)),
        said => said,
    }
}

/// The way back to what anyone may see; to the form when the code is none.
fn public_path(typed: &str) -> String {
    match code::read(typed) {
        Some(digits) => format!("/don/{digits}"),
        None => "/don".to_owned(),
    }
}

/// The petition, if the four words that came with the form open it; notes what is wrong.
async fn unlock(
    app: &App,
    from: Option<IpAddr>,
    typed: &str,
    form: &mut FormState,
) -> Result<Option<Read>, Failure> {
    let Some(words) = form.fields().get("secret").map(str::to_owned) else {
        form.wrong("secret", Say::new("own-secret-missing"));
        return Ok(None);
    };
    if let Err(at) = follow::may_guess(app, from) {
        form.wrong("secret", follow::too_many(app, at));
        return Ok(None);
    }
    let read = follow::find(app, typed).await?;
    let read = read.filter(|read| follow::opens(app, read, &words));
    if read.is_none() {
        follow::count_wrong(app, from);
        form.wrong("secret", Say::new("follow-wrong"));
    }
    Ok(read)
}

fn ask_words(page: Page, typed: &str, form: FormState) -> Response {
    let page = page.titled("own-words-title").here("/don").hidden().redisplay(&form);
    unkept(page.show(&WordsPage::locked(&page, &form, typed)))
}

/// The database does not answer: nothing was recorded, and what was typed may be sent again.
fn busy(page: Page, typed: &str, form: FormState) -> Response {
    let page = page.titled("page-busy-title").here("/don").hidden();
    let page = page.status(StatusCode::SERVICE_UNAVAILABLE);
    unkept(page.show(&WordsPage::busy(&page, &form, typed)))
}

async fn judge(app: &App, page: Page, read: Read, mut form: FormState) -> Answer {
    let says: Vec<&str> = Solved::ALL.iter().map(|solved| solved.word()).collect();
    let solved = form.maybe_choice("solved", &says).and_then(Solved::read);
    if solved.is_none() && !form.is_wrong() {
        form.wrong("solved", Say::new("own-solved-missing"));
    }
    let rest = form.text("rest", MOST_WORDS).unwrap_or_default();
    let seen = form.fields().typed("seen").parse().unwrap_or(0);
    let (Some(solved), false) = (solved, form.is_wrong()) else {
        return show(app, page, &read, form, Html::default()).await;
    };
    let name = read.stream.name.clone();
    let path = format!("/don/{}/cua-toi?noi=1", read.petition.received.code);
    // What is typed under "solved" belongs to another answer that was taken first.
    let rest = if solved == Solved::Yes { String::new() } else { rest };
    match desk::act(&app.store, &Actor::Resident, read, seen, Act::Judge(solved, rest)).await {
        Ok(petition) => {
            let keys = app.store.keys();
            let cookie = pass::give(&keys, &petition, app.now(), app.cookies_secure());
            let set = AppendHeaders(cookie.map(|cookie| (SET_COOKIE, cookie)));
            Ok((set, Redirect::to(&path)).into_response())
        }
        Err(failure) => {
            let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
            let Some(read) = desk::read(&app.store, &name).await? else { return Err(failure) };
            if refusal.code == "somebody-was-first" {
                return first(app, page, &read, form, seen).await;
            }
            form.refuse(&refusal);
            show(app, page, &read, form, Html::default()).await
        }
    }
}

/// Something happened meanwhile: it is shown, what was typed stays and may be sent again.
async fn first(app: &App, page: Page, read: &Read, form: FormState, seen: i64) -> Answer {
    let words = app.store.words_of(&trail::notes(read)?).await?;
    let laws = app.store.laws();
    let reader = trail::Reader::Asker;
    let told = trail::Told { page: &page, laws: &laws, read, words: &words, reader };
    let new = trail::since(&told, seen)?;
    let notice = page.notice(Mark::Soon, page.t("own-first"), page.t("own-first-note"));
    let notice = Html::join([notice, page.timeline(&new)]);
    show(app, page.status(StatusCode::CONFLICT), read, form, notice).await
}
