//! The main story: from a resident's door to an answer in time, or late, and said to be so.

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use accounts::Post;
use jiff::civil::date;
use serde_json::json;
use testkit::engines;

use super::{ledger, steps};

const NAME: &str = "Phan Thị Giả Định";
const PHONE: &str = "0900000118";
/// Five digits in a row stand in no code, so a code by chance is never taken for it.
const HOUSE: &str = "Số nhà 41708";
const WORDS: &str = "Quyết định thu hồi lối đi ghi sai thửa 88.";
/// What nobody but the asker and the office may read.
const PRIVATE: &[&str] = &[NAME, "Giả Định", PHONE, "0900 000 118", HOUSE, "41708", "thửa 88"];

#[tokio::test]
async fn a_complaint_goes_from_the_door_to_a_decision_and_the_asker_says_no() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let (_, mut reception) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let (account, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let mut leader = house.chair().await;
        let (code, secret) = file_complaint(&mut asker).await;
        public_shows_only_what_it_may(&house, &code, "Mới nhận").await;

        let kind = [("kind", "complaint"), ("matter", "land")];
        steps::step(&mut reception, &code, "classify", &kind).await;
        steps::step(&mut leader, &code, "accept", &[]).await;
        steps::step(&mut leader, &code, "assign", &[("to", &account.to_string())]).await;
        handler.get("/can-bo/hom-nay?tab=mine").await.says(200, &code);
        let found = [("result", "Bản đồ cũ ghi thửa 86, sổ ghi 88.")];
        steps::step(&mut handler, &code, "verify", &found).await;
        let answer = [("answer", "Hủy quyết định cũ.\nĐo lại lối đi."), ("finding", "right")];
        steps::step(&mut leader, &code, "decide", &answer).await;
        let before = public_shows_only_what_it_may(&house, &code, "chờ gửi").await;
        before.never(&["Hủy quyết định cũ", "Bản đồ cũ"]);
        steps::step(&mut reception, &code, "send", &[("by", "post")]).await;
        let sent = public_shows_only_what_it_may(&house, &code, "Đã trả lời").await;
        sent.says(200, "Hủy quyết định cũ.").says(200, "Đo lại lối đi.");
        sent.never(&["Bản đồ cũ"]);
        before.never(&["/bien-nhan/"]);
        ledger::sealed(&house).await;
        house.log.catch_up().await.expect("the log goes on");
        let proof = asker.get(&ledger::proof(&sent)).await;
        proof.says(200, "Đã gửi văn bản trả lời").says(200, &code);
        // Every date explains itself: rule, article, and day by day.
        sent.says(200, "Điều 28 Luật Khiếu nại").says(200, "16/03/2026");
        sent.says(200, "Tết");

        say_no(&house, &code, &secret).await;
        let told = house.visitor().get(&format!("/api/v1/petitions/{code}")).await;
        let told_json = told.json();
        assert_eq!((&told_json["state"], &told_json["solved"]), (&json!("sent"), &json!("no")));
        let rules = ["KN.accept1", "TD.reply", "KN.res1", "KN.send1"];
        let duties = told_json["duties"].as_array().unwrap();
        assert_eq!(
            duties.iter().map(|duty| duty["rule"].as_str().unwrap()).collect::<Vec<_>>(),
            rules
        );
        assert!(duties.iter().all(|duty| duty["outcome"] == "kept"), "{told_json}");
        told.never(PRIVATE);
        figures(
            &house,
            &[
                ("petitions.received", "complaint", 1),
                ("petitions.cases", "complaint", 1),
                ("petitions.accepted", "complaint", 1),
                ("petitions.closed_in_time", "complaint", 1),
                ("petitions.solved_no", "complaint", 1),
                ("petitions.to_carry_out", "complaint", 1),
            ],
        )
        .await;
        house.visitor().get("/").await.never(PRIVATE);
        house.visitor().get("/metrics").await.never(PRIVATE);
        rebuilt_is_the_same(&house).await;
        house.end().await;
    }
}

