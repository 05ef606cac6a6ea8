//! Pages of days at the grassroots and of officials who look after villages: for everybody who goes
//! where and when, what was asked and done, and whom to meet; for officers the forms.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Access, Act, App, Failure, Officer};
use askama::Template;
use axum::Router;
use axum::routing::get;
use kernel::Id;
use units::local;
use web::parts::{Mark, Status};
use web::{FormState, Html, Page};

use crate::kind::MATTERS;
use crate::store as sql;

mod areas;
mod list;
mod need;
mod plan;
mod raise;
mod sample;
mod step;
mod twin;
mod twins;

pub use list::agenda;
pub(crate) use list::{after, by_due, cut};
pub(crate) use raise::read as need_of;
pub use sample::samples;
pub(crate) use twins::pair_of;

/// The public list's address.
const PUBLIC: &str = "/ve-co-so";
/// The officers' list's address.
const OFFICE: &str = "/can-bo/ve-co-so";
/// Who looks after which village, for everybody.
const AREAS: &str = "/phu-trach-dia-ban";
/// The same for officers.
const OFFICE_AREAS: &str = "/can-bo/phu-trach-dia-ban";
/// Which office is twinned with which village, for everybody.
const TWINS: &str = "/ket-nghia";
/// The same for officers.
const OFFICE_TWINS: &str = "/can-bo/ket-nghia";
/// One need, for everybody.
const NEED: &str = "/dieu-dan-neu";
const READ: Access = Access::Act(Act::GRASSROOTS_READ);
const PLAN: Access = Access::Act(Act::GRASSROOTS_PLAN);
const RECORD: Access = Access::Act(Act::GRASSROOTS_RECORD);
const WITHDRAW: Access = Access::Act(Act::GRASSROOTS_WITHDRAW);

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/ve-co-so", Access::Public),
    ("GET", "/ve-co-so.ics", Access::Public),
    ("GET", "/dieu-dan-neu/{need}", Access::Public),
    ("GET", "/phu-trach-dia-ban", Access::Public),
    ("GET", "/ket-nghia", Access::Public),
    ("GET", "/ket-nghia/{twin}", Access::Public),
    ("GET", "/can-bo/ve-co-so", READ),
    ("GET", "/can-bo/ve-co-so/lap", PLAN),
    ("POST", "/can-bo/ve-co-so/lap", PLAN),
    ("GET", "/can-bo/ve-co-so/buoi/{trip}/neu", RECORD),
    ("POST", "/can-bo/ve-co-so/buoi/{trip}/neu", RECORD),
    ("GET", "/can-bo/ve-co-so/buoi/{trip}/hold", RECORD),
    ("POST", "/can-bo/ve-co-so/buoi/{trip}/hold", RECORD),
    ("GET", "/can-bo/ve-co-so/buoi/{trip}/cancel", PLAN),
    ("POST", "/can-bo/ve-co-so/buoi/{trip}/cancel", PLAN),
    ("GET", "/can-bo/ve-co-so/dieu/{need}/finish", RECORD),
    ("POST", "/can-bo/ve-co-so/dieu/{need}/finish", RECORD),
    ("GET", "/can-bo/ve-co-so/dieu/{need}/withdraw", WITHDRAW),
    ("POST", "/can-bo/ve-co-so/dieu/{need}/withdraw", WITHDRAW),
    ("GET", "/can-bo/phu-trach-dia-ban", READ),
    ("GET", "/can-bo/phu-trach-dia-ban/lap", PLAN),
    ("POST", "/can-bo/phu-trach-dia-ban/lap", PLAN),
    ("GET", "/can-bo/phu-trach-dia-ban/{liaison}/neu", RECORD),
    ("POST", "/can-bo/phu-trach-dia-ban/{liaison}/neu", RECORD),
    ("GET", "/can-bo/phu-trach-dia-ban/{liaison}/end", PLAN),
    ("POST", "/can-bo/phu-trach-dia-ban/{liaison}/end", PLAN),
    ("GET", "/can-bo/ket-nghia", READ),
    ("GET", "/can-bo/ket-nghia/lap", PLAN),
    ("POST", "/can-bo/ket-nghia/lap", PLAN),
    ("GET", "/can-bo/ket-nghia/{twin}/part", PLAN),
    ("POST", "/can-bo/ket-nghia/{twin}/part", PLAN),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/ve-co-so", get(list::show))
        .route("/ve-co-so.ics", get(list::feed))
        .route("/dieu-dan-neu/{need}", get(need::show))
        .route("/phu-trach-dia-ban", get(areas::show))
        .route("/can-bo/ve-co-so", get(list::office))
        .route("/can-bo/ve-co-so/lap", get(plan::show).post(plan::send))
        .route("/can-bo/ve-co-so/buoi/{trip}/neu", get(raise::show).post(raise::send))
        .route("/can-bo/ve-co-so/buoi/{trip}/{step}", get(step::visit).post(step::visit_send))
        .route("/can-bo/ve-co-so/dieu/{need}/{step}", get(step::need).post(step::need_send))
        .route("/can-bo/phu-trach-dia-ban", get(areas::office))
        .route("/can-bo/phu-trach-dia-ban/lap", get(areas::blank).post(areas::send))
        .route("/can-bo/phu-trach-dia-ban/{liaison}/neu", get(raise::passed).post(raise::pass))
        .route("/can-bo/phu-trach-dia-ban/{liaison}/end", get(step::end).post(step::end_send))
        .route("/ket-nghia", get(twins::show))
        .route("/ket-nghia/{twin}", get(twins::one))
        .route("/can-bo/ket-nghia", get(twins::office))
        .route("/can-bo/ket-nghia/lap", get(twin::blank).post(twin::send))
        .route("/can-bo/ket-nghia/{twin}/part", get(twin::part).post(twin::part_send))
}

