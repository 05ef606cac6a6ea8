//! Asking witnesses for their cosignatures (the client of C2SP tlog-witness), each beside the
//! others and beside the log: who is slow, wrong or gone holds up nobody, and is shown by name.
//!
//! ```text
//!   head ─► proof from where the witness stands ─► add-checkpoint ─► line ─► kept
//!             ▲      409: it stands elsewhere │
//!             └───────────────────────────────┘
//! ```
//!
//! A crash anywhere loses at most a line that the witness gives again when it is asked again. Any
//! number of nodes may ask: what is kept of a witness is exchanged only for what is larger.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use jiff::Timestamp;

use crate::fetch::{Peer, Told};
use crate::head::Head;
use crate::log::Log;
use crate::merkle;
use crate::note::{Checkpoint, Note, Signature, Use, Verifier, decimal};
use crate::prove::Tiles;
use crate::store as sql;
use crate::witness::{ADD, Ask, SIZE};

/// How long a witness is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a witness that answers well is asked, at the most.
const BETWEEN: Duration = Duration::from_secs(1);
/// How long one that does not is left alone, at the most.
const LONGEST: Duration = Duration::from_secs(60);

/// A witness as it is set: where it is and by which key its lines are known.
pub struct Witness {
    by: Verifier,
    peer: Peer,
}

impl Witness {
    /// Reads `https://witness.example NAME+ID+KEY`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let told = || format!("{text}: a witness is its address, a blank, and its key");
        let (address, key) = text.trim().split_once(' ').ok_or_else(told)?;
        let by = Verifier::read(key).filter(|by| by.signs == Use::Witness).ok_or_else(told)?;
        Ok(Self { by, peer: Peer::read(address)? })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.by.name
    }
}

/// Why a witness did not cosign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It cannot be reached, or does not answer in time.
    Gone(String),
    /// It does not know this log yet.
    Unknown,
    /// It saw more leaves than there are: this log was taken back.
    Ahead(u64),
    /// It says that this log was forked.
    Forked,
    /// It answers what is no answer, or signs what is no signature of its key.
    Wrong(String),
    /// Here something went wrong; the witness was not asked.
    Own(String),
}

impl Refused {
    /// A word for machines and for keys of screen words.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Gone(_) => "gone",
            Self::Unknown => "unknown",
            Self::Ahead(_) => "ahead",
            Self::Forked => "forked",
            Self::Wrong(_) => "wrong",
            Self::Own(_) => "own",
        }
    }

    /// What else is known of it.
    pub fn detail(&self) -> String {
        match self {
            Self::Gone(told) | Self::Wrong(told) | Self::Own(told) => told.clone(),
            Self::Ahead(size) => size.to_string(),
            Self::Unknown | Self::Forked => String::new(),
        }
    }
}

impl From<store::StoreError> for Refused {
    fn from(error: store::StoreError) -> Self {
        Self::Own(error.to_string())
    }
}

/// What is kept of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// Its name.
    pub witness: String,
    /// The text by which its lines are known.
    pub verifier: String,
    /// How large the log was when it cosigned last; 0 when it never did.
    pub size: u64,
    /// The checkpoint that it cosigned, as the log signed it.
    pub note: String,
    /// Its line below it.
    pub line: String,
    /// When it says that it did.
    pub at: Timestamp,
    /// How it went when it was asked last: empty when well, else [`Refused::word`].
    pub word: String,
    /// [`Refused::detail`].
    pub detail: String,
}

impl Cosigned {
    /// Whether its line is a true one below a checkpoint of this log, and all else that is kept of
    /// it is what these two say.
    pub fn holds(&self, log: &Verifier) -> bool {
        self.proven(log).is_some()
    }

    /// The checkpoint and the line below it, when they hold.
    fn proven(&self, log: &Verifier) -> Option<(Note, Signature)> {
        let (by, note) = (Verifier::read(&self.verifier)?, Note::read(&self.note)?);
        note.check(log).ok()?;
        let line = Signature::read(self.line.trim_end())?;
        let size = Checkpoint::read(&note.text).filter(|c| c.origin == log.name)?.size;
        let since = by.signed(&note.text, &line).ok()??;
        let named = by.name == self.witness && by.text() == self.verifier;
        let told = size == self.size && moment(since) == self.at && line.line() == self.line;
        (named && told).then_some((note, line))
    }
}

/// The moment that a witness told, in seconds since 1970; 1970 where it told none that there is.
pub fn moment(since: u64) -> Timestamp {
    let since = i64::try_from(since).ok().and_then(|since| Timestamp::from_second(since).ok());
    since.unwrap_or_default()
}

/// A checkpoint of the log that has leaf `index` (or the newest), with all lines that are known
/// of it: of those the one with the most cosignatures, then the largest. What is kept of a witness
/// and does not hold is left out: a damaged row there must not spoil anybody's proof.
///
/// # Errors
/// When the database does not answer.
pub async fn checkpoint(
    store: &store::Store,
    head: &Head,
    index: Option<u64>,
) -> store::Result<Option<Note>> {
    let Some(newest) = Note::read(&head.note) else { return Ok(None) };
    let Some(by) = crate::head::signer(&store.keys(), head.begun) else { return Ok(None) };
    let kept = sql::cosigned(store).await?;
    let mut all = vec![(0, head.size, newest)];
    for one in kept.iter().filter(|one| one.size > 0) {
        let Some((note, line)) = one.proven(by.verifier()) else { continue };
        match all.iter_mut().find(|(_, _, known)| known.text == note.text) {
            Some((count, _, known)) => {
                *count += 1;
                known.signatures.push(line);
            }
            None => {
                let signatures = [note.signatures, vec![line]].concat();
                all.push((1, one.size, Note { text: note.text, signatures }));
            }
        }
    }
    let has = |size: u64| index.map_or(size == head.size, |index| index < size);
    let best = all.into_iter().filter(|(_, size, _)| has(*size));
    Ok(best.max_by_key(|(count, size, _)| (*count, *size)).map(|(_, _, note)| note))
}

