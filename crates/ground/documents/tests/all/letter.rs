//! Letters: every sentence intact in both kinds of file, the decree's order, nothing as markup.

use documents::{Content, DocumentError, Form, Letter, Office, Paragraph, Signer};
use jiff::civil::date;

use crate::reader;

pub fn letter(content: Content) -> Letter {
    Letter {
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
        copies: vec!["Như trên;".into(), "Lưu: VT".into()],
        appendices: Vec::new(),
    }
}

fn saying(sentences: &[&str]) -> Letter {
    letter(Content {
        form: Form::Letter,
        subject: "trả lời kiến nghị".into(),
        to: vec!["ông Nguyễn Văn Mẫu".into()],
        body: sentences.iter().map(|one| Paragraph::Plain((*one).into())).collect(),
    })
}

/// All letters of Vietnamese with all tones, and of languages of other peoples.
const SENTENCES: [&str; 5] = [
    "Đề nghị Ủy ban nhân dân xã sửa đường liên thôn, nước ngập ướt hết sân kho sau mỗi trận mưa.",
    "àáảãạ ăằắẳẵặ âầấẩẫậ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ đ.",
    "ÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ ÈÉẺẼẸ ÊỀẾỂỄỆ ÌÍỈĨỊ ÒÓỎÕỌ ÔỒỐỔỖỘ ƠỜỚỞỠỢ ÙÚỦŨỤ ƯỪỨỬỮỰ ỲÝỶỸỴ Đ.",
    "Ông Y Bhĭn Ƀyă ở buôn Čư M’gar đóng góp 1.250.000 ₫ và 12,5 m² đất; bà H’Nŏn ghi ơn.",
    "Quy hoạch “nông thôn mới” – giai đoạn 2026-2030 – được công khai tại nhà văn hóa…",
];

#[test]
fn every_vietnamese_sentence_comes_out_of_the_pdf_intact_and_composed() {
    let Some(text) = reader::pdf(&saying(&SENTENCES).print(None).pdf().unwrap()) else { return };
    for sentence in SENTENCES {
        let wanted = sentence.trim_end_matches('.');
        assert!(text.contains(wanted), "{wanted}\nis not in\n{text}");
    }
    assert_eq!(kernel::text::nfc(&text), text, "composed");
}

#[test]
fn every_vietnamese_sentence_comes_out_of_the_docx_intact_and_composed() {
    let decomposed: Vec<String> = SENTENCES.iter().map(|one| decompose(one)).collect();
    let decomposed: Vec<&str> = decomposed.iter().map(String::as_str).collect();
    let text = reader::docx(&saying(&decomposed).print(None).docx().unwrap());
    for sentence in SENTENCES {
        assert!(text.contains(sentence.trim_end_matches('.')), "{sentence} is not in {text}");
    }
}

fn decompose(text: &str) -> String {
    let marks =
        [("ề", "e\u{302}\u{300}"), ("ị", "i\u{323}"), ("Ủ", "U\u{309}"), ("ử", "u\u{31b}\u{309}")];
    marks.iter().fold(text.to_owned(), |text, (one, apart)| text.replace(one, apart))
}

#[test]
fn the_elements_stand_as_the_decree_writes_them() {
    let letter = saying(&["Đèn đã được thay."]);
    let docx = reader::docx(&letter.print(None).docx().unwrap());
    let pdf = reader::pdf(&letter.print(None).pdf().unwrap());
    for text in [Some(docx), pdf].into_iter().flatten() {
        for element in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "ỦY BAN NHÂN DÂN",
            "XÃ BÌNH MẪU",
            "Số: 07/UBND-VP",
            "Bình Mẫu, ngày 03 tháng 02 năm 2026",
            "V/v trả lời kiến nghị",
            "Kính gửi: ông Nguyễn Văn Mẫu",
            "Đèn đã được thay./.",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "Trần Thị Thử",
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT.",
        ] {
            assert!(text.contains(element), "{element} is not in {text}");
        }
    }
}

#[test]
fn lines_of_the_head_are_drawn_and_no_words_are_underlined() {
    let xml = reader::part(&saying(&["Đã nhận."]).print(None).docx().unwrap(), "word/document.xml");
    let borders: Vec<&str> = xml.split("<w:pBdr>").skip(1).collect();
    assert_eq!(borders.len(), 2, "below the issuer and below the motto");
    for border in borders {
        let border = border.split_once("</w:pBdr>").unwrap().0;
        assert!(border.contains("<w:top ") && border.matches("<w:").count() == 1, "{border}");
    }
    assert!(!xml.contains("<w:u "));
}

