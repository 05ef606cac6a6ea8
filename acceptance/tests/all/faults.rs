//! Things break: the disk is full, the database goes away, somebody starts the program twice. The
//! answer says that nothing was recorded, nothing is half there, and work goes on afterwards.

use acceptance::House;
use acceptance::house::UNIT;
use acceptance::program::{self, Ground};
use acceptance::storm;
use serde_json::json;
use store::Engine;
use testkit::{engines, postgres};

use super::steps;

const NOTHING: &str = "Chưa có gì được ghi";

#[tokio::test]
async fn a_full_disk_refuses_and_keeps_what_was_there() {
    let ground = Ground::new(Engine::Sqlite);
    let demo = ground.demo(3);
    let token = demo["token"].as_str().unwrap().to_owned();
    let size = std::fs::metadata(ground.path().join("dantin.sqlite")).unwrap().len();
    let served = ground.serve_within((size / 1024) as u32 + 1024);
    let long = "Mương bị lấp, nước tràn vào sân. ".repeat(500);
    let long = long.trim_end().to_owned();
    let mut all = Vec::new();
    while let Some(told) = storm::told(served.address, &token, &long).await {
        all.push(told);
        assert!(all.len() < 500, "the disk never became full");
    }
    assert!(all.len() > 3, "{}", all.len());
    // It says so, keeps what was typed, and goes on showing what there is.
    let body = json!({ "kind": "feedback", "unit": UNIT, "text": long });
    let mut program = served.visitor();
    let refused = program.post_json("/api/v1/petitions", Some(&token), &[], &body).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (503, Some("busy")));
    assert!(refused.header("retry-after").is_some());
    let mut asker = served.visitor();
    steps::feedback(&mut asker, &long).await.says(503, NOTHING).says(503, "nước tràn vào sân");
    for told in &all {
        let path = format!("/api/v1/petitions/{}", told.code);
        assert_eq!(program.get(&path).await.status, 200, "{}", told.code);
    }
    ground.run(&["verify", "--json"]).good();

    // Room again: the same process goes on, its log too, and what it said before was true.
    served.make_room();
    let more = storm::told(served.address, &token, &long).await;
    all.push(more.expect("there is room again"));
    storm::held(served.address, &all).await.expect("all of it can be proven");
    served.kill();
    ground.run(&["verify", "--json"]).good();
    let served = ground.serve();
    storm::held(served.address, &all).await.expect("and so after a kill");
    assert!(served.stop());
    ground.run(&["verify", "--json"]).good();
}

#[tokio::test]
async fn a_full_disk_leaves_no_half_backup_and_no_half_restore() {
    let ground = Ground::new(Engine::Sqlite);
    ground.demo(20);
    let file = ground.path().join("copy.backup");
    let path = file.display().to_string();
    let told = |ran: program::Ran| {
        assert!(!ran.well, "{ran:?}");
        assert!(ran.json()["error"].is_string(), "{ran:?}");
    };
    told(ground.run_within(64, &["backup", "--json", &path]));
    assert!(!file.exists(), "what is not whole bears no name");
    ground.run(&["backup", "--json", &path]).good();

    let other = Ground::new(Engine::Sqlite);
    std::fs::copy(ground.path().join("keys.toml"), other.path().join("keys.toml")).unwrap();
    let memory = other.path().join("log.toml");
    std::fs::write(&memory, "a log that this folder knew").unwrap();
    // While the tables are made, and while the rows are copied into them.
    told(other.run_within(64, &["restore", "--json", &path]));
    other.run(&["rebuild", "--json"]).good();
    told(other.run_within(64, &["restore", "--json", &path]));
    assert!(memory.exists(), "nothing was restored, and nothing is forgotten");
    other.run(&["restore", "--json", &path]).good();
    assert!(!memory.exists());
    other.run(&["verify", "--json"]).good();
}

