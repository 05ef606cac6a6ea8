//! Makes a letter, a refusal and a page of a register of plainly fictitious people, into a folder:
//! `cargo run -p documents --example letter -- FOLDER` (by default the system's temporary folder).

use std::path::PathBuf;

use documents::{
    Cell, Column, Content, Fields, Form, Kind, Letter, Office, Paragraph, Reply, Sheet, Signer,
};
use jiff::civil::date;

type Done = Result<(), Box<dyn std::error::Error>>;

fn office() -> Office {
    Office {
        above: None, name: "Ủy ban nhân dân\nxã Bình Mẫu".into(), place: "Bình Mẫu".into()
    }
}

fn letter(number: u32, symbol: &str, content: Content) -> Letter {
    Letter {
        office: office(),
        number: Some(number),
        symbol: symbol.into(),
        date: date(2026, 8, 3),
        content,
        signer: Signer {
            authority: Some("KT. Chủ tịch".into()),
            title: "Phó Chủ tịch".into(),
            name: "Trần Thị Thử".into(),
        },
        copies: vec![
            "Như trên".into(),
            "Chủ tịch UBND xã (để báo cáo)".into(),
            "Lưu: VT, VP".into(),
        ],
        appendices: Vec::new(),
    }
}

fn answer() -> Letter {
    let body = [
        "Ngày 27/7/2026, Ủy ban nhân dân xã Bình Mẫu nhận được kiến nghị, phản ánh của ông Nguyễn \
         Văn Mẫu, mã đơn BM-7K4, về việc đèn đường trước nhà văn hóa thôn 3 hỏng từ đầu tháng 7.",
        "Sau khi kiểm tra thực tế ngày 29/7/2026, Ủy ban nhân dân xã trả lời như sau:",
    ];
    let items = [
        "Kiến nghị của ông là đúng. Bốn bóng đèn trên đoạn đường dài 320 m đã hỏng; nguyên nhân là \
         tủ điều khiển bị nước mưa làm chập.",
        "Xã đã giao tổ quản lý điện thay cả bốn bóng và tủ điều khiển, hoàn thành ngày 01/8/2026. \
         Kinh phí 6.450.000 đồng từ nguồn chi thường xuyên, công khai tại nhà văn hóa thôn.",
        "Từ tháng 8, đèn đường được kiểm tra vào ngày 05 hằng tháng; người dân báo hỏng tại bộ \
         phận tiếp công dân hoặc qua trang của xã.",
    ];
    let mut body: Vec<Paragraph> = body.iter().map(|p| Paragraph::Plain((*p).into())).collect();
    body.extend(items.iter().map(|p| Paragraph::Item((*p).into())));
    body.push(Paragraph::Plain("Trân trọng cảm ơn ông đã gửi ý kiến.".into()));
    let content = Content {
        form: Form::Letter,
        subject: "trả lời kiến nghị về đèn đường thôn 3".into(),
        to: vec!["ông Nguyễn Văn Mẫu, thôn 3, xã Bình Mẫu".into()],
        body,
    };
    letter(7, "UBND-VP", content)
}

fn refusal() -> Result<Letter, documents::DocumentError> {
    let fields = Fields::from([
        ("cơ quan", "Ủy ban nhân dân xã Bình Mẫu".to_owned()),
        ("người gửi", "bà Lê Thị Ví Dụ".to_owned()),
        ("địa chỉ", "thôn 5, xã Bình Mẫu".to_owned()),
        ("mã đơn", "BM-2Q9".to_owned()),
        ("loại đơn", "đơn khiếu nại".to_owned()),
        ("ngày nhận", "28/7/2026".to_owned()),
        ("nội dung", "đề nghị xem xét lại quyết định giải quyết khiếu nại lần hai".to_owned()),
        ("lý do", "việc khiếu nại đã có quyết định giải quyết khiếu nại lần hai".to_owned()),
        ("căn cứ", "Điều 11 Luật Khiếu nại".to_owned()),
        ("việc tiếp theo", "khởi kiện vụ án hành chính tại tòa án có thẩm quyền".to_owned()),
        ("điện thoại", "0900 000 000".to_owned()),
    ]);
    Ok(letter(12, "TB-UBND", Reply::Refused.template()?.fill(&fields)?))
}

fn register() -> Result<Vec<u8>, documents::DocumentError> {
    let sheet = Sheet::new(
        "Sổ tiếp nhận và xử lý đơn",
        vec![
            Column::new("STT", Kind::Number, 5),
            Column::new("Mã đơn", Kind::Text, 9),
            Column::new("Ngày nhận", Kind::Date, 11),
            Column::new("Người gửi, địa chỉ", Kind::Text, 26),
            Column::new("Nội dung", Kind::Text, 40),
            Column::new("Loại đơn", Kind::Text, 12),
            Column::new("Hướng xử lý", Kind::Text, 18),
            Column::new("Hạn", Kind::Date, 11),
            Column::new("Kết quả", Kind::Text, 20),
        ],
    )?;
    let mut rows = sheet.register();
    for n in 1..=60i64 {
        let received = date(2026, 7, 1).saturating_add(jiff::Span::new().days(n / 2));
        rows.row(&[
            n.into(),
            format!("BM-{n:03}").into(),
            received.into(),
            format!("Người gửi Mẫu {n}, thôn {}, xã Bình Mẫu", n % 7 + 1).into(),
            "Phản ánh đường liên thôn xuống cấp, mưa ngập, đề nghị xã cho sửa sớm".into(),
            "Phản ánh".into(),
            "Giao công chức địa chính – xây dựng".into(),
            received.saturating_add(jiff::Span::new().days(15)).into(),
            if n % 4 == 0 { Cell::Empty } else { "Đã trả lời".into() },
        ])?;
    }
    rows.pdf(&office(), "Từ ngày 01/7/2026 đến ngày 31/7/2026", date(2026, 8, 3))
}

fn main() -> Done {
    let folder = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let (answer, refusal) = (answer(), refusal()?);
    let files = [
        ("answer.pdf", answer.print(None).pdf()?),
        ("answer.docx", answer.print(None).docx()?),
        ("refusal.pdf", refusal.print(None).pdf()?),
        ("refusal.docx", refusal.print(None).docx()?),
        ("register.pdf", register()?),
    ];
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::write(&path, &bytes)?;
        println!("{}: {} bytes", path.display(), bytes.len());
    }
    Ok(())
}
