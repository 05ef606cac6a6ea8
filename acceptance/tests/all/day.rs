//! An office's day: letters on paper, questions to other offices, the leader's numbers, many cases
//! at once, an officer away, a calendar of what is due; on both engines.

use acceptance::house::UNIT;
use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use kernel::Actor;
use testkit::engines;
use units::local::{self, NewUnits};

use super::steps;

const DESK: &str = "/can-bo/nhan-don";

/// Takes a letter at the desk; its code.
async fn take(browser: &mut Browser, more: &[(&str, &str)]) -> String {
    let mut typed = vec![
        ("name", "Phan Thị Giả Định"),
        ("address", "thôn Gò Dài"),
        ("words", "Mương thoát nước bị lấp."),
        ("kind", "feedback"),
        ("matter", "water"),
        ("by", "desk"),
        ("came", "desk"),
    ];
    for (name, value) in more {
        typed.retain(|(known, _)| known != name);
        typed.push((name, value));
    }
    let got = browser.fill(DESK, &typed).await;
    got.says(201, "Giấy tiếp nhận đơn");
    got.between("href=\"/can-bo/don/", "\"")
}

#[tokio::test]
async fn a_letter_on_paper_runs_from_the_day_on_which_it_came() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 5));
        let mut chair = house.chair().await;
        let paper = [
            ("came", "paper"),
            ("on", "02/03/2026"),
            ("kind", "complaint"),
            ("people", "12"),
            ("others", "Phan Thị Giả Định, thôn Gò Dài\nLê Ví Dụ, thôn Bến Cồn"),
        ];
        let code = take(&mut chair, &paper).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!(petition.received.on, date(2026, 3, 2));
        assert_eq!(petition.received.channel, petitions::kind::Channel::Paper);
        assert!(petition.debts.iter().all(|debt| debt.started_on == date(2026, 3, 2)));
        let group = petition.group.expect("those who are named speak for the others");
        assert_eq!((group.people, group.speakers), (12, 2));
        let case = format!("/can-bo/don/{code}");
        let page = chair.get(&case).await;
        page.says(200, "02/03/2026").says(200, "Số người cùng đứng đơn").never(&["Lê Ví Dụ, thôn"]);
        let opened = chair.send_form(&page, &format!("{case}/nguoi-gui"), &[]).await;
        opened.says(200, "Lê Ví Dụ, thôn Bến Cồn");
        // Few people each sign for themselves; too many speakers are refused with the article.
        let few = [("kind", "complaint"), ("people", "2"), ("others", "Lê Ví Dụ")];
        let few = steps::read(&house, &take(&mut chair, &few).await).await.petition;
        assert!(few.group.is_none() && few.received.extra.others.is_some());
        let mut typed = vec![("name", "A B"), ("address", "C"), ("words", "D"), ("by", "desk")];
        typed.extend([("kind", "complaint"), ("matter", "land"), ("people", "6")]);
        typed.push(("others", "A\nB\nC\nD\nE\nF"));
        chair.fill(DESK, &typed).await.says(422, "Điều 8 Luật Khiếu nại");
        house.end().await;
    }
}

