//! How the law of an office changes while the program runs, and how it is written down.

use calendar::{CalendarKind, Certainty, Entry, EntryKind, Standing, Status};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rulebook::{Law, LawChange, RuleError};

const OFFICE: CalendarKind = CalendarKind::Office;

fn law() -> Law {
    Law::embedded().expect("the embedded law")
}

fn holiday(date: Date) -> LawChange {
    LawChange::HolidaySet(Entry {
        date,
        kind: EntryKind::Holiday,
        name_vi: "Ngày nghỉ thử".to_owned(),
        name_en: "Test holiday".to_owned(),
        instead_of: None,
        source: "Quyết định thử".to_owned(),
        status: Status::Decided,
        certainty: Certainty::Verified,
    })
}

#[test]
fn a_new_holiday_moves_a_due_date_and_leaving_it_moves_it_back() {
    let law = law();
    let event = date(2026, 3, 16);
    let before = law.due("KN.res1", event, OFFICE).expect("in force");
    let more = law.apply(&holiday(before.due())).expect("a sound change");
    let after = more.due("KN.res1", event, OFFICE).expect("in force");
    assert_eq!((before.due(), after.due()), (date(2026, 4, 15), date(2026, 4, 16)));
    assert_eq!(after.explanation.raw_due, before.due());

    let removed = LawChange::HolidayRemoved {
        date: before.due(),
        source: "Quyết định thử".to_owned(),
    };
    let back = more.apply(&removed).expect("there is something to remove");
    assert_eq!(back.due_date("KN.res1", event, OFFICE), Ok(before.due()));
    assert!(back.apply(&removed).is_err());
}

#[test]
fn a_jurist_s_confirmation_stands_beside_the_certainty() {
    let law = law();
    let confirm = LawChange::RuleConfirmed {
        id: "KN.send1".to_owned(),
        valid_from: date(2012, 7, 1),
        source: "Điều 32 Luật Khiếu nại".to_owned(),
    };
    let deadline = |law: &Law| law.due("KN.send1", date(2026, 3, 16), OFFICE).expect("in force");
    assert!(!deadline(&law).is_settled());
    let confirmed = deadline(&law.apply(&confirm).expect("the version exists"));
    assert!(confirmed.is_settled() && confirmed.confirmed);
    assert_eq!(confirmed.certainty, Certainty::Memory);

    let unknown = LawChange::RuleConfirmed {
        id: "KN.send1".to_owned(),
        valid_from: date(2013, 7, 1),
        source: "x".to_owned(),
    };
    assert!(law.apply(&unknown).is_err());
}

#[test]
fn a_new_decree_ends_one_version_and_begins_another() {
    let law = law();
    let old = law.rulebook.versions("TD.reply")[0].clone();
    let change = date(2027, 1, 1);
    let new = rulebook::Rule { value: Some(7), valid_from: change, ..old.clone() };
    let set = LawChange::RuleSet(Box::new(new));
    let overlap = law.apply(&set);
    assert!(matches!(overlap, Err(RuleError::Overlap { .. })), "{overlap:?}");

    let end = LawChange::RuleEnded {
        id: old.id.clone(),
        valid_from: old.valid_from,
        valid_to: date(2026, 12, 31),
        source: "Nghị định thử".to_owned(),
    };
    let law = law.apply_all([&end, &set]).expect("first the end, then the beginning");
    let value = |event| law.due("TD.reply", event, OFFICE).expect("in force").explanation.term;
    assert_eq!(value(date(2026, 12, 31)).value, 10, "its clock started under the old version");
    assert_eq!(value(change).value, 7);
    let deadline = law.due("TD.reply", change, OFFICE).expect("in force");
    assert_eq!(deadline.valid_from, change);

    let backwards = LawChange::RuleEnded {
        id: old.id,
        valid_from: old.valid_from,
        valid_to: date(2010, 1, 1),
        source: "Nghị định thử".to_owned(),
    };
    assert!(law.apply(&backwards).is_err());
}

#[test]
fn a_year_is_announced() {
    let law = law();
    // The authority announces 2027 as it was worked out, and chooses 3 September.
    let mut changes = vec![holiday(date(2027, 9, 3))];
    changes.push(LawChange::YearConfirmed { year: 2027, source: "Thông báo thử".to_owned() });
    let law = law.apply_all(&changes).expect("sound changes");
    assert_eq!(law.calendar.standing_of_year(2027), Standing::Decided);
    let deadline = law.due("TD.reply", date(2027, 8, 25), OFFICE).expect("in force");
    assert_eq!(deadline.due(), date(2027, 9, 10));
    assert!(deadline.is_settled());
}

#[test]
fn the_law_survives_being_written_down() {
    let law = law();
    let text = law.canonical().expect("plain data");
    assert_eq!(Law::from_canonical(&text).expect("the same form"), law);
    assert_eq!(text, self::law().canonical().expect("plain data"), "the same law, the same text");

    let changes = [
        holiday(date(2027, 9, 3)),
        LawChange::HolidayRemoved { date: date(2027, 2, 11), source: "x".to_owned() },
        LawChange::YearConfirmed { year: 2027, source: "Thông báo thử".to_owned() },
        LawChange::RuleConfirmed {
            id: "KN.send1".to_owned(),
            valid_from: date(2012, 7, 1),
            source: "x".to_owned(),
        },
    ];
    let changed = law.apply_all(&changes).expect("sound changes");
    let other = changed.canonical().expect("plain data");
    assert_ne!(other, text);
    assert_eq!(Law::from_canonical(&other).expect("the same form"), changed);
}

#[test]
fn a_text_that_is_not_a_law_is_refused() {
    let text = law().canonical().expect("plain data");
    let forged = [
        String::new(),
        "{}".to_owned(),
        text.replacen("\"format\":1", "\"format\":2", 1),
        text.replacen("\"article\":\"LKN 28\"", "\"article\":\"XYZ 28\"", 1),
        text.replacen("\"start\":\"acceptance\"", "\"start\":\"someday\"", 1),
    ];
    for bad in forged {
        assert_ne!(bad, text);
        assert!(Law::from_canonical(&bad).is_err());
    }
}

#[test]
fn each_change_survives_json() {
    let rule = law().rulebook.versions("KN.limit2")[0].clone();
    let changes = [
        holiday(date(2027, 9, 3)),
        LawChange::RuleSet(Box::new(rule)),
        LawChange::YearConfirmed { year: 2027, source: "Thông báo thử".to_owned() },
    ];
    for change in changes {
        let json = serde_json::to_string(&change).expect("plain data");
        assert!(json.starts_with("{\"change\":\""), "{json}");
        assert_eq!(serde_json::from_str::<LawChange>(&json).expect("the same shape"), change);
    }
}

proptest! {
    // Each case makes a whole calendar anew; a few dozen meet every part of the year.
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn another_holiday_never_makes_a_deadline_of_the_law_earlier(
        start in 0_i64..1_400, after in 0_i64..90, rule in 0_usize..40,
    ) {
        let law = law();
        let event = date(2024, 1, 1).checked_add(start.days()).expect("in range");
        let off = event.checked_add(after.days()).expect("in range");
        let more = law.apply(&holiday(off)).expect("a sound change");
        let terms: Vec<_> = law
            .rulebook
            .rules()
            .filter(|r| r.term(None).is_some() && r.is_law_on(event))
            .collect();
        let id = &terms[rule % terms.len()].id;
        let before = law.due_date(id, event, OFFICE).expect("in force");
        let now = more.due_date(id, event, OFFICE).expect("in force");
        prop_assert!(now >= before, "{} {} {}", id, before, now);
    }
}
