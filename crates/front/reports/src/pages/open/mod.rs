//! `/du-lieu`: open data for everybody: the list, one dataset with its dictionary, its files.

use accounts::App;
use web::Page;

pub(super) mod files;
pub(super) mod list;
pub(super) mod one;
pub(super) mod sample;

/// The list's address.
pub(super) const DATA: &str = "/du-lieu";

/// The address of a dataset.
fn address_of(dataset: &str) -> String {
    format!("{DATA}/{dataset}")
}

/// Below which numbers figures are not told, by each version of the rule.
fn leasts(app: &App) -> Vec<i64> {
    let laws = app.store.laws();
    let versions = laws.now().rulebook.versions(counts::guard::CELL);
    let mut all: Vec<i64> = versions.iter().filter_map(|rule| rule.value.map(i64::from)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn titled(page: Page, title: &str) -> Page {
    let root = page.t("od-title").into_owned();
    page.here(DATA).title(title).crumb(root, DATA).crumb_here(title)
}
