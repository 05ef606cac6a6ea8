//! The outline of a unit's ground, so that a form can offer a map without asking another server
//! for one. An operator brings it as a GeoJSON file; it is made coarse enough for a telephone.
//!
//! It draws a place and proves no border: what lies a little outside is taken too.

use std::sync::Arc;

use ::store::{Change, CommitError, Migration, Projector, Store, Stream, Table};
use kernel::Actor;

pub mod facts;
pub mod frame;
mod geojson;
pub mod store;

pub use self::facts::{KINDS, OUTLINES};
pub use self::frame::{Frame, Outline, Place};
pub use self::geojson::{NotAnOutline, read};
pub use self::store::{of, of_all, statements};
use crate::Gazetteer;

/// The schema.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "units-outlines", sql: include_str!("../../migrations/outlines.sql") }];

/// The views.
pub static TABLES: &[&Table] = &[&OUTLINES];

/// Who knows the facts, by stream prefix.
pub fn projectors() -> Vec<(&'static str, Arc<dyn Projector>)> {
    vec![("outline", Arc::new(facts::Outlines))]
}

/// Why an outline was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum OutlineError {
    /// There is no such unit today.
    #[error("there is no unit {0} today")]
    NoUnit(String),
    /// Somebody else was first, or the database does not answer.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Records a unit's outline; a later one takes the place of an earlier one.
///
/// # Errors
/// When there is no such unit, or nothing could be recorded.
pub async fn draw(
    store: &Store,
    actor: &Actor,
    unit: &str,
    outline: &Outline,
) -> Result<(), OutlineError> {
    if Gazetteer::shared().current(unit).is_none() {
        return Err(OutlineError::NoUnit(unit.to_owned()));
    }
    let stream = store.stream(&format!("outline/{unit}")).await.map_err(CommitError::from)?;
    let (unit, rings) = (unit.to_owned(), outline.rings.clone());
    let event = facts::Event::Outlined { unit, rings, on: store.clock().today() };
    let name = stream.name.clone();
    let stream = if stream.records.is_empty() { Stream::new(name) } else { stream };
    store.commit(actor, vec![Change::new(stream, vec![event.to_fact()])]).await?;
    Ok(())
}
