//! Dialogues through HTTP: rules that turn red by themselves, questions in advance and in the room,
//! answers, minutes, results; promises that come back until they are kept; voters who ask.

use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use testkit::engines;

use super::ledger;

pub const OFFICE: &str = "/can-bo/doi-thoai";
const ASKED: &str = "Khi nào nạo vét mương thôn Mẫu?";

fn with<'a>(typed: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = typed.iter().copied();
    let kept = kept.filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more.iter().copied()).collect()
}

/// What the office types for a dialogue.
const PLAN: [(&str, &str); 8] = [
    ("cause", "yearly"),
    ("form", "onsite"),
    ("on", "20/03/2026"),
    ("from", "8:00"),
    ("until", "11h30"),
    ("place", "Nhà văn hóa trung tâm xã"),
    ("content", "Thủy lợi và đường thôn"),
    ("part", "Đến trực tiếp hoặc gửi câu hỏi trước"),
];

/// Plans a dialogue; its address for officers.
pub async fn plan(leader: &mut Browser, more: &[(&str, &str)]) -> String {
    let done = leader.fill(&format!("{OFFICE}/lap"), &with(&PLAN, more)).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location
}

/// What a clerk writes in the room.
pub const LINE: [(&str, &str); 8] = [
    ("role", "resident"),
    ("words", "Đèn đường thôn Nháp tắt đã lâu."),
    ("matter", "lighting"),
    ("answerer", "chair"),
    ("answer", "Xã sẽ thay bóng trong tháng này."),
    ("what", "Thay mười hai bóng đèn đường thôn Nháp"),
    ("owner", "deputy"),
    ("by", "30/04/2026"),
];

pub async fn step(officer: &mut Browser, one: &str, step: &str, typed: &[(&str, &str)]) {
    let done = officer.fill(&format!("{one}/{step}"), typed).await;
    done.goes(&format!("{one}?xong={step}"));
}

#[tokio::test]
async fn each_rule_of_a_dialogue_turns_red_by_itself() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        let list = anybody.get("/doi-thoai").await;
        list.says(200, "Chưa có trong kế hoạch").says(200, "Điều 43 Luật Tổ chức chính quyền");
        let one = plan(&mut leader, &[]).await;
        assert_eq!(plan(&mut leader, &[]).await, one, "planned twice it is one");
        let public = one.replace("/can-bo/doi-thoai/buoi", "/doi-thoai");
        anybody.get(&public).await.says(404, "");
        leader.get(&one).await.says(200, "Thông báo chậm nhất 13/03/2026");
        let owed = "SELECT COUNT(*) FROM duties WHERE rule = 'DT.notice' AND closed_on IS NULL";
        assert_eq!(house.number(owed).await, 1);
        // A notice six days before is recorded as it was, and is late for everybody to see.
        house.day(date(2026, 3, 14));
        leader = house.chair().await;
        let bare = leader.fill(&format!("{one}/announce"), &[("on", "14/03/2026")]).await;
        bare.says(422, "Chưa chọn nơi thông báo");
        step(&mut leader, &one, "announce", &[("on", "14/03/2026"), ("media", "radio")]).await;
        anybody.get("/doi-thoai").await.says(200, "Quá hạn");
        let late = "SELECT COUNT(*) FROM duties WHERE rule = 'DT.notice' AND outcome = 'late'";
        assert_eq!(house.number(late).await, 1);
        // Moved, it is announced anew; then the new day decides.
        let moved = [("on", "30/03/2026"), ("from", "8:00"), ("until", "11:00"), ("why", "notice")];
        step(&mut leader, &one, "move", &moved).await;
        step(&mut leader, &one, "announce", &[("on", "14/03/2026"), ("media", "radio")]).await;
        anybody.get(&public).await.says(200, "Đúng hạn").never(&["Quá hạn"]);
        leader.get(&format!("{one}/open")).await;
        leader.fill(&format!("{one}/open"), &[]).await.says(409, "chưa đến");
        house.day(date(2026, 3, 30));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        step(&mut leader, &one, "close", &[("attended", "118")]).await;
        anybody.get(&public).await.says(200, "Công khai kết quả chậm nhất 09/04/2026");
        house.day(date(2026, 4, 10));
        anybody.get("/doi-thoai").await.says(200, "Quá hạn").says(200, "đã tổ chức 1");
        house.end().await;
    }
}

