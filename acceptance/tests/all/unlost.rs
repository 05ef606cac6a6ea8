//! What was said in public is not lost: a promise outlives its unit and is owed by who was named,
//! whoever asked is told of each step, and no question vanishes behind a result.

use acceptance::house::UNIT;
use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::{Date, date};
use kernel::{Actor, Id};
use meetings::desk::{self, NewPromise};
use meetings::kind::{Place, Role};
use testkit::bytes::files_with;
use testkit::engines;
use units::local::{self, Kind, NewUnits};

use super::meetings::{OFFICE, plan, step};
use super::{papers, privacy as data, receptions};

/// A commune that went into the one of the stories on 1 July 2025.
const BEFORE: &str = "20839";
const BOARD: &str = "/can-bo/viec";
const ACTOR: Actor = Actor::System("acceptance");

/// A promise that stands in the books; its key.
async fn promised(house: &House, unit: &str, what: &str, (said, until): (Date, Date)) -> String {
    let new = NewPromise {
        unit: unit.to_owned(),
        owner: Role::Chair,
        owner_unit: unit.to_owned(),
        what: what.to_owned(),
        until,
        said_by: Role::Chair,
        said_on: said,
        place: Place::Elsewhere,
        dialogue: None,
        question: None,
        rule: None,
        visit: None,
    };
    let id = house.store().new_id();
    desk::promise(house.store(), &ACTOR, &new, None, id).await.expect("a promise")
}

async fn held_before(house: &House) {
    let plan = desk::Plan {
        unit: BEFORE.to_owned(),
        form: meetings::kind::Form::Onsite,
        cause: meetings::kind::Cause::Yearly,
        on: date(2025, 3, 20),
        from: 480,
        until: 690,
        place: "Nhà văn hóa".into(),
        content: "Kè biển Bình Hải".into(),
        part: "Đến".into(),
        call: None,
    };
    let key = desk::plan(house.store(), &ACTOR, &plan).await.expect("a dialogue");
    for (seen, command) in
        (1..).zip([meetings::dialogue::Command::Open, meetings::dialogue::Command::Close(40)])
    {
        let read = desk::dialogue(house.store(), &key).await.expect("an answer").expect("it");
        let asked = desk::Asked::Plain(command);
        desk::step(house.store(), &ACTOR, read, seen, asked).await.expect("a step");
    }
}

#[tokio::test]
async fn what_a_unit_of_before_left_undone_stands_at_the_one_that_it_went_into() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let days = (date(2025, 5, 12), date(2026, 2, 27));
        let key = promised(&house, BEFORE, "Đắp kè thôn Ba", days).await;
        promised(&house, "20821", "Việc của xã khác", days).await;
        held_before(&house).await;
        let (mut chair, mut anybody) = (house.chair().await, house.visitor());
        // On the page of what was promised, with whose it was; and on that one's own.
        let here = anybody.get("/cam-ket").await;
        here.says(200, "Đắp kè thôn Ba").says(200, "xã Bình Hải").never(&["Việc của xã khác"]);
        here.says(200, "Đúng hạn 0 trong 1").says(200, &format!("/cam-ket?unit={BEFORE}"));
        let theirs = anybody.get(&format!("/cam-ket?unit={BEFORE}")).await;
        theirs.says(200, "cam kết ở xã Bình Hải").says(200, "Đắp kè thôn Ba");
        assert_eq!(anybody.get("/cam-ket?unit=20821").await.status, 404, "nobody's here");
        anybody.get("/cam-ket.ics").await.says(200, "DTSTART;VALUE=DATE:20260227");
        // On the board of the post, of the unit, and on the leader's page.
        let work = format!("/can-bo/cam-ket/viec/{key}");
        for tab in ["mine", "unit"] {
            let board = chair.get(&format!("{BOARD}?tab={tab}")).await;
            board.says(200, &work).says(200, "xã Bình Hải");
        }
        chair.get("/can-bo/lanh-dao").await.says(200, "Cam kết quá hạn").says(200, ">1</dd>");
        // On the agenda of the next dialogue; and the dialogues of before can be opened.
        let next = plan(&mut chair, &[]).await;
        chair.get(&next).await.says(200, "Cam kết còn nợ").says(200, "Đắp kè thôn Ba");
        let year = anybody.get("/doi-thoai?year=2025").await;
        year.says(200, "Kè biển Bình Hải").says(200, "xã Bình Hải");
        let receptions = format!("/lich-tiep-dan?unit={BEFORE}&month=2025-05");
        anybody.get(&receptions).await.says(200, "xã Bình Hải");
        anybody.get("/lich-tiep-dan?month=2025-05").await.says(200, "xã Bình Sa");
        // Who works at the unit of today keeps it; who works elsewhere does not.
        house.account("Cán Bộ Xa", "can.xa", &[(Post::Handler, "20827")]).await;
        let mut far = house.sign_in("can.xa").await;
        assert_eq!(far.get(&format!("{work}/keep")).await.status, 403);
        let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let kept = [("on", "02/03/2026"), ("words", "Đã đắp 120 m kè.")];
        handler.fill(&format!("{work}/keep"), &kept).await.goes(&work);
        anybody.get("/cam-ket").await.says(200, "Đã thực hiện, quá hạn").says(200, "xã Bình Hải");
        chair.get(&format!("{BOARD}?tab=unit")).await.never(&[&work]);
        house.end().await;
    }
}

