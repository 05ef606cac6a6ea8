//! Programs of an office: the register of denunciations, in which no words can stand, and an old
//! register that is imported; both through the JSON interface, on both engines.

use acceptance::house::{PROVINCE, UNIT};
use acceptance::http::Request;
use acceptance::{House, Page};
use accounts::Post;
use jiff::civil::date;
use serde_json::{Value, json};
use testkit::engines;

use super::api::{Program, names, refused};

const ENTRIES: &str = "/api/v1/denunciations";
const ANONYMOUS: &str = "/api/v1/anonymous";
const IMPORTS: &str = "/api/v1/imports";
/// A denouncer who does not exist, as a program might send them.
const NAME: &str = "Phan Thị Giả Định Tố";

fn entry(on: &str) -> Value {
    json!({ "on": on, "way": "paper", "sort": "first", "shelf": "clerk", "slot": 12 })
}

async fn number(house: &House, kind: &str) -> i64 {
    house.number(&format!("SELECT COUNT(*) FROM journal WHERE kind = '{kind}'")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_of_the_register_lives_through_the_api_and_each_reading_is_logged() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 9));
        let mut jurist = Program::of(&house, &[Post::Jurist]).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let keyed = [("Idempotency-Key", "to-1")];
        let made = jurist.post(ENTRIES, &keyed, &entry("2026-03-02")).await;
        let key = format!("{UNIT}-2026-1");
        assert_eq!((made.status, &made.json()["entry"]), (201, &json!(key)), "{}", made.body);
        assert_eq!(made.location, format!("{ENTRIES}/{key}"));
        let again = jurist.post(ENTRIES, &keyed, &entry("2026-03-02")).await;
        assert_eq!((again.status, &again.json()["entry"]), (200, &json!(key)), "{}", again.body);
        let other = jurist.post(ENTRIES, &keyed, &entry("2026-03-03")).await;
        refused(&other, 422, "idempotency-key-used");
        assert_eq!(number(&house, "denunciation.received").await, 1);

        let (one, before) = (made.location.clone(), number(&house, "access.read").await);
        let shown = leader.get(&one).await;
        assert_eq!(number(&house, "access.read").await, before + 1);
        let tag = shown.header("etag").expect("a version").to_owned();
        assert!(names(&shown.json()["steps"], "step").contains(&"accept".to_owned()));
        let accept = format!("{one}/steps/accept");
        let day = json!({ "on": "2026-03-09" });
        refused(&leader.post(&accept, &[], &day).await, 428, "if-match-needed");
        let held = jurist.post(&accept, &[("If-Match", &tag)], &day).await;
        refused(&held, 403, "token-not-allowed");
        let done = leader.post(&accept, &[("If-Match", &tag)], &day).await;
        assert_eq!((done.status, &done.json()["state"]), (200, &json!("accepted")));
        let late = leader.post(&format!("{one}/steps/suspend"), &[("If-Match", &tag)], &day).await;
        refused(&late, 412, "somebody-was-first");
        let due = done.json()["duties"].to_string();
        assert!(due.contains("TC.res") && due.contains("2026-04-08"), "{due}");
        let right = json!({ "on": "2026-03-06" });
        let path = format!("{one}/corrections/2");
        let mended = leader.post(&path, &[("If-Match", "*")], &right).await;
        assert_eq!(mended.json()["accepted_on"], "2026-03-06", "{}", mended.body);
        listed(&house, &mut jurist).await;
        anonymous(&mut jurist).await;
        no_words(&house, &mut leader, &one).await;
        house.end().await;
    }
}

/// The list is narrowed and read page by page; another unit's is closed.
async fn listed(house: &House, jurist: &mut Program) {
    for day in ["2026-03-04", "2026-03-05"] {
        let made = jurist.post(ENTRIES, &[], &entry(day)).await;
        assert_eq!(made.status, 201, "{}", made.body);
    }
    let first = jurist.get(&format!("{ENTRIES}?limit=2")).await.json();
    assert_eq!(names(&first["items"], "code"), ["TC 3/2026", "TC 2/2026"]);
    let rest = jurist.get(&format!("{ENTRIES}?limit=2&cursor={}", first["next"])).await.json();
    assert_eq!(names(&rest["items"], "code"), ["TC 1/2026"]);
    assert_eq!(rest["next"], Value::Null);
    let settled = jurist.get(&format!("{ENTRIES}?state=accepted&year=2026")).await.json();
    assert_eq!(names(&settled["items"], "code"), ["TC 1/2026"]);
    refused(&jurist.get(&format!("{ENTRIES}?state=x")).await, 422, "api-word");
    let mut far = Program::at(house, PROVINCE, &[Post::Leader]).await;
    refused(&far.get(&format!("{ENTRIES}/{UNIT}-2026-1")).await, 403, "token-not-allowed");
    assert_eq!(far.get(ENTRIES).await.json()["items"], json!([]));
    let mut reception = Program::of(house, &[Post::Reception]).await;
    refused(&reception.get(ENTRIES).await, 403, "token-not-allowed");
}

