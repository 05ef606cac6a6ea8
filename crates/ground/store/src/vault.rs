//! The vault: words and persons, each under a data key of its own.
//!
//! An item is sealed with XChaCha20-Poly1305 under a random data key; the data key is wrapped by a
//! master key that lives outside the database ([`crate::keyring`]). Both seals are bound to the
//! item's identity, so two rows cannot be swapped. The sealed content begins with a random salt;
//! the journal keeps only SHA-256(salt ‖ words), which proves the words as long as they exist and
//! says nothing once they are erased. **Erasing is destroying the data key.**

use std::collections::HashMap;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use jiff::Timestamp;
use kernel::{Chance, Id};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::AnyPool;
use zeroize::Zeroizing;

use crate::keyring::{Key, Keyring, hex};
use crate::query;
use crate::value::Value;
use crate::{Result, StoreError};

/// Names an item and commits to its content; this is what a fact holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VaultId {
    /// The item.
    pub id: Id,
    /// SHA-256 of salt and words, in hexadecimal.
    pub commitment: String,
}

/// An item ready to be written.
#[derive(Clone)]
pub struct Sealed {
    /// How facts refer to it.
    pub reference: VaultId,
    purpose: &'static str,
    master: i64,
    wrapped: Vec<u8>,
    sealed: Vec<u8>,
}

const SALT: usize = 16;
const NONCE: usize = 24;

/// Seals `words` (any bytes) as item `id`. `purpose` says what sort of thing it is (`text`,
/// `person`, `credential`), never whose.
pub fn seal(
    keys: &Keyring,
    chance: &Chance,
    id: Id,
    purpose: &'static str,
    words: &[u8],
) -> Result<Sealed> {
    let mut content = Zeroizing::new(Vec::with_capacity(SALT + words.len()));
    content.extend_from_slice(&chance.bytes::<SALT>());
    content.extend_from_slice(words);
    let commitment = hex(&Sha256::digest(content.as_slice()));
    let data_key: Key = Zeroizing::new(chance.bytes());
    let master = keys.newest();
    Ok(Sealed {
        reference: VaultId { id, commitment },
        purpose,
        master,
        wrapped: close(keys.master(master)?, chance, (id, ""), data_key.as_slice())?,
        sealed: close(&data_key, chance, (id, purpose), &content)?,
    })
}

/// What a seal is bound to: the item, and for its content also what sort of thing it is.
pub(crate) type Bound<'a> = (Id, &'a str);

fn bound((id, purpose): Bound<'_>) -> Vec<u8> {
    [id.to_bytes().as_slice(), purpose.as_bytes()].concat()
}

pub(crate) fn close(key: &Key, chance: &Chance, to: Bound<'_>, content: &[u8]) -> Result<Vec<u8>> {
    let id = to.0;
    let nonce = XNonce::from(chance.bytes::<NONCE>());
    let cipher = XChaCha20Poly1305::new(key.as_slice().try_into().map_err(|_| broken(id))?);
    let closed = cipher.encrypt(&nonce, Payload { msg: content, aad: &bound(to) });
    let closed = closed.map_err(|_| broken(id))?;
    Ok([nonce.as_slice(), &closed].concat())
}

pub(crate) fn open(key: &Key, to: Bound<'_>, closed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let id = to.0;
    let (nonce, body) = closed.split_at_checked(NONCE).ok_or_else(|| broken(id))?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken(id))?;
    let cipher = XChaCha20Poly1305::new(key.as_slice().try_into().map_err(|_| broken(id))?);
    let opened = cipher.decrypt(&XNonce::from(nonce), Payload { msg: body, aad: &bound(to) });
    let content = opened.map_err(|_| broken(id))?;
    Ok(Zeroizing::new(content))
}

fn broken(id: Id) -> StoreError {
    StoreError::inconsistent("vault", id, "it cannot be opened: changed, swapped or foreign key")
}

impl Sealed {
    /// Its words, while it is on its way.
    pub(crate) fn open(&self, keys: &Keyring) -> Result<Vec<u8>> {
        let id = self.reference.id;
        let key = unwrap(keys, self.master, id, &self.wrapped)?;
        let content = open(&key, (id, self.purpose), &self.sealed)?;
        Ok(content.get(SALT..).ok_or_else(|| broken(id))?.to_vec())
    }

