//! One story through HTTP, on both engines: first start, sign-in, colleagues, recovery, erasure.

mod common;

use accounts::totp::Factor;
use accounts::{Act, Post, open_first_link};
use axum::http::StatusCode;
use common::{Browser, Got, House, between, house};
use testkit::{Place, engines};

const PASSWORD: &str = "bốn con trâu qua sông";
const OTHER: &str = "năm con vịt bơi ngược";

#[tokio::test]
async fn from_the_first_start_to_erasure() {
    for engine in engines() {
        let house = house(Place::new(engine)).await;
        let mut chair = first_start(&house).await;
        let (mut clerk, clerk_page, clerk_factor) =
            colleague(&house, &mut chair, "Trần Thị Thử", "thu.tran", Post::Leader).await;
        sign_in_again(&house, &mut clerk, &clerk_factor).await;
        permissions_hold(&mut clerk).await;
        posts_end(&house, &mut chair, &clerk_page).await;
        recovery(&house, &mut chair, &mut clerk).await;
        access_log(&house, &mut chair).await;
        closing_and_erasing(&house, &mut chair, &clerk_page).await;
        let report = house.app.store.verify().await.unwrap();
        assert!(report.words > 5, "{report:?}");
        house.app.store.rebuild().await.unwrap();
        house.app.store.verify().await.unwrap();
        house.app.store.close().await;
    }
}

fn ok(got: &Got) {
    assert_eq!(got.status, StatusCode::OK, "{}", got.body);
}

fn goes(got: &Got, to: &str) {
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    assert_eq!(got.location, to);
}

fn says(got: &Got, status: StatusCode, words: &str) {
    assert_eq!(got.status, status, "{}", got.body);
    assert!(got.body.contains(words), "“{words}” is not in {}", got.body);
}

/// Reads the key of a set-up page, waits for a fresh code, and sends it.
async fn set_up(house: &House, browser: &mut Browser) -> Factor {
    let page = browser.get("/dang-nhap/lap-ma").await;
    ok(&page);
    let key = between(&page.body, "<p class=\"f\">", "</p>").unwrap();
    let factor = Factor::read(&key).unwrap();
    let wrong = browser.fill("/dang-nhap/lap-ma", &[("code", "000000")]).await;
    says(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "Mã không đúng");
    let code = factor.code(house.place.clock.now());
    let done = browser.fill("/dang-nhap/lap-ma", &[("code", &code)]).await;
    goes(&done, "/can-bo/toi");
    house.wait(60);
    factor
}

async fn first_start(house: &House) -> Browser {
    let (app, limits) = (&house.app, &house.app.limits);
    let old = open_first_link(&app.store, limits).await.unwrap().unwrap();
    let link = open_first_link(&app.store, limits).await.unwrap().unwrap();
    let mut browser = Browser::new(house);
    says(&browser.get("/dang-nhap").await, StatusCode::OK, "Trang này chưa được mở");
    says(&browser.get(&old).await, StatusCode::NOT_FOUND, "không còn dùng được");
    let found = browser.get(&format!("{link}?q=thang+truong")).await;
    says(&found, StatusCode::OK, "?unit=20836");
    let page = format!("{link}?unit=20836");
    let fields = |again| {
        [
            ("unit", "20836"),
            ("name", "Lê Ví Dụ"),
            ("login", "Dụ.Lê"),
            ("phone", "0900 000 118"),
            ("password", PASSWORD),
            ("password-again", again),
        ]
    };
    let differs = browser.fill(&page, &fields("khác hẳn đi")).await;
    says(&differs, StatusCode::UNPROCESSABLE_ENTITY, "Hai lần gõ chưa giống nhau");
    assert!(differs.body.contains("Lê Ví Dụ"), "what was typed stays");
    assert!(!differs.body.contains(PASSWORD), "but no password is shown");
    goes(&browser.fill(&page, &fields(PASSWORD)).await, "/dang-nhap/lap-ma");
    assert_eq!(app.instance().unwrap().unit, "20836");
    set_up(house, &mut browser).await;
    let head = browser.get("/quyen-han").await;
    says(&head, StatusCode::OK, "<span>Thành phố Đà Nẵng</span><b>Xã Thăng Trường</b>");
    says(&head, StatusCode::OK, "người gửi, bằng mã đơn và bốn chữ bí mật");
    says(&browser.get(&link).await, StatusCode::NOT_FOUND, "không còn dùng được");
    assert_eq!(open_first_link(&app.store, limits).await.unwrap(), None);
    says(&browser.get("/can-bo/toi").await, StatusCode::OK, "Lê Ví Dụ");
    browser
}

