//! Conferences with connected points through HTTP: planned, points connected in one act, reports
//! that count once, questions, conclusions that are duties, the notice, what is made known; and
//! what is refused.

use acceptance::house::{PROVINCE, UNIT};
use acceptance::{Browser, House, Page};
use accounts::Post;
use jiff::civil::date;
use kernel::Actor;
use testkit::engines;
use units::local::{self, Kind, NewUnits};

use super::papers;

const OFFICE: &str = "/can-bo/hoi-nghi";

const PLAN: [(&str, &str); 9] = [
    ("title", "Giao ban công tác dân vận quý I"),
    ("kind", "briefing"),
    ("on", "20/03/2026"),
    ("from", "8:00"),
    ("until", "11:30"),
    ("place", "Hội trường tầng 2"),
    ("item1", "Tình hình quý I"),
    ("role1", "chair"),
    ("role2", "office"),
];

fn with<'a>(typed: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = typed.iter().copied();
    let kept = kept.filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more.iter().copied()).collect()
}

/// Plans a conference; its address. The same form twice is one.
pub async fn plan(host: &mut Browser, more: &[(&str, &str)]) -> String {
    let page = host.get(&format!("{OFFICE}/lap")).await;
    let typed = with(&PLAN, more);
    let done = host.send_form(&page, &format!("{OFFICE}/lap"), &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = host.send_form(&page, &format!("{OFFICE}/lap"), &typed).await;
    assert_eq!(again.location, done.location, "the same form is one conference");
    done.location
}

/// Does a step and is back at the conference.
pub async fn step(host: &mut Browser, one: &str, step: &str, typed: &[(&str, &str)]) -> Page {
    let done = host.fill(&format!("{one}/{step}"), typed).await;
    done.goes(&format!("{one}?xong={step}"));
    done
}

const PRESENT: [(&str, &str); 5] =
    [("leaders", "2"), ("officers", "14"), ("front", "5"), ("villages", ""), ("line", "ok")];

/// A report of a point.
async fn report(point: &mut Browser, one: &str, more: &[(&str, &str)]) -> Page {
    point.fill(&format!("{one}/bao-cao"), &with(&PRESENT, more)).await
}

/// A village of the commune: its code.
async fn village(house: &House, name: &str) -> String {
    let (names, from) = (vec![name.to_owned()], date(2026, 1, 1));
    let new = NewUnits { parent: UNIT.into(), kind: Kind::Village, names, from };
    let added = local::add(house.store(), &Actor::System("acceptance"), &new).await;
    added.expect("a village").remove(0)
}

const OWED: [(&str, &str); 3] = [
    ("what", "Rà soát cam kết quá hạn, báo cáo từng việc"),
    ("owner", "thon mau"),
    ("by", "31/03/2026"),
];

#[tokio::test]
async fn a_conference_is_planned_held_concluded_noticed_and_what_it_owes_is_done_late() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let village = village(&house, "Thôn Mẫu").await;
        let (mut host, mut anybody) = (house.chair().await, house.visitor());
        let one = plan(&mut host, &[]).await;
        host.fill(&format!("{one}/open"), &[]).await.says(409, "họp ngày 20/03/2026");
        let lines = [("units", "thăng trường\nthon mau")];
        step(&mut host, &one, "join", &lines).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM conference_points").await, 2);
        host.fill(&format!("{one}/join"), &lines).await.says(422, "đều đã là điểm cầu");
        // A paper goes along; what carries a program does not.
        let page = host.get(&format!("{one}/file")).await;
        let fields = page.form(&format!("{one}/file"), &[("title", "Báo cáo quý I")]);
        let bad = host.post_files(&format!("{one}/file"), &fields, &[("a.exe", b"MZ")]).await;
        bad.says(422, "không phải ảnh").says(422, "Báo cáo quý I");
        let page = host.get(&format!("{one}/file")).await;
        let fields = page.form(&format!("{one}/file"), &[("title", "Báo cáo quý I")]);
        let files = [("bao-cao.pdf", PAPER)];
        let filed = host.post_files(&format!("{one}/file"), &fields, &files).await;
        filed.goes(&format!("{one}?xong=file"));
        let (_, mut clerk) = house.officer("Hồ Thị Giả", "ho.gia", Post::Handler).await;
        clerk.get(&one).await.says(200, "Báo cáo quý I");
        let paper = clerk.get(&format!("{one}/tai-lieu/1")).await;
        assert_eq!((paper.status, paper.header("content-type")), (200, Some("application/pdf")));
        // Before the day a point says whether it takes part; nobody outside sees anything.
        host.get(&format!("{one}/bao-cao")).await.says(200, "báo cáo từ ngày ấy");
        anybody.get("/hoi-nghi").await.never(&["Giao ban công tác"]);
        house.day(date(2026, 3, 20));
        host = house.chair().await;
        clerk = house.sign_in("ho.gia").await;
        confirm(&mut clerk, &one).await;
        step(&mut host, &one, "open", &[]).await;
        let done = report(&mut clerk, &one, &[]).await;
        done.says(201, "Đã ghi báo cáo").says(201, "lần báo cáo thứ 1");
        assert!(done.body.len() < 20_000, "a slow line: {} bytes", done.body.len());
        // The host reports for a point that telephoned; the village's line is lost.
        let by_phone = format!("{one}/bao-cao?diem={village}");
        let lost = host.fill(&by_phone, &with(&PRESENT, &[("line", "lost")])).await;
        lost.says(201, "Đã ghi báo cáo");
        let screen = host.get(&format!("{one}/diem-cau?moi=co")).await;
        screen.says(200, "2 trên 2");
        assert_eq!(screen.header("refresh"), Some("15"), "it asks again by itself");
        host.get(&format!("{one}/diem-cau?loc=lost"))
            .await
            .says(200, "Thôn Mẫu")
            .never(&["Thăng Trường</a>"]);
        host.get(&format!("{one}/diem-cau?q=th%C3%B4n+mau")).await.says(200, "Thôn Mẫu");
        ask_and_answer(&mut clerk, &mut host, &one).await;
        conclude(&house, &mut host, &one).await;
        step(&mut host, &one, "close", &[]).await;
        step(&mut host, &one, "notice", &[("words", "Tập trung cho quý II.")]).await;
        host.fill(&format!("{one}/publish"), &[]).await.goes(&format!("{one}?xong=publish"));
        for (kind, mime) in [("pdf", "application/pdf"), ("docx", "wordprocessingml")] {
            let paper = clerk.get(&format!("{one}/thong-bao/{kind}")).await;
            assert_eq!(paper.status, 200, "{}", paper.body);
            assert!(paper.header("content-type").is_some_and(|kind| kind.contains(mime)));
            said_on_paper(kind, &paper.answer.body);
        }
        // Made known: title, time, the public conclusion; nothing else.
        let public = anybody.get("/hoi-nghi").await;
        public.says(200, "Giao ban công tác dân vận quý I").says(200, "Rà soát cam kết");
        public.never(&["Việc nội bộ", "máy chiếu", "Tình hình quý I"]);
        anybody
            .get("/hoi-nghi.ics")
            .await
            .says(200, "DTSTART;TZID=Asia/Ho_Chi_Minh:20260320T080000");
        late(&house, &one).await;
        house.end().await;
    }
}

