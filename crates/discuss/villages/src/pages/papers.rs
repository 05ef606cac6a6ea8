//! `/can-bo/hop-thon/{village}/van-ban/{kind}`: the decision as PDF or DOCX, made again each time
//! from the words in the vault. It names chair and secretary, so each time is logged.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::header;
use axum::response::IntoResponse;
use documents::DocumentError;
use kernel::Refusal;
use units::Gazetteer;
use web::export::press;
use web::{Lang, PageError};

use super::find;
use crate::desk::{self, Read};
use crate::kind::Form;
use crate::paper::{Paper, Source};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A document that lacks a part is a refusal that names it.
fn failed(error: DocumentError) -> Failure {
    error.refusal().map_or_else(|| Failure::bug(&error), Failure::from)
}

/// The decision of a meeting in a form, with what was discussed.
pub(super) async fn draft(
    app: &App,
    read: &Read,
    form: Form,
    discussed: &str,
) -> Result<Paper, Failure> {
    let meeting = &read.meeting;
    let said = desk::said(&app.store, meeting).await?;
    let village = super::village(app, meeting).await?;
    let mut people = Vec::new();
    for n in meeting.parts.keys() {
        people.push((*n, desk::roll(&app.store, meeting, *n).await?.0));
    }
    let commune = Gazetteer::shared().at(&meeting.called.unit, meeting.on);
    let commune = commune.map(|unit| (unit.phrase(), unit.name().to_owned())).unwrap_or_default();
    let source = Source {
        w: &app.face.book().words(Lang::Vi),
        meeting,
        laws: &app.store.laws(),
        said: &said,
        village: &village,
        commune: (&commune.0, &commune.1),
        people: &people,
        discussed,
    };
    let paper = source.paper(form);
    paper.letter(app.store.clock().today()).words().map_err(failed)?;
    Ok(paper)
}

/// `GET /can-bo/hop-thon/{village}/van-ban/{kind}`
pub(super) async fn download(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, kind)): Path<(String, String)>,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::VILLAGES_READ).await?;
    if !["pdf", "docx"].contains(&kind.as_str()) {
        return Err(Failure(PageError::NotFound));
    }
    let Some((form, words, on)) = &read.meeting.issued else {
        return Err(Refusal::conflict("village-not-issued").into());
    };
    app.log_read(&officer, &read.meeting.id, "person").await?;
    let text = desk::words(&app.store, words).await?;
    let paper: Paper = serde_json::from_str(&text).map_err(Failure::bug)?;
    let (letter, mark) = (paper.letter(*on), app.face.mark());
    let name = format!("{}-{}.{kind}", form.word(), desk::key(&read.meeting.id));
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
    let disposition = format!("attachment; filename=\"{name}\"");
    let head = [
        (header::CONTENT_TYPE, of.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((head, bytes).into_response())
}
