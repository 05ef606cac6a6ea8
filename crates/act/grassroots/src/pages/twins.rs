//! `/ket-nghia`, `/ket-nghia/{twin}` and `/can-bo/ket-nghia`: which office is twinned with which
//! village, since when until when, what was agreed, and what its days there brought. Not the forms.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::{Path, State as Shared};
use jiff::civil::Date;
use units::local;
use web::parts::{Leader, Mark, Status};
use web::{FormState, Page, PageError};

use super::list::{self, Asked, Going};
use super::{Known, OFFICE, OFFICE_TWINS, PUBLIC, TWINS, key};
use crate::desk;
use crate::store::{self as sql, Pair};
use crate::twin::Twin;

/// How many days and needs the page of one shows.
const MOST: i64 = 1_000;

/// A twinning with its words.
pub(super) struct Paired {
    pub href: String,
    pub office: String,
    pub villages: String,
    pub time: String,
    pub aim: String,
    pub status: Status,
    /// What an officer may do: address and word.
    pub deeds: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "twins.html")]
pub(super) struct TwinsPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub office: bool,
    pub may_plan: bool,
    /// The villages to choose from, by code and name.
    pub villages: Vec<(String, String)>,
    pub pairs: Vec<Paired>,
}

impl TwinsPage<'_> {
    fn path(&self) -> &'static str {
        if self.office { OFFICE_TWINS } else { TWINS }
    }
}

#[derive(Template)]
#[template(path = "twin.html")]
pub(super) struct TwinPage<'a> {
    pub page: &'a Page,
    pub one: Paired,
    pub facts: Vec<Leader>,
    /// Held, to come, missed, called off.
    pub figures: String,
    pub visits: Vec<Going>,
    pub asked: Vec<Asked>,
}

/// The list with its title and door.
pub(super) fn titled(page: Page, office: bool) -> Page {
    let (list, here) = (page.t("cs-title").into_owned(), page.t("cs-twins").into_owned());
    let page = page.titled("cs-twins");
    match office {
        true => page.office().here(OFFICE).crumb(list, OFFICE).crumb_here(here),
        false => page.here(PUBLIC).crumb(list, PUBLIC).crumb_here(here),
    }
}

/// The page of one with its title and crumbs.
pub(super) fn titled_one(page: Page, office: &str, unit: &str) -> Page {
    let list = page.t("cs-twins").into_owned();
    page.here(PUBLIC).title(office).crumb(list, format!("{TWINS}?unit={unit}")).crumb_here(office)
}

/// How a twinning stands on a day.
fn status(page: &Page, pair: &Pair, today: Date) -> Status {
    match (pair.is_current(today), pair.from > today) {
        (true, _) => Status::new(Mark::Half, page.t("cs-twin-active")),
        (false, true) => Status::new(Mark::New, page.t("cs-twin-ahead")),
        (false, false) if pair.why.is_empty() => Status::new(Mark::Done, page.t("cs-twin-over")),
        (false, false) => Status::new(Mark::None, page.t(key("cs-parted", &pair.why))),
    }
}

/// A twinning with its words and what `may` allows.
pub(super) fn paired(
    page: &Page,
    pair: &Pair,
    known: &Known,
    (may, today): (impl Fn(Act) -> bool, Date),
) -> Paired {
    let name = desk::key(&pair.stream);
    let mut deeds = Vec::new();
    if pair.state == "active" && may(Act::GRASSROOTS_PLAN) {
        let word = page.t("cs-do-part").into_owned();
        deeds.push((format!("{OFFICE_TWINS}/{name}/part"), word));
    }
    let mut villages: Vec<String> = pair.villages.iter().map(|code| known.village(code)).collect();
    villages.sort_by_cached_key(|one| kernel::text::sort_key(one));
    let since = page.with("from", page.date(pair.from));
    Paired {
        href: format!("{TWINS}/{name}"),
        office: known.village(&pair.office),
        villages: villages.join(", "),
        time: match pair.until {
            Some(until) => since.with("until", page.date(until)).t("cs-since-until"),
            None => since.t("cs-since"),
        },
        aim: known.text(&pair.aim),
        status: status(page, pair, today),
        deeds,
    }
}