/// The notice of conclusions, read back: who owes what by when, and how many were there.
fn said_on_paper(kind: &str, bytes: &[u8]) {
    let text = match kind {
        "pdf" => match papers::read_pdf(bytes) {
            Some(text) => text,
            None => return,
        },
        _ => papers::part(bytes, "word/document.xml"),
    };
    for words in [
        "Giao ban công tác dân vận quý I",
        "với 2 điểm cầu",
        "Tập trung cho quý II.",
        "Giao các đơn vị thực hiện:",
        "Rà soát cam kết quá hạn, báo cáo từng việc; chậm nhất ngày 31/03/2026.",
        "Thôn Mẫu",
    ] {
        assert!(text.contains(words), "{kind}: {words}\nis not in\n{text}");
    }
}

/// The smallest paper there is.
const PAPER: &[u8] = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer<</Root 1 0 R>>\n\
    startxref\n9\n%%EOF\n";

async fn confirm(clerk: &mut Browser, one: &str) {
    let href = format!("{one}/bao-cao");
    let said = clerk.fill(&href, &[("takes", "yes")]).await;
    said.goes(&format!("{href}?diem={UNIT}"));
    clerk.get(&href).await.says(200, "Đã xác nhận dự");
}

/// A point asks twice by one form, which is one question; it is put off, taken again, answered.
async fn ask_and_answer(clerk: &mut Browser, host: &mut Browser, one: &str) {
    let href = format!("{one}/hoi");
    let typed = [("role", "specialist"), ("words", "Thôn Mẫu bao giờ có máy chiếu?")];
    let page = clerk.get(&href).await;
    for _ in 0..2 {
        clerk.send_form(&page, &href, &typed).await.goes(&format!("{one}?xong=ask"));
    }
    let shown = host.get(one).await;
    assert_eq!(shown.body.matches("bao giờ có máy chiếu").count(), 1);
    let asked = shown.between(&format!("{OFFICE}/cau/"), "/");
    let asked = format!("{OFFICE}/cau/{asked}");
    host.fill(&format!("{asked}/defer"), &[("why", "")]).await.says(422, "");
    host.fill(&format!("{asked}/defer"), &[("why", "study")]).await.goes(one);
    host.get(one).await.says(200, "cần xem xét, trả lời bằng văn bản");
    host.fill(&format!("{asked}/take"), &[]).await.goes(one);
    let answer = [("role", "chair"), ("words", "Cấp trong tháng 4.")];
    host.fill(&format!("{asked}/answer"), &answer).await.goes(one);
    host.get(one).await.says(200, "Cấp trong tháng 4.");
    // The point may not answer itself.
    assert_eq!(clerk.get(&format!("{asked}/defer")).await.status, 403);
}

