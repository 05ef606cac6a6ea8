//! What people and machines really send: each gets a clear answer, and nothing deceives a reader.

use acceptance::house::UNIT;
use acceptance::program;
use acceptance::{Browser, House, Page};
use accounts::Post;
use serde_json::{Value, json};
use store::Engine;
use testkit::engines;

use super::steps;

const API: &str = "/api/v1/petitions";

async fn post(house: &House, token: &str, body: Value) -> Page {
    house.visitor().post_json(API, Some(token), &[], &body).await
}

#[tokio::test]
async fn a_megabyte_of_words_is_answered_beside_its_field() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let long = "đường hỏng nặng quá trời ".repeat(1 << 15);
        assert!(long.len() >= 1 << 20);
        let mut asker = house.visitor();
        let what = [("kind", "feedback"), ("matter", "roads")];
        let how = [("words", long.as_str()), ("answer", "oneself")];
        let refused = steps::to_review(&mut asker, &what, &how).await;
        refused.says(422, "20.000").says(422, long.trim_end());
        // Shortened, it goes on from there.
        let shorter = [("go", "3"), ("words", "đường hỏng"), ("answer", "oneself")];
        let review = asker.send_form(&refused, steps::FILE, &shorter).await;
        steps::send(&mut asker, &review).await.says(201, "Đã nhận đơn");

        let body = json!({
            "kind": "feedback", "unit": UNIT, "text": long,
        });
        let refused = post(&house, &token, body).await;
        assert_eq!((refused.status, &refused.json()["code"]), (422, &json!("petition-long")));
        assert_eq!(refused.json()["field"], "text");
        let huge = json!({ "kind": "feedback", "unit": UNIT, "text": "a".repeat(5 << 20) });
        let huge = post(&house, &token, huge).await;
        assert_eq!((huge.status, &huge.json()["code"]), (413, &json!("too-large")));
        let huge = format!("words={}", "a".repeat(5 << 20));
        let form = acceptance::http::Request::new("POST", steps::FILE)
            .body("application/x-www-form-urlencoded", huge);
        assert_eq!(asker.send(form).await.status, 413);
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 1);
        house.end().await;
    }
}

#[tokio::test]
async fn text_is_kept_composed_and_without_what_no_reader_sees() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        const PLACE: &str = "Go\u{300}\u{200b} Dài\u{1b}";
        const NAME: &str = "Phan Thi\u{323} \u{202e}Thử\u{8}";
        // Decomposed and mixed; control characters; an override that turns words around.
        let typed = "Mu\u{31b}o\u{31b}ng th\u{f4}n G\u{f2} Da\u{300}i\u{0}\u{7} b\u{1ecb} \
            \u{202e}pa\u{302}\u{301}l\u{202c} \u{feff}rô\u{300}i.\r\nDòng hai.";
        let body = json!({
            "kind": "feedback", "unit": UNIT, "text": typed, "place": PLACE,
            "contact": { "name": NAME, "address": "Go\u{300} Dài" },
        });
        let received = post(&house, &token, body).await;
        assert_eq!(received.status, 201, "{}", received.body);
        let code = received.json()["code"].as_str().unwrap().to_owned();
        let first = steps::read(&house, &code).await.petition.received;
        let words = steps::words(&house, first.words.id).await;
        assert_eq!(words, "Mương thôn Gò Dài bị pấl rồi.\nDòng hai.");
        assert_eq!(steps::words(&house, first.place.unwrap().id).await, "Gò Dài");
        let person = steps::words(&house, first.person.unwrap().id).await;
        let person: Value = serde_json::from_str(&person).unwrap();
        assert_eq!(person["name"], "Phan Thị Thử");
        assert_eq!(person["address"], "Gò Dài");
        // Found however it is typed: composed, decomposed, without marks.
        let mut leader = house.chair().await;
        for asked in ["muong+go+dai", "M%C6%B0%C6%A1ng", "mu%CC%9Bo%CC%9Bng", "DO%CC%80NG+HAI"] {
            leader.get(&format!("/can-bo/so-don?q={asked}")).await.says(200, &code);
        }
        // On the page the same.
        let mut asker = house.visitor();
        let receipt = steps::feedback(&mut asker, "De\u{300}n \u{202e}hỏng\u{0}.").await;
        let code = steps::code(&receipt);
        let first = steps::read(&house, &code).await.petition.received;
        assert_eq!(steps::words(&house, first.words.id).await, "Đèn hỏng.".replace('Đ', "D"));
        house.end().await;
    }
}

