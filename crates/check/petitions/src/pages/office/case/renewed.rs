//! `POST /can-bo/don/{code}/ma-moi`: four new words for somebody who lost theirs.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use kernel::Refusal;
use web::{Html, Page, Posted};

use super::Case;
use crate::desk;

#[derive(Template)]
#[template(path = "office/renewed.html")]
pub(in crate::pages::office) struct RenewedPage<'a> {
    pub page: &'a Page,
    pub case: &'a Case,
    pub secret: [&'a str; 4],
}

/// `POST /can-bo/don/{code}/ma-moi`: four new words for somebody who lost theirs and proved at the
/// desk to be the asker. The old ones end.
pub(in crate::pages::office) async fn renew(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(typed): Path<String>,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_DESK)?;
    let mut case = Case::find(&app, &officer, &typed).await?;
    officer.allow(Act::PETITIONS_DESK, &case.read.petition.received.unit)?;
    let seen = posted.form.fields().get("seen").and_then(|seen| seen.parse().ok());
    if seen != Some(case.read.petition.version) {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let read = case.read.clone();
    let secret = desk::renew_secret(&app.store, &officer.actor(), read).await?;
    if let Some(read) = desk::read(&app.store, &case.read.stream.name).await? {
        case.read = read;
    }
    let title = posted.page.t("office-renewed-title").into_owned();
    let (code, path) = (case.code().to_owned(), case.path());
    let page = case.crumbs(posted.page).crumb(code, path).crumb_here(&title).title(title);
    Ok(page.show(&RenewedPage { page: &page, case: &case, secret }))
}

impl RenewedPage<'_> {
    /// When the words were given out.
    fn stamp(&self) -> Html {
        let last = self.case.read.stream.records.last().map(|record| record.at);
        let at = last.unwrap_or(self.case.read.petition.received_at);
        self.page.stamp(self.page.t("office-renewed-stamp"), self.case.code(), at)
    }
}
