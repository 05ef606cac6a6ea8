//! Sealing: one node at a time fixes the journal's order, so that a missing stream is found too.
//!
//! A seal covers all records that appeared since the last one: it holds how far it reaches, how
//! many records it covers, and a Merkle root (RFC 6962 hashing) over their hashes in the order of
//! their positions; and it is itself chained to the seal before it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;

use crate::engine::Engine;
use crate::journal::{Hash, START};
use crate::keyring::hex;
use crate::{Result, StoreError, merkle, query, row, whole};

const LAST: &str = "SELECT seq, upto, facts, root, hash FROM seals ORDER BY seq DESC LIMIT 1";
const NEXT: &str = "SELECT seq, upto, facts, root, hash FROM seals WHERE seq > $1 \
    ORDER BY seq LIMIT 500";
const ONE: &str = "SELECT seq, upto, facts, root, hash FROM seals WHERE seq = $1";
const HASHES: &str = "SELECT position, hash FROM journal WHERE position > $1 \
    ORDER BY position LIMIT $2";
const PUT: &str = "INSERT INTO seals (seq, upto, facts, root, hash) VALUES ($1, $2, $3, $4, $5)";

/// How many records there are, without counting them one by one.
pub(crate) const COUNT: &str = "SELECT CAST((SELECT COALESCE(SUM(facts), 0) FROM seals) \
    + (SELECT COUNT(*) FROM journal WHERE position > (SELECT COALESCE(MAX(upto), 0) FROM seals)) \
    AS BIGINT)";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[LAST, NEXT, ONE, HASHES, PUT, COUNT];

/// How many records one seal covers at the most.
const MOST: i64 = 50_000;

#[derive(Clone, Debug)]
struct Seal {
    seq: i64,
    upto: i64,
    facts: i64,
    root: Hash,
    hash: Hash,
}

impl Seal {
    fn chained(&self, previous: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(b"dantin seal 1");
        hasher.update(previous);
        for number in [self.seq, self.upto, self.facts] {
            hasher.update(number.to_be_bytes());
        }
        hasher.update(self.root);
        hasher.finalize().into()
    }

    fn from_row(row: &query::Row) -> Result<Self> {
        let hash = |bytes: Vec<u8>| {
            bytes.try_into().map_err(|_| StoreError::inconsistent("seals", "?", "short hash"))
        };
        Ok(Self {
            seq: row.int(0)?,
            upto: row.int(1)?,
            facts: row.int(2)?,
            root: hash(row.bytes(3)?)?,
            hash: hash(row.bytes(4)?)?,
        })
    }
}

/// The root over leaves that are already hashes.
fn root(leaves: &[Hash]) -> Hash {
    merkle::fold(&leaves.iter().map(|hash| merkle::leaf(hash)).collect::<Vec<_>>())
}

/// Seals what is new; answers how many records were covered. A crash here leaves the records
/// unsealed, and the next run covers them.
pub(crate) async fn seal(engine: Engine, conn: &mut AnyConnection, data: &Path) -> Result<i64> {
    engine.begin_alone(conn).await?;
    let done = seal_in_transaction(conn).await;
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    query::run(conn, end, Vec::new()).await?;
    let Some(seal) = done? else { return Ok(0) };
    // A crash before this leaves the head of an older seal, which the database still has.
    keep_head(data, &seal)?;
    Ok(seal.facts)
}

/// Where this node keeps the last seal that it made, beside the database: whoever cuts the
/// journal's end off, seals and all, does not shorten this.
fn head_path(data: &Path) -> PathBuf {
    data.join("seal.toml")
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Head {
    note: String,
    seq: i64,
    hash: String,
}

fn keep_head(data: &Path, seal: &Seal) -> Result<()> {
    let note = "The last seal of the journal; `dantin verify` looks for it in the database.";
    let head = Head { note: note.into(), seq: seal.seq, hash: hex(&seal.hash) };
    let text = toml::to_string(&head).map_err(|e| StoreError::Unusable(e.to_string()))?;
    let path = head_path(data);
    whole::replace(&path, &text).map_err(|e| StoreError::File(path.display().to_string(), e))
}

/// A restored database brings seals of its own.
pub(crate) fn forget_head(data: &Path) -> Result<()> {
    let path = head_path(data);
    whole::remove(&path).map_err(|e| StoreError::File(path.display().to_string(), e))
}

/// The head as it stands. To be read before the snapshot that is held against it: the program goes
/// on sealing meanwhile.
pub(crate) fn head(data: &Path) -> Result<Option<Head>> {
    let path = head_path(data);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        // One that is damaged must not pass for one that never was.
        Err(error) => return Err(StoreError::File(path.display().to_string(), error)),
    };
    let head = toml::from_str(&text);
    head.map(Some).map_err(|e| StoreError::Unusable(format!("{}: {e}", path.display())))
}