#[test]
fn months_from_march_and_days_from_ten_get_no_nought() {
    let mut letter = saying(&["Đã nhận."]);
    letter.date = date(2026, 11, 25);
    letter.number = Some(125);
    let text = reader::docx(&letter.print(None).docx().unwrap());
    assert!(text.contains("ngày 25 tháng 11 năm 2026") && text.contains("Số: 125/UBND-VP"));
}

#[test]
fn a_draft_leaves_room_for_its_number() {
    let mut letter = saying(&["Dự thảo."]);
    letter.number = None;
    letter.print(None).pdf().unwrap();
    let text = reader::docx(&letter.print(None).docx().unwrap());
    let room = text.split_once("Số:").unwrap().1.split_once("/UBND-VP").unwrap().0;
    assert!(room.chars().count() >= 5 && room.trim().is_empty(), "{room:?}");
}

#[test]
fn a_decision_ends_its_grounds_and_counts_its_articles() {
    let content = Content {
        form: Form::Named("Quyết định".into()),
        subject: "Về việc giải quyết khiếu nại".into(),
        to: Vec::new(),
        body: vec![
            Paragraph::Ground("Căn cứ Luật Khiếu nại.".into()),
            Paragraph::Ground("Theo đề nghị của công chức địa chính;".into()),
            Paragraph::Centred("QUYẾT ĐỊNH:".into()),
            Paragraph::Article("Công nhận nội dung khiếu nại.".into()),
            Paragraph::Item("Thu hồi quyết định cũ.".into()),
            Paragraph::Article("Quyết định có hiệu lực từ ngày ký".into()),
        ],
    };
    let text = reader::docx(&letter(content).print(None).docx().unwrap());
    let order = [
        "QUYẾT ĐỊNH\n",
        "Về việc giải quyết khiếu nại",
        "Căn cứ Luật Khiếu nại;",
        "Theo đề nghị của công chức địa chính.",
        "QUYẾT ĐỊNH:",
        "Điều 1. Công nhận",
        "1. Thu hồi quyết định cũ.",
        "Điều 2. Quyết định có hiệu lực từ ngày ký./.",
    ];
    let mut rest = &text[..];
    for element in order {
        rest = rest.split_once(element).unwrap_or_else(|| panic!("{element} is not in {text}")).1;
    }
    assert!(!text.contains("V/v"));
}

/// What a layout, an office suite or an archive could take for more than words.
const TRAPS: [&str; 6] = [
    "#sys.version #read(\"/etc/passwd\") *đậm* _nghiêng_ $x^2$ `mã` @ref <nhãn> = Đề mục",
    "<w:r><w:t>giả</w:t></w:r> & &amp; ]]> <!-- chú thích --> \"ngoặc\" 'nháy'",
    "\\ #{ [ ] } // chú thích /* chú thích */ https://vi.du ~ -- --- ...",
    "{người gửi} {{ }}",
    "#set page(fill: red) #pagebreak() #include \"layout.typ\"",
    "- gạch + cộng / xiệc: 1. số",
];

#[test]
fn markup_in_a_value_comes_out_as_text() {
    let mut letter = saying(&TRAPS);
    letter.content.subject = TRAPS[1].into();
    letter.content.to = vec![TRAPS[0].into(), TRAPS[4].into()];
    letter.signer.name = TRAPS[2].into();
    letter.copies.push(TRAPS[0].into());
    let docx = reader::docx(&letter.print(None).docx().unwrap());
    let xml = reader::part(&letter.print(None).docx().unwrap(), "word/document.xml");
    assert!(!xml.contains("<w:t>giả") && xml.contains("&lt;w:t&gt;giả"));
    for trap in TRAPS {
        let bare = trap.trim_end_matches('.');
        assert!(docx.contains(bare), "{bare} is not in {docx}");
    }
    let Some(pdf) = reader::pdf(&letter.print(None).pdf().unwrap()) else { return };
    for trap in TRAPS {
        let bare = trap.trim_end_matches('.');
        assert!(pdf.contains(bare), "{bare} is not in {pdf}");
    }
    let about = reader::about(&letter.print(None).pdf().unwrap()).unwrap();
    assert!(about.contains("Pages:           1\n"));
}

