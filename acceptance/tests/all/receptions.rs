//! Receptions through HTTP: a calendar that checks itself, an appointment, a queue, a desk that
//! enters nobody twice, groups, denunciations that leave no name, and one of four answers in time.

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use accounts::Post;
use jiff::civil::date;
use store::Engine;
use testkit::engines;

use super::steps;

pub const OFFICE: &str = "/can-bo/tiep-dan";
pub const NAME: &str = "Võ Thị Giả Định";

/// Puts a reception of the chair into the calendar; its key.
pub async fn plan(leader: &mut Browser, on: &str, more: &[(&str, &str)]) -> String {
    let typed = [
        ("who", "head-chair"),
        ("form", "onsite"),
        ("on", on),
        ("from", "8:00"),
        ("until", "11h30"),
    ];
    let typed: Vec<(&str, &str)> = typed
        .into_iter()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name))
        .chain(more.iter().copied())
        .collect();
    let done = leader.fill(&format!("{OFFICE}/lap-lich"), &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let (day, rest) = on.split_once('/').unwrap();
    let (month, year) = rest.split_once('/').unwrap();
    format!("{UNIT}-{year}{month}{day}-0800-head-chair")
}

pub fn session(key: &str) -> String {
    format!("{OFFICE}/phien/{key}")
}

pub async fn open(officer: &mut Browser, key: &str) {
    let path = format!("{}/open", session(key));
    let done = officer.fill(&path, &[("present", "in_person")]).await;
    done.goes(&format!("{}?xong=open", session(key)));
}

/// What a clerk types for a visitor.
pub const VISITOR: [(&str, &str); 8] = [
    ("name", NAME),
    ("phone", "0900 000 118"),
    ("words", "Mương trước nhà bị lấp."),
    ("kind", "feedback"),
    ("matter", "water"),
    ("competence", "own"),
    ("persons", "1"),
    ("then", "open"),
];

pub fn with<'a>(
    typed: &[(&'a str, &'a str)],
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = typed.iter().copied();
    let kept = kept.filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more.iter().copied()).collect()
}

/// Enters a visitor at the desk; the visit's address.
pub async fn enter(officer: &mut Browser, key: &str, more: &[(&str, &str)]) -> String {
    let done = officer.fill(&format!("{}/ban", session(key)), &with(&VISITOR, more)).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.split('?').next().unwrap().to_owned()
}

async fn number(house: &House, sql: &str) -> i64 {
    house.number(sql).await
}

#[tokio::test]
async fn the_calendar_says_what_the_rule_of_the_month_still_wants() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let mut leader = house.chair().await;
        let mut anybody = house.visitor();
        let page = anybody.get("/lich-tiep-dan").await;
        page.says(200, "Tháng này chưa có buổi tiếp nào");
        page.says(200, "Chủ tịch Ủy ban nhân dân: lịch còn thiếu 4 ngày");
        page.says(200, "điểm d khoản 2 Điều 15 Luật Tiếp công dân");
        page.says(200, "Bí thư cấp ủy: lịch còn thiếu 2 ngày");
        // Every Tuesday of March: 3, 10, 17, 24, 31.
        let key = plan(&mut leader, "03/03/2026", &[("last", "31/03/2026")]).await;
        let again = plan(&mut leader, "10/03/2026", &[]).await;
        assert_ne!(key, again);
        let planned = "SELECT COUNT(*) FROM receptions";
        assert_eq!(number(&house, planned).await, 5, "planned twice it is one");
        let page = anybody.get("/lich-tiep-dan").await;
        page.says(200, "10/03/2026").says(200, "Hẹn trước").says(200, "Lịch đủ");
        page.never(&["Chủ tịch Ủy ban nhân dân: lịch còn thiếu"]);
        open(&mut leader, &key).await;
        let path = format!("{}/close", session(&key));
        leader.fill(&path, &[]).await.goes(&format!("{}?xong=close", session(&key)));
        house.day(date(2026, 3, 10));
        leader = house.chair().await;
        let replaced = [("present", "replaced"), ("by", "deputy"), ("why", "meeting")];
        let path = format!("{}/open", session(&again));
        let bare = leader.fill(&path, &[("present", "replaced")]).await;
        bare.says(422, "Lý do");
        leader.fill(&path, &replaced).await.goes(&format!("{}?xong=open", session(&again)));
        let month = anybody.get("/lich-tiep-dan?month=2026-03").await;
        month.says(200, "đã trực tiếp tiếp 1, có người tiếp thay 0");
        month.says(200, "đã trực tiếp tiếp 0, có người tiếp thay 1");
        month.says(200, "Cấp phó: Họp theo triệu tập");
        // Somebody who had just looked is told that a colleague was first.
        let seen = leader.get(&format!("{}/correct", session(&again))).await;
        let typed = [("present", "in_person")];
        let path = format!("{}/correct", session(&again));
        leader.fill(&path, &typed).await.goes(&format!("{}?xong=correct", session(&again)));
        leader.send_form(&seen, &path, &typed).await.says(409, "Có người vừa ghi thêm");
        off_and_moved(&mut leader, &mut anybody).await;
        let july = anybody.get("/lich-tiep-dan?month=2026-07").await;
        july.says(200, "phải tiếp trước hết ngày 31/07/2026").says(200, "Phải tiếp 2 ngày");
        house.end().await;
    }
}

