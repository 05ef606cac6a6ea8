//! A resident's telephone: photographs and papers, a point on the map, adding, contesting, taking
//! back, and what every standing says to its asker.

use acceptance::house::{PROVINCE, UNIT};
use acceptance::{Browser, House, Page};
use accounts::Post;
use kernel::Actor;
use petitions::desk::Part;
use petitions::kind::{Kind, Same};
use store::Engine;
use store::vault::Opened;
use testkit::engines;
use testkit::photo::{SMALL, TOLD, photo};
use units::outline;

use super::steps::{self, FILE};

const WORDS: &str = "Mương bị lấp, nước tràn vào sân.";
const WHAT: [(&str, &str); 3] = [("go", "2"), ("kind", "feedback"), ("matter", "water")];

/// The second step, with the first one done.
async fn second(asker: &mut Browser) -> Page {
    let first = asker.get(FILE).await;
    asker.send_form(&first, FILE, &WHAT).await
}

/// Sends the second step with files.
async fn attach(asker: &mut Browser, page: &Page, go: &str, files: &[(&str, &[u8])]) -> Page {
    let typed = [("go", go), ("words", WORDS), ("answer", "oneself")];
    asker.post_files(FILE, &page.form(FILE, &typed), files).await
}

/// Files feedback with these files; its receipt.
async fn filed(asker: &mut Browser, files: &[(&str, &[u8])]) -> Page {
    let page = second(asker).await;
    let review = attach(asker, &page, "3", files).await;
    review.says(200, "Xem lại trước khi gửi");
    steps::send(asker, &review).await
}

fn has(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

fn pdf(object: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj {object} endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
        .into()
}

#[tokio::test]
async fn a_photograph_goes_along_and_only_asker_and_office_open_it() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let (camera, paper) = (photo(SMALL), pdf("<</Type/Catalog>>"));
        let page = second(&mut asker).await;
        page.says(200, "enctype=\"multipart/form-data\"").says(200, "Nhiều nhất 5 tệp");
        page.says(200, "không quá 10 MB");
        let files: [(&str, &[u8]); 2] = [("IMG_0417.JPG", &camera), ("so-do.pdf", &paper)];
        let review = attach(&mut asker, &page, "3", &files).await;
        review.says(200, "2 tệp");
        // Back, and on again with the same files still chosen: they are the same files.
        let again = attach(&mut asker, &page, "3", &files).await;
        again.says(200, "2 tệp");
        assert_eq!(house.number("SELECT COUNT(*) FROM petition_drafts").await, 2);
        waiting_files_are_closed(&house).await;
        let receipt = steps::send(&mut asker, &again).await;
        receipt.says(201, "2 tệp").never(&["IMG_0417", "so-do"]);
        assert_eq!(house.number("SELECT COUNT(*) FROM petition_drafts").await, 0);
        let code = steps::code(&receipt);

        let own = format!("/don/{code}/cua-toi");
        asker.get(&own).await.says(200, &format!("{own}/tep/1")).says(200, "Giấy tờ 2 (PDF)");
        opens_as_a_picture(&mut asker, &format!("{own}/tep/1"), &code).await;
        let saved = asker.get(&format!("{own}/tep/2")).await;
        let way = format!("attachment; filename=\"{code}-2.pdf\"");
        assert_eq!(saved.header("content-disposition"), Some(way.as_str()));
        assert_eq!(asker.get(&format!("{own}/tep/3")).await.status, 404);
        assert_eq!(asker.get(&format!("{own}/tep/0")).await.status, 404);
        let stranger = house.visitor().get(&format!("{own}/tep/1")).await;
        stranger.goes(&format!("/don?ma={code}&mo=1"));
        house.visitor().get(&format!("/don/{code}")).await.never(&["/tep/", "2 tệp"]);
        officers_open_it_and_it_is_logged(&house, &code).await;
        house.end().await;
    }
}

