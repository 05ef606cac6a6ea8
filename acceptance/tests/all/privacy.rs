//! Personal data through HTTP: who asks proves it at the desk, clocks run as duties, the look goes
//! over all subjects, copies are handed over, what the law keeps is refused, and what is erased is
//! gone from the bytes of files.

use std::path::Path;
use std::time::Duration;

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use accounts::Post;
use jiff::civil::date;
use kernel::{Actor, Id};
use petitions::desk::{Act, Person};
use petitions::kind::Kind;
use privacy::keep;
use testkit::bytes::files_with;
use testkit::engines;

use super::{ledger, letters, permissions, steps};

pub const LIST: &str = "/can-bo/du-lieu";
pub const OVER: &str = "/can-bo/het-han-luu";
pub const WHO: &str = "Quách Thị Giả Định";
pub const PHONE: &str = "0900 000 118";
const HOME: &str = "Số nhà 7, thôn Mẫu";

/// A request of somebody who was at the desk: its key.
pub async fn request(house: &House, kind: privacy::kind::Kind) -> String {
    request_at(house, UNIT, kind).await
}

/// The same at the desk of another unit.
pub async fn request_at(house: &House, unit: &str, kind: privacy::kind::Kind) -> String {
    let new = privacy::desk::New {
        unit: unit.to_owned(),
        kind,
        paper: privacy::kind::Paper::Identity,
        by: privacy::kind::By::Own,
        person: privacy::desk::Person {
            name: WHO.to_owned(),
            phone: "0900000118".to_owned(),
            ..Default::default()
        },
        words: String::new(),
    };
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let done = privacy::desk::receive(store, &actor, &new, store.new_id()).await;
    done.expect("it is received")
}

pub fn filing(kind: Kind, words: &str) -> petitions::desk::Filing {
    let mut filing = letters::filing(1);
    filing.kind = kind;
    filing.words = words.to_owned();
    filing.person = Person {
        name: WHO.to_owned(),
        phone: PHONE.to_owned(),
        address: HOME.to_owned(),
        ..Person::default()
    };
    filing
}

/// Files a letter; its code.
pub async fn file(house: &House, filing: petitions::desk::Filing) -> String {
    let filed = petitions::desk::file(house.store(), &Actor::Resident, filing, None).await;
    filed.expect("it is filed").petition.received.code
}

/// Takes a letter back: its matter is over.
pub async fn over(house: &House, code: &str) {
    let read = steps::read(house, code).await;
    let (seen, act) = (read.petition.version, Act::Withdraw(String::new()));
    let done = petitions::desk::act(house.store(), &Actor::Resident, read, seen, act).await;
    done.expect("it is taken back");
}

/// What subjects hold of the person, each by what people call it.
struct Held {
    feedback: String,
    complaint: String,
    /// A letter that names the person among those who stand behind it.
    listed: String,
    /// A letter whose words name the person.
    told: String,
    /// Somebody else's.
    other: String,
    /// Codes of a question, a visit, a need, a village meeting.
    more: Vec<String>,
}

fn other() -> Person {
    Person { name: "Trần Văn Mẫu".to_owned(), ..Person::default() }
}

async fn held(house: &House) -> Held {
    let mut listed = filing(Kind::Feedback, "Đèn đường tắt.");
    listed.person = other();
    listed.more.people = Some(3);
    listed.more.others = format!("Lê Thị Nháp\n{WHO}, {PHONE}");
    let mut told = filing(Kind::Feedback, &format!("Chị {WHO} cũng thấy nước tràn."));
    told.person = Person::default();
    let mut stranger = filing(Kind::Feedback, "Chị Định và anh Quách thấy rác.");
    stranger.person = other();
    let mut more = vec![question(house).await, visit(house).await, need(house).await];
    more.push(meeting(house).await);
    Held {
        feedback: file(house, filing(Kind::Feedback, "Mương trước nhà tôi bị lấp.")).await,
        complaint: file(house, filing(Kind::Complaint, "Tôi không đồng ý quyết định 12.")).await,
        listed: file(house, listed).await,
        told: file(house, told).await,
        other: file(house, stranger).await,
        more,
    }
}

