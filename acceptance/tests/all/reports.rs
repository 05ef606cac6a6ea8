//! Reports through HTTP and the command line: figures are sums of what was recorded, files say the
//! same as the page, and a unit goes on from the units before it.

use acceptance::house::UNIT;
use acceptance::program::Ground;
use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use serde_json::{Value, json};
use testkit::engines;

const PATH: &str = "/can-bo/bao-cao";

/// Files some letters of one kind through the API of an office.
async fn file(house: &House, kind: &str, words: &[&str]) {
    let token = house.token().await;
    for text in words {
        let body = json!({ "kind": kind, "unit": UNIT, "text": text });
        let mut office = house.visitor();
        let filed = office.post_json("/api/v1/petitions", Some(&token), &[], &body).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
    }
}

async fn json_of(officer: &mut Browser, query: &str) -> Value {
    let page = officer.get(&format!("{PATH}/tep/json?{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

fn now(report: &Value, column: &str) -> i64 {
    report["total"][column]["now"].as_i64().unwrap()
}

#[tokio::test]
async fn a_report_counts_what_was_recorded_beside_the_year_before() {
    for engine in engines() {
        let house = House::open(engine).await;
        // The reporting year of 2026 begins on 15 December 2025.
        house.day(date(2025, 12, 14));
        file(&house, "feedback", &["Đèn ngõ 1 tắt."]).await;
        house.day(date(2025, 12, 15));
        file(&house, "feedback", &["Đèn ngõ 2 tắt.", "Đèn ngõ 3 tắt."]).await;
        house.day(date(2026, 3, 16));
        file(&house, "complaint", &["Quyết định thu hồi lối đi ghi sai thửa."]).await;
        let mut leader = house.chair().await;
        let page = leader.get(&format!("{PATH}?form=don-thu&year=2026&compare=1")).await;
        page.says(200, "Trong năm 2026, xã Thăng Trường tiếp nhận")
            .says(200, "1</b></a> đơn khiếu nại, tố cáo (tăng 1 đơn so với năm 2025)")
            .says(200, "năm 2026 (từ 15/12/2025 đến 14/12/2026)");
        let report = json_of(&mut leader, "form=don-thu&year=2026&compare=1").await;
        assert_eq!((now(&report, "letters"), now(&report, "feedback")), (1, 2));
        assert_eq!(report["total"]["feedback"]["before"], 1);
        // Nothing was settled yet: a share of nothing is no number.
        page.says(200, "Tỷ lệ giải quyết đúng hạn").says(200, "chưa có việc nào");
        let share = serde_json::json!({ "part": 0, "whole": 0, "per_mille": null });
        assert_eq!(report["shares"][0]["now"], share);
        let civil = json_of(&mut leader, "form=don-thu&year=2026&months=civil").await;
        assert_eq!((now(&civil, "letters"), now(&civil, "feedback")), (1, 0));
        assert_eq!(civil["total"]["feedback"].get("before"), None, "nothing is compared");
        let days = json_of(&mut leader, "form=don-thu&year=2026&from=14/12/2025&until=15/12/2025");
        assert_eq!(now(&days.await, "feedback"), 3);
        // A period that nothing happened in, or that is to come, is a report of noughts, and says
        // why; one that is not over says so too.
        let ahead = json_of(&mut leader, "form=don-thu&year=2027").await;
        assert_eq!(now(&ahead, "letters"), 0);
        let told = |report: &Value| report["caveats"].to_string();
        assert!(told(&ahead).contains("Kỳ này chưa bắt đầu"), "{ahead}");
        let idle = json_of(&mut leader, "form=don-thu&year=2024").await;
        assert!(told(&idle).contains("Chưa ghi việc nào trong kỳ này"), "{idle}");
        let over = json_of(&mut leader, "form=don-thu&unit=63-20836&year=2026").await;
        assert!(told(&over).contains("Đơn vị này có đến hết ngày 30/06/2025"), "{over}");
        let page = leader.get(&format!("{PATH}?form=don-thu&year=2026&part=Q2")).await;
        page.says(200, "Kỳ này đến hết ngày 14/06/2026 mới kết thúc");
        let done = json_of(&mut leader, "form=don-thu&year=2025&part=Q4").await;
        assert!(!told(&done).contains("mới kết thúc"), "{done}");
    }
}

#[tokio::test]
async fn the_same_question_gives_the_same_file_and_each_says_the_same() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        file(&house, "feedback", &["Đèn ngõ 2 tắt.", "Đèn ngõ 3 tắt."]).await;
        let mut leader = house.chair().await;
        for kind in ["pdf", "docx", "xlsx", "csv", "json"] {
            let path = format!("{PATH}/tep/{kind}?form=don-thu&year=2026&compare=1");
            let (one, other) = (leader.get(&path).await, leader.get(&path).await);
            assert_eq!(one.status, 200, "{kind}: {}", one.body);
            assert!(one.answer.body == other.answer.body && !one.answer.body.is_empty(), "{kind}");
            let name = one.header("content-disposition").unwrap();
            assert!(name.contains(&format!("bao-cao-don-thu-{UNIT}-2026.{kind}")), "{name}");
        }
        let csv = leader.get(&format!("{PATH}/tep/csv?form=don-thu&year=2026")).await;
        csv.says(200, "Kiến nghị, phản ánh").says(200, "Tổng số,0,0,0,0,2,2");
        leader.get(&format!("{PATH}/tep/exe?form=don-thu&year=2026")).await.says(404, "");
    }
}

#[tokio::test]
async fn what_is_asked_wrongly_is_said_and_kept() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut leader = house.chair().await;
        let page = leader.get(&format!("{PATH}?form=don-thu&year=24&part=Q2")).await;
        page.says(200, "value=\"24\"").says(200, "aria-invalid=\"true\"");
        let back = leader.get(&format!("{PATH}?year=2026&from=20/03/2026&until=01/03/2026")).await;
        back.says(200, "value=\"20/03/2026\"").says(200, "aria-invalid=\"true\"");
        // Units of elsewhere are nobody's here; those that went into this one are.
        leader.get(&format!("{PATH}?unit=34-00004&year=2026")).await.says(404, "");
        let ended = leader.get(&format!("{PATH}?unit=63-20836&year=2024")).await;
        ended.says(200, "xã Bình Sa").says(200, "<option value=\"63-20836\" selected>");
        leader.get(&format!("{PATH}?unit=nowhere")).await.says(404, "");
        let (_, mut admin) = house.officer("Lê Ví Dụ", "du.le", Post::Administrator).await;
        admin.get(PATH).await.says(403, "");
        house.visitor().get(PATH).await.goes("/dang-nhap?next=%2Fcan-bo%2Fbao-cao");
    }
}