/// Without the form's key nobody opens what waits, whatever keys of the house they have.
async fn waiting_files_are_closed(house: &House) {
    let rows = house.store().rows("SELECT id, sealed FROM petition_drafts", Vec::new()).await;
    for row in rows.expect("the statement runs") {
        let (id, sealed) = (row.parse(0).unwrap(), row.bytes(1).unwrap());
        assert!(!has(&sealed, "JFIF") && !has(&sealed, "%PDF"));
        let other = "00".repeat(16);
        assert!(house.store().open_apart(other.as_bytes(), id, &sealed).is_err());
    }
}

async fn opens_as_a_picture(who: &mut Browser, path: &str, code: &str) {
    let shown = who.get(path).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    for (header, value) in [
        ("content-type", "image/jpeg"),
        ("content-disposition", format!("inline; filename=\"{code}-1.jpg\"").as_str()),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(shown.header(header), Some(value), "{header}");
    }
    assert!(!has(&shown.answer.body, TOLD), "what the camera wrote is gone");
    assert!(has(&shown.answer.body, "Exif"), "which way is up is not");
}

async fn officers_open_it_and_it_is_logged(house: &House, code: &str) {
    let login = format!("mo.{}", house.app.store.engine());
    let (_, mut handler) = house.officer("Trần Thị Thử", &login, Post::Handler).await;
    let (_, mut auditor) =
        house.officer("Phạm Kiểm Thử", &format!("kt.{login}"), Post::Auditor).await;
    let case = format!("/can-bo/don/{code}");
    let page = handler.get(&case).await;
    page.says(200, "Mở tệp nào cũng ghi vào sổ truy cập").says(200, "Ảnh 1");
    let count = "SELECT COUNT(*) FROM journal WHERE kind = 'access.read'";
    let before = house.number(count).await;
    let open = format!("{case}/tep/1");
    let shown = handler.send_form(&page, &open, &[]).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, Some("image/jpeg")));
    assert_eq!(house.number(count).await, before + 1, "each opening is a fact");
    auditor.get("/can-bo/so-truy-cap").await.says(200, "Ảnh, giấy tờ kèm đơn");
    // A link, which another site may hold, opens nothing.
    handler.get(&open).await.goes(&case);
    assert_eq!(handler.post(&open, &[]).await.status, 403, "nor a form of another page");
    assert_eq!(house.number(count).await, before + 1);
}

#[tokio::test]
async fn a_file_that_is_not_what_it_says_is_refused_and_what_was_typed_stays() {
    let house = House::open(Engine::Sqlite).await;
    let mut asker = house.visitor();
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\x01\0\0\0\x01\0\0\x08\0\0\0\0".to_vec();
    bomb.extend([0; 4]);
    let cut = photo(SMALL)[..120].to_vec();
    let cases: [(&str, &[u8], &str); 9] = [
        ("anh.jpg", b"<html><script>alert(1)</script>", "không phải ảnh JPEG"),
        ("anh.jpg", b"PK\x03\x04 zip", "không phải ảnh JPEG"),
        ("anh.jpg", b"GIF89a PK\x03\x04 a.class", "phim hoặc ảnh động"),
        ("anh.png", b"", "0 byte"),
        ("anh.jpg", &cut, "thiếu phần cuối"),
        ("anh.png", &bomb, "quá nhiều điểm ảnh"),
        ("IMG.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", "Tương thích nhất"),
        ("don.pdf", &pdf("<</S/JavaScript/JS(app.alert(1))>>"), "có chương trình"),
        ("don.pdf", &pdf("<</Encrypt 3 0 R>>"), "mật khẩu"),
    ];
    for (name, bytes, says) in cases {
        let page = second(&mut asker).await;
        let good = photo(SMALL);
        let files: [(&str, &[u8]); 2] = [("tot.jpg", &good), (name, bytes)];
        let told = attach(&mut asker, &page, "3", &files).await;
        told.says(422, says).says(422, WORDS).says(422, "thứ 2");
        told.says(422, "Ảnh 1").never(&["alert(1)"]);
        // What was good is kept, and the letter goes on without the other.
        let review = asker
            .send_form(&told, FILE, &[("go", "3"), ("words", WORDS), ("answer", "oneself")])
            .await;
        review.says(200, "1 tệp");
        house.wait(3600);
    }
    // A name that lies about a sound picture changes nothing: its content decides.
    let sound = photo(SMALL);
    filed(&mut asker, &[("so-do.pdf.exe", &sound)]).await.says(201, "1 tệp");
    house.end().await;
}

