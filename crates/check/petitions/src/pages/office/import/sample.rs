//! Samples of these pages: an invented register in an old encoding, and its runs.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Chance, Id, Refusal};
use legacy::Encoding;
use sheets::{Book, Limits};
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::ListPage;
use super::each::{Each, shown};
use super::look::LookPage;
use super::run::RunPage;
use crate::import::lines::Told;
use crate::import::report::{Fate, Line, Report, Row, Skip, Why};
use crate::import::store::{Import, Stage};
use crate::import::suggest;
use crate::kind::Kind;
use crate::pages::office::around::Scope;
use crate::petition::State;

const REGISTER: &str = "SỔ TIẾP NHẬN ĐƠN NĂM 2019,,,,,,\n\
    Số thứ tự,Ngày nhận,Người gửi,,Nội dung đơn,Loại đơn,Kết quả\n\
    ,,Họ và tên,Địa chỉ,,,\n\
    1,05/02/2019,Nguyễn Văn Mẫu,Thôn Bến Cồn,Mương thoát nước bị lấp,Kiến nghị,Đã trả lời\n\
    2,ngày 7 tháng 2 năm 2019,Trần Thị Thử,Thôn Gò Dài,Đường vào chợ ngập,Phản ánh,Đang xử lý\n\
    3,11.2.19,Lê Ví Dụ,Thôn Bến Cồn,Về việc đền bù đất,Khiếu nại,Chuyển cấp trên\n";

fn import(stage: Stage, figures: [i64; 4]) -> Import {
    let chance = Chance::seeded(4);
    let made_at = Timestamp::from_second(1_770_860_460).unwrap_or_default();
    let id = Id::new(made_at, &chance);
    Import { id, account: id, unit: "20836".into(), stage, made_at, figures }
}

/// What the dry run said: its sums, and the first of its lines.
fn told() -> (Told, Vec<Line>) {
    let line = |line, fate| Line { line, fate };
    let row = |kind, matter: &str, closed| {
        let received = Date::constant(2019, 2, 5);
        Row { received, kind, matter: matter.into(), closed }
    };
    let bad = |column: &str, why| Fate::Bad { column: column.into(), why };
    let answered = Some((State::Sent, Date::constant(2019, 2, 12)));
    let wrong = [
        line(87, bad("Ngày nhận", Why::Day("31/02/2019".into(), "25/02/2026".into()))),
        line(203, bad("Kết quả", Why::NoClosing)),
    ];
    let mut lines = vec![
        line(4, Fate::New(row(Kind::Feedback, "water", answered))),
        line(5, Fate::Known(row(Kind::Feedback, "roads", None))),
        line(6, Fate::New(row(Kind::Complaint, "compensation", None))),
    ];
    lines.extend(wrong.clone());
    lines.push(line(420, Fate::Skipped(Skip::Total)));
    let (rows, added, known, refused) = (412, 398, 12, 2);
    let report = Report { rows, added, known, refused, skipped: 1, dry_run: true };
    (Told { report, bad: wrong.into() }, lines)
}

fn look(page: &Page) -> Option<Html> {
    let old = Encoding::Tcvn3.write(REGISTER)?;
    let bytes: Vec<u8> = old.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
    let book = Book::open(bytes, &Limits::default()).ok()?;
    let found = suggest::suggest(&book, None, None, Date::constant(2026, 2, 12));
    let table = book.tables.first()?;
    let form = super::form::of(&found.plan, table);
    Some(Html::of(&LookPage {
        page,
        form: &form,
        one: &import(Stage::Found, [0; 4]),
        book: &book,
        table,
        plan: &found.plan,
        letters: &found.letters,
        anew: true,
    }))
}

/// A sample of each page.
pub(in crate::pages::office) fn samples(page: &Page) -> Vec<Sample> {
    let page = page.clone().titled("import-title");
    let scope =
        Scope { unit: "20836".into(), phrase: "xã Thăng Trường".into(), choices: Vec::new() };
    let imports =
        [import(Stage::Done, [412, 398, 12, 2]), import(Stage::Stopped, [120, 118, 0, 2])];
    let mut wrong = FormState::new();
    wrong.refuse(&Refusal::invalid("file", "import-other").with("what", "PDF"));
    let list = |form: &FormState, imports: &[Import]| {
        let page = page.clone().redisplay(form);
        Html::of(&ListPage {
            page: &page,
            form,
            scope: &scope,
            most: 16,
            imports,
            me: import(Stage::Found, [0; 4]).id,
        })
    };
    let (form, (told, lines)) = (FormState::new(), told());
    let run = |stage, figures, ended: bool| {
        let (import, dry) = (import(stage, figures), stage == Stage::Checked);
        let each = ended.then(|| Each {
            lines: lines.iter().map(|line| shown(page.w(), line, dry)).collect(),
            n: 2,
            pages: 5,
        });
        let told = ended.then_some(&told);
        Html::of(&RunPage { page: &page, form: &form, one: &import, told, each })
    };
    let of = |name, html| Sample { name, html };
    vec![
        of("office-import", list(&form, &imports)),
        of("office-import-wrong", list(&wrong, &[])),
        of("office-import-look", look(&page).unwrap_or_default()),
        of("office-import-working", run(Stage::Importing, [10_240, 10_201, 0, 39], false)),
        of("office-import-checked", run(Stage::Checked, [412, 398, 12, 2], true)),
        of("office-import-done", run(Stage::Done, [412, 398, 12, 2], true)),
        of("office-import-broken-off", run(Stage::Failed, [120, 118, 0, 2], false)),
        of("office-import-untried", run(Stage::Unchecked, [120, 118, 0, 2], false)),
    ]
}