#[tokio::test]
async fn a_question_is_followed_from_the_page_to_the_promise_that_is_kept() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut asker) = (house.chair().await, house.visitor());
        let one = plan(&mut leader, &[]).await;
        step(&mut leader, &one, "announce", &[("on", "02/03/2026"), ("media", "posted")]).await;
        let public = one.replace("/can-bo/doi-thoai/buoi", "/doi-thoai");
        let typed = [("words", ASKED), ("matter", "water"), ("email", "nguoi.hoi@example.invalid")];
        let page = asker.get(&format!("{public}/hoi")).await;
        let sent = asker.send_form(&page, &format!("{public}/hoi"), &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let again = asker.send_form(&page, &format!("{public}/hoi"), &typed).await;
        assert_eq!(again.location, sent.location, "the same form is one question");
        let own = sent.location;
        asker.get(&own).await.says(200, ASKED).says(200, "Đã gửi");
        asker.get(&public).await.never(&[ASKED]);
        let first = leader.get(&one).await.between(&format!("{OFFICE}/cau/"), "\"");
        let first = format!("{OFFICE}/cau/{first}");
        let entered = [("way", "village"), ("role", "village"), ("matter", "water")];
        let entered = with(&entered, &[("words", "Mương lại đầy cỏ.")]);
        let slip = leader.fill(&format!("{one}/hoi"), &entered).await;
        assert!(slip.location.ends_with("/giay"), "a paper for the asker: {}", slip.location);
        let all = leader.get(&one).await;
        all.says(200, "2 câu hỏi chưa tiếp nhận hoặc trả lại");
        leader.fill(&format!("{first}/take"), &[]).await.goes(&first);
        leader.get(&format!("{first}/answer")).await.says(200, ASKED);
        asker.get(&public).await.says(200, ASKED);
        let seen = leader.get(&format!("{first}/decline")).await;
        let bare = leader.send_form(&seen, &format!("{first}/decline"), &[]).await;
        bare.says(422, "Lý do");
        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        let key = first.rsplit('/').next().unwrap().to_owned();
        let line = with(&LINE, &[("of", &key), ("words", ""), ("what", "Nạo vét mương")]);
        leader.fill(&format!("{one}/ghi"), &line).await.says(201, "Đã ghi vào biên bản");
        let told = asker.get(&own).await;
        told.says(200, "Đã trả lời").says(200, "Nạo vét mương");
        let promise = told.between("/cam-ket/", "\"");
        let made = asker.get(&format!("/cam-ket/{promise}")).await;
        made.says(200, ASKED);
        ledger::sealed(&house).await;
        house.log.catch_up().await.expect("the log goes on");
        asker.get(&ledger::proof(&made)).await.says(200, "Đã cam kết");
        asker.get("/cam-ket").await.says(200, "Chưa có cam kết nào đến hạn");
        // The asker is told of each step: asked, taken, answered, promised.
        let told = "SELECT COUNT(*) FROM notices WHERE recipient = 'asker'";
        assert_eq!(house.number(told).await, 4);
        let work = format!("/can-bo/cam-ket/viec/{promise}");
        house.day(date(2026, 4, 20));
        leader = house.chair().await;
        let kept = [("on", "20/04/2026"), ("words", "Đã nạo vét 640 m, ảnh ở nhà văn hóa.")];
        leader.fill(&format!("{work}/keep"), &kept).await.goes(&work);
        asker.get("/cam-ket").await.says(200, "Đúng hạn 1 trong 1 cam kết đã đến hạn");
        assert_eq!(house.number(told).await, 5);
        let feed = asker.get("/cam-ket.ics").await;
        feed.says(200, "DTSTART;VALUE=DATE:20260430");
        house.end().await;
    }
}

