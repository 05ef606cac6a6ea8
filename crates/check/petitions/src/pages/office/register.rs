//! `/can-bo/so-don`: every petition of a unit, found, narrowed, sorted, printed.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use web::{FormState, Html, Page};

use super::around::{self, Scope};
use super::paging::{self, SIZE, Ways};
use super::rows::{self, Reader, Row};
use super::today::{Choices, jump, narrowed};
use super::{kept, leader};
use crate::petition::State;
use crate::store::{self as sql, Effect, Filter, Order};
use crate::views;

/// The register counts no further than this: nobody reads the rest of the number.
const MOST: i64 = 1_000;
/// A search of words no further than this: to find a letter one adds a word, and to count to a
/// thousand five common words that meet rarely are walked through a whole year.
const MOST_FOUND: i64 = 200;

/// How far a list is counted.
fn most(filter: &Filter) -> i64 {
    if filter.words.is_empty() { MOST } else { MOST_FOUND }
}

#[derive(Template)]
#[template(path = "office/register.html")]
pub(super) struct RegisterPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub filter: Choices,
    pub states: Vec<(String, String)>,
    pub only: Vec<(String, String)>,
    pub dues: Vec<(String, String)>,
    pub effects: Vec<(String, String)>,
    /// Links to kept filters.
    pub kept: Html,
    pub rows: &'a [Row],
    pub ways: Ways,
    pub count: String,
    pub order: Order,
    pub narrowed: bool,
    /// Whether one of the folded filters narrows.
    pub sifted: bool,
    /// What the reader may do here.
    pub may: Vec<Act>,
}

impl RegisterPage<'_> {
    fn before_key(&self) -> &'static str {
        match self.order {
            Order::Newest => "newer",
            Order::Oldest => "older",
            Order::Due => "office-due-sooner",
        }
    }

    fn after_key(&self) -> &'static str {
        match self.order {
            Order::Newest => "older",
            Order::Oldest => "newer",
            Order::Due => "office-due-later",
        }
    }

    fn may_file(&self) -> bool {
        self.may.contains(&Act::PETITIONS_FILE)
    }

    fn may_import(&self) -> bool {
        self.may.contains(&Act::PETITIONS_IMPORT)
    }

    /// Where the same rows are taken along, for who may.
    fn export(&self) -> Option<String> {
        let query = self.page.query().without("after").without("before");
        let may = self.may.contains(&Act::PETITIONS_EXPORT);
        may.then(|| super::export::addressed("/can-bo/so-don/xuat", &query))
    }

    fn by_due(&self) -> bool {
        self.order == Order::Due
    }
}

/// The order that the head of a column asks for in `sort`.
pub(super) fn order(page: &Page) -> Order {
    match page.query().get("sort") {
        Some("received") => Order::Oldest,
        Some("due") => Order::Due,
        // What presses is asked for: what presses most stands first.
        None if page.query().get("due").is_some() => Order::Due,
        _ => Order::Newest,
    }
}

/// Reads the filter; a date that is none is told beside its field and narrows nothing.
fn read_filter(form: &mut FormState, page: &Page, unit: &str, today: Date) -> Filter {
    let earliest = Date::constant(1945, 9, 2);
    let from = form.maybe_date("from", earliest, today);
    let to = form.maybe_date("to", earliest, today);
    let base = narrowed(page, unit);
    let due = page.query();
    let due = due.get("due");
    let (week, late) = (due == Some("week"), due == Some("late"));
    let after_week = leader::week_ends(today).tomorrow().ok();
    let due_before = if late { Some(today) } else { after_week.filter(|_| week) };
    Filter {
        due_before,
        due_from: week.then_some(today),
        state: page.query().get("state").unwrap_or_default().to_owned(),
        channel: page.query().get("channel").unwrap_or_default().to_owned(),
        from,
        to,
        open: order(page) == Order::Due || due == Some("open"),
        cases: page.query().get("only") == Some("cases"),
        effect: page.query().get("effect").and_then(Effect::read).map(|effect| (effect, today)),
        ..base
    }
}

/// What the address narrows the register to; a date that is none narrows nothing.
pub(super) fn asked_filter(page: &Page, unit: &str, today: Date) -> Filter {
    read_filter(&mut FormState::of(page.query()), page, unit, today)
}

