//! A report on its way out: as JSON, as a table (CSV, XLSX), as a document in the State's format
//! (PDF, DOCX). The same figures give the same bytes.

use calendar::Lang;
use documents::{Appendix, Cell, Column, Content, DocumentError, Kind, Letter, Office, Paragraph};
use documents::{Form as Named, Sheet, Signer};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::text::capital;
use serde_json::{Value, json};
use units::{Gazetteer, UnitRef};
use web::Words;

use crate::caveats;
use crate::form::{self, Moment, Term};
use crate::lineage;
use crate::narrative::{period_words, sentences, strange, text, tongue};
use crate::plan::{self, Reached};
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

/// The report for programs, as of a day.
#[must_use]
pub fn json(report: &Report<'_>, words: &Words, today: Date) -> Value {
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
    let columns = report.form.columns.iter().map(|column| told_column(column, lang));
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
        let mut one = lineage::json(*unit);
        one["numbers"] = numbers(sums);
        one
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
        "plan": planned(report, words),
        "shares": shares::of_total(report).iter().map(share).collect::<Vec<_>>(),
        "lines": report.lines.iter().map(line).collect::<Vec<_>>(),
        "divided": report.divided.iter().map(divided).collect::<Vec<_>>(),
        "joined": report.joined.iter().map(|unit| lineage::json(*unit)).collect::<Vec<_>>(),
        "caveats": caveats::of(report, words, today),
        "notes": report.form.notes.iter().map(|note| note.text(lang)).collect::<Vec<_>>(),
        "text": sentences(report, words).iter()
            .map(|pieces| text(pieces))
            .collect::<Vec<_>>(),
        "contradictions": strange(report).iter()
            .map(|(text, numbers)| json!({ "text": text, "numbers": numbers }))
            .collect::<Vec<_>>(),
    })
}

/// The plan beside the sums: a target that somebody set, and how much of it was reached.
fn planned(report: &Report<'_>, words: &Words) -> Value {
    let Some(plan) = &report.plan else { return Value::Null };
    let one = |reached: Reached<'_>| {
        let told = json!({
            "target": reached.target, "counted": reached.now,
            "per_mille": reached.per_mille(), "text": reached.told(words),
        });
        (reached.column.id.clone(), told)
    };
    let all = plan::reached(report).into_iter().flatten().map(one);
    json!({
        "year": plan.year, "kind": "target",
        "columns": all.collect::<serde_json::Map<_, _>>(),
    })
}

/// What a column is, for programs.
fn told_column(column: &form::Column, lang: Lang) -> Value {
    json!({
        "id": column.id, "title": column.title(lang), "measure": column.measure(lang),
        "sum": terms(&column.sum), "less": terms(&column.less),
        "at": column.at.map(|at| match at {
            Moment::Begin => "begin",
            Moment::End => "end",
        }),
        "rules": column.asks.iter().map(|asks| asks.rule.as_str()).collect::<Vec<_>>(),
    })
}

/// The terms of a sum for programs.
fn terms(terms: &[Term]) -> Value {
    let one = |term: &Term| {
        let Term { of, kind, channel } = term;
        json!({ "of": of.get_ref(), "kind": kind, "channel": channel })
    };
    terms.iter().map(one).collect()
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
    lines.chain([total]).chain(plan_rows(report, words)).collect()
}

/// Under the total: what was planned, called a plan, and how much per cent of it was reached.
fn plan_rows(report: &Report<'_>, words: &Words) -> Vec<Vec<Cell<'static>>> {
    let Some(plan) = &report.plan else { return Vec::new() };
    let all = plan::reached(report);
    let row = |name: String, cell: fn(Reached<'_>) -> Cell<'static>| {
        let mut row = vec![Cell::from(name)];
        for reached in &all {
            row.push(reached.map_or(Cell::Empty, cell));
            row.extend(report.compare.map(|_| Cell::Empty));
        }
        row
    };
    vec![
        row(plan::head(plan.year, words), target),
        row(words.t("rp-plan-reached").into_owned(), percent),
    ]
}

fn target(reached: Reached<'_>) -> Cell<'static> {
    reached.target.into()
}

/// 95 or 99,9: what is counted in tenths is written so.
fn percent(reached: Reached<'_>) -> Cell<'static> {
    Cell::Number(reached.per_mille() as f64 / 10.0)
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

/// As XLSX, with the mark of a demonstration; `made` is the moment that it bears.
///
/// # Errors
/// When no temporary file can be had.
pub fn xlsx(
    report: &Report<'_>,
    (words, mark): (&Words, Option<&str>),
    made: Timestamp,
) -> Result<Vec<u8>, DocumentError> {
    let sheet = sheet(report, words)?.marked(mark);
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
    let caveats = caveats::of(report, words, issuer.on);
    let body = sentences(report, words).into_iter().map(|one| text(&one));
    let body =
        caveats.into_iter().chain(body).chain(plan::sentences(report, words)).map(Paragraph::Plain);
    let notes = strange(report).into_iter().map(|one| note(one, words));
    let footnotes = report.form.notes.iter().map(|note| note.text(tongue(words)).to_owned());
    let notes = notes.chain(lineage::notes(report, words)).chain(footnotes).map(Paragraph::Plain);
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
        appendices: appendices(report, words),
    }
}

/// How many columns of numbers a page on its side has room for.
const NUMBERS: usize = 9;

/// The tables behind the signature: an indicator a line, when there is one unit only; else a unit a
/// line, with as many tables as the columns need.
fn appendices(report: &Report<'_>, words: &Words) -> Vec<Appendix> {
    let title = report.form.title(tongue(words));
    if report.lines.is_empty() {
        return vec![by_indicator(report, words)];
    }
    let (heads, rows) = (columns(report, words), rows(report, words));
    let both = 1 + usize::from(report.compare.is_some());
    // A number and the one beside it stay together.
    let wide = NUMBERS / both * both;
    let parts = (1..heads.len()).step_by(wide);
    let part = |from: usize| {
        let until = (from + wide).min(heads.len());
        let of = |row: &Vec<Cell<'static>>| [&row[..1], &row[from..until]].concat();
        Appendix {
            title: title.to_owned(),
            columns: [&heads[..1], &heads[from..until]].concat(),
            rows: rows.iter().map(of).collect(),
        }
    };
    parts.map(part).collect()
}

/// The sums alone, an indicator a line.
fn by_indicator(report: &Report<'_>, words: &Words) -> Appendix {
    let lang = tongue(words);
    let head = |period: counts::Period| {
        let named = capital(&period_words(period.asked, words));
        Column::new(named, Kind::Number, 16)
    };
    let mut columns = vec![Column::new(words.t("rp-indicator"), Kind::Text, 50)];
    columns.push(head(report.period));
    columns.extend(report.compare.map(head));
    let plan = report.plan.as_ref();
    let planned =
        plan.map(|plan| [plan::head(plan.year, words), words.t("rp-plan-reached").into_owned()]);
    columns.extend(planned.into_iter().flatten().map(|head| Column::new(head, Kind::Number, 16)));
    let all = report.form.columns.iter().zip(&report.total).zip(plan::reached(report));
    let rows = all.map(|((column, number), reached)| {
        let mut row = cells(column.title(lang).to_owned(), &[*number]);
        let both: [fn(Reached<'_>) -> Cell<'static>; 2] = [target, percent];
        row.extend(plan.iter().flat_map(|_| both).map(|of| reached.map_or(Cell::Empty, of)));
        row
    });
    Appendix { title: report.form.title(lang).to_owned(), columns, rows: rows.collect() }
}
