//! Programs of an office and of an asker: a petition's whole life through the JSON interface alone,
//! and what goes wrong between several who act at once, on both engines.

use acceptance::house::{PROVINCE, UNIT};
use acceptance::http::Request;
use acceptance::{Browser, House, Page};
use accounts::permissions::{Reach, reach};
use accounts::{Access, Post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::date;
use kernel::Actor;
use serde_json::{Value, json};
use testkit::engines;
use testkit::photo::{SMALL, TOLD, photo};

use super::{letters, steps};

const PETITIONS: &str = "/api/v1/petitions";
const NAME: &str = "Phan Thị Giả Định";
const PHONE: &str = "0900000118";

/// A program with its token, or anybody's without one.
pub struct Program {
    browser: Browser,
    /// What it shows, if it has one.
    pub token: Option<String>,
    lang: &'static str,
}

impl Program {
    /// A program of the commune whose token holds these posts.
    pub async fn of(house: &House, posts: &[Post]) -> Self {
        Self::at(house, UNIT, posts).await
    }

    /// The same at another unit.
    pub async fn at(house: &House, unit: &str, posts: &[Post]) -> Self {
        Self { token: Some(house.token_of(unit, posts).await), ..Self::nobody(house) }
    }

    /// Anybody's, without a token.
    pub fn nobody(house: &House) -> Self {
        Self { browser: house.visitor(), token: None, lang: "vi" }
    }

    /// Sends any request.
    pub async fn send(&mut self, request: Request) -> Page {
        let request = request.header("Accept-Language", self.lang);
        let request = match &self.token {
            Some(token) => request.header("Authorization", &format!("Bearer {token}")),
            None => request,
        };
        self.browser.send(request).await
    }

    /// Asks.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::new("GET", path)).await
    }

    /// Sends.
    pub async fn post(&mut self, path: &str, headers: &[(&str, &str)], body: &Value) -> Page {
        let request = Request::new("POST", path).body("application/json", body.to_string());
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        self.send(request).await
    }

    /// A case and its version.
    async fn case(&mut self, code: &str) -> (Value, String) {
        let page = self.get(&case(code)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let tag = page.header("etag").unwrap_or_default().to_owned();
        assert_eq!(tag, format!("\"{}\"", page.json()["version"]));
        (page.json(), tag)
    }

    /// Sends a step on the case as it is.
    async fn try_step(&mut self, code: &str, step: &str, body: &Value) -> Page {
        let (_, tag) = self.case(code).await;
        self.post(&at(code, step), &[("If-Match", &tag)], body).await
    }

    /// Does a step; the case after it.
    async fn step(&mut self, code: &str, step: &str, body: Value) -> Value {
        let done = self.try_step(code, step, &body).await;
        assert_eq!(done.status, 200, "{step}: {}", done.body);
        done.json()
    }

    /// Files feedback; its code and its words.
    async fn file(&mut self, text: &str) -> (String, String) {
        let contact = json!({ "name": NAME, "phone": PHONE });
        let body = json!({ "kind": "feedback", "unit": UNIT, "text": text, "contact": contact });
        let filed = self.post(PETITIONS, &[], &body).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
        let part = |name: &str| filed.json()[name].as_str().unwrap_or_default().to_owned();
        (part("code"), part("secret"))
    }

    /// What the asker does with the words.
    async fn own(&mut self, code: &str, act: &str, body: Value) -> Page {
        self.post(&own(code, act), &[], &body).await
    }
}

fn case(code: &str) -> String {
    format!("{PETITIONS}/{code}/case")
}

fn at(code: &str, step: &str) -> String {
    format!("{PETITIONS}/{code}/steps/{step}")
}

fn own(code: &str, act: &str) -> String {
    match act {
        "" => format!("{PETITIONS}/{code}/own"),
        act => format!("{PETITIONS}/{code}/own/{act}"),
    }
}

/// One part of each thing of a list.
pub fn names(list: &Value, name: &str) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|one| one[name].as_str().unwrap_or_default().to_owned()).collect()
}

/// The problem has this status and code, and is said as one.
#[track_caller]
pub fn refused(page: &Page, status: u16, code: &str) -> Value {
    assert_eq!(page.status, status, "{}: {}", page.path, page.body);
    assert_eq!(page.header("content-type"), Some("application/problem+json"), "{}", page.body);
    let problem = page.json();
    assert_eq!(problem["code"], code, "{}", page.body);
    assert_eq!(problem["status"], status, "{}", page.body);
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.len() > 5), "{}", page.body);
    problem
}

