//! Filing: what was received once stays received once, and only our own forms are taken.

use std::collections::BTreeSet;

use acceptance::House;
use acceptance::house::UNIT;
use serde_json::json;
use testkit::engines;
use units::local;

use super::steps;

const API: &str = "/api/v1/petitions";

#[tokio::test]
async fn the_same_key_gives_the_same_petition() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let mut program = house.visitor();
        let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Đèn đường hỏng." });
        let key = [("Idempotency-Key", "so-cong-van-17")];
        let first = program.post_json(API, Some(&token), &key, &body).await;
        assert_eq!(first.status, 201, "{}", first.body);
        let told = first.json();
        let code = told["code"].as_str().unwrap();
        assert_eq!(first.header("location"), Some(format!("{API}/{code}").as_str()));
        assert_eq!(told["secret"].as_str().unwrap().split(' ').count(), 4);
        assert_eq!(told["duties"][0]["rule"], "TD.reply");
        assert_eq!(told["duties"][0]["due"], "2026-03-05");
        assert_eq!(told["duties"][0]["article"], "khoản 1 Điều 28 Luật Tiếp công dân");
        let again = program.post_json(API, Some(&token), &key, &body).await;
        assert_eq!(again.status, 200, "{}", again.body);
        assert_eq!(again.json()["code"], told["code"]);
        assert_eq!(again.json()["secret"], told["secret"]);
        // At once from two sides, as a program does whose first try seemed to hang.
        let key = [("Idempotency-Key", "so-cong-van-18")];
        let mut other = house.visitor();
        let (one, two) = tokio::join!(
            program.post_json(API, Some(&token), &key, &body),
            other.post_json(API, Some(&token), &key, &body),
        );
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 201], "{} {}", one.body, two.body);
        assert_eq!(one.json()["code"], two.json()["code"]);
        // The key goes on past midnight, and never swallows another letter.
        house.wait(20 * 3600);
        let later = program.post_json(API, Some(&token), &key, &body).await;
        assert_eq!((later.status, &later.json()["code"]), (200, &one.json()["code"]));
        for (field, value) in [("kind", "complaint"), ("text", "Việc khác."), ("place", "ngõ 3")]
        {
            let mut changed = body.clone();
            changed[field] = value.into();
            let refused = program.post_json(API, Some(&token), &key, &changed).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            assert_eq!(refused.json()["code"], "idempotency-key-reused");
            assert!(refused.json()["detail"].as_str().unwrap().contains("TT-"), "{}", refused.body);
        }
        // Another sender's key is another key.
        let public = house.visitor().post_json(API, None, &key, &body).await;
        assert_eq!(public.status, 201);
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 3);
        house.end().await;
    }
}

#[tokio::test]
async fn a_key_whose_letter_was_erased_hands_nobody_the_four_words_of_another() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut writer = house.visitor();
        let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Đèn đường hỏng." });
        let key = [("Idempotency-Key", "1")];
        let told = writer.post_json(API, None, &key, &body).await.json();
        let code = told["code"].as_str().unwrap();
        let read = steps::read(&house, code).await;
        let actor = kernel::Actor::System("acceptance");
        petitions::desk::erase(house.store(), &actor, read, "LBVDLCN 14").await.unwrap();
        // The very words, and others: what is gone cannot be told from either.
        for text in ["Đèn đường hỏng.", "Việc khác."] {
            let mut body = body.clone();
            body["text"] = text.into();
            let refused = house.visitor().post_json(API, None, &key, &body).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            assert_eq!(refused.json()["code"], "idempotency-key-reused");
            assert!(!refused.body.contains(told["secret"].as_str().unwrap()), "{}", refused.body);
        }
        house.end().await;
    }
}

#[tokio::test]
async fn whoever_writes_of_denouncing_is_told_before_sending_that_it_goes_on_paper() {
    const TOLD: &str = "xin dừng ở đây và nộp đơn giấy";
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let page = steps::feedback_review(&mut asker, "Tôi tố cáo cán bộ thôn nhận tiền.").await;
        page.says(200, TOLD);
        let page = steps::feedback_review(&mut asker, "Đèn ở tổ Cao Thắng hỏng.").await;
        page.never(&[TOLD]);
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
        // Whoever sends it all the same is answered by an officer who was told too.
        let sent = steps::feedback(&mut asker, "Tôi tố cáo cán bộ thôn nhận tiền.").await;
        let case = format!("/can-bo/don/{}", steps::code(&sent));
        house.chair().await.get(&case).await.says(200, "Nếu đây là đơn tố cáo");
        house.end().await;
    }
}

