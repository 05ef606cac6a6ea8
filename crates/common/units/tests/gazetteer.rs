//! The tree itself: how many units, who is above whom, and what a code meant on which day.

use jiff::civil::{Date, date};
use units::{Era, Gazetteer, Kind, Level, Unit, UnitRef};

fn g() -> &'static Gazetteer {
    Gazetteer::shared()
}

fn count(era: Era, level: Level) -> usize {
    g().all().filter(|u| u.id().era == era && u.id().level == level).count()
}

fn eve() -> Date {
    date(2025, 6, 30)
}

#[test]
fn the_tables_hold_the_official_numbers() {
    assert_eq!(count(Era::Provinces34, Level::Province), 34);
    assert_eq!(count(Era::Provinces34, Level::Commune), 3_321);
    let on_the_eve = |level| {
        let there = |u: &Unit<'_>| u.id().level == level && u.existed_on(eve());
        g().all().filter(there).count()
    };
    assert_eq!(on_the_eve(Level::Province), 63);
    assert_eq!(on_the_eve(Level::District), 696);
    assert_eq!(on_the_eve(Level::Commune), 10_035);

    let today = g().all().filter(|u| u.is_current() && u.id().level == Level::Commune);
    let mut kinds = [0; 3];
    for unit in today {
        kinds[match unit.kind() {
            Kind::Xa => 0,
            Kind::Phuong => 1,
            Kind::DacKhu => 2,
            other => panic!("{} is a {other:?}", unit.title()),
        }] += 1;
    }
    // 2,621 communes and 687 wards on 1 July 2025; ten communes became wards on 30 April 2026.
    assert_eq!(kinds, [2_611, 697, 13]);
}

#[test]
fn the_old_order_ended_on_the_eve_of_the_new() {
    assert_eq!(g().last_of_old_order(), Some(eve()));
}

#[test]
fn a_code_means_another_unit_in_each_era() {
    let before = g().at("00004", eve()).unwrap();
    let since = g().at("00004", date(2025, 7, 1)).unwrap();
    assert_eq!(before.path(), "phường Trúc Bạch, quận Ba Đình, thành phố Hà Nội");
    assert_eq!(since.path(), "phường Ba Đình, thành phố Hà Nội");
    assert_ne!(before.id(), since.id());
    assert_eq!(g().at("52", eve()).unwrap().title(), "Tỉnh Bình Định");
    assert_eq!(g().at("52", date(2025, 7, 1)).unwrap().title(), "Tỉnh Gia Lai");
    assert_eq!(g().current("00004").unwrap().id(), since.id());
    assert_eq!(g().resolve("63-00004").unwrap().id(), before.id());
    assert!(g().current("513").is_none(), "districts are no more");
}

#[test]
fn names_and_types_are_dated() {
    let on = |day| g().at("26248", day).unwrap().title();
    assert_eq!(on(date(2025, 6, 30)), "Thị trấn Trảng Bom");
    assert_eq!(on(date(2025, 7, 1)), "Xã Trảng Bom");
    assert_eq!(on(date(2026, 4, 29)), "Xã Trảng Bom");
    assert_eq!(on(date(2026, 4, 30)), "Phường Trảng Bom");
    assert_eq!(g().at("75", date(2026, 4, 30)).unwrap().title(), "Thành phố Đồng Nai");
    assert_eq!(g().at("46", date(2024, 12, 31)).unwrap().title(), "Tỉnh Thừa Thiên Huế");
    assert_eq!(g().at("46", date(2025, 1, 1)).unwrap().title(), "Thành phố Huế");
    // A commune of a district that was joined to another one keeps its code, not its path.
    let moved = |day| g().at("16393", day).unwrap().path();
    assert_eq!(moved(date(2023, 1, 1)), "xã Đông Yên, huyện Đông Sơn, tỉnh Thanh Hóa");
    assert_eq!(moved(date(2025, 3, 1)), "xã Đông Yên, thành phố Thanh Hóa, tỉnh Thanh Hóa");
}

#[test]
fn a_day_that_is_not_known_is_a_span() {
    let unit = g().get("63-20674".parse().unwrap()).unwrap();
    assert_eq!(unit.valid_to().day(), None);
    assert_eq!(unit.valid_to().to_string(), "2020-02-25..2021-02-02");
    assert!(unit.existed_on(date(2020, 12, 1)));
    assert!(!unit.existed_on(date(2021, 2, 3)));
}

#[test]
fn disputed_codes_find_the_same_unit() {
    for (code, name) in
        [("06970", "Ba Chẽ"), ("06978", "Ba Chẽ"), ("23938", "Ia Mơ"), ("23737", "Ia Mơ")]
    {
        assert_eq!(g().current(code).unwrap().name(), name, "{code}");
    }
    assert_eq!(g().at("23737", eve()).unwrap().name(), "Ia Mơ Nông");
}

#[test]
fn a_tree_is_walked_both_ways() {
    let hanoi = g().current("01").unwrap();
    assert_eq!(g().children(hanoi.id(), None).len(), 126);
    assert_eq!(g().provinces(None).len(), 34);
    assert_eq!(g().provinces(Some(eve())).len(), 63);
    for (province, communes) in [("79", 168), ("12", 38), ("52", 135), ("96", 64), ("80", 96)] {
        let id = g().current(province).unwrap().id();
        assert_eq!(g().children(id, None).len(), communes, "{province}");
    }
    for unit in g().all().filter(Unit::is_current) {
        if let Some(parent) = unit.parent() {
            assert!(parent.is_current(), "{} stands under an old unit", unit.path());
            let under = g().children(parent.id(), None);
            assert!(under.iter().any(|c| c.id() == unit.id()), "{}", unit.path());
        }
        assert_eq!(unit.province().id().level, Level::Province);
    }
    let names: Vec<&str> = g().provinces(None).iter().take(4).map(Unit::name).collect();
    assert_eq!(names, ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng"]);
    let district = g().at("513", eve()).unwrap();
    assert_eq!(district.title(), "Huyện Thăng Bình");
    assert!(g().children(district.id(), Some(eve())).iter().any(|c| c.name() == "Bình Sa"));
}

#[test]
fn a_reference_is_a_text_and_back() {
    for unit in g().all() {
        assert_eq!(unit.id().to_string().parse(), Ok(unit.id()));
        assert_eq!(UnitRef::new(unit.id().era, &unit.id().code()), Some(unit.id()));
    }
    for wrong in ["", "1", "34-513", "34-1234", "34-1234x", "35-12345", "34-+1234", "trăm"] {
        assert!(wrong.parse::<UnitRef>().is_err(), "{wrong}");
        assert!(g().resolve(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn every_name_is_clean() {
    for unit in g().all().flat_map(|u| u.names().collect::<Vec<_>>()) {
        let name = unit.name();
        assert_eq!(kernel::text::nfc(name), name);
        assert_eq!(name, name.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(!name.is_empty() && kernel::text::clean(name).removed == 0, "{name}");
        assert!((1..=3).contains(&unit.short_prefix().len()), "{name}");
        assert!(unit.short_prefix().bytes().all(|b| b.is_ascii_alphanumeric()), "{name}");
    }
}

#[test]
fn memory_is_small_and_building_is_quick() {
    // In a release build it takes about 20 ms; the bound here only catches an accident.
    let start = std::time::Instant::now();
    Gazetteer::embedded().unwrap();
    let limit = if cfg!(debug_assertions) { 3_000 } else { 100 };
    assert!(start.elapsed().as_millis() < limit, "{:?}", start.elapsed());
}
