//! Killed under load: whatever was acknowledged is there, whole, and nothing else is half there.

use std::collections::BTreeSet;

use acceptance::program::Ground;
use acceptance::storm;
use store::Engine;
use testkit::engines;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_loses_no_acknowledged_petition() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(3);
        let token = demo["token"].as_str().expect("a token").to_owned();
        let rounds = if engine == Engine::Sqlite { 3 } else { 2 };
        let mut told = BTreeSet::new();
        for round in 0..rounds {
            let some = storm::round(&ground, &token, 8, 25 + 17 * round).await;
            assert!(some.len() >= 25, "round {round}: {} acknowledged", some.len());
            told.extend(some);
            ground.run(&["verify", "--json"]).good();
        }
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