/// `GET /can-bo/so-don?q=…&kind=…&matter=…&state=…&channel=…&village=…&holder=…&from=…&to=…&sort=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_REGISTER)?;
    let query = page.query();
    let scope = Scope::of(&app, &officer, query.get("unit"))?;
    officer.allow(Act::PETITIONS_REGISTER, &scope.unit)?;
    if officer.may(Act::PETITIONS_READ, &scope.unit)
        && let Some(found) = jump(&app, &page).await?
    {
        return Ok(found);
    }
    let today = app.store.clock().today();
    let mut form = FormState::of(query.clone());
    let filter = read_filter(&mut form, &page, &scope.unit, today);
    let order = order(&page);
    let (key, back) = paging::asked(&page);
    let asked_for = (order, key, back);
    let most = most(&filter);
    let ((listed, count), colleagues) = tokio::try_join!(
        async { Ok(sql::list_counted(&app.store, &filter, asked_for, SIZE, most + 1).await?) },
        around::colleagues(&app, today),
    )?;
    let kept = views::seen(&app.store, officer.account, &scope.unit).await?;
    let villages = around::all_villages(&app, &scope.unit).await?;
    let page =
        page.titled("office-register-title").office().here("/can-bo/so-don").redisplay(&form);
    let soon = rows::soon_until(app.store.laws().now(), today);
    let reader = Reader {
        page: &page,
        officer: &officer,
        colleagues: &colleagues,
        villages: &villages,
        today,
        soon,
    };
    let rows = rows::rows(&app, &reader, &listed.lines).await?;
    let acts = [Act::PETITIONS_FILE, Act::PETITIONS_IMPORT, Act::PETITIONS_EXPORT];
    // The words stand in the open; the rest is folded.
    let asked = [
        "q", "kind", "matter", "state", "channel", "village", "holder", "only", "from", "to",
        "due", "effect",
    ];
    Ok(page.show(&RegisterPage {
        page: &page,
        form: &form,
        filter: Choices::of(&page, &colleagues, &villages),
        states: states(&page),
        only: only(&page),
        dues: dues(&page),
        effects: effects(&page),
        kept: kept::links(&page, &scope.unit, &kept, true),
        rows: &rows,
        ways: Ways::of(&page, &listed, key, back),
        count: counted(&page, count, most),
        order,
        narrowed: asked.iter().any(|name| query.get(name).is_some()),
        sifted: form.is_wrong() || asked[1..].iter().any(|name| query.get(name).is_some()),
        may: acts.into_iter().filter(|act| officer.may(*act, &scope.unit)).collect(),
        scope: &scope,
    }))
}

/// "861 đơn", or "hơn 1.000 đơn".
pub(super) fn counted(page: &Page, count: i64, most: i64) -> String {
    match count > most {
        true => page.with("n", most).t("office-count-more"),
        false => page.with("n", count).t("office-count"),
    }
}

/// Letters and cases are two numbers: all letters, or one line a case.
pub(super) fn only(page: &Page) -> Vec<(String, String)> {
    let letters = (String::new(), page.t("office-only-letters").into_owned());
    vec![letters, ("cases".to_owned(), page.t("office-only-cases").into_owned())]
}

/// The states to choose from, "any" first.
pub(super) fn states(page: &Page) -> Vec<(String, String)> {
    let any = (String::new(), page.t("office-any").into_owned());
    let word = |state: &State| {
        let words = page.t(around::key("state", state.word())).into_owned();
        (state.word().to_owned(), words)
    };
    std::iter::once(any).chain(State::ALL.iter().map(word)).collect()
}

/// Until when: any, what is open, late, due this week.
pub(super) fn dues(page: &Page) -> Vec<(String, String)> {
    let any = (String::new(), page.t("office-any").into_owned());
    let named = ["open", "late", "week"].map(|word| {
        let words = page.t(around::key("day-due", word));
        (word.to_owned(), around::capital(&words))
    });
    std::iter::once(any).chain(named).collect()
}

/// How decisions on complaints stand: any, not yet in force, in force, not yet carried out.
pub(super) fn effects(page: &Page) -> Vec<(String, String)> {
    let any = (String::new(), page.t("office-any").into_owned());
    let word = |effect: &Effect| {
        let words = page.t(around::key("effect", effect.word())).into_owned();
        (effect.word().to_owned(), words)
    };
    std::iter::once(any).chain(Effect::ALL.iter().map(word)).collect()
}