/// The key of a value's words: `cs-state-planned`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.', ':'], "-").to_lowercase())
}

/// A choice's values with their words.
fn choices(page: &Page, of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), page.t(key(of, word)).into_owned())).collect()
}

/// What matters are about, with their words.
fn matters(page: &Page) -> Vec<(String, String)> {
    choices(page, "matter", MATTERS)
}

/// Words, villages and officials' names by their keys in views.
#[derive(Default)]
struct Known {
    texts: HashMap<String, String>,
    villages: HashMap<String, String>,
    names: HashMap<String, String>,
}

impl Known {
    /// Opens what a list needs.
    async fn of(
        app: &App,
        (texts_of, villages): (&[&str], &[&str]),
        accounts: &[&str],
    ) -> Result<Self, Failure> {
        let ids: Vec<Id> = accounts.iter().filter_map(|id| id.parse().ok()).collect();
        let names = app.names(&ids).await?;
        Ok(Self {
            texts: app.store.texts_of(texts_of).await?,
            villages: local::names(&app.store, villages.iter().copied())
                .await?
                .into_iter()
                .collect(),
            names: names.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        })
    }

    /// Takes in what another has opened.
    fn join(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.villages.extend(other.villages);
        self.names.extend(other.names);
    }

    fn text(&self, item: &str) -> String {
        self.texts.get(item).cloned().unwrap_or_default()
    }

    fn village(&self, code: &str) -> String {
        self.villages.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// "Phó Chủ tịch UBND: Trần Thị Thử"; the post alone where no account is named.
    fn official(&self, page: &Page, post: &str, account: &str) -> String {
        let post = page.t(key("cs-post", post)).into_owned();
        match self.names.get(account) {
            Some(name) => format!("{post}: {name}"),
            None => post,
        }
    }
}

/// What the forms about an official and a village offer.
#[derive(Clone, Debug, Default)]
struct Offer {
    unit: String,
    phrase: String,
    villages: Vec<(String, String)>,
    officers: Vec<(String, String)>,
    /// The unit's own offices and the bodies beside it.
    offices: Vec<(String, String)>,
    /// Those of them that were ever twinned with a village: the day of a visit decides.
    twins: Vec<(String, String)>,
}

impl Offer {
    /// For the unit asked for, where this officer may plan.
    async fn asked(app: &App, officer: &Officer, asked: Option<&str>) -> Result<Self, Failure> {
        let scope = accounts::Scope::allowed(app, officer, Act::GRASSROOTS_PLAN, asked)?;
        Self::of(app, &scope).await
    }

