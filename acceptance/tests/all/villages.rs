//! Village meetings through HTTP: called by whom the law names, counted over all households, signed
//! and written down, public as numbers; a device that comes back, two clerks, a roll with doubles.

use acceptance::house::UNIT;
use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use kernel::Actor;
use store::Engine;
use testkit::engines;
use units::local::{self, Kind, NewUnits};

use super::papers;

const OFFICE: &str = "/can-bo/hop-thon";
const CHAIR: &str = "Hồ Văn Nháp";

/// The village of the stories; its code.
pub async fn village(house: &House) -> String {
    let names = vec!["Thôn Bến Cồn".to_owned()];
    let from = date(2025, 7, 1);
    let new = NewUnits { parent: UNIT.into(), kind: Kind::Village, names, from };
    let added = local::add(house.store(), &Actor::System("acceptance"), &new).await;
    added.expect("a village").remove(0)
}

fn with<'a>(typed: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = typed.iter().copied();
    let kept = kept.filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more.iter().copied()).collect()
}

const CALL: [(&str, &str); 8] = [
    ("caller", "head"),
    ("on", "10/03/2026"),
    ("from", "19h30"),
    ("place", "Nhà văn hóa thôn"),
    ("households", "120"),
    ("parts", "1"),
    ("title1", "Mức đóng góp làm đường ngõ"),
    ("matter1", "contribution"),
];

/// Calls a meeting of the village; its address for officers.
pub async fn call(officer: &mut Browser, village: &str, more: &[(&str, &str)]) -> String {
    let typed = with(&with(&CALL, &[("village", village)]), more);
    let done = officer.fill(&format!("{OFFICE}/trieu-tap"), &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.split('?').next().unwrap().to_owned()
}

/// What a clerk types for a place of 120 households: 90 in person, 6 represented.
pub const PLACE: [(&str, &str); 10] = [
    ("households", "120"),
    ("here", "90"),
    ("stood", "6"),
    ("chair", CHAIR),
    ("secretary", "Võ Thị Mẫu"),
    ("elected", "88"),
    ("vote1", "hands"),
    ("v1_1", "81"),
    ("against1", "10"),
    ("silent1", "5"),
];

pub async fn does(officer: &mut Browser, meeting: &str, step: &str, typed: &[(&str, &str)]) {
    let done = officer.fill(&format!("{meeting}/{step}"), typed).await;
    done.goes(&format!("{meeting}?xong={step}"));
}

pub async fn sign(officer: &mut Browser, meeting: &str, part: &str) {
    for role in ["chair", "secretary"] {
        does(officer, meeting, "sign", &[("part", part), ("role", role)]).await;
    }
}

#[tokio::test]
async fn a_village_decides_over_all_its_households_and_everybody_reads_the_numbers() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let village = village(&house).await;
        let mut leader = house.chair().await;
        whom_the_law_names(&mut leader, &village).await;
        let two = [
            ("title2", "Sửa hương ước: giờ giữ yên lặng"),
            ("matter2", "convention"),
            ("posted_on", "01/02/2026"),
        ];
        let meeting = call(&mut leader, &village, &two).await;
        let key = meeting.rsplit('/').next().unwrap().to_owned();
        let public = format!("/hop-thon/{key}");
        let mut anybody = house.visitor();
        anybody.get("/hop-thon").await.says(200, "Thôn Bến Cồn").says(200, "Sắp họp");
        let page = anybody.get(&public).await;
        page.says(200, "Mức đóng góp làm đường ngõ");
        page.says(200, "Cần ít nhất 80 trên 120 hộ đồng ý");
        page.says(200, "Điều 21 Luật Thực hiện dân chủ ở cơ sở");
        let feed = anybody.get("/hop-thon.ics").await;
        feed.says(200, "DTSTART;TZID=Asia/Ho_Chi_Minh:20260310T193000");
        does(&mut leader, &meeting, "notify", &[("on", "03/03/2026"), ("ways", "radio")]).await;
        assert_eq!(leader.get(&format!("{meeting}/record")).await.status, 409, "too early");
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let second = [("vote2", "ballot"), ("v2_1", "61"), ("against2", "30"), ("spoilt2", "5")];
        let place = with(&PLACE, &second);
        place_is_entered(&mut leader, &meeting, &place).await;
        sign(&mut leader, &meeting, "1").await;
        does(&mut leader, &meeting, "close", &[]).await;
        does(&mut leader, &meeting, "issue", &[("form", "resolution")]).await;
        on_paper(&mut leader, &meeting).await;
        after_the_meeting(&house, &mut leader, &meeting).await;
        let page = anybody.get(&public).await;
        page.says(200, "Cần 80 trên 120 hộ đồng ý; có 81: đủ");
        page.says(200, "Cần 61 trên 120 hộ đồng ý; có 61: đủ").says(200, "trước 7 ngày");
        page.says(200, "UBND xã công nhận ngày 10/03/2026").never(&[CHAIR, "Võ Thị Mẫu"]);
        anybody.get("/hop-thon").await.says(200, "Thông qua 2/2 việc; 96/120 hộ dự");
        let counted =
            "SELECT CAST(SUM(n) AS BIGINT) FROM counts WHERE indicator = 'villages.passed'";
        assert_eq!(house.number(counted).await, 2);
        let kept = format!("SELECT COUNT(*) FROM journal WHERE body LIKE '%{CHAIR}%'");
        assert_eq!(house.number(&kept).await, 0, "no name in the journal");
        house.end().await;
    }
}

