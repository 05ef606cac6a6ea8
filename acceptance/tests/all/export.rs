//! The register taken along: CSV, XLSX, PDF and a page to print; nothing in it can become a formula
//! or markup, each time is logged, and a print has a stated end.

use std::io::Cursor;

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use accounts::Post;
use calamine::{Data, Reader as _, Xlsx};
use kernel::Actor;
use petitions::desk::{self, Person};
use testkit::engines;

use super::{letters, papers};

const LIST: &str = "/can-bo/so-don/xuat";

async fn file(house: &House, n: usize, name: &str) -> String {
    let mut filing = letters::filing(n);
    filing.person = Person { name: name.into(), address: "@SUM(1)".into(), ..Person::default() };
    let filed = desk::file(house.store(), &Actor::Resident, filing, None).await;
    filed.expect("it is filed").petition.received.code
}

pub async fn take(officer: &mut Browser, query: &str, kind: &str) -> Page {
    let at = format!("{LIST}{query}");
    let page = officer.get(&at).await;
    let fields = [("_seal".to_owned(), page.hidden("_seal")), ("kind".to_owned(), kind.to_owned())];
    officer.post(&at, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_leaves_as_every_kind_of_file_and_each_time_is_logged() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = file(&house, 1, "=HYPERLINK(\"http://x\")").await;
        file(&house, 2, "<script>alert(1)</script>").await;
        chair.get("/can-bo/so-don?kind=feedback").await.says(200, "so-don/xuat?kind=feedback");
        chair.get(LIST).await.says(200, "2 đơn sẽ được lấy ra");

        let csv = take(&mut chair, "", "csv").await;
        assert_eq!(csv.status, 200, "{}", csv.body);
        assert!(csv.body.starts_with("\u{feff}STT,Mã đơn,Ngày nhận,Họ và tên"), "{}", csv.body);
        csv.says(
            200,
            &format!("\r\n1,{code},2026-02-12,\"'=HYPERLINK(\"\"http://x\"\")\",'@SUM(1)"),
        );
        assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
        assert!(csv.header("content-disposition").is_some_and(|h| h.starts_with("attachment")));

        let xlsx = take(&mut chair, "?kind=feedback", "xlsx").await;
        let mut book = Xlsx::new(Cursor::new(xlsx.answer.body.clone())).expect("a workbook");
        let sheet = book.worksheet_range_at(0).expect("a sheet").expect("rows");
        assert_eq!(sheet.height(), 3);
        let cell = |row, at| sheet.get_value((row, at)).cloned().unwrap_or_default();
        assert_eq!(cell(1, 0), Data::Float(1.0));
        assert!(matches!(cell(1, 2), Data::DateTime(day) if day.is_datetime()), "{:?}", cell(1, 2));
        assert_eq!(cell(1, 3), Data::String("=HYPERLINK(\"http://x\")".into()));
        // What a simulated house takes along says so, on the tab too.
        let tab = book.sheet_names()[0].clone();
        assert!(tab.starts_with("MÔ PHỎNG"), "{tab}");
        let formulas = book.worksheet_formula(&tab).ok();
        assert!(formulas.is_none_or(|all| all.used_cells().count() == 0));

        let pdf = take(&mut chair, "", "pdf").await;
        assert!(pdf.answer.body.starts_with(b"%PDF-"), "{}", pdf.body);
        if let Ok(folder) = std::env::var("PICTURES") {
            std::fs::write(format!("{folder}/register.pdf"), &pdf.answer.body).unwrap();
        }
        if let Some(text) = papers::read_pdf(&pdf.answer.body) {
            assert!(text.contains("SỔ THEO DÕI TIẾP NHẬN, XỬ LÝ ĐƠN"), "{text}");
            assert!(text.contains(&code), "{text}");
            assert!(text.contains("MÔ PHỎNG / SIMULATED"), "{text}");
        }
        let print = take(&mut chair, "", "in").await;
        print.says(200, "&#60;script&#62;alert").says(200, "Đến hết ngày 12/02/2026");
        print.never(&["<script>alert"]).says(200, "MÔ PHỎNG / SIMULATED");

        // Narrowed to nothing, and by words that are a name: the log knows that, not which.
        let none = take(&mut chair, "?state=refused&q=Nguyen+Van+Mau", "csv").await;
        assert_eq!(none.body.lines().count(), 1, "{}", none.body);
        let logged = "SELECT COUNT(*) FROM access_log WHERE part LIKE 'export-%'";
        assert_eq!(house.number(logged).await, 5);
        let whole = format!("what = 'register/{UNIT}?#2' AND part = 'export-csv'");
        assert_eq!(
            house.number(&format!("SELECT COUNT(*) FROM access_log WHERE {whole}")).await,
            1
        );
        let narrow = format!("what = 'register/{UNIT}?state=refused&q=1#0'");
        assert_eq!(
            house.number(&format!("SELECT COUNT(*) FROM access_log WHERE {narrow}")).await,
            1
        );
        let (_, mut auditor) = house.officer("Phạm Giả Định", "gia.dinh", Post::Auditor).await;
        auditor.get(LIST).await.says(403, "");
        auditor.get("/can-bo/so-truy-cap").await.says(200, "2 dòng");
        let (_, mut handler) = house.officer("Trần Thị Thử", "thi.thu", Post::Handler).await;
        handler.get("/can-bo/so-don").await.says(200, "Sổ đơn").never(&["so-don/xuat"]);
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_of_a_real_house_bears_no_mark() {
    let house = House::open_as(store::Engine::Sqlite, UNIT, false).await;
    let mut chair = house.chair().await;
    file(&house, 1, "Nguyễn Văn Mẫu").await;
    let xlsx = take(&mut chair, "", "xlsx").await;
    let book = Xlsx::new(Cursor::new(xlsx.answer.body.clone())).expect("a workbook");
    let tab = book.sheet_names()[0].clone();
    assert!(tab.starts_with("Sổ theo dõi tiếp nhận"), "{tab}");
    let pdf = take(&mut chair, "", "pdf").await;
    if let Some(text) = papers::read_pdf(&pdf.answer.body) {
        assert!(text.contains("SỔ THEO DÕI") && !text.contains("SIMULATED"), "{text}");
    }
    take(&mut chair, "", "in").await.says(200, "Sổ theo dõi").never(&["SIMULATED"]);
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_print_has_a_stated_end_and_a_spreadsheet_has_none() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut chair = house.chair().await;
    for n in 0..1_001 {
        file(&house, n, "Nguyễn Văn Mẫu").await;
    }
    let page = chair.get(LIST).await;
    page.says(200, "tối đa 1.000 dòng").never(&["value=\"pdf\""]);
    let refused = take(&mut chair, "", "pdf").await;
    refused.says(422, "Sổ này có 1.001 dòng; PDF và bản in chứa tối đa 1.000");
    let csv = take(&mut chair, "", "csv").await;
    let lines: Vec<&str> = csv.body.lines().collect();
    assert_eq!(lines.len(), 1_002);
    assert!(lines[1_001].starts_with("1001,"), "{}", lines[1_001]);
    house.end().await;
}
