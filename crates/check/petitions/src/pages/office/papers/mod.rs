//! Papers on a case: drafted from its facts, looked at, issued with the next number, taken along
//! as PDF or DOCX.
//!
//! ```text
//! don/{code} ─► van-ban/{reply}: what is missing ─► the letter, edited
//!                                                    └► issued ─► van-ban/{n} ─► pdf · docx
//! ```
//!
//! A draft names the asker and a paper does: both are opened by a form, and logged before.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect};
use documents::{REPLIES, Reply, Words};
use kernel::{Refusal, RefusalKind};
use store::vault::Opened;
use web::parts::Leader;
use web::{Html, Page, PageError, Posted};

use super::around::key;
use super::case::{self, Case};
use crate::desk::failed;
use crate::papers::{Issued, Paper, offered};
use crate::petition::Step;

mod door;
pub(super) mod draft;

pub(crate) use door::{Sent, issue_for};

/// Runs what sets a page, away from the threads that answer.
///
/// # Errors
/// A refusal that names what is missing, or a fault of ours.
pub(in super::super) async fn press<T: Send + 'static>(
    make: impl FnOnce() -> Result<T, documents::DocumentError> + Send + 'static,
) -> Result<T, Failure> {
    web::export::press(make).await?.map_err(failed)
}

/// The letter as a page shows it before it is printed.
#[derive(Template)]
#[template(path = "office/paper-sheet.html")]
struct SheetPart<'a> {
    words: &'a Words,
}

/// The letter as HTML, in the State's layout.
pub(super) fn sheet(words: &Words) -> Html {
    Html::of(&SheetPart { words })
}

#[derive(Template)]
#[template(path = "office/papers.html")]
struct Panel<'a> {
    page: &'a Page,
    case: &'a Case,
    offered: Vec<Reply>,
}

impl Panel<'_> {
    fn name(&self, reply: &Reply) -> String {
        name(self.page, reply.name())
    }

    fn issued(&self) -> Vec<(usize, String, &Issued)> {
        let papers = (1..).zip(&self.case.read.petition.papers);
        papers.map(|(n, paper)| (n, name(self.page, &paper.template), paper)).collect()
    }
}

/// What a reply is called: "Thông báo thụ lý".
fn name(page: &Page, reply: &str) -> String {
    page.t(key("paper", reply)).into_owned()
}

/// The papers of a case; empty when there are none and the officer may issue none.
pub(super) fn panel(page: &Page, officer: &Officer, case: &Case) -> Html {
    let petition = &case.read.petition;
    let may = |act| officer.may(act, &petition.received.unit);
    let open = petition.arrow(Step::Issue).is_some();
    let offered = match open && may(Act::PETITIONS_SEND) && may(Act::PETITIONS_PERSON) {
        true => offered(petition, &case.read.stream.records),
        false => Vec::new(),
    };
    if offered.is_empty() && petition.papers.is_empty() {
        return Html::default();
    }
    Html::of(&Panel { page, case, offered })
}

#[derive(Template)]
#[template(path = "office/paper.html")]
pub(super) struct PaperPage<'a> {
    pub page: &'a Page,
    pub case: &'a Case,
    pub n: usize,
    pub paper: &'a Issued,
    pub fresh: bool,
    pub may: bool,
    pub facts: Vec<Leader>,
}

/// What is said of a paper, the asker apart.
pub(super) fn facts(page: &Page, case: &Case, n: usize, paper: &Issued) -> Vec<Leader> {
    let mut facts = vec![
        Leader::new(page.t("paper-number"), paper.title()),
        Leader::new(page.t("paper-kind"), name(page, &paper.template)),
        Leader::html(page.t("paper-day"), page.long_tag(paper.on)),
    ];
    let records = case.read.stream.records.iter();
    let issued = records.filter(|record| record.kind == crate::facts::ISSUED).nth(n - 1);
    if let Some(kernel::Actor::Account(id)) = issued.map(|record| record.actor()) {
        facts.push(Leader::new(page.t("paper-by"), case.officer(page, id)));
    }
    facts
}

impl PaperPage<'_> {
    fn erased(&self) -> bool {
        self.case.read.petition.erased.contains(&self.paper.words.id)
    }
}

/// `GET /can-bo/don/{code}/van-ban/{which}`: an issued paper by its place; anything else is a form
/// whose reader only changed the language: back to the case.
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, which)): Path<(String, String)>,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    let case = Case::find(&app, &officer, &typed).await?;
    if REPLIES.iter().any(|reply| reply.name() == which) {
        return Ok(Redirect::to(&case.path()).into_response());
    }
    let (n, paper) = at(&case, &which)?;
    let fresh = page.query().get("xong").is_some();
    let may = officer.may(Act::PETITIONS_PAPER, &case.read.petition.received.unit);
    let title = page.with("number", paper.title()).t("paper-title");
    let page = titled(page, &case, title);
    let (facts, page) = (facts(&page, &case, n, &paper), &page);
    Ok(page.show(&PaperPage { page, case: &case, n, paper: &paper, fresh, may, facts }))
}

