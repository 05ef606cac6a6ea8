//! The face as a browser meets it: one small site, asked through HTTP.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, extract::Query};
use kernel::{Chance, Refusal};
use tower::ServiceExt;
use web::{
    Book, Door, Doors, Face, FormState, Issuer, Lang, Page, PageError, Posted, SEAL_FIELD, Scheme,
    Setting, SignedIn, Visit,
};

const MORE_VI: &str = "refusal-too-late = Đã quá { $days } ngày.\n\
                       refusal-too-late-next = Ông/bà gửi giấy tờ chứng minh.";
const MORE_EN: &str = "refusal-too-late = More than { $days } days.\n\
                       refusal-too-late-next = Send proof.";

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"{% extends "base.html" %}{% block main %}
{% let f = page.form(form) %}{{ f.errors() }}{{ f.post("/gui") }}
{{ f.words("words", page.t("send")) }}{{ f.text("phone", page.t("send")).tel() }}
</form>{% endblock %}"#
)]
struct FormPage<'a> {
    page: &'a Page,
    form: &'a FormState,
}

async fn open(page: Page) -> Response {
    let page = page.titled("send");
    page.show(&FormPage { page: &page, form: &FormState::new() })
}

async fn send(posted: Posted) -> Result<Response, PageError> {
    let Posted { page, mut form } = posted;
    let (words, phone) = (form.required("words", 40), form.maybe_phone("phone"));
    if form.is_wrong() {
        let page = page.titled("send").redisplay(&form);
        return Ok(page.show(&FormPage { page: &page, form: &form }));
    }
    Ok(format!("{} {}", words.unwrap_or_default(), phone.unwrap_or_default()).into_response())
}

async fn refuse() -> Result<Response, PageError> {
    let refusal = Refusal::conflict("too-late").with("days", 90).ground("khoản 6 Điều 11");
    Err(refusal.into())
}

fn issuer() -> Issuer {
    Issuer {
        above: "Thành phố Đà Nẵng".into(),
        name: "Xã Thăng Trường".into(),
        office: "Ủy ban nhân dân xã Thăng Trường".into(),
        phone: "0000 000 000".into(),
        ..Issuer::default()
    }
}

fn site() -> Router {
    let book = Book::builder().add(Lang::Vi, MORE_VI).add(Lang::En, MORE_EN).build().unwrap();
    assert_eq!(book.gaps(), Vec::<String>::new());
    let doors =
        vec![Door { key: "door-know", href: "/gui" }, Door { key: "door-act", href: "/lam" }];
    let more = vec![Door { key: "filter", href: "/so" }, Door { key: "send", href: "/can-bo" }];
    let office_more = vec![Doors { key: "door-act", doors: more }];
    let office_doors = vec![Door { key: "door-know", href: "/hom-nay" }];
    let setting =
        Setting { issuer: issuer(), demo: true, doors, office_doors, ..Setting::default() };
    let setting = Setting { office_more, ..setting };
    let face = Face::new(book, setting, [3; 32], Chance::seeded(1));
    assert_eq!(face.mark().as_deref(), Some("MÔ PHỎNG / SIMULATED"));
    let routes = web::routes()
        .route("/gui", get(open).post(send))
        .route("/tu-choi", get(refuse))
        .route("/api/v1/refused", get(refuse))
        .route("/api/v1/bug", get(async || PageError::bug("the pump is on fire")))
        .route("/hong", get(async || -> String { panic!("a hole in the roof") }))
        .route("/can-bo", get(officer))
        .route(
            "/so",
            get(async |Query(q): Query<std::collections::HashMap<String, u8>>| format!("{q:?}")),
        )
        .route(
            "/gui-xong",
            post(async |posted: Posted| format!("{:?}", posted.form.fields().files())),
        );
    web::layer(routes, face)
}

