//! `/can-bo/bao-cao`: a report of any form, unit and period, on the screen and as a file; what was
//! frozen and sent; and `/du-lieu`, what everybody may take.

use std::sync::Arc;

use accounts::{Access, Act, App, Failure, Officer, Scope};
use axum::Router;
use axum::routing::{get, post};
use counts::period::{Asked, Months, Part};
use counts::{Indicator, Period};
use jiff::civil::Date;
use kernel::Refusal;
use ledger::note::Verifier;
use rulebook::Law;
use units::{Gazetteer, UnitRef};
use web::{Fields, FormState, Say};

use crate::form::{Column, Form, Forms};
use crate::frozen::differ::ALL;
use crate::periods::{Own, desk as periods};
use crate::report::Ask;

mod beside;
mod dictionary;
mod drawn;
pub mod file;
mod frozen;
mod list;
mod look;
mod open;
mod own;
mod plan;
mod sample;
mod schedule;
mod sent;
mod show;
mod took;

pub use sample::samples;

/// The address.
const PATH: &str = "/can-bo/bao-cao";
/// What is behind one number.
const BEHIND: &str = "/can-bo/bao-cao/phia-sau";
const READ: Access = Access::Act(Act::REPORTS_READ);
const FREEZE: Access = Access::Act(Act::REPORTS_FREEZE);
const EXCHANGE: Access = Access::Act(Act::REPORTS_EXCHANGE);
const PLAN: Access = Access::Act(Act::REPORTS_PLAN);

/// Every route with what it asks of its reader.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/can-bo/bao-cao", READ),
    ("GET", "/can-bo/bao-cao/phia-sau", READ),
    ("GET", "/can-bo/bao-cao/tep/{kind}", READ),
    ("GET", "/can-bo/bao-cao/chi-tieu", READ),
    ("GET", "/can-bo/bao-cao/so-ngay", READ),
    ("GET", "/can-bo/bao-cao/cung-cap", READ),
    ("GET", "/can-bo/bao-cao/chot", FREEZE),
    ("POST", "/can-bo/bao-cao/chot", FREEZE),
    ("GET", "/can-bo/bao-cao/da-chot", READ),
    ("GET", "/can-bo/bao-cao/da-chot/{frozen}", READ),
    ("GET", "/can-bo/bao-cao/da-chot/{frozen}/viec", READ),
    ("GET", "/can-bo/bao-cao/da-chot/{frozen}/tep/{kind}", READ),
    ("GET", "/can-bo/bao-cao/da-chot/{frozen}/tep-ky", EXCHANGE),
    ("GET", "/can-bo/bao-cao/lich-chot", READ),
    ("POST", "/can-bo/bao-cao/lich-chot", FREEZE),
    ("POST", "/can-bo/bao-cao/lich-chot/thoi", FREEZE),
    ("GET", "/can-bo/bao-cao/ky-rieng", READ),
    ("POST", "/can-bo/bao-cao/ky-rieng", PLAN),
    ("POST", "/can-bo/bao-cao/ky-rieng/thoi", PLAN),
    ("GET", "/can-bo/bao-cao/ke-hoach", READ),
    ("POST", "/can-bo/bao-cao/ke-hoach", PLAN),
    ("GET", "/can-bo/bao-cao/den-han", READ),
    ("POST", "/can-bo/bao-cao/den-han", EXCHANGE),
    ("GET", "/can-bo/bao-cao/nhin", READ),
    ("GET", "/du-lieu", Access::Public),
    ("GET", "/du-lieu/dcat.jsonld", Access::Public),
    ("GET", "/du-lieu/dcat.ttl", Access::Public),
    ("GET", "/du-lieu/{dataset}", Access::Public),
    ("GET", "/du-lieu/{dataset}/{file}", Access::Public),
];

/// The forms of this installation and the keys of units below, as all handlers know them.
#[derive(Clone)]
pub struct Known {
    forms: Arc<Forms>,
    keys: Arc<[Verifier]>,
    indicators: Arc<[Indicator]>,
}

