//! Reporting periods of an office's own, through HTTP and the command line: defined once, offered
//! beside those of the State, counted by their days while their rule holds, and ended.

use acceptance::house::{PASSWORD, UNIT};
use acceptance::program::Ground;
use acceptance::{Browser, House, Page};
use accounts::{Person, Post};
use counts::own::{Each, Rule};
use jiff::civil::date;
use kernel::Actor;
use reports::periods::desk;
use reports::periods::facts::Defined;
use site::Settings;
use testkit::engines;

use super::steps;

const PERIODS: &str = "/can-bo/bao-cao/ky-rieng";
const END: &str = "/can-bo/bao-cao/ky-rieng/thoi";
const REPORT: &str = "/can-bo/bao-cao";
const FREEZE: &str = "/can-bo/bao-cao/chot";
const MARCH: &str = "form=don-thu&year=2026&part=giao-ban-thang~3&compare=1";
const DEFINED: &str = "SELECT COUNT(*) FROM report_periods";

/// Defines a period: its name, how it repeats, its first day, the year of it, its last day.
async fn define(leader: &mut Browser, typed: [&str; 5]) -> Page {
    let page = leader.get(PERIODS).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let names = ["name", "each", "first", "year", "until"];
    let typed: Vec<(&str, &str)> = names.into_iter().zip(typed).collect();
    leader.send_form(&page, PERIODS, &typed).await
}

const MONTHLY: [&str; 5] = ["Giao ban tháng", "month", "20/12/2025", "2026", ""];