/// The administrator opens an account; its holder takes the link and signs in.
async fn colleague(
    house: &House,
    admin: &mut Browser,
    name: &str,
    login: &str,
    post: Post,
) -> (Browser, String, Factor) {
    let fields = [
        ("name", name),
        ("login", login),
        ("post", post.code()),
        ("unit", "20836"),
        ("from", "12/02/2026"),
        ("until", ""),
    ];
    let handed = admin.fill("/can-bo/tai-khoan/moi", &fields).await;
    says(&handed, StatusCode::OK, "Liên kết chỉ hiện một lần này");
    let taken = admin.fill("/can-bo/tai-khoan/moi", &fields).await;
    says(&taken, StatusCode::UNPROCESSABLE_ENTITY, "đã có người dùng");
    let link = between(&handed.body, "<code>", "</code>").unwrap();
    let page = between(&handed.body, "class=\"btn alt\" href=\"", "\"").unwrap();
    let mut browser = Browser::new(house);
    browser.address = [198, 51, 100, 9];
    goes(&set_password(&mut browser, &link).await, "/dang-nhap/lap-ma");
    let factor = set_up(house, &mut browser).await;
    says(&browser.get(&link).await, StatusCode::NOT_FOUND, "không còn dùng được");
    (browser, page, factor)
}

async fn set_password(browser: &mut Browser, link: &str) -> Got {
    browser.fill(link, &[("password", OTHER), ("password-again", OTHER)]).await
}

async fn enter(browser: &mut Browser, login: &str, password: &str) -> Got {
    browser
        .fill(
            "/dang-nhap?next=/quyen-han",
            &[("login", login), ("password", password), ("next", "/quyen-han")],
        )
        .await
}

async fn sign_in_again(house: &House, browser: &mut Browser, factor: &Factor) {
    goes(&browser.post_from("/can-bo/toi", "/dang-xuat", &[]).await, "/dang-nhap");
    let away = browser.get("/can-bo/toi?x=1").await;
    goes(&away, "/dang-nhap?next=%2Fcan-bo%2Ftoi%3Fx%3D1");
    for (login, password) in [("thu.tran", PASSWORD), ("ai.do", OTHER), ("<b>", OTHER)] {
        let wrong = enter(browser, login, password).await;
        says(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "đăng nhập hoặc mật khẩu không đúng");
    }
    goes(&enter(browser, "THU.TRẦN", OTHER).await, "/dang-nhap/ma?next=%2Fquyen-han");
    assert!(browser.get("/can-bo/toi").await.location.starts_with("/dang-nhap"), "half is not in");
    let now = house.place.clock.now();
    let (code, used) = (factor.code(now), factor.code(now - jiff::SignedDuration::from_secs(60)));
    let answer = |code: String| [("code", code), ("next", "/quyen-han".to_owned())];
    for wrong in ["123", "", &used] {
        let got = browser.fill("/dang-nhap/ma", &[("code", wrong)]).await;
        says(&got, StatusCode::UNPROCESSABLE_ENTITY, "Mã không đúng");
    }
    let fields = answer(code.clone());
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    goes(&browser.fill("/dang-nhap/ma", &fields).await, "/quyen-han");

    // The same code in another browser, in the same half minute: it was used.
    let mut thief = Browser::new(house);
    enter(&mut thief, "thu.tran", OTHER).await;
    let got = thief.fill("/dang-nhap/ma", &fields).await;
    says(&got, StatusCode::UNPROCESSABLE_ENTITY, "Mã không đúng");
    house.wait(60);
}

/// Every cell that a leader and administrator lacks or has, by one page each.
async fn permissions_hold(clerk: &mut Browser) {
    ok(&clerk.get("/can-bo/tai-khoan").await);
    let refused = clerk.get("/can-bo/tai-khoan/moi").await;
    says(&refused, StatusCode::FORBIDDEN, "Việc này dành cho: Quản trị.");
    let refused = clerk.get("/can-bo/so-truy-cap").await;
    says(&refused, StatusCode::FORBIDDEN, "Việc này dành cho: Giám sát truy cập.");
    says(&clerk.get("/quyen-han").await, StatusCode::OK, "Ai được làm gì");
}

async fn posts_end(house: &House, chair: &mut Browser, clerk_page: &str) {
    let give = format!("{clerk_page}/chuc-danh");
    let fields =
        |post, from, until| [("post", post), ("unit", "20836"), ("from", from), ("until", until)];
    let twice = fields("leader", "12/02/2026", "");
    let twice = chair.post_from(clerk_page, &give, &twice).await;
    says(&twice, StatusCode::UNPROCESSABLE_ENTITY, "Đã giữ chức danh này");
    let unknown = [("post", "handler"), ("unit", "99999"), ("from", "12/02/2026")];
    let unknown = chair.post_from(clerk_page, &give, &unknown).await;
    says(&unknown, StatusCode::UNPROCESSABLE_ENTITY, "Không có đơn vị nào mang mã này");
    let given = fields("handler", "12/02/2026", "13/02/2026");
    goes(&chair.post_from(clerk_page, &give, &given).await, clerk_page);
    let page = chair.get(clerk_page).await;
    says(&page, StatusCode::OK, "từ 12/02/2026 đến hết 13/02/2026");
    let end = format!("{clerk_page}/chuc-danh/thoi");
    let ended = [("post", "handler"), ("unit", "20836"), ("from", "2026-02-12")];
    goes(&chair.post_from(clerk_page, &end, &ended).await, clerk_page);
    assert!(!chair.get(clerk_page).await.body.contains("đến hết 13/02/2026"));

    // The first account is the only administrator: that post cannot be ended.
    let list = chair.get("/can-bo/tai-khoan").await;
    let own = format!("/can-bo/tai-khoan/{}", own_id(&list.body));
    let end = format!("{own}/chuc-danh/thoi");
    let last = [("post", "administrator"), ("unit", "20836"), ("from", "2026-02-12")];
    let last = chair.post_from("/can-bo/toi", &end, &last).await;
    says(&last, StatusCode::CONFLICT, "người quản trị cuối cùng");
    assert_eq!(house.app.instance().unwrap().unit, "20836");
}