#[tokio::test]
async fn too_many_and_too_large_are_said_and_what_was_typed_stays() {
    let house = House::open(Engine::Sqlite).await;
    let mut asker = house.visitor();
    let page = second(&mut asker).await;
    let pictures: Vec<Vec<u8>> = (0..6).map(|n| photo(1_000 + n)).collect();
    let six: Vec<(&str, &[u8])> = pictures.iter().map(|p| ("a.jpg", p.as_slice())).collect();
    let told = attach(&mut asker, &page, "attach", &six).await;
    told.says(422, "Chỉ nhận nhiều nhất 5 tệp").says(422, WORDS).says(422, "Ảnh 5");
    told.never(&["Ảnh 6"]);
    // One is taken off again, and another fits.
    let fewer = asker.send_form(&told, FILE, &[("go", "drop-2"), ("words", WORDS)]).await;
    fewer.says(200, "Ảnh 4").says(200, WORDS).never(&["Ảnh 5"]);
    attach(&mut asker, &fewer, "attach", &six[5..]).await.says(200, "Ảnh 5");

    let mut asker = house.visitor();
    let page = second(&mut asker).await;
    let large = photo(11 << 20);
    let told = attach(&mut asker, &page, "3", &[("lon.jpg", &large)]).await;
    told.says(422, "lớn hơn 10 MB").says(422, WORDS);

    let tiny = photo(SMALL);
    let thousands: Vec<(&str, &[u8])> = (0..10_000).map(|_| ("a.jpg", tiny.as_slice())).collect();
    let told = attach(&mut asker, &page, "3", &thousands).await;
    told.says(422, "Chỉ nhận nhiều nhất 5 tệp").says(422, WORDS);
    assert_eq!(house.number("SELECT COUNT(*) FROM petition_drafts").await, 6);
    house.wait(25 * 3600);
    assert_eq!(
        petitions::drafts::sweep(house.store()).await.unwrap(),
        6,
        "after a day all are gone"
    );
    house.end().await;
}

#[tokio::test]
async fn whoever_attaches_without_end_waits_and_the_disk_does_not_fill() {
    let house = House::open(Engine::Sqlite).await;
    let mut asker = house.visitor();
    let page = second(&mut asker).await;
    let mut told = None;
    for n in 0..30 {
        let picture = photo(500 + n);
        let answer = attach(&mut asker, &page, "attach", &[("a.jpg", &picture)]).await;
        if answer.body.contains("Nhiều tệp đến cùng lúc") {
            told = Some(answer);
            break;
        }
    }
    told.expect("it is slowed down").says(422, WORDS);
    house.end().await;
}

/// An outline of a square around the commune's middle.
async fn draw(house: &House) {
    let text = r#"{"type":"Polygon","coordinates":[[[108.30,15.70],[108.40,15.70],
        [108.40,15.80],[108.30,15.80],[108.30,15.70]]]}"#;
    let drawn = outline::read(text).expect("an outline");
    let actor = Actor::System("operator");
    outline::draw(house.store(), &actor, UNIT, &drawn).await.expect("it is recorded");
}

