//! Killed under load at random moments, twenty times: whatever was acknowledged is there, whole,
//! once, and can be proven without the server where it is logged; nothing else is half there.

use std::collections::BTreeSet;
use std::time::Duration;

use acceptance::desks::{self, Desks, Kept, Work};
use acceptance::program::{self, Ground};
use acceptance::storm::{self, Storm, Told};
use testkit::engines;

use super::cli;

/// Kills on each engine; the bench does a thousand.
const ROUNDS: usize = 20;
const STORM: Storm = Storm { hands: 3, each: 12, longest: Duration::from_millis(1_500) };
/// How many officers work at their desks beside those who file.
const DESKS: usize = 2;
/// How many of the proofs are handed to the program, each to a process of its own.
const CHECKED: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_loses_nothing_acknowledged_and_no_proof_of_it() {
    let chance = storm::chance();
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(3);
        let token = demo["token"].as_str().expect("a token").to_owned();
        let mut desks = opened(&ground, &demo).await;
        let (mut told, mut kept, mut last) = (BTreeSet::new(), Vec::new(), Vec::new());
        for round in 1..=ROUNDS {
            let served = ground.serve();
            let to = served.address;
            desks.moved(to);
            let held = desks.held(&last).await;
            held.unwrap_or_else(|lost| panic!("{engine}, after kill {}: {lost}", round - 1));
            let hands = desks.hands(round, DESKS);
            let (new, done) = STORM.round(to, &token, hands, &chance, async || served.kill()).await;
            for petition in new {
                let code = petition.code.clone();
                assert!(told.insert(petition), "{code} was given twice");
            }
            kept.extend_from_slice(&done);
            last = done;
            ground.run(&["verify", "--json"]).good();
        }
        // A moment may come before the first answer, but not every time.
        assert!(told.len() > ROUNDS, "{} were acknowledged in {ROUNDS} rounds", told.len());
        let told = Vec::from_iter(told);
        let served = ground.serve();
        desks.moved(served.address);
        let proofs = storm::held(served.address, &told).await;
        let proofs = proofs.unwrap_or_else(|lost| panic!("{engine}: {lost}"));
        let held = desks.held(&kept).await;
        held.unwrap_or_else(|lost| panic!("{engine}: {lost}"));
        let promised = desks.proofs(&kept).await;
        let promised = promised.unwrap_or_else(|lost| panic!("{engine}: {lost}"));
        assert!(served.stop(), "it ends well when asked");
        says_what_was_written(&ground, &told).await;
        stands_once(&ground, &kept).await;
        ground.run(&["verify", "--json"]).good();
        audited(&ground, (told.len() + promised.len()) as u64);
        let codes = told.iter().map(|petition| Some(petition.code.as_str()));
        let codes = codes.chain(promised.iter().map(|_| None));
        checked(codes, proofs.iter().chain(&promised));
    }
}

/// An officer who is signed in, and what there is to work on.
async fn opened(ground: &Ground, demo: &serde_json::Value) -> Desks {
    let store = cli::open(ground).await;
    let places = desks::prepare(&store, 0, (ROUNDS + 1) * DESKS).await;
    store.close().await;
    let account = &demo["accounts"][0];
    let text = |name: &str| account[name].as_str().expect("a text");
    let served = ground.serve();
    let mut officer = served.visitor();
    officer.sign_in(text("login"), text("password"), text("totp_secret")).await;
    assert!(served.stop());
    Desks::new(officer, places)
}

/// The vault has the words of each of them once; what was not acknowledged stands there once at
/// the most. Each sort of work was interrupted.
async fn stands_once(ground: &Ground, kept: &[Kept]) {
    for work in Work::ALL {
        assert!(kept.iter().any(|one| one.work == work), "{work:?} was never acknowledged");
    }
    let store = cli::open(ground).await;
    let written = desks::written(&store).await.expect("the vault is read");
    store.close().await;
    for one in kept {
        assert_eq!(written.get(&one.text), Some(&1), "{one:?}");
    }
    for (text, times) in written {
        assert_eq!(times, 1, "{text}");
    }
}

/// The program says of some of the proofs, each in a process of its own, what they prove.
fn checked<'a>(
    codes: impl Iterator<Item = Option<&'a str>>,
    proofs: impl Iterator<Item = &'a String>,
) {
    let all: Vec<_> = codes.zip(proofs).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("don.tlog-proof");
    for (code, proof) in all.iter().step_by(all.len().div_ceil(CHECKED)) {
        std::fs::write(&file, proof).expect("the file is written");
        let said = program::run(["check-receipt", "--json", &file.display().to_string()]).good();
        if let Some(code) = code {
            assert_eq!(said["proven"]["code"], *code);
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

/// The whole log is hashed again, and has a leaf for each of so many facts and more.
fn audited(ground: &Ground, logged: u64) {
    let folder = ground.path().display().to_string();
    let mut args = vec!["audit".to_owned(), "--json".to_owned(), folder];
    if let Some(database) = &ground.database {
        args.extend(["--database".to_owned(), database.clone()]);
    }
    let said = program::run(args).good();
    let facts = said["journal"]["facts"].as_u64().expect("a number");
    assert!(facts >= logged && said["size"] == facts, "{said}");
}