#[tokio::test]
async fn an_office_that_is_asked_answers_by_its_own_clock() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 5));
        let new = NewUnits {
            parent: UNIT.to_owned(),
            kind: local::Kind::Office,
            names: vec!["Phòng Kinh tế".into(), "Phòng Văn hóa".into()],
            from: date(2026, 1, 5),
        };
        let added = local::add(house.store(), &Actor::System("acceptance"), &new).await;
        let offices: Vec<String> = added.unwrap();
        let held = [(Post::Handler, offices[0].as_str())];
        let account = house.account("Đỗ Thử", "do.thu", &held).await;
        let (mut chair, mut office) = (house.chair().await, house.sign_in("do.thu").await);
        // Where a post is held is said by the name that an operator gave, not by a code.
        for page in [
            office.get("/can-bo/toi").await,
            chair.get(&format!("/can-bo/tai-khoan/{account}")).await,
        ] {
            page.says(200, "<td>Phòng Kinh tế</td>").never(&[&format!("<td>{}</td>", offices[0])]);
        }
        let code = take(&mut chair, &[]).await;
        steps::step(&mut chair, &code, "classify", &[("kind", "feedback"), ("matter", "water")])
            .await;
        for (office, until) in [(&offices[0], "09/03/2026"), (&offices[1], "20/03/2026")] {
            let ask = [("office", office.as_str()), ("words", "Ai quản lý?"), ("until", until)];
            steps::step(&mut chair, &code, "ask", &ask).await;
        }
        house.day(date(2026, 3, 11));
        let (mut chair, mut office2) = (house.chair().await, house.sign_in("do.thu").await);
        std::mem::swap(&mut office, &mut office2);
        let leader = chair.get("/can-bo/lanh-dao").await;
        leader.says(200, "Phòng Kinh tế").says(200, "Phòng Văn hóa");
        // Its people see what their own office was asked, and nothing of the other's.
        let list = office.get("/can-bo/hoi-y-kien").await;
        list.says(200, "Phòng Kinh tế").says(200, "trễ 2 ngày").never(&["Phòng Văn hóa"]);
        let path = list.between("class=\"code\" href=\"", "\"");
        office.get(&path).await.says(200, "Ai quản lý?").never(&["Giả Định"]);
        let other = steps::read(&house, &code).await.petition.questions[1].debt;
        let other = format!("/can-bo/hoi-y-kien/{code}/{other}");
        assert_eq!(office.get(&other).await.status, 403, "another office's question");
        let none = office.fill(&path, &[("words", " ")]).await;
        none.says(422, "Chưa viết nội dung.");
        office
            .fill(&path, &[("words", "Phòng quản lý đoạn này.")])
            .await
            .goes("/can-bo/hoi-y-kien?xong=1");
        office.get("/can-bo/hoi-y-kien").await.says(200, "Không còn câu hỏi nào chờ trả lời.");
        chair.get(&format!("/can-bo/don/{code}")).await.says(200, "Phòng quản lý đoạn này.");
        let late = "SELECT COUNT(*) FROM duties WHERE rule = 'agreed' AND outcome = 'late'";
        assert_eq!(house.number(late).await, 1);
        // The handler records what came on paper.
        chair
            .fill(&other, &[("words", "Không có ý kiến khác.")])
            .await
            .goes("/can-bo/hoi-y-kien?xong=1");
        chair.get(&other).await.says(409, "đã có ý kiến trả lời");
        house.end().await;
    }
}

#[tokio::test]
async fn each_number_of_the_leader_opens_its_cases_and_few_cases_have_no_share() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (handler, _) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let mut chair = house.chair().await;
        let mut codes = Vec::new();
        for _ in 0..3 {
            codes.push(take(&mut chair, &[]).await);
        }
        steps::step(&mut chair, &codes[0], "assign", &[("to", &handler.to_string())]).await;
        house.day(date(2026, 3, 30));
        let mut chair = house.chair().await;
        let fresh = take(&mut chair, &[("matter", "land")]).await;
        let page = chair.get("/can-bo/lanh-dao").await;
        page.says(200, "Trần Thị Thử").says(200, "Ít việc quá, không ghi tỷ lệ").never(&["100%"]);
        let late = chair.get(&format!("/can-bo/so-don?unit={UNIT}&due=late")).await;
        for code in &codes {
            late.says(200, code);
        }
        late.never(&[&fresh]);
        assert!(
            page.body.contains(&format!("/can-bo/so-don?unit={UNIT}&#38;due=late")),
            "{}",
            page.body
        );
        let held = format!("/can-bo/so-don?unit={UNIT}&due=open&holder={handler}");
        chair.get(&held).await.says(200, &codes[0]).never(&[&codes[1]]);
        let rows = house
            .number("SELECT CAST(SUM(n) AS BIGINT) FROM petition_load WHERE dim = 'state'")
            .await;
        assert_eq!(rows, 4, "the cube counts what is open");
        house.end().await;
    }
}

/// Fields of a form of one action, with every case that it carries.
fn cases(page: &acceptance::Page) -> Vec<(String, String)> {
    let found = page.body.split("name=\"case\" value=\"").skip(1);
    found.map(|rest| ("case".to_owned(), rest.split('"').next().unwrap().to_owned())).collect()
}

async fn send(
    browser: &mut Browser,
    page: &acceptance::Page,
    path: &str,
    typed: &[(&str, &str)],
) -> acceptance::Page {
    let mut fields = page.form(path, typed);
    fields.retain(|(name, _)| name != "case");
    fields.extend(cases(page));
    browser.post(path, &fields).await
}

