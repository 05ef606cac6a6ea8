//! After an erasure the bytes go too. What a commit overwrote or deleted still stands in the log
//! beside SQLite's file, and on PostgreSQL in rows that are dead: once a second, while something is
//! left, this node takes that away. No commit waits for it, and a long reader (a backup, `verify`)
//! only puts it off.
//!
//! It reaches the database and nothing else: not copies that were made before, nor the disk below
//! the file system, nor the log of a database server until that is recycled. What remains there is
//! sealed, and noise once the master key is replaced ([`crate::Store::rotate_master`]).
//!
//! **A crash** before it is done: the next start begins with it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sqlx::Connection as _;
use tokio::task::JoinHandle;

use crate::open::Shared;
use crate::{Result, Store};

/// The committer's helper: one attempt at a time, beside the commits.
#[derive(Default)]
pub(crate) struct Sweeper(Option<JoinHandle<()>>);

impl Sweeper {
    /// Begins an attempt when something is left and none is under way.
    pub fn go_on(&mut self, shared: &Arc<Shared>) {
        let busy = self.0.as_ref().is_some_and(|attempt| !attempt.is_finished());
        if !busy && is_left(shared) {
            self.0 = Some(tokio::spawn(attempt(shared.clone())));
        }
    }

    /// Waits for the attempt under way, and makes a last one when something is left.
    pub async fn end(self, shared: &Arc<Shared>) {
        if let Some(attempt) = self.0 {
            let _ = attempt.await;
        }
        if is_left(shared) {
            attempt(shared.clone()).await;
        }
    }
}

fn is_left(shared: &Shared) -> bool {
    *shared.wiped.borrow() < shared.erasures.load(Ordering::SeqCst)
}

async fn attempt(shared: Arc<Shared>) {
    // What is erased from here on wants an attempt of its own.
    let upto = shared.erasures.load(Ordering::SeqCst);
    match wipe(&shared).await {
        Ok(true) => {
            shared.wiped.send_replace(upto);
        }
        Ok(false) => tracing::debug!("a reader keeps what was erased; it is tried again"),
        Err(error) => tracing::warn!(%error, "erased bytes are not gone yet; it is tried again"),
    }
}

/// Takes away what was overwritten or deleted; `false` when a reader still needs it.
async fn wipe(shared: &Shared) -> Result<bool> {
    let mut conn = shared.engine.connect(&shared.url).await?;
    let done = shared.engine.wipe(&mut conn).await;
    // A failure to close costs nothing: the server or the system closes it.
    let _ = conn.close().await;
    done
}

impl Store {
    /// Waits until what was erased before is gone from the database's own files, at most so long;
    /// whether it is. `false` at once on PostgreSQL: a server's pages are not ours to look into,
    /// and what is sealed in them stays until the server writes over it.
    pub async fn wiped(&self, longest: Duration) -> bool {
        if self.engine() == crate::Engine::Postgres {
            return false;
        }
        let mut wiped = self.shared.wiped.subscribe();
        let erased = self.shared.erasures.load(Ordering::SeqCst);
        let gone = tokio::time::timeout(longest, wiped.wait_for(|upto| *upto >= erased)).await;
        gone.is_ok_and(|gone| gone.is_ok())
    }
}