#[tokio::test]
async fn two_clerks_and_a_device_that_comes_back_write_each_line_once() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut leader = house.chair().await;
        let one = plan(&mut leader, &[]).await;
        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        let live = format!("{one}/ghi");
        leader.get(&live).await.says(409, "chưa bắt đầu");
        step(&mut leader, &one, "open", &[]).await;
        let (_, mut clerk) = house.officer("Hồ Thị Giả", "ho.gia", Post::Reception).await;
        let (mine, theirs) = (leader.get(&live).await, clerk.get(&live).await);
        leader.send_form(&mine, &live, &LINE).await.says(201, "Mời câu tiếp theo");
        let other = with(&LINE, &[("words", "Rác ở chợ."), ("what", ""), ("owner", "")]);
        clerk.send_form(&theirs, &live, &other).await.says(201, "Mời câu tiếp theo");
        let questions = "SELECT COUNT(*) FROM questions";
        assert_eq!(house.number(questions).await, 2, "both clerks' lines stand");
        // The device comes back, days later, with what it has sent already.
        house.day(date(2026, 3, 24));
        leader = house.chair().await;
        let (fresh, key) = (leader.get(&live).await, mine.hidden("key"));
        let again = with(&LINE, &[("key", &key)]);
        leader.send_form(&fresh, &live, &again).await.says(201, "lần này không ghi thêm");
        assert_eq!(house.number(questions).await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM promises").await, 1);
        // What it had not sent is written under the dialogue's day.
        let late = leader.get(&live).await;
        let unsent = with(&LINE, &[("words", "Cầu thôn 5 yếu."), ("what", "Khảo sát cầu")]);
        leader.send_form(&late, &live, &unsent).await.says(201, "Mời câu tiếp theo");
        let days = "SELECT COUNT(DISTINCT said_on) FROM promises";
        assert_eq!(house.number(days).await, 1, "the day is the dialogue's");
        // Two on one step: the second is told.
        let mut clerk = house.sign_in("ho.gia").await;
        let (a, b) = (format!("{one}/close"), format!("{one}/close"));
        let (mine, theirs) = (leader.get(&a).await, clerk.get(&b).await);
        leader.send_form(&mine, &a, &[("attended", "90")]).await.goes(&format!("{one}?xong=close"));
        clerk
            .send_form(&theirs, &b, &[("attended", "91")])
            .await
            .says(409, "Có người vừa ghi thêm");
        house.end().await;
    }
}

#[tokio::test]
async fn what_the_room_heard_is_written_down_whatever_was_declined_meanwhile() {
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 3, 2));
    let mut leader = house.chair().await;
    let one = plan(&mut leader, &[]).await;
    let entered = [("way", "paper"), ("role", "resident"), ("matter", "water"), ("words", ASKED)];
    assert_eq!(leader.fill(&format!("{one}/hoi"), &entered).await.status, 303);
    let key = leader.get(&one).await.between(&format!("{OFFICE}/cau/"), "\"");
    let asked = format!("{OFFICE}/cau/{key}");
    leader.fill(&format!("{asked}/take"), &[]).await.goes(&asked);
    house.day(date(2026, 3, 20));
    leader = house.chair().await;
    step(&mut leader, &one, "open", &[]).await;
    let live = leader.get(&format!("{one}/ghi")).await;
    leader.fill(&format!("{asked}/decline"), &[("why", "apart")]).await.goes(&asked);
    let line = with(&LINE, &[("of", &key), ("words", "")]);
    leader.send_form(&live, &format!("{one}/ghi"), &line).await.says(201, "Đã ghi vào biên bản");
    let answered = "SELECT COUNT(*) FROM questions WHERE state = 'answered'";
    assert_eq!(house.number(answered).await, 1);
    house.end().await;
}

