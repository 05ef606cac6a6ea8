//! The commands, as an operator and a program call them.

use std::collections::BTreeSet;
use std::path::Path;

use acceptance::program::{self, Ground};
use acceptance::{Browser, House};
use accounts::Post;
use accounts::totp::Factor;
use kernel::{Chance, Clock};
use serde_json::Value;
use store::vault::Opened;
use store::{Engine, Options, Store};
use testkit::engines;

/// No file under `folder` has any of these texts in it.
pub fn never_in_files(folder: &Path, texts: &[&str]) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            never_in_files(&path, texts);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for text in texts {
            let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!found, "“{text}” stands in {}", path.display());
        }
    }
}

pub async fn open(ground: &Ground) -> Store {
    let options = Options {
        data: ground.path().to_owned(),
        database: ground.database.clone(),
        exclusive: true,
        readers: 2,
    };
    site::open_store(options, Clock::System, Chance::System).await.unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_demonstration_prints_what_opens_it() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(30);
        assert_eq!(keys(&demo), ["accounts", "token", "unit"]);
        assert_eq!(demo["unit"], "20836");
        let served = ground.serve();
        served.visitor().get("/").await.says(200, "Xã Thăng Trường").says(200, "Trang mẫu");
        let mut posts = BTreeSet::new();
        for account in demo["accounts"].as_array().unwrap() {
            posts.extend(account["posts"].as_array().unwrap().iter().map(Value::to_string));
        }
        assert_eq!(posts.len(), accounts::Post::ALL.len(), "every post has somebody");
        let account = &demo["accounts"][0];
        let text = |name: &str| account[name].as_str().unwrap();
        let mut officer = served.visitor();
        let typed = [("login", text("login")), ("password", text("password"))];
        let entered = officer.fill("/dang-nhap", &typed).await;
        assert!(entered.location.starts_with("/dang-nhap/ma?"), "{}", entered.location);
        let factor = Factor::read(text("totp_secret")).unwrap();
        let code = factor.code(Clock::System.now());
        let done = officer.fill("/dang-nhap/ma", &[("code", &code)]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        officer.get("/can-bo/so-don").await.says(200, "30 đơn");
        what_was_kept_is_shown(served.visitor()).await;
        let paper = officer.get("/can-bo/so-don?channel=paper").await;
        paper.says(200, "/can-bo/don/").never(&["Không thấy đơn nào"]);
        assert!(served.stop());
        let again = ground.run(&["demo", "--json"]);
        assert!(!again.well, "{again:?}");
        assert!(again.json()["error"].as_str().unwrap().contains("in use"), "{again:?}");
        kinds_are_declared(&ground).await;
        every_state_occurs(&ground).await;
    }
}

/// Promises that were kept have pictures that everybody may see, and an office is twinned with a
/// village and went there.
async fn what_was_kept_is_shown(mut anybody: Browser) {
    let kept = anybody.get("/api/v1/promises?state=kept").await.json();
    let mut seen = 0;
    for one in kept["items"].as_array().unwrap() {
        let page = format!("/cam-ket/{}", one["promise"].as_str().unwrap());
        let shown = anybody.get(&page).await;
        if shown.body.contains(&format!("{page}/tep/1")) {
            assert_eq!(anybody.get(&format!("{page}/tep/1")).await.status, 200, "{page}");
            seen += 1;
        }
    }
    assert!(seen >= 2, "{kept}");
    let pairs = anybody.get("/api/v1/twinnings").await.json();
    let states: BTreeSet<&str> =
        pairs["items"].as_array().unwrap().iter().filter_map(|one| one["state"].as_str()).collect();
    assert_eq!(Vec::from_iter(states), ["active", "ended"], "{pairs}");
    let active = pairs["items"].as_array().unwrap().iter().find(|one| one["state"] == "active");
    let page = format!("/ket-nghia/{}", active.unwrap()["twin"].as_str().unwrap());
    anybody.get(&page).await.says(200, "Đi cùng trưởng thôn xem các điểm dân nêu");
}

