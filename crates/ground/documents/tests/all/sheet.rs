//! Sheets: days are days to another's reader, words are words, and a wrong row is refused.

use std::io::Cursor;

use calamine::{Data, Reader as _};
use documents::{Cell, Column, DocumentError, Kind, Office, Sheet};
use jiff::Timestamp;
use jiff::civil::date;

use crate::reader;

fn sheet() -> Sheet {
    let columns = vec![
        Column::new("Mã đơn", Kind::Text, 12),
        Column::new("Ngày nhận", Kind::Date, 12),
        Column::new("Số người", Kind::Number, 8),
        Column::new("Lúc ghi", Kind::Instant, 18),
    ];
    Sheet::new("Sổ đơn [2026]: tháng 7/8", columns).unwrap()
}

fn moment() -> Timestamp {
    "2026-08-03T20:15:30Z".parse().unwrap()
}

const FORMULAS: [&str; 8] =
    ["=1+1", "+84 900", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=HYPERLINK(\"x\",\"y\")"];

fn rows() -> Vec<[Cell<'static>; 4]> {
    let day = date(2026, 8, 3);
    let mut rows = vec![
        [Cell::from("Đơn \"một\", hai\nba"), day.into(), 2861i64.into(), moment().into()],
        [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty],
        [Cell::from("số lẻ"), date(2024, 2, 29).into(), (-0.5).into(), moment().into()],
    ];
    rows.extend(FORMULAS.map(|f| [Cell::from(f), Cell::Empty, Cell::Empty, Cell::Empty]));
    rows
}

fn xlsx() -> Vec<u8> {
    let sheet = sheet();
    let mut out = sheet.xlsx(moment()).unwrap();
    for row in rows() {
        out.row(&row).unwrap();
    }
    let mut bytes = Vec::new();
    out.finish(&mut bytes).unwrap();
    bytes
}

#[test]
fn csv_is_read_back_as_it_was_and_no_cell_is_a_formula() {
    let sheet = sheet();
    let mut out = sheet.csv(Vec::new()).unwrap();
    for row in rows() {
        out.row(&row).unwrap();
    }
    let bytes = out.finish().unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    let body = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    assert!(body.starts_with("Mã đơn,Ngày nhận,Số người,Lúc ghi\r\n"));
    let mut reader = csv::Reader::from_reader(body.as_bytes());
    let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let first = ["Đơn \"một\", hai\nba", "2026-08-03", "2861", "2026-08-04 03:15:30"];
    assert_eq!(read[0].iter().collect::<Vec<_>>(), first);
    assert!(read[1].iter().all(str::is_empty));
    assert_eq!(&read[2][2], "-0.5", "a number stays a number");
    for (record, formula) in read[3..].iter().zip(FORMULAS) {
        assert_eq!(&record[0], format!("'{formula}"));
    }
    assert_eq!(read.len(), 3 + FORMULAS.len());
}

#[test]
fn xlsx_holds_days_as_days_moments_in_local_time_and_words_as_words() {
    let mut book = calamine::Xlsx::new(Cursor::new(xlsx())).unwrap();
    let tab = book.sheet_names()[0].clone();
    assert_eq!(tab, "Sổ đơn 2026 tháng 78");
    let range = book.worksheet_range(&tab).unwrap();
    let head: Vec<String> = range.rows().next().unwrap().iter().map(Data::to_string).collect();
    assert_eq!(head, ["Mã đơn", "Ngày nhận", "Số người", "Lúc ghi"]);
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(1, 0), Data::String("Đơn \"một\", hai\nba".into()));
    assert_eq!(cell(1, 2), Data::Float(2861.0));
    assert_eq!(day(&cell(1, 1)), (2026, 8, 3, 0, 0, 0));
    assert_eq!(day(&cell(1, 3)), (2026, 8, 4, 3, 15, 30));
    assert_eq!(day(&cell(3, 1)), (2024, 2, 29, 0, 0, 0));
    assert_eq!(cell(3, 2), Data::Float(-0.5));
    for (row, formula) in (4..).zip(FORMULAS) {
        let wanted = formula.replace('\r', "\n");
        assert_eq!(cell(row, 0), Data::String(wanted), "row {row}");
    }
    let formulas = book.worksheet_formula(&tab).unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
}

fn day(cell: &Data) -> (u16, u8, u8, u8, u8, u8) {
    let Data::DateTime(moment) = cell else { panic!("{cell:?} is no day") };
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    (year, month, day, hour, minute, second)
}