#[tokio::test]
async fn a_period_of_its_own_is_offered_and_counts_its_days() {
    for engine in engines() {
        let house = House::open(engine).await;
        // One day before the third period of the year begins, and two letters within it.
        house.day(date(2026, 2, 19));
        steps::filed(&house, "feedback", 1).await;
        house.day(date(2026, 3, 16));
        steps::filed(&house, "feedback", 2).await;
        let mut chair = house.chair().await;
        chair.get(PERIODS).await.says(200, "Đơn vị này chưa đặt kỳ báo cáo riêng nào.");
        assert_eq!(define(&mut chair, MONTHLY).await.status, 303);
        assert_eq!(define(&mut chair, MONTHLY).await.status, 303, "the same twice is one");
        assert_eq!(house.number(DEFINED).await, 1);
        let page = chair.get(PERIODS).await;
        page.says(200, "Từng tháng; kỳ đầu của năm bắt đầu ngày 20/12 năm trước");
        page.says(200, "<code class=\"anywhere\">giao-ban-thang</code>");
        let page = chair.get(&format!("{REPORT}?{MARCH}")).await;
        page.says(
            200,
            "<option value=\"20836.giao-ban-thang~3\" selected>Giao ban tháng: tháng 3<",
        )
        .says(200, "Giao ban tháng: tháng 3: ")
        .says(200, "(từ 20/02/2026 đến 19/03/2026)");
        let told = chair.get(&format!("{REPORT}/tep/json?{MARCH}")).await.json();
        assert_eq!(told["total"]["feedback"]["now"], 2);
        assert_eq!(told["period"]["asked"], "2026-02-20..2026-03-19");
        assert_eq!(told["compare"]["asked"], "2025-02-20..2025-03-19");
        let before = MARCH.replace("~3", "~2");
        let told = chair.get(&format!("{REPORT}/tep/json?{before}")).await.json();
        assert_eq!(told["total"]["feedback"]["now"], 1);
        // Who has reported asks for it too, and it is frozen like any other.
        let due = chair.get(&format!("{REPORT}/den-han?{MARCH}")).await;
        due.says(200, "Giao ban tháng: tháng 3").says(200, "20/02/2026");
        let page = chair.get(&format!("{FREEZE}?{MARCH}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let frozen = chair.send_form(&page, FREEZE, &[]).await;
        assert_eq!(frozen.status, 303, "{}", frozen.body);
        chair.get(&frozen.location).await.says(200, "từ ngày 20/02/2026 đến ngày 19/03/2026");
        // Before its rule held, and in a number that it does not have, it is no period.
        let early = MARCH.replace("2026", "2025");
        let early = chair.get(&format!("{REPORT}?{early}")).await;
        early.says(200, "Kỳ “Giao ban tháng” của năm này bắt đầu vào ngày");
        let none = chair.get(&format!("{REPORT}/tep/json?{}", MARCH.replace("~3", "~13"))).await;
        assert_eq!(none.status, 404, "{}", none.body);
        // Ended on the 16th: the third, which began before, stays; the fourth never begins.
        let page = chair.get(PERIODS).await;
        let ended = chair.send_form(&page, END, &[]).await;
        assert_eq!(ended.status, 303, "{}", ended.body);
        chair.send_form(&page, END, &[]).await.says(409, "Không có kỳ riêng nào như vậy");
        chair.get(PERIODS).await.says(200, "dùng từ ngày 20/12/2025 đến ngày 16/03/2026");
        assert_eq!(chair.get(&format!("{REPORT}/tep/json?{MARCH}")).await.status, 200);
        let after = MARCH.replace("~3", "~4");
        assert_eq!(chair.get(&format!("{REPORT}/tep/json?{after}")).await.status, 404);
        house.store().rebuild().await.expect("views are made anew");
        assert_eq!(house.number(DEFINED).await, 1);
        house.end().await;
    }
}

#[tokio::test]
async fn what_is_no_period_is_refused_beside_its_field() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let mut chair = house.chair().await;
        let late = ["Giao ban", "month", "31/12/2025", "2026", ""];
        define(&mut chair, late).await.says(422, "từ ngày 1 đến ngày 28");
        let far = ["Giao ban", "year", "01/09/2025", "2028", ""];
        define(&mut chair, far).await.says(422, "hoặc năm liền sau");
        let open = ["Đợt cao điểm", "once", "01/03/2026", "", ""];
        assert_eq!(define(&mut chair, open).await.status, 422);
        let turned = ["Đợt cao điểm", "once", "01/03/2026", "", "28/02/2026"];
        assert_eq!(define(&mut chair, turned).await.status, 422);
        let figures = ["2026", "month", "20/12/2025", "2026", ""];
        define(&mut chair, figures).await.says(422, "Tên kỳ phải có chữ cái");
        assert_eq!(house.number(DEFINED).await, 0);
        let once = ["Đợt cao điểm", "once", "01/03/2026", "", "15/05/2026"];
        assert_eq!(define(&mut chair, once).await.status, 303);
        let other = ["ĐỢT CAO ĐIỂM", "month", "20/12/2025", "2026", ""];
        define(&mut chair, other).await.says(422, "Đã có kỳ tên “Đợt cao điểm”");
        assert_eq!(house.number(DEFINED).await, 1);
        let page = chair.get(&format!("{REPORT}?form=don-thu&year=2026&part=dot-cao-diem~1")).await;
        page.says(200, "(từ 01/03/2026 đến 15/05/2026)");
        let (_, mut auditor) = house.officer("Kiểm Tra Thử", "kiem.tra", Post::Auditor).await;
        auditor.get(PERIODS).await.says(200, "Đợt cao điểm").never(&["name=\"each\""]);
        let seal = auditor.get("/can-bo/toi").await.hidden("_seal");
        for path in [PERIODS, END] {
            let got = auditor.post(path, &[("_seal".to_owned(), seal.clone())]).await;
            assert_eq!(got.status, 403, "{path}");
        }
        house.end().await;
    }
}

/// What a unit says of a period that begins on a day of each month.
fn monthly(unit: &str, name: &str, day: i8) -> Defined {
    Defined {
        unit: unit.to_owned(),
        name: name.to_owned(),
        rule: Rule::Repeats { each: Each::Month, day, month: 12, before: true },
        from: date(2025, 12, day),
        until: None,
    }
}