#[tokio::test]
async fn a_promise_without_owner_or_day_is_refused_and_an_open_one_comes_back() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        let one = plan(&mut leader, &[]).await;
        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        let live = format!("{one}/ghi");
        for (gone, says) in [
            (vec![("owner", "")], "Cam kết còn thiếu: ai phải làm."),
            (vec![("by", "")], "Cam kết còn thiếu: ngày phải xong."),
            (vec![("owner", ""), ("by", "")], "ai phải làm và ngày phải xong"),
            (vec![("by", "01/03/2026")], "ở trước ngày hứa"),
        ] {
            let refused = leader.fill(&live, &with(&LINE, &gone)).await;
            refused.says(422, says).says(422, "Đèn đường thôn Nháp tắt");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM questions").await, 0, "all or nothing");
        leader.fill(&live, &LINE).await.says(201, "Đã ghi vào biên bản");
        step(&mut leader, &one, "close", &[("attended", "40")]).await;
        let next = plan(&mut leader, &[("on", "20/05/2026")]).await;
        leader.get(&next).await.says(200, "Cam kết còn nợ").says(200, "Thay mười hai bóng đèn");
        house.day(date(2026, 5, 2));
        leader = house.chair().await;
        anybody.get("/cam-ket").await.says(200, "Đúng hạn 0 trong 1");
        let elsewhere = [
            ("what", "Đặt biển báo ở dốc"),
            ("owner", "office"),
            ("by", "01/06/2026"),
            ("place", "visit"),
            ("said_by", "chair"),
            ("on", "28/04/2026"),
        ];
        let bare = with(&elsewhere, &[("owner", "")]);
        leader.fill("/can-bo/cam-ket/moi", &bare).await.says(422, "ai phải làm");
        let made = leader.fill("/can-bo/cam-ket/moi", &elsewhere).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let gone = [("why", "money"), ("words", "Chưa bố trí được kinh phí năm nay.")];
        leader.fill(&format!("{}/withdraw", made.location), &gone).await.goes(&made.location);
        anybody.get("/cam-ket").await.says(200, "Đã rút, có lý do");
        house.end().await;
    }
}

#[tokio::test]
async fn minutes_are_agreed_by_both_sides_and_printed_and_the_result_is_public() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        let one = plan(&mut leader, &[]).await;
        let public = one.replace("/can-bo/doi-thoai/buoi", "/doi-thoai");
        step(&mut leader, &one, "announce", &[("on", "02/03/2026"), ("media", "posted")]).await;
        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        leader.fill(&format!("{one}/ghi"), &LINE).await.says(201, "Đã ghi vào biên bản");
        let hall = anybody.get(&format!("{public}/man-hinh")).await;
        hall.says(200, "Đèn đường thôn Nháp tắt").says(200, "man-hinh?moi=co");
        assert_eq!(hall.header("refresh"), None, "nobody is interrupted who did not ask");
        let wall = anybody.get(&format!("{public}/man-hinh?moi=co")).await;
        wall.says(200, "Đèn đường thôn Nháp tắt");
        assert_eq!(wall.header("refresh"), Some("10"));
        step(&mut leader, &one, "close", &[("attended", "118")]).await;
        step(&mut leader, &one, "conclude", &[("words", "Thay đèn trước ngày 30/4.")]).await;
        step(&mut leader, &one, "agree", &[("side", "leaders")]).await;
        let twice = leader.fill(&format!("{one}/agree"), &[("side", "leaders")]).await;
        twice.says(422, "đã đồng ý với bản hiện tại");
        step(&mut leader, &one, "agree", &[("side", "people")]).await;
        for (kind, mime) in [("pdf", "application/pdf"), ("docx", "wordprocessingml")] {
            let paper = leader.get(&format!("{one}/bien-ban/{kind}")).await;
            assert_eq!(paper.status, 200);
            assert!(paper.header("content-type").is_some_and(|kind| kind.contains(mime)));
            assert!(
                paper
                    .header("content-disposition")
                    .is_some_and(|name| name.ends_with(&format!(".{kind}\"")))
            );
        }
        let published = [("on", "20/03/2026"), ("media", "portal"), ("media", "villages")];
        step(&mut leader, &one, "publish", &published).await;
        let result = anybody.get(&public).await;
        result.says(200, "Thay đèn trước ngày 30/4.").says(200, "Đã công khai kết quả");
        result.says(200, "Bên Nhân dân đồng ý biên bản");
        let kept = "SELECT COUNT(*) FROM duties WHERE rule = 'DT.result' AND outcome = 'kept'";
        assert_eq!(house.number(kept).await, 2, "the result, and the answer to its question");
        house.end().await;
    }
}

