//! The master keys: a small file outside the database. Without it the vault is noise.
//!
//! `keys.toml` holds every master key that still wraps something (the newest wraps new words), the
//! search key (keyed tokens) and the code key (codes and secrets of residents). The file is made
//! once, readable by its owner only; a backup of the database never contains it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Chance;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Result, StoreError, whole};

/// A key of 256 bits, wiped from memory when dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// All keys of one instance.
#[derive(Clone)]
pub struct Keyring {
    masters: BTreeMap<i64, Key>,
    search: Key,
    code: Key,
    /// The search key as a hash has taken it in: some thirty tags a letter begin with it.
    begun: OnceLock<Hmac<Sha256>>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("masters", &self.masters.len()).finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct File {
    note: String,
    search: String,
    code: String,
    masters: BTreeMap<String, String>,
}

impl Keyring {
    /// New keys.
    pub fn new(chance: &Chance) -> Self {
        let key = || Zeroizing::new(chance.bytes::<32>());
        Self {
            masters: BTreeMap::from([(1, key())]),
            search: key(),
            code: key(),
            begun: OnceLock::new(),
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// When it is absent (the text says what that means) or malformed.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)
            .map_err(|e| StoreError::File(format!("the keys {}", path.display()), e))?;
        let file: File = toml::from_str(&text)
            .map_err(|e| StoreError::Keys(format!("{}: {e}", path.display())))?;
        let masters = file
            .masters
            .iter()
            .map(|(number, key)| {
                let number = number.parse().map_err(|_| bad(path, "masters"))?;
                Ok((number, unhex(key).ok_or_else(|| bad(path, "masters"))?))
            })
            .collect::<Result<BTreeMap<_, _>>>()?;
        if masters.is_empty() {
            return Err(bad(path, "masters"));
        }
        Ok(Self {
            masters,
            search: unhex(&file.search).ok_or_else(|| bad(path, "search"))?,
            code: unhex(&file.code).ok_or_else(|| bad(path, "code"))?,
            begun: OnceLock::new(),
        })
    }

    /// Writes the file so that a crash leaves either the old one or the new one, never half.
    pub fn write(&self, path: &Path) -> Result<()> {
        let file = File {
            note: "Master keys of this Dantin. Keep a copy apart from the database backups.".into(),
            search: hex(self.search.as_slice()),
            code: hex(self.code.as_slice()),
            masters: self
                .masters
                .iter()
                .map(|(n, key)| (n.to_string(), hex(key.as_slice())))
                .collect(),
        };
        let text = toml::to_string(&file).map_err(|e| StoreError::Keys(e.to_string()))?;
        let fail = |e| StoreError::File(format!("the keys {}", path.display()), e);
        whole::replace_secret(path, &text).map_err(fail)
    }

    /// Adds a new master key, which wraps from now on.
    pub fn add_master(&mut self, chance: &Chance) -> i64 {
        let number = self.newest() + 1;
        self.masters.insert(number, Zeroizing::new(chance.bytes()));
        number
    }

    /// Forgets all master keys but the newest; only when nothing is wrapped by them any more.
    pub fn forget_old(&mut self) {
        let newest = self.newest();
        self.masters.retain(|number, _| *number == newest);
    }

    /// The number of the newest master key.
    pub fn newest(&self) -> i64 {
        self.masters.keys().next_back().copied().unwrap_or_default()
    }

    pub(crate) fn master(&self, number: i64) -> Result<&Key> {
        self.masters
            .get(&number)
            .ok_or_else(|| StoreError::Keys(format!("master key {number} is not in the key file")))
    }

    /// A keyed hash for search tokens.
    pub(crate) fn search_tag(&self, word: &str) -> [u8; 32] {
        let begun = self.begun.get_or_init(|| begin(&self.search));
        finish(begun.clone(), &[word.as_bytes()])
    }

    /// A keyed hash that nobody without the key file can compute: codes, secrets, form tokens.
    /// `use_` keeps different uses apart.
    pub fn tag(&self, use_: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut all = vec![use_.as_bytes()];
        all.extend_from_slice(parts);
        tag(&self.code, &all)
    }
}

fn bad(path: &Path, what: &str) -> StoreError {
    StoreError::Keys(format!("{}: '{what}' is not a list of keys in hexadecimal", path.display()))
}

fn tag(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    finish(begin(key), parts)
}

fn begin(key: &Key) -> Hmac<Sha256> {
    // A key of 32 bytes is shorter than a block and taken as it is, padded with zeros.
    let mut block = Zeroizing::new([0; 64]);
    block[..key.len()].copy_from_slice(key.as_slice());
    Hmac::new((&*block).into())
}

fn finish(mut mac: Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Key> {
    let mut key = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tags stand in databases: how they are computed may change, what they are may not.
    #[test]
    fn a_tag_is_the_keyed_hash_of_the_standard() {
        let keys = Keyring::new(&Chance::seeded(3));
        for word in
            ["khieu", "", "a word that is longer than one block of the hash, by some letters"]
        {
            let mut mac = Hmac::<Sha256>::new_from_slice(keys.search.as_slice()).unwrap();
            mac.update(&(word.len() as u64).to_be_bytes());
            mac.update(word.as_bytes());
            let standard: [u8; 32] = mac.finalize().into_bytes().into();
            assert_eq!(keys.search_tag(word), standard, "{word}");
        }
    }
}
