//! Where units went: the places of the published figures, and properties of the whole table.

use std::collections::BTreeSet;

use jiff::civil::date;
use units::{Era, Gazetteer, Level, Relation, Share, Trace};

fn g() -> &'static Gazetteer {
    Gazetteer::shared()
}

fn trace(text: &str) -> Trace {
    g().trace_text(text).unwrap_or_else(|| panic!("no unit {text}"))
}

fn titles(relations: &[Relation]) -> BTreeSet<String> {
    relations.iter().map(|r| r.unit.title.clone()).collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

#[test]
fn binh_sa_is_in_thang_truong() {
    let found = trace("63-20836");
    assert_eq!(found.unit.path, "xã Bình Sa, huyện Thăng Bình, tỉnh Quảng Nam");
    assert_eq!(titles(&found.successors), set(["Xã Thăng Trường"]));
    let step = &found.successors[0];
    assert_eq!((step.share, step.date.day()), (Share::Full, Some(date(2025, 7, 1))));
    assert_eq!(step.unit.path, "xã Thăng Trường, thành phố Đà Nẵng");
    assert!(step.ground.vi.ends_with("Điều 1 Nghị quyết số 1659/NQ-UBTVQH15"));
    assert!(!found.ask);
    let now = trace("34-20836");
    assert_eq!(titles(&now.predecessors), set(["Xã Bình Nam", "Xã Bình Hải", "Xã Bình Sa"]));
}

#[test]
fn a_bare_code_answers_for_both_eras() {
    let found = trace("20836");
    assert_eq!(found.unit.title, "Xã Thăng Trường");
    assert_eq!(found.earlier.unwrap().title, "Xã Bình Sa");
    assert_eq!(titles(&found.successors), set(["Xã Thăng Trường"]));
    assert_eq!(found.predecessors.len(), 3);
    assert_eq!(found.today.len(), 1);
    assert!(!found.ask);
}

#[test]
fn a_district_went_where_its_communes_went() {
    let found = trace("632");
    assert_eq!(found.unit.path, "huyện Chư Prông, tỉnh Gia Lai");
    let names = [
        "Xã Chư Prông",
        "Xã Bàu Cạn",
        "Xã Ia Boòng",
        "Xã Ia Lâu",
        "Xã Ia Pia",
        "Xã Ia Tôr",
        "Xã Ia Púch",
        "Xã Ia Mơ",
    ];
    assert_eq!(titles(&found.successors), set(names));
    assert!(found.ask && found.successors.iter().all(|s| s.share == Share::Partial));
    let town = trace("795");
    assert_eq!(town.unit.title, "Thị xã Kiến Tường");
    assert!(titles(&town.successors).contains("Phường Kiến Tường"));
    let wards = trace("34-27787").predecessors;
    assert_eq!(titles(&wards), set(["Phường 1", "Phường 2", "Phường 3"]));
    // An island district became a special zone as a whole.
    assert_eq!(titles(&trace("536").successors), set(["Đặc khu Lý Sơn"]));
    assert!(!trace("536").ask);
}

#[test]
fn provinces_were_joined_whole() {
    let gia_lai = trace("34-52");
    assert_eq!(titles(&gia_lai.predecessors), set(["Tỉnh Gia Lai", "Tỉnh Bình Định"]));
    let ca_mau = trace("34-96");
    assert_eq!(titles(&ca_mau.predecessors), set(["Tỉnh Cà Mau", "Tỉnh Bạc Liêu"]));
    let hanoi = trace("34-01");
    assert_eq!(titles(&hanoi.predecessors), set(["Thành phố Hà Nội"]));
    for province in g().provinces(Some(date(2025, 6, 30))) {
        let found = g().trace(province.id()).unwrap();
        assert_eq!(found.successors.len(), 1, "{}", province.title());
        assert!(!found.ask);
    }
}

#[test]
fn a_split_unit_asks() {
    // Văn Khê of Mê Linh was divided among four communes.
    let found = trace("63-09013");
    assert_eq!(
        titles(&found.successors),
        set(["Xã Ô Diên", "Xã Mê Linh", "Xã Yên Lãng", "Xã Tiến Thắng"])
    );
    assert!(found.ask && found.today.len() == 4);
}

#[test]
fn a_chain_runs_through_the_years_before() {
    // Nguyễn Huệ took in Trưng Vương in 2020; the chain ends today.
    let found = trace("63-01585");
    assert_eq!(found.unit.title, "Xã Bình Lăng");
    assert_eq!(found.successors[0].share, Share::Unstated);
    assert_eq!(found.successors[0].unit.title, "Xã Độc Lập");
    assert!(found.successors[0].next.iter().all(|s| s.unit.current));
    assert!(found.ask, "the sources do not say how much went there");
    assert!(!found.today.is_empty());
}

#[test]
fn a_dead_end_says_why() {
    let lost: Vec<Trace> = g()
        .all()
        .filter(|u| !u.is_current())
        .filter_map(|u| g().trace(u.id()))
        .filter(|t| t.successors.is_empty())
        .collect();
    assert_eq!(lost.len(), 10);
    for trace in lost {
        assert!(trace.ask && trace.today.is_empty());
        assert_eq!(trace.reason.unwrap().code, "not-stated");
        assert!(trace.unit.valid_to.day().is_none(), "only units that ended before 2025");
    }
}

#[test]
fn shares_agree_with_the_number_of_successors() {
    let mut edges = 0;
    for unit in g().all().filter(|u| u.id().era == Era::Provinces63) {
        let steps = g().trace(unit.id()).unwrap().successors;
        if unit.id().level == Level::Commune {
            let to_today = steps.iter().filter(|s| s.unit.current).count();
            edges += to_today;
            match steps.first().map(|s| s.share) {
                Some(Share::Full) => assert_eq!(steps.len(), 1, "{}", unit.path()),
                Some(Share::Partial) => assert!(steps.len() > 1, "{}", unit.path()),
                Some(Share::Unstated) => assert_eq!(to_today, 0, "{}", unit.path()),
                None => {}
            }
            assert!(steps.windows(2).all(|w| w[0].share == w[1].share), "{}", unit.path());
            let names: BTreeSet<_> = steps.iter().map(|s| s.unit.id).collect();
            assert_eq!(names.len(), steps.len(), "{}", unit.path());
        }
    }
    assert_eq!(edges, 10_566);
}

#[test]
fn every_commune_of_today_came_from_somewhere() {
    for unit in g().all().filter(|u| u.is_current()) {
        let found = g().trace(unit.id()).unwrap();
        assert!(!found.predecessors.is_empty(), "{}", unit.path());
        assert!(!found.ask && found.today.len() == 1);
        for step in &found.predecessors {
            assert!(!step.ground.code.contains("name"), "2025 has a legal ground");
            assert!(step.unit.valid_to.day() == Some(date(2025, 6, 30)));
        }
    }
}

#[test]
fn a_way_never_leads_back_in_time() {
    fn later(steps: &[Relation], end: Option<jiff::civil::Date>) {
        for step in steps {
            assert!(step.unit.current || step.unit.valid_to.last > end, "{}", step.unit.path);
            later(&step.next, step.unit.valid_to.last);
        }
    }
    for unit in g().all().filter(|u| !u.is_current()) {
        later(&g().trace(unit.id()).unwrap().successors, unit.valid_to().last);
    }
}
