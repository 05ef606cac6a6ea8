//! A receipt: the proof that a record is in the log, with all that opens its leaf. As a file of
//! C2SP tlog-proof, and dense enough for a square on paper. Checking needs neither network nor
//! database. Pure.

use sha2::{Digest, Sha256};
use store::journal::Hash;
use store::keyring::hex;

use crate::base45;
use crate::merkle;
use crate::note::{Checkpoint, Fault, Note, Signature, Use, Verifier, base64, decimal};
use crate::note::{unbase64, unhash};
use crate::record::{Record, Salt};

const FIRST: &str = "c2sp.org/tlog-proof@v1";
/// How a square's text begins.
pub const SQUARE: &str = "DANTIN1:";
/// How a file of this kind is named at its end.
pub const ENDING: &str = "tlog-proof";
/// What can be read as a receipt has at the most so many bytes.
pub const MOST_BYTES: usize = 64 << 10;

/// The name of the log with this key: nobody finds another key of the same name.
pub fn origin(key: &[u8; 32]) -> String {
    format!("dantin/{}", &hex(&Sha256::digest(key))[..32])
}

/// A receipt as it was read or made; nothing is believed of it before [`Receipt::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The log's key.
    pub key: [u8; 32],
    /// What opens the leaf and the words.
    pub salt: Salt,
    /// What the leaf commits to.
    pub record: Record,
    /// Which leaf.
    pub index: u64,
    /// The hashes beside its way up.
    pub proof: Vec<Hash>,
    /// The checkpoint with its signatures.
    pub note: Note,
}

/// A cosigner's name and its moment, in seconds since 1970.
pub type Cosigned = (String, u64);

/// What a receipt proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The log's name.
    pub log: String,
    /// The text by which others know the log.
    pub verifier: String,
    /// Whether it is of a log that there was before the one asked for.
    pub former: bool,
    /// How large the log was.
    pub size: u64,
    /// Which known witnesses saw it so, and since when, in seconds since 1970.
    pub witnesses: Vec<Cosigned>,
    /// Names of cosigners that nobody told us the keys of: they prove nothing.
    pub unknown: Vec<String>,
    /// The entry that stands in the log.
    pub entry: Hash,
}

/// What its reader knows and asks for.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The log's name or verifier, from the office's board or a newspaper.
    pub log: Option<String>,
    /// Names or verifiers of the office's logs before that one: before a restore.
    pub former: Vec<String>,
    /// The unit that it must be of.
    pub unit: Option<String>,
    /// Witnesses whose keys are known.
    pub witnesses: Vec<Verifier>,
    /// The words that it must be about.
    pub words: Option<Vec<u8>>,
}

/// Why a receipt proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It cannot be read: cut off, or no receipt at all.
    Unreadable,
    /// Its leaf is not in the tree that was signed: a part of it was changed.
    Altered,
    /// The checkpoint's signature is not the log's.
    Forged,
    /// It is of another log than the one asked for.
    Foreign,
    /// It is of another unit than the one asked for.
    WrongUnit,
    /// It is about other words.
    OtherWords,
}

impl Refused {
    /// A word for machines and for keys of screen words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Altered => "altered",
            Self::Forged => "forged",
            Self::Foreign => "foreign",
            Self::WrongUnit => "wrong-unit",
            Self::OtherWords => "other-words",
        }
    }
}

