//! The journal: facts in the past tense, one hash chain per stream.
//!
//! A *stream* is the life of one thing: `petition/01j…`. Its records are numbered 1, 2, 3, … and
//! each record's hash covers the one before it, so a changed, missing or swapped record breaks the
//! chain at a place that can be named. The order among streams is sealed apart ([`crate::seal`]),
//! so that writers on several nodes never wait for one another.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AnyPool};

use crate::query::{self, Row};
use crate::value::Value;
use crate::{Result, StoreError};

/// SHA-256.
pub type Hash = [u8; 32];

/// The hash that a stream's first record is chained to.
pub const START: Hash = [0; 32];

/// Something that happened, not yet written. Numbered versions (`form`) let old facts be read for
/// ever: a new shape is a new form, and the old form's reader stays.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its kind in the past tense, `petition.received`.
    pub kind: &'static str,
    /// The version of its shape.
    pub form: i64,
    /// Its content as JSON. No names, no free text.
    pub body: String,
}

impl Fact {
    /// A fact of `kind` in `form` with a body that serializes.
    pub fn new<T: Serialize>(kind: &'static str, form: i64, body: &T) -> Self {
        // Our bodies are plain structs and enums with string keys: they always serialize.
        let body = serde_json::to_string(body).unwrap_or_else(|_| "null".into());
        Self { kind, form, body }
    }
}

/// A fact as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which thing it is about.
    pub stream: String,
    /// Its number in the stream, from 1, without gaps.
    pub version: i64,
    /// The fact's kind.
    pub kind: String,
    /// The version of the fact's shape.
    pub form: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Which state of the law was in force in the program: a version of the stream `law`.
    pub law: i64,
    /// Who did it ([`kernel::Actor`] as text).
    pub actor: String,
    /// The content as JSON.
    pub body: String,
    /// The chain up to and including this record.
    pub hash: Hash,
}

impl Record {
    /// What the hash must be after `previous`. Fields are length-prefixed: no two records can give
    /// the same bytes.
    pub fn chained(&self, previous: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(b"dantin journal 1");
        hasher.update(previous);
        for number in [self.version, self.form, self.at.as_microsecond(), self.law] {
            hasher.update(number.to_be_bytes());
        }
        for text in [&self.stream, &self.kind, &self.actor, &self.body] {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().into()
    }

    /// The body as a value.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.body)
            .map_err(|e| StoreError::inconsistent("journal", self.name(), e))
    }

    /// The fact of a type that names its own kind, in the one form that there is so far.
    ///
    /// # Errors
    /// When kind or form is not one of the type's, or the body is another kind's.
    pub fn event<E: DeserializeOwned>(&self, kind: impl Fn(&E) -> &'static str) -> Result<E> {
        let event: E = self.read()?;
        match kind(&event) == self.kind && self.form == 1 {
            true => Ok(event),
            false => Err(self.unknown()),
        }
    }

    /// The error of a kind or form that nobody knows.
    pub fn unknown(&self) -> StoreError {
        let what = format!("a fact {} of form {} is not known", self.kind, self.form);
        StoreError::inconsistent("journal", self.name(), what)
    }

    /// How this record is called in messages: `petition/01j… 3`.
    pub fn name(&self) -> String {
        format!("{} {}", self.stream, self.version)
    }

    /// Who did it.
    pub fn actor(&self) -> kernel::Actor {
        self.actor.parse().unwrap_or(kernel::Actor::System("unknown"))
    }

    pub(crate) fn values(&self) -> [Value; 9] {
        [
            Value::from(self.stream.as_str()),
            Value::from(self.version),
            Value::from(self.kind.as_str()),
            Value::from(self.form),
            Value::from(self.at),
            Value::from(self.law),
            Value::from(self.actor.as_str()),
            Value::from(self.body.as_str()),
            Value::from(self.hash.to_vec()),
        ]
    }

    pub(crate) fn from_row(row: &Row) -> Result<Self> {
        let (stream, version) = (row.text(0)?, row.int(1)?);
        let wrong =
            |what: &str| StoreError::inconsistent("journal", format!("{stream} {version}"), what);
        let hash: Hash = row.bytes(8)?.try_into().map_err(|_| wrong("short hash"))?;
        let at = row.at(4).map_err(|_| wrong("its moment is none"))?;
        Ok(Self {
            hash,
            stream,
            version,
            kind: row.text(2)?,
            form: row.int(3)?,
            at,
            law: row.int(5)?,
            actor: row.text(6)?,
            body: row.text(7)?,
        })
    }
}

/// All records of one stream, as they were read: what a decision is made from.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    /// The stream's name.
    pub name: String,
    /// Its records in order; empty when the thing does not exist yet.
    pub records: Vec<Record>,
}

