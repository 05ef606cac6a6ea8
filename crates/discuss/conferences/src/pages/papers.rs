//! The papers of a conference, and the notice of its conclusions as PDF or DOCX, made again each
//! time from the letter in the vault. On paper the words are Vietnamese, whatever the reader's
//! screen speaks.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::header;
use axum::response::IntoResponse;
use documents::{DocumentError, Letter};
use kernel::{Refusal, RefusalKind};
use store::vault::Opened;
use web::PageError;
use web::export::press;

use super::find;
use crate::desk;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A document that lacks a part is a refusal that names it.
pub(super) fn failed(error: DocumentError) -> Failure {
    error.refusal().map_or_else(|| Failure::bug(&error), Failure::from)
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}/tai-lieu/{n}`
pub(super) async fn file(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, n)): Path<(String, String)>,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::CONFERENCES_READ).await?;
    let none = || Failure(PageError::NotFound);
    let at = n.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).ok_or_else(none)?;
    let paper = read.it.papers.get(at).ok_or_else(none)?;
    match app.store.words(paper.item.id).await?.ok_or_else(none)? {
        Opened::Words(bytes) => {
            Ok(web::files::hand_out(&format!("tai-lieu-{n}"), &paper.media, bytes)?)
        }
        Opened::Erased(ground) => {
            let refusal = Refusal::new(RefusalKind::NotFound, "enclosure-erased");
            Err(refusal.with("ground", ground).into())
        }
    }
}

/// `GET /can-bo/hoi-nghi/buoi/{conference}/thong-bao/{kind}`
pub(super) async fn notice(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, kind)): Path<(String, String)>,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::CONFERENCES_READ).await?;
    if !["pdf", "docx"].contains(&kind.as_str()) {
        return Err(Failure(PageError::NotFound));
    }
    let Some((words, _)) = &read.it.noticed else {
        return Err(Refusal::conflict("conference-no-notice").into());
    };
    let text = desk::words(&app.store, words).await?;
    let letter: Letter = serde_json::from_str(&text).map_err(Failure::bug)?;
    let mark = app.face.mark();
    let (of, bytes) = match kind.as_str() {
        "pdf" => {
            let print = move || letter.print(mark.as_deref()).pdf();
            ("application/pdf", press(print).await?.map_err(failed)?)
        }
        _ => {
            let print = move || letter.print(mark.as_deref()).docx();
            (DOCX, press(print).await?.map_err(failed)?)
        }
    };
    let name = format!("attachment; filename=\"thong-bao-ket-luan-{typed}.{kind}\"");
    let head = [
        (header::CONTENT_TYPE, of.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, bytes).into_response())
}
