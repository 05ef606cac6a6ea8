//! A register through the officers' page: looked at, tried, imported, told; and what goes wrong.

use acceptance::House;
use acceptance::browser::{Browser, Page};
use acceptance::house::UNIT;
use acceptance::http::Request;
use acceptance::program::root;
use accounts::Post;
use jiff::civil::Date;
use kernel::Actor;
use legacy::Encoding;
use petitions::import::{Target, job, store as imports, suggest};
use testkit::engines;

use super::steps;

const LIST: &str = "/can-bo/nhap-so";

/// As an office of long ago kept it: a title, names in two rows, days in every way, a total.
const REGISTER: &str = "SỔ TIẾP NHẬN ĐƠN;;;;;;\n\
    STT;Ngày nhận;Người gửi;;Nội dung đơn;Loại đơn;Kết quả\n\
    ;;Họ và tên;Địa chỉ;;;\n\
    1;05/02/2024;Nguyễn Văn Mẫu;Thôn Một;Mương thoát nước bị lấp;Kiến nghị;Đang xử lý\n\
    2;ngày 7 tháng 2 năm 2024;Trần Thị Thử;Thôn Hai;Đường vào chợ ngập;Phản ánh;Đang xử lý\n\
    3;31/02/2024;Lê Ví Dụ;Thôn Hai;Ngày không có;Phản ánh;Đang xử lý\n\
    4;8.2.24;Phạm Giả Định;Thôn Hai;Về việc đền bù;Tố cáo;Đang xử lý\n\
    Tổng cộng: 4 đơn;;;;;;\n";

