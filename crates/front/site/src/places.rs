//! `/can-bo/don-vi`: the villages, offices, organisations and enterprises of a unit, for all its
//! officers to read and for some to add, rename and end. What may happen to one is decided in
//! [`units::local`].

use std::sync::Arc;

use accounts::{Access, Act, Answer, App, Failure, Officer};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use units::local::{self, Kind, LocalUnit, NewUnits};
use units::{Gazetteer, Unit};
use web::{Fields, FormState, Page, PageError, Posted};

use crate::slices::Route;

mod view;

pub use view::samples;
use view::{ListPage, OnePage};

/// The list's address.
const LIST: &str = "/can-bo/don-vi";

/// Every route with who may use it.
pub const ROUTES: &[Route] = &[
    ("GET", LIST, Access::SignedIn),
    ("POST", LIST, Access::Act(Act::UNITS_MANAGE)),
    ("GET", "/can-bo/don-vi/{code}", Access::SignedIn),
    ("POST", "/can-bo/don-vi/{code}/ten", Access::Act(Act::UNITS_MANAGE)),
    ("POST", "/can-bo/don-vi/{code}/thoi", Access::Act(Act::UNITS_MANAGE)),
];

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route(LIST, get(show).post(add))
        .route("/can-bo/don-vi/{code}", get(one))
        .route("/can-bo/don-vi/{code}/ten", post(rename))
        .route("/can-bo/don-vi/{code}/thoi", post(end))
}

/// Whose units are looked at.
struct Scope {
    parent: Unit<'static>,
    /// Units to change to, with their names; empty when there is one only.
    choices: Vec<(String, String)>,
}

impl Scope {
    /// The unit asked for, else the first one where the officer holds a post, else the
    /// installation's own.
    fn of(app: &App, officer: &Officer, asked: Option<&str>) -> Result<Self, Failure> {
        let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
        let (gazetteer, today) = (Gazetteer::shared(), app.store.clock().today());
        let served = |code: &str| petitions::served::unit(gazetteer, &instance.unit, code, today);
        let parent = match asked {
            Some(code) => served(code)?,
            None => {
                let own = officer.posts.iter().find_map(|held| served(&held.unit).ok());
                own.map_or_else(|| served(&instance.unit), Ok)?
            }
        };
        let home = gazetteer.current(&instance.unit);
        let below = home.map(|home| gazetteer.children(home.id(), None)).unwrap_or_default();
        let all = home.into_iter().filter(|_| !below.is_empty()).chain(below.iter().copied());
        let choices = all.map(|unit| (unit.id().code(), unit.title())).collect();
        Ok(Self { parent, choices })
    }

    fn code(&self) -> String {
        self.parent.id().code()
    }
}

/// `GET /can-bo/don-vi?unit=…&them=…`
async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::of(&app, &officer, page.query().get("unit"))?;
    let units = local::under(&app.store, &scope.code()).await?;
    Ok(list(&app, &officer, page, &scope, &units, &filled(&app)))
}

/// An addition begins today, and is of villages, unless something else is said.
fn filled(app: &App) -> FormState {
    let today = app.store.clock().today().strftime("%d/%m/%Y");
    FormState::new().with("kind", Kind::Village.word()).with("from", today)
}

fn list(
    app: &App,
    officer: &Officer,
    page: Page,
    scope: &Scope,
    units: &[LocalUnit],
    form: &FormState,
) -> Response {
    let code = scope.code();
    let added = page.query().get("them").and_then(|n| n.parse().ok()).filter(|n| *n > 0);
    let page = page.titled("units-title").office().here(LIST).redisplay(form);
    let form = &form.clone().with("unit", &code);
    page.show(&ListPage {
        page: &page,
        form,
        phrase: scope.parent.phrase(),
        choices: &scope.choices,
        groups: view::groups(units),
        today: app.store.clock().today(),
        may_change: officer.may(Act::UNITS_MANAGE, &code),
        added,
    })
}

/// `POST /can-bo/don-vi`: one unit for each line.
async fn add(State(app): State<Arc<App>>, officer: Officer, posted: Posted) -> Answer {
    officer.allow_somewhere(Act::UNITS_MANAGE)?;
    let Posted { page, mut form } = posted;
    let scope = Scope::of(&app, &officer, form.fields().get("unit"))?;
    officer.allow(Act::UNITS_MANAGE, &scope.code())?;
    if let Some(new) = read_new(&app, &mut form, &scope) {
        match local::add(&app.store, &officer.actor(), &new).await {
            Ok(codes) => {
                let mut query = Fields::default();
                query.push("unit", scope.code());
                query.push("them", codes.len().to_string());
                return Ok(go(format!("{LIST}?{}", query.encode())));
            }
            Err(error) => refuse(&mut form, error.into())?,
        }
    }
    let units = local::under(&app.store, &scope.code()).await?;
    Ok(list(&app, &officer, page, &scope, &units, &form))
}

