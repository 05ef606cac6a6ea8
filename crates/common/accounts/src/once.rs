//! A request that a program may send again: under one key it is done once, whatever is lost on the
//! way.
//!
//! The key's row is written in the transaction of the act itself ([`store::Store::along`]), so it
//! stands just when the act stands. A request that comes again finds it and is told what was made;
//! another request under the same key is refused. Neither keys nor requests are kept: keyed tags
//! are, for two days.

use jiff::{SignedDuration, Timestamp};
use kernel::Refusal;
use store::keyring::hex;
use store::query::Apart;
use store::{Result, Store, row};

use crate::failure::Failure;

/// How long a key is remembered.
const KEPT: SignedDuration = SignedDuration::from_hours(48);

const TAKE: &str = "INSERT INTO requests_once (tag, asked, made, at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (tag) DO NOTHING";
const MADE: &str = "SELECT asked, made FROM requests_once WHERE tag = $1";
const SWEEP: &str = "DELETE FROM requests_once WHERE at < $1";

/// Samples of every statement, for the test that prepares them on both engines.
pub(crate) fn statements() -> Vec<String> {
    [TAKE, MADE, SWEEP].map(str::to_owned).to_vec()
}

/// One request under its key.
#[derive(Clone, Debug)]
pub struct Once {
    tag: String,
    asked: String,
    at: Timestamp,
}

impl Once {
    /// The request of a sender under a key. `asked` is what makes it this request: its address and
    /// body, and not the version that its sender saw, which may have been read anew since.
    pub fn new(store: &Store, sender: &str, key: &str, asked: &[&str]) -> Self {
        let tag = |use_: &str, parts: &[&str]| {
            let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
            hex(&store.keys().tag(use_, &parts)[..16])
        };
        Self {
            tag: tag("request key", &[sender, key]),
            asked: tag("request", asked),
            at: store.now(),
        }
    }

    /// A handle whose commit is this request's: what it makes is `made`, the name of a stream. When
    /// the key was used in the same moment, the commit is lost.
    pub fn on(&self, store: &Store, made: &str) -> Store {
        let values = row![self.tag.as_str(), self.asked.as_str(), made, self.at];
        store.along(vec![Apart::one(TAKE, values)])
    }

    /// What the request made when it came before; `None` when it has not come.
    ///
    /// # Errors
    /// A refusal: the key stands for another request. Also when the database does not answer.
    pub async fn made(&self, store: &Store) -> std::result::Result<Option<String>, Failure> {
        let rows = store.rows(MADE, row![self.tag.as_str()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        match row.text(0)? == self.asked {
            true => Ok(Some(row.text(1)?)),
            false => Err(Refusal::invalid("Idempotency-Key", "idempotency-key-used").into()),
        }
    }
}

/// Forgets keys after their time. For the periodic task.
pub(crate) async fn sweep(store: &Store, now: Timestamp) -> Result<u64> {
    let old = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
    store.run_apart(SWEEP, row![old]).await
}
