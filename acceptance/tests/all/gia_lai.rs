//! The published figures of a province and a year, out of the demonstration, to the unit: from the
//! cases themselves, and from the sums that reports are made of.

use acceptance::program::{Ground, Served};
use accounts::totp::Factor;
use jiff::civil::Date;
use kernel::{Chance, Clock};
use store::{Options, Store, row};
use testkit::engines;
use units::Gazetteer;

async fn number(store: &Store, sql: &str, (from, until): (Date, Date)) -> i64 {
    let rows = store.rows(sql, row![from, until]).await.unwrap();
    rows[0].int(0).unwrap()
}

/// What the sums have of an indicator, for units whose code has so many figures; 0 is any.
async fn summed(store: &Store, indicator: &str, level: usize, span: (Date, Date)) -> i64 {
    let kind = if indicator == "petitions.received" { "AND kind = 'complaint'" } else { "" };
    let level = if level == 0 { String::new() } else { format!("AND LENGTH(unit) = {level}") };
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts \
         WHERE indicator = '{indicator}' AND day >= $1 AND day <= $2 {kind} {level}"
    );
    number(store, &sql, span).await
}

/// From the cases: turns, letters of complaint and denunciation, dialogues held.
const CASES: [(&str, [i64; 2]); 3] = [
    (
        "SELECT CAST(SUM(turn) AS BIGINT) FROM visits WHERE on_day >= $1 AND on_day <= $2",
        [2_743, 2_861],
    ),
    (
        "SELECT (SELECT COUNT(*) FROM petitions WHERE kind = 'complaint' \
         AND received_on >= $1 AND received_on <= $2) + (SELECT COUNT(*) FROM denunciations \
         WHERE received_on >= $1 AND received_on <= $2)",
        [196, 171],
    ),
    (
        "SELECT COUNT(*) FROM dialogues WHERE state = 'published' \
         AND on_day >= $1 AND on_day <= $2",
        [0, 466],
    ),
];

#[tokio::test]
async fn a_province_year_gives_the_published_figures_by_the_calendar_and_by_the_circular() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.run(&["demo", "--json", "--year", "gia-lai-2024"]).good();
        assert_eq!(demo["unit"], "52", "the Gia Lai of today answers for it");
        let whole = ground.run(&["verify", "--json"]).good();
        assert!(whole["records"].as_u64().unwrap() > 25_000, "{whole}");
        reports(&ground);
        let served = ground.serve();
        served.visitor().get("/").await.says(200, "Tỉnh Gia Lai").says(200, "Trang mẫu");
        page(&served, &demo).await;
        assert!(served.stop());
        let options = Options {
            data: ground.path().to_owned(),
            database: ground.database.clone(),
            exclusive: true,
            readers: 2,
        };
        let store = site::open_store(options, Clock::System, Chance::System).await.unwrap();
        for (place, year) in [2023_i16, 2024].into_iter().enumerate() {
            let day = |year, month, day| Date::new(year, month, day).unwrap();
            let calendar = (day(year, 1, 1), day(year, 12, 31));
            let circular = (day(year - 1, 12, 15), day(year, 12, 14));
            for span in [calendar, circular] {
                figures(&store, place, span).await;
            }
        }
        their_units_are_of_that_time(&store).await;
        nothing_is_owed(&store).await;
        store.close().await;
    }
}