/// The end of a key as codes have it.
fn tail(sign: &str, key: &str) -> String {
    format!("{sign}-{}", key[key.len() - 6..].to_uppercase())
}

async fn question(house: &House) -> String {
    use meetings::desk::{self, Line, Said};
    use meetings::kind::{Role, Way};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let [key, ..] = permissions::dialogue(house, 1).await;
    let read = desk::dialogue(store, &key).await.expect("it is read").expect("it is there");
    let (name, phone) = (WHO.to_owned(), "0900000118".to_owned());
    let said = Said {
        way: Way::Room,
        role: Role::Resident,
        matter: "roads".to_owned(),
        person: desk::Person { name, phone, email: String::new() },
        words: "Bao giờ làm đường?".to_owned(),
    };
    let line = Line { of: None, said, answer: None, promise: None, owner_unit: None };
    let written = desk::write(store, &actor, &read.it, &line, store.new_id()).await;
    tail("CH", &written.expect("it is written").0)
}

async fn visit(house: &House) -> String {
    use receptions::desk::{self, Taking};
    use receptions::kind::{Competence, Kind};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let (session, _) = permissions::reception(house, 1).await;
    let read = desk::read_session(store, &session).await.expect("it is read");
    let taking = Taking {
        kind: Kind::Feedback,
        matter: "roads".to_owned(),
        persons: 1,
        speakers: 0,
        person: desk::Person {
            name: WHO.to_owned(),
            phone: PHONE.to_owned(),
            ..Default::default()
        },
        others: String::new(),
        words: "Đường lầy".to_owned(),
        competence: Competence::Own,
        turn_of: None,
        petition: None,
        answer: None,
    };
    let session = read.expect("it is there").session;
    let done = desk::take(store, &actor, &session, None, &taking, store.new_id()).await;
    let received = done.expect("it is taken").visit.received.expect("a line");
    receptions::meaning::code(received.no, received.year)
}

async fn need(house: &House) -> String {
    use grassroots::desk::{self, NewNeed};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let [trip, ..] = permissions::roots(house).await;
    let on = store.clock().today();
    let need = NewNeed {
        of: format!("roots/{trip}"),
        on,
        matter: "roads".to_owned(),
        words: "Cầu hỏng".to_owned(),
        person: desk::Person {
            name: WHO.to_owned(),
            phone: "0900000118".to_owned(),
            email: String::new(),
        },
        done: "Đã sửa".to_owned(),
        owner: None,
        until: None,
    };
    let key = desk::raise(store, &actor, &need, store.new_id()).await.expect("a need");
    tail("DN", &key)
}

async fn meeting(house: &House) -> String {
    use villages::desk::{self, Entry, People, Tally};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let key = permissions::village(house, 1).await;
    let read = desk::read(store, &key).await.expect("it is read").expect("it is there");
    let tally = Tally { vote: "hands", votes: vec![8], against: 0, silent: 0, spoilt: 0 };
    let entry = Entry {
        part: 1,
        households: 10,
        here: 8,
        stood: 0,
        marks: Default::default(),
        people: People {
            chair: "Hồ Văn Nháp".to_owned(),
            secretary: "Võ Thị Thử".to_owned(),
            names: format!("12 {WHO}"),
        },
        elected: 8,
        tallies: vec![tally],
        key: "k".to_owned(),
        seen: 0,
        on: store.clock().today(),
    };
    desk::enter(store, &actor, read, &entry).await.expect("it is entered");
    format!("HT {key}")
}

/// The picks of a matter on the page of a look, those called `what`.
pub fn picks(page: &Page, code: &str, what: &str) -> Vec<String> {
    let all = page.body.split("<fieldset").skip(1);
    let found = all.filter(|part| part.contains(&format!(">{code}</a>")));
    let items = found.flat_map(|part| part.split("name=\"item\" value=\"").skip(1));
    let is = |item: &&str| item.split("<span").next().is_some_and(|head| head.ends_with(what));
    let value = |item: &str| item.split('"').next().unwrap_or_default().to_owned();
    items.filter(is).map(value).collect()
}