/// A page of a state that nothing stands in was never looked at.
async fn every_state_occurs(ground: &Ground) {
    let store = open(ground).await;
    let of = |kinds: &'static str| format!("SELECT DISTINCT state FROM petitions {kinds}");
    for (kinds, wanted) in [
        ("", petitions::petition::State::ALL),
        (
            "WHERE kind = 'complaint'",
            &[petitions::petition::State::Decided, petitions::petition::State::Filed],
        ),
    ] {
        let rows = store.rows(&of(kinds), Vec::new()).await.unwrap();
        let found: BTreeSet<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
        for state in wanted {
            assert!(found.contains(state.word()), "{state:?} {kinds}: {found:?}");
        }
    }
    store.close().await;
}

/// Whatever a year of work wrote into the journal is on the list of kinds.
async fn kinds_are_declared(ground: &Ground) {
    let store = open(ground).await;
    let declared: BTreeSet<&str> =
        site::slices().into_iter().flat_map(|slice| (slice.facts)()).collect();
    let rows = store.rows("SELECT DISTINCT kind FROM journal", Vec::new()).await.unwrap();
    for row in &rows {
        let kind = row.text(0).unwrap();
        assert!(declared.contains(kind.as_str()), "{kind} is declared by no slice");
    }
    assert!(rows.len() > 10);
    store.close().await;
}

#[tokio::test]
async fn a_backup_taken_while_serving_is_restored_and_proven_on_either_engine() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(20);
        let served = ground.serve();
        let token = demo["token"].as_str().unwrap();
        let code = acceptance::storm::file(served.address, token, "Trước khi sao.").await.unwrap();
        let file = ground.path().join("copy.backup");
        let copied = ground.run(&["backup", "--json", file.to_str().unwrap()]).good();
        assert!(copied["records"].as_u64().unwrap() > 50, "{copied}");
        let twice = ground.run(&["backup", "--json", file.to_str().unwrap()]);
        assert!(!twice.well && twice.json()["error"].is_string(), "no backup is overwritten");
        assert!(served.stop());
        let verified = ground.run(&["verify", "--json"]).good();
        let doctor = ground.run(&["doctor", "--json"]).good();
        assert!(doctor.as_array().unwrap().iter().all(|finding| finding["good"] == true));
        let rebuilt = ground.run(&["rebuild", "--json"]).good();
        assert_eq!(rebuilt["records"], verified["records"]);

        let file = file.to_str().unwrap();
        for target in engines() {
            let other = Ground::new(target);
            let refused = other.run(&["restore", "--json", file]);
            assert!(
                !refused.well && refused.json()["error"].as_str().unwrap().contains("keys.toml")
            );
            let keys = other.path().join("keys.toml");
            std::fs::copy(ground.path().join("keys.toml"), &keys).unwrap();
            let restored = other.run(&["restore", "--json", file]).good();
            assert_eq!(restored["verified"]["records"], copied["records"]);
            let proven = other.run(&["verify", "--json"]).good();
            assert_eq!(proven["words"], restored["verified"]["words"]);
            let served = other.serve();
            let path = format!("/api/v1/petitions/{code}");
            assert_eq!(served.visitor().get(&path).await.status, 200);
            assert!(acceptance::storm::file(served.address, token, "Sau.").await.is_some());
            assert!(served.stop());
            let twice = other.run(&["restore", "--json", file]);
            assert!(!twice.well, "a folder in use is not restored over");
        }
    }
}