/// Who may not call is told who may, with the article, and keeps what was typed.
async fn whom_the_law_names(leader: &mut Browser, village: &str) {
    let path = format!("{OFFICE}/trieu-tap");
    let refused = |more: &[(&'static str, &'static str)]| {
        with(&with(&CALL, &[("village", village)]), more)
            .into_iter()
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect::<Vec<_>>()
    };
    for (more, says) in [
        (&[("matter1", "head_released")][..], "Trưởng ban công tác Mặt trận triệu tập"),
        (&[("parts", "2")][..], "Thôn dưới 200 hộ"),
        (&[("matter1", "convention"), ("posted_on", "20/02/2026")][..], "niêm yết ít nhất 30 ngày"),
        (&[("on", "10/03/2025")][..], "Không có thôn, tổ dân phố này vào ngày"),
    ] {
        let typed = refused(more);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(a, b)| (&a[..], &b[..])).collect();
        let page = leader.fill(&path, &typed).await;
        page.says(422, says).says(422, "Mức đóng góp làm đường ngõ");
    }
}

/// Sheets that do not add up are refused at their field; the same form twice is one entry.
async fn place_is_entered(leader: &mut Browser, meeting: &str, place: &[(&str, &str)]) {
    let path = format!("{meeting}/record");
    let odd = leader.fill(&path, &with(place, &[("silent1", "6")])).await;
    odd.says(422, "các số cộng lại là 97, mà có 96 hộ dự").says(422, CHAIR);
    let few = leader.fill(&path, &with(place, &[("elected", "48")])).await;
    few.says(422, "Thư ký cần ít nhất 49 trong 96 hộ").says(422, CHAIR);
    let marks = [("here_marks", "1-90, 12"), ("stood_marks", "91-96")];
    leader.fill(&path, &with(place, &marks)).await.says(422, "Hộ ghi hai lần: 12");
    let marks = [("here_marks", "1-89"), ("stood_marks", "91-96")];
    leader.fill(&path, &with(place, &marks)).await.says(422, "Danh sách có 89 hộ mà số ghi là 90");
    let page = leader.get(&path).await;
    let marks = [("here_marks", "1-90"), ("stood_marks", "91-96")];
    let form = page.form(&path, &with(place, &marks));
    leader.post(&path, &form).await.says(201, "Đã ghi cụm 1");
    leader.post(&path, &form).await.says(201, "lần này không ghi thêm");
    let closed = leader.fill(&format!("{meeting}/close"), &[]).await;
    closed.says(409, "Chưa đủ phiếu và hai chữ ký ở cụm: 1");
    leader.get(meeting).await.says(200, "96/120 hộ dự").says(200, "Chưa ký").never(&[CHAIR]);
    let shown = leader.get(meeting).await;
    let opened = leader.send_form(&shown, &format!("{meeting}/so-ho"), &[]).await;
    opened.says(200, CHAIR).says(200, "91, 92, 93");
    leader.get(&format!("{meeting}/so-ho")).await.never(&[CHAIR]);
}