impl Known {
    /// Shares forms.
    #[must_use]
    pub fn new(forms: Forms) -> Self {
        Self { forms: Arc::new(forms), keys: Arc::default(), indicators: Arc::default() }
    }

    /// The same with the keys that the operator wrote down.
    #[must_use]
    pub fn with_keys(self, keys: Vec<Verifier>) -> Self {
        Self { keys: keys.into(), ..self }
    }

    /// The same with what subjects declare.
    #[must_use]
    pub fn with_indicators(self, indicators: Vec<Indicator>) -> Self {
        Self { indicators: indicators.into(), ..self }
    }

    /// What subjects declare.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The forms.
    #[must_use]
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// The keys by which reports of units below are known.
    #[must_use]
    pub fn keys(&self) -> &[Verifier] {
        &self.keys
    }
}

/// The handlers of [`ROUTES`]; `site` lays [`Known`] and [`crate::open::Open`] over them.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/can-bo/bao-cao", get(show::show))
        .route("/can-bo/bao-cao/phia-sau", get(list::show))
        .route("/can-bo/bao-cao/tep/{kind}", get(file::send))
        .route("/can-bo/bao-cao/chi-tieu", get(dictionary::show))
        .route("/can-bo/bao-cao/so-ngay", get(took::show))
        .route("/can-bo/bao-cao/cung-cap", get(beside::show))
        .route("/can-bo/bao-cao/chot", get(frozen::freeze::show).post(frozen::freeze::send))
        .route("/can-bo/bao-cao/da-chot", get(frozen::list::show))
        .route("/can-bo/bao-cao/da-chot/{frozen}", get(frozen::one::show))
        .route("/can-bo/bao-cao/da-chot/{frozen}/viec", get(frozen::cell::show))
        .route("/can-bo/bao-cao/da-chot/{frozen}/tep/{kind}", get(frozen::one::file))
        .route("/can-bo/bao-cao/da-chot/{frozen}/tep-ky", get(frozen::one::signed))
        .route("/can-bo/bao-cao/lich-chot", get(schedule::show).post(schedule::begin))
        .route("/can-bo/bao-cao/lich-chot/thoi", post(schedule::end))
        .route("/can-bo/bao-cao/ky-rieng", get(own::show).post(own::define))
        .route("/can-bo/bao-cao/ky-rieng/thoi", post(own::end))
        .route("/can-bo/bao-cao/ke-hoach", get(plan::show).post(plan::send))
        .route("/can-bo/bao-cao/den-han", get(sent::show).post(sent::send))
        .route("/can-bo/bao-cao/nhin", get(look::show))
        .route("/du-lieu", get(open::list::show))
        .route("/du-lieu/dcat.jsonld", get(open::files::as_json_ld))
        .route("/du-lieu/dcat.ttl", get(open::files::as_turtle))
        .route("/du-lieu/{dataset}", get(open::one::show))
        .route("/du-lieu/{dataset}/{file}", get(open::files::send))
}

/// Parts of a year, by their word in addresses.
const PARTS: [(&str, Part); 19] = [
    ("", Part::Year),
    ("Q1", Part::Quarter(1)),
    ("Q2", Part::Quarter(2)),
    ("Q3", Part::Quarter(3)),
    ("Q4", Part::Quarter(4)),
    ("6M", Part::SixMonths),
    ("9M", Part::NineMonths),
    ("01", Part::Month(1)),
    ("02", Part::Month(2)),
    ("03", Part::Month(3)),
    ("04", Part::Month(4)),
    ("05", Part::Month(5)),
    ("06", Part::Month(6)),
    ("07", Part::Month(7)),
    ("08", Part::Month(8)),
    ("09", Part::Month(9)),
    ("10", Part::Month(10)),
    ("11", Part::Month(11)),
    ("12", Part::Month(12)),
];

