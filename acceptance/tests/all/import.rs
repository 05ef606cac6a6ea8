//! A register that an office kept before: told row by row, added once, bad rows stop nothing.

use std::path::PathBuf;

use acceptance::program::{Ground, root};
use serde_json::{Value, json};
use testkit::engines;

const MAP: &str = r#"
date = "%d/%m/%Y"
no_words = "(không ghi)"
[columns]
reference = "Số"
received = "Ngày nhận"
closed = "Ngày xong"
state = "Tình trạng"
words = "Nội dung"
matter = "Lĩnh vực"
place = ["Thôn"]
[states]
"Đã trả lời" = "sent"
"Đã chuyển" = "forwarded"
"Đang xử lý" = "received"
[matters]
"Đường" = "roads"
"*" = "other"
"#;

const HEAD: &str = "\u{feff}Số,Ngày nhận,Ngày xong,Tình trạng,Nội dung,Lĩnh vực,Thôn\n";

/// Good rows and, line by line, everything that goes wrong in real files.
const ROWS: &str = "\
01,05/01/2026,09/01/2026,Đã trả lời,Đường thôn ngập nước.,Đường,Gò Dài
02,05/01/2026,,Đang xử lý,\"Hai dòng,
có dấu phẩy.\",Khác,
03,06/01/2026,07/01/2026,Đã chuyển,,Đường,
04,31/02/2026,,Đang xử lý,Ngày không có.,Đường,
05,01/01/2099,,Đang xử lý,Ngày chưa tới.,Đường,
06,01/01/1800,,Đang xử lý,Ngày xưa quá.,Đường,
07,05/01/2026,,Đã trả lời,Xong mà không có ngày.,Đường,
08,05/01/2026,01/01/2026,Đã trả lời,Xong trước khi nhận.,Đường,
09,05/01/2026,,Lạ,Không rõ tình trạng.,Đường,
01,05/01/2026,,Đang xử lý,Số đã có.,Đường,
,05/01/2026,,Đang xử lý,Không có số.,Đường,
12,05/01/2026,,Đang xử lý,Thiếu cột.
13,08/01/2026,02/06/2026,Đã trả lời,De\u{300}n hỏng \u{202e}lâu rồi.,Đường,Bến Cồn
";

/// Line, column, code and reason of each bad row.
const BAD: &[(u64, &str, &str, &str)] = &[
    (6, "Ngày nhận", "day", "“31/02/2026” không phải ngày viết như 25/02/2026."),
    (7, "Ngày nhận", "future", "Ngày 01/01/2099 chưa tới."),
    (8, "Ngày nhận", "ancient", "Ngày 01/01/1800 xa quá."),
    (9, "Ngày xong", "no-closing", "Ghi là đã xong mà không có ngày xong."),
    (10, "Ngày xong", "before", "Ngày xong 01/01/2026 trước ngày nhận 05/01/2026."),
    (11, "Tình trạng", "state", "Chưa chọn nghĩa cho tình trạng “Lạ”."),
    (12, "Số", "twice", "Số “01” đã có ở hàng trên."),
    (13, "Số", "empty", "Ô trống."),
    (14, "", "width", "Hàng có 5 cột, tên cột có 7."),
];

/// What the dry run says of each good row: line, day, matter, state, and when it was closed.
const GOOD: &[(u64, &str, &str, &str, Option<&str>)] = &[
    (2, "2026-01-05", "roads", "sent", Some("2026-01-09")),
    (3, "2026-01-05", "other", "received", None),
    (5, "2026-01-06", "roads", "forwarded", Some("2026-01-07")),
    (15, "2026-01-08", "roads", "sent", Some("2026-06-02")),
];

fn files(ground: &Ground, text: &str) -> (PathBuf, PathBuf) {
    let (file, map) = (ground.path().join("so.csv"), ground.path().join("map.toml"));
    std::fs::write(&file, text).unwrap();
    std::fs::write(&map, MAP).unwrap();
    (file, map)
}

