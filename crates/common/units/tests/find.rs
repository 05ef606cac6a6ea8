//! What people type, and what they must find.

use jiff::civil::{Date, date};
use units::{Gazetteer, Hit};

fn find(text: &str) -> Vec<Hit> {
    Gazetteer::shared().find(text, None, 10)
}

fn first(text: &str) -> String {
    find(text).first().map(|h| h.unit.path.clone()).unwrap_or_default()
}

#[test]
fn one_line_names_the_unit_and_what_is_above() {
    let wanted = "xã Bình Sa, huyện Thăng Bình, tỉnh Quảng Nam";
    for text in [
        "binh sa",
        "xa binh sa thang binh quang nam",
        "Xã Bình Sa, huyện Thăng Bình, tỉnh Quảng Nam",
        "BÌNH SA THĂNG BÌNH",
        "x. bình sa, h. thăng bình, t. quảng nam",
        "quang nam thang binh binh sa",
        "binh sa da nang",
        "số nhà 12 đường Nguyễn Trãi, xã Bình Sa, Thăng Bình",
    ] {
        assert_eq!(first(text), wanted, "{text}");
    }
    let hit = &find("binh sa")[0];
    assert_eq!(hit.successors[0].path, "xã Thăng Trường, thành phố Đà Nẵng");
    assert!(!hit.ask && !hit.unit.current);
}

#[test]
fn abbreviations_and_numbers() {
    for (text, wanted) in [
        ("p4 tan an long an", "Phường 4, thành phố Tân An, tỉnh Long An"),
        ("P.04, TP. Tân An", "Phường 4, thành phố Tân An, tỉnh Long An"),
        ("p. bến nghé q.1 tp.hcm", "phường Bến Nghé, Quận 1, thành phố Hồ Chí Minh"),
        ("q1 hcm", "Quận 1, thành phố Hồ Chí Minh"),
        ("tt chu prong", "thị trấn Chư Prông, huyện Chư Prông, tỉnh Gia Lai"),
        ("tx kien tuong", "thị xã Kiến Tường, tỉnh Long An"),
        ("sai gon", "phường Sài Gòn, thành phố Hồ Chí Minh"),
        ("tp hcm", "thành phố Hồ Chí Minh"),
        ("m'drak", "xã M'Drắk, tỉnh Đắk Lắk"),
        ("van mieu - quoc tu giam", "phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội"),
    ] {
        assert!(
            find(text).iter().take(2).any(|h| h.unit.path == wanted),
            "{text}: {:?}",
            find(text).iter().map(|h| &h.unit.path).collect::<Vec<_>>()
        );
    }
}

#[test]
fn words_of_type_weigh_and_may_be_part_of_a_name() {
    assert_eq!(first("chư prông"), "xã Chư Prông, tỉnh Gia Lai");
    assert_eq!(first("huyện chư prông"), "huyện Chư Prông, tỉnh Gia Lai");
    assert_eq!(first("quan sơn thanh hoá"), "xã Quan Sơn, tỉnh Thanh Hóa");
    assert_eq!(first("gia lai"), "tỉnh Gia Lai");
    assert_eq!(first("tỉnh bình định"), "tỉnh Bình Định");
    assert_eq!(find("tỉnh bình định")[0].successors[0].path, "tỉnh Gia Lai");
}

#[test]
fn an_old_name_finds_the_unit_of_today() {
    let hit = &find("xã trảng bom")[0];
    assert_eq!(hit.unit.title, "Phường Trảng Bom");
    assert_eq!(hit.formerly.as_deref(), Some("Xã Trảng Bom"));
    let hue = &find("thừa thiên huế")[0];
    assert_eq!(hue.formerly.as_deref(), Some("Tỉnh Thừa Thiên Huế"));
    // The old district and province around a unit of today.
    assert_eq!(first("thang truong thang binh"), "xã Thăng Trường, thành phố Đà Nẵng");
}

#[test]
fn marks_decide_between_names_that_fold_alike() {
    assert_eq!(first("Thạnh Hòa Cần Thơ"), "xã Thạnh Hòa, thành phố Cần Thơ");
    let paths = |text: &str| find(text).into_iter().map(|h| h.unit.name).next().unwrap_or_default();
    assert_eq!(paths("xã Thạnh Hóa"), "Thạnh Hóa");
    assert_eq!(paths("phường Thanh Hòa"), "Thanh Hòa");
    assert_eq!(paths("xã Thạnh Hòa"), "Thạnh Hòa");
    assert_eq!(first("hoà khánh đà nẵng"), first("hòa khánh đà nẵng"));
}

