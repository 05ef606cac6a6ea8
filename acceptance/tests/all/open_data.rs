//! Open data, as anybody meets it: months come out when they are over and reported, small figures
//! and what would give them away do not, and nothing that was published ever changes.

use std::process::Command;

use acceptance::House;
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use testkit::engines;

use super::{receptions, steps};

const LETTERS: &str = "/du-lieu/don-thu";

async fn issue(house: &House, on: Date) -> usize {
    house.day(on);
    let open = site::open_data().expect("the datasets name what there is");
    reports::open::desk::issue_due(&house.app, &open, None).await.expect("months are issued")
}

/// How a figure of the commune stands in a year's file.
async fn told(house: &House, year: i16, what: (&str, &str, &str, &str)) -> Option<Value> {
    let (period, indicator, breakdown, part) = what;
    let file = house.visitor().get(&format!("{LETTERS}/{year}.json")).await;
    assert_eq!(file.status, 200, "{}", file.body);
    let all = file.json()["rows"].as_array().expect("rows").clone();
    let is = |row: &&Value| {
        row["period"] == period
            && row["indicator"] == indicator
            && row["breakdown"] == breakdown
            && row["part"] == part
    };
    all.iter().find(is).map(|row| row["told"].clone())
}

/// The sums of letters received, month by month and in the year.
const TOTAL: (&str, &str, &str) = ("petitions.received", "total", "");

#[tokio::test]
async fn months_come_out_once_and_nobody_is_known_by_them() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut anybody = house.visitor();
        anybody.get("/du-lieu").await.says(200, "Dữ liệu mở").says(200, "dưới 5");
        anybody.get(LETTERS).await.says(200, "Chưa có tháng nào được công bố.");
        anybody.get(&format!("{LETTERS}/2026.csv")).await.says(404, "");
        // The month of reports runs from 15 December to 14 January.
        house.day(date(2025, 12, 20));
        steps::filed(&house, "feedback", 6).await;
        let complaints = steps::filed(&house, "complaint", 3).await;
        assert_eq!(issue(&house, date(2026, 1, 21)).await, 0, "it is still being reported");
        assert_eq!(issue(&house, date(2026, 1, 22)).await, 1);
        assert_eq!(issue(&house, date(2026, 1, 22)).await, 0, "a month comes out once");
        // Nine letters, of which everybody counts six on the public list: the sum would tell three.
        let (of, by, part) = TOTAL;
        assert_eq!(told(&house, 2026, ("2026-01", of, by, part)).await, Some(json!("hidden")));
        let accepted = ("2026-01", "petitions.accepted", "total", "");
        assert_eq!(told(&house, 2026, accepted).await, Some(json!("0")), "nought is told");
        let csv = anybody.get(&format!("{LETTERS}/2026.csv")).await;
        csv.says(200, "unit,unit_name,period,from,until,indicator,breakdown,part,count\r\n")
            .says(200, "2026-01,2025-12-15,2026-01-14,petitions.received,total,,hidden\r\n")
            .never(&[",9\r\n", ",3\r\n", ",6\r\n"]);
        assert_eq!(csv.header("cache-control"), Some("public, max-age=3600"));
        assert_eq!(csv.header("access-control-allow-origin"), Some("*"));
        anybody.get(LETTERS).await.says(200, "ẩn").says(200, "mới đến tháng 1");
        // One of the letters is found to be something else: what was published stays as it was.
        house.day(date(2026, 2, 13));
        let mut chair = house.chair().await;
        let kind = [("kind", "feedback"), ("matter", "land")];
        steps::step(&mut chair, &complaints[0], "classify", &kind).await;
        assert_eq!(issue(&house, date(2026, 2, 13)).await, 0);
        let again = anybody.get(&format!("{LETTERS}/2026.csv")).await;
        assert!(again.answer.body == csv.answer.body, "the same bytes");
        house.store().verify().await.expect("the journal and its views agree");
        house.store().rebuild().await.expect("views are made anew");
        let again = anybody.get(&format!("{LETTERS}/2026.csv")).await;
        assert!(again.answer.body == csv.answer.body, "the same bytes out of the journal");
        house.end().await;
    }
}

