//! The register of denunciations through HTTP: its days and clocks, who may open it, and that a
//! name sent into any field of it is refused and is nowhere afterwards.

use std::path::Path;

use acceptance::house::{PROVINCE, UNIT};
use acceptance::program::Ground;
use acceptance::{Browser, House, Page};
use accounts::Post;
use accounts::totp::Factor;
use jiff::civil::{Date, date};
use kernel::Clock;
use store::{Engine, Store};
use testkit::engines;

const LIST: &str = "/can-bo/to-cao";
/// A denouncer who does not exist, as an officer might type them.
const NAME: &str = "Phan Thị Giả Định Tố";
const PLAIN: &str = "phan thi gia dinh to";
/// The same as it travels in an address.
const QUERY: &str = "phan+thi+gia+dinh+to";

/// Enters a denunciation; its address.
async fn enter(officer: &mut Browser, on: &str) -> String {
    let typed =
        [("on", on), ("way", "paper"), ("sort", "first"), ("shelf", "clerk"), ("slot", "12")];
    let done = officer.fill(&format!("{LIST}/moi"), &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.split('?').next().unwrap().to_owned()
}

async fn step(officer: &mut Browser, entry: &str, step: &str, typed: &[(&str, &str)]) {
    let done = officer.fill(&format!("{entry}/{step}"), typed).await;
    done.goes(&format!("{entry}?xong={step}"));
}

#[tokio::test]
async fn an_entry_goes_from_its_number_to_its_end_and_its_clock_stands_still_between() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut leader = house.chair().await;
        let (_, mut jurist) = house.officer("Phan Thị Thử", "thu.phan", Post::Jurist).await;
        let entry = enter(&mut jurist, "02/03/2026").await;
        assert_eq!(entry, format!("{LIST}/{UNIT}-2026-1"));
        assert_eq!(enter(&mut leader, "27/02/2026").await, format!("{LIST}/{UNIT}-2026-2"));
        assert_eq!(enter(&mut leader, "28/12/2018").await, format!("{LIST}/{UNIT}-2018-1"));
        let old = leader.get(&format!("{LIST}/{UNIT}-2018-1")).await;
        old.says(200, "Luật Tố cáo 2011");

        (leader, jurist) = later(&house, date(2026, 3, 9)).await;
        assert_eq!(jurist.get(&format!("{entry}/accept")).await.status, 403, "a leader decides");
        step(&mut leader, &entry, "accept", &[("on", "09/03/2026")]).await;
        leader.get(&entry).await.says(200, "08/04/2026").says(200, "Điều 30 Luật Tố cáo");
        (leader, jurist) = later(&house, date(2026, 3, 20)).await;
        step(&mut jurist, &entry, "notify", &[("on", "12/03/2026")]).await;
        step(&mut leader, &entry, "suspend", &[("on", "20/03/2026")]).await;
        leader.get(&entry).await.says(200, "Thời hạn giải quyết dừng từ ngày 20/03/2026");
        assert_eq!(leader.get(&format!("{entry}/conclude")).await.status, 409);
        let still = "SELECT COUNT(*) FROM duties WHERE rule = 'TC.res' AND closed_on IS NULL";
        assert_eq!(house.number(still).await, 1, "it stays owed, with its owner");
        (leader, _) = later(&house, date(2026, 4, 13)).await;
        step(&mut leader, &entry, "resume", &[("on", "13/04/2026")]).await;
        let page = leader.get(&entry).await;
        page.says(200, "tạm đình chỉ").says(200, "Không tính 24 ngày tạm đình chỉ.");
        page.says(200, "04/05/2026");
        let days = [("on", "13/04/2026"), ("weight", "complex")];
        let long = leader.fill(&format!("{entry}/extend"), &with(&days, ("days", "31"))).await;
        long.says(422, "không quá 30 ngày");
        step(&mut leader, &entry, "extend", &with(&days, ("days", "15"))).await;
        (leader, jurist) = later(&house, date(2026, 5, 14)).await;
        let concluded = [("on", "14/05/2026"), ("finding", "partly")];
        step(&mut leader, &entry, "conclude", &concluded).await;
        for sent in ["send_decision", "send_conclusion", "handle", "publish"] {
            step(&mut jurist, &entry, sent, &[("on", "14/05/2026")]).await;
        }
        leader.get(&entry).await.says(200, "Đã xong").says(200, "Công khai kết luận");
        the_register_lists(&mut leader).await;
        anonymous(&mut jurist).await;
        who_may_open(&house, &entry).await;
        let open = "SELECT COUNT(*) FROM duties WHERE stream LIKE '%2026-1' AND outcome = ''";
        assert_eq!(house.number(open).await, 0, "nothing is owed any more");
        house.app.store.verify().await.expect("journal and views agree");
        house.end().await;
    }
}