fn import(ground: &Ground, (file, map): &(PathBuf, PathBuf), more: &[&str]) -> Value {
    let (file, map) = (file.to_str().unwrap(), map.to_str().unwrap());
    let mut args = vec!["import", "petitions", "--json", "--unit", "20836", "--map", map, file];
    args.extend(more);
    ground.run(&args).good()
}

fn list<'r>(report: &'r Value, name: &str) -> &'r [Value] {
    report[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What is said of each good row, when all of them are new, or none is.
fn good(report: &Value, new: bool) -> Vec<(u64, &str, &str, &str, Option<&str>)> {
    let rows = list(report, "good").iter().map(|row| {
        assert_eq!((&row["kind"], &row["new"]), (&json!("feedback"), &json!(new)));
        (
            row["line"].as_u64().unwrap(),
            row["received"].as_str().unwrap(),
            row["matter"].as_str().unwrap(),
            row["state"].as_str().unwrap(),
            row["closed"].as_str(),
        )
    });
    rows.collect()
}

fn figures(report: &Value) -> [u64; 3] {
    ["rows", "added", "known"].map(|name| report[name].as_u64().unwrap())
}

#[tokio::test]
async fn bad_rows_are_told_and_the_same_file_twice_adds_nothing() {
    for engine in engines() {
        let ground = Ground::new(engine);
        ground.demo(1);
        let before = ground.run(&["verify", "--json"]).good();
        let files = files(&ground, &format!("{HEAD}{ROWS}"));
        let dry = import(&ground, &files, &["--dry-run"]);
        assert_eq!(figures(&dry), [13, 4, 0], "{dry}");
        assert_eq!(dry["dry_run"], true);
        for (bad, (line, column, code, reason)) in list(&dry, "bad").iter().zip(BAD) {
            let said = ["column", "code", "reason"].map(|name| bad[name].as_str().unwrap());
            assert_eq!((bad["line"].as_u64(), said), (Some(*line), [*column, *code, *reason]));
        }
        assert_eq!((list(&dry, "bad").len(), &dry["refused"]), (BAD.len(), &json!(BAD.len())));
        assert_eq!(good(&dry, true), GOOD);
        let english = import(&ground, &files, &["--dry-run", "--english"]);
        assert_eq!(english["bad"][1]["reason"], "01/01/2099 is to come.");
        let after = ground.run(&["verify", "--json"]).good();
        assert_eq!(before["records"], after["records"], "a dry run writes nothing");

        let done = import(&ground, &files, &[]);
        assert_eq!(figures(&done), [13, 4, 0], "{done}");
        assert_eq!((&done["bad"], list(&done, "good").len()), (&dry["bad"], 0));
        let again = import(&ground, &files, &[]);
        assert_eq!(figures(&again), [13, 0, 4], "{again}");
        // As Windows ends lines: the same rows, on the same lines.
        std::fs::write(&files.0, format!("{HEAD}{ROWS}").replace('\n', "\r\n")).unwrap();
        let windows = import(&ground, &files, &["--dry-run"]);
        assert_eq!((figures(&windows), &windows["bad"]), ([13, 0, 4], &dry["bad"]));
        assert_eq!(good(&windows, false), GOOD, "each is known now");
        ground.run(&["verify", "--json"]).good();
        ground.run(&["rebuild", "--json"]).good();

        let served = ground.serve();
        let metrics = served.visitor().get("/").await;
        metrics.says(200, "Xã Thăng Trường");
        assert!(served.stop());
    }
}

#[test]
fn a_map_or_file_that_is_none_is_refused_before_any_row() {
    let ground = Ground::new(store::Engine::Sqlite);
    ground.demo(1);
    let (file, map) = files(&ground, &format!("{HEAD}{ROWS}"));
    let run = |file: &str, map: &str, unit: &str| {
        let args =
            ["import", "petitions", "--json", "--unit", unit, "--map", map, file, "--dry-run"];
        let refused = ground.run(&args);
        assert!(!refused.well, "{refused:?}");
        refused.json()["error"].as_str().unwrap().to_owned()
    };
    let (file, map) = (file.to_str().unwrap(), map.to_str().unwrap());
    assert!(run(file, map, "99999").contains("99999"));
    assert!(run("/khong/co.csv", map, "20836").contains("/khong/co.csv"));
    assert!(run(map, map, "20836").contains("no column 'Số'"));
    let pdf = ground.path().join("so.xlsx");
    std::fs::write(&pdf, "%PDF-1.7 not what its name says").unwrap();
    assert!(run(pdf.to_str().unwrap(), map, "20836").contains("save it as .xlsx"));
    let other = ground.path().join("other.toml");
    for (text, told) in [
        ("columns = 1", "columns"),
        (&MAP.replace("\"sent\"", "\"judged\""), "judged"),
        (&MAP.replace("\"roads\"", "\"views\""), "views"),
        (&MAP.replace("\"Nội dung\"", "\"Nội dụng\""), "Nội dụng"),
    ] {
        std::fs::write(&other, text).unwrap();
        let error = run(file, other.to_str().unwrap(), "20836");
        assert!(error.contains(told), "{told}: {error}");
    }
}

#[test]
fn a_workbook_is_read_like_its_csv() {
    let ground = Ground::new(store::Engine::Sqlite);
    ground.demo(1);
    let (_, map) = files(&ground, "");
    let book = ground.path().join("so.xlsx");
    std::fs::write(
        &book,
        workbook(&[
            &["Số", "Ngày nhận", "Ngày xong", "Tình trạng", "Nội dung", "Lĩnh vực", "Thôn"],
            &["01", "05/01/2026", "09/01/2026", "Đã trả lời", "Đường & cống.", "Đường", "Gò Dài"],
            &["02", "05/01/2099", "", "Đang xử lý", "Ngày chưa tới.", "Đường", ""],
        ]),
    )
    .unwrap();
    let done = import(&ground, &(book.clone(), map.clone()), &[]);
    assert_eq!(figures(&done), [2, 1, 0], "{done}");
    assert_eq!(
        (&done["bad"][0]["line"], &done["bad"][0]["column"]),
        (&json!(3), &json!("Ngày nhận"))
    );
    assert_eq!(figures(&import(&ground, &(book.clone(), map.clone()), &[])), [2, 0, 1]);
    // Half a workbook is an error in words.
    let whole = std::fs::read(&book).unwrap();
    std::fs::write(&book, &whole[..whole.len() / 2]).unwrap();
    let args = ["import", "petitions", "--json", "--unit", "20836", "--map"];
    let mut args = args.to_vec();
    args.extend([map.to_str().unwrap(), book.to_str().unwrap()]);
    let refused = ground.run(&args);
    assert!(!refused.well && refused.json()["error"].as_str().unwrap().contains("so.xlsx"));
}

#[test]
fn a_real_register_of_a_city_is_imported_at_the_command_line() {
    let data = root().join("../shared/data/reports-311/chicago-sanitation-2012.csv");
    let Ok(text) = std::fs::read_to_string(&data) else {
        println!("skipped: shared/data/reports-311 is absent");
        return;
    };
    let ground = Ground::new(store::Engine::Sqlite);
    ground.demo(1);
    let lines: Vec<&str> = text.lines().take(1001).collect();
    let (file, map) = files(&ground, &lines.join("\n"));
    std::fs::write(&map, REPORTS).unwrap();
    let done = import(&ground, &(file.clone(), map.clone()), &[]);
    let [rows, added, known] = figures(&done);
    assert_eq!((rows, known), (1000, 0));
    let bad = list(&done, "bad");
    assert_eq!(added + bad.len() as u64, rows, "{bad:?}");
    assert!(bad.len() < 20, "{bad:?}");
    assert_eq!(figures(&import(&ground, &(file, map), &[]))[1], 0);
    let verified = ground.run(&["verify", "--json"]).good();
    assert!(verified["streams"].as_u64().unwrap() > added);
}

const REPORTS: &str = r#"
no_words = "(không ghi)"
[columns]
reference = "request"
received = "created"
closed = "completed"
state = "status"
words = "nature"
[states]
"Completed" = "sent"
"Completed - Dup" = "filed"
"Open" = "received"
"Open - Dup" = "received"
"#;

/// The smallest workbook: one sheet of texts, in an archive without compression.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let mut sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (row, cells) in (1..).zip(rows) {
        sheet.push_str(&format!("<row r=\"{row}\">"));
        for (column, text) in ('A'..).zip(*cells) {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            sheet.push_str(&format!(
                "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
            ));
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let link = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"{id}\" \
             Type=\"{LINKS}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets>\
         <sheet name=\"So\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    archive(&[
        ("_rels/.rels", &link("rId1", "officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &link("rId1", "worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let at = out.len() as u32;
        let mut head = Vec::new();
        for half in [20u16, 0, 0, 0, 0x21] {
            head.extend(half.to_le_bytes());
        }
        for whole in [crc(text.as_bytes()), text.len() as u32, text.len() as u32] {
            head.extend(whole.to_le_bytes());
        }
        head.extend((name.len() as u16).to_le_bytes());
        head.extend(0u16.to_le_bytes());
        out.extend(0x0403_4b50u32.to_le_bytes());
        out.extend(&head);
        out.extend(name.bytes().chain(text.bytes()));
        list.extend(0x0201_4b50u32.to_le_bytes());
        list.extend(20u16.to_le_bytes());
        list.extend(&head);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.bytes());
    }
    let at = out.len() as u32;
    out.extend(&list);
    out.extend(0x0605_4b50u32.to_le_bytes());
    out.extend([0; 4]);
    for count in [files.len() as u16; 2] {
        out.extend(count.to_le_bytes());
    }
    out.extend((list.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| match crc & 1 {
            1 => (crc >> 1) ^ 0xEDB8_8320,
            _ => crc >> 1,
        })
    })
}

