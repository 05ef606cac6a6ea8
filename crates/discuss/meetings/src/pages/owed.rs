//! `/can-bo/cam-ket`: the promises of a unit as officers work on them: what is owed, what is late,
//! what was kept or withdrawn; each opens where it is kept.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use web::parts::Tab;
use web::{Fields, FormState, Page};

use super::shown::{self, Owed, Place};
use super::{OWED, key};
use crate::store::{self as sql, Tally, Which, Word};

/// How many lines one page shows.
const SIZE: usize = 50;

#[derive(Template)]
#[template(path = "promise-list.html")]
pub(super) struct OwedPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub which: Which,
    pub tabs: Vec<Tab>,
    pub all: Vec<Owed>,
    /// How the unit keeps what it promises, in a sentence.
    pub tally: String,
    /// To the first page, from a later one.
    pub first: Option<String>,
    /// To the next page.
    pub next: Option<String>,
    pub may_make: bool,
}

impl OwedPage<'_> {
    fn none_key(&self) -> String {
        key("dt-list-none", self.which.word())
    }
}

/// The page with its title and door.
pub(super) fn titled(page: Page) -> Page {
    page.titled("dt-list-title").office().here(OWED)
}

fn href(unit: &str, which: Which) -> String {
    let mut fields = Fields::default();
    fields.push("unit", unit);
    fields.push("tab", which.word());
    format!("{OWED}?{}", fields.encode())
}

/// The tabs with their counts.
pub(super) fn tabs(page: &Page, unit: &str, open: Which, tally: Tally) -> Vec<Tab> {
    let one = |which: Which| {
        let count = match which {
            Which::Owed => tally.open + tally.late,
            Which::Late => tally.late,
            Which::Kept => tally.kept + tally.kept_late,
            Which::Withdrawn => tally.withdrawn,
            Which::Done => tally.kept + tally.kept_late + tally.withdrawn,
        };
        let label = page.t(key("dt-list", which.word()));
        Tab::new(label, href(unit, which), which == open).count(count)
    };
    Which::ALL.into_iter().map(one).collect()
}

/// Where the page after a promise begins, as an address holds it.
pub(super) fn after_of(last: &Word) -> String {
    format!("{}~{}", last.until, last.stream)
}

/// Reads what [`after_of`] wrote.
pub(super) fn read_after(text: &str) -> Option<(Date, String)> {
    let (day, stream) = text.split_once('~')?;
    Some((day.parse().ok()?, stream.to_owned()))
}

/// `GET /can-bo/cam-ket?unit=…&tab=…&after=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::DIALOGUES_READ)?;
    let query = page.query();
    let scope = Scope::of_any_time(&app, Some(&officer), query.get("unit"))?;
    officer.allow(Act::DIALOGUES_READ, &scope.unit)?;
    let (store, today) = (&app.store, app.store.clock().today());
    let asked = Which::ALL.into_iter().find(|which| query.get("tab") == Some(which.word()));
    let which = asked.unwrap_or(Which::Owed);
    let after = query.get("after").and_then(read_after);
    let from = after.clone().unwrap_or_else(|| which.start());
    let left = scope.left();
    let found = sql::which(store, (&left, which), from, SIZE as i64 + 1).await?;
    let (more, shown) = (found.len() > SIZE, &found[..found.len().min(SIZE)]);
    let next = shown.last().filter(|_| more).map(after_of);
    let tally = sql::tally(store, &left, today).await?;
    let page = titled(page);
    let place = Place { here: &scope.unit, office: true };
    let all = shown::owed_all(&app, &page, shown, place).await?;
    let form = FormState::new().with("unit", &scope.unit);
    Ok(page.show(&OwedPage {
        page: &page,
        form: &form,
        which,
        tabs: tabs(&page, &scope.unit, which, tally),
        all,
        tally: shown::tally(&page, tally),
        first: after.is_some().then(|| page.href_with("after", "")),
        next: next.map(|key| page.href_with("after", key)),
        may_make: officer.may(Act::DIALOGUES_CAPTURE, &scope.unit),
        scope: &scope,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_where_the_one_before_ended() {
        let key = (Date::constant(2026, 3, 5), "promise/0~1".to_owned());
        assert_eq!(read_after("2026-03-05~promise/0~1"), Some(key));
        for odd in ["", "2026-03-05", "x~promise/1", "2026-02-31~promise/1"] {
            assert_eq!(read_after(odd), None, "{odd}");
        }
    }
}
