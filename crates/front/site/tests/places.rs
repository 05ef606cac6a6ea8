//! The pages of villages and other units through HTTP, on both engines, on the whole site.

use std::sync::Arc;

use accounts::totp::Factor;
use accounts::{App, Held, NewAccount, Person, Post};
use axum::Router;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use jiff::SignedDuration;
use jiff::civil::date;
use kernel::{Actor, Chance, Id};
use site::Settings;
use testkit::browser::{Browser, between};
use testkit::{Place, engines};
use units::local;
use web::{Face, Lang, Page, Setting, Visit};

const UNIT: &str = "20836";
const PASSWORD: &str = "bốn con trâu qua sông";
const OK: StatusCode = StatusCode::OK;
const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;

struct House {
    place: Place,
    app: Arc<App>,
    router: Router,
    chair: Id,
}

async fn house(engine: store::Engine, unit: &str) -> House {
    let place = Place::new(engine);
    let store = place.open(site::schema()).await.unwrap();
    let site = site::open(store, &Settings::default()).await.unwrap();
    let person = person("Lê Ví Dụ", "vi.du");
    let chair = site.app.open_instance(unit, true, person, PASSWORD).await.unwrap();
    House { place, app: site.app, router: site.router, chair }
}

fn person(name: &str, login: &str) -> Person {
    Person { name: name.into(), login: login.into(), ..Person::default() }
}

impl House {
    async fn officer(&self, login: &str, post: Post) -> Browser {
        let held = Held { post, unit: UNIT.into(), from: date(2026, 1, 5), until: None };
        let new = NewAccount { person: person("Võ Minh Họa", login), posts: vec![held] };
        let account = self.app.open_account(&Actor::Account(self.chair), new).await.unwrap();
        let actor = Actor::Account(account);
        self.app.set_password(&actor, account, PASSWORD, false, "").await.unwrap();
        self.sign_in(login).await
    }