/// The seal that the head names must still be there. No head is no fault: a folder that was
/// restored, or one from which another node seals.
async fn check_head(conn: &mut AnyConnection, head: &Head) -> Result<()> {
    let rows = query::rows(conn, ONE, row![head.seq]).await?;
    let found = rows.first().map(Seal::from_row).transpose()?;
    match found.is_some_and(|seal| hex(&seal.hash) == head.hash) {
        true => Ok(()),
        false => {
            let what = "this folder made this seal and the database no longer has it: the end of \
                        the journal was cut off, or the database is an older copy";
            Err(StoreError::inconsistent("seals", head.seq, what))
        }
    }
}

async fn seal_in_transaction(conn: &mut AnyConnection) -> Result<Option<Seal>> {
    let last = query::rows(conn, LAST, Vec::new()).await?;
    let last = last.first().map(Seal::from_row).transpose()?;
    let from = last.as_ref().map_or(0, |seal| seal.upto);
    let found = query::rows(conn, HASHES, row![from, MOST]).await?;
    let Some(end) = found.last() else { return Ok(None) };
    let mut seal = Seal {
        seq: last.as_ref().map_or(0, |seal| seal.seq) + 1,
        upto: end.int(0)?,
        facts: found.len() as i64,
        root: root(&hashes(&found)?),
        hash: START,
    };
    seal.hash = seal.chained(&last.map_or(START, |seal| seal.hash));
    let values = row![seal.seq, seal.upto, seal.facts, seal.root.to_vec(), seal.hash.to_vec()];
    query::run(conn, PUT, values).await?;
    Ok(Some(seal))
}

fn hashes(rows: &[query::Row]) -> Result<Vec<Hash>> {
    rows.iter()
        .map(|row| {
            let position = row.int(0)?;
            row.bytes(1)?
                .try_into()
                .map_err(|_| StoreError::inconsistent("journal", position, "short hash"))
        })
        .collect()
}

/// Where the covered positions first leave one out: of the engines one numbers without gaps, so
/// that this names the record; on the other it is the first place to look.
fn missing(covered: &[query::Row], upto: i64) -> Result<String> {
    let mut wanted = upto + 1;
    for row in covered {
        if row.int(0)? != wanted {
            break;
        }
        wanted += 1;
    }
    Ok(format!(
        "a record that it covers is missing from the journal, or is new; position {wanted} is the \
         first that is not there"
    ))
}

/// Checks every seal against the journal; the first that does not hold is named.
pub(crate) async fn check(conn: &mut AnyConnection, head: Option<&Head>) -> Result<()> {
    if let Some(head) = head {
        check_head(conn, head).await?;
    }
    let (mut seq, mut upto, mut before) = (0, 0, START);
    loop {
        let rows = query::rows(conn, NEXT, row![seq]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for found in &rows {
            let seal = Seal::from_row(found)?;
            let wrong = |what: &str| Err(StoreError::inconsistent("seals", seal.seq, what));
            if seal.seq != seq + 1 {
                return wrong("a seal before it is missing");
            }
            if seal.chained(&before) != seal.hash {
                return wrong("its hash does not cover its content and its predecessor");
            }
            let covered = query::rows(conn, HASHES, row![upto, seal.facts]).await?;
            let reach = covered.last().map(|row| row.int(0)).transpose()?;
            if covered.len() as i64 != seal.facts || reach != Some(seal.upto) {
                return wrong(&missing(&covered, upto)?);
            }
            if root(&hashes(&covered)?) != seal.root {
                return wrong("a record that it covers was changed or swapped");
            }
            (seq, upto, before) = (seal.seq, seal.upto, seal.hash);
        }
    }
}
