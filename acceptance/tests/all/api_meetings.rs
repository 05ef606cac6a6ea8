//! Dialogues and promises for programs: what anybody may ask for, a question in advance, and what
//! the program of an office writes down; through the JSON interface, on both engines.

use acceptance::House;
use acceptance::house::UNIT;
use accounts::Post;
use jiff::civil::date;
use serde_json::json;
use testkit::engines;

use super::api::{Program, names, refused};
use super::meetings::{LINE, plan, step};
use super::permissions;

const DIALOGUES: &str = "/api/v1/dialogues";
const PROMISES: &str = "/api/v1/promises";
const ASKED: &str = "Khi nào nạo vét mương thôn Mẫu?";

/// The key at the end of an address.
fn key(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialogue_and_its_promise_are_read_as_everybody_sees_them() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut anybody) = (house.chair().await, Program::nobody(&house));
        let one = plan(&mut leader, &[]).await;
        let shown = format!("{DIALOGUES}/{}", key(&one));
        refused(&anybody.get(&shown).await, 404, "not-found");
        let year = anybody.get(DIALOGUES).await.json();
        assert_eq!((&year["items"], &year["check"]["planned"]), (&json!([]), &json!(1)), "{year}");
        step(&mut leader, &one, "announce", &[("on", "02/03/2026"), ("media", "posted")]).await;
        let year = anybody.get(&format!("{DIALOGUES}?unit={UNIT}&year=2026")).await.json();
        assert_eq!(names(&year["items"], "dialogue"), [key(&one)], "{year}");
        let notice = &year["items"][0]["checks"][0];
        assert_eq!((&notice["rule"], &notice["stand"]), (&json!("DT.notice"), &json!("kept")));
        assert_eq!(notice["by"], "2026-03-13", "{year}");
        asked_once(&house, &mut anybody, &shown).await;

        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        leader.fill(&format!("{one}/ghi"), &LINE).await.says(201, "Đã ghi vào biên bản");
        let page = anybody.get(&shown).await;
        let told = page.json();
        assert_eq!(page.header("etag"), Some(format!("\"{}\"", told["version"]).as_str()));
        let question = &told["questions"][0];
        assert_eq!(question["words"], "Đèn đường thôn Nháp tắt đã lâu.", "{told}");
        assert_eq!(question["answers"][0]["words"], "Xã sẽ thay bóng trong tháng này.", "{told}");
        assert_eq!(told["promises"][0]["owner"], "deputy", "{told}");
        let promise = names(&told["promises"], "promise").remove(0);
        kept_in_time(&house, &mut anybody, &promise).await;
        for odd in ["state=odd", "limit=0", "cursor=open.2026-04-30.x", "cursor=", "stat=open"] {
            assert_eq!(anybody.get(&format!("{PROMISES}?{odd}")).await.status, 422, "{odd}");
        }
        for none in [format!("{PROMISES}?unit=99999"), format!("{DIALOGUES}?unit=99999")] {
            refused(&anybody.get(&none).await, 404, "not-found");
        }
        house.end().await;
    }
}

/// A question in advance is one under its key, is its asker's until it is taken, and no flood.
async fn asked_once(house: &House, anybody: &mut Program, shown: &str) {
    let (path, asked) = (format!("{shown}/questions"), "SELECT COUNT(*) FROM questions");
    let body = json!({ "words": ASKED, "matter": "water", "email": "nguoi.hoi@example.invalid" });
    let keyed = [("Idempotency-Key", "hoi-1")];
    let made = anybody.post(&path, &keyed, &body).await;
    assert_eq!((made.status, &made.json()["state"]), (201, &json!("asked")), "{}", made.body);
    let again = anybody.post(&path, &keyed, &body).await;
    assert_eq!((again.status, again.json()), (200, made.json()));
    let other = json!({ "words": "Câu khác.", "matter": "water" });
    refused(&anybody.post(&path, &keyed, &other).await, 422, "idempotency-key-used");
    assert_eq!(house.number(asked).await, 1);
    let own = made.json()["own"].as_str().expect("an address").to_owned();
    house.visitor().get(&own).await.says(200, ASKED).says(200, "Đã gửi");
    let public = anybody.get(shown).await;
    assert_eq!(public.json()["questions"], json!([]), "{}", public.body);
    public.never(&[ASKED]);
    assert_eq!(anybody.post(&path, &[], &json!({ "matter": "water" })).await.status, 422);
    let mut sent = 1;
    let slowed = loop {
        let done = anybody.post(&path, &[], &body).await;
        if done.status != 201 {
            break done;
        }
        sent += 1;
    };
    assert_eq!((slowed.status, house.number(asked).await), (429, sent), "{}", slowed.body);
    let none = format!("{DIALOGUES}/khong-co/questions");
    refused(&anybody.post(&none, &[], &body).await, 404, "not-found");
}

