//! Killed under load at random moments, twenty times: whatever was acknowledged is there, whole,
//! and can be proven without the server; nothing else is half there.

use std::collections::BTreeSet;
use std::time::Duration;

use acceptance::program::{self, Ground};
use acceptance::storm::{self, Storm, Told};
use testkit::engines;

use super::cli;

/// Kills on each engine; the bench does a thousand.
const ROUNDS: usize = 20;
const STORM: Storm = Storm { hands: 3, each: 12, longest: Duration::from_millis(1_500) };
/// How many of the proofs are handed to the program, each to a process of its own.
const CHECKED: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_loses_no_acknowledged_petition_and_no_proof_of_it() {
    let chance = storm::chance();
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(3);
        let token = demo["token"].as_str().expect("a token").to_owned();
        let mut told = BTreeSet::new();
        for round in 1..=ROUNDS {
            let served = ground.serve();
            let to = served.address;
            let new = STORM.round(to, &token, &chance, async || served.kill()).await;
            for petition in new {
                let code = petition.code.clone();
                assert!(told.insert(petition), "{code} was given twice");
            }
            if round % 5 == 0 {
                ground.run(&["verify", "--json"]).good();
            }
        }
        // A moment may come before the first answer, but not every time.
        assert!(told.len() > ROUNDS, "{} were acknowledged in {ROUNDS} rounds", told.len());
        let told = Vec::from_iter(told);
        let served = ground.serve();
        let proofs = storm::held(served.address, &told).await;
        let proofs = proofs.unwrap_or_else(|lost| panic!("{engine}: {lost}"));
        assert!(served.stop(), "it ends well when asked");
        says_what_was_written(&ground, &told).await;
        ground.run(&["verify", "--json"]).good();
        audited(&ground, told.len() as u64);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("don.tlog-proof");
        let step = proofs.len().div_ceil(CHECKED);
        for (petition, proof) in told.iter().zip(&proofs).step_by(step) {
            std::fs::write(&file, proof).expect("the file is written");
            let said = program::run(["check-receipt", "--json", &file.display().to_string()]);
            assert_eq!(said.good()["proven"]["code"], petition.code.as_str());
        }
    }
}

/// The vault has the words of each petition that was acknowledged, letter by letter.
async fn says_what_was_written(ground: &Ground, told: &[Told]) {
    let store = cli::open(ground).await;
    for petition in told {
        let digits = petitions::code::digits(&petition.code);
        let stream = petitions::store::by_digits(&store, &digits).await.expect("a statement");
        let stream = stream.unwrap_or_else(|| panic!("{petition:?} is lost"));
        let read = petitions::desk::read(&store, &stream).await.expect("it is read");
        let words = read.expect("it is there").petition.received.words;
        let opened = store.words(words.id).await.expect("the vault opens").expect("an item");
        assert_eq!(opened.text().as_deref(), Some(petition.text.as_str()), "{}", petition.code);
    }
    store.close().await;
}

/// The whole log is hashed again, and has a leaf for each of so many petitions and more.
fn audited(ground: &Ground, petitions: u64) {
    let folder = ground.path().display().to_string();
    let mut args = vec!["audit".to_owned(), "--json".to_owned(), folder];
    if let Some(database) = &ground.database {
        args.extend(["--database".to_owned(), database.clone()]);
    }
    let said = program::run(args).good();
    let facts = said["journal"]["facts"].as_u64().expect("a number");
    assert!(facts >= petitions && said["size"] == facts, "{said}");
}
