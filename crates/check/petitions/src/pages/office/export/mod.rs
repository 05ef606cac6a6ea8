//! `/can-bo/so-don/xuat`: the register as the office's book: CSV, XLSX, PDF, or a page to print,
//! in the columns of the legal register, names included.
//!
//! It is asked for by a form and logged before a row leaves: who, when, which kind of file, what it
//! was narrowed to, how many rows. Words that were searched for are not logged: they may be a name.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use web::export::{self, AskPage, KINDS, PrintPage, Row};
use web::{Fields, FormState, Page, Posted};

use super::around::{self, Scope};
use super::papers::press;
use super::register::{asked_filter, order};
use crate::desk::failed;
use crate::store::{self as sql, Filter, Order};

mod lines;

pub(super) use lines::{Columns, Line};

/// The question what would leave, and as what.
pub(super) fn asks<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &Scope,
    count: i64,
    query: &Fields,
) -> AskPage<'a> {
    AskPage {
        page,
        form,
        head: page.with("unit", &scope.phrase).t("export-head"),
        counted: page.with("n", count).t("export-count"),
        count,
        narrowed: told(page, query),
        action: addressed("/can-bo/so-don/xuat", query),
    }
}

/// The book as a page to print.
pub(super) fn print<'a>(
    page: &'a Page,
    columns: &Columns,
    rows: Vec<Row>,
    note: String,
    unit: String,
) -> PrintPage<'a> {
    let (committee, title, heads) = (columns.committee(), columns.title(), columns.heads());
    PrintPage { page, committee, unit, title, note, heads, rows }
}

/// What an export is of.
struct Wanted {
    scope: Scope,
    filter: Filter,
    order: Order,
    count: i64,
}

async fn wanted(app: &App, officer: &Officer, page: &Page) -> Result<Wanted, Failure> {
    officer.allow_somewhere(Act::PETITIONS_EXPORT)?;
    let scope = Scope::of(app, officer, page.query().get("unit"))?;
    officer.allow(Act::PETITIONS_EXPORT, &scope.unit)?;
    let filter = asked_filter(page, &scope.unit, app.store.clock().today());
    // A book is kept in the order in which letters came.
    let order = match order(page) {
        Order::Newest => Order::Oldest,
        other => other,
    };
    let count = sql::count(&app.store, &filter, i64::MAX).await?;
    Ok(Wanted { scope, filter, order, count })
}

/// The query without what only leads through pages.
fn narrowing(query: Fields) -> Fields {
    query.without("after").without("before")
}

/// A path with a query, or without an empty one.
pub(super) fn addressed(path: &str, query: &Fields) -> String {
    let query = query.encode();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// `GET /can-bo/so-don/xuat?…`: what would leave, and as what.
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let wanted = wanted(&app, &officer, &page).await?;
    shown(page, &wanted, &FormState::new())
}

fn shown(page: Page, wanted: &Wanted, form: &FormState) -> Answer {
    let query = narrowing(page.query());
    let list = page.t("office-register-title").into_owned();
    let page = page.titled("export-title").office().here("/can-bo/so-don").redisplay(form);
    let back = addressed("/can-bo/so-don", &query);
    let here = page.t("export-title").into_owned();
    let page = page.crumb(list, back).crumb_here(here);
    Ok(page.show(&asks(&page, form, &wanted.scope, wanted.count, &query)))
}

/// What narrows the register, a line each.
pub(super) fn told(page: &Page, query: &Fields) -> Vec<String> {
    let named = |(name, value): (&str, &str)| {
        let value = match name {
            "kind" | "matter" | "state" | "channel" => {
                page.t(around::key(name, value)).into_owned()
            }
            "due" => page.t(around::key("day-due", value)).into_owned(),
            "effect" => page.t(around::key("effect", value)).into_owned(),
            "q" | "from" | "to" => value.to_owned(),
            "only" => page.t("office-only-cases").into_owned(),
            _ => String::new(),
        };
        match value.is_empty() {
            true => page.t(around::key("export-by", name)).into_owned(),
            false => {
                let what = page.t(around::key("export-by", name)).into_owned();
                page.with("what", what).with("value", value).t("export-by")
            }
        }
    };
    let known = [
        "q", "kind", "matter", "state", "channel", "village", "holder", "only", "from", "to",
        "due", "effect",
    ];
    query.pairs().filter(|(name, _)| known.contains(name)).map(named).collect()
}

/// What the log holds of a narrowing: closed words and days, never what was searched for.
fn logged(query: &Fields) -> String {
    let kept = [
        "unit", "kind", "matter", "state", "channel", "village", "only", "due", "from", "to",
        "effect",
    ];
    let mut fields = Fields::default();
    for (name, value) in query.pairs() {
        let plain = value.len() <= 40
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/.".contains(&b));
        if kept.contains(&name) && plain {
            fields.push(name, value);
        } else if name == "q" || name == "holder" {
            fields.push(name, "1");
        }
    }
    fields.encode()
}

/// `POST /can-bo/so-don/xuat?…` with `kind`: the register as a file, or as a page to print.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let wanted = wanted(&app, &officer, &page).await?;
    let Some(kind) = form.choice("kind", &KINDS) else { return shown(page, &wanted, &form) };
    let prints = matches!(kind, "pdf" | "in");
    if let Some(refusal) = export::too_long(&page, wanted.count).filter(|_| prints) {
        form.refuse(&refusal);
        return shown(page, &wanted, &form);
    }
    let query = narrowing(page.query());
    let part = format!("export-{kind}");
    app.log_export(&officer, &wanted.scope.unit, &part, &logged(&query), wanted.count).await?;
    let columns = Columns::new(&page);
    let reader = lines::Reader::new(app.clone(), &page, wanted.filter, wanted.order, wanted.count);
    let today = app.store.clock().today();
    let name = format!("so-don-{}-{today}", wanted.scope.unit);
    let unit = wanted.scope.phrase;
    let sheet = columns.sheet().map_err(failed)?.marked(page.mark().as_deref());
    match kind {
        "csv" => Ok(export::csv(sheet, reader, &name)?),
        "xlsx" => Ok(export::xlsx(sheet, reader, &name, app.store.now())?),
        "pdf" => {
            let rows = export::all(reader).await?;
            let (office, note) = (columns.office(&unit), columns.note(&query, today));
            let made = press(move || export::pdf(&sheet, &rows, &office, &note, today)).await?;
            Ok(export::file("application/pdf", &format!("{name}.pdf"), Body::from(made))?)
        }
        _ => {
            let rows = export::all(reader).await?;
            let note = columns.note(&query, today);
            let page = page.titled("export-print-title").office().here("/can-bo/so-don");
            Ok(no_store(page.show(&print(&page, &columns, rows, note, unit))))
        }
    }
}

fn no_store(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_holds_no_word_that_was_searched_for() {
        let query = Fields::decode(
            b"q=Nguy%E1%BB%85n+V%C4%83n+M%E1%BA%ABu&kind=complaint&from=01/02/2026&holder=01j\
              &tab=x&state=%3Cb%3E",
        );
        let logged = logged(&query);
        assert!(!logged.contains("Nguy") && !logged.contains("%3Cb"), "{logged}");
        assert!(logged.contains("kind=complaint") && logged.contains("q=1"), "{logged}");
    }
}