fn stored(text: &str, encoding: Encoding) -> Vec<u8> {
    let text = encoding.write(text).unwrap();
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

/// Sends a file as a browser does.
async fn send(browser: &mut Browser, name: &str, bytes: &[u8]) -> Page {
    let form = browser.get(LIST).await;
    let mut body = Vec::new();
    for (name, value) in form.form(LIST, &[]) {
        let head = format!("--LINE\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend(format!("{head}{value}\r\n").bytes());
    }
    let head = format!("form-data; name=\"file\"; filename=\"{name}\"");
    body.extend(format!("--LINE\r\nContent-Disposition: {head}\r\n\r\n").bytes());
    body.extend(bytes);
    body.extend(b"\r\n--LINE--\r\n");
    browser.send(Request::new("POST", LIST).body("multipart/form-data; boundary=LINE", body)).await
}

/// Everything that the form of a page would send: hidden fields, texts, what is chosen.
fn filled(page: &Page, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = page.form(page.path.as_str(), &[]);
    for list in page.body.split("<select ").skip(1) {
        let list = list.split("</select>").next().unwrap();
        let name = list.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let chosen = list.split("<option ").find(|option| option.contains(" selected"));
        let value = chosen.map(|option| option.split('"').nth(1).unwrap()).unwrap_or_default();
        fields.push((name.to_owned(), value.to_owned()));
    }
    for input in page.body.split("<input ").skip(1).filter(|i| i.contains("type=\"text\"")) {
        let part = |name: &str| input.split(&format!("{name}=\"")).nth(1)?.split('"').next();
        fields.push((part(" name").unwrap().into(), part(" value").unwrap_or_default().into()));
    }
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes.iter().map(|(name, value)| ((*name).into(), (*value).into())));
    fields
}

async fn press(browser: &mut Browser, at: &str, then: &str) -> Page {
    let page = browser.get(at).await;
    let fields = filled(&page, &[("then", then)]);
    browser.post(at, &fields).await
}

async fn petitions_in(house: &House) -> i64 {
    house.number("SELECT COUNT(*) FROM petitions").await
}

#[tokio::test]
async fn an_old_register_becomes_petitions_after_a_dry_run() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let file = stored(REGISTER, Encoding::Tcvn3);
        let sent = send(&mut chair, "so.csv", &file).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let at = sent.location;
        let found = chair.get(&at).await;
        found.says(200, "Kiểu chữ TCVN3").says(200, "Mương thoát nước bị lấp");
        found.says(200, "Người gửi – Họ và tên");
        assert_eq!(petitions_in(&house).await, 0);

        // Overruled, then set right again: nothing counts before it was shown.
        let mut fields = filled(&found, &[("encoding", "vni"), ("then", "check")]);
        let odd = chair.post(&at, &fields).await;
        odd.says(200, "Máy đã đọc lại tệp").never(&["Mương thoát nước bị lấp"]);
        fields = filled(&found, &[("c-words", ""), ("then", "check")]);
        let refused = chair.post(&at, &fields).await;
        refused.says(422, "Chọn cột ghi nội dung đơn");
        refused.says(200.max(refused.status), "value=\"(không ghi)\"");

        press(&mut chair, &at, "check").await.goes(&at);
        let checked = chair.get(&at).await;
        checked.says(200, "Nhập 2 đơn").says(200, "31/02/2024").says(200, "đơn tố cáo");
        checked.says(200, "Sẽ thêm").says(200, "07/02/2024").says(200, "Không phải đơn");
        checked.never(&["Phạm Giả Định", "Lê Ví Dụ;"]);
        assert_eq!(petitions_in(&house).await, 0);
        press(&mut chair, &at, "import").await.goes(&at);
        chair.get(&at).await.says(200, "Đã nhập xong").says(200, "Tệp đã xóa");
        assert_eq!(petitions_in(&house).await, 2);
        let kept = "SELECT COUNT(*) FROM petition_imports WHERE file IS NOT NULL";
        assert_eq!(house.number(kept).await, 0, "the file is forgotten");
        let report = chair.get(&format!("{at}/bao-cao")).await;
        report.says(200, "6,Bỏ lại,,,,,,Ngày nhận,“31/02/2024” không phải ngày");
        report.says(200, "5,Đã thêm,2024-02-07,").says(200, "8,Không phải đơn,,,,,,,\"dòng cộng");
        report.never(&["Phạm Giả Định", "Nguyễn Văn Mẫu", "ngập"]);
        assert!(report.header("content-disposition").unwrap().contains("attachment"));

        // The same file once more, this time as Unicode: nothing is added.
        let again = send(&mut chair, "so.csv", REGISTER.as_bytes()).await.location;
        press(&mut chair, &again, "check").await.goes(&again);
        let known = chair.get(&again).await;
        known.says(200, "Đã có từ trước").never(&["value=\"import\""]);
        press(&mut chair, &again, "drop").await.goes(LIST);
        chair.get(&again).await.says(404, "Không có lần nhập này");
        house.end().await;
    }
}

#[tokio::test]
async fn a_file_is_seen_by_its_sender_only_and_for_a_day_at_most() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut chair = house.chair().await;
    let (_, mut other) = house.officer("Phan Quản Trị", "quan.tri", Post::Administrator).await;
    let (_, mut handler) = house.officer("Trần Thị Thử", "thu", Post::Handler).await;
    let at = send(&mut chair, "so.csv", REGISTER.as_bytes()).await.location;
    other.get(&at).await.says(403, "do cán bộ khác gửi").never(&["Nguyễn Văn Mẫu"]);
    other.get(LIST).await.says(200, "Chờ xem lại");
    for path in [LIST, &at, &format!("{at}/bao-cao")] {
        assert_eq!(handler.get(path).await.status, 403, "{path}");
    }
    let raw = house.store().rows("SELECT file FROM petition_imports", Vec::new()).await.unwrap();
    let raw = raw[0].bytes(0).unwrap();
    let name = "Nguyễn Văn Mẫu".as_bytes();
    assert!(!raw.windows(name.len()).any(|part| part == name), "it lies sealed");
    house.wait(25 * 3600);
    imports::sweep(house.store()).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM petition_imports").await, 0);
    house.end().await;
}