async fn reads(house: &House) -> i64 {
    house.number("SELECT COUNT(*) FROM journal WHERE kind = 'access.read'").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_petition_lives_its_whole_life_through_the_api_alone() {
    for engine in engines() {
        let house = House::open(engine).await;
        let holder = house.account("Trần Thị Thử", "thu.tran", &[(Post::Handler, UNIT)]).await;
        let mut desk = Program::of(&house, &[Post::Reception]).await;
        let mut handler = Program::of(&house, &[Post::Handler]).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let mut asker = Program::nobody(&house);
        let (code, secret) = asker.file("Mương thoát nước bị lấp.").await;
        let listed = desk.get(PETITIONS).await.json();
        assert_eq!(names(&listed["items"], "code"), [code.as_str()]);
        photographed(&house, &mut asker, &mut handler, (&code, &secret)).await;

        let kind = json!({ "kind": "feedback", "matter": "water" });
        let shown = desk.step(&code, "classify", kind).await;
        assert_eq!((&shown["state"], &shown["matter"]), (&json!("classified"), &json!("water")));
        assert!(!names(&shown["steps"], "step").contains(&"accept".to_owned()), "{shown}");
        let shown = leader.step(&code, "accept", json!({})).await;
        assert!(names(&shown["duties"], "rule").contains(&"TD.reply".to_owned()), "{shown}");
        let shown = leader.step(&code, "assign", json!({ "to": holder.to_string() })).await;
        assert_eq!(shown["holder"]["name"], "Trần Thị Thử");
        let mine = format!("{PETITIONS}?holder={holder}&state=accepted");
        assert_eq!(names(&handler.get(&mine).await.json()["items"], "code"), [code.as_str()]);
        handler.step(&code, "verify", json!({ "result": "Đất lấp 12 m." })).await;
        leader.step(&code, "decide", json!({ "answer": "Xã nạo vét." })).await;
        let before = asker.get(&format!("{PETITIONS}/{code}")).await;
        before.says(200, "decided").never(&["Xã nạo vét", "Đất lấp", NAME, PHONE]);
        desk.step(&code, "send", json!({ "by": "oneself" })).await;
        let public = asker.get(&format!("{PETITIONS}/{code}")).await;
        public.says(200, "Xã nạo vét.").never(&["Đất lấp", NAME, PHONE, "Mương thoát"]);

        // Closed is not solved: the asker says.
        let no = json!({ "secret": secret, "solved": "no", "rest": "Còn 4 mét." });
        let told = asker.own(&code, "judge", no).await.json();
        assert_eq!(told["public"]["state"], "contested", "{told}");
        assert_eq!(told["public"]["solved"], "no", "{told}");
        leader.step(&code, "decide", json!({ "answer": "Đã nạo vét nốt 4 mét." })).await;
        desk.step(&code, "send", json!({ "by": "oneself" })).await;
        let yes = json!({ "secret": secret, "solved": "yes" });
        let told = asker.own(&code, "judge", yes).await.json();
        assert_eq!(told["public"]["end"], "solved", "{told}");
        assert_eq!(told["public"]["answer"], "Đã nạo vét nốt 4 mét.", "{told}");
        the_trail_and_the_log_say_who(&house, &mut desk, &code).await;
        house.end().await;
    }
}

/// The asker adds words and a photograph; the office opens it, and each opening is logged.
async fn photographed(
    house: &House,
    asker: &mut Program,
    handler: &mut Program,
    (code, secret): (&str, &str),
) {
    let data = STANDARD.encode(photo(SMALL));
    let more = json!({ "secret": secret, "words": "Ảnh chụp.", "files": [{ "data": data }] });
    let (path, keyed) = (own(code, "add"), [("Idempotency-Key", "anh-1")]);
    let added = asker.post(&path, &keyed, &more).await;
    assert_eq!((added.status, &added.json()["files"]), (200, &json!(1)), "{}", added.body);
    assert_eq!(added.json()["may"], json!(["add", "withdraw"]), "{}", added.body);
    // What a line that broke makes a program send again is neither looked at nor counted again:
    // one sender may attach twenty times at once.
    for _ in 0..25 {
        let again = asker.post(&path, &keyed, &more).await;
        assert_eq!((again.status, &again.json()["files"]), (200, &json!(1)), "{}", again.body);
    }
    let odd = json!({ "secret": secret, "files": [{ "data": "không phải" }] });
    refused(&asker.own(code, "add", odd).await, 422, "api-base64");
    let before = reads(house).await;
    let picture = handler.get(&format!("{PETITIONS}/{code}/files/1")).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/jpeg")));
    picture.never(&[TOLD]);
    assert_eq!(reads(house).await, before + 1);
    assert_eq!(handler.get(&format!("{PETITIONS}/{code}/files/2")).await.status, 404);
}

/// The journal names the program by its token; the person stays apart and is logged.
async fn the_trail_and_the_log_say_who(house: &House, desk: &mut Program, code: &str) {
    let (shown, _) = desk.case(code).await;
    let who = names(&shown["trail"], "who");
    assert_eq!((who[0].as_str(), who[2].as_str()), ("asker", "program"), "{shown}");
    assert!(names(&shown["trail"], "name").contains(&"Một cửa".to_owned()), "{shown}");
    assert!(!shown.to_string().contains(NAME) && !shown.to_string().contains(PHONE), "{shown}");
    let before = reads(house).await;
    let person = desk.get(&format!("{PETITIONS}/{code}/person")).await.json();
    assert_eq!((&person["name"], &person["phone"]), (&json!(NAME), &json!(PHONE)));
    assert_eq!(reads(house).await, before + 1);
    let (_, mut auditor) = house.officer("Kiểm Tra Thử", "kiem.tra", Post::Auditor).await;
    auditor.get("/can-bo/so-truy-cap").await.says(200, "Một cửa").never(&[NAME]);
}

/// A case that was accepted.
async fn accepted(house: &House, leader: &mut Program) -> String {
    let filed = petitions::desk::file(house.store(), &Actor::Resident, letters::filing(1), None);
    let code = filed.await.expect("it is filed").petition.received.code;
    leader.step(&code, "classify", json!({ "kind": "feedback", "matter": "water" })).await;
    leader.step(&code, "accept", json!({})).await;
    code
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_act_at_once_one_is_told_that_somebody_was_first() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut one = Program::of(&house, &[Post::Leader]).await;
        let mut two = Program::of(&house, &[Post::Leader]).await;
        let code = accepted(&house, &mut one).await;
        let (_, tag) = one.case(&code).await;
        let seen = [("If-Match", tag.as_str())];
        let (path, words) = (at(&code, "verify"), |text: &str| json!({ "result": text }));
        let (first, second) = (words("Đã xem."), words("Cần máy xúc."));
        let (left, right) =
            tokio::join!(one.post(&path, &seen, &first), two.post(&path, &seen, &second));
        let lost = match (left.status, right.status) {
            (200, 412) => right,
            (412, 200) => left,
            other => panic!("{other:?}: exactly one of two must win: {}", right.body),
        };
        refused(&lost, 412, "somebody-was-first");
        let verified = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.verified'";
        assert_eq!(house.number(verified).await, 1);

        // An officer at a screen and a program: whoever comes second is told.
        let (_, tag) = one.case(&code).await;
        let form = chair.get(&format!("/can-bo/don/{code}/decide")).await;
        steps::step(&mut chair, &code, "note", &[("words", "Đã gọi.")]).await;
        let answer = json!({ "answer": "Xã nạo vét." });
        let decide = at(&code, "decide");
        let late = one.post(&decide, &[("If-Match", &tag)], &answer).await;
        refused(&late, 412, "somebody-was-first");
        refused(&one.post(&decide, &[], &answer).await, 428, "if-match-needed");
        refused(&one.post(&decide, &[("If-Match", "x")], &answer).await, 422, "if-match");
        let done = one.post(&decide, &[("If-Match", "*")], &answer).await;
        assert_eq!((done.status, &done.json()["state"]), (200, &json!("decided")));
        let typed = [("answer", "Lời khác.")];
        let page = chair.send_form(&form, &format!("/can-bo/don/{code}/decide"), &typed).await;
        page.says(409, "Lời khác.").says(409, "Phần mềm");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_a_key_is_done_once_whatever_is_lost() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let mut other = Program::of(&house, &[Post::Leader]).await;
        let code = accepted(&house, &mut leader).await;
        let (_, tag) = leader.case(&code).await;
        let noted = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.noted'";
        let (path, note) = (at(&code, "note"), json!({ "words": "Đã gọi người gửi." }));
        let keyed = [("If-Match", tag.as_str()), ("Idempotency-Key", "ghi-1")];
        // The answer was lost, and the sender knows nothing of the new version.
        for _ in 0..3 {
            let done = leader.post(&path, &keyed, &note).await;
            assert_eq!(done.status, 200, "{}", done.body);
        }
        assert_eq!(house.number(noted).await, 1);
        // Sent twice in one moment.
        let keyed = [("If-Match", "*"), ("Idempotency-Key", "ghi-2")];
        let mut twin = Program { token: leader.token.clone(), ..Program::nobody(&house) };
        let (left, right) =
            tokio::join!(leader.post(&path, &keyed, &note), twin.post(&path, &keyed, &note));
        assert_eq!((left.status, right.status), (200, 200), "{} {}", left.body, right.body);
        assert_eq!(house.number(noted).await, 2);
        // Another request under the key is refused, another sender's key is another key.
        let odd = leader.post(&path, &keyed, &json!({ "words": "Việc khác." })).await;
        refused(&odd, 422, "idempotency-key-used");
        let elsewhere = leader.post(&at(&code, "add"), &keyed, &note).await;
        refused(&elsewhere, 422, "idempotency-key-used");
        assert_eq!(other.post(&path, &keyed, &note).await.status, 200);
        assert_eq!(house.number(noted).await, 3);
        // What was refused did not use its key up.
        let keyed = [("If-Match", "*"), ("Idempotency-Key", "gui-1")];
        let by = json!({ "by": "oneself" });
        refused(&leader.post(&at(&code, "send"), &keyed, &by).await, 409, "petition-not-now");
        leader.step(&code, "decide", json!({ "answer": "Xã nạo vét." })).await;
        let sent = leader.post(&at(&code, "send"), &keyed, &by).await;
        assert_eq!(sent.json()["state"], "sent", "{}", sent.body);
        let long = "x".repeat(201);
        let keyed = [("If-Match", "*"), ("Idempotency-Key", long.as_str())];
        refused(&leader.post(&path, &keyed, &note).await, 422, "idempotency-key");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_asker_s_words_open_and_wrong_ones_are_slowed_down() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut asker = Program::nobody(&house);
        let (code, secret) = asker.file("Mương bị lấp.").await;
        let opened = asker.own(&code, "", json!({ "secret": secret.to_uppercase() })).await;
        opened.says(200, "Mương bị lấp.").never(&[NAME, PHONE]);
        let noted = json!({ "secret": secret, "words": "Nước đã tràn vào sân." });
        let keyed = [("Idempotency-Key", "them-1")];
        for _ in 0..2 {
            let added = asker.post(&own(&code, "add"), &keyed, &noted).await;
            assert_eq!(added.status, 200, "{}", added.body);
        }
        let added = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.added'";
        assert_eq!(house.number(added).await, 1);
        let seen = opened.header("etag").unwrap_or_default().to_owned();
        let back = json!({ "secret": secret });
        let stale = asker.post(&own(&code, "withdraw"), &[("If-Match", &seen)], &back).await;
        refused(&stale, 412, "somebody-was-first");
        let judged = json!({ "secret": secret, "solved": "yes" });
        refused(&asker.own(&code, "judge", judged).await, 409, "petition-not-now");
        let back = asker.own(&code, "withdraw", back).await.json();
        assert_eq!(back["public"]["state"], "withdrawn", "{back}");

        let mut stranger = Program::nobody(&house);
        let wrong = json!({ "secret": "sen cau đò mây" });
        let none = stranger.own("TT-0000-00", "", wrong.clone()).await;
        let told = stranger.own(&code, "", wrong.clone()).await;
        assert_eq!(none.body, told.body, "no answer tells which codes there are");
        refused(&told, 403, "petition-not-opened");
        for act in ["", "add", "judge", "withdraw", "", "", "", "", ""] {
            let mut body = wrong.clone();
            if act == "judge" {
                body["solved"] = json!("yes");
            }
            stranger.own(&code, act, body).await;
        }
        let slow = stranger.own(&code, "", json!({ "secret": secret })).await;
        refused(&slow, 429, "too-many");
        assert!(slow.header("retry-after").is_some());
        let (code, secret) = complaint(&mut asker).await;
        let back = asker.own(&code, "withdraw", json!({ "secret": secret })).await;
        assert_eq!(back.status, 409, "a complaint is taken back on paper: {}", back.body);
        house.end().await;
    }
}