#[test]
fn an_old_register_suggests_its_own_mapping() {
    let ground = Ground::new(store::Engine::Sqlite);
    ground.demo(1);
    // TCVN3, one byte a letter, as a program of 2004 wrote it.
    let text = "S\u{e6};;\nSTT;Ng\u{b5}y nh\u{cb}n;N\u{e9}i dung \u{ae}\u{ac}n\n\
        1;5.2.2004;M\u{ad}\u{ac}ng bÞ l\u{ca}p\n2;6/2/2004;\u{a7}\u{ad}êng ng\u{cb}p\n";
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let (file, map) = (ground.path().join("cu.csv"), ground.path().join("cu.toml"));
    std::fs::write(&file, bytes).unwrap();
    let path = file.to_str().unwrap();
    let asked = ["import", "petitions", "--json", "--unit", "20836", "--suggest", path];
    let found = ground.run(&asked).good();
    assert_eq!((&found["encoding"], &found["head"]["first"]), (&json!("tcvn3"), &json!(2)));
    assert_eq!(found["lines"][0][2], "Mương bị lấp");
    std::fs::write(&map, found["map"].as_str().unwrap()).unwrap();
    let files = (file.clone(), map);
    assert_eq!(figures(&import(&ground, &files, &["--dry-run"])), [2, 2, 0]);
    let overruled = import(&ground, &files, &["--dry-run", "--encoding", "tcvn3", "--sheet", "1"]);
    assert_eq!(figures(&overruled), [2, 2, 0]);
    let mut none = vec!["import", "petitions", "--json", "--unit", "20836", "--map"];
    none.extend([files.1.to_str().unwrap(), path, "--sheet", "2"]);
    assert!(ground.run(&none).json()["error"].as_str().unwrap().contains("no sheet '2'"));
}