/// A conclusion without unit or day is refused by what is missing; a whole one is a duty.
async fn conclude(house: &House, host: &mut Browser, one: &str) {
    let href = format!("{one}/conclude");
    for (gone, says) in [
        (vec![("owner", "")], "Kết luận còn thiếu: đơn vị thực hiện."),
        (vec![("by", "")], "Kết luận còn thiếu: ngày phải xong."),
        (vec![("owner", ""), ("by", "")], "đơn vị thực hiện và ngày phải xong"),
        (vec![("by", "01/03/2026")], "ở trước ngày họp"),
        (vec![("owner", "thành phố Huế")], "không phải chủ trì, điểm cầu"),
        (vec![("owner", "xã không có")], "Không có đơn vị nào"),
    ] {
        let refused = host.fill(&href, &with(&OWED, &gone)).await;
        refused.says(422, says).says(422, "Rà soát cam kết quá hạn");
    }
    let count = "SELECT COUNT(*) FROM conclusions";
    assert_eq!(house.number(count).await, 0);
    let page = host.get(&href).await;
    for _ in 0..2 {
        let typed = with(&OWED, &[("open_to_all", "1")]);
        host.send_form(&page, &href, &typed).await.goes(&format!("{one}?xong=conclude"));
    }
    let inner = with(&OWED, &[("what", "Việc nội bộ"), ("owner", UNIT), ("by", "20/05/2026")]);
    step(host, one, "conclude", &inner).await;
    assert_eq!(house.number(count).await, 2, "the same form is one conclusion");
    let owed = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'conclusion/%' AND closed_on IS NULL";
    assert_eq!(house.number(owed).await, 2);
    let at_village = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'conclusion/%' \
        AND unit LIKE '20836-%'";
    assert_eq!(house.number(at_village).await, 1, "the named unit owes it");
}

/// What is open comes back on the next agenda; late it is seen above; done late it stays so.
async fn late(house: &House, one: &str) {
    house.day(date(2026, 4, 6));
    let mut host = house.chair().await;
    host.get(&format!("{one}/conclude")).await.says(409, "Lúc này không làm được");
    let next = plan(&mut host, &[("on", "20/04/2026"), ("title", "Giao ban tháng 4")]).await;
    host.get(&next).await.says(200, "Kết luận cũ còn nợ").says(200, "Rà soát cam kết");
    host.get(OFFICE).await.says(200, "trong đó quá hạn 1").says(200, "trễ 6 ngày");
    host.get("/can-bo/viec?tab=unit").await.says(200, "KL-");
    let list = host.get("/can-bo/ket-luan?tab=late").await;
    let work = format!("/can-bo/ket-luan/viec/{}", list.between("/can-bo/ket-luan/viec/", "\""));
    list.says(200, "Thôn Mẫu");
    let done = [("on", "06/04/2026"), ("words", "Đã rà soát đủ, biên bản ở văn phòng.")];
    let ahead = with(&done, &[("on", "07/04/2026")]);
    host.fill(&format!("{work}/finish"), &ahead).await.says(422, "");
    host.fill(&format!("{work}/finish"), &done).await.goes(&work);
    host.get(&work).await.says(200, "Đã xong, nhưng trễ").says(200, "biên bản ở văn phòng");
    house.visitor().get("/hoi-nghi").await.says(200, "Đã xong, nhưng trễ");
    host.get(&next).await.never(&["Rà soát cam kết"]);
    let late = "SELECT COUNT(*) FROM duties WHERE outcome = 'late' AND stream LIKE 'conclusion/%'";
    assert_eq!(house.number(late).await, 1);
}

