//! `/can-bo/doi-thoai/cau/{question}/giay`: a paper for whoever asked on paper, by telephone or in
//! the village: the code of the question, and the address of the page on which it is followed.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use web::{Html, Page};

use super::question::{find, path};
use super::{OFFICE, one};
use crate::arrows::State;
use crate::dialogue::Dialogue;
use crate::promise::tail;
use crate::question::Question;

#[derive(Template)]
#[template(path = "slip.html")]
pub(super) struct SlipPage<'a> {
    pub page: &'a Page,
    pub dialogue: &'a Dialogue,
    pub question: &'a Question,
    /// Where the dialogue is held.
    pub place: String,
    /// The address of the asker's own page, whole.
    pub link: String,
    /// The same to be scanned.
    pub square: Html,
}

impl SlipPage<'_> {
    fn code(&self) -> String {
        tail("CH", &self.question.id)
    }

    fn of(&self) -> String {
        let page = self.page;
        let with = page.with("date", page.date_long(self.dialogue.on));
        with.with("place", self.place.as_str()).t("dt-slip-of")
    }

    fn back(&self) -> String {
        path(&self.question.id)
    }

    fn next(&self) -> String {
        format!("{}/hoi", one::path(self.dialogue))
    }

    fn asks(&self) -> bool {
        matches!(self.dialogue.state, State::Planned | State::Announced)
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, dialogue: &Dialogue) -> Page {
    let (list, here) = (page.t("dt-title").into_owned(), page.t("dt-slip").into_owned());
    let name = one::called(&page, dialogue);
    let page = page.office().here(OFFICE).titled("dt-slip").crumb(list, OFFICE);
    page.crumb(name, one::path(dialogue)).crumb_here(here)
}

/// `GET /can-bo/doi-thoai/cau/{question}/giay`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Answer {
    let (read, dialogue) = find(&app, &officer, &typed, Act::DIALOGUES_CAPTURE).await?;
    let page = titled(page, &dialogue);
    let pass = accounts::own::pass(&app.store.keys(), &read.it.id);
    let link = format!("{}/cau-hoi-cua-toi/{pass}", app.site(&headers));
    let square = accounts::totp::square_of(&link, &page.t("dt-own"));
    Ok(page.show(&SlipPage {
        place: crate::desk::words(&app.store, &dialogue.planned.place).await?,
        square: square.unwrap_or_default(),
        page: &page,
        dialogue: &dialogue,
        question: &read.it,
        link,
    }))
}
