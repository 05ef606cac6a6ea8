//! What holdings mean to views: by which items persons are looked for, and what is over and waits
//! for the end of its time. Made beside each subject's own projection, so that no subject repeats
//! it. That reads the facts of a stream a second time; a subject with many streams, whose
//! projection has made of them already what its holding is made of, adds it itself ([`add`]).

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
            add(&mut projection, &stream.name, &held);
        }
        Ok(projection)
    }

    fn shelf(&self) -> Option<Shelf> {
        self.known.shelf()
    }
}

/// Adds to a projection what its stream holds about persons.
pub fn add(projection: &mut Projection, stream: &str, held: &Held) {
    projection.rows.extend(rows(stream, held));
    projection.people = held.items.iter().filter(|item| item.found).map(|item| item.id).collect();
}

/// The projector of a prefix, watched when its subject holds something about persons and does not
/// say so itself.
pub fn watched(
    (prefix, known): (&'static str, Arc<dyn Projector>),
    holdings: &Holdings,
) -> (&'static str, Arc<dyn Projector>) {
    match holdings.of(prefix).filter(|_| !known.tells_held()) {
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

#[cfg(test)]
mod tests {
    use store::{Fact, StoreError, loose};

    use super::*;

    /// A subject that says itself what it holds, or not.
    struct Subject(bool);

    impl Projector for Subject {
        fn project(&self, _: &Stream, _: &Laws) -> Result<Projection> {
            Ok(Projection::default())
        }

        fn tells_held(&self) -> bool {
            self.0
        }
    }

    fn held(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
        Err(StoreError::inconsistent("journal", &stream.name, "it was read a second time"))
    }

    #[test]
    fn the_facts_of_a_subject_that_tells_itself_are_read_once() {
        let erased = |_: Vec<kernel::Id>, _: &str| Fact::new("note.erased", 1, &());
        let holding = Holding { prefix: "note", held, erased, corrected: None };
        let holdings = Holdings::new(vec![holding]);
        let laws = loose::laws().unwrap();
        let read = |tells| {
            let known: Arc<dyn Projector> = Arc::new(Subject(tells));
            watched(("note", known), &holdings).1.project(&Stream::new("note/x"), &laws)
        };
        assert!(read(true).is_ok());
        assert!(read(false).is_err());
    }
}