fn read_new(app: &App, form: &mut FormState, scope: &Scope) -> Option<NewUnits> {
    let kind = form.choice("kind", &Kind::ALL.map(Kind::word)).and_then(|word| word.parse().ok());
    let most = local::MOST_NAME * local::MOST_AT_ONCE;
    let lines = form.required_or("name", most, "unit-names-missing");
    let (first, last) = days(app);
    let from = form.date("from", first, last);
    let (Some(kind), Some(lines), Some(from), false) = (kind, lines, from, form.is_wrong()) else {
        return None;
    };
    let names = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    Some(NewUnits { parent: scope.code(), kind, names: names.collect(), from })
}

/// The days that a form takes: since there are communes, and a year ahead, because decisions are
/// made before they take effect.
fn days(app: &App) -> (Date, Date) {
    let today = app.store.clock().today();
    (Date::constant(1945, 1, 1), today.saturating_add(1.year()))
}

/// A refusal that belongs to a field goes to it; anything else is the whole answer.
fn refuse(form: &mut FormState, failure: Failure) -> Result<(), Failure> {
    match failure.refusal().filter(|refusal| refusal.field.is_some()).cloned() {
        Some(refusal) => {
            form.refuse(&refusal);
            Ok(())
        }
        None => Err(failure),
    }
}

/// A unit with those beside it.
struct Found {
    scope: Scope,
    unit: LocalUnit,
    beside: Vec<LocalUnit>,
}

impl Found {
    async fn of(app: &App, officer: &Officer, code: &str) -> Result<Self, Failure> {
        let unit = local::one(&app.store, code).await?.ok_or(Failure(PageError::NotFound))?;
        let scope = Scope::of(app, officer, Some(&unit.parent))?;
        let beside = local::under(&app.store, &unit.parent).await?;
        Ok(Self { scope, unit, beside })
    }
}

/// `GET /can-bo/don-vi/{code}`
async fn one(
    State(app): State<Arc<App>>,
    Path(code): Path<String>,
    officer: Officer,
    page: Page,
) -> Answer {
    let found = Found::of(&app, &officer, &code).await?;
    let form = today(&app, FormState::new().with("name", &found.unit.name));
    Ok(draw(&app, &officer, page, &found, &form))
}

/// Both forms of the page begin with today.
fn today(app: &App, form: FormState) -> FormState {
    let today = app.store.clock().today().strftime("%d/%m/%Y").to_string();
    form.with("from", &today).with("on", &today)
}

fn draw(app: &App, officer: &Officer, page: Page, found: &Found, form: &FormState) -> Response {
    let Found { scope, unit, beside } = found;
    let list = page.with("unit", scope.parent.phrase()).t("units-of");
    let page = page.title(&unit.name).office().here(LIST).redisplay(form);
    let page = page.crumb(list, format!("{LIST}?unit={}", scope.code()));
    let may = unit.until.is_none() && officer.may(Act::UNITS_MANAGE, &scope.code());
    page.show(&OnePage {
        page: &page,
        form,
        unit,
        parent: scope.parent.title(),
        beside,
        today: app.store.clock().today(),
        may_change: may,
    })
}

/// `POST /can-bo/don-vi/{code}/ten`
async fn rename(
    State(app): State<Arc<App>>,
    Path(code): Path<String>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::UNITS_MANAGE)?;
    let found = Found::of(&app, &officer, &code).await?;
    officer.allow(Act::UNITS_MANAGE, &found.scope.code())?;
    let Posted { page, mut form } = posted;
    let name = form.required_or("name", local::MOST_NAME * 2, "unit-names-missing");
    let from = form.date("from", Date::constant(1945, 1, 1), app.store.clock().today());
    if let (Some(name), Some(from), false) = (name, from, form.is_wrong()) {
        match local::rename(&app.store, &officer.actor(), &code, &name, from).await {
            Ok(()) => return Ok(go(format!("{LIST}/{code}"))),
            Err(error) => refuse(&mut form, error.into())?,
        }
    }
    let day = page.date(app.store.clock().today());
    Ok(draw(&app, &officer, page, &found, &form.with("on", day)))
}

/// `POST /can-bo/don-vi/{code}/thoi`
async fn end(
    State(app): State<Arc<App>>,
    Path(code): Path<String>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::UNITS_MANAGE)?;
    let found = Found::of(&app, &officer, &code).await?;
    officer.allow(Act::UNITS_MANAGE, &found.scope.code())?;
    let Posted { page, mut form } = posted;
    let into: Vec<String> = form.fields().all("into").map(str::to_owned).collect();
    let (first, last) = days(&app);
    if let Some(on) = form.date("on", first, last) {
        match local::end(&app.store, &officer.actor(), &code, on, &into).await {
            Ok(()) => return Ok(go(format!("{LIST}/{code}"))),
            Err(error) => refuse(&mut form, error.into())?,
        }
    }
    let day = page.date(app.store.clock().today());
    let form = form.with("name", &found.unit.name).with("from", day);
    Ok(draw(&app, &officer, page, &found, &form))
}

fn go(path: impl AsRef<str>) -> Response {
    Redirect::to(path.as_ref()).into_response()
}