pub async fn look(officer: &mut Browser, one: &str, typed: &[(&str, &str)]) -> Page {
    let page = officer.get(&format!("{one}/tim")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    officer.send_form(&page, &format!("{one}/tim"), typed).await
}

/// Sends picks from the page of a look to one of its acts.
pub async fn send(
    officer: &mut Browser,
    page: &Page,
    (one, way): (&str, &str),
    typed: &[(&str, &str)],
) -> Page {
    let fields = page.form(&format!("{one}/giao"), typed);
    officer.post(&format!("{one}/{way}"), &fields).await
}

const ASKED: [(&str, &str); 8] = [
    ("kind", "erase"),
    ("by", "own"),
    ("paper", "identity"),
    ("seen", "1"),
    ("name", WHO),
    ("phone", PHONE),
    ("address", "Thôn Mẫu"),
    ("words", "Xóa tên tôi ở các phản ánh"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = ASKED.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

const OPEN: &str =
    "SELECT COUNT(*) FROM duties WHERE stream LIKE 'data_request/%' AND closed_on IS NULL";

#[tokio::test]
async fn who_asks_is_known_by_a_paper_and_the_clocks_run_as_duties() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let (_, mut desk) = house.officer("Trần Thị Thử", "thu.tran", Post::Reception).await;
        let new = format!("{LIST}/moi");
        // Nobody compared paper and person; a number is no name; none of it is recorded.
        let unseen: Vec<_> = with(&[]).into_iter().filter(|(name, _)| *name != "seen").collect();
        desk.fill(&new, &unseen).await.says(422, "Chưa đối chiếu thì chưa nhận yêu cầu.");
        for field in ["name", "words"] {
            let numbered = with(&[(field, "CCCD 048085001234")]);
            desk.fill(&new, &numbered).await.says(422, "Số giấy tờ không được ghi.");
        }
        let kept = "SELECT COUNT(*) FROM data_requests";
        assert_eq!(house.number(kept).await, 0);
        let page = desk.get(&new).await;
        let done = desk.send_form(&page, &new, &ASKED).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let again = desk.send_form(&page, &new, &ASKED).await;
        assert_eq!(again.location, done.location, "sent twice it is one");
        assert_eq!(house.number(kept).await, 1);
        let one = done.location;
        // Two working days for the first answer; twenty days for the whole, of which the last is a
        // Sunday.
        let page = desk.get(&one).await;
        page.says(200, "18/03/2026")
            .says(200, "06/04/2026")
            .says(200, "Thẻ căn cước")
            .says(200, WHO);
        // Its article stands beside each day, and how the days were counted one step further.
        page.says(200, "Nghị định 356/2025/NĐ-CP");
        let days = page.between("href=\"/tinh-han?rule=DL.ack", "\"").replace("&#38;", "&");
        let days = desk.get(&format!("/tinh-han?rule=DL.ack{days}")).await;
        days.says(200, "18/03/2026").says(200, "Nghị định 356/2025/NĐ-CP");
        assert_eq!(house.number(OPEN).await, 2);
        desk.get("/can-bo/viec?tab=unit").await.says(200, "DL-");
        desk.get(LIST).await.says(200, "Xóa dữ liệu").never(&[WHO, "0900"]);
        // A jurist sees that there is one, and not whose.
        let (_, mut jurist) = house.officer("Phan Văn Nháp", "nhap.phan", Post::Jurist).await;
        jurist.get(&one).await.says(200, "Thẻ căn cước").never(&[WHO, "0900"]);
        jurist.get(&format!("{one}/tim")).await.says(403, "");

        let told = desk.send_form(&page, &format!("{one}/xac-nhan"), &[]).await;
        told.goes(&one);
        assert_eq!(house.number(OPEN).await, 1);
        desk.send_form(&page, &format!("{one}/xac-nhan"), &[]).await.says(409, "Đã ghi là đã báo");
        // One extension, by a leader, within what the law allows.
        let more = format!("{one}/gia-han");
        desk.get(&more).await.says(403, "");
        let mut leader = house.chair().await;
        let why = ("words", "Phải tìm trong sổ giấy");
        leader.fill(&more, &[("days", "16"), why]).await.says(422, "từ 1 đến 15");
        leader.fill(&more, &[("days", "10"), why]).await.goes(&one);
        desk.get(&one).await.says(200, "15/04/2026").says(200, "Thêm 10 ngày.");
        leader.fill(&more, &[("days", "1"), why]).await.says(409, "đã gia hạn một lần");
        // It ends with a ground and an answer, or as asked; after a restart it stands so.
        let end = format!("{one}/xong");
        let partly = [("how", "partly")];
        leader.fill(&end, &partly).await.says(422, "phải có căn cứ");
        let grounded = [("how", "partly"), ("ground", keep::COMPLAINT)];
        leader.fill(&end, &grounded).await.says(422, "phải trả lời người yêu cầu");
        let house = House::empty(house.end().await).await;
        leader.to = house.address;
        let whole = [grounded[0], grounded[1], ("words", "Hồ sơ khiếu nại còn phải giữ")];
        leader.fill(&end, &whole).await.goes(&one);
        assert_eq!(house.number(OPEN).await, 0);
        let page = leader.get(&one).await;
        page.says(200, "Làm một phần").says(200, "Thông tư 10/2022/TT-BNV");
        page.says(200, "Hồ sơ khiếu nại còn phải giữ");
        leader.get(&format!("{one}/tim")).await.says(409, "đã kết thúc");
        house.end().await;
    }
}

#[tokio::test]
async fn what_is_held_of_a_person_is_found_over_all_subjects_and_handed_over() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let held = held(&house).await;
        let one = format!("{LIST}/yeu-cau/{}", request(&house, privacy::kind::Kind::Copy).await);
        let (_, mut desk) = house.officer("Trần Thị Thử", "thu.tran", Post::Reception).await;
        desk.get(&format!("{one}/tim")).await.says(200, WHO).says(200, "0900000118");
        let nobody = [("name", "Định"), ("phone", ""), ("email", ""), ("code", "")];
        look(&mut desk, &one, &nobody).await.says(422, "từ hai chữ");
        // Without marks, by another spelling of the number; names of others are not hers.
        let logged = "SELECT COUNT(*) FROM access_log WHERE part = 'data'";
        let before = house.number(logged).await;
        let typed = [("name", "quach thi gia dinh"), ("phone", "+84 900.000.118")];
        let page = look(&mut desk, &one, &typed).await;
        let letters = [&held.feedback, &held.complaint, &held.listed, &held.told];
        for code in letters.into_iter().chain(&held.more) {
            page.says(200, &format!(">{code}</a>"));
        }
        page.never(&[&held.other]);
        page.says(200, "lời văn có tên này").says(200, HOME).says(200, "Cầu hỏng");
        // Nine matters, the request itself among them, and the opening of the form.
        assert_eq!(house.number(logged).await - before, 10, "what is shown was logged");
        // By the code of a matter, whoever's it is.
        let typed = [("name", ""), ("phone", ""), ("email", ""), ("code", held.other.as_str())];
        look(&mut desk, &one, &typed).await.says(200, &format!(">{}</a>", held.other));
        // A copy of two items of one letter, and of nothing else.
        let person = picks(&page, &held.feedback, " Người");
        let words = picks(&page, &held.feedback, " Lời đã nói");
        assert_eq!((person.len(), words.len()), (1, 1), "{}", page.body);
        let typed = [("item", person[0].as_str()), ("item", words[0].as_str()), ("form", "json")];
        let copy = send(&mut desk, &page, (&one, "giao"), &typed).await;
        assert_eq!(copy.status, 200, "{}", copy.body);
        assert!(copy.header("content-disposition").is_some_and(|h| h.contains(".json")));
        let json = copy.json();
        assert_eq!(json["matters"][0]["code"], held.feedback.as_str(), "{json}");
        assert_eq!(json["matters"][0]["items"].as_array().map(Vec::len), Some(2), "{json}");
        assert!(json.to_string().contains("Mương trước nhà tôi bị lấp."), "{json}");
        let typed = [("item", person[0].as_str()), ("form", "text")];
        let copy = send(&mut desk, &page, (&one, "giao"), &typed).await;
        copy.says(200, WHO).says(200, &held.feedback).never(&["Mương trước nhà"]);
        send(&mut desk, &page, (&one, "giao"), &[]).await.says(422, "Chưa chọn mục nào");
        desk.get(&one).await.says(200, "Tệp JSON; 1 việc.").says(200, "Tệp chữ; 1 việc.");
        house.end().await;
    }
}

