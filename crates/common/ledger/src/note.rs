//! Signed notes (C2SP signed-note), checkpoints (tlog-checkpoint) and cosignatures
//! (tlog-cosignature, the Ed25519 kind: the other kind's signature fills no square on paper).
//! Pure: keys come as bytes, the time as a number.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use store::journal::Hash;

/// Base 64 as all formats of the log write it.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads base 64; `None` when it is none.
pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A hash in base 64.
pub fn unhash(text: &str) -> Option<Hash> {
    unbase64(text)?.try_into().ok()
}

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Notes of a log: signature type 0x01.
    Log,
    /// Cosignatures of a witness with their moment: signature type 0x04.
    Witness,
}

impl Use {
    const fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Witness => 4,
        }
    }
}

/// The public half of a key under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    /// The name.
    pub name: String,
    /// What it signs.
    pub signs: Use,
    /// The key.
    pub key: [u8; 32],
}

impl Verifier {
    /// The four bytes that tell keys of one name apart.
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', self.signs.byte()])
            .chain_update(self.key)
            .finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// The text that configures a verifier: `name+id+key`.
    pub fn text(&self) -> String {
        let id = store::keyring::hex(&self.id());
        let key = [&[self.signs.byte()], self.key.as_slice()].concat();
        format!("{}+{id}+{}", self.name, base64(&key))
    }

    /// Reads what [`Verifier::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let key = unbase64(key)?;
        let (kind, key) = key.split_first()?;
        let signs = [Use::Log, Use::Witness].into_iter().find(|signs| signs.byte() == *kind)?;
        let verifier = Self { name: name.to_owned(), signs, key: key.try_into().ok()? };
        let named = is_name(name) && store::keyring::hex(&verifier.id()) == id;
        named.then_some(verifier)
    }

    fn check(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.key).verify(message, signature).is_ok()
    }

    /// Whether a line of a note is this key's true signature of `text`: since when, for a
    /// witness, in seconds since 1970. `None` when it is another key's.
    ///
    /// # Errors
    /// When it claims to be this key's and is not.
    pub fn signed(&self, text: &str, line: &Signature) -> Result<Option<u64>, Fault> {
        if line.name != self.name || line.id != self.id() {
            return Ok(None);
        }
        let (since, good) = match self.signs {
            Use::Log => (0, self.check(text.as_bytes(), &line.bytes)),
            Use::Witness => {
                let (time, signature) = line.bytes.split_at_checked(8).ok_or(Fault::Forged)?;
                let since = u64::from_be_bytes(time.try_into().map_err(|_| Fault::Forged)?);
                (since, self.check(cosigned(text, since).as_bytes(), signature))
            }
        };
        if good { Ok(Some(since)) } else { Err(Fault::Forged) }
    }
}

fn cosigned(text: &str, since: u64) -> String {
    format!("cosignature/v1\ntime {since}\n{text}")
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
}

/// A key that signs.
pub struct Signer {
    pair: Ed25519KeyPair,
    verifier: Verifier,
}

impl Signer {
    /// The key of a seed. `None` when the name is no name of a key.
    pub fn new(name: &str, signs: Use, seed: &[u8; 32]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let key = pair.public_key().as_ref().try_into().ok()?;
        let verifier = Verifier { name: name.to_owned(), signs, key };
        is_name(name).then_some(Self { pair, verifier })
    }

    /// Its public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Signs a text that ends with a newline; `now` counts for a witness only.
    pub fn sign(&self, text: &str, now: u64) -> Signature {
        let bytes = match self.verifier.signs {
            Use::Log => self.pair.sign(text.as_bytes()).as_ref().to_vec(),
            Use::Witness => {
                let signature = self.pair.sign(cosigned(text, now).as_bytes());
                [now.to_be_bytes().as_slice(), signature.as_ref()].concat()
            }
        };
        Signature { name: self.verifier.name.clone(), id: self.verifier.id(), bytes }
    }
}

/// One line below a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Whose it says it is.
    pub name: String,
    /// Which key.
    pub id: [u8; 4],
    /// The signature itself; a witness's begins with its moment.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// The line, with its end.
    pub fn line(&self) -> String {
        format!("— {} {}\n", self.name, base64(&[&self.id, self.bytes.as_slice()].concat()))
    }

    /// Reads a line without its end.
    pub fn read(line: &str) -> Option<Self> {
        let (name, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = unbase64(bytes)?;
        let (id, signature) = bytes.split_at_checked(4)?;
        let id = id.try_into().ok()?;
        is_name(name).then(|| Self { name: name.to_owned(), id, bytes: signature.to_vec() })
    }
}

/// Why a note, checkpoint or proof is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not written as its format asks.
    Malformed,
    /// A signature is not what it claims to be, or what was signed was changed.
    Forged,
    /// No signature of the key that is asked for.
    Unsigned,
}

