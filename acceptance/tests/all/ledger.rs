//! The public log: a receipt that nobody can forge or make disappear, and that still allows
//! forgetting.

use std::time::Duration;

use acceptance::House;
use acceptance::browser::Browser;
use acceptance::flips;
use acceptance::house::UNIT;
use acceptance::program::{self, Ground, Ran};
use kernel::Actor;
use ledger::head::Head;
use ledger::{State, Trouble};
use testkit::engines;

use super::steps;

/// Until everything that was recorded so far is sealed, which this node does once a second.
pub async fn sealed(house: &House) {
    let mut sealings = house.store().sealings();
    let last = house.number("SELECT MAX(position) FROM journal").await;
    while house.store().reach().await.expect("the seals are read").upto < last {
        sealings.changed().await.expect("the store is open");
    }
}

/// Files feedback and gives it its leaf; the address of its proof.
pub async fn logged(house: &House, words: &str) -> String {
    let receipt = steps::feedback(&mut house.visitor(), words).await;
    sealed(house).await;
    house.log.catch_up().await.expect("the log goes on");
    proof(&receipt)
}

/// Where a receipt's proof is.
pub fn proof(receipt: &acceptance::browser::Page) -> String {
    format!("/bien-nhan/{}", receipt.between("href=\"/bien-nhan/", "\""))
}

/// The file of a proof, in a folder.
pub async fn file(reader: &mut Browser, proof: &str, folder: &std::path::Path) -> String {
    let file = reader.get(&format!("{proof}/tep")).await;
    assert_eq!(file.status, 200, "{}", file.body);
    let to = folder.join("don.tlog-proof");
    std::fs::write(&to, &file.body).expect("the file is written");
    to.display().to_string()
}

/// Changes the head of the log as somebody does who has the keys too: its tag fits.
pub async fn forge(house: &House, change: impl FnOnce(&mut Head)) {
    let store = house.store();
    let mut head = ledger::store::head(store).await.expect("read").expect("a head");
    change(&mut head);
    let tag = head.tag(&store.keys()).to_vec();
    let values = store::row![head.size as i64, head.note.as_str(), tag];
    let sql = "UPDATE log_head SET size = $1, note = $2, tag = $3";
    store.run_apart(sql, values).await.expect("it is changed");
}