/// Announces a dialogue for 20 March; its address for officers and for everybody.
async fn announced(leader: &mut Browser) -> (String, String) {
    let one = plan(leader, &[]).await;
    step(leader, &one, "announce", &[("on", "02/03/2026"), ("media", "posted")]).await;
    let public = one.replace("/can-bo/doi-thoai/buoi", "/doi-thoai");
    (one, public)
}

/// Asks in advance on the page; the asker's own page.
async fn asked(asker: &mut Browser, public: &str, words: &str) -> String {
    let typed = [("words", words), ("matter", "water"), ("email", "nguoi.hoi@example.invalid")];
    let sent = asker.fill(&format!("{public}/hoi"), &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location
}

fn question(own: &str) -> String {
    let key = own.rsplit('/').next().expect("an address").split('-').next().expect("a key");
    format!("{OFFICE}/cau/{key}")
}

const LINE: [(&str, &str); 7] = [
    ("role", "resident"),
    ("words", ""),
    ("matter", "water"),
    ("answerer", "chair"),
    ("answer", "Xã nạo vét trước mùa mưa."),
    ("owner", "deputy"),
    ("by", "30/04/2026"),
];

/// Writes down the answer to a question of before, and the promise in it.
async fn answered(clerk: &mut Browser, one: &str, question: &str) {
    let more = [("of", question), ("what", "Nạo vét mương")];
    let line: Vec<_> = LINE.into_iter().chain(more).collect();
    clerk.fill(&format!("{one}/ghi"), &line).await.says(201, "Đã ghi vào biên bản");
}

#[tokio::test]
async fn whoever_asked_the_same_is_told_of_the_answer_and_of_what_was_promised() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut asker) = (house.chair().await, house.visitor());
        let (one, public) = announced(&mut leader).await;
        let mut own = Vec::new();
        for words in ["Khi nào nạo vét mương?", "Mương đầy cỏ.", "Bao giờ vét mương thôn Mẫu?"]
        {
            own.push(asked(&mut asker, &public, words).await);
        }
        let [first, second, third] = [0, 1, 2].map(|n| question(&own[n]));
        leader.fill(&format!("{first}/take"), &[]).await.goes(&first);
        let key = first.rsplit('/').next().expect("a key").to_owned();
        leader.fill(&format!("{second}/take"), &[("with", &key)]).await.goes(&second);
        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        answered(&mut leader, &one, &key).await;
        // Both read the answer and the promise as their own.
        for path in &own[..2] {
            let told = asker.get(path).await;
            told.says(200, "Đã trả lời").says(200, "trước mùa mưa").says(200, "Nạo vét mương");
        }
        // Who is grouped after the answer is told of it in the same moment.
        leader.fill(&format!("{third}/take"), &[("with", &key)]).await.goes(&third);
        asker.get(&own[2]).await.says(200, "Đã trả lời").says(200, "trước mùa mưa");
        let told = |what: &str| {
            format!("SELECT COUNT(*) FROM notices WHERE recipient = 'asker' AND what = '{what}'")
        };
        assert_eq!(house.number(&told("question-answered")).await, 3);
        assert_eq!(house.number(&told("promise-made")).await, 3);
        let open = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'question/%' \
            AND closed_on IS NULL";
        assert_eq!(house.number(open).await, 0, "all are answered");
        // The address of one's own page stands in the letter, and in no row.
        let path = "SELECT COUNT(*) FROM notices WHERE path LIKE '/cau-hoi-cua-toi/%{pass}'";
        assert_eq!(house.number(path).await, 9);
        let work = asker.get(&own[0]).await.between("/cam-ket/", "\"");
        let work = format!("/can-bo/cam-ket/viec/{work}");
        let kept = [("on", "20/03/2026"), ("words", "Đã nạo vét, ảnh ở nhà văn hóa.")];
        leader.fill(&format!("{work}/keep"), &kept).await.goes(&work);
        assert_eq!(house.number(&told("promise-kept")).await, 3);
        house.end().await;
    }
}

