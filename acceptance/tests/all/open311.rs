//! Open311 GeoReport v2, as callers of other programs meet it: both forms, its errors, what it
//! never tells, and two clients that others wrote.

use std::process::Command;

use acceptance::{Browser, House, Page};
use petitions::petition::State;
use testkit::engines;

use super::steps;

const ROOT: &str = "/open311/v2";

async fn post(caller: &mut Browser, fields: &[(&str, &str)]) -> Page {
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    caller.post(&format!("{ROOT}/requests.json"), &fields).await
}

#[tokio::test]
async fn a_report_is_filed_followed_and_told_of_and_nothing_private_is() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut caller = house.visitor();
        let made = post(
            &mut caller,
            &[
                ("service_code", "water"),
                ("lat", "15.71234"),
                ("long", "108.42345"),
                ("address_string", "Số nhà 41708"),
                ("description", "Mương lấp trước nhà ông Giả Định."),
                ("first_name", "Định"),
                ("last_name", "Giả"),
                ("phone", "0900000118"),
            ],
        )
        .await;
        assert_eq!(made.status, 201, "{}", made.body);
        let code = made.json()[0]["service_request_id"].as_str().unwrap().to_owned();
        let private = ["41708", "Giả Định", "0900000118", "108.42345", "lấp"];
        for form in ["json", "xml"] {
            let one = caller.get(&format!("{ROOT}/requests/{code}.{form}")).await;
            one.says(200, &code).says(200, "2026-03-05T23:59:59+07:00").never(&private);
            one.says(200, "108.4235");
            let listed = caller.get(&format!("{ROOT}/requests.{form}?status=open")).await;
            listed.says(200, &code).never(&private);
            let updates = caller.get(&format!("{ROOT}/servicerequestupdates.{form}")).await;
            updates.says(200, &code).says(200, "Đã nhận").never(&private);
        }
        let mut chair = house.chair().await;
        for (step, typed) in [
            ("classify", &[("kind", "feedback"), ("matter", "water")][..]),
            ("accept", &[]),
            ("decide", &[("answer", "Đã nạo vét.")]),
            ("send", &[("by", "oneself")]),
        ] {
            steps::step(&mut chair, &code, step, typed).await;
        }
        let one = caller.get(&format!("{ROOT}/requests/{code}.json")).await;
        assert_eq!(one.json()[0]["status"], "closed", "{}", one.body);
        assert!(one.json()[0]["expected_datetime"].is_string());
        caller.get(&format!("{ROOT}/requests.json?status=open")).await.never(&[&code]);
        caller.get(&format!("{ROOT}/requests.json?status=closed")).await.says(200, &code);
        caller.get(&format!("{ROOT}/requests.json?service_code=roads")).await.never(&[&code]);
        let codes = format!("{ROOT}/requests.json?service_code=roads,water");
        caller.get(&codes).await.says(200, &code);
        let updates = caller.get(&format!("{ROOT}/servicerequestupdates.json")).await;
        updates.says(200, "Đã trả lời");
        assert_eq!(steps::read(&house, &code).await.petition.state, State::Sent);
        house.end().await;
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_form_of_the_specification() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut caller = house.visitor();
        for (fields, told) in [
            (&[("description", "a"), ("address_string", "b")][..], "service"),
            (&[("service_code", "water"), ("description", "a")], "lat"),
            (&[("service_code", "water"), ("lat", "15.7"), ("description", "a")], "long"),
            (&[("service_code", "water"), ("lat", "x"), ("long", "y")], "long"),
            (&[("service_code", "water"), ("address_string", "b")], "vài lời"),
        ] {
            let refused = post(&mut caller, fields).await;
            assert_eq!(refused.json()[0]["code"], 400, "{}", refused.body);
            refused.says(400, told);
        }
        let keyed =
            [("api_key", "no-such-key"), ("service_code", "water"), ("lat", "15"), ("long", "108")];
        post(&mut caller, &keyed).await.says(403, "403");
        let none = caller.get(&format!("{ROOT}/requests/TT-0000-01.xml")).await;
        none.says(404, "<errors><error><code>404</code>");
        let far = "start_date=2025-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z";
        caller.get(&format!("{ROOT}/requests.json?{far}")).await.says(400, "90 ngày");
        caller.get(&format!("{ROOT}/requests.json?start_date=hôm-qua")).await.says(400, "400");
        caller.get(&format!("{ROOT}/requests.json?status=lost")).await.says(400, "status");
        caller.get(&format!("{ROOT}/services/nothing.xml")).await.says(404, "nothing");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_others_wrote_read_and_file() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let python = format!("{root}/target/clients/bin/python");
    if !std::path::Path::new(&python).exists() {
        assert!(std::env::var_os("CI").is_none(), "script/clients brings them");
        println!("skipped: target/clients is absent; script/clients brings it");
        return;
    }
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let code = steps::code(&steps::feedback(&mut asker, "Mương bị lấp.").await);
        let mut client = Command::new(&python);
        client.arg(format!("{root}/acceptance/clients/open311.py"));
        client.arg(format!("http://{}{ROOT}", house.address)).arg(&code);
        let out = tokio::task::spawn_blocking(move || client.output()).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{said}");
        let made = String::from_utf8_lossy(&out.stdout).trim().to_owned();
        let filed = steps::read(&house, &made).await.petition.received;
        assert_eq!(steps::words(&house, filed.words.id).await, "Ổ gà trước cổng trường.");
        house.end().await;
    }
}