#[tokio::test]
async fn an_entry_is_put_right_and_what_the_law_keeps_is_not_erased() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let held = held(&house).await;
        let one = format!("{LIST}/yeu-cau/{}", request(&house, privacy::kind::Kind::Erase).await);
        let (_, mut desk) = house.officer("Trần Thị Thử", "thu.tran", Post::Reception).await;
        let mut leader = house.chair().await;
        let typed = [("name", WHO), ("phone", PHONE)];
        let page = look(&mut leader, &one, &typed).await;
        page.says(200, "Việc chưa xong, còn phải giữ.");
        // The complainant's name stays with the file; so do the words of open feedback.
        for (code, what) in [(&held.complaint, " Người"), (&held.feedback, " Lời đã nói")] {
            let pick = picks(&page, code, what).remove(0);
            let refused = send(&mut leader, &page, (&one, "xoa"), &[("item", &pick)]).await;
            refused.says(409, "chưa xong").says(409, code).says(409, "Căn cứ");
        }
        // Her entry on the complaint is put right; the signed roll of a village is not.
        let wrong = picks(&page, &held.complaint, " Người").remove(0);
        let mut query = web::Fields::default();
        query.push("item", &wrong);
        let form = leader.get(&format!("{one}/sua?{}", query.encode())).await;
        form.says(200, WHO).says(200, &held.complaint);
        let typed = [("name", WHO), ("phone", "0900 000 119"), ("address", "Thôn Nháp")];
        leader.send_form(&form, &format!("{one}/sua"), &typed).await.goes(&format!("{one}?sua=1"));
        let read = steps::read(&house, &held.complaint).await;
        let now = steps::words(&house, read.petition.received.person.expect("a person").id).await;
        assert!(now.contains("0900000119") && now.contains("Thôn Nháp"), "{now}");
        let roll = picks(&page, held.more.last().expect("a roll"), " Danh sách người").remove(0);
        let mut query = web::Fields::default();
        query.push("item", &roll);
        let form = leader.get(&format!("{one}/sua?{}", query.encode())).await;
        let typed = [("name", "Ai Đó")];
        leader.send_form(&form, &format!("{one}/sua"), &typed).await.says(409, "văn bản đã ký");
        // The name behind feedback, and a contact, go at once: by a leader and nobody else.
        let code = [&held.feedback, &held.more[0], &held.more[1]];
        let named: Vec<String> =
            code.iter().flat_map(|code| picks(&page, code, " Người")).collect();
        assert_eq!(named.len(), 3);
        let typed: Vec<(&str, &str)> = named.iter().map(|pick| ("item", pick.as_str())).collect();
        send(&mut desk, &page, (&one, "xoa"), &typed).await.says(403, "");
        let done = send(&mut leader, &page, (&one, "xoa"), &typed).await;
        // Into the files of a database server nobody looks from here, and the page says so.
        let (state, said) = match engine {
            store::Engine::Sqlite => (1, "không còn các mục ấy"),
            store::Engine::Postgres => (2, "cho tới khi máy chủ ghi đè"),
        };
        done.goes(&format!("{one}?xoa=3&sach={state}"));
        leader.get(&done.location).await.says(200, "Đã xóa 3 mục").says(200, said);
        send(&mut leader, &page, (&one, "xoa"), &typed).await.says(409, "không còn ở đó");
        let read = steps::read(&house, &held.feedback).await;
        let gone = read.petition.received.person.as_ref().expect("it was there").id;
        let opened = house.store().words(gone).await.expect("the vault opens").expect("a stone");
        let store::vault::Opened::Erased(ground) = opened else { panic!("it is there") };
        assert!(ground.contains("Nghị định 356/2025/NĐ-CP"), "{ground}");
        let page = look(&mut leader, &one, &[("name", WHO), ("phone", PHONE)]).await;
        page.never(&[&format!(">{}</a>", held.feedback)]);
        leader.get(&format!("/can-bo/don/{}", held.feedback)).await.says(200, "Mương trước nhà");
        house.store().rebuild().await.expect("rebuilt");
        house.end().await;
    }
}