/// Whom to tell of a question: the stream, and the item of the vault.
async fn entry(house: &House, question: &str) -> privacy::desk::Pick {
    let key = question.rsplit('/').next().expect("a key");
    let read = desk::question(house.store(), key).await.expect("an answer").expect("a question");
    let item = read.it.asked.person.expect("a contact").id;
    privacy::desk::Pick { stream: read.it.id, item }
}

/// A request about data as it stands.
async fn request(house: &House, kind: privacy::kind::Kind) -> privacy::desk::Read {
    let key = data::request(house, kind).await;
    privacy::desk::read(house.store(), &key).await.expect("an answer").expect("a request")
}

/// Whom letters of a promise go to.
async fn contacts(house: &House) -> Vec<String> {
    let sql = "SELECT DISTINCT contact FROM notices WHERE what LIKE 'promise-%' ORDER BY contact";
    let rows = house.store().rows(sql, Vec::new()).await.expect("rows");
    rows.iter().map(|row| row.text(0).expect("text")).collect()
}

async fn sealed(house: &House, item: Id) -> Vec<u8> {
    let sql = "SELECT sealed FROM vault WHERE id = $1";
    let rows = house.store().rows(sql, store::row![item]).await.expect("rows");
    rows[0].bytes(0).expect("bytes")
}

#[tokio::test]
async fn a_promise_follows_who_is_put_right_or_forgotten_where_they_asked() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut asker) = (house.chair().await, house.visitor());
        let (one, public) = announced(&mut leader).await;
        let own = asked(&mut asker, &public, "Khi nào nạo vét mương?").await;
        let first = question(&own);
        let second = question(&asked(&mut asker, &public, "Mương đầy cỏ.").await);
        leader.fill(&format!("{first}/take"), &[]).await.goes(&first);
        let key = first.rsplit('/').next().expect("a key").to_owned();
        leader.fill(&format!("{second}/take"), &[("with", &key)]).await.goes(&second);
        house.day(date(2026, 3, 20));
        leader = house.chair().await;
        step(&mut leader, &one, "open", &[]).await;
        answered(&mut leader, &one, &key).await;
        let (right, forgotten) = (entry(&house, &first).await, entry(&house, &second).await);
        let mut both = [right.item.to_string(), forgotten.item.to_string()];
        both.sort();
        assert_eq!(contacts(&house).await, both);
        let gone = [sealed(&house, right.item).await, sealed(&house, forgotten.item).await];

        // One is put right, the other asks to be forgotten: in the same moment the promise knows.
        let (store, holdings) = (house.store(), site::slices::holdings());
        let person = privacy::desk::Person {
            name: "Phan Thị Thử".to_owned(),
            email: "dung.dia.chi@example.invalid".to_owned(),
            ..Default::default()
        };
        let read = request(&house, privacy::kind::Kind::Correct).await;
        let done = privacy::desk::correct(store, &holdings, &ACTOR, read, (&right, &person)).await;
        done.expect("it is put right");
        let now = entry(&house, &first).await.item.to_string();
        assert!(contacts(&house).await.contains(&now));
        let read = request(&house, privacy::kind::Kind::Erase).await;
        let picks = [forgotten];
        let all = privacy::desk::picked(store, &holdings, &picks).await.expect("it is there");
        let erased = privacy::desk::erase(store, &holdings, &ACTOR, read, all).await;
        assert_eq!(erased.expect("it may go"), 1);
        assert_eq!(contacts(&house).await, [now.as_str()], "nobody else is told");
        let sqlite = engine == store::Engine::Sqlite;
        assert_eq!(store.wiped(std::time::Duration::from_secs(60)).await, sqlite);
        for bytes in gone.iter().filter(|_| sqlite) {
            assert!(files_with(house.place.path(), bytes).is_empty(), "what is gone is gone");
        }

        // That it is kept goes to who can be told, and to where they are now.
        let promise = asker.get(&own).await.between("/cam-ket/", "\"");
        let work = format!("/can-bo/cam-ket/viec/{promise}");
        let kept = [("on", "20/03/2026"), ("words", "Đã nạo vét, ảnh ở nhà văn hóa.")];
        leader.fill(&format!("{work}/keep"), &kept).await.goes(&work);
        let told = "SELECT COUNT(*) FROM notices WHERE what = 'promise-kept'";
        assert_eq!(house.number(told).await, 1);
        assert_eq!(contacts(&house).await, [now.as_str()]);
        house.store().rebuild().await.expect("rebuilt");
        assert_eq!(contacts(&house).await, [now.as_str()]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_dialogue_that_is_moved_or_called_off_tells_those_who_asked() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut asker) = (house.chair().await, house.visitor());
        let (one, public) = announced(&mut leader).await;
        let own = asked(&mut asker, &public, "Khi nào nạo vét mương?").await;
        let gone = asked(&mut asker, &public, "Chuyện riêng").await;
        let declined = question(&gone);
        leader.fill(&format!("{declined}/decline"), &[("why", "private")]).await.goes(&declined);
        // On paper and by telephone: the asker gets a paper with the code and the address.
        let entered = [("way", "paper"), ("role", "resident"), ("matter", "roads")];
        let entered: Vec<_> = entered.into_iter().chain([("words", "Đường lầy.")]).collect();
        let slip = leader.fill(&format!("{one}/hoi"), &entered).await.location;
        assert!(slip.ends_with("/giay"), "{slip}");
        let paper = leader.get(&slip).await;
        paper.says(200, "Giấy nhận câu hỏi").says(200, "CH-").says(200, "<svg class=\"qr\"");
        let theirs = format!("/cau-hoi-cua-toi/{}", paper.between("/cau-hoi-cua-toi/", "<"));
        asker.get(&theirs).await.says(200, "Đường lầy.").says(200, "Đã gửi");
        let due = "SELECT CAST(MIN(due) AS BIGINT) FROM duties WHERE stream LIKE 'question/%' \
            AND closed_on IS NULL";
        let before = house.number(due).await;
        let moved = [("on", "30/03/2026"), ("from", "8:00"), ("until", "11:00"), ("why", "venue")];
        step(&mut leader, &one, "move", &moved).await;
        assert_eq!(house.number(due).await, before + 10, "they are sorted by the new day");
        asker.get(&own).await.says(200, "Buổi đối thoại đã dời").says(200, "30/03/2026");
        let told = |what: &str| format!("SELECT COUNT(*) FROM notices WHERE what = '{what}'");
        assert_eq!(house.number(&told("question-moved")).await, 1, "who left an address");
        let news = "SELECT COUNT(*) FROM journal WHERE kind = 'question.moved'";
        assert_eq!(house.number(news).await, 2, "who was declined waits for nothing");
        step(&mut leader, &one, "cancel", &[("why", "disaster")]).await;
        asker.get(&own).await.says(200, "Buổi đối thoại không diễn ra");
        assert_eq!(house.number(&told("question-called-off")).await, 1);
        let open = "SELECT COUNT(*) FROM duties WHERE closed_on IS NULL \
            AND stream LIKE 'question/%'";
        assert_eq!(house.number(open).await, 0, "nothing is owed for what is not held");
        house.end().await;
    }
}

