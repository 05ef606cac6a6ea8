//! `/can-bo/to-cao`: the register of one unit, by year and state, in the columns of the paper one.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State as Shared;
use web::parts::Status;
use web::{FormState, Page};

use super::{LIST, SIZE, Scope, Ways, asked, key, state_status};
use crate::arrows::State;
use crate::meaning::code;
use crate::store::{self as sql, Filter, Line};

/// A line with its words.
pub(super) struct Row {
    pub line: Line,
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
    pub counts: Vec<(String, i64)>,
    pub rows: Vec<Row>,
    pub ways: Ways,
    pub narrowed: bool,
    pub may_enter: bool,
}

impl RegisterPage<'_> {
    fn said(&self, of: &str, word: &str) -> String {
        match word.is_empty() {
            true => String::new(),
            false => self.page.t(key(of, word)).into_owned(),
        }
    }

    fn total(&self) -> i64 {
        self.counts.iter().map(|(_, n)| n).sum()
    }
}

/// The page with its title, crumbs and door.
pub(super) fn dress(page: Page) -> Page {
    page.titled("tc-title").office().here(LIST)
}

/// The lines of a page, each with its words.
pub(super) fn rows(page: &Page, lines: Vec<Line>, today: jiff::civil::Date) -> Vec<Row> {
    let row = |line: Line| {
        let year = i16::try_from(line.year).unwrap_or_default();
        let status = State::read(&line.state).unwrap_or(State::Received);
        let due = match (line.due, line.still) {
            (Some(due), _) => Some(page.days_status(due, today, 3)),
            (None, true) => Some(Status::new(web::parts::Mark::None, page.t("tc-still"))),
            (None, false) => None,
        };
        Row {
            href: format!("{LIST}/{}", crate::desk::key(&line.stream)),
            code: code(line.no, year),
            state: state_status(page, status),
            due,
            line,
        }
    };
    lines.into_iter().map(row).collect()
}

/// The years and states to choose from, "all" first.
pub(super) fn choices(page: &Page, years: &[i64]) -> [Vec<(String, String)>; 2] {
    let any = (String::new(), page.t("tc-any").into_owned());
    let year = |year: &i64| (year.to_string(), year.to_string());
    let state = |state: &State| {
        (state.word().to_owned(), page.t(key("tc-state", state.word())).into_owned())
    };
    [
        std::iter::once(any.clone()).chain(years.iter().map(year)).collect(),
        std::iter::once(any).chain(State::ALL.iter().map(state)).collect(),
    ]
}

/// `GET /can-bo/to-cao?unit=…&year=…&state=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let query = page.query();
    let scope = Scope::of(&officer, query.get("unit"))?;
    let (key, back) = asked(&page);
    let year = query.get("year").and_then(|year| year.parse().ok());
    let state = query.get("state").and_then(State::read).map_or("", State::word);
    let filter = Filter { unit: scope.unit.clone(), year, state, key, back, size: SIZE };
    let (listed, counts, years) = read(&app, &filter).await?;
    let page = dress(page);
    // Only what it knows is shown again.
    let form = FormState::new()
        .with("unit", &scope.unit)
        .with("year", year.map(|year: i16| year.to_string()).unwrap_or_default())
        .with("state", state);
    let ends = listed.lines.first().zip(listed.lines.last());
    let ways = Ways::of(&page, ends.map(|(first, last)| (first.seq, last.seq)), listed.more);
    let [years, states] = choices(&page, &years);
    Ok(page.show(&RegisterPage {
        form: &form,
        years,
        states,
        counts,
        rows: rows(&page, listed.lines, app.store.clock().today()),
        ways,
        narrowed: year.is_some() || !state.is_empty(),
        may_enter: officer.may(Act::DENUNCIATIONS_ENTER, &scope.unit),
        scope: &scope,
        page: &page,
    }))
}

async fn read(
    app: &App,
    filter: &Filter,
) -> store::Result<(sql::Listed<Line>, Vec<(String, i64)>, Vec<i64>)> {
    let listed = sql::list(&app.store, filter).await?;
    let counts = sql::by_state(&app.store, &filter.unit, filter.year).await?;
    Ok((listed, counts, sql::years(&app.store, &filter.unit).await?))
}
