//! `/dieu-dan-neu/{need}`: one need, for anybody: what was asked, where, who owes it until when,
//! and what was done. Never who asked.

use std::sync::Arc;

use accounts::{Answer, App, Failure};
use askama::Template;
use axum::extract::{Path, State as Shared};
use store::VaultId;
use units::local;
use web::parts::{Leader, Status};
use web::{Page, PageError};

use super::{PUBLIC, key, need_status};
use crate::desk;
use crate::facts::Fate;
use crate::need::Need;
use crate::store::Ask;
use crate::visit::code;

#[derive(Template)]
#[template(path = "need.html")]
pub(super) struct NeedPage<'a> {
    pub page: &'a Page,
    pub words: String,
    /// What was done, the evidence, or why it was withdrawn.
    pub said: String,
    pub why: String,
    pub status: Status,
    pub facts: Vec<Leader>,
}

/// The page's name and crumbs.
pub(super) fn titled(page: Page, need: &Need) -> Page {
    let list = page.t("cs-title").into_owned();
    let name = page.with("code", code("DN", &need.id)).t("cs-need-name");
    page.here(PUBLIC).title(&name).crumb(list, PUBLIC).crumb_here(name)
}

/// What the page says of a need.
pub(super) fn facts(page: &Page, need: &Need, village: &str) -> Vec<Leader> {
    let raised = &need.raised;
    let mut facts = vec![
        Leader::new(page.t("cs-village"), village),
        Leader::new(page.t("cs-matter"), page.t(key("matter", &raised.matter))),
        Leader::new(page.t("cs-heard"), page.t(key("cs-heard", raised.heard.word()))),
        Leader::html(page.t("cs-heard-on"), page.date_tag(raised.on)),
    ];
    if let Fate::Owed { owner, until, .. } = &raised.fate {
        facts.push(Leader::new(page.t("cs-owner"), page.t(key("cs-post", owner.word()))));
        facts.push(Leader::html(page.t("cs-by"), page.long_tag(*until)));
    }
    if let Some(on) = need.closed_on {
        facts.push(Leader::html(page.t("cs-closed-on"), page.date_tag(on)));
    }
    facts
}

/// How it stands.
pub(super) fn status(page: &Page, need: &Need, today: jiff::civil::Date) -> Status {
    let line = Ask {
        state: need.state.word().to_owned(),
        until: need.until(),
        closed_on: need.closed_on,
        ..Ask::default()
    };
    need_status(page, &line, today)
}

/// `GET /dieu-dan-neu/{need}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = desk::read_need(&app.store, &typed).await?;
    let need = read.ok_or(Failure(PageError::NotFound))?.it;
    let item = |of: Option<&VaultId>| of.map(|one| one.id.to_string()).unwrap_or_default();
    let (asked, said) = (item(Some(&need.raised.words)), item(need.said.as_ref()));
    let texts = app.store.texts_of(&[&asked, &said]).await?;
    let text = |of: &str| texts.get(of).cloned().unwrap_or_default();
    let village = local::name(&app.store, &need.raised.village).await?.unwrap_or_default();
    let page = titled(page, &need);
    let why = need.why.map(|why| page.t(key("cs-withdrawn", why.word())).into_owned());
    Ok(page.show(&NeedPage {
        words: text(&asked),
        said: text(&said),
        why: why.unwrap_or_default(),
        status: status(&page, &need, app.store.clock().today()),
        facts: facts(&page, &need, &village),
        page: &page,
    }))
}
