//! Periodic tasks: each has a name and a rhythm, and runs on one node at a time. Tasks of different
//! names run beside each other: a long import delays no mail.
//!
//! ```text
//!   due ──► held by one node (a lease in the database, renewed while it works)
//!    ▲            │ done or failed: outcome and note are kept
//!    └── rhythm ──┘ the node died: the lease runs out and another node takes over
//! ```
//!
//! # Invariants
//! - Of all nodes on one database at most one holds a task, as long as their clocks differ by less
//!   than the lease ([`LEASE_MINUTES`]). A task must still bear to be run twice: a node may stall
//!   for longer than its lease and wake up again.
//! - A task that fails or panics is tried again at its next time, never in a tight loop.
//! - What stands in the table `jobs` is no truth of the journal: it may be lost without loss.
//!
//! A task that may take long is [told when the program ends](Stop), so that it can leave off.
//!
//! Not a queue of work to be done once: a fact that calls for work writes its own row.

mod lease;
mod runner;
mod stop;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use jiff::SignedDuration;
use store::{Migration, Store};

pub use lease::{STATEMENTS, Status, status};
pub use runner::{Runner, Running};
pub use stop::Stop;

/// The table.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "jobs-1", sql: include_str!("../migrations/jobs-1.sql") }];

/// How long a node holds a task without a sign of life.
pub const LEASE_MINUTES: i64 = 2;

/// What a run of a task says of itself: a note for the operator, or why it failed.
pub type Outcome = Result<String, String>;

type Work = dyn Fn(Store, Stop) -> Pin<Box<dyn Future<Output = Outcome> + Send>> + Send + Sync;

/// A periodic task.
#[derive(Clone)]
pub struct Job {
    name: &'static str,
    every: SignedDuration,
    work: Arc<Work>,
}

impl Job {
    /// A task that runs `work` every so often. `name` is unique in the program and is what an
    /// operator sees: `accounts.sweep`.
    pub fn new<F>(
        name: &'static str,
        every: SignedDuration,
        work: impl Fn(Store) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        Self { name, every, work: Arc::new(move |store, _| Box::pin(work(store))) }
    }

    /// A task that may take longer than an operator wants to wait for the end of the program: it is
    /// handed a [`Stop`] and leaves off when that is asked.
    pub fn stoppable<F>(
        name: &'static str,
        every: SignedDuration,
        work: impl Fn(Store, Stop) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        Self { name, every, work: Arc::new(move |store, stop| Box::pin(work(store, stop))) }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its rhythm: from the end of one run to the beginning of the next.
    pub fn every(&self) -> SignedDuration {
        self.every
    }
}