#[tokio::test]
async fn no_result_is_public_while_a_question_is_without_a_word() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut asker) = (house.chair().await, house.visitor());
        let (one, public) = announced(&mut leader).await;
        let mut own = Vec::new();
        for words in ["Khi nào nạo vét mương?", "Đất nhà tôi khi nào đo lại?"] {
            own.push(asked(&mut asker, &public, words).await);
        }
        let (first, second) = (question(&own[0]), question(&own[1]));
        // Whoever receives has to sort them by the day; it stands on the board.
        let (_, mut clerk) = house.officer("Hồ Thị Giả", "ho.gia", Post::Reception).await;
        let mine = clerk.get(&format!("{BOARD}?tab=mine&subject=question")).await;
        mine.says(200, &first).says(200, &second).says(200, "nêu lý do không đưa ra đối thoại");
        house.day(date(2026, 3, 21));
        leader = house.chair().await;
        let late = leader.get(&format!("{BOARD}?tab=unit&due=late&subject=question")).await;
        late.says(200, &first).says(200, &second);
        step(&mut leader, &one, "open", &[]).await;
        step(&mut leader, &one, "close", &[("attended", "90")]).await;
        step(&mut leader, &one, "conclude", &[("words", "Nạo vét trước mùa mưa.")]).await;
        let publish = [("on", "21/03/2026"), ("media", "portal")];
        let refused = leader.fill(&format!("{one}/publish"), &publish).await;
        refused.says(409, "Còn 2 câu hỏi chưa tiếp nhận");
        for path in [&first, &second] {
            leader.fill(&format!("{path}/take"), &[]).await.goes(path);
        }
        let mine = leader.get(&format!("{BOARD}?tab=mine&subject=question")).await;
        mine.says(200, &first).says(200, "30/03/2026").says(200, "Kết quả đối thoại");
        let bare = leader.fill(&format!("{one}/publish"), &publish).await;
        bare.says(422, "Còn 2 câu hỏi đã tiếp nhận mà chưa trả lời");
        let answer = [("answerer", "deputy"), ("how", "written"), ("on", "21/03/2026")];
        let answer: Vec<_> = answer.into_iter().chain([("words", "Tháng 4 nạo vét.")]).collect();
        leader.fill(&format!("{first}/answer"), &answer).await.goes(&first);
        asker.get(&own[0]).await.says(200, "trả lời bằng văn bản").says(200, "Tháng 4 nạo vét.");
        let words = [("words", "Phòng Kinh tế trả lời bằng văn bản chậm nhất 31/03/2026.")];
        let said: Vec<_> = publish.into_iter().chain(words).collect();
        step(&mut leader, &one, "publish", &said).await;
        let result = asker.get(&public).await;
        result.says(200, "1 câu hỏi đã tiếp nhận, chưa trả lời");
        result.says(200, "Phòng Kinh tế trả lời bằng văn bản");
        // It is owed all the same, until it is answered.
        let open = "SELECT COUNT(*) FROM duties WHERE closed_on IS NULL \
            AND stream LIKE 'question/%'";
        assert_eq!(house.number(open).await, 1);
        leader.fill(&format!("{second}/answer"), &answer).await.goes(&second);
        assert_eq!(house.number(open).await, 0);
        house.end().await;
    }
}