async fn officer(visit: axum::Extension<Visit>, page: Page) -> Response {
    let who =
        SignedIn { name: "Lê Thử".into(), post: "tiếp dân".into(), session: "s1".into() };
    visit.sign_in(who);
    let page = page.office().titled("filter");
    page.show(&FormPage { page: &page, form: &FormState::new() })
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

async fn ask(request: Request<Body>) -> Answer {
    let response = site().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 1 << 26).await.unwrap();
    Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

async fn get_page(path: &str, cookies: &str) -> Answer {
    let request = Request::get(path).header(header::COOKIE, cookies);
    ask(request.body(Body::empty()).unwrap()).await
}

async fn send_form(cookies: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post("/gui")
        .header(header::COOKIE, cookies)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    ask(request.body(body.into()).unwrap()).await
}

/// A visitor who has opened the form: cookie and seal.
async fn visitor() -> (String, String) {
    let page = get_page("/gui", "").await;
    let cookie = page.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
    (cookie, seal_in(&page.body))
}

fn seal_in(body: &str) -> String {
    let (_, rest) = body.split_once(&format!("name=\"{SEAL_FIELD}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_shell_says_whose_page_it_is() {
    let page = get_page("/gui", "").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "<html lang=\"vi\">",
        "<title>Gửi. Xã Thăng Trường</title>",
        "Trang mẫu: người, vụ việc và số liệu",
        "<a href=\"/gui\" aria-current=\"page\">Dân biết</a>",
        "Điện thoại: 0000 000 000",
    ] {
        assert!(page.has(text), "{text}\n{}", page.body);
    }
    assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("style-src 'self'"));
    assert!(!page.has(" style="), "a style attribute would be refused by the policy");
    assert!(!page.has("<script"), "residents' pages need no script");
}

#[tokio::test]
async fn what_a_demonstration_prints_says_so() {
    let page = get_page("/gui", "").await;
    assert!(page.has("<p class=\"game\" aria-hidden=\"true\">MÔ PHỎNG / SIMULATED</p>"));
    let book = Book::builder().build().unwrap();
    let real = Face::new(book, Setting::default(), [3; 32], Chance::seeded(1));
    assert_eq!(real.mark(), None);
}

#[tokio::test]
async fn doors_of_the_menu_stand_under_headings_and_the_open_one_marks_it() {
    let page = get_page("/can-bo", "").await;
    for text in [
        "<a href=\"/hom-nay\">Dân biết</a>",
        "<summary aria-current=\"true\">Mục khác</summary>",
        "<p id=\"door-act\">Dân làm</p>",
        "<a href=\"/can-bo\" aria-current=\"page\">",
    ] {
        assert!(page.has(text), "{text}\n{}", page.body);
    }
    assert!(!get_page("/gui", "").await.has("Mục khác"), "residents have few doors");
}

#[tokio::test]
async fn a_first_visit_is_light() {
    let page = get_page("/gui", "").await;
    let all = page.body.len() + web::assets::style_sheet().len();
    assert!(all < 60 * 1024, "{all} bytes");
    assert!(page.body.len() < 8 * 1024, "the shell alone: {} bytes", page.body.len());
}

#[tokio::test]
async fn language_and_ground_are_the_readers_choice() {
    let page = get_page("/gui", "dantin-lang=en; dantin-scheme=dark").await;
    assert!(page.has("<html lang=\"en\" data-scheme=\"dark\">"), "{}", page.body);
    let switched = get_page("/giao-dien?lang=en&ve=%2Fgui%3Fa%3D1", "").await;
    assert_eq!(switched.status, StatusCode::SEE_OTHER);
    assert_eq!(switched.header(header::LOCATION), "/gui?a=1");
    assert!(switched.header(header::SET_COOKIE).starts_with("dantin-lang=en;"));
    let astray = get_page("/giao-dien?lang=en&ve=%2F%2Fevil.example", "").await;
    assert_eq!(astray.header(header::LOCATION), "/");
    let strange = get_page("/gui", "dantin-lang=fr; dantin-scheme=\"><script>").await;
    assert!(strange.has("<html lang=\"vi\">"));
}

#[tokio::test]
async fn a_form_comes_back_with_its_faults_and_nothing_lost() {
    let (cookie, seal) = visitor().await;
    let typed = "words=M%C6%B0%C6%A1ng+%3Cb%3E&phone=090+000+123";
    let page = send_form(&cookie, format!("{SEAL_FIELD}={seal}&{typed}")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "<title>Lỗi: Gửi. Xã Thăng Trường</title>",
        "Còn 1 chỗ cần sửa",
        "<a href=\"#phone\">Số điện thoại còn thiếu 1 chữ số.</a>",
        "Mương &#60;b&#62;</textarea>",
        "value=\"090 000 123\"",
        "aria-describedby=\"phone-fault\" aria-invalid=\"true\"",
    ] {
        assert!(page.has(text), "{text}\n{}", page.body);
    }
    let good = send_form(&cookie, format!("{SEAL_FIELD}={seal}&words=a&phone=0900000118")).await;
    assert_eq!((good.status, good.body.as_str()), (StatusCode::OK, "a 0900000118"));
}

#[tokio::test]
async fn a_megabyte_of_words_gets_an_answer_beside_its_field() {
    let (cookie, seal) = visitor().await;
    let long = "%E1%BB%AF".repeat(400_000);
    let page = send_form(&cookie, format!("{SEAL_FIELD}={seal}&words={long}")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("Ông/bà bớt 399.960 chữ cái"));
    assert!(page.has(&"ữ".repeat(400_000)), "what was typed is kept");
    let huge = send_form(&cookie, vec![b'a'; 5 << 20]).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.has("Một lần gửi tối đa 4 MB"), "{}", huge.body);
}