#[tokio::test]
async fn a_report_sent_twice_or_late_counts_once_and_nothing_newer_is_written_over() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut host = house.chair().await;
        let one = plan(&mut host, &[]).await;
        step(&mut host, &one, "join", &[("units", UNIT)]).await;
        house.day(date(2026, 3, 20));
        host = house.chair().await;
        step(&mut host, &one, "open", &[]).await;
        let (_, mut clerk) = house.officer("Hồ Thị Giả", "ho.gia", Post::Handler).await;
        let href = format!("{one}/bao-cao");
        let count = "SELECT COUNT(*) FROM journal WHERE kind = 'point.reported'";
        let present = "SELECT present FROM conference_reports";
        // The same form in the same moment, and again afterwards.
        let page = clerk.get(&href).await;
        let (mut first, mut second) = (clerk.clone(), clerk.clone());
        let (a, b) = tokio::join!(
            first.send_form(&page, &href, &PRESENT),
            second.send_form(&page, &href, &PRESENT)
        );
        assert_eq!((a.status, b.status), (201, 201), "{}", b.body);
        let again = clerk.send_form(&page, &href, &PRESENT).await;
        again.says(201, "lần này không ghi thêm");
        assert_eq!((house.number(count).await, house.number(present).await), (1, 21));
        let changed = with(&PRESENT, &[("officers", "15")]);
        clerk.send_form(&page, &href, &changed).await.says(409, "đã gửi một lần với số khác");
        // Two devices open the form; one reports, the other had no line and comes back days later.
        let (mine, theirs) = (clerk.get(&href).await, clerk.get(&href).await);
        let more = with(&PRESENT, &[("officers", "20")]);
        clerk.send_form(&mine, &href, &more).await.says(201, "lần báo cáo thứ 2");
        house.day(date(2026, 3, 23));
        clerk = house.sign_in("ho.gia").await;
        let fresh = clerk.get(&href).await;
        let (key, seal) = (theirs.hidden("key"), fresh.hidden("_seal"));
        let late = with(&PRESENT, &[("key", &key), ("seen", "1"), ("_seal", &seal)]);
        let late = with(&late, &[("villages", "9")]);
        let told = clerk.send_form(&fresh, &href, &late).await;
        told.says(409, "báo cáo mới hơn").says(409, "lần báo cáo thứ 2").says(409, "value=\"9\"");
        assert_eq!((house.number(count).await, house.number(present).await), (2, 27));
        // Sent again from there it is a decision of its own, and the last one counts.
        let decided = with(&PRESENT, &[("villages", "9")]);
        clerk.send_form(&told, &href, &decided).await.says(201, "lần báo cáo thứ 3");
        assert_eq!((house.number(count).await, house.number(present).await), (3, 30));
        let odd = with(&PRESENT, &[("officers", "mười")]);
        clerk.fill(&href, &odd).await.says(422, "Xin viết bằng chữ số");
        clerk.fill(&href, &with(&PRESENT, &[("line", "")])).await.says(422, "");
        house.end().await;
    }
}

