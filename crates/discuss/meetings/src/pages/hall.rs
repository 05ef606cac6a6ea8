//! `/doi-thoai/{dialogue}/man-hinh`: the screen of the hall: the question that is on, the
//! answer, what was promised. It refreshes itself, without script too, and shows no more than the
//! public page.

use std::sync::Arc;

use accounts::{Answer, App};
use askama::Template;
use axum::extract::{Path, State as Shared};
use web::Page;

use super::one;
use super::shown::{self, Asked};
use crate::dialogue::Dialogue;

#[derive(Template)]
#[template(path = "hall.html")]
pub(super) struct HallPage<'a> {
    pub page: &'a Page,
    pub dialogue: &'a Dialogue,
    pub content: String,
    /// What is being spoken of: the last question.
    pub now: Option<Asked>,
    pub questions: usize,
    pub promises: usize,
}

impl HallPage<'_> {
    fn title(&self) -> String {
        one::called(self.page, self.dialogue)
    }
}

/// The page with its title; no crumbs: it hangs on a wall.
pub(super) fn titled(page: Page, dialogue: &Dialogue) -> Page {
    let name = one::called(&page, dialogue);
    page.hidden().title(name)
}

/// `GET /doi-thoai/{dialogue}/man-hinh`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let dialogue = one::public(&app, &typed).await?;
    let page = titled(page, &dialogue);
    let (promises, _) = one::promises(&app, &page, &dialogue, false).await?;
    let questions = shown::questions(&app, &page, (&dialogue.id, &promises), false).await?;
    Ok(page.show(&HallPage {
        content: crate::desk::words(&app.store, &dialogue.planned.content).await?,
        questions: questions.len(),
        promises: promises.len(),
        // The one that was written down last; those asked in advance come on when answered.
        now: questions.into_iter().rev().find(|one| !one.answers.is_empty()),
        page: &page,
        dialogue: &dialogue,
    }))
}
