//! Receptions for programs: the calendar with its rules, an appointment, a visit at the desk and
//! its answer; through the JSON interface, on both engines.

use acceptance::House;
use accounts::Post;
use jiff::civil::date;
use serde_json::{Value, json};
use testkit::engines;

use super::api::{Program, names, refused};
use super::receptions::{NAME, open, plan};

const RECEPTIONS: &str = "/api/v1/receptions";
const VISITS: &str = "/api/v1/visits";

fn booking() -> Value {
    json!({ "name": NAME, "phone": "0900000118", "kind": "feedback", "words": "Mương bị lấp." })
}

async fn visits(house: &House) -> i64 {
    house.number("SELECT COUNT(*) FROM visits").await
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reads_the_calendar_and_makes_an_appointment_once() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let (mut leader, mut anybody) = (house.chair().await, Program::nobody(&house));
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        let month = anybody.get(&format!("{RECEPTIONS}?year=2026&month=3")).await.json();
        assert_eq!(names(&month["items"], "session"), [key.as_str()], "{month}");
        let (line, check) = (&month["items"][0], &month["checks"][0]);
        assert_eq!((&line["host"], &line["bookable"]), (&json!("chair"), &json!(true)), "{month}");
        assert_eq!((&line["from"], &line["on"]), (&json!("08:00"), &json!("2026-03-10")));
        assert_eq!((&check["rule"], &check["missing"]), (&json!("TD.comm.old"), &json!(3)));
        let next = anybody.get(&format!("{RECEPTIONS}?year=2026&month=4")).await.json();
        assert_eq!(next["items"], json!([]), "{next}");
        refused(&anybody.get(&format!("{RECEPTIONS}?unit=99999")).await, 404, "not-found");
        assert_eq!(anybody.get(&format!("{RECEPTIONS}?month=13")).await.status, 422);

        let path = format!("{RECEPTIONS}/{key}/bookings");
        let keyed = [("Idempotency-Key", "hen-1")];
        let made = anybody.post(&path, &keyed, &booking()).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let again = anybody.post(&path, &keyed, &booking()).await;
        assert_eq!((again.status, again.json()), (200, made.json()));
        let other = json!({ "name": NAME, "phone": "0900000118", "kind": "complaint" });
        refused(&anybody.post(&path, &keyed, &other).await, 422, "idempotency-key-used");
        assert_eq!(visits(&house).await, 1);
        let own = made.json()["own"].as_str().expect("an address").to_owned();
        house.visitor().get(&own).await.says(200, made.json()["ticket"].as_str().unwrap());
        let named = json!({ "name": NAME, "phone": "0900000118", "kind": "denunciation" });
        let stopped = anybody.post(&path, &[], &named).await;
        assert_eq!(stopped.status, 422, "{}", stopped.body);
        stopped.never(&[NAME]);
        slowed_down(&house, &mut anybody, &path).await;
        let none = format!("{RECEPTIONS}/khong-co/bookings");
        refused(&anybody.post(&none, &[], &booking()).await, 404, "not-found");
        house.end().await;
    }
}

