//! Letters by e-mail, through a real mail server: what they say, what becomes of them when the
//! server hangs, refuses or hangs up, that nobody is told twice or about last year, and the
//! morning.

use std::sync::Arc;
use std::time::Duration;

use acceptance::House;
use acceptance::house::UNIT;
use acceptance::post::{Letter, Post};
use accounts::Post as Seat;
use jiff::civil::date;
use jobs::Stop;
use kernel::Actor;
use notices::{Mail, Outbox, compose, desk};
use petitions::desk::{Filing, More, Person};
use petitions::kind::{AnswerBy, Channel, Kind, Solved};
use store::Store;
use testkit::engines;

use super::steps;

/// A petition whose asker wants an answer by e-mail.
pub fn filing(n: usize) -> Filing {
    Filing {
        kind: Kind::Feedback,
        unit: UNIT.into(),
        letters: "TT".into(),
        matter: "water".into(),
        village: String::new(),
        channel: Channel::Page,
        answer_by: AnswerBy::Email,
        words: "Mương thoát nước bị lấp.".into(),
        place: "Trước nhà văn hóa".into(),
        person: Person {
            name: "Trần Thị Thử".into(),
            email: format!("nguoi{n}@example.vn"),
            ..Person::default()
        },
        more: More::default(),
    }
}

async fn file(store: &Store, n: usize) -> petitions::petition::Petition {
    let filed = petitions::desk::file(store, &Actor::Resident, filing(n), None).await;
    filed.expect("a petition is filed").petition
}

fn mail(post: &Post) -> Mail {
    let mut mail = Mail::new(&post.address(), "xa@mau.example.vn").expect("a setting");
    mail.public_url = "https://dantin.example.vn".into();
    mail.per_minute = 6000;
    mail.patience.greet = Duration::from_secs(3);
    mail.patience.letter = Duration::from_millis(700);
    mail
}

/// A house that sends, and its outbox.
pub async fn sending(engine: store::Engine, post: &Post) -> (House, Arc<Outbox>) {
    let house = House::open(engine).await;
    desk::switch(house.store(), true, 3).await.expect("letters are switched on");
    let outbox = Outbox::new(house.app.clone(), mail(post));
    (house, outbox)
}

pub async fn run(outbox: &Outbox) -> Result<String, String> {
    let (_running, stop) = Stop::new();
    outbox.run(&stop).await
}

async fn morning(outbox: &Outbox) -> String {
    let (_running, stop) = Stop::new();
    outbox.run_morning(&stop).await.expect("the morning's task runs")
}

