//! Days at the grassroots through HTTP: planned, seen by everybody, recorded with what was asked,
//! owed and done late; who looks after which village; and what is refused.

use acceptance::house::UNIT;
use acceptance::{Browser, House};
use jiff::civil::date;
use kernel::Actor;
use testkit::engines;
use units::local::{self, Kind, NewUnits};

const OFFICE: &str = "/can-bo/ve-co-so";
const AREAS: &str = "/can-bo/phu-trach-dia-ban";

async fn village(house: &House) -> String {
    let (names, from) = (vec!["Thôn Mẫu".to_owned()], date(2026, 1, 1));
    let new = NewUnits { parent: UNIT.into(), kind: Kind::Village, names, from };
    let added = local::add(house.store(), &Actor::System("acceptance"), &new).await;
    added.expect("a village").remove(0)
}

fn with<'a>(typed: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = typed.iter().copied();
    let kept = kept.filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more.iter().copied()).collect()
}

/// Plans a day; where its steps are.
async fn plan(leader: &mut Browser, village: &str, on: &str) -> String {
    let typed = [
        ("village", village),
        ("post", "deputy"),
        ("on", on),
        ("purpose", "Nghe dân nói về mương"),
    ];
    let page = leader.get(&format!("{OFFICE}/lap")).await;
    let done = leader.send_form(&page, &format!("{OFFICE}/lap"), &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = leader.send_form(&page, &format!("{OFFICE}/lap"), &typed).await;
    assert_eq!(again.location, done.location, "the same form is one visit");
    let list = leader.get(&done.location).await;
    format!("{OFFICE}/buoi/{}", list.between(&format!("{OFFICE}/buoi/"), "/"))
}

const NEED: [(&str, &str); 6] = [
    ("on", "19/03/2026"),
    ("words", "Mương thôn Mẫu đầy cỏ"),
    ("matter", "water"),
    ("owner", "office"),
    ("by", "27/03/2026"),
    ("email", "nguoi.neu@example.invalid"),
];

#[tokio::test]
async fn a_day_at_the_grassroots_is_seen_recorded_and_what_is_owed_is_done_late() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let village = village(&house).await;
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        let one = plan(&mut leader, &village, "19/03/2026").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM grassroots_visits").await, 1);
        let public = "/ve-co-so?month=2026-03";
        anybody.get(public).await.says(200, "Thôn Mẫu").says(200, "Nghe dân nói về mương");
        anybody.get("/ve-co-so.ics").await.says(200, "DTSTART;VALUE=DATE:20260319");
        // The day passes and nothing is recorded: everybody sees it.
        house.day(date(2026, 3, 20));
        anybody.get(public).await.says(200, "Quá ngày, chưa ghi");
        leader = house.chair().await;
        leader.get(&format!("{one}/neu")).await.says(409, "chưa ghi là đã về");
        let ahead = [("on", "21/03/2026"), ("words", "Đã xem mương")];
        leader.fill(&format!("{one}/hold"), &ahead).await.says(422, "");
        let held = [("on", "19/03/2026"), ("words", "Đã xem mương với trưởng thôn")];
        let done = leader.fill(&format!("{one}/hold"), &held).await;
        assert_eq!(done.status, 303, "{}", done.body);
        leader.fill(&format!("{one}/hold"), &held).await.says(409, "");
        // What has neither owner nor day is refused, and nothing is lost.
        let raise = format!("{one}/neu");
        for (gone, says) in [
            (vec![("owner", "")], "Còn thiếu: ai phải làm."),
            (vec![("by", "")], "Còn thiếu: ngày phải xong."),
            (vec![("owner", ""), ("by", "")], "ai phải làm và ngày phải xong"),
        ] {
            let refused = leader.fill(&raise, &with(&NEED, &gone)).await;
            refused.says(422, says).says(422, "Mương thôn Mẫu đầy cỏ");
        }
        let page = leader.get(&raise).await;
        for _ in 0..2 {
            let sent = leader.send_form(&page, &raise, &NEED).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        let at_once = [("words", "Đèn ngõ 3 tắt"), ("owner", ""), ("by", ""), ("email", "")];
        let at_once = with(&with(&NEED, &at_once), &[("done", "Đã thay bóng")]);
        assert_eq!(leader.fill(&raise, &at_once).await.status, 303);
        assert_eq!(house.number("SELECT COUNT(*) FROM grassroots_needs").await, 2);
        let owed = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'need/%' AND closed_on IS NULL";
        assert_eq!(house.number(owed).await, 1);
        let seen = anybody.get(public).await;
        seen.says(200, "Mương thôn Mẫu đầy cỏ").says(200, "Làm ngay tại chỗ");
        seen.never(&["nguoi.neu"]);
        // Done three days late, with evidence.
        house.day(date(2026, 3, 30));
        leader = house.chair().await;
        let list = leader.get(&format!("{OFFICE}?month=2026-03")).await;
        let need = list.between(&format!("{OFFICE}/dieu/"), "/");
        let typed = [("on", "30/03/2026"), ("words", "Đã nạo vét, ảnh ở nhà văn hóa")];
        let done = leader.fill(&format!("{OFFICE}/dieu/{need}/finish"), &typed).await;
        assert_eq!(done.status, 303, "{}", done.body);
        anybody.get(public).await.says(200, "Đã làm, nhưng trễ");
        let page = anybody.get(&format!("/dieu-dan-neu/{need}")).await;
        page.says(200, "Đã nạo vét, ảnh ở nhà văn hóa").never(&["nguoi.neu"]);
        assert_eq!(
            house.number("SELECT COUNT(*) FROM notices WHERE recipient = 'asker'").await,
            2,
            "told when it was written down and when it was done"
        );
        for (indicator, n) in [("visits", 1), ("asked", 2), ("done", 2)] {
            let sum = format!(
                "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts \
                 WHERE indicator = 'grassroots.{indicator}'"
            );
            assert_eq!(house.number(&sum).await, n, "{indicator}");
        }
        house.store().verify().await.expect("journal and views agree");
        house.end().await;
    }
}