/// Files a complaint; its code and its words.
async fn complaint(asker: &mut Program) -> (String, String) {
    let contact = json!({ "name": NAME, "address": "Thôn Một" });
    let body = json!({
        "kind": "complaint", "unit": UNIT, "text": "Quyết định thu hồi ghi sai.", "contact": contact
    });
    let filed = asker.post(PETITIONS, &[], &body).await.json();
    let part = |name: &str| filed[name].as_str().expect("a receipt").to_owned();
    (part("code"), part("secret"))
}

async fn tokens(house: &House) -> Vec<kernel::Id> {
    let all = house.app.tokens().await.expect("they are read");
    all.into_iter().map(|token| token.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_reaches_as_far_as_its_posts_and_no_further() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let code = accepted(&house, &mut leader).await;
        let (path, found) = (at(&code, "verify"), json!({ "result": "Đã xem." }));
        let seen = [("If-Match", "*")];
        let none = Program::nobody(&house).post(&path, &seen, &found).await;
        refused(&none, 401, "token-needed");
        assert_eq!(none.header("www-authenticate"), Some("Bearer"));
        let mut wrong =
            Program { token: Some("0123456789abcdef".into()), ..Program::nobody(&house) };
        refused(&wrong.post(&path, &seen, &found).await, 401, "token-unknown");
        let mut plain = Program::of(&house, &[]).await;
        refused(&plain.get(PETITIONS).await, 403, "token-not-allowed");
        refused(&plain.get(&case(&code)).await, 403, "token-not-allowed");

        // The same post at another unit sees what all may see, and does nothing here.
        let mut far = Program::at(&house, PROVINCE, &[Post::Handler]).await;
        let (shown, _) = far.case(&code).await;
        assert_eq!(shown["steps"], json!([]), "{shown}");
        let told = refused(&far.post(&path, &seen, &found).await, 403, "token-not-allowed");
        assert!(told["detail"].as_str().unwrap_or_default().contains("Cán bộ"), "{told}");
        let person = format!("{PETITIONS}/{code}/person");
        refused(&far.get(&person).await, 403, "token-not-allowed");
        assert_eq!(reads(&house).await, 0, "what is refused was not read");
        let known: Vec<_> = tokens(&house).await;
        let mut near = Program::of(&house, &[Post::Handler]).await;
        assert_eq!(near.post(&path, &seen, &found).await.status, 200);

        // A token that was closed opens nothing, at once.
        let id = tokens(&house).await.into_iter().find(|id| !known.contains(id));
        let id = id.expect("the one that was opened last");
        house.app.close_token(&Actor::System("acceptance"), id).await.expect("it is closed");
        refused(&near.get(PETITIONS).await, 401, "token-unknown");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_of_the_table_holds_at_every_door_for_tokens() {
    let house = House::open(engines()[0]).await;
    let mut leader = Program::of(&house, &[Post::Leader]).await;
    let code = accepted(&house, &mut leader).await;
    let slices = site::slices();
    let routes = slices.iter().flat_map(|slice| (slice.routes)());
    let doors = routes.filter(|(_, _, access)| matches!(access, Access::Token(_)));
    let doors: Vec<_> = doors.collect();
    assert!(doors.len() > 60, "{}", doors.len());
    for post in Post::ALL {
        let mut program = Program::of(&house, &[post]).await;
        for (method, route, access) in &doors {
            let Access::Token(act) = access else { continue };
            let path = route.replace("{code}", &code).replace("{id}", "khong-co");
            let path = path.replace("{entry}", "khong-co").replace("{n}", "1");
            let path = path.replace("{which}", "receipt").replace("{kind}", "pdf");
            // A field that none has: refused after the permission, before anything is done.
            let odd = json!({ "khong-co": 1 });
            let got = match *method {
                "GET" => program.get(&path).await,
                _ => program.post(&path, &[("If-Match", "*")], &odd).await,
            };
            let may = reach(*act, post) != Reach::No;
            let told = format!("{method} {path} ({act}) as {}: {}", post.code(), got.status);
            assert_eq!(got.status != 403, may, "{told}\n{}", got.body);
            let well = [200, 400, 403, 404, 422].contains(&got.status);
            assert!(well, "{told}\n{}", got.body);
        }
    }
    house.end().await;
}

/// Files so many plain letters; their codes, in order.
async fn filed(house: &House, many: usize) -> Vec<String> {
    let mut codes = Vec::with_capacity(many);
    for n in 0..many {
        let mut filing = letters::filing(n);
        filing.words = format!("Mương số {n} bị lấp.");
        let filed = petitions::desk::file(house.store(), &Actor::Resident, filing, None).await;
        codes.push(filed.expect("it is filed").petition.received.code);
    }
    codes
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_read_page_by_page_while_letters_come() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut program = Program::of(&house, &[Post::Handler]).await;
        let all = filed(&house, 300).await;
        for order in ["newest", "oldest", "due"] {
            let (mut met, mut path) = (Vec::new(), format!("{PETITIONS}?sort={order}&limit=45"));
            loop {
                let page = program.get(&path).await;
                assert_eq!(page.status, 200, "{}", page.body);
                met.extend(names(&page.json()["items"], "code"));
                // Letters come between two pages.
                filed(&house, 2).await;
                let page = page.json();
                let Some(next) = page["next"].as_str() else { break };
                path = format!("{PETITIONS}?sort={order}&limit=45&cursor={next}");
            }
            let mut old: Vec<&String> = met.iter().filter(|code| all.contains(code)).collect();
            if order == "newest" {
                old.reverse();
            }
            if order != "due" {
                assert!(old.iter().eq(all.iter().collect::<Vec<_>>().iter()), "{order}: in order");
            }
            old.sort();
            let mut wanted: Vec<&String> = all.iter().collect();
            wanted.sort();
            assert_eq!(old, wanted, "{order}: each once");
            let (given, known) = (met.len(), "SELECT COUNT(*) FROM petitions");
            met.sort();
            met.dedup();
            assert_eq!(met.len(), given, "none twice");
            assert!(given as i64 <= house.number(known).await, "none that there is not");
        }
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_narrowed_and_odd_questions_are_named() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let codes = filed(&house, 3).await;
        house.day(date(2026, 3, 5));
        let (late, _) = complaint(&mut Program::nobody(&house)).await;
        let kind = json!({ "kind": "feedback", "matter": "roads" });
        leader.step(&codes[1], "classify", kind).await;
        for (query, wanted) in [
            ("kind=complaint", vec![&late]),
            ("matter=roads", vec![&codes[1]]),
            ("state=classified&channel=page", vec![&codes[1]]),
            ("channel=api", vec![&late]),
            ("q=muong+so+2", vec![&codes[2]]),
            ("from=2026-03-04", vec![&late]),
            ("to=2026-03-04&sort=oldest", codes.iter().collect()),
            ("holder=-&kind=complaint", vec![&late]),
            ("due=late", Vec::new()),
            ("cases=true&limit=1&sort=oldest", vec![&codes[0]]),
            ("unit=20836&kind=complaint", vec![&late]),
        ] {
            let page = leader.get(&format!("{PETITIONS}?{query}")).await;
            assert_eq!(page.status, 200, "{query}: {}", page.body);
            assert_eq!(names(&page.json()["items"], "code").iter().collect::<Vec<_>>(), wanted);
        }
        let first = leader.get(&format!("{PETITIONS}?limit=1")).await.json();
        let next = first["next"].as_str().expect("there is more");
        for (query, code) in [
            (format!("sort=due&cursor={next}"), "api-cursor"),
            ("cursor=x".to_owned(), "api-cursor"),
            ("cursor=".to_owned(), "api-cursor"),
            ("limit=0".to_owned(), "field-number-range"),
            ("limit=201".to_owned(), "field-number-range"),
            ("kind=denunciation".to_owned(), "api-word"),
            ("from=04/03/2026".to_owned(), "api-day"),
            ("from=2026-03-05&to=2026-03-04".to_owned(), "days-turned"),
            ("sap-xep=moi".to_owned(), "api-field-unknown"),
            ("unit=00000".to_owned(), "petition-unit-unknown"),
        ] {
            refused(&leader.get(&format!("{PETITIONS}?{query}")).await, 422, code);
        }
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_its_field_and_its_ground_in_the_language_asked() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let code = filed(&house, 1).await.remove(0);
        leader.step(&code, "classify", json!({ "kind": "feedback", "matter": "water" })).await;
        // Feedback is passed on, not guided, unless it is a matter for the court.
        let note = json!({ "note": "Ông/bà đến Tòa án." });
        let told = leader.try_step(&code, "guide", &note).await;
        let told = refused(&told, 422, "petition-guide-court");
        assert_eq!(told["field"], "court");
        let article = told["article"].as_str().expect("an article").to_owned();
        assert!(article.contains("Điều"), "{article}");
        leader.lang = "en";
        let told = leader.try_step(&code, "guide", &note).await.json();
        let english = told["article"].as_str().expect("an article");
        assert!(english.contains("Article") && !english.contains("Điều"), "{english}");
        assert!(told["detail"].as_str().is_some_and(str::is_ascii), "{told}");
        let (shown, _) = leader.case(&code).await;
        let accept = names(&shown["steps"], "step").iter().position(|step| step == "accept");
        let ground = &shown["steps"][accept.expect("it may be accepted")]["article"];
        assert!(ground.as_str().is_some_and(|ground| ground.contains("Article")), "{ground}");
        leader.lang = "vi";
        // Every fault at once, by the body's own names; what is sent is not said again.
        let odd = json!({ "parts": [
            { "kind": "feedback", "matter": "water", "words": "Mương." },
            { "kind": "x", "matter": 3 },
        ], "ghi_chu": NAME });
        let told = leader.try_step(&code, "split", &odd).await;
        told.never(&[NAME]);
        let faults = told.json()["faults"].clone();
        let mut fields = names(&faults, "field");
        fields.sort();
        assert_eq!(fields, ["", "parts[1].kind", "parts[1].matter", "parts[1].words"], "{faults}");
        let broken = Request::new("POST", &at(&code, "accept"));
        let broken = broken.header("If-Match", "*").body("application/json", "[1]");
        refused(&leader.send(broken).await, 400, "bad-request");
        let one = json!({ "kind": "feedback", "matter": "water", "words": "Mương." });
        let fewer = leader.try_step(&code, "split", &json!({ "parts": [one] })).await;
        assert_eq!(fewer.status, 422, "{}", fewer.body);
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_joined_taken_apart_and_split() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let codes = filed(&house, 3).await;
        let link = json!({ "code": codes[0], "same": "duplicate" });
        let joined = leader.step(&codes[1], "link", link.clone()).await;
        assert_eq!(joined["state"], "joined", "{joined}");
        assert_eq!(joined["joined"]["code"], codes[0].as_str(), "{joined}");
        let cases = leader.get(&format!("{PETITIONS}?cases=true&sort=oldest")).await.json();
        assert_eq!(names(&cases["items"], "code"), [codes[0].as_str(), &codes[2]]);
        let chain = json!({ "code": codes[1], "same": "chain" });
        let told = leader.try_step(&codes[2], "link", &chain).await;
        refused(&told, 422, "petition-link-joined");
        let out = leader.step(&codes[1], "unlink", json!({})).await;
        assert_eq!((&out["state"], &out["joined"]), (&json!("received"), &Value::Null));
        let apart = leader.step(&codes[1], "apart", json!({ "code": codes[0] })).await;
        assert_eq!(apart["apart"], json!([codes[0]]));
        let part = |words: &str| json!({ "kind": "feedback", "matter": "roads", "words": words });
        let parts = json!({ "parts": [part("Đường lầy."), part("Đèn tắt.")] });
        let keyed = [("If-Match", "*"), ("Idempotency-Key", "tach-1")];
        for _ in 0..2 {
            let split = leader.post(&at(&codes[2], "split"), &keyed, &parts).await.json();
            assert_eq!(split["state"], "split", "{split}");
            assert_eq!(split["parts"].as_array().map(Vec::len), Some(2), "{split}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM petitions").await, 5);
        house.end().await;
    }
}

/// Who signs a paper of an office whose leader has no account of its own.
const SIGNER: &str = "Lê Ví Dụ";

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_issued_and_taken_along() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let mut jurist = Program::of(&house, &[Post::Jurist]).await;
        let code = accepted(&house, &mut leader).await;
        let (shown, _) = leader.case(&code).await;
        assert_eq!(shown["replies"], json!(["accepted", "receipt"]), "{shown}");
        let path = format!("{PETITIONS}/{code}/papers/receipt");
        let keyed = [("If-Match", "*"), ("Idempotency-Key", "giay-1")];
        let told = leader.post(&path, &keyed, &json!({})).await;
        assert_eq!((told.status, &told.json()["field"]), (422, &json!("signer")), "{}", told.body);
        let before = reads(&house).await;
        let subject = "Tiếp nhận đơn về mương";
        let first = json!({ "first": 12, "subject": subject, "signer": SIGNER });
        for _ in 0..2 {
            let done = leader.post(&path, &keyed, &first).await;
            assert_eq!(done.status, 200, "{}", done.body);
            let papers = done.json()["papers"].clone();
            assert_eq!(names(&papers, "reply"), ["receipt"], "{papers}");
            assert!(names(&papers, "number")[0].starts_with("12/"), "{papers}");
        }
        assert_eq!(reads(&house).await, before + 1, "the draft names the asker");
        for (kind, head) in [("pdf", b"%PDF-".as_slice()), ("docx", b"PK")] {
            let file = leader.get(&format!("{PETITIONS}/{code}/papers/1/{kind}")).await;
            assert_eq!(file.status, 200, "{}", file.body);
            assert!(file.answer.body.starts_with(head), "{kind}");
        }
        assert_eq!(reads(&house).await, before + 3);
        assert_eq!(leader.get(&format!("{PETITIONS}/{code}/papers/2/pdf")).await.status, 404);
        assert_eq!(leader.get(&format!("{PETITIONS}/{code}/papers/1/odt")).await.status, 404);
        let closed = jurist.get(&format!("{PETITIONS}/{code}/papers/1/pdf")).await;
        refused(&closed, 403, "token-not-allowed");
        let later = format!("{PETITIONS}/{code}/papers/decision");
        let told = leader.post(&later, &[("If-Match", "*")], &json!({})).await;
        refused(&told, 409, "paper-not-now");
        house.end().await;
    }
}

