//! `/hop-thon`: which village decides what and when, and what it decided, for anybody. Numbers
//! only: never who was there, and never who voted how.

use std::collections::BTreeMap;
use std::sync::Arc;

use accounts::{Answer, App, Days, Failure, Feed, Later, Scope};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::icalendar::Event;
use web::parts::{Leader, Pager, Status};
use web::{Page, PageError};

use super::outcomes::{self, Shown};
use super::{PUBLIC, called, clock, inside, key, status};
use crate::arrows::State;
use crate::desk::{self, Said};
use crate::meeting::Meeting;
use crate::store::{self as sql, Line};

/// The first day that the list reaches back to: what a village decided stays to be found.
const FIRST: Date = Date::constant(1945, 9, 2);
/// How many meetings a page of the list shows.
const SIZE: usize = 100;
/// How many days back and ahead the calendar reaches, and a program's list when nothing is said;
/// and how many meetings they have.
pub(crate) const BACK: i64 = 366;
pub(crate) const AHEAD: i64 = 92;
pub(crate) const MOST: i64 = 200;

/// A meeting of a list with its words.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub href: String,
    pub village: String,
    pub on: Date,
    pub hour: String,
    pub status: Status,
    pub figures: String,
    pub due: Option<Date>,
}

/// The rows of a list.
pub(super) fn rows(
    page: &Page,
    lines: &[Line],
    names: &BTreeMap<String, String>,
    base: &str,
    today: Date,
) -> Vec<Row> {
    let row = |line: &Line| {
        let state = State::read(&line.state).unwrap_or(State::Called);
        let w = page.with("matters", line.matters).with("passed", line.passed);
        let w = w.with("present", line.present).with("households", line.households);
        Row {
            href: format!("{base}/{}", desk::key(&line.stream)),
            village: names.get(&line.village).unwrap_or(&line.village).clone(),
            on: line.on,
            hour: clock(line.from),
            status: status(page, state, line.on, today),
            figures: match state {
                State::Closed | State::Decided => w.t("ht-figures"),
                _ => w.t("ht-figures-before"),
            },
            due: line.due,
        }
    };
    lines.iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage<'a> {
    pub page: &'a Page,
    pub scope: &'a Scope,
    pub rows: Vec<Row>,
    pub pager: Pager,
}

/// The list with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let here = page.t("ht-title").into_owned();
    page.titled("ht-title").here(PUBLIC).crumb_here(here)
}

/// Leaves whole days only, and says on which day the next page begins.
fn whole_days(lines: &mut Vec<Line>, most: usize) -> Option<Date> {
    let day = lines.get(most).and(lines.last())?.on;
    if lines.iter().all(|line| line.on == day) {
        // One day has more than a page: the next page goes on before it.
        return day.yesterday().ok();
    }
    lines.retain(|line| line.on > day);
    Some(day)
}

/// A page of a commune's meetings, the newest first, with the names of its villages.
pub(super) async fn read(
    app: &App,
    page: &Page,
    (unit, base): (&str, &str),
) -> Result<(Vec<Line>, BTreeMap<String, String>, Pager), Failure> {
    let last = app.store.clock().today().saturating_add(AHEAD.days());
    let asked = page.query().get("until").and_then(|text| text.parse::<Date>().ok());
    let until = asked.map_or(last, |until| until.min(last));
    let mut lines = sql::between(&app.store, unit, FIRST, until, SIZE as i64 + 1).await?;
    let older = whole_days(&mut lines, SIZE);
    let names = named(app, &lines).await?;
    let pager = Pager {
        newer: asked.map(|_| format!("{base}?unit={unit}")),
        older: older.map(|day| format!("{base}?unit={unit}&until={day}")),
        note: String::new(),
    };
    Ok((lines, names, pager))
}

async fn named(app: &App, lines: &[Line]) -> Result<BTreeMap<String, String>, Failure> {
    let codes = lines.iter().map(|line| line.village.as_str());
    Ok(units::local::names(&app.store, codes).await?)
}

/// `GET /hop-thon?unit=…`
pub(super) async fn list(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    let (lines, names, pager) = read(&app, &page, (&scope.unit, PUBLIC)).await?;
    let page = titled(page);
    let rows = rows(&page, &lines, &names, PUBLIC, app.store.clock().today());
    Ok(page.show(&ListPage { page: &page, scope: &scope, rows, pager }))
}

/// What the list has on these days.
pub fn agenda(days: Days<'_>) -> Later<'_, Vec<Event>> {
    Box::pin(async move {
        let (app, page, unit) = (days.app, days.page, days.scope.unit.as_str());
        let lines = sql::between(&app.store, unit, days.from, days.until, MOST).await?;
        let names = named(app, &lines).await?;
        let ids: Vec<_> = lines.iter().filter_map(|line| line.place.parse().ok()).collect();
        let mut places = app.store.words_of(&ids).await?;
        let mut place = |line: &Line| {
            let opened = line.place.parse().ok().and_then(|id| places.remove(&id));
            opened.and_then(store::vault::Opened::text).unwrap_or_default()
        };
        let event = |line: &Line| Event {
            uid: line.stream.replace('/', "-"),
            summary: page
                .with("village", inside(page, names.get(&line.village).unwrap_or(&line.village)))
                .t("ht-feed-entry"),
            place: place(line),
            village: line.village.clone(),
            on: line.on,
            hours: Some((line.from, line.from + 120)),
            cancelled: line.state == "cancelled",
            sequence: line.version,
            path: format!("{PUBLIC}/{}", desk::key(&line.stream)),
        };
        Ok(lines.iter().map(event).collect())
    })
}

/// `GET /hop-thon.ics?unit=…`: what is to come and what was, as the list has it.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let (name, file) = ("ht-feed-name", "hop-thon.ics");
    let feed = Feed { agenda, name, file, back: BACK, ahead: AHEAD };
    feed.answer(&app, &headers, page).await
}