/// Who came and what they said goes with its keys; the line of the register stays.
#[tokio::test]
async fn a_visitor_s_words_are_erased_by_the_number_in_the_register() {
    const SAID: &str = "Hỏi vì sao hồ sơ cấp giấy chứng nhận";
    for engine in engines() {
        let ground = Ground::new(engine);
        ground.demo(5);
        let store = open(&ground).await;
        let last = "SELECT MAX(at) FROM journal WHERE stream LIKE 'visit/%' \
            OR stream LIKE 'reception/%'";
        let last = store.rows(last, Vec::new()).await.unwrap()[0].at(0).unwrap();
        assert!(last <= kernel::Clock::System.now(), "the demonstration ran ahead: {last}");
        let found = "SELECT stream, no, year FROM visits WHERE kind = 'feedback' AND \
            state = 'answered' ORDER BY seq LIMIT 1";
        let rows = store.rows(found, Vec::new()).await.unwrap();
        let (stream, no, year) =
            (rows[0].text(0).unwrap(), rows[0].int(1).unwrap(), rows[0].int(2).unwrap());
        let key = receptions::desk::key(&stream).to_owned();
        let visit = receptions::desk::read_visit(&store, &key).await.unwrap().unwrap().visit;
        let (kept, state) = (visit.kept(), visit.state);
        assert_eq!(kept.len(), 3, "who, what was said, what was told");
        store.close().await;
        let code = format!("TCD {no}/{year}");
        let law = "Điều 14 Luật Bảo vệ dữ liệu cá nhân";
        assert!(!ground.run(&["erase", "--json", "--ground", "x", "TCD 99999/2026"]).well);
        assert!(!ground.run(&["erase", "--json", "--ground", "x", "--unit", "1", &code]).well);
        let erase = ["erase", "--json", "--ground", law, code.as_str()];
        assert_eq!(ground.run(&erase).good()["erased"], 3);
        assert!(!ground.run(&erase).well, "nothing is left to erase");
        never_in_files(ground.path(), &[SAID, "Võ Thị Mẫu"]);
        ground.run(&["verify", "--json"]).good();
        ground.run(&["rebuild", "--json"]).good();

        let store = open(&ground).await;
        for id in &kept {
            let opened = store.words(*id).await.unwrap().unwrap();
            assert_eq!(opened, Opened::Erased(law.to_owned()));
        }
        let visit = receptions::desk::read_visit(&store, &key).await.unwrap().unwrap().visit;
        assert_eq!((visit.state, visit.kept().len()), (state, 0), "its course stays");
        let left = "SELECT COUNT(*) FROM vault WHERE wrapped IS NOT NULL AND erased_at IS NOT NULL";
        assert_eq!(store.rows(left, Vec::new()).await.unwrap()[0].int(0).unwrap(), 0);
        store.close().await;
    }
}

#[tokio::test]
async fn erased_words_are_gone_from_every_file_and_leave_their_ground() {
    const SECRET: &str = "Mương trước nhà ông Thử bị đất lấp";
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(5);
        let served = ground.serve();
        let token = demo["token"].as_str().unwrap();
        let code = acceptance::storm::file(served.address, token, SECRET).await.unwrap();
        assert!(served.stop());
        // Never in clear, before or after; folded words of the search neither.
        let plain = [SECRET, "ông Thử", "ong thu bi dat", "Số nhà"];
        never_in_files(ground.path(), &plain);
        let ground_of_law = "Điều 14 Luật Bảo vệ dữ liệu cá nhân";
        let erase = ["erase", "--json", "--ground", ground_of_law, code.as_str()];
        assert!(!ground.run(&["erase", "--json", "--ground", " ", &code]).well);
        assert!(!ground.run(&["erase", "--json", "--ground", "x", "TT-0000-01"]).well);
        assert_eq!(ground.run(&erase).good()["erased"], 1);
        let twice = ground.run(&erase);
        assert!(!twice.well && twice.json()["error"].is_string(), "{twice:?}");
        never_in_files(ground.path(), &plain);
        ground.run(&["verify", "--json"]).good();
        ground.run(&["rebuild", "--json"]).good();

        let store = open(&ground).await;
        let digits = petitions::code::digits(&code);
        let stream = petitions::store::by_digits(&store, &digits).await.unwrap().unwrap();
        let read = petitions::desk::read(&store, &stream).await.unwrap().unwrap();
        let id = read.petition.received.words.id;
        let opened = store.words(id).await.unwrap().unwrap();
        assert_eq!(opened, Opened::Erased(ground_of_law.to_owned()));
        let left = "SELECT COUNT(*) FROM vault WHERE wrapped IS NOT NULL AND erased_at IS NOT NULL";
        assert_eq!(store.rows(left, Vec::new()).await.unwrap()[0].int(0).unwrap(), 0);
        store.close().await;
        let served = ground.serve();
        let page = served.visitor().get(&format!("/don/{code}")).await;
        page.says(200, &code);
        assert!(served.stop());
    }
}

