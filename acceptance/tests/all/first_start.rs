//! The first start of the real program: link, page, unit and first account, second factor.

use acceptance::Browser;
use acceptance::house::PASSWORD;
use acceptance::program::Ground;
use accounts::Access;
use accounts::totp::Factor;
use kernel::Clock;
use testkit::engines;

#[tokio::test]
async fn a_link_opens_the_house_once() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let served = ground.serve();
        let (_, link) = served.ready.trim().rsplit_once("first start: http://").unwrap();
        let link = link[link.find('/').unwrap()..].to_owned();
        let mut first = served.visitor();
        first.get("/dang-nhap").await.says(200, "Trang này chưa được mở");
        nothing_falls_over(&mut first).await;
        first.get("/bat-dau/0123456789abcdef").await.says(404, "không còn dùng được");
        first.get(&format!("{link}?q=xa+binh+sa")).await.says(200, "?unit=20836");
        let page = format!("{link}?unit=20836");
        let mut typed = [
            ("unit", "20836"),
            ("name", "Lê Ví Dụ"),
            ("login", "vi.du"),
            ("password", "ngắn"),
            ("password-again", "ngắn"),
        ];
        first.fill(&page, &typed).await.says(422, "Lê Ví Dụ");
        (typed[3].1, typed[4].1) = (PASSWORD, PASSWORD);
        first.fill(&page, &typed).await.goes("/dang-nhap/lap-ma");
        let set_up = first.get("/dang-nhap/lap-ma").await;
        let factor = Factor::read(&set_up.between("<p class=\"f\">", "</p>")).unwrap();
        let code = factor.code(Clock::System.now());
        let form = set_up.form("/dang-nhap/lap-ma", &[("code", &code)]);
        assert_eq!(first.post("/dang-nhap/lap-ma", &form).await.status, 303);
        first.get("/can-bo/hom-nay").await.says(200, "Xã Thăng Trường");
        first.get("/can-bo/tai-khoan").await.says(200, "Lê Ví Dụ");
        served.visitor().get(&link).await.says(404, "không còn dùng được");
        assert!(served.stop(), "SIGTERM ends it well");

        let again = ground.serve();
        assert!(!again.ready.contains("first start"), "{}", again.ready);
        again.visitor().get("/").await.says(200, "Xã Thăng Trường");
        assert!(again.stop());
        assert!(ground.run(&["verify", "--json"]).good()["records"].as_u64().unwrap() > 3);
    }
}

/// Every public page of a house that nobody has opened yet says something, and is no fault.
async fn nothing_falls_over(visitor: &mut Browser) {
    let all: Vec<_> = site::slices().iter().flat_map(|slice| (slice.routes)()).collect();
    let public = |(method, path, access): &&site::slices::Route| {
        *method == "GET" && *access == Access::Public && !path.contains('{')
    };
    for (_, path, _) in all.iter().filter(public) {
        let got = visitor.get(path).await;
        assert!(got.status < 500, "{path}: {} {}", got.status, got.body);
    }
}