#[tokio::test]
async fn nothing_but_invisible_characters_is_no_letter() {
    let house = House::open(Engine::Sqlite).await;
    let token = house.token().await;
    for text in ["", "   ", "\u{202e}\u{200b}\u{0}", "…!?", "\r\n\r\n"] {
        let body = json!({
            "kind": "feedback", "unit": UNIT, "text": text,
        });
        let refused = post(&house, &token, body).await;
        let code = refused.json()["code"].as_str().map(str::to_owned);
        assert_eq!((refused.status, code.as_deref()), (422, Some("petition-no-words")), "{text:?}");
        let page = steps::feedback_review(&mut house.visitor(), text).await;
        assert_eq!(page.status, 422, "{text:?}");
    }
    house.end().await;
}

#[tokio::test]
async fn markup_is_shown_as_text_everywhere() {
    const MARKUP: &str = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"co\" 'ngoac'";
    const LIVE: &[&str] = &["<script>alert", "<img src=x"];
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let what = [("kind", "complaint"), ("matter", "land")];
        let how = [
            ("words", MARKUP),
            ("place", MARKUP),
            ("answer", "desk"),
            ("name", MARKUP),
            ("address", MARKUP),
        ];
        let review = steps::to_review(&mut asker, &what, &how).await;
        review.says(200, "&#60;script&#62;alert").never(LIVE);
        let receipt = steps::send(&mut asker, &review).await;
        receipt.says(201, "Giấy tiếp nhận đơn").never(LIVE);
        let code = steps::code(&receipt);
        let own = format!("/don/{code}/cua-toi");
        asker.get(&own).await.says(200, "&#60;script&#62;").never(LIVE);
        let mut leader = house.chair().await;
        let case = format!("/can-bo/don/{code}");
        leader.get("/can-bo/hom-nay").await.says(200, "&#60;script&#62;").never(LIVE);
        leader.get("/can-bo/so-don").await.never(LIVE);
        let page = leader.get(&case).await;
        page.says(200, "&#60;script&#62;").never(LIVE);
        let person = leader.send_form(&page, &format!("{case}/nguoi-gui"), &[]).await;
        person.says(200, "&#60;script&#62;").never(LIVE);
        for (step, typed) in [
            ("classify", &[("kind", "complaint"), ("matter", "land")][..]),
            ("accept", &[]),
            ("verify", &[("result", MARKUP)]),
            ("decide", &[("answer", MARKUP), ("finding", "wrong"), ("looked", "1")]),
            ("send", &[("by", "desk")]),
        ] {
            steps::step(&mut leader, &code, step, typed).await;
        }
        leader.get(&case).await.never(LIVE);
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "&#60;script&#62;").never(LIVE);
        let search = "/can-bo/so-don?q=%3Cscript%3Ealert(1)%22%27%3B--";
        leader.get(search).await.never(LIVE);
        house.visitor().get("/don?ma=%22%3E%3Cscript%3Ealert(1)").await.never(LIVE);
        house.visitor().get("/don/%3Cscript%3Ealert(1)").await.never(LIVE);
        house.end().await;
    }
}

