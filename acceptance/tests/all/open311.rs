//! Open311 GeoReport v2, as callers of other programs meet it: both forms, its errors, what it
//! never tells, and two clients that others wrote.

use std::process::Command;

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use jiff::civil::date;
use petitions::desk;
use petitions::kind::Solved;
use petitions::petition::State;
use serde_json::json;
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
        says(&house, &mut caller, (code.as_str(), Solved::No), ("open", "Người gửi nói chưa xong"))
            .await;
        says(
            &house,
            &mut caller,
            (code.as_str(), Solved::Yes),
            ("closed", "Người gửi nói đã xong"),
        )
        .await;
        house.end().await;
    }
}

/// The sender judges the answer: the request and the last update of it say the same.
async fn says(
    house: &House,
    caller: &mut Browser,
    (code, solved): (&str, Solved),
    (status, told): (&str, &str),
) {
    let read = steps::read(house, code).await;
    let (actor, seen) = (kernel::Actor::Resident, read.petition.version);
    let act = desk::Act::Judge(solved, String::new());
    desk::act(house.store(), &actor, read, seen, act).await.expect("it is judged");
    let one = caller.get(&format!("{ROOT}/requests/{code}.json")).await.json();
    assert_eq!(one[0]["status"], status, "{one}");
    let updates = caller.get(&format!("{ROOT}/servicerequestupdates.json")).await.json();
    let last = updates.as_array().expect("a list").last().expect("an update");
    assert_eq!((&last["status"], &last["description"]), (&json!(status), &json!(told)));
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
            (&[("service_code", "water"), ("lat", "0"), ("long", "0")], "ngoài địa bàn"),
            (&[("service_code", "water"), ("address_string", "b")], "vài lời"),
        ] {
            let refused = post(&mut caller, fields).await;
            assert_eq!(refused.json()[0]["code"], 400, "{}", refused.body);
            refused.says(400, told);
        }
        let keyed =
            [("api_key", "no-such-key"), ("service_code", "water"), ("lat", "15"), ("long", "108")];
        post(&mut caller, &keyed).await.says(403, "403");
        let huge = "a".repeat(5 << 20);
        let large = post(&mut caller, &[("service_code", "water"), ("description", &huge)]).await;
        assert_eq!(large.json()[0]["code"], 413, "{}", large.body);
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

/// So many pieces of feedback, received in one go as an import would.
async fn many(house: &House, count: usize) {
    let mut changes = Vec::with_capacity(count);
    let today = house.store().clock().today();
    for n in 0..count {
        let filing = petitions::desk::Filing {
            kind: petitions::kind::Kind::Feedback,
            unit: UNIT.into(),
            letters: "TT".into(),
            matter: "roads".into(),
            village: String::new(),
            channel: petitions::kind::Channel::Desk,
            answer_by: petitions::kind::AnswerBy::Oneself,
            words: format!("Ổ gà số {n}."),
            place: String::new(),
            person: petitions::desk::Person::default(),
            more: petitions::desk::More::default(),
        };
        let name = petitions::petition::stream_name(house.store().new_id());
        let made = petitions::desk::receipt(house.store(), &name, filing, today).await;
        changes.push(made.expect("a receipt").0);
    }
    let actor = kernel::Actor::System("acceptance");
    house.store().commit(&actor, changes).await.expect("they are recorded");
}

#[tokio::test]
async fn an_answer_has_a_thousand_requests_at_most_the_newest() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let oldest = steps::code(&steps::feedback(&mut asker, "Mương lấp từ lâu.").await);
        many(&house, 1_000).await;
        let newest = steps::code(&steps::feedback(&mut asker, "Đèn vừa tắt.").await);
        let mut caller = house.visitor();
        let listed = caller.get(&format!("{ROOT}/requests.json")).await;
        let requests = listed.json();
        let requests = requests.as_array().expect("a list");
        assert_eq!(requests.len(), 1_000);
        assert_eq!(requests[0]["service_request_id"], newest.as_str());
        assert!(requests.iter().all(|one| one["service_request_id"] != oldest.as_str()));
        assert!(requests.iter().all(|one| one["expected_datetime"].is_string()));
        // Narrowed, what was cut off is reached.
        let water = caller.get(&format!("{ROOT}/requests.json?service_code=water")).await;
        water.says(200, &oldest).says(200, &newest);
        // Updates keep to the same number, oldest first: the caller goes on from the last one.
        let updates = caller.get(&format!("{ROOT}/servicerequestupdates.json")).await.json();
        let updates = updates.as_array().expect("a list");
        assert_eq!(updates.len(), 1_000);
        assert_eq!(updates[0]["service_request_id"], oldest.as_str());
        house.end().await;
    }
}