/// An archive of some kilobytes that would unpack to many megabytes.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    for _ in 0..32 {
        std::io::Write::write_all(&mut archive, &vec![b' '; 1 << 20]).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn files_that_are_no_register_are_refused_in_words() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut chair = house.chair().await;
    let bomb = bomb();
    assert!(bomb.len() < 100_000, "{} bytes", bomb.len());
    for (bytes, words) in [
        (b"%PDF-1.7 ...".to_vec(), "không phải bảng mà là PDF"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "Tệp này là ảnh"),
        (b"<html><table></table></html>".to_vec(), "Tệp này là trang web"),
        (b"PK\x03\x04 broken".to_vec(), "Tệp hỏng"),
        (bomb, "Tệp nén bung ra quá lớn nên máy không mở"),
        (Vec::new(), "Trong tệp không có bảng"),
        (vec![b'a'; (16 << 20) + 1], "Tệp lớn quá 16 MB"),
    ] {
        send(&mut chair, "so.xlsx", &bytes).await.says(422, words);
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM petition_imports").await, 0);
    assert_eq!(chair.get("/can-bo/nhap-so/khong-co").await.status, 404);
    house.end().await;
}

fn many(rows: i64) -> String {
    let mut text = "STT,Ngày nhận,Nội dung đơn\n".to_owned();
    (1..=rows).for_each(|n| text.push_str(&format!("{n},05/02/2024,Đường số {n} ngập\n")));
    text
}

/// A file kept and planned for somebody, past the page.
async fn kept(
    house: &House,
    account: kernel::Id,
    text: &str,
) -> (kernel::Id, Target, suggest::Found) {
    let id = imports::keep(house.store(), account, UNIT, text.as_bytes()).await.unwrap();
    let book = job::open(text.as_bytes().to_vec()).await.unwrap();
    let today = Date::constant(2026, 2, 12);
    let target =
        Target { unit: UNIT.into(), letters: "TT".into(), today, actor: Actor::Account(account) };
    (id, target, suggest::suggest(&book, None, None, today))
}

#[tokio::test]
async fn two_officers_at_once_add_each_row_once() {
    for engine in engines() {
        let house = House::open(engine).await;
        let text = many(1_500);
        let chair = house.chair.unwrap();
        let mut runs = Vec::new();
        for _ in 0..2 {
            let (id, target, found) = kept(&house, chair, &text).await;
            let run = job::begin(house.store(), id, found.plan, target, false).await.unwrap();
            runs.push((id, run));
        }
        let mut added = 0;
        for (id, run) in runs {
            run.await.unwrap();
            let one = imports::one(house.store(), id).await.unwrap().unwrap();
            assert_eq!(one.stage, imports::Stage::Done);
            assert_eq!(one.figures[1] + one.figures[2], 1_500, "{:?}", one.figures);
            added += one.figures[1];
        }
        assert_eq!((added, petitions_in(&house).await), (1_500, 1_500));
        house.end().await;
    }
}

#[tokio::test]
async fn a_dry_run_of_many_rows_is_told_page_by_page() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut text = many(2_000);
        text.push_str("2001,32/02/2024,Ngày không có\n2002,05/02/2024,Hàng cuối\n");
        let (id, target, found) = kept(&house, house.chair.unwrap(), &text).await;
        let at = format!("{LIST}/{id}");
        let (store, plan) = (house.store(), found.plan);
        let run = job::begin(store, id, plan.clone(), target.clone(), true).await;
        run.unwrap().await.unwrap();

        let first = chair.get(&at).await;
        first.says(200, "Trang 1 trên 21").says(200, "32/02/2024").says(200, "Các hàng sau");
        first.never(&["Các hàng trước", ">102</th>"]);
        let last = chair.get(&format!("{at}?trang=21")).await;
        last.says(200, ">2003</th>").says(200, "Sẽ thêm").says(200, "Bỏ lại");
        last.never(&["Các hàng sau", ">2001</th>"]);
        // A line leads to its page, on either side of a block; what is no line, to an end.
        for (line, page) in [("1001", 10), ("1002", 11), ("2002", 21), ("9999", 21), ("x", 1)] {
            let found = chair.get(&format!("{at}?dong={line}")).await;
            found.says(200, &format!("Trang {page} trên 21"));
        }
        let report = chair.get(&format!("{at}/bao-cao")).await;
        assert_eq!(report.body.lines().count(), 2_003, "the head and every row");
        report.says(200, "2003,Sẽ thêm,2024-02-05,");

        // Another run forgets what this one said; a day later it is gone.
        let blocks = "SELECT COUNT(*) FROM petition_import_lines";
        assert_eq!(house.number(blocks).await, 3);
        job::begin(store, id, plan, target, false).await.unwrap().await.unwrap();
        chair.get(&at).await.says(200, "Đã thêm").says(200, "32/02/2024").never(&["Sẽ thêm"]);
        assert_eq!(house.number(blocks).await, 3);
        house.wait(25 * 3600);
        imports::sweep(store).await.unwrap();
        assert_eq!(house.number(blocks).await, 0);
        house.end().await;
    }
}

