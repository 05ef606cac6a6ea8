//! `/can-bo/lich-nghi`: days off and Saturdays worked, as an authority decides them.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::{Certainty, Entry, EntryKind, Standing, Status as Decided};
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
    /// The days of this year that may be taken back.
    days: Vec<(String, String)>,
    /// Whether the year stands as it was worked out, and waits for its announcement.
    provisional: bool,
    may_change: bool,
    moved: Option<i64>,
}

impl Holidays<'_> {
    /// Where a form comes back to: the year that is shown.
    fn here(&self) -> String {
        format!("/can-bo/lich-nghi?nam={}", self.year)
    }
}

/// The days that the calendar of this page reaches over.
const FIRST: Date = Date::constant(2018, 1, 1);
const LAST: Date = Date::constant(2099, 12, 31);

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
    let year: i16 =
        asked.filter(|year| (FIRST.year()..=LAST.year()).contains(year)).unwrap_or(today.year());
    let law = app.store.laws().now().clone();
    let lines: Vec<Line> =
        law.calendar.entries_of_year(year).map(|entry| line(&page, entry)).collect();
    let entries = law.calendar.entries_of_year(year);
    let days = entries.zip(&lines).map(|(entry, line)| day_of(entry, line)).collect();
    let provisional = law.calendar.standing_of_year(year) == Standing::Provisional;
    let tabs = (today.year() - 1..=today.year() + 2)
        .map(|y| Tab::new(y, format!("/can-bo/lich-nghi?nam={y}"), y == year))
        .collect();
    let kinds =
        KINDS.iter().map(|(code, _)| (*code, page.t(format!("day-{code}")).into_owned())).collect();
    let moved = page.query().get("doi").and_then(|n| n.parse().ok());
    let may_change = officer.may_somewhere(Act::LAW_HOLIDAY);
    let page = page.titled("law-holidays").office().here("/can-bo/luat").redisplay(form);
    let page = &page;
    let shown =
        Holidays { page, form, year, tabs, lines, kinds, days, provisional, may_change, moved };
    page.show(&shown)
}

fn day_of(entry: &Entry, line: &Line) -> (String, String) {
    (entry.date.to_string(), format!("{}: {}", line.day, line.name))
}

fn line(page: &Page, entry: &Entry) -> Line {
    let lang = explain::lang(page);
    let (mark, key) = match entry.status {
        Decided::Decided => (Mark::Done, "day-decided"),
        Decided::Provisional => (Mark::Soon, "day-provisional"),
    };
    let kind = KINDS.iter().find(|(_, kind)| *kind == entry.kind).map_or("", |(code, _)| code);
    Line {
        day: kernel::text::capital(&page.date_long(entry.date)),
        name: entry.name(lang).to_owned(),
        kind: page.t(format!("day-{kind}")).into_owned(),
        instead: entry.instead_of.map(|day| page.date(day)).unwrap_or_default(),
        source: entry.source.clone(),
        status: Status::new(mark, page.t(key)),
    }
}

/// `POST /can-bo/lich-nghi`: a decision about days off becomes law here, and open dates move: a
/// day is recorded, a recorded or worked-out day is taken back, a year is announced as it stands.
pub(crate) async fn set(State(app): State<Arc<App>>, officer: Officer, posted: Posted) -> Answer {
    officer.allow_somewhere(Act::LAW_HOLIDAY)?;
    let Posted { page, mut form } = posted;
    let (field, change) = match form.fields().get("do") {
        Some("remove") => ("gone", removed(&mut form)),
        Some("confirm") => ("announced", confirmed(&mut form)),
        _ => ("date", read(&mut form).map(LawChange::HolidaySet)),
    };
    let Some(change) = change.filter(|_| !form.is_wrong()) else {
        return Ok(draw(&app, &officer, page, &form));
    };
    if let Err(error) = app.store.laws().now().apply(&change) {
        form.refuse(&Refusal::invalid(field, "law-not-possible").with("why", error));
        return Ok(draw(&app, &officer, page, &form));
    }
    let fact = Fact::new(laws::CHANGED, 1, &change);
    let now = app.store.change_law(&officer.actor(), fact).await?;
    let moved = app.store.rows(MOVED, row![now.version()]).await?;
    let moved = moved.first().map_or(Ok(0), |row| row.int(0))?;
    let year = match &change {
        LawChange::HolidaySet(entry) => entry.date.year(),
        LawChange::HolidayRemoved { date, .. } => date.year(),
        LawChange::YearConfirmed { year, .. } => *year,
        _ => app.store.clock().today().year(),
    };
    Ok(Redirect::to(&format!("/can-bo/lich-nghi?nam={year}&doi={moved}")).into_response())
}

/// How many dates a version of the law moved.
pub(crate) const MOVED: &str = "SELECT COUNT(*) FROM duty_moves WHERE law = $1";

/// A day that was recorded by mistake, or that the authority did not choose.
fn removed(form: &mut FormState) -> Option<LawChange> {
    let date = form.fields().get("gone").and_then(|day| day.parse::<Date>().ok());
    let date = date.filter(|day| (FIRST..=LAST).contains(day));
    if date.is_none() {
        form.wrong("gone", web::Say::new("field-choose"));
    }
    let source = form.required("gone_source", 300);
    Some(LawChange::HolidayRemoved { date: date?, source: source? })
}

/// The announcement of a year that says what was worked out.
fn confirmed(form: &mut FormState) -> Option<LawChange> {
    let year = form.number("announced", FIRST.year().into()..=LAST.year().into());
    let source = form.required("announced_source", 300);
    Some(LawChange::YearConfirmed { year: i16::try_from(year?).ok()?, source: source? })
}

fn read(form: &mut FormState) -> Option<Entry> {
    let date = form.date("date", FIRST, LAST);
    let codes: Vec<&str> = KINDS.iter().map(|(code, _)| *code).collect();
    let kind = form.choice("kind", &codes);
    let instead_of = form.maybe_date("instead", FIRST, LAST);
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