#[tokio::test]
async fn a_touch_on_the_map_is_exact_for_the_office_and_coarse_for_all() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        second(&mut asker).await.says(200, "Ghi tọa độ, nếu ông/bà có").never(&["type=\"image\""]);
        draw(&house).await;
        let page = second(&mut asker).await;
        page.says(200, "type=\"image\"").says(200, "data:image/svg+xml,");
        assert!(page.header("permissions-policy").unwrap().contains("geolocation=(self)"));
        // What a browser sends when the picture is touched.
        let typed = [("map.x", "160"), ("map.y", "100"), ("words", WORDS), ("answer", "oneself")];
        let touched = asker.send_form(&page, FILE, &typed).await;
        touched.says(200, WORDS);
        let spot = touched.between("name=\"spot\" type=\"text\" class=\"w2\" value=\"", "\"");
        let far = [("go", "3"), ("words", WORDS), ("answer", "oneself"), ("spot", "21.03, 105.85")];
        let refused = asker.send_form(&touched, FILE, &far).await;
        refused.says(422, "ngoài địa bàn").says(422, WORDS);
        let typed = [("go", "3"), ("words", WORDS), ("answer", "oneself"), ("spot", &spot)];
        let review = asker.send_form(&refused, FILE, &typed).await;
        review.says(200, &spot);
        let code = steps::code(&steps::send(&mut asker, &review).await);
        asker.get(&format!("/don/{code}/cua-toi")).await.says(200, &spot);
        let (lat, lon) = spot.split_once(", ").unwrap();
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "ô rộng khoảng 100 m").says(200, &lat[..6]).never(&[lat, lon]);
        let mut leader = house.chair().await;
        // The exact point opens as a person does: by a press that is logged.
        let case = leader.get(&format!("/can-bo/don/{code}")).await;
        case.never(&[lat, lon]);
        let opened = leader.send_form(&case, &format!("/can-bo/don/{code}/nguoi-gui"), &[]).await;
        opened.says(200, &spot);
        let cells = "SELECT COUNT(*) FROM petitions WHERE cell_lat IS NOT NULL";
        assert_eq!(house.number(cells).await, 1);
        house.end().await;
    }
}

#[tokio::test]
async fn the_asker_adds_contests_and_takes_back() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = house.visitor();
        let receipt = steps::feedback(&mut asker, WORDS).await;
        let (code, secret) = (steps::code(&receipt), receipt.secret());
        let own = format!("/don/{code}/cua-toi");
        let page = asker.get(&own).await;
        page.says(200, "Tiếp theo: cán bộ phân loại đơn");
        let add = |page: &Page, words: &str| page.form(&own, &[("go", "add"), ("more", words)]);
        let picture = photo(SMALL);
        let said = add(&page, "Sáng nay lại ngập.");
        let added = asker.post_files(&own, &said, &[("a.jpg", &picture)]).await;
        added.goes(&format!("{own}?noi=add"));
        let page = asker.get(&format!("{own}?noi=add")).await;
        page.says(200, "Sáng nay lại ngập.").says(200, "Ảnh 1").says(200, "Đã nhận phần bổ sung");
        let nothing = asker.post_files(&own, &add(&page, ""), &[]).await;
        nothing.says(422, "viết vài lời hoặc chọn một tệp");
        let wrong = asker.post_files(&own, &add(&page, "Còn nữa."), &[("a.jpg", b"<svg/>")]).await;
        wrong.says(422, "không phải ảnh JPEG").says(422, "Còn nữa.");
        // The pass ran out: what was typed stays, and files must be chosen again. However often
        // they come before the page is open, nobody looks at them and no turn is used up.
        house.wait(3601);
        for _ in 0..25 {
            let odd = [("a.jpg", b"<svg/>".as_slice())];
            let locked = asker.post_files(&own, &add(&page, "Còn nữa."), &odd).await;
            locked.says(422, "Tệp phải chọn lại").never(&["không phải ảnh JPEG"]);
        }
        let locked = asker.post_files(&own, &add(&page, "Còn nữa."), &[("a.jpg", &picture)]).await;
        locked.says(422, "Còn nữa.").says(422, "Tệp phải chọn lại");
        let digits = format!("/don/{}/cua-toi", petitions::code::digits(&code));
        let typed = [("go", "add"), ("more", "Còn nữa."), ("secret", secret.as_str())];
        let fields = locked.form(&digits, &typed);
        asker
            .post_files(&own, &fields, &[("a.jpg", &picture)])
            .await
            .goes(&format!("{own}?noi=add"));
        assert_eq!(steps::read(&house, &code).await.petition.files.len(), 2);

        contested_shows_the_new_date(&house, &mut asker, &code, &own).await;
        taken_back_after_a_second_look(&house, &mut asker, &code, &own).await;
        house.end().await;
    }
}

