//! `/don/{code}`: what anyone may see of a petition. Never its words, place or person.
//!
//! The page is the same for every reader of one language and ground: it has no form, asks no
//! cookie of the asker's, and may be kept as bytes. What it shows changes with the petition's
//! version, the law's version and the day.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Answer, App, Failure, Peer};
use askama::Template;
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use kernel::{Id, Refusal, RefusalKind};
use store::Laws;
use store::vault::Opened;
use web::parts::{Event as Step, Leader, Status};
use web::styleguide::Sample;
use web::{Html, Page, PageError};

use super::clock::{self as clocks, Clock};
use super::follow;
use super::hot::{Hot, Look};
use super::sample::Case;
use super::say::{capital, headed, said, state_status, unit_phrase};
use super::trail::{self, Reader, Told};
use crate::desk::Read;
use crate::facts::SENT;
use crate::kind::Kind;
use crate::petition::{Petition, State as Standing};

/// `GET /don/{code}`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Extension(hot): Extension<Hot>,
    Peer(from): Peer,
    page: Page,
    Path(typed): Path<String>,
) -> Answer {
    let look = Look::of(&page, &app.store, app.store.clock().today());
    if let Some(body) = look.and_then(|look| hot.get(&app.store, &typed, look)) {
        return Ok(axum::response::Html(body).into_response());
    }
    if let Err(at) = follow::may_guess(&app, from) {
        return Err(PageError::TooMany { minutes: follow::minutes(&app, at) }.into());
    }
    let answer = match look {
        Some(look) => kept_page(&app, &hot, look, page, &typed).await,
        None => public_page(&app, page, &typed).await,
    };
    if let Err(failure) = &answer
        && failure.refusal().is_some_and(|refusal| refusal.kind == RefusalKind::NotFound)
    {
        follow::count_wrong(&app, from);
    }
    answer
}

/// Makes the page and keeps its bytes.
async fn kept_page(app: &App, hot: &Hot, look: Look, page: Page, typed: &str) -> Answer {
    let stream = match crate::code::read(typed) {
        Some(digits) => crate::store::by_digits(&app.store, &digits).await?,
        None => None,
    };
    let before = stream.map(|stream| hot.before(&app.store, &stream));
    let answer = public_page(app, page, typed).await?;
    let (Some(before), StatusCode::OK) = (before, answer.status()) else { return Ok(answer) };
    let (head, body) = answer.into_parts();
    let body = to_bytes(body, MOST_BYTES).await.map_err(Failure::bug)?;
    hot.keep(&app.store, (typed, look), before, &body);
    Ok(Response::from_parts(head, Body::from(body)))
}

/// No page of ours is near this.
const MOST_BYTES: usize = 4 << 20;

/// The public page of the petition with this code; another spelling of it leads to the one on the
/// receipt.
///
/// # Errors
/// `petition-unknown` when there is none.
pub async fn public_page(app: &App, page: Page, typed: &str) -> Answer {
    let read = follow::find(app, typed).await?;
    let read = read.ok_or_else(|| Refusal::new(RefusalKind::NotFound, "petition-unknown"))?;
    let code = &read.petition.received.code;
    if code != typed {
        return Ok(Redirect::permanent(&format!("/don/{code}")).into_response());
    }
    let words = app.store.words_of(&items(&read.petition)).await?;
    let answer = read.petition.published().and_then(|item| words.get(&item));
    let page = dress(page, &read.petition);
    let today = app.store.clock().today();
    let proof = match answer {
        Some(Opened::Words(_)) => proof(app, &read),
        _ => String::new(),
    };
    let laws = app.store.laws();
    Ok(page.show(&PublicPage::new(&page, &laws, today, &read, (&words, proof))?))
}

/// The vault items that anybody may read: the answer that was sent, and what was carried out of it.
/// Both were looked at for what they say of persons ([`crate::desk::exposed`]).
fn items(petition: &Petition) -> Vec<Id> {
    let done = petition.carried_out.as_ref().map(|(how, _)| how.id);
    petition.published().into_iter().chain(done).collect()
}

/// Where the proof of the answer that stands is: of the last one that was sent.
fn proof(app: &App, read: &Read) -> String {
    let mut sent = read.stream.records.iter().filter(|record| record.kind == SENT);
    sent.next_back()
        .map_or_else(String::new, |record| ledger::path(&app.store, &record.stream, record.version))
}

fn dress(page: Page, petition: &Petition) -> Page {
    let code = petition.received.code.as_str();
    let title = page.with("code", code).t("public-title");
    let crumb = page.t("follow-crumb").into_owned();
    page.here("/don").title(title).crumb(crumb, "/don").crumb_here(code).hidden()
}

