//! The keys by which receipts of this installation are known: its log's own, those of the logs
//! before it, and its witnesses'. One reading for the pages that hold a receipt against them; it is
//! made anew each time, for another node may have begun a log or asked another witness.

use store::{Result, Store};

use crate::cosign::Cosigned;
use crate::facts::{self, Former};
use crate::head::{Head, signer};
use crate::note::Verifier;
use crate::store as sql;

/// What is known of them now.
pub struct Keys {
    /// The head of the log; `None` where none was begun.
    pub head: Option<Head>,
    /// Its own key.
    pub own: Option<Verifier>,
    /// The logs before it, the latest first.
    pub former: Vec<Former>,
    /// What each witness cosigned last.
    pub witnesses: Vec<Cosigned>,
}

impl Keys {
    /// Reads them.
    ///
    /// # Errors
    /// When the database does not answer, or the head is not what was written.
    pub async fn read(store: &Store) -> Result<Self> {
        let head = sql::head(store).await?;
        let begun = head.as_ref().map(|head| head.begun);
        let own = begun.and_then(|begun| signer(&store.keys(), begun));
        let former = facts::former(store, begun).await?;
        let witnesses = sql::cosigned(store).await?;
        Ok(Self { head, own: own.map(|own| own.verifier().clone()), former, witnesses })
    }

    /// The text of the log's own key.
    pub fn own_text(&self) -> Option<String> {
        self.own.as_ref().map(Verifier::text)
    }

    /// The texts of the keys of the logs before it.
    pub fn former_texts(&self) -> Vec<String> {
        self.former.iter().map(|log| log.key.text()).collect()
    }
}
