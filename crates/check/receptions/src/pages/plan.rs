//! `/can-bo/tiep-dan/lap-lich`: receptions are put into the calendar, one or a row of them.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use calendar::{Calendar, CalendarKind};
use duties::explain::rule_words;
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::{FormState, Page, Posted, Say};

use super::office::dress;
use super::{OFFICE, choices};
use crate::desk::{self, MOST_DAYS, Plan};
use crate::kind::{Form, Host, Sort};

/// Sort and host as one choice: the day-to-day reception is the office's, the others a head's.
const WHO: &[&str] = &["regular-office", "head-chair", "head-party", "adhoc-chair", "adhoc-party"];

#[derive(Template)]
#[template(path = "plan.html")]
pub(super) struct PlanPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    /// When an ad hoc reception is one.
    pub adhoc: String,
}

impl PlanPage<'_> {
    fn who(&self) -> Vec<(String, String)> {
        choices(self.page, "td-who", WHO)
    }

    fn days(&self) -> web::Choice {
        let (page, f) = (self.page, self.page.form(self.form));
        let boxes = f.boxes("weekday", page.t("td-weekdays")).hint(page.t("td-weekdays-hint"));
        (1..=7).fold(boxes.in_a_row(), |boxes, n: i8| {
            boxes.option(n, kernel::text::capital(&page.weekday_name(n)))
        })
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("td-title").into_owned(), page.t("td-plan").into_owned());
    dress(page).titled("td-plan").crumb(list, OFFICE).crumb_here(here).redisplay(form)
}

/// What a new form begins with.
pub(super) fn beforehand(scope: &Scope) -> FormState {
    FormState::new()
        .with("unit", &scope.unit)
        .with("who", WHO[1])
        .with("form", Form::Onsite.word())
        .with("from", "08:00")
        .with("until", "11:30")
}

fn answer(app: &App, page: Page, form: &FormState, scope: &Scope) -> Answer {
    let today = app.store.clock().today();
    let adhoc = rule_words(&page, app.store.laws().now(), "TD.adhoc", today).unwrap_or_default();
    let page = titled(page, form);
    Ok(page.show(&PlanPage { page: &page, form, scope, adhoc }))
}

/// `GET /can-bo/tiep-dan/lap-lich?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::RECEPTIONS_PLAN, page.query().get("unit"))?;
    answer(&app, page, &beforehand(&scope), &scope)
}

/// `POST /can-bo/tiep-dan/lap-lich`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let scope = Scope::allowed(&app, &officer, Act::RECEPTIONS_PLAN, form.fields().get("unit"))?;
    let laws = app.store.laws();
    let today = app.store.clock().today();
    if let Some(plan) = read(&mut form, &scope, &laws.now().calendar, today) {
        match desk::plan(&app.store, &officer.actor(), &plan).await {
            Ok(_) => {
                let first = plan.days.first().copied().unwrap_or(today);
                let month = super::month::name(first);
                let path = format!("{OFFICE}?unit={}&month={month}", scope.unit);
                return Ok(Redirect::to(&path).into_response());
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    answer(&app, page, &form, &scope)
}

fn read(form: &mut FormState, scope: &Scope, calendar: &Calendar, today: Date) -> Option<Plan> {
    let who = form.choice("who", WHO);
    let how = form.choice("form", Form::WORDS).and_then(Form::read);
    // The past may be entered: an office that begins with this program has a calendar already.
    let earliest = today.saturating_sub((MOST_DAYS as i64).days());
    let latest = today.saturating_add((MOST_DAYS as i64).days());
    let on = form.date("on", earliest, latest);
    let last = form.maybe_date("last", earliest, latest);
    let from = form.clock("from");
    let until = form.clock("until");
    let place = form.text("place", 300).unwrap_or_default();
    let chosen: Vec<i8> = form.fields().all("weekday").filter_map(|day| day.parse().ok()).collect();
    let days = days(form, on?, last, &chosen, calendar);
    if form.is_wrong() {
        return None;
    }
    let (sort, host) = who?.split_once('-')?;
    let (sort, host) = (Sort::read(sort)?, Host::read(host)?);
    let (from, until, form) = (from?, until?, how?);
    Some(Plan { unit: scope.unit.clone(), sort, host, form, days, from, until, place })
}

/// The days of a row: the chosen weekdays from the first to the last day, days off left out; one
/// day alone when there is no last. A single day may be a day off: somebody said so.
fn days(
    form: &mut FormState,
    on: Date,
    last: Option<Date>,
    chosen: &[i8],
    calendar: &Calendar,
) -> Vec<Date> {
    let Some(last) = last else { return vec![on] };
    if last < on {
        form.wrong("last", Say::new("td-last-before"));
        return Vec::new();
    }
    let wanted = |day: &Date| {
        let weekday = day.weekday().to_monday_one_offset();
        chosen.is_empty() && day.weekday() == on.weekday() || chosen.contains(&weekday)
    };
    let all = on.series(1.day()).take_while(|day| *day <= last);
    let days: Vec<Date> =
        all.filter(|day| wanted(day) && calendar.is_working(*day, CalendarKind::Office)).collect();
    if days.is_empty() {
        form.wrong("weekday", Say::new("td-no-days"));
    }
    days
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rulebook::Law;

    use super::*;

    #[test]
    fn a_row_leaves_days_off_out_and_a_single_day_is_taken_as_it_is() {
        let law = Law::embedded().unwrap();
        let row =
            |on, last, chosen: &[i8]| days(&mut FormState::new(), on, last, chosen, &law.calendar);
        // The Tuesdays of February 2026: the 17th is the first day of Tết.
        let tuesdays = row(date(2026, 2, 3), Some(date(2026, 2, 28)), &[]);
        assert_eq!(tuesdays, [date(2026, 2, 3), date(2026, 2, 10), date(2026, 2, 24)]);
        assert_eq!(row(date(2026, 2, 17), None, &[]), [date(2026, 2, 17)]);
        let two = row(date(2026, 3, 2), Some(date(2026, 3, 8)), &[2, 4]);
        assert_eq!(two, [date(2026, 3, 3), date(2026, 3, 5)]);
        let mut form = FormState::new();
        assert!(
            days(&mut form, date(2026, 3, 2), Some(date(2026, 3, 1)), &[], &law.calendar)
                .is_empty()
        );
        assert!(form.fault("last").is_some());
    }
}