    pub(crate) const COLUMNS: [&'static str; 5] = ["id", "purpose", "master", "wrapped", "sealed"];

    pub(crate) fn into_values(self) -> [Value; 5] {
        [
            self.reference.id.into(),
            self.purpose.into(),
            self.master.into(),
            self.wrapped.into(),
            self.sealed.into(),
        ]
    }
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Its words.
    Words(Vec<u8>),
    /// It was erased, on this ground.
    Erased(String),
}

impl Opened {
    /// The words as text; `None` when erased.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Words(words) => Some(String::from_utf8_lossy(&words).into_owned()),
            Self::Erased(_) => None,
        }
    }
}

const OPEN: &str = "SELECT id, master, wrapped, sealed, ground, purpose, erased_at, tombstone \
    FROM vault WHERE id = $1";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[OPEN, ERASE, WRAPPED_BY, REWRAP];

const ERASE: &str = "UPDATE vault SET wrapped = NULL, sealed = NULL, erased_at = $2, \
    ground = $3, tombstone = $4 WHERE id = $1 AND wrapped IS NOT NULL";
pub(crate) const WRAPPED_BY: &str = "SELECT id, master, wrapped FROM vault \
    WHERE master < $1 AND wrapped IS NOT NULL \
     ORDER BY id LIMIT 500";
pub(crate) const REWRAP: &str = "UPDATE vault SET master = $2, wrapped = $3 WHERE id = $1";

pub(crate) fn erase_sql() -> &'static str {
    ERASE
}

/// What stands beside a ground: a tag over item, day and ground that nobody makes without the
/// key file, so that a ground cannot be rewritten afterwards.
pub(crate) fn tombstone(keys: &Keyring, id: Id, at: Timestamp, ground: &str) -> Vec<u8> {
    let at = at.as_microsecond().to_be_bytes();
    keys.tag("tombstone", &[&id.to_bytes(), &at, ground.as_bytes()]).to_vec()
}

/// Opens one item; `None` when there is no such item.
pub async fn read(pool: &AnyPool, keys: &Keyring, id: Id) -> Result<Option<Opened>> {
    let rows = query::pool_rows(pool, OPEN, vec![id.into()]).await?;
    rows.first().map(|row| open_row(keys, row)).transpose().map(|o| o.map(|(_, opened, _)| opened))
}

/// Reads `count` items at once.
pub(crate) fn open_many(count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|n| format!("${n}")).collect();
    format!(
        "SELECT id, master, wrapped, sealed, ground, purpose, erased_at, tombstone FROM vault \
         WHERE id IN ({})",
        marks.join(", ")
    )
}

/// Of `count` items those that are small: files are read one by one, or a few photographs would
/// fill the memory.
pub(crate) fn open_small(count: usize) -> String {
    format!("{} AND purpose <> 'file'", open_many(count))
}

/// Opens several items at once, in no particular order; absent ones are left out.
pub async fn read_many(pool: &AnyPool, keys: &Keyring, ids: &[Id]) -> Result<Vec<(Id, Opened)>> {
    let mut out = Vec::with_capacity(ids.len());
    for part in ids.chunks(64) {
        let sql = open_many(part.len());
        let values = part.iter().map(|id| Value::from(*id)).collect();
        for row in query::pool_rows(pool, &sql, values).await? {
            let (id, opened, _) = open_row(keys, &row)?;
            out.push((id, opened));
        }
    }
    Ok(out)
}

/// The random beginning of a sealed content.
pub type Salt = [u8; SALT];

/// The salts of several items; what is destroyed is missing.
pub(crate) async fn salts(pool: &AnyPool, keys: &Keyring, ids: &[Id]) -> Result<HashMap<Id, Salt>> {
    let mut salts = HashMap::with_capacity(ids.len());
    for part in ids.chunks(64) {
        let values = part.iter().map(|id| Value::from(*id)).collect();
        for row in query::pool_rows(pool, &open_many(part.len()), values).await? {
            let (id, content) = content(keys, &row)?;
            if let Ok(content) = content {
                let salt = content.first_chunk::<SALT>().ok_or_else(|| broken(id))?;
                salts.insert(id, *salt);
            }
        }
    }
    Ok(salts)
}

