//! The API keeps to its own document: a program of others makes requests from it, lawful and
//! unlawful ones, and every answer must be one that the document names; never a 5xx.

use std::process::Command;

use acceptance::House;
use testkit::engines;

/// How long it asks, in seconds: the long run is the operator's.
const SECONDS: &str = "15";

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_schema_conformance,response_headers_conformance,negative_data_rejection";

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_one_that_the_api_document_names() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let program = format!("{root}/target/clients/bin/schemathesis");
    if !std::path::Path::new(&program).exists() {
        assert!(std::env::var_os("CI").is_none(), "script/clients brings it");
        println!("skipped: target/clients is absent; script/clients brings it");
        return;
    }
    let house = House::open(engines()[0]).await;
    let token = house.token().await;
    let mut run = Command::new(&program);
    run.args(["run", "--no-color", "--continue-on-failure", "--seed", "2026"]);
    run.args(["--max-time", SECONDS, "--checks", CHECKS, "--warnings", "off"]);
    run.arg("--header").arg(format!("Authorization: Bearer {token}"));
    run.arg(format!("http://{}/api/v1/openapi.json", house.address));
    // What it keeps between runs is not ours to keep.
    run.current_dir(house.place.path());
    let out = tokio::task::spawn_blocking(move || run.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("3 selected"), "every operation is asked: {said}");
    house.end().await;
}
