//! Every step of a round × {failed, failed but was stored}, and what is fatal.

use std::sync::Mutex;

use kernel::Chance;
use store::Keyring;

use super::*;
use crate::edge::{WIDTH, levels, partial};
use crate::head::signer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Remembered,
    Head,
    Create,
    Leaves,
    Announce,
    Edge,
    Swap,
    Remember,
}

#[derive(Default)]
struct Kept {
    announced: Vec<Timestamp>,
    memory: Option<Memory>,
    head: Option<Head>,
    leaves: Vec<Leaf>,
    tiles: Vec<Tile>,
}

/// A log in memory, over a journal of which every position is logged.
struct Rehearsal {
    keys: Keyring,
    sealed: Mutex<i64>,
    kept: Mutex<Kept>,
    /// Which step fails next, and whether what it stores is stored all the same.
    fault: Mutex<Option<(Step, bool)>>,
}

fn entry(position: i64) -> store::journal::Hash {
    merkle::leaf(&position.to_be_bytes())
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + second).expect("a moment")
}

impl Rehearsal {
    fn new() -> Self {
        Self {
            keys: Keyring::new(&Chance::seeded(5)),
            sealed: Mutex::new(0),
            kept: Mutex::default(),
            fault: Mutex::default(),
        }
    }

    fn seal(&self, upto: i64) {
        *self.sealed.lock().expect("unharmed") = upto;
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().expect("unharmed")
    }

    async fn round(&self, second: i64) -> Result<u64, Trouble> {
        round(self, at(second), |begun| signer(&self.keys, begun)).await
    }

    /// Does `store` unless the fault forbids it, and fails when this is the step.
    fn step<T>(&self, step: Step, store: impl FnOnce() -> T) -> Result<T, Trouble> {
        let mut fault = self.fault.lock().expect("unharmed");
        let Some((_, stored)) = fault.take_if(|(at, _)| *at == step) else { return Ok(store()) };
        if stored {
            store();
        }
        Err(Trouble::Passing(format!("{step:?} failed")))
    }

    /// Every position up to `sealed` has one leaf, in order, and the root follows from them.
    fn assert_whole(&self) {
        let kept = self.kept();
        let head = kept.head.as_ref().expect("a head");
        let sealed = *self.sealed.lock().expect("unharmed");
        let wanted: Vec<Leaf> =
            (1..=sealed).map(|position| Leaf { position, entry: entry(position) }).collect();
        assert_eq!(kept.leaves, wanted);
        assert_eq!((head.size, head.position), (sealed as u64, sealed));
        let hashes: Vec<_> = wanted.iter().map(|leaf| merkle::leaf(&leaf.entry)).collect();
        assert_eq!(head.root, merkle::fold(&hashes));
        assert_eq!(kept.memory, Some(Memory::of(head)));
        assert!(sealed == 0 || kept.announced == [head.begun], "told once, before any leaf");
    }
}

impl Shelf for Rehearsal {
    fn remembered(&self) -> Result<Option<Memory>, Trouble> {
        self.step(Step::Remembered, || self.kept().memory.clone())
    }

    fn remember(&self, head: &Head) -> Result<(), Trouble> {
        self.step(Step::Remember, || self.kept().memory = Some(Memory::of(head)))
    }

    async fn head(&self) -> Result<Option<Head>, Trouble> {
        self.step(Step::Head, || self.kept().head.clone())
    }

    async fn create(&self, head: &Head) -> Result<(), Trouble> {
        self.step(Step::Create, || {
            self.kept().head.get_or_insert_with(|| head.clone());
        })
    }

    async fn announce(&self, head: &Head) -> Result<(), Trouble> {
        self.step(Step::Announce, || {
            let mut kept = self.kept();
            if !kept.announced.contains(&head.begun) {
                kept.announced.push(head.begun);
            }
        })
    }

    async fn new_leaves(&self, head: &Head) -> Result<New, Trouble> {
        let upto = *self.sealed.lock().expect("unharmed");
        self.step(Step::Leaves, || {
            let leaves = (head.position + 1..=upto)
                .map(|position| Leaf { position, entry: entry(position) })
                .collect();
            New { leaves, upto, seal: upto }
        })
    }

    async fn edge(&self, size: u64) -> Result<Option<Edge>, Trouble> {
        self.step(Step::Edge, || {
            let kept = self.kept();
            let level = |level: u8| {
                let first = (size >> (8 * (u32::from(level) + 1))) * WIDTH;
                let count = partial(size, level) as usize;
                if level == 0 {
                    let leaves = kept.leaves.iter().skip(first as usize).take(count);
                    return leaves.map(|leaf| merkle::leaf(&leaf.entry)).collect();
                }
                let tile = kept.tiles.iter().rfind(|t| (t.level, t.n) == (level, first / WIDTH));
                tile.map_or(Vec::new(), |tile| tile.hashes.clone())
            };
            Edge::new(size, (0..levels(size)).map(level).collect())
        })
    }

