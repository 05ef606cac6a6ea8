//! A register through the officers' page: looked at, tried, imported, told; and what goes wrong.

use acceptance::House;
use acceptance::browser::{Browser, Page};
use acceptance::house::UNIT;
use acceptance::http::Request;
use accounts::Post;
use jiff::civil::Date;
use kernel::Actor;
use legacy::Encoding;
use petitions::import::{Target, job, store as imports, suggest};
use testkit::engines;

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
        checked.never(&["Phạm Giả Định", "Lê Ví Dụ;"]);
        assert_eq!(petitions_in(&house).await, 0);
        press(&mut chair, &at, "import").await.goes(&at);
        chair.get(&at).await.says(200, "Đã nhập xong").says(200, "Tệp đã xóa");
        assert_eq!(petitions_in(&house).await, 2);
        let kept = "SELECT COUNT(*) FROM petition_imports WHERE file IS NOT NULL";
        assert_eq!(house.number(kept).await, 0, "the file is forgotten");
        let report = chair.get(&format!("{at}/bao-cao")).await;
        report.says(200, "6,Ngày nhận,'31/02/2024").says(200, "8,,\"dòng cộng");
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

#[tokio::test]
async fn files_that_are_no_register_are_refused_in_words() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut chair = house.chair().await;
    for (bytes, words) in [
        (b"%PDF-1.7 ...".to_vec(), "PDF"),
        (b"PK\x03\x04 broken".to_vec(), "Tệp hỏng"),
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