#[tokio::test]
async fn a_forged_form_is_not_taken_and_its_words_are_kept() {
    let (cookie, seal) = visitor().await;
    let other = format!("dantin-visitor={}", "0".repeat(32));
    for (cookies, sealed) in
        [("", seal.as_str()), (other.as_str(), seal.as_str()), (&cookie, ""), (&cookie, "00")]
    {
        let body = format!("{SEAL_FIELD}={sealed}&words=%3Cscript%3E&password=hush");
        let page = send_form(cookies, body).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.has("Xin ông/bà gửi lại một lần nữa"));
        assert!(page.has("name=\"words\" value=\"&#60;script&#62;\""), "{}", page.body);
        assert!(!page.has("hush"), "a secret is not written into a page");
    }
}

#[tokio::test]
async fn sending_again_from_the_page_that_asks_for_it_works() {
    let page = send_form("", "words=xin+ch%C3%A0o").await;
    let cookie = page.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
    let again = format!("{SEAL_FIELD}={}&words=xin+ch%C3%A0o", seal_in(&page.body));
    assert_eq!(send_form(&cookie, again).await.body, "xin chào ");
}

#[tokio::test]
async fn another_sites_form_is_refused_outright() {
    let (cookie, seal) = visitor().await;
    let request = Request::post("/gui")
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let page = ask(request.body(format!("{SEAL_FIELD}={seal}&words=a").into()).unwrap()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.has("Không nhận nội dung từ trang khác") && !page.has("Gửi lại"));
}

#[tokio::test]
async fn files_arrive_as_they_are() {
    let (cookie, seal) = visitor().await;
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"{SEAL_FIELD}\"\r\n\r\n{seal}\r\n\
         --x\r\ncontent-disposition: form-data; name=\"anh\"; filename=\"a.pdf\"\r\n\
         content-type: application/pdf\r\n\r\n%PDF\r\n--x--\r\n"
    );
    let request = Request::post("/gui-xong")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let answer = ask(request.body(body.into()).unwrap()).await;
    assert!(
        answer.has("file_name: \"a.pdf\"") && answer.has("[37, 80, 68, 70]"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_refusal_has_its_ground_and_its_next_step() {
    let page = get_page("/tu-choi", "").await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    for text in ["Đã quá 90 ngày.", "Căn cứ: khoản 6 Điều 11", "Ông/bà gửi giấy tờ chứng minh."]
    {
        assert!(page.has(text), "{text}\n{}", page.body);
    }
    let problem = get_page("/api/v1/refused", "dantin-lang=en").await;
    assert_eq!(problem.header(header::CONTENT_TYPE), "application/problem+json");
    let json: serde_json::Value = serde_json::from_str(&problem.body).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "type": "about:blank", "title": "This cannot be done yet", "status": 409,
            "code": "too-late", "detail": "More than 90 days.", "article": "khoản 6 Điều 11",
            "next": "Send proof.",
        })
    );
}