    async fn swap(
        &self,
        old: &Head,
        new: &Head,
        leaves: &[Leaf],
        tiles: &[Tile],
    ) -> Result<(), Trouble> {
        let lost = self.kept().head.as_ref() != Some(old);
        if lost {
            return Err(Trouble::Passing("another node was first".into()));
        }
        self.step(Step::Swap, || {
            let mut kept = self.kept();
            kept.head = Some(new.clone());
            kept.leaves.extend_from_slice(leaves);
            kept.tiles.extend_from_slice(tiles);
        })
    }
}

#[tokio::test]
async fn whatever_step_fails_or_only_seems_to_the_next_round_mends_it() {
    use Step::{Announce, Create, Edge, Head, Leaves, Remember, Remembered, Swap};
    for step in [Remembered, Head, Create, Leaves, Announce, Edge, Swap, Remember] {
        for stored in [false, true] {
            // Two full levels of tiles are enough once: hashing them takes a while.
            let most = if step == Swap { 65_534 } else { 1_000 };
            for upto in [0, 1, 255, 300, most] {
                let log = Rehearsal::new();
                log.seal(upto);
                // These two come once in the life of a log, the second with its first leaf.
                let once = matches!(step, Create | Announce);
                if step == Announce && upto == 0 {
                    continue;
                }
                if !once {
                    log.round(1).await.expect("the log is begun");
                    log.seal(upto + 3);
                }
                *log.fault.lock().expect("unharmed") = Some((step, stored));
                let failed = log.round(2).await;
                let told = format!("{step:?}, stored: {stored}, {upto}");
                assert_eq!(failed, Err(Trouble::Passing(format!("{step:?} failed"))), "{told}");
                log.round(3).await.unwrap_or_else(|trouble| panic!("{told}: {trouble:?}"));
                log.assert_whole();
            }
        }
    }
}

#[tokio::test]
async fn of_two_sequencers_one_loses_and_goes_on_from_what_the_other_stored() {
    let log = Rehearsal::new();
    log.seal(10);
    log.round(1).await.expect("begun");
    let old = log.kept().head.clone().expect("a head");
    log.seal(20);
    log.round(2).await.expect("the first of two");
    let stale = Head { size: 11, ..old.clone() };
    let second = log.swap(&old, &stale, &[], &[]).await;
    assert_eq!(second, Err(Trouble::Passing("another node was first".into())));
    log.round(3).await.expect("the second goes on");
    log.assert_whole();
}

async fn fatal(log: &Rehearsal, second: i64, part: &str) {
    match log.round(second).await {
        Err(Trouble::Fatal(told)) => assert!(told.contains(part), "{told}"),
        other => panic!("{part}: {other:?}"),
    }
}

#[tokio::test]
async fn a_log_is_never_begun_by_accident() {
    let log = Rehearsal::new();
    log.seal(5);
    log.round(1).await.expect("a first start begins one");
    log.kept().head = None;
    fatal(&log, 2, "dantin log-begin").await;
    assert!(log.kept().head.is_none(), "nothing was created");
}

#[tokio::test]
async fn a_log_that_was_taken_back_forked_or_replaced_stops() {
    let log = Rehearsal::new();
    log.seal(5);
    log.round(1).await.expect("begun");
    let five = log.kept().head.clone().expect("a head");
    log.seal(9);
    log.round(2).await.expect("grown");
    log.kept().head = Some(five.clone());
    fatal(&log, 3, "taken back: this folder knows 9 leaves, the database has 5").await;
    let nine = Head { size: 9, root: [1; 32], ..five.clone() };
    log.kept().head = Some(nine);
    fatal(&log, 3, "forked").await;
    log.kept().head = Some(Head { begun: at(7), ..five });
    fatal(&log, 8, "another log").await;
}

#[tokio::test]
async fn tiles_that_do_not_give_the_root_stop_it() {
    let log = Rehearsal::new();
    log.seal(5);
    log.round(1).await.expect("begun");
    log.kept().leaves[2].entry[0] ^= 1;
    log.seal(6);
    fatal(&log, 2, "do not give the root of size 5").await;
}

#[tokio::test]
async fn a_clock_that_went_back_stops_it_and_one_a_little_behind_waits() {
    let log = Rehearsal::new();
    log.seal(5);
    log.round(10).await.expect("begun");
    log.seal(6);
    let behind = log.round(7).await;
    assert!(matches!(behind, Err(Trouble::Passing(_))), "{behind:?}");
    fatal(&log, 4, "the clock went back").await;
    log.round(10).await.expect("the same moment is not back");
    log.assert_whole();
}