#[tokio::test]
async fn nobody_finishes_a_conclusion_while_a_part_of_it_is_given_to_another() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let village = village(&house, "Thôn Mẫu").await;
        let mut host = house.chair().await;
        let one = plan(&mut host, &[]).await;
        step(&mut host, &one, "join", &[("units", "thăng trường")]).await;
        house.day(date(2026, 3, 20));
        host = house.chair().await;
        step(&mut host, &one, "open", &[]).await;
        let whole = with(&OWED, &[("owner", UNIT), ("by", "20/05/2026")]);
        step(&mut host, &one, "conclude", &whole).await;
        let list = host.get("/can-bo/ket-luan").await;
        let work = list.between("/can-bo/ket-luan/viec/", "\"");
        let work = format!("/can-bo/ket-luan/viec/{work}");
        let (_, mut other) = house.officer("Hồ Thị Giả", "ho.gia", Post::Reception).await;
        // One has the form open that ends the whole; the other gives a part of it away.
        let (finish, divide) = (format!("{work}/finish"), format!("{work}/divide"));
        let mine = host.get(&finish).await;
        let (first, second) = (other.get(&divide).await, host.get(&divide).await);
        let part = |what: &'static str| {
            [("what", what), ("owner", village.as_str()), ("by", "30/04/2026")]
        };
        other.send_form(&first, &divide, &part("Rà ở thôn Mẫu")).await.goes(&work);
        let done = [("on", "20/03/2026"), ("words", "Đã rà soát đủ.")];
        let told = host.send_form(&mine, &finish, &done).await;
        told.says(409, "Có người vừa ghi thêm").says(409, "Đã rà soát đủ.");
        let again = host.send_form(&told, &finish, &done).await;
        again.says(422, "Đã rà soát đủ.");
        // Two who divide in the same moment do not hinder one another, and a form counts once.
        for _ in 0..2 {
            host.send_form(&second, &divide, &part("Báo cáo thôn Mẫu")).await.goes(&work);
        }
        let parts = "SELECT COUNT(*) FROM conclusions WHERE part_of <> ''";
        assert_eq!(house.number(parts).await, 2);
        let said = "SELECT COUNT(*) FROM journal WHERE kind = 'conclusion.divided'";
        assert_eq!(house.number(said).await, 2);
        let page = host.get(&work).await;
        page.says(200, "Đã giao một phần cho cấp dưới").says(200, "Rà ở thôn Mẫu");
        house.end().await;
    }
}

#[tokio::test]
async fn two_hosts_at_once_the_second_is_told() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut host = house.chair().await;
        let one = plan(&mut host, &[]).await;
        let (_, mut other) = house.officer("Hồ Thị Giả", "ho.gia", Post::Reception).await;
        let href = format!("{one}/join");
        let (mine, theirs) = (host.get(&href).await, other.get(&href).await);
        let typed = [("units", UNIT)];
        host.send_form(&mine, &href, &typed).await.goes(&format!("{one}?xong=join"));
        let told = other.send_form(&theirs, &href, &[("units", "xã Thăng Trường")]).await;
        told.says(409, "Có người vừa ghi thêm").says(409, "xã Thăng Trường");
        assert_eq!(house.number("SELECT COUNT(*) FROM conference_points").await, 1);
        let moved =
            [("on", "25/03/2026"), ("from", "14:00"), ("until", "16:00"), ("why", "papers")];
        step(&mut other, &one, "move", &moved).await;
        host.get(&one).await.says(200, "14:00–16:00").says(200, "Tài liệu chưa xong");
        step(&mut host, &one, "drop", &[("unit", "xa thang truong")]).await;
        host.fill(&format!("{one}/cancel"), &[("why", "")]).await.says(422, "");
        step(&mut host, &one, "cancel", &[("why", "disaster")]).await;
        host.get(&format!("{one}/open")).await.says(409, "Lúc này không làm được");
        house.end().await;
    }
}

