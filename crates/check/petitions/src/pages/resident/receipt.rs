//! The receipt: the answer to a petition that was sent, on a sheet to print or copy. The four
//! secret words stand on it and nowhere else; they are not kept.

use accounts::Failure;
use askama::Template;
use jiff::civil::Date;
use kernel::civil_date;
use store::Laws;
use units::Gazetteer;
use web::parts::{Event as Step, Leader, Mark, Receipt, When};
use web::styleguide::Sample;
use web::{Html, Page};

use super::clock::{self as clocks, Clock};
use super::sample::Case;
use super::say::{capital, headed, phone_end, said, unit_phrase};
use crate::kind::Kind;
use crate::pages::files;
use crate::petition::Petition;

/// What stands on a receipt beside the petition's facts.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// The petition.
    pub petition: &'a Petition,
    /// The four words; empty on a copy.
    pub secret: &'a [&'static str],
    /// The village's name; empty when none was said.
    pub village: &'a str,
    /// Where it happened, as typed; may be empty.
    pub place: &'a str,
    /// The telephone for the answer; only its end is printed.
    pub phone: &'a str,
    /// Where the proof of filing is; empty on a sheet that shows none.
    pub proof: &'a str,
}

/// The sheet itself, for the page and for the desk.
///
/// # Errors
/// When the rulebook does not know a rule that the petition owes under.
pub fn sheet(page: &Page, laws: &Laws, paper: &Paper<'_>) -> Result<Html, Failure> {
    let petition = paper.petition;
    let clocks = clocks::owed(petition, laws)?;
    let kind = said(page, "kind", petition.kind.word());
    let channel = said(page, "receipt-way", petition.received.channel.word());
    Ok(page.receipt(&Receipt {
        title: page.t("receipt-title").into_owned(),
        kind: page.with("kind", kind).with("channel", channel).t("receipt-kind"),
        number: String::new(),
        place_and_date: place_and_date(page, petition),
        code: petition.received.code.clone(),
        at: petition.received_at,
        picture: picture(page, paper),
        facts: facts(page, paper, clocks::pressing(&clocks)),
        secret: paper.secret.iter().map(|word| (*word).to_owned()).collect(),
        secret_title: page.t("receipt-secret").into_owned(),
        secret_note: page.t("receipt-secret-note").into_owned(),
        next_title: page.t("receipt-next").into_owned(),
        next: next(page, petition, &clocks),
        proof: proof(page, paper),
    }))
}

/// The proof as a square. Its address answers when the proof exists, a second or two after this
/// page: so the page fetches it by itself, without script, and keeps what it shows only once.
fn picture(page: &Page, paper: &Paper<'_>) -> Html {
    if paper.proof.is_empty() {
        return Html::default();
    }
    let (address, alt) = (Html::escape(paper.proof), Html::escape(page.t("receipt-proof-soon")));
    let image = format!("<img src=\"{address}/ma.svg\" alt=\"{alt}\">");
    Html::trusted(format!("<div class=\"proof-square\">{image}</div>"))
}

fn proof(page: &Page, paper: &Paper<'_>) -> Vec<String> {
    match paper.proof.is_empty() {
        true => Vec::new(),
        false => vec![page.t("receipt-proof").into_owned()],
    }
}

/// "Thăng Trường, ngày 12 tháng 02 năm 2026", as on a State paper.
fn place_and_date(page: &Page, petition: &Petition) -> String {
    let on = civil_date(petition.received_at);
    let unit = Gazetteer::shared().current(&petition.received.unit);
    page.with("place", unit.map_or("", |unit| unit.name()))
        .with("day", format!("{:02}", on.day()))
        .with("month", format!("{:02}", on.month()))
        .with("year", on.year().to_string())
        .with("long", page.date_long(on))
        .t("receipt-place-date")
}

