//! Who has reported to the level above, and reports that come as signed files: believed as they
//! were signed by a known key for the period asked for, and never twice. The same from the command
//! line.

use acceptance::house::{PASSWORD, PROVINCE, UNIT};
use acceptance::program::Ground;
use acceptance::{Browser, House, Page};
use accounts::{Person, Post};
use jiff::civil::date;
use serde_json::json;
use site::Settings;
use testkit::engines;

const DUE: &str = "/can-bo/bao-cao/den-han";
const FREEZE: &str = "/can-bo/bao-cao/chot";
const QUARTER: &str = "form=don-thu&year=2026&part=Q1";

/// Files letters of one kind through the API of an office.
async fn file(house: &House, kind: &str, many: usize) {
    let token = house.token().await;
    for n in 0..many {
        let text = format!("Việc thử số {n}.");
        let body = json!({ "kind": kind, "unit": UNIT, "text": text });
        let mut office = house.visitor();
        let filed = office.post_json("/api/v1/petitions", Some(&token), &[], &body).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
    }
}

/// Freezes the report of letters of the quarter; its signed file.
async fn signed(chair: &mut Browser) -> Vec<u8> {
    let page = chair.get(&format!("{FREEZE}?{QUARTER}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let done = chair.send_form(&page, FREEZE, &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let file = chair.get(&format!("{}/tep-ky", done.location)).await;
    assert_eq!(file.status, 200, "{}", file.body);
    let name = file.header("content-disposition").expect("a name");
    assert!(name.contains("bao-cao-don-thu-20836-2026-Q1.dantin"), "{name}");
    file.answer.body
}

/// Sends a file from the page of a period.
async fn send(leader: &mut Browser, query: &str, bytes: &[u8]) -> Page {
    let page = leader.get(&format!("{DUE}?{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let mut fields = page.form(DUE, &[("files", "")]);
    fields.retain(|(name, _)| name != "files");
    leader.post_files(DUE, &fields, &[("bao-cao.dantin", bytes)]).await
}

#[tokio::test]
async fn a_file_without_a_line_is_taken_in_once_and_a_bent_one_never() {
    for engine in engines() {
        let below = House::open(engine).await;
        below.day(date(2026, 3, 2));
        file(&below, "complaint", 2).await;
        file(&below, "feedback", 3).await;
        below.day(date(2026, 3, 16));
        let mut chair = below.chair().await;
        let own = chair.get(&format!("{DUE}?{QUARTER}")).await;
        own.says(200, "Đơn vị này không có cấp dưới.");
        let key = own.between("<code class=\"anywhere\">", "</code>");
        let bytes = signed(&mut chair).await;
        let settings = Settings { exchange_keys: vec![key.clone()], ..Settings::default() };
        let above = House::open_under(engine, PROVINCE, &settings).await;
        above.day(date(2026, 3, 18));
        let mut leader = above.chair().await;
        let page = leader.get(&format!("{DUE}?{QUARTER}")).await;
        page.says(200, "Hạn gửi: 20/03/2026").says(200, "chưa gửi, còn hạn");
        page.says(200, "Xã Thăng Trường").says(200, "Báo cáo").never(&["quá hạn chưa gửi</span>"]);
        // Each refused by name, and nothing recorded.
        let mut bent = bytes.clone();
        let at = bent.windows(7).position(|part| part == b"\"now\":2".as_slice());
        bent[at.expect("two complaints") + 6] = b'3';
        let refused = send(&mut leader, QUARTER, &bent).await;
        refused.says(422, "“bao-cao.dantin” đã bị sửa sau khi ký.").says(422, "Không dùng tệp này");
        for at in (0..bytes.len()).step_by(37) {
            let mut bent = bytes.clone();
            bent[at] ^= 1;
            assert_eq!(send(&mut leader, QUARTER, &bent).await.status, 422, "byte {at}");
        }
        let last = send(&mut leader, "form=don-thu&year=2025&part=Q1", &bytes).await;
        last.says(422, "là số liệu từ 15/12/2025 đến 14/03/2026, không phải kỳ đang chọn");
        let other = send(&mut leader, "form=tiep-cong-dan&year=2026&part=Q1", &bytes).await;
        other.says(422, "theo mẫu don-thu, không phải mẫu đang chọn");
        send(&mut leader, QUARTER, b"").await.says(422, "không phải tệp báo cáo có chữ ký số");
        assert_eq!(above.number("SELECT COUNT(*) FROM reports_received").await, 0);
        // The file itself, and the same once more.
        for (told, n) in [("Đã nhận 1 tệp mới; 0 tệp", 1), ("Đã nhận 0 tệp mới; 1 tệp", 1)]
        {
            let done = send(&mut leader, QUARTER, &bytes).await;
            assert_eq!(done.status, 303, "{}", done.body);
            let shown = leader.get(&done.location).await;
            shown.says(200, told).says(200, "nhận bằng tệp").says(200, "1 trên ");
            shown.says(200, "đúng hạn").says(200, "<td class=\"n\">3</td>");
            assert_eq!(above.number("SELECT COUNT(*) FROM reports_received").await, n);
        }
        // The unit below corrects itself and sends again: the last file counts, and counts once.
        below.day(date(2026, 3, 17));
        let mut chair = below.chair().await;
        let again = signed(&mut chair).await;
        assert_ne!(again, bytes, "it was frozen on another day");
        assert_eq!(send(&mut leader, QUARTER, &again).await.status, 303);
        assert_eq!(above.number("SELECT COUNT(*) FROM reports_received").await, 2);
        let shown = leader.get(&format!("{DUE}?{QUARTER}")).await;
        assert_eq!(shown.body.matches("nhận bằng tệp</td>").count(), 1, "{}", shown.body);
        // Time is over for the others.
        above.day(date(2026, 3, 23));
        let mut leader = above.chair().await;
        leader.get(&format!("{DUE}?{QUARTER}")).await.says(200, "quá hạn chưa gửi");
        above.store().verify().await.expect("the journal and its views agree");
        above.end().await;
        below.end().await;
        let stranger = House::open_for(engine, PROVINCE).await;
        let mut leader = stranger.chair().await;
        let refused = send(&mut leader, QUARTER, &bytes).await;
        refused.says(422, "ký bằng khóa dantin-exchange/20836, chưa ghi trong cài đặt");
        refused.says(422, "exchange_keys");
        stranger.end().await;
    }
}

#[tokio::test]
async fn who_reads_sees_who_has_reported_and_only_a_leader_exchanges() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        house.day(date(2026, 3, 18));
        let mut chair = house.chair().await;
        // A commune of this installation freezes its report here: that is sending it.
        let asked = format!("{FREEZE}?{QUARTER}&unit={UNIT}");
        let page = chair.get(&asked).await;
        let done = chair.send_form(&page, FREEZE, &[]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let shown = chair.get(&format!("{DUE}?{QUARTER}")).await;
        shown.says(200, &format!("href=\"{}\"", done.location)).says(200, "đúng hạn");
        // Without a period the last quarter that is over is meant.
        chair.get(DUE).await.says(200, "quý I năm 2026");
        house.account("Kiểm Tra Thử", "kiem.tra", &[(Post::Auditor, PROVINCE)]).await;
        let mut auditor = house.sign_in("kiem.tra").await;
        auditor.get(DUE).await.says(200, "Đơn vị đã báo cáo").never(&["dantin-exchange"]);
        auditor.get(&format!("{}/tep-ky", done.location)).await.says(403, "");
        let seal = auditor.get("/can-bo/toi").await.hidden("_seal");
        auditor.post(DUE, &[("_seal".to_owned(), seal)]).await.says(403, "");
        chair.get(&format!("{DUE}?year=24")).await.says(200, "aria-invalid=\"true\"");
        house.end().await;
    }
}

/// Opens a folder for the province above, with what its operator wrote down.
async fn above(engine: store::Engine, key: &str) -> Ground {
    let ground = Ground::new(engine);
    let store = super::cli::open(&ground).await;
    let site = site::open(store, &Settings::default()).await.expect("the site opens");
    let person = Person { name: "Lê Ví Dụ".into(), login: "vi.du".into(), ..Person::default() };
    site.app.open_instance(PROVINCE, true, person, PASSWORD).await.expect("it is opened");
    site.app.store.close().await;
    let settings = format!("exchange_keys = [\"{key}\"]\n");
    std::fs::write(ground.path().join("dantin.toml"), settings).expect("it is written");
    ground
}

const ALL: &str = "2000-01-01..2099-12-31";

#[tokio::test]
async fn the_command_line_freezes_writes_and_takes_in() {
    for engine in engines() {
        let ground = Ground::new(engine);
        ground.demo(20);
        let path = |name: &str| ground.path().join(name).display().to_string();
        let early =
            |to: &str| ground.run(&["exchange", "write", "don-thu", "--period", ALL, "-o", to]);
        let early = early(&path("0"));
        assert!(!early.well && early.err.contains("is not frozen yet"), "{early:?}");
        let freeze = |to: &str| {
            let ran = ground.run(&["report", "don-thu", "--period", ALL, "--freeze", "-o", to]);
            assert!(ran.well, "{ran:?}");
            let key = ran.err.lines().find_map(|line| line.strip_prefix("frozen: "));
            key.expect("a key").to_owned()
        };
        let (key, again) = (freeze(&path("1")), freeze(&path("2")));
        assert_eq!(key, again, "asked for twice it is one");
        let read = |name: &str| std::fs::read(path(name)).expect("a file");
        assert!(read("1") == read("2"), "the same frozen answer, the same bytes");
        let frozen = |kind: &str, to: &str| {
            let ran = ground.run(&["report", "--frozen", &key, "--format", kind, "-o", to]);
            assert!(ran.well, "{ran:?}");
        };
        for kind in ["pdf", "xlsx"] {
            ["3", "4"].iter().for_each(|name| frozen(kind, &path(name)));
            assert!(read("3") == read("4") && !read("3").is_empty(), "{kind}");
        }
        let store = super::cli::open(&ground).await;
        let rows = store.rows("SELECT COUNT(*) FROM reports_frozen", Vec::new()).await.unwrap();
        assert_eq!(rows[0].int(0).unwrap(), 1);
        store.close().await;
        let none = ground.run(&["report", "--frozen", "không-có", "--json"]);
        assert!(!none.well && none.json()["error"].as_str().unwrap().contains("không-có"));
        let old =
            ["report", "don-thu", "--unit", "63-20836", "--period", ALL, "--freeze", "--json"];
        assert!(ground.run(&old).json()["error"].as_str().unwrap().contains("no unit of today"));

        let signed = path("bao-cao.dantin");
        let key = ground.run(&["exchange", "key", "--json"]).good()["key"].clone();
        let write =
            ["exchange", "write", "don-thu", "--period", ALL, "--json", "-o", signed.as_str()];
        ground.run(&write).good();
        let above = above(engine, key.as_str().expect("a key")).await;
        let take = |file: &str, period: &str| {
            above.run(&["exchange", "read", file, "don-thu", "--period", period, "--json"])
        };
        let last = take(&signed, "2024");
        assert!(!last.well, "{last:?}");
        let told = last.json()["error"].as_str().unwrap().to_owned();
        assert!(told.contains("không phải kỳ đang chọn. Chọn đúng năm và kỳ"), "{told}");
        let mut bent = read("bao-cao.dantin");
        bent[60] ^= 1;
        std::fs::write(path("bent"), &bent).expect("it is written");
        let refused = take(&path("bent"), ALL);
        let told = refused.json()["error"].as_str().unwrap().to_owned();
        assert!(!refused.well && told.contains("đã bị sửa sau khi ký"), "{told}");
        let first = take(&signed, ALL).good();
        assert_eq!((&first["unit"], &first["again"]), (&json!(UNIT), &json!(false)));
        assert_eq!(take(&signed, ALL).good()["again"], true);
        let wrong = "exchange_keys = [\"xa-mau\"]\n";
        std::fs::write(above.path().join("dantin.toml"), wrong).expect("it is written");
        let doctor = above.run(&["doctor", "--json"]);
        assert!(!doctor.well && doctor.out.contains("exchange_keys: xa-mau"), "{doctor:?}");
    }
}