#[test]
fn xlsx_freezes_its_head_sets_widths_and_is_the_same_twice() {
    let xml = reader::part(&xlsx(), "xl/worksheets/sheet1.xml");
    assert!(xml.contains("state=\"frozen\"") && xml.contains("ySplit=\"1\""), "{xml}");
    assert!(xml.contains("<autoFilter ref=\"A1:D12\"/>") && xml.contains("<col min=\"1\""));
    assert!(!xml.contains("<f>"), "no formula");
    assert_eq!(xlsx(), xlsx());
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_seen_to_be() {
    let sheet = Sheet::new("Sổ", vec![Column::new("Nội dung", Kind::Text, 40)]).unwrap();
    let mut out = sheet.xlsx(moment()).unwrap();
    out.row(&["ộ😀".repeat(20_000).into()]).unwrap();
    let mut bytes = Vec::new();
    out.finish(&mut bytes).unwrap();
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let Some(Data::String(text)) = range.get_value((1, 0)) else { panic!("no text") };
    assert!(text.ends_with('…'));
    assert!((32_765..=32_767).contains(&text.encode_utf16().count()));
}

#[test]
fn a_row_that_does_not_fit_is_refused_with_row_and_column() {
    let sheet = sheet();
    let wrong: [(&[Cell<'_>], &str); 3] = [
        (&["x".into()], "row 1, column 4: another number of cells"),
        (
            &["x".into(), "2026-08-03".into(), Cell::Empty, Cell::Empty],
            "row 1, column Ngày nhận: a cell of another kind",
        ),
        (
            &["x".into(), Cell::Empty, f64::NAN.into(), Cell::Empty],
            "row 1, column Số người: not a number",
        ),
    ];
    for (row, said) in wrong {
        let csv = sheet.csv(Vec::new()).unwrap().row(row).unwrap_err();
        let xlsx = sheet.xlsx(moment()).unwrap().row(row).unwrap_err();
        let print = sheet.register().row(row).unwrap_err();
        for error in [csv, xlsx, print] {
            assert_eq!(error.to_string(), said);
            assert!(error.refusal().is_none(), "a fault of ours");
        }
    }
}

#[test]
fn a_print_that_is_too_long_is_refused_before_it_fills_the_memory() {
    let sheet = Sheet::new("Sổ", vec![Column::new("STT", Kind::Number, 5)]).unwrap();
    let mut rows = sheet.register();
    for n in 0..5_000i64 {
        rows.row(&[n.into()]).unwrap();
    }
    let error = rows.row(&[0i64.into()]).unwrap_err();
    assert!(matches!(error, DocumentError::TooManyRows { kind: "pdf", most: 5_000 }));
}

#[test]
fn a_register_repeats_its_head_across_a_turned_sheet_and_takes_markup_for_text() {
    let sheet = sheet();
    let mut rows = sheet.register();
    let trap = "#pagebreak() *đậm* $x$ [a] <b> \\ =1";
    for n in 0..120i64 {
        rows.row(&[trap.into(), date(2026, 8, 3).into(), n.into(), moment().into()]).unwrap();
    }
    let office =
        Office { above: None, name: "UBND\nxã Bình Mẫu".into(), place: "Bình Mẫu".into() };
    let pdf = rows.pdf(&office, "Từ ngày 01/7/2026", date(2026, 8, 4)).unwrap();
    let (Some(text), Some(about)) = (reader::pdf(&pdf), reader::about(&pdf)) else { return };
    assert!(about.contains("841.89 x 595.276 pts (A4)"), "{about}");
    let pages: usize = about
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .and_then(|pages| pages.trim().parse().ok())
        .unwrap();
    assert!(pages > 2);
    assert_eq!(text.matches("Ngày nhận").count(), pages, "a head on each page");
    assert!(text.contains("SỔ ĐƠN [2026]: THÁNG 7/8") && text.contains("XÃ BÌNH MẪU"));
    assert!(text.contains("03/08/2026") && text.contains("04/08/2026 03:15"));
    assert!(text.contains("#pagebreak() *đậm*") && text.contains("119"), "{text}");
}

#[test]
fn the_mark_of_a_demonstration_stands_on_print_and_workbook() {
    const MARK: &str = "MÔ PHỎNG / SIMULATED";
    let sheet = sheet().marked(Some(MARK));
    let mut out = sheet.xlsx(moment()).unwrap();
    out.row(&rows()[0]).unwrap();
    let mut bytes = Vec::new();
    out.finish(&mut bytes).unwrap();
    assert!(reader::part(&bytes, "xl/worksheets/sheet1.xml").contains(MARK), "in the header");
    assert!(reader::part(&bytes, "docProps/core.xml").contains(MARK), "in the title");
    let book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    assert!(book.sheet_names()[0].starts_with("MÔ PHỎNG"), "{:?}", book.sheet_names());

    let mut rows = sheet.register();
    for n in 0..80i64 {
        let line = ["x".into(), date(2026, 8, 3).into(), n.into(), moment().into()];
        rows.row(&line).unwrap();
    }
    let office = Office { above: None, name: "UBND".into(), place: "Bình Mẫu".into() };
    let pdf = rows.pdf(&office, "", date(2026, 8, 4)).unwrap();
    let (Some(text), Some(about)) = (reader::pdf(&pdf), reader::about(&pdf)) else { return };
    let pages = text.matches("Ngày nhận").count();
    assert!(pages > 1 && about.contains(&format!("Pages:           {pages}\n")), "{about}");
    assert_eq!(text.matches(MARK).count(), pages, "{text}");
}
