//! `/can-bo/bao-cao/ke-hoach`: the plan of a unit for a year, column by column, and what was
//! planned before, by whom and when. Only targets are typed here, never a result.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::Extension;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use counts::Period;
use kernel::Id;
use units::Gazetteer;
use web::{Fields, FormState, Page, PageError, Posted};

use super::{Known, PATH as ROOT, Wanted, address};
use crate::form::{Column, Form};
use crate::plan::{Course, Of, desk};

pub(super) mod sample;
mod view;

/// The address.
const PATH: &str = "/can-bo/bao-cao/ke-hoach";

/// What the fields are called by which a plan is chosen.
const ASKED: [&str; 3] = ["form", "unit", "year"];

fn asked(fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    let known = fields.pairs().filter(|(name, _)| ASKED.contains(name));
    known.for_each(|(name, value)| kept.push(name, value));
    kept
}

/// Where the plan is that a report is held against: the one of the year of its days, whatever year
/// stands in its form; of that year where its days lie in two.
pub(super) fn address_of(query: &Fields, period: Option<Period>) -> String {
    let year = period.and_then(|period| desk::year_of(period.asked)).map(|year| year.to_string());
    let changed: Vec<(&str, &str)> = year.iter().map(|year| ("year", year.as_str())).collect();
    address(PATH, &asked(query), &changed)
}

/// What the field of a column is called.
fn field(column: &Column) -> String {
    format!("cot-{}", column.id)
}

/// The columns that can have a plan: those that add up over the days of a year.
fn columns(form: &Form) -> impl Iterator<Item = &Column> {
    form.columns.iter().filter(|column| column.is_sum())
}

/// What is looked at.
struct Looked<'a> {
    wanted: Wanted,
    form: &'a Form,
    year: i16,
    course: Course,
}

impl<'a> Looked<'a> {
    async fn read(
        app: &App,
        officer: &Officer,
        (query, known): (Fields, &'a Known),
    ) -> Result<Self, Failure> {
        Self::of_wanted(app, Wanted::read(app, officer, query).await?, known).await
    }

    async fn of_wanted(app: &App, mut wanted: Wanted, known: &'a Known) -> Result<Self, Failure> {
        let not_found = || Failure(PageError::NotFound);
        let own = Gazetteer::shared().current(&wanted.unit.code()).map(|unit| unit.id());
        let period = wanted.period.filter(|_| own == Some(wanted.unit));
        let period = period.ok_or_else(not_found)?;
        let form = wanted.form_of(known, period.until).ok_or_else(not_found)?;
        let year = desk::year_of(period.asked).ok_or_else(not_found)?;
        wanted.form.set("form", &form.id);
        let of = Of { unit: wanted.unit, year, form: &form.id };
        let course = desk::read(&app.store, of).await?;
        Ok(Self { wanted, form, year, course })
    }

    fn of(&self) -> Of<'a> {
        Of { unit: self.wanted.unit, year: self.year, form: &self.form.id }
    }

    /// What names the plan, for its form and its address.
    fn named(&self) -> Fields {
        let mut named = Fields::default();
        named.push("form", &self.form.id);
        named.push("unit", self.wanted.unit.code());
        named.push("year", self.year.to_string());
        named
    }

    /// The targets that hold, in their fields.
    fn filled(&self) -> FormState {
        let targets = self.course.targets();
        let mut form = FormState::new();
        for column in columns(self.form) {
            if let Some(target) = targets.get(&column.id) {
                form.set(&field(column), target);
            }
        }
        form
    }
}

pub(super) fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rp-plan").into_owned());
    page.office().here(ROOT).title(&here).crumb(root, ROOT).crumb_here(here)
}

/// `GET /can-bo/bao-cao/ke-hoach?form=…&unit=…&year=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let wanted = Wanted::read(&app, &officer, asked(&page.query())).await?;
    if wanted.form.is_wrong() {
        // A slip in the year: what is wrong stands beside it, and what was typed stays.
        let forms = super::show::forms(&page, &known, app.store.clock().today());
        let page = titled(page).redisplay(&wanted.form);
        let none = FormState::new();
        return Ok(page.show(&view::unread(&page, &wanted, (forms, &none))));
    }
    let looked = Looked::of_wanted(&app, wanted, &known).await?;
    let values = looked.filled();
    draw((&app, &known, &officer), page, &looked, (&values, false)).await
}

/// `POST /can-bo/bao-cao/ke-hoach`: a target for each column; an emptied field takes one back.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_PLAN)?;
    let Posted { page, mut form } = posted;
    let looked = Looked::read(&app, &officer, (asked(form.fields()), &known)).await?;
    officer.allow(Act::REPORTS_PLAN, &looked.wanted.unit.code())?;
    let targets = typed(&mut form, looked.form);
    if form.is_wrong() {
        return draw((&app, &known, &officer), page, &looked, (&form, false)).await;
    }
    let seen = form.seen(0);
    match desk::set(&app.store, &officer.actor(), looked.of(), (&targets, seen)).await {
        Ok(()) => {
            let to = address(PATH, &looked.named(), &[("ghi", "1")]);
            Ok(Redirect::to(&to).into_response())
        }
        Err(failure) if failure.is_of_another() => {
            overtaken((&app, &known, &officer), page, (form, seen)).await
        }
        Err(failure) => Err(failure),
    }
}

/// A colleague was first: what was typed stays in its field. A field that was left as it stood at
/// `seen` facts shows what holds now, so that sending again takes back nothing of theirs unseen.
async fn overtaken(
    (app, known, officer): (&App, &Known, &Officer),
    page: Page,
    (mut form, seen): (FormState, i64),
) -> Answer {
    let looked = Looked::read(app, officer, (asked(form.fields()), known)).await?;
    let before = looked.course.targets_at(usize::try_from(seen).unwrap_or_default());
    let holds = looked.course.targets();
    let sent: BTreeMap<String, Option<i64>> = typed(&mut form, looked.form).into_iter().collect();
    for column in columns(looked.form) {
        if sent.get(&column.id) == Some(&before.get(&column.id).copied()) {
            let now = holds.get(&column.id).map(i64::to_string).unwrap_or_default();
            form.set(&field(column), now);
        }
    }
    let page = page.status(StatusCode::CONFLICT);
    draw((app, known, officer), page, &looked, (&form, true)).await
}

/// The targets that came; a column whose field did not come is left as it was.
fn typed(form: &mut FormState, of: &Form) -> Vec<(String, Option<i64>)> {
    let mut all = Vec::new();
    for column in columns(of) {
        let name = field(column);
        let came = form.fields().all(&name).next().is_some();
        let blank = form.fields().get(&name).is_none();
        let target = if blank { None } else { form.number(&name, 1..=desk::MOST) };
        if came && (blank || target.is_some()) {
            all.push((column.id.clone(), target));
        }
    }
    all
}

async fn draw(
    (app, known, officer): (&App, &Known, &Officer),
    page: Page,
    looked: &Looked<'_>,
    (values, overtaken): (&FormState, bool),
) -> Answer {
    let ids: Vec<Id> = looked.course.0.iter().filter_map(|said| said.by.account()).collect();
    let names = app.names(&ids).await?;
    let forms = super::show::forms(&page, known, app.store.clock().today());
    let may = officer.may(Act::REPORTS_PLAN, &looked.wanted.unit.code());
    let page = titled(page).redisplay(values);
    Ok(page.show(&view::page_of(&page, looked, (forms, names), (values, may, overtaken))))
}

/// The names of those who planned, by account.
type Names = HashMap<Id, String>;
