//! `/don/{code}/cua-toi`: the asker's own page. It opens with a pass for an hour; without one the
//! four words are asked for, and what was typed meanwhile stays; files must be chosen again, for no
//! browser lets a page keep them.
//!
//! Here the asker says whether it is solved, adds words and files, takes feedback back, and prints
//! the request with which a complaint is withdrawn: that one must be signed (LKN 10).

use std::net::IpAddr;
use std::sync::Arc;

use accounts::{Answer, App, Failure, Peer};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use enclosures::NewFile;
use kernel::{Actor, Refusal};
use web::parts::Mark;
use web::{Fields, FormState, Html, Page, PageError, Posted, Say, Upload};

use super::{attach, follow, pass, trail};
use crate::code;
use crate::desk::{self, Act, MOST_WORDS, Read};
use crate::kind::Solved;
use crate::pages::files;
use crate::petition::{Petition, Step};

mod again;
mod ends;
mod rights;
mod view;
mod withdraw;

pub(super) use again::samples as again_samples;
pub(crate) use ends::shown_spot;
pub(super) use view::samples;
pub(super) use withdraw::{print, samples as withdraw_samples};

use again::WordsPage;
use view::{Opened, OwnPage};

/// What the asker's form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Go {
    /// Say whether it is solved.
    Judge,
    /// Add words and files.
    Add,
    /// See what taking it back means.
    AskWithdraw,
    /// Take it back.
    Withdraw,
}

impl Go {
    fn of(form: &FormState) -> Self {
        match form.fields().typed("go") {
            "add" => Self::Add,
            "ask-withdraw" => Self::AskWithdraw,
            "withdraw" => Self::Withdraw,
            _ => Self::Judge,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Judge => "judge",
            Self::Add => "add",
            Self::AskWithdraw => "ask-withdraw",
            Self::Withdraw => "withdraw",
        }
    }
}

/// `GET /don/{code}/cua-toi`; `noi` after the asker has said something.
pub(super) async fn open(
    State(app): State<Arc<App>>,
    Path(typed): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Answer {
    let Some(read) = passed(&app, &headers, &typed).await? else {
        return Ok(Redirect::to(&locked_path(&typed)).into_response());
    };
    let code = &read.petition.received.code;
    if *code != typed {
        return Ok(Redirect::to(&format!("/don/{code}/cua-toi")).into_response());
    }
    let thanks = match page.query().get("noi") {
        Some("add") => Some(("own-added", "own-added-note")),
        Some("withdraw") => Some(("own-withdrawn", "own-withdrawn-note")),
        Some(_) => Some(("own-thanks", "own-thanks-note")),
        None => None,
    };
    let notice = thanks.map(|(title, note)| page.notice(Mark::Done, page.t(title), page.t(note)));
    let notice = notice.unwrap_or_default();
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
    let parts = ends::parts(app, &read.petition).await?;
    let home = app.instance().map(|instance| instance.unit.clone()).unwrap_or_default();
    let page = view::dress(page, &read.petition).redisplay(&form);
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let (parts, home) = (parts.as_slice(), home.as_str());
    let opened = Opened { laws: &laws, today, read, words: &words, shared, parts, home };
    Ok(unkept(page.show(&OwnPage::new(&page, &form, notice, &opened)?)))
}

/// No browser and nothing between keeps what only the asker may read.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `GET /don/{code}/cua-toi/tep/{n}`: a file, to the asker alone.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    Path((typed, n)): Path<(String, usize)>,
    headers: HeaderMap,
) -> Answer {
    match passed(&app, &headers, &typed).await? {
        Some(read) => files::answer(&app.store, &read.petition, n).await,
        None => Ok(Redirect::to(&locked_path(&typed)).into_response()),
    }
}

/// The way to the four words, and from there to the private page.
fn locked_path(typed: &str) -> String {
    let mut query = Fields::default();
    query.push("ma", typed);
    query.push("mo", "1");
    format!("/don?{}", query.encode())
}