#[tokio::test]
async fn a_key_that_is_no_key_and_a_token_that_is_no_token_are_refused() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut program = house.visitor();
    let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Đèn đường hỏng." });
    for (key, token, status, code) in
        [(" ", None, 422, "idempotency-key"), ("x", Some("khong-phai"), 401, "token-unknown")]
    {
        let key = [("Idempotency-Key", key)];
        let refused = program.post_json(API, token, &key, &body).await;
        assert_eq!(refused.status, status, "{}", refused.body);
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        assert_eq!(refused.json()["code"], code);
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
    house.end().await;
}

#[tokio::test]
async fn what_a_program_leaves_out_is_named_by_the_field_that_it_should_send() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut program = house.visitor();
    let whole = json!({ "kind": "feedback", "unit": UNIT, "text": "Đèn đường hỏng." });
    for field in ["kind", "unit", "text"] {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(field);
        let refused = program.post_json(API, None, &[], &body).await;
        assert_eq!((refused.status, &refused.json()["field"]), (422, &json!(field)));
    }
    let mut body = whole.clone();
    body["contact"] = json!({ "name": "Trần Thị Thử", "email": "thu.tran@nha" });
    let refused = program.post_json(API, None, &[], &body).await;
    let told = refused.json();
    assert_eq!((refused.status, &told["code"]), (422, &json!("petition-email")), "{told}");
    assert_eq!(told["field"], "email", "{told}");
    let mut body = whole.clone();
    body["text"] = json!(["Đèn", "hỏng"]);
    let refused = program.post_json(API, None, &[], &body).await;
    assert_eq!((refused.status, &refused.json()["code"]), (400, &json!("bad-request")));
    assert!(refused.json()["next"].as_str().unwrap().contains("openapi.json"), "{}", refused.body);
    let received = program.post_json(API, None, &[], &whole).await;
    let owed = &received.json()["duties"][0];
    let mut fields: Vec<&String> = owed.as_object().unwrap().keys().collect();
    fields.sort_unstable();
    assert_eq!(fields, ["article", "due", "rule"]);
    house.end().await;
}

#[tokio::test]
async fn a_form_sent_again_shows_the_same_receipt() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let what = [("kind", "feedback"), ("matter", "roads")];
        let how = [("words", "Hố sâu ở cua."), ("answer", "oneself")];
        let review = steps::to_review(&mut asker, &what, &how).await;
        let (one, two) = {
            let mut other = asker.clone();
            tokio::join!(steps::send(&mut asker, &review), steps::send(&mut other, &review))
        };
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 201], "two clicks on one button");
        assert_eq!(steps::code(&one), steps::code(&two));
        house.wait(20 * 3600);
        let next_day = steps::send(&mut asker, &review).await;
        next_day.says(200, "Đơn này đã nhận từ trước");
        assert_eq!(steps::code(&next_day), steps::code(&one));
        assert_eq!(next_day.secret(), one.secret());
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 1);
        house.end().await;
    }
}

#[tokio::test]
async fn a_forged_form_is_refused_and_what_was_typed_is_kept() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let what = [("kind", "feedback"), ("matter", "roads")];
        let how = [("words", "Hố sâu ở cua <b>."), ("answer", "oneself")];
        let review = steps::to_review(&mut asker, &what, &how).await;
        let seal = review.hidden("_seal");
        let turned: String = seal.chars().rev().collect();
        for forged in ["", "00", &turned] {
            let typed = [("go", "send"), ("_seal", forged)];
            let refused = asker.send_form(&review, steps::FILE, &typed).await;
            refused.says(403, "Hố sâu ở cua &#60;b&#62;.");
        }
        // Another visitor's seal, and a form that another site's page sent.
        let mut other = house.visitor();
        let theirs = other.get(steps::FILE).await.hidden("_seal");
        let typed = [("go", "send"), ("_seal", theirs.as_str())];
        let refused = asker.send_form(&review, steps::FILE, &typed).await;
        refused.says(403, "Hố sâu ở cua");
        let cross = acceptance::http::Request::new("POST", steps::FILE)
            .header("Sec-Fetch-Site", "cross-site")
            .body("application/x-www-form-urlencoded", format!("_seal={seal}&go=send"));
        asker.send(cross).await.says(403, "Chưa có gì được ghi");
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
        // The page that asks again sends it under a fresh seal.
        let again = asker.send_form(&refused, steps::FILE, &[("go", "send")]).await;
        again.says(201, "Đã nhận đơn");
        house.end().await;
    }
}

