//! Reports: any form, for any unit and any period, beside another period; each number opens what
//! is behind it, and none can be typed in.
//!
//! ```text
//! form (data) + unit + period ─► codes of the unit's series ─► sums of the cube
//!         ─► lines, total ─► sentences · page · PDF · DOCX · XLSX · CSV · JSON
//! ```
//!
//! # Invariants
//! - A number is a sum over `counts`; what is kept of one is a frozen report, as facts.
//! - A frozen report never changes; a later correction shows as a difference beside it.
//! - The lines of a report add up to its total.
//! - A nought that was not counted is not shown as if it were.
//! - A plan is a target: it stands beside a result, and is in no sum.
//! - A unit that was divided is in nobody's total: its figures stand beside.
//! - The same question over the same journal gives the same bytes.
//! - What is published goes through the guard, and what was published never changes.
//! - A report of a unit below is believed only as its own key signed it.

pub mod caveats;
pub mod form;
pub mod frozen;
pub mod html;
pub mod lineage;
pub mod look;
pub mod narrative;
pub mod open;
pub mod out;
pub mod pages;
pub mod periods;
pub mod plan;
pub mod report;
pub mod schedule;
pub mod sent;
pub mod shares;
pub mod trend;

use std::sync::Arc;

use store::{Migration, Projector, Table};

pub use form::{Form, FormError, Forms};
pub use report::{Ask, Number, Report, make};

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "reports-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "reports-2", sql: include_str!("../migrations/2.sql") },
    Migration { name: "reports-3", sql: include_str!("../migrations/3.sql") },
    Migration { name: "reports-4", sql: include_str!("../migrations/4.sql") },
];

/// The slice's views.
pub static TABLES: &[&Table] = &[
    &frozen::meaning::FROZEN,
    &open::meaning::ISSUED,
    &sent::meaning::RECEIVED,
    &schedule::meaning::SCHEDULES,
    &periods::meaning::PERIODS,
];

/// Every kind of fact that the slice writes.
#[must_use]
pub fn facts() -> Vec<&'static str> {
    let kept = [frozen::facts::KINDS, open::facts::KINDS, sent::facts::KINDS].concat();
    [kept.as_slice(), plan::facts::KINDS, schedule::facts::KINDS, periods::facts::KINDS].concat()
}

/// Samples of all statements, for the test that prepares them.
#[must_use]
pub fn statements() -> Vec<String> {
    let kept = [frozen::store::statements(), open::store::statements(), sent::store::statements()];
    [kept.concat(), schedule::store::statements(), periods::store::statements()].concat()
}

/// Who knows the facts of reports, by stream prefix.
#[must_use]
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![
        ("report", Arc::new(frozen::meaning::Reports)),
        ("dataset", Arc::new(open::meaning::Datasets)),
        ("roll_up", Arc::new(sent::meaning::RollUps)),
        ("plan", Arc::new(plan::meaning::Plans)),
        ("schedule", Arc::new(schedule::meaning::Schedules)),
        ("period", Arc::new(periods::meaning::Periods)),
    ]
}