impl Receipt {
    /// Reads either writing.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return None;
        }
        // Some editors put an invisible mark before what they save.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line = text.trim_matches(['\n', '\r', '\t']);
        match line.strip_prefix(SQUARE) {
            Some(dense) => Self::from_dense(&base45::decode(dense)?),
            None => Self::from_file(text),
        }
    }

    fn opening(&self) -> Vec<u8> {
        [&[1], self.key.as_slice(), &self.salt, &self.record.bytes()].concat()
    }

    fn open(extra: &[u8]) -> Option<([u8; 32], Salt, Record)> {
        let (version, rest) = extra.split_first()?;
        let (key, rest) = rest.split_at_checked(32)?;
        let (salt, record) = rest.split_at_checked(16)?;
        let opened = (key.try_into().ok()?, salt.try_into().ok()?, Record::read(record)?);
        (*version == 1).then_some(opened)
    }

    /// The file.
    pub fn file(&self) -> String {
        let proof: String = self.proof.iter().map(|hash| base64(hash) + "\n").collect();
        let (extra, index) = (base64(&self.opening()), self.index);
        format!("{FIRST}\nextra {extra}\nindex {index}\n{proof}\n{}", self.note.write())
    }

    fn from_file(text: &str) -> Option<Self> {
        let text = text.replace("\r\n", "\n");
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let first = lines.next()?;
        let extra = unbase64(lines.next()?.strip_prefix("extra ")?)?;
        let index = decimal(lines.next()?.strip_prefix("index ")?)?;
        let proof = lines.map(unhash).collect::<Option<Vec<_>>>()?;
        let (key, salt, record) = Self::open(&extra)?;
        let note = Note::read(note)?;
        let known = first == FIRST && proof.len() < 64;
        known.then_some(Self { key, salt, record, index, proof, note })
    }

    /// The text of the square. It leaves out what follows from the rest: the log's name and the
    /// root. `None` when the checkpoint has more lines than these three.
    pub fn square(&self) -> Option<String> {
        let checkpoint = Checkpoint::read(&self.note.text)?;
        if checkpoint.text() != self.note.text || checkpoint.origin != origin(&self.key) {
            return None;
        }
        let opening = self.opening();
        let mut bytes = vec![1];
        bytes.extend(u16::try_from(opening.len()).ok()?.to_be_bytes());
        bytes.extend(opening);
        bytes.extend(self.index.to_be_bytes());
        bytes.extend(checkpoint.size.to_be_bytes());
        bytes.push(u8::try_from(self.proof.len()).ok()?);
        self.proof.iter().for_each(|hash| bytes.extend(hash));
        for line in &self.note.signatures {
            let name = if line.name == checkpoint.origin { "" } else { &line.name };
            bytes.push(u8::try_from(name.len()).ok()?);
            bytes.extend(name.bytes());
            bytes.extend(line.id);
            bytes.push(u8::try_from(line.bytes.len()).ok()?);
            bytes.extend(&line.bytes);
        }
        Some(format!("{SQUARE}{}", base45::encode(&bytes)))
    }

    fn from_dense(bytes: &[u8]) -> Option<Self> {
        let mut rest = Rest(bytes);
        let known = rest.byte()? == 1;
        let opening = u16::from_be_bytes(rest.array()?);
        let (key, salt, record) = Self::open(rest.take(usize::from(opening))?)?;
        let index = u64::from_be_bytes(rest.array()?);
        let size = u64::from_be_bytes(rest.array()?);
        let count = rest.byte()?;
        let proof = (0..count).map(|_| rest.array()).collect::<Option<Vec<Hash>>>()?;
        let origin = origin(&key);
        let mut signatures = Vec::new();
        while !rest.0.is_empty() {
            let length = rest.byte()?;
            let name = String::from_utf8(rest.take(usize::from(length))?.to_vec()).ok()?;
            let id = rest.array()?;
            let length = rest.byte()?;
            let bytes = rest.take(usize::from(length))?.to_vec();
            let name = if name.is_empty() { origin.clone() } else { name };
            signatures.push(Signature { name, id, bytes });
        }
        let leaf = merkle::leaf(&record.entry(&salt));
        // A proof that does not fit gives no root; any root will do to have it refused.
        let root = merkle::root_of_inclusion(index, size, leaf, &proof).unwrap_or_default();
        let text = Checkpoint { origin, size, root }.text();
        let note = Note { text, signatures };
        known.then_some(Self { key, salt, record, index, proof, note })
    }

    /// The verifier of the log that it names.
    pub fn verifier(&self) -> Verifier {
        Verifier { name: origin(&self.key), signs: Use::Log, key: self.key }
    }

    /// Whether all of it holds together and is what its reader asks for.
    ///
    /// # Errors
    /// The first reason why it proves nothing.
    pub fn check(&self, expected: &Expected) -> Result<Proven, Refused> {
        let checkpoint = Checkpoint::read(&self.note.text).ok_or(Refused::Unreadable)?;
        let verifier = self.verifier();
        if checkpoint.origin != verifier.name {
            return Err(Refused::Forged);
        }
        let entry = self.record.entry(&self.salt);
        let leaf = merkle::leaf(&entry);
        let root = merkle::root_of_inclusion(self.index, checkpoint.size, leaf, &self.proof);
        if root != Some(checkpoint.root) {
            return Err(Refused::Altered);
        }
        self.note.check(&verifier).map_err(|_| Refused::Forged)?;
        let wanted = |log: &String| *log == verifier.name || *log == verifier.text();
        let former = expected.former.iter().any(wanted);
        if !former && !expected.log.as_ref().is_none_or(wanted) {
            return Err(Refused::Foreign);
        }
        if expected.unit.as_ref().is_some_and(|unit| *unit != self.record.unit) {
            return Err(Refused::WrongUnit);
        }
        if expected.words.as_ref().is_some_and(|words| !self.record.holds(&self.salt, words)) {
            return Err(Refused::OtherWords);
        }
        let (witnesses, unknown) = self.cosigners(&verifier.name, expected)?;
        let (log, verifier) = (verifier.name.clone(), verifier.text());
        let size = checkpoint.size;
        Ok(Proven { log, verifier, former, size, witnesses, unknown, entry })
    }

    fn cosigners(
        &self,
        log: &str,
        expected: &Expected,
    ) -> Result<(Vec<Cosigned>, Vec<String>), Refused> {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for line in self.note.signatures.iter().filter(|line| line.name != log) {
            let mut found = None;
            for witness in &expected.witnesses {
                let signed = witness.signed(&self.note.text, line);
                found = found.or(signed.map_err(|_: Fault| Refused::Forged)?);
            }
            match found {
                Some(since) => known.push((line.name.clone(), since)),
                None => unknown.push(line.name.clone()),
            }
        }
        Ok((known, unknown))
    }
}

