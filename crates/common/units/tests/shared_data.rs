//! The generated tables held against the official lists and data sets of the workplace, which are
//! not part of the repository. Where they are absent, each test says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use jiff::civil::date;
use kernel::text::{fold, tone_normal};
use units::{Era, Gazetteer, Level, Share};

fn g() -> &'static Gazetteer {
    Gazetteer::shared()
}

/// A file under `../shared/data` of the repository, or nothing with a line that says so.
fn shared(path: &str) -> Option<String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(path);
    let text = fs::read_to_string(file).ok();
    if text.is_none() {
        println!("skipped: ../shared/data/{path} absent");
    }
    text
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(String::new()),
            c => found.last_mut().unwrap().push(c),
        }
    }
    found
}

fn rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    text.trim_start_matches('\u{feff}').lines().skip(1).map(cells)
}

fn decided() -> BTreeSet<String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../data/units/decisions.tsv");
    let text = fs::read_to_string(file).unwrap();
    text.lines().skip(1).map(|l| l.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn the_official_lists_of_2025_are_the_tree() {
    let Some(list) = shared("admin-units/1027_CTK-CSCL.md") else { return };
    let mut count = 0;
    for line in list.lines() {
        let row: Vec<String> =
            line.split('|').map(|c| c.replace("<br>", " ").trim().to_owned()).collect();
        if row.len() < 5 || row[2].len() != 5 || row[2].bytes().any(|b| !b.is_ascii_digit()) {
            continue;
        }
        let written = row[3].split_whitespace().collect::<Vec<_>>().join(" ");
        let code = &row[2];
        let unit = g().current(code).unwrap_or_else(|| panic!("no unit {code} {written}"));
        // The list is of July 2025: the first name of the unit is the one it gives.
        assert_eq!(unit.names().next().unwrap().title(), written, "{code}");
        count += 1;
    }
    assert_eq!(count, 3_321);

    let Some(list) = shared("admin-units/915_CTK-CSCL.csv") else { return };
    for row in rows(&list) {
        let unit = g().current(&row[1]).unwrap();
        let name = row[2].trim_start_matches("Thành phố ");
        assert_eq!(unit.name(), name);
    }
}

#[test]
fn the_state_of_april_2026_is_the_tree_of_today() {
    let Some(text) = shared("admin-units/units-2026-04-30.json") else { return };
    let tree: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut count = 0;
    for province in tree.as_array().unwrap() {
        let check = |node: &serde_json::Value| {
            let code = node["Code"].as_str().unwrap();
            let unit = g().current(code).unwrap_or_else(|| panic!("no unit {code}"));
            let written = node["FullName"].as_str().unwrap();
            assert_eq!(fold(&tone_normal(&unit.title())), fold(&tone_normal(written)), "{code}");
            unit
        };
        check(province);
        for commune in province["Wards"].as_array().unwrap() {
            let unit = check(commune);
            assert_eq!(unit.province().id().code(), commune["ProvinceCode"].as_str().unwrap());
            count += 1;
        }
    }
    assert_eq!(count, 3_321);
}

#[test]
fn the_changes_of_2026_are_dated() {
    let Some(text) = shared("admin-units/changes-2025-to-2026.csv") else { return };
    for row in rows(&text).filter(|r| r[1] == r[3]) {
        let title = |day| g().at(&row[1], day).unwrap().title();
        assert_eq!(title(date(2026, 4, 29)), row[2]);
        assert_eq!(title(date(2026, 4, 30)), row[4]);
    }
}

#[test]
fn the_lineage_agrees_wherever_nothing_was_decided() {
    let Some(text) = shared("admin-units/commune-mapping-2025-07-01.csv") else { return };
    let decided = decided();
    let mut wanted: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in rows(&text).filter(|r| !decided.contains(&r[0])) {
        wanted.insert((row[0].clone(), row[6].clone()), row[10].clone());
        let old = g().at(&row[0], date(2025, 6, 30)).unwrap();
        assert_eq!(old.parent().unwrap().id().code(), row[2], "{}", old.path());
        assert_eq!(old.province().id().code(), row[4]);
    }
    let mut found = BTreeMap::new();
    for unit in g().all().filter(|u| u.id().era == Era::Provinces63) {
        let code = unit.id().code();
        if unit.id().level != Level::Commune || decided.contains(&code) {
            continue;
        }
        for step in g().trace(unit.id()).unwrap().successors.iter().filter(|s| s.unit.current) {
            let share = if step.share == Share::Full { "full" } else { "partial" };
            found.insert((code.clone(), step.unit.code.clone()), share.to_owned());
        }
    }
    assert_eq!(found, wanted);
}

#[test]
fn every_conflict_is_decided_as_one_of_the_sources_or_by_the_clause() {
    let Some(text) = shared("admin-units/mapping-conflicts.csv") else { return };
    let decided = decided();
    let mut count = 0;
    for row in rows(&text) {
        assert!(decided.contains(&row[0]), "{} is not decided", row[0]);
        count += 1;
        let Some(unit) = g().at(&row[0], date(2025, 6, 30)) else {
            // Ended before 2025: the chain leads to a unit that was there on the eve.
            let chain = g().trace_text(&format!("63-{}", row[0])).unwrap();
            assert!(!chain.successors.is_empty(), "{}", row[0]);
            continue;
        };
        let said: BTreeSet<&str> = [&row[4], &row[5]]
            .iter()
            .flat_map(|side| side.split(';'))
            .filter_map(|target| target.trim().split(' ').next())
            .collect();
        for step in g().trace(unit.id()).unwrap().successors {
            assert!(said.contains(step.unit.code.as_str()), "{} → {}", row[0], step.unit.code);
        }
    }
    assert_eq!(count, 71);
}

#[test]
fn each_clause_names_the_unit_it_made() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../data/units/clauses.tsv");
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut checked = 0;
    for line in fs::read_to_string(file).unwrap().lines().skip(1) {
        let row: Vec<&str> = line.split('\t').collect();
        let (code, number, clause) = (row[0], row[1], row[2]);
        if !texts.contains_key(number) {
            let path = format!("vietnamese-text/resolutions-2025/{number}_NQ-UBTVQH15.md");
            let Some(text) = shared(&path) else { return };
            let marks: &[char] = &['*', '\\', '>'];
            let plain = text.replace(marks, "").split_whitespace().collect::<Vec<_>>().join(" ");
            texts.insert(number.to_owned(), plain);
        }
        let name = g().current(code).unwrap().names().next().unwrap().name().to_owned();
        let squeeze = |t: &str| fold(t).replace([' ', '\'', '’'], "").replace('y', "i");
        let text = &texts[number];
        // The numbers inside a clause are no clause numbers: look at every place that may begin it.
        let begin = format!("{clause}.");
        let said = text.match_indices(&begin).any(|(at, _)| {
            let rest: String = text[at..].chars().take(2_000).collect();
            squeeze(&rest).contains(&squeeze(&name))
        });
        assert!(said, "resolution {number}, clause {clause} does not name {name} ({code})");
        checked += 1;
    }
    assert_eq!(checked, 3_321);
}

#[test]
fn both_places_of_the_tone_find_the_unit() {
    let Some(text) = shared("vietnamese-text/tone-placement-pairs.csv") else { return };
    let mut count = 0;
    for row in rows(&text) {
        let normal = |t: &str| tone_normal(t).to_lowercase();
        assert_eq!(normal(&row[1]), normal(&row[2]));
        let ids = |text: &str| -> Vec<String> {
            g().find(text, None, 40).into_iter().map(|h| h.unit.code).collect()
        };
        let (a, b) = (ids(&row[1]), ids(&row[2]));
        assert_eq!(a, b, "{} and {}", row[1], row[2]);
        assert!(a.contains(&row[0]), "{} does not find {}: {a:?}", row[1], row[0]);
        count += 1;
    }
    assert_eq!(count, 96);
}
