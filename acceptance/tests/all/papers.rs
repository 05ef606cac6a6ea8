//! Papers on a case: filled from it, edited, issued with the next number of a series without gaps,
//! taken along as PDF and DOCX; and what goes wrong.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use acceptance::{Browser, House, Page};
use accounts::Post;
use documents::Reply;
use kernel::Actor;
use petitions::desk::{self, NewPaper, Person};
use petitions::kind::Kind;
use testkit::engines;

use super::{letters, steps};

const NAME: &str = "Nguyễn <b>Văn</b> Mẫu";

/// A complaint of a person with a name that would be markup.
async fn complaint(house: &House, n: usize) -> String {
    let mut filing = letters::filing(n);
    filing.kind = Kind::Complaint;
    filing.person =
        Person { name: NAME.into(), address: "Thôn Một".into(), ..Person::default() };
    let filed = desk::file(house.store(), &Actor::Resident, filing, None).await;
    filed.expect("it is filed").petition.received.code
}

pub async fn accepted(house: &House, chair: &mut Browser, n: usize) -> String {
    let code = complaint(house, n).await;
    let kind = [("kind", "complaint"), ("matter", "water")];
    steps::step(chair, &code, "classify", &kind).await;
    steps::step(chair, &code, "accept", &[]).await;
    code
}

fn path(code: &str, which: &str) -> String {
    format!("/can-bo/don/{code}/van-ban/{which}")
}

/// Everything that the draft's form would send, with some fields changed.
pub fn draft(page: &Page, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = page.body.rsplit("<form ").find(|form| form.contains("name=\"seen\""));
    let form = form.unwrap_or_else(|| panic!("no draft in {}", page.body));
    let form = form.split("</form>").next().unwrap_or_default();
    let mut fields = Vec::new();
    for input in form.split("<input ").skip(1) {
        let part = |name: &str| input.split(&format!(" {name}=\"")).nth(1)?.split('"').next();
        let name = input.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        fields
            .push((name.unwrap_or_default().to_owned(), plain(part("value").unwrap_or_default())));
    }
    for area in form.split("<textarea ").skip(1) {
        let name = area.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        let words = area.split_once('>').map_or("", |(_, rest)| rest);
        let words = words.split("</textarea>").next().unwrap_or_default();
        fields.push((name.unwrap_or_default().to_owned(), plain(words.trim_start_matches('\n'))));
    }
    fields.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    fields.extend(changes.iter().map(|(name, value)| ((*name).into(), (*value).into())));
    fields
}

fn plain(text: &str) -> String {
    let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&#38;", "&").replace("&amp;", "&")
}

/// Opens a draft by the button of the case.
async fn open(officer: &mut Browser, code: &str, reply: &str) -> Page {
    let case = officer.get(&format!("/can-bo/don/{code}")).await;
    let fields = case.form(&path(code, reply), &[]);
    officer.post(&path(code, reply), &fields).await
}

pub async fn issue(officer: &mut Browser, code: &str, reply: &str) -> Page {
    let shown = open(officer, code, reply).await;
    shown.says(200, "class=\"sheet letter paper\"");
    let fields = draft(&shown, &[("then", "issue")]);
    officer.post(&path(code, reply), &fields).await
}

pub async fn taken(officer: &mut Browser, code: &str, kind: &str) -> Page {
    let at = path(code, "1");
    let page = officer.get(&at).await;
    let to = format!("{at}/{kind}");
    let fields = page.form(&to, &[]);
    officer.post(&to, &fields).await
}