/// The decision as PDF and DOCX, in the State's format.
async fn on_paper(leader: &mut Browser, meeting: &str) {
    let pdf = leader.get(&format!("{meeting}/van-ban/pdf")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")));
    assert!(pdf.answer.body.starts_with(b"%PDF-1."));
    let docx = leader.get(&format!("{meeting}/van-ban/docx")).await;
    assert!(docx.answer.body.starts_with(b"PK"), "{}", docx.status);
    assert_eq!(leader.get(&format!("{meeting}/van-ban/doc")).await.status, 404);
}

/// Each of the four forms of the law says on paper who decided what with how many households.
#[tokio::test]
async fn the_four_forms_of_a_decision_say_on_paper_what_was_decided() {
    let house = House::open(Engine::Sqlite).await;
    house.day(date(2026, 3, 3));
    let village = village(&house).await;
    let mut leader = house.chair().await;
    let forms = [
        ("resolution", "08:00", "NGHỊ QUYẾT", "QUYẾT NGHỊ:"),
        ("minutes", "10:00", "BIÊN BẢN", "CÁC HỘ THỐNG NHẤT:"),
        ("memo", "14:00", "BẢN GHI NHỚ", "CÁC HỘ THỐNG NHẤT:"),
        ("agreement", "16:00", "BẢN THỎA THUẬN", "CÁC HỘ THỐNG NHẤT:"),
    ];
    let mut meetings = Vec::new();
    for (_, from, ..) in forms {
        meetings.push(call(&mut leader, &village, &[("from", from)]).await);
    }
    house.day(date(2026, 3, 10));
    let mut leader = house.chair().await;
    for ((form, from, name, decides), meeting) in forms.into_iter().zip(&meetings) {
        leader.fill(&format!("{meeting}/record"), &PLACE).await.says(201, "Đã ghi cụm 1");
        sign(&mut leader, meeting, "1").await;
        does(&mut leader, meeting, "close", &[]).await;
        does(&mut leader, meeting, "issue", &[("form", form)]).await;
        let pdf = leader.get(&format!("{meeting}/van-ban/pdf")).await;
        let docx = leader.get(&format!("{meeting}/van-ban/docx")).await;
        let docx = papers::part(&docx.answer.body, "word/document.xml");
        for text in [papers::read_pdf(&pdf.answer.body), Some(docx)].into_iter().flatten() {
            for words in [
                decides,
                &format!("Cuộc họp bắt đầu lúc {from}, ngày 10/03/2026, tại Nhà văn hóa thôn."),
                "Tổng số hộ: 120. Số hộ dự: 96, trong đó có mặt 90, ủy quyền 6. Số hộ vắng: 24.",
                "Chủ trì: Hồ Văn Nháp. Thư ký: Võ Thị Mẫu, được 88 hộ dự họp biểu quyết.",
                "Đồng ý: 81 hộ; không đồng ý: 10 hộ; không có ý kiến: 5 hộ",
                "Thông qua: Mức đóng góp làm đường ngõ (81/120 hộ đồng ý, cần 80).",
            ] {
                assert!(text.contains(words), "{form}: {words}\nis not in\n{text}");
            }
            assert!(text.to_uppercase().contains(name), "{form}: {name}\nis not in\n{text}");
        }
    }
    house.end().await;
}

/// Published, sent, recognised: each ends what was owed.
async fn after_the_meeting(house: &House, leader: &mut Browser, meeting: &str) {
    let open = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'village/%' AND closed_on IS NULL";
    assert_eq!(house.number(open).await, 2, "to publish, and to send the convention");
    leader.get(meeting).await.says(200, "24/03/2026").says(200, "17/03/2026");
    let bare = leader.fill(&format!("{meeting}/publish"), &[("on", "10/03/2026")]).await;
    bare.says(422, "Chọn ít nhất một cách");
    does(leader, meeting, "publish", &[("on", "10/03/2026"), ("ways", "posted")]).await;
    does(leader, meeting, "send", &[("on", "10/03/2026"), ("until", "20/03/2026")]).await;
    assert_eq!(house.number(open).await, 1, "the commune's word, by the day it gave");
    let word = [("item", "1"), ("on", "10/03/2026"), ("word", "recognised")];
    does(leader, meeting, "recognise", &word).await;
    assert_eq!(house.number(open).await, 0);
    let late = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'village/%' AND outcome = 'kept'";
    assert_eq!(house.number(late).await, 3);
    assert_eq!(leader.get(&format!("{meeting}/recognise")).await.status, 409);
}

fn resealed(form: &[(String, String)], seal: &str) -> Vec<(String, String)> {
    let kept = form.iter().filter(|(name, _)| name != "_seal").cloned();
    kept.chain([("_seal".to_owned(), seal.to_owned())]).collect()
}

fn changed(form: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let kept = form.iter().filter(|(other, _)| other != name).cloned();
    kept.chain([(name.to_owned(), value.to_owned())]).collect()
}

#[tokio::test]
async fn a_device_that_was_away_writes_over_nobody_and_loses_nothing() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let village = village(&house).await;
        let mut leader = house.chair().await;
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        let meeting = call(&mut leader, &village, &[]).await;
        let path = format!("{meeting}/record");
        // The clerk's device takes the page along, and loses its line.
        let away = clerk.get(&path).await;
        let form = away.form(&path, &with(&PLACE, &[("v1_1", "80"), ("silent1", "6")]));
        // A colleague enters the place meanwhile.
        leader.fill(&path, &PLACE).await.says(201, "Đã ghi cụm 1");
        sign(&mut leader, &meeting, "1").await;
        house.day(date(2026, 3, 13));
        let mut clerk = house.sign_in("tiep.dan").await;
        let seal = clerk.get(&path).await.hidden("_seal");
        let late = clerk.post(&path, &resealed(&form, &seal)).await;
        late.says(409, "Người khác vừa ghi").says(409, "value=\"80\"").says(409, CHAIR);
        late.says(409, "81 đồng ý, 10 không, 5 không ý kiến");
        let entries = "SELECT COUNT(*) FROM journal WHERE kind = 'village.recorded'";
        assert_eq!(house.number(entries).await, 1, "nothing was written over");
        // Having read it, the clerk corrects knowingly: the signatures are gone with the old sheet.
        let again = late.form(&path, &with(&PLACE, &[("v1_1", "80"), ("silent1", "6")]));
        clerk.post(&path, &again).await.says(201, "Đã ghi cụm 1");
        clerk.get(&meeting).await.says(200, "Chưa ký");
        // The same form once more, with another figure typed over it since.
        let edited = changed(&changed(&again, "v1_1", "79"), "silent1", "7");
        let edited = clerk.post(&path, &edited).await;
        edited.says(409, "Máy này đã gửi phần này một lần rồi").says(409, "value=\"79\"");
        assert_eq!(house.number(entries).await, 2);
        let mut leader = house.chair().await;
        sign(&mut leader, &meeting, "1").await;
        does(&mut leader, &meeting, "close", &[]).await;
        clerk.post(&path, &again).await.says(201, "lần này không ghi thêm");
        let closed = clerk.post(&path, &changed(&again, "key", "0123456789")).await;
        closed.says(409, "Cuộc họp đang ở bước khác").says(409, CHAIR);
        let names = "SELECT COUNT(*) FROM vault WHERE purpose = 'person' AND sealed IS NULL";
        assert!(house.number(names).await >= 1, "the people of the replaced entry are destroyed");
        house.end().await;
    }
}

