//! Photographs and papers that show how a promise was kept: sealed as words are, destroyed with
//! them, and seen by everybody only where an officer said so.

use accounts::Failure;
use enclosures::NewFile;
use kernel::{Actor, Id, Refusal};
use store::{Change, Store};

use super::{Read, Words};
use crate::facts::Enclosed;
use crate::promise::{Command, Promise};

/// What comes beside the words of evidence.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Photographs and papers, looked at and stripped.
    pub files: Vec<NewFile>,
    /// Whether everybody may see them.
    pub shown: bool,
}

/// Seals files; search knows nothing of them.
pub(super) fn enclose(
    store: &Store,
    to: &mut Words,
    files: Vec<NewFile>,
) -> Result<Vec<Enclosed>, Failure> {
    let mut enclosed = Vec::with_capacity(files.len());
    for NewFile { media, bytes } in files {
        let size = bytes.len() as i64;
        let file = store.seal("file", &bytes)?;
        enclosed.push(Enclosed { item: file.reference.clone(), media, size });
        to.push((file, String::new()));
    }
    Ok(enclosed)
}

/// Adds photographs and papers to a promise that was read at `seen` facts and is kept.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn add_evidence(
    store: &Store,
    actor: &Actor,
    read: Read<Promise>,
    seen: i64,
    evidence: Evidence,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let mut words = Vec::new();
    let files = enclose(store, &mut words, evidence.files)?;
    let event = read.it.decide(Command::Enclose(files, evidence.shown), store.clock().today())?;
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    change.words = words;
    store.commit(actor, vec![change]).await?;
    Ok(())
}

/// Everybody may see these photographs and papers of a promise from now on, and no others.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn show_evidence(
    store: &Store,
    actor: &Actor,
    read: Read<Promise>,
    seen: i64,
    items: Vec<Id>,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let event = read.it.decide(Command::Show(items), store.clock().today())?;
    store.commit(actor, vec![Change::new(read.stream, vec![event.to_fact()])]).await?;
    Ok(())
}
