//! The plan of a year through HTTP: a leader sets targets, they stand beside the results on the
//! page and in every file and are called targets; no result moves by them, and nothing is lost of
//! what was planned before.

use acceptance::{Browser, House, Page};
use accounts::Post;
use jiff::civil::date;
use serde_json::{Value, json};
use testkit::engines;

use super::steps;

const PLAN: &str = "/can-bo/bao-cao/ke-hoach";
const REPORT: &str = "/can-bo/bao-cao";
const FREEZE: &str = "/can-bo/bao-cao/chot";
const ASKED: &str = "form=don-thu&year=2026";

/// Sets the target of the column of feedback on the page as it is.
async fn set(leader: &mut Browser, target: &str) -> Page {
    let page = leader.get(&format!("{PLAN}?{ASKED}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    leader.send_form(&page, PLAN, &[("cot-feedback", target)]).await
}

async fn json_of(officer: &mut Browser, path: &str) -> Value {
    let page = officer.get(path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

#[tokio::test]
async fn a_plan_stands_beside_the_result_and_moves_no_figure() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        steps::filed(&house, "feedback", 2).await;
        let mut chair = house.chair().await;
        let report = format!("{REPORT}?{ASKED}");
        chair.get(&report).await.says(200, "ke-hoach?").never(&["(chỉ tiêu)", "kế hoạch năm 2026"]);
        let json = format!("{REPORT}/tep/json?{ASKED}");
        let before = json_of(&mut chair, &json).await;
        assert_eq!(before["plan"], Value::Null);
        let done = set(&mut chair, "3").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let shown = chair.get(&done.location).await;
        shown.says(200, "Đã ghi kế hoạch.").says(200, "<td role=\"cell\">Lê Ví Dụ</td>");
        let page = chair.get(&report).await;
        page.says(200, "Kế hoạch năm 2026 (chỉ tiêu)")
            .says(200, "đạt 66,6% kế hoạch năm 2026, còn thiếu 1 đơn")
            .says(200, "không phải số đếm");
        let after = json_of(&mut chair, &json).await;
        assert_eq!(after["total"], before["total"], "a plan is in no sum");
        assert_eq!(after["plan"]["kind"], "target");
        let told = &after["plan"]["columns"]["feedback"];
        assert_eq!((&told["target"], &told["counted"]), (&json!(3), &json!(2)));
        assert_eq!(told["per_mille"], 666);
        // The same is in every file: under the total, and said in the document.
        let csv = chair.get(&format!("{REPORT}/tep/csv?{ASKED}")).await;
        csv.says(200, "Tổng số,0,0,0,0,2,2")
            .says(200, "Kế hoạch năm 2026 (chỉ tiêu),,,,,3,")
            .says(200, "Đạt so với kế hoạch (%),,,,,66.6,");
        let html = chair.get(&format!("{REPORT}/tep/html?{ASKED}")).await;
        html.says(200, "kết quả trong kỳ là 2 đơn, đạt 66,6% kế hoạch năm 2026");
        for kind in ["pdf", "docx", "xlsx"] {
            let path = format!("{REPORT}/tep/{kind}?{ASKED}");
            let (one, other) = (chair.get(&path).await, chair.get(&path).await);
            assert_eq!(one.status, 200, "{kind}: {}", one.body);
            assert!(one.answer.body == other.answer.body && !one.answer.body.is_empty(), "{kind}");
        }
        // More than was planned, and just as much.
        steps::filed(&house, "feedback", 1).await;
        chair.get(&report).await.says(200, "đạt đúng kế hoạch năm 2026");
        steps::filed(&house, "feedback", 3).await;
        chair.get(&report).await.says(200, "đạt 200,0% kế hoạch năm 2026, vượt 3 đơn");
        // A part of the year is held against the plan of the whole year.
        let quarter = format!("{REPORT}?form=don-thu&year=2026&part=Q3");
        chair.get(&quarter).await.says(200, "đạt 0,0% kế hoạch năm 2026, còn thiếu 3 đơn");
        chair.get(&format!("{REPORT}?form=don-thu&year=2025")).await.never(&["(chỉ tiêu)"]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_later_plan_corrects_the_earlier_one_and_a_frozen_report_keeps_its_own() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        steps::filed(&house, "feedback", 2).await;
        let mut chair = house.chair().await;
        set(&mut chair, "4").await;
        let page = chair.get(&format!("{FREEZE}?{ASKED}")).await;
        let frozen = chair.send_form(&page, FREEZE, &[("text0", "Đã tiếp nhận đơn.")]).await;
        assert_eq!(frozen.status, 303, "{}", frozen.body);
        house.day(date(2026, 3, 17));
        let mut chair = house.chair().await;
        let stale = chair.get(&format!("{PLAN}?{ASKED}")).await;
        set(&mut chair, "8").await;
        // The same once more says nothing new.
        set(&mut chair, "8").await;
        let kept = "SELECT COUNT(*) FROM journal WHERE kind = 'plan.set'";
        assert_eq!(house.number(kept).await, 2);
        let page = chair.get(&format!("{PLAN}?{ASKED}")).await;
        page.says(200, "16/03/2026").says(200, "17/03/2026").says(200, "value=\"8\"");
        chair.get(&format!("{REPORT}?{ASKED}")).await.says(200, "đạt 25,0% kế hoạch năm 2026");
        chair.get(&frozen.location).await.says(200, "đạt 50,0% kế hoạch năm 2026");
        let file = json_of(&mut chair, &format!("{}/tep/json", frozen.location)).await;
        assert_eq!(file["plan"]["columns"]["feedback"]["target"], 4);
        // Who typed over an older page sees first what the other did.
        let refused = chair.send_form(&stale, PLAN, &[("cot-feedback", "5")]).await;
        refused.says(409, "Có người vừa ghi thêm").says(409, "value=\"5\"");
        set(&mut chair, "nhiều").await.says(422, "nhiều");
        set(&mut chair, "0").await.says(422, "value=\"0\"");
        assert_eq!(house.number(kept).await, 2, "what is refused is not recorded");
        // Who reads sees the plan and cannot set it.
        let (_, mut auditor) = house.officer("Kiểm Tra Thử", "kiem.tra", Post::Auditor).await;
        let read = auditor.get(&format!("{PLAN}?{ASKED}")).await;
        read.says(200, "16/03/2026").never(&["name=\"cot-feedback\""]);
        let seal = auditor.get("/can-bo/toi").await.hidden("_seal");
        let fields = [("_seal", seal.as_str()), ("form", "don-thu"), ("year", "2026")];
        let fields: Vec<(String, String)> =
            fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        assert_eq!(auditor.post(PLAN, &fields).await.status, 403);
        // An emptied field takes the target back, and that stays in sight too.
        set(&mut chair, "").await;
        chair.get(&format!("{REPORT}?{ASKED}")).await.never(&["(chỉ tiêu)"]);
        chair.get(&format!("{PLAN}?{ASKED}")).await.says(200, "bỏ chỉ tiêu");
        house.store().rebuild().await.expect("views are made anew");
        house.end().await;
    }
}

#[tokio::test]
async fn a_slip_in_the_year_is_said_and_two_years_have_no_plan() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let mut chair = house.chair().await;
        for (typed, told) in [("hai", "value=\"hai\""), ("20266", "value=\"20266\"")] {
            let page = chair.get(&format!("{PLAN}?form=don-thu&year={typed}")).await;
            page.says(422, told).says(422, "<option value=\"don-thu\" selected>");
            page.never(&["name=\"cot-feedback\"", "Chưa ghi chỉ tiêu nào"]);
        }
        set(&mut chair, "3").await;
        let turn = "form=don-thu&year=2026&from=01/12/2025&until=31/01/2026";
        let page = chair.get(&format!("{REPORT}?{turn}")).await;
        page.says(200, "Kỳ này nằm trong hai năm nên không đặt cạnh kế hoạch của năm nào");
        page.never(&["(chỉ tiêu)"]);
        let within = "form=don-thu&year=2026&from=01/01/2026&until=31/01/2026";
        let page = chair.get(&format!("{REPORT}?{within}")).await;
        page.says(200, "Kế hoạch năm 2026 (chỉ tiêu)").never(&["nằm trong hai năm"]);
        house.end().await;
    }
}