#[tokio::test]
async fn many_cases_are_given_out_at_once_and_given_back() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (first, _) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let (second, _) = house.officer("Bùi Văn Thí", "thi.bui", Post::Handler).await;
        let mut chair = house.chair().await;
        let mut codes = Vec::new();
        for _ in 0..3 {
            codes.push(take(&mut chair, &[]).await);
        }
        let path = "/can-bo/hang-loat";
        steps::step(&mut chair, &codes[0], "assign", &[("to", &first.to_string())]).await;
        let to = second.to_string();
        let list = chair.get(path).await;
        send(&mut chair, &list, path, &[("go", "preview")])
            .await
            .says(422, "Xin ông/bà chọn một mục");
        let look = send(&mut chair, &list, path, &[("to", &to), ("go", "preview")]).await;
        look.says(200, "Sẽ giao 3 trong 3 việc cho Bùi Văn Thí.");
        let holder = |code: &str| {
            let code = code.to_owned();
            let house = &house;
            async move { steps::read(house, &code).await.petition.holder }
        };
        assert_eq!(holder(&codes[1]).await, None, "looking records nothing");
        // Somebody is first on one of them: it is listed, the others are done.
        steps::step(&mut chair, &codes[2], "note", &[("words", "Đã gọi điện.")]).await;
        let done = send(&mut chair, &look, path, &[("go", "do")]).await;
        done.says(200, "Đã giao 2 trong 3 việc cho Bùi Văn Thí.");
        assert_eq!([holder(&codes[0]).await, holder(&codes[1]).await], [Some(second); 2]);
        assert_eq!(holder(&codes[2]).await, None);
        let undone = send(&mut chair, &done, path, &[("go", "undo")]).await;
        undone.says(200, "Đã trả 2 trong 2 việc về như trước.");
        assert_eq!([holder(&codes[0]).await, holder(&codes[1]).await], [Some(first), None]);
        house.end().await;
    }
}

#[tokio::test]
async fn letters_kept_long_enough_are_destroyed_together_and_the_page_says_for_ever() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut chair = house.chair().await;
        let (old, young) = (take(&mut chair, &[]).await, take(&mut chair, &[]).await);
        for (code, day) in [(&old, date(2026, 3, 3)), (&young, date(2026, 3, 10))] {
            house.day(day);
            let mut chair = house.chair().await;
            let kind = [("kind", "feedback"), ("matter", "water")];
            steps::step(&mut chair, code, "classify", &kind).await;
            steps::step(&mut chair, code, "file", &[("lack", "illegible")]).await;
        }
        let path = "/can-bo/tieu-huy";
        house.day(date(2027, 3, 3));
        house.chair().await.get(path).await.says(200, "Không có đơn nào đã hết thời gian lưu.");
        house.day(date(2027, 3, 4));
        let mut chair = house.chair().await;
        let list = chair.get(path).await;
        list.says(200, &old).says(200, "Điều 28 Thông tư").never(&[&young]);
        let look = send(&mut chair, &list, path, &[("go", "preview")]).await;
        look.says(200, "Sẽ tiêu hủy 1 trong 1 đơn.").says(200, "không lấy lại được");
        let done = send(&mut chair, &look, path, &[("go", "do")]).await;
        done.says(200, "Đã tiêu hủy 1 trong 1 đơn.").never(&["Hoàn tác"]);
        let petition = steps::read(&house, &old).await.petition;
        assert_eq!(petition.state, petitions::petition::State::Destroyed);
        assert_eq!(petition.erased.len(), petition.items.len());
        house.end().await;
    }
}