/// The first account's identity: the list is in the order of opening.
fn own_id(list: &str) -> String {
    let start = list.find("<tbody").unwrap();
    between(&list[start..], "/can-bo/tai-khoan/", "\"").unwrap()
}

/// A third officer loses the telephone: the chair asks, the clerk agrees.
async fn recovery(house: &House, chair: &mut Browser, clerk: &mut Browser) {
    let (mut lost, page, old) =
        colleague(house, chair, "Võ Minh Họa", "hoa.vo", Post::Handler).await;
    ok(&lost.get("/can-bo/toi").await);
    let agree = format!("{page}/cap-lai/dong-y");
    let early = clerk.post_from(&page, &agree, &[]).await;
    says(&early, StatusCode::CONFLICT, "Chưa có đề nghị nào");
    let ask = format!("{page}/cap-lai");
    goes(&chair.post_from(&page, &ask, &[]).await, &page);
    let own = chair.post_from("/can-bo/toi", &agree, &[]).await;
    says(&own, StatusCode::CONFLICT, "Người đề nghị không được tự đồng ý");
    says(&clerk.get(&page).await, StatusCode::OK, "Lê Ví Dụ đã đề nghị");
    let handed = clerk.post_from(&page, &agree, &[]).await;
    let link = between(&handed.body, "<code>", "</code>").unwrap();
    ok(&lost.get("/can-bo/toi").await);

    let mut fresh = Browser::new(house);
    goes(&set_password(&mut fresh, &link).await, "/dang-nhap/lap-ma");
    let away = lost.get("/can-bo/toi").await;
    assert_eq!(away.status, StatusCode::SEE_OTHER, "the old session ended");
    let new = set_up(house, &mut fresh).await;
    assert_ne!(new.text(), old.text());
    says(&fresh.get("/can-bo/toi").await, StatusCode::OK, "Võ Minh Họa");
}

/// Opening a colleague's page was logged; the auditor sees by whom.
async fn access_log(house: &House, chair: &mut Browser) {
    let (mut auditor, page, _) =
        colleague(house, chair, "Phạm Mẫu", "mau.pham", Post::Auditor).await;
    ok(&chair.get(&page).await);
    let id = page.rsplit('/').next().unwrap();
    let log = auditor.get(&format!("/can-bo/so-truy-cap?what=account/{id}")).await;
    says(&log, StatusCode::OK, "Lê Ví Dụ");
    assert_eq!(log.body.matches("<tr role=\"row\"><td").count(), 1, "{}", log.body);
    let none = auditor.get("/can-bo/so-truy-cap?to=11/02/2026").await;
    says(&none, StatusCode::OK, "Không có lần mở nào");
    let wrong = auditor.get("/can-bo/so-truy-cap?from=31/02/2026").await;
    says(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "Ngày không có trong lịch");
    let may: Vec<Post> = accounts::permissions::who_may(Act::AUDIT_ACCESS).collect();
    assert_eq!(may, [Post::Auditor]);
}

async fn closing_and_erasing(house: &House, chair: &mut Browser, clerk_page: &str) {
    let erase = format!("{clerk_page}/xoa-ten");
    let early = chair.post_from(clerk_page, &erase, &[]).await;
    says(&early, StatusCode::CONFLICT, "Đóng tài khoản trước");
    let closed = chair.post_from(clerk_page, &format!("{clerk_page}/dong"), &[]).await;
    goes(&closed, clerk_page);
    let mut clerk = Browser::new(house);
    let wrong = enter(&mut clerk, "thu.tran", OTHER).await;
    says(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "đăng nhập hoặc mật khẩu không đúng");
    goes(&chair.post_from(clerk_page, &erase, &[]).await, clerk_page);
    let page = chair.get(clerk_page).await;
    says(&page, StatusCode::OK, "(đã xóa tên)");
    assert!(!page.body.contains("Trần Thị Thử"));
    // The login is free again, for a successor.
    let (_, other, _) = colleague(house, chair, "Trần Văn Mẫu", "thu.tran", Post::Handler).await;
    assert_ne!(other, clerk_page);
}