/// A jurist confirms the numbers by which the task destroys.
pub async fn confirmed(house: &House) {
    let (_, mut jurist) = house.officer("Phan Thị Giả Định", "dinh.phan", Post::Jurist).await;
    let law = house.store().laws().now().clone();
    for (id, _) in keep::RULES.iter().filter(|(_, by)| *by == keep::By::Task) {
        let rule = law.rulebook.rules().find(|rule| rule.id == *id).expect("the rule");
        let from = rule.valid_from.to_string();
        let typed = [("id", *id), ("valid_from", &from), ("source", "Quyết định thử")];
        let page = jurist.get("/can-bo/luat?van-ban=LKN").await;
        let done = jurist.send_form(&page, "/can-bo/luat", &typed).await;
        assert_eq!(done.status, 303, "{id}: {}", done.body);
    }
}

#[tokio::test]
async fn the_time_of_keeping_ends_by_a_task_or_by_a_leader_s_approval() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let feedback = file(&house, filing(Kind::Feedback, "Mương trước nhà tôi bị lấp.")).await;
        let complaint = file(&house, filing(Kind::Complaint, "Tôi không đồng ý.")).await;
        let open = file(&house, filing(Kind::Feedback, "Rác ứ.")).await;
        over(&house, &feedback).await;
        over(&house, &complaint).await;
        let holdings = site::slices::holdings();
        let apply = async |house: &House| {
            let done = keep::apply(house.store(), &holdings, None).await.expect("the task runs");
            assert_eq!(done.failed, 0);
            (done.gone, done.waiting)
        };
        // The last day still counts.
        house.day(date(2031, 3, 16));
        assert_eq!(apply(&house).await, (0, 0));
        let house = House::empty(house.end().await).await;
        house.day(date(2031, 3, 17));
        let (gone, waiting) = apply(&house).await;
        assert!(gone == 0 && waiting > 0, "a number that nobody confirmed destroys nothing");
        confirmed(&house).await;
        let (gone, waiting) = apply(&house).await;
        assert!(gone >= 3 && waiting == 0, "{gone} {waiting}");
        assert_eq!(apply(&house).await, (0, 0), "once");
        let read = steps::read(&house, &feedback).await;
        assert_eq!(read.petition.items.len(), read.petition.erased.len(), "all of it");
        let read = steps::read(&house, &open).await;
        assert!(read.petition.erased.is_empty(), "what is open stays");
        // A complaint's file waits for a leader.
        let mut leader = house.chair().await;
        leader.get(OVER).await.says(200, "LUU.complaint").never(&[&complaint]);
        house.day(date(2046, 3, 17));
        assert_eq!(apply(&house).await, (0, 1));
        leader = house.chair().await;
        let page = leader.get(OVER).await;
        page.says(200, &complaint).says(200, "16/03/2046");
        let stream = steps::read(&house, &complaint).await.stream.name;
        leader.send_form(&page, OVER, &[]).await.says(422, "Chưa chọn mục nào");
        let done = leader.send_form(&page, OVER, &[("stream", &stream)]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let read = steps::read(&house, &complaint).await;
        assert_eq!(read.petition.items.len(), read.petition.erased.len());
        leader.get(OVER).await.says(200, "LUU.complaint").never(&[&complaint]);
        house.end().await;
    }
}