pub fn check(args: &[&str]) -> Ran {
    program::run(["check-receipt"].iter().chain(args))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_is_there_within_two_seconds_and_holds_without_the_server() {
    for engine in engines() {
        let house = House::open(engine).await;
        let running = tokio::spawn(house.log.clone().run());
        let mut asker = house.visitor();
        let words = "Mương trước nhà văn hóa bị tắc.";
        let receipt = steps::feedback(&mut asker, words).await;
        let (proof, code) = (proof(&receipt), steps::code(&receipt));
        // The page fetches this picture by itself; it comes when the leaf is there.
        receipt.says(201, &format!("<img src=\"{proof}/ma.svg\""));
        let picture = format!("{proof}/ma.svg");
        let picture = tokio::time::timeout(Duration::from_secs(2), asker.get(&picture)).await;
        let picture = picture.expect("within two seconds");
        picture.says(200, "<svg");
        asker.get(&proof).await.says(200, &code);
        let folder = tempfile::tempdir().expect("a folder");
        let file = file(&mut asker, &proof, folder.path()).await;
        running.abort();
        let _ = running.await;
        house.end().await;
        // From here on there is no server.
        let said = check(&["--json", "--unit", UNIT, &file]).good();
        assert_eq!((&said["good"], &said["proven"]["code"]), (&true.into(), &code.as_str().into()));
        assert_eq!(said["proven"]["kind"], "petition.received");
        let plain = check(&[&file]);
        assert!(plain.well && plain.out.contains(&format!("ĐÚNG. Đã nhận đơn: mã {code}")));
        assert!(plain.out.contains("Hãy đối chiếu tên nhật ký"), "{}", plain.out);
        let known = said["proven"]["log"].as_str().expect("a name");
        assert!(check(&["--log", known, &file]).out.contains("Đúng là nhật ký"));
        let typed = folder.path().join("noi-dung.txt");
        std::fs::write(&typed, format!("{words}\n")).expect("written");
        let held = check(&["--json", "--words", &typed.display().to_string(), &file]).good();
        assert_eq!(held["proven"]["words_held"], true);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_altered_foreign_or_wrong_receipt_is_refused_with_its_reason() {
    let house = House::open(store::Engine::Sqlite).await;
    logged(&house, "Việc thứ nhất.").await;
    let proof = logged(&house, "Việc thứ hai.").await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(&mut house.visitor(), &proof, folder.path()).await;
    let whole = std::fs::read_to_string(&path).expect("it is there");
    let refused = |args: &[&str]| {
        let ran = check(&[&["--json"][..], args].concat());
        assert!(!ran.well, "{ran:?}");
        ran.json()["why"].as_str().expect("a reason").to_owned()
    };
    assert_eq!(refused(&["--unit", "20837", &path]), "wrong-unit");
    assert_eq!(refused(&["--log", "dantin/0123", &path]), "foreign");
    let other = folder.path().join("khac.txt");
    std::fs::write(&other, "Việc khác.").expect("written");
    assert_eq!(refused(&["--words", &other.display().to_string(), &path]), "other-words");
    for (from, to, why) in [
        ("index 1", "index 0", "altered"),
        ("\n2\n", "\n3\n", "altered"),
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2", "unreadable"),
    ] {
        assert!(whole.contains(from), "{whole}");
        std::fs::write(&path, whole.replacen(from, to, 1)).expect("written");
        assert_eq!(refused(&[&path]), why, "{from:?}");
    }
    std::fs::write(&path, &whole[..whole.len() / 2]).expect("written");
    assert_eq!(refused(&[&path]), "unreadable");
    // As systems write it that know other encodings, or none but the letters of English.
    let wide: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let plain: Vec<u8> = whole.bytes().filter(u8::is_ascii).collect();
    for bytes in [wide, plain, b"\x1f\x8b\x08\x00".to_vec(), Vec::new()] {
        std::fs::write(&path, bytes).expect("written");
        assert_eq!(refused(&[&path]), "unreadable");
    }
    house.end().await;
}

#[tokio::test]
async fn a_proof_that_is_not_there_yet_says_so_and_asks_again_by_itself() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let receipt = steps::feedback(&mut asker, "Đèn đường hỏng.").await;
        let proof = proof(&receipt);
        let page = asker.get(&proof).await;
        assert_eq!(page.header("refresh"), Some("2"), "it asks again by itself");
        page.says(202, "đang được ghi vào nhật ký");
        sealed(&house).await;
        assert_eq!(house.log.catch_up().await, Ok(1));
        let page = asker.get(&proof).await;
        page.says(200, "Đã nhận đơn");
        assert_eq!(page.header("refresh"), None);
        // The address is a key: with another letter in it there is nothing.
        let turned = if proof.ends_with('0') { "1" } else { "0" };
        let guessed = format!("{}{turned}", &proof[..proof.len() - 1]);
        assert_eq!(asker.get(&guessed).await.status, 404);
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_words_leave_their_leaf_and_a_log_that_is_whole() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let receipt = steps::feedback(&mut asker, "Xin xóa lời này.").await;
        let (proof, code) = (proof(&receipt), steps::code(&receipt));
        logged(&house, "Việc khác.").await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = file(&mut asker, &proof, folder.path()).await;
        let read = steps::read(&house, &code).await;
        let actor = Actor::System("acceptance");
        let erased = petitions::desk::erase(house.store(), &actor, read, "BVDL.14").await;
        erased.expect("the words are erased");
        asker.get(&proof).await.says(410, "đã được xóa");
        assert_eq!(asker.get(&format!("{proof}/tep")).await.status, 404);
        let (report, matched) = house.log.audit().await.expect("it is whole").expect("a log");
        assert_eq!((report.size, matched.facts, matched.erased), (2, 1, 1));
        // Its owner can still prove it with what was taken along.
        assert!(check(&[&file]).well);
        house.end().await;
    }
}

#[tokio::test]
async fn words_erased_before_they_have_a_leaf_keep_their_place_and_no_proof() {
    let house = House::open(store::Engine::Sqlite).await;
    let receipt = steps::feedback(&mut house.visitor(), "Xin xóa ngay.").await;
    let read = steps::read(&house, &steps::code(&receipt)).await;
    let actor = Actor::System("acceptance");
    let erased = petitions::desk::erase(house.store(), &actor, read, "BVDL.14").await;
    erased.expect("the words are erased");
    sealed(&house).await;
    assert_eq!(house.log.catch_up().await, Ok(1));
    house.visitor().get(&proof(&receipt)).await.says(410, "đã được xóa");
    house.log.audit().await.expect("it is whole");
    house.end().await;
}

#[tokio::test]
async fn two_sequencers_at_once_make_one_log() {
    for engine in engines() {
        let house = House::open(engine).await;
        for n in 0..5 {
            steps::feedback(&mut house.visitor(), &format!("Việc thứ {n}.")).await;
        }
        sealed(&house).await;
        let other = site::log(house.store().clone());
        // One of them may lose a round; the next one finds what the other stored.
        let _ = tokio::join!(house.log.catch_up(), other.catch_up());
        house.log.catch_up().await.expect("nothing is in the way");
        assert_eq!(house.number("SELECT COUNT(*) FROM log_entries").await, 5);
        let (report, matched) = house.log.audit().await.expect("it is whole").expect("a log");
        assert_eq!((report.size, matched.facts), (5, 5));
        house.end().await;
    }
}

#[tokio::test]
async fn what_was_changed_in_the_log_is_named() {
    for engine in engines() {
        for (change, named) in [
            (
                "UPDATE log_entries SET entry = (SELECT entry FROM log_entries WHERE leaf = 1) \
                 WHERE leaf = 0",
                "its root does not follow",
            ),
            ("DELETE FROM log_entries WHERE leaf = 1", "tile/entries/000.p/2"),
            ("UPDATE log_entries SET position = position + 1000 WHERE leaf = 1", "has no leaf"),
            ("UPDATE log_head SET size = 1", "log_head"),
            ("DELETE FROM log_head", "has none"),
        ] {
            let house = House::open(engine).await;
            logged(&house, "Việc thứ nhất.").await;
            logged(&house, "Việc thứ hai.").await;
            house.store().run_apart(change, Vec::new()).await.expect("it is changed");
            let told = house.log.audit().await.expect_err(change);
            assert!(told.contains(named), "{change}: {told}");
            house.end().await;
        }
    }
}

#[tokio::test]
async fn a_head_from_before_there_were_tags_is_given_one_once_and_none_that_lost_its_own() {
    for engine in engines() {
        let house = House::open(engine).await;
        logged(&house, "Việc thứ nhất.").await;
        let untag = "UPDATE log_head SET tag = NULL";
        let untagged = async || house.store().run_apart(untag, Vec::new()).await.expect("taken");
        let memory = house.place.path().join("log.toml");
        let known = std::fs::read_to_string(&memory).expect("the log was begun");
        // As it was left by a program that knew of no tags.
        let old = known.lines().filter(|line| !line.starts_with("tagged"));
        let old: String = old.map(|line| format!("{line}\n")).collect();
        assert_ne!(old, known);
        std::fs::write(&memory, old).expect("written");
        untagged().await;
        let anew = site::log(house.store().clone());
        assert_eq!(anew.catch_up().await, Ok(0));
        assert_eq!(std::fs::read_to_string(&memory).expect("it is there"), known);
        house.log.audit().await.expect("it is whole");
        // Taken away after that, it is given by no start: with what the folder knows, or without.
        for is_known in [true, false] {
            untagged().await;
            if !is_known {
                std::fs::remove_file(&memory).expect("it is removed");
            }
            let stopped = site::log(house.store().clone()).catch_up().await;
            let named = "its tag was taken away";
            assert!(
                matches!(&stopped, Err(Trouble::Fatal(told)) if told.contains(named)),
                "{stopped:?}"
            );
            let told = house.log.audit().await.expect_err("it is found");
            assert!(told.contains(named), "{told}");
        }
        house.end().await;
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_stops_the_log_and_not_the_filing() {
    for engine in engines() {
        let house = House::open(engine).await;
        logged(&house, "Việc thứ nhất.").await;
        house.wait(-3_600);
        let receipt = steps::feedback(&mut house.visitor(), "Việc thứ hai.").await;
        sealed(&house).await;
        let stopped = house.log.catch_up().await;
        assert!(
            matches!(&stopped, Err(Trouble::Fatal(told)) if told.contains("the clock went back")),
            "{stopped:?}"
        );
        let health = house.visitor().get("/healthz").await.json();
        assert!(health["log"].as_str().expect("a word").contains("the clock went back"));
        house.visitor().get(&proof(&receipt)).await.says(202, "đang tạm dừng");
        let about = house.visitor().get("/nhat-ky-cong-khai").await;
        about.says(200, "Nhật ký đang dừng").says(200, "<dt>Số dòng</dt><dd>1</dd>");
        // Set right, and started again.
        house.wait(3_601);
        assert_eq!(site::log(house.store().clone()).catch_up().await, Ok(1));
        house.visitor().get(&proof(&receipt)).await.says(200, "Đã nhận đơn");
        house.log.audit().await.expect("it is whole");
        house.end().await;
    }
}

#[tokio::test]
async fn a_log_that_was_lost_is_not_begun_by_accident_and_filing_goes_on() {
    for engine in engines() {
        let house = House::open(engine).await;
        logged(&house, "Việc thứ nhất.").await;
        house.store().run_apart("DELETE FROM log_head", Vec::new()).await.expect("it is lost");
        let lost = house.log.catch_up().await;
        assert!(
            matches!(&lost, Err(Trouble::Fatal(told)) if told.contains("dantin log-begin")),
            "{lost:?}"
        );
        let health = house.visitor().get("/healthz").await;
        assert!(health.json()["log"].as_str().expect("a word").starts_with("stopped: "));
        let receipt = steps::feedback(&mut house.visitor(), "Việc thứ hai.").await;
        house.visitor().get(&proof(&receipt)).await.says(202, "đang tạm dừng");
        house.wait(1);
        // On purpose, under another name: everything that stands in the journal has a leaf again.
        sealed(&house).await;
        let anew = site::log(house.store().clone());
        anew.begin_anew().await.expect("the old one is let go");
        assert_eq!(anew.catch_up().await, Ok(2));
        assert_eq!(anew.state(), State::Running);
        anew.audit().await.expect("it is whole");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_backup_begins_another_log_and_still_knows_the_one_before() {
    for engine in engines() {
        let (ground, folder) = (Ground::new(engine), tempfile::tempdir().expect("a folder"));
        ground.demo(3);
        let served = ground.serve();
        let mut asker = served.visitor();
        let receipt = steps::feedback(&mut asker, "Trước khi sao.").await;
        let proof = proof(&receipt);
        asker.get(&format!("{proof}/ma.svg")).await.says(200, "<svg");
        let old = file(&mut asker, &proof, folder.path()).await;
        let key = asker.get("/log/key").await.body.trim().to_owned();
        assert_eq!(asker.get("/log/former").await.body, "");
        let copy = folder.path().join("copy.backup").display().to_string();
        ground.run(&["backup", "--json", &copy]).good();
        assert!(served.stop());
        let other = Ground::new(engine);
        std::fs::copy(ground.path().join("keys.toml"), other.path().join("keys.toml"))
            .expect("the copy of the keys");
        other.run(&["restore", "--json", &copy]).good();
        let served = other.serve();
        let mut asker = served.visitor();
        // The same petition has a leaf in the new log, at the same address.
        asker.get(&format!("{proof}/ma.svg")).await.says(200, "<svg");
        let new = asker.get("/log/key").await.body.trim().to_owned();
        assert_ne!(new, key, "another log has another name and key");
        assert_eq!(asker.get("/log/former").await.body, format!("{key}\n"));
        asker.get("/nhat-ky-cong-khai").await.says(200, &key);
        // The receipt from before is one of the office's all the same, when its log is named.
        assert_eq!(check(&["--json", "--log", &new, &old]).json()["why"], "foreign");
        let known = ["--log", &new, "--former", &key, &old];
        let said = check(&[&["--json"][..], &known].concat()).good();
        assert_eq!(said["proven"]["log_former"], true);
        assert!(check(&known).out.contains("từ trước lần phục hồi"));
        assert!(served.stop());
        other.run(&["verify", "--json"]).good();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_leaves_are_looked_at_without_the_others() {
    let house = House::open(store::Engine::Sqlite).await;
    flips::fill(house.store(), &house.log, 600).await;
    let look = async |most| house.log.audit_last(most).await;
    let (report, matched) = look(1).await.expect("it is whole").expect("a log");
    // A look begins where a tile does.
    assert_eq!((report.size, report.hashed, matched.facts), (600, 88, 88));
    let run = async |sql: &str| {
        house.store().run_apart(sql, Vec::new()).await.expect("it is changed");
    };
    let bend = async |leaf: u64| {
        run(&format!("UPDATE log_entries SET position = -position WHERE leaf = {leaf}")).await;
    };
    bend(5).await;
    look(1).await.expect("what lies before is left to `verify` and `audit`");
    house.log.audit().await.expect_err("which find it");
    bend(5).await;
    bend(599).await;
    look(1).await.expect_err("the last leaf is looked at");
    bend(599).await;
    run("UPDATE log_tiles SET hashes = SUBSTR(hashes, 1, 32) WHERE level = 1").await;
    look(1).await.expect_err("the tiles below the look are too few");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anybody_audits_the_log_from_its_files_and_goes_on_where_they_were() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut anybody = house.visitor();
    anybody.get("/nhat-ky-cong-khai").await.says(200, "Nhật ký chưa mở.");
    logged(&house, "Việc thứ nhất.").await;
    let checkpoint = anybody.get("/log/checkpoint").await;
    assert_eq!(checkpoint.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(checkpoint.header("cache-control"), Some("public, max-age=1"));
    let tile = anybody.get("/log/tile/0/000.p/1").await;
    assert_eq!(tile.header("content-type"), Some("application/octet-stream"));
    let for_ever = Some("public, max-age=31536000, immutable");
    assert_eq!(tile.header("cache-control"), for_ever);
    for none in ["/log/tile/0/000", "/log/tile/0/000.p/2", "/log/tile/1/000.p/1", "/log/tile/x"] {
        assert_eq!(anybody.get(none).await.status, 404, "{none}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("audit.toml").display().to_string();
    let key = anybody.get("/log/key").await.body.trim().to_owned();
    let site = format!("http://{}", house.address);
    let audit = async |key: &str| {
        let (kept, site) = (kept.as_str(), site.as_str());
        let args = ["audit", "--json", "--progress", kept, "--log", key, site];
        let args = args.map(str::to_owned);
        tokio::task::spawn_blocking(move || program::run(args)).await.expect("it runs")
    };
    let first = audit(&key).await.good();
    assert_eq!((&first["size"], &first["hashed"]), (&1.into(), &1.into()));
    logged(&house, "Việc thứ hai.").await;
    let second = audit(&key).await.good();
    assert_eq!((&second["size"], &second["hashed"]), (&2.into(), &1.into()));
    assert!(!audit(&key.replacen("dantin/", "dantim/", 1)).await.well, "another log's key");
    // The page says of the log what its checkpoint says, and how it is checked.
    let page = anybody.get("/nhat-ky-cong-khai").await;
    let signed = anybody.get("/log/checkpoint").await;
    let root = signed.body.lines().nth(2).expect("the root").to_owned();
    page.says(200, &key)
        .says(200, "<dt>Số dòng</dt><dd>2</dd>")
        .says(200, &format!("<code class=\"anywhere\">{root}</code>"))
        .says(200, "<dt>Ký lần cuối</dt>")
        .says(200, "Chưa có người làm chứng nào.")
        .says(200, "href=\"/nhat-ky-cong-khai/kiem-dau.html\" download")
        .never(&["Nhật ký chưa mở", "Nhật ký đang dừng", "Nhật ký trước đây"]);
    // Taken back: the auditor knows better.
    forge(&house, |head| head.note = checkpoint.body.clone()).await;
    let told = audit(&key).await;
    assert!(!told.well && told.out.contains("taken back from 2 leaves to 1"), "{told:?}");
    house.end().await;
}
