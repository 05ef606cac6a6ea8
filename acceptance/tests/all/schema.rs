//! The API keeps to its own document: a program of others makes requests from it, lawful and
//! unlawful ones, and every answer must be one that the document names; never a 5xx.

use std::process::Command;
use std::time::Duration;

use acceptance::House;
use acceptance::house::UNIT;
use accounts::Post;
use testkit::engines;

/// How long it asks, in seconds, unless `SCHEMATHESIS_SECONDS` says more.
const SECONDS: &str = "45";

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
    // Every door is open to it, so that nothing stops at a permission.
    let token = house.token_of(UNIT, &Post::ALL).await;
    let mut run = Command::new(&program);
    run.args(["run", "--no-color", "--continue-on-failure", "--seed", "2026"]);
    let seconds = std::env::var("SCHEMATHESIS_SECONDS").unwrap_or_else(|_| SECONDS.to_owned());
    run.args(["--max-time", &seconds, "--checks", CHECKS, "--warnings", "off"]);
    run.arg("--header").arg(format!("Authorization: Bearer {token}"));
    run.arg(format!("http://{}/api/v1/openapi.json", house.address));
    // What it keeps between runs is not ours to keep.
    run.current_dir(house.place.path());
    let mut asked = tokio::task::spawn_blocking(move || run.output());
    // Its guesses of codes are many: the hour goes on, or each answer would be "too many".
    let out = loop {
        match tokio::time::timeout(Duration::from_millis(100), &mut asked).await {
            Ok(out) => break out.unwrap().unwrap(),
            Err(_) => house.wait(20 * 60),
        }
    };
    let said = String::from_utf8_lossy(&out.stdout);
    println!("{said}");
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let document = site::api::document();
    let paths = document["paths"].as_object().expect("it has paths");
    let doors: usize = paths.values().filter_map(|path| Some(path.as_object()?.len())).sum();
    assert!(said.contains(&format!("{doors} selected")), "every operation is asked: {said}");
    house.end().await;
}
