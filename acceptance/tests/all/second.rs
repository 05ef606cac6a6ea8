//! Second complaints: after a decision, after silence, here and at another office; whose chair
//! takes them by the rule of the day; and how the second instance ends.

use acceptance::house::{PASSWORD, PROVINCE, UNIT, at};
use acceptance::{Browser, House, Page};
use accounts::{Person, Post};
use jiff::civil::date;
use kernel::Actor;
use petitions::desk::{self, Act};
use petitions::kind::{AnswerBy, Finding, Kind};
use petitions::petition::{Command, State};
use serde_json::{Value, json};
use testkit::{Place, engines};

use super::steps;

/// Files by an office's program; the answer.
async fn file(house: &House, token: &str, body: &Value) -> Page {
    house.visitor().post_json("/api/v1/petitions", Some(token), &[], body).await
}

fn complaint(unit: &str) -> Value {
    json!({
        "kind": "complaint", "unit": unit, "text": "Thu hồi lối đi sai.",
        "contact": { "name": "Phan Thị Giả Định", "address": "thôn Gò Dài" }
    })
}

fn second(unit: &str, first: &str) -> Value {
    json!({
        "kind": "second_complaint", "unit": unit, "first": first,
        "text": "Không đồng ý, hoặc quá hạn chưa giải quyết.",
        "contact": { "name": "Phan Thị Giả Định", "address": "thôn Gò Dài" }
    })
}

fn word<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_default()
}

/// The asker's own page, opened with the four words.
async fn own(house: &House, code: &str, secret: &str) -> (Browser, Page) {
    let mut asker = house.visitor();
    let path = format!("/don/{code}/cua-toi");
    let opened = asker.fill("/don", &[("code", code), ("secret", secret)]).await;
    opened.goes(&path);
    let page = asker.get(&path).await;
    (asker, page)
}

async fn accepted(chair: &mut Browser, code: &str, kind: &str) {
    steps::step(chair, code, "classify", &[("kind", kind), ("matter", "land")]).await;
    steps::step(chair, code, "accept", &[]).await;
}

/// Verified, decided and sent.
async fn settled(chair: &mut Browser, code: &str, finding: &str) {
    steps::step(chair, code, "verify", &[("result", "Đã đo lại.")]).await;
    let answer = [("answer", "Theo kết quả đo lại."), ("finding", finding)];
    steps::step(chair, code, "decide", &answer).await;
    steps::step(chair, code, "send", &[("by", "post")]).await;
}

#[tokio::test]
async fn silence_until_the_last_day_opens_a_second_complaint_and_the_court() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        let token = house.token().await;
        let mut chair = house.chair().await;
        let made = file(&house, &token, &complaint(UNIT)).await.json();
        let (first, secret) = (word(&made, "code").to_owned(), word(&made, "secret").to_owned());
        let none = file(&house, &token, &second(PROVINCE, &first)).await;
        assert_eq!(none.status, 409, "{}", none.body);
        assert_eq!(word(&none.json(), "code"), "petition-first-not-yet");
        assert_eq!(word(&none.json(), "field"), "first");
        // Accepted on 12/02/2026: 30 days end on Saturday 14/03, so on Monday 16/03.
        accepted(&mut chair, &first, "complaint").await;
        house.day(date(2026, 3, 16));
        let early = file(&house, &token, &second(PROVINCE, &first)).await;
        assert_eq!(early.status, 409, "{}", early.body);
        assert_eq!(word(&early.json(), "code"), "petition-appeal-early");
        early.says(409, "16/03/2026").says(409, "Điều 33 Luật Khiếu nại");
        own(&house, &first, &secret).await.1.never(&["Ông/bà có thể làm gì tiếp"]);

        house.day(date(2026, 3, 17));
        let (_, page) = own(&house, &first, &secret).await;
        page.says(200, "Thời hạn giải quyết khiếu nại đã hết");
        // 30 days from the end of the time for a decision.
        page.says(200, "thứ Tư, 15/04/2026").says(200, "Tòa án");
        page.says(200, "Viết khiếu nại lần hai").says(200, &format!("first={first}"));
        let made = file(&house, &token, &second(PROVINCE, &first)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let code = word(&made.json(), "code").to_owned();
        let petition = steps::read(&house, &first).await.petition;
        assert_eq!(petition.appealed.as_deref(), Some(code.as_str()));
        assert_eq!(petition.state, State::Accepted, "it is still owed a decision");
        assert!(petition.debts.iter().any(|debt| debt.is_open() && debt.rule == "KN.res1"));

        // The second one's time ran from the end of the first one's: the form says so.
        let mut chair = house.chair().await;
        let form = chair.get(&format!("/can-bo/don/{code}/classify")).await;
        form.says(200, "value=\"16/03/2026\"");
        // Decided after all, the first decision stays without effect.
        settled(&mut chair, &first, "right").await;
        house.day(date(2026, 5, 4));
        let mut chair = house.chair().await;
        let case = chair.get(&format!("/can-bo/don/{first}")).await;
        case.says(200, &format!("đã có khiếu nại lần hai, mã {code}"));
        let done = chair.fill(&format!("/can-bo/don/{first}/carry_out"), &[("how", "x1")]).await;
        done.says(422, "Đã có khiếu nại lần hai");
        house.end().await;
    }
}