#[tokio::test]
async fn a_database_that_is_gone_says_try_again_and_nothing_is_half_written() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let house = House::open(Engine::Postgres).await;
    let database = house.place.database.clone().unwrap();
    let token = house.token().await;
    let code = steps::code(&steps::feedback(&mut house.visitor(), "Đèn hỏng.").await);
    let mut leader = house.chair().await;
    let classify = format!("/can-bo/don/{code}/classify");
    let form = leader.get(&classify).await;
    let mut asker = house.visitor();
    let what = [("kind", "feedback"), ("matter", "water")];
    let how = [("words", "Mương bị lấp."), ("answer", "oneself")];
    let review = steps::to_review(&mut asker, &what, &how).await;
    let before = house.number("SELECT COUNT(*) FROM journal").await;

    postgres::set_reachable(&database, false);
    postgres::cut_connections(&database);
    steps::send(&mut asker, &review).await.says(503, NOTHING).says(503, "Mương bị lấp.");
    let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Rác ứ." });
    let mut program = house.visitor();
    for token in [None, Some(token.as_str())] {
        let refused = program.post_json("/api/v1/petitions", token, &[], &body).await;
        assert_eq!(refused.status, 503, "{}", refused.body);
        assert_eq!(refused.json()["code"], "busy");
        assert!(refused.header("retry-after").is_some());
    }
    house.visitor().get(&format!("/don/{code}")).await.says(503, NOTHING);
    let typed = [("kind", "feedback"), ("matter", "lighting")];
    let refused = leader.send_form(&form, &classify, &typed).await;
    assert_eq!(refused.status, 503, "{}", refused.body);
    let health = house.visitor().get("/healthz").await;
    assert_eq!((health.status, &health.json()["status"]), (503, &"no database".into()));

    postgres::set_reachable(&database, true);
    assert_eq!(house.number("SELECT COUNT(*) FROM journal").await, before, "nothing was written");
    steps::send(&mut asker, &review).await.says(201, "Đã nhận đơn");
    let done = leader.send_form(&form, &classify, &typed).await;
    done.goes(&format!("/can-bo/don/{code}?xong=classify"));
    assert_eq!(house.visitor().get("/healthz").await.status, 200);
    assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 2);
    house.end().await;
}

#[tokio::test]
async fn cut_connections_cost_one_answer_at_the_most() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let house = House::open(Engine::Postgres).await;
    let database = house.place.database.clone().unwrap();
    let token = house.token().await;
    for round in 0..3 {
        postgres::cut_connections(&database);
        let key = format!("vong-{round}");
        let key = [("Idempotency-Key", key.as_str())];
        let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Rác ứ." });
        let mut program = house.visitor();
        let mut statuses = Vec::new();
        while statuses.len() < 3 && !matches!(statuses.last(), Some(200 | 201)) {
            let got = program.post_json("/api/v1/petitions", Some(&token), &key, &body).await;
            statuses.push(got.status);
        }
        assert!(statuses.iter().all(|status| [200, 201, 503].contains(status)), "{statuses:?}");
        assert!(matches!(statuses.last(), Some(200 | 201)), "{statuses:?}");
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 3);
    house.end().await;
}

#[tokio::test]
async fn a_second_process_on_the_folder_is_refused_by_name() {
    for engine in engines() {
        let ground = Ground::new(engine);
        ground.demo(2);
        let served = ground.serve();
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["rebuild", "--json"]] {
            let refused = ground.run(command);
            let told = format!("{}{}", refused.out, refused.err);
            assert!(!refused.well, "{told}");
            assert!(told.contains(&format!("process {}", served.process())), "{told}");
            assert!(told.contains(&ground.path().display().to_string()), "{told}");
        }
        // Who only looks is welcome.
        ground.run(&["verify", "--json"]).good();
        served.visitor().get("/").await.says(200, "Xã Thăng Trường");
        assert!(served.stop());
    }
}

#[test]
fn a_folder_of_something_else_is_refused_with_a_word() {
    let ground = Ground::new(Engine::Sqlite);
    std::fs::write(ground.path().join("dantin.sqlite"), "not a database at all").unwrap();
    let refused = ground.run(&["verify", "--json"]);
    assert!(!refused.well);
    assert!(refused.json()["error"].is_string(), "{refused:?}");
    let nowhere = program::run(["verify", "--json", "--data", "/nowhere/at/all"]);
    assert!(!nowhere.well);
    assert!(nowhere.json()["error"].as_str().unwrap().contains("/nowhere/at/all"));
}