/// All sums of a year of work stand under names, kinds and channels that a subject declared.
#[tokio::test]
async fn the_demonstration_counts_only_what_is_declared_and_the_command_line_reports_it() {
    for engine in engines() {
        let ground = Ground::new(engine);
        ground.demo(30);
        let store = super::cli::open(&ground).await;
        let rows = store.rows("SELECT DISTINCT indicator, kind, channel FROM counts", Vec::new());
        let rows = rows.await.unwrap();
        let declared = site::slices::indicators();
        let mut seen = std::collections::BTreeSet::new();
        for row in &rows {
            let cell = [row.text(0).unwrap(), row.text(1).unwrap(), row.text(2).unwrap()];
            let one = declared.iter().find(|one| one.id == cell[0]);
            let one = one.unwrap_or_else(|| panic!("{cell:?} is declared by no slice"));
            assert!((one.kind)(&cell[1]) && (one.channel)(&cell[2]), "{cell:?}");
            seen.insert(one.id);
        }
        assert!(seen.len() > 20, "{seen:?}");
        let sum = "SELECT CAST(SUM(n) AS BIGINT) FROM counts WHERE indicator = 'receptions.turns'";
        let turns = store.rows(sum, Vec::new()).await.unwrap()[0].int(0).unwrap();
        store.close().await;
        let args = ["report", "tiep-cong-dan", "--period", "2000-01-01..2099-12-31"];
        let report = ground.run(&args).good();
        assert_eq!(now(&report, "turns"), turns);
        assert!(turns > 0);
        let file = ground.path().join("bao-cao.xlsx");
        let more = ["--format", "xlsx", "-o", file.to_str().unwrap()];
        let ran = ground.run(&[&args[..], &more[..]].concat());
        assert!(ran.well, "{ran:?}");
        assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
        let none = ground.run(&["report", "không-có", "--period", "2026", "--json"]);
        let told = none.json()["error"].as_str().unwrap().to_owned();
        assert!(!none.well && told.contains("tiep-cong-dan"), "{told}");
        // A form of the operator's own, and one that cannot be read.
        let forms = ground.path().join("forms");
        std::fs::create_dir(&forms).unwrap();
        let own = "id = \"rieng\"\nvi = \"Riêng\"\nen = \"Own\"\nvalid_from = 2020-01-01\n\
            [[column]]\nid = \"turns\"\nvi = \"Lượt\"\nen = \"Turns\"\nmeasure_vi = \"lượt\"\n\
            measure_en = \"turns\"\nsum = [{ of = \"receptions.turns\" }]\n";
        std::fs::write(forms.join("rieng.toml"), own).unwrap();
        let report = ground.run(&["report", "rieng", "--period", "2000-01-01..2099-12-31"]).good();
        assert_eq!(now(&report, "turns"), turns);
        let wrong = own.replace("receptions.turns", "receptions.tuns");
        std::fs::write(forms.join("rieng.toml"), wrong).unwrap();
        let ran = ground.run(&["report", "rieng", "--period", "2026"]);
        let told = "rieng.toml, line 11: there is no indicator receptions.tuns";
        assert!(!ran.well && ran.err.contains(told), "{ran:?}");
    }
}
