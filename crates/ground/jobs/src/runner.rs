//! Running tasks: a node looks every few seconds which are due, and does them one after another.

use std::time::Duration;

use store::{Engine, Result, Store};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::{Job, LEASE_MINUTES, Outcome, Stop, lease};

/// How often a node looks for due tasks.
const LOOK: Duration = Duration::from_secs(5);

/// This node's tasks.
pub struct Runner {
    store: Store,
    node: String,
    jobs: Vec<Job>,
    asked: watch::Sender<()>,
    stop: Stop,
}

impl Runner {
    /// A runner with these tasks. Every node of an installation has the same ones.
    pub fn new(store: Store, jobs: Vec<Job>) -> Self {
        let node = store.new_id().to_string();
        let (asked, stop) = Stop::new();
        Self { store, node, jobs, asked, stop }
    }

    /// Runs what is due now, once; answers how many tasks this node ran.
    ///
    /// # Errors
    /// When the table cannot be read or written; a task's own failure is its outcome.
    pub async fn step(&self) -> Result<usize> {
        let mut ran = 0;
        for job in &self.jobs {
            lease::know(&self.store, job).await?;
            if lease::take(&self.store, job, &self.node).await? {
                let outcome = self.work(job).await;
                match &outcome {
                    Ok(note) => tracing::debug!(job = job.name(), note, "a task ran"),
                    Err(why) => tracing::error!(job = job.name(), why, "a task failed"),
                }
                lease::give_back(&self.store, job, &self.node, &outcome).await?;
                ran += 1;
            }
        }
        Ok(ran)
    }

    /// Does the work in a task of its own, so that a panic is an outcome, and keeps the lease.
    async fn work(&self, job: &Job) -> Outcome {
        let mut work = tokio::spawn((job.work)(self.store.clone(), self.stop.clone()));
        let third = Duration::from_secs(LEASE_MINUTES.unsigned_abs() * 60 / 3);
        let mut alive = interval(third);
        alive.tick().await;
        loop {
            tokio::select! {
                done = &mut work => {
                    return done.unwrap_or_else(|error| Err(format!("it broke off: {error}")));
                }
                _ = alive.tick() => {
                    if let Err(error) = lease::keep(&self.store, job, &self.node).await {
                        tracing::warn!(job = job.name(), %error, "the lease was not renewed");
                    }
                }
            }
        }
    }

    /// A process that was killed leaves its leases behind. Whoever has the folder's lock knows that
    /// on SQLite nobody else can hold one; on PostgreSQL another node may, so there they run out.
    async fn take_over(&self) {
        if self.store.engine() == Engine::Sqlite
            && let Err(error) = lease::free_all(&self.store).await
        {
            tracing::warn!(%error, "the leases of a killed process run out by themselves");
        }
    }

    /// Looks for due tasks until [`Running::stop`] is called.
    pub fn start(mut self) -> Running {
        // The sender goes to whoever may ask for the end.
        let stop = std::mem::replace(&mut self.asked, watch::channel(()).0);
        let stopped = self.stop.clone();
        let task = tokio::spawn(async move {
            self.take_over().await;
            let mut look = interval(LOOK);
            look.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    () = stopped.asked() => return,
                    _ = look.tick() => {}
                }
                if let Err(error) = self.step().await {
                    tracing::warn!(%error, "tasks wait: the database does not answer");
                }
            }
        });
        Running { stop, task }
    }
}

/// A runner at work.
pub struct Running {
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    /// Lets the task in hand finish and ends.
    pub async fn stop(self) {
        drop(self.stop);
        // A runner that broke has nothing left to finish.
        let _ = self.task.await;
    }
}