#[tokio::test]
async fn who_looks_after_my_village_and_when_can_i_meet_them() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let village = village(&house).await;
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        anybody.get("/phu-trach-dia-ban").await.says(200, "Chưa phân công");
        let account = house.chair.expect("a chair").to_string();
        let typed = [
            ("village", village.as_str()),
            ("post", "chair"),
            ("account", account.as_str()),
            ("from", "16/03/2026"),
            ("weekday", "4"),
            ("opens", "8:00"),
            ("until", "7:00"),
            ("phone", "0235 3000 000"),
        ];
        let lap = format!("{AREAS}/lap");
        leader.fill(&lap, &typed).await.says(422, "Giờ kết thúc phải sau");
        let typed = with(&typed, &[("until", "11:00")]);
        assert_eq!(leader.fill(&lap, &typed).await.status, 303);
        anybody.get("/phu-trach-dia-ban").await.says(200, "Thứ Năm, 08:00 – 11:00");
        let one = leader.get(AREAS).await.between(&format!("{AREAS}/"), "/neu");
        let one = one.rsplit('/').next().unwrap().to_owned();
        let need = with(&NEED, &[("on", "16/03/2026")]);
        let passed = leader.fill(&format!("{AREAS}/{one}/neu"), &need).await;
        assert_eq!(passed.status, 303, "{}", passed.body);
        let heard = "SELECT COUNT(*) FROM grassroots_needs WHERE heard = 'liaison'";
        assert_eq!(house.number(heard).await, 1);
        let ended = leader.fill(&format!("{AREAS}/{one}/end"), &[("on", "16/03/2026")]).await;
        assert_eq!(ended.status, 303, "{}", ended.body);
        anybody.get("/phu-trach-dia-ban").await.says(200, "đến hết 16/03/2026");
        house.store().verify().await.expect("journal and views agree");
        house.end().await;
    }
}

const TWINS: &str = "/can-bo/ket-nghia";

async fn office(house: &House) -> String {
    let (names, from) = (vec!["Phòng Kinh tế".to_owned()], date(2026, 1, 1));
    let new = NewUnits { parent: UNIT.into(), kind: Kind::Office, names, from };
    let added = local::add(house.store(), &Actor::System("acceptance"), &new).await;
    added.expect("an office").remove(0)
}

/// A day for the twinned office is planned and held, and something is asked there.
async fn day_for(leader: &mut Browser, (village, office): (&str, &str)) {
    let (lap, on) = (format!("{OFFICE}/lap"), ("on", "19/03/2026"));
    let typed = [("village", village), ("post", "office"), on, ("purpose", "Cùng dọn mương")];
    let gone = with(&typed, &[("office", office)]);
    let before = with(&gone, &[("on", "15/03/2026")]);
    let refused = leader.fill(&lap, &before).await;
    refused.says(422, "không kết nghĩa với thôn đã chọn").says(422, "Cùng dọn mương");
    let done = leader.fill(&lap, &gone).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let list = leader.get(&done.location).await;
    list.says(200, "Phòng Kinh tế về thôn kết nghĩa");
    let one = format!("{OFFICE}/buoi/{}", list.between(&format!("{OFFICE}/buoi/"), "/"));
    let held = [on, ("words", "Đã dọn 300 m mương")];
    assert_eq!(leader.fill(&format!("{one}/hold"), &held).await.status, 303);
    let raised = leader.fill(&format!("{one}/neu"), &NEED).await;
    assert_eq!(raised.status, 303, "{}", raised.body);
}

