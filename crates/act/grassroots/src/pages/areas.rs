//! `/phu-trach-dia-ban` and `/can-bo/phu-trach-dia-ban`: who looks after my village, when can I
//! meet them, and which office is twinned with it; for officers how an official is given a village.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use jiff::ToSpan as _;
use jiff::civil::Date;
use units::local;
use web::form::clock;
use web::{FormState, Page, Posted, beside, fields};

use super::{AREAS, FormPage, Known, OFFICE, OFFICE_AREAS, Offer, PUBLIC, TWINS};
use super::{plan, titled_form};
use crate::desk::{self, Hours, Official, Spot};
use crate::store::{self as sql, Area, Pair};

/// An official and a village, with their words.
pub(super) struct Tended {
    pub official: String,
    pub hours: String,
    pub phone: String,
    pub since: String,
    /// What an officer may do: address and word.
    pub deeds: Vec<(String, String)>,
}

/// A village, who looks after it, and the offices that are twinned with it.
pub(super) struct Village {
    pub name: String,
    pub tended: Vec<Tended>,
    /// Page and name of each.
    pub twins: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "areas.html")]
pub(super) struct AreasPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub office: bool,
    pub may_plan: bool,
    pub villages: Vec<Village>,
}

impl AreasPage<'_> {
    fn path(&self) -> &'static str {
        if self.office { OFFICE_AREAS } else { AREAS }
    }
}

/// The page with its title and door.
pub(super) fn titled(page: Page, office: bool) -> Page {
    let (list, here) = (page.t("cs-title").into_owned(), page.t("cs-areas").into_owned());
    let page = page.titled("cs-areas");
    match office {
        true => page.office().here(OFFICE).crumb(list, OFFICE).crumb_here(here),
        false => page.here(PUBLIC).crumb(list, PUBLIC).crumb_here(here),
    }
}

/// A liaison with its words and what `may` allows.
pub(super) fn tended(page: &Page, area: &Area, known: &Known, may: impl Fn(Act) -> bool) -> Tended {
    let at = format!("{OFFICE_AREAS}/{}", desk::key(&area.stream));
    let mut deeds = Vec::new();
    if may(Act::GRASSROOTS_RECORD) {
        deeds.push((format!("{at}/neu"), page.t("cs-raise").into_owned()));
    }
    if may(Act::GRASSROOTS_PLAN) && area.until.is_none() {
        deeds.push((format!("{at}/end"), page.t("cs-do-end").into_owned()));
    }
    let since = page.with("from", page.date(area.from));
    Tended {
        official: known.official(page, &area.post, &area.account),
        hours: page
            .with("weekday", kernel::text::capital(&page.weekday_name(area.weekday)))
            .with("from", clock(area.opens))
            .with("until", clock(area.closes))
            .t("cs-hours-said"),
        phone: known.text(&area.phone),
        since: match area.until {
            Some(until) => since.with("until", page.date(until)).t("cs-since-until"),
            None => since.t("cs-since"),
        },
        deeds,
    }
}

/// The offices that are twinned with a village: page and name of each.
pub(super) fn twins(pairs: &[Pair], village: &str, known: &Known) -> Vec<(String, String)> {
    let here = pairs.iter().filter(|pair| pair.villages.iter().any(|code| code == village));
    let shown = here.map(|pair| {
        let href = format!("{TWINS}/{}", desk::key(&pair.stream));
        (href, known.village(&pair.office))
    });
    shown.collect()
}

async fn answer(app: &App, page: Page, scope: Scope, officer: Option<&Officer>) -> Answer {
    let (office, today) = (officer.is_some(), app.store.clock().today());
    let page = titled(page, office);
    let areas = sql::areas(&app.store, &scope.unit, today).await?;
    let phones: Vec<&str> = areas.iter().map(|area| area.phone.as_str()).collect();
    let accounts: Vec<&str> = areas.iter().map(|area| area.account.as_str()).collect();
    let mut pairs = sql::pairs(&app.store, &scope.unit).await?;
    pairs.retain(|pair| pair.is_current(today));
    let offices: Vec<&str> = pairs.iter().map(|pair| pair.office.as_str()).collect();
    let known = Known::of(app, (&phones, &offices), &accounts).await?;
    let may = |act| officer.is_some_and(|one| one.may(act, &scope.unit));
    let all = local::of(&app.store, &scope.unit, local::Kind::Village).await?;
    let villages = all.into_iter().map(|village| {
        let here = areas.iter().filter(|area| area.village == village.code);
        Village {
            tended: here.map(|area| tended(&page, area, &known, may)).collect(),
            twins: twins(&pairs, &village.code, &known),
            name: village.name,
        }
    });
    let villages = villages.collect();
    let form = FormState::new().with("unit", &scope.unit);
    Ok(page.show(&AreasPage {
        may_plan: may(Act::GRASSROOTS_PLAN),
        page: &page,
        form: &form,
        scope: &scope,
        office,
        villages,
    }))
}