    async fn of(app: &App, scope: &accounts::Scope) -> Result<Self, Failure> {
        let today = app.store.clock().today();
        let mut all = local::under(&app.store, &scope.unit).await?;
        all.retain(|one| one.is_current(today));
        let (places, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| one.kind.is_place());
        let villages = places.into_iter().filter(|one| one.kind == local::Kind::Village);
        let offices: Vec<(String, String)> =
            others.into_iter().map(|one| (one.code, one.name)).collect();
        // One that begins later, or is over: the day of the visit decides, not today.
        let pairs = sql::pairs(&app.store, &scope.unit).await?;
        let twins = offices.iter().filter(|one| pairs.iter().any(|pair| pair.office == one.0));
        let ids = sql::holders(&app.store, &scope.unit, today).await?;
        let names = app.names(&ids).await?;
        let mut officers: Vec<(String, String)> =
            names.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        officers.sort_by_key(|(_, name)| kernel::text::sort_key(name));
        Ok(Self {
            unit: scope.unit.clone(),
            phrase: scope.phrase.clone(),
            villages: villages.map(|one| (one.code, one.name)).collect(),
            officers,
            twins: twins.cloned().collect(),
            offices,
        })
    }
}

/// How a need stands: done on the spot or in time, late, so many days left.
fn need_status(page: &Page, one: &sql::Ask, today: jiff::civil::Date) -> Status {
    match (one.state.as_str(), one.until, one.closed_on) {
        ("open", Some(until), _) => page.days_status(until, today, 7),
        ("withdrawn", ..) => Status::new(Mark::None, page.t("cs-need-withdrawn")),
        (_, Some(until), Some(on)) if on > until => Status::new(Mark::Late, page.t("cs-need-late")),
        (_, None, _) => Status::new(Mark::Done, page.t("cs-need-at-once")),
        _ => Status::new(Mark::Done, page.t("cs-need-done")),
    }
}

/// Every form of the slice.
#[derive(Template)]
#[template(path = "form.html")]
struct FormPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    title: String,
    lede: String,
    action: String,
    /// How many facts the form has seen, or the key that names it; for hidden fields.
    hidden: Vec<(&'static str, String)>,
    fields: Html,
    button: String,
    back: String,
    /// Whether somebody else did something since the form was opened.
    overtaken: bool,
}

/// The page of an officer's form, with its title and crumbs.
fn titled_form(page: Page, title: &str, (door, list): (&'static str, &str), f: &FormState) -> Page {
    let (list, here) = (page.t(list).into_owned(), page.t(title).into_owned());
    page.office().here(OFFICE).title(&here).crumb(list, door).crumb_here(here).redisplay(f)
}

#[cfg(test)]
mod tests {
    use testkit::routes;

    use super::*;
    use crate::arrows::{LIAISONS, NEEDS, TWINS as PAIRS, VISITS};

    /// Form and sending of a step ask for one and the same act.
    fn asks(path: &str, act: &str) {
        assert_eq!(routes::asked(ROUTES, path), [Access::Act(act.parse().unwrap()); 2], "{path}");
    }

    /// The route of a step asks for the very act of the step's arrow.
    #[test]
    fn each_step_asks_for_its_own_act() {
        let visits = VISITS.iter().map(|a| (format!("buoi/{{trip}}/{}", a.step.word()), a.act));
        let needs = NEEDS.iter().map(|a| (format!("dieu/{{need}}/{}", a.step.word()), a.act));
        for (path, act) in visits.chain(needs) {
            asks(&format!("{OFFICE}/{path}"), act);
        }
        for arrow in LIAISONS {
            let path = format!("{OFFICE_AREAS}/{{liaison}}/{}", arrow.step.word());
            asks(&path, arrow.act);
        }
        for arrow in PAIRS {
            asks(&format!("{OFFICE_TWINS}/{{twin}}/{}", arrow.step.word()), arrow.act);
        }
    }
}
