//! Real files of each kind, and files that lie, burst or reach too far. `made/so-cu.xls` was made
//! by `made/make-xls.py`; `made/far-apart.xls` by the same library, with "a" in A1 and "b" in
//! IV65536.

use std::io::Write as _;

use legacy::Encoding;
use rust_xlsxwriter::{Format as Look, Workbook, XlsxError};
use sheets::{Book, Fault, Foreign, Format, Head, Limits};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn open(bytes: Vec<u8>) -> Result<Book, Fault> {
    Book::open(bytes, &Limits::default())
}

fn lines(book: &Book, table: usize) -> Vec<String> {
    let encoding = book.detect().encoding;
    let rows = book.tables[table].rows(encoding).flatten();
    rows.map(|(line, cells)| format!("{line}: {}", cells.join("|"))).collect()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let text = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{space}\"><w:body>{body}</w:body>\
         </w:document>"
    );
    archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", text.as_bytes())])
}

fn cell(text: &str, more: &str, font: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:rPr><w:rFonts w:ascii=\"{font}\"/></w:rPr>\
         <w:t>{text}</w:t></w:r></w:p></w:tc>"
    )
}

#[test]
fn an_old_workbook_in_an_old_font() {
    let book = open(include_bytes!("made/so-cu.xls").to_vec()).unwrap();
    assert_eq!((book.format, book.font), (Format::Xls, Some(Encoding::Tcvn3)));
    assert_eq!(book.detect().encoding, Encoding::Tcvn3);
    assert_eq!(
        lines(&book, 1),
        [
            "3: STT|Ngày nhận|Họ và tên|Nội dung đơn",
            "4: 1|2004-02-05|Nguyễn Văn Mẫu|Mương thoát nước bị lấp",
            "5: 2|2004-02-06|Trần Thị Thử|Đường vào chợ ngập",
            "6: Cộng: 2 đơn",
        ]
    );
}

fn workbook() -> Result<Vec<u8>, XlsxError> {
    let (old, large) =
        (Look::new().set_font_name(".VnTime"), Look::new().set_font_name(".VnTimeH"));
    let day = Look::new().set_num_format("dd/mm/yyyy");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "sæ tiÕp nhËn ®¬n", &large)?;
    for (column, name) in ["STT", "Ngµy nhËn", "Hä tªn", "Néi dung"].into_iter().enumerate() {
        sheet.write_with_format(1, column as u16, name, &old)?;
    }
    sheet.write(2, 0, 1)?;
    sheet.write_with_format(2, 1, 45_327, &day)?;
    sheet.write_with_format(2, 2, "nguyÔn v¨n mÉu", &large)?;
    sheet.write_with_format(2, 3, "§\u{AD}êng & cèng", &old)?;
    sheet.write(3, 3, "Chữ Unicode gõ sau này")?;
    book.save_to_buffer()
}

#[test]
fn a_workbook_says_its_fonts_and_days() {
    let book = open(workbook().unwrap()).unwrap();
    assert_eq!((book.format, book.font), (Format::Xlsx, Some(Encoding::Tcvn3)));
    assert_eq!(
        lines(&book, 0),
        [
            "1: SỔ TIẾP NHẬN ĐƠN",
            "2: STT|Ngày nhận|Họ tên|Nội dung",
            "3: 1|2024-02-05|NGUYỄN VĂN MẪU|Đường & cống",
            "4: |||Chữ Unicode gõ sau này",
        ]
    );
    let changed = book.changed(Encoding::Tcvn3, 2);
    assert_eq!(changed[1], ("Ngµy nhËn".into(), "Ngày nhận".into()));
}

#[test]
fn tables_of_a_document() {
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let plain = |text: &str| cell(text, "", "VNI-Times");
    let body = [
        "<w:p><w:r><w:t>UBND XAÕ</w:t></w:r></w:p><w:tbl>".to_owned(),
        row(&[
            plain("STT"),
            cell("Ngöôøi göûi", "<w:gridSpan w:val=\"2\"/>", "VNI-Times"),
            plain("Ngaøy nhaän"),
            plain("Noäi dung ñôn"),
        ]),
        row(&[plain(""), plain("Hoï teân"), plain("Ñòa chæ"), plain(""), plain("")]),
        row(&[
            plain("1"),
            plain("Nguyeãn Vaên Maãu"),
            plain("thoân Moät"),
            plain("5/2/2004"),
            plain("Ñöôøng & coáng ngaäp"),
        ]),
        "</w:tbl>".to_owned(),
    ];
    let book = open(document(&body.concat())).unwrap();
    assert_eq!((book.format, book.font), (Format::Docx, Some(Encoding::Vni)));
    assert_eq!(lines(&book, 0)[2], "3: 1|Nguyễn Văn Mẫu|thôn Một|5/2/2004|Đường & cống ngập");
    let known = |name: &str| ["stt", "ngay nhan", "ho ten"].contains(&&*kernel::text::fold(name));
    let head = Head::find(book.tables[0].rows(Encoding::Vni), known).unwrap();
    assert_eq!(head.names[1..3], ["Người gửi – Họ tên", "Người gửi – Địa chỉ"]);
    assert_eq!(open(document("<w:p/>")).unwrap_err(), Fault::Empty);
}

