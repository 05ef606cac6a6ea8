//! The head of the log and what this node remembers of it beside the database.
//!
//! The key of a log follows from the key file and the moment at which the log was begun: it is
//! kept with the master keys, outside the database, and every node that has them has it. A log
//! that is begun anew has another key and so another name: nobody can take one for the other.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::journal::Hash;
use store::keyring::hex;
use store::{Keyring, StoreError, whole};

use crate::merkle;
use crate::note::{Checkpoint, Signer, Use};
use crate::receipt::origin;

/// The one row on which the log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// When this log was begun: it names the key.
    pub begun: Timestamp,
    /// How many leaves.
    pub size: u64,
    /// Up to which position of the journal everything that is logged has a leaf.
    pub position: i64,
    /// The seal that covered that position.
    pub seal: i64,
    /// When it was signed.
    pub at: Timestamp,
    /// The root over all leaves.
    pub root: Hash,
    /// The signed checkpoint.
    pub note: String,
}

/// The key of the log that was begun at a moment. `None` never happens: the name is a name.
pub fn signer(keys: &Keyring, begun: Timestamp) -> Option<Signer> {
    let seed = keys.tag("log key", &[&begun.as_microsecond().to_be_bytes()]);
    let unnamed = Signer::new("key", Use::Log, &seed)?;
    Signer::new(&origin(&unnamed.verifier().key), Use::Log, &seed)
}

impl Head {
    /// The head of a log without leaves.
    pub fn first(begun: Timestamp, by: &Signer) -> Self {
        let head = Self {
            begun,
            size: 0,
            position: 0,
            seal: 0,
            at: begun,
            root: merkle::empty(),
            note: String::new(),
        };
        head.signed(by)
    }

    /// The tag over its whole row; nobody makes it without the key file.
    pub fn tag(&self, keys: &Keyring) -> Hash {
        let numbers = [
            self.begun.as_microsecond(),
            self.size as i64,
            self.position,
            self.seal,
            self.at.as_microsecond(),
        ];
        let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        keys.tag("log head", &[&numbers, &self.root, self.note.as_bytes()])
    }

    /// The same with its checkpoint signed.
    pub fn signed(self, by: &Signer) -> Self {
        let origin = by.verifier().name.clone();
        let checkpoint = Checkpoint { origin, size: self.size, root: self.root };
        Self { note: checkpoint.signed(by).write(), ..self }
    }
}

/// What the node last saw: whoever takes the database back, or gives it another, does not change
/// this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    note: String,
    /// When the log was begun, in microseconds since 1970.
    pub begun: i64,
    /// How many leaves it had.
    pub size: u64,
    /// The root over them, in hexadecimal.
    pub root: String,
    /// Whether its head was seen with its tag: from then on one without is a changed one. A memory
    /// from before there were tags does not say so.
    #[serde(default)]
    pub tagged: bool,
}

impl Memory {
    /// What is to be remembered of a head.
    pub fn of(head: &Head) -> Self {
        Self {
            note: "How far this node has seen the public log; held against the database.".into(),
            begun: head.begun.as_microsecond(),
            size: head.size,
            root: hex(&head.root),
            tagged: true,
        }
    }
}

/// Where it is remembered.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("log.toml")
}

fn fault(path: &Path, error: std::io::Error) -> StoreError {
    StoreError::File(path.display().to_string(), error)
}

/// What this folder remembers; `None` when it never saw a log.
///
/// # Errors
/// When the file is there and cannot be read: it is not to be passed over.
pub fn remembered(folder: &Path) -> store::Result<Option<Memory>> {
    let path = path(folder);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(&path, error)),
    };
    let memory = toml::from_str(&text);
    memory.map(Some).map_err(|e| StoreError::Unusable(format!("{}: {e}", path.display())))
}

/// Remembers a head. A crash leaves the old memory or the new one, never half of one.
pub fn remember(folder: &Path, head: &Head) -> store::Result<()> {
    keep(folder, &Memory::of(head))
}

/// Remembers of a log from before there were tags that its head has one from here on: whoever takes
/// the tag out of the database does not change this.
pub fn remember_tag(folder: &Path, memory: Memory) -> store::Result<()> {
    keep(folder, &Memory { tagged: true, ..memory })
}

fn keep(folder: &Path, memory: &Memory) -> store::Result<()> {
    let path = path(folder);
    let text = toml::to_string(memory);
    let text = text.map_err(|e| StoreError::Unusable(e.to_string()))?;
    whole::replace(&path, &text).map_err(|error| fault(&path, error))
}

/// Forgets the log: after a database was put in from a backup, or when one is begun anew.
pub fn forget(folder: &Path) -> store::Result<()> {
    let path = path(folder);
    whole::remove(&path).map_err(|error| fault(&path, error))
}
