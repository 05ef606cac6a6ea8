//! What holdings mean to views: by which items persons are looked for, and what is over and waits
//! for the end of its time. Made beside each subject's own projection, so that no subject repeats
//! it.

use std::sync::Arc;

use store::{Laws, Projection, Projector, Result, Shelf, Stream, Table, ViewRow, row};

use crate::held::{Held, Holding, Holdings};

/// What is over and still holds something about somebody.
pub static DATA_KEPT: Table =
    Table::rows("data_kept", 2, &["stream", "rule", "unit", "sort", "code", "ended_on"]);

/// A projector whose subject holds something about persons.
struct Watched {
    known: Arc<dyn Projector>,
    holding: Holding,
}

impl Projector for Watched {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let mut projection = self.known.project(stream, laws)?;
        if let Some(held) = (self.holding.held)(stream, laws)? {
            projection.rows.extend(rows(&stream.name, &held));
            projection.people = held.items.iter().filter(|i| i.found).map(|i| i.id).collect();
        }
        Ok(projection)
    }

    fn shelf(&self) -> Option<Shelf> {
        self.known.shelf()
    }
}

/// The projector of a prefix, watched when its subject holds something about persons.
pub fn watched(
    (prefix, known): (&'static str, Arc<dyn Projector>),
    holdings: &Holdings,
) -> (&'static str, Arc<dyn Projector>) {
    match holdings.of(prefix) {
        Some(holding) => (prefix, Arc::new(Watched { known, holding: *holding })),
        None => (prefix, known),
    }
}

fn rows(stream: &str, held: &Held) -> Vec<ViewRow> {
    let Some(ended_on) = held.ended_on else { return Vec::new() };
    let mut rules: Vec<&str> = held.items.iter().filter_map(|item| item.goes).collect();
    rules.sort_unstable();
    rules.dedup();
    let row = |rule: &str| {
        let (unit, code) = (held.unit.as_str(), held.code.as_str());
        ViewRow::new(&DATA_KEPT, row![stream, rule, unit, held.sort, code, ended_on])
    };
    rules.into_iter().map(row).collect()
}
