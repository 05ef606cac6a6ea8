//! `/ve-co-so` and `/can-bo/ve-co-so`: which official goes where and when, what was asked and what
//! was done, month by month; and the visits for a calendar program (iCalendar, RFC 5545).

use std::sync::Arc;

use accounts::{Act, Answer, App, Days, Failure, Feed, Later, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Id;
use store::Store;
use web::icalendar::Event;
use web::parts::{Mark, Status};
use web::{FormState, Page};

use super::{Known, NEED, OFFICE, PUBLIC, key, need_status};
use crate::store::{self as sql, Ask, Trip};

/// How many open and how many closed needs the page shows at once.
const MOST: usize = 100;

/// A visit with its words.
pub(super) struct Going {
    pub on: Date,
    pub village: String,
    pub official: String,
    /// For which twinned office the official goes; empty for none.
    pub office: String,
    pub purpose: String,
    pub done: String,
    pub status: Status,
    /// What an officer may do: address and word.
    pub deeds: Vec<(String, String)>,
}

/// A need with its words.
pub(super) struct Asked {
    pub href: String,
    pub village: String,
    pub matter: String,
    pub words: String,
    pub on: Date,
    /// Who owes it until when; empty when it was done on the spot.
    pub owner: String,
    pub said: String,
    pub status: Status,
    pub deeds: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub office: bool,
    pub may_plan: bool,
    /// The first day of the month.
    pub month: Date,
    /// Held, to come, missed, called off.
    pub figures: String,
    pub visits: Vec<Going>,
    pub open: Vec<Asked>,
    /// Where the list of open ones goes on; empty at its end.
    pub open_next: String,
    pub closed: Vec<Asked>,
    /// Where the list of closed ones goes on; empty at its end.
    pub closed_next: String,
}

/// The address of the list.
const fn door(office: bool) -> &'static str {
    if office { OFFICE } else { PUBLIC }
}

impl ListPage<'_> {
    fn path(&self) -> &'static str {
        door(self.office)
    }

    fn month_href(&self, later: i64) -> String {
        let month = self.month.saturating_add(later.months()).strftime("%Y-%m").to_string();
        format!("{}?unit={}&month={month}", self.path(), self.scope.unit)
    }

    fn head(&self) -> String {
        self.page.with("month", self.month.strftime("%m/%Y").to_string()).t("cs-month")
    }
}

/// Where a visit stands; one whose day has passed without a record is late.
pub(super) fn status(page: &Page, trip: &Trip, today: Date) -> Status {
    match trip.state.as_str() {
        "planned" if trip.on < today => Status::new(Mark::Late, page.t("cs-state-missed")),
        "planned" => Status::new(Mark::New, page.t("cs-state-planned")),
        "held" => Status::new(Mark::Done, page.t("cs-state-held")),
        _ => Status::new(Mark::None, page.t(key("cs-cancelled", &trip.why))),
    }
}

/// A visit with its words and what `may` allows.
pub(super) fn going(
    page: &Page,
    trip: &Trip,
    known: &Known,
    (may, today): (impl Fn(Act) -> bool, Date),
) -> Going {
    let mut deeds = Vec::new();
    let at = format!("{OFFICE}/buoi/{}", crate::desk::key(&trip.stream));
    let mut deed = |act, end: &str, word: String| {
        if may(act) {
            deeds.push((format!("{at}/{end}"), word));
        }
    };
    match trip.state.as_str() {
        "planned" => {
            if trip.on <= today {
                deed(Act::GRASSROOTS_RECORD, "hold", page.t("cs-do-hold").into_owned());
            }
            deed(Act::GRASSROOTS_PLAN, "cancel", page.t("cs-do-cancel").into_owned());
        }
        "held" => {
            deed(Act::GRASSROOTS_RECORD, "neu", page.t("cs-raise").into_owned());
            deed(Act::DIALOGUES_CAPTURE, "cam-ket", page.t("cs-promise").into_owned());
        }
        _ => {}
    }
    Going {
        on: trip.on,
        village: known.village(&trip.village),
        official: known.official(page, &trip.post, &trip.account),
        office: match trip.office.as_str() {
            "" => String::new(),
            office => page.with("office", known.village(office)).t("cs-of-office"),
        },
        purpose: known.text(&trip.purpose),
        done: known.text(&trip.done),
        status: status(page, trip, today),
        deeds,
    }
}

