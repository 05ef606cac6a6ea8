//! `/can-bo/bao-cao/nhin`: one figure to look at: two years of months, the units below beside each
//! other, and as tiles of a map. Every drawing stands beside its numbers.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::Extension;
use axum::extract::State as Shared;
use web::Page;

use super::{Known, PATH as ROOT, Wanted};
use crate::look;

pub(super) mod sample;
mod view;

/// The address.
pub(super) const PATH: &str = "/can-bo/bao-cao/nhin";

fn titled(page: Page) -> Page {
    let (root, here) = (page.t("rp-title").into_owned(), page.t("rl-title").into_owned());
    page.office().here(ROOT).title(&here).crumb(root, ROOT).crumb_here(here)
}

/// `GET /can-bo/bao-cao/nhin?form=…&unit=…&show=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let today = app.store.clock().today();
    let query = page.query().without("year").without("part").without("from");
    let wanted = Wanted::read(&app, &officer, query).await?;
    let page = titled(page);
    let form = wanted.form_of(&known, today);
    let asked = wanted.form.fields().get("show");
    let column = form.and_then(|form| {
        // What stands open, and what rules ask for, does not add up over months.
        let mut sums = form.columns.iter().filter(|column| column.is_sum());
        let chosen = sums.clone().find(|column| asked == Some(column.id.as_str()));
        chosen.or(sums.next())
    });
    let laws = app.store.laws();
    let looked = match form.zip(column) {
        Some(of) => Some(look::make(&app.store, laws.now(), of, wanted.unit).await),
        None => None,
    };
    let looked = looked.transpose().map_err(Failure::bug)?;
    let forms = super::show::forms(&page, &known, today);
    let chosen = (&wanted.form, &wanted.scope, forms);
    let drawn = form.zip(column).zip(looked.as_ref());
    Ok(page.show(&view::page_of(&page, chosen, wanted.unit, drawn)))
}