/// The words of a PDF; nothing where poppler is not.
pub fn read_pdf(bytes: &[u8]) -> Option<String> {
    let child = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        assert!(std::env::var_os("CI").is_none(), "poppler-utils must be there on CI");
        return None;
    };
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// One part of a DOCX or XLSX.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_filled_from_the_case_edited_issued_and_taken_along() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, 1).await;
        let shown = open(&mut chair, &code, "accepted").await;
        shown.says(200, "Kính gửi: ông/bà Nguyễn &#60;b&#62;Văn&#60;/b&#62; Mẫu");
        shown.says(200, "Điều 27 Luật Khiếu nại").never(&["<b>Văn</b>"]);
        // Looked at again with other words, then issued with them and the office's first number.
        let words = "Thông báo đã sửa.\n+ Một\n+ Hai <script>";
        let fields = draft(&shown, &[("then", "look"), ("body", words)]);
        let again = chair.post(&path(&code, "accepted"), &fields).await;
        again.says(200, "2. Hai &#60;script&#62;").never(&["<script>Hai"]);
        let fields = draft(&again, &[("then", "issue"), ("first", "12")]);
        let done = chair.post(&path(&code, "accepted"), &fields).await;
        done.goes(&format!("{}?xong=1", path(&code, "1")));
        chair.get(&done.location).await.says(200, "Văn bản số 12/TB-UBND");
        let pdf = taken(&mut chair, &code, "pdf").await;
        assert_eq!(pdf.status, 200, "{}", pdf.body);
        assert!(pdf.answer.body.starts_with(b"%PDF-"), "a PDF");
        let name = format!("attachment; filename=\"{code}-12-TB-UBND.pdf\"");
        assert_eq!(pdf.header("content-disposition"), Some(name.as_str()));
        let same = taken(&mut chair, &code, "pdf").await;
        assert!(same.answer.body == pdf.answer.body, "the same fact gives the same bytes");
        if let Ok(folder) = std::env::var("PICTURES") {
            std::fs::write(format!("{folder}/accepted.pdf"), &pdf.answer.body).unwrap();
        }
        if let Some(text) = read_pdf(&pdf.answer.body) {
            let mark = "MÔ PHỎNG / SIMULATED";
            for words in ["12/TB-UBND", NAME, "Thông báo đã sửa", "2. Hai <script>./.", mark]
            {
                assert!(text.contains(words), "{words}: {text}");
            }
        }
        let docx = taken(&mut chair, &code, "docx").await;
        let document = part(&docx.answer.body, "word/document.xml");
        assert!(document.contains("Hai &lt;script&gt;"), "{document}");
        let header = part(&docx.answer.body, "word/header2.xml");
        assert!(header.contains("MÔ PHỎNG / SIMULATED"), "{header}");
        // The journal knows number and symbol, and no name; each reading was logged.
        let named = "SELECT COUNT(*) FROM journal WHERE body LIKE '%Mẫu%' AND stream LIKE '%/%'";
        assert_eq!(house.number(named).await, 0);
        let read = "SELECT COUNT(*) FROM access_log WHERE part = 'paper'";
        assert_eq!(house.number(read).await, 3);
        let (_, mut jurist) = house.officer("Phạm Giả Định", "gia.dinh", Post::Jurist).await;
        jurist.get(&path(&code, "1")).await.says(200, "12/TB-UBND").never(&["/pdf\""]);
        let fields = jurist.get("/can-bo/hom-nay").await.hidden("_seal");
        let to = format!("{}/pdf", path(&code, "1"));
        let refused = jurist.post(&to, &[("_seal".into(), fields)]).await;
        assert_eq!(refused.status, 403);
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_at_once_get_numbers_one_after_the_other_and_a_restart_goes_on() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut codes = Vec::new();
        for n in 0..8 {
            codes.push(accepted(&house, &mut chair, n).await);
        }
        issue(&mut chair, &codes[0], "accepted").await;
        // Seven at one moment, each on a case of its own, as seven officers would.
        let mut at_once = tokio::task::JoinSet::new();
        for code in &codes[1..] {
            let read = steps::read(&house, code).await;
            let (app, seen) = (house.app.clone(), read.petition.version);
            let new = paper(Reply::Accepted);
            at_once.spawn(async move {
                let actor = Actor::System("acceptance");
                let done = desk::issue(&app.store, &actor, read, seen, &new).await;
                done.expect("it is issued").papers[0].number
            });
        }
        let mut numbers = at_once.join_all().await;
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3, 4, 5, 6, 7, 8]);
        // A form that was opened before somebody else went on is shown again, and takes no number.
        let stale = steps::read(&house, &codes[0]).await;
        let seen = stale.petition.version - 1;
        let actor = Actor::System("acceptance");
        let late = desk::issue(house.store(), &actor, stale, seen, &paper(Reply::Accepted)).await;
        let refusal = late.expect_err("it is refused");
        assert_eq!(refusal.refusal().map(|r| r.code), Some("somebody-was-first"));
        let place = house.end().await;
        let house = House::empty(place).await;
        let read = steps::read(&house, &codes[0]).await;
        let seen = read.petition.version;
        let new = paper(Reply::Refused);
        let next = desk::issue(house.store(), &actor, read, seen, &new).await.expect("issued");
        let last = next.papers.last().expect("a paper");
        assert_eq!(last.title(), "09/TB-UBND", "refusals and acceptances share a symbol");
        // Another symbol and another year are series of their own.
        let read = steps::read(&house, &codes[0]).await;
        let seen = read.petition.version;
        let new = paper(Reply::Decision);
        let other = desk::issue(house.store(), &actor, read, seen, &new).await.expect("issued");
        assert_eq!(other.papers.last().map(|p| p.title()).as_deref(), Some("01/QĐ-UBND"));
        house.day(jiff::civil::date(2027, 1, 4));
        let read = steps::read(&house, &codes[1]).await;
        let seen = read.petition.version;
        let new = paper(Reply::Accepted);
        let year = desk::issue(house.store(), &actor, read, seen, &new).await.expect("issued");
        assert_eq!(year.papers.last().map(|p| p.number), Some(1));
        house.end().await;
    }
}