/// How many letters are in a state, and how many are in doubt.
async fn states(house: &House, state: &str) -> (i64, i64) {
    let sql = format!("SELECT COUNT(*) FROM letters WHERE state = '{state}'");
    let doubt = "SELECT COUNT(*) FROM letters WHERE doubt = 1";
    (house.number(&sql).await, house.number(doubt).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_arrives_once_and_says_code_day_and_link_only() {
    for engine in engines() {
        let Some(post) = Post::start() else { return };
        let (house, outbox) = sending(engine, &post).await;
        let petition = file(house.store(), 1).await;
        run(&outbox).await.expect("it is sent");
        let letters = post.letters();
        assert_eq!(letters.len(), 1);
        says_what_it_should(&letters[0], &petition);
        if let Ok(folder) = std::env::var("PICTURES") {
            std::fs::write(format!("{folder}/letter.eml"), letters[0].raw()).unwrap();
        }
        // Neither another run, nor another process, nor views made anew send it again.
        run(&outbox).await.expect("nothing waits");
        house.store().rebuild().await.expect("the views are made anew");
        run(&Outbox::new(house.app.clone(), mail(&post))).await.expect("nothing waits");
        assert_eq!(post.letters().len(), 1);
        assert_eq!(states(&house, "sent").await, (1, 0));
        house.end().await;
    }
}

fn says_what_it_should(letter: &Letter, petition: &petitions::petition::Petition) {
    let code = &petition.received.code;
    let id = notices::notice::letter_of(&petition.id, 1);
    assert_eq!(letter.0["recipients"], serde_json::json!(["nguoi1@example.vn"]));
    assert_eq!(letter.header("To"), "nguoi1@example.vn");
    let from = letter.header("From");
    assert!(from.contains("Ủy ban nhân dân") && from.contains("<xa@mau.example.vn>"), "{from}");
    let subject = letter.header("Subject");
    assert_eq!(subject, format!("[MÔ PHỎNG] [Xã Thăng Trường] {code}: đã nhận đơn"));
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    let message_id = format!("{}@mau.example.vn>", &letter.header("Message-ID")[..33]);
    assert_eq!(letter.header("Message-ID"), message_id);
    let mail = Mail::new("smtp://127.0.0.1", "xa@mau.example.vn").unwrap();
    assert_eq!(letter.header("Message-ID"), compose::message_id(&id, &mail));
    assert!(letter.header("Date").starts_with("Thu, 12 Feb 2026 01:41"), "{letter:?}");
    let body = letter.body();
    let link = format!("https://dantin.example.vn/don/{code}");
    let (vi, en) = body.split_once("----").expect("two languages");
    assert!(vi.contains("đã nhận đơn của ông/bà") && vi.contains(&link), "{vi}");
    assert!(vi.contains("Chậm nhất thứ") && vi.contains("12/02/2026"), "{vi}");
    assert!(en.contains("received your letter") && en.contains(&link), "{en}");
    for secret in ["Mương", "Thử", "văn hóa", "nguoi1"] {
        assert!(!body.contains(secret), "“{secret}” is in {body}");
    }
    assert!(letter.raw().is_ascii(), "any server can carry it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_puts_off_refuses_hangs_or_hangs_up_loses_nothing() {
    for engine in engines() {
        let Some(mut post) = Post::start() else { return };
        let (house, outbox) = sending(engine, &post).await;
        file(house.store(), 1).await;
        // Put off for now: it waits a minute, then longer.
        post.behave("busy");
        run(&outbox).await.expect("an answer is an answer");
        assert_eq!(states(&house, "waiting").await, (1, 0));
        post.behave("ok");
        run(&outbox).await.expect("not yet");
        assert_eq!(post.letters().len(), 0, "it waits");
        house.wait(61);
        run(&outbox).await.expect("it is sent");
        assert_eq!((post.letters().len(), states(&house, "sent").await), (1, (1, 0)));
        // Refused for good.
        file(house.store(), 2).await;
        post.behave("refuse");
        run(&outbox).await.expect("an answer is an answer");
        assert_eq!(states(&house, "failed").await, (1, 0));
        // The sender is refused: that is about us, so no address is given up, and the run ends.
        post.behave("sender");
        file(house.store(), 3).await;
        assert!(run(&outbox).await.unwrap_err().contains("530"));
        assert_eq!(states(&house, "waiting").await, (1, 0));
        house.wait(600);
        post.behave("ok");
        run(&outbox).await.expect("it is sent");
        assert_eq!((post.letters().len(), states(&house, "sent").await), (2, (2, 0)));
        hangs_and_hangs_up(&house, &outbox, &post).await;
        // Away: no attempt is counted, nothing is written about any letter.
        let before = house.store().journal_length();
        file(house.store(), 9).await;
        post.close();
        assert!(run(&outbox).await.unwrap_err().contains("away"));
        assert_eq!(house.store().journal_length(), before + 1, "only the petition");
        house.chair().await.get("/can-bo/thu-bao").await.says(200, "Máy chủ thư không nhận thư từ");
        house.end().await;
    }
}

async fn hangs_and_hangs_up(house: &House, outbox: &Outbox, post: &Post) {
    let sent = post.letters().len();
    for (n, mode, kept) in [(4, "hang", 0), (5, "drop", 0), (6, "keep", 1)] {
        post.behave(mode);
        file(house.store(), n).await;
        let came = post.letters().len();
        let mut anybody = house.visitor();
        let (ran, page) = tokio::join!(run(outbox), anybody.get("/healthz"));
        assert_eq!(page.status, 200, "pages are answered meanwhile");
        ran.expect("an attempt is an attempt");
        assert_eq!(post.letters().len(), came + kept, "{mode}");
        let (waiting, doubt) = states(house, "waiting").await;
        assert_eq!((waiting, doubt), (1, n as i64 - 3), "{mode}: it may have arrived");
        post.behave("ok");
        house.wait(61);
        run(outbox).await.expect("it is sent");
        let letters = post.letters();
        assert_eq!(letters.len(), came + kept + 1, "{mode}");
        if kept == 1 {
            let ids = [came, came + 1].map(|at| letters[at].header("Message-ID").to_owned());
            assert_eq!(ids[0], ids[1], "a double has one identity");
        }
    }
    assert_eq!(post.letters().len(), sent + 4);
    let mut chair = house.chair().await;
    chair.get("/can-bo/thu-bao?muc=doubt").await.says(200, "Có thể đã đến hai lần");
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_mail_on_tells_nobody_about_last_year() {
    for engine in engines() {
        let Some(post) = Post::start() else { return };
        let house = House::open(engine).await;
        let outbox = Outbox::new(house.app.clone(), mail(&post));
        file(house.store(), 1).await;
        run(&outbox).await.expect("there is no mail server yet");
        let mut chair = house.chair().await;
        chair
            .get("/can-bo/thu-bao")
            .await
            .says(200, "Chưa có máy chủ thư")
            .says(200, "đã nhận đơn");
        house.wait(10 * 24 * 3600);
        let new = file(house.store(), 2).await;
        desk::switch(house.store(), true, 3).await.unwrap();
        desk::switch(house.store(), true, 3).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM journal WHERE stream = 'mail/1'").await, 1);
        run(&outbox).await.expect("it is sent");
        let letters = post.letters();
        assert_eq!(letters.len(), 1);
        assert!(letters[0].header("Subject").contains(&new.received.code));
        // The old one stands where it can be seen, and goes out when an officer asks.
        let mut chair = house.sign_in("vi.du").await;
        let held = chair.get("/can-bo/thu-bao?muc=held").await;
        held.says(200, "đã nhận đơn").never(&["nguoi1@example.vn"]);
        let letter = held.between("thu=", "#");
        let close = chair.get(&format!("/can-bo/thu-bao?muc=held&thu={letter}")).await;
        close.never(&["example.vn"]);
        chair.send_form(&close, "/can-bo/thu-bao", &[("do", "again")]).await;
        run(&outbox).await.expect("it is sent");
        assert_eq!(post.letters().len(), 2);
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_gives_a_letter_up_on_a_ground_and_asks_for_another_attempt() {
    let Some(post) = Post::start() else { return };
    let (house, outbox) = sending(store::Engine::Sqlite, &post).await;
    file(house.store(), 1).await;
    post.behave("refuse");
    run(&outbox).await.expect("an answer is an answer");
    let mut chair = house.chair().await;
    let failed = chair.get("/can-bo/thu-bao?muc=failed").await;
    failed.says(200, "mã 550").never(&["nguoi1@"]);
    let letter = failed.between("thu=", "#");
    let close = chair.get(&format!("/can-bo/thu-bao?muc=failed&thu={letter}")).await;
    let typed = [("do", "give-up"), ("ground", "")];
    chair.send_form(&close, "/can-bo/thu-bao", &typed).await.says(422, "Lý do thôi gửi");
    let typed = [("do", "give-up"), ("ground", "wrong-address")];
    let done = chair.send_form(&close, "/can-bo/thu-bao", &typed).await;
    chair.get(&done.location).await.says(200, "Địa chỉ sai");
    post.behave("ok");
    house.wait(3600);
    run(&outbox).await.expect("nothing waits");
    assert_eq!(post.letters().len(), 0, "given up is given up");
    let typed = [("do", "again")];
    chair.send_form(&close, "/can-bo/thu-bao", &typed).await;
    run(&outbox).await.expect("it is sent");
    assert_eq!(post.letters().len(), 1);
    let late = chair.send_form(&close, "/can-bo/thu-bao", &typed).await;
    late.says(409, "Thư đã gửi rồi");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_asker_without_an_address_is_not_told_and_the_outbox_says_why() {
    let Some(post) = Post::start() else { return };
    let (house, outbox) = sending(store::Engine::Sqlite, &post).await;
    let mut filing = filing(1);
    filing.person.email = "không phải địa chỉ".into();
    petitions::desk::file(house.store(), &Actor::Resident, filing, None).await.unwrap();
    run(&outbox).await.expect("it is looked at");
    assert_eq!(states(&house, "failed").await, (1, 0));
    let mut chair = house.chair().await;
    chair.get("/can-bo/thu-bao?muc=failed").await.says(200, "Không có địa chỉ thư điện tử");
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_gets_one_letter_a_morning_and_only_with_news() {
    for engine in engines() {
        let Some(post) = Post::start() else { return };
        let (house, outbox) = sending(engine, &post).await;
        let (handler, mut browser) = house.officer("Người Xử Lý", "xu.ly", Seat::Handler).await;
        // Thursday morning: no address yet, and then no news.
        morning(&outbox).await;
        let page = browser.get("/can-bo/toi").await;
        let wrong = [("email", "thư@example")];
        browser
            .send_form(&page, "/can-bo/toi/thu", &wrong)
            .await
            .says(422, "Địa chỉ thư điện tử có dạng");
        let right = [("email", "xu.ly@Example.vn")];
        browser.send_form(&page, "/can-bo/toi/thu", &right).await.goes("/can-bo/toi?thu=1#thu");
        morning(&outbox).await;
        assert_eq!(post.letters().len(), 0, "no news, no letter");
        // Given a petition: the next working morning tells, once.
        let petition = file(house.store(), 1).await;
        let mut chair = house.chair().await;
        let case = format!("/can-bo/don/{}", petition.received.code);
        let classify = [("kind", "feedback"), ("matter", "water")];
        chair.fill(&format!("{case}/classify"), &classify).await;
        chair.fill(&format!("{case}/assign"), &[("to", &handler.to_string())]).await;
        house.day(date(2026, 2, 13));
        morning(&outbox).await;
        let letters = post.letters();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].header("To"), "xu.ly@example.vn");
        let code = &petition.received.code;
        let body = letters[0].body().replace("\r\n", "\n");
        assert!(body.contains(&format!("Mới giao (1):\n  - {code}")), "{letters:?}");
        morning(&outbox).await;
        morning(&Outbox::new(house.app.clone(), mail(&post))).await;
        house.store().rebuild().await.unwrap();
        morning(&outbox).await;
        assert_eq!(post.letters().len(), 1, "one a day");
        late_and_gone(&house, &outbox, &post, code).await;
        house.end().await;
    }
}

#[tokio::test]
async fn a_sender_who_says_not_solved_reaches_the_handler_on_the_next_working_morning() {
    for engine in engines() {
        let Some(post) = Post::start() else { return };
        let (house, outbox) = sending(engine, &post).await;
        let (handler, mut browser) = house.officer("Người Xử Lý", "xu.ly", Seat::Handler).await;
        let page = browser.get("/can-bo/toi").await;
        let mail = [("email", "xu.ly@example.vn")];
        browser.send_form(&page, "/can-bo/toi/thu", &mail).await.goes("/can-bo/toi?thu=1#thu");
        let code = file(house.store(), 1).await.received.code;
        let (mut chair, handler) = (house.chair().await, handler.to_string());
        for (step, typed) in [
            ("classify", &[("kind", "feedback"), ("matter", "water")][..]),
            ("assign", &[("to", handler.as_str())]),
            ("accept", &[]),
            ("decide", &[("answer", "Đã nạo vét.")]),
            ("send", &[("by", "oneself")]),
        ] {
            steps::step(&mut chair, &code, step, typed).await;
        }
        house.day(date(2026, 2, 24));
        let read = steps::read(&house, &code).await;
        let seen = read.petition.version;
        let act = petitions::desk::Act::Judge(Solved::No, "Nước vẫn tràn.".into());
        let said = petitions::desk::act(house.store(), &Actor::Resident, read, seen, act).await;
        said.expect("it is judged");
        house.day(date(2026, 2, 25));
        morning(&outbox).await;
        let letters = post.letters();
        let body = letters.last().expect("a letter").body().replace("\r\n", "\n");
        let news = format!("Tin mới về đơn đang giữ (1):\n  - {code}: người gửi nói chưa xong");
        assert!(body.contains(&news) && !body.contains("tràn"), "{body}");
        // Told once: no news, no letter.
        house.day(date(2026, 2, 26));
        morning(&outbox).await;
        assert_eq!(post.letters().len(), letters.len());
        stands_in(&house, &outbox, &post, &handler).await;
        house.end().await;
    }
}

/// Days off and evenings are left alone; late is news each working morning until the address goes.
/// What is due soon is told to who stands in for a colleague too.
async fn stands_in(house: &House, outbox: &Outbox, post: &Post, away: &str) {
    let (other, mut browser) = house.officer("Bùi Văn Thí", "thi.bui", Seat::Handler).await;
    let page = browser.get("/can-bo/toi").await;
    let mail = [("email", "thi.bui@example.vn")];
    browser.send_form(&page, "/can-bo/toi/thu", &mail).await.goes("/can-bo/toi?thu=1#thu");
    let day = date(2026, 3, 9);
    house.day(day);
    let away = away.parse().expect("an account");
    let absent = house.app.record_absence(&Actor::Account(away), away, other, day, day).await;
    absent.expect("it is recorded");
    let before = post.letters().len();
    morning(outbox).await;
    let letters = post.letters();
    let told: Vec<&str> = letters[before..].iter().map(|one| one.header("To")).collect();
    assert!(told.contains(&"thi.bui@example.vn"), "{told:?}");
    let soon = |one: &Letter| one.body().contains("Đến hạn trong 3 ngày tới (1)");
    assert!(letters[before..].iter().all(soon), "{letters:?}");
}

async fn late_and_gone(house: &House, outbox: &Outbox, post: &Post, code: &str) {
    let before = post.letters().iter().filter(|one| one.header("To").contains("xu.ly")).count();
    for day in [date(2026, 4, 11), date(2026, 4, 12), date(2026, 4, 30)] {
        house.day(day);
        morning(outbox).await;
    }
    house.day(date(2026, 4, 13));
    house.wait(9 * 3600);
    morning(outbox).await;
    assert_eq!(post.letters().len(), before, "weekends, holidays, evenings");
    house.day(date(2026, 4, 14));
    morning(outbox).await;
    let letters = post.letters();
    assert_eq!(letters.len(), before + 1);
    let last = letters[before].body();
    assert!(last.contains("Quá hạn (1):") && last.contains(code), "{last}");
    let mut browser = house.sign_in("xu.ly").await;
    let page = browser.get("/can-bo/toi").await;
    let gone = browser.send_form(&page, "/can-bo/toi/thu", &[("email", "")]).await;
    gone.goes("/can-bo/toi?thu=0#thu");
    house.day(date(2026, 4, 15));
    morning(outbox).await;
    assert_eq!(post.letters().len(), before + 1, "no address, no letter");
}
