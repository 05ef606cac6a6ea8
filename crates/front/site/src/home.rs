//! `/`: what a person can do here today. On a first start, what the operator does next.

use std::sync::Arc;

use accounts::{Access, Answer, App};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use counts::guard;
use web::{Html, Page};

/// The routes that belong to no subject.
pub const ROUTES: &[crate::slices::Route] = &[
    ("GET", "/", Access::Public),
    ("GET", "/healthz", Access::Public),
    ("GET", "/metrics", Access::Public),
    ("GET", "/api/v1/openapi.json", Access::Public),
    ("GET", "/assets/{hash}/{name}", Access::Public),
    ("GET", "/giao-dien", Access::Public),
    ("POST", "/giao-dien", Access::Public),
    ("GET", "/styleguide", Access::Public),
];

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    page: &'a Page,
    leaf: Html,
    figures: Vec<(String, String)>,
    open: bool,
}

async fn home(State(app): State<Arc<App>>, page: Page) -> Answer {
    let today = app.store.clock().today();
    let page = page.here("/");
    let leaf = page.leaf(today, duties::explain::lunar(&page, today));
    let figures = figures(&app, &page, today).await?;
    let open = app.instance().is_some();
    Ok(page.show(&Home { page: &page, leaf, figures, open }))
}

/// This year's feedback, as sums. Complaints are not among them: each piece of feedback stands on a
/// public list, so that a sum of both would tell how many complaints there are.
async fn figures(
    app: &App,
    page: &Page,
    today: jiff::civil::Date,
) -> Result<Vec<(String, String)>, accounts::Failure> {
    let Some(instance) = app.instance() else { return Ok(Vec::new()) };
    let from = jiff::civil::Date::constant(today.year(), 1, 1);
    let found = counts::of_unit(&app.store, &instance.unit, from, today).await?;
    let sum = |indicator: &str| -> i64 {
        let own = found.iter().filter(|f| f.indicator == indicator && f.kind == "feedback");
        own.map(|f| f.n).sum()
    };
    let laws = app.store.laws();
    let rule = laws.now().rulebook.in_force(guard::CELL, today).and_then(|rule| rule.value);
    let least = i64::from(rule.unwrap_or_default());
    let told = |n: i64| match guard::Mark::alone(n, least).is_shown() {
        true => page.num(n),
        false => page.with("least", page.num(least)).t("od-few"),
    };
    let shown = [
        "petitions.received",
        "petitions.closed_in_time",
        "petitions.closed_late",
        "petitions.solved_yes",
        "petitions.solved_no",
    ];
    Ok(shown
        .into_iter()
        .map(|indicator| {
            let key = counts::indicator::key(indicator);
            (page.t(key).into_owned(), told(sum(indicator)))
        })
        .collect())
}

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/", get(home))
}
