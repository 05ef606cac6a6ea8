//! What stands on a unit's days, for programs: meetings of villages, conferences, days at the
//! grassroots with what was asked there, and the calendar of all; on both engines.

use acceptance::House;
use acceptance::house::UNIT;
use accounts::Post;
use jiff::civil::date;
use serde_json::json;
use testkit::engines;

use super::api::{Program, names, refused};
use super::villages::{PLACE, call, does, sign, village};
use super::{conferences, permissions};

const MEETINGS: &str = "/api/v1/village-meetings";
const CONFERENCES: &str = "/api/v1/conferences";
const CALENDAR: &str = "/api/v1/calendar";
const DAYS: &str = "/api/v1/grassroots-days";
const NEEDS: &str = "/api/v1/needs";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_village_decided_is_told_in_numbers_and_stands_in_the_calendar() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let village = village(&house).await;
        let (mut leader, mut anybody) = (house.chair().await, Program::nobody(&house));
        let meeting = call(&mut leader, &village, &[]).await;
        let key = meeting.rsplit('/').next().expect("a key").to_owned();
        let list = anybody.get(MEETINGS).await.json();
        assert_eq!(names(&list["items"], "meeting"), [key.as_str()], "{list}");
        assert_eq!(list["items"][0]["name"], "Thôn Bến Cồn", "{list}");
        let before = anybody.get(&format!("{MEETINGS}/{key}")).await.json();
        let matter = &before["matters"][0];
        assert_eq!((&matter["needed"], &matter["whole"]), (&json!(80), &json!(120)), "{before}");
        assert!(matter["result"].is_null() && matter["yes"].is_null(), "{before}");
        days_of(&mut anybody, &village, &key).await;

        house.day(date(2026, 3, 10));
        leader = house.chair().await;
        leader.fill(&format!("{meeting}/record"), &PLACE).await.says(201, "Đã ghi cụm 1");
        let so_far = anybody.get(&format!("{MEETINGS}/{key}")).await.json();
        assert_eq!(so_far["matters"][0]["result"], "counting", "{so_far}");
        sign(&mut leader, &meeting, "1").await;
        does(&mut leader, &meeting, "close", &[]).await;
        let page = anybody.get(&format!("{MEETINGS}/{key}")).await;
        let told = page.json();
        assert_eq!((&told["here"], &told["absent"]), (&json!(90), &json!(24)), "{told}");
        let matter = &told["matters"][0];
        assert_eq!(
            (&matter["result"], &matter["rule"]),
            (&json!("passed"), &json!("QD.contribution"))
        );
        let counted = ["yes", "against", "silent"].map(|name| matter[name].as_i64());
        assert_eq!(counted, [Some(81), Some(10), Some(5)], "{told}");
        page.never(&["Hồ Văn Nháp", "Võ Thị Mẫu"]);
        refused(&anybody.get(&format!("{MEETINGS}/khong-co")).await, 404, "not-found");
        house.end().await;
    }
}

