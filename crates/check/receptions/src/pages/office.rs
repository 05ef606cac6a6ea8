//! `/can-bo/tiep-dan`: the calendar of one unit for its officers: what stands in it, what the rule
//! of the date still wants, which answers are owed, and the three numbers of the month.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use web::parts::{Leader, Task};
use web::{FormState, Html, Page};

use super::month::{self, Month};
use super::{OFFICE, key};
use crate::meaning::code;
use crate::store as sql;

/// How many owed answers are shown; the register has all.
const MOST_OWED: i64 = 20;

#[derive(Template)]
#[template(path = "office.html")]
pub(super) struct OfficePage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub month: &'a Month,
    /// Visits whose answer is owed.
    pub owed: Vec<Task>,
    pub may_plan: bool,
}

impl OfficePage<'_> {
    fn before(&self) -> Html {
        self.scope.before(self.page, OFFICE)
    }

    fn href(&self, month: impl std::fmt::Display) -> String {
        format!("{OFFICE}?unit={}&month={month}", self.scope.unit)
    }

    fn totals(&self) -> Html {
        let (page, totals) = (self.page, self.month.totals);
        let line = |key: &str, n: i64| Leader::new(page.t(key), page.num(n));
        page.leaders(&[
            line("td-turns", totals.turns),
            line("td-persons", totals.persons),
            line("td-cases", totals.cases),
            line("td-groups", totals.groups),
        ])
    }
}

/// The page with its title and door.
pub(super) fn dress(page: Page) -> Page {
    page.titled("td-title").office().here(OFFICE)
}

/// The lines of owed answers.
pub(super) fn tasks(page: &Page, owed: &[sql::Entry], today: jiff::civil::Date) -> Vec<Task> {
    owed.iter()
        .map(|one| {
            let year = i16::try_from(one.year).unwrap_or_default();
            let title = page
                .with("code", code(one.no, year))
                .with("matter", page.t(key("matter", &one.matter)))
                .t("td-owed-one");
            let due = one.due.unwrap_or(one.on);
            let href = format!("{OFFICE}/luot/{}", crate::desk::key(&one.stream));
            let facts = page.with("date", page.date(due)).t("td-owed-by");
            Task::new(title, href, facts).status(&page.days_status(due, today, 3))
        })
        .collect()
}

/// `GET /can-bo/tiep-dan?unit=…&month=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::RECEPTIONS_READ)?;
    let scope = Scope::of_any_time(&app, Some(&officer), page.query().get("unit"))?;
    officer.allow(Act::RECEPTIONS_READ, &scope.unit)?;
    let today = app.store.clock().today();
    let first = month::first_of(&page, today);
    let (page, scope) = (dress(page), month::then(scope, first));
    let month = Month::read(&app, &page, &scope.unit, first).await?;
    let owed = sql::owed(&app.store, &scope.left(), MOST_OWED).await?;
    let form = FormState::new().with("unit", &scope.unit).with("month", month::name(month.first));
    Ok(page.show(&OfficePage {
        owed: tasks(&page, &owed, today),
        may_plan: officer.may(Act::RECEPTIONS_PLAN, &scope.unit),
        page: &page,
        form: &form,
        scope: &scope,
        month: &month,
    }))
}
