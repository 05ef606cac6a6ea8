//! `/tinh-han`: anybody works out a deadline and sees each day; `/api/v1/due` for programs.

use std::sync::Arc;

use accounts::{Answer, App};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use calendar::CalendarKind;
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::json::DueAnswer;
use rulebook::{Deadline, Law, RuleError, Unit};
use serde::Deserialize;
use web::{FormState, Html, Page};

use crate::explain;

#[derive(Template)]
#[template(path = "calculator.html")]
struct Calculator<'a> {
    page: &'a Page,
    form: &'a FormState,
    rules: &'a [(String, String)],
    calendars: &'a [(String, String)],
    answer: Option<Explained>,
}

/// A deadline ready to be shown.
struct Explained {
    due: Html,
    warning: Html,
    days: Html,
    list: Vec<String>,
}

/// `GET /tinh-han?rule=KN.res1&event=16/03/2026&calendar=office`
pub(crate) async fn show(State(app): State<Arc<App>>, page: Page) -> Answer {
    let law = app.store.laws().now().clone();
    let today = app.store.clock().today();
    let mut form = FormState::of(page.query());
    let asked = form.fields().get("rule").is_some();
    let mut answer = None;
    if asked {
        answer = work_out(&page, &law, &mut form);
    } else {
        form = form.with("event", page.date(today)).with("calendar", "office");
    }
    let calendars = [
        ("office".to_owned(), page.t("duties-calendar-office").into_owned()),
        ("statutory".to_owned(), page.t("duties-calendar-statutory").into_owned()),
    ];
    let rules = choices(&page, &law, today);
    let here = page.t("duties-calculator").into_owned();
    let page = page.titled("duties-calculator").crumb_here(here).here("/tinh-han");
    let page = page.redisplay(&form);
    let shown =
        Calculator { page: &page, form: &form, rules: &rules, calendars: &calendars, answer };
    Ok(page.show(&shown))
}

/// The rules that give a date, by their sentence.
fn choices(page: &Page, law: &Law, today: Date) -> Vec<(String, String)> {
    let lang = explain::lang(page);
    let terms = law.rulebook.rules().filter(|rule| {
        matches!(rule.unit, Unit::CalendarDays | Unit::WorkingDays)
            && rule.value.is_some()
            && rule.valid_to.is_none_or(|to| to >= today)
    });
    let mut all: Vec<(String, String)> = terms
        .map(|rule| (rule.id.clone(), format!("{} ({})", rule.sentence(None, lang), rule.id)))
        .collect();
    all.dedup_by(|a, b| a.0 == b.0);
    all
}

fn work_out(page: &Page, law: &Law, form: &mut FormState) -> Option<Explained> {
    let event = form.date("event", Date::constant(1990, 1, 1), Date::constant(2099, 12, 31));
    let kind = match form.fields().get("calendar") {
        Some("statutory") => CalendarKind::Statutory,
        _ => CalendarKind::Office,
    };
    let rule = form.required("rule", 40)?;
    match law.due(&rule, event?, kind) {
        Ok(deadline) => Some(explained(page, law, &deadline)),
        Err(error) => {
            form.refuse(&refusal(&error));
            None
        }
    }
}

fn explained(page: &Page, law: &Law, deadline: &Deadline) -> Explained {
    let lang = explain::lang(page);
    let label = page.t("duties-last-day").into_owned();
    Explained {
        due: explain::block(page, law, deadline, label, None, None),
        warning: explain::warning(page, deadline),
        days: explain::days(page, deadline),
        list: deadline
            .explanation
            .days
            .iter()
            .map(|day| format!("{}: {}", page.date(day.date), day.sentence(lang)))
            .collect(),
    }
}

/// A rule error in the reader's words.
fn refusal(error: &RuleError) -> Refusal {
    match error {
        RuleError::NotInForce { id, on } => Refusal::invalid("event", "rule-not-in-force")
            .with("rule", id)
            .with("on", on.strftime("%d/%m/%Y")),
        RuleError::NotATerm { id, .. } => {
            Refusal::invalid("rule", "rule-not-a-term").with("rule", id)
        }
        RuleError::TooLong(_) => Refusal::invalid("event", "rule-too-long"),
        other => Refusal::invalid("rule", "rule-unknown").with("rule", other),
    }
}

/// The query of `GET /api/v1/due`.
#[derive(Deserialize)]
pub(crate) struct Asked {
    rule: String,
    event: String,
    #[serde(default)]
    calendar: Option<String>,
}

/// Works out a deadline
///
/// Explained day by day: which days count, and why the others do not.
#[utoipa::path(
    get,
    path = "/api/v1/due",
    tag = "law",
    params(
        ("rule" = String, Query, description = "The rule's id", example = "KN.res1"),
        ("event" = String, Query, description = "The day that starts the clock",
            example = "2026-03-16"),
        ("calendar" = Option<String>, Query, description = "`office` (default) or `statutory`"),
    ),
    responses(
        (status = 200, description = "The last day, and every day on the way"),
        (status = 400, description = "A rule or a day is missing",
            content_type = "application/problem+json"),
        (status = 422, description = "No such rule or day",
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn api(
    State(app): State<Arc<App>>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Answer {
    let Query(asked) = asked.map_err(|_| web::PageError::Unreadable)?;
    let event: Date = asked
        .event
        .parse()
        .map_err(|_| Refusal::invalid("event", "rule-event").with("event", &asked.event))?;
    let kind = match asked.calendar.as_deref() {
        None | Some("" | "office") => CalendarKind::Office,
        Some("statutory") => CalendarKind::Statutory,
        Some(_) => return Err(Refusal::invalid("calendar", "rule-calendar").into()),
    };
    let law = app.store.laws().now().clone();
    let deadline = law.due(&asked.rule, event, kind).map_err(|error| refusal(&error))?;
    Ok(Json(DueAnswer::new(&law.rulebook, &deadline)).into_response())
}

/// Its part of the OpenAPI document.
#[derive(utoipa::OpenApi)]
#[openapi(paths(api))]
pub struct Document;