#[tokio::test]
async fn a_complaint_without_a_writer_is_received_and_the_answer_shows_nothing_else() {
    for engine in engines() {
        let house = House::open(engine).await;
        let body = json!({ "kind": "complaint", "unit": UNIT, "text": "Quyết định số 7 sai." });
        let filed = house.visitor().post_json(API, None, &[], &body).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
        let told = filed.json();
        let keys: BTreeSet<&str> =
            told.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, BTreeSet::from(["code", "duties", "proof", "received_at", "secret"]));
        // The office may then file it as lacking a writer.
        let mut chair = house.chair().await;
        let code = told["code"].as_str().expect("a code");
        let typed = [("kind", "complaint"), ("matter", "land")];
        steps::step(&mut chair, code, "classify", &typed).await;
        steps::step(&mut chair, code, "file", &[("lack", "writer")]).await;
        house.end().await;
    }
    let house = House::open(store::Engine::Sqlite).await;
    let document = house.visitor().get("/api/v1/openapi.json").await;
    document.says(200, "A complaint without a writer's name").never(&["Needed for a complaint"]);
    house.end().await;
}

#[tokio::test]
async fn a_village_is_named_by_its_code_and_told_to_offices_alone() {
    for engine in engines() {
        let house = House::open(engine).await;
        let chair = kernel::Actor::Account(house.chair.expect("a chair"));
        let (from, names) = (jiff::civil::date(2026, 1, 1), vec!["Thôn Bến Cồn".to_owned()]);
        let new = local::NewUnits { parent: UNIT.into(), kind: local::Kind::Village, names, from };
        let mut codes = local::add(house.store(), &chair, &new).await.expect("a village");
        // A landmark is as good an answer to "where" as a village; an office is none.
        let (market, office) = (vec!["Chợ Mẫu".to_owned()], vec!["Văn phòng".to_owned()]);
        for (kind, names) in [(local::Kind::Landmark, market), (local::Kind::Office, office)] {
            let new = local::NewUnits { parent: UNIT.into(), kind, names, from };
            codes.extend(local::add(house.store(), &chair, &new).await.expect("a unit"));
        }
        let token = house.token().await;
        let mut program = house.visitor();
        let mut body = json!({
            "kind": "feedback", "unit": UNIT, "text": "Đèn đường hỏng.", "village": "20836-77",
        });
        let refused = program.post_json(API, Some(&token), &[], &body).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(refused.json()["code"], "petition-village-unknown");
        assert_eq!(refused.json()["field"], "village");
        assert!(refused.body.contains("20836-77"), "{}", refused.body);
        body["village"] = json!(codes[2]);
        assert_eq!(program.post_json(API, Some(&token), &[], &body).await.status, 422);
        body["village"] = json!(codes[1]);
        assert_eq!(program.post_json(API, Some(&token), &[], &body).await.status, 201);
        body["village"] = json!(codes[0]);
        let filed = program.post_json(API, Some(&token), &[], &body).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
        let path = format!("{API}/{}", filed.json()["code"].as_str().expect("a code"));
        assert!(
            program.get(&path).await.json().get("village").is_none(),
            "a village is few people"
        );
        let asked = acceptance::http::Request::new("GET", &path);
        let asked = asked.header("Authorization", &format!("Bearer {token}"));
        assert_eq!(program.send(asked).await.json()["village"], json!(codes[0]));
        // The register tells what programs sent from what came by the page.
        let own = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp.").await);
        let sent = filed.json()["code"].as_str().expect("a code").to_owned();
        let mut chair = house.chair().await;
        let register = "/can-bo/so-don?channel=";
        chair.get(&format!("{register}api")).await.says(200, &sent).never(&[&own]);
        chair.get(&format!("{register}page")).await.says(200, &own).never(&[&sent]);
        let both = chair.get("/can-bo/so-don?channel=&kind=").await;
        both.says(200, &own).says(200, &sent).never(&["class=\"sift\" open"]);
        chair.get(&format!("{register}page")).await.says(200, "class=\"sift\" open");
        house.end().await;
    }
}