#[tokio::test]
async fn a_unit_that_is_no_more_receives_nobody_and_what_it_planned_is_not_moved_past_its_end() {
    use receptions::desk::{Plan, act, plan, read_session};
    use receptions::kind::{Form, Host, Sort, Why};
    use receptions::session::Command;
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2025, 6, 10));
        let (store, actor) = (house.store(), kernel::Actor::System("acceptance"));
        // A district: there are none since 1 July 2025.
        let of = |on| Plan {
            unit: "513".to_owned(),
            sort: Sort::Head,
            host: Host::Chair,
            form: Form::Onsite,
            days: vec![on],
            from: 480,
            until: 690,
            place: String::new(),
        };
        let refused = plan(store, &actor, &of(date(2025, 7, 1))).await;
        let refusal = refused.err().and_then(|failure| failure.refusal().cloned());
        let refusal = refusal.expect("a refusal");
        assert_eq!((refusal.code, refusal.field), ("reception-no-unit", Some("on")));
        assert_eq!(number(&house, "SELECT COUNT(*) FROM receptions").await, 0);
        let last = plan(store, &actor, &of(date(2025, 6, 30))).await;
        assert_eq!(last.ok(), Some((1, 0)), "on its last day it receives");
        let planned = read_session(store, "513-20250630-0800-head-chair").await;
        let planned = planned.ok().flatten().expect("a reception");
        let later = Command::Move(date(2025, 7, 1), 480, 690, Why::Meeting);
        let refused = act(store, &actor, planned, 1, later).await;
        let refusal = refused.err().and_then(|failure| failure.refusal().cloned());
        assert_eq!(refusal.expect("a refusal").code, "reception-no-unit");
        let moved = "SELECT COUNT(*) FROM journal WHERE kind = 'reception.moved'";
        assert_eq!(number(&house, moved).await, 0);
        house.end().await;
    }
}

const PLAN: [(&str, &str); 5] = [
    ("who", "head-chair"),
    ("form", "onsite"),
    ("on", "10/03/2026"),
    ("from", "8:00"),
    ("until", "11:00"),
];

