//! Every SQL statement of the log: one function per question.

use ::store::journal::Hash;
use ::store::{Apart, Keyring, Result, Row, Store, StoreError, Value, row};

use crate::cosign::Cosigned;
use crate::daily::Audited;
use crate::edge::{Tile, WIDTH};
use crate::head::{Head, Memory};

const HEAD: &str = "SELECT begun, size, position, seal, at, root, note, tag FROM log_head \
    WHERE id = 1";
const CREATE: &str = "INSERT INTO log_head (id, begun, size, position, seal, at, root, note, tag) \
    VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
const SWAP: &str = "UPDATE log_head SET size = $2, position = $3, seal = $4, at = $5, root = $6, \
    note = $7, tag = $8 WHERE id = 1 AND begun = $1 AND size = $9 AND position = $10";
const PUT_TAG: &str = "UPDATE log_head SET tag = $1 WHERE id = 1 AND tag IS NULL AND size = $2";
const FORGET: [&str; 5] = [
    "DELETE FROM log_head",
    "DELETE FROM log_entries",
    "DELETE FROM log_tiles",
    "DELETE FROM log_cosigned",
    "DELETE FROM log_audited",
];
const COSIGNED: &str = "SELECT witness, verifier, size, note, line, at, word, detail \
    FROM log_cosigned ORDER BY witness";
const PUT_COSIGNED: &str = "INSERT INTO log_cosigned \
    (witness, verifier, size, note, line, at, word, detail) \
    VALUES ($1, $2, $3, $4, $5, $6, '', '') ON CONFLICT (witness) DO UPDATE SET \
    verifier = excluded.verifier, size = excluded.size, note = excluded.note, \
    line = excluded.line, at = excluded.at, word = '', detail = '' \
    WHERE log_cosigned.size <= excluded.size OR log_cosigned.verifier <> excluded.verifier";
const PUT_REFUSAL: &str = "INSERT INTO log_cosigned \
    (witness, verifier, size, note, line, at, word, detail) \
    VALUES ($1, $2, 0, '', '', 0, $3, $4) ON CONFLICT (witness) DO UPDATE SET \
    word = excluded.word, detail = excluded.detail";
const DROP_COSIGNED: &str = "DELETE FROM log_cosigned WHERE witness = $1";
const AUDITED: &str = "SELECT at, size, whole FROM log_audited WHERE id = 1";
const PUT_AUDITED: &str = "INSERT INTO log_audited (id, at, size, whole) VALUES (1, $1, $2, $3) \
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, size = excluded.size, whole = excluded.whole";
const ENTRIES: &str = "SELECT entry FROM log_entries WHERE leaf >= $1 AND leaf < $2 ORDER BY leaf";
const PLACED: &str = "SELECT leaf, position, entry FROM log_entries WHERE leaf >= $1 \
    ORDER BY leaf LIMIT $2";
const LEAF: &str = "SELECT e.leaf, e.entry FROM journal j \
    JOIN log_entries e ON e.position = j.position WHERE j.stream = $1 AND j.version = $2";
const TILE: &str = "SELECT hashes FROM log_tiles WHERE level = $1 AND n = $2";
const PUT_TILE: &str = "INSERT INTO log_tiles (level, n, hashes) VALUES ($1, $2, $3) \
    ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes";
const PUT_ENTRY: &str = "INSERT INTO log_entries (leaf, position, entry) VALUES ($1, $2, $3)";

/// Samples of all statements, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let all = [HEAD, CREATE, SWAP, PUT_TAG, ENTRIES, PLACED, LEAF, TILE, PUT_TILE, PUT_ENTRY];
    let others = [COSIGNED, PUT_COSIGNED, PUT_REFUSAL, DROP_COSIGNED, AUDITED, PUT_AUDITED];
    let all = all.iter().chain(&FORGET).chain(&others).map(|sql| (*sql).to_owned());
    all.chain([put_entries(32), ::store::sealed::placed_sql(3), ::store::journal::streams_sql(2)])
        .collect()
}

fn hash(table: &str, key: impl std::fmt::Display, bytes: Vec<u8>) -> Result<Hash> {
    bytes.try_into().map_err(|_| StoreError::inconsistent(table, key, "a hash has 32 bytes"))
}