#[tokio::test]
async fn all_communes_of_a_province_or_of_the_country_are_points_by_one_fact() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        house.day(date(2026, 3, 20));
        let mut host = house.chair().await;
        let one = plan(&mut host, &[]).await;
        step(&mut host, &one, "join", &[("whole", "below")]).await;
        let points = "SELECT COUNT(*) FROM conference_points";
        let below = house.number(points).await;
        assert!(below > 80, "{below} communes");
        assert_eq!(house.number("SELECT MAX(version) FROM conferences").await, 2, "one fact");
        step(&mut host, &one, "join", &[("whole", "country")]).await;
        let all = house.number(points).await;
        assert!(all > 3_000, "{all} communes");
        assert_eq!(house.number("SELECT MAX(version) FROM conferences").await, 3);
        step(&mut host, &one, "open", &[]).await;
        // A commune speaks for itself and for no other.
        house.account("Hồ Thị Giả", "ho.gia", &[(Post::Reception, UNIT)]).await;
        let mut clerk = house.sign_in("ho.gia").await;
        clerk.get(OFFICE).await.says(200, "Giao ban công tác dân vận quý I");
        report(&mut clerk, &one, &[]).await.says(201, "Xã Thăng Trường");
        let other = clerk.get(&format!("{one}/bao-cao?diem=20839")).await;
        assert!([403, 404].contains(&other.status), "{}", other.status);
        assert_eq!(clerk.get(&format!("{one}/close")).await.status, 403);
        assert_eq!(clerk.get(&format!("{one}/conclude")).await.status, 403);
        // The screen is sent again only when something has changed.
        let screen = format!("{one}/diem-cau?loc=reported&sort=-present&q=thang+truong");
        let first = host.get(&screen).await;
        first.says(200, "Xã Thăng Trường");
        assert_eq!(first.header("cache-control"), Some("private, no-cache"));
        let mark = first.header("etag").expect("a mark").to_owned();
        let ask = || acceptance::http::Request::new("GET", &screen).header("If-None-Match", &mark);
        assert_eq!(host.send(ask()).await.status, 304);
        report(&mut clerk, &one, &[("officers", "30")]).await.says(201, "lần báo cáo thứ 2");
        let changed = host.send(ask()).await;
        changed.says(200, "lần 2");
        let late = format!("{one}/diem-cau?loc=silent&after=60");
        host.get(&late).await.says(200, "Điểm cầu 61–120");
        host.get(&format!("{one}/diem-cau?q=khong+co")).await.says(200, "Không có điểm cầu nào");
        house.end().await;
    }
}

#[tokio::test]
async fn a_unit_that_is_no_more_holds_no_conference_and_is_no_point_and_its_successor_is_named() {
    use conferences::desk::{Plan, plan};
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 3, 2));
    let mut host = house.chair().await;
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let of = |on| Plan {
        unit: "513".to_owned(),
        kind: conferences::kind::Kind::Launch,
        on,
        from: 480,
        until: 690,
        title: "Triển khai".into(),
        place: "Hội trường".into(),
        agenda: vec![("Kế hoạch".into(), conferences::kind::Role::Chair)],
    };
    // A district: there are none since 1 July 2025.
    let refused = plan(store, &actor, &of(date(2026, 3, 20)), store.new_id()).await;
    let refusal = refused.err().and_then(|failure| failure.refusal().cloned()).expect("a refusal");
    assert_eq!((refusal.code, refusal.field), ("conference-unit-gone", Some("on")));
    assert!(refusal.args.iter().any(|(_, words)| words.contains("xã ")), "{refusal}");
    let before = plan(store, &actor, &of(date(2025, 3, 20)), store.new_id()).await;
    assert!(before.is_ok(), "what it held while it was there can be entered");
    let one = self::plan(&mut host, &[]).await;
    let gone = host.fill(&format!("{one}/join"), &[("units", "xã Bình Sa")]).await;
    gone.says(422, "không còn vào ngày 20/03/2026").says(422, "xã Thăng Trường");
    assert_eq!(house.number("SELECT COUNT(*) FROM conference_points").await, 0);
    house.end().await;
}

/// Says a conclusion that the commune owes, and breaks a part of it down to a village.
async fn broken_down(house: &House, host: &mut Browser) -> (String, String) {
    let one = plan(host, &[]).await;
    step(host, &one, "join", &[("units", UNIT)]).await;
    house.day(date(2026, 3, 20));
    *host = house.chair().await;
    step(host, &one, "open", &[]).await;
    let owed = with(&OWED, &[("owner", UNIT), ("by", "30/04/2026")]);
    step(host, &one, "conclude", &owed).await;
    let list = host.get("/can-bo/ket-luan?tab=own").await;
    let whole = format!("/can-bo/ket-luan/viec/{}", list.between("/can-bo/ket-luan/viec/", "\""));
    let href = format!("{whole}/divide");
    let part = with(&OWED, &[("what", "Rà soát ở thôn Mẫu"), ("by", "15/04/2026")]);
    for (gone, says) in [
        (vec![("owner", "")], "Kết luận còn thiếu: đơn vị thực hiện."),
        (vec![("by", "")], "Kết luận còn thiếu: ngày phải xong."),
        (vec![("by", "01/05/2026")], "phải từ 20/03/2026 đến 30/04/2026"),
        (vec![("owner", "thành phố Huế")], "không phải đơn vị đang phải làm"),
    ] {
        let refused = host.fill(&href, &with(&part, &gone)).await;
        refused.says(422, says).says(422, "Rà soát ở thôn Mẫu");
    }
    let page = host.get(&href).await;
    for _ in 0..2 {
        host.send_form(&page, &href, &part).await.goes(&whole);
    }
    let count = "SELECT COUNT(*) FROM conclusions";
    assert_eq!(house.number(count).await, 2, "the same form is one part");
    let shown = host.get(&whole).await;
    shown.says(200, "Phần việc đã chia").says(200, "Thôn Mẫu");
    let table = shown.body.split("phan-viec").last().unwrap_or_default();
    let part = table.split("/can-bo/ket-luan/viec/").nth(1).and_then(|rest| rest.split('"').next());
    (whole, format!("/can-bo/ket-luan/viec/{}", part.expect("a part")))
}