#[tokio::test]
async fn a_flood_of_reports_from_one_network_is_slowed_down_and_an_office_s_is_not() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut caller = house.visitor();
        let one = [("service_code", "waste"), ("address_string", "chợ"), ("description", "Rác ứ.")];
        let mut taken = 0;
        let held = loop {
            let made = post(&mut caller, &one).await;
            if made.status != 201 {
                break made;
            }
            taken += 1;
            assert!(taken < 200, "nobody is slowed down");
        };
        assert_eq!(held.json()[0]["code"], 429, "{}", held.body);
        held.says(429, "Thử lại sau");
        let filed = "SELECT COUNT(*) FROM petitions";
        assert_eq!(house.number(filed).await, taken, "what is held back is not recorded");
        // Somebody elsewhere is not troubled, and an office's program files on.
        assert_eq!(post(&mut house.visitor(), &one).await.status, 201);
        let token = house.token().await;
        let mut keyed = one.to_vec();
        keyed.push(("api_key", token.as_str()));
        assert_eq!(post(&mut caller, &keyed).await.status, 201);
        house.wait(3_600);
        assert_eq!(post(&mut caller, &one).await.status, 201, "an hour later it is taken again");
        house.end().await;
    }
}

/// A report of a place in this village, or in none that is named.
fn report(village: &str) -> [(&str, &str); 4] {
    [
        ("service_code", "roads"),
        ("address_string", "đầu cầu"),
        ("description", "Ván cầu mục."),
        ("attribute[village]", village),
    ]
}

#[tokio::test]
async fn a_report_names_its_village_out_of_the_definition_and_none_besides() {
    for engine in engines() {
        let house = House::open(engine).await;
        let new = units::local::NewUnits {
            parent: UNIT.to_owned(),
            kind: units::local::Kind::Village,
            names: vec!["Thôn Gò Dài".to_owned(), "Thôn Bến Cồn".to_owned()],
            from: house.store().clock().today(),
        };
        let actor = kernel::Actor::System("acceptance");
        let codes = units::local::add(house.store(), &actor, &new).await.expect("villages");
        let mut caller = house.visitor();
        let defined = caller.get(&format!("{ROOT}/services/roads.json")).await;
        defined.says(200, "\"village\"").says(200, &codes[1]).says(200, "Thôn Bến Cồn");
        let made = post(&mut caller, &report(&codes[1])).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let made = made.json()[0]["service_request_id"].as_str().unwrap().to_owned();
        assert_eq!(steps::read(&house, &made).await.petition.received.village, codes[1]);
        let odd = post(&mut caller, &report("20839-01")).await;
        odd.says(400, "Không có thôn hoặc địa điểm này");
        let none = post(&mut caller, &report("")).await;
        assert_eq!(none.status, 201, "{}", none.body);
        // A village is few people: nobody is told it.
        let listed = caller.get(&format!("{ROOT}/requests.json")).await;
        listed.says(200, &made).never(&[&codes[1], "Bến Cồn"]);
        house.end().await;
    }
}

#[tokio::test]
async fn updates_are_told_of_ninety_days_and_no_longer_span_is_asked_for() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let old = steps::code(&steps::feedback(&mut asker, "Mương lấp.").await);
        house.day(date(2026, 5, 13));
        let new = steps::code(&steps::feedback(&mut house.visitor(), "Đèn tắt.").await);
        let mut caller = house.visitor();
        let at = |span: &str| format!("{ROOT}/servicerequestupdates.json?{span}");
        // 12/02 to 13/05/2026 are exactly ninety days.
        let told = caller.get(&at("")).await;
        told.says(200, &old).says(200, &new);
        house.day(date(2026, 5, 14));
        caller.get(&at("")).await.says(200, &new).never(&[&old]);
        let span = |from: &str, to: &str| {
            format!("start_date={from}T00:00:00%2B07:00&end_date={to}T23:59:59%2B07:00")
        };
        let first = caller.get(&at(&span("2026-02-12", "2026-02-12"))).await;
        first.says(200, &old).never(&[&new]);
        let whole = caller.get(&at(&span("2026-02-12", "2026-05-15"))).await;
        whole.says(400, "Mỗi lần hỏi không quá 90 ngày");
        let back = caller.get(&at(&span("2026-05-15", "2026-02-12"))).await;
        back.says(400, "90 ngày");
        // Who polls goes on from the last moment that was told.
        let last = told.json().as_array().unwrap().last().unwrap().clone();
        let moment = last["updated_datetime"].as_str().unwrap().replace('+', "%2B");
        let next = caller.get(&at(&format!("start_date={moment}"))).await;
        next.says(200, &new).never(&[&old]);
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
