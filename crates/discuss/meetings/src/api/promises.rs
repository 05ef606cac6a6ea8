//! Promises for programs: lists page by page with what became of all of them, and each with its
//! trail.

use std::sync::Arc;

use accounts::api;
use accounts::{Answer, App, Scope};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::IntoResponse as _;
use jiff::civil::Date;
use kernel::Id;
use web::{FormState, Page, PageError, Say};

use super::{fields, shown};
use crate::desk;
use crate::store::{self as sql, Which, Word};

/// How many lines an answer has when nothing is said.
const SIZE: usize = 50;
/// The lists, by the word that asks for each.
const LISTS: &[(&str, Which)] = &[
    ("open", Which::Owed),
    ("late", Which::Late),
    ("kept", Which::Kept),
    ("withdrawn", Which::Withdrawn),
    ("done", Which::Done),
];

/// The words of the lists.
pub(super) fn states() -> Vec<&'static str> {
    LISTS.iter().map(|(word, _)| *word).collect()
}

fn list_of(form: &FormState) -> (&'static str, Which) {
    let asked = form.fields().get("state");
    let found = LISTS.iter().find(|(word, _)| asked == Some(*word));
    found.copied().unwrap_or(LISTS[0])
}

/// Where the page after a promise begins: a cursor of another list would lead to somewhere else.
fn cursor(list: &str, last: &Word) -> String {
    format!("{list}.{}.{}", last.until, desk::key(&last.stream))
}

fn read_cursor(list: &str, text: &str) -> Option<(Date, String)> {
    let mut parts = text.split('.');
    let (of, day, key) = (parts.next()?, parts.next()?, parts.next()?);
    let key: Id = key.parse().ok()?;
    let same = of == list && parts.next().is_none();
    Some((day.parse().ok()?, format!("promise/{key}"))).filter(|_| same)
}

/// Where the page begins that a query asks for; `None` for a cursor that is none of this list.
fn after(form: &mut FormState, (list, which): (&str, Which)) -> Option<(Date, String)> {
    let text = form.fields().typed("cursor").to_owned();
    if !form.fields().pairs().any(|(name, _)| name == "cursor") {
        return Some(which.start());
    }
    let found = read_cursor(list, &text);
    if found.is_none() {
        form.wrong("cursor", Say::new("api-cursor"));
    }
    found
}

/// `GET /api/v1/promises`
pub(super) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let mut form = api::asked(fields::PROMISES, query.as_deref())?;
    let (list, which) = list_of(&form);
    let from = after(&mut form, (list, which));
    let from = from.ok_or_else(|| api::faults(fields::PROMISES, &form))?;
    let size = form.fields().get("limit").and_then(|text| text.parse().ok()).unwrap_or(SIZE);
    let scope = Scope::of_any_time(&app, None, form.fields().get("unit"))?;
    let (left, today) = (scope.left(), app.store.clock().today());
    let mut found = sql::which(&app.store, (&left, which), from, size as i64 + 1).await?;
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|last| cursor(list, last));
    let tally = sql::tally(&app.store, &left, today).await?;
    let items = shown::promises(&app.store, &found).await?;
    let page = shown::PromisePage { unit: scope.unit, tally: tally.into(), items, next };
    Ok(Json(page).into_response())
}

/// `GET /api/v1/promises/{promise}`
pub(super) async fn one(
    State(app): State<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = desk::read_promise(&app.store, &typed).await?.ok_or(PageError::NotFound)?;
    let shown = shown::promise(&app, &read, duties::explain::lang(&page)).await?;
    Ok((api::etag(read.it.version), Json(shown)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_by_its_own_list_only() {
        let id = Id::from_parts(jiff::Timestamp::UNIX_EPOCH, [7; 10]);
        let day = Date::constant(2026, 4, 30);
        let last = Word { stream: format!("promise/{id}"), until: day, ..Word::default() };
        let text = cursor("open", &last);
        assert_eq!(read_cursor("open", &text), Some((day, last.stream)));
        assert_eq!(read_cursor("kept", &text), None);
        for odd in ["", "open", "open.2026-04-30", "open.2026-02-31.x", "open.2026-04-30.x"] {
            assert_eq!(read_cursor("open", odd), None, "{odd}");
        }
    }
}
