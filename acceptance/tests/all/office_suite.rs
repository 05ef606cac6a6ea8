//! Every DOCX and XLSX that the program gives out, opened by an office suite: LibreOffice takes
//! each without complaint, and words are still words, numbers numbers, days days.
//!
//! On SQLite alone: what is in a file does not follow from the engine, and other stories read the
//! same files on both.

use std::collections::BTreeMap;
use std::io::Cursor;

use acceptance::house::UNIT;
use acceptance::office::{self, TEXT, WORKBOOK};
use acceptance::{House, Page};
use calamine::{Data, Reader as _, Xlsx};
use documents::{
    Cell, Column, Content, Fields, Kind, Letter, Office, REPLIES, Reply, Sheet, Signer,
};
use jiff::civil::date;
use store::Engine;

use super::{conferences, export, meetings, papers, receptions, villages};

/// What is given out, by name.
#[derive(Default)]
struct Given {
    letters: BTreeMap<String, Vec<u8>>,
    books: BTreeMap<String, Vec<u8>>,
}

impl Given {
    fn take(&mut self, name: &str, page: Page) {
        assert_eq!(page.status, 200, "{name}: {}", page.body);
        assert!(page.answer.body.starts_with(b"PK"), "{name}: {}", page.body);
        let all = if name.ends_with(".docx") { &mut self.letters } else { &mut self.books };
        assert!(all.insert(name.to_owned(), page.answer.body).is_none(), "{name} twice");
    }
}

/// What office suites trip over: markup, quotes, letters of other peoples and outside every face.
const HARD: &str =
    "& <w:t>giả</w:t> \"ngoặc\" – Y Bhĭn Ƀyă ở buôn Čư M’gar, 12,5 m², 1.250.000 ₫, 🙏 កម្ពុជា";

/// A letter of each kind, with hard words in every field.
fn letter(reply: Reply) -> Vec<u8> {
    let fields: Fields<'_> =
        reply.fields().into_iter().map(|field| (field, format!("{field}: {HARD}"))).collect();
    let content: Content = reply.template().unwrap().fill(&fields).unwrap();
    let letter = Letter {
        office: Office {
            above: None,
            name: "Ủy ban nhân dân\nxã Bình Mẫu".into(),
            place: "Bình Mẫu".into(),
        },
        number: Some(7),
        symbol: "UBND-VP".into(),
        date: date(2026, 2, 3),
        content,
        signer: Signer {
            authority: Some("TM. Ủy ban nhân dân".into()),
            title: "Chủ tịch".into(),
            name: "Trần Thị Thử".into(),
        },
        copies: vec!["Như trên".into(), "Lưu: VT".into()],
        appendices: Vec::new(),
    };
    letter.print(Some("MÔ PHỎNG / SIMULATED")).docx().unwrap()
}

/// A book whose words could be taken for formulas, numbers and days.
fn book() -> Vec<u8> {
    let columns = vec![
        Column::new("Mã đơn", Kind::Text, 12),
        Column::new("Ngày nhận", Kind::Date, 12),
        Column::new("Số người", Kind::Number, 8),
        Column::new("Lúc ghi", Kind::Instant, 18),
    ];
    let sheet = Sheet::new("Sổ đơn [2026]: tháng 7/8", columns).unwrap();
    let moment: jiff::Timestamp = "2026-08-03T20:15:30Z".parse().unwrap();
    let mut out = sheet.xlsx(moment).unwrap();
    let words = [
        HARD,
        "=1+1",
        "+84 900",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "＝1",
        "0123",
        "03/08/2026",
        "1e5",
        "TRUE",
        "hai\ndòng",
        " khoảng  trắng ",
    ];
    for word in words {
        out.row(&[word.into(), date(2026, 8, 3).into(), 2861i64.into(), moment.into()]).unwrap();
    }
    out.row(&[Cell::Empty, date(2024, 2, 29).into(), (-0.5).into(), Cell::Empty]).unwrap();
    let mut bytes = Vec::new();
    out.finish(&mut bytes).unwrap();
    bytes
}