async fn contested_shows_the_new_date(house: &House, asker: &mut Browser, code: &str, own: &str) {
    let mut leader = house.chair().await;
    steps::step(&mut leader, code, "classify", &[("kind", "feedback"), ("matter", "water")]).await;
    steps::step(&mut leader, code, "accept", &[]).await;
    steps::step(&mut leader, code, "decide", &[("answer", "Sẽ nạo vét.")]).await;
    steps::step(&mut leader, code, "send", &[("by", "oneself")]).await;
    let page = asker.get(own).await;
    page.says(200, "ông/bà chưa nói đã xong hay chưa").never(&["Bổ sung lời kể"]);
    let no = [("go", "judge"), ("solved", "no"), ("rest", "Vẫn ngập.")];
    asker.send_form(&page, own, &no).await.goes(&format!("{own}?noi=judge"));
    let due = steps::read(house, code).await.petition;
    let due = petitions::meaning::pressing(&due, &house.store().laws()).unwrap().unwrap().0;
    let page = asker.get(own).await;
    page.says(200, "Nơi nhận phải trả lời lại, chậm nhất").says(200, "chưa xong, theo lời ông/bà");
    page.says(200, &due.strftime("%d/%m/%Y").to_string()).says(200, "Bổ sung lời kể");
}

async fn taken_back_after_a_second_look(house: &House, asker: &mut Browser, code: &str, own: &str) {
    let page = asker.get(own).await;
    let look = asker.send_form(&page, own, &[("go", "ask-withdraw")]).await;
    look.says(200, "Không ai được ép ông/bà rút đơn");
    assert_eq!(steps::read(house, code).await.petition.state.word(), "contested");
    asker.send_form(&look, own, &[("go", "withdraw")]).await.goes(&format!("{own}?noi=withdraw"));
    let page = asker.get(own).await;
    page.says(200, "Ông/bà đã rút đơn").never(&["Xem việc rút đơn", "Bổ sung lời kể"]);
    house.visitor().get(&format!("/don/{code}")).await.says(200, "Đã rút đơn");
}

#[tokio::test]
async fn a_complaint_is_withdrawn_by_a_signed_request_only() {
    let house = House::open(Engine::Sqlite).await;
    let mut asker = house.visitor();
    let what = [("kind", "complaint"), ("matter", "land")];
    let how =
        [("words", "Đo thiếu."), ("answer", "post"), ("name", "Người Thử"), ("address", "Thôn 1")];
    let review = steps::to_review(&mut asker, &what, &how).await;
    let code = steps::code(&steps::send(&mut asker, &review).await);
    let own = format!("/don/{code}/cua-toi");
    let page = asker.get(&own).await;
    page.says(200, &format!("{own}/rut-don")).never(&["Xem việc rút đơn"]);
    let print = asker.get(&format!("{own}/rut-don")).await;
    print.says(200, "ĐƠN RÚT KHIẾU NẠI").says(200, &code).says(200, "Điều 10 Luật Khiếu nại");
    house.visitor().get(&format!("{own}/rut-don")).await.goes(&format!("/don?ma={code}&mo=1"));
    let forged = asker.send_form(&page, &own, &[("go", "withdraw")]).await;
    assert_eq!(forged.status, 422, "{}", forged.body);
    forged.says(422, "không làm việc ấy được trên trang này");
    assert_eq!(steps::read(&house, &code).await.petition.state.word(), "received");
    house.end().await;
}

#[tokio::test]
async fn split_joined_and_suspended_say_what_comes_next() {
    let house = House::open(Engine::Sqlite).await;
    let mut asker = house.visitor();
    let letter = steps::code(&steps::feedback(&mut asker, "Mương lấp. Đèn hỏng.").await);
    let part = |matter: &str, words: &str| Part {
        kind: Kind::Feedback,
        matter: matter.into(),
        words: words.into(),
    };
    let parts = vec![part("water", "Mương lấp."), part("lighting", "Đèn hỏng.")];
    let read = steps::read(&house, &letter).await;
    let actor = Actor::System("acceptance");
    let made = petitions::desk::split(house.store(), &actor, read, "TT", parts).await.unwrap();
    let own = asker.get(&format!("/don/{letter}/cua-toi")).await;
    own.says(200, "tách thành từng đơn");
    let first = &made[0].received.code;
    let words = own.between(&format!("Đơn {first}</a>: Bốn chữ bí mật <b lang=\"vi\">"), "</b>");
    let mut other = house.visitor();
    let opened = other.fill("/don", &[("code", first), ("secret", &words)]).await;
    opened.goes(&format!("/don/{first}/cua-toi"));

    let lead = steps::code(&steps::feedback(&mut asker, "Cầu sập.").await);
    let chain = steps::code(&steps::feedback(&mut asker, "Cầu sập rồi.").await);
    let read = steps::read(&house, &chain).await;
    let joined = petitions::desk::link(house.store(), &actor, read, &lead, Same::Duplicate).await;
    joined.unwrap();
    let own = asker.get(&format!("/don/{chain}/cua-toi")).await;
    own.says(200, "Việc này đã có đơn trước nên được nhập vào").never(&[&lead]);
    house.end().await;
}