/// What a reader asks for, read from an address; what is wrong is told beside its field.
struct Wanted {
    form: FormState,
    scope: Scope,
    unit: UnitRef,
    /// `None` when what was asked is no period, or one of before the first rule.
    period: Option<Period>,
    compare: bool,
    /// The periods of organisations' own that can be chosen here.
    own: Vec<Own>,
    /// Which of them was chosen, with its number in the year.
    chosen: Option<(Own, i8)>,
}

impl Wanted {
    async fn read(app: &App, officer: &Officer, query: Fields) -> Result<Self, Failure> {
        let typed = query.get("unit").filter(|unit| !unit.is_empty());
        // A unit of today by its code, or one of before by era and code.
        let before = typed.and_then(|typed| typed.parse::<UnitRef>().ok());
        let asked = if before.is_some() { None } else { typed };
        let mut scope = Scope::of(app, Some(officer), asked)?;
        let gazetteer = Gazetteer::shared();
        let own = gazetteer.current(&scope.unit).map(|unit| unit.id());
        let unit = before.or(own).ok_or_else(|| Refusal::conflict("instance-not-open"))?;
        allow(officer, &scope, unit)?;
        if let Some(ended) = before.filter(|before| Some(*before) != own) {
            offer(&mut scope, ended);
        }
        let mut form = FormState::of(query.clone());
        let today = app.store.clock().today();
        let (year, part) = begin(&query, today);
        form.set("year", year);
        form.set("part", part);
        let own = periods::of(app, &unit.code()).await?;
        let (asked, chosen) = match read_period(&mut form, (&query, &own), today) {
            Some((asked, chosen)) => (Some(asked), chosen.map(|(own, n)| (own.clone(), n))),
            None => (None, None),
        };
        let laws = app.store.laws();
        let period = asked.and_then(|asked| asked.period(laws.now()).ok());
        if asked.is_some() && period.is_none() {
            form.wrong("year", Say::new("rp-before-the-rule"));
        }
        let compare = query.get("year").is_none() || query.get("compare").is_some();
        if compare {
            form.set("compare", "1");
        }
        Ok(Self { form, scope, unit, period, compare, own, chosen })
    }

    /// What is asked of a form.
    fn ask<'a>(&self, form: &'a Form, period: Period, law: &Law) -> Ask<'a> {
        let own = self.chosen.as_ref().and_then(|(own, n)| own.before(self.year()?, *n));
        let before = own.unwrap_or_else(|| period.asked.year_before());
        let compare = Some(before).filter(|before| self.compare && before.period(law).is_ok());
        Ask { form, unit: self.unit, period: period.asked, compare }
    }

    /// The year that was typed.
    fn year(&self) -> Option<i16> {
        self.form.fields().get("year")?.parse().ok()
    }

    /// The form asked for, else the first; those for periods that end on a day.
    fn form_of<'a>(&self, known: &'a Known, until: Date) -> Option<&'a Form> {
        let asked = self.form.fields().get("form").filter(|id| !id.is_empty());
        match asked {
            Some(id) => known.forms().on(id, until),
            None => known.forms().all_on(until).next(),
        }
    }
}

/// Figures of a unit that ended are for those who may read the ones of a unit that it went into.
fn allow(officer: &Officer, scope: &Scope, unit: UnitRef) -> Result<(), Failure> {
    let gazetteer = Gazetteer::shared();
    let own = gazetteer.current(&scope.unit).map(|unit| unit.id());
    let all = scope.choices.iter().map(|(code, _)| code).chain([&scope.unit]);
    let holds = |code: &String| {
        let series = gazetteer.current(code).and_then(|unit| gazetteer.series(unit.id()));
        officer.may(Act::REPORTS_READ, code)
            && series.is_some_and(|one| one.parts.contains(&unit) || one.divided.contains(&unit))
    };
    if Some(unit) == own {
        officer.allow(Act::REPORTS_READ, &scope.unit)?;
        return Ok(());
    }
    match all.into_iter().any(holds) {
        true => Ok(()),
        false => Err(Failure(web::PageError::NotFound)),
    }
}