/// The promise is open, then kept: its trail, and the tally in which few stay numbers.
async fn kept_in_time(house: &House, anybody: &mut Program, promise: &str) {
    let list = anybody.get(PROMISES).await.json();
    assert_eq!(names(&list["items"], "promise"), [promise], "{list}");
    assert_eq!((&list["tally"]["open"], &list["tally"]["due"]), (&json!(1), &json!(0)), "{list}");
    let one = format!("{PROMISES}/{promise}");
    let told = anybody.get(&one).await.json();
    assert_eq!(names(&told["trail"], "what"), ["made"], "{told}");
    assert_eq!((&told["until"], &told["late"]), (&json!("2026-04-30"), &json!(false)), "{told}");
    assert!(told["proof"].as_str().is_some_and(|at| at.starts_with("/bien-nhan/promise/")));
    house.day(date(2026, 4, 20));
    let mut leader = house.chair().await;
    let work = format!("/can-bo/cam-ket/viec/{promise}");
    let words = [("on", "20/04/2026"), ("words", "Đã thay mười hai bóng.")];
    leader.fill(&format!("{work}/keep"), &words).await.goes(&work);
    let told = anybody.get(&one).await.json();
    assert_eq!(names(&told["trail"], "what"), ["made", "kept"], "{told}");
    assert_eq!(told["words"], "Đã thay mười hai bóng.", "{told}");
    let list = anybody.get(&format!("{PROMISES}?state=kept")).await.json();
    assert_eq!(names(&list["items"], "promise"), [promise], "{list}");
    let tally = &list["tally"];
    assert_eq!((&tally["kept"], &tally["due"]), (&json!(1), &json!(1)), "{list}");
    assert!(tally["share"].is_null(), "one is no share: {list}");
    assert_eq!(anybody.get(PROMISES).await.json()["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn promises_are_read_page_by_page_and_each_once() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut made = Vec::new();
        for minute in 0..3 {
            let [_, _, promise, _] = permissions::dialogue(&house, minute).await;
            made.push(promise);
        }
        let mut anybody = Program::nobody(&house);
        let first = anybody.get(&format!("{PROMISES}?limit=2")).await.json();
        let mut seen = names(&first["items"], "promise");
        assert_eq!(seen.len(), 2, "{first}");
        let next = first["next"].as_str().expect("there is more");
        let rest = anybody.get(&format!("{PROMISES}?limit=2&cursor={next}")).await.json();
        assert!(rest["next"].is_null(), "{rest}");
        seen.extend(names(&rest["items"], "promise"));
        seen.sort_unstable();
        made.sort_unstable();
        assert_eq!(seen, made);
        let other = anybody.get(&format!("{PROMISES}?state=kept&cursor={next}")).await;
        assert_eq!(other.status, 422, "a cursor of another list: {}", other.body);
        let late = format!("{PROMISES}?state=late");
        assert_eq!(anybody.get(&late).await.json()["items"], json!([]));
        house.day(date(2026, 5, 2));
        let late = anybody.get(&late).await.json();
        assert_eq!(
            (names(&late["items"], "promise").len(), &late["tally"]["late"]),
            (3, &json!(3))
        );
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_of_an_office_writes_a_dialogue_down_and_keeps_its_promise() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut leader = house.chair().await;
        let one = plan(&mut leader, &[]).await;
        let mut clerk = Program::of(&house, &[Post::Handler]).await;
        let dialogue = format!("{DIALOGUES}/{}", key(&one));
        let question = sorted(&house, &mut clerk, &dialogue).await;

        let lines = format!("{dialogue}/lines");
        let line = json!({ "of": question, "answerer": "chair", "answer": "Trong tháng này.",
            "what": "Nạo vét mương", "owner": "deputy", "by": "2026-04-30" });
        refused(&clerk.post(&lines, &[], &line).await, 409, "dialogue-not-open");
        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        let mut bare = line.clone();
        bare.as_object_mut().expect("an object").remove("by");
        refused(&clerk.post(&lines, &[], &bare).await, 422, "promise-no-day");
        let (promises, keyed) = ("SELECT COUNT(*) FROM promises", [("Idempotency-Key", "dong-1")]);
        assert_eq!(house.number(promises).await, 0, "all or nothing");
        let made = clerk.post(&lines, &keyed, &line).await;
        assert_eq!(
            (made.status, &made.json()["state"]),
            (201, &json!("answered")),
            "{}",
            made.body
        );
        assert_eq!(clerk.post(&lines, &keyed, &line).await.status, 200);
        let mut other = line.clone();
        other["answer"] = json!("Sang năm.");
        refused(&clerk.post(&lines, &keyed, &other).await, 422, "idempotency-key-used");
        assert_eq!(house.number(promises).await, 1);
        let room = json!({ "words": "Đèn tắt.", "matter": "lighting" });
        let keyed = [("Idempotency-Key", "dong-2")];
        let heard = clerk.post(&lines, &keyed, &room).await;
        assert_eq!(
            (heard.status, &heard.json()["role"]),
            (201, &json!("resident")),
            "{}",
            heard.body
        );
        let other = json!({ "words": "Câu khác.", "matter": "lighting" });
        refused(&clerk.post(&lines, &keyed, &other).await, 422, "idempotency-key-used");
        let all = clerk.get(&format!("{dialogue}/questions")).await.json();
        assert_eq!(names(&all["items"], "state"), ["answered", "taken"], "{all}");
        let promise = names(&made.json()["promises"], "promise").remove(0);
        kept(&house, &mut clerk, &promise).await;
        house.end().await;
    }
}

/// A question that came on paper is entered once and taken, by who may, as it was seen.
async fn sorted(house: &House, clerk: &mut Program, dialogue: &str) -> String {
    let entries = format!("{dialogue}/entries");
    let entry = json!({ "way": "paper", "role": "resident", "matter": "water", "words": ASKED });
    let keyed = [("Idempotency-Key", "giay-1")];
    let nobody = Program::nobody(house).post(&entries, &keyed, &entry).await;
    refused(&nobody, 401, "token-needed");
    let made = clerk.post(&entries, &keyed, &entry).await;
    assert_eq!((made.status, &made.json()["state"]), (201, &json!("asked")), "{}", made.body);
    let again = clerk.post(&entries, &keyed, &entry).await;
    assert_eq!((again.status, again.json()), (200, made.json()));
    let question = made.json()["question"].as_str().expect("a key").to_owned();
    let tag = made.header("etag").expect("a version").to_owned();
    let (seen, why) = ([("If-Match", tag.as_str())], json!({ "why": "apart" }));
    let steps = format!("/api/v1/questions/{question}/steps");
    let (take, decline) = (format!("{steps}/take"), format!("{steps}/decline"));
    refused(&clerk.post(&take, &[], &json!({})).await, 428, "if-match-needed");
    refused(&clerk.post(&decline, &seen, &why).await, 403, "token-not-allowed");
    let taken = clerk.post(&take, &seen, &json!({})).await;
    assert_eq!((taken.status, &taken.json()["state"]), (200, &json!("taken")), "{}", taken.body);
    let mut head = Program::of(house, &[Post::Leader]).await;
    refused(&head.post(&decline, &seen, &why).await, 412, "somebody-was-first");
    question
}

/// A promise is kept with words of evidence, once; and no step is done that has no door.
async fn kept(house: &House, clerk: &mut Program, promise: &str) {
    let one = format!("{PROMISES}/{promise}");
    let keep = format!("{one}/steps/keep");
    let tag = clerk.get(&one).await.header("etag").expect("a version").to_owned();
    let bare = json!({ "on": "2026-03-20" });
    let seen = [("If-Match", tag.as_str()), ("Idempotency-Key", "giu-1")];
    assert_eq!(clerk.post(&keep, &seen, &bare).await.status, 422);
    let words = json!({ "on": "2026-03-20", "words": "Đã nạo vét 640 m." });
    for _ in 0..2 {
        let done = clerk.post(&keep, &seen, &words).await;
        assert_eq!((done.status, &done.json()["state"]), (200, &json!("kept")), "{}", done.body);
        assert_eq!(done.json()["words"], "Đã nạo vét 640 m.", "{}", done.body);
    }
    let told = "SELECT COUNT(*) FROM journal WHERE kind = 'promise.kept'";
    assert_eq!(house.number(told).await, 1);
    let withdraw = json!({ "why": "money", "words": "Chưa có tiền." });
    let mut head = Program::of(house, &[Post::Leader]).await;
    let path = format!("{one}/steps/withdraw");
    refused(&head.post(&path, &[("If-Match", "*")], &withdraw).await, 409, "promise-not-now");
    refused(&head.post(&format!("{one}/steps/made"), &seen, &words).await, 404, "not-found");
}