pub(super) fn titled(page: Page, case: &Case, title: String) -> Page {
    let (code, path) = (case.code().to_owned(), case.path());
    case.crumbs(page).crumb(code, path).crumb_here(&title).title(title)
}

fn at(case: &Case, which: &str) -> Result<(usize, Issued), Failure> {
    let none = || Failure(PageError::NotFound);
    let n: usize = which.parse().map_err(|_| none())?;
    let place = n.checked_sub(1).ok_or_else(none)?;
    let paper = case.read.petition.papers.get(place).cloned().ok_or_else(none)?;
    Ok((n, paper))
}

/// `GET` of a download, by a reader who only changed the language: back to the paper.
pub(super) async fn file_back(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, n, _)): Path<(String, String, String)>,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_PAPER)?;
    let case = Case::find(&app, &officer, &typed).await?;
    officer.allow(Act::PETITIONS_PAPER, &case.read.petition.received.unit)?;
    let to = match at(&case, &n) {
        Ok((n, _)) => format!("{}/van-ban/{n}", case.path()),
        Err(_) => case.path(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// `POST /can-bo/don/{code}/van-ban/{n}/{kind}`: the paper as PDF or DOCX, made again from its
/// fact. Logged first, then handed out.
pub(super) async fn file(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, n, kind)): Path<(String, String, String)>,
    _: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_PAPER)?;
    let case = Case::find(&app, &officer, &typed).await?;
    officer.allow(Act::PETITIONS_PAPER, &case.read.petition.received.unit)?;
    let (_, paper) = at(&case, &n)?;
    if !KINDS.contains(&kind.as_str()) {
        return Err(Failure(PageError::NotFound));
    }
    app.log_read(&officer, &case.read.stream.name, "paper").await?;
    printed(&app, case.code(), &paper, &kind).await
}

/// An issued paper as PDF or DOCX; the opening was logged.
///
/// # Errors
/// It was erased, or there is no such file.
pub(crate) async fn printed(app: &App, code: &str, paper: &Issued, kind: &str) -> Answer {
    let words = match app.store.words(paper.words.id).await? {
        Some(Opened::Words(bytes)) => bytes,
        Some(Opened::Erased(ground)) => {
            let refusal = Refusal::new(RefusalKind::NotFound, "paper-erased");
            return Err(refusal.with("ground", ground).into());
        }
        None => return Err(Failure(PageError::NotFound)),
    };
    let kept: Paper = serde_json::from_slice(&words).map_err(Failure::bug)?;
    let letter = kept.letter(Some(paper.number), &paper.symbol, paper.on);
    let mark = app.face.mark();
    let (media, made) = match kind {
        "pdf" => {
            let print = move || letter.print(mark.as_deref()).pdf();
            ("application/pdf", press(print).await?)
        }
        _ => (DOCX, press(move || letter.print(mark.as_deref()).docx()).await?),
    };
    let name = format!("{code}-{:02}-{}.{kind}", paper.number, ascii(&paper.symbol));
    attachment(media, &name, made)
}

/// The kinds of file that a paper is handed out as.
pub(crate) const KINDS: [&str; 2] = ["pdf", "docx"];
/// The media type of a Word file.
pub(crate) const DOCX: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A symbol as a file's name can bear it everywhere.
fn ascii(symbol: &str) -> String {
    let plain = symbol.replace('Đ', "D");
    plain.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// Bytes that are saved, never shown as a page of ours.
fn attachment(media: &'static str, name: &str, bytes: Vec<u8>) -> Answer {
    let text = |value: &str| HeaderValue::try_from(value).map_err(Failure::bug);
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, text(&format!("attachment; filename=\"{name}\""))?),
        (header::CONTENT_SECURITY_POLICY, text("default-src 'none'; sandbox")?),
        (header::CACHE_CONTROL, text("no-store")?),
    ];
    Ok((headers, bytes).into_response())
}

/// The asker, for a paper; nobody when nothing was said or all was erased.
async fn person(app: &App, case: &Case) -> Result<crate::desk::Person, Failure> {
    case::person_of(app, &case.read.petition).await
}

/// Whether anything was issued from this reply before, by its number.
fn before(case: &Case, reply: Reply) -> Vec<String> {
    let papers = case.read.petition.papers.iter();
    papers.filter(|paper| paper.template == reply.name()).map(Issued::title).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_s_name_is_plain() {
        assert_eq!(ascii("QĐ-UBND"), "QD-UBND");
        assert_eq!(ascii("TB/\"UBND\r\n"), "TBUBND");
    }

    #[test]
    fn every_reply_is_a_word_that_no_place_is() {
        for reply in REPLIES {
            assert!(reply.name().parse::<usize>().is_err());
            assert_eq!(Reply::of_name(reply.name()), Some(reply));
        }
    }
}
