//! Imports in the background: a run goes on while its officer is elsewhere, writes down four times
//! a second how far it is, and stops between two batches when asked.
//!
//! If the program ends in the middle, the row says "importing" and gives no sign of life; half a
//! minute later the page says that it broke off. Rows that were added stay, and going on adds only
//! the rest.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ::store::Store;
use accounts::Failure;
use jiff::SignedDuration;
use jobs::Job;
use kernel::{Actor, Id, Refusal};
use sheets::{Book, Fault, Foreign, Limits};
use tokio::sync::{Semaphore, oneshot};
use units::Gazetteer;

use super::lines::{Kept, Told};
use super::plan::Plan;
use super::store::{self as sql, Import, Stage};
use super::{Target, Watch};

/// How many runs of one node read a file at the same time; each may take some hundred megabytes.
static ROOM: Semaphore = Semaphore::const_new(2);
/// How often a run writes down how far it is.
const TELL: Duration = Duration::from_millis(250);

/// Reads a file away from the threads that answer.
///
/// # Errors
/// A refusal that says why it is no table.
pub async fn open(bytes: Vec<u8>) -> Result<Arc<Book>, Failure> {
    let read = tokio::task::spawn_blocking(move || Book::open(bytes, &Limits::default()));
    let book = read.await.map_err(Failure::bug)?;
    Ok(Arc::new(book.map_err(|fault| refusal(&fault))?))
}

/// A fault of a file in the words of screens.
pub fn refusal(fault: &Fault) -> Refusal {
    match fault {
        Fault::Empty => Refusal::invalid("file", "import-empty"),
        Fault::Other(Foreign::Named(name)) => {
            Refusal::invalid("file", "import-other").with("what", name)
        }
        Fault::Other(Foreign::Picture) => Refusal::invalid("file", "import-picture"),
        Fault::Other(Foreign::Archive) => Refusal::invalid("file", "import-archive"),
        Fault::Other(Foreign::WebPage) => Refusal::invalid("file", "import-web-page"),
        Fault::Other(Foreign::OldWord) => Refusal::invalid("file", "import-old-word"),
        Fault::Other(Foreign::Unknown) => Refusal::invalid("file", "import-unknown"),
        Fault::Protected => Refusal::invalid("file", "import-protected"),
        Fault::Beyond { what, most } => {
            let code = match *what {
                "ratio" | "parts" | "bytes" => "import-bomb",
                "columns" => "import-columns",
                "letters" => "import-letters",
                _ => "import-rows",
            };
            Refusal::invalid("file", code).with("most", most)
        }
        Fault::Broken(_) => Refusal::invalid("file", "import-broken"),
    }
}

/// Begins a run and returns at once.
///
/// # Errors
/// A refusal when one is under way already, or the file was forgotten.
pub async fn begin(
    store: &Store,
    id: Id,
    plan: Plan,
    target: Target,
    dry_run: bool,
) -> Result<tokio::task::JoinHandle<()>, Failure> {
    let stage = if dry_run { Stage::Checking } else { Stage::Importing };
    let kept = serde_json::to_vec(&plan).map_err(Failure::bug)?;
    if !sql::begin(store, id, stage, &kept).await? {
        return Err(Refusal::conflict("import-under-way").into());
    }
    let store = store.clone();
    Ok(tokio::spawn(async move {
        let watch = Arc::new(Watch::default());
        let (end, ended) = oneshot::channel();
        let teller = tokio::spawn(tell(store.clone(), id, watch.clone(), ended));
        let done = work(&store, id, &plan, &target, dry_run, &watch).await;
        // Waited for, not broken off: a statement on its way would write old figures over the last.
        drop(end);
        let _ = teller.await;
        if let Err(error) = finish(&store, id, dry_run, &watch, done).await {
            tracing::warn!(%error, "the end of an import was not written down");
        }
    }))
}

/// Where the rows of an import go.
fn target(store: &Store, import: &Import, actor: Actor) -> Result<Target, Failure> {
    let unit = Gazetteer::shared().current(&import.unit);
    let unit = unit.ok_or_else(|| Refusal::conflict("import-gone"))?;
    let (unit, letters) = (import.unit.clone(), unit.short_prefix());
    Ok(Target { unit, letters, today: store.clock().today(), actor })
}