async fn file_complaint(asker: &mut Browser) -> (String, String) {
    let what = [("kind", "complaint"), ("matter", "land")];
    let how = [
        ("words", WORDS),
        ("place", "Thôn Gò Dài, Số nhà 41708"),
        ("answer", "sms"),
        ("name", NAME),
        ("phone", "0900 000 118"),
        ("address", "Số nhà 41708, thôn Gò Dài"),
    ];
    let review = steps::to_review(asker, &what, &how).await;
    // Before sending: who will read it, and until when an answer is due.
    review.says(200, "Cán bộ tiếp dân").says(200, "23/02/2026");
    let receipt = steps::send(asker, &review).await;
    receipt.says(201, "Giấy tiếp nhận đơn").says(201, "23/02/2026");
    assert_eq!(receipt.header("cache-control"), Some("no-store"));
    let (code, secret) = (steps::code(&receipt), receipt.secret());
    asker.get(&format!("/don/{code}/cua-toi")).await.says(200, WORDS);
    (code, secret)
}

async fn public_shows_only_what_it_may(house: &House, code: &str, state: &str) -> Page {
    let mut anybody = house.visitor();
    let page = anybody.get(&format!("/don/{code}")).await;
    page.says(200, code).says(200, state).says(200, "02/2026").never(PRIVATE);
    let json = anybody.get(&format!("/api/v1/petitions/{code}")).await;
    assert_eq!(json.status, 200);
    json.never(PRIVATE);
    let own = anybody.get(&format!("/don/{code}/cua-toi")).await;
    assert_eq!(own.status, 303, "the private page asks for the four words");
    page
}

/// Another device: code and words open the page; the asker is not satisfied.
async fn say_no(house: &House, code: &str, secret: &str) {
    let mut phone = house.visitor();
    let own = format!("/don/{code}/cua-toi");
    let form = phone.get("/don").await;
    let entered = phone.send_form(&form, "/don", &[("code", code), ("secret", secret)]).await;
    entered.goes(&own);
    let page = phone.get(&own).await;
    page.says(200, "Việc đã xong chưa?").never(&["Bản đồ cũ"]);
    let said = [("go", "judge"), ("solved", "no"), ("rest", "Lối đi vẫn bị rào.")];
    let said = phone.send_form(&page, &own, &said).await;
    let after = phone.get(&said.location).await;
    after.says(200, "Khiếu nại lần hai").says(200, "Lối đi vẫn bị rào.");
    let public = house.visitor().get(&format!("/don/{code}")).await;
    public.says(200, "chưa xong").never(&["vẫn bị rào"]);
}

async fn figures(house: &House, wanted: &[(&str, &str, i64)]) {
    let (from, to) = (date(2026, 1, 1), date(2026, 12, 31));
    let found = counts::of_unit(house.store(), UNIT, from, to).await.unwrap();
    let mut found: Vec<(String, String, i64)> = found
        .into_iter()
        // Who holds which post is counted too, and is no part of a petition's life.
        .filter(|figure| figure.n != 0 && !figure.indicator.starts_with("accounts."))
        .map(|figure| (figure.indicator, figure.kind, figure.n))
        .collect();
    let own = |(indicator, kind, n): &(&str, &str, i64)| {
        ((*indicator).to_owned(), (*kind).to_owned(), *n)
    };
    let mut wanted: Vec<_> = wanted.iter().map(own).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

async fn rebuilt_is_the_same(house: &House) {
    let before = house.store().verify().await.unwrap();
    house.store().rebuild().await.unwrap();
    let after = house.store().verify().await.unwrap();
    assert_eq!(
        (before.streams, before.records, before.rows, before.words),
        (after.streams, after.records, after.rows, after.words)
    );
}

#[tokio::test]
async fn an_answer_after_its_date_is_late_for_everybody_to_see() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let mut program = house.visitor();
        let body = json!({
            "kind": "feedback", "unit": UNIT, "matter": "water", "text": WORDS,
            "contact": { "name": NAME, "phone": PHONE, "address": HOUSE },
        });
        let path = "/api/v1/petitions";
        let received = program.post_json(path, Some(&token), &[], &body).await.json();
        let code = received["code"].as_str().unwrap().to_owned();
        assert_eq!(received["duties"][0]["due"], "2026-03-05");
        let mut leader = house.chair().await;
        steps::step(&mut leader, &code, "classify", &[("kind", "feedback"), ("matter", "water")])
            .await;
        steps::step(&mut leader, &code, "accept", &[]).await;

        // The last day is still in time, the day after is not.
        house.day(date(2026, 3, 5));
        let mut leader = house.sign_in("vi.du").await;
        leader.get("/can-bo/hom-nay?tab=late").await.never(&[&code]);
        house.day(date(2026, 3, 6));
        let mut leader = house.sign_in("vi.du").await;
        leader.get("/can-bo/hom-nay?tab=late").await.says(200, &code);
        let open = "SELECT COUNT(*) FROM duties WHERE outcome = ''";
        assert_eq!(house.number(open).await, 1);
        steps::step(&mut leader, &code, "decide", &[("answer", "Đã thông mương.")]).await;
        steps::step(&mut leader, &code, "send", &[("by", "sms")]).await;

        let told = house.visitor().get(&format!("{path}/{code}")).await.json();
        assert_eq!(told["duties"][0]["outcome"], "late");
        assert_eq!(told["answer"], "Đã thông mương.");
        assert!(told["solved"].is_null(), "silence is not consent");
        let page = house.visitor().get(&format!("/don/{code}")).await;
        page.says(200, "trễ").never(PRIVATE);
        figures(
            &house,
            &[
                ("petitions.received", "feedback", 1),
                ("petitions.cases", "feedback", 1),
                ("petitions.accepted", "feedback", 1),
                ("petitions.closed_late", "feedback", 1),
            ],
        )
        .await;
        rebuilt_is_the_same(&house).await;
        house.end().await;
    }
}