/// Papers on a case, and the registers of letters and of receptions.
async fn of_letters(house: &House, given: &mut Given) {
    let mut chair = house.chair().await;
    let code = papers::accepted(house, &mut chair, 1).await;
    papers::issue(&mut chair, &code, "accepted").await;
    given.take("accepted.docx", papers::taken(&mut chair, &code, "docx").await);
    given.take("letters.xlsx", export::take(&mut chair, "", "xlsx").await);
}

/// A dialogue and a conference are planned; their addresses.
async fn planned(house: &House) -> (String, String) {
    let mut chair = house.chair().await;
    let dialogue = meetings::plan(&mut chair, &[]).await;
    let conference = conferences::plan(&mut chair, &[]).await;
    conferences::step(&mut chair, &conference, "join", &[("units", UNIT)]).await;
    (dialogue, conference)
}

/// What a village decided.
async fn of_a_village(house: &House, meeting: &str, given: &mut Given) {
    let mut chair = house.chair().await;
    let placed = chair.fill(&format!("{meeting}/record"), &villages::PLACE).await;
    placed.says(201, "Đã ghi cụm 1");
    villages::sign(&mut chair, meeting, "1").await;
    villages::does(&mut chair, meeting, "close", &[]).await;
    villages::does(&mut chair, meeting, "issue", &[("form", "resolution")]).await;
    given.take("village.docx", chair.get(&format!("{meeting}/van-ban/docx")).await);
    let key = receptions::plan(&mut chair, "10/03/2026", &[]).await;
    receptions::open(&mut chair, &key).await;
    receptions::enter(&mut chair, &key, &[("name", "=HYPERLINK(1)"), ("words", HARD)]).await;
    let out = format!("{}/so/xuat", receptions::OFFICE);
    given.take("receptions.xlsx", receptions::take(&mut chair, &out, "xlsx").await);
}

/// The minutes of a dialogue, the notice of a conference.
async fn of_meetings(house: &House, (dialogue, conference): (&str, &str), given: &mut Given) {
    let mut chair = house.chair().await;
    meetings::step(&mut chair, dialogue, "open", &[]).await;
    let line = chair.fill(&format!("{dialogue}/ghi"), &meetings::LINE).await;
    line.says(201, "Đã ghi vào biên bản");
    meetings::step(&mut chair, dialogue, "close", &[("attended", "118")]).await;
    meetings::step(&mut chair, dialogue, "conclude", &[("words", HARD)]).await;
    given.take("minutes.docx", chair.get(&format!("{dialogue}/bien-ban/docx")).await);
    conferences::step(&mut chair, conference, "open", &[]).await;
    let owed = [("what", "Rà soát cam kết quá hạn"), ("owner", UNIT), ("by", "20/05/2026")];
    conferences::step(&mut chair, conference, "conclude", &owed).await;
    conferences::step(&mut chair, conference, "close", &[]).await;
    conferences::step(&mut chair, conference, "notice", &[("words", HARD)]).await;
    given.take("notice.docx", chair.get(&format!("{conference}/thong-bao/docx")).await);
}