/// Begins the dry run of a plan.
///
/// # Errors
/// As [`begin`].
pub async fn check(
    store: &Store,
    import: &Import,
    actor: Actor,
    plan: Plan,
) -> Result<tokio::task::JoinHandle<()>, Failure> {
    begin(store, import.id, plan, target(store, import, actor)?, true).await
}

/// Begins the dry run of the last plan once more.
///
/// # Errors
/// As [`begin`].
pub async fn check_again(
    store: &Store,
    import: &Import,
    actor: Actor,
) -> Result<tokio::task::JoinHandle<()>, Failure> {
    let plan = last_plan(store, import).await?;
    check(store, import, actor, plan).await
}

async fn last_plan(store: &Store, import: &Import) -> Result<Plan, Failure> {
    let plan = sql::plan(store, import.id).await?;
    let plan = plan.ok_or_else(|| Refusal::conflict("import-gone"))?;
    serde_json::from_slice(&plan).map_err(Failure::bug)
}

/// Begins, or goes on with, the import itself: only after its plan was tried to the end.
///
/// # Errors
/// As [`begin`]; also when it was not tried, or the dry run broke off.
pub async fn import(
    store: &Store,
    import: &Import,
    actor: Actor,
) -> Result<tokio::task::JoinHandle<()>, Failure> {
    let refused = match import.stage {
        Stage::Checked | Stage::Stopped | Stage::Failed => None,
        Stage::Found => Some("import-untried"),
        Stage::Unchecked => Some("import-unchecked"),
        Stage::Checking | Stage::Importing | Stage::Done => Some("import-under-way"),
    };
    if let Some(code) = refused {
        return Err(Refusal::conflict(code).into());
    }
    let plan = last_plan(store, import).await?;
    begin(store, import.id, plan, target(store, import, actor)?, false).await
}

async fn work(
    store: &Store,
    id: Id,
    plan: &Plan,
    target: &Target,
    dry_run: bool,
    watch: &Watch,
) -> Result<Told, Failure> {
    let _room = ROOM.acquire().await.map_err(Failure::bug)?;
    let gone = || Refusal::conflict("import-gone");
    let bytes = sql::file(store, id).await?.ok_or_else(gone)?;
    let book = open(bytes).await?;
    let table = book.tables.get(plan.table).ok_or_else(gone)?;
    let mut kept = Kept::begin(store, id).await?;
    let report = super::run(store, table, plan, target, dry_run, watch, &mut kept).await?;
    Ok(Told { report, bad: kept.end().await? })
}

async fn tell(store: Store, id: Id, watch: Arc<Watch>, mut ended: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            _ = &mut ended => return,
            () = tokio::time::sleep(TELL) => {}
        }
        match sql::tell(&store, id, &watch).await {
            Ok(stop) => watch.stop.store(stop, Ordering::Relaxed),
            Err(error) => tracing::warn!(%error, "how far an import is was not written down"),
        }
    }
}

async fn finish(
    store: &Store,
    id: Id,
    dry_run: bool,
    watch: &Watch,
    done: Result<Told, Failure>,
) -> Result<(), Failure> {
    sql::tell(store, id, watch).await?;
    let stopped = watch.stop.load(Ordering::Relaxed);
    match done {
        Ok(told) => {
            let stage = match (stopped, dry_run) {
                (true, true) => Stage::Found,
                (true, false) => Stage::Stopped,
                (false, true) => Stage::Checked,
                (false, false) => Stage::Done,
            };
            let bytes = serde_json::to_vec(&told).map_err(Failure::bug)?;
            sql::end(store, id, stage, Some(&bytes)).await?;
        }
        Err(failure) => {
            tracing::warn!(%failure, "an import broke off");
            let stage = if dry_run { Stage::Unchecked } else { Stage::Failed };
            sql::end(store, id, stage, None).await?;
        }
    }
    Ok(())
}

/// The task that forgets files after a day.
pub fn jobs() -> Vec<Job> {
    vec![Job::new("petitions.imports", SignedDuration::from_mins(30), |store| async move {
        let gone = sql::sweep(&store).await.map_err(|error| error.to_string())?;
        Ok(format!("{gone} files of imports forgotten"))
    })]
}