#[tokio::test]
async fn a_new_master_key_wraps_all_data_keys_and_no_word_is_lost() {
    for engine in engines() {
        let ground = Ground::new(engine);
        ground.demo(5);
        let keys = || std::fs::read_to_string(ground.path().join("keys.toml")).unwrap();
        let before = (keys(), ground.run(&["verify", "--json"]).good());
        let done = ground.run(&["rotate-key", "--json"]).good();
        assert!(done["wrapped"].as_u64().unwrap() > 10, "{done}");
        assert_ne!(keys(), before.0);
        let after = ground.run(&["verify", "--json"]).good();
        assert_eq!(after["words"], before.1["words"]);
        // With the old keys nothing opens any more.
        let new = keys();
        std::fs::write(ground.path().join("keys.toml"), &before.0).unwrap();
        let refused = ground.run(&["verify", "--json"]);
        assert!(!refused.well && refused.json()["error"].is_string(), "{refused:?}");
        std::fs::write(ground.path().join("keys.toml"), &new).unwrap();
        ground.run(&["verify", "--json"]).good();
    }
}

#[tokio::test]
async fn a_token_files_until_it_is_closed() {
    let ground = Ground::new(Engine::Sqlite);
    ground.demo(1);
    let opened = ground.run(&["token", "new", "--unit", "20836", "--label", "Một cửa", "--json"]);
    let opened = opened.good();
    assert_eq!(keys(&opened), ["id", "posts", "token", "unit"]);
    let token = opened["token"].as_str().unwrap();
    never_in_files(ground.path(), &[token, "Một cửa"]);
    let served = ground.serve();
    assert!(acceptance::storm::file(served.address, token, "Đèn hỏng.").await.is_some());
    assert!(served.stop());
    let id = opened["id"].as_str().unwrap();
    assert_eq!(ground.run(&["token", "close", id, "--json"]).good()["closed"], *id);
    let served = ground.serve();
    assert!(acceptance::storm::file(served.address, token, "Đèn hỏng.").await.is_none());
    assert!(served.stop());
}

#[test]
fn deadlines_explain_themselves_day_by_day() {
    for (rule, event, raw, due) in [
        ("TD.reply", "2026-02-10", "2026-03-03", "2026-03-03"),
        ("TD.reply", "2026-04-20", "2026-05-07", "2026-05-07"),
        ("TD.reply", "2024-04-25", "2024-05-13", "2024-05-13"),
        ("KN.res1", "2026-08-03", "2026-09-02", "2026-09-03"),
        ("KN.res1", "2026-03-16", "2026-04-15", "2026-04-15"),
    ] {
        let told = program::run(["due", "--rule", rule, "--event", event, "--json"]).good();
        assert_eq!(told["rule"], rule);
        assert_eq!(told["event"], event);
        assert_eq!((told["raw_due"].as_str(), told["due"].as_str()), (Some(raw), Some(due)));
        assert!(!told["article"].as_str().unwrap().is_empty());
        assert!(told["certainty"].is_string());
        let days = told["days"].as_array().unwrap();
        assert_eq!(days[0]["date"], event);
        assert_eq!(days[0]["counted"], false, "the day of the event is not counted");
        assert_eq!(days.last().unwrap()["date"], due);
        for two in days.windows(2) {
            let next: jiff::civil::Date = two[0]["date"].as_str().unwrap().parse().unwrap();
            assert_eq!(two[1]["date"], next.tomorrow().unwrap().to_string(), "no day is left out");
        }
        assert!(days.iter().all(|day| day["why"].as_str().is_some_and(|why| !why.is_empty())));
    }
    let office = program::run(["due", "--rule", "TD.reply", "--event", "2025-12-24", "--json"]);
    let statutory = program::run([
        "due",
        "--rule",
        "TD.reply",
        "--event",
        "2025-12-24",
        "--calendar",
        "statutory",
        "--json",
    ]);
    assert_ne!(office.good()["due"], statutory.good()["due"], "swapped days are the offices'");
    let unknown = program::run(["due", "--rule", "XX.none", "--event", "2026-03-16", "--json"]);
    assert!(!unknown.well && unknown.json()["error"].is_string());
}