/// What the database has of an item: its key and its words as they are sealed.
async fn sealed(house: &House, id: Id) -> [Vec<u8>; 2] {
    let sql = "SELECT wrapped, sealed FROM vault WHERE id = $1";
    let rows = house.store().rows(sql, store::row![id]).await.expect("a statement");
    let bytes = |at| rows[0].bytes(at).expect("bytes");
    [bytes(0), bytes(1)]
}

/// The tags of both indexes of a stream.
async fn tags(house: &House, stream: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for sql in [
        "SELECT tokens FROM search_docs WHERE stream = $1",
        "SELECT mark FROM person_marks WHERE stream = $1",
    ] {
        for row in house.store().rows(sql, store::row![stream]).await.expect("a statement") {
            let text = row.text(0).expect("text");
            all.extend(text.split(' ').map(|tag| tag.as_bytes().to_vec()));
        }
    }
    all
}

/// Whether a database of a server still answers any of these bytes to anybody who may ask it all.
async fn answers(house: &House, sought: &[Vec<u8>]) -> bool {
    let mut found = false;
    for sql in [
        "SELECT wrapped FROM vault WHERE wrapped IS NOT NULL",
        "SELECT sealed FROM vault WHERE sealed IS NOT NULL",
    ] {
        let rows = house.store().rows(sql, Vec::new()).await.expect("a statement");
        found |= rows.iter().any(|row| sought.contains(&row.bytes(0).expect("bytes")));
    }
    for sql in ["SELECT tokens FROM search_docs", "SELECT mark FROM person_marks"] {
        let rows = house.store().rows(sql, Vec::new()).await.expect("a statement");
        found |= rows.iter().any(|row| {
            let text = row.text(0).expect("text");
            text.split(' ').any(|tag| sought.iter().any(|one| one == tag.as_bytes()))
        });
    }
    found
}

