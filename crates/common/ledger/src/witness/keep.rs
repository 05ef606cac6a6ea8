//! What a witness keeps: its key, and of each log the last checkpoint that it cosigned, one small
//! file each. Nothing of it is ever made anew where it was lost without being said.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use kernel::{Chance, Clock};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::keyring::hex;
use store::whole;

use super::{Ask, No, claimed, judge};
use crate::note::{Checkpoint, Note, Signer, Use, Verifier, base64, unhash};

/// How many refused checkpoints of one log are kept as evidence; two would do.
const MOST_EVIDENCE: usize = 100;

/// A witness over its folder.
pub struct Keeper {
    folder: PathBuf,
    signer: Signer,
    logs: Vec<Verifier>,
    clock: Clock,
    /// One request at a time: what is compared is what is exchanged.
    gate: Mutex<()>,
    /// Held as long as it lives: two processes on one folder would cosign two histories.
    _lock: File,
}

/// The key as it is kept.
#[derive(Serialize, Deserialize)]
struct Key {
    note: String,
    name: String,
    seed: String,
}

/// Why a request was not answered with a cosignature.
#[derive(Debug)]
pub enum Failed {
    /// It is refused.
    No(No),
    /// The disk failed: nothing was cosigned.
    Disk(String),
}

impl From<No> for Failed {
    fn from(no: No) -> Self {
        Self::No(no)
    }
}

fn told(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

impl Keeper {
    /// Opens a folder as the witness of this name for these logs. The first time it makes a key.
    ///
    /// # Errors
    /// When the folder is in use, has a key of another name, or checkpoints and no key.
    pub fn open(
        folder: &Path,
        name: &str,
        logs: Vec<Verifier>,
        (clock, chance): (Clock, &Chance),
    ) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(told(folder))?;
        let path = folder.join("witness.lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(told(&path))?;
        lock.try_lock().map_err(|_| format!("{} is in use", folder.display()))?;
        let signer = key(folder, name, chance)?;
        Ok(Self { folder: folder.into(), signer, logs, clock, gate: Mutex::default(), _lock: lock })
    }

    /// The text by which others know it.
    pub fn key(&self) -> String {
        self.signer.verifier().text()
    }

    /// The logs that it knows.
    pub fn logs(&self) -> &[Verifier] {
        &self.logs
    }

    /// Where the last checkpoint of a log is kept.
    fn path(&self, origin: &str) -> PathBuf {
        self.folder.join(format!("{}.checkpoint", file_name(origin)))
    }

    /// The last checkpoint of a log that it cosigned, with both signatures.
    ///
    /// # Errors
    /// When it cannot be read, or is not what it cosigned: a witness that forgot that is none any
    /// more, and one that remembers something else would accuse a log of a fork that never was.
    pub fn last(&self, origin: &str) -> Result<Option<Note>, String> {
        let path = self.path(origin);
        let mut text = String::new();
        match File::open(&path).and_then(|mut file| file.read_to_string(&mut text)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            done => done.map_err(told(&path))?,
        };
        let note = Note::read(&text).ok_or_else(|| format!("{}: no note", path.display()))?;
        match note.check(self.signer.verifier()) {
            Ok(_) => Ok(Some(note)),
            Err(_) => Err(format!("{}: it is not what this witness cosigned", path.display())),
        }
    }

    /// Judges a request, and cosigns what goes on from the last checkpoint; the line to answer.
    ///
    /// # Errors
    /// Why it is not cosigned.
    pub fn add(&self, ask: &Ask) -> Result<String, Failed> {
        let (by, new) = claimed(&self.logs, ask)?;
        let _one_at_a_time = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self.last(&new.origin).map_err(Failed::Disk)?;
        let known = match &last {
            None => None,
            Some(note) => {
                let known = Checkpoint::read(&note.text).filter(|c| c.origin == new.origin);
                let known =
                    known.ok_or_else(|| Failed::Disk("no checkpoint of this log".into()))?;
                Some((known.size, known.root))
            }
        };
        if let Err(no) = judge(known, ask, &new) {
            if let Some(what) = no.kept_as() {
                tracing::error!(log = by.name, size = new.size, "{}", no.told());
                self.keep_evidence(what, &new, &ask.note);
            }
            return Err(no.into());
        }
        let now = u64::try_from(self.clock.now().as_second()).unwrap_or_default();
        let line = self.signer.sign(&ask.note.text, now);
        let own = ask.note.signatures.iter().filter(|line| line.id == by.id());
        let signatures = own.cloned().chain([line.clone()]).collect();
        // A crash before this: nobody has the line. A crash after it: the log asks again from the
        // size that it is told, and gets one.
        let kept = Note { text: ask.note.text.clone(), signatures };
        write(&self.path(&new.origin), &kept.write()).map_err(Failed::Disk)?;
        Ok(line.line())
    }

    /// What a log signed and should not have; kept beside what it signed before. A disk that
    /// fails here changes nothing: it is refused all the same.
    fn keep_evidence(&self, what: &str, new: &Checkpoint, note: &Note) {
        let beginning = format!("{}.{what}-", file_name(&new.origin));
        let named = |entry: std::io::Result<fs::DirEntry>| {
            entry.is_ok_and(|e| e.file_name().to_string_lossy().starts_with(&beginning))
        };
        let there =
            fs::read_dir(&self.folder).map_or(0, |all| all.map(named).filter(|n| *n).count());
        let root = hex(&new.root[..4]);
        let path = self.folder.join(format!("{beginning}{}-{root}", new.size));
        if there < MOST_EVIDENCE
            && let Err(error) = write(&path, &note.write())
        {
            tracing::warn!(error, "the evidence could not be kept");
        }
    }
}

/// The name of a log as a file: the same by which others ask for its last checkpoint.
pub(super) fn file_name(origin: &str) -> String {
    hex(&Sha256::digest(origin))
}

/// Once this returns no crash takes the file back.
fn write(path: &Path, text: &str) -> Result<(), String> {
    whole::replace(path, text).and_then(|()| whole::settle(path)).map_err(told(path))
}

fn key(folder: &Path, name: &str, chance: &Chance) -> Result<Signer, String> {
    let path = folder.join("witness.toml");
    let no_name = || format!("{name} is no name of a key: no blanks and no plus signs");
    let kept: Key = match fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let others = fs::read_dir(folder).map_err(told(folder))?.flatten();
            let mut names = others.map(|entry| entry.file_name());
            if names.any(|name| name.to_string_lossy().ends_with(".checkpoint")) {
                return Err(format!("{} is absent; put the copy back", path.display()));
            }
            let seed: [u8; 32] = chance.bytes();
            Signer::new(name, Use::Witness, &seed).ok_or_else(no_name)?;
            let note = "The key of this witness. Keep a copy; show it to nobody.".to_owned();
            let key = Key { note, name: name.to_owned(), seed: base64(&seed) };
            let text = toml::to_string(&key).map_err(|error| error.to_string())?;
            whole::replace_secret(&path, &text).map_err(told(&path))?;
            key
        }
        Err(error) => return Err(told(&path)(error)),
    };
    if kept.name != name {
        return Err(format!("{} is the key of {}, not of {name}", path.display(), kept.name));
    }
    let seed = unhash(&kept.seed).ok_or_else(|| format!("{}: no seed", path.display()))?;
    Signer::new(name, Use::Witness, &seed).ok_or_else(no_name)
}
