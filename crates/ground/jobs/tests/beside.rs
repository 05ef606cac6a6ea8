//! A long task delays no other kind, and is not begun twice while it runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use jobs::{Job, MIGRATIONS, Runner, status};
use store::{Laws, Projection, Projector, Schema, Stream};
use testkit::{Place, engines};
use tokio::sync::Notify;
use tokio::time::timeout;

struct Nothing;

impl Projector for Nothing {
    fn project(&self, _: &Stream, _: &Laws) -> store::Result<Projection> {
        Ok(Projection::default())
    }
}

fn schema() -> Schema {
    Schema {
        migrations: MIGRATIONS.to_vec(),
        projectors: vec![("law", Arc::new(Nothing))],
        ..Schema::default()
    }
}

/// The long task ends only when the short one has run: one after another, they would never end.
#[tokio::test]
async fn a_long_task_delays_no_other_kind() {
    for engine in engines() {
        let place = Place::new(engine);
        let store = place.open(schema()).await.unwrap();
        let (sent, begun) = (Arc::new(Notify::new()), Arc::new(AtomicU32::new(0)));
        let (waits, counts) = (sent.clone(), begun.clone());
        let long = Job::new("test.import", SignedDuration::from_mins(10), move |_| {
            let waits = waits.clone();
            counts.fetch_add(1, Ordering::SeqCst);
            async move {
                waits.notified().await;
                Ok("imported".into())
            }
        });
        let mail = Job::new("test.mail", SignedDuration::from_mins(10), move |_| {
            let sent = sent.clone();
            async move {
                sent.notify_one();
                Ok("sent".into())
            }
        });
        let runner = Runner::new(store.clone(), vec![long.clone(), mail]);
        let other = Runner::new(store.clone(), vec![long]);
        let both = async { tokio::join!(runner.step(), other.step()) };
        let (ran, elsewhere) = timeout(Duration::from_secs(30), both).await.expect("both end");
        assert_eq!(ran.unwrap() + elsewhere.unwrap(), 2, "one run of each kind");
        assert_eq!(begun.load(Ordering::SeqCst), 1);
        assert!(status(&store).await.unwrap().iter().all(|one| one.fine == Some(true)));
        store.close().await;
    }
}
