//! What can happen to a unit that an operator added, and the view that follows from it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Fact, Laws, Projection, Projector, Record, Result, Stream, Table, ViewRow, row};

use super::unit::{Kind, LocalUnit};

/// An operator added it.
pub const ADDED: &str = "unit.added";
/// It bears another name.
pub const RENAMED: &str = "unit.renamed";
/// It is no more.
pub const ENDED: &str = "unit.ended";

/// Every kind of fact, for the documents and the test of round trips.
pub const KINDS: &[&str] = &[ADDED, RENAMED, ENDED];

/// Something that happened to a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// [`ADDED`].
    Added {
        /// The parent's code, a hyphen, a number.
        code: String,
        /// What sort it is.
        kind: Kind,
        /// What it is called; public.
        name: String,
        /// The unit of the gazetteer that it stands under.
        parent: String,
        /// Its first day.
        from: Date,
    },
    /// [`RENAMED`].
    Renamed {
        /// What it is called now.
        name: String,
        /// Since which day.
        from: Date,
    },
    /// [`ENDED`].
    Ended {
        /// The first day without it.
        on: Date,
        /// The codes of the units that came after it; none when it has no successor.
        successors: Vec<String>,
    },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Added { .. } => ADDED,
            Self::Renamed { .. } => RENAMED,
            Self::Ended { .. } => ENDED,
        }
    }

    /// The fact to be journaled.
    pub fn to_fact(&self) -> Fact {
        Fact::new(self.kind(), 1, self)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// When the kind or form is not one of ours, or the body is another kind's.
    pub fn read(record: &Record) -> Result<Self> {
        record.event(Self::kind)
    }
}

/// The view behind lists and names.
pub static LOCAL_UNITS: Table = Table::rows(
    "local_units",
    1,
    &[
        "code",
        "parent",
        "seq",
        "kind",
        "name",
        "former",
        "from_day",
        "name_day",
        "until_day",
        "successors",
    ],
);

/// Separates names in one column: no name holds a line end.
pub(super) const BETWEEN_NAMES: &str = "\n";
/// Separates codes in one column: no code holds a space.
pub(super) const BETWEEN_CODES: &str = " ";

/// The projector of the prefix `unit`.
pub struct LocalUnits;

impl Projector for LocalUnits {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        let Some(unit) = LocalUnit::replay(stream)? else { return Ok(Projection::default()) };
        let values = row![
            unit.code,
            unit.parent,
            unit.seq,
            unit.kind.word(),
            unit.name,
            unit.former.join(BETWEEN_NAMES),
            unit.from,
            unit.name_from,
            unit.until,
            unit.successors.join(BETWEEN_CODES),
        ];
        Ok(Projection { rows: vec![ViewRow::new(&LOCAL_UNITS, values)], ..Projection::default() })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_fact_survives_the_journal() {
        let day = date(2026, 3, 1);
        let events = [
            Event::Added {
                code: "20836-01".into(),
                kind: Kind::Village,
                name: "Thôn Bến Cồn".into(),
                parent: "20836".into(),
                from: day,
            },
            Event::Renamed { name: "Thôn Bến Mới".into(), from: day },
            Event::Ended { on: day, successors: vec!["20836-02".into()] },
        ];
        for (event, kind) in events.iter().zip(KINDS) {
            let fact = event.to_fact();
            assert_eq!(fact.kind, *kind);
            let mut record = Record {
                stream: "unit/20836-01".into(),
                version: 1,
                kind: fact.kind.into(),
                form: fact.form,
                at: jiff::Timestamp::UNIX_EPOCH,
                law: 1,
                actor: "system:test".into(),
                body: fact.body,
                hash: [0; 32],
            };
            assert_eq!(&Event::read(&record).unwrap(), event);
            record.form = 2;
            assert!(Event::read(&record).is_err(), "a newer form is not guessed");
        }
    }
}