async fn off_and_moved(leader: &mut Browser, anybody: &mut Browser) {
    let off = format!("{UNIT}-20260324-0800-head-chair");
    let path = format!("{}/cancel", session(&off));
    leader
        .fill(&path, &[("why", "disaster")])
        .await
        .goes(&format!("{}?xong=cancel", session(&off)));
    let moved = format!("{UNIT}-20260331-0800-head-chair");
    let path = format!("{}/move", session(&moved));
    let typed = [("on", "30/03/2026"), ("from", "13:30"), ("until", "16:00"), ("why", "meeting")];
    leader.fill(&path, &typed).await.goes(&format!("{}?xong=move", session(&moved)));
    let month = anybody.get("/lich-tiep-dan?month=2026-03").await;
    month.says(200, "Thiên tai, sự cố").says(200, "30/03/2026").says(200, "13:30–16:00");
    let feed = anybody.get("/lich-tiep-dan.ics").await;
    assert_eq!(feed.header("content-type"), Some("text/calendar; charset=utf-8"));
    feed.says(200, "DTSTART;TZID=Asia/Ho_Chi_Minh:20260330T133000").says(200, "STATUS:CANCELLED");
    let online =
        leader.fill(&format!("{OFFICE}/lap-lich"), &with(&PLAN, &[("form", "online")])).await;
    online.says(422, "Tiếp trực tuyến chỉ từ ngày 01/07/2026");
    let odd = with(&PLAN, &[("until", "7:00")]);
    leader.fill(&format!("{OFFICE}/lap-lich"), &odd).await.says(422, "Giờ kết thúc");
    let path = format!("{OFFICE}/phien/{UNIT}-20260317-0800-head-chair/open");
    leader.fill(&path, &[("present", "in_person")]).await.says(409, "chưa đến");
}

#[tokio::test]
async fn a_visitor_is_entered_once_and_answered_in_ten_working_days() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        let desk = format!("{}/ban", session(&key));
        assert_eq!(clerk.get(&desk).await.status, 409, "it has not begun");
        open(&mut clerk, &key).await;
        let first = enter(&mut clerk, &key, &[]).await;
        let page = clerk.get(&first).await;
        page.says(200, "TCD 1/2026").says(200, "24/03/2026").says(200, "hoản 1 Điều 28");
        page.says(200, "Mương trước nhà").never(&[NAME]);
        let named = clerk.send_form(&page, &format!("{first}/nguoi"), &[]).await;
        named.says(200, NAME);
        let opened = "SELECT COUNT(*) FROM journal WHERE kind = 'access.read'";
        assert_eq!(number(&house, opened).await, 1);
        twice(&mut clerk, &desk).await;
        let visits = "SELECT COUNT(*) FROM visits WHERE no > 0";
        assert_eq!(number(&house, visits).await, 2, "sent twice it is one");
        several(&house, &mut clerk, &key).await;
        let answer = [("how", "passed"), ("on", "10/03/2026"), ("words", "Đã chuyển huyện.")];
        let done = clerk.fill(&format!("{first}/answer"), &answer).await;
        done.goes(&format!("{first}?xong=answer"));
        clerk.get(&first).await.says(200, "Đúng hạn").says(200, "Chuyển nơi có thẩm quyền");
        let owed = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'visit/%' AND closed_on IS NULL";
        let open = number(&house, owed).await;
        // The board of duties and the register say the same.
        assert_eq!(open, number(&house, "SELECT COUNT(*) FROM visits WHERE due IS NOT NULL").await);
        house.end().await;
    }
}

/// The same form sent twice, as a browser does after a broken line; and with another text.
async fn twice(clerk: &mut Browser, desk: &str) {
    let page = clerk.get(desk).await;
    let typed = with(&VISITOR, &[("then", "next")]);
    let form = page.form(desk, &typed);
    let once = clerk.post(desk, &form).await;
    once.says(201, "TCD 2/2026").says(201, "Mời người tiếp theo").never(&[NAME]);
    let again = clerk.post(desk, &form).await;
    again.says(201, "TCD 2/2026").says(201, "lần này không ghi thêm");
    let seal = page.hidden("_seal");
    let key = form.iter().find(|(name, _)| name == "key").unwrap().1.clone();
    let mut other: Vec<(String, String)> =
        typed.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    other.retain(|(name, _)| name != "words");
    other.extend([
        ("words".into(), "Chữ khác".into()),
        ("key".into(), key),
        ("_seal".into(), seal),
    ]);
    clerk.post(desk, &other).await.says(201, "lần này không ghi thêm");
}

