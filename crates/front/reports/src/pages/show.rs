//! The report on the screen: a table first, its sentences above, each number a way to what is
//! behind it.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use units::{Gazetteer, UnitRef};
use web::{FormState, Page};

use super::{Known, PARTS, PATH, Wanted, address, behind};
use crate::narrative::{Piece, changed, period_words, sentences, tongue};
use crate::out;
use crate::report::{self, Line, Number, Report};

/// A number on the page.
pub(super) struct Shown {
    pub text: String,
    /// The change in words, for the total.
    pub change: String,
    /// The number of the period compared with.
    pub before: String,
    pub href: Option<String>,
}

/// A line on the page.
pub(super) struct Row {
    pub name: String,
    pub numbers: Vec<Shown>,
}

/// A report with its words.
pub(super) struct Sheet {
    pub title: String,
    pub code: String,
    pub unit: String,
    pub days: String,
    pub compared: String,
    pub heads: Vec<(String, String)>,
    pub rows: Vec<Row>,
    pub total: Row,
    pub sentences: Vec<Vec<Piece>>,
    /// Units that were divided: name and numbers in words.
    pub divided: Vec<String>,
    /// Units of before whose figures are in the total: name and address.
    pub joined: Vec<(String, String)>,
    /// Whether a jurist should look at the columns first.
    pub unsure: bool,
}

#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct ReportPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub forms: Vec<(String, String)>,
    pub parts: Vec<(String, String)>,
    pub months: Vec<(String, String)>,
    pub sheet: Option<Sheet>,
    pub files: Vec<(&'static str, String)>,
}

/// `GET /can-bo/bao-cao?form=…&unit=…&year=…&part=…&months=…&from=…&until=…&compare=1`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let wanted = Wanted::read(&app, &officer, &page)?;
    let laws = app.store.laws();
    let mut sheet = None;
    if let Some(period) = wanted.period
        && let Some(form) = wanted.form_of(&known, period.until)
    {
        let ask = wanted.ask(form, period, laws.now());
        let report = report::make(&app.store, laws.now(), ask).await.map_err(Failure::bug)?;
        sheet = Some(shown(&page, &report));
    }
    let page = titled(page);
    let until = app.store.clock().today();
    let forms = forms(&page, &known, until);
    Ok(page.show(&page_of(&page, &wanted.form, &wanted.scope, (forms, sheet))))
}

pub(super) fn titled(page: Page) -> Page {
    let title = page.t("rp-title").into_owned();
    page.title(title).here(PATH)
}

/// The forms to choose from.
pub(super) fn forms(page: &Page, known: &Known, on: jiff::civil::Date) -> Vec<(String, String)> {
    let one = |form: &crate::Form| {
        let title = form.title(tongue(page.w()));
        let named = match form.code.as_str() {
            "" => title.to_owned(),
            code => format!("{code}: {title}"),
        };
        (form.id.clone(), named)
    };
    known.forms().all_on(on).map(one).collect()
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    (forms, sheet): (Vec<(String, String)>, Option<Sheet>),
) -> ReportPage<'a> {
    let part = |(word, _): &(&str, _)| {
        let key = format!("rp-part-{}", if word.is_empty() { "year" } else { word }.to_lowercase());
        let named = match word.parse::<i8>() {
            Ok(month) => page.with("n", month.to_string()).t("rp-part-month"),
            Err(_) => page.t(key).into_owned(),
        };
        ((*word).to_owned(), named)
    };
    let months = [("", "rp-months-reports"), ("civil", "rp-months-civil")];
    let months = months.map(|(word, key)| (word.to_owned(), page.t(key).into_owned()));
    let file = |kind| (kind, address(&format!("{PATH}/tep/{kind}"), form.fields(), &[]));
    let kinds: &[&str] = if sheet.is_some() { &super::file::KINDS } else { &[] };
    ReportPage {
        page,
        form,
        scope,
        forms,
        parts: PARTS.iter().map(part).collect(),
        months: months.to_vec(),
        files: kinds.iter().copied().map(file).collect(),
        sheet,
    }
}

/// A report with its words and ways.
pub(super) fn shown(page: &Page, report: &Report<'_>) -> Sheet {
    let words = page.w();
    let query = page.query();
    let numbers = |line: Option<&Line>, numbers: &[Number]| -> Vec<Shown> {
        let columns = report.form.columns.iter().zip(numbers);
        columns
            .map(|(column, number)| Shown {
                text: page.num(number.now),
                change: match line {
                    None => changed(*number, column, report.compare, words).unwrap_or_default(),
                    Some(_) => String::new(),
                },
                before: number.before.map(|before| page.num(before)).unwrap_or_default(),
                href: (number.now != 0).then(|| behind(&query, line, column)),
            })
            .collect()
    };
    let days = |period: counts::Period| {
        let named = page.with("period", period_words(period.asked, words));
        let days = named.with("from", page.date(period.from));
        days.with("until", page.date(period.until)).t("rp-period-days")
    };
    let row = |line: &Line| Row {
        name: out::who(&line.who, words),
        numbers: numbers(Some(line), &line.numbers),
    };
    let lang = tongue(words);
    Sheet {
        title: report.form.title(lang).to_owned(),
        code: report.form.code.clone(),
        unit: out::path(report.unit),
        days: days(report.period),
        compared: report.compare.map(days).unwrap_or_default(),
        heads: report
            .form
            .columns
            .iter()
            .map(|column| (column.id.clone(), column.title(lang).to_owned()))
            .collect(),
        rows: report.lines.iter().map(row).collect(),
        total: Row { name: page.t("rp-total").into_owned(), numbers: numbers(None, &report.total) },
        sentences: sentences(report, words),
        divided: report.divided.iter().map(|one| divided(page, report, one)).collect(),
        joined: joined(page, report),
        unsure: report.form.certainty.is_some_and(|one| one != calendar::Certainty::Verified),
    }
}

/// What a divided unit had: "Xã A: Số lượt tiếp 3; Số người 4".
fn divided(page: &Page, report: &Report<'_>, (unit, sums): &(UnitRef, Vec<Number>)) -> String {
    let columns = report.form.columns.iter().zip(sums).filter(|(_, number)| !number.is_nought());
    let named = columns.map(|(column, number)| {
        format!("{} {}", column.title(tongue(page.w())), page.num(number.now))
    });
    format!("{}: {}", out::path(*unit), named.collect::<Vec<_>>().join("; "))
}

/// Units of before that gave figures, those next to this one only: the others are behind them.
fn joined(page: &Page, report: &Report<'_>) -> Vec<(String, String)> {
    let gazetteer = Gazetteer::shared();
    let level = report.unit.level;
    let near = report.joined.iter().filter(|unit| unit.level == level);
    near.filter_map(|unit| {
        let name = gazetteer.get(*unit)?.path();
        Some((name, address(PATH, &page.query(), &[("unit", &unit.to_string())])))
    })
    .collect()
}