#[tokio::test]
async fn a_fault_of_ours_shows_a_number_and_nothing_else() {
    let page = get_page("/hong", "").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.has("Số sự cố ") && !page.has("hole in the roof"), "{}", page.body);
    let problem = get_page("/api/v1/bug", "").await;
    assert!(problem.has("\"incident\":") && !problem.has("pump"), "{}", problem.body);
}

#[tokio::test]
async fn bare_errors_are_worded_too() {
    let nowhere = get_page("/khong-co", "").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(
        nowhere.has("Không có trang này")
            && nowhere.has("<meta name=\"robots\" content=\"noindex\">")
    );
    let unread = get_page("/so?n=abc", "").await;
    assert_eq!(unread.status, StatusCode::BAD_REQUEST);
    assert!(unread.has("Không đọc được nội dung gửi lên"), "{}", unread.body);
    let request = Request::delete("/gui").body(Body::empty()).unwrap();
    let method = ask(request).await;
    assert_eq!(
        (method.status, method.header(header::ALLOW)),
        (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD,POST")
    );
}

#[tokio::test]
async fn an_officers_page_is_never_kept_by_the_browser() {
    let page = get_page("/can-bo", "").await;
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    assert!(page.has("<body class=\"office\">") && page.has("Lê Thử, tiếp dân"));
    assert!(page.has("keys.js") && !get_page("/can-bo", "dantin-keys=off").await.has("keys.js"));
    assert!(!page.headers.contains_key(header::SET_COOKIE), "the session seals the form");
}

#[tokio::test]
async fn a_style_sheet_is_fetched_once() {
    let href = web::assets::href("dantin.css");
    let plain = get_page(href, "").await;
    assert!(plain.header(header::CACHE_CONTROL).contains("immutable"));
    let etag = plain.header(header::ETAG).to_owned();
    let request = Request::get(href).header(header::IF_NONE_MATCH, etag).body(Body::empty());
    assert_eq!(ask(request.unwrap()).await.status, StatusCode::NOT_MODIFIED);
    let request =
        Request::get(href).header(header::ACCEPT_ENCODING, "br, gzip").body(Body::empty());
    let small = ask(request.unwrap()).await;
    assert_eq!(small.header(header::CONTENT_ENCODING), "gzip");
    let stale = get_page("/assets/000000000000/dantin.css", "").await;
    assert_eq!(stale.header(header::LOCATION), href);
}

#[tokio::test]
async fn every_part_has_a_sample_in_every_view() {
    for lang in Lang::ALL {
        for scheme in Scheme::ALL {
            for office in ["", "&office=1"] {
                let path =
                    format!("/styleguide?lang={}&scheme={}{office}", lang.code(), scheme.code());
                let page = get_page(&path, "").await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                assert!(!page.has("[sg-") && !page.has("style=\""), "{path}");
                assert_eq!(ids_twice(&page.body), Vec::<&str>::new(), "{path}");
            }
        }
    }
}

/// A control that is added and not shown is one that nobody looks at.
#[test]
fn every_control_stands_in_the_guide() {
    let (form, _) =
        include_str!("../src/form/show.rs").split_once("/// One labelled field").unwrap();
    let shown = [
        include_str!("../templates/styleguide/form.html"),
        include_str!("../templates/styleguide/table.html"),
    ]
    .concat();
    let made = form.split("pub fn ").skip(1).filter_map(|rest| rest.split_once('('));
    let made = made.filter(|(_, rest)| {
        let head = rest.split('{').next().unwrap_or_default();
        head.contains("-> Control") || head.contains("-> Choice")
    });
    let mut calls: Vec<String> = made.map(|(name, _)| format!("f.{name}(")).collect();
    assert!(calls.len() > 6, "{calls:?}");
    let kinds = ["tel", "email", "digits", "search", "password", "optional", "option_more"];
    calls.extend(kinds.map(|kind| format!(").{kind}(")));
    for call in calls {
        assert!(shown.contains(&call), "the guide has no {call}…)");
    }
}

/// Ids that stand twice in a page, which would break labels and links.
fn ids_twice(body: &str) -> Vec<&str> {
    let ids = body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut seen = std::collections::BTreeSet::new();
    ids.filter(|id| !seen.insert(*id)).collect()
}