#[tokio::test]
async fn of_visitors_who_denounce_nothing_is_published_not_even_in_a_sum() {
    let house = House::open(store::Engine::Sqlite).await;
    house.day(date(2026, 3, 3));
    let mut leader = house.chair().await;
    let key = receptions::plan(&mut leader, "03/03/2026", &[]).await;
    receptions::open(&mut leader, &key).await;
    for kind in ["feedback", "denunciation"] {
        for _ in 0..6 {
            let name = if kind == "feedback" { receptions::NAME } else { "" };
            let who = [("kind", kind), ("name", name), ("phone", "")];
            let words = if kind == "feedback" { "Mương bị lấp." } else { "" };
            let more = [&who[..], &[("words", words)]].concat();
            receptions::enter(&mut leader, &key, &more).await;
        }
    }
    assert!(issue(&house, date(2026, 4, 22)).await > 0);
    let file = house.visitor().get("/du-lieu/tiep-cong-dan/2026.json").await;
    file.says(200, "receptions.turns").never(&["denunciation", "Tố cáo"]);
    let rows = file.json()["rows"].as_array().expect("rows").clone();
    let turns = |row: &&Value| {
        row["period"] == "2026-03"
            && row["indicator"] == "receptions.turns"
            && row["breakdown"] == "total"
    };
    let all = rows.iter().find(turns).expect("a sum");
    assert_eq!(all["told"], json!("6"), "{all}");
    for slice in site::slices::slices() {
        let shows = slice.counts.iter().find(|one| {
            (one.kind)("denunciation")
                && !(one.unpublished)("denunciation")
                && site::open_data().expect("datasets").tells(one.id)
        });
        assert!(shows.is_none(), "{shows:?}");
    }
    house.end().await;
}

#[tokio::test]
async fn a_year_is_closed_and_its_address_never_changes() {
    for engine in engines() {
        let house = House::open(engine).await;
        let days = [(2025, 12, 20), (2026, 2, 2), (2026, 3, 2), (2026, 4, 2), (2026, 6, 2)];
        for ((year, month, day), many) in days.into_iter().zip([12, 2, 7, 9, 3]) {
            house.day(date(year, month, day));
            steps::filed(&house, "complaint", many).await;
        }
        assert_eq!(issue(&house, date(2026, 12, 21)).await, 11, "up to November");
        let open = house.visitor().get(&format!("{LETTERS}/2026.json")).await.json();
        assert_eq!((&open["closed"], &open["months"]), (&json!(false), &json!(11)));
        assert_eq!(issue(&house, date(2026, 12, 22)).await, 1);
        let (of, by, part) = TOTAL;
        for (period, wanted) in [
            ("2026-01", "12"),
            ("2026-02", "hidden"),
            // Or the quarter less two months would tell the two of February.
            ("2026-03", "hidden"),
            ("2026-Q1", "21"),
            // April and May were out before anything was to be hidden: the quarter has to be, and
            // then the year, which is the sum of quarters.
            ("2026-04", "9"),
            ("2026-05", "0"),
            ("2026-06", "hidden"),
            ("2026-Q2", "hidden"),
            ("2026-Q3", "0"),
            ("2026", "hidden"),
        ] {
            let found = told(&house, 2026, (period, of, by, part)).await;
            assert_eq!(found, Some(json!(wanted)), "{period}");
        }
        let kinds = ("2026", "petitions.received", "kind", "complaint");
        assert_eq!(told(&house, 2026, kinds).await, None, "what is hidden is not broken down");
        let mut anybody = house.visitor();
        let mut before = Vec::new();
        for kind in ["csv", "json"] {
            let file = anybody.get(&format!("{LETTERS}/2026.{kind}")).await;
            let kept = "public, max-age=31536000, immutable";
            assert_eq!(file.header("cache-control"), Some(kept), "{kind}");
            before.push(file.answer.body);
        }
        // What comes after is of another year.
        house.day(date(2027, 1, 25));
        steps::filed(&house, "complaint", 5).await;
        assert_eq!(issue(&house, date(2027, 2, 1)).await, 1, "the next year goes on");
        for (kind, before) in ["csv", "json"].into_iter().zip(before) {
            let file = anybody.get(&format!("{LETTERS}/2026.{kind}")).await;
            assert!(file.answer.body == before, "{kind} has the same bytes");
        }
        anybody.get(LETTERS).await.says(200, "đã khép ngày 22/12/2026").says(200, "2027.csv");
        anybody.get(&format!("{LETTERS}/2026")).await.goes("/du-lieu/don-thu#nam-2026");
        for path in ["2026.xml", "26.csv", "2025.csv", "+026.csv"] {
            anybody.get(&format!("{LETTERS}/{path}")).await.says(404, "");
        }
        anybody.get("/du-lieu/to-cao").await.says(404, "");
        house.end().await;
    }
}