/// The calendar of the unit and of the village has the meeting; that of nobody's village is none.
async fn days_of(anybody: &mut Program, village: &str, key: &str) {
    let uid = format!("village-{key}");
    for query in ["", &format!("?village={village}"), "?from=2026-03-10&until=2026-03-10"] {
        let days = anybody.get(&format!("{CALENDAR}{query}")).await.json();
        assert_eq!(names(&days["items"], "uid"), [uid.as_str()], "{query}: {days}");
        assert_eq!(days["items"][0]["from"], "19:30", "{days}");
    }
    let later = anybody.get(&format!("{CALENDAR}?from=2026-03-11")).await.json();
    assert_eq!(later["items"], json!([]), "{later}");
    refused(&anybody.get(&format!("{CALENDAR}?village=khong-co")).await, 404, "not-found");
    assert_eq!(anybody.get(&format!("{CALENDAR}?from=10/03/2026")).await.status, 422);
    for list in [CALENDAR, MEETINGS, CONFERENCES, DAYS, NEEDS] {
        let turned = anybody.get(&format!("{list}?from=2026-03-11&until=2026-03-10")).await;
        refused(&turned, 422, "days-turned");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_conference_only_what_was_made_known_is_told() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 20));
        let (mut host, mut anybody) = (house.chair().await, Program::nobody(&house));
        let one = conferences::plan(&mut host, &[]).await;
        conferences::step(&mut host, &one, "join", &[("units", "thăng trường")]).await;
        conferences::step(&mut host, &one, "open", &[]).await;
        for (what, public) in [("Rà soát cam kết", "1"), ("Việc nội bộ", "")] {
            let typed =
                [("what", what), ("owner", UNIT), ("by", "31/03/2026"), ("open_to_all", public)];
            conferences::step(&mut host, &one, "conclude", &typed).await;
        }
        assert_eq!(anybody.get(CONFERENCES).await.json()["items"], json!([]));
        conferences::step(&mut host, &one, "publish", &[]).await;
        let page = anybody.get(CONFERENCES).await;
        let list = page.json();
        assert_eq!(names(&list["items"], "title"), ["Giao ban công tác dân vận quý I"], "{list}");
        let conclusions = &list["items"][0]["conclusions"];
        assert_eq!(names(conclusions, "what"), ["Rà soát cam kết"], "{list}");
        page.never(&["Việc nội bộ", "Tình hình quý I"]);
        // The page still has it, with what was concluded, years later.
        house.day(date(2028, 3, 20));
        let page = anybody.get("/hoi-nghi").await;
        page.says(200, "Giao ban công tác dân vận quý I").says(200, "Rà soát cam kết");
        page.never(&["Việc nội bộ"]);
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_in_a_village_is_written_down_once_and_told_without_who_asked() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 19));
        let [trip, need, liaison, twin] = permissions::roots(&house).await;
        let mut anybody = Program::nobody(&house);
        let days = anybody.get(DAYS).await.json();
        assert_eq!(names(&days["items"], "trip"), [trip.as_str()], "{days}");
        assert_eq!(days["items"][0]["done"], "Đã xem", "{days}");
        let open = anybody.get(NEEDS).await.json();
        assert_eq!(names(&open["items"], "need"), [need.as_str()], "{open}");
        let areas = anybody.get("/api/v1/liaisons").await.json();
        assert_eq!(names(&areas["items"], "liaison"), [liaison.as_str()], "{areas}");
        let pairs = anybody.get("/api/v1/twinnings").await.json();
        assert_eq!(names(&pairs["items"], "twin"), [twin.as_str()], "{pairs}");
        assert_eq!(pairs["items"][0]["aim"], "Giúp làm đường", "{pairs}");
        let elsewhere = anybody.get("/api/v1/twinnings?village=20836-99").await.json();
        assert_eq!(elsewhere["items"], json!([]), "{elsewhere}");
        refused(&anybody.get("/api/v1/twinnings/khong-co").await, 404, "not-found");

        let path = format!("{DAYS}/{trip}/needs");
        let body = json!({ "words": "Mương đầy cỏ", "matter": "water", "on": "2026-03-19",
            "owner": "office", "by": "2026-03-27", "email": "nguoi.neu@example.invalid" });
        let keyed = [("Idempotency-Key", "neu-1")];
        refused(&anybody.post(&path, &keyed, &body).await, 401, "token-needed");
        let mut auditor = Program::of(&house, &[Post::Auditor]).await;
        refused(&auditor.post(&path, &keyed, &body).await, 403, "token-not-allowed");
        let mut clerk = Program::of(&house, &[Post::Reception]).await;
        let made = clerk.post(&path, &keyed, &body).await;
        assert_eq!((made.status, &made.json()["state"]), (201, &json!("open")), "{}", made.body);
        made.never(&["nguoi.neu"]);
        let again = clerk.post(&path, &keyed, &body).await;
        assert_eq!((again.status, again.json()), (200, made.json()));
        let mut other = body.clone();
        other["words"] = json!("Việc khác");
        refused(&clerk.post(&path, &keyed, &other).await, 422, "idempotency-key-used");
        let bare = json!({ "words": "Đèn tắt", "matter": "lighting", "on": "2026-03-19" });
        refused(&clerk.post(&path, &[], &bare).await, 422, "need-bare");
        let at_once = json!({ "words": "Đèn tắt", "matter": "lighting", "on": "2026-03-19",
            "done": "Đã thay bóng" });
        let passed = format!("/api/v1/liaisons/{liaison}/needs");
        let done = clerk.post(&passed, &[], &at_once).await;
        assert_eq!((done.status, &done.json()["state"]), (201, &json!("done")), "{}", done.body);
        assert_eq!(house.number("SELECT COUNT(*) FROM grassroots_needs").await, 3);
        let closed = anybody.get(&format!("{NEEDS}?state=closed")).await.json();
        assert_eq!(names(&closed["items"], "said"), ["Đã thay bóng"], "{closed}");
        anybody.get(&made.location).await.says(200, "Mương đầy cỏ").never(&["nguoi.neu"]);
        part_by_part(&mut anybody, [&need, made.location.rsplit('/').next().unwrap()]).await;
        finished(&house, &mut clerk, &made.location).await;
        house.end().await;
    }
}

/// What is open is told one by one, each once, the earliest day first; a cursor of another list
/// leads nowhere.
async fn part_by_part(anybody: &mut Program, both: [&str; 2]) {
    let (mut seen, mut query) = (Vec::new(), format!("{NEEDS}?limit=1"));
    for _ in both {
        let page = anybody.get(&query).await.json();
        seen.extend(names(&page["items"], "need"));
        assert_eq!(page["more"], json!(seen.len() < both.len()), "{page}");
        let Some(next) = page["next"].as_str() else { break };
        let other = anybody.get(&format!("{NEEDS}?state=closed&cursor={next}")).await;
        assert_eq!(other.status, 422, "{}", other.body);
        query = format!("{NEEDS}?limit=1&cursor={next}");
    }
    assert_eq!(seen, both);
}

/// What was asked is done, with evidence, after its day: once, and over what its sender saw.
async fn finished(house: &House, clerk: &mut Program, need: &str) {
    house.day(date(2026, 3, 30));
    let (finish, words) = (format!("{need}/steps/finish"), "Đã nạo vét, ảnh ở nhà văn hóa.");
    let body = json!({ "on": "2026-03-30", "words": words });
    refused(&clerk.post(&finish, &[], &body).await, 428, "if-match-needed");
    let withdraw = json!({ "why": "money", "words": "Chưa có tiền." });
    let held = clerk.post(&format!("{need}/steps/withdraw"), &[("If-Match", "*")], &withdraw).await;
    refused(&held, 403, "token-not-allowed");
    let tag = clerk.get(need).await.header("etag").expect("a version").to_owned();
    let keyed = [("If-Match", tag.as_str()), ("Idempotency-Key", "xong-1")];
    for _ in 0..2 {
        let done = clerk.post(&finish, &keyed, &body).await;
        assert_eq!((done.status, &done.json()["state"]), (200, &json!("done")), "{}", done.body);
    }
    let told = clerk.get(need).await.json();
    assert_eq!((&told["late"], &told["said"]), (&json!(true), &json!(words)), "{told}");
    let facts = "SELECT COUNT(*) FROM journal WHERE kind = 'need.finished'";
    assert_eq!(house.number(facts).await, 1);
    let again = clerk.post(&finish, &[("If-Match", tag.as_str())], &body).await;
    refused(&again, 412, "somebody-was-first");
}
