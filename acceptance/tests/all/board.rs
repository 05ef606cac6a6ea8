//! The board of duties through HTTP: what is owed in every subject stands before the officers whose
//! it is and before no others, what is done leaves it, and what is late below is seen above.

use acceptance::house::{PROVINCE, UNIT};
use acceptance::{Browser, House};
use accounts::Post;
use denunciations::kind::{Shelf, Sort, Way};
use jiff::civil::date;
use kernel::Actor;
use testkit::engines;
use units::local::{self, NewUnits};

use super::steps;

const BOARD: &str = "/can-bo/viec";
const ALL: &str = "/can-bo/viec?tab=unit";
const OWED: &str = "/can-bo/cam-ket";

/// Takes a letter at the desk; its code.
async fn letter(officer: &mut Browser) -> String {
    let typed = [
        ("name", "Phan Thị Giả Định"),
        ("address", "thôn Gò Dài"),
        ("words", "Mương thoát nước bị lấp."),
        ("kind", "feedback"),
        ("matter", "water"),
        ("by", "desk"),
        ("came", "desk"),
    ];
    let got = officer.fill("/can-bo/nhan-don", &typed).await;
    got.says(201, "Giấy tiếp nhận đơn");
    let code = got.between("href=\"/can-bo/don/", "\"");
    let kind = [("kind", "feedback"), ("matter", "water")];
    steps::step(officer, &code, "classify", &kind).await;
    code
}

/// Receives a visitor today; the visit's address.
pub async fn visitor(officer: &mut Browser) -> String {
    let typed = [
        ("who", "head-chair"),
        ("form", "onsite"),
        ("on", "02/03/2026"),
        ("from", "8:00"),
        ("until", "11:30"),
    ];
    let planned = officer.fill("/can-bo/tiep-dan/lap-lich", &typed).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let session = format!("/can-bo/tiep-dan/phien/{UNIT}-20260302-0800-head-chair");
    let open = officer.fill(&format!("{session}/open"), &[("present", "in_person")]).await;
    assert_eq!(open.status, 303, "{}", open.body);
    let typed = [
        ("name", "Võ Thị Giả Định"),
        ("phone", "0900 000 118"),
        ("words", "Mương trước nhà bị lấp."),
        ("kind", "feedback"),
        ("matter", "water"),
        ("competence", "own"),
        ("persons", "1"),
        ("then", "open"),
    ];
    let done = officer.fill(&format!("{session}/ban"), &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.split('?').next().expect("an address").to_owned()
}

/// Writes down a promise of the unit; its address.
async fn promise(officer: &mut Browser) -> String {
    let typed = [
        ("what", "Nạo vét mương thôn Mẫu"),
        ("owner", "chair"),
        ("by", "20/03/2026"),
        ("place", "elsewhere"),
        ("said_by", "chair"),
        ("on", "02/03/2026"),
    ];
    let made = officer.fill(&format!("{OWED}/moi"), &typed).await;
    assert_eq!(made.status, 303, "{}", made.body);
    made.location
}

async fn denunciation(house: &House) {
    let entry = denunciations::desk::Entry {
        unit: UNIT.to_owned(),
        on: date(2026, 3, 2),
        sort: Sort::First,
        way: Way::Paper,
        shelf: Shelf::Clerk,
        slot: 1,
    };
    let actor = Actor::System("acceptance");
    denunciations::desk::enter(house.store(), &actor, &entry).await.expect("an entry");
}

/// Every open duty is of a kind that a subject told the board of.
async fn nothing_is_lost(house: &House) {
    let sql = "SELECT DISTINCT stream FROM duties WHERE closed_on IS NULL";
    for row in house.store().rows(sql, Vec::new()).await.expect("a statement") {
        let stream = row.text(0).expect("a stream");
        let known = house.app.owing().iter().any(|owing| owing.knows(&stream));
        assert!(known, "no board shows {stream}");
    }
}

#[tokio::test]
async fn what_a_unit_owes_stands_before_its_officers_and_before_no_others() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (handler, _) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        house.officer("Bùi Văn Thí", "thi.bui", Post::Handler).await;
        house.account("Cán Bộ Xa", "can.xa", &[(Post::Handler, PROVINCE)]).await;
        let mut chair = house.chair().await;
        let code = letter(&mut chair).await;
        steps::step(&mut chair, &code, "assign", &[("to", &handler.to_string())]).await;
        let (visit, promise) = (visitor(&mut chair).await, promise(&mut chair).await);
        denunciation(&house).await;
        nothing_is_lost(&house).await;
        house.day(date(2026, 3, 30));
        let case = format!("/can-bo/don/{code}");
        let mut holder = house.sign_in("thu.tran").await;
        // Who has work begins with it; all the unit's is one step away, with the rule behind each.
        let mine = holder.get(BOARD).await;
        mine.says(200, &case).says(200, "Quá hạn").never(&[&visit, &promise]);
        let all = holder.get(ALL).await;
        all.says(200, &case).says(200, &visit).says(200, &promise).says(200, "Trần Thị Thử");
        all.says(200, "Điều 28 Luật Tiếp công dân").says(200, "Thực hiện điều đã cam kết");
        all.never(&["/can-bo/to-cao/2"]);
        // What it is narrowed to, and nothing else.
        let visits = holder.get(&format!("{ALL}&subject=visit&rule=TD.reply&due=late")).await;
        visits.says(200, &visit).never(&[&case, &promise]);
        holder.get(&format!("{ALL}&subject=denunciation")).await.says(200, "Không có việc nào");
        // Nothing stands in a colleague's name; and a post elsewhere reaches nothing here.
        let mut other = house.sign_in("thi.bui").await;
        let mine = other.get(&format!("{BOARD}?tab=mine")).await;
        mine.says(200, "đứng tên mình").never(&[&case, &visit, &promise]);
        let mut far = house.sign_in("can.xa").await;
        for path in [BOARD.to_owned(), format!("{BOARD}?tab=unit&unit={UNIT}")] {
            assert_eq!(far.get(&path).await.status, 403, "{path}");
        }
        of_posts(&house, [&case, &visit, &promise]).await;
        leader_sees(&house, [&case, &visit, &promise]).await;
        stands_in(&house, &case).await;
        done(&house, &code, &visit, &promise).await;
        house.end().await;
    }
}

