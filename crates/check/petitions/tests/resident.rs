//! A resident's story through HTTP: file in three steps, follow, open with four words, judge.

mod common;

use std::sync::Arc;

use accounts::{App, Limits};
use axum::Router;
use axum::http::StatusCode;
use common::{schema, words};
use jiff::SignedDuration;
use kernel::{Actor, Chance};
use petitions::desk::{self, Act};
use petitions::kind::{AnswerBy, Kind};
use petitions::pages::resident;
use petitions::petition::Command;
use store::Store;
use testkit::Place;
use testkit::browser::{Browser, Got, between};
use units::local;
use web::{Face, Setting};

struct House {
    place: Place,
    app: Arc<App>,
    router: Router,
}

async fn house() -> House {
    let place = Place::new(store::Engine::Sqlite);
    let store = place.open(schema()).await.unwrap();
    let face = Face::new(words(), Setting::default(), [7; 32], Chance::seeded(7));
    let app = App::new(store, face.clone(), Limits::default()).await.unwrap();
    let person = accounts::Person {
        name: "Lê Ví Dụ".into(),
        login: "vi.du".into(),
        ..accounts::Person::default()
    };
    app.open_instance("20836", true, person, "bốn con trâu qua sông").await.unwrap();
    let pages = accounts::layer(resident::router(), app.clone()).with_state(app.clone());
    House { place, app, router: web::layer(pages, face) }
}

impl House {
    fn wait(&self, seconds: i64) {
        let now = self.place.clock.now();
        self.place.clock.set(now + SignedDuration::from_secs(seconds));
    }

    fn store(&self) -> &Store {
        &self.app.store
    }

    /// The one petition of a code, as the office takes it through a step.
    async fn step(&self, code: &str, act: Act) {
        let digits = petitions::code::digits(code);
        let stream = petitions::store::by_digits(self.store(), &digits).await.unwrap().unwrap();
        let read = desk::read(self.store(), &stream).await.unwrap().unwrap();
        let (seen, officer) = (read.petition.version, Actor::Account(self.store().new_id()));
        desk::act(self.store(), &officer, read, seen, act).await.unwrap();
    }
}

/// Files feedback through all three steps; the receipt and the review it came from.
async fn file(browser: &mut Browser, words: &str) -> (Got, Got) {
    let first = browser.get("/gui-don").await;
    let what = [("go", "2"), ("kind", "feedback"), ("matter", "water")];
    let second = browser.post("/gui-don", &first, &what).await;
    let how = [("go", "3"), ("words", words), ("place", "Gò Dài"), ("answer", "oneself")];
    let third = browser.post("/gui-don", &second, &how).await;
    let receipt = browser.post("/gui-don", &third, &[("go", "send")]).await;
    (receipt, third)
}

fn code(receipt: &Got) -> String {
    between(&receipt.body, "/don/", "/cua-toi")
}

fn secret(receipt: &Got) -> String {
    let list = between(&receipt.body, "<ul class=\"secret\" lang=\"vi\"><li>", "</ul>");
    list.replace("</li><li>", " ").replace("</li>", "")
}

const OK: StatusCode = StatusCode::OK;
const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const WORDS: &str = "Mương thoát nước \"cũ\" & mới bị lấp.\nNước tràn vào sân.";

