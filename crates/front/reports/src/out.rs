//! A report on its way out: as JSON, as a table (CSV, XLSX), as a document in the State's format
//! (PDF, DOCX). The same figures give the same bytes.

use documents::{Appendix, Cell, Column, Content, DocumentError, Kind, Letter, Office, Paragraph};
use documents::{Form as Named, Sheet, Signer};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use units::{Gazetteer, UnitRef};
use web::Words;

use crate::narrative::{period_words, sentences, strange, text, tongue};
use crate::report::{Line, Number, Report, Who};
use crate::shares;

/// Who issues a report, and who signs it.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// The body.
    pub office: Office,
    /// The sign of the body behind the number: `UBND`.
    pub symbol: String,
    /// Who signs.
    pub signer: Signer,
    /// Who gets a copy.
    pub copies: Vec<String>,
    /// The day it bears.
    pub on: Date,
}

/// The report for programs.
#[must_use]
pub fn json(report: &Report<'_>, words: &Words) -> Value {
    let lang = tongue(words);
    let numbers = |numbers: &[Number]| -> Value {
        let columns = report.form.columns.iter().zip(numbers);
        columns
            .map(|(column, number)| (column.id.clone(), json!(number)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let period = |period: counts::Period| {
        let counts::Period { asked, from, until } = period;
        json!({ "asked": asked, "from": from, "until": until })
    };
    let columns = report.form.columns.iter().map(|column| {
        json!({
            "id": column.id, "title": column.title(lang), "measure": column.measure(lang),
            "sum": column.sum.iter()
                .map(|term| json!({ "of": term.of.get_ref(), "kind": term.kind }))
                .collect::<Vec<_>>(),
        })
    });
    let line = |line: &Line| json!({ "who": line.who, "numbers": numbers(&line.numbers) });
    let share = |told: &shares::Told<'_>| {
        let of = |of: shares::Of| {
            let per_mille = of.tenths();
            json!({ "part": of.part, "whole": of.whole, "per_mille": per_mille })
        };
        json!({
            "id": told.share.id, "title": told.share.title(lang),
            "is": told.definition(report.form, words),
            "now": of(told.now), "before": told.before.map(of),
        })
    };
    let divided = |(unit, sums): &(UnitRef, Vec<Number>)| {
        let name = path(*unit);
        json!({ "unit": unit, "name": name, "numbers": numbers(sums) })
    };
    json!({
        "form": report.form.id,
        "code": report.form.code,
        "title": report.form.title(lang),
        "unit": { "id": report.unit, "code": report.unit.code(), "name": path(report.unit) },
        "period": period(report.period),
        "compare": report.compare.map(period),
        "columns": columns.collect::<Vec<_>>(),
        "total": numbers(&report.total),
        "shares": shares::of_total(report).iter().map(share).collect::<Vec<_>>(),
        "lines": report.lines.iter().map(line).collect::<Vec<_>>(),
        "divided": report.divided.iter().map(divided).collect::<Vec<_>>(),
        "joined": report.joined,
        "text": sentences(report, words).iter()
            .map(|pieces| text(pieces))
            .collect::<Vec<_>>(),
        "contradictions": strange(report).iter()
            .map(|(text, numbers)| json!({ "text": text, "numbers": numbers }))
            .collect::<Vec<_>>(),
    })
}

/// A unit with all that stood above it.
#[must_use]
pub fn path(unit: UnitRef) -> String {
    Gazetteer::shared().get(unit).map(|unit| unit.path()).unwrap_or_default()
}

/// Who a line is, in words.
#[must_use]
pub fn who(who: &Who, words: &Words) -> String {
    match who {
        Who::Unit { name, .. } => name.clone(),
        Who::Itself => words.t("rp-itself").into_owned(),
        Who::Ended => words.t("rp-ended").into_owned(),
    }
}

/// The columns of a table: whose line, then each number, and beside it that of the other period.
fn columns(report: &Report<'_>, words: &Words) -> Vec<Column> {
    let lang = tongue(words);
    let mut all = vec![Column::new(words.t("rp-unit"), Kind::Text, 28)];
    for column in &report.form.columns {
        all.push(Column::new(column.title(lang), Kind::Number, 12));
        if let Some(compare) = report.compare {
            let period = words.with("period", period_words(compare.asked, words));
            all.push(Column::new(
                period.with("title", column.title(lang)).t("rp-beside"),
                Kind::Number,
                12,
            ));
        }
    }
    all
}

fn cells(name: String, numbers: &[Number]) -> Vec<Cell<'static>> {
    let mut all = vec![Cell::from(name)];
    for number in numbers {
        all.push(number.now.into());
        all.extend(number.before.map(Cell::from));
    }
    all
}

/// The lines and, last, the total.
fn rows(report: &Report<'_>, words: &Words) -> Vec<Vec<Cell<'static>>> {
    let lines = report.lines.iter().map(|line| cells(who(&line.who, words), &line.numbers));
    let total = cells(words.t("rp-total").into_owned(), &report.total);
    lines.chain([total]).collect()
}

fn sheet(report: &Report<'_>, words: &Words) -> Result<Sheet, DocumentError> {
    Sheet::new(report.form.title(tongue(words)), columns(report, words))
}

/// As CSV (UTF-8 with its mark, so that office suites read the letters).
///
/// # Errors
/// Never for a report that was made here.
pub fn csv(report: &Report<'_>, words: &Words) -> Result<Vec<u8>, DocumentError> {
    let sheet = sheet(report, words)?;
    let mut out = sheet.csv(Vec::new())?;
    rows(report, words).iter().try_for_each(|row| out.row(row))?;
    out.finish()
}

/// As XLSX; `made` is the moment that it bears.
///
/// # Errors
/// When no temporary file can be had.
pub fn xlsx(report: &Report<'_>, words: &Words, made: Timestamp) -> Result<Vec<u8>, DocumentError> {
    let sheet = sheet(report, words)?;
    let mut out = sheet.xlsx(made)?;
    rows(report, words).iter().try_for_each(|row| out.row(row))?;
    let mut bytes = std::io::Cursor::new(Vec::new());
    out.finish(&mut bytes)?;
    Ok(bytes.into_inner())
}

/// What is said of numbers that stand in a sentence and not in the figures.
#[must_use]
pub fn note((text, numbers): (&str, Vec<String>), words: &Words) -> String {
    words.with("numbers", numbers.join("; ")).with("text", text).t("rp-strange")
}

/// As a document: the sentences, and the table behind the signature.
#[must_use]
pub fn letter(report: &Report<'_>, words: &Words, issuer: &Issuer) -> Letter {
    let period = period_words(report.period.asked, words);
    let title = report.form.title(tongue(words));
    let about = words.with("title", title).with("period", period);
    let subject = about.t("rp-subject");
    let days = words
        .with("from", words.date(report.period.from).to_string())
        .with("until", words.date(report.period.until).to_string());
    let first = Paragraph::Plain(days.t("rp-figures-of"));
    let body = sentences(report, words).into_iter().map(|one| Paragraph::Plain(text(&one)));
    let notes = strange(report).into_iter().map(|one| Paragraph::Plain(note(one, words)));
    Letter {
        office: issuer.office.clone(),
        number: None,
        symbol: format!("BC-{}", issuer.symbol),
        date: issuer.on,
        content: Content {
            form: Named::Named(words.t("rp-name").into_owned()),
            subject,
            to: Vec::new(),
            body: std::iter::once(first).chain(body).chain(notes).collect(),
        },
        signer: issuer.signer.clone(),
        copies: issuer.copies.clone(),
        appendices: vec![Appendix {
            title: title.to_owned(),
            columns: columns(report, words),
            rows: rows(report, words),
        }],
    }
}