/// What a post owes is its holders': the chair's promise stands before the leader, a visitor's
/// answer before those who receive, and neither before a handler or the same post elsewhere.
async fn of_posts(house: &House, [case, visit, promise]: [&str; 3]) {
    let mine = format!("{BOARD}?tab=mine");
    let chair = house.chair().await.get(&mine).await;
    chair.says(200, promise).says(200, "Lãnh đạo").never(&[case, visit]);
    let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
    let own = clerk.get(&mine).await;
    own.says(200, visit).says(200, "Cán bộ tiếp dân").never(&[case, promise]);
    house.account("Cán Bộ Xa", "tiep.xa", &[(Post::Reception, PROVINCE)]).await;
    assert_eq!(house.sign_in("tiep.xa").await.get(&mine).await.status, 403);
}

/// The leader sees all that the unit owes, and leads on to it from the leader's own page.
async fn leader_sees(house: &House, [case, visit, promise]: [&str; 3]) {
    let mut chair = house.chair().await;
    let all = chair.get(ALL).await;
    all.says(200, case).says(200, visit).says(200, promise).says(200, "/can-bo/to-cao/2");
    let lead = chair.get("/can-bo/lanh-dao").await;
    lead.says(200, "Cam kết quá hạn");
    let late = format!("{BOARD}?tab=unit&#38;unit={UNIT}&#38;subject=promise&#38;due=late");
    lead.says(200, &late);
    let late = chair.get(&late.replace("&#38;", "&")).await;
    late.says(200, promise).never(&[case, visit]);
    let list = chair.get(&format!("{OWED}?tab=late")).await;
    list.says(200, "Nạo vét mương thôn Mẫu").says(200, promise);
    chair.get(&format!("{OWED}?tab=kept")).await.never(&[promise]);
}

