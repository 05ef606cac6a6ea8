//! `/can-bo/tiep-dan/so`: the register of receptions of one unit, in the columns of the paper one.
//! Names stand in the vault: each is opened at its visit, and logged.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use web::parts::Status;
use web::{FormState, Html, Page};

use super::export::narrowing;
use super::office::dress;
use super::{OFFICE, key, visit_status};
use crate::arrows::VisitState;
use crate::kind::Kind;
use crate::meaning::code;
use crate::store::{self as sql, Entry, Filter, Totals};

/// How many lines one page shows.
const SIZE: i64 = 40;
/// The most characters that are searched for.
const MOST_SOUGHT: usize = 200;
/// States in which a line of the register can be.
const STATES: &[VisitState] = &[
    VisitState::Received,
    VisitState::Verifying,
    VisitState::Answered,
    VisitState::Filed,
    VisitState::Aside,
];

/// A line with its words.
pub(super) struct Row {
    pub entry: Entry,
    pub href: String,
    pub code: String,
    pub state: Status,
    pub due: Option<Status>,
}

#[derive(Template)]
#[template(path = "register.html")]
pub(super) struct RegisterPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub years: Vec<(String, String)>,
    pub states: Vec<(String, String)>,
    pub kinds: Vec<(String, String)>,
    pub totals: Totals,
    pub rows: Vec<Row>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub narrowed: bool,
    /// Where the register is taken along, for who may.
    pub export: Option<String>,
}

impl RegisterPage<'_> {
    fn before(&self) -> Html {
        self.scope.before(self.page, &format!("{OFFICE}/so"))
    }

    fn said(&self, of: &str, word: &str) -> String {
        match word.is_empty() {
            true => String::new(),
            false => self.page.t(key(of, word)).into_owned(),
        }
    }
}

/// The lines of a page, each with its words.
pub(super) fn rows(page: &Page, entries: Vec<Entry>, today: Date) -> Vec<Row> {
    let row = |entry: Entry| Row {
        href: format!("{OFFICE}/luot/{}", crate::desk::key(&entry.stream)),
        code: code(entry.no, i16::try_from(entry.year).unwrap_or_default()),
        state: visit_status(page, VisitState::read(&entry.state).unwrap_or(VisitState::Received)),
        due: entry.due.map(|due| page.days_status(due, today, 3)),
        entry,
    };
    entries.into_iter().map(row).collect()
}

/// Years, states and kinds to choose from, "all" first.
pub(super) fn choices(page: &Page, today: Date) -> [Vec<(String, String)>; 3] {
    let any = || std::iter::once((String::new(), page.t("td-any").into_owned()));
    let word = |of: &str, word: &str| (word.to_owned(), page.t(key(of, word)).into_owned());
    let last = today.year();
    let year = |year: i16| (year.to_string(), year.to_string());
    [
        any().chain((0..6).map(|n| year(last - n))).collect(),
        any().chain(STATES.iter().map(|state| word("td-visit", state.word()))).collect(),
        any().chain(Kind::ALL.iter().map(|kind| word("td-kind", kind.word()))).collect(),
    ]
}

/// What the register is narrowed to by the address of a page.
pub(super) fn asked_filter(page: &Page, unit: &str) -> Filter {
    let query = page.query();
    let year: Option<i16> = query.get("year").and_then(|year| year.parse().ok());
    Filter {
        unit: unit.to_owned(),
        year: year.filter(|year| (1945..=9998).contains(year)),
        state: query.get("state").and_then(VisitState::read).map_or("", VisitState::word),
        kind: query.get("kind").and_then(Kind::read).map_or("", Kind::word),
        words: query.get("q").unwrap_or_default().trim().chars().take(MOST_SOUGHT).collect(),
        ..Filter::default()
    }
}

/// `GET /can-bo/tiep-dan/so?unit=…&q=…&year=…&state=…&kind=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::RECEPTIONS_READ)?;
    let query = page.query();
    let scope = Scope::of_any_time(&app, Some(&officer), query.get("unit"))?;
    officer.allow(Act::RECEPTIONS_READ, &scope.unit)?;
    let today = app.store.clock().today();
    let number = |name| query.get(name).and_then(|text| text.parse::<i64>().ok());
    let back = number("before").is_some();
    let key = number("before").or_else(|| number("after"));
    let filter = Filter { key, back, size: SIZE, ..asked_filter(&page, &scope.unit) };
    let (year, state, kind) = (filter.year, filter.state, filter.kind);
    let may = officer.may(Act::RECEPTIONS_EXPORT, &scope.unit);
    let export = may.then(|| format!("{OFFICE}/so/xuat?{}", narrowing(&filter)));
    let (entries, more) = sql::register(&app.store, &filter).await?;
    let shown = year.unwrap_or(today.year());
    let (first, last) = (Date::constant(shown, 1, 1), Date::constant(shown, 12, 31));
    let totals = sql::sums(&app.store, &scope.unit, first, last).await?;
    let page = dress(page).titled("td-register");
    let form = FormState::new()
        .with("unit", &scope.unit)
        .with("q", &filter.words)
        .with("year", year.map(|year| year.to_string()).unwrap_or_default())
        .with("state", state)
        .with("kind", kind);
    let ends = entries.first().map(|one| one.seq).zip(entries.last().map(|one| one.seq));
    let newer = if back { more } else { key.is_some() };
    let older = back || more;
    let way = |name, to: Option<i64>| to.map(|to| page.href_with(name, to));
    let [years, states, kinds] = choices(&page, today);
    Ok(page.show(&RegisterPage {
        before: way("before", ends.filter(|_| newer).map(|(first, _)| first)),
        after: way("after", ends.filter(|_| older).map(|(_, last)| last)),
        rows: rows(&page, entries, today),
        export,
        narrowed: !filter.words.is_empty()
            || year.is_some()
            || !state.is_empty()
            || !kind.is_empty(),
        form: &form,
        years,
        states,
        kinds,
        totals,
        scope: &scope,
        page: &page,
    }))
}
