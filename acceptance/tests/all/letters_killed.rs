//! Killed while it sends: every letter arrives, none is lost, and one arrives twice only where the
//! facts say that it may have. And the line: safe, or no letter.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use acceptance::house::UNIT;
use acceptance::post::Post;
use acceptance::program::Ground;
use kernel::{Actor, Chance, Clock};
use store::{Engine, Options, Store};
use testkit::engines;

use super::letters::filing;

/// The certificate of a mail server, and its key.
fn certificate(folder: &Path) -> [String; 2] {
    let paths = ["cert.pem", "key.pem"].map(|name| folder.join(name).display().to_string());
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-out", &paths[0], "-keyout", &paths[1]])
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "openssl makes a certificate");
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_over_a_safe_line_or_not_at_all() {
    let ground = Ground::new(Engine::Sqlite);
    let [certificate, key] = certificate(ground.path());
    let Some(post) = Post::start_with(&[&certificate, &key]) else { return };
    let store = open(&ground).await;
    petitions::desk::file(&store, &Actor::Resident, filing(1), None).await.expect("it is filed");
    store.close().await;
    let setting = format!(
        "smtp = \"starttls://localhost:{}\"\nmail_from = \"xa@mau.example.vn\"\n",
        post.port
    );
    std::fs::write(ground.path().join("dantin.toml"), setting).unwrap();
    // Nobody vouches for this server: the letter waits.
    let served = ground.serve();
    let away = "SELECT COUNT(*) FROM mail_server WHERE away_since IS NOT NULL";
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert!(served.stop());
    let store = open(&ground).await;
    let told = store.rows(away, Vec::new()).await.unwrap()[0].int(0).unwrap();
    let begun = store.rows("SELECT COUNT(*) FROM letters", Vec::new()).await.unwrap();
    assert_eq!((told, begun[0].int(0).unwrap(), post.letters().len()), (1, 0, 0));
    store.close().await;
    let served = ground.serve_trusting(Path::new(&certificate));
    wait_for(|| post.letters().len() == 1).await;
    assert_eq!(post.letters()[0].0["tls"], true);
    assert!(served.stop());
}

/// How many people wait for a letter.
const LETTERS: usize = 200;

async fn open(ground: &Ground) -> Store {
    let options = Options {
        data: ground.path().to_owned(),
        database: ground.database.clone(),
        exclusive: true,
        readers: 4,
    };
    site::open_store(options, Clock::System, Chance::System).await.expect("the store opens")
}

/// An installation with letters to send; what each letter is called.
async fn fill(ground: &Ground) -> BTreeSet<String> {
    let store = open(ground).await;
    let mut all = BTreeSet::new();
    for n in 0..LETTERS {
        let filed = petitions::desk::file(&store, &Actor::Resident, filing(n), None).await;
        let petition = filed.expect("a petition is filed").petition;
        assert_eq!(petition.received.unit, UNIT);
        all.insert(notices::notice::letter_of(&petition.id, 1));
    }
    store.close().await;
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_while_sending_loses_no_letter_and_doubles_only_in_doubt() {
    for engine in engines() {
        let Some(post) = Post::start() else { return };
        let ground = Ground::new(engine);
        let all = fill(&ground).await;
        let setting = format!(
            "smtp = \"{}\"\nmail_from = \"xa@mau.example.vn\"\nmail_at_once = 8\n\
             mail_per_minute = 60000\npublic_url = \"https://dantin.example.vn\"\n",
            post.address()
        );
        std::fs::write(ground.path().join("dantin.toml"), setting).unwrap();
        let kills = if engine == Engine::Sqlite { 6 } else { 3 };
        let mut killed_in_the_middle = 0;
        for kill in 0..kills {
            let served = ground.serve();
            // Somewhere among the letters that are left, at no moment that the program knows.
            let before = post.letters().len();
            let enough = before + 11 + 7 * kill;
            wait_for(|| post.letters().len() >= enough || post.letters().len() >= LETTERS).await;
            tokio::time::sleep(Duration::from_millis(3 * kill as u64)).await;
            served.kill();
            killed_in_the_middle += usize::from(post.letters().len() < LETTERS);
            take_over(&ground).await;
        }
        assert!(killed_in_the_middle >= 2, "{killed_in_the_middle}");
        let served = ground.serve();
        let ids = || -> BTreeMap<String, usize> {
            let mut ids = BTreeMap::new();
            for letter in post.letters() {
                *ids.entry(letter.header("Message-ID").to_owned()).or_default() += 1;
            }
            ids
        };
        wait_for(|| ids().len() >= LETTERS).await;
        // What is under way is done; another run would show what should not be there.
        tokio::time::sleep(Duration::from_secs(12)).await;
        assert!(served.stop(), "it ends well when asked");
        told_the_truth(&ground, &all, &ids()).await;
        ground.run(&["verify", "--json"]).good();
    }
}

/// On PostgreSQL the lease of a killed node runs out by itself after minutes; here it has.
async fn take_over(ground: &Ground) {
    if ground.database.is_some() {
        let store = open(ground).await;
        let done = store.run_apart("UPDATE jobs SET held_until = 0, due_at = 0", Vec::new()).await;
        done.expect("the lease has run out");
        store.close().await;
    }
}

async fn told_the_truth(ground: &Ground, all: &BTreeSet<String>, came: &BTreeMap<String, usize>) {
    let store = open(ground).await;
    let mail = notices::Mail::new("smtp://127.0.0.1", "xa@mau.example.vn").unwrap();
    let (mut doubles, mut doubts) = (0, 0);
    for letter in all {
        let id = notices::compose::message_id(letter, &mail);
        let times = came.get(&id).copied().unwrap_or(0);
        let stream = store.stream(&notices::letter::stream_name(letter)).await.unwrap();
        let told = notices::letter::Letter::replay(&stream).unwrap().expect("it was begun");
        assert_eq!(told.state, notices::letter::State::Sent, "{letter}");
        assert!(times >= 1, "{letter} is lost");
        assert!(times == 1 || told.doubt, "{letter} came {times} times and nobody knows");
        doubles += times - 1;
        doubts += usize::from(told.doubt);
    }
    assert_eq!(came.len(), all.len(), "nothing else came");
    println!("{}: {} letters, {doubts} in doubt, {doubles} came twice", store.engine(), all.len());
    store.close().await;
}

async fn wait_for(done: impl Fn() -> bool) {
    let start = tokio::time::Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(90), "it takes too long");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
