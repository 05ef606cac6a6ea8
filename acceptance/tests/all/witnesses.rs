//! Who cosigns the public log: a fork or a rollback is found out and said by name, and nobody who
//! is slow, wrong or gone holds anything up.

use acceptance::House;
use acceptance::program::{self, Served};
use ledger::Witness;
use ledger::cosign::Refused;
use ledger::merkle;
use ledger::note::{Checkpoint, unhash};
use testkit::engines;

use super::ledger::{check, file, forge, logged};
use super::steps;

const NAME: &str = "bao.example/w";

/// A witness of the house's log over a folder, and its key.
async fn witness(house: &House, folder: &std::path::Path) -> (Served, String) {
    let log = house.visitor().get("/log/key").await.body.trim().to_owned();
    let served = program::witness(folder, NAME, &log);
    let key = served.ready.split("its key: ").nth(1).expect("a key").trim().to_owned();
    (served, key)
}

fn at(served: &Served, key: &str) -> Witness {
    Witness::read(&format!("http://{} {key}", served.address)).expect("a witness")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_says_who_cosigned_and_a_killed_witness_still_knows_what_it_saw() {
    for engine in engines() {
        let (house, folder) = (House::open(engine).await, tempfile::tempdir().expect("a folder"));
        let first = logged(&house, "Việc thứ nhất.").await;
        let kept = folder.path().join("witness");
        let (served, key) = witness(&house, &kept).await;
        assert_eq!(house.log.cosign(&at(&served, &key)).await, Ok(1));
        let checkpoint = house.visitor().get("/log/checkpoint").await;
        assert!(checkpoint.body.contains(&format!("— {NAME} ")), "{}", checkpoint.body);
        served.kill();
        // Gone: the log goes on, and it is said by name.
        let second = logged(&house, "Việc thứ hai.").await;
        let (served, again) = witness(&house, &kept).await;
        assert_eq!(again, key, "the same folder is the same witness");
        let to = at(&served, &key);
        served.kill();
        assert!(matches!(house.log.cosign(&to).await, Err(Refused::Gone(_))));
        let mut anybody = house.visitor();
        anybody.get("/nhat-ky-cong-khai").await.says(200, "không trả lời").says(200, NAME);
        let health = anybody.get("/healthz").await.json();
        assert_eq!(health["log"], "running");
        assert_eq!(health["witnesses"][0]["refused"], "gone");
        // What was cosigned before it went is still proven by it; what came after is not.
        for (proof, witnesses) in [(&first, 1), (&second, 0)] {
            let file = file(&mut anybody, proof, folder.path()).await;
            let said = check(&["--json", "--witness", &key, &file]).good();
            let found = said["proven"]["witnesses"].as_array().expect("a list").len();
            assert_eq!(found, witnesses, "{said}");
        }
        let (served, _) = witness(&house, &kept).await;
        assert_eq!(house.log.cosign(&at(&served, &key)).await, Ok(2), "it goes on from leaf 1");
        let file = file(&mut anybody, &second, folder.path()).await;
        let said = check(&["--witness", &key, &file]);
        assert!(said.well && said.out.contains(&format!("người làm chứng {NAME}")), "{said:?}");
        house.log.audit().await.expect("log and cosignatures are whole");
        let bent = "UPDATE log_cosigned SET size = 1";
        house.store().run_apart(bent, Vec::new()).await.expect("it is changed");
        let told = house.log.audit().await.expect_err("it is found");
        assert!(told.contains("log_cosigned: bao.example/w"), "{told}");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_was_taken_back_or_forked_is_told_so_by_its_witness() {
    for engine in engines() {
        let (house, folder) = (House::open(engine).await, tempfile::tempdir().expect("a folder"));
        logged(&house, "Việc thứ nhất.").await;
        let old = house.visitor().get("/log/checkpoint").await.body;
        logged(&house, "Việc thứ hai.").await;
        let (served, key) = witness(&house, folder.path()).await;
        let to = at(&served, &key);
        assert_eq!(house.log.cosign(&to).await, Ok(2));
        let head = ledger::store::head(house.store()).await.expect("read").expect("a head");
        // As a database that was put back, which remembers no witness either.
        let forget = house.store().run_apart("DELETE FROM log_cosigned", Vec::new()).await;
        forget.expect("it is forgotten");
        forge(&house, |head| (head.size, head.note) = (1, old.clone())).await;
        assert_eq!(house.log.cosign(&to).await, Err(Refused::Ahead(2)));
        // Two other leaves under the same name and key.
        let entries = [[1; 32], [2; 32]];
        let root = merkle::fold(&entries.map(|entry| merkle::leaf(&entry)));
        let by = ledger::head::signer(&house.store().keys(), head.begun).expect("a key");
        let forked = Checkpoint { origin: by.verifier().name.clone(), size: 2, root }.signed(&by);
        forge(&house, |head| (head.size, head.note) = (2, forked.write())).await;
        assert_eq!(house.log.cosign(&to).await, Err(Refused::Forked));
        house.visitor().get("/nhat-ky-cong-khai").await.says(200, "nhật ký đã rẽ nhánh");
        let kept = std::fs::read_dir(folder.path()).expect("a folder").flatten();
        let evidence: Vec<_> =
            kept.filter(|e| e.file_name().to_string_lossy().contains(".fork-")).collect();
        let [evidence] = evidence.as_slice() else { panic!("{evidence:?}") };
        let text = std::fs::read_to_string(evidence.path()).expect("it is kept");
        assert_eq!(text.lines().nth(2).and_then(unhash), Some(root));
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_wrong_or_strange_witness_holds_up_nobody() {
    let house = House::open(store::Engine::Sqlite).await;
    let folder = tempfile::tempdir().expect("a folder");
    logged(&house, "Việc thứ nhất.").await;
    let (served, key) = witness(&house, folder.path()).await;
    // The right name with another key: its lines are nobody's.
    let other = ledger::note::Signer::new(NAME, ledger::note::Use::Witness, &[9; 32]);
    let other = other.expect("a name").verifier().text();
    assert!(matches!(house.log.cosign(&at(&served, &other)).await, Err(Refused::Wrong(_))));
    // One that knows another log only.
    let strange = folder.path().join("strange");
    let unnamed = ledger::note::Signer::new("dantin/other", ledger::note::Use::Log, &[8; 32]);
    let log = unnamed.expect("a name").verifier().text();
    let stranger = program::witness(&strange, "la.example/w", &log);
    let its = stranger.ready.split("its key: ").nth(1).expect("a key").trim().to_owned();
    assert_eq!(house.log.cosign(&at(&stranger, &its)).await, Err(Refused::Unknown));
    // One that takes the request and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("its address");
    let slow = Witness::read(&format!("http://{address} {key}")).expect("a witness");
    let log = house.log.clone();
    let asking = tokio::spawn(async move { log.cosign(&slow).await });
    let (taken, _) = tokio::task::spawn_blocking(move || silent.accept())
        .await
        .expect("it waits")
        .expect("it is asked");
    let proof = logged(&house, "Việc thứ hai.").await;
    house.visitor().get(&proof).await.says(200, "Đã nhận đơn");
    assert!(!asking.is_finished(), "all of it while the witness was waited for");
    asking.abort();
    drop(taken);
    steps::feedback(&mut house.visitor(), "Việc thứ ba.").await;
    house.end().await;
}