/// A mistyped day is put right from the trail: the duty moves, the old day stays readable, a day
/// that the law does not give is refused, and nobody corrects what they may not record.
#[tokio::test]
async fn a_mistyped_day_is_put_right_and_the_due_date_moves() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 20));
        let mut leader = house.chair().await;
        let (_, mut jurist) = house.officer("Phan Thị Thử", "thu.phan", Post::Jurist).await;
        let entry = enter(&mut jurist, "02/03/2026").await;
        step(&mut leader, &entry, "accept", &[("on", "19/03/2026")]).await;
        let due = "SELECT CAST(SUM(due) AS BIGINT) FROM duties WHERE rule = 'TC.res'";
        let before = house.number(due).await;
        leader.get(&entry).await.says(200, "20/04/2026").says(200, "/sua/2");
        jurist.get(&entry).await.says(200, "/sua/1").never(&["/sua/2"]);
        assert_eq!(jurist.get(&format!("{entry}/sua/2")).await.status, 403, "a leader decided it");
        assert_eq!(jurist.get(&format!("{entry}/sua/9")).await.status, 404);
        let form = leader.get(&format!("{entry}/sua/2")).await;
        form.says(200, "Đang ghi: Thụ lý, ngày 19/03/2026.");
        let wrong = leader.fill(&format!("{entry}/sua/2"), &[("on", "01/03/2026")]).await;
        wrong.says(422, "Ngày này ở trước việc đã ghi gần nhất (02/03/2026)");
        let name = leader.fill(&format!("{entry}/sua/1"), &[("slot", NAME)]).await;
        assert_eq!(name.status, 422);
        nowhere_in(&name);
        let done = leader.fill(&format!("{entry}/sua/2"), &[("on", "09/03/2026")]).await;
        done.goes(&format!("{entry}?xong=correct"));
        let page = leader.get(&done.location).await;
        page.says(200, "08/04/2026").says(200, "trước ghi nhầm là 19/03/2026");
        assert_eq!(before - house.number(due).await, 12, "the duty moved by twelve days");
        let place = [("on", "02/03/2026"), ("slot", "21")];
        jurist.fill(&format!("{entry}/sua/1"), &place).await.goes(&format!("{entry}?xong=correct"));
        leader.get(LIST).await.says(200, "ngăn 21");
        let rebuilt = house.app.store.verify().await;
        rebuilt.expect("journal and views agree");
        house.end().await;
    }
}

/// A case that is late: the superior's paper is recorded and answered. Where the denouncer asks,
/// the office that is late is asked for a report within the days of Article 38.
#[tokio::test]
async fn a_late_case_is_reported_on_and_whoever_asks_about_one_is_no_denunciation() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 4, 8));
        let mut leader = house.chair().await;
        house.officer("Phan Thị Thử", "thu.phan", Post::Jurist).await;
        let entry = enter(&mut leader, "02/03/2026").await;
        step(&mut leader, &entry, "accept", &[("on", "09/03/2026")]).await;
        let want = format!("{entry}/want_report");
        let early = leader.fill(&want, &[("on", "08/04/2026")]).await;
        early.says(422, "chưa quá hạn").says(422, "08/04/2026").says(422, "Điều 38 Luật Tố cáo");
        let (_, mut jurist) = later(&house, date(2026, 4, 13)).await;
        step(&mut jurist, &entry, "want_report", &[("on", "13/04/2026")]).await;
        let page = jurist.get(&entry).await;
        page.says(200, "Hạn báo cáo cấp trên: 20/04/2026").says(200, "Điều 38 Luật Tố cáo");
        assert_eq!(jurist.get(&want).await.status, 409, "it is owed already");
        step(&mut jurist, &entry, "report", &[("on", "13/04/2026")]).await;
        let owed = "SELECT COUNT(*) FROM duties WHERE rule LIKE 'TC.late%' AND closed_on IS NULL";
        assert_eq!(house.number(owed).await, 0);

        let counted = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts \
                       WHERE indicator = 'denunciations.received'";
        let before = house.number(counted).await;
        let typed = [
            ("on", "09/04/2026"),
            ("way", "paper"),
            ("sort", "late"),
            ("shelf", "clerk"),
            ("slot", "14"),
        ];
        let done = jurist.fill(&format!("{LIST}/moi"), &typed).await;
        let asked = done.location.split('?').next().unwrap().to_owned();
        let page = jurist.get(&asked).await;
        page.says(200, "Hạn yêu cầu báo cáo: 16/04/2026").says(200, "Đề nghị vì quá hạn");
        page.never(&["/accept\""]);
        assert_eq!(house.number(owed).await, 1);
        step(&mut jurist, &asked, "ask_report", &[("on", "10/04/2026")]).await;
        jurist.get(&asked).await.says(200, "Đã yêu cầu báo cáo");
        assert_eq!(house.number(owed).await, 0);
        assert_eq!(house.number(counted).await, before, "no denunciation was received");
        let mut old = typed;
        old[0].1 = "28/12/2018";
        let none = jurist.fill(&format!("{LIST}/moi"), &old).await;
        none.says(422, "chỉ có trong Luật Tố cáo 2018");
        house.end().await;
    }
}

