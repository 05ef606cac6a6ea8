//! Reports that are frozen, through HTTP: kept as they were with their sentences, opened, printed;
//! what is corrected later shows beside them, matter by matter, with the fact that did it.

use acceptance::house::UNIT;
use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use serde_json::json;
use testkit::engines;

use super::steps;

const FREEZE: &str = "/can-bo/bao-cao/chot";
const LIST: &str = "/can-bo/bao-cao/da-chot";
const ASKED: &str = "form=don-thu&year=2026&compare=1";

/// Freezes the report of letters of 2026 as the chair does; its key.
pub async fn freeze(house: &House) -> String {
    let mut chair = house.chair().await;
    let page = chair.get(&format!("{FREEZE}?{ASKED}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    key(&chair.send_form(&page, FREEZE, &typed(&page)).await)
}

fn key(done: &acceptance::Page) -> String {
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The sentences that the form offers, as they are.
fn typed(page: &acceptance::Page) -> Vec<(&str, &str)> {
    const NAMES: [&str; 4] = ["text0", "text1", "text2", "text3"];
    let text = |name: &'static str| {
        let (_, rest) = page.body.split_once(&format!("name=\"{name}\""))?;
        let (_, rest) = rest.split_once('>')?;
        Some((name, rest.split("</textarea>").next().unwrap_or_default().trim()))
    };
    NAMES.into_iter().filter_map(text).collect()
}

/// Files a letter through the API of an office; its code.
async fn file(house: &House, kind: &str, text: &str) -> String {
    let token = house.token().await;
    let body = json!({ "kind": kind, "unit": UNIT, "text": text });
    let filed = house.visitor().post_json("/api/v1/petitions", Some(&token), &[], &body).await;
    assert_eq!(filed.status, 201, "{}", filed.body);
    filed.json()["code"].as_str().expect("a code").to_owned()
}

async fn files(officer: &mut Browser, one: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for kind in ["pdf", "docx", "xlsx", "csv", "json"] {
        let file = officer.get(&format!("{one}/tep/{kind}")).await;
        assert_eq!(file.status, 200, "{kind}: {}", file.body);
        assert!(!file.answer.body.is_empty(), "{kind}");
        all.push(file.answer.body);
    }
    all
}

#[tokio::test]
async fn a_frozen_report_stays_and_a_later_correction_shows_beside_it() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let first = file(&house, "feedback", "Đèn ngõ 2 tắt.").await;
        file(&house, "feedback", "Đèn ngõ 3 tắt.").await;
        let mut chair = house.chair().await;
        chair.get(LIST).await.says(200, "Đơn vị này chưa chốt báo cáo nào.");
        let report = chair.get(&format!("/can-bo/bao-cao?{ASKED}")).await;
        report.says(200, "/can-bo/bao-cao/chot?");
        let page = chair.get(&format!("{FREEZE}?{ASKED}")).await;
        let done = chair.send_form(&page, FREEZE, &typed(&page)).await;
        let again = chair.send_form(&page, FREEZE, &typed(&page)).await;
        assert_eq!(key(&again), key(&done), "the same form is one report");
        assert_eq!(house.number("SELECT COUNT(*) FROM reports_frozen").await, 1);
        let one = format!("{LIST}/{}", key(&done));
        chair.get(LIST).await.says(200, &one).says(200, "năm 2026");
        let shown = chair.get(&one).await;
        shown.says(200, "Số liệu đến nay vẫn như lúc chốt.").never(&["không có trong số liệu"]);
        let before = files(&mut chair, &one).await;
        // The next day one letter is found to be a complaint.
        house.day(date(2026, 3, 17));
        let mut chair = house.chair().await;
        steps::step(&mut chair, &first, "classify", &[("kind", "complaint"), ("matter", "land")])
            .await;
        assert!(files(&mut chair, &one).await == before, "the same question, the same bytes");
        let shown = chair.get(&one).await;
        shown.says(200, "Thay đổi từ khi chốt").says(200, "viec?line=all&#38;column=feedback");
        let cell = chair.get(&format!("{one}/viec?line=all&column=feedback&moved=1")).await;
        cell.says(200, &first).says(200, "phân loại lại, 17/03/2026");
        let whole = chair.get(&format!("{one}/viec?line=all&column=feedback")).await;
        assert_eq!(whole.body.matches("<tr><td><time").count(), 2, "{}", whole.body);
        let letters = chair.get(&format!("{one}/viec?line=all&column=letters&moved=1")).await;
        letters.says(200, &first);
        chair.get(&format!("{one}/viec?line=all&column=none")).await.says(404, "");
        house.store().verify().await.expect("the journal and its views agree");
        house.store().rebuild().await.expect("views are made anew");
        assert_eq!(house.number("SELECT COUNT(*) FROM reports_frozen").await, 1);
        house.end().await;
    }
}

#[tokio::test]
async fn an_edit_that_contradicts_the_figures_is_kept_and_marked() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        file(&house, "feedback", "Đèn ngõ 2 tắt.").await;
        let mut chair = house.chair().await;
        let page = chair.get(&format!("{FREEZE}?{ASKED}")).await;
        let mut edited = typed(&page);
        edited[0].1 = "Năm 2026, xã nhận 4.711 đơn, không có đơn kéo dài.";
        // Something comes in between: what was typed is shown again over the new figures.
        file(&house, "feedback", "Đèn ngõ 3 tắt.").await;
        let moved = chair.send_form(&page, FREEZE, &edited).await;
        moved.says(409, "số liệu đã thay đổi").says(409, "xã nhận 4.711 đơn");
        let done = chair.send_form(&moved, FREEZE, &edited).await;
        let one = format!("{LIST}/{}", key(&done));
        let shown = chair.get(&one).await;
        shown.says(200, "không có đơn kéo dài").says(200, "Con số 4.711 trong câu");
        let file = chair.get(&format!("{one}/tep/json")).await.json();
        assert_eq!(file["contradictions"][0]["numbers"][0], "4.711");
        assert_eq!(file["text"][0], "Năm 2026, xã nhận 4.711 đơn, không có đơn kéo dài.");
        // Who only reads may not freeze; who sees no reports sees none that is frozen.
        let (_, mut auditor) = house.officer("Kiểm Tra Thử", "kiem.tra", Post::Auditor).await;
        auditor.get(&one).await.says(200, "không có đơn kéo dài");
        auditor.get(&format!("{FREEZE}?{ASKED}")).await.says(403, "");
        let (_, mut admin) = house.officer("Lê Ví Dụ", "du.le", Post::Administrator).await;
        admin.get(&one).await.says(403, "");
        chair.get(&format!("{FREEZE}?form=don-thu&year=24")).await.says(404, "");
        house.end().await;
    }
}
