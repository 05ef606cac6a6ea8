//! The one list of slices, by hand, and what follows from it. What each of them declares stands in
//! `slices/subjects.rs` and `slices/house.rs`.

use std::sync::Arc;

use accounts::{Access, Agenda, App, Owing, Wants};
use axum::Router;
use counts::Indicator;
use ledger::Logged;
use privacy::Holding;
use store::{Engine, Migration, Projector, Schema, Table};
use web::styleguide::Sample;
use web::{Lang, Page};

/// A route and who may use it.
pub type Route = (&'static str, &'static str, Access);

/// Who knows the facts of streams with a prefix.
pub type Projectors = Vec<(&'static str, Arc<dyn Projector>)>;

/// What a subject declares to the house; a plain value.
pub struct Slice {
    /// Its crate's name.
    pub name: &'static str,
    /// Its schema.
    pub migrations: &'static [Migration],
    /// Its views.
    pub tables: &'static [&'static Table],
    /// What its facts mean, by stream prefix.
    pub projectors: fn() -> Projectors,
    /// Samples of all its statements, for the test that prepares them.
    pub statements: fn(Engine) -> Vec<String>,
    /// Its routes with the permission of each.
    pub routes: fn() -> Vec<Route>,
    /// The handlers of those routes.
    pub router: fn() -> Router<Arc<App>>,
    /// Every kind of fact that it writes.
    pub facts: fn() -> Vec<&'static str>,
    /// Its matters that owe something: who may learn of it, and where they are opened.
    pub owing: &'static [Owing],
    /// What its rules ask of a unit by themselves, without a matter behind it.
    pub wants: Option<Wants>,
    /// Its facts that the public log takes.
    pub logged: &'static [Logged],
    /// What it holds about persons, and how it lets go of it.
    pub holdings: &'static [Holding],
    /// What it has on the days of a unit, for everybody.
    pub agenda: Option<Agenda>,
    /// What its facts count for in the statistics.
    pub counts: &'static [Indicator],
    /// Samples of its pages, which readers of screens and checkers look at.
    pub samples: fn(&Page) -> Vec<Sample>,
    /// Its words in both languages.
    pub words: &'static [(Lang, &'static str)],
}

/// Every slice, in the order of their tiers.
pub fn slices() -> Vec<Slice> {
    vec![
        house::ground(),
        house::units(),
        house::accounts(),
        house::duties(),
        house::counts(),
        house::ledger(),
        house::notices(),
        house::privacy(),
        subjects::petitions(),
        subjects::denunciations(),
        subjects::receptions(),
        subjects::villages(),
        subjects::meetings(),
        subjects::conferences(),
        subjects::grassroots(),
        house::reports(),
    ]
}

/// Every indicator of every slice.
pub fn indicators() -> Vec<Indicator> {
    slices().iter().flat_map(|slice| slice.counts).copied().collect()
}

/// What all slices hold about persons.
pub fn holdings() -> privacy::Holdings {
    let all = slices().iter().flat_map(|slice| slice.holdings).copied().collect();
    privacy::Holdings::new(all).followed(meetings::holdings::follow)
}

/// Samples of all pages, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    slices().iter().flat_map(|slice| (slice.samples)(page)).collect()
}

/// The schema of all slices together.
pub fn schema() -> Schema {
    let (all, holdings) = (slices(), holdings());
    let watched = |one| privacy::watched(traced(one), &holdings);
    Schema {
        migrations: all.iter().flat_map(|slice| slice.migrations).copied().collect(),
        tables: all.iter().flat_map(|slice| slice.tables).copied().collect(),
        projectors: all.iter().flat_map(|slice| (slice.projectors)()).map(watched).collect(),
        law_sensitive: Some(duties::LAW_SENSITIVE),
    }
}

/// Every matter that is counted can be listed behind its number.
fn traced(
    (prefix, known): (&'static str, Arc<dyn Projector>),
) -> (&'static str, Arc<dyn Projector>) {
    (prefix, Arc::new(counts::behind::Traced(known)))
}

/// Screen words of these files, in both languages.
macro_rules! words {
    ($($name:literal),* $(,)?) => {
        &[$(
            (web::Lang::Vi, include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"), "/../../../locales/vi/", $name, ".ftl"
            ))),
            (web::Lang::En, include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"), "/../../../locales/en/", $name, ".ftl"
            ))),
        )*]
    };
}

// After the macro that they use.
mod house;
mod subjects;

/// What a slice declares that says nothing of it.
const NOTHING: Slice = Slice {
    name: "",
    migrations: &[],
    tables: &[],
    projectors: Vec::new,
    statements: |_| Vec::new(),
    routes: Vec::new,
    router: Router::new,
    facts: Vec::new,
    owing: &[],
    wants: None,
    logged: &[],
    holdings: &[],
    agenda: None,
    counts: &[],
    samples: |_| Vec::new(),
    words: &[],
};