const QUESTIONS: &str = "/api/v1/office-questions";

/// Two offices of the commune.
async fn two_offices(house: &House) -> Vec<String> {
    let new = units::local::NewUnits {
        parent: UNIT.to_owned(),
        kind: units::local::Kind::Office,
        names: vec!["Phòng Kinh tế".to_owned(), "Phòng Văn hóa".to_owned()],
        from: date(2026, 1, 5),
    };
    let added = units::local::add(house.store(), &Actor::System("acceptance"), &new).await;
    added.expect("two offices")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_s_program_sees_what_it_was_asked_and_answers_it_once() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let mut leader = Program::of(&house, &[Post::Leader]).await;
        let offices = two_offices(&house).await;
        let code = accepted(&house, &mut leader).await;
        for (office, until) in [(&offices[0], "2026-03-20"), (&offices[1], "2026-03-09")] {
            let words = format!("Ai quản lý, {office}?");
            let ask = json!({ "office": office, "words": words, "until": until });
            leader.step(&code, "ask", ask).await;
        }
        let all = leader.get(QUESTIONS).await;
        all.says(200, "Ai quản lý").never(&[NAME, PHONE]);
        let all = all.json();
        assert_eq!(names(&all["items"], "office"), [offices[1].as_str(), &offices[0]], "{all}");
        assert_eq!((&all["items"][0]["n"], &all["more"]), (&json!(2), &json!(false)), "{all}");
        assert_eq!(all["items"][0]["asked_on"], "2026-03-03", "{all}");
        let first = leader.get(&format!("{QUESTIONS}?limit=1")).await.json();
        assert_eq!((names(&first["items"], "code").len(), &first["more"]), (1, &json!(true)));
        refused(
            &leader.get(&format!("{QUESTIONS}?unit=00000")).await,
            422,
            "petition-unit-unknown",
        );

        // The program of an office: its own question, and nobody else's.
        let mut own = Program::at(&house, &offices[0], &[Post::Handler]).await;
        let list = own.get(QUESTIONS).await.json();
        assert_eq!(names(&list["items"], "office"), [offices[0].as_str()], "{list}");
        let one = format!("{QUESTIONS}/{code}/1");
        own.get(&one).await.says(200, "Ai quản lý");
        let (other, words) =
            (format!("{QUESTIONS}/{code}/2"), json!({ "words": "Phòng quản lý." }));
        refused(&own.get(&other).await, 403, "token-not-allowed");
        refused(&own.post(&other, &[], &words).await, 403, "token-not-allowed");
        let theirs = own.get(&format!("{QUESTIONS}?unit={}", offices[1])).await;
        refused(&theirs, 403, "token-not-allowed");
        refused(&own.get(&format!("{QUESTIONS}/{code}/9")).await, 404, "petition-question-unknown");
        let none = Program::nobody(&house).get(QUESTIONS).await;
        refused(&none, 401, "token-needed");
        refused(&own.post(&one, &[], &json!({})).await, 422, "field-required");

        // Something happens to the case; the answer is written all the same, and once.
        leader.step(&code, "note", json!({ "words": "Đã gọi." })).await;
        let keyed = [("Idempotency-Key", "tra-loi-1")];
        for _ in 0..3 {
            let done = own.post(&one, &keyed, &words).await;
            assert_eq!(done.json()["advice"], "Phòng quản lý.", "{}", done.body);
        }
        let advised = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.advised'";
        assert_eq!(house.number(advised).await, 1);
        refused(&own.post(&one, &[], &words).await, 422, "petition-no-question");
        assert_eq!(own.get(QUESTIONS).await.json()["items"], json!([]));
        let owed = "SELECT COUNT(*) FROM duties WHERE rule = 'agreed' AND closed_on IS NULL";
        assert_eq!(house.number(owed).await, 1);
        // What came on paper is recorded by who works on the case.
        assert_eq!(leader.post(&other, &[], &words).await.status, 200);
        assert_eq!(house.number(owed).await, 0);
        house.end().await;
    }
}