#[derive(Template)]
#[template(path = "public.html")]
pub(super) struct PublicPage<'a> {
    pub page: &'a Page,
    pub meeting: &'a Meeting,
    pub name: String,
    pub said: &'a Said,
    pub matters: Vec<Shown>,
    pub today: Date,
}

impl PublicPage<'_> {
    fn status(&self) -> Status {
        status(self.page, self.meeting.state, self.meeting.on, self.today)
    }

    fn facts(&self) -> Vec<Leader> {
        facts(self.page, self.meeting, &self.said.place)
    }

    fn decided(&self) -> bool {
        matches!(self.meeting.state, State::Closed | State::Decided)
    }
}

/// When, where, who calls, and who was there: households as numbers.
pub(super) fn facts(page: &Page, meeting: &Meeting, place: &str) -> Vec<Leader> {
    let said = |of: &str, word: &str| page.t(key(of, word)).into_owned();
    let called = &meeting.called;
    let mut facts = vec![
        Leader::new(page.t("ht-hour"), clock(meeting.from.into())),
        Leader::new(page.t("ht-place"), place),
        Leader::new(page.t("ht-caller"), said("ht-caller", called.caller.word())),
        Leader::new(page.t("ht-households"), page.num(i64::from(meeting.households))),
    ];
    if called.parts > 1 {
        facts.push(Leader::new(page.t("ht-parts"), page.num(i64::from(called.parts))));
    }
    if let Some(on) = called.posted_on {
        facts.push(Leader::html(page.t("ht-posted-on"), page.date_tag(on)));
    }
    if let Some(on) = meeting.notified_on {
        let days = on.duration_until(meeting.on).as_hours() / 24;
        let text = page.with("date", page.date(on)).with("days", days).t("ht-notified-days");
        facts.push(Leader::new(page.t("ht-notified-on"), text));
    }
    if let Some(why) = meeting.why {
        facts.push(Leader::new(page.t("ht-why"), said("ht-why", why.word())));
    }
    if !meeting.parts.is_empty() {
        let (_, here, stood) = meeting.attendance();
        let num = |n: u32| page.num(i64::from(n));
        let absent = meeting.households.saturating_sub(here + stood);
        facts.push(Leader::new(page.t("ht-here"), num(here)));
        facts.push(Leader::new(page.t("ht-stood"), num(stood)));
        facts.push(Leader::new(page.t("ht-absent"), num(absent)));
    }
    if let Some((form, _, on)) = &meeting.issued {
        let form = said("ht-form", form.word());
        facts.push(Leader::new(form, page.date(*on)));
    }
    if let Some(on) = meeting.published_on {
        facts.push(Leader::html(page.t("ht-published-on"), page.date_tag(on)));
    }
    if let Some((on, until)) = meeting.sent {
        facts.push(Leader::html(page.t("ht-sent-on"), page.date_tag(on)));
        facts.push(Leader::html(page.t("ht-sent-until"), page.date_tag(until)));
    }
    if let Some(on) = meeting.renewed_on {
        facts.push(Leader::html(page.t("ht-renewed-on"), page.date_tag(on)));
    }
    facts
}

/// One meeting with its title and crumbs.
pub(super) fn titled_one(page: Page, name: &str) -> Page {
    let list = page.t("ht-title").into_owned();
    page.title(name).here(PUBLIC).crumb(list, PUBLIC).crumb_here(name)
}

/// `GET /hop-thon/{village}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = desk::read(&app.store, &typed).await?.ok_or(Failure(PageError::NotFound))?;
    let meeting = &read.meeting;
    let said = desk::said(&app.store, meeting).await?;
    let name = called(&page, &super::village(&app, meeting).await?, meeting.on);
    let page = titled_one(page, &name);
    let matters = outcomes::shown(&page, &app.store.laws(), meeting, &said);
    let today = app.store.clock().today();
    Ok(page.show(&PublicPage { page: &page, meeting, name, said: &said, matters, today }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_whole_days_and_the_next_one_goes_on_where_it_ends() {
        let on = |day| Line { on: Date::constant(2026, 3, day), ..Line::default() };
        let days = |lines: &[Line]| lines.iter().map(|line| line.on.day()).collect::<Vec<_>>();
        let mut all = vec![on(9), on(8), on(8)];
        assert_eq!(whole_days(&mut all.clone(), 3), None, "all of them fit");
        assert_eq!(whole_days(&mut all, 2), Some(Date::constant(2026, 3, 8)));
        assert_eq!(days(&all), [9], "the eighth stands whole on the next page");
        let mut one = vec![on(8), on(8)];
        assert_eq!(whole_days(&mut one, 1), Some(Date::constant(2026, 3, 7)));
        assert_eq!(days(&one), [8, 8]);
    }
}