fn facts(page: &Page, paper: &Paper<'_>, pressing: Option<&Clock>) -> Vec<Leader> {
    let received = &paper.petition.received;
    let answer = said(page, "answer-by", received.answer_by.word());
    let answer = match paper.phone.is_empty() {
        true => answer,
        false => format!("{answer}, {}", phone_end(paper.phone)),
    };
    let matter = headed(page, "matter", &received.matter);
    let line = |key: &str, value: String| Leader::new(page.t(key), value);
    let mut lines =
        vec![line("fact-unit", capital(&unit_phrase(&received.unit))), line("fact-matter", matter)];
    if !paper.village.is_empty() {
        lines.push(line("fact-village", paper.village.to_owned()));
    }
    if !paper.place.is_empty() {
        lines.push(line("fact-place", paper.place.to_owned()));
    }
    lines.push(line("fact-answer-by", answer));
    let enclosed = &received.extra.files;
    if !enclosed.is_empty() {
        let sum = files::sum(page, enclosed.iter().map(|file| file.size));
        lines.push(line("fact-files", sum));
    }
    if let Some(clock) = pressing {
        lines.push(Leader::html(clock.name(page), page.date_tag(clock.due())));
    }
    lines
}

fn next(page: &Page, petition: &Petition, clocks: &[Clock]) -> Vec<Step> {
    let soon = When::Said(page.t("receipt-soon").into_owned());
    let after = When::Said(page.t("receipt-after").into_owned());
    let mut steps = vec![Step::now(petition.received_at, page.t("receipt-now"))];
    let classify = Step::next(soon.clone(), page.t("receipt-classify"));
    steps.push(classify.text(page.t("receipt-classify-note")));
    if petition.kind.is_complaint() {
        steps.push(Step::next(soon, page.t("receipt-sign")).text(page.t("receipt-sign-note")));
    }
    let mut owed: Vec<&Clock> = clocks.iter().filter(|clock| clock.is_open()).collect();
    owed.sort_by_key(|clock| clock.due());
    for clock in owed {
        let article = capital(&clock.article(page));
        let note = page.with("article", article).t("receipt-due-note");
        steps.push(Step::next(clock.due(), clock.name(page)).text(note));
    }
    steps.push(Step::next(after, page.t("receipt-judge")));
    steps
}

/// How the receipt came to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Just recorded.
    New,
    /// The same form came again: the same petition.
    Again,
    /// The same form came again with other words, which were not recorded.
    Changed,
}

#[derive(Template)]
#[template(path = "resident/receipt.html")]
pub(super) struct ReceiptPage<'a> {
    page: &'a Page,
    notice: Html,
    sheet: Html,
    code: &'a str,
    proof: &'a str,
    changed: bool,
}

/// The page around the sheet.
pub(super) fn receipt_page<'a>(
    page: &'a Page,
    laws: &Laws,
    paper: &Paper<'a>,
    shown: Shown,
) -> Result<ReceiptPage<'a>, Failure> {
    let at = page.moment_long(paper.petition.received_at);
    let (mark, key) = match shown {
        Shown::New => (Mark::Done, "receipt-done"),
        Shown::Again => (Mark::New, "receipt-again"),
        Shown::Changed => (Mark::Soon, "receipt-changed"),
    };
    let body = page.with("at", at).t(format!("{key}-note"));
    Ok(ReceiptPage {
        page,
        notice: page.notice(mark, page.t(key), body),
        sheet: sheet(page, laws, paper)?,
        code: &paper.petition.received.code,
        proof: paper.proof,
        changed: shown == Shown::Changed,
    })
}

/// The receipt's title: it carries the code, so that a saved page is found again.
pub(super) fn titled(page: Page, petition: &Petition) -> Page {
    let title = page.with("code", petition.received.code.as_str()).t("receipt-page-title");
    page.here("/gui-don").title(title).hidden()
}

pub(super) fn samples(page: &Page, case: &Case) -> Vec<Sample> {
    let read = |kind, on: Date| case.received(kind, on).petition;
    let of = |name, kind, shown| {
        let petition = read(kind, case.today);
        let page = titled(page.clone(), &petition);
        let secret = &["sen", "cau", "đò", "mây"];
        let place = "Trước nhà văn hóa";
        let village = "Thôn Gò Dài";
        let proof = "";
        let phone = "0900000118";
        let paper = Paper { petition: &petition, secret, village, place, phone, proof };
        let shown = receipt_page(&page, &case.laws, &paper, shown).ok()?;
        Some(Sample { name, html: Html::of(&shown) })
    };
    [
        of("resident-receipt", Kind::Feedback, Shown::New),
        of("resident-receipt-complaint", Kind::Complaint, Shown::Again),
        of("resident-receipt-changed", Kind::Feedback, Shown::Changed),
    ]
    .into_iter()
    .flatten()
    .collect()
}
