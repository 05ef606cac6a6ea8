//! An office's day through HTTP, on both engines: the desk, the inbox, a complaint from its letter
//! to its answer, two officers at once, who may see whom.

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use accounts::totp::Factor;
use accounts::{App, Held, Limits, NewAccount, Person, Post};
use axum::Router;
use axum::http::StatusCode;
use common::{schema, words};
use jiff::SignedDuration;
use jiff::civil::date;
use kernel::{Actor, Chance, Id};
use petitions::desk::{self, Filing};
use petitions::kind::{AnswerBy, Channel, Kind};
use petitions::pages::office;
use store::Store;
use testkit::browser::{Browser, between};
use testkit::{Place, engines};
use units::local;
use web::{Face, Setting};

const UNIT: &str = "20836";
const PASSWORD: &str = "bốn con trâu qua sông";

struct House {
    place: Place,
    app: Arc<App>,
    router: Router,
    chair: Id,
}

async fn house(engine: store::Engine) -> House {
    let place = Place::new(engine);
    let store = place.open(schema()).await.unwrap();
    let face = Face::new(words(), Setting::default(), [7; 32], Chance::seeded(7));
    let app = App::new(store, face.clone(), Limits::default()).await.unwrap();
    let chair = app.open_instance(UNIT, true, person("Lê Ví Dụ", "vi.du"), PASSWORD).await.unwrap();
    let pages = accounts::router().merge(office::router());
    let pages = accounts::layer(pages, app.clone()).with_state(app.clone());
    House { place, app, router: web::layer(pages, face), chair }
}

fn person(name: &str, login: &str) -> Person {
    Person { name: name.into(), login: login.into(), ..Person::default() }
}

impl House {
    fn store(&self) -> &Store {
        &self.app.store
    }

    /// A new officer with this post, signed in.
    async fn officer(&self, name: &str, login: &str, post: Post) -> (Id, Browser) {
        let held = Held { post, unit: UNIT.into(), from: date(2026, 1, 5), until: None };
        let new = NewAccount { person: person(name, login), posts: vec![held] };
        let account = self.app.open_account(&Actor::Account(self.chair), new).await.unwrap();
        let actor = Actor::Account(account);
        self.app.set_password(&actor, account, PASSWORD, false, "").await.unwrap();
        (account, self.sign_in(login).await)
    }