#[tokio::test]
async fn an_office_is_twinned_with_a_village_and_its_days_there_are_its_account() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 19));
        let (village, office) = (village(&house).await, office(&house).await);
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        anybody.get("/ket-nghia").await.says(200, "Chưa có cơ quan nào kết nghĩa");
        let lap = format!("{TWINS}/lap");
        let typed = [
            ("office", office.as_str()),
            ("from", "16/03/2026"),
            ("until", "31/12/2026"),
            ("aim", "Mỗi tháng một ngày dọn mương"),
        ];
        let refused = leader.fill(&lap, &typed).await;
        refused.says(422, "Chưa chọn thôn").says(422, "Mỗi tháng một ngày dọn mương");
        let typed = with(&typed, &[("villages", village.as_str())]);
        let turned = with(&typed, &[("until", "15/03/2026")]);
        leader.fill(&lap, &turned).await.says(422, "Ngày cuối ở trước ngày bắt đầu");
        let page = leader.get(&lap).await;
        for _ in 0..2 {
            let sent = leader.send_form(&page, &lap, &typed).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM grassroots_twins").await, 1);
        leader.fill(&lap, &typed).await.says(422, "đã kết nghĩa với Thôn Mẫu");
        // One that begins before it and does not end would stand beside it.
        let around = with(&typed, &[("from", "01/02/2026"), ("until", "")]);
        leader.fill(&lap, &around).await.says(422, "đã kết nghĩa với Thôn Mẫu");
        day_for(&mut leader, (&village, &office)).await;
        // Everybody sees it at the village, in the list and on its own page.
        anybody.get("/phu-trach-dia-ban").await.says(200, "Phòng Kinh tế");
        let list = anybody.get(&format!("/ket-nghia?village={village}")).await;
        list.says(200, "Phòng Kinh tế").says(200, "Mỗi tháng một ngày dọn mương");
        let none = anybody.get("/ket-nghia?village=20836-99").await;
        none.says(200, "Chưa có cơ quan nào kết nghĩa");
        let one = format!("/ket-nghia/{}", list.between("href=\"/ket-nghia/", "\""));
        let page = anybody.get(&one).await;
        page.says(200, "Đã dọn 300 m mương").says(200, "Mương thôn Mẫu đầy cỏ");
        page.never(&["nguoi.neu"]);
        parted(&house, &one).await;
        house.store().verify().await.expect("journal and views agree");
        house.end().await;
    }
}

/// It is ended with a reason, once, and what was done stays on its page.
async fn parted(house: &House, one: &str) {
    house.day(date(2026, 3, 30));
    let (mut leader, mut anybody) = (house.chair().await, house.visitor());
    let part = format!("{TWINS}/{}/part", one.rsplit('/').next().expect("a key"));
    let typed = [("on", "28/03/2026"), ("why", "")];
    assert_eq!(leader.fill(&part, &typed).await.status, 422, "a reason is needed");
    let typed = with(&typed, &[("why", "finished")]);
    let done = leader.fill(&part, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(leader.fill(&part, &typed).await.status, 409, "it ends once");
    let page = anybody.get(one).await;
    page.says(200, "đã làm xong việc thỏa thuận").says(200, "Đã dọn 300 m mương");
    anybody.get("/phu-trach-dia-ban").await.never(&["Phòng Kinh tế"]);
}

#[tokio::test]
async fn an_unknown_village_and_a_unit_that_is_no_more_have_no_day_at_the_grassroots() {
    use grassroots::desk::{Official, Spot, plan};
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 3, 2));
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let official = Official { post: grassroots::kind::Post::Chair, account: None };
    // A district: there are none since 1 July 2025.
    for (unit, code) in [("513", "grassroots-no-unit"), (UNIT, "grassroots-no-village")] {
        let spot = Spot { unit: unit.into(), village: "20836-99".into() };
        let what = (date(2026, 3, 20), "Xem đường");
        let refused = plan(store, &actor, (&spot, official), what, store.new_id()).await;
        let refusal = refused.err().and_then(|failure| failure.refusal().cloned());
        assert_eq!(refusal.expect("a refusal").code, code);
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM grassroots_visits").await, 0);
    house.end().await;
}