/// The head; `None` when there is no log.
///
/// # Errors
/// When its row is not what this program wrote.
pub async fn head(store: &Store) -> Result<Option<Head>> {
    let Some((head, tag)) = stored(store).await? else { return Ok(None) };
    match tag {
        Some(tag) if tag == head.tag(&store.keys()) => Ok(Some(head)),
        Some(_) => Err(changed("it is not what was written: its tag does not fit")),
        None => Err(changed(
            "its tag was taken away: only a log that this folder knows from before there were tags \
             is given one, once",
        )),
    }
}

fn changed(what: &str) -> StoreError {
    StoreError::inconsistent("log_head", 1, what)
}

/// The row and its tag, held against nothing.
async fn stored(store: &Store) -> Result<Option<(Head, Option<Vec<u8>>)>> {
    let rows = store.rows(HEAD, Vec::new()).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let at = |column| row.at(column).map_err(|_| changed("a moment in it is none"));
    let head = Head {
        begun: at(0)?,
        size: row.int(1)? as u64,
        position: row.int(2)?,
        seal: row.int(3)?,
        at: at(4)?,
        root: hash("log_head", 1, row.bytes(5)?)?,
        note: row.text(6)?,
    };
    Ok(Some((head, row.opt_bytes(7)?)))
}

/// Gives the row of the log that a folder knows from before there were tags its own. Any other row
/// without one is left as it is, and [`head`] refuses it: its tag was taken away. What else may be
/// wrong with such a row, the audit finds by the journal. Answers whether that log has a tag now.
///
/// # Errors
/// When the database does not answer.
pub async fn give_tag(store: &Store, memory: &Memory) -> Result<bool> {
    let Some((head, tag)) = stored(store).await? else { return Ok(false) };
    let is_known = memory.begun == head.begun.as_microsecond() && memory.size <= head.size;
    if !is_known || tag.is_some() || memory.tagged {
        return Ok(is_known && tag.is_some());
    }
    let tag = head.tag(&store.keys()).to_vec();
    // Where another node was first, that one wrote a tag of its own.
    store.run_apart(PUT_TAG, row![tag, head.size as i64]).await?;
    Ok(true)
}

fn values(keys: &Keyring, head: &Head) -> Vec<Value> {
    let (root, note, tag) = (head.root.to_vec(), head.note.as_str(), head.tag(keys).to_vec());
    row![head.begun, head.size as i64, head.position, head.seal, head.at, root, note, tag]
}

/// The statement that makes the first head; it makes none where there is one.
pub fn create(keys: &Keyring, head: &Head) -> Vec<Apart> {
    vec![Apart::new(CREATE, values(keys, head))]
}

/// The statements that throw the log away.
pub fn forget() -> Vec<Apart> {
    FORGET.map(|sql| Apart::new(sql, Vec::new())).into()
}

/// A leaf to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The record's position in the journal.
    pub position: i64,
    /// What is published.
    pub entry: Hash,
}

/// The statements that exchange `old` for `new`, with the leaves and tiles between them. The head
/// comes first: who lost the race has written nothing.
pub fn swap(
    keys: &Keyring,
    (old, new): (&Head, &Head),
    leaves: &[Leaf],
    tiles: &[Tile],
) -> Vec<Apart> {
    let mut head = values(keys, new);
    head.extend(row![old.size as i64, old.position]);
    let mut all = vec![Apart::one(SWAP, head)];
    let numbered: Vec<(i64, &Leaf)> = (old.size as i64..).zip(leaves).collect();
    let (many, few) = numbered.split_at(numbered.len() / 32 * 32);
    let value = |(n, leaf): &(i64, &Leaf)| row![*n, leaf.position, leaf.entry.to_vec()];
    all.extend(
        many.chunks(32)
            .map(|part| Apart::new(put_entries(part.len()), part.iter().flat_map(value).collect())),
    );
    all.extend(few.iter().map(|one| Apart::new(PUT_ENTRY, value(one))));
    // Hashes of leaves follow from the entries and are not kept twice.
    all.extend(tiles.iter().filter(|tile| tile.level > 0).map(|tile| {
        let values = row![i64::from(tile.level), tile.n as i64, tile.hashes.concat()];
        Apart::new(PUT_TILE, values)
    }));
    all
}

fn put_entries(count: usize) -> String {
    let marks: Vec<String> =
        (0..count).map(|n| format!("(${}, ${}, ${})", 3 * n + 1, 3 * n + 2, 3 * n + 3)).collect();
    format!("INSERT INTO log_entries (leaf, position, entry) VALUES {}", marks.join(", "))
}