impl Stream {
    /// A stream that does not exist yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), records: Vec::new() }
    }

    /// How many records it has.
    pub fn version(&self) -> i64 {
        self.records.len() as i64
    }

    /// The hash of its last record.
    pub fn head(&self) -> Hash {
        self.records.last().map_or(START, |record| record.hash)
    }

    /// The sort of thing: the part of the name before the slash.
    pub fn prefix(&self) -> &str {
        prefix(&self.name)
    }

    /// The first record that breaks the chain, with what is wrong.
    pub fn broken(&self) -> Option<StoreError> {
        let mut head = START;
        for (place, record) in self.records.iter().enumerate() {
            let wrong = if record.version != place as i64 + 1 {
                format!("a record before it is missing: number {} expected", place + 1)
            } else if record.chained(&head) != record.hash {
                "its hash does not cover its content and its predecessor".to_owned()
            } else {
                head = record.hash;
                continue;
            };
            return Some(StoreError::inconsistent("journal", record.name(), wrong));
        }
        None
    }
}

/// The part of a stream's name before the slash.
pub fn prefix(stream: &str) -> &str {
    stream.split('/').next().unwrap_or(stream)
}

/// The journal's columns in the order of [`Record::values`].
pub(crate) const COLUMNS: [&str; 9] =
    ["stream", "version", "kind", "form", "at", "law", "actor", "body", "hash"];

const STREAM: &str = "SELECT stream, version, kind, form, at, law, actor, body, hash \
    FROM journal WHERE stream = $1 ORDER BY version";
/// How many streams one statement reads.
const MANY: usize = 64;

/// Reads `count` streams at once.
pub fn streams_sql(count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|n| format!("${n}")).collect();
    format!(
        "SELECT {} FROM journal WHERE stream IN ({}) ORDER BY stream, version",
        COLUMNS.join(", "),
        marks.join(", ")
    )
}

const AFTER: &str = "SELECT stream, version, kind, form, at, law, actor, body, hash \
    FROM journal WHERE stream > $1 OR (stream = $1 AND version > $2) \
    ORDER BY stream, version LIMIT $3";

/// Statements of this room, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[STREAM, AFTER];

/// Reads one stream.
pub async fn stream(pool: &AnyPool, name: &str) -> Result<Stream> {
    let rows = query::pool_rows(pool, STREAM, vec![name.into()]).await?;
    let records = rows.iter().map(Record::from_row).collect::<Result<_>>()?;
    Ok(Stream { name: name.to_owned(), records })
}

/// Reads several streams at once; those that do not exist are missing.
pub async fn streams(pool: &AnyPool, names: &[&str]) -> Result<HashMap<String, Stream>> {
    let mut found: HashMap<String, Stream> = HashMap::with_capacity(names.len());
    for part in names.chunks(MANY) {
        let values = part.iter().map(|name| Value::from(*name)).collect();
        for row in query::pool_rows(pool, &streams_sql(part.len()), values).await? {
            let record = Record::from_row(&row)?;
            let stream = found
                .entry(record.stream.clone())
                .or_insert_with(|| Stream { name: record.stream.clone(), records: Vec::new() });
            stream.records.push(record);
        }
    }
    Ok(found)
}

/// Reads one stream inside a transaction.
pub async fn stream_on(conn: &mut AnyConnection, name: &str) -> Result<Stream> {
    let rows = query::rows(conn, STREAM, vec![name.into()]).await?;
    let records = rows.iter().map(Record::from_row).collect::<Result<_>>()?;
    Ok(Stream { name: name.to_owned(), records })
}

/// Up to `limit` records after the given one, in the order of streams and versions.
pub async fn after(
    conn: &mut AnyConnection,
    stream: &str,
    version: i64,
    limit: i64,
) -> Result<Vec<Record>> {
    let rows = query::rows(conn, AFTER, vec![stream.into(), version.into(), limit.into()]).await?;
    rows.iter().map(Record::from_row).collect()
}

/// What stands behind the prefix of a stream's name: the key of a thing in addresses.
pub fn key(stream: &str) -> &str {
    stream.split_once('/').map_or(stream, |(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream_of(bodies: &[&str]) -> Stream {
        let mut stream = Stream::new("thing/1");
        for body in bodies {
            let mut record = Record {
                stream: stream.name.clone(),
                version: stream.version() + 1,
                kind: "thing.done".into(),
                form: 1,
                at: Timestamp::UNIX_EPOCH,
                law: 1,
                actor: "resident".into(),
                body: (*body).into(),
                hash: START,
            };
            record.hash = record.chained(&stream.head());
            stream.records.push(record);
        }
        stream
    }

    #[test]
    fn a_changed_missing_or_swapped_record_is_named() {
        let whole = stream_of(&["1", "2", "3"]);
        assert!(whole.broken().is_none());

        let mut changed = whole.clone();
        changed.records[1].body = "9".into();
        assert!(changed.broken().unwrap().to_string().contains("thing/1 2"));

        let mut missing = whole.clone();
        missing.records.remove(1);
        assert!(missing.broken().unwrap().to_string().contains("number 2 expected"));

        let mut swapped = whole;
        swapped.records.swap(0, 2);
        assert!(swapped.broken().unwrap().to_string().contains("thing/1 3"));
    }
}