#[derive(Template)]
#[template(path = "resident/public.html")]
struct PublicPage<'a> {
    page: &'a Page,
    petition: &'a Petition,
    status: Status,
    ended: Option<String>,
    facts: Vec<Leader>,
    steps: Vec<Step>,
    clocks: Vec<Clock>,
    today: Date,
    answer: Option<Html>,
    /// Where the proof is that the answer went out on its day.
    proof: String,
    solved: Option<String>,
}

impl<'a> PublicPage<'a> {
    fn new(
        page: &'a Page,
        laws: &Laws,
        today: Date,
        read: &'a Read,
        (words, proof): (&HashMap<Id, Opened>, String),
    ) -> Result<Self, Failure> {
        let petition = &read.petition;
        let clocks = clocks::owed(petition, laws)?;
        let told = Told { page, laws, read, words, reader: Reader::Anybody };
        let answer = petition.published().and_then(|item| words.get(&item));
        Ok(Self {
            page,
            petition,
            status: state_status(page, petition.state),
            ended: ended(page, petition, &clocks),
            facts: facts(page, petition),
            steps: trail::steps(&told, &clocks)?,
            today,
            answer: answer.map(|answer| letter(page, answer)),
            proof,
            solved: solved(page, petition),
            clocks,
        })
    }

    fn pressing(&self) -> Option<&Clock> {
        clocks::pressing(&self.clocks)
    }
}

/// When the office's part ended, and whether in time.
pub(super) fn ended(page: &Page, petition: &Petition, clocks: &[Clock]) -> Option<String> {
    if petition.joined.is_some() {
        return Some(page.t("ended-joined").into_owned());
    }
    let on = petition.closed_on?;
    let key = if clocks.iter().all(Clock::is_kept) { "ended-in-time" } else { "ended-late" };
    Some(page.with("on", page.date_long(on)).t(key))
}

fn facts(page: &Page, petition: &Petition) -> Vec<Leader> {
    let line = |key: &str, value: String| Leader::new(page.t(key), value);
    let mut lines = vec![
        line("fact-kind", headed(page, "kind", petition.kind.word())),
        line("fact-matter", headed(page, "matter", &petition.matter)),
        line("fact-unit", capital(&unit_phrase(&petition.received.unit))),
        line("fact-month", page.month(petition.received.on)),
    ];
    if let Some(cell) = petition.received.extra.cell {
        let degrees = |thousandths: i32| format!("{:.3}", f64::from(thousandths) / 1000.0);
        let value = page.with("lat", degrees(cell.lat)).with("lon", degrees(cell.lon));
        lines.push(line("fact-cell", value.t("public-cell")));
    }
    if let Some(finding) = petition.finding.filter(|_| is_done(petition)) {
        lines.push(line("fact-finding", said(page, "finding", finding.word())));
    }
    lines
}

/// Whether the answer is with the asker and nothing is owed on it any more.
fn is_done(petition: &Petition) -> bool {
    matches!(petition.state, Standing::Sent | Standing::CarriedOut)
}

/// The answer as the State's letter has it, or why its words are gone.
pub(super) fn letter(page: &Page, answer: &Opened) -> Html {
    match answer {
        Opened::Words(words) => {
            let text = String::from_utf8_lossy(words);
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let lines = lines
                .map(|line| Html::trusted(format!("<p class=\"txt\">{}</p>", Html::escape(line))));
            page.letter(Html::join(lines))
        }
        Opened::Erased(ground) => {
            let words = page.with("ground", ground).t("words-erased");
            Html::trusted(format!("<p>{}</p>", Html::escape(words)))
        }
    }
}

/// What the asker says; before that, that nothing was said yet.
fn solved(page: &Page, petition: &Petition) -> Option<String> {
    is_done(petition).then(|| match petition.solved {
        Some(solved) => said(page, "solved-someone", solved.word()),
        None => page.t("solved-someone-silent").into_owned(),
    })
}

pub(super) fn samples(page: &Page, case: &Case) -> Vec<Sample> {
    let of = |name, read: Read| {
        let page = dress(page.clone(), &read.petition);
        let words = (&case.words, String::new());
        let shown = PublicPage::new(&page, &case.laws, case.today, &read, words).ok()?;
        Some(Sample { name, html: Html::of(&shown) })
    };
    [
        of("resident-public-new", case.received(Kind::Feedback, case.today)),
        of("resident-public-answered", case.judged()),
        of("resident-public-refused", case.refused()),
        of("resident-public-carried-out", case.carried_out()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