#[tokio::test]
async fn a_unit_breaks_its_conclusion_down_and_the_whole_waits_for_its_parts() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        village(&house, "Thôn Mẫu").await;
        let mut host = house.chair().await;
        let (whole, part) = broken_down(&house, &mut host).await;
        host.get(&part).await.says(200, "Phần của kết luận").says(200, "Đã chia việc");
        assert_eq!(host.get(&format!("{part}/divide")).await.status, 409, "one step below only");
        let at_village = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'conclusion/%' \
            AND unit LIKE '20836-%' AND closed_on IS NULL";
        assert_eq!(house.number(at_village).await, 1, "the village owes its part");
        let done = [("on", "20/03/2026"), ("words", "Đã rà soát đủ, biên bản ở văn phòng.")];
        let early = host.fill(&format!("{whole}/finish"), &done).await;
        early.says(422, "Còn 1 phần việc chưa xong").says(422, "biên bản ở văn phòng");
        host.fill(&format!("{part}/finish"), &done).await.goes(&part);
        host.fill(&format!("{whole}/finish"), &done).await.goes(&whole);
        assert_eq!(host.get(&format!("{whole}/divide")).await.status, 409);
        // Another one is withdrawn as a whole: nobody below goes on owing a part of nothing.
        let (whole, part) = broken_down_again(&house, &mut host).await;
        let gone = [("why", "plan"), ("words", "Kế hoạch đã đổi.")];
        host.fill(&format!("{whole}/withdraw"), &gone).await.goes(&whole);
        host.get(&part).await.says(200, "Đã rút, có lý do").says(200, "Kế hoạch đã đổi.");
        assert_eq!(house.number(at_village).await, 0);
        let counted = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts \
            WHERE indicator = 'conclusions.made'";
        assert_eq!(house.number(counted).await, 2, "parts are no conclusions of a conference");
        house.store().verify().await.expect("journal and views agree");
        house.end().await;
    }
}

/// A second conclusion of the same conference with a part: both addresses.
async fn broken_down_again(house: &House, host: &mut Browser) -> (String, String) {
    let list = host.get(OFFICE).await;
    let one = format!("{OFFICE}/buoi/{}", list.between(&format!("{OFFICE}/buoi/"), "\""));
    let owed = with(&OWED, &[("owner", UNIT), ("by", "30/04/2026")]);
    step(host, &one, "conclude", &owed).await;
    let list = host.get("/can-bo/ket-luan?tab=own").await;
    let whole = format!("/can-bo/ket-luan/viec/{}", list.between("/can-bo/ket-luan/viec/", "\""));
    let part = with(&OWED, &[("what", "Phần của thôn"), ("by", "15/04/2026")]);
    host.fill(&format!("{whole}/divide"), &part).await.goes(&whole);
    let key = "SELECT COUNT(*) FROM conclusions WHERE state = 'open'";
    assert_eq!(house.number(key).await, 2);
    let shown = host.get(&whole).await;
    let table = shown.body.split("phan-viec").last().unwrap_or_default();
    let part = table.split("/can-bo/ket-luan/viec/").nth(1).and_then(|rest| rest.split('"').next());
    (whole, format!("/can-bo/ket-luan/viec/{}", part.expect("a part")))
}