#[test]
fn a_day_shows_the_units_of_that_day() {
    let on = |text: &str, day: Date| Gazetteer::shared().find(text, Some(day), 10);
    let hits = on("binh sa", date(2023, 5, 1));
    assert_eq!(hits[0].unit.code, "20836");
    assert!(on("binh sa", date(2025, 8, 1)).is_empty());
    assert_eq!(on("thang truong", date(2025, 8, 1))[0].unit.code, "20836");
    assert!(on("thang truong", date(2023, 5, 1)).iter().all(|h| !h.unit.current));
    assert_eq!(on("trang bom", date(2025, 8, 1))[0].unit.title, "Xã Trảng Bom");
    assert_eq!(on("trang bom", date(2026, 5, 1))[0].unit.title, "Phường Trảng Bom");
    for hit in on("tan", date(2022, 1, 1)) {
        assert!(hit.unit.valid_from.first.is_none_or(|d| d <= date(2022, 1, 1)));
    }
}

#[test]
fn a_split_unit_asks_and_nothing_is_invented() {
    assert!(find("xã Văn Khê Mê Linh")[0].ask);
    for nothing in ["", "   ", "xyzzy", "!!!", "000", "xã", "🙂"] {
        assert!(find(nothing).iter().all(|h| h.score > 0), "{nothing}");
    }
    assert!(find("xyzzy").is_empty());
    assert_eq!(Gazetteer::shared().find("tan", None, 3).len(), 3);
    assert!(find(&"tan ".repeat(100_000)).len() <= 10, "a megabyte is answered too");
}

#[test]
fn every_unit_of_today_is_found_by_its_own_path() {
    let gazetteer = Gazetteer::shared();
    let mut times = Vec::new();
    // A build without optimisation is slow: it asks a sample.
    let step = if cfg!(debug_assertions) { 13 } else { 1 };
    for unit in gazetteer.all().filter(|u| u.is_current()).step_by(step) {
        let plain = kernel::text::fold(&unit.path());
        for text in [unit.path(), plain] {
            let start = std::time::Instant::now();
            let hits = gazetteer.find(&text, None, 10);
            times.push(start.elapsed());
            let place = hits.iter().position(|h| h.unit.id == unit.id());
            assert!(place.is_some_and(|p| p < 3), "{text}: {place:?}");
        }
    }
    times.sort_unstable();
    let p95 = times[times.len() * 95 / 100];
    println!("{} searches, p95 {p95:?}", times.len());
    let limit = if cfg!(debug_assertions) { 200 } else { 5 };
    assert!(p95.as_millis() < limit, "p95 {p95:?}");
}

#[test]
fn an_answer_is_plain_json() {
    let hit = serde_json::to_value(&find("binh sa")[0]).unwrap();
    assert_eq!(
        hit,
        serde_json::json!({
            "unit": {
                "id": "63-20836",
                "code": "20836",
                "level": "commune",
                "type": "xa",
                "name": "Bình Sa",
                "title": "Xã Bình Sa",
                "path": "xã Bình Sa, huyện Thăng Bình, tỉnh Quảng Nam",
                "valid_from": null,
                "valid_to": "2025-06-30",
                "current": false,
            },
            "successors": [{
                "id": "34-20836",
                "code": "20836",
                "path": "xã Thăng Trường, thành phố Đà Nẵng",
                "share": "full",
                "ground": {
                    "code": "1659:51",
                    "vi": "khoản 51 Điều 1 Nghị quyết số 1659/NQ-UBTVQH15",
                    "en": "clause 51, article 1, resolution 1659/NQ-UBTVQH15",
                },
            }],
            "ask": false,
            "score": 40,
        })
    );
    let trace = Gazetteer::shared().trace_text("20836").unwrap();
    let trace = serde_json::to_value(&trace).unwrap();
    assert_eq!(trace["unit"]["code"], "20836");
    assert_eq!(trace["successors"][0]["share"], "full");
    assert_eq!(trace["predecessors"].as_array().unwrap().len(), 3);
}