/// A group, a second matter of one visitor, a case that was there before, one that is filed now.
async fn several(house: &House, clerk: &mut Browser, key: &str) {
    let desk = format!("{}/ban", session(key));
    let group = [("persons", "12"), ("others", "Hồ Văn Nháp")];
    let bare = clerk.fill(&desk, &with(&VISITOR, &group)).await;
    bare.says(422, "phải cử người đại diện").says(422, "Hồ Văn Nháp").says(422, NAME);
    let led = enter(clerk, key, &with(&group, &[("speakers", "2")])).await;
    clerk.get(&led).await.says(200, "Đoàn đông người");
    // One visitor, two matters: one turn, two cases.
    let first = clerk.fill(&desk, &with(&VISITOR, &[("then", "more")])).await;
    first.says(201, "Việc khác của cùng người này").says(201, NAME);
    let typed = with(&VISITOR, &[("words", "Đèn đường tắt."), ("then", "next")]);
    clerk.send_form(&first, &desk, &typed).await.says(201, "TCD 5/2026");
    // A case from before: another turn, no new case. A code that nothing has is refused.
    house.day(date(2026, 3, 9));
    let old = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp từ Tết.").await);
    house.day(date(2026, 3, 10));
    let none = clerk.fill(&desk, &with(&VISITOR, &[("case", "TT-0000-00")])).await;
    none.says(422, "Không có đơn nào mang mã TT-0000-00").says(422, NAME);
    let again = enter(clerk, key, &[("case", &old)]).await;
    clerk.get(&again).await.says(200, "Đến lại về việc cũ").says(200, &old);
    let totals =
        "SELECT CAST(SUM(turn) * 10000 + SUM(first) * 100 + SUM(large) AS BIGINT) FROM visits";
    assert_eq!(number(house, totals).await, 5 * 10_000 + 5 * 100 + 1, "turns, cases, groups");
    let persons =
        "SELECT CAST(SUM(n) AS BIGINT) FROM counts WHERE indicator = 'receptions.persons'";
    assert_eq!(number(house, persons).await, 1 + 1 + 12 + 1 + 1);
    // Filed out of this visit: the petition owes the answer, the visit does not.
    let filed = steps::code(&steps::feedback(&mut house.visitor(), "Đơn lập tại bàn.").await);
    let visit = enter(clerk, key, &[]).await;
    let done = clerk.fill(&format!("{visit}/link"), &[("case", &filed)]).await;
    done.goes(&format!("{visit}?xong=link"));
    clerk.get(&visit).await.says(200, "Đã thành đơn").says(200, "Đơn đã mang thời hạn");
    let stream = visit.rsplit('/').next().unwrap();
    let void =
        format!("SELECT COUNT(*) FROM duties WHERE stream = 'visit/{stream}' AND outcome = 'void'");
    assert_eq!(number(house, &void).await, 1);
}

#[tokio::test]
async fn who_denounces_or_is_turned_away_is_nowhere() {
    let house = House::open(Engine::Sqlite).await;
    house.day(date(2026, 3, 10));
    let mut leader = house.chair().await;
    let key = plan(&mut leader, "10/03/2026", &[]).await;
    let desk = format!("{}/ban", session(&key));
    // Who will denounce had an appointment, and gave a name then.
    let booked = book(&house, &key).await;
    open(&mut leader, &key).await;
    let denunciation = with(&VISITOR, &[("kind", "denunciation")]);
    let stopped = leader.fill(&desk, &denunciation).await;
    stopped.says(422, "Đây là tố cáo").never(&[NAME, "Mương trước nhà"]);
    assert_eq!(number(&house, "SELECT COUNT(*) FROM visits WHERE no > 0").await, 0);
    let visit = visit_of(&house).await;
    let took = leader.get(&format!("{desk}?luot={visit}")).await;
    took.says(200, NAME);
    let bare: Vec<(&str, &str)> = denunciation
        .into_iter()
        .filter(|(name, _)| !["name", "phone", "words"].contains(name))
        .collect();
    let done = leader.send_form(&took, &desk, &bare).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let entered = leader.get(&done.location).await;
    entered.says(200, "Vào sổ tố cáo").says(200, "Lượt này không giữ tên").never(&[NAME]);
    assert_eq!(number(&house, "SELECT COUNT(*) FROM duties WHERE stream LIKE 'visit/%'").await, 0);
    let kept = "SELECT COUNT(*) FROM vault WHERE purpose = 'person' AND sealed IS NOT NULL";
    let before = number(&house, kept).await;
    house.visitor().get(&booked).await.says(200, "không còn chờ");
    // One who waits and is declined on a ground of the law.
    let typed = with(&VISITOR, &[("then", "wait")]);
    leader.fill(&desk, &typed).await.says(201, "Đã vào hàng chờ");
    let waits = visit_of(&house).await;
    let path = format!("{OFFICE}/luot/{waits}/refuse");
    leader.fill(&path, &[]).await.says(422, "khoản 2 Điều 9 Luật Tiếp công dân");
    let odd = leader.fill(&path, &[("ground", "KN11.5")]).await;
    odd.says(422, "Ngoài các căn cứ ấy thì phải tiếp");
    let done = leader.fill(&path, &[("ground", "TD9.2")]).await;
    done.goes(&format!("{OFFICE}/luot/{waits}?xong=refuse"));
    leader.get(&format!("{OFFICE}/luot/{waits}")).await.says(200, "Từ chối tiếp");
    assert_eq!(number(&house, kept).await, before, "the refused one's name is destroyed");
    house.end().await;
}

