//! Running tasks: a node looks every few seconds which are due. Tasks of different kinds run beside
//! each other, so that a long one delays no other; of one kind there is one run at a time.

use std::time::Duration;

use store::{Engine, Result, Store};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval};

use crate::{Job, LEASE_MINUTES, Outcome, Stop, lease};

/// How often a node looks for due tasks.
const LOOK: Duration = Duration::from_secs(5);

/// This node's tasks.
pub struct Runner {
    jobs: Vec<Job>,
    node: Node,
    asked: watch::Sender<()>,
}

/// A node as its tasks know it. Cheap to clone.
#[derive(Clone)]
struct Node {
    store: Store,
    name: String,
    stop: Stop,
}

impl Node {
    /// Runs one task if it is due and nobody is at it; answers whether it ran.
    async fn look(&self, job: &Job) -> Result<bool> {
        lease::know(&self.store, job).await?;
        if !lease::take(&self.store, job, &self.name).await? {
            return Ok(false);
        }
        let outcome = self.work(job).await;
        match &outcome {
            Ok(note) => tracing::debug!(job = job.name(), note, "a task ran"),
            Err(why) => tracing::error!(job = job.name(), why, "a task failed"),
        }
        lease::give_back(&self.store, job, &self.name, &outcome).await?;
        Ok(true)
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
                    if let Err(error) = lease::keep(&self.store, job, &self.name).await {
                        tracing::warn!(job = job.name(), %error, "the lease was not renewed");
                    }
                }
            }
        }
    }

    /// Looks after one task until the program ends.
    async fn tend(self, job: Job) {
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.stop.asked() => return,
                _ = look.tick() => {}
            }
            if let Err(error) = self.look(&job).await {
                tracing::warn!(job = job.name(), %error, "it waits: the database does not answer");
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
}

impl Runner {
    /// A runner with these tasks. Every node of an installation has the same ones.
    pub fn new(store: Store, jobs: Vec<Job>) -> Self {
        let name = store.new_id().to_string();
        let (asked, stop) = Stop::new();
        Self { jobs, node: Node { store, name, stop }, asked }
    }

    /// Runs what is due now, once, all kinds beside each other; answers how many tasks this node
    /// ran when the last of them has ended.
    ///
    /// # Errors
    /// When the table cannot be read or written; a task's own failure is its outcome.
    pub async fn step(&self) -> Result<usize> {
        let mut all = JoinSet::new();
        for job in self.jobs.clone() {
            let node = self.node.clone();
            all.spawn(async move { node.look(&job).await });
        }
        let mut ran = 0;
        while let Some(looked) = all.join_next().await {
            // A look does nothing that panics; what the work itself does is its outcome.
            ran += usize::from(looked.map_or(Ok(false), |looked| looked)?);
        }
        Ok(ran)
    }

    /// Looks for due tasks until [`Running::stop`] is called.
    pub fn start(self) -> Running {
        let Self { jobs, node, asked } = self;
        let task = tokio::spawn(async move {
            node.take_over().await;
            let mut all = JoinSet::new();
            for job in jobs {
                all.spawn(node.clone().tend(job));
            }
            while all.join_next().await.is_some() {}
        });
        Running { stop: asked, task }
    }
}

/// A runner at work.
pub struct Running {
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    /// Lets the tasks in hand finish and ends.
    pub async fn stop(self) {
        drop(self.stop);
        // A runner that broke has nothing left to finish.
        let _ = self.task.await;
    }
}