/// A unit that ended stays chosen in the form, beside those of today.
fn offer(scope: &mut Scope, ended: UnitRef) {
    let gazetteer = Gazetteer::shared();
    let title = |unit: Option<units::Unit<'_>>| unit.map(|unit| unit.title()).unwrap_or_default();
    if scope.choices.is_empty() {
        scope.choices.push((scope.unit.clone(), title(gazetteer.current(&scope.unit))));
    }
    scope.choices.push((ended.to_string(), crate::out::path(ended)));
}

/// Year and part as asked for; else the whole of this year.
fn begin(query: &Fields, today: Date) -> (String, String) {
    match query.get("year") {
        Some(year) => (year.to_owned(), query.typed("part").to_owned()),
        None => (today.year().to_string(), String::new()),
    }
}

/// A period of an organisation's own, with its number in the year.
type Chosen<'a> = Option<(&'a Own, i8)>;

fn read_period<'a>(
    form: &mut FormState,
    (query, own): (&Fields, &'a [Own]),
    today: Date,
) -> Option<(Asked, Chosen<'a>)> {
    if query.get("from").is_some_and(|from| !from.is_empty()) {
        let earliest = Date::constant(1990, 1, 1);
        let latest = Date::constant(today.year() + 1, 12, 31);
        let from = form.date("from", earliest, latest)?;
        let until = form.date("until", from, latest)?;
        return Some((Asked::Days { from, until }, None));
    }
    let last = i64::from(today.year()) + 1;
    let year = form.number("year", 1990..=last)?;
    let year = i16::try_from(year).ok()?;
    let own: Vec<(String, (&Own, i8))> =
        own.iter().flat_map(|one| one.parts().map(move |(word, n)| (word, (one, n)))).collect();
    // Addresses of before name a period without its unit: that is the nearest one of the name.
    let typed = form.fields().typed("part").to_owned();
    let is_short = |(_, (one, n)): &&(String, (&Own, i8))| format!("{}~{n}", one.code()) == typed;
    if !own.iter().any(|(word, _)| *word == typed)
        && let Some((word, _)) = own.iter().find(is_short)
    {
        form.set("part", word);
    }
    let words = PARTS.iter().map(|(word, _)| *word);
    let words: Vec<&str> = words.chain(own.iter().map(|(word, _)| word.as_str())).collect();
    let part = form.maybe_choice("part", &words).unwrap_or_default();
    if let Some((_, (one, n))) = own.iter().find(|(word, _)| word == part) {
        let asked = one.asked(year, *n);
        if asked.is_none() {
            form.wrong("part", Say::new("rp-own-not-then").with("name", one.defined.name.as_str()));
        }
        return Some((asked?, Some((*one, *n))));
    }
    let part = PARTS.iter().find(|(word, _)| *word == part).map_or(Part::Year, |(_, part)| *part);
    let civil = form.maybe_choice("months", &["civil"]).is_some();
    let months = if civil { Months::OfCalendar } else { Months::OfReports };
    (!form.is_wrong()).then_some((Asked::Part { months, year, part }, None))
}

/// The address of a report.
fn address(base: &str, query: &Fields, changed: &[(&str, &str)]) -> String {
    let mut fields = Fields::default();
    let kept = query.pairs().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.for_each(|(name, value)| fields.push(name, value));
    changed.iter().for_each(|(name, value)| fields.push(*name, value));
    format!("{base}?{}", fields.encode())
}

/// Where the matters behind a number are listed: those of a line, and of another period than the
/// report's own when one is named. Nothing is behind nought, nor behind what rules ask for.
fn behind(
    query: &Fields,
    (line, of): (&str, Option<Asked>),
    column: &Column,
    number: i64,
) -> Option<String> {
    let of = of.map(|of| of.to_string()).unwrap_or_default();
    let (id, of) = (column.id.as_str(), of.as_str());
    let changed = [("column", id), ("line", line), ("of", of), ("after", "")];
    (number != 0 && column.has_matters()).then(|| address(BEHIND, query, &changed))
}
