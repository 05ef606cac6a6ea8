//! The matters behind one number, with the same count: each opens where its subject keeps it, for
//! those who may read it there.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, OwedMatter};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use counts::Asked;
use counts::behind::{self, Behind, Key};
use jiff::civil::Date;
use units::Gazetteer;
use units::series::Coded;
use web::{Page, PageError, Words};

use super::{BEHIND, Known, PATH, Wanted, address};
use crate::form::Column;
use crate::narrative::{period_words, tongue, unit_words};
use crate::report;

/// How many lines one page shows.
const SIZE: usize = 80;

/// A matter with its words.
pub(super) struct Row {
    pub day: Date,
    pub code: String,
    pub href: Option<String>,
    pub unit: String,
    pub n: i64,
}

#[derive(Template)]
#[template(path = "behind.html")]
pub(super) struct ListPage<'a> {
    page: &'a Page,
    head: String,
    whose: String,
    /// The number that the report shows.
    total: i64,
    rows: Vec<Row>,
    back: String,
    after: Option<String>,
}

/// `GET /can-bo/bao-cao/phia-sau?…&column=…&line=…&of=…&after=…`, with the query of the report;
/// `of` is another period than its own: the one compared with, or a month.
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let wanted = Wanted::read(&app, &officer, page.query()).await?;
    let not_found = || Failure(PageError::NotFound);
    let period = wanted.period.ok_or_else(not_found)?;
    let form = wanted.form_of(&known, period.until).ok_or_else(not_found)?;
    let query = page.query();
    let id = query.get("column");
    let chosen = form.columns.iter().find(|one| id.is_none_or(|id| one.id == id));
    let column = chosen.filter(|column| column.has_matters()).ok_or_else(not_found)?;
    let laws = app.store.laws();
    let of = match query.get("of").filter(|of| !of.is_empty()) {
        Some(of) => of.parse::<Asked>().ok().and_then(|asked| asked.period(laws.now()).ok()),
        None => Some(period),
    };
    let of = of.ok_or_else(not_found)?;
    let line = query.get("line").unwrap_or("all");
    let codes = report::codes_of((form, column), wanted.unit, (&of, period.until), line);
    let (found, next) = matters(&app, (column, &codes[..]), query.get("after")).await?;
    let total = behind::total(&app.store, &codes, &column.parts()).await?;
    let rows = rows(&app, (&officer, page.w()), found).await?;
    let page = page.titled("rp-behind").office().here(PATH);
    let words = page.w();
    let whose = format!("{}, {}", unit_words(wanted.unit, words), period_words(of.asked, words));
    let back = [("column", ""), ("line", ""), ("of", ""), ("after", "")];
    Ok(page.show(&ListPage {
        page: &page,
        head: column.title(tongue(words)).to_owned(),
        whose,
        total,
        rows,
        back: address(PATH, &query, &back),
        after: next.map(|next| address(BEHIND, &query, &[("after", &next)])),
    }))
}

/// One page of what is behind a column, and where the next one begins.
async fn matters(
    app: &App,
    (column, codes): (&Column, &[Coded]),
    after: Option<&str>,
) -> Result<(Vec<Behind>, Option<String>), Failure> {
    let parts = column.parts();
    let most = SIZE as i64 + 1;
    let mut found = match column.at {
        None => {
            let after = after.and_then(Key::read);
            behind::list(&app.store, codes, &parts, after.as_ref(), most).await?
        }
        Some(_) => behind::open(&app.store, codes, &parts, after.unwrap_or_default(), most).await?,
    };
    let more = found.len() > SIZE;
    found.truncate(SIZE);
    let next = found.last().filter(|_| more).map(|last| match column.at {
        None => last.key().write(),
        Some(_) => last.stream.clone(),
    });
    Ok((found, next))
}

/// What people call each matter, and where this officer opens it.
pub(super) async fn rows(
    app: &App,
    (officer, words): (&Officer, &Words),
    found: Vec<Behind>,
) -> Result<Vec<Row>, Failure> {
    let streams: Vec<&str> = found.iter().map(|one| one.stream.as_str()).collect();
    let mut codes: HashMap<String, String> = duties::holder::codes_of(&app.store, &streams).await?;
    codes.extend(app.codes_of(&streams).await?);
    let gazetteer = Gazetteer::shared();
    let row = |one: Behind| {
        let code = codes.get(&one.stream);
        let known = code.map_or_else(|| store::journal::key(&one.stream), String::as_str);
        let owed = OwedMatter { stream: &one.stream, n: 0, code: known, rule: "", unit: &one.unit };
        let unit = gazetteer.meant(&one.unit, one.day).and_then(|unit| gazetteer.get(unit));
        // What stands in a register that is not this officer's to read is counted and not named.
        let href = app.path_of(officer, &owed);
        let uncoded = || words.t("rp-behind-uncoded").into_owned();
        let code = href.is_some().then(|| code.cloned().unwrap_or_else(uncoded));
        Row {
            day: one.day,
            code: code.unwrap_or_default(),
            href,
            unit: unit.map(|unit| unit.title()).unwrap_or_default(),
            n: one.n,
        }
    };
    Ok(found.into_iter().map(row).collect())
}

/// A page as the styleguide shows it.
pub(super) fn sample(page: &Page) -> ListPage<'_> {
    let row = |day: i8, code: &str, href: Option<&str>, n| Row {
        day: Date::constant(2024, 3, day),
        code: code.to_owned(),
        href: href.map(str::to_owned),
        unit: "Xã Nháp".to_owned(),
        n,
    };
    ListPage {
        page,
        head: "Số lượt tiếp".to_owned(),
        whose: "toàn tỉnh Gia Lai, năm 2024".to_owned(),
        total: 4,
        rows: vec![row(5, "TCD 12/2024", Some("/can-bo/tiep-dan/luot/1"), 1), row(6, "", None, 3)],
        back: PATH.to_owned(),
        after: Some(BEHIND.to_owned()),
    }
}