/// The newest visit that can still be received.
pub async fn visit_of(house: &House) -> String {
    let sql = "SELECT stream FROM visits WHERE state IN ('booked', 'waiting') ORDER BY stream DESC";
    let rows = house.store().rows(sql, Vec::new()).await.unwrap();
    receptions::desk::key(&rows[0].text(0).unwrap()).to_owned()
}

/// A resident makes an appointment; the address of their own page.
async fn book(house: &House, key: &str) -> String {
    let mut resident = house.visitor();
    let path = format!("/hen-tiep-dan/{key}");
    let bare = resident.fill(&path, &[("persons", "0")]).await;
    bare.says(422, "Xin ông/bà điền phần này").never(&["value=\"denunciation\""]);
    let typed = [
        ("name", NAME),
        ("phone", "0900000118"),
        ("persons", "2"),
        ("kind", "feedback"),
        ("words", "Mương trước nhà"),
    ];
    let done = resident.fill(&path, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.clone()
}

#[tokio::test]
async fn an_appointment_is_seen_moved_given_up_and_taken_by_one_clerk_only() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let mut leader = house.chair().await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        let (own, other) = (book(&house, &key).await, book(&house, &key).await);
        let mut resident = house.visitor();
        let page = resident.get(&own).await;
        page.says(200, "Số hẹn").says(200, "10/03/2026").never(&[NAME]);
        let bent = format!("{}0", own);
        assert_eq!(resident.get(&bent).await.status, 404);
        resident.send_form(&page, &own, &[]).await.goes(&own);
        resident.get(&own).await.says(200, "Đã hủy hẹn");
        let move_path = format!("{}/move", session(&key));
        let typed =
            [("on", "11/03/2026"), ("why", "mission"), ("from", "8:00"), ("until", "11:00")];
        leader.fill(&move_path, &typed).await.goes(&format!("{}?xong=move", session(&key)));
        resident.get(&other).await.says(200, "Buổi tiếp đã đổi ngày").says(200, "11/03/2026");
        house.day(date(2026, 3, 11));
        let mut leader = house.chair().await;
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        let persons = "SELECT COUNT(*) FROM vault WHERE purpose = 'person' AND sealed IS NOT NULL";
        let named = number(&house, persons).await;
        open(&mut clerk, &key).await;
        resident.get(&format!("/hen-tiep-dan/{key}")).await.says(409, "không nhận hẹn nữa");
        two_clerks(&house, &mut leader, &mut clerk, &key).await;
        assert_eq!(number(&house, persons).await, named + 1, "one went, two came");
        house.end().await;
    }
}