#[tokio::test]
async fn who_stands_in_sees_the_work_until_it_ends_by_itself() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (away, _) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let (other, _) = house.officer("Bùi Văn Thí", "thi.bui", Post::Handler).await;
        let (desk, _) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let mut chair = house.chair().await;
        let code = take(&mut chair, &[]).await;
        steps::step(&mut chair, &code, "assign", &[("to", &away.to_string())]).await;
        let path = "/can-bo/vang-mat";
        let (own, stand_in) = (away.to_string(), other.to_string());
        let mut handler = house.sign_in("thu.tran").await;
        let days = [("from", "03/03/2026"), ("until", "06/03/2026")];
        let wrong = [days[0], days[1], ("stand-in", &desk.to_string())];
        handler.fill(path, &wrong).await.says(422, "không giữ cùng chức danh");
        handler
            .fill(path, &[days[0], days[1], ("stand-in", &own)])
            .await
            .says(422, "Không ai làm thay chính mình");
        handler.fill(path, &[days[0], days[1], ("stand-in", &stand_in)]).await.goes(path);
        handler
            .fill(path, &[days[0], days[1], ("stand-in", &stand_in)])
            .await
            .says(422, "trùng với");
        house.sign_in("thi.bui").await.get("/can-bo/hom-nay?tab=mine").await.never(&[&code]);
        house.day(date(2026, 3, 4));
        let mut helper = house.sign_in("thi.bui").await;
        helper
            .get("/can-bo/hom-nay?tab=mine")
            .await
            .says(200, &code)
            .says(200, "thay Trần Thị Thử");
        let case = format!("/can-bo/don/{code}");
        helper.get(&case).await.says(200, "vắng đến hết 06/03/2026; Bùi Văn Thí làm thay");
        // Nobody but its officer and a leader ends it.
        let form = helper.get(path).await;
        let seal = form.hidden("_seal");
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let ending = [field("_seal", &seal), field("who", &own), field("n", "1")];
        assert_eq!(helper.post("/can-bo/vang-mat/thoi", &ending).await.status, 403);
        house.day(date(2026, 3, 7));
        let mut helper = house.sign_in("thi.bui").await;
        helper.get("/can-bo/hom-nay?tab=mine").await.never(&[&code]);
        helper.get(&case).await.says(200, "Trần Thị Thử giữ");
        // A leader records it for a colleague, and ends it early.
        let mut chair = house.chair().await;
        let days = [("who", own.as_str()), ("from", "07/03/2026"), ("until", "12/03/2026")];
        let typed = [days[0], days[1], days[2], ("stand-in", &stand_in)];
        let page = chair.get(path).await;
        chair.send_form(&page, path, &typed).await.goes(path);
        helper.get("/can-bo/hom-nay?tab=mine").await.says(200, &code);
        let page = chair.get(path).await;
        chair.send_form(&page, "/can-bo/vang-mat/thoi", &[]).await.goes(path);
        helper.get("/can-bo/hom-nay?tab=mine").await.never(&[&code]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_calendar_is_read_by_a_secret_address_alone() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (handler, mut browser) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let mut chair = house.chair().await;
        let code = take(&mut chair, &[]).await;
        steps::step(&mut chair, &code, "assign", &[("to", &handler.to_string())]).await;
        let page = browser.get("/can-bo/lich").await;
        let taken = browser.send_form(&page, "/can-bo/lich", &[("go", "open")]).await;
        let path = format!("/lich/{}", taken.between("/lich/", "\""));
        let feed = house.visitor().get(&path).await;
        assert_eq!(feed.header("content-type"), Some("text/calendar; charset=utf-8"));
        feed.says(200, "BEGIN:VTODO").says(200, &code).never(&["Giả Định", "Mương", "Trần Thị"]);
        check(&feed.body, DUE, &code);
        house.visitor().get("/lich/khong-co.ics").await.says(404, "Không có trang");
        browser.send_form(&taken, "/can-bo/lich", &[("go", "open")]).await.says(200, "/lich/");
        assert_eq!(house.visitor().get(&path).await.status, 404, "the old address ended");
        house.end().await;
    }
}

/// What every calendar is read by, and what holds for each.
const READ: &str = r#"
import sys, datetime, icalendar
text = sys.stdin.buffer.read()
calendar = icalendar.Calendar.from_ical(text)
"#;
const SOUND: &str = r#"
assert not [e for c in calendar.walk() for e in c.errors], "no line is wrong"
assert icalendar.Calendar.from_ical(calendar.to_ical()).to_ical() == calendar.to_ical()
"#;
/// What is due stands in it once as a task and once as a day.
const DUE: &str = r#"
code = sys.argv[1]
todos = [c for c in calendar.walk("VTODO")]
events = [c for c in calendar.walk("VEVENT")]
assert len(todos) == len(events) == 1, (todos, events)
todo, event = todos[0], events[0]
due = todo.decoded("DUE")
assert due.utcoffset() == datetime.timedelta(hours=7), due
assert code in todo["SUMMARY"] and code in event["SUMMARY"]
assert event.decoded("DTSTART") == due.date()
assert event.decoded("DTEND") == due.date() + datetime.timedelta(days=1)
assert todo["UID"] != event["UID"]
assert int(todo["SEQUENCE"]) >= 1 and todo["STATUS"] in ("NEEDS-ACTION", "IN-PROCESS")
zone = calendar.walk("VTIMEZONE")[0]
assert str(zone["TZID"]) == "Asia/Ho_Chi_Minh"
"#;

/// A calendar program that others wrote reads it: the library `icalendar` of Python, which
/// `script/clients` brings.
///
/// The script finds `calendar`, and its argument in `sys.argv[1]`.
pub fn check(text: &str, script: &str, argument: &str) {
    let python = acceptance::program::root().join("target/clients/bin/python");
    let there = python.exists() && {
        let asks = std::process::Command::new(&python).args(["-c", "import icalendar"]).output();
        asks.is_ok_and(|out| out.status.success())
    };
    if !there {
        let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!ci, "{} is absent, and CI skips nothing", python.display());
        println!("skipped: the library icalendar is absent");
        return;
    }
    use std::io::Write as _;
    let mut child = std::process::Command::new(python)
        .args(["-c", &format!("{READ}{script}{SOUND}"), argument])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the library runs");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
    let out = child.wait_with_output().expect("it ends");
    assert!(out.status.success(), "{}\n{text}", String::from_utf8_lossy(&out.stderr));
}