/// Entries from one leaf to before another.
pub async fn entries(store: &Store, from: u64, until: u64) -> Result<Vec<Hash>> {
    let rows = store.rows(ENTRIES, row![from as i64, until as i64]).await?;
    rows.iter().map(|row| hash("log_entries", from, row.bytes(0)?)).collect()
}

/// Up to `limit` leaves from one on, with their positions.
pub async fn placed(store: &Store, from: u64, limit: i64) -> Result<Vec<(u64, Leaf)>> {
    let read = |row: &Row| {
        let (leaf, position) = (row.int(0)?, row.int(1)?);
        let entry = hash("log_entries", leaf, row.bytes(2)?)?;
        Ok((leaf as u64, Leaf { position, entry }))
    };
    store.rows(PLACED, row![from as i64, limit]).await?.iter().map(read).collect()
}

/// Where a record stands in the log, and its entry.
pub async fn leaf(store: &Store, stream: &str, version: i64) -> Result<Option<(u64, Hash)>> {
    let rows = store.rows(LEAF, row![stream, version]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let leaf = row.int(0)?;
    Ok(Some((leaf as u64, hash("log_entries", leaf, row.bytes(1)?)?)))
}

fn split(level: i64, n: i64, bytes: &[u8]) -> Result<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    match rest.is_empty() && hashes.len() as u64 <= WIDTH {
        true => Ok(hashes.to_vec()),
        false => {
            let what = "a tile is a row of hashes of 32 bytes";
            Err(StoreError::inconsistent("log_tiles", format!("{level}, {n}"), what))
        }
    }
}

/// The hashes of a tile as far as there are any.
pub async fn tile(store: &Store, level: u8, n: u64) -> Result<Vec<Hash>> {
    if level == 0 {
        let entries = entries(store, n * WIDTH, (n + 1) * WIDTH).await?;
        return Ok(entries.iter().map(|entry| crate::merkle::leaf(entry)).collect());
    }
    let (level, n) = (i64::from(level), n as i64);
    let rows = store.rows(TILE, row![level, n]).await?;
    rows.first().map_or(Ok(Vec::new()), |row| split(level, n, &row.bytes(0)?))
}

/// What is kept of every witness, by name.
pub async fn cosigned(store: &Store) -> Result<Vec<Cosigned>> {
    let read = |row: &Row| {
        // A moment that is none fits no line: the audit names the row, and no proof waits for it.
        let at = row.at(5).unwrap_or(jiff::Timestamp::MIN);
        Ok(Cosigned {
            witness: row.text(0)?,
            verifier: row.text(1)?,
            size: row.int(2)? as u64,
            note: row.text(3)?,
            line: row.text(4)?,
            at,
            word: row.text(6)?,
            detail: row.text(7)?,
        })
    };
    store.rows(COSIGNED, Vec::new()).await?.iter().map(read).collect()
}

/// Keeps what a witness cosigned, when it is not behind what is kept.
pub async fn keep_cosigned(store: &Store, one: &Cosigned) -> Result<()> {
    let (witness, verifier) = (one.witness.as_str(), one.verifier.as_str());
    let (note, line) = (one.note.as_str(), one.line.as_str());
    let values = row![witness, verifier, one.size as i64, note, line, one.at];
    store.run_apart(PUT_COSIGNED, values).await.map(drop)
}

/// Keeps why a witness of this name and key did not cosign; what it did before stays.
pub async fn keep_refusal(
    store: &Store,
    (witness, verifier): (&str, &str),
    (word, detail): (&str, &str),
) -> Result<()> {
    store.run_apart(PUT_REFUSAL, row![witness, verifier, word, detail]).await.map(drop)
}

/// Forgets a witness.
pub async fn drop_cosigned(store: &Store, witness: &str) -> Result<()> {
    store.run_apart(DROP_COSIGNED, row![witness]).await.map(drop)
}

/// What the audit of each day found last; `None` before the first.
pub async fn audited(store: &Store) -> Result<Option<Audited>> {
    let rows = store.rows(AUDITED, Vec::new()).await?;
    let read =
        |row: &Row| Ok(Audited { at: row.at(0)?, size: row.int(1)? as u64, whole: row.yes(2)? });
    rows.first().map(read).transpose()
}

/// Keeps what it found.
pub async fn keep_audited(store: &Store, found: Audited) -> Result<()> {
    let values = row![found.at, found.size as i64, found.whole];
    store.run_apart(PUT_AUDITED, values).await.map(drop)
}