#[tokio::test]
async fn a_second_complaint_is_filed_where_it_is_decided() {
    // A province's pages take it; a commune's say where it goes.
    for (home, link) in [(PROVINCE, true), (UNIT, false)] {
        let house = House::open_for(Engine::Sqlite, home).await;
        let mut asker = house.visitor();
        let what = [("kind", "complaint"), ("matter", "land"), ("unit", UNIT)];
        let how = [
            ("words", "Đo thiếu."),
            ("answer", "post"),
            ("name", "Người Thử"),
            ("address", "Thôn 1"),
        ];
        let review = steps::to_review(&mut asker, &what, &how).await;
        let code = steps::code(&steps::send(&mut asker, &review).await);
        let mut leader = house.chair().await;
        steps::step(&mut leader, &code, "classify", &what[..2]).await;
        steps::step(&mut leader, &code, "accept", &[]).await;
        steps::step(&mut leader, &code, "verify", &[("result", "Đo đủ.")]).await;
        let answer = [("answer", "Giữ nguyên."), ("finding", "wrong")];
        steps::step(&mut leader, &code, "decide", &answer).await;
        steps::step(&mut leader, &code, "send", &[("by", "post")]).await;
        let own = format!("/don/{code}/cua-toi");
        let page = asker.get(&own).await;
        asker.send_form(&page, &own, &[("go", "judge"), ("solved", "no")]).await;
        let page = asker.get(&own).await;
        if !link {
            page.says(200, "gửi Chủ tịch Ủy ban nhân dân thành phố Đà Nẵng");
            house.end().await;
            continue;
        }
        page.says(200, "Viết khiếu nại lần hai");
        let href = format!("/gui-don?{}", page.between("href=\"/gui-don?", "\""));
        let first = asker.get(&href).await;
        let kind =
            [("go", "2"), ("kind", "second_complaint"), ("matter", "land"), ("unit", PROVINCE)];
        let second = asker.send_form(&first, FILE, &kind).await;
        second.says(200, &code);
        let mut how = how.to_vec();
        how.extend([("go", "3"), ("first", code.as_str())]);
        let review = asker.send_form(&second, FILE, &how).await;
        let filed = steps::send(&mut asker, &review).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
        let appealed = steps::read(&house, &code).await.petition.appealed;
        assert_eq!(appealed, Some(steps::code(&filed)));
        house.end().await;
    }
}

#[tokio::test]
async fn an_erased_file_is_gone_for_everybody() {
    let house = House::open(Engine::Sqlite).await;
    let mut asker = house.visitor();
    let picture = photo(SMALL);
    let code = steps::code(&filed(&mut asker, &[("a.jpg", &picture)]).await);
    let read = steps::read(&house, &code).await;
    let item = read.petition.files[0].item.id;
    let actor = Actor::System("acceptance");
    petitions::desk::erase(house.store(), &actor, read, "LBVDLCN 14").await.unwrap();
    let opened = house.store().words(item).await.unwrap().unwrap();
    assert!(matches!(opened, Opened::Erased(_)));
    let gone = asker.get(&format!("/don/{code}/cua-toi/tep/1")).await;
    gone.says(404, "Tệp này đã xóa");
    asker.get(&format!("/don/{code}/cua-toi")).await.never(&["/tep/1"]);
    house.end().await;
}