/// A need with its words and what `may` allows.
pub(super) fn asked(
    page: &Page,
    ask: &Ask,
    known: &Known,
    (may, today): (impl Fn(Act) -> bool, Date),
) -> Asked {
    let name = crate::desk::key(&ask.stream);
    let mut deeds = Vec::new();
    if ask.state == "open" {
        for (act, step) in
            [(Act::GRASSROOTS_RECORD, "finish"), (Act::GRASSROOTS_WITHDRAW, "withdraw")]
        {
            if may(act) {
                let word = page.t(key("cs-do", step)).into_owned();
                deeds.push((format!("{OFFICE}/dieu/{name}/{step}"), word));
            }
        }
    }
    let owner = match ask.until {
        Some(until) => page
            .with("owner", page.t(key("cs-post", &ask.owner)))
            .with("date", page.date(until))
            .t("cs-owed-by"),
        None => String::new(),
    };
    Asked {
        href: format!("{NEED}/{name}"),
        village: known.village(&ask.village),
        matter: page.t(key("matter", &ask.matter)).into_owned(),
        words: known.text(&ask.words),
        on: ask.on,
        said: known.text(&ask.said),
        status: need_status(page, ask, today),
        owner,
        deeds,
    }
}

/// What became of the visits of a month.
pub(super) fn figures(page: &Page, trips: &[Trip], today: Date) -> String {
    let count = |test: &dyn Fn(&Trip) -> bool| trips.iter().filter(|trip| test(trip)).count();
    page.with("held", count(&|trip| trip.state == "held"))
        .with("ahead", count(&|trip| trip.state == "planned" && trip.on >= today))
        .with("missed", count(&|trip| trip.state == "planned" && trip.on < today))
        .with("cancelled", count(&|trip| trip.state == "cancelled"))
        .t("cs-figures")
}

/// The page with its title and door.
pub(super) fn titled(page: Page, office: bool) -> Page {
    let here = page.t("cs-title").into_owned();
    let page = page.titled("cs-title");
    match office {
        true => page.office().here(OFFICE),
        false => page.here(PUBLIC).crumb_here(here),
    }
}

fn month_of(page: &Page, today: Date) -> Date {
    page.month_asked().unwrap_or_else(|| today.first_of_month())
}

/// The place that such a text of [`cut`] says; `None` for that of another list.
pub(crate) fn after(list: &str, text: &str) -> Option<sql::Place> {
    let mut parts = text.split('.');
    let (of, day, name) = (parts.next()?, parts.next()?, parts.next()?);
    let name: Id = name.parse().ok()?;
    let same = of == list && parts.next().is_none();
    Some((day.parse().ok()?, format!("need/{name}"))).filter(|_| same)
}

/// Cuts off what is one too many, and says where the list goes on after the last one that is left;
/// `day` is the one by which the list runs.
pub(crate) fn cut(
    list: &str,
    asks: &mut Vec<Ask>,
    most: usize,
    day: impl Fn(&Ask) -> Date,
) -> Option<String> {
    let more = asks.len() > most;
    asks.truncate(most);
    let last = asks.last().filter(|_| more)?;
    Some(format!("{list}.{}.{}", day(last), crate::desk::key(&last.stream)))
}

/// The day by which open needs are listed.
pub(crate) fn by_due(ask: &Ask) -> Date {
    ask.until.unwrap_or(ask.on)
}

/// Opens the words of visits and needs.
pub(super) async fn known(app: &App, trips: &[Trip], asks: &[Ask]) -> Result<Known, Failure> {
    let of_trips = trips.iter().flat_map(|trip| [trip.purpose.as_str(), trip.done.as_str()]);
    let of_asks = asks.iter().flat_map(|ask| [ask.words.as_str(), ask.said.as_str()]);
    let items: Vec<&str> = of_trips.chain(of_asks).collect();
    let villages = trips.iter().map(|trip| trip.village.as_str());
    let villages = villages.chain(trips.iter().map(|trip| trip.office.as_str()));
    let villages: Vec<&str> = villages.chain(asks.iter().map(|ask| ask.village.as_str())).collect();
    let accounts: Vec<&str> = trips.iter().map(|trip| trip.account.as_str()).collect();
    Known::of(app, (&items, &villages), &accounts).await
}