/// `GET /phu-trach-dia-ban?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, page: Page) -> Answer {
    let scope = Scope::of(&app, None, page.query().get("unit"))?;
    answer(&app, page, scope, None).await
}

/// `GET /can-bo/phu-trach-dia-ban?unit=…`
pub(super) async fn office(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::GRASSROOTS_READ, page.query().get("unit"))?;
    answer(&app, page, scope, Some(&officer)).await
}

/// The page of the form, with its title and crumbs.
pub(super) fn titled_new(page: Page, form: &FormState) -> Page {
    titled_form(page, "cs-assign", (OFFICE_AREAS, "cs-areas"), form)
}

/// What a new form begins with.
pub(super) fn beforehand(page: &Page, today: Date) -> FormState {
    FormState::new().with("from", page.date(today)).with("opens", "08:00").with("until", "11:00")
}

/// The form that gives an official a village.
pub(super) fn form<'a>(
    page: &'a Page,
    form: &'a FormState,
    offer: &Offer,
    key_of: &str,
) -> FormPage<'a> {
    let f = page.form(form);
    let days: Vec<(i64, String)> =
        (1..=7).map(|n| (n, kernel::text::capital(&page.weekday_name(n)))).collect();
    FormPage {
        page,
        form,
        title: page.t("cs-assign").into_owned(),
        lede: page.with("unit", offer.phrase.as_str()).t("cs-assign-lede"),
        action: format!("{OFFICE_AREAS}/lap"),
        hidden: vec![("key", key_of.to_owned())],
        fields: fields(&[
            &plan::who(page, form, offer),
            &f.date("from", page.t("cs-from")),
            &beside(&[
                &f.select("weekday", page.t("cs-weekday")).options(&days),
                &f.text("opens", page.t("cs-opens")).narrow(),
                &f.text("until", page.t("cs-closes")).narrow(),
            ]),
            &f.text("phone", page.t("cs-phone")).hint(page.t("cs-phone-hint")).tel(),
        ]),
        button: page.t("cs-assign-send").into_owned(),
        back: format!("{OFFICE_AREAS}?unit={}", offer.unit),
        overtaken: false,
    }
}

/// `GET /can-bo/phu-trach-dia-ban/lap?unit=…`
pub(super) async fn blank(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let offer = Offer::asked(&app, &officer, page.query().get("unit")).await?;
    let state = beforehand(&page, app.store.clock().today());
    let page = titled_new(page, &state);
    Ok(page.show(&form(&page, &state, &offer, &app.store.new_key())))
}

fn read(form: &mut FormState, offer: &Offer, today: Date) -> Option<(Spot, Official, Date, Hours)> {
    let who = plan::read_who(form, offer);
    let from = form.date("from", today.saturating_sub(5.years()), today.saturating_add(1.year()));
    let weekday = form.number("weekday", 1..=7).and_then(|day| u8::try_from(day).ok());
    let (opens, closes) = (form.clock("opens"), form.clock("until"));
    let phone = form.phone("phone");
    if form.is_wrong() {
        return None;
    }
    let (spot, official) = who?;
    let hours = Hours { weekday: weekday?, opens: opens?, closes: closes?, phone: phone? };
    Some((spot, official, from?, hours))
}

/// `POST /can-bo/phu-trach-dia-ban/lap`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, form: mut state } = posted;
    let offer = Offer::asked(&app, &officer, state.fields().get("unit")).await?;
    let name = state.fields().get("key").map_or_else(|| app.store.new_key(), str::to_owned);
    let today = app.store.clock().today();
    if let Some((spot, official, from, hours)) = read(&mut state, &offer, today) {
        let sender = officer.account.to_string();
        let id = app.store.keyed_id(from, &["liaison", &sender, &name]);
        let what = (from, &hours);
        match desk::assign(&app.store, &officer.actor(), (&spot, official), what, id).await {
            Ok(_) => {
                let list = format!("{OFFICE_AREAS}?unit={}", offer.unit);
                return Ok(Redirect::to(&list).into_response());
            }
            Err(failure) => failure.on_form(&mut state)?,
        }
    }
    let page = titled_new(page, &state);
    Ok(page.show(&form(&page, &state, &offer, &name)))
}