/// `POST /don/{code}/cua-toi`: what the asker says, adds or takes back; or closes the page.
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
    let sent = form.fields().files_sent();
    // Nobody's files are looked at before the page is open to them.
    let files = (from, form.take_files());
    let typed_by_asker = form.clone();
    let said = match passed(&app, &headers, &typed).await {
        Ok(Some(read)) => act(&app, page.clone(), read, form, files).await,
        Ok(None) => match unlock(&app, from, &typed, &mut form).await {
            Ok(Some(read)) => act(&app, page.clone(), read, form, files).await,
            Ok(None) => return Ok(ask_words(page, &typed, form, sent > 0)),
            Err(failure) => Err(failure),
        },
        Err(failure) => Err(failure),
    };
    match said {
        Err(Failure(PageError::Busy)) => Ok(busy(page, &typed, typed_by_asker, sent > 0)),
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

fn ask_words(page: Page, typed: &str, form: FormState, files: bool) -> Response {
    let page = page.titled("own-words-title").here("/don").hidden().redisplay(&form);
    let go = Go::of(&form);
    unkept(page.show(&WordsPage::locked(&page, &form, typed, go, files)))
}

/// The database does not answer: nothing was recorded, and what was typed may be sent again.
fn busy(page: Page, typed: &str, form: FormState, files: bool) -> Response {
    let page = page.titled("page-busy-title").here("/don").hidden();
    let page = page.status(StatusCode::SERVICE_UNAVAILABLE);
    let go = Go::of(&form);
    unkept(page.show(&WordsPage::busy(&page, &form, typed, go, files)))
}

async fn act(
    app: &App,
    page: Page,
    read: Read,
    mut form: FormState,
    (from, files): (Option<IpAddr>, Vec<Upload>),
) -> Answer {
    let go = Go::of(&form);
    // What only the desk may do is not done here, whatever a form says.
    let step = match go {
        Go::Judge => Step::Judge,
        Go::Add => Step::Add,
        Go::AskWithdraw | Go::Withdraw => Step::Withdraw,
    };
    let may = may_own(&read.petition, step);
    let act = match go {
        Go::Judge => judgement(&mut form),
        Go::Add => {
            let came = (page.setting().uploads, if may.is_ok() { files } else { Vec::new() });
            let files = attach::in_turn(app, from, came, &mut form).await?;
            addition(&mut form, files)
        }
        Go::AskWithdraw => return Ok(unkept(withdraw::ask(page, &read, form))),
        Go::Withdraw => Some(Act::Withdraw(String::new())),
    };
    if let Err(refusal) = may {
        form.refuse(&refusal);
    }
    let seen = form.seen(0);
    let (Some(act), false) = (act, form.is_wrong()) else {
        return show(app, page, &read, form, Html::default()).await;
    };
    let name = read.stream.name.clone();
    let path = format!("/don/{}/cua-toi?noi={}", read.petition.received.code, go.word());
    match desk::act(&app.store, &Actor::Resident, read, seen, act).await {
        Ok(petition) => {
            let keys = app.store.keys();
            let cookie = pass::give(&keys, &petition, app.now(), app.cookies_secure());
            let set = AppendHeaders(cookie.map(|cookie| (SET_COOKIE, cookie)));
            Ok((set, Redirect::to(&path)).into_response())
        }
        Err(failure) => {
            let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
            let Some(read) = desk::read(&app.store, &name).await? else { return Err(failure) };
            if failure.is_of_another() {
                return first(app, page, &read, form, seen).await;
            }
            form.refuse(&refusal);
            show(app, page, &read, form, Html::default()).await
        }
    }
}

/// What only the desk may do, the asker does not, whatever a form or a program says.
///
/// # Errors
/// A refusal: the step is open, but not to the asker.
pub(crate) fn may_own(petition: &Petition, step: Step) -> Result<(), Refusal> {
    match petition.arrow(step).is_some() && petition.own_arrow(step).is_none() {
        true => Err(Refusal::conflict("petition-own-not-now")),
        false => Ok(()),
    }
}

fn judgement(form: &mut FormState) -> Option<Act> {
    let says: Vec<&str> = Solved::ALL.iter().map(|solved| solved.word()).collect();
    let solved = form.maybe_choice("solved", &says).and_then(Solved::read);
    if solved.is_none() && !form.is_wrong() {
        form.wrong("solved", Say::new("own-solved-missing"));
    }
    let rest = form.text("rest", MOST_WORDS).unwrap_or_default();
    // What is typed under "solved" belongs to another answer that was taken first.
    let rest = if solved == Some(Solved::Yes) { String::new() } else { rest };
    solved.map(|solved| Act::Judge(solved, rest))
}

fn addition(form: &mut FormState, files: Vec<NewFile>) -> Option<Act> {
    let words = form.text("more", MOST_WORDS).unwrap_or_default();
    if words.is_empty() && files.is_empty() && !form.is_wrong() {
        form.wrong("more", Say::new("own-add-missing"));
    }
    // Files that were fine must be chosen again when another one was not: say so.
    if form.is_wrong() && !files.is_empty() {
        form.wrong(attach::FIELD, Say::new("own-files-again"));
    }
    Some(Act::Add(words, files))
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
