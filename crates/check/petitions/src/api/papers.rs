//! Papers on a case for an office's program: issued out of the page's own draft, taken along as PDF
//! or DOCX, each opening logged first.

use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Act, Answer, App, Program};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use documents::Reply;
use web::{Page, PageError};

use super::fields;
use super::steps::{anew, answer, found};
use crate::pages::office::{PAPER_KINDS, Sent, issue_for, printed};

/// The parts of a draft that a program may send, by their names in the page's form.
const PARTS: [&str; 8] =
    ["subject", "to", "body", "authority", "post", "signer", "copies", "first"];

/// `POST /api/v1/petitions/{code}/papers/{which}`
pub(super) async fn issue(
    State(app): State<Arc<App>>,
    program: Program,
    Path((typed, which)): Path<(String, String)>,
    page: Page,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let read = found(&app, &program, &typed, Act::PETITIONS_SEND).await?;
    let reply = Reply::of_name(&which).ok_or(PageError::NotFound)?;
    let unit = &read.petition.received.unit;
    program.allow(Act::PETITIONS_SEND, unit)?;
    program.allow(Act::PETITIONS_PERSON, unit)?;
    let body = api::object(body)?;
    let form = api::form(fields::PAPER, &body);
    if form.is_wrong() {
        return Err(api::faults(fields::PAPER, &form).into());
    }
    let name = read.petition.id.clone();
    let once = api::once(&app, &program, &headers, &format!("{name}/papers/{which}"), &body)?;
    let once = once.as_ref();
    if api::made(once, &app.store).await?.is_some() {
        return answer(&app, &program, &read).await;
    }
    let seen = api::unless_first(&headers, read.petition.version)?;
    let text = |name: &str| form.fields().get(name).map(str::to_owned);
    let asked = (1..).map_while(|n| text(&format!("field{n}")).zip(text(&format!("value{n}"))));
    let changed = PARTS.into_iter().filter_map(|name| Some((name, text(name)?)));
    let sent = Sent { asked: asked.collect(), changed: changed.collect() };
    let store = api::store_of(&app.store, once, &name);
    let actor = program.actor();
    let (by, to) = ((&page, &program), (&store, &actor));
    let done = issue_for(&app, by, to, (read, seen), (reply, sent)).await;
    api::settled(done.map(drop), once, &app.store).await?;
    anew(&app, &program, &name).await
}

/// `GET /api/v1/petitions/{code}/papers/{which}/{kind}`: logged first, then handed out.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    program: Program,
    Path((typed, which, kind)): Path<(String, String, String)>,
) -> Answer {
    let read = found(&app, &program, &typed, Act::PETITIONS_PAPER).await?;
    program.allow(Act::PETITIONS_PAPER, &read.petition.received.unit)?;
    let place = which.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let paper = place.and_then(|place| read.petition.papers.get(place));
    let paper = paper.filter(|_| PAPER_KINDS.contains(&kind.as_str()));
    let paper = paper.ok_or(PageError::NotFound)?;
    app.log_read_by(&program, &read.petition.id, "paper").await?;
    printed(&app, &read.petition.received.code, paper, &kind).await
}