#[tokio::test]
async fn three_steps_keep_everything_and_end_in_one_receipt() {
    let house = house().await;
    let mut browser = Browser::new(&house.router);
    let first = browser.get("/gui-don").await;
    first.says(OK, "Ủy ban nhân dân xã Thăng Trường").says(OK, "Bình Sa");
    let second = browser.post("/gui-don", &first, &[("go", "2"), ("kind", "fax")]).await;
    second.says(WRONG, "Lỗi:").says(WRONG, "Mục đã chọn không có trong danh sách");
    let what = [("go", "2"), ("kind", "feedback"), ("matter", "water")];
    let second = browser.post("/gui-don", &second, &what).await;
    second.says(OK, "Ông/bà kể lại sự việc").says(OK, "thứ Năm, 05/03/2026");
    let short = [("go", "3"), ("words", WORDS), ("answer", "sms"), ("phone", "090 000 123")];
    let wrong = browser.post("/gui-don", &second, &short).await;
    wrong.says(WRONG, "còn thiếu 1 chữ số").says(WRONG, "value=\"090 000 123\"");
    wrong.says(WRONG, "Mương thoát nước &#34;cũ&#34; &#38; mới bị lấp.\nNước tràn");
    let how = [("go", "3"), ("words", WORDS), ("answer", "sms"), ("phone", "0900 000 118")];
    let review = browser.post("/gui-don", &wrong, &how).await;
    review.says(OK, "Xem lại trước khi gửi").says(OK, "Cán bộ tiếp dân").says(OK, "10 ngày");
    let back = browser.post("/gui-don", &review, &[("go", "back-1")]).await;
    back.says(OK, "value=\"feedback\" checked").says(OK, "<option value=\"water\" selected>");
    let review = browser.post("/gui-don", &back, &what).await;
    let review = browser.post("/gui-don", &review, &how).await;
    let done = browser.post("/gui-don", &review, &[("go", "send")]).await;
    done.says(StatusCode::CREATED, "Giấy tiếp nhận đơn").says(StatusCode::CREATED, "…118");
    let replay = browser.post("/gui-don", &review, &[("go", "send")]).await;
    replay.says(OK, "Đơn này đã nhận từ trước");
    assert_eq!((code(&replay), secret(&replay)), (code(&done), secret(&done)));
    let changed = [("go", "send"), ("words", "Lời khác.")];
    let changed = browser.post("/gui-don", &review, &changed).await;
    changed.says(OK, "phần sửa sau đó chưa được gửi");
    assert_eq!(code(&changed), code(&done));
    house.store().verify().await.unwrap();
}

#[tokio::test]
async fn a_letter_may_name_its_village() {
    let house = house().await;
    let mut browser = Browser::new(&house.router);
    let what = [("go", "2"), ("kind", "feedback"), ("matter", "water")];
    let first = browser.get("/gui-don").await;
    browser.post("/gui-don", &first, &what).await.says(OK, "kể lại").never("\"village\"");
    let new = local::NewUnits {
        parent: "20836".into(),
        kind: local::Kind::Village,
        names: vec!["Thôn Gò Dài".into(), "Thôn Bến Cồn".into()],
        from: jiff::civil::Date::constant(2026, 1, 1),
    };
    local::add(house.store(), &Actor::System("test"), &new).await.unwrap();
    let (kind, names) = (local::Kind::Landmark, vec!["Chợ Mẫu".to_owned()]);
    let market = local::NewUnits { kind, names, ..new.clone() };
    local::add(house.store(), &Actor::System("test"), &market).await.unwrap();
    let second = browser.post("/gui-don", &first, &what).await;
    second.says(OK, "<option value=\"20836-01\">Thôn Gò Dài</option>");
    second.says(OK, "Chợ Mẫu</option>");
    let how =
        |village| [("go", "3"), ("words", WORDS), ("answer", "oneself"), ("village", village)];
    browser
        .post("/gui-don", &second, &how("20839-01"))
        .await
        .says(WRONG, "không có trong danh sách");
    let third = browser.post("/gui-don", &second, &how("20836-01")).await;
    third.says(OK, "Xem lại trước khi gửi").says(OK, "Thôn Gò Dài");
    let receipt = browser.post("/gui-don", &third, &[("go", "send")]).await;
    receipt.says(StatusCode::CREATED, "Giấy tiếp nhận đơn");
    let sql = "SELECT village FROM petitions";
    let rows = house.store().rows(sql, Vec::new()).await.unwrap();
    assert_eq!(rows[0].text(0).unwrap(), "20836-01");
}

#[tokio::test]
async fn a_complaint_asks_for_name_and_address_and_an_office_elsewhere_is_refused() {
    let house = house().await;
    let mut browser = Browser::new(&house.router);
    let elsewhere = browser.get("/gui-don?unit=00004").await;
    elsewhere.says(WRONG, "Trang này không nhận đơn gửi phường Ba Đình");
    let split = browser.get("/gui-don?unit=20839").await;
    assert!(split.body.contains("nay thuộc") || split.body.contains("đã chia về"));
    let first = browser.get("/gui-don").await;
    let what = [("go", "2"), ("kind", "complaint"), ("matter", "land")];
    let second = browser.post("/gui-don", &first, &what).await;
    second.says(OK, "chữ ký hoặc điểm chỉ").says(OK, "khoản 5 Điều 11 Luật Khiếu nại");
    let how = [("go", "3"), ("words", WORDS), ("answer", "oneself")];
    let third = browser.post("/gui-don", &second, &how).await;
    third.says(WRONG, "Xin ông/bà viết họ và tên.").says(WRONG, "Xin ông/bà viết địa chỉ.");
    let how = [
        ("go", "3"),
        ("words", WORDS),
        ("answer", "desk"),
        ("name", "Người Thử"),
        ("address", "Thôn Gò Dài"),
    ];
    let review = browser.post("/gui-don", &third, &how).await;
    review.says(OK, "Hạn thụ lý").says(OK, "Hạn trả lời").says(OK, "Điều 28 Luật Khiếu nại");
    let done = browser.post("/gui-don", &review, &[("go", "send")]).await;
    done.says(StatusCode::CREATED, "Khiếu nại cần chữ ký hoặc điểm chỉ");
}