/// Every form of report over what has happened by now.
async fn of_reports(house: &House, given: &mut Given) {
    let mut chair = house.chair().await;
    for (file, _) in reports::form::FILES {
        let form = file.trim_end_matches(".toml");
        for kind in ["docx", "xlsx"] {
            let path = format!("/can-bo/bao-cao/tep/{kind}?form={form}&year=2026&compare=1");
            given.take(&format!("report-{form}.{kind}"), chair.get(&path).await);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_out_opens_in_an_office_suite_as_it_was() {
    let house = House::open(Engine::Sqlite).await;
    let mut given = Given::default();
    of_letters(&house, &mut given).await;
    house.day(date(2026, 3, 2));
    let (dialogue, conference) = planned(&house).await;
    house.day(date(2026, 3, 3));
    let village = villages::village(&house).await;
    let meeting = villages::call(&mut house.chair().await, &village, &[]).await;
    house.day(date(2026, 3, 10));
    of_a_village(&house, &meeting, &mut given).await;
    house.day(date(2026, 3, 20));
    of_meetings(&house, (&dialogue, &conference), &mut given).await;
    of_reports(&house, &mut given).await;
    house.end().await;
    for reply in REPLIES {
        given.letters.insert(format!("reply-{}.docx", reply.name()), letter(reply));
    }
    given.books.insert("hard.xlsx".into(), book());
    words_are_the_same(&given.letters);
    cells_are_the_same(&given.books);
}

fn words_are_the_same(letters: &BTreeMap<String, Vec<u8>>) {
    let Some(opened) = office::opened(letters, TEXT) else { return };
    assert_eq!(opened.complaints, Vec::<String>::new());
    for (name, bytes) in letters {
        let text = opened.files.get(name).unwrap_or_else(|| panic!("{name} was not opened"));
        let text = String::from_utf8(text.clone()).unwrap();
        let given = lines(&docx(bytes));
        assert!(given.len() > 10, "{name}: {given:?}");
        assert_eq!(lines(text.trim_start_matches('\u{feff}')), given, "{name}");
    }
}

fn cells_are_the_same(books: &BTreeMap<String, Vec<u8>>) {
    let Some(opened) = office::opened(books, WORKBOOK) else { return };
    assert_eq!(opened.complaints, Vec::<String>::new());
    for (name, bytes) in books {
        let saved = opened.files.get(name).unwrap_or_else(|| panic!("{name} was not opened"));
        let given = cells(bytes);
        let numbers = given.iter().filter(|(_, cell)| cell.starts_with("number")).count();
        assert!(numbers > 0, "{name}: {given:?}");
        assert_eq!(cells(saved), given, "{name}");
    }
}

/// Lines with something in them, on single spaces.
fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(line).filter(|line| !line.is_empty()).collect()
}

/// The words of a DOCX, a paragraph a line.
fn docx(bytes: &[u8]) -> String {
    let xml = papers::part(bytes, "word/document.xml");
    let mut out = String::new();
    for paragraph in xml.split("</w:p>") {
        for run in paragraph.split("<w:t ").skip(1) {
            let inner = run.split_once('>').unwrap().1.split_once("</w:t>").unwrap().0;
            let inner = inner.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            out.push_str(&inner.replace("&apos;", "'").replace("&amp;", "&"));
        }
        out.push('\n');
    }
    out
}

/// Every cell that holds something: where it is, of what kind, and what it holds. No cell is a
/// formula.
fn cells(bytes: &[u8]) -> Vec<((usize, usize), String)> {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let tab = book.sheet_names()[0].clone();
    let formulas = book.worksheet_formula(&tab).ok();
    assert!(formulas.is_none_or(|all| all.cells().all(|(_, _, formula)| formula.is_empty())));
    let sheet = book.worksheet_range(&tab).expect("a sheet");
    let shown = |cell: &Data| match cell {
        // The last digits of a share, and of a moment, which is a share of a day, each program
        // rounds its own way.
        Data::Int(n) => format!("number {:.6}", *n as f64),
        Data::Float(n) => format!("number {n:.6}"),
        Data::DateTime(moment) => format!("moment {:.5}", moment.as_f64()),
        Data::String(text) => format!("text {text}"),
        other => format!("{other:?}"),
    };
    let cells = sheet.used_cells().map(|(row, column, cell)| ((row, column), shown(cell)));
    cells.filter(|(_, cell)| cell != "text ").collect()
}

#[test]
fn a_file_that_is_cut_off_is_complained_about() {
    let whole = letter(Reply::Receipt);
    let files = BTreeMap::from([("half.docx".to_owned(), whole[..whole.len() / 2].to_vec())]);
    let Some(opened) = office::opened(&files, TEXT) else { return };
    assert!(opened.files.is_empty() && !opened.complaints.is_empty(), "{opened:?}");
}