/// Opens a row `id, master, wrapped, sealed, ground, purpose, erased_at, tombstone`; also gives the
/// commitment it really has.
pub(crate) fn open_row(keys: &Keyring, row: &query::Row) -> Result<(Id, Opened, String)> {
    let (id, content) = content(keys, row)?;
    let content = match content {
        Ok(content) => content,
        Err(ground) => return Ok((id, Opened::Erased(ground), String::new())),
    };
    let words = content.get(SALT..).ok_or_else(|| broken(id))?.to_vec();
    Ok((id, Opened::Words(words), hex(&Sha256::digest(content.as_slice()))))
}

/// Salt and words, or the ground on which they were destroyed.
type Content = std::result::Result<Zeroizing<Vec<u8>>, String>;

fn content(keys: &Keyring, row: &query::Row) -> Result<(Id, Content)> {
    let id: Id = row.parse(0)?;
    let (Some(wrapped), Some(sealed)) = (row.opt_bytes(2)?, row.opt_bytes(3)?) else {
        let ground = row.opt_text(4)?.unwrap_or_default();
        let at = row.opt_int(6)?.map(|_| row.at(6)).transpose();
        let none = |_| StoreError::inconsistent("vault", id, "it was erased on a day that is none");
        let at = at.map_err(none)?.unwrap_or_default();
        if row.opt_bytes(7)? != Some(tombstone(keys, id, at, &ground)) {
            let what = "it was erased, but its day or ground is not what was written then";
            return Err(StoreError::inconsistent("vault", id, what));
        }
        return Ok((id, Err(ground)));
    };
    let key = unwrap(keys, row.int(1)?, id, &wrapped)?;
    Ok((id, Ok(open(&key, (id, &row.text(5)?), &sealed)?)))
}

fn unwrap(keys: &Keyring, master: i64, id: Id, wrapped: &[u8]) -> Result<Key> {
    let known = keys.master(master).map_err(|error| match error {
        StoreError::Keys(told) => StoreError::Keys(format!("vault, row {id}: {told}")),
        other => other,
    })?;
    let raw = open(known, (id, ""), wrapped)?;
    Ok(Zeroizing::new(raw.as_slice().try_into().map_err(|_| broken(id))?))
}

/// The same data key wrapped by the newest master key.
pub(crate) fn rewrap(
    keys: &Keyring,
    chance: &Chance,
    master: i64,
    id: Id,
    wrapped: &[u8],
) -> Result<Vec<u8>> {
    let key = unwrap(keys, master, id, wrapped)?;
    close(keys.master(keys.newest())?, chance, (id, ""), key.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_opens_only_as_itself_with_its_key() {
        let chance = Chance::seeded(3);
        let keys = Keyring::new(&chance);
        let id = |n: i64| Id::new(jiff::Timestamp::from_second(n).unwrap(), &chance);
        let (one, two) = (id(1), id(2));
        let sealed = seal(&keys, &chance, one, "text", "mương thoát nước".as_bytes()).unwrap();
        let key = unwrap(&keys, 1, one, &sealed.wrapped).unwrap();
        assert_eq!(
            &open(&key, (one, "text"), &sealed.sealed).unwrap()[SALT..],
            "mương thoát nước".as_bytes()
        );
        assert!(open(&key, (two, "text"), &sealed.sealed).is_err(), "another row's identity");
        assert!(open(&key, (one, "file"), &sealed.sealed).is_err(), "another purpose");
        assert!(unwrap(&keys, 1, two, &sealed.wrapped).is_err());
        let mut bent = sealed.sealed.clone();
        bent[30] ^= 1;
        assert!(open(&key, (one, "text"), &bent).is_err(), "one bit changed");
        assert!(unwrap(&Keyring::new(&chance), 1, one, &sealed.wrapped).is_err(), "foreign key");
    }
}
