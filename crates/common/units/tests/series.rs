//! Series of figures across 1 July 2025: the places of the published figures, and the property that
//! sums over any partition of the country agree.

use std::collections::BTreeSet;

use jiff::civil::date;
use units::{Era, Gazetteer, Level, UnitRef};

fn g() -> &'static Gazetteer {
    Gazetteer::shared()
}

fn parts(unit: &str) -> BTreeSet<UnitRef> {
    g().series(unit.parse().unwrap()).unwrap().parts
}

fn has(unit: &str, part: &str) -> bool {
    parts(unit).contains(&part.parse().unwrap())
}

#[test]
fn thang_truong_goes_on_from_binh_sa() {
    let parts = parts("34-20836");
    let names: BTreeSet<String> =
        parts.iter().map(|unit| g().get(*unit).unwrap().title()).collect();
    let wanted = ["Xã Thăng Trường", "Xã Bình Sa", "Xã Bình Hải", "Xã Bình Nam"];
    assert!(wanted.iter().all(|name| names.contains(*name)), "{names:?}");
    assert!(has("34-48", "63-20836"), "and the whole is in Đà Nẵng");
    assert!(has("63-49", "63-20836"), "which was in Quảng Nam");
}

#[test]
fn gia_lai_of_today_is_gia_lai_and_binh_dinh() {
    for part in ["63-64", "63-52", "63-632"] {
        assert!(has("34-52", part), "{part}");
    }
    assert!(!has("63-64", "63-52"), "the old province has its own years only");
    let eight = g().series("63-632".parse().unwrap()).unwrap();
    let communes = eight.parts.iter().filter(|unit| unit.level == Level::Commune).count();
    assert!(communes >= 18, "{communes} communes of Chư Prông");
}

/// The town of Kiến Tường (63-795, Long An): its wards are one ward of today that bears its name,
/// its communes went to two others; all of it is in Tây Ninh.
#[test]
fn the_ward_kien_tuong_is_three_wards_of_the_town_and_not_the_whole_town() {
    for ward in ["63-27787", "63-27788", "63-27806"] {
        assert!(has("34-27787", ward), "{ward}");
    }
    for commune in ["63-27790", "63-27817", "63-795"] {
        assert!(!has("34-27787", commune), "{commune}");
    }
    let town = parts("63-795");
    assert_eq!(town.iter().filter(|unit| unit.level == Level::Commune).count(), 8);
    assert!(town.iter().all(|part| parts("34-80").contains(part)));
}

#[test]
fn a_divided_unit_is_beside_each_part_and_in_the_whole() {
    // 63-00007 went to two wards.
    let divided: UnitRef = "63-00007".parse().unwrap();
    for ward in ["34-00008", "34-00025"] {
        let series = g().series(ward.parse().unwrap()).unwrap();
        assert!(series.divided.contains(&divided) && !series.parts.contains(&divided), "{ward}");
    }
    assert!(has("34-01", "63-00007"));
}

/// No unit is in two series of one partition, and none is left out.
fn is_partition(series: impl Iterator<Item = BTreeSet<UnitRef>>, all: &BTreeSet<UnitRef>) {
    let mut seen = BTreeSet::new();
    for parts in series {
        for part in parts {
            assert!(seen.insert(part), "{part} ({}) is counted twice", path(part));
        }
    }
    let left: Vec<String> = all.difference(&seen).map(|unit| path(*unit)).collect();
    assert!(left.is_empty(), "{} are left out: {:?}", left.len(), &left[..left.len().min(5)]);
}

fn path(unit: UnitRef) -> String {
    format!("{unit} {}", g().get(unit).unwrap().path())
}

#[test]
fn provinces_of_today_hold_every_unit_once() {
    let all: BTreeSet<UnitRef> = g().all().map(|unit| unit.id()).collect();
    let provinces = g().provinces(None);
    is_partition(provinces.iter().map(|one| g().series(one.id()).unwrap().parts), &all);
}

#[test]
fn provinces_of_before_hold_every_unit_of_before_once() {
    let before = |unit: &UnitRef| unit.era == Era::Provinces63;
    let all = g().all().map(|unit| unit.id()).filter(before).collect();
    let provinces = g().provinces(Some(date(2025, 6, 30)));
    is_partition(provinces.iter().map(|one| g().series(one.id()).unwrap().parts), &all);
}

#[test]
fn communes_of_today_with_the_divided_ones_hold_every_commune_once() {
    let commune = |unit: &UnitRef| unit.level == Level::Commune;
    let all: BTreeSet<UnitRef> = g().all().map(|unit| unit.id()).filter(commune).collect();
    let today = g().all().filter(|unit| unit.is_current() && commune(&unit.id()));
    let mut series: Vec<BTreeSet<UnitRef>> = Vec::new();
    let mut apart = BTreeSet::new();
    for unit in today {
        let one = g().series(unit.id()).unwrap();
        apart.extend(one.divided);
        series.push(one.parts);
    }
    // What went whole into a divided unit is apart with it; so are the few whose end nobody states.
    let mut waiting: Vec<UnitRef> = apart.iter().copied().collect();
    while let Some(unit) = waiting.pop() {
        let more = g().series(unit).unwrap();
        waiting.extend(more.parts.iter().chain(&more.divided).filter(|one| apart.insert(**one)));
    }
    let in_series: BTreeSet<UnitRef> = series.iter().flatten().copied().collect();
    assert!(apart.is_disjoint(&in_series));
    let lost: BTreeSet<UnitRef> = g()
        .all()
        .map(|unit| unit.id())
        .filter(|unit| commune(unit) && g().trace(*unit).unwrap().reason.is_some())
        .collect();
    assert_eq!(lost.len(), 10, "the lists only stop naming ten");
    let mut rest = apart;
    rest.extend(lost.difference(&in_series).copied().collect::<Vec<_>>());
    series.push(rest);
    is_partition(series.into_iter(), &all);
}

#[test]
fn a_code_means_the_unit_of_its_day() {
    let meant = |on| g().meant("20836", on).unwrap().to_string();
    assert_eq!(meant(date(2025, 6, 30)), "63-20836");
    assert_eq!(meant(date(2025, 7, 1)), "34-20836");
    let district = |on| g().meant("632", on).unwrap().to_string();
    assert_eq!(district(date(2025, 9, 1)), "63-632", "a case closed after the end of its unit");
}