#[test]
fn text_in_any_encoding_and_with_any_sign() {
    let text = "STT;Ngày nhận;Nội dung\n1;05/02/2024;\"Đường ngập, cống tắc;\nhai dòng\"\n";
    for encoding in [Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii, Encoding::Windows1258] {
        let stored = encoding.write(text).unwrap();
        let bytes = stored.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let book = open(bytes).unwrap();
        assert_eq!(book.detect().encoding, encoding);
        assert_eq!(lines(&book, 0)[1], "2: 1|05/02/2024|Đường ngập, cống tắc;\nhai dòng");
    }
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(lines(&open(wide).unwrap(), 0)[0], "1: STT|Ngày nhận|Nội dung");
}

/// No row is lost and every line is told as an editor counts it, whatever ends the lines.
#[test]
fn lines_are_counted_whatever_ends_them() {
    let text = "STT,Nội dung\n\n1,\"hai\ndòng\"\n2,b\n\n\n3,c\n";
    for end in ["\n", "\r\n", "\r"] {
        let book = open(text.replace('\n', end).into_bytes()).unwrap();
        let all = ["1: STT|Nội dung", "3: 1|hai\ndòng", "5: 2|b", "8: 3|c"];
        assert_eq!(lines(&book, 0), all, "{end:?}");
    }
}

#[test]
fn what_is_no_table_is_told_by_its_content() {
    let html = b"\n<html><table><tr><td>1</td></tr></table></html>".to_vec();
    for (bytes, fault) in [
        (b"%PDF-1.7".to_vec(), Fault::Other(Foreign::Named("PDF"))),
        (b"\x89PNG\r\n\x1a\n".to_vec(), Fault::Other(Foreign::Picture)),
        (html, Fault::Other(Foreign::WebPage)),
        (b"a,b\0c".to_vec(), Fault::Other(Foreign::Unknown)),
        (Vec::new(), Fault::Empty),
        (b" \n\n".to_vec(), Fault::Empty),
        (archive(&[("a.txt", b"a")]), Fault::Other(Foreign::Archive)),
        (archive(&[("content.xml", b"a")]), Fault::Other(Foreign::Named("OpenDocument"))),
        (archive(&[("xl/workbook.bin", b"a")]), Fault::Other(Foreign::Named("XLSB"))),
    ] {
        assert_eq!(open(bytes).unwrap_err(), fault);
    }
    let whole = workbook().unwrap();
    for cut in [4, 100, whole.len() / 2, whole.len() - 1] {
        let fault = open(whole[..cut].to_vec()).unwrap_err();
        assert_eq!(fault.code(), "broken", "{cut}: {fault}");
    }
    let old = include_bytes!("made/so-cu.xls");
    for cut in [8, 512, 2_000] {
        assert_eq!(open(old[..cut].to_vec()).unwrap_err().code(), "broken");
    }
}

fn sheet(cells: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let link = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship \
             Id=\"r1\" Type=\"{links}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets>\
         <sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let body = format!("<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>");
    archive(&[
        ("_rels/.rels", link("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", link("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", body.as_bytes()),
    ])
}

#[test]
fn a_file_that_bursts_or_reaches_too_far_is_refused_before_it_fills_the_memory() {
    let beyond = |bytes: Vec<u8>| match open(bytes).unwrap_err() {
        Fault::Beyond { what, .. } => what,
        other => panic!("{other:?}"),
    };
    let zeros = vec![b' '; 64 << 20];
    assert_eq!(beyond(archive(&[("word/document.xml", &zeros)])), "ratio");
    let many: Vec<String> = (0..5_000).map(|n| format!("xl/{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"a"[..])).collect();
    assert_eq!(beyond(archive(&many)), "parts");
    let one =
        |at: &str, row: u32| format!("<row r=\"{row}\"><c r=\"{at}{row}\"><v>1</v></c></row>");
    // Two far corners: a rectangle of 17 billion cells.
    let far = sheet(&format!("{}{}", one("A", 1), one("XFD", 1_048_576)));
    assert_eq!(beyond(far), "columns");
    let tall = open(sheet(&format!("{}{}", one("A", 1), one("B", 1_048_576)))).unwrap();
    assert_eq!(tall.tables[0].rows(Encoding::Unicode).count(), 2, "empty rows take no room");
    assert_eq!(beyond(include_bytes!("made/far-apart.xls").to_vec()), "cells");
    let span = cell("a", "<w:gridSpan w:val=\"1000000\"/>", "x");
    assert_eq!(beyond(document(&format!("<w:tbl><w:tr>{span}</w:tr></w:tbl>"))), "columns");
    let few = Limits { rows: 2, ..Limits::default() };
    let rows: String = (1..=3).map(|row| one("A", row)).collect();
    assert!(matches!(Book::open(sheet(&rows), &few), Err(Fault::Beyond { what: "rows", most: 2 })));
    let entities = "<!DOCTYPE a [<!ENTITY x \"y\">]>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(open(document(entities)).unwrap_err().code(), "broken");
    let deep =
        format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(40), "</w:tc></w:tr></w:tbl>".repeat(40));
    assert_eq!(open(document(&deep)).unwrap_err().code(), "broken");
}
