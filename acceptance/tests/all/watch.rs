//! What operators and their machines see: health, metrics, the API document.

use acceptance::House;
use testkit::engines;

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