fn paper(reply: Reply) -> NewPaper {
    let paper = petitions::papers::Paper {
        office: documents::Office {
            above: None,
            name: "Ủy ban nhân dân\nxã Bình Mẫu".into(),
            place: "Bình Mẫu".into(),
        },
        content: documents::Content {
            form: documents::Form::Named("Thông báo".into()),
            subject: "Về việc thử".into(),
            to: vec!["ông/bà Nguyễn Văn Mẫu".into()],
            body: documents::Paragraph::read("Đoạn một.\n+ Đoạn hai."),
        },
        signer: documents::Signer {
            authority: None,
            title: "Chủ tịch".into(),
            name: "Lê Ví Dụ".into(),
        },
        copies: vec!["Như trên".into()],
    };
    NewPaper { reply, paper, first: 1 }
}

#[tokio::test]
async fn a_missing_field_is_asked_for_by_name_and_takes_no_number() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let receipt = steps::feedback(&mut house.visitor(), "Mương thoát nước bị lấp.").await;
        let code = steps::code(&receipt);
        let asked = open(&mut chair, &code, "receipt").await;
        asked.says(200, "Người gửi").never(&["class=\"sheet letter paper\""]);
        let to = path(&code, "receipt");
        let fields = asked.form(&to, &[("then", "fill"), ("f-nguoi-gui", "")]);
        let refused = chair.post(&to, &fields).await;
        refused.says(422, "Mẫu “Giấy tiếp nhận” thiếu “Người gửi”");
        let fields = asked.form(&to, &[("then", "fill"), ("f-nguoi-gui", "một người dân")]);
        let shown = chair.post(&to, &fields).await;
        shown.says(200, "phản ánh, kiến nghị của một người dân");
        // What the law asks of every paper cannot be taken out; what was typed stays.
        let fields =
            draft(&shown, &[("then", "issue"), ("signer", ""), ("subject", "Tiếp nhận lại")]);
        let lacking = chair.post(&to, &fields).await;
        lacking.says(422, "Điền mục này").says(422, "Tiếp nhận lại");
        let taken = "SELECT COUNT(*) FROM journal WHERE kind = 'number.taken'";
        assert_eq!(house.number(taken).await, 0);
        // Nothing has happened that a decision could tell.
        let seal = asked.hidden("_seal");
        let early = chair.post(&path(&code, "decision"), &[("_seal".into(), seal)]).await;
        early.says(409, "Chưa có việc gì để lập văn bản này");
        house.end().await;
    }
}
