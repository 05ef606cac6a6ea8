//! The report as a file: for programs (JSON, CSV, XLSX) and as a document of the State (PDF, DOCX).
//! Documents are Vietnamese, whatever the reader's screen speaks.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::Extension;
use axum::extract::{Path, State as Shared};
use axum::http::header;
use axum::response::IntoResponse;
use documents::{Office, Signer};
use jiff::Timestamp;
use jiff::civil::Date;
use units::{Gazetteer, Level, UnitRef};
use web::{Lang, Page, PageError, Words};

use super::{Known, Wanted};
use crate::out::{self, Issuer};
use crate::report;

/// Kinds of files.
pub(super) const KINDS: [&str; 6] = ["pdf", "docx", "xlsx", "csv", "html", "json"];

const MIMES: [&str; 6] = [
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv; charset=utf-8",
    "text/html; charset=utf-8",
    "application/json",
];

/// `GET /can-bo/bao-cao/tep/{kind}?…`, with the query of the page.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    Path(kind): Path<String>,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let wanted = Wanted::read(&app, &officer, page.query()).await?;
    let period = wanted.period.ok_or(Failure(PageError::NotFound))?;
    let laws = app.store.laws();
    let form = wanted.form_of(&known, period.until).ok_or(Failure(PageError::NotFound))?;
    let made = report::make(&app.store, laws.now(), wanted.ask(form, period, laws.now())).await;
    let report = made.map_err(Failure::bug)?;
    let name = format!("bao-cao-{}-{}-{}", form.id, report.unit.code(), period.asked);
    answer(&app, &report, (&kind, &name), app.store.clock().today())
}

/// The answer that is a report's file, of a day and under a name without its ending. A kind that
/// there is not is no page.
pub(super) fn answer(
    app: &App,
    report: &report::Report<'_>,
    (kind, name): (&str, &str),
    day: Date,
) -> Answer {
    let at = KINDS.iter().position(|known| *known == kind).ok_or(Failure(PageError::NotFound))?;
    let words = app.face.book().words(Lang::Vi);
    let mark = app.face.mark();
    let bytes = bytes(kind, report, (&words, mark.as_deref()), day).map_err(Failure::bug)?;
    let file = format!("attachment; filename=\"{}.{kind}\"", name.replace(':', "-"));
    Ok(([(header::CONTENT_TYPE, MIMES[at]), (header::CONTENT_DISPOSITION, file.as_str())], bytes)
        .into_response())
}

/// A report as a file of a kind. What a file says of when it was made is the last day of the
/// period, so that the same figures give the same bytes; a document bears the day of today, and
/// with a workbook the mark of a demonstration beside the words.
///
/// # Errors
/// When the file cannot be made.
pub fn bytes(
    kind: &str,
    report: &report::Report<'_>,
    (words, mark): (&Words, Option<&str>),
    today: Date,
) -> Result<Vec<u8>, String> {
    let text = |error: documents::DocumentError| error.to_string();
    let letter = || out::letter(report, words, &issuer(report.unit, words, today));
    match kind {
        "pdf" => letter().print(mark).pdf().map_err(text),
        "docx" => letter().print(mark).docx().map_err(text),
        "xlsx" => out::xlsx(report, (words, mark), midnight(report.period.until)).map_err(text),
        "csv" => out::csv(report, words).map_err(text),
        "html" => crate::html::html(report, words, today).map_err(|error| error.to_string()),
        _ => serde_json::to_vec_pretty(&out::json(report, words, today)).map_err(|e| e.to_string()),
    }
}

fn midnight(day: Date) -> Timestamp {
    let zone = jiff::tz::TimeZone::UTC;
    day.to_zoned(zone).map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp())
}

/// The People's Committee of the unit; its chair signs, with the name left for the hand.
fn issuer(unit: UnitRef, words: &Words, on: Date) -> Issuer {
    let found = Gazetteer::shared().get(unit);
    let phrase = found.map(|unit| unit.phrase()).unwrap_or_default();
    let above = found.and_then(|unit| unit.parent()).map(|unit| unit.phrase());
    let committee = |phrase: &str| format!("Ủy ban nhân dân\n{phrase}");
    let above = match unit.level {
        Level::Province => None,
        Level::District | Level::Commune => {
            above.map(|phrase| committee(&phrase).replace('\n', " "))
        }
    };
    Issuer {
        office: Office {
            above,
            name: committee(&phrase),
            place: found.map(|unit| unit.name().to_owned()).unwrap_or_default(),
        },
        symbol: "UBND".to_owned(),
        signer: Signer {
            authority: Some(words.t("rp-authority").into_owned()),
            title: words.t("rp-chair").into_owned(),
            name: words.t("rp-hand").into_owned(),
        },
        copies: vec![words.t("rp-copies").into_owned()],
        on,
    }
}
