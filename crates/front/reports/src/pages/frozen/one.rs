//! One frozen report: its sentences and figures as they were, what they would be now, its files.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use kernel::text::capital;
use web::Page;

use super::super::file::{KINDS, answer};
use super::{address_of, behind, column_words, line_words, out_title, placing, read, titled};
use crate::caveats;
use crate::frozen::differ::{self, ALL};
use crate::frozen::{Kept, cases};
use crate::narrative::{Piece, period_words, sentences, strange};
use crate::out;
use crate::report::{Number, Report};

/// A number with what is behind it.
pub(in crate::pages) struct Shown {
    text: String,
    href: Option<String>,
}

/// A cell that is no longer what it was.
pub(in crate::pages) struct Changed {
    name: String,
    line: String,
    was: String,
    now: String,
    moved: String,
    href: String,
}

/// One figure of the whole.
struct Sum {
    id: String,
    name: String,
    now: Shown,
    before: String,
}

/// A line of figures.
struct Row {
    name: String,
    numbers: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "frozen.html")]
pub(in crate::pages) struct OnePage<'a> {
    page: &'a Page,
    title: String,
    whose: String,
    /// When it was frozen, under which law, behind how many records.
    stamp: String,
    /// What had to be known on that day before the figures are believed.
    caveats: Vec<String>,
    sentences: Vec<Vec<Piece>>,
    /// Whether the program froze it by a schedule.
    scheduled: bool,
    /// The plan as it was when the report was frozen.
    plan: Vec<String>,
    strange: Vec<String>,
    changed: Vec<Changed>,
    heads: [String; 2],
    columns: Vec<String>,
    sums: Vec<Sum>,
    rows: Vec<Row>,
    files: Vec<(&'static str, String)>,
    /// The signed file, for those who may hand it out.
    signed: Option<String>,
}

fn shown(page: &Page, kept: &Kept, number: Number, cell: (&str, usize)) -> Shown {
    let key = ::store::journal::key(&kept.id);
    let href = (number.now != 0).then(|| behind(key, &kept.form, cell));
    Shown { text: page.num(number.now), href }
}

/// The page.
pub(in crate::pages) fn page_of<'a>(
    page: &'a Page,
    kept: &Kept,
    report: &Report<'_>,
    changed: Vec<Changed>,
) -> OnePage<'a> {
    let key = ::store::journal::key(&kept.id);
    let words = page.w();
    let period = |period: Option<counts::Period>| {
        period.map(|one| capital(&period_words(one.asked, words))).unwrap_or_default()
    };
    let names = (0..kept.form.columns.len()).map(|at| column_words(page, &kept.form, at));
    let columns: Vec<String> = names.collect();
    let sum = |(at, number): (usize, &Number)| Sum {
        id: kept.form.columns.get(at).map(|column| column.id.clone()).unwrap_or_default(),
        name: columns.get(at).cloned().unwrap_or_default(),
        now: shown(page, kept, *number, (ALL, at)),
        before: number.before.map(|before| page.num(before)).unwrap_or_default(),
    };
    let row = |line: &crate::report::Line| {
        let (name, word) = (out::who(&line.who, words), line.who.word());
        let numbers = line.numbers.iter().enumerate();
        Row { name, numbers: numbers.map(|(at, n)| shown(page, kept, *n, (&word, at))).collect() }
    };
    let stamp = page.with("day", page.date(kept.frozen.on)).with("law", kept.frozen.law);
    OnePage {
        page,
        title: out_title(page, report),
        whose: format!("{}. {}", capital(&out::path(report.unit)), period(Some(report.period))),
        stamp: stamp.with("records", page.num(kept.frozen.position)).t("rp-frozen-stamp"),
        caveats: caveats::of(report, words, kept.frozen.on),
        sentences: sentences(report, words),
        plan: crate::plan::sentences(report, words),
        scheduled: kept.frozen.schedule.is_some(),
        strange: strange(report).into_iter().map(|one| out::note(one, words)).collect(),
        changed,
        heads: [period(Some(report.period)), period(report.compare)],
        sums: report.total.iter().enumerate().map(sum).collect(),
        rows: report.lines.iter().map(row).collect(),
        files: KINDS.map(|kind| (kind, format!("{}/tep/{kind}", address_of(key)))).to_vec(),
        columns,
        signed: None,
    }
}

/// A cell as the styleguide shows it.
pub(in crate::pages) fn sample(page: &Page) -> Changed {
    Changed {
        name: "Số lượt tiếp".to_owned(),
        line: page.t("rp-total").into_owned(),
        was: page.num(2_861),
        now: page.num(2_859),
        moved: page.num(2),
        href: super::LIST.to_owned(),
    }
}

/// `GET /can-bo/bao-cao/da-chot/{frozen}`
pub(in crate::pages) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(key): Path<String>,
    page: Page,
) -> Answer {
    let kept = read(&app, &officer, &key).await?;
    let report = kept.report()?;
    let placing = placing(&report)?;
    let now = cases::read(&app.store, &kept.form, report.unit, &report.period).await?;
    let title = out_title(&page, &report);
    let page = titled(page, &title);
    let one = |cell: &differ::Cell| Changed {
        name: column_words(&page, &kept.form, cell.column),
        line: line_words(&page, &report, &cell.line),
        was: page.num(cell.was),
        now: page.num(cell.now),
        moved: page.num(cell.moved),
        href: format!("{}&moved=1", behind(&key, &kept.form, (&cell.line, cell.column))),
    };
    let changed = differ::cells(&placing, &kept.cases, &now).iter().map(one).collect();
    let may = officer.may(Act::REPORTS_EXCHANGE, &kept.frozen.unit);
    let signed = may.then(|| format!("{}/tep-ky", address_of(&key)));
    Ok(page.show(&OnePage { signed, ..page_of(&page, &kept, &report, changed) }))
}

/// `GET /can-bo/bao-cao/da-chot/{frozen}/tep-ky`: its figures as a signed file, for a level above
/// that no line leads to.
pub(in crate::pages) async fn signed(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(key): Path<String>,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_EXCHANGE)?;
    let kept = read(&app, &officer, &key).await?;
    officer.allow(Act::REPORTS_EXCHANGE, &kept.frozen.unit)?;
    let text = crate::sent::desk::write(&app.store, &kept)?;
    let (form, unit, asked) = (&kept.frozen.form, &kept.frozen.unit, &kept.frozen.period.asked);
    let name = format!("bao-cao-{form}-{unit}-{asked}.dantin").replace(':', "-");
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, text).into_response())
}

/// `GET /can-bo/bao-cao/da-chot/{frozen}/tep/{kind}`
pub(in crate::pages) async fn file(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((key, kind)): Path<(String, String)>,
) -> Answer {
    let kept = read(&app, &officer, &key).await?;
    let (form, unit) = (&kept.frozen.form, &kept.frozen.unit);
    let report = kept.report()?;
    let name = format!("bao-cao-{form}-{unit}-{}-da-chot", report.period.asked);
    answer(&app, &report, (&kind, &name), kept.frozen.on)
}