/// After a few appointments from one network the next ones wait; the program of an office does not.
async fn slowed_down(house: &House, anybody: &mut Program, path: &str) {
    let mut before = visits(house).await;
    loop {
        let done = anybody.post(path, &[], &booking()).await;
        match done.status {
            201 => before += 1,
            _ => {
                assert_eq!(done.status, 429, "{}", done.body);
                assert!(done.header("retry-after").is_some());
                break;
            }
        }
    }
    assert!((2..20).contains(&before), "some, and not without end: {before}");
    let mut office = Program::of(house, &[]).await;
    let made = office.post(path, &[], &booking()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(visits(house).await, before + 1);
    office.token = Some(format!("{}x", office.token.as_deref().unwrap_or_default()));
    refused(&office.post(path, &[], &booking()).await, 401, "token-unknown");
}

fn visitor() -> Value {
    json!({ "name": NAME, "phone": "0900000118", "words": "Mương trước nhà bị lấp.",
        "kind": "feedback", "matter": "water", "competence": "own" })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_enters_a_visit_and_its_answer_through_the_api() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let mut leader = house.chair().await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        let mut desk = Program::of(&house, &[Post::Reception]).await;
        let book = format!("{RECEPTIONS}/{key}/bookings");
        let booked = Program::nobody(&house).post(&book, &[], &booking()).await.json();
        let path = format!("{RECEPTIONS}/{key}/visits");
        refused(&desk.post(&path, &[], &visitor()).await, 409, "reception-not-open");
        house.day(date(2026, 3, 10));
        leader = house.chair().await;
        open(&mut leader, &key).await;
        refused(&desk.post(&book, &[], &booking()).await, 409, "reception-no-booking");

        let keyed = [("Idempotency-Key", "luot-1")];
        let made = desk.post(&path, &keyed, &visitor()).await;
        assert_eq!(
            (made.status, &made.json()["code"]),
            (201, &json!("TCD 1/2026")),
            "{}",
            made.body
        );
        let again = desk.post(&path, &keyed, &visitor()).await;
        assert_eq!((again.status, &again.json()["code"]), (200, &json!("TCD 1/2026")));
        let one = made.location.clone();
        assert!(one.starts_with(VISITS), "{one}");
        let shown = desk.get(&one).await;
        shown.never(&[NAME, "0900000118", "Mương trước nhà"]);
        let owed = &shown.json()["duties"][0];
        assert_eq!((&owed["rule"], &owed["due"]), (&json!("TD.reply"), &json!("2026-03-24")));
        // Who had an appointment is received under it.
        let own =
            booked["own"].as_str().expect("an address").rsplit('/').next().unwrap_or_default();
        let mut waited = visitor();
        waited["visit"] = json!(own.split('-').next());
        let came = desk.post(&path, &[], &waited).await;
        assert_eq!(
            (came.status, &came.json()["code"]),
            (201, &json!("TCD 2/2026")),
            "{}",
            came.body
        );
        assert_eq!(names(&came.json()["trail"], "what"), ["began", "received"], "{}", came.body);
        // Whoever was received is not received again: nobody is told that another line was kept.
        refused(&desk.post(&path, &[], &waited).await, 409, "visit-not-now");
        assert_eq!(visits(&house).await, 2);
        nobody_who_denounces(&house, &mut desk, &path).await;
        answered(&house, &mut desk, &one).await;
        house.end().await;
    }
}

/// A denunciation is a number, a day and a count of people; whoever is named beside it is not kept.
async fn nobody_who_denounces(house: &House, desk: &mut Program, path: &str) {
    let before = visits(house).await;
    let mut named = visitor();
    named["kind"] = json!("denunciation");
    let stopped = desk.post(path, &[], &named).await;
    assert_eq!(stopped.status, 422, "{}", stopped.body);
    stopped.never(&[NAME, "0900000118"]);
    assert_eq!(visits(house).await, before);
    let bare = json!({ "kind": "denunciation", "matter": "other", "competence": "own" });
    let counted = desk.post(path, &[], &bare).await;
    assert_eq!((counted.status, &counted.json()["state"]), (201, &json!("aside")));
    assert_eq!(counted.json()["duties"], json!([]), "{}", counted.body);
}

/// One of four answers, by who may give it, over the visit as it was seen.
async fn answered(house: &House, desk: &mut Program, one: &str) {
    let path = format!("{one}/steps/answer");
    let answer = json!({ "how": "accepted", "on": "2026-03-10", "words": "Xã nhận đơn." });
    refused(&desk.post(&path, &[], &answer).await, 428, "if-match-needed");
    refused(&desk.post(&path, &[("If-Match", "\"1\"")], &answer).await, 412, "somebody-was-first");
    let mut auditor = Program::of(house, &[Post::Auditor]).await;
    refused(&auditor.post(&path, &[("If-Match", "*")], &answer).await, 403, "token-not-allowed");
    let tag = desk.get(one).await.header("etag").expect("a version").to_owned();
    let keyed = [("If-Match", tag.as_str()), ("Idempotency-Key", "tra-loi-1")];
    for _ in 0..2 {
        let done = desk.post(&path, &keyed, &answer).await;
        assert_eq!((done.status, &done.json()["state"]), (200, &json!("answered")));
        assert_eq!(done.json()["duties"][0]["outcome"], "kept", "{}", done.body);
    }
    let told = "SELECT COUNT(*) FROM journal WHERE kind = 'visit.answered'";
    assert_eq!(house.number(told).await, 1);
}
