//! Units that an operator adds under a unit of the gazetteer: villages, offices, organisations,
//! enterprises. The gazetteer is the State's and is data; these are facts of this installation.
//!
//! ```text
//!   added ──► renamed ──► renamed … ──► ended, with the units that came after it
//! ```
//!
//! # Invariants
//! - A code (`20836-01`) is given once, by the program, and never again: what names it, such as a
//!   petition of ten years ago, still finds its name.
//! - Nothing is removed: what is no more has a day on which it ended.
//! - Among units of a kind under one parent, no two bear a name at the same time that reads alike
//!   without marks.
//! - Names of units are public, so they stand in the facts. A person's name never does.

use std::sync::Arc;

use ::store::{Migration, Projector, Table};

pub mod acts;
pub mod facts;
pub mod store;
pub mod unit;

pub use self::store::{name, names, of, one, places, statements, under};
pub use acts::{ActError, NewUnits, add, end, rename};
pub use facts::{KINDS, LOCAL_UNITS};
pub use unit::{Kind, LocalUnit, MOST_AT_ONCE, MOST_NAME, NoSuchKind, inside};

/// The schema.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "units-1", sql: include_str!("../../migrations/1.sql") }];

/// The views.
pub static TABLES: &[&Table] = &[&LOCAL_UNITS];

/// Who knows the facts, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![("unit", Arc::new(facts::LocalUnits))]
}
