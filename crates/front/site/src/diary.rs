//! `/lich`: what stands on the days of a unit, for everybody, out of all subjects: who receives
//! when, dialogues, meetings of villages, conferences, officials at the grassroots, days by which
//! something was promised. One calendar to subscribe to (iCalendar, RFC 5545), for the whole unit
//! or for one village.

mod api;

use std::sync::Arc;

use accounts::{Access, Agenda, Answer, App, Days, Failure, Scope};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use jiff::ToSpan as _;
use jiff::civil::Date;
use units::local::{self, Kind};
use web::form::hours;
use web::icalendar::{self, Event};
use web::parts::{Mark, Status};
use web::styleguide::Sample;
use web::{FormState, Html, Lang, Page};

use crate::slices::Route;

pub(crate) use api::{Document, doors};

/// The page's address.
const HERE: &str = "/lich";
/// How many days ahead the page shows when no month is asked for, and the feed reaches.
const AHEAD: i64 = 92;
/// How many days back the feed reaches: whoever missed a day still finds what was on it.
const BACK: i64 = 92;

/// Every route with who may use it.
pub const ROUTES: &[Route] = &[
    ("GET", HERE, Access::Public),
    ("GET", "/lich.ics", Access::Public),
    ("GET", api::CALENDAR, Access::Public),
];

pub(crate) fn router() -> Router<Arc<App>> {
    let router = Router::new().route(HERE, get(show)).route("/lich.ics", get(feed));
    router.route(api::CALENDAR, get(api::days))
}

/// What stands on a day, with its words.
struct Entry {
    on: Date,
    hours: String,
    what: String,
    place: String,
    href: String,
    cancelled: Option<Status>,
}

#[derive(Template)]
#[template(path = "diary.html")]
struct DiaryPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    villages: Vec<(String, String)>,
    entries: Vec<Entry>,
    from: Date,
    until: Date,
    /// The first of the month that was asked for.
    month: Option<Date>,
}

impl DiaryPage<'_> {
    fn query(&self) -> String {
        format!(
            "unit={}&village={}",
            self.scope.unit,
            self.form.fields().get("village").unwrap_or_default()
        )
    }

    fn month_href(&self, later: i64) -> String {
        let shown = self.month.unwrap_or_else(|| self.from.first_of_month());
        let month = shown.saturating_add(later.months()).strftime("%Y-%m");
        format!("{HERE}?{}&month={month}", self.query())
    }

    fn span(&self) -> String {
        match self.month {
            Some(first) => self.page.with("month", self.page.month(first)).t("diary-month"),
            None => {
                let page = self.page.with("from", self.page.date(self.from));
                page.with("until", self.page.date(self.until)).t("diary-span")
            }
        }
    }
}

/// The villages of a unit that are there today, by code and name.
async fn villages_of(app: &App, unit: &str) -> Result<Vec<(String, String)>, Failure> {
    let under = local::under(&app.store, unit).await?;
    let today = app.store.clock().today();
    let villages = under.into_iter().filter(|unit| unit.kind == Kind::Village);
    let villages = villages.filter(|unit| unit.until.is_none_or(|until| until > today));
    Ok(villages.map(|unit| (unit.code, unit.name)).collect())
}

/// The unit, and the village that was asked for; a village that is none of the unit's is nobody's.
async fn asked(app: &App, page: &Page) -> Result<(Scope, Vec<(String, String)>, String), Failure> {
    let query = page.query();
    let scope = Scope::of(app, None, query.get("unit"))?;
    let villages = villages_of(app, &scope.unit).await?;
    let known = |code: &&str| villages.iter().any(|(known, _)| known == code);
    let village = query.get("village").filter(known).unwrap_or_default().to_owned();
    Ok((scope, villages, village))
}

/// What all subjects have on these days, for a village or for all, in the order of hours.
async fn joined(days: Days<'_>, village: &str) -> Result<Vec<Event>, Failure> {
    let mut all = Vec::new();
    for agenda in agendas() {
        all.extend(agenda(days).await?);
    }
    all.retain(|event| village.is_empty() || event.village.is_empty() || event.village == village);
    all.sort_by(|a, b| (a.on, a.hours, &a.uid).cmp(&(b.on, b.hours, &b.uid)));
    Ok(all)
}