/// A commune that was divided among several of today's.
fn split() -> String {
    let found = program::run(["units", "find", "xã Văn Khê Mê Linh", "--json"]).good();
    let hit = &found[0];
    assert_eq!(hit["ask"], true, "{found}");
    hit["unit"]["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_unit_that_is_not_served_is_named_with_what_became_of_it() {
    let split = split();
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        for (unit, code, told) in [
            ("99999", "petition-unit-unknown", "99999"),
            ("", "petition-unit-unknown", ""),
            ("<b>", "petition-unit-unknown", ""),
            ("20839", "petition-unit-merged", "xã Thăng Trường"),
            (split.as_str(), "petition-unit-split", "; "),
            ("00004", "petition-unit-elsewhere", "phường Ba Đình"),
        ] {
            let body = json!({ "kind": "feedback", "unit": unit, "text": "Đèn hỏng." });
            let refused = post(&house, &token, body).await;
            let problem = refused.json();
            assert_eq!((refused.status, &problem["code"]), (422, &json!(code)), "{unit}");
            assert_eq!(problem["field"], "unit");
            assert!(problem["detail"].as_str().unwrap().contains(told), "{problem}");
            if !unit.is_empty() {
                let mut asker = house.visitor();
                let what = [("kind", "feedback"), ("matter", "water"), ("unit", unit)];
                let first = asker.get(steps::FILE).await;
                let mut typed = vec![("go", "2")];
                typed.extend(what);
                let page = asker.send_form(&first, steps::FILE, &typed).await;
                assert_eq!(page.status, 422, "{unit}");
                page.says(422, &told.replace("; ", ""));
            }
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
        house.end().await;
    }
}

/// Somebody who reads English from here on.
async fn in_english(reader: &mut Browser) {
    assert_eq!(reader.get("/giao-dien?lang=en&ve=%2F").await.status, 303);
}

#[tokio::test]
async fn whoever_reads_english_is_answered_in_english_and_loses_nothing() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        in_english(&mut asker).await;
        let long = "hố sâu ở cua ".repeat(2_000);
        let refused = steps::feedback_review(&mut asker, &long).await;
        refused.says(422, "Longer than 20,000 characters").says(422, long.trim_end());
        for (unit, told) in [("20839", "ended on 1 July 2025"), ("99999", "no unit with the code")]
        {
            let first = asker.get(steps::FILE).await;
            let typed = [("go", "2"), ("kind", "feedback"), ("matter", "water"), ("unit", unit)];
            asker.send_form(&first, steps::FILE, &typed).await.says(422, told);
        }
        let review = steps::feedback_review(&mut asker, "Hố sâu ở cua.").await;
        let forged = [("go", "send"), ("_seal", "00")];
        let refused = asker.send_form(&review, steps::FILE, &forged).await;
        refused.says(403, "Please send it once more").says(403, "Hố sâu ở cua.");
        let receipt = steps::send(&mut asker, &review).await;
        assert_eq!(receipt.status, 201, "{}", receipt.body);
        let code = steps::code(&receipt);
        asker.get("/tinh-han?rule=KN.res1&event=31%2F02%2F2026").await.says(422, "No such date");

        // Two officers at once.
        let mut chair = house.chair().await;
        in_english(&mut chair).await;
        let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let kind = [("kind", "feedback"), ("matter", "water")];
        steps::step(&mut handler, &code, "classify", &kind).await;
        steps::step(&mut chair, &code, "accept", &[]).await;
        let path = format!("/can-bo/don/{code}/verify");
        let late = chair.get(&path).await;
        steps::step(&mut handler, &code, "verify", &[("result", "Đã ra hiện trường.")]).await;
        let told = chair.send_form(&late, &path, &[("result", "Cần máy xúc.")]).await;
        told.says(409, "Something new happened to this case").says(409, "Cần máy xúc.");

        // Whoever guesses.
        let mut guesser = house.visitor();
        in_english(&mut guesser).await;
        for n in 0..14 {
            guesser.get(&format!("{API}/TT-{n:04}-00")).await;
        }
        let form = guesser.get("/don").await;
        let typed = [("code", code.as_str()), ("secret", "a b c d")];
        let stopped = guesser.send_form(&form, "/don", &typed).await;
        stopped.says(429, "minutes").says(429, &code).never(&["Ông/bà đợi"]);
        // Each of them stands in a page that says which language it is in.
        for page in [&refused, &told, &stopped] {
            page.says(page.status, "<html lang=\"en\"");
        }
        house.end().await;
    }
}

#[tokio::test]
async fn words_that_are_on_no_list_are_refused_by_field() {
    let house = House::open(Engine::Sqlite).await;
    let token = house.token().await;
    let base = json!({ "kind": "feedback", "unit": UNIT, "text": "Đèn hỏng." });
    for (field, value, code) in [
        ("kind", json!("petition"), "petition-kind"),
        ("kind", json!("denunciation"), "denunciation-not-online"),
        ("matter", json!("ý kiến"), "petition-matter"),
        ("place", json!("a".repeat(501)), "petition-long-place"),
    ] {
        let mut body = base.clone();
        body[field] = value;
        let refused = post(&house, &token, body).await;
        let problem = refused.json();
        assert_eq!((refused.status, &problem["code"]), (422, &json!(code)), "{problem}");
        assert_eq!(problem["field"], field);
        let detail = problem["detail"].as_str().unwrap();
        assert!(!detail.starts_with('[') && detail.len() > 10, "{problem}");
    }
    let denunciation = json!({ "kind": "denunciation", "unit": UNIT, "text": "…" });
    let article = post(&house, &token, denunciation).await.json()["article"].clone();
    assert!(article.as_str().unwrap().contains("Luật Tố cáo"), "{article}");
    // Nothing that is not JSON of this shape is a fault of ours.
    for (kind, body) in [
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", "{\"kind\":1}"),
        ("application/json", "\u{0}"),
        ("text/plain", "{}"),
    ] {
        let request = acceptance::http::Request::new("POST", API).body(kind, body);
        let refused = house.visitor().send(request).await;
        assert_eq!(refused.status, 400, "{body}: {}", refused.body);
        assert_eq!(refused.json()["code"], "bad-request");
    }
    let mut invalid = acceptance::http::Request::new("POST", API);
    invalid = invalid.body("application/json", b"{\"kind\":\"\xff\xfe\"}".to_vec());
    assert_eq!(house.visitor().send(invalid).await.status, 400);
    assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
    house.end().await;
}

