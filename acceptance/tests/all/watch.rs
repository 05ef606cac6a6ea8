//! What operators and their machines see: health, metrics, the API document.

use acceptance::House;
use acceptance::program::Ground;
use serde_json::Value;
use testkit::engines;

use super::cli;

#[tokio::test]
async fn health_and_metrics_tell_how_it_is() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut watcher = house.visitor();
        let health = watcher.get("/healthz").await;
        assert_eq!((health.status, &health.json()["status"]), (200, &"ok".into()));
        assert_eq!(health.json()["engine"], engine.to_string());
        assert_eq!(health.json()["journal"], house.store().journal_length());
        assert!(health.json()["version"].is_string());
        let metrics = watcher.get("/metrics").await;
        metrics.says(200, "# TYPE dantin_journal_records gauge");
        metrics.says(200, &format!("dantin_journal_records {}", house.store().journal_length()));
        house.end().await;
    }
}

#[tokio::test]
async fn the_api_document_names_what_the_api_has() {
    let house = House::open(store::Engine::Sqlite).await;
    let document = house.visitor().get("/api/v1/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{document}");
    let paths = document["paths"].as_object().unwrap();
    for (method, path, _) in site::slices().into_iter().flat_map(|slice| (slice.routes)()) {
        if path.starts_with("/api/") && path != "/api/v1/openapi.json" {
            let found = paths.get(path).and_then(|found| found.get(method.to_lowercase()));
            assert!(found.is_some(), "{method} {path} is not in the document");
        }
    }
    house.end().await;
}

/// A fault of ours has one number on the page and in the log; the log has the rest, and each of its
/// lines is JSON.
#[tokio::test]
async fn a_log_is_lines_of_json_and_knows_a_fault_by_the_number_on_the_page() {
    let ground = Ground::new(store::Engine::Sqlite);
    ground.demo(3);
    let store = cli::open(&ground).await;
    let rows = store.rows("SELECT code FROM petitions ORDER BY seq", Vec::new()).await.unwrap();
    let code = rows[0].text(0).unwrap();
    // Nobody can read a letter of which the journal says nothing any more.
    let broken = "UPDATE journal SET body = '{}' WHERE kind = 'petition.received'";
    store.run_apart(broken, Vec::new()).await.unwrap();
    store.close().await;

    let beside = tempfile::tempdir().unwrap();
    let file = beside.path().join("log");
    let served = ground.serve_logging(&file);
    let page = served.visitor().get(&format!("/don/{code}")).await;
    assert!(served.stop());
    let log = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}")))
        .collect();
    assert!(!lines.is_empty());
    for line in &lines {
        let text = |name: &str| line[name].as_str().is_some_and(|text| !text.is_empty());
        assert!(text("timestamp") && text("level") && text("target"), "{line}");
        assert!(line["fields"].is_object(), "{line}");
    }
    let faults: Vec<&Value> =
        lines.iter().filter(|line| line["fields"]["incident"].is_string()).collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = faults[0];
    assert_eq!(fault["level"], "ERROR");
    assert_eq!(fault["fields"]["path"], format!("/don/{code}"));
    let what = fault["fields"]["what"].as_str().unwrap();
    page.says(500, fault["fields"]["incident"].as_str().unwrap()).never(&[what]);
}