async fn answer(app: &App, page: Page, scope: Scope, officer: Option<&Officer>) -> Answer {
    let (office, today) = (officer.is_some(), app.store.clock().today());
    let all = local::of(&app.store, &scope.unit, local::Kind::Village).await?;
    let villages: Vec<(String, String)> =
        all.into_iter().map(|village| (village.code, village.name)).collect();
    let asked = page.query().get("village").unwrap_or_default().to_owned();
    let mut pairs = sql::pairs(&app.store, &scope.unit).await?;
    pairs.retain(|pair| asked.is_empty() || pair.villages.contains(&asked));
    let aims: Vec<&str> = pairs.iter().map(|pair| pair.aim.as_str()).collect();
    let offices = pairs.iter().map(|pair| pair.office.as_str());
    let codes = pairs.iter().flat_map(|pair| pair.villages.iter().map(String::as_str));
    let codes: Vec<&str> = offices.chain(codes).collect();
    let known = Known::of(app, (&aims, &codes), &[]).await?;
    let page = titled(page, office);
    let may = |act| officer.is_some_and(|one| one.may(act, &scope.unit));
    let shown = pairs.iter().map(|pair| paired(&page, pair, &known, (may, today)));
    let form = FormState::new().with("unit", &scope.unit).with("village", &asked);
    Ok(page.show(&TwinsPage {
        pairs: shown.collect(),
        may_plan: may(Act::GRASSROOTS_PLAN),
        page: &page,
        form: &form,
        scope: &scope,
        office,
        villages,
    }))
}

/// `GET /ket-nghia?unit=…&village=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    answer(&app, page, scope, None).await
}

/// `GET /can-bo/ket-nghia?unit=…&village=…`
pub(super) async fn office(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::GRASSROOTS_READ, page.query().get("unit"))?;
    answer(&app, page, scope, Some(&officer)).await
}

/// A twinning that was read, as lists have it.
pub(crate) fn pair_of(one: &Twin) -> Pair {
    Pair {
        stream: one.id.clone(),
        office: one.twinned.office.clone(),
        from: one.twinned.from,
        until: one.until,
        aim: one.twinned.aim.id.to_string(),
        state: one.state.word().to_owned(),
        why: one.why.map_or("", |why| why.word()).to_owned(),
        villages: one.twinned.villages.clone(),
    }
}

/// What the page says of a twinning.
pub(super) fn facts(page: &Page, one: &Paired) -> Vec<Leader> {
    vec![
        Leader::new(page.t("cs-twin-villages"), &one.villages),
        Leader::new(page.t("cs-twin-time"), &one.time),
    ]
}

/// `GET /ket-nghia/{twin}`
pub(super) async fn one(
    Shared(app): Shared<Arc<App>>,
    Path(typed): Path<String>,
    page: Page,
) -> Answer {
    let read = desk::read_twin(&app.store, &typed).await?.ok_or(PageError::NotFound)?.it;
    let (pair, unit, today) = (pair_of(&read), &read.twinned.unit, app.store.clock().today());
    let trips = sql::trips_for(&app.store, unit, &pair, MOST).await?;
    let asks = sql::asks_for(&app.store, unit, &pair, MOST).await?;
    let mut known = list::known(&app, &trips, &asks).await?;
    let codes = pair.villages.iter().map(String::as_str).chain([pair.office.as_str()]);
    let codes: Vec<&str> = codes.collect();
    known.join(Known::of(&app, (&[pair.aim.as_str()], &codes), &[]).await?);
    let may = |_: Act| false;
    let one = paired(&page, &pair, &known, (may, today));
    let page = titled_one(page, &one.office, unit);
    let visits = trips.iter().map(|trip| list::going(&page, trip, &known, (may, today)));
    let asked = asks.iter().map(|ask| list::asked(&page, ask, &known, (may, today)));
    Ok(page.show(&TwinPage {
        facts: facts(&page, &one),
        figures: list::figures(&page, &trips, today),
        visits: visits.collect(),
        asked: asked.collect(),
        page: &page,
        one,
    }))
}