impl Log {
    /// Asks a witness to cosign the log as it stands, and keeps what comes of it; answers how
    /// large the log was that it has cosigned.
    ///
    /// # Errors
    /// Why it did not; that is kept too.
    pub async fn cosign(&self, witness: &Witness) -> Result<u64, Refused> {
        let done = self.ask(witness).await;
        if let Err(refused) = &done {
            let (word, detail) = (refused.word(), refused.detail());
            tracing::warn!(witness = witness.name(), word, detail, "a witness did not cosign");
            let key = witness.by.text();
            sql::keep_refusal(self.store(), (witness.name(), &key), (word, &detail)).await?;
        }
        done
    }

    async fn ask(&self, witness: &Witness) -> Result<u64, Refused> {
        let Some(head) = sql::head(self.store()).await? else { return Ok(0) };
        let kept = sql::cosigned(self.store()).await?;
        let kept = kept.into_iter().find(|one| one.witness == witness.name());
        if head.size == 0
            || kept.as_ref().is_some_and(|one| one.word.is_empty() && one.note == head.note)
        {
            return Ok(head.size);
        }
        let note = Note::read(&head.note).ok_or_else(|| Refused::Own("its note is none".into()))?;
        let mut old = kept.map_or(0, |one| one.size).min(head.size);
        // The second time from where the witness says that it stands.
        for _ in 0..2 {
            let ranges = merkle::consistency(old, head.size);
            let proof = Tiles::new(self.store()).proof(ranges).await?;
            let ask = Ask { old, proof, note: note.clone() };
            let told = witness.peer.ask((Method::POST, ADD), ask.write(), PATIENCE).await;
            match heard(witness, &note, told.map_err(Refused::Gone)?)? {
                Heard::Line(line, since) => {
                    self.keep(witness, &head, (line, since)).await?;
                    return Ok(head.size);
                }
                Heard::Stands(size) if size > head.size => return Err(Refused::Ahead(size)),
                Heard::Stands(size) => old = size,
            }
        }
        // Another node was asking too; the next time finds what it was given.
        Err(Refused::Wrong("it stood elsewhere each time that it was asked".into()))
    }

    async fn keep(
        &self,
        witness: &Witness,
        head: &Head,
        (line, since): (Signature, u64),
    ) -> Result<(), Refused> {
        let cosigned = Cosigned {
            witness: witness.name().to_owned(),
            verifier: witness.by.text(),
            size: head.size,
            note: head.note.clone(),
            line: line.line(),
            at: moment(since),
            word: String::new(),
            detail: String::new(),
        };
        Ok(sql::keep_cosigned(self.store(), &cosigned).await?)
    }
}

/// What a witness said.
enum Heard {
    Line(Signature, u64),
    Stands(u64),
}

fn heard(witness: &Witness, note: &Note, told: Told) -> Result<Heard, Refused> {
    let body = String::from_utf8_lossy(&told.body).into_owned();
    match told.status {
        StatusCode::OK => {
            // Lines of other keys are no business of ours.
            for line in body.lines().filter_map(Signature::read) {
                match witness.by.signed(&note.text, &line) {
                    Ok(Some(since)) => return Ok(Heard::Line(line, since)),
                    Ok(None) => {}
                    Err(_) => return Err(Refused::Wrong("its signature is not its key's".into())),
                }
            }
            Err(Refused::Wrong("no line of its key is in its answer".into()))
        }
        StatusCode::CONFLICT if told.kind == SIZE => {
            let size = body.strip_suffix('\n').and_then(decimal);
            let size = size.ok_or_else(|| Refused::Wrong("it names no size".into()))?;
            Ok(Heard::Stands(size))
        }
        StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => Err(Refused::Forked),
        StatusCode::NOT_FOUND => Err(Refused::Unknown),
        other => Err(Refused::Wrong(format!("it answers {other}"))),
    }
}

/// Asks a witness for ever: once a second while it answers and the log grows, less and less often
/// while it does not.
pub async fn run(log: Log, witness: Witness) {
    let mut wait = BETWEEN;
    loop {
        wait = match log.cosign(&witness).await {
            Ok(_) => BETWEEN,
            Err(_) => (wait * 2).min(LONGEST),
        };
        tokio::time::sleep(wait).await;
    }
}

/// Forgets what is kept of witnesses that are not set any more.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_only(store: &store::Store, witnesses: &[Witness]) -> store::Result<()> {
    for kept in sql::cosigned(store).await? {
        let set = |witness: &Witness| witness.by.text() == kept.verifier;
        if !witnesses.iter().any(set) {
            sql::drop_cosigned(store, &kept.witness).await?;
        }
    }
    Ok(())
}