/// Both take the one who waits; the second is told, and nothing is written twice.
async fn two_clerks(house: &House, leader: &mut Browser, clerk: &mut Browser, key: &str) {
    let visit = visit_of(house).await;
    let queue = clerk.get(&session(key)).await;
    queue.says(200, "Đã hẹn").never(&[NAME]);
    let page = clerk.get(&format!("{OFFICE}/luot/{visit}")).await;
    let arrive = format!("{OFFICE}/luot/{visit}/arrive");
    clerk.send_form(&page, &arrive, &[]).await.goes(&format!("{OFFICE}/luot/{visit}?xong=arrive"));
    let desk = format!("{}/ban", session(key));
    let one = clerk.get(&format!("{desk}?luot={visit}")).await;
    let two = leader.get(&format!("{desk}?luot={visit}")).await;
    one.says(200, NAME);
    let done = clerk.send_form(&one, &desk, &with(&VISITOR, &[("then", "next")])).await;
    done.says(201, "TCD 1/2026");
    let own = clerk.send_form(&one, &desk, &with(&VISITOR, &[("then", "next")])).await;
    own.says(201, "lần này không ghi thêm");
    let late = leader.send_form(&two, &desk, &with(&VISITOR, &[("then", "next")])).await;
    late.says(409, "Võ Minh Họa đã ghi trước").says(409, "sổ ghi TCD 1/2026");
    late.says(409, NAME).says(409, "Mương trước nhà bị lấp.");
    assert_eq!(number(house, "SELECT COUNT(*) FROM visits WHERE no > 0").await, 1);
    let register = leader.get(&format!("{OFFICE}/so")).await;
    register.says(200, "TCD 1/2026").says(200, "1 lượt").never(&[NAME]);
    // A device that comes back three days later, when the reception is long over.
    let fresh = clerk.get(&desk).await;
    let form = fresh.form(&desk, &with(&VISITOR, &[("then", "next")]));
    let path = format!("{}/close", session(key));
    clerk.fill(&path, &[]).await.goes(&format!("{}?xong=close", session(key)));
    house.day(date(2026, 3, 14));
    let mut back = house.sign_in("tiep.dan").await;
    let seal = back.get(&desk).await.hidden("_seal");
    let late = resealed(&form, &seal);
    back.post(&desk, &late).await.says(201, "TCD 2/2026");
    back.post(&desk, &late).await.says(201, "lần này không ghi thêm");
    let on = "SELECT COUNT(*) FROM visits WHERE no = 2 AND on_day = 20523";
    assert_eq!(number(house, on).await, 1, "the day is the reception's, 11 March");
}

fn resealed(form: &[(String, String)], seal: &str) -> Vec<(String, String)> {
    let kept = form.iter().filter(|(name, _)| name != "_seal").cloned();
    kept.chain([("_seal".to_owned(), seal.to_owned())]).collect()
}

#[tokio::test]
async fn many_clerks_at_once_leave_no_gap_and_no_double_in_the_register() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        open(&mut leader, &key).await;
        let desk = format!("{}/ban", session(&key));
        let mut sent = Vec::new();
        for _ in 0..6 {
            let page = leader.get(&desk).await;
            let form = page.form(&desk, &with(&VISITOR, &[("then", "next")]));
            let (mut browser, desk) = (leader.clone(), desk.clone());
            sent.push(tokio::spawn(async move { browser.post(&desk, &form).await }));
        }
        for one in sent {
            let page: Page = one.await.unwrap();
            page.says(201, "TCD ");
        }
        assert_eq!(number(&house, "SELECT COUNT(*) FROM visits").await, 6);
        assert_eq!(number(&house, "SELECT COUNT(DISTINCT no) FROM visits").await, 6);
        assert_eq!(number(&house, "SELECT MAX(no) FROM visits").await, 6);
        house.end().await;
    }
}

