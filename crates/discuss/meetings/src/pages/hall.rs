//! `/doi-thoai/{dialogue}/man-hinh`: the screen of the hall: the question that is on, the
//! answer, what was promised. Whoever hangs it on the wall lets it refresh itself, without script
//! too; whoever reads it at home is not interrupted. It shows no more than the public page.

use std::sync::Arc;

use accounts::{Answer, App};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, header};
use web::Page;

use super::shown::{self, Asked};
use super::{PUBLIC, one};
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
    /// Whether it refreshes itself.
    pub live: bool,
}

/// How many seconds a screen stands.
const EVERY: u16 = 10;

impl HallPage<'_> {
    fn title(&self) -> String {
        one::called(self.page, self.dialogue)
    }

    fn path(&self) -> String {
        format!("{PUBLIC}/{}/man-hinh", crate::desk::key(&self.dialogue.id))
    }
}

/// The page with its title; no crumbs: it hangs on a wall.
pub(super) fn titled(page: Page, dialogue: &Dialogue) -> Page {
    let name = one::called(&page, dialogue);
    page.hidden().title(name)
}

/// `GET /doi-thoai/{dialogue}/man-hinh?moi=co`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let dialogue = one::public(&app, &typed).await?;
    let page = titled(page, &dialogue);
    let (promises, _) = one::promises(&app, &page, &dialogue, false).await?;
    let questions = shown::questions(&app, &page, (&dialogue.id, &promises), false).await?;
    let live = page.query().get("moi") == Some("co");
    let mut answer = page.show(&HallPage {
        content: crate::desk::words(&app.store, &dialogue.planned.content).await?,
        questions: questions.len(),
        promises: promises.len(),
        // The one that was written down last; those asked in advance come on when answered.
        now: questions.into_iter().rev().find(|one| !one.answers.is_empty()),
        page: &page,
        dialogue: &dialogue,
        live,
    });
    if live {
        answer.headers_mut().insert(header::REFRESH, HeaderValue::from(EVERY));
    }
    Ok(answer)
}
