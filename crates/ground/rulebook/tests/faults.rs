//! Files with a fault: each is refused with its file, its row and its field.

use rulebook::{Law, Rulebook, embedded};

const INSTRUMENT: &str = r#"
[[instrument]]
id = "LKN"
number = "02/2011/QH13"
short_vi = "Luật Khiếu nại"
short_en = "Complaints Law"
valid_from = 2012-07-01
certainty = "verified"
note_vi = "x"
note_en = "x"

[[start]]
id = "acceptance"
vi = "ngày thụ lý"
en = "acceptance"
"#;

const RULE: &str = r#"
[[rule]]
id = "KN.res1"
article = "LKN 28"
value = 30
unit = "cd"
start = "acceptance"
roll_forward = true
valid_from = 2012-07-01
certainty = "verified"
vi = "Giải quyết trong {value} ngày."
en = "Resolve within {value} days."
"#;

/// Reads the sound row after one edit, and tells where the fault was found.
fn fault(from: &str, to: &str) -> String {
    let edited = RULE.replacen(from, to, 1);
    assert_ne!(edited, RULE, "the edit must change something");
    let files = [("ground.toml", INSTRUMENT), ("khieu-nai.toml", edited.as_str())];
    Rulebook::parse(&files).expect_err("a fault").to_string()
}

#[test]
fn the_row_without_a_fault_is_read() {
    // The order of files does not matter.
    let files = [("khieu-nai.toml", RULE), ("ground.toml", INSTRUMENT)];
    assert_eq!(Rulebook::parse(&files).expect("no fault").rules().count(), 1);
}

#[test]
fn each_fault_names_file_row_and_field() {
    let at = "khieu-nai.toml: KN.res1:";
    let cases = [
        ("\"cd\"", "\"days\"", "unit: \"days\" is not a unit"),
        ("vi = \"Giải quyết trong {value} ngày.\"", "", "vi: is missing"),
        ("{value} ngày", "30 ngày", "vi: must hold {value}"),
        ("days.\"", "days\"", "en: a sentence ends with a full stop"),
        ("roll_forward = true", "", "roll_forward: a term of calendar days must say"),
        ("start = \"acceptance\"", "", "start: a term needs the event that starts it"),
        ("\"acceptance\"", "\"someday\"", "start: \"someday\" is not a known event"),
        ("LKN 28", "LXX 28", "article: no instrument \"LXX\""),
        ("LKN 28", "LKN 28 1", "article: \"LKN 28 1\" is not a citation"),
        ("value = 30", "value = -1", "value: -1 is out of range"),
        ("value = 30", "value = \"30\"", "value: must be a whole number"),
        ("value = 30", "value = 0", "value: is missing or zero"),
        ("2012-07-01", "\"2012-07-01\"", "valid_from: must be a date"),
        ("2012-07-01", "2012-06-30", "valid_from: LKN is law from 2012-07-01 only"),
        ("\"verified\"", "\"sure\"", "certainty: \"sure\" is not verified"),
        ("certainty", "valid_to = 2012-01-01\ncertainty", "valid_to: lies before valid_from"),
        ("certainty", "note_vi = \"x\"\ncertainty", "note_vi: a note needs both languages"),
        ("certainty", "certanty = \"verified\"\ncertainty", "certanty: unknown field"),
    ];
    for (from, to, expected) in cases {
        let told = fault(from, to);
        assert!(told.starts_with(&format!("{at} {expected}")), "{told}");
    }
    assert!(fault("[[rule]]", "[[ruel]]").contains("ruel: unknown kind of row"));
    assert!(fault("[[rule]]", "[[rule]").starts_with("khieu-nai.toml: line 2: syntax"));
}

#[test]
fn versions_that_overlap_are_refused() {
    let later = RULE.replacen("2012-07-01", "2020-01-01", 1);
    let files = [("a.toml", INSTRUMENT), ("b.toml", RULE), ("c.toml", later.as_str())];
    let told = Rulebook::parse(&files).expect_err("they overlap").to_string();
    assert_eq!(told, "c.toml: KN.res1: valid_from: another version is law on the same days");

    let ended = RULE.replacen("certainty", "valid_to = 2019-12-31\ncertainty", 1);
    let files = [("a.toml", INSTRUMENT), ("c.toml", later.as_str()), ("b.toml", ended.as_str())];
    let book = Rulebook::parse(&files).expect("one ends before the other begins");
    assert_eq!(book.versions("KN.res1").len(), 2);
}

#[test]
fn a_fault_in_the_days_off_names_the_day() {
    let holidays = embedded::FILES.last().expect("the days off").1;
    let told = |from: &str, to: &str| {
        let edited = holidays.replacen(from, to, 1);
        assert_ne!(edited, holidays);
        Law::parse(&[("holidays.toml", edited.as_str())]).expect_err("a fault").to_string()
    };
    let day = "{ date = 2026-04-27, kind = \"compensation\"";
    let cases = [
        ("{ date = 2026-04-28, kind = \"holidy\"", "2026-04-28: kind: \"holidy\" is not a kind"),
        ("{ date = 2026-04-25, kind = \"compensation\"", "2026-04-25: kind:"),
        ("{ date = 2026-04-26, kind = \"holiday\"", "2026-04-26: kind:"),
        ("{ date = 2025-04-28, kind = \"compensation\"", "2025-04-28: date: does not belong"),
        ("{ date = 2026-01-02, kind = \"compensation\"", "2026-01-02: date: this day is there"),
    ];
    for (to, expected) in cases {
        let told = told(day, to);
        assert!(told.starts_with(&format!("holidays.toml: {expected}")), "{told}");
    }
    assert!(told("feast = \"culture\"", "feast = \"cultura\"").contains("2026-11-24: feast"));
    assert!(told("source = \"nq28\"", "source = \"nq29\"").contains("2026-11-24: source"));
    let none = Law::parse(&[("a.toml", INSTRUMENT)]).expect_err("no calendar").to_string();
    assert!(none.contains("no file holds a calendar"), "{none}");
}