#[tokio::test]
async fn an_office_or_village_that_is_named_owes_what_was_promised() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let new = |kind, name: &str| NewUnits {
            parent: UNIT.to_owned(),
            kind,
            names: vec![name.to_owned()],
            from: date(2026, 1, 5),
        };
        let add = async |kind, name: &str| {
            let added = local::add(house.store(), &ACTOR, &new(kind, name)).await;
            added.expect("a unit").remove(0)
        };
        let office = add(Kind::Office, "Phòng Kinh tế").await;
        let village = add(Kind::Village, "Thôn Mẫu").await;
        house.account("Đỗ Thử", "do.thu", &[(Post::Handler, &office)]).await;
        let mut chair = house.chair().await;
        let typed = [
            ("what", "Đặt biển báo ở dốc"),
            ("owner", "office"),
            ("owner_unit", office.as_str()),
            ("by", "20/03/2026"),
            ("place", "elsewhere"),
            ("said_by", "chair"),
            ("on", "02/03/2026"),
        ];
        let path = "/can-bo/cam-ket/moi";
        let odd: Vec<_> = typed.into_iter().filter(|(name, _)| *name != "owner_unit").collect();
        let odd: Vec<_> = odd.into_iter().chain([("owner_unit", "20836-99")]).collect();
        chair.fill(path, &odd).await.says(422, "");
        let made = chair.fill(path, &typed).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let public = made.location.replace("/can-bo/cam-ket/viec", "/cam-ket");
        let mut anybody = house.visitor();
        anybody.get(&public).await.says(200, "Trưởng phòng, ban chuyên môn, Phòng Kinh tế");
        anybody.get("/cam-ket").await.says(200, "Phòng Kinh tế");
        // It stands before who holds the post at that office, and is kept there.
        let mut holder = house.sign_in("do.thu").await;
        holder.get(&format!("{BOARD}?tab=mine")).await.says(200, &made.location);
        let (_, mut other) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        other.get(&format!("{BOARD}?tab=mine")).await.never(&[&made.location]);
        // Late, it is seen above.
        house.day(date(2026, 3, 23));
        let mut chair = house.chair().await;
        let below = chair.get(&format!("{BOARD}?tab=below")).await;
        below.says(200, "Phòng Kinh tế").says(200, "1 quá hạn");
        let mut holder = house.sign_in("do.thu").await;
        let kept = [("on", "23/03/2026"), ("words", "Đã đặt hai biển.")];
        holder.fill(&format!("{}/keep", made.location), &kept).await.goes(&made.location);
        anybody.get("/cam-ket").await.says(200, "Đã thực hiện, quá hạn");
        // A village owes by its head; a body beside the committee is seen to by the leader.
        let by = |owner: &'static str, unit: &str| {
            let kept = typed.into_iter().filter(|(name, _)| !name.starts_with("owner"));
            let kept = kept.filter(|(name, _)| *name != "by").map(|(a, b)| (a, b.to_owned()));
            let more = [("owner", owner), ("owner_unit", unit), ("by", "20/05/2026")];
            kept.chain(more.map(|(a, b)| (a, b.to_owned()))).collect::<Vec<_>>()
        };
        for (owner, unit) in [("village", village.as_str()), ("front", ""), ("police", "")] {
            let all = by(owner, unit);
            let all: Vec<_> = all.iter().map(|(a, b)| (*a, b.as_str())).collect();
            assert_eq!(chair.fill(path, &all).await.status, 303, "{owner}");
        }
        let held = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'promise/%' AND holder = ''";
        assert_eq!(house.number(held).await, 0, "each has somebody who has it");
        let mine = chair.get(&format!("{BOARD}?tab=mine&subject=promise")).await;
        assert_eq!(mine.body.matches("/can-bo/cam-ket/viec/").count(), 2, "Front and police");
        house.end().await;
    }
}