    async fn sign_in(&self, login: &str) -> Browser {
        let mut browser = Browser::new(&self.router);
        let typed = [("login", login), ("password", PASSWORD)];
        let entered = browser.fill("/dang-nhap", &typed).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
        let page = browser.get("/dang-nhap/lap-ma").await;
        let factor = Factor::read(&between(&page.body, "<p class=\"f\">", "</p>")).unwrap();
        let code = factor.code(self.place.clock.now());
        let done = browser.fill("/dang-nhap/lap-ma", &[("code", &code)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let now = self.place.clock.now();
        self.place.clock.set(now + SignedDuration::from_secs(60));
        browser
    }

    async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        self.store().rows(&sql, Vec::new()).await.unwrap()[0].int(0).unwrap()
    }
}

const OK: StatusCode = StatusCode::OK;
const MADE: StatusCode = StatusCode::CREATED;
const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const CONFLICT: StatusCode = StatusCode::CONFLICT;

const WALK_IN: [(&str, &str); 8] = [
    ("name", "Phan Thị Giả Định"),
    ("phone", "0900 000 118"),
    ("address", "thôn Gò Dài"),
    ("words", "Giấy báo chấm dứt hợp đồng quầy số 7 <b>không</b> nói lý do."),
    ("place", "chợ Bến Cồn"),
    ("kind", "complaint"),
    ("matter", "service"),
    ("by", "sms"),
];

/// Takes the walk-in; the code of what was filed.
async fn walk_in(browser: &mut Browser) -> String {
    let form = browser.get("/can-bo/nhan-don").await;
    let got = browser.post("/can-bo/nhan-don", &form, &WALK_IN).await;
    got.says(MADE, "Giấy tiếp nhận đơn").says(MADE, "<ul class=\"secret\"");
    between(&got.body, "href=\"/can-bo/don/", "\"")
}

#[tokio::test]
async fn the_desk_takes_a_letter_once_and_no_denunciation() {
    for engine in engines() {
        let house = house(engine).await;
        let mut chair = house.sign_in("vi.du").await;
        let form = chair.get("/can-bo/nhan-don").await;
        form.says(OK, "Thứ Năm, 05/03/2026");
        let mut odd = WALK_IN;
        odd[5].1 = "denunciation";
        let stopped = chair.post("/can-bo/nhan-don", &form, &odd).await;
        stopped
            .says(WRONG, "Đơn tố cáo không nhập vào máy")
            .never("Giả Định")
            .never("0900 000 118");
        stopped.never("thôn Gò Dài").says(WRONG, "Giấy báo chấm dứt hợp đồng");
        odd[5].1 = "complaint";
        odd[1].1 = "0900 000 11";
        let short = chair.post("/can-bo/nhan-don", &stopped, &odd).await;
        short.says(WRONG, "còn thiếu 1 chữ số").says(WRONG, "Phan Thị Giả Định").never("<b>không");
        assert_eq!(house.count("petitions").await, 0);
        let taken = chair.post("/can-bo/nhan-don", &short, &WALK_IN).await;
        taken.says(MADE, "Giấy tiếp nhận đơn").says(MADE, "…118");
        let again = chair.post("/can-bo/nhan-don", &short, &WALK_IN).await;
        again.says(MADE, "đã nhận từ trước");
        assert_eq!(house.count("petitions").await, 1);
        let form = chair.get("/can-bo/nhan-don").await;
        let mut next = WALK_IN.to_vec();
        next.push(("then", "next"));
        let empty = chair.post("/can-bo/nhan-don", &form, &next).await;
        empty.says(MADE, "Đã nhận đơn TT-").never("Giả Định");
        assert_ne!(empty.hidden("key"), form.hidden("key"), "the next one is another petition");
        assert_eq!(house.count("petitions").await, 2);
        let (_, mut auditor) = house.officer("Bùi Thử", "bui.thu", Post::Auditor).await;
        auditor.get("/can-bo/nhan-don").await.says(FORBIDDEN, "Không đủ quyền");
        house.store().verify().await.unwrap();
    }
}

#[tokio::test]
async fn a_complaint_goes_from_its_letter_to_its_answer() {
    for engine in engines() {
        let house = house(engine).await;
        let mut chair = house.sign_in("vi.du").await;
        let (account, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let code = walk_in(&mut chair).await;
        let case = format!("/can-bo/don/{code}");
        let to = |step: &str| format!("{case}/{step}");
        let page = handler.get(&case).await;
        page.says(OK, "Chưa được thụ lý: đơn chưa phân loại.").says(OK, "23/02/2026");
        page.says(OK, "quầy số 7 &#60;b&#62;không").never("Giả Định");
        handler.get(&to("accept")).await.says(FORBIDDEN, "Lãnh đạo");
        chair.get(&to("send")).await.says(CONFLICT, "Việc này chưa làm được");
        chair.get(&to("nguoi-gui")).await.goes(&case);
        let spelled = code.to_lowercase().replace('-', "");
        handler.get(&format!("/can-bo/don/{spelled}")).await.goes(&case);
        handler.get("/can-bo/don/TT-0000-01").await.says(StatusCode::NOT_FOUND, "Không có trang");

        let form = handler.get(&to("classify")).await;
        form.says(OK, "Không còn phải giữ: hạn thụ lý, thứ Hai, 23/02/2026.");
        let unknown = handler.post(&to("classify"), &form, &[("kind", "fax")]).await;
        unknown.says(WRONG, "Mục đã chọn không có trong danh sách");
        let kind = [("kind", "complaint"), ("matter", "land")];
        handler.fill(&to("classify"), &kind).await.goes(&format!("{case}?xong=classify"));
        handler.get(&format!("{case}?xong=classify")).await.says(OK, "Đã ghi phân loại.");

        let accept = chair.get(&to("accept")).await;
        accept.says(OK, "Kết thúc: hạn thụ lý, thứ Hai, 23/02/2026, đúng hạn.");
        accept.says(OK, "Bắt đầu: hạn giải quyết, thứ Hai, 16/03/2026.");
        chair.post(&to("accept"), &accept, &[]).await.goes(&format!("{case}?xong=accept"));
        let nobody =
            chair.fill(&to("assign"), &[("to", &house.store().new_id().to_string())]).await;
        nobody.says(WRONG, "Mục đã chọn không có trong danh sách");
        let given = chair.fill(&to("assign"), &[("to", &account.to_string())]).await;
        given.goes(&format!("{case}?xong=assign"));
        handler.get("/can-bo/hom-nay?tab=mine").await.says(OK, &code).says(OK, "Trần Thị Thử");

        handler
            .fill(&to("verify"), &[("result", "Thiếu biên bản làm việc.")])
            .await
            .goes(&format!("{case}?xong=verify"));
        let answer = [("answer", "Hủy thông báo chấm dứt hợp đồng.")];
        let lacking = chair.fill(&to("decide"), &answer).await;
        lacking
            .says(WRONG, "Hủy thông báo chấm dứt hợp đồng.")
            .says(WRONG, "Xin ông/bà chọn một mục");
        let whole = [answer[0], ("finding", "right")];
        chair.post(&to("decide"), &lacking, &whole).await.goes(&format!("{case}?xong=decide"));
        let draft = chair.get(&case).await;
        draft.says(OK, "Văn bản trả lời, chưa gửi").says(OK, "Điều khoản này (KN.send1) chưa được");
        handler.fill(&to("send"), &[("by", "sms")]).await.goes(&format!("{case}?xong=send"));
        let done = handler.get(&case).await;
        done.says(OK, "Phần việc của cơ quan đã xong").says(OK, "chưa có ý kiến");
        done.says(OK, "Hạn giải quyết 16/03/2026: giữ đúng.").says(OK, "Thiếu biên bản làm việc.");
        // What is left is a note, never a step on the road that is over.
        done.says(OK, "Ghi chú trong cơ quan").never("/decide\"");
        house.store().verify().await.unwrap();
    }
}

#[tokio::test]
async fn a_refusal_names_its_ground_and_every_other_way_out_is_told() {
    let house = house(store::Engine::Sqlite).await;
    let mut chair = house.sign_in("vi.du").await;
    for (kind, step, typed, told) in [
        ("complaint", "refuse", ("ground", "KN11.5"), "Khoản 5 Điều 11 Luật Khiếu nại"),
        ("complaint", "guide", ("note", "Nộp tại Tòa án khu vực."), "Nộp tại Tòa án khu vực."),
        ("complaint", "file", ("lack", "already_guided"), "đã được hướng dẫn một lần"),
        ("feedback", "forward", ("note", "Điện lực Thăng Bình."), "Điện lực Thăng Bình."),
    ] {
        let code = walk_in(&mut chair).await;
        let case = format!("/can-bo/don/{code}");
        let kind = [("kind", kind), ("matter", "other")];
        chair.fill(&format!("{case}/classify"), &kind).await;
        let path = format!("{case}/{step}");
        chair.fill(&path, &[]).await.says(WRONG, "Lỗi:");
        chair.fill(&path, &[typed]).await.goes(&format!("{case}?xong={step}"));
        chair.get(&case).await.says(OK, told).says(OK, "Phần việc của cơ quan đã xong");
    }
    house.store().verify().await.unwrap();
}

#[tokio::test]
async fn two_officers_at_once_lose_nothing() {
    let house = house(store::Engine::Sqlite).await;
    let mut chair = house.sign_in("vi.du").await;
    let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
    let code = walk_in(&mut chair).await;
    let classify = format!("/can-bo/don/{code}/classify");
    let (first, second) = (handler.get(&classify).await, chair.get(&classify).await);
    let (land, roads) =
        ([("kind", "complaint"), ("matter", "land")], [("kind", "feedback"), ("matter", "roads")]);
    handler.post(&classify, &first, &land).await.goes(&format!("/can-bo/don/{code}?xong=classify"));
    let told = chair.post(&classify, &second, &roads).await;
    told.says(CONFLICT, "Có việc mới trên đơn này").says(CONFLICT, "Trần Thị Thử");
    told.says(CONFLICT, "Phân loại: khiếu nại, đất đai");
    told.says(CONFLICT, "value=\"feedback\" checked").says(CONFLICT, "value=\"roads\" selected");
    chair.post(&classify, &told, &roads).await.goes(&format!("/can-bo/don/{code}?xong=classify"));
    let guide = format!("/can-bo/don/{code}/file");
    let late = chair.get(&guide).await;
    chair.fill(&format!("/can-bo/don/{code}/accept"), &[]).await;
    let over = chair.post(&guide, &late, &[("lack", "illegible")]).await;
    over.says(CONFLICT, "bước này không còn làm được")
        .says(CONFLICT, "value=\"illegible\" checked");
    over.never("Lưu đơn</button>");
    house.store().verify().await.unwrap();
}

#[tokio::test]
async fn who_the_asker_is_opens_only_into_the_log() {
    let house = house(store::Engine::Sqlite).await;
    let mut chair = house.sign_in("vi.du").await;
    let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
    let code = walk_in(&mut chair).await;
    let case = format!("/can-bo/don/{code}");
    let page = chair.get(&case).await;
    // Nor where it happened as it was typed: not on the case, not in a list.
    page.never("Giả Định").never("0900000118").never("chợ Bến Cồn");
    chair.get("/can-bo/so-don").await.says(OK, &code).never("chợ Bến Cồn");
    assert_eq!(house.count("access_log").await, 0);
    let path = format!("{case}/nguoi-gui");
    chair.post(&path, &page, &[]).await.says(OK, "Phan Thị Giả Định").says(OK, "0900000118");
    chair.post(&path, &page, &[]).await.says(OK, "chợ Bến Cồn");
    assert_eq!(house.count("access_log").await, 2);
    let reads = jurist.get(&case).await;
    reads.says(OK, "quầy số 7").never("Xem tên, số điện thoại");
    jurist.post(&path, &reads, &[]).await.says(FORBIDDEN, "Không đủ quyền");
    assert_eq!(house.count("access_log").await, 2);

    let renewed = chair.post(&format!("{case}/ma-moi"), &page, &[]).await;
    renewed.says(OK, "<ul class=\"secret\"");
    chair.post(&format!("{case}/ma-moi"), &page, &[]).await.says(CONFLICT, "Người khác vừa ghi");
    chair.get(&case).await.says(OK, "Cấp lại bốn chữ bí mật");
    house.store().verify().await.unwrap();
}

/// Every code that the pages of a list show, following the link to the page after.
async fn codes(browser: &mut Browser, path: &str) -> Vec<String> {
    let (mut at, mut found) = (path.to_owned(), Vec::new());
    loop {
        let page = browser.get(&at).await;
        assert_eq!(page.status, OK, "{}", page.body);
        let cells = page.body.split("class=\"code\">").skip(1);
        found.extend(cells.map(|cell| cell.split('<').next().unwrap().to_owned()));
        let next = page
            .body
            .split("<a href=\"")
            .skip(1)
            .find(|a| a.split('>').next().unwrap().ends_with("rel=\"next\""));
        match next {
            Some(link) => at = link.split('"').next().unwrap().replace("&#38;", "&"),
            None => return found,
        }
    }
}

#[tokio::test]
async fn lists_page_by_key_and_find_words_without_marks() {
    for engine in engines() {
        let house = house(engine).await;
        let mut chair = house.sign_in("vi.du").await;
        for n in 0..112 {
            let filing = Filing {
                kind: if n % 3 == 0 { Kind::Complaint } else { Kind::Feedback },
                unit: UNIT.into(),
                letters: "TT".into(),
                matter: "water".into(),
                village: String::new(),
                channel: Channel::Desk,
                answer_by: AnswerBy::Oneself,
                words: format!("Mương thoát nước số {n} bị lấp."),
                place: String::new(),
                person: desk::Person::default(),
                more: desk::More::default(),
            };
            desk::file(house.store(), &Actor::Resident, filing, None).await.unwrap();
        }
        let newest = codes(&mut chair, "/can-bo/so-don").await;
        let oldest = codes(&mut chair, "/can-bo/so-don?sort=received").await;
        assert_eq!(newest.len(), 112);
        assert_eq!(newest.iter().rev().collect::<Vec<_>>(), oldest.iter().collect::<Vec<_>>());
        let all: BTreeSet<&String> = newest.iter().collect();
        for path in ["/can-bo/so-don?sort=due", "/can-bo/hom-nay"] {
            let due = codes(&mut chair, path).await;
            assert_eq!(due.len(), 112, "{path}");
            assert_eq!(due.iter().collect::<BTreeSet<_>>(), all, "{path}");
        }
        let found = codes(&mut chair, "/can-bo/so-don?q=muong+thoat&kind=complaint").await;
        assert_eq!(found.len(), 38);
        let second = chair.get("/can-bo/so-don").await;
        second.says(OK, "112 đơn").says(OK, "Mương thoát nước số 111 bị lấp.");
        let none = chair.get("/can-bo/so-don?q=khong-co-chu-nay").await;
        none.says(OK, "Không thấy đơn nào khớp");
        let odd = chair.get("/can-bo/so-don?from=31%2F02%2F2026").await;
        odd.says(WRONG, "Ngày không có trong lịch: 31/02/2026.");
        let code = &newest[7];
        let by_code = format!("/can-bo/don/{code}");
        chair.get(&format!("/can-bo/hom-nay?q={code}")).await.goes(&by_code);
        chair.get(&format!("/can-bo/don?code={code}")).await.goes(&by_code);
        chair.get("/can-bo/don?code=TT-0000-01").await.says(WRONG, "TT-0000-01");
        let (_, mut auditor) = house.officer("Bùi Thử", "bui.thu", Post::Auditor).await;
        auditor.get("/can-bo/so-don").await.says(OK, "Nước sạch").never("Mương thoát");
        auditor.get(&by_code).await.says(FORBIDDEN, "Không đủ quyền");
    }
}

#[tokio::test]
async fn a_letter_names_its_village_and_keeps_it() {
    for engine in engines() {
        let house = house(engine).await;
        let chair = Actor::Account(house.chair);
        let (mut browser, from) = (house.sign_in("vi.du").await, date(2026, 1, 1));
        browser.get("/can-bo/nhan-don").await.says(OK, "name=\"address\"").never("\"village\"");
        let names = ["Thôn Gò Dài", "Thôn Bến Cồn"].map(str::to_owned).to_vec();
        let new = local::NewUnits { parent: UNIT.into(), kind: local::Kind::Village, names, from };
        local::add(house.store(), &chair, &new).await.unwrap();
        let (kind, names) = (local::Kind::Landmark, vec!["Chợ Mẫu".to_owned()]);
        let market = local::NewUnits { parent: UNIT.into(), kind, names, from };
        local::add(house.store(), &chair, &market).await.unwrap();
        let form = browser.get("/can-bo/nhan-don").await;
        form.says(OK, "Thôn Bến Cồn").says(OK, "Chợ Mẫu");
        let odd = [&WALK_IN[..], &[("village", "20839-01")]].concat();
        browser.post("/can-bo/nhan-don", &form, &odd).await.says(WRONG, "không có trong danh sách");
        let typed = [&WALK_IN[..], &[("village", "20836-01")]].concat();
        let got = browser.post("/can-bo/nhan-don", &form, &typed).await;
        let code = between(&got.says(MADE, "Giấy tiếp nhận đơn").body, "href=\"/can-bo/don/", "\"");
        browser.get(&format!("/can-bo/don/{code}")).await.says(OK, "Thôn Gò Dài");

        // The village ends today: no new letter may name it, the old one still does.
        let (today, into) = (house.store().clock().today(), ["20836-02".to_owned()]);
        local::end(house.store(), &chair, "20836-01", today, &into).await.unwrap();
        browser.get("/can-bo/nhan-don").await.says(OK, "Thôn Bến Cồn").never("Thôn Gò Dài");
        browser.get(&format!("/can-bo/don/{code}")).await.says(OK, "Thôn Gò Dài");
        let found = browser.get("/can-bo/so-don?village=20836-01").await;
        found.says(OK, &code).says(OK, "Thôn Gò Dài (2026)");
        browser.get("/can-bo/so-don?village=20836-02").await.never(&code);
    }
}