#[tokio::test]
async fn a_person_s_fields_have_their_length_too() {
    let house = House::open(Engine::Sqlite).await;
    let token = house.token().await;
    for contact in [
        json!({ "name": "a".repeat(5_000) }),
        json!({ "phone": "0".repeat(5_000) }),
        json!({ "address": "a".repeat(5_000) }),
        json!("0".repeat(5_000)),
    ] {
        let body = json!({
            "kind": "feedback", "unit": UNIT, "text": "Đèn hỏng.", "contact": contact,
        });
        let refused = post(&house, &token, body).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(refused.json()["code"], "petition-long-person");
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
    house.end().await;
}

#[tokio::test]
async fn dates_from_nowhere_are_answered_in_words() {
    for engine in engines() {
        dates_from_nowhere(House::open(engine).await).await;
    }
}

async fn dates_from_nowhere(house: House) {
    let mut anybody = house.visitor();
    for event in ["1700-01-01", "0001-01-01", "9999-12-31", "2026-02-30", "hôm qua", "", "-1"] {
        let event: String = web_encode(event);
        let got = anybody.get(&format!("/api/v1/due?rule=KN.res1&event={event}")).await;
        assert_eq!(got.status, 422, "{event}: {}", got.body);
        assert_eq!(got.json()["field"], "event", "{}", got.body);
        let page = anybody.get(&format!("/tinh-han?rule=KN.res1&event={event}")).await;
        assert!([200, 422].contains(&page.status), "{event}: {}", page.status);
    }
    let got = anybody.get("/api/v1/due?rule=KN.none&event=2026-03-16").await;
    assert_eq!((got.status, got.json()["field"].as_str()), (422, Some("rule")));
    let got = anybody.get("/api/v1/due?event=2026-03-16").await;
    assert_eq!(got.status, 400);
    let got = anybody.get("/api/v1/due?rule=KN.res1&event=2026-03-16").await;
    assert_eq!(got.json()["due"], "2026-04-15");
    let page = anybody.get("/tinh-han?rule=KN.res1&event=31%2F02%2F2026").await;
    page.says(422, "31/02/2026");
    house.end().await;
}

/// A clerk mistypes the day on which a letter came: in the future, long ago, on no day at all.
#[tokio::test]
async fn a_letter_of_an_impossible_day_is_answered_beside_its_field_and_kept() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        for (on, told) in [
            ("31/12/2999", "Ngày này chưa đến: 31/12/2999."),
            ("01/01/1901", "Ngày này quá xa: 01/01/1901."),
            ("31/02/2026", "Ngày không có trong lịch: 31/02/2026."),
        ] {
            let typed = [
                ("name", "Phan Thị Giả Định"),
                ("address", "thôn Gò Dài"),
                ("words", "Mương thoát nước bị lấp."),
                ("kind", "feedback"),
                ("matter", "water"),
                ("by", "desk"),
                ("came", "paper"),
                ("on", on),
            ];
            let refused = chair.fill("/can-bo/nhan-don", &typed).await;
            refused.says(422, told).says(422, &format!("value=\"{on}\""));
            refused.says(422, "Phan Thị Giả Định").says(422, "Mương thoát nước bị lấp.");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
        house.end().await;
    }
}

fn web_encode(text: &str) -> String {
    let mut fields = web::Fields::default();
    fields.push("x", text);
    fields.encode().trim_start_matches("x=").to_owned()
}