#[tokio::test]
async fn a_promise_to_a_visitor_bears_the_visit_and_tells_the_visitor() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut chair = house.chair().await;
        let key = receptions::plan(&mut chair, "10/03/2026", &[]).await;
        receptions::open(&mut chair, &key).await;
        let typed = [("email", "nguoi.den@example.invalid"), ("then", "open")];
        let visit = receptions::enter(&mut chair, &key, &typed).await;
        let path = format!("{visit}/cam-ket");
        chair.get(&visit).await.says(200, &path);
        let typed = [("what", "Nạo vét mương"), ("owner", "deputy"), ("by", "20/03/2026")];
        let bare = chair.fill(&path, &[("what", "Nạo vét mương"), ("said_by", "chair")]).await;
        bare.says(422, "ai phải làm và ngày phải xong");
        let typed: Vec<_> = typed.into_iter().chain([("said_by", "chair")]).collect();
        let made = chair.fill(&path, &typed).await;
        assert_eq!(made.status, 303, "{}", made.body);
        // The promise leads to the visit, for officers; the visit to the promise.
        chair.get(&made.location).await.says(200, &visit).says(200, "Buổi tiếp công dân");
        chair.get(&path).await.says(200, "Nạo vét mương").says(200, &made.location);
        let public = made.location.replace("/can-bo/cam-ket/viec", "/cam-ket");
        let page = house.visitor().get(&public).await;
        page.says(200, "Nạo vét mương").never(&[&visit, receptions::NAME]);
        let told = "SELECT COUNT(*) FROM notices WHERE what LIKE 'promise-%'";
        assert_eq!(house.number(told).await, 1);
        // Put right at the desk, the visitor is told of it there.
        let key = visit.rsplit('/').next().expect("a key");
        let there = ::receptions::desk::read_visit(house.store(), key).await.expect("an answer");
        let there = there.expect("a visit").visit;
        let item = there.received.and_then(|line| line.person).expect("a person").id;
        assert_eq!(contacts(&house).await, [item.to_string()]);
        let pick = privacy::desk::Pick { stream: there.id, item };
        let person = privacy::desk::Person {
            name: "Phan Thị Thử".to_owned(),
            email: "dung.dia.chi@example.invalid".to_owned(),
            ..Default::default()
        };
        let (read, holdings) =
            (request(&house, privacy::kind::Kind::Correct).await, site::slices::holdings());
        let of = (&pick, &person);
        let done = privacy::desk::correct(house.store(), &holdings, &ACTOR, read, of).await;
        done.expect("it is put right");
        let now = contacts(&house).await;
        assert!(now.len() == 1 && now != [item.to_string()], "{now:?}");
        let kept = [("on", "10/03/2026"), ("words", "Đã nạo vét.")];
        chair.fill(&format!("{}/keep", made.location), &kept).await.goes(&made.location);
        assert_eq!(house.number(told).await, 2, "made, and kept");
        house.end().await;
    }
}

#[tokio::test]
async fn who_needs_more_time_to_verify_owes_an_answer_still() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut chair = house.chair().await;
        let key = receptions::plan(&mut chair, "10/03/2026", &[]).await;
        receptions::open(&mut chair, &key).await;
        let visit = receptions::enter(&mut chair, &key, &[("then", "open")]).await;
        let more = [("how", "more_time"), ("on", "10/03/2026"), ("words", "Đo lại ranh.")];
        let bare = chair.fill(&format!("{visit}/answer"), &more).await;
        bare.says(422, "phải hẹn ngày trả lời");
        let given: Vec<_> = more.into_iter().chain([("until", "31/03/2026")]).collect();
        let done = chair.fill(&format!("{visit}/answer"), &given).await;
        done.goes(&format!("{visit}?xong=answer"));
        chair.get(&visit).await.says(200, "Hẹn trả lời chậm nhất ngày").says(200, "31/03/2026");
        let board = chair.get(&format!("{BOARD}?tab=unit")).await;
        board.says(200, &visit).says(200, "Trả lời người đến sau khi xác minh");
        house.day(date(2026, 4, 1));
        let mut chair = house.chair().await;
        chair.get(&format!("{BOARD}?tab=unit&due=late")).await.says(200, &visit);
        let end = [("how", "accepted"), ("on", "01/04/2026"), ("words", "Thụ lý.")];
        let done = chair.fill(&format!("{visit}/answer"), &end).await;
        done.goes(&format!("{visit}?xong=answer"));
        chair.get(&format!("{BOARD}?tab=unit")).await.never(&[&visit]);
        let late = "SELECT COUNT(*) FROM duties WHERE stream LIKE 'visit/%' AND outcome = 'late'";
        assert_eq!(house.number(late).await, 1, "told in time that it takes longer, then late");
        house.end().await;
    }
}