async fn anonymous(jurist: &mut Program) {
    let made = jurist.post(ANONYMOUS, &[], &json!({ "on": "2026-03-05" })).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let one = made.location.clone();
    let handled = json!({ "on": "2026-03-06", "handling": "inspected" });
    let done = jurist.post(&format!("{one}/handling"), &[("If-Match", "*")], &handled).await;
    assert_eq!(done.json()["handling"], "inspected", "{}", done.body);
    let right = json!({ "on": "2026-03-09", "handling": "filed" });
    let path = format!("{one}/corrections/2");
    let mended = jurist.post(&path, &[("If-Match", "*")], &right).await;
    assert_eq!(mended.json()["handling"], "filed", "{}", mended.body);
    assert_eq!(jurist.get(&one).await.json(), mended.json());
    let list = jurist.get(ANONYMOUS).await.json();
    assert_eq!(list["items"][0]["handled_on"], "2026-03-09", "{list}");
}

/// A name that is sent into any field is refused, is not said again, and is nowhere afterwards.
async fn no_words(house: &House, leader: &mut Program, one: &str) {
    let mut bodies = vec![json!({ "ten": NAME }), json!({ NAME: 1 })];
    for name in ["on", "way", "sort", "shelf", "slot"] {
        let mut body = entry("2026-03-05");
        body[name] = json!(NAME);
        bodies.push(body);
    }
    for body in &bodies {
        let steps = ["accept", "move", "extend", "conclude"];
        let steps = steps.map(|step| format!("{one}/steps/{step}"));
        for path in [ENTRIES, ANONYMOUS, &format!("{one}/corrections/1")]
            .into_iter()
            .chain(steps.iter().map(String::as_str))
        {
            let told = leader.post(path, &[("If-Match", "*")], body).await;
            assert_eq!(told.status, 422, "{path}: {}", told.body);
            told.never(&[NAME, "Giả Định"]);
        }
    }
    let kept = format!("SELECT COUNT(*) FROM journal WHERE body LIKE '%{NAME}%'");
    assert_eq!(house.number(&kept).await, 0);
}

/// As an office of long ago kept it.
const REGISTER: &str = "Số đơn;Ngày nhận;Nội dung đơn;Họ và tên;Loại đơn;Kết quả\n\
    1;05/02/2024;Mương thoát nước bị lấp;Nguyễn Văn Mẫu;Kiến nghị;Đang xử lý\n\
    2;07/02/2024;Đường vào chợ ngập;Trần Thị Thử;Phản ánh;Đang xử lý\n\
    3;31/02/2024;Ngày không có;Lê Ví Dụ;Phản ánh;Đang xử lý\n\
    4;08/02/2024;Về việc đền bù;Phạm Giả Định;Tố cáo;Đang xử lý\n";

const MAP: &str = "no_words = '(không ghi)'\n\
    [columns]\nreference = 'Số đơn'\nreceived = 'Ngày nhận'\nwords = 'Nội dung đơn'\n\
    name = 'Họ và tên'\nkind = 'Loại đơn'\n\
    [kinds]\n'Kiến nghị' = 'feedback'\n'Phản ánh' = 'feedback'\n'Tố cáo' = 'denunciation'\n";