/// Another day has come, and both have signed in again.
async fn later(house: &House, day: Date) -> (Browser, Browser) {
    house.day(day);
    (house.chair().await, house.sign_in("thu.phan").await)
}

fn with<'a>(typed: &[(&'a str, &'a str)], more: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    typed.iter().copied().chain([more]).collect()
}

async fn the_register_lists(leader: &mut Browser) {
    let all = leader.get(LIST).await;
    all.says(200, "TC 1/2026").says(200, "TC 2/2026").says(200, "TC 1/2018").says(200, "3 vụ việc");
    let one = leader.get(&format!("{LIST}?year=2018")).await;
    one.says(200, "TC 1/2018").never(&["TC 1/2026"]);
    let done = leader.get(&format!("{LIST}?state=settled")).await;
    done.says(200, "TC 1/2026").never(&["TC 2/2026"]);
    let next = leader.get(&format!("{LIST}?after=2026000002")).await;
    next.says(200, "TC 1/2026").never(&["TC 2/2026"]);
}

async fn anonymous(jurist: &mut Browser) {
    let list = format!("{LIST}/nac-danh");
    let done = jurist.fill(&list, &[("on", "11/05/2026")]).await;
    done.goes(&format!("{list}/{UNIT}-2026-1"));
    let typed = [("handling", "inspected"), ("on", "12/05/2026")];
    jurist.fill(&done.location, &typed).await.goes(&list);
    jurist.get(&list).await.says(200, "Thanh tra, kiểm tra theo thẩm quyền").says(200, "Điều 25");
}

/// What was mistyped of anonymous information is put right, with a trace and within its year.
#[tokio::test]
async fn anonymous_information_is_put_right_and_what_was_written_stays() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 5, 20));
        let (_, mut jurist) = house.officer("Phan Thị Thử", "thu.phan", Post::Jurist).await;
        anonymous(&mut jurist).await;
        let one = format!("{LIST}/nac-danh/{UNIT}-2026-1");
        let page = jurist.get(&one).await;
        page.says(200, "Nhận thông tin nặc danh").says(200, "/sua/1").says(200, "/sua/2");
        let (came, done) = (format!("{one}/sua/1"), format!("{one}/sua/2"));
        jurist.get(&done).await.says(200, "Đang ghi: Xử lý thông tin, ngày 12/05/2026.");
        let seen = jurist.get(&done).await;
        for (path, on, told) in [
            (&came, "13/05/2026", "thành ra xảy ra trước"),
            (&came, "11/05/2025", "cấp trong năm 2026"),
            (&came, "11/05/2026", "Chưa có gì khác"),
            (&done, "10/05/2026", "trước việc đã ghi gần nhất (11/05/2026)"),
            (&done, "21/05/2026", "Ngày này chưa đến"),
        ] {
            jurist
                .fill(path, &with(&[("on", on)], ("handling", "inspected")))
                .await
                .says(422, told);
        }
        let name = jurist.fill(&done, &[("handling", NAME)]).await;
        assert_eq!(name.status, 422);
        nowhere_in(&name);
        let typed = [("on", "14/05/2026"), ("handling", "filed")];
        jurist.fill(&done, &typed).await.goes(&format!("{one}?xong=correct"));
        let page = jurist.get(&format!("{one}?xong=correct")).await;
        page.says(200, "Đã ghi điều đã sửa").says(200, "14/05/2026");
        page.says(200, "trước ghi nhầm là 12/05/2026").says(200, "Thanh tra, kiểm tra");
        // Who had opened the form before sees what a colleague did.
        jurist.send_form(&seen, &done, &typed).await.says(409, "14/05/2026");
        jurist.fill(&came, &[("on", "12/05/2026")]).await.goes(&format!("{one}?xong=correct"));
        let list = jurist.get(&format!("{LIST}/nac-danh")).await;
        list.says(200, "12/05/2026").says(200, "14/05/2026").never(&["11/05/2026"]);
        // Whoever only reads has no way to it.
        let kept = "SELECT COUNT(*) FROM journal WHERE kind = 'anonymous.corrected'";
        assert_eq!(house.number(kept).await, 2);
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        assert_eq!(clerk.get(&done).await.status, 403);
        house.app.store.verify().await.expect("journal and views agree");
        house.app.store.rebuild().await.expect("the views are made anew");
        house.end().await;
    }
}