#[tokio::test]
async fn a_deadline_is_the_same_on_the_command_line_and_on_the_page_of_an_office() {
    let house = House::open(store::Engine::Sqlite).await;
    let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
    let day = [("date", "08/12/2026"), ("kind", "holiday"), ("name", "Thử"), ("source", "Thử")];
    assert_eq!(jurist.fill("/can-bo/lich-nghi", &day).await.status, 303);
    let asked = "/api/v1/due?rule=TD.reply&event=2026-11-26";
    let page = house.visitor().get(asked).await.json();
    let place = house.end().await;
    let data = place.path().to_str().unwrap();
    let ask = ["due", "--rule", "TD.reply", "--event", "2026-11-26", "--json"];
    let carried = program::run(ask).good();
    let told = program::run(ask.into_iter().chain(["--data", data])).good();
    assert_eq!(told["due"], page["due"]);
    assert_ne!(told["due"], carried["due"], "its own day off counts");
}

#[test]
fn units_are_found_and_traced() {
    let old = program::run(["units", "find", "binh sa", "--on", "2023-05-01", "--json"]).good();
    assert_eq!(old[0]["unit"]["code"], "20836");
    assert_eq!(old[0]["unit"]["name"], "Bình Sa");
    assert_eq!(old[0]["successors"][0]["path"], "xã Thăng Trường, thành phố Đà Nẵng");
    for typed in ["xa binh sa thang binh quang nam", "Xã Bình Sa, Thăng Bình, Quảng Nam"] {
        let found = program::run(["units", "find", typed, "--json"]).good();
        assert_eq!(found[0]["unit"]["name"], "Bình Sa", "{typed}");
    }
    let one = program::run(["units", "find", "phường Hòa Khánh", "--json"]).good();
    let other = program::run(["units", "find", "phuong Hoà Khánh", "--json"]).good();
    assert_eq!(one[0]["unit"]["code"], other[0]["unit"]["code"], "both places of the tone");
    let trace = program::run(["units", "trace", "20836", "--json"]).good();
    assert_eq!(trace["unit"]["name"], "Thăng Trường");
    let from: BTreeSet<&str> = trace["predecessors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["unit"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(from, BTreeSet::from(["Bình Hải", "Bình Nam", "Bình Sa"]));
    let none = program::run(["units", "trace", "99999", "--json"]);
    assert!(!none.well && none.json()["error"].is_string());
}

#[test]
fn whatever_fails_and_however_early_who_asked_for_json_gets_json() {
    for command in [
        &["verify"][..],
        &["backup", "copy.backup"],
        &["report", "don-thu", "--period", "2026"],
        &["due", "--rule", "KN.res1", "--event", "2026-03-16"],
    ] {
        let place = ["--data", "/nowhere/at/all", "--json"];
        let ran = program::run(command.iter().chain(&place));
        let told = ran.json()["error"].as_str().unwrap_or_default().to_owned();
        assert!(!ran.well && told.contains("/nowhere/at/all"), "{command:?}: {ran:?}");
    }
}

/// `dantin units find … | head -1`: whoever reads may stop reading.
#[test]
fn a_reader_who_leaves_is_no_fault() {
    let command = "\"$0\" units find binh --limit 5000 --json | head -c 1; exit ${PIPESTATUS[0]}";
    let mut shell = std::process::Command::new("bash");
    let out = shell.arg("-c").arg(command).arg(program::file()).output().unwrap();
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && err.is_empty(), "{:?} {err}", out.status);
}