/// A part of the open needs and of the closed ones of a month, and what the next part of each is
/// asked with.
async fn parts(
    store: &Store,
    page: &Page,
    scope: &Scope,
    days: (Date, Date),
) -> Result<(Vec<Ask>, Vec<Ask>, [Option<String>; 2]), Failure> {
    let place = |list| page.query().get(list).and_then(|text| after(list, text));
    let from = place("open").unwrap_or_else(sql::first_open);
    let mut open = sql::open(store, &scope.unit, &from, MOST as i64 + 1).await?;
    let open_next = cut("open", &mut open, MOST, by_due).map(|at| format!("open={at}#no"));
    let from = place("closed").unwrap_or_else(sql::first_closed);
    let mut closed = sql::closed(store, &scope.unit, days, &from, MOST as i64 + 1).await?;
    let next = cut("closed", &mut closed, MOST, |ask| ask.on);
    let closed_next = next.map(|at| format!("closed={at}#xong"));
    Ok((open, closed, [open_next, closed_next]))
}

async fn answer(app: &App, page: Page, scope: Scope, officer: Option<&Officer>) -> Answer {
    let today = app.store.clock().today();
    let (office, month) = (officer.is_some(), month_of(&page, today));
    let page = titled(page, office);
    let (store, last) = (&app.store, month.last_of_month());
    let trips = sql::trips(store, &scope.unit, month, last).await?;
    let (mut asks, closed, next) = parts(store, &page, &scope, (month, last)).await?;
    let opened = asks.len();
    asks.extend(closed);
    let known = known(app, &trips, &asks).await?;
    let may = |act| officer.is_some_and(|one| one.may(act, &scope.unit));
    let mut open: Vec<Asked> =
        asks.iter().map(|ask| asked(&page, ask, &known, (may, today))).collect();
    let closed = open.split_off(opened);
    let form = FormState::new().with("unit", &scope.unit);
    let here = format!("{}?unit={}&month={}", door(office), scope.unit, month.strftime("%Y-%m"));
    let [open_next, closed_next] =
        next.map(|next| next.map(|query| format!("{here}&{query}")).unwrap_or_default());
    Ok(page.show(&ListPage {
        open_next,
        closed_next,
        figures: figures(&page, &trips, today),
        visits: trips.iter().map(|trip| going(&page, trip, &known, (may, today))).collect(),
        may_plan: may(Act::GRASSROOTS_PLAN),
        page: &page,
        form: &form,
        scope: &scope,
        office,
        month,
        open,
        closed,
    }))
}

/// `GET /ve-co-so?unit=…&month=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    answer(&app, page, scope, None).await
}

/// `GET /can-bo/ve-co-so?unit=…&month=…`
pub(super) async fn office(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::GRASSROOTS_READ, page.query().get("unit"))?;
    answer(&app, page, scope, Some(&officer)).await
}

/// Each visit of these days, with what the page shows and nothing more.
pub fn agenda(days: Days<'_>) -> Later<'_, Vec<Event>> {
    Box::pin(async move {
        let (app, unit) = (days.app, days.scope.unit.as_str());
        let trips = sql::trips(&app.store, unit, days.from, days.until).await?;
        let known = known(app, &trips, &[]).await?;
        let event = |trip: &Trip| Event {
            uid: trip.stream.replace('/', "-"),
            summary: days
                .page
                .with("post", days.page.t(key("cs-post", &trip.post)))
                .with("village", known.village(&trip.village))
                .t("cs-feed-entry"),
            place: known.village(&trip.village),
            village: trip.village.clone(),
            on: trip.on,
            hours: None,
            cancelled: trip.state == "cancelled",
            sequence: trip.version,
            path: format!("{PUBLIC}?unit={unit}&month={}", trip.on.strftime("%Y-%m")),
        };
        Ok(trips.iter().map(event).collect())
    })
}

/// `GET /ve-co-so.ics?unit=…`: each visit on its day.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let (name, file) = ("cs-head", "ve-co-so.ics");
    Feed { agenda, name, file, back: 31, ahead: 92 }.answer(&app, &headers, page).await
}