#[tokio::test]
async fn voters_ask_with_numbers_and_days_until_a_dialogue_must_be_held() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        let opened = [("words", "Bãi rác thôn Mẫu"), ("on", "01/03/2026"), ("voters", "4200")];
        let done = leader.fill(&format!("{OFFICE}/yeu-cau"), &opened).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let call = done.location;
        let paper = |n| [("on", "02/03/2026"), ("voters", n)];
        leader.fill(&call, &paper("419")).await.goes(&call);
        leader.get(&call).await.says(200, "419 cử tri yêu cầu; cần 420 trong 4.200");
        anybody.get("/doi-thoai").await.says(200, "Đang thu thập");
        leader.fill(&call, &paper("3782")).await.says(422, "từ 1 đến 3");
        leader.fill(&call, &paper("1")).await.goes(&call);
        anybody.get("/doi-thoai").await.says(200, "Đủ tỷ lệ, phải tổ chức đối thoại");
        let key = call.rsplit('/').next().unwrap().to_owned();
        let form = leader.get(&format!("{OFFICE}/lap?call={key}")).await;
        let more = with(&PLAN, &[("cause", "asked")]);
        let planned = leader.send_form(&form, &format!("{OFFICE}/lap"), &more).await;
        assert_eq!(planned.status, 303, "{}", planned.body);
        anybody.get("/doi-thoai").await.says(200, "Đã lập buổi đối thoại");
        leader.fill(&call, &paper("5")).await.says(409, "đã có buổi đối thoại");
        let owed = "SELECT CAST(COALESCE(MAX(due), 0) AS BIGINT) FROM duties \
            WHERE rule = 'DT.ask.plan' AND closed_on IS NULL";
        assert_eq!(house.number(owed).await, 0, "it is planned");
        // Called off, that dialogue settles nothing: the duty is there again, by the day of before.
        house.day(date(2026, 3, 12));
        leader = house.chair().await;
        step(&mut leader, &planned.location, "cancel", &[("why", "disaster")]).await;
        anybody.get("/doi-thoai").await.says(200, "Đủ tỷ lệ, phải tổ chức đối thoại");
        let board = leader.get("/can-bo/viec?tab=mine&subject=call").await;
        board.says(200, &call).says(200, "16/03/2026");
        house.store().rebuild().await.expect("rebuilt");
        assert_ne!(house.number(owed).await, 0);
        let form = leader.get(&format!("{OFFICE}/lap?call={key}")).await;
        let later = with(&more, &[("on", "27/03/2026")]);
        let anew = leader.send_form(&form, &format!("{OFFICE}/lap"), &later).await;
        assert_eq!(anew.status, 303, "{}", anew.body);
        assert_eq!(house.number(owed).await, 0);
        anybody.get("/doi-thoai").await.says(200, "Đã lập buổi đối thoại");
        house.end().await;
    }
}

#[tokio::test]
async fn a_unit_that_is_no_more_holds_no_dialogue() {
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 3, 2));
    let (store, actor) = (house.store(), kernel::Actor::System("acceptance"));
    // A district: there are none since 1 July 2025.
    let gone = "513";
    let plan = |on| meetings::desk::Plan {
        unit: gone.to_owned(),
        form: meetings::kind::Form::Onsite,
        cause: meetings::kind::Cause::Yearly,
        on,
        from: 480,
        until: 690,
        place: "Nhà văn hóa".into(),
        content: "Đường".into(),
        part: "Đến".into(),
        call: None,
    };
    let refused = meetings::desk::plan(store, &actor, &plan(date(2026, 3, 20))).await;
    let refusal = refused.err().and_then(|failure| failure.refusal().cloned()).expect("a refusal");
    assert_eq!((refusal.code, refusal.field), ("dialogue-no-unit", Some("on")));
    let before = meetings::desk::plan(store, &actor, &plan(date(2025, 3, 20))).await;
    assert!(before.is_ok(), "what it held while it was there can be entered");
    house.end().await;
}