#[tokio::test]
async fn a_year_is_broken_down_where_nothing_is_given_away() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2025, 12, 20));
        steps::filed(&house, "complaint", 11).await;
        steps::filed(&house, "feedback", 6).await;
        assert_eq!(issue(&house, date(2026, 12, 22)).await, 12);
        let (of, by, part) = TOTAL;
        assert_eq!(told(&house, 2026, ("2026", of, by, part)).await, Some(json!("17")));
        for (part, wanted) in [("complaint", "11"), ("feedback", "6")] {
            let found = told(&house, 2026, ("2026", of, "kind", part)).await;
            assert_eq!(found, Some(json!(wanted)), "{part}");
        }
        let channel = ("2026", of, "channel", "api");
        assert_eq!(told(&house, 2026, channel).await, Some(json!("17")));
        // The front page tells of feedback alone: its sum with complaints would tell both.
        let mut anybody = house.visitor();
        house.day(date(2026, 12, 23));
        steps::filed(&house, "feedback", 2).await;
        steps::filed(&house, "complaint", 8).await;
        anybody.get("/").await.says(200, "<dt>Đã nhận</dt><dd>dưới 5</dd>");
        let dictionary = anybody.get(&format!("{LETTERS}/datapackage.json")).await.json();
        assert_eq!(dictionary["resources"][0]["path"], "2026.csv");
        assert_eq!(dictionary["resources"][0]["schema"]["missingValues"], json!(["<5", "hidden"]));
        assert_eq!(dictionary["licenses"][0]["name"], "CC-BY-4.0");
        let catalogue = anybody.get("/du-lieu/dcat.ttl").await;
        catalogue.says(200, "<don-thu/2026> a dcat:Dataset");
        catalogue.says(200, "dcat:downloadURL <don-thu/2026.csv>");
        let json = anybody.get("/du-lieu/dcat.jsonld").await.json();
        assert_eq!(json["@graph"][0]["@type"], "dcat:Catalog");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_others_wrote_find_nothing_wrong() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let python = format!("{root}/target/clients/bin/python");
    if !std::path::Path::new(&python).exists() {
        assert!(std::env::var_os("CI").is_none(), "script/clients brings them");
        println!("skipped: target/clients is absent; script/clients brings it");
        return;
    }
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2025, 12, 20));
        steps::filed(&house, "complaint", 11).await;
        steps::filed(&house, "feedback", 3).await;
        house.day(date(2026, 1, 20));
        steps::filed(&house, "complaint", 2).await;
        house.day(date(2026, 12, 20));
        steps::filed(&house, "complaint", 6).await;
        assert_eq!(issue(&house, date(2027, 2, 1)).await, 13);
        let folder = tempfile::tempdir().expect("a folder");
        let mut client = Command::new(&python);
        client.arg(format!("{root}/acceptance/clients/open_data.py"));
        client.arg(format!("http://{}", house.address)).arg(folder.path());
        client.arg(format!("{root}/acceptance/clients/dcat-shapes.ttl"));
        let out = tokio::task::spawn_blocking(move || client.output()).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{}{said}", String::from_utf8_lossy(&out.stdout));
        let rows: usize = String::from_utf8_lossy(&out.stdout).trim().parse().expect("a number");
        assert!(rows > 100, "{rows}");
        house.end().await;
    }
}
