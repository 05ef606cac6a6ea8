//! A witness (C2SP tlog-witness): whoever runs one keeps the last checkpoint of each log that it
//! knows and cosigns only what goes on from there. It sees no leaf, no word and no person.
//!
//! ```text
//!   add-checkpoint ─► judge (pure) ─► kept on disk ─► cosigned ─► answered
//! ```
//!
//! # Invariants
//! - Of one log it never cosigns two checkpoints of which neither goes on from the other, whatever
//!   was asked at once and wherever it was killed: what it cosigns stands on disk before.
//! - What it refuses as a fork it keeps, when the log signed it: that is the evidence.

mod keep;
mod serve;

pub use keep::{Failed, Keeper};
pub use serve::{ADD, SIZE, router};

use crate::merkle::{self, Hash};
use crate::note::{Checkpoint, Note, Verifier, base64, decimal, unhash};

/// What a log asks of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The size from which it says that the witness knows it.
    pub old: u64,
    /// That its tree goes on from there.
    pub proof: Vec<Hash>,
    /// The signed checkpoint.
    pub note: Note,
}

/// How many hashes prove that a tree goes on from another at the most.
const MOST_HASHES: usize = 63;

impl Ask {
    /// The body of the request.
    pub fn write(&self) -> String {
        let proof: String = self.proof.iter().map(|hash| base64(hash) + "\n").collect();
        format!("old {}\n{proof}\n{}", self.old, self.note.write())
    }

    /// Reads what [`Ask::write`] wrote.
    pub fn read(body: &str) -> Option<Self> {
        let (head, note) = body.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = decimal(lines.next()?.strip_prefix("old ")?)?;
        let proof = lines.map(unhash).collect::<Option<Vec<_>>>()?;
        let note = Note::read(note)?;
        (proof.len() <= MOST_HASHES).then_some(Self { old, proof, note })
    }
}

/// Why a checkpoint is not cosigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    /// It cannot be read, or asks to go back: 400.
    Malformed,
    /// It is of a log that this witness does not know: 404.
    Unknown,
    /// The log did not sign it: 403.
    Unsigned,
    /// The witness knows the log at this other size: 409, with that size.
    Elsewhere(u64),
    /// The same size with another root: the log was forked. 409.
    Forked,
    /// The tree does not go on from the one that the witness knows: 422.
    Inconsistent,
}

impl No {
    /// As what the checkpoint is kept beside the one before. A fork is proven by the two
    /// signatures; a proof that does not hold may be anybody's who sent it.
    pub const fn kept_as(self) -> Option<&'static str> {
        match self {
            Self::Forked => Some("fork"),
            Self::Inconsistent => Some("doubt"),
            _ => None,
        }
    }

    /// What is said of it to whoever reads answers.
    pub const fn told(self) -> &'static str {
        match self {
            Self::Malformed => "this is no request for a cosignature",
            Self::Unknown => "this witness does not know the log",
            Self::Unsigned => "the checkpoint is not signed by the log's key",
            Self::Elsewhere(_) => "the log was last seen at another size",
            Self::Forked => "the log showed another root for this size before",
            Self::Inconsistent => "the tree does not go on from the one that was seen before",
        }
    }
}

/// Whose checkpoint it is, before anything is believed of it.
///
/// # Errors
/// When it cannot be read, is of an unknown log, or is not signed by it.
pub fn claimed<'a>(logs: &'a [Verifier], ask: &Ask) -> Result<(&'a Verifier, Checkpoint), No> {
    let checkpoint = Checkpoint::read(&ask.note.text).ok_or(No::Malformed)?;
    let of = |log: &&Verifier| log.name == checkpoint.origin;
    let mut known = logs.iter().filter(of).peekable();
    known.peek().ok_or(No::Unknown)?;
    let by = known.find(|log| ask.note.check(log).is_ok()).ok_or(No::Unsigned)?;
    match ask.old > checkpoint.size {
        true => Err(No::Malformed),
        false => Ok((by, checkpoint)),
    }
}

/// Whether a checkpoint goes on from what is known of its log: size and root, if anything is.
///
/// # Errors
/// The first reason why it does not.
pub fn judge(known: Option<(u64, Hash)>, ask: &Ask, new: &Checkpoint) -> Result<(), No> {
    let (size, root) = known.unwrap_or((0, merkle::empty()));
    if ask.old != size {
        return Err(No::Elsewhere(size));
    }
    if new.size == size {
        let same = new.root == root;
        return match (same, ask.proof.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(No::Inconsistent),
            (false, _) => Err(No::Forked),
        };
    }
    // Every tree goes on from the empty one, and nothing has to be shown for it.
    let held = match size {
        0 => ask.proof.is_empty(),
        _ => merkle::is_consistent((size, &root), (new.size, &new.root), &ask.proof),
    };
    if held { Ok(()) } else { Err(No::Inconsistent) }
}

#[cfg(test)]
mod tests;