fn agendas() -> impl Iterator<Item = Agenda> {
    crate::slices::slices().into_iter().filter_map(|slice| slice.agenda)
}

fn shown(page: &Page, event: Event) -> Entry {
    Entry {
        on: event.on,
        hours: match event.hours {
            Some((from, until)) => hours(from, until),
            None => page.t("diary-whole-day").into_owned(),
        },
        cancelled: event.cancelled.then(|| Status::new(Mark::None, page.t("diary-cancelled"))),
        what: event.summary,
        place: event.place,
        href: event.path,
    }
}

fn titled(page: Page) -> Page {
    let here = page.t("diary-title").into_owned();
    page.titled("diary-title").here(HERE).crumb_here(here)
}

/// `GET /lich?unit=…&village=…&month=2026-03`
async fn show(State(app): State<Arc<App>>, page: Page) -> Answer {
    let (scope, villages, village) = asked(&app, &page).await?;
    let (month, today) = (page.month_asked(), app.store.clock().today());
    let page = titled(page);
    let (from, until) = match month {
        Some(first) => (first, first.last_of_month()),
        None => (today, today.saturating_add(AHEAD.days())),
    };
    let asked = Days { app: &app, page: &page, scope: &scope, from, until };
    let events = joined(asked, &village).await?;
    let form = FormState::new().with("unit", &scope.unit).with("village", &village);
    let entries = events.into_iter().map(|event| shown(&page, event)).collect();
    let (page, form, scope) = (&page, &form, &scope);
    Ok(page.show(&DiaryPage { page, form, scope, villages, entries, from, until, month }))
}

/// `GET /lich.ics?unit=…&village=…`
async fn feed(State(app): State<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let page = page.in_lang(Lang::Vi);
    let (scope, villages, village) = asked(&app, &page).await?;
    let today = app.store.clock().today();
    let from = today.saturating_sub(BACK.days());
    let until = today.saturating_add(AHEAD.days());
    let days = Days { app: &app, page: &page, scope: &scope, from, until };
    let events = joined(days, &village).await?;
    let named = villages.iter().find(|(code, _)| *code == village);
    let unit = named.map_or(scope.phrase.clone(), |(_, name)| format!("{name}, {}", scope.phrase));
    let name = page.with("unit", unit).t("diary-head");
    let calendar = icalendar::calendar(&name, &events, &app.site(&headers), app.store.now());
    Ok(icalendar::answer("lich.ics", calendar))
}

/// The page with days on it and with none, to look at and to check.
pub fn samples(page: &Page) -> Vec<Sample> {
    let on = |day| Date::constant(2026, 3, day);
    let event = |day, hours, summary: &str, place: &str| Event {
        uid: String::new(),
        summary: summary.into(),
        place: place.into(),
        village: String::new(),
        on: on(day),
        hours,
        cancelled: day == 14,
        sequence: 1,
        path: "/lich-tiep-dan".into(),
    };
    let morning = Some((7 * 60 + 30, 11 * 60 + 30));
    let all = vec![
        event(10, morning, "Tiếp công dân: Chủ tịch (xã Ví Dụ)", "Trụ sở Ủy ban nhân dân xã"),
        event(10, None, "Cam kết: nạo vét mương tiêu thôn 3 (còn phải làm)", ""),
        event(14, Some((19 * 60, 21 * 60)), "Họp thôn Gò Dài", "Nhà văn hóa thôn"),
    ];
    let scope = Scope { unit: "20836".into(), phrase: "xã Ví Dụ".into(), choices: Vec::new() };
    let form = FormState::new().with("unit", "20836").with("village", "");
    let page = titled(page.clone());
    let villages = vec![("20836-1".to_owned(), "Thôn Gò Dài".to_owned())];
    let sample = |name, events: Vec<Event>, month| {
        let shown = DiaryPage {
            page: &page,
            form: &form,
            scope: &scope,
            villages: villages.clone(),
            entries: events.into_iter().map(|event| self::shown(&page, event)).collect(),
            from: on(1),
            until: on(31),
            month,
        };
        Sample { name, html: Html::of(&shown) }
    };
    vec![
        sample("resident-diary", all, None),
        sample("resident-diary-none", Vec::new(), Some(on(1))),
    ]
}
