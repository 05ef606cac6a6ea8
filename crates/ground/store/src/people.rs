//! Persons, looked for without a name on disk: what a stream's items say of persons
//! ([`kernel::person`]) becomes keyed tags, each bound to its stream. They answer one question:
//! which streams hold somebody who is known already. Nobody can read from them who is there, nor
//! that two streams hold the same person, so no list of those who write often can come of them. To
//! answer, one of a few coarse buckets is read whole and each of its tags is computed anew. They go
//! with the words that they were made of.
//!
//! Not the search of a register: that asks for what was said, and for nobody's name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{Id, person};

use crate::commit::SEARCH_DOCS;
use crate::keyring::Keyring;
use crate::open::Shared;
use crate::projection::Projection;
use crate::schema::Table;
use crate::value::Value;
use crate::vault::{self, Sealed};
use crate::{Result, Store, row, search};

/// The tags of persons, each with its bucket and the stream that holds one who fits it.
pub(crate) static PERSON_MARKS: Table =
    Table::rows("person_marks", 3, &["bucket", "mark", "stream"]);

/// How many buckets there are: so few that a bucket says next to nothing of a person, and so many
/// that one of a province (a million tags) is read in a moment.
const BUCKETS: i64 = 64;
/// How many tags are read at once.
const AT_ONCE: i64 = 10_000;

const OF: &str = "SELECT mark, stream FROM person_marks WHERE bucket = $1 \
    AND (mark > $2 OR (mark = $2 AND stream > $3)) ORDER BY mark, stream LIMIT $4";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[OF];

/// Which words of the full-text index stand where; the words are bound at `$1`.
fn words_sql(engine: crate::Engine) -> String {
    let search = engine.search();
    format!(
        "SELECT found.stream FROM {} AS found WHERE found.seq IN \
         (SELECT {} FROM {} WHERE {}) ORDER BY found.seq DESC LIMIT $2",
        SEARCH_DOCS.name, search.seq, search.table, search.matches
    )
}

/// Samples of statements that differ between the engines.
pub fn statements(engine: crate::Engine) -> Vec<String> {
    vec![words_sql(engine)]
}

/// The bucket of a mark.
fn bucket(keys: &Keyring, mark: &str) -> i64 {
    i64::from(keys.search_tag(&format!("bucket {mark}"))[0]) % BUCKETS
}

/// The tag of a mark at a stream.
fn tag(keys: &Keyring, mark: &str, stream: &str) -> String {
    search::label(keys, &format!("person {mark} {stream}"))
}

/// Buckets and tags of a stream.
type Rows = BTreeSet<(i64, String)>;

fn rows_of(keys: &Keyring, stream: &str, marks: BTreeSet<String>) -> Rows {
    marks.iter().map(|mark| (bucket(keys, mark), tag(keys, mark, stream))).collect()
}

fn values(stream: &str, rows: impl Iterator<Item = (i64, String)>) -> Vec<Vec<Value>> {
    rows.map(|(bucket, tag)| row![bucket, tag, stream]).collect()
}

/// All rows that follow from a stream, whose items were opened before.
pub(crate) fn rows<'a>(
    keys: &Keyring,
    stream: &str,
    texts: impl Iterator<Item = &'a str>,
) -> Vec<Vec<Value>> {
    let marks = texts.flat_map(person::marks).collect();
    values(stream, rows_of(keys, stream, marks).into_iter())
}

/// The rows that come and go with a change of one stream.
#[derive(Clone, Default)]
pub(crate) struct Marked {
    pub new: Vec<Vec<Value>>,
    pub gone: Vec<Vec<Value>>,
}

/// What a change makes of the rows of a stream: nothing at all when the same items name persons
/// after it. `fresh` are the items that come with the change.
pub(crate) async fn changed(
    shared: &Shared,
    stream: &str,
    (before, after): (&[Id], &[Id]),
    fresh: &[(Sealed, String)],
) -> Result<Marked> {
    if before == after {
        return Ok(Marked::default());
    }
    let keys = shared.keys.load();
    let mut texts: HashMap<Id, String> = HashMap::new();
    for (sealed, _) in fresh.iter().filter(|(sealed, _)| after.contains(&sealed.reference.id)) {
        let words = sealed.open(&keys)?;
        texts.insert(sealed.reference.id, String::from_utf8_lossy(&words).into_owned());
    }
    let there = before.iter().chain(after).filter(|id| !texts.contains_key(*id));
    let there: Vec<Id> = there.copied().collect::<BTreeSet<_>>().into_iter().collect();
    for (id, opened) in vault::read_many(&shared.pool, &keys, &there).await? {
        texts.extend(opened.text().map(|text| (id, text)));
    }
    let of = |ids: &[Id]| {
        let marks = ids.iter().filter_map(|id| texts.get(id)).flat_map(|text| person::marks(text));
        rows_of(&keys, stream, marks.collect())
    };
    let (old, now) = (of(before), of(after));
    Ok(Marked {
        new: values(stream, now.difference(&old).cloned()),
        gone: values(stream, old.difference(&now).cloned()),
    })
}

impl Store {
    /// The streams that hold somebody who fits any of these marks ([`kernel::person`]), each with
    /// how many of them fit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn streams_of_person(&self, marks: &[String]) -> Result<Vec<(String, usize)>> {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let keys = self.keys();
        for mark in marks {
            let (bucket, mut after) = (bucket(&keys, mark), (String::new(), String::new()));
            loop {
                let rows = row![bucket, after.0.as_str(), after.1.as_str(), AT_ONCE];
                let rows = self.rows(OF, rows).await?;
                for row in &rows {
                    after = (row.text(0)?, row.text(1)?);
                    if tag(&keys, mark, &after.1) == after.0 {
                        *found.entry(after.1.clone()).or_default() += 1;
                    }
                }
                if (rows.len() as i64) < AT_ONCE {
                    break;
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    /// The streams whose searched words hold every syllable of `words`, of all subjects, the newest
    /// of each first; none when there is nothing to look for.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn streams_with_words(&self, words: &str, most: i64) -> Result<Vec<String>> {
        let query = self.search_query(words, &[]);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.rows(&words_sql(self.engine()), row![query, most]).await?;
        rows.iter().map(|row| row.text(0)).collect()
    }
}

/// The items of a projection by which persons are looked for, in one order.
pub(crate) fn named(projection: &Projection) -> Vec<Id> {
    let mut ids = projection.people.clone();
    ids.sort_unstable();
    ids.dedup();
    ids
}