async fn export(officer: &mut Browser) -> String {
    let at = "/can-bo/so-don/xuat";
    let page = officer.get(at).await;
    let fields =
        [("_seal".to_owned(), page.hidden("_seal")), ("kind".to_owned(), "csv".to_owned())];
    officer.post(at, &fields).await.body
}

/// The words of the person in every form in which a careless program keeps them.
fn spellings() -> Vec<String> {
    let folded = kernel::text::fold(WHO);
    let plain = ["0900000118", "900000118", "900.000.118"].map(str::to_owned);
    [WHO.to_owned(), folded.clone(), folded.replace(' ', ""), PHONE.to_owned()]
        .into_iter()
        .chain(plain)
        .collect()
}

fn nowhere(folder: &Path, sought: &[u8], what: &str) {
    let found = files_with(folder, sought);
    assert!(found.is_empty(), "{what} is in {found:?}");
}

#[tokio::test]
async fn after_an_erasure_no_byte_of_it_is_in_the_database_its_index_a_backup_or_an_export() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let words = "Mương trước nhà tôi bị lấp đầy xà bần.";
        let code = file(&house, filing(Kind::Feedback, words)).await;
        // Neighbours, so that pages and indexes hold more than this one.
        for n in 0..40 {
            let mut other = filing(Kind::Feedback, &format!("Đèn số {n} tắt."));
            other.person = self::other();
            file(&house, other).await;
        }
        over(&house, &code).await;
        ledger::sealed(&house).await;
        house.log.catch_up().await.expect("the log goes on");
        let read = steps::read(&house, &code).await;
        let stream = read.stream.name.clone();
        let mut sought = Vec::new();
        for item in &read.petition.items {
            sought.extend(sealed(&house, item.id).await);
        }
        let mine = tags(&house, &stream).await;
        let others = house.store().rows("SELECT tokens FROM search_docs WHERE stream <> $1", {
            store::row![stream.as_str()]
        });
        let others: Vec<String> =
            others.await.expect("rows").iter().map(|row| row.text(0).expect("text")).collect();
        let common =
            |tag: &[u8]| others.iter().any(|all| all.split(' ').any(|t| t.as_bytes() == tag));
        let tags: Vec<Vec<u8>> = mine.into_iter().filter(|tag| !common(tag)).collect();
        assert!(tags.len() > 8, "{} tags", tags.len());
        let (folder, sqlite) = (house.place.path().to_owned(), engine == store::Engine::Sqlite);
        let mut leader = house.chair().await;

        // The control: what is looked for later can be found now.
        let before = folder.join("truoc.backup");
        house.store().backup(&before).await.expect("a backup");
        let all = [&sought[..], &tags].concat();
        for one in &all {
            assert!(!sqlite || !files_with(&folder, one).is_empty(), "the database has it");
        }
        assert!(answers(&house, &all).await);
        assert!(sought.iter().all(|one| files_with(&folder, one).contains(&before)));
        let csv = export(&mut leader).await;
        let told = [WHO, HOME, words];
        assert!(told.iter().all(|one| csv.contains(one)), "{csv}");
        assert_eq!(house.store().streams_with_words("xa ban", 9).await.expect("rows").len(), 1);
        std::fs::remove_file(&before).expect("the old backup is thrown away");
        // Never in clear, neither before nor after.
        for spelling in spellings() {
            nowhere(&folder, spelling.as_bytes(), &spelling);
        }

        house.day(date(2031, 3, 17));
        confirmed(&house).await;
        let holdings = site::slices::holdings();
        let done = keep::apply(house.store(), &holdings, None).await.expect("it runs");
        assert_eq!((done.gone, done.waiting), (read.petition.items.len(), 0));
        let wiped = house.store().wiped(Duration::from_secs(60)).await;
        assert_eq!(wiped, sqlite, "the files are clean, where they are ours");
        let after = folder.join("sau.backup");
        house.store().backup(&after).await.expect("a backup");
        for one in sought.iter().filter(|_| sqlite) {
            nowhere(&folder, one, "a sealed item");
        }
        for one in tags.iter().filter(|_| sqlite) {
            nowhere(&folder, one, &String::from_utf8_lossy(one));
        }
        assert!(!answers(&house, &all).await, "the database answers what was erased");
        let found =
            |one: &Vec<u8>| testkit::bytes::has(&std::fs::read(&after).expect("a file"), one);
        assert!(!all.iter().any(found), "a backup made later has it");
        let marks = [kernel::person::name(WHO), kernel::person::number(PHONE)];
        let marks: Vec<String> = marks.into_iter().flatten().collect();
        assert!(house.store().streams_of_person(&marks).await.expect("rows").is_empty());
        assert!(house.store().streams_with_words("xa ban", 9).await.expect("rows").is_empty());
        let mut leader = house.chair().await;
        let csv = export(&mut leader).await;
        assert!(csv.contains(&code) && !told.iter().any(|one| csv.contains(one)), "{csv}");
        for spelling in spellings() {
            nowhere(&folder, spelling.as_bytes(), &spelling);
        }
        // The log stands, and nobody can open the leaf any more.
        house.log.audit().await.expect("it is whole");
        house.end().await;
    }
}

#[tokio::test]
async fn the_notice_says_what_may_be_asked_and_how_long_what_is_kept() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut anybody = house.visitor();
    let page = anybody.get("/rieng-tu").await;
    page.says(200, "Giám sát truy cập").says(200, "2 ngày làm việc").says(200, "20 năm");
    page.says(200, "Hạn chế xử lý").never(&["<form method=\"post\""]);
    assert!(anybody.cookies.is_empty());
    let english = anybody.get("/giao-dien?lang=en&ve=/rieng-tu").await;
    assert_eq!(english.status, 303, "{}", english.body);
    anybody.get("/rieng-tu").await.says(200, "What you may ask").says(200, "kept for 20 years");
    house.end().await;
}