/// How many rows of each year a story takes: every one that stayed open, and as many of the others,
/// evenly over the year.
fn rows_of(engine: store::Engine) -> usize {
    if engine == store::Engine::Sqlite { 3_000 } else { 1_000 }
}

/// A year of the city's register: its rows, and its words for how they stand, as they first come.
fn year_of_a_city(year: u16, rows: usize) -> Option<(String, Vec<String>)> {
    let name = format!("../shared/data/reports-311/chicago-sanitation-{year}.csv");
    let text = std::fs::read_to_string(root().join(name)).ok()?;
    let all: Vec<&str> = text.lines().collect();
    let each = (all.len() / rows).max(1);
    let taken = |n: &usize| n.is_multiple_of(each) || all[*n].contains("\"Open");
    let lines: Vec<&str> = (0..all.len()).filter(taken).map(|n| all[n]).collect();
    let mut states: Vec<String> = Vec::new();
    for line in &lines[1..] {
        let state = line.split(',').nth(3).unwrap_or_default().trim_matches('"');
        if !state.is_empty() && !states.iter().any(|seen| seen == state) {
            states.push(state.to_owned());
        }
    }
    Some((lines.join("\n"), states))
}

/// Waits for the end of a run, as its page would.
async fn ended(house: &House, at: &str) -> imports::Import {
    let id = at.rsplit('/').next().unwrap().parse().unwrap();
    for _ in 0..1_500 {
        let one = imports::one(house.store(), id).await.unwrap().unwrap();
        if !matches!(one.stage, imports::Stage::Checking | imports::Stage::Importing) {
            return one;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    panic!("the run at {at} does not end");
}

/// Sends one year, says what its columns and words mean, tries it; the address of the run.
async fn try_year(house: &House, chair: &mut Browser, text: &str, states: &[String]) -> String {
    let at = send(chair, "so.csv", text.as_bytes()).await.location;
    let mut chosen: Vec<(String, &str)> = [
        ("c-reference", "0"),
        ("c-received", "1"),
        ("c-closed", "2"),
        ("c-state", "3"),
        ("c-words", "4"),
        // Its points lie in another country.
        ("c-lat", ""),
        ("c-lon", ""),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec();
    for (n, state) in states.iter().enumerate() {
        let ours = match state.as_str() {
            "Completed" => "sent",
            "Completed - Dup" => "filed",
            _ => "received",
        };
        chosen.push((format!("s{n}"), ours));
    }
    let with = |then: &'static str| {
        let chosen = chosen.iter().map(|(name, value)| (name.as_str(), *value));
        chosen.chain([("then", then)]).collect::<Vec<_>>()
    };
    let mut page = chair.get(&at).await;
    // The words of a column are listed once it is chosen, and shown before they count.
    for _ in 0..2 {
        page = chair.post(&at, &filled(&page, &with("look"))).await;
        page.says(200, "Chưa có gì được ghi");
    }
    chair.post(&at, &filled(&page, &with("check"))).await.goes(&at);
    let tried = ended(house, &at).await;
    assert_eq!(tried.stage, imports::Stage::Checked);
    at
}

/// The register of a city of three million, two years of it, as an office would take it over.
#[tokio::test]
async fn a_real_register_of_a_city_is_worked_on_in_the_same_pages() {
    for engine in engines() {
        let rows = rows_of(engine);
        let years = [2011, 2012].map(|year| year_of_a_city(year, rows));
        let [Some(first), Some(second)] = years else {
            println!("skipped: shared/data/reports-311 is absent");
            return;
        };
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut sum = 0;
        for (text, states) in [first, second] {
            let at = try_year(&house, &mut chair, &text, &states).await;
            chair.get(&at).await.says(200, "Sẽ thêm").says(200, "Đã trả lời, ");
            press(&mut chair, &at, "import").await.goes(&at);
            let done = ended(&house, &at).await;
            let [read, added, known, refused] = done.figures;
            assert_eq!(done.stage, imports::Stage::Done);
            assert_eq!((added + refused, known), (read, 0), "{done:?}");
            assert!(read >= rows as i64 && refused * 100 < read, "{done:?}");
            sum += added;
            // The same file once more finds all of it.
            let again = try_year(&house, &mut chair, &text, &states).await;
            assert_eq!(ended(&house, &again).await.figures, [read, 0, added, refused]);
        }
        assert_eq!(petitions_in(&house).await, sum);
        worked_on(&house, &mut chair).await;
        house.end().await;
    }
}

/// Inbox, register, search and case show what was imported, and one of those left open goes on.
async fn worked_on(house: &House, chair: &mut Browser) {
    let open = "/can-bo/so-don?state=received";
    let listed = chair.get(open).await;
    listed.says(200, "Mới nhận");
    let code = listed.between("/can-bo/don/", "\"");
    chair.get("/can-bo/hom-nay?tab=all").await.says(200, "/can-bo/don/");
    let found = chair.get("/can-bo/so-don?q=garbage+alley").await;
    found.says(200, "Garbage in alley").never(&["Không thấy đơn nào"]);
    let answered = found.between("/can-bo/don/", "\"");
    chair.get(&format!("/can-bo/don/{answered}")).await.says(200, "sổ cũ");
    house.visitor().get(&format!("/don/{answered}")).await.says(200, "ghi trong sổ cũ");
    let year = chair.get("/can-bo/so-don?from=01/06/2011&to=30/06/2011").await;
    year.says(200, "/06/2011").never(&["/06/2012"]);

    chair.get(&format!("/can-bo/don/{code}")).await.says(200, &code);
    let kind = [("kind", "feedback"), ("matter", "waste")];
    steps::step(chair, &code, "classify", &kind).await;
    steps::step(chair, &code, "accept", &[]).await;
    steps::step(chair, &code, "decide", &[("answer", "Đã dọn sạch.")]).await;
    steps::step(chair, &code, "send", &[("by", "oneself")]).await;
    let public = house.visitor().get(&format!("/don/{code}")).await;
    public.says(200, "Đã dọn sạch.").says(200, "Đã trả lời");
}

/// A point is kept where the register says one on this ground, and is a fault where it lies
/// elsewhere.
#[tokio::test]
async fn a_point_of_a_register_is_one_of_the_unit() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut chair = house.chair().await;
    let text = "STT,Ngày nhận,Nội dung đơn,Vĩ độ,Kinh độ\n\
        1,05/02/2024,Cống tắc,15.7213,108.3457\n\
        2,05/02/2024,Đèn hỏng,,\n\
        3,05/02/2024,Ở nơi khác,41.92418,-87.77451\n\
        4,05/02/2024,Chữ thay số,gần chợ,108.3457\n";
    let at = send(&mut chair, "so.csv", text.as_bytes()).await.location;
    press(&mut chair, &at, "check").await.goes(&at);
    let checked = chair.get(&at).await;
    checked.says(200, "Nhập 2 đơn").says(200, "Vĩ độ: “gần chợ” không phải tọa độ.");
    checked.says(200, "Điểm 41.92418; -87.77451 nằm ngoài địa bàn.");
    press(&mut chair, &at, "import").await.goes(&at);
    let square = "SELECT COUNT(*) FROM petitions WHERE cell_lat = 15721 AND cell_lon = 108345";
    assert_eq!((petitions_in(&house).await, house.number(square).await), (2, 1));
    house.end().await;
}

#[tokio::test]
async fn a_dry_run_that_broke_off_is_none() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let at = send(&mut chair, "so.csv", REGISTER.as_bytes()).await.location;
        let untried = filled(&chair.get(&at).await, &[("then", "import")]);
        chair.post(&at, &untried).await.says(409, "chưa chạy thử");
        press(&mut chair, &at, "check").await.goes(&at);
        let tried = filled(&chair.get(&at).await, &[("then", "import")]);
        // As a program leaves it that ended in the middle of the dry run; and as one whose
        // database failed.
        for stage in ["checking", "unchecked"] {
            let broken = format!("UPDATE petition_imports SET stage = '{stage}', report = NULL");
            house.store().run_apart(&broken, Vec::new()).await.unwrap();
            house.wait(60);
            let page = chair.get(&at).await;
            page.says(200, "Chạy thử bị ngắt giữa chừng").says(200, "Chạy thử lại");
            page.never(&["value=\"import\""]);
            // A page that was open before asks for it all the same.
            chair.post(&at, &tried).await.says(409, "Lần chạy thử bị ngắt giữa chừng");
            assert_eq!(petitions_in(&house).await, 0);
            press(&mut chair, &at, "again").await.goes(&at);
            chair.get(&at).await.says(200, "Nhập 2 đơn");
        }
        press(&mut chair, &at, "import").await.goes(&at);
        assert_eq!(petitions_in(&house).await, 2);
        house.end().await;
    }
}