/// The code of a letter at another installation: only its last digit can be checked here.
fn elsewhere() -> String {
    let code = |last: u8| format!("QN-1234-5{last}");
    let mut codes = (0..10).map(code);
    codes.find(|code| petitions::code::read(code).is_some()).expect("one digit is right")
}

#[tokio::test]
async fn a_commune_records_a_second_complaint_that_the_province_took() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let mut chair = house.chair().await;
        let made = file(&house, &token, &complaint(UNIT)).await.json();
        let code = word(&made, "code").to_owned();
        accepted(&mut chair, &code, "complaint").await;
        let (case, path) = (format!("/can-bo/don/{code}"), format!("/can-bo/don/{code}/appeal"));
        chair.get(&case).await.never(&[path.as_str()]);
        let typed = [("second", elsewhere().to_lowercase()), ("note", "Tờ giấy số 3".to_owned())];
        let typed = typed.each_ref().map(|(name, value)| (*name, value.as_str()));
        let early = chair.fill(&path, &typed).await;
        early.says(422, "còn trong thời hạn giải quyết").says(422, "Tờ giấy số 3");
        settled(&mut chair, &code, "partly").await;
        chair.get(&case).await.says(200, &path);
        chair.fill(&path, &[]).await.says(422, "Ghi mã đơn lần hai, hoặc cơ quan nào");
        chair.fill(&path, &[("second", "QN-1")]).await.says(422, "Mã đơn có dạng TT-4176-28");
        let itself = chair.fill(&path, &[("second", &code)]).await;
        itself.says(422, "không phải đơn khiếu nại lần hai");
        steps::step(&mut chair, &code, "appeal", &typed).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!(petition.appealed, Some(elsewhere()));
        let kept = "SELECT COUNT(*) FROM journal WHERE body LIKE '%Tờ giấy%'";
        assert_eq!(house.number(kept).await, 0, "words are in the vault");
        let page = chair.get(&case).await;
        page.says(200, &format!("đã có khiếu nại lần hai, mã {}", elsewhere()));
        page.says(200, "Tờ giấy số 3");
        house.visitor().get(&format!("/don/{code}")).await.never(&["Tờ giấy số 3"]);
        // 30 days later nobody carries out what is contested.
        house.day(date(2026, 4, 2));
        let mut chair = house.chair().await;
        let done = chair.fill(&format!("{case}/carry_out"), &[("how", "Đã trả lối đi.")]).await;
        done.says(422, &format!("Đã có khiếu nại lần hai ({})", elsewhere()));
        house.end().await;
    }
}

#[tokio::test]
async fn a_second_complaint_that_was_recorded_by_mistake_is_taken_back() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        let token = house.token().await;
        let mut chair = house.chair().await;
        let made = file(&house, &token, &complaint(UNIT)).await.json();
        let code = word(&made, "code").to_owned();
        let (case, path) = (format!("/can-bo/don/{code}"), format!("/can-bo/don/{code}/unappeal"));
        accepted(&mut chair, &code, "complaint").await;
        settled(&mut chair, &code, "partly").await;
        // There is nothing to take back.
        chair.get(&case).await.never(&[path.as_str()]);
        let why = [("why", "Thanh tra tỉnh trả lời không nhận đơn nào, công văn số 3.")];
        chair.fill(&path, &why).await.says(422, "không ghi khiếu nại lần hai nào");
        let typed = [("second", elsewhere()), ("note", "Tờ giấy số 3".to_owned())];
        let typed = typed.each_ref().map(|(name, value)| (*name, value.as_str()));
        steps::step(&mut chair, &code, "appeal", &typed).await;
        chair.get(&case).await.says(200, &path).says(200, "đã có khiếu nại lần hai");
        // Without a reason nothing happens; with one, who answers for the decision takes it back.
        chair.fill(&path, &[]).await.says(422, "");
        let unit = [(Post::Handler, PROVINCE)];
        house.account("Trần Thị Thử", "thu.tran", &unit).await;
        let mut handler = house.sign_in("thu.tran").await;
        assert_eq!(handler.get(&path).await.status, 403);
        steps::step(&mut chair, &code, "unappeal", &why).await;
        let read = steps::read(&house, &code).await;
        assert_eq!(read.petition.appealed, None);
        let page = chair.get(&case).await;
        page.says(200, "do ghi nhầm").says(200, "công văn số 3");
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Đính chính: không có khiếu nại lần hai").never(&["công văn số 3"]);
        // The decision takes effect by the days of before, and is carried out.
        house.day(date(2026, 4, 2));
        let mut chair = house.chair().await;
        steps::step(&mut chair, &code, "carry_out", &[("how", "Đã trả lối đi.")]).await;
        house.store().rebuild().await.expect("rebuilt");

        // One that is here and names the first is no mistake, unless it was called so by mistake.
        let made = file(&house, &token, &complaint(UNIT)).await.json();
        let first = word(&made, "code").to_owned();
        accepted(&mut chair, &first, "complaint").await;
        settled(&mut chair, &first, "wrong").await;
        let made = file(&house, &token, &second(PROVINCE, &first)).await.json();
        let other = word(&made, "code").to_owned();
        let path = format!("/can-bo/don/{first}/unappeal");
        chair.fill(&path, &why).await.says(422, &format!("Đơn {other} đang là khiếu nại lần hai"));
        let kind = [("kind", "feedback"), ("matter", "land")];
        steps::step(&mut chair, &other, "classify", &kind).await;
        steps::step(&mut chair, &first, "unappeal", &why).await;
        assert_eq!(steps::read(&house, &first).await.petition.appealed, None);
        house.end().await;
    }
}