#[test]
fn what_deceives_a_reader_or_breaks_a_file_is_taken_out_and_what_no_face_has_is_seen() {
    let letter = saying(&["Tiền\u{202e}nong\u{0}\u{b} 🙏 កម្ពុជា hết"]);
    let text = reader::docx(&letter.print(None).docx().unwrap());
    assert!(text.contains("Tiềnnong 🙏 កម្ពុជា hết"), "{text}");
    let xml = reader::part(&letter.print(None).docx().unwrap(), "word/document.xml");
    assert!(xml.chars().all(|c| !c.is_control() || c == '\n'), "no control character");
    if let Some(text) = reader::pdf(&letter.print(None).pdf().unwrap()) {
        assert!(text.contains("Tiềnnong □ □□□□□□□ hết./."), "{text}");
    }
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let (one, other) = (saying(&SENTENCES), saying(&SENTENCES));
    assert_eq!(one.print(None).pdf().unwrap(), other.print(None).pdf().unwrap());
    assert_eq!(one.print(None).docx().unwrap(), other.print(None).docx().unwrap());
}

#[test]
fn the_pdf_is_a4_tagged_fit_for_an_archive_with_its_face_inside() {
    let pdf = saying(&SENTENCES).print(None).pdf().unwrap();
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("pdfaid:part") && raw.contains("/Lang"), "PDF/A, language said");
    let (Some(about), Some(faces)) = (reader::about(&pdf), reader::faces(&pdf)) else { return };
    assert!(about.contains("595.276 x 841.89 pts (A4)"), "{about}");
    assert!(about.contains("Tagged:          yes"), "{about}");
    let faces: Vec<&str> = faces.lines().skip(2).collect();
    assert!(!faces.is_empty());
    for face in faces {
        assert!(
            face.contains("Tinos") && face.contains("yes yes yes"),
            "{face}: inside, subset, readable"
        );
    }
}

#[test]
fn a_long_letter_numbers_its_pages_from_the_second_and_never_leaves_a_signature_alone() {
    let mut seen = [0, 0];
    for paragraphs in 10..24 {
        let sentences = vec![SENTENCES[0]; paragraphs];
        let pdf = saying(&sentences).print(None).pdf().unwrap();
        let Some(about) = reader::about(&pdf) else { return };
        let Some(text) = reader::pdf(&pdf) else { return };
        if about.contains("Pages:           1\n") {
            seen[0] += 1;
            continue;
        }
        seen[1] += 1;
        let last = text.rsplit_once(" 2 ").expect("the second page has its number").1;
        let sign = last.split_once("Nơi nhận:").or(last.split_once("TM. ỦY BAN")).unwrap().0;
        assert!(sign.contains("mỗi trận mưa"), "{paragraphs} paragraphs: {last}");
    }
    assert!(seen[0] > 0 && seen[1] > 3, "letters of one page and of two: {seen:?}");
}

#[test]
fn a_part_that_the_law_asks_for_is_refused_by_name_with_its_ground() {
    type Mend = fn(&mut Letter);
    let cases: [(&str, Mend); 6] = [
        ("issuer", |l| l.office.name = " ".into()),
        ("place", |l| l.office.place.clear()),
        ("symbol", |l| l.symbol.clear()),
        ("subject", |l| l.content.subject.clear()),
        ("body", |l| l.content.body.clear()),
        ("name", |l| l.signer.name = "\t".into()),
    ];
    for (wanted, mend) in cases {
        let mut letter = saying(&["Đã nhận."]);
        mend(&mut letter);
        let print = letter.print(None);
        for error in [print.pdf().unwrap_err(), print.docx().unwrap_err()] {
            let DocumentError::Empty { part } = &error else { panic!("{error}") };
            assert_eq!(*part, wanted);
            let refusal = error.refusal().unwrap();
            assert_eq!(refusal.code, "document-part-empty");
            assert_eq!(refusal.article.as_deref(), Some("Nghị định 30/2020/NĐ-CP"));
        }
    }
}

#[test]
fn the_mark_of_a_demonstration_stands_on_every_page_of_both_kinds_of_file() {
    const MARK: &str = "MÔ PHỎNG / SIMULATED";
    let letter = saying(&vec![SENTENCES[0]; 40]);
    let docx = letter.print(Some(MARK)).docx().unwrap();
    for header in ["word/header1.xml", "word/header2.xml"] {
        assert!(reader::part(&docx, header).contains(MARK), "{header}");
    }
    let real = letter.print(None).docx().unwrap();
    assert!(!reader::part(&real, "word/header1.xml").contains(MARK));
    assert_eq!(reader::docx(&docx), reader::docx(&real), "the words are the same");
    let pdf = letter.print(Some(MARK)).pdf().unwrap();
    let Some(text) = reader::pdf(&pdf) else { return };
    let about = reader::about(&pdf).unwrap();
    let pages = text.matches(MARK).count();
    assert!(pages > 1 && about.contains(&format!("Pages:           {pages}\n")), "{about}");
    assert!(about.contains("Tagged:          yes"), "{about}");
    let real = reader::pdf(&letter.print(None).pdf().unwrap()).unwrap();
    assert!(!real.contains(MARK));
}