/// The leader and the jurist of the unit, and nobody else: not by a post elsewhere either.
async fn who_may_open(house: &House, entry: &str) {
    let posts = [Post::Reception, Post::Handler, Post::Administrator, Post::Auditor];
    for (n, post) in posts.into_iter().enumerate() {
        let login = format!("ngoai.{n}");
        let (_, mut officer) = house.officer("Cán Bộ Thử", &login, post).await;
        for path in [LIST, entry, "/can-bo/to-cao/nac-danh", "/can-bo/to-cao/moi"] {
            assert_eq!(officer.get(path).await.status, 403, "{post:?} {path}");
        }
    }
    house.account("Lãnh Đạo Xa", "xa.lanh", &[(Post::Leader, PROVINCE)]).await;
    let mut far = house.sign_in("xa.lanh").await;
    assert_eq!(far.get(entry).await.status, 403);
    assert_eq!(far.get(&format!("{LIST}?unit={UNIT}")).await.status, 403);
    let anybody = house.visitor().get(entry).await;
    assert!(anybody.location.starts_with("/dang-nhap"));
    let document = house.visitor().get("/api/v1/openapi.json").await.json();
    let paths = document["paths"].as_object().expect("it has paths");
    let doors = paths.iter().filter(|(path, _)| path.starts_with("/api/v1/denunciations"));
    let mut seen = 0;
    // What a program can send there are days, numbers and closed words.
    for (path, door) in doors {
        let body = &door["post"]["requestBody"]["content"]["application/json"]["schema"];
        for (name, field) in body["properties"].as_object().into_iter().flatten() {
            let closed = field.get("enum").is_some() || field["format"] == "date";
            assert!(closed || field["type"] == "integer", "{path}: {name}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// Every form of the register with all of its fields, filled in as they should be.
fn forms(entry: &str, one: &str) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let at = |step: &str| format!("{entry}/{step}");
    let on = ("on", "02/03/2026");
    vec![
        (
            format!("{LIST}/moi"),
            vec![
                on,
                ("way", "paper"),
                ("sort", "first"),
                ("shelf", "clerk"),
                ("slot", "1"),
                ("unit", UNIT),
            ],
        ),
        (format!("{LIST}/nac-danh"), vec![on, ("unit", UNIT)]),
        (one.to_owned(), vec![on, ("handling", "filed")]),
        (at("widen"), vec![on, ("seen", "1")]),
        (at("accept"), vec![on, ("seen", "1")]),
        (at("extend"), vec![on, ("weight", "complex"), ("days", "3"), ("seen", "1")]),
        (at("go_on"), vec![on, ("why", "part"), ("seen", "1")]),
        (at("conclude"), vec![on, ("finding", "right"), ("seen", "1")]),
        (at("sua/1"), vec![on, ("slot", "2"), ("seen", "1")]),
        (at("move"), vec![on, ("shelf", "archive"), ("slot", "2"), ("seen", "1")]),
    ]
}

/// Sends names into every field of every form, and beside them; each time the answer is a refusal
/// that does not show them again.
async fn send_names(officer: &mut Browser, entry: &str, one: &str) -> usize {
    let seal = officer.get(&format!("{LIST}/moi")).await.hidden("_seal");
    let mut sent = 0;
    for (path, fields) in forms(entry, one) {
        let names = fields.iter().map(|(name, _)| *name).chain(["name", "note", "content"]);
        for at in names {
            for value in [NAME, PLAIN] {
                let kept = fields.iter().filter(|(name, _)| *name != at);
                let mut all: Vec<(String, String)> =
                    kept.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
                all.push((at.to_owned(), value.to_owned()));
                all.push(("_seal".to_owned(), seal.clone()));
                let got = officer.post(&path, &all).await;
                assert!((400..500).contains(&got.status), "{path} {at}: {}", got.status);
                nowhere_in(&got);
                sent += 1;
            }
        }
        let got = officer.get(&format!("{path}?year={QUERY}&state={QUERY}&unit={QUERY}")).await;
        assert!(got.status < 500);
    }
    sent
}

fn nowhere_in(page: &Page) {
    for name in [NAME, PLAIN] {
        assert!(!page.body.contains(name), "{} shows {name}", page.path);
    }
}

#[tokio::test]
async fn a_name_sent_into_any_field_is_refused_and_is_in_no_table() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut leader = house.chair().await;
        let entry = enter(&mut leader, "02/03/2026").await;
        let one = leader.fill(&format!("{LIST}/nac-danh"), &[("on", "02/03/2026")]).await.location;
        let own = "SELECT COUNT(*) FROM journal WHERE kind <> 'access.read'";
        let read = "SELECT COUNT(*) FROM journal WHERE kind = 'access.read'";
        let (facts, before) = (house.number(own).await, house.number(read).await);
        assert!(send_names(&mut leader, &entry, &one).await > 100);
        assert_eq!(house.number(own).await, facts, "nothing was recorded");
        assert!(house.number(read).await > before, "each reading of an entry is");
        in_no_table(house.store(), engine).await;
        let place = house.end().await;
        on_no_disk(place.path());
    }
}

/// Reads every table whole.
async fn in_no_table(store: &Store, engine: Engine) {
    let tables = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Engine::Postgres => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    let tables = store.rows(tables, Vec::new()).await.unwrap();
    assert!(tables.len() > 10);
    for table in &tables {
        let table = table.text(0).unwrap();
        if engine == Engine::Sqlite {
            // SQLite's tables are read as the file that they are, when the house has ended.
            continue;
        }
        for name in [NAME, PLAIN] {
            let sql =
                format!("SELECT COUNT(*) FROM \"{table}\" AS t WHERE CAST(t AS TEXT) LIKE $1");
            let found = store.rows(&sql, vec![format!("%{name}%").into()]).await.unwrap();
            assert_eq!(found[0].int(0).unwrap(), 0, "{table} holds {name}");
        }
    }
}

/// Reads every file of a folder, byte for byte.
fn on_no_disk(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            on_no_disk(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for name in [NAME, PLAIN, QUERY].map(str::as_bytes) {
            let found = bytes.windows(name.len()).any(|window| window == name);
            assert!(!found, "{} holds a name", path.display());
        }
    }
}

/// The program itself, logging all it can: neither log nor database nor backup holds a name.
#[tokio::test]
async fn a_name_sent_into_any_field_is_in_no_log_and_no_backup() {
    let ground = Ground::new(Engine::Sqlite);
    let made = ground.demo(5);
    let beside = tempfile::tempdir().unwrap();
    let served = ground.serve_logging(&beside.path().join("log"));
    let mut officer = served.visitor();
    sign_in(&mut officer, &made["accounts"][0]).await;
    let today = Clock::System.today().strftime("%d/%m/%Y").to_string();
    let entry = enter(&mut officer, &today).await;
    let one = officer.fill(&format!("{LIST}/nac-danh"), &[("on", &today)]).await.location;
    assert!(send_names(&mut officer, &entry, &one).await > 100);
    let copy = beside.path().join("copy.backup");
    ground.run(&["backup", "--json", copy.to_str().unwrap()]).good();
    assert!(served.stop());
    assert!(copy.metadata().unwrap().len() > 1_000);
    on_no_disk(beside.path());
    on_no_disk(ground.path());
}

async fn sign_in(officer: &mut Browser, account: &serde_json::Value) {
    let text = |field: &str| account[field].as_str().unwrap().to_owned();
    let typed = [("login", text("login")), ("password", text("password"))];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, &**value)).collect();
    officer.fill("/dang-nhap", &typed).await;
    let factor = Factor::read(&text("totp_secret")).unwrap();
    let code = factor.code(Clock::System.now());
    let done = officer.fill("/dang-nhap/ma", &[("code", &code)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}