/// The register leaves as every kind of file, names included, in its legal columns; each time is
/// logged, and only for who may.
#[tokio::test(flavor = "multi_thread")]
async fn the_register_of_receptions_is_taken_along_and_each_time_is_logged() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let (_, mut jurist) = house.officer("Phan Thị Thử", "thu.phan", Post::Jurist).await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        open(&mut leader, &key).await;
        let formula = [("name", "=HYPERLINK(1)"), ("then", "open")];
        enter(&mut leader, &key, &formula).await;
        enter(&mut leader, &key, &[("kind", "complaint"), ("words", "<b>Hỏi</b> đất")]).await;
        let out = format!("{OFFICE}/so/xuat");
        leader.get(&format!("{OFFICE}/so?year=2026")).await.says(200, "so/xuat?unit=");
        jurist.get(&format!("{OFFICE}/so")).await.says(200, "TCD 1/2026").never(&["so/xuat"]);
        assert_eq!(jurist.get(&out).await.status, 403);
        leader.get(&out).await.says(200, "2 lượt tiếp sẽ được lấy ra").never(&[NAME]);
        let csv = take(&mut leader, &out, "csv").await;
        csv.says(200, "\u{feff}STT,Số trong sổ,Ngày tiếp,Họ và tên,Địa chỉ,Số người");
        csv.says(200, "\r\n1,TCD 1/2026,2026-03-10,'=HYPERLINK(1)");
        csv.says(200, &format!("\r\n2,TCD 2/2026,2026-03-10,{NAME}"));
        assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
        let one = take(&mut leader, &format!("{out}?kind=complaint"), "csv").await;
        one.says(200, "TCD 2/2026").never(&["TCD 1/2026"]);
        assert!(take(&mut leader, &out, "xlsx").await.answer.body.starts_with(b"PK"));
        assert!(take(&mut leader, &out, "pdf").await.answer.body.starts_with(b"%PDF-"));
        let print = take(&mut leader, &out, "in").await;
        print.says(200, "Đến hết ngày 10/03/2026").never(&["<b>Hỏi</b>"]);
        let logged = "SELECT COUNT(*) FROM access_log WHERE part LIKE 'export-%'";
        assert_eq!(number(&house, logged).await, 5);
        house.end().await;
    }
}

pub async fn take(officer: &mut Browser, path: &str, kind: &str) -> Page {
    let seal = officer.get(path).await.hidden("_seal");
    let fields = [("_seal".to_owned(), seal), ("kind".to_owned(), kind.to_owned())];
    officer.post(path, &fields).await
}

#[tokio::test]
async fn a_letter_filed_out_of_a_visit_is_typed_once_and_joined() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        open(&mut clerk, &key).await;
        let visit = enter(&mut clerk, &key, &[]).await;
        let (path, page) = (format!("{visit}/don"), clerk.get(&visit).await);
        clerk.get(&path).await.goes(&visit);
        let form = clerk.send_form(&page, &path, &[]).await;
        form.says(200, NAME).says(200, "0900000118").says(200, "Mương trước nhà");
        let opened = "SELECT COUNT(*) FROM journal WHERE kind = 'access.read'";
        assert_eq!(number(&house, opened).await, 1, "what a visit holds is opened with a trace");
        // What a browser sends of the form as it is shown.
        let shown = [
            ("name", NAME),
            ("phone", "0900000118"),
            ("words", "Mương trước nhà bị lấp."),
            ("kind", "feedback"),
            ("matter", "water"),
            ("by", "desk"),
            ("came", "desk"),
            ("then", "print"),
        ];
        let short = clerk.send_form(&form, &path, &with(&shown, &[("words", "")])).await;
        assert_eq!(short.status, 422, "{}", short.body);
        let filed = clerk.send_form(&form, &path, &shown).await;
        filed.says(201, "Mã đơn đã nối vào lượt tiếp.");
        // Sent twice it files nothing more, and goes to the visit that names the code.
        clerk.send_form(&form, &path, &shown).await.goes(&visit);
        assert_eq!(number(&house, "SELECT COUNT(*) FROM petitions").await, 1);
        let page = clerk.get(&visit).await;
        page.says(200, "Đã thành đơn").says(200, "/can-bo/don/").never(&[NAME, &path]);
        let (_, mut auditor) = house.officer("Lê Giả Thử", "kiem.tra", Post::Auditor).await;
        assert_eq!(auditor.get(&path).await.status, 403);
        house.end().await;
    }
}