/// How many lines of signatures are read at the most.
const MOST: usize = 32;

/// A text with its signatures, none of them checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text, with its last newline.
    pub text: String,
    /// The lines below it.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note.
    pub fn read(note: &str) -> Option<Self> {
        let strange = |c: char| c < ' ' && c != '\n';
        let (text, below) = note.rsplit_once("\n\n")?;
        let lines: Vec<&str> = below.strip_suffix('\n')?.split('\n').collect();
        if note.contains(strange) || lines.len() > MOST {
            return None;
        }
        let signatures = lines.into_iter().map(Signature::read).collect::<Option<Vec<_>>>()?;
        Some(Self { text: format!("{text}\n"), signatures })
    }

    /// Writes it.
    pub fn write(&self) -> String {
        let lines: String = self.signatures.iter().map(Signature::line).collect();
        format!("{}\n{lines}", self.text)
    }

    /// Whether this key signed it, and since when it says so.
    ///
    /// # Errors
    /// When no line is this key's, or one claims to be and is not.
    pub fn check(&self, by: &Verifier) -> Result<u64, Fault> {
        let mut since = None;
        for line in &self.signatures {
            since = since.or(by.signed(&self.text, line)?);
        }
        since.ok_or(Fault::Unsigned)
    }
}

/// What a log says of itself at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, base64(&self.root))
    }

    /// Reads a note's text; further lines are allowed and mean nothing here.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let whole = !origin.is_empty() && text.ends_with('\n');
        let checkpoint =
            Self { origin: origin.to_owned(), size: decimal(size)?, root: unhash(root)? };
        whole.then_some(checkpoint)
    }

    /// The signed note.
    pub fn signed(&self, by: &Signer) -> Note {
        let text = self.text();
        let signatures = vec![by.sign(&text, 0)];
        Note { text, signatures }
    }
}

/// A number without a leading zero.
pub fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(name: &str, signs: Use) -> Signer {
        Signer::new(name, signs, &[7; 32]).expect("a name")
    }

    #[test]
    fn a_checkpoint_is_believed_only_as_it_was_signed() {
        let log = signer("xa.example/log", Use::Log);
        let witness = signer("bao.example/w", Use::Witness);
        let checkpoint = Checkpoint { origin: "xa.example/log".into(), size: 9, root: [3; 32] };
        let mut note = checkpoint.signed(&log);
        note.signatures.push(witness.sign(&note.text, 1_700_000_000));
        let read = Note::read(&note.write()).expect("it is a note");
        assert_eq!(read, note);
        assert_eq!(Checkpoint::read(&read.text), Some(checkpoint));
        assert_eq!(read.check(log.verifier()), Ok(0));
        assert_eq!(read.check(witness.verifier()), Ok(1_700_000_000));
        let stranger = signer("la.example/w", Use::Witness);
        assert_eq!(read.check(stranger.verifier()), Err(Fault::Unsigned));
        let mut bent = read.clone();
        bent.text = bent.text.replace("\n9\n", "\n8\n");
        assert_eq!(bent.check(log.verifier()), Err(Fault::Forged));
        let mut later = read;
        later.signatures[1].bytes[7] ^= 1;
        assert_eq!(later.check(witness.verifier()), Err(Fault::Forged), "another moment");
    }

    #[test]
    fn a_verifier_is_read_as_it_was_written_and_not_otherwise() {
        let text = signer("bao.example/w", Use::Witness).verifier().text();
        assert_eq!(Verifier::read(&text).expect("it reads").text(), text);
        assert!(Verifier::read(&text.replacen("bao", "cao", 1)).is_none(), "the id covers it");
        assert!(Verifier::read("bao.example/w").is_none());
    }

    #[test]
    fn what_is_no_note_is_refused() {
        let good = "a\n1\nx\n\n— a AAAAAQ==\n";
        assert!(Note::read(good).is_some());
        for bad in [
            "",
            "a\n",
            "a\n\n",
            "a\n\nb\n",
            "a\n\n— a\n",
            "a\n\n— a AAAA\n",
            "a\t\n\n— a AAAAAQ==\n",
        ] {
            assert!(Note::read(bad).is_none(), "{bad:?}");
        }
        for bad in ["01", "", "-1", "1 ", "99999999999999999999"] {
            assert!(decimal(bad).is_none(), "{bad:?}");
        }
    }

    /// The example of the specification of cosignatures, checked by its own id.
    #[test]
    fn a_line_of_the_specification_is_read() {
        let line = "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWX\
                    EhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";
        let read = Signature::read(line).expect("it is a line");
        assert_eq!(read.id, [0x8d, 0x66, 0xcf, 0x3f]);
        assert_eq!(u64::from_be_bytes(read.bytes[..8].try_into().unwrap()), 1_679_315_147);
        assert_eq!(read.line().trim_end(), line);
    }
}