/// A report of the year, beside the year before, out of the cases: the old province's own, and the
/// one of today that it went into; as data and on paper.
fn reports(ground: &Ground) {
    let now = |report: &serde_json::Value, column: &str, when: &str| {
        report["total"][column][when].as_i64().unwrap()
    };
    for (unit, period, before) in [
        ("63-64", "2024", "2023"),
        ("63-64", "civil:2024", "civil:2023"),
        ("34-52", "2024", "2023"),
    ] {
        let asked = ["report", "cong-tac", "--unit", unit, "--period", period, "--compare", before];
        let report = ground.run(&asked).good();
        assert_eq!((now(&report, "turns", "now"), now(&report, "turns", "before")), (2_861, 2_743));
        assert_eq!((now(&report, "letters", "now"), now(&report, "letters", "before")), (171, 196));
        let levels = ["dialogues_province", "dialogues_district", "dialogues_commune"];
        assert_eq!(levels.map(|level| now(&report, level, "now")), [5, 62, 399]);
        let lines = report["lines"].as_array().unwrap();
        let turns = lines.iter().map(|line| line["numbers"]["turns"]["now"].as_i64().unwrap());
        assert_eq!(turns.sum::<i64>(), 2_861, "the lines add up to the total");
        let said = report["text"].to_string();
        let than = if period == "2024" { "năm 2023)" } else { "năm 2023 dương lịch)" };
        for change in ["tăng 118 lượt so với ", "giảm 25 đơn so với "] {
            assert!(said.contains(&format!("{change}{than}")), "{said}");
        }
        assert!(said.contains("tiếp 2.861 lượt công dân"), "{said}");
    }
    let dialogues = "cấp tỉnh 5 cuộc, cấp huyện 62 cuộc, cấp xã 399 cuộc";
    let said = ["tiếp 2.861 lượt công dân", "giảm 25 đơn so với năm 2023", dialogues];
    let cells = [
        "<v>2861</v>",
        "<v>2743</v>",
        "<v>171</v>",
        "<v>196</v>",
        "<v>5</v>",
        "<v>62</v>",
        "<v>399</v>",
    ];
    for (kind, words) in
        [("pdf", &said[..]), ("docx", &said[..]), ("html", &said[..]), ("xlsx", &cells[..])]
    {
        let file = ground.path().join(kind);
        let path = file.to_str().unwrap();
        let asked = ["report", "cong-tac", "--unit", "63-64", "--period", "2024"];
        let more = ["--compare", "2023", "--format", kind, "-o", path];
        let ran = ground.run(&[&asked[..], &more[..]].concat());
        assert!(ran.well, "{ran:?}");
        let bytes = std::fs::read(&file).unwrap();
        let text = match kind {
            "pdf" => match super::papers::read_pdf(&bytes) {
                Some(text) => text,
                None => continue,
            },
            "xlsx" => super::papers::part(&bytes, "xl/worksheets/sheet1.xml"),
            "html" => String::from_utf8(bytes).unwrap(),
            _ => super::papers::part(&bytes, "word/document.xml"),
        };
        for wanted in words {
            assert!(text.contains(wanted), "{kind}: {wanted}\nis not in\n{text}");
        }
    }
}

/// The same on the screen, as an officer of the Gia Lai of today reads it.
async fn page(served: &Served, demo: &serde_json::Value) {
    let account = &demo["accounts"][0];
    let text = |name: &str| account[name].as_str().unwrap();
    let mut officer = served.visitor();
    let typed = [("login", text("login")), ("password", text("password"))];
    let entered = officer.fill("/dang-nhap", &typed).await;
    let factor = Factor::read(text("totp_secret")).unwrap();
    let code = factor.code(Clock::System.now());
    assert_eq!(officer.fill(&entered.location, &[("code", &code)]).await.status, 303);
    let path = "/can-bo/bao-cao?form=cong-tac&unit=63-64&year=2024&compare=1";
    let page = officer.get(path).await;
    page.says(200, "2.861</b></a> lượt công dân (tăng 118 lượt so với năm 2023)")
        .says(200, "171</b></a> đơn khiếu nại, tố cáo (giảm 25 đơn so với năm 2023)");
    for (level, n) in [("province", 5), ("district", 62), ("commune", 399)] {
        page.says(200, &format!("<a href=\"#c-dialogues_{level}\"><b>{n}</b></a> cuộc"));
    }
}

async fn figures(store: &Store, place: usize, span: (Date, Date)) {
    for (sql, wanted) in CASES {
        assert_eq!(number(store, sql, span).await, wanted[place], "{span:?} {sql}");
    }
    let sum = async |indicator, level| summed(store, indicator, level, span).await;
    assert_eq!(sum("receptions.turns", 0).await, CASES[0].1[place]);
    let denunciations = sum("denunciations.received", 0).await;
    let letters = sum("petitions.received", 0).await + denunciations;
    assert_eq!(letters, CASES[1].1[place]);
    assert!(denunciations > 0, "some of the letters are denunciations");
    // Persons and cases are other numbers than turns.
    assert!(sum("receptions.persons", 0).await > CASES[0].1[place]);
    assert_ne!(sum("receptions.cases", 0).await, CASES[0].1[place]);
    for (level, wanted) in [(2, [0, 5]), (3, [0, 62]), (5, [0, 399])] {
        assert_eq!(sum("dialogues.held", level).await, wanted[place], "{level}");
    }
}

/// Every sum is of a unit that was there on its day, and is no unit of today.
async fn their_units_are_of_that_time(store: &Store) {
    // Accounts are those of whoever runs the program today.
    let sql = "SELECT DISTINCT unit, day FROM counts WHERE indicator NOT LIKE 'accounts.%'";
    let rows = store.rows(sql, Vec::new()).await.unwrap();
    assert!(rows.len() > 2_000, "{}", rows.len());
    for row in rows {
        let (code, day) = (row.text(0).unwrap(), row.date(1).unwrap());
        let unit = Gazetteer::shared().at(&code, day).unwrap();
        assert!(!unit.is_current(), "{code}");
        assert!(unit.path().ends_with("tỉnh Gia Lai"), "{}", unit.path());
    }
}

/// What began in years long past is over.
async fn nothing_is_owed(store: &Store) {
    let sql = "SELECT COUNT(*) FROM duties WHERE closed_on IS NULL";
    let rows = store.rows(sql, Vec::new()).await.unwrap();
    assert_eq!(rows[0].int(0).unwrap(), 0);
}
