//! What is behind one figure of a frozen report, then and now; of what came or went since, by which
//! later fact.

use std::sync::Arc;

use accounts::{Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use counts::behind::Behind;
use web::parts::Pager;
use web::{Page, PageError};

use super::super::address;
use super::super::list::{self, Row};
use super::{address_of, column_words, line_words, out_title, placing, read, titled};
use crate::frozen::differ::{self, Moved};
use crate::frozen::{Kept, cases};

/// How many one page shows.
const SIZE: usize = 100;

/// A matter with its words.
struct Line {
    row: Row,
    was: String,
    now: String,
    why: String,
}

#[derive(Template)]
#[template(path = "frozen-cell.html")]
pub(in crate::pages) struct CellPage<'a> {
    page: &'a Page,
    head: String,
    whose: String,
    lines: Vec<Line>,
    back: String,
    pager: Pager,
}

/// `GET /can-bo/bao-cao/da-chot/{frozen}/viec?line=…&column=…&moved=1&skip=…`
pub(in crate::pages) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(key): Path<String>,
    page: Page,
) -> Answer {
    let kept = read(&app, &officer, &key).await?;
    let report = kept.report()?;
    let query = page.query();
    let asked = query.get("column");
    let mut columns = kept.form.columns.iter();
    let column = columns.position(|column| asked.is_none_or(|asked| column.id == asked));
    let column = column.ok_or(Failure(PageError::NotFound))?;
    let line = query.get("line").unwrap_or(differ::ALL);
    let now = cases::read(&app.store, &kept.form, report.unit, &report.period).await?;
    let all = differ::of_cell(&placing(&report)?, (&kept.cases, &now), (line, column));
    let moved_only = query.get("moved").is_some();
    let all: Vec<Moved> = all.into_iter().filter(|one| !moved_only || one.was != one.now).collect();
    let skip = query.get("skip").and_then(|skip| skip.parse::<usize>().ok()).unwrap_or(0);
    let some: Vec<Moved> = all.iter().skip(skip).take(SIZE).cloned().collect();
    let base = format!("{}/viec", address_of(&key));
    let at = |skip: usize| address(&base, &query, &[("skip", &skip.to_string())]);
    let pager = Pager {
        newer: (skip > 0).then(|| at(skip.saturating_sub(SIZE))),
        older: (skip + SIZE < all.len()).then(|| at(skip + SIZE)),
        note: String::new(),
    };
    let title = out_title(&page, &report);
    let page = titled(page, &title);
    let lines = lines(&app, &officer, &page, (&kept, some)).await?;
    let whose = line_words(&page, &report, line);
    let head = column_words(&page, &kept.form, column);
    Ok(page.show(&CellPage { page: &page, head, whose, lines, back: address_of(&key), pager }))
}

async fn lines(
    app: &App,
    officer: &Officer,
    page: &Page,
    (kept, some): (&Kept, Vec<Moved>),
) -> Result<Vec<Line>, Failure> {
    let behind = |one: &Moved| Behind {
        day: one.day,
        stream: one.stream.clone(),
        indicator: String::new(),
        kind: String::new(),
        channel: String::new(),
        unit: one.unit.clone(),
        n: one.was,
    };
    let rows = list::rows(app, (officer, page.w()), some.iter().map(behind).collect()).await?;
    let mut lines = Vec::new();
    for (row, one) in rows.into_iter().zip(&some) {
        let why = match one.was == one.now {
            true => String::new(),
            false => why(app, page, kept, &one.stream).await?,
        };
        lines.push(Line { row, was: page.num(one.was), now: page.num(one.now), why });
    }
    Ok(lines)
}

/// Why a matter counts otherwise: its last fact since, else the law as it is now.
async fn why(app: &App, page: &Page, kept: &Kept, stream: &str) -> Result<String, Failure> {
    let stream = app.store.stream(stream).await?;
    let last = stream.records.iter().rev().find(|record| record.at > kept.at);
    let key = match last {
        Some(record) => format!("rp-did-{}", record.kind.replace(['.', '_'], "-")),
        None if kept.frozen.law != app.store.laws().version() => "rp-did-law".to_owned(),
        None => "rp-did-counting".to_owned(),
    };
    let told = page.w().find(&key).map(std::borrow::Cow::into_owned);
    let kind = last.map(|record| record.kind.clone()).unwrap_or_default();
    let day = last.map(|record| page.date(record.at)).unwrap_or_default();
    let told = told.unwrap_or(kind);
    Ok(if day.is_empty() { told } else { format!("{told}, {day}") })
}

/// A page as the styleguide shows it.
pub(in crate::pages) fn sample(page: &Page) -> CellPage<'_> {
    let row = |code: &str, href: Option<&str>| Row {
        day: jiff::civil::date(2024, 3, 5),
        code: code.to_owned(),
        href: href.map(str::to_owned),
        unit: "Xã Nháp".to_owned(),
        n: 1,
    };
    let line = |row, now: i64, why: &str| Line {
        row,
        was: page.num(1),
        now: page.num(now),
        why: why.to_owned(),
    };
    CellPage {
        page,
        head: "Số lượt tiếp".to_owned(),
        whose: page.t("rp-total").into_owned(),
        lines: vec![
            line(row("TCD 12/2024", Some("/can-bo/tiep-dan/luot/1")), 1, ""),
            line(row("", None), 0, &page.t("rp-did-law")),
        ],
        back: super::LIST.to_owned(),
        pager: Pager::default(),
    }
}