/// Sends a register, and its map if there is one.
async fn send(program: &mut Program, query: &str, parts: &[(&str, &[u8])]) -> Page {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        let file = if *name == "file" { "; filename=\"so.csv\"" } else { "" };
        let head = format!("form-data; name=\"{name}\"{file}");
        body.extend(format!("--LINE\r\nContent-Disposition: {head}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--LINE--\r\n");
    let request = Request::new("POST", &format!("{IMPORTS}{query}"));
    program.send(request.body("multipart/form-data; boundary=LINE", body)).await
}

/// Looks until a run is over.
async fn ended(program: &mut Program, at: &str) -> Value {
    for _ in 0..400 {
        let shown = program.get(at).await.json();
        match shown["stage"].as_str() {
            Some("checking" | "importing") => {
                tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            }
            _ => return shown,
        }
    }
    panic!("{at} does not end")
}

fn figures(shown: &Value) -> [i64; 4] {
    ["rows", "added", "known", "refused"].map(|name| shown[name].as_i64().unwrap_or(-1))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_is_sent_with_its_map_tried_imported_and_told_line_by_line() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let parts = [("file", REGISTER.as_bytes()), ("map", MAP.as_bytes())];
        let sent = send(&mut leader, "", &parts).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        let at = sent.location.clone();
        let tried = ended(&mut leader, &at).await;
        assert_eq!((&tried["stage"], figures(&tried)), (&json!("checked"), [4, 2, 0, 2]));
        assert!(tried["map"].as_str().is_some_and(|map| map.contains("Ngày nhận")), "{tried}");
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 0);
        let report = leader.get(&format!("{at}/report")).await;
        report.says(200, "\"dry_run\":true").never(&["Mẫu", "Mương", "Định", "đền bù"]);
        let lines = report.json()["items"].clone();
        assert_eq!(names(&lines, "fate"), ["new", "new", "refused", "refused"]);
        assert_eq!(names(&lines, "code")[3], "denunciation");
        assert_eq!(lines[2]["column"], "Ngày nhận", "{lines}");
        assert_eq!((&lines[0]["received"], &lines[0]["line"]), (&json!("2024-02-05"), &json!(2)));

        let run = leader.post(&format!("{at}/run"), &[], &json!({})).await;
        assert_eq!(run.status, 200, "{}", run.body);
        let done = ended(&mut leader, &at).await;
        assert_eq!((&done["stage"], figures(&done)), (&json!("done"), [4, 2, 0, 2]));
        assert_eq!(done["map"], Value::Null, "the file is forgotten");
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 2);
        refused(&leader.post(&format!("{at}/run"), &[], &json!({})).await, 409, "import-under-way");
        // The same file once more adds nothing.
        let again = send(&mut leader, "", &parts).await.location;
        assert_eq!(figures(&ended(&mut leader, &again).await), [4, 0, 2, 2]);
        another_map(&house, &mut leader, &again).await;
        let list = leader.get(IMPORTS).await.json();
        assert_eq!(names(&list["items"], "stage"), ["done"], "{list}");
        house.end().await;
    }
}

/// Another map is another dry run; what was sent is its sender's alone, and can be thrown away.
async fn another_map(house: &House, leader: &mut Program, at: &str) {
    let path = format!("{at}/map");
    let odd = json!({ "map": "[columns]\nreceived = 'Ngày đến'\nwords = 'Nội dung đơn'\n" });
    let told = refused(&leader.post(&path, &[], &odd).await, 422, "import-map");
    assert!(told["detail"].as_str().is_some_and(|said| said.contains("Ngày đến")), "{told}");
    let all = MAP.replace("'Tố cáo' = 'denunciation'", "'Tố cáo' = 'complaint'");
    let done = leader.post(&path, &[], &json!({ "map": all, "sheet": "1" })).await;
    assert_eq!(done.status, 200, "{}", done.body);
    // What the register itself calls a denunciation no map makes anything else.
    assert_eq!(figures(&ended(leader, at).await), [4, 0, 2, 2]);
    let mut other = Program::of(house, &[Post::Leader]).await;
    for path in [at.to_owned(), format!("{at}/report")] {
        refused(&other.get(&path).await, 403, "import-not-yours");
    }
    let list = other.get(IMPORTS).await.json();
    assert_eq!(list["items"][0]["own"], false, "{list}");
    assert_eq!(leader.post(&format!("{at}/drop"), &[], &json!({})).await.status, 204);
    refused(&leader.get(at).await, 404, "import-none");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_register_is_refused_before_it_is_kept() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let file = ("file", REGISTER.as_bytes());
        for (query, parts, code) in [
            ("", vec![("map", MAP.as_bytes())], "import-no-file"),
            ("", vec![("file", b"".as_slice())], "import-empty"),
            ("", vec![("file", b"%PDF-1.7 ".as_slice())], "import-other"),
            ("", vec![file, ("map", b"[columns".as_slice())], "import-map"),
            ("", vec![file, ("ghi-chu", b"x".as_slice())], "api-field-unknown"),
            ("?sheet=9", vec![file], "import-no-sheet"),
            ("?encoding=x", vec![file], "api-word"),
            ("?unit=00000", vec![file], "petition-unit-unknown"),
            ("", vec![("file", b"a;b\n1;2\n".as_slice())], "import-need-received"),
        ] {
            refused(&send(&mut leader, query, &parts).await, 422, code);
        }
        refused(&leader.post(IMPORTS, &[], &json!({})).await, 400, "bad-request");
        let large = vec![b'x'; (16 << 20) + 1];
        let told = send(&mut leader, "", &[("file", &large)]).await;
        refused(&told, 422, "import-large");
        assert_eq!(house.number("SELECT COUNT(*) FROM petition_imports").await, 0);
        // Without a map the file's own words suggest one.
        let sent = send(&mut leader, "", &[file]).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        let tried = ended(&mut leader, &sent.location).await;
        assert_eq!(figures(&tried), [4, 2, 0, 2], "{tried}");
        let mut handler = Program::of(&house, &[Post::Handler]).await;
        refused(&send(&mut handler, "", &[file]).await, 403, "token-not-allowed");
        house.end().await;
    }
}
