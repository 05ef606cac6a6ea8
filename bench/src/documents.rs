//! Documents: a letter's first and later PDFs, a register to print, a nation's year as XLSX and
//! CSV, with the memory that each takes. Made in this process, through the crate's own door.

use std::io::Write;
use std::time::Instant;

use documents::{Cell, Column, Content, Form, Kind, Letter, Office, Paragraph, Sheet, Signer};
use jiff::civil::date;
use jiff::{Span, Timestamp};

use crate::Done;
use crate::report::Report;

/// Letters made warm.
const LETTERS: u32 = 50;
/// Rows of the printed register.
const PRINTED: u64 = 3_000;

/// Counts bytes and keeps none.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// All figures of documents.
pub fn run(report: &mut Report, rows: u64) -> Done {
    letters(report)?;
    print(report)?;
    let sheet = Sheet::new("Sổ đơn", columns())?;
    let before = peak_from_here()?;
    let began = Instant::now();
    let mut out = sheet.csv(Counter(0))?;
    for n in 0..rows {
        out.row(&row(n))?;
    }
    let csv = out.finish()?;
    let floor = began.elapsed().as_secs_f64();
    report.told(format!("CSV of {rows} rows × 12"), floor, "s");
    report.told("  bytes", csv.0 as f64 / MIB, "MiB");
    let began = Instant::now();
    let mut out = sheet.xlsx(Timestamp::UNIX_EPOCH)?;
    for n in 0..rows {
        out.row(&row(n))?;
    }
    let mut xlsx = Counter(0);
    out.finish(&mut xlsx)?;
    let took = began.elapsed().as_secs_f64();
    report.below(format!("XLSX of {rows} rows × 12"), took, "s", 60.0);
    report.told("  times the CSV", took / floor, "×");
    report.told("  bytes", xlsx.0 as f64 / MIB, "MiB");
    report.below("  memory on top, at most", status("VmHWM")? - before, "MiB", 64.0);
    Ok(())
}

fn letters(report: &mut Report) -> Done {
    let letter = letter();
    let before = status("VmRSS")?;
    let began = Instant::now();
    let pdf = letter.print(None).pdf()?;
    report.below("a letter's PDF, the first", began.elapsed().as_secs_f64() * 1e3, "ms", 500.0);
    report.told("  bytes", pdf.len() as f64 / 1024.0, "KiB");
    report.below("  memory that stays", status("VmRSS")? - before, "MiB", 64.0);
    let began = Instant::now();
    for _ in 0..LETTERS {
        letter.print(None).pdf()?;
    }
    let each = began.elapsed().as_secs_f64() * 1e3 / f64::from(LETTERS);
    report.below("a letter's PDF, later", each, "ms", 100.0);
    report.told(format!("  memory after {LETTERS}"), status("VmRSS")? - before, "MiB");
    let began = Instant::now();
    for _ in 0..LETTERS {
        letter.print(None).docx()?;
    }
    let each = began.elapsed().as_secs_f64() * 1e3 / f64::from(LETTERS);
    report.told("a letter's DOCX", each, "ms");
    Ok(())
}

fn print(report: &mut Report) -> Done {
    let sheet = Sheet::new("Sổ đơn", columns())?;
    let mut rows = sheet.register();
    for n in 0..PRINTED {
        rows.row(&row(n))?;
    }
    let before = peak_from_here()?;
    let began = Instant::now();
    let pdf = rows.pdf(&office(), "Năm 2026", date(2026, 12, 31))?;
    report.told(
        format!("a register's PDF, {PRINTED} rows × 12"),
        began.elapsed().as_secs_f64(),
        "s",
    );
    report.told("  bytes", pdf.len() as f64 / MIB, "MiB");
    report.told("  memory on top, at most", status("VmHWM")? - before, "MiB");
    report.told("  memory that stays", status("VmRSS")? - before, "MiB");
    Ok(())
}

const MIB: f64 = 1024.0 * 1024.0;

/// A line of what the kernel says of this process, in MiB.
fn status(line: &str) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let found = text.lines().find_map(|l| l.strip_prefix(line)?.strip_prefix(':'));
    let kib = found.and_then(|rest| rest.split_whitespace().next()).ok_or("no such line")?;
    Ok(kib.parse::<f64>()? / 1024.0)
}

/// Forgets the highest memory so far; answers what there is now.
fn peak_from_here() -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    status("VmRSS")
}

fn office() -> Office {
    Office {
        above: None, name: "Ủy ban nhân dân\nxã Bình Mẫu".into(), place: "Bình Mẫu".into()
    }
}

fn letter() -> Letter {
    let text = "Ủy ban nhân dân xã đã kiểm tra đoạn đường mà ông phản ánh và giao tổ quản lý sửa \
                trong tháng; kinh phí và kết quả được công khai tại nhà văn hóa thôn.";
    Letter {
        office: office(),
        number: Some(7),
        symbol: "UBND-VP".into(),
        date: date(2026, 8, 3),
        content: Content {
            form: Form::Letter,
            subject: "trả lời kiến nghị".into(),
            to: vec!["ông Nguyễn Văn Mẫu".into()],
            body: vec![Paragraph::Plain(text.into()); 6],
        },
        signer: Signer {
            authority: Some("TM. Ủy ban nhân dân".into()),
            title: "Chủ tịch".into(),
            name: "Trần Thị Thử".into(),
        },
        copies: vec!["Như trên".into(), "Lưu: VT".into()],
        appendices: Vec::new(),
    }
}

/// The legal register's twelve columns.
fn columns() -> Vec<Column> {
    let text = |title: &str, width| Column::new(title, Kind::Text, width);
    vec![
        Column::new("STT", Kind::Number, 8),
        text("Mã đơn", 10),
        Column::new("Ngày nhận", Kind::Date, 11),
        Column::new("Lúc ghi", Kind::Instant, 16),
        text("Người gửi", 22),
        text("Địa chỉ", 26),
        text("Nội dung", 40),
        text("Loại đơn", 12),
        text("Hướng xử lý", 16),
        Column::new("Hạn", Kind::Date, 11),
        Column::new("Số người", Kind::Number, 8),
        text("Kết quả", 16),
    ]
}

fn row(n: u64) -> [Cell<'static>; 12] {
    let number = i64::try_from(n).unwrap_or(i64::MAX);
    let received = date(2026, 1, 1).saturating_add(Span::new().days(number % 365));
    [
        number.into(),
        format!("BM-{n:06}").into(),
        received.into(),
        Timestamp::from_second(1_767_200_400 + number * 60).unwrap_or_default().into(),
        format!("Người gửi Mẫu {n}").into(),
        format!("thôn {}, xã Bình Mẫu", n % 9 + 1).into(),
        format!("Phản ánh số {n}: đường liên thôn xuống cấp, đề nghị xã cho sửa sớm").into(),
        "Phản ánh".into(),
        "Giao chuyên môn".into(),
        received.saturating_add(Span::new().days(15)).into(),
        (number % 4 + 1).into(),
        if n.is_multiple_of(3) { Cell::Empty } else { "Đã trả lời".into() },
    ]
}