/// Whoever stands in for a colleague has that one's work, and both are told.
async fn stands_in(house: &House, case: &str) {
    let mut away = house.sign_in("thu.tran").await;
    let other = "SELECT id FROM accounts ORDER BY id";
    let rows = house.store().rows(other, Vec::new()).await.expect("a statement");
    let other = rows[2].text(0).expect("an account");
    let typed = [("from", "30/03/2026"), ("until", "03/04/2026"), ("stand-in", other.as_str())];
    away.fill("/can-bo/vang-mat", &typed).await.goes("/can-bo/vang-mat");
    let mut other = house.sign_in("thi.bui").await;
    let mine = other.get(BOARD).await;
    mine.says(200, case).says(200, "vắng đến hết 03/04/2026; Bùi Văn Thí làm thay");
}

/// What is done leaves the board by itself.
async fn done(house: &House, code: &str, visit: &str, promise: &str) {
    let mut chair = house.chair().await;
    let answer = [("how", "passed"), ("on", "30/03/2026"), ("words", "Đã chuyển huyện.")];
    chair.fill(&format!("{visit}/answer"), &answer).await.goes(&format!("{visit}?xong=answer"));
    chair.get(ALL).await.says(200, promise).never(&[visit]);
    let kept = [("on", "30/03/2026"), ("words", "Đã nạo vét, ảnh ở nhà văn hóa.")];
    chair.fill(&format!("{promise}/keep"), &kept).await.goes(promise);
    chair.get(ALL).await.says(200, code).never(&[promise]);
    chair.get(OWED).await.says(200, "Không còn cam kết nào phải làm").never(&[promise]);
    chair.get(&format!("{OWED}?tab=kept")).await.says(200, promise);
    steps::step(&mut chair, code, "file", &[("lack", "illegible")]).await;
    let mut holder = house.sign_in("thu.tran").await;
    holder.get(ALL).await.says(200, "không còn việc nào").never(&[code]);
}

#[tokio::test]
async fn what_is_late_below_is_seen_above_and_opens() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let new = NewUnits {
            parent: UNIT.to_owned(),
            kind: local::Kind::Office,
            names: vec!["Phòng Văn hóa".into(), "Phòng Kinh tế".into()],
            from: date(2026, 1, 5),
        };
        let offices = local::add(house.store(), &Actor::System("acceptance"), &new).await;
        let offices = offices.expect("two offices");
        let held = [(Post::Handler, offices[1].as_str())];
        house.account("Đỗ Thử", "do.thu", &held).await;
        let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let mut chair = house.chair().await;
        let code = letter(&mut chair).await;
        for (office, until) in [(&offices[0], "20/03/2026"), (&offices[1], "09/03/2026")] {
            let ask = [("office", office.as_str()), ("words", "Ai quản lý?"), ("until", until)];
            steps::step(&mut chair, &code, "ask", &ask).await;
        }
        house.day(date(2026, 3, 11));
        let mut chair = house.chair().await;
        let below = chair.get(&format!("{BOARD}?tab=below")).await;
        below.says(200, "Phòng Kinh tế").says(200, "1 quá hạn").says(200, "0 quá hạn");
        // In the order of names, whoever is late.
        let place = |name: &str| below.body.find(&format!(">{name}<")).expect("a line");
        assert!(place("Phòng Kinh tế") < place("Phòng Văn hóa"));
        let list = format!("{BOARD}?tab=unit&#38;unit={}&#38;due=late", offices[1]);
        below.says(200, &list);
        let list = chair.get(&list.replace("&#38;", "&")).await;
        list.says(200, "Trả lời câu hỏi ý kiến").says(200, &code);
        // The office has it on its own board, and opens the question itself.
        let mut office = house.sign_in("do.thu").await;
        let own = office.get(BOARD).await;
        own.says(200, "Phòng Kinh tế").never(&["Phòng Văn hóa", "tab=below"]);
        let path = own.between("class=\"code\" href=\"", "\"");
        office.get(&path).await.says(200, "Ai quản lý?");
        // Who leads nobody sees no units below, and none of their lists.
        handler = {
            drop(handler);
            house.sign_in("thu.tran").await
        };
        handler.get(&format!("{BOARD}?tab=below")).await.never(&["Phòng Kinh tế", "tab=below"]);
        let theirs = format!("{BOARD}?tab=unit&unit={}", offices[1]);
        assert_eq!(handler.get(&theirs).await.status, 403);
        assert_eq!(chair.get(&format!("{BOARD}?unit=00000")).await.status, 404);
        house.end().await;
    }
}