#[tokio::test]
async fn the_second_instance_is_heard_decided_sent_and_carried_out() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        let token = house.token().await;
        let mut chair = house.chair().await;
        let made = file(&house, &token, &complaint(UNIT)).await.json();
        let first = word(&made, "code").to_owned();
        accepted(&mut chair, &first, "complaint").await;
        settled(&mut chair, &first, "wrong").await;
        let made = file(&house, &token, &second(PROVINCE, &first)).await.json();
        let (code, secret) = (word(&made, "code").to_owned(), word(&made, "secret").to_owned());
        accepted(&mut chair, &code, "second_complaint").await;
        steps::step(&mut chair, &code, "verify", &[("result", "Đo lệch 2 mét.")]).await;
        let held = [("dialogue", "held"), ("minutes", "Hai bên cùng đo.")];
        steps::step(&mut chair, &code, "dialogue", &held).await;
        let answer = [("answer", "Hủy quyết định lần đầu."), ("finding", "right")];
        steps::step(&mut chair, &code, "decide", &answer).await;
        // Seven days for sending: 19/02/2026 lies in the days of Tết, and offices open on 23/02.
        let case = format!("/can-bo/don/{code}");
        chair.get(&case).await.says(200, "23/02/2026").says(200, "Điều 41 Luật Khiếu nại");
        steps::step(&mut chair, &code, "send", &[("by", "post")]).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!((petition.state, petition.kind), (State::Sent, Kind::SecondComplaint));
        assert!(petition.debts.iter().all(|debt| !debt.is_open()), "nothing is owed any more");
        let (_, page) = own(&house, &code, &secret).await;
        page.says(200, "Tòa án").never(&["Viết khiếu nại lần hai"]);
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Hủy quyết định lần đầu.").never(&["Đo lệch", "Hai bên cùng đo"]);
        chair.get(&case).await.says(200, "chưa có hiệu lực, đến hết ngày 16/03/2026");

        house.day(date(2026, 3, 17));
        let mut chair = house.chair().await;
        steps::step(&mut chair, &code, "carry_out", &[("how", "Đã trả lại lối đi.")]).await;
        let carried = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts \
                       WHERE indicator = 'petitions.carried_out'";
        assert_eq!(house.number(carried).await, 1);
        house.visitor().get(&format!("/don/{code}")).await.says(200, "Đã trả lại lối đi.");
        house.end().await;
    }
}

#[tokio::test]
async fn before_july_2025_a_second_complaint_went_to_the_district() {
    for engine in engines() {
        let place = Place::new(engine);
        place.clock.set(at(date(2025, 5, 5), 9));
        let house = House::empty(place).await;
        let chair =
            Person { name: "Lê Ví Dụ".into(), login: "vi.du".into(), ..Person::default() };
        house.app.open_instance(UNIT, true, chair, PASSWORD).await.expect("it opens");
        let token = house.token().await;
        let made = file(&house, &token, &complaint(UNIT)).await.json();
        let (code, secret) = (word(&made, "code").to_owned(), word(&made, "secret").to_owned());
        let above = file(&house, &token, &second(UNIT, &code)).await;
        above.says(422, "Chủ tịch Ủy ban nhân dân huyện Thăng Bình");
        above.says(422, "Điều 21 Luật Khiếu nại").never(&["Đà Nẵng"]);

        let actor = Actor::System("acceptance");
        for act in [
            Act::Plain(Command::Classify {
                kind: Kind::Complaint,
                matter: "land".into(),
                known: None,
            }),
            Act::Plain(Command::Accept),
            Act::Verify("Đã đo lại.".into(), false),
            Act::Decide("Giữ nguyên.".into(), Some(Finding::Wrong), false),
            Act::Plain(Command::Send { by: AnswerBy::Post, looked: false }),
        ] {
            let read = steps::read(&house, &code).await;
            let seen = read.petition.version;
            desk::act(house.store(), &actor, read, seen, act).await.expect("a step");
        }
        let (_, page) = own(&house, &code, &secret).await;
        page.says(200, "gửi Chủ tịch Ủy ban nhân dân huyện Thăng Bình");
        // By the rule of today there is no district to turn to.
        house.day(date(2025, 7, 1));
        let (_, page) = own(&house, &code, &secret).await;
        page.says(200, "gửi Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng");
        let above = file(&house, &token, &second(UNIT, &code)).await;
        above.says(422, "Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng").never(&["Thăng Bình"]);
        house.end().await;
    }
}
