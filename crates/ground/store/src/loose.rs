//! Records and a law that stand in no database: for samples of pages, and for tests of what facts
//! mean. Nothing chains or seals them, and no vault has their words.

use jiff::Timestamp;
use kernel::Actor;

use crate::Result;
use crate::journal::{Fact, Record, START, Stream};
use crate::laws::{self, Laws};

/// A record as it would be read back, written by nobody.
pub fn record(stream: &str, version: i64, fact: Fact, at: Timestamp) -> Record {
    Record {
        stream: stream.to_owned(),
        version,
        kind: fact.kind.to_owned(),
        form: fact.form,
        at,
        law: 1,
        actor: Actor::System("sample").to_string(),
        body: fact.body,
        hash: START,
    }
}

/// The law that the program carries, adopted once.
///
/// # Errors
/// Never for a program that passed its tests.
pub fn laws() -> Result<Laws> {
    let mut stream = Stream::new(laws::STREAM);
    let adopted = Laws::default().adoption()?.into_iter();
    stream.records = adopted.map(|fact| record("law", 1, fact, Timestamp::UNIX_EPOCH)).collect();
    Laws::replay(stream)
}