#[tokio::test]
async fn a_moved_day_and_a_clock_that_lies_are_told_and_clusters_share_no_household() {
    let house = House::open(Engine::Sqlite).await;
    house.day(date(2026, 3, 9));
    let village = village(&house).await;
    let mut leader = house.chair().await;
    let more = [("households", "240"), ("parts", "2"), ("on", "09/03/2026")];
    let meeting = call(&mut leader, &village, &more).await;
    let path = format!("{meeting}/record");
    let page = leader.get(&path).await;
    let form = page.form(&path, &with(&PLACE, &[("here_marks", "1-90"), ("stood_marks", "91-96")]));
    let typed = [("on", "10/03/2026"), ("from", "19:30"), ("why", "disaster")];
    does(&mut leader, &meeting, "move", &typed).await;
    // Its device believes that it is the tenth already; here it is the ninth.
    let early = leader.post(&path, &changed(&form, "on", "2026-03-10")).await;
    early.says(409, "chưa đến").says(409, CHAIR);
    house.day(date(2026, 3, 10));
    let mut leader = house.chair().await;
    let seal = leader.get(&path).await.hidden("_seal");
    let other = leader.post(&path, &resealed(&form, &seal)).await;
    other.says(409, "ghi cho cuộc họp ngày 09/03/2026").says(409, CHAIR);
    let marks = [("here_marks", "1-90"), ("stood_marks", "91-96")];
    let again = other.form(&path, &with(&PLACE, &marks));
    leader.post(&path, &again).await.says(201, "Đã ghi cụm 1");
    let second = leader.get(&format!("{path}?cum=2")).await;
    let marks = [("here_marks", "90-179"), ("stood_marks", "200-205")];
    let twice = leader.send_form(&second, &path, &with(&PLACE, &marks)).await;
    twice.says(422, "Hộ đã ghi ở cụm 1: 90").says(422, CHAIR);
    let marks = [("here_marks", "121-210"), ("stood_marks", "211-216")];
    leader.send_form(&second, &path, &with(&PLACE, &marks)).await.says(201, "Đã ghi cụm 2");
    sign(&mut leader, &meeting, "1").await;
    sign(&mut leader, &meeting, "2").await;
    does(&mut leader, &meeting, "close", &[]).await;
    leader.get(&meeting).await.says(200, "Cần 160 trên 240 hộ đồng ý; có 162: đủ");
    house.end().await;
}

