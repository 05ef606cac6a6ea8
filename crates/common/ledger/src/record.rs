//! What a leaf commits to: a small public record, hidden by a salt. Pure.
//!
//! An entry of the log is SHA-256 over salt and record. The salt is the one under which the
//! record's words lie in the vault, and nowhere else: whoever destroys the words destroys it too,
//! and what stays in the log says nothing any more. Only the receipt in its owner's hands does.

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use store::VaultId;
use store::journal::Hash;

/// The salt of a vault item.
pub type Salt = [u8; 16];

/// What a slice says of a fact that is to be logged; no word and no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Public {
    /// What sort of it: `complaint`; empty when there is one sort only.
    pub sort: String,
    /// What people call it: `TT-4176-28`.
    pub code: String,
    /// The unit that received it, or owes it: a code of the State's list.
    pub unit: String,
    /// The day that the fact tells.
    pub on: Date,
    /// The rule under which something is owed; empty for none.
    pub rule: String,
    /// Its words: their commitment is in the record, their salt opens it.
    pub words: VaultId,
}

/// A record as it is hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The kind of fact: `petition.received`.
    pub kind: String,
    /// As in [`Public`].
    pub sort: String,
    /// As in [`Public`].
    pub code: String,
    /// As in [`Public`].
    pub unit: String,
    /// As in [`Public`].
    pub on: Date,
    /// As in [`Public`].
    pub rule: String,
    /// SHA-256 over the salt and the words.
    pub words: Hash,
}

const BEGINNING: &[u8] = b"dantin leaf 1";

impl Record {
    /// The record of a fact. `None` when a commitment is none, or a word is longer than a code
    /// can be: inconsistent data.
    pub fn new(kind: &str, public: Public) -> Option<Self> {
        let words = unhex(&public.words.commitment)?;
        let Public { sort, code, unit, on, rule, .. } = public;
        let record = Self { kind: kind.to_owned(), sort, code, unit, on, rule, words };
        record.fields().iter().all(|field| field.len() < 128).then_some(record)
    }

    fn fields(&self) -> [&str; 5] {
        [&self.kind, &self.sort, &self.code, &self.unit, &self.rule]
    }

    /// Its bytes: one way to write it and no other, so that it can be hashed.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        for field in self.fields() {
            bytes.push(field.len() as u8);
            bytes.extend_from_slice(field.as_bytes());
        }
        bytes.extend(self.on.year().to_be_bytes());
        bytes.extend([self.on.month() as u8, self.on.day() as u8]);
        bytes.extend(self.words);
        bytes
    }

    /// Reads what [`Record::bytes`] wrote, and nothing else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut field = || {
            let (length, after) = rest.split_first()?;
            let (text, after) = after.split_at_checked(usize::from(*length))?;
            rest = after;
            String::from_utf8(text.to_vec()).ok()
        };
        let (kind, sort, code) = (field()?, field()?, field()?);
        let (unit, rule) = (field()?, field()?);
        let (day, words) = rest.split_at_checked(4)?;
        let year = i16::from_be_bytes([day[0], day[1]]);
        let on = Date::new(year, i8::try_from(day[2]).ok()?, i8::try_from(day[3]).ok()?).ok()?;
        let record = Self { kind, sort, code, unit, on, rule, words: words.try_into().ok()? };
        (record.bytes() == bytes).then_some(record)
    }

    /// The entry that stands in the log.
    pub fn entry(&self, salt: &Salt) -> Hash {
        let hasher = Sha256::new().chain_update(BEGINNING).chain_update(salt);
        hasher.chain_update(self.bytes()).finalize().into()
    }

    /// Whether these are the words that it was made for.
    pub fn holds(&self, salt: &Salt, words: &[u8]) -> bool {
        let hash: Hash = Sha256::new().chain_update(salt).chain_update(words).finalize().into();
        hash == self.words
    }
}

/// Eight digits that follow from an entry, to be compared over the telephone: they tell two
/// receipts apart and prove nothing.
pub fn spoken(entry: &Hash) -> String {
    let hash = Sha256::new().chain_update(b"dantin spoken 1").chain_update(entry).finalize();
    let number = hash[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:04} {:04}", number / 10_000 % 10_000, number % 10_000)
}

fn unhex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn record() -> Record {
        Record {
            kind: "petition.received".into(),
            sort: "feedback".into(),
            code: "TT-4176-28".into(),
            unit: "20836".into(),
            on: Date::constant(2026, 2, 12),
            rule: "TD.reply".into(),
            words: Sha256::digest(b"0123456789abcdefwords").into(),
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written_and_from_no_other_bytes() {
        let (record, bytes) = (record(), record().bytes());
        assert_eq!(Record::read(&bytes), Some(record));
        for cut in 0..bytes.len() {
            assert_eq!(Record::read(&bytes[..cut]), None, "cut at {cut}");
        }
        assert_eq!(Record::read(&[bytes.as_slice(), &[0]].concat()), None);
    }

    #[test]
    fn an_entry_follows_from_every_part_and_from_the_salt() {
        let salt = *b"0123456789abcdef";
        let entry = record().entry(&salt);
        assert_ne!(entry, record().entry(b"0123456789abcdeg"));
        assert_ne!(entry, Record { unit: "20837".into(), ..record() }.entry(&salt));
        let later = Record { on: Date::constant(2026, 2, 13), ..record() };
        assert_ne!(entry, later.entry(&salt));
        assert!(record().holds(&salt, b"words"));
        assert!(!record().holds(&salt, b"other words"));
        assert_eq!(spoken(&entry).len(), 9);
    }
}