#[tokio::test]
async fn each_organisation_has_names_of_its_own_and_no_period_is_left_out() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let (store, actor) = (house.store(), Actor::System("acceptance"));
        // The same name, each for its own.
        for unit in [UNIT, "48"] {
            let day = if unit == UNIT { 20 } else { 10 };
            desk::define(store, &actor, monthly(unit, "Giao ban", day)).await.expect("a period");
        }
        assert_eq!(house.number(DEFINED).await, 2);
        let commune = desk::of(&house.app, UNIT).await.expect("the periods of the commune");
        assert_eq!(commune.len(), 1, "another unit's stand nowhere here");
        // Where both can be chosen each is called by its unit, and a bare code is the nearest one.
        let city = desk::of(&house.app, "48").await.expect("the periods of the city");
        let keys: Vec<&str> = city.iter().map(reports::periods::Own::key).collect();
        assert_eq!(keys, ["48.giao-ban", "20836.giao-ban"]);
        assert_ne!(city[0].name_among(&city), city[1].name_among(&city));
        let named =
            desk::named(store, &["48", UNIT], "giao-ban:2026-03").await.expect("it answers");
        assert_eq!(named.expect("a period").0.to_string(), "2026-02-10..2026-03-09");
        // However many there are, the newest can be chosen; past the most none is begun.
        for n in 2..=reports::periods::MOST {
            let one = monthly(UNIT, &format!("Kỳ {n}"), 1);
            desk::define(store, &actor, one).await.expect("a period");
        }
        let all = desk::of(&house.app, UNIT).await.expect("all of them");
        assert_eq!(all.len(), 100);
        let mut chair = house.chair().await;
        define(&mut chair, MONTHLY).await.says(422, "Đơn vị đã đặt 100 kỳ riêng");
        assert_eq!(house.number(DEFINED).await, 101);
        house.end().await;
    }
}

/// A folder of the commune with a period of each month and one that comes once.
async fn ground(engine: store::Engine) -> Ground {
    let ground = Ground::new(engine);
    let store = super::cli::open(&ground).await;
    let site = site::open(store, &Settings::default()).await.expect("the site opens");
    let person = Person { name: "Lê Ví Dụ".into(), login: "vi.du".into(), ..Person::default() };
    site.app.open_instance(UNIT, true, person, PASSWORD).await.expect("it is opened");
    let defined = |name: &str, rule| Defined {
        unit: UNIT.to_owned(),
        name: name.to_owned(),
        rule,
        from: date(2025, 12, 20),
        until: None,
    };
    let month = Rule::Repeats { each: Each::Month, day: 20, month: 12, before: true };
    let once = Rule::Once { from: date(2026, 3, 1), until: date(2026, 5, 15) };
    let actor = Actor::System("acceptance");
    for period in [defined("Giao ban", month), defined("Đợt cao điểm", once)] {
        desk::define(&site.app.store, &actor, period).await.expect("a period");
    }
    site.app.store.close().await;
    ground
}

#[tokio::test]
async fn the_command_line_takes_a_period_of_an_offices_own() {
    for engine in engines() {
        let ground = ground(engine).await;
        let days = |period: &str| {
            let report = ground.run(&["report", "don-thu", "--period", period]).good();
            report["period"]["asked"].as_str().expect("a period").to_owned()
        };
        assert_eq!(days("giao-ban:2026-03"), "2026-02-20..2026-03-19");
        assert_eq!(days("dot-cao-diem"), "2026-03-01..2026-05-15");
        assert_eq!(days("2026-Q1"), "2026-Q1", "those of the State are what they were");
        assert_eq!(days("20836.giao-ban:2026-03"), "2026-02-20..2026-03-19");
        for none in ["giao-ban", "giao-ban:2026-Q1", "giao-ban:2025-03", "hop-giao:2026-03", "24"] {
            let ran = ground.run(&["report", "don-thu", "--period", none]);
            assert!(!ran.well && ran.err.contains("no period"), "{none}: {ran:?}");
        }
    }
}