#[tokio::test]
async fn of_several_options_everybody_reads_what_each_got_and_which_has_enough() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let village = village(&house).await;
        let mut leader = house.chair().await;
        let options = [("options1", "500.000 đồng\n700.000 đồng")];
        let meeting = call(&mut leader, &village, &options).await;
        let sheet = [("v1_1", "9"), ("v1_2", "81"), ("against1", "1"), ("silent1", "5")];
        let place = with(&PLACE, &sheet);
        let odd = with(&place, &[("v1_1", "10")]);
        leader.fill(&format!("{meeting}/record"), &odd).await.says(422, "cộng lại là 97");
        leader.fill(&format!("{meeting}/record"), &place).await.says(201, "Đã ghi cụm 1");
        sign(&mut leader, &meeting, "1").await;
        does(&mut leader, &meeting, "close", &[]).await;
        let key = meeting.rsplit('/').next().unwrap();
        let page = house.visitor().get(&format!("/hop-thon/{key}")).await;
        page.says(200, "phương án “700.000 đồng” có 81: đủ").says(200, "500.000 đồng");
        house.end().await;
    }
}

#[tokio::test]
async fn a_meeting_of_years_ago_is_still_found() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let village = village(&house).await;
        call(&mut house.chair().await, &village, &[]).await;
        house.day(date(2028, 3, 3));
        let mut anybody = house.visitor();
        anybody.get("/hop-thon").await.says(200, "Thôn Bến Cồn");
        anybody.get("/hop-thon?until=2026-03-10").await.says(200, "Thôn Bến Cồn");
        let before = anybody.get("/hop-thon?until=2026-03-09").await;
        before.says(200, "rel=\"prev\"").never(&["Thôn Bến Cồn"]);
        house.chair().await.get(OFFICE).await.says(200, "Thôn Bến Cồn");
        house.end().await;
    }
}

#[tokio::test]
async fn a_village_that_was_joined_to_another_meets_no_more_and_decides_nothing() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let gone = village(&house).await;
        let mut leader = house.chair().await;
        let meeting = call(&mut leader, &gone, &[]).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let path = format!("{meeting}/record");
        let page = leader.get(&path).await;
        // What the commune enters now: it ended the day before.
        let actor = Actor::System("acceptance");
        let (names, from) = (vec!["Thôn Bến Mới".to_owned()], date(2026, 3, 9));
        let new = NewUnits { parent: UNIT.into(), kind: Kind::Village, names, from };
        let next = local::add(house.store(), &actor, &new).await.expect("the village after it");
        let ended = local::end(house.store(), &actor, &gone, from, &next).await;
        ended.expect("the village ends");
        let typed = [("on", "12/03/2026"), ("from", "19:30"), ("why", "disaster")];
        let moved = leader.fill(&format!("{meeting}/move"), &typed).await;
        moved.says(422, "Không có thôn, tổ dân phố này vào ngày 12/03/2026");
        let late = leader.send_form(&page, &path, &PLACE).await;
        late.says(409, "Không có thôn, tổ dân phố này vào ngày 10/03/2026").says(409, CHAIR);
        let again = with(&CALL, &[("village", &gone), ("on", "20/03/2026")]);
        let called = leader.fill(&format!("{OFFICE}/trieu-tap"), &again).await;
        called.says(422, "").says(422, "Nhà văn hóa thôn");
        let entries = "SELECT COUNT(*) FROM journal WHERE kind = 'village.recorded'";
        assert_eq!(house.number(entries).await, 0);
        let meetings = "SELECT COUNT(*) FROM journal WHERE kind = 'village.called'";
        assert_eq!(house.number(meetings).await, 1);
        // What can still be done with it: it is called off.
        does(&mut leader, &meeting, "cancel", &[("why", "other")]).await;
        house.end().await;
    }
}
