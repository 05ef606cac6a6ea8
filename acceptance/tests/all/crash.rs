//! Killed under load at random moments: whatever was acknowledged is there, whole, and nothing else
//! is half there.

use std::collections::BTreeSet;

use acceptance::program::Ground;
use acceptance::storm;
use testkit::engines;

/// Kills on each engine; the bench does two hundred.
const ROUNDS: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_loses_no_acknowledged_petition() {
    let chance = storm::chance();
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(3);
        let token = demo["token"].as_str().expect("a token").to_owned();
        let mut told = BTreeSet::new();
        for _ in 0..ROUNDS {
            let served = ground.serve();
            let to = served.address;
            told.extend(storm::round(to, &token, 8, &chance, async || served.kill()).await);
            ground.run(&["verify", "--json"]).good();
        }
        // A moment may come before the first answer, but not every time.
        assert!(!told.is_empty(), "nothing was acknowledged in {ROUNDS} rounds");
        let served = ground.serve();
        for petition in &told {
            let path = format!("/api/v1/petitions/{}", petition.code);
            let found = served.visitor().get(&path).await;
            assert_eq!(found.status, 200, "{} was acknowledged and is lost", petition.code);
        }
        assert!(served.stop(), "it ends well when asked");
        ground.run(&["verify", "--json"]).good();
    }
}