/// Bytes that are taken from the left.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{fold, inclusion, leaf};
    use crate::note::Signer;
    use crate::record::tests::record;

    const SALT: Salt = *b"0123456789abcdef";

    /// A receipt for leaf 700 of a thousand, with one witness.
    fn receipt() -> (Receipt, Verifier) {
        let mut leaves: Vec<Hash> = (0..1_000_u32).map(|n| leaf(&n.to_be_bytes())).collect();
        leaves[700] = leaf(&record().entry(&SALT));
        let unnamed = Signer::new("x", Use::Log, &[5; 32]).expect("a name").verifier().key;
        let log = Signer::new(&origin(&unnamed), Use::Log, &[5; 32]).expect("a name");
        let witness = Signer::new("bao.example/w", Use::Witness, &[6; 32]).expect("a name");
        let of = |(from, until): (u64, u64)| fold(&leaves[from as usize..until as usize]);
        let checkpoint = Checkpoint { origin: origin(&unnamed), size: 1_000, root: fold(&leaves) };
        let mut note = checkpoint.signed(&log);
        note.signatures.push(witness.sign(&note.text, 1_771_000_000));
        let proof = inclusion(700, 1_000).into_iter().map(of).collect();
        let receipt =
            Receipt { key: unnamed, salt: SALT, record: record(), index: 700, proof, note };
        (receipt, witness.verifier().clone())
    }

    #[test]
    fn both_writings_give_the_same_receipt_and_it_holds() {
        let (receipt, witness) = receipt();
        let square = receipt.square().expect("it fits");
        assert_eq!(Receipt::read(&receipt.file()), Some(receipt.clone()));
        assert_eq!(Receipt::read(&square), Some(receipt.clone()));
        let windows = receipt.file().replace('\n', "\r\n");
        assert_eq!(Receipt::read(&windows), Some(receipt.clone()), "sent through another system");
        for writing in [&windows, &square] {
            let marked = format!("\u{feff}{writing}");
            assert_eq!(Receipt::read(&marked), Some(receipt.clone()), "saved by an editor");
        }
        let plain = receipt.check(&Expected::default()).expect("it holds");
        assert_eq!((plain.size, plain.witnesses.len()), (1_000, 0));
        assert_eq!(plain.unknown, ["bao.example/w"]);
        let expected = Expected {
            log: Some(plain.verifier),
            former: Vec::new(),
            unit: Some("20836".into()),
            witnesses: vec![witness],
            words: Some(b"words".to_vec()),
        };
        let proven = receipt.check(&expected).expect("it is what was asked for");
        assert_eq!(proven.witnesses, [("bao.example/w".to_owned(), 1_771_000_000)]);
    }

    /// As a reader of squares gives it that takes the text for another writing.
    #[test]
    fn a_square_read_in_another_encoding_is_unreadable() {
        let square = receipt().0.square().expect("it fits");
        let wide: Vec<u8> = square.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = String::from_utf8_lossy(&wide).into_owned();
        let small = square.to_lowercase();
        let escaped = square.replace(' ', "%20").replace('+', "%2B");
        for other in [wide, small, escaped, format!("https://xa.example/{square}")] {
            assert_eq!(Receipt::read(&other), None, "{other:.30}");
        }
    }

    #[test]
    fn what_its_reader_did_not_ask_for_is_refused_by_its_reason() {
        let (receipt, _) = receipt();
        let unit = Expected { unit: Some("20837".into()), ..Expected::default() };
        assert_eq!(receipt.check(&unit), Err(Refused::WrongUnit));
        let log = Expected { log: Some("dantin/other".into()), ..Expected::default() };
        assert_eq!(receipt.check(&log), Err(Refused::Foreign));
        let known = Expected { former: vec![receipt.verifier().name], ..log };
        assert!(receipt.check(&known).expect("of the log before it").former);
        let words = Expected { words: Some(b"others".to_vec()), ..Expected::default() };
        assert_eq!(receipt.check(&words), Err(Refused::OtherWords));
        let mut other_day = receipt.clone();
        other_day.record.on = jiff::civil::date(2026, 2, 11);
        assert_eq!(other_day.check(&Expected::default()), Err(Refused::Altered));
        let mut own_key = receipt.clone();
        own_key.key = [9; 32];
        assert_eq!(own_key.check(&Expected::default()), Err(Refused::Forged));
        let mut grown = receipt;
        grown.note.text = grown.note.text.replace("\n1000\n", "\n1001\n");
        assert!(grown.check(&Expected::default()).is_err());
    }

    /// Each byte of both writings, one after the other: nothing that was changed is believed.
    #[test]
    fn a_receipt_with_any_byte_changed_is_refused() {
        let (receipt, witness) = receipt();
        let expected = Expected { witnesses: vec![witness], ..Expected::default() };
        let whole = receipt.check(&expected).expect("it holds");
        for text in [receipt.file(), receipt.square().expect("it fits")] {
            for place in 0..text.len() {
                let mut bytes = text.clone().into_bytes();
                bytes[place] ^= 1;
                let Ok(bent) = String::from_utf8(bytes) else { continue };
                let Some(read) = Receipt::read(&bent) else { continue };
                if let Ok(proven) = read.check(&expected) {
                    // A cosigner's name or id may be bent: then it counts as nobody's.
                    assert!(proven.witnesses.is_empty(), "byte {place} of {bent:.20}");
                    assert_eq!((proven.entry, proven.size), (whole.entry, whole.size));
                }
            }
        }
    }
}