    async fn sign_in(&self, login: &str) -> Browser {
        let mut browser = Browser::new(&self.router);
        let typed = [("login", login), ("password", PASSWORD)];
        let entered = browser.fill("/dang-nhap", &typed).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
        let page = browser.get("/dang-nhap/lap-ma").await;
        let factor = Factor::read(&between(&page.body, "<p class=\"f\">", "</p>")).unwrap();
        let now = self.place.clock.now();
        let code = factor.code(now);
        let done = browser.fill("/dang-nhap/lap-ma", &[("code", &code)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        self.place.clock.set(now + SignedDuration::from_secs(60));
        browser
    }
}

const LIST: &str = "/can-bo/don-vi";

#[tokio::test]
async fn an_operator_adds_renames_and_ends_villages() {
    for engine in engines() {
        let house = house(engine, UNIT).await;
        let mut chair = house.sign_in("vi.du").await;
        chair.get(LIST).await.says(OK, "Chưa có đơn vị nào").says(OK, "của xã Thăng Trường");
        let lines = "Thôn Gò Dài\r\n\r\n  Thôn Bến <Cồn> \r\nThôn 10\nThôn 2";
        let add = |lines| [("kind", "village"), ("name", lines), ("from", "05/01/2026")];
        let added = chair.post_from(LIST, LIST, &add(lines)).await;
        added.goes("/can-bo/don-vi?unit=20836&them=4");
        let list = chair.get(&added.location).await;
        list.says(OK, "Đã thêm 4 đơn vị").says(OK, "Thôn Bến &#60;Cồn&#62;").says(OK, "20836-04");
        let at = |name: &str| list.body.find(name).unwrap();
        assert!(at("Thôn 2") < at("Thôn 10") && at("Thôn 10") < at("Thôn Bến"));

        // What is wrong stays in the form, and nothing is recorded.
        let wrong = chair.post_from(LIST, LIST, &add("Thôn Mới\nthon go dai")).await;
        wrong.says(WRONG, "Đã có Thôn Gò Dài").says(WRONG, "Thôn Mới\nthon go dai");
        let nothing = [("kind", "hamlet"), ("name", " \n"), ("from", "32/01/2026")];
        chair
            .post_from(LIST, LIST, &nothing)
            .await
            .says(WRONG, "Cần ghi tên")
            .says(WRONG, "không có trong");
        assert_eq!(local::under(&house.app.store, UNIT).await.unwrap().len(), 4);

        let page = "/can-bo/don-vi/20836-03";
        let (rename, end) = (format!("{page}/ten"), format!("{page}/thoi"));
        let early = [("name", "Thôn Ba"), ("from", "04/01/2026")];
        chair.post_from(page, &rename, &early).await.says(WRONG, "Tên hiện nay có từ 05/01/2026");
        let name = [("name", "Thôn Ba"), ("from", "01/02/2026")];
        chair.post_from(page, &rename, &name).await.goes(page);
        chair.get(page).await.says(OK, "<h1>Thôn Ba</h1>").says(OK, "Thôn 10");
        let lost = [("on", "12/02/2026"), ("into", "20836-99")];
        chair.post_from(page, &end, &lost).await.says(WRONG, "20836-99").says(WRONG, "Thôn Ba");
        let into = [("on", "12/02/2026"), ("into", "20836-01"), ("into", "20836-04")];
        chair.post_from(page, &end, &into).await.goes(page);
        let ended = chair.get(page).await;
        ended.says(OK, "chấm dứt từ 12/02/2026").says(OK, "Nhập vào").never("Đổi tên");
        chair.get("/can-bo/don-vi/20836-01").await.says(OK, "Hình thành từ").says(OK, "Thôn Ba");
        let again = chair.post_from("/can-bo/don-vi", &end, &into).await;
        again.says(StatusCode::CONFLICT, "đã được ghi là chấm dứt từ 12/02/2026");
        chair.get("/can-bo/don-vi/20836-99").await.says(StatusCode::NOT_FOUND, "");
        house.app.store.verify().await.unwrap();
        house.app.store.close().await;
    }
}

#[tokio::test]
async fn all_officers_read_and_some_change() {
    let house = house(store::Engine::Sqlite, UNIT).await;
    let mut chair = house.sign_in("vi.du").await;
    let one = [("kind", "office"), ("name", "Phòng Kinh tế"), ("from", "05/01/2026")];
    assert_eq!(chair.post_from(LIST, LIST, &one).await.status, StatusCode::SEE_OTHER);
    let mut handler = house.officer("hoa.vo", Post::Handler).await;
    handler.get(LIST).await.says(OK, "Phòng Kinh tế").never("<textarea");
    let page = "/can-bo/don-vi/20836-01";
    handler.get(page).await.says(OK, "Phòng, văn phòng").never("Ghi chấm dứt hoạt động");
    handler.post_from(LIST, LIST, &one).await.says(FORBIDDEN, "Không đủ quyền");
    for act in ["ten", "thoi"] {
        let action = format!("{page}/{act}");
        handler.post_from(page, &action, &one).await.says(FORBIDDEN, "Không đủ quyền");
    }
    let mut nobody = Browser::new(&house.router);
    let sent = nobody.get(LIST).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(sent.location.starts_with("/dang-nhap?"), "{}", sent.location);
    let elsewhere = chair.get("/can-bo/don-vi?unit=00004").await;
    assert_eq!(elsewhere.status, WRONG, "a unit that this installation does not serve");
}

#[tokio::test]
async fn a_province_chooses_the_commune() {
    let house = house(store::Engine::Sqlite, "48").await;
    let mut chair = house.sign_in("vi.du").await;
    chair.get(LIST).await.says(OK, "của thành phố Đà Nẵng").says(OK, "value=\"20836\"");
    let village = [("unit", UNIT), ("kind", "village"), ("name", "Thôn 1"), ("from", "05/01/2026")];
    chair.post_from(LIST, LIST, &village).await.goes("/can-bo/don-vi?unit=20836&them=1");
    chair.get("/can-bo/don-vi?unit=20836").await.says(OK, "Thôn 1");
    chair.get(LIST).await.never("Thôn 1<");
}

#[test]
fn every_sample_renders_in_both_languages() {
    for lang in Lang::ALL {
        let face = Face::new(site::book().unwrap(), Setting::default(), [1; 32], Chance::seeded(1));
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("dantin-lang={}", lang.code()).parse().unwrap());
        let visit = Visit::read(&face, &Method::GET, &Uri::from_static("/"), &headers);
        let samples = site::places::samples(&Page::new(visit));
        assert_eq!(samples.len(), 4);
        for sample in samples {
            let html = sample.html.as_str();
            assert!(html.contains("</html>"), "{} is not a whole page", sample.name);
            assert!(!html.contains('['), "{}: words are missing: {html}", sample.name);
        }
    }
}
