//! One clock for many stories that go on at once: it moves when every one of them waits, and then
//! to the nearest hour that one of them waits for. So what is done in one hour is done together,
//! and shares commits.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use accounts::Failure;
use jiff::Timestamp;
use kernel::Clock;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// What happens to one thing, from its first hour to its last.
pub type Story = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

/// The clock, and who waits for which hour.
pub struct Pace {
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    busy: usize,
    waiting: BTreeMap<Timestamp, Vec<oneshot::Sender<()>>>,
}

impl Pace {
    pub fn new(clock: Clock) -> Arc<Self> {
        Arc::new(Self { clock, state: Mutex::default() })
    }

    /// Waits until the clock stands at `at`.
    pub async fn until(&self, at: Timestamp) {
        let (wake, woken) = oneshot::channel();
        self.rest(Some((at, wake)));
        // The other half lies in the list until it is woken.
        let _ = woken.await;
    }

    /// A story waits, or has ended; with the last busy one the clock moves on.
    fn rest(&self, next: Option<(Timestamp, oneshot::Sender<()>)>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, wake)) = next {
            state.waiting.entry(at).or_default().push(wake);
        }
        state.busy -= 1;
        if state.busy > 0 {
            return;
        }
        let Some((at, woken)) = state.waiting.pop_first() else { return };
        self.clock.set(at.max(self.clock.now()));
        state.busy = woken.len();
        for wake in woken {
            let _ = wake.send(());
        }
    }

    /// Plays all stories to their ends; the first that fails ends them all.
    pub async fn play(self: &Arc<Self>, stories: Vec<Story>) -> Result<(), Failure> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).busy = stories.len();
        let mut all = JoinSet::new();
        for story in stories {
            let pace = self.clone();
            all.spawn(async move {
                let done = story.await;
                pace.rest(None);
                done
            });
        }
        while let Some(done) = all.join_next().await {
            done.map_err(Failure::bug)??;
        }
        Ok(())
    }
}
