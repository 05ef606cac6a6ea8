//! `/can-bo/lich-nghi`: days off and Saturdays worked, as an authority decides them.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::{Certainty, Entry, EntryKind, Status as Decided};
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::LawChange;
use store::{Fact, laws, row};
use web::parts::{Mark, Status, Tab};
use web::{FormState, Page, Posted};

use crate::explain;

struct Line {
    day: String,
    name: String,
    kind: String,
    instead: String,
    source: String,
    status: Status,
}

#[derive(Template)]
#[template(path = "holidays.html")]
struct Holidays<'a> {
    page: &'a Page,
    form: &'a FormState,
    year: i16,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    kinds: Vec<(&'static str, String)>,
    may_change: bool,
    moved: Option<i64>,
}

const KINDS: &[(&str, EntryKind)] = &[
    ("holiday", EntryKind::Holiday),
    ("compensation", EntryKind::Compensation),
    ("swap_off", EntryKind::SwapOff),
    ("swap_worked", EntryKind::SwapWorked),
];

/// `GET /can-bo/lich-nghi?nam=2026`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::LAW_MOVES)?;
    Ok(draw(&app, &officer, page, &FormState::new()))
}

fn draw(app: &App, officer: &Officer, page: Page, form: &FormState) -> Response {
    let today = app.store.clock().today();
    let asked = page.query().get("nam").and_then(|year| year.parse().ok());
    let year: i16 = asked.filter(|year| (2018..=2099).contains(year)).unwrap_or(today.year());
    let law = app.store.laws().now().clone();
    let lines = law.calendar.entries_of_year(year).map(|entry| line(&page, entry)).collect();
    let tabs = (today.year() - 1..=today.year() + 2)
        .map(|y| Tab::new(y, format!("/can-bo/lich-nghi?nam={y}"), y == year))
        .collect();
    let kinds =
        KINDS.iter().map(|(code, _)| (*code, page.t(format!("day-{code}")).into_owned())).collect();
    let moved = page.query().get("doi").and_then(|n| n.parse().ok());
    let may_change = officer.may_somewhere(Act::LAW_HOLIDAY);
    let page = page.titled("law-holidays").office().here("/can-bo/luat").redisplay(form);
    let shown = Holidays { page: &page, form, year, tabs, lines, kinds, may_change, moved };
    page.show(&shown)
}

fn line(page: &Page, entry: &Entry) -> Line {
    let lang = explain::lang(page);
    let (mark, key) = match entry.status {
        Decided::Decided => (Mark::Done, "day-decided"),
        Decided::Provisional => (Mark::Soon, "day-provisional"),
    };
    let kind = KINDS.iter().find(|(_, kind)| *kind == entry.kind).map_or("", |(code, _)| code);
    Line {
        day: page.date_long(entry.date),
        name: entry.name(lang).to_owned(),
        kind: page.t(format!("day-{kind}")).into_owned(),
        instead: entry.instead_of.map(|day| page.date(day)).unwrap_or_default(),
        source: entry.source.clone(),
        status: Status::new(mark, page.t(key)),
    }
}

/// `POST /can-bo/lich-nghi`: a decided day off becomes law here, and open dates move.
pub(crate) async fn set(State(app): State<Arc<App>>, officer: Officer, posted: Posted) -> Answer {
    officer.allow_somewhere(Act::LAW_HOLIDAY)?;
    let Posted { page, mut form } = posted;
    let entry = read(&mut form);
    let Some(change) = entry.filter(|_| !form.is_wrong()).map(LawChange::HolidaySet) else {
        return Ok(draw(&app, &officer, page, &form));
    };
    if let Err(error) = app.store.laws().now().apply(&change) {
        form.refuse(&Refusal::invalid("date", "law-not-possible").with("why", error));
        return Ok(draw(&app, &officer, page, &form));
    }
    let fact = Fact::new(laws::CHANGED, 1, &change);
    let now = app.store.change_law(&officer.actor(), fact).await?;
    let moved = app.store.rows(MOVED, row![now.version()]).await?;
    let moved = moved.first().map_or(Ok(0), |row| row.int(0))?;
    let year = match &change {
        LawChange::HolidaySet(entry) => entry.date.year(),
        _ => 0,
    };
    Ok(Redirect::to(&format!("/can-bo/lich-nghi?nam={year}&doi={moved}")).into_response())
}

/// How many dates a version of the law moved.
pub(crate) const MOVED: &str = "SELECT COUNT(*) FROM duty_moves WHERE law = $1";

fn read(form: &mut FormState) -> Option<Entry> {
    let (first, last) = (Date::constant(2018, 1, 1), Date::constant(2099, 12, 31));
    let date = form.date("date", first, last);
    let codes: Vec<&str> = KINDS.iter().map(|(code, _)| *code).collect();
    let kind = form.choice("kind", &codes);
    let instead_of = form.maybe_date("instead", first, last);
    let name = form.required("name", 120);
    let source = form.required("source", 300);
    let kind = KINDS.iter().find(|(code, _)| Some(*code) == kind).map(|(_, kind)| *kind)?;
    let (date, name) = (date?, name?);
    Some(Entry {
        date,
        kind,
        name_en: name.clone(),
        name_vi: name,
        instead_of,
        source: source?,
        status: Decided::Decided,
        certainty: Certainty::Verified,
    })
}