#[tokio::test]
async fn a_lost_secret_is_mended_at_the_desk_and_the_old_one_ends() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let receipt = steps::feedback(&mut asker, "Mương bị lấp.").await;
        let (code, old) = (steps::code(&receipt), receipt.secret());
        let (_, mut desk) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let case = desk.get(&format!("/can-bo/don/{code}")).await;
        let renewed = desk.send_form(&case, &format!("/can-bo/don/{code}/ma-moi"), &[]).await;
        renewed.says(200, "<ul class=\"secret\"");
        let new = renewed.secret();
        let own = format!("/don/{code}/cua-toi");
        assert_eq!(asker.get(&own).await.status, 303, "the old pass ended");
        let mut fresh = house.visitor();
        let form = fresh.get("/don").await;
        let tried = fresh.send_form(&form, "/don", &[("code", &code), ("secret", &old)]).await;
        assert_eq!(tried.status, 422);
        let tried = fresh.send_form(&form, "/don", &[("code", &code), ("secret", &new)]).await;
        tried.goes(&own);
        house.end().await;
    }
}

#[tokio::test]
async fn who_lost_code_and_words_is_found_at_the_desk_and_the_look_is_on_record() {
    const LOOKED: &str = "SELECT COUNT(*) FROM access_log WHERE part = 'lost'";
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let (code, _) = file_complaint(&mut asker).await;
        let (_, mut desk) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
        let form = desk.get("/can-bo/tim-nguoi").await;
        for (name, phone, says) in [("", "", "Gõ họ tên"), ("Định", "", "ít nhất hai chữ")]
        {
            let fields = [("name", name), ("phone", phone)];
            let wrong = desk.send_form(&form, "/can-bo/tim-nguoi", &fields).await;
            wrong.says(422, says);
        }
        assert_eq!(house.number(LOOKED).await, 0);
        let nobody = [("name", "Không Có Ai"), ("phone", "")];
        let none = desk.send_form(&form, "/can-bo/tim-nguoi", &nobody).await;
        none.says(200, "Không có đơn nào khớp").never(&[&code]);
        assert_eq!(house.number(LOOKED).await, 1, "a look that finds nothing is on record too");
        let fields = [("name", "phan thi gia dinh"), ("phone", "")];
        let found = desk.send_form(&form, "/can-bo/tim-nguoi", &fields).await;
        found.says(200, "1 đơn khớp").says(200, &format!("/can-bo/don/{code}#ma-moi"));
        assert_eq!(house.number(LOOKED).await, 3);
        jurist.get("/can-bo/tim-nguoi").await.says(403, "Không đủ quyền");
        let case = desk.get(&format!("/can-bo/don/{code}")).await;
        let renewed = desk.send_form(&case, &format!("/can-bo/don/{code}/ma-moi"), &[]).await;
        renewed.says(200, "<ul class=\"secret\"");
        house.end().await;
    }
}