#[tokio::test]
async fn what_a_rule_asks_by_itself_turns_red_on_the_board_and_above() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let mut chair = house.chair().await;
        let board = chair.get(&format!("{BOARD}?tab=unit")).await;
        board.says(200, "Luật định mà lịch còn thiếu");
        board.says(200, "Còn thiếu 1 trong 1, chậm nhất 31/12/2026");
        board.says(200, "Điều 43 Luật Tổ chức chính quyền").says(200, "/can-bo/tiep-dan?unit=");
        chair.get("/can-bo/lanh-dao").await.says(200, "Luật định, lịch còn thiếu");
        plan(&mut chair, &[]).await;
        let board = chair.get(&format!("{BOARD}?tab=unit")).await;
        board.never(&["Còn thiếu 1 trong 1, chậm nhất 31/12/2026"]);
        // Voters who reach their share are a duty of the leaders until a dialogue is planned.
        let opened = [("words", "Bãi rác"), ("on", "01/03/2026"), ("voters", "4200")];
        let call = chair.fill(&format!("{OFFICE}/yeu-cau"), &opened).await.location;
        chair.fill(&call, &[("on", "02/03/2026"), ("voters", "420")]).await.goes(&call);
        let mine = chair.get(&format!("{BOARD}?tab=mine&subject=call")).await;
        mine.says(200, &call).says(200, "YC-").says(200, "16/03/2026");
        // The month ends without the days of the heads: it is told, and cannot be put right.
        house.day(date(2026, 4, 2));
        let mut chair = house.chair().await;
        chair.get(&format!("{BOARD}?tab=unit")).await.says(200, "Đã hết kỳ ngày");
        house.end().await;
    }
    // A province sees what its communes end without.
    let house = House::open_for(store::Engine::Sqlite, "48").await;
    house.day(date(2026, 3, 2));
    house.day(date(2026, 4, 2));
    let mut chair = house.chair().await;
    let below = chair.get(&format!("{BOARD}?tab=below")).await;
    below.says(200, "Luật định, đã thiếu").says(200, "Xã Thăng Trường").says(200, "lần thiếu");
    house.end().await;
}

#[tokio::test]
async fn every_promise_of_a_unit_can_be_read_page_by_page_and_its_share_from_twenty_on() {
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 3, 2));
    let mut chair = house.chair().await;
    for n in 0..53 {
        let until = date(2026, 4, 1).saturating_add(jiff::Span::new().days(n));
        let days = (date(2026, 1, 5), until);
        let key = promised(&house, UNIT, &format!("Việc thứ {n:02}"), days).await;
        if n < 23 {
            let read = desk::read_promise(house.store(), &key).await.expect("an answer");
            let how = (Some(date(2026, 3, 2)), None, "Đã xong.");
            let read = read.expect("a promise");
            desk::step_promise(house.store(), &ACTOR, read, 1, how).await.expect("it is kept");
        }
    }
    for n in 53..76 {
        let until = date(2026, 5, 30).saturating_add(jiff::Span::new().days(n - 53));
        let days = (date(2026, 1, 5), until);
        promised(&house, UNIT, &format!("Việc thứ {n:02}"), days).await;
    }
    let mut anybody = house.visitor();
    let page = anybody.get("/cam-ket").await;
    page.says(200, "Đúng hạn 100% (23 trong 23").says(200, "Việc thứ 23").never(&["Việc thứ 75"]);
    let more = page.between("<a href=\"", "\" rel=\"next\">").replace("&#38;", "&");
    let more = more.rsplit("href=\"").next().expect("an address").to_owned();
    let rest = anybody.get(&more).await;
    rest.says(200, "Việc thứ 75").says(200, "Về đầu danh sách").never(&["Việc thứ 24"]);
    // One more is kept after its day: a share of twenty and more is a percentage.
    house.day(date(2026, 4, 26));
    chair = {
        drop(chair);
        house.chair().await
    };
    let late = chair.get("/can-bo/cam-ket?tab=late").await;
    let work = format!("/can-bo/cam-ket/viec/{}", late.between("/can-bo/cam-ket/viec/", "\""));
    let kept = [("on", "26/04/2026"), ("words", "Đã xong, chậm hai ngày.")];
    chair.fill(&format!("{work}/keep"), &kept).await.goes(&work);
    let page = anybody.get("/cam-ket").await;
    page.says(200, "Đã thực hiện, quá hạn").says(200, "Đúng hạn 92% (23 trong 25");
    house.end().await;
}

