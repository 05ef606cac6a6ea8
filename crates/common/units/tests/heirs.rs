//! Who answers for what units of before left undone: nobody's debt is lost on 1 July 2025, and a
//! code that two units bore is told apart by its day.

use std::collections::BTreeSet;

use jiff::civil::date;
use store::Value;
use units::heirs::condition;
use units::{Era, Gazetteer, Left};

fn g() -> &'static Gazetteer {
    Gazetteer::shared()
}

fn codes(code: &str) -> Vec<String> {
    g().left_to(code).into_iter().map(|left| left.code).collect()
}

#[test]
fn thang_truong_answers_for_the_three_communes_that_it_was_made_of() {
    let left = g().left_to("20836");
    assert_eq!(left[0], Left { code: "20836".into(), until: None }, "its own come first");
    let names: Vec<String> = g().before("20836").iter().map(units::Unit::title).collect();
    assert_eq!(names, ["Xã Bình Hải", "Xã Bình Nam"], "Bình Sa bore the code of today");
    for unit in g().before("20836") {
        assert!(g().answers_for("20836", &unit.id().code()));
        assert!(!g().answers_for("20827", &unit.id().code()), "not the commune beside it");
    }
    assert!(!g().answers_for("20836", "20836"), "that is itself");
    assert!(!g().answers_for("20836", "20836-01"), "an office has no place in the gazetteer");
    assert_eq!(codes("20836-01"), ["20836-01"]);
    assert_eq!(codes("20821"), ["20821"], "who is no more answers for itself alone");
}

#[test]
fn a_province_answers_for_the_provinces_and_districts_that_ended() {
    let all = codes("52");
    for code in ["52", "64", "632"] {
        assert!(all.contains(&code.to_owned()), "{code}: {all:?}");
    }
    assert!(all.iter().all(|code| code.len() < 5), "communes went into communes: {all:?}");
    assert!(codes("48").contains(&"513".to_owned()), "Thăng Bình was a district of Quảng Nam");
}

#[test]
fn a_divided_unit_is_answered_for_by_each_that_took_a_part() {
    // The ward 00007 went to two, of which neither bears its code.
    for ward in ["00008", "00025"] {
        assert!(codes(ward).contains(&"00007".to_owned()), "{ward}");
    }
    // A code that went on as another unit's is meant until the last day of the old order only.
    let eve = g().last_of_old_order();
    let bounded = g().all().filter(units::Unit::is_current).flat_map(|unit| {
        let code = unit.id().code();
        g().left_to(&code).into_iter().filter(move |left| left.code != code)
    });
    let bounded: Vec<Left> = bounded.filter(|left| left.until.is_some()).collect();
    assert!(!bounded.is_empty());
    assert!(bounded.iter().all(|left| left.until == eve && g().current(&left.code).is_some()));
}

#[test]
fn nothing_of_the_old_order_is_lost() {
    let today = g().all().filter(units::Unit::is_current);
    let answered: BTreeSet<String> =
        today.flat_map(|unit| g().left_to(&unit.id().code())).map(|left| left.code).collect();
    let before = g().all().filter(|unit| unit.id().era == Era::Provinces63);
    let lost: Vec<String> = before
        .filter(|unit| !answered.contains(&unit.id().code()))
        .map(|unit| unit.path())
        .collect();
    assert!(lost.len() <= 10, "the lists only stop naming ten: {lost:?}");
}

#[test]
fn a_condition_names_each_code_once() {
    let left = |code: &str, until| Left { code: code.into(), until };
    let mut values = vec![Value::from(7_i64)];
    let one = condition(&[left("1", None)], ("unit", "on_day"), &mut values);
    assert_eq!((one.as_str(), values.len()), ("unit = $2", 2));
    let several = [left("1", None), left("2", None), left("3", Some(date(2025, 6, 30)))];
    let mut values = Vec::new();
    let text = condition(&several, ("unit", "on_day"), &mut values);
    assert_eq!(text, "(unit IN ($1, $2) OR (unit = $3 AND on_day <= $4))");
    assert_eq!(values.len(), 4);
    assert_eq!(condition(&[], ("unit", "on_day"), &mut values), "1 = 0");
}
