//! Names that make what is sent twice one thing: a form's key, and the identity it stands for.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kernel::{Actor, Id, clock};

use crate::keyring::hex;
use crate::{Change, CommitError, Fact, Sealed, Store, Stream};

/// Words on their way into the vault, each with the stream that will hold its reference.
type Words = Vec<(Sealed, String)>;

impl Store {
    /// Names a form: sent twice, it is one thing.
    pub fn new_key(&self) -> String {
        hex(&self.chance().bytes::<16>())
    }

    /// The identity that these parts stand for: the same parts and day always name the same thing,
    /// on every node, without a table; nobody without the keys can guess it.
    pub fn keyed_id(&self, on: Date, parts: &[&str]) -> Id {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        let tag = self.keys().tag("idempotency", &parts);
        let mut random = [0; 10];
        random.copy_from_slice(&tag[..10]);
        let at = clock::instant(on, Time::midnight());
        Id::from_parts(at.unwrap_or(Timestamp::UNIX_EPOCH), random)
    }

    /// A handle whose every commit runs these statements too, in the same transaction: what they
    /// write stands just when the facts stand. Where one does not touch the rows that it must, the
    /// commit is lost, and nothing was recorded.
    #[must_use]
    pub fn along(&self, statements: Vec<crate::query::Apart>) -> Self {
        Self { along: std::sync::Arc::new(statements), ..self.clone() }
    }

    /// Records changes that begin the stream `name`: sent twice, or by two in the same moment, it
    /// is one, and the second is told that it was there. Lost to anything else (a new law, another
    /// stream of the same changes) nothing was recorded.
    ///
    /// # Errors
    /// As [`Store::commit`], but for a stream that was there already.
    pub async fn commit_once(
        &self,
        actor: &Actor,
        name: &str,
        changes: Vec<Change>,
    ) -> Result<bool, CommitError> {
        match self.commit(actor, changes).await {
            Ok(_) => Ok(true),
            Err(CommitError::Lost(lost)) if lost == name => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Records the first fact of a stream, once.
    ///
    /// # Errors
    /// As [`Store::commit_once`].
    pub async fn begin(
        &self,
        actor: &Actor,
        stream: Stream,
        (fact, words): (Fact, Words),
    ) -> Result<bool, CommitError> {
        let name = stream.name.clone();
        self.commit_once(actor, &name, vec![said(stream, fact, words)]).await
    }

    /// Records one more fact of a stream as it was read.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub async fn go_on(
        &self,
        actor: &Actor,
        stream: Stream,
        (fact, words): (Fact, Words),
    ) -> Result<(), CommitError> {
        self.commit(actor, vec![said(stream, fact, words)]).await.map(drop)
    }
}

fn said(stream: Stream, fact: Fact, words: Words) -> Change {
    let mut change = Change::new(stream, vec![fact]);
    change.words = words;
    change
}