#[tokio::test]
async fn a_year_without_a_dialogue_is_broken_for_everybody_to_see() {
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 12, 30));
    let mut anybody = house.visitor();
    anybody.get("/doi-thoai").await.says(200, "Chưa có trong kế hoạch");
    house.day(date(2027, 1, 2));
    let year = anybody.get("/doi-thoai?year=2026").await;
    year.says(200, "Quá hạn").says(200, "Năm 2026: đã tổ chức 0");
    let mut chair = house.chair().await;
    let board = chair.get(&format!("{BOARD}?tab=unit")).await;
    board.says(200, "Đã hết kỳ ngày 31/12/2026, thiếu 1 trong 1");
    house.end().await;
}

#[tokio::test]
async fn the_minutes_say_on_paper_what_was_asked_answered_promised_and_still_owed() {
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 3, 2));
    let days = (date(2026, 1, 12), date(2026, 6, 1));
    promised(&house, UNIT, "Sửa cầu thôn Năm", days).await;
    let mut leader = house.chair().await;
    let (one, _) = announced(&mut leader).await;
    house.day(date(2026, 3, 20));
    leader = house.chair().await;
    step(&mut leader, &one, "open", &[]).await;
    let line = LINE.into_iter().filter(|(name, _)| *name != "words");
    let more = [("words", "Đèn đường thôn Nháp tắt đã lâu."), ("what", "Thay mười hai bóng đèn")];
    let line: Vec<_> = line.chain(more).collect();
    leader.fill(&format!("{one}/ghi"), &line).await.says(201, "Đã ghi vào biên bản");
    step(&mut leader, &one, "close", &[("attended", "118")]).await;
    step(&mut leader, &one, "conclude", &[("words", "Thay đèn trước ngày 30/4.")]).await;
    step(&mut leader, &one, "agree", &[("side", "people")]).await;
    let pdf = leader.get(&format!("{one}/bien-ban/pdf")).await;
    let docx = leader.get(&format!("{one}/bien-ban/docx")).await;
    let texts = [
        papers::read_pdf(&pdf.answer.body),
        Some(papers::part(&docx.answer.body, "word/document.xml")),
    ];
    for text in texts.into_iter().flatten() {
        for words in [
            "Đèn đường thôn Nháp tắt đã lâu.",
            "Xã nạo vét trước mùa mưa.",
            "Thay mười hai bóng đèn",
            "chậm nhất ngày 30/04/2026",
            "CAM KẾT TỪ TRƯỚC CÒN PHẢI LÀM",
            "Sửa cầu thôn Năm",
            "Thay đèn trước ngày 30/4.",
            "Có 118 người dự.",
            "Đại diện Nhân dân dự đối thoại đồng ý với biên bản",
        ] {
            assert!(text.contains(words), "{words}\nis not in\n{text}");
        }
    }
    house.end().await;
}

/// Who came is destroyed in the moment in which something is promised on their visit: the promise
/// keeps no entry of theirs, and tells nobody.
#[tokio::test]
async fn a_promise_keeps_no_entry_of_a_person_that_is_gone() {
    use ::receptions::facts::VisitEvent;
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut chair = house.chair().await;
        let session = receptions::plan(&mut chair, "10/03/2026", &[]).await;
        receptions::open(&mut chair, &session).await;
        let visit = receptions::enter(&mut chair, &session, &[]).await;
        let (books, key) = (house.store(), visit.rsplit('/').next().expect("a key"));
        let read = ::receptions::desk::read_visit(books, key).await.expect("an answer");
        let read = read.expect("a visit");
        let asker = read.visit.received.as_ref().and_then(|line| line.person.clone());
        let (asker, ground) = (asker.expect("a person"), "visit-over".to_owned());
        let gone = VisitEvent::Erased { items: vec![asker.id], ground: ground.clone() };
        let mut change = store::Change::new(read.stream, vec![gone.to_fact()]);
        change.erase = vec![(asker.id, ground)];
        books.commit(&ACTOR, vec![change]).await.expect("it is destroyed");
        // The form had been opened before, and knew of the entry.
        let new = NewPromise {
            unit: UNIT.to_owned(),
            owner: Role::Chair,
            owner_unit: UNIT.to_owned(),
            what: "Vớt mương".to_owned(),
            until: date(2026, 4, 10),
            said_by: Role::Chair,
            said_on: date(2026, 3, 10),
            place: Place::Reception,
            dialogue: None,
            question: None,
            rule: None,
            visit: Some(read.visit.id.clone()),
        };
        let id = books.new_id();
        let key = desk::promise(books, &ACTOR, &new, Some(asker), id).await.expect("a promise");
        let promise = desk::read_promise(books, &key).await.expect("an answer").expect("it");
        assert_eq!(promise.it.askers, [None]);
        books.verify().await.expect("journal and views agree");
        house.end().await;
    }
}
