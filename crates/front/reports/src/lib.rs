//! Reports: any form, for any unit and any period, beside another period; each number opens what
//! is behind it, and none can be typed in.
//!
//! ```text
//! form (data) + unit + period ─► codes of the unit's series ─► sums of the cube ─► lines, total
//!                                                                      └► sentences · page · PDF · XLSX
//! ```
//!
//! # Invariants
//! - A number is a sum over `counts`; this crate writes nothing and keeps nothing.
//! - The lines of a report add up to its total.
//! - A unit that was divided is in nobody's total: its figures stand beside.
//! - The same question over the same journal gives the same bytes.

pub mod form;
pub mod narrative;
pub mod out;
pub mod pages;
pub mod report;
pub mod trend;

pub use form::{Form, FormError, Forms};
pub use report::{Ask, Number, Report, make};
