//! A task is run by one node at a time, comes back after its rhythm, and a failure is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::SignedDuration;
use jobs::{Job, MIGRATIONS, Runner, status};
use store::{Laws, Projection, Projector, Schema, Stream};
use testkit::{Place, engines, morning};

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

#[tokio::test]
async fn one_node_at_a_time_and_failures_are_kept() {
    for engine in engines() {
        story(Place::new(engine)).await;
    }
}

async fn story(place: Place) {
    let (store, clock, start) = (place.open(schema()).await.unwrap(), &place.clock, morning());
    let ran = Arc::new(AtomicU32::new(0));
    let counted = ran.clone();
    let sweep = Job::new("test.sweep", SignedDuration::from_mins(10), move |_| {
        let n = counted.fetch_add(1, Ordering::SeqCst);
        async move { if n == 1 { Err("the disk is away".into()) } else { Ok(format!("run {n}")) } }
    });
    let broken =
        Job::new("test.panic", SignedDuration::from_mins(10), |_| async { panic!("on purpose") });
    let one = Runner::new(store.clone(), vec![sweep.clone(), broken]);
    let two = Runner::new(store.clone(), vec![sweep]);

    assert_eq!(one.step().await.unwrap(), 2);
    assert_eq!(two.step().await.unwrap(), 0, "it is not due again yet");
    clock.set(start + SignedDuration::from_mins(10));
    let (a, b) = tokio::join!(one.step(), two.step());
    assert_eq!(a.unwrap() + b.unwrap(), 2, "the sweep ran once, on one of them");
    assert_eq!(ran.load(Ordering::SeqCst), 2);

    let all = status(&store).await.unwrap();
    let (panic, sweep) = (&all[0], &all[1]);
    assert_eq!((panic.runs, panic.failures, panic.fine), (2, 2, Some(false)));
    assert_eq!((sweep.runs, sweep.failures, sweep.running), (2, 1, false));
    assert_eq!(sweep.note, "the disk is away");
    assert_eq!(sweep.due_at, start + SignedDuration::from_mins(20));
    store.close().await;
}
