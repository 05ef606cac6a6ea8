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
//! - A unit that was divided is in nobody's total: its figures stand beside.
//! - The same question over the same journal gives the same bytes.

pub mod form;
pub mod frozen;
pub mod narrative;
pub mod out;
pub mod pages;
pub mod report;
pub mod shares;
pub mod trend;

use std::sync::Arc;

pub use form::{Form, FormError, Forms};
pub use report::{Ask, Number, Report, make};

/// Who knows the facts of frozen reports, by stream prefix.
#[must_use]
pub fn projectors() -> Vec<(&'static str, Arc<dyn store::Projector>)> {
    vec![("report", Arc::new(frozen::meaning::Reports))]
}