#[tokio::test]
async fn a_dry_run_that_fails_is_not_tried() {
    let house = House::open(store::Engine::Sqlite).await;
    let (id, target, found) = kept(&house, house.chair.unwrap(), &many(3)).await;
    // A plan of a table that is not in the file.
    let plan = petitions::import::plan::Plan { table: 7, ..found.plan };
    let run = job::begin(house.store(), id, plan, target, true).await.unwrap();
    run.await.unwrap();
    let one = imports::one(house.store(), id).await.unwrap().unwrap();
    assert_eq!(one.stage, imports::Stage::Unchecked);
    let refused = job::import(house.store(), &one, Actor::System("acceptance")).await;
    assert_eq!(refused.unwrap_err().refusal().unwrap().code, "import-unchecked");
    assert_eq!(petitions_in(&house).await, 0);
    house.end().await;
}

/// More than a run adds before it looks for the first time whether it is to stop.
const ROWS: i64 = 9_000;

#[tokio::test]
async fn a_run_that_was_stopped_or_broke_off_goes_on_where_it_was() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let text = many(ROWS);
        let (id, target, found) = kept(&house, house.chair.unwrap(), &text).await;
        let at = format!("{LIST}/{id}");
        let plan = found.plan.clone();
        let run = job::begin(house.store(), id, plan.clone(), target.clone(), false).await.unwrap();
        let busy = job::begin(house.store(), id, plan, target, false).await;
        assert_eq!(busy.unwrap_err().refusal().unwrap().code, "import-under-way");
        imports::stop(house.store(), id).await.unwrap();
        run.await.unwrap();
        let some = petitions_in(&house).await;
        // As a program leaves it that ended in the middle: at work, and silent since.
        let broken = "UPDATE petition_imports SET stage = 'importing'";
        house.store().run_apart(broken, Vec::new()).await.unwrap();
        if some < ROWS {
            chair.get(&at).await.says(200, "Đang nhập");
            house.wait(60);
            chair.get(&at).await.says(200, "Bị ngắt giữa chừng").says(200, "Nhập tiếp");
            press(&mut chair, &at, "import").await.goes(&at);
        }
        for _ in 0..600 {
            let one = imports::one(house.store(), id).await.unwrap().unwrap();
            if one.stage == imports::Stage::Done {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        let one = imports::one(house.store(), id).await.unwrap().unwrap();
        assert!(some < ROWS, "it was stopped before its end: {some}");
        assert_eq!(one.stage, imports::Stage::Done, "{one:?}");
        assert_eq!(one.figures, [ROWS, ROWS - some, some, 0]);
        assert_eq!(petitions_in(&house).await, ROWS);
        house.end().await;
    }
}