#[tokio::test]
async fn whoever_sends_too_fast_gets_a_ticket_and_keeps_the_letter() {
    let house = house().await;
    let mut browser = Browser::new(&house.router);
    for n in 0..5 {
        let (done, _) = file(&mut browser, &format!("Việc thứ {n} cần sửa.")).await;
        done.says(StatusCode::CREATED, "Đã nhận đơn của ông/bà");
    }
    let (wait, _) = file(&mut browser, "Việc thứ sáu cần sửa.").await;
    wait.says(StatusCode::TOO_MANY_REQUESTS, "Việc thứ sáu cần sửa.");
    let early = browser.post("/gui-don", &wait, &[("go", "send")]).await;
    early.says(StatusCode::TOO_MANY_REQUESTS, "giây");
    house.wait(120);
    let done = browser.post("/gui-don", &early, &[("go", "send")]).await;
    done.says(StatusCode::CREATED, "Đã nhận đơn của ông/bà");
}

#[tokio::test]
async fn words_and_code_open_the_page_and_wrong_ones_say_nothing() {
    let house = house().await;
    let mut asker = Browser::new(&house.router);
    let (done, _) = file(&mut asker, WORDS).await;
    let (code, secret) = (code(&done), secret(&done));
    let own = format!("/don/{code}/cua-toi");
    asker.get(&own).await.says(OK, "Nước tràn vào sân.").says(OK, "Chờ phân loại");
    let mut other = Browser::new(&house.router);
    let public = other.get(&format!("/don/{code}")).await;
    public.says(OK, "02/2026").never("Nước tràn").never("Gò Dài").never("_seal");
    assert!(other.cookies.is_empty(), "a page that anybody may keep gives no cookie");
    let spelled = other.get(&format!("/don/{}", code.to_lowercase().replace('-', "%20"))).await;
    assert_eq!((spelled.status.as_u16(), spelled.location), (308, format!("/don/{code}")));
    let sent_away = other.get(&own).await;
    assert_eq!(sent_away.location, format!("/don?ma={code}&mo=1"));
    let form = other.get(&sent_away.location).await;
    form.says(OK, "Cần bốn chữ bí mật").says(OK, &code);
    let one = other.post("/don", &form, &[("code", &code), ("secret", "sen cau đò mây")]).await;
    one.says(WRONG, "Không tìm thấy đơn với mã và bốn chữ này.").says(WRONG, &code);
    let none = other.post("/don", &form, &[("code", "TT-0000-00"), ("secret", &secret)]).await;
    none.says(WRONG, "Không tìm thấy đơn với mã và bốn chữ này.");
    let plain = kernel::text::fold(&secret);
    let right = other.post("/don", &form, &[("code", &code), ("secret", &plain)]).await;
    assert_eq!(right.location, own);
    let page = other.get(&own).await;
    page.says(OK, "Nước tràn vào sân.");
    house.wait(3601);
    assert!(other.get(&own).await.location.starts_with("/don?"), "the hour is over");
    let wrong = [("code", "TT-1111-11"), ("secret", "a b c d")];
    let mut last = other.get("/don").await.status;
    for _ in 0..12 {
        let form = other.get("/don").await;
        last = other.post("/don", &form, &wrong).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_asker_says_whether_it_is_solved_and_may_say_it_again() {
    let house = house().await;
    let mut asker = Browser::new(&house.router);
    let (done, _) = file(&mut asker, WORDS).await;
    let (code, secret) = (code(&done), secret(&done));
    let own = format!("/don/{code}/cua-toi");
    let (kind, matter) = (Kind::Complaint, "land".to_owned());
    house.step(&code, Act::Plain(Command::Classify { kind, matter, known: None })).await;
    house.step(&code, Act::Plain(Command::Accept)).await;
    asker.get(&own).await.says(OK, "Hạn giải quyết").never("Đất đã đo");
    house.step(&code, Act::Verify("Đất đã đo lại.".into(), false)).await;
    let finding = Some(petitions::kind::Finding::Partly);
    house.step(&code, Act::Decide("Công nhận thêm 38 m².".into(), finding, false)).await;
    let before = Browser::new(&house.router).get(&format!("/don/{code}")).await;
    before.says(OK, "Ký quyết định").never("38 m²");
    house.step(&code, Act::Plain(Command::Send { by: AnswerBy::Post, looked: false })).await;
    Browser::new(&house.router).get(&format!("/don/{code}")).await.says(OK, "38 m²");
    let page = asker.get(&own).await;
    page.says(OK, "Việc đã xong chưa?").never("Đất đã đo lại.");
    asker
        .post(&own, &page, &[("go", "judge"), ("rest", "Thiếu 4 m².")])
        .await
        .says(WRONG, "Thiếu 4 m².")
        .says(WRONG, "Xin chọn: đã xong, xong một phần hay chưa xong.");
    let no = [("go", "judge"), ("solved", "no"), ("rest", "Thiếu 4 m².")];
    let said = asker.post(&own, &page, &no).await;
    assert_eq!(said.location, format!("{own}?noi=judge"));
    let rights = asker.get(&said.location).await;
    rights.says(OK, "Cảm ơn ông/bà").says(OK, "Khiếu nại lần hai").says(OK, "Thiếu 4 m².");
    let stale = [("go", "judge"), ("solved", "yes")];
    let first = asker.post(&own, &page, &stale).await;
    first.says(StatusCode::CONFLICT, "câu trả lời của ông/bà chưa được ghi");
    first.says(StatusCode::CONFLICT, "value=\"yes\" checked");
    let again = asker.post(&own, &first, &stale).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    Browser::new(&house.router)
        .get(&format!("/don/{code}"))
        .await
        .says(OK, "Người gửi nói: đã xong.");
    late_with_words(&house, &mut asker, &own, &secret).await;
    house.store().verify().await.unwrap();
}

/// The hour ends while the asker writes: the four words are asked for, and nothing is lost.
async fn late_with_words(house: &House, asker: &mut Browser, own: &str, secret: &str) {
    let page = asker.get(own).await;
    house.wait(3601);
    let typed = [("go", "judge"), ("solved", "partly"), ("rest", "Còn rào cũ.")];
    let locked = asker.post(own, &page, &typed).await;
    locked.says(WRONG, "Xin nhập lại bốn chữ bí mật").says(WRONG, "Còn rào cũ.");
    let mut with_words = typed.to_vec();
    with_words.push(("secret", secret));
    let said = asker.post(own, &locked, &with_words).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let page = asker.get(own).await;
    page.says(OK, "Còn rào cũ.");
    let closed = asker.post(own, &page, &[("go", "close")]).await;
    assert!(closed.location.starts_with("/don/"));
    assert!(asker.get(own).await.location.starts_with("/don?"), "closed on this device");
}

#[tokio::test]
async fn erased_words_leave_their_ground() {
    let house = house().await;
    let mut asker = Browser::new(&house.router);
    let (done, _) = file(&mut asker, WORDS).await;
    let code = code(&done);
    let digits = petitions::code::digits(&code);
    let stream = petitions::store::by_digits(house.store(), &digits).await.unwrap().unwrap();
    let read = desk::read(house.store(), &stream).await.unwrap().unwrap();
    desk::erase(house.store(), &Actor::System("test"), read, "Điều 1 Luật Thử").await.unwrap();
    let page = asker.get(&format!("/don/{code}/cua-toi")).await;
    page.says(OK, "Nội dung này đã xóa. Căn cứ: Điều 1 Luật Thử.").never("Nước tràn");
}

#[tokio::test]
async fn denunciation_has_a_page_and_no_form() {
    let house = house().await;
    let mut browser = Browser::new(&house.router);
    let page = browser.get("/to-cao").await;
    page.says(OK, "Điều 25 Luật Tố cáo").never("<form").never("<textarea");
    assert!(browser.cookies.is_empty());
}
