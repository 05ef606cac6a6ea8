//! The law as it is shipped: terms worked out by hand, over Tết, swapped Saturdays and the
//! holidays that State offices kept or will keep.

use std::fs;
use std::path::{Path, PathBuf};

use calendar::{CalendarKind, Certainty, EntryKind, Lang, Standing, Status, Term};
use jiff::civil::{Date, date};
use rulebook::json::DueAnswer;
use rulebook::{Law, RuleError};

const OFFICE: CalendarKind = CalendarKind::Office;

fn law() -> Law {
    Law::embedded().expect("the embedded law")
}

fn shared(name: &str) -> Option<String> {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    let text = fs::read_to_string(root.join(name)).ok();
    if text.is_none() {
        println!("skipped: shared/data/{name} absent");
    }
    text
}

#[test]
fn terms_worked_out_by_hand() {
    let law = law();
    let wd = Term::working_days;
    let cd = Term::calendar_days;
    let rows = [
        (date(2026, 2, 10), wd(10), date(2026, 3, 3), date(2026, 3, 3)),
        (date(2026, 2, 10), cd(10), date(2026, 2, 20), date(2026, 2, 23)),
        (date(2026, 1, 5), wd(5), date(2026, 1, 10), date(2026, 1, 10)),
        (date(2026, 8, 20), wd(7), date(2026, 8, 28), date(2026, 8, 28)),
        (date(2026, 8, 3), cd(30), date(2026, 9, 2), date(2026, 9, 3)),
        (date(2026, 11, 20), wd(5), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2025, 4, 24), wd(7), date(2025, 5, 7), date(2025, 5, 7)),
        (date(2026, 3, 16), cd(45), date(2026, 4, 30), date(2026, 5, 4)),
        (date(2024, 4, 25), wd(10), date(2024, 5, 13), date(2024, 5, 13)),
        (date(2026, 4, 20), wd(10), date(2026, 5, 7), date(2026, 5, 7)),
        (date(2025, 1, 20), cd(10), date(2025, 1, 30), date(2025, 2, 3)),
    ];
    for (event, term, raw, due) in rows {
        let told = term.explain(event, &law.calendar, OFFICE).expect("in range");
        assert_eq!((told.raw_due, told.due), (raw, due), "{event} {term:?}");
        assert_eq!(term.due(event, &law.calendar, OFFICE), Ok(due), "{event} {term:?}");
    }
}

#[test]
fn working_days_of_three_years() {
    let law = law();
    for (year, days) in [(2024, 251), (2025, 250), (2026, 249)] {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        assert_eq!(law.calendar.working_days(first, last, OFFICE), days, "{year}");
    }
}

#[test]
fn a_first_complaint_accepted_in_march_2026() {
    let law = law();
    let deadline = law.due("KN.res1", date(2026, 3, 16), OFFICE).expect("in force");
    assert_eq!(deadline.due(), date(2026, 4, 15));
    assert_eq!(deadline.explanation.raw_due, date(2026, 4, 15));
    assert!(deadline.is_settled());

    let answer = DueAnswer::new(&law.rulebook, &deadline);
    let json = serde_json::to_value(&answer).expect("plain data");
    assert_eq!(json["rule"], "KN.res1");
    assert_eq!(json["event"], "2026-03-16");
    assert_eq!(json["raw_due"], "2026-04-15");
    assert_eq!(json["due"], "2026-04-15");
    assert_eq!(json["article"], "LKN 28");
    assert_eq!(json["certainty"], "verified");
    assert_eq!(json["calendar"], "office");
    let days = json["days"].as_array().expect("a list");
    assert_eq!(days.len(), 31);
    assert_eq!(days[0]["why"], "event");
    assert_eq!(days[0]["counted"], false);
    assert_eq!(days[0].get("ordinal"), None);
    assert_eq!(days[30]["date"], "2026-04-15");
    assert_eq!(days[30]["ordinal"], 30);
    assert_eq!(days[5]["why"], "weekend");
    assert_eq!(days[5]["counted"], true, "calendar days count on days off too");
    assert_eq!(days.iter().filter(|day| day["counted"] == true).count(), 30);
    let back: DueAnswer = serde_json::from_value(json).expect("the same shape");
    assert_eq!(back, answer);
}

#[test]
fn the_sentences_of_a_term_that_runs_out_on_tet() {
    let law = law();
    let deadline = law.due("KN.accept1", date(2026, 2, 10), OFFICE).expect("in force");
    let answer = DueAnswer::new(&law.rulebook, &deadline);
    assert_eq!(
        answer.words.vi,
        "10 ngày, tính cả ngày nghỉ, kể từ sau ngày 10/02/2026. Ngày cuối là thứ Sáu, \
         20/02/2026, đúng ngày nghỉ, nên hạn chuyển sang ngày làm việc tiếp theo: thứ Hai, \
         23/02/2026."
    );
    assert_eq!(answer.cite.vi, "Điều 27 Luật Khiếu nại");
    let say = |n: usize| answer.days[n].words.vi.as_str();
    assert_eq!(say(0), "Ngày bắt đầu; không tính.");
    assert_eq!(say(1), "Thứ Tư, ngày làm việc; tính là ngày thứ 1.");
    assert_eq!(say(7), "Nghỉ lễ: Tết Nguyên đán, mùng một; tính là ngày thứ 7.");
    assert_eq!(say(11), "Thứ Bảy, ngày nghỉ hằng tuần; không tính.");
    assert_eq!(
        say(13),
        "Thứ Hai, ngày làm việc đầu tiên sau 20/02/2026, nên thời hạn kết thúc vào ngày này."
    );
    assert_eq!(answer.days.last().map(|day| day.why.as_str()), Some("rolled"));
}

#[test]
fn next_year_is_told_as_provisional() {
    let law = law();
    let deadline = law.due("TD.reply", date(2027, 1, 28), OFFICE).expect("in force");
    // Tết 2027: five days from Friday 5 February, two of them given back on the 10th and 11th.
    assert_eq!(deadline.due(), date(2027, 2, 18));
    assert_eq!(deadline.explanation.standing, Standing::Provisional);
    assert!(!deadline.is_settled());
    assert!(deadline.explanation.sentence(Lang::Vi).contains("dự kiến"));
    assert_eq!(law.calendar.undetermined(2027).count(), 1, "the day beside National Day");
    assert_eq!(law.calendar.undetermined(2026).count(), 0);
}

#[test]
fn derived_years_as_the_law_has_them() {
    let law = law();
    let off = |day: Date| !law.calendar.is_working(day, OFFICE);
    for day in [
        date(2027, 4, 30),
        date(2027, 5, 3),
        date(2028, 1, 3),
        date(2028, 5, 1),
        date(2028, 5, 2),
        date(2029, 11, 26),
        date(2030, 2, 1),
        date(2030, 11, 25),
    ] {
        assert!(off(day), "{day}");
    }
    // Before 2021 National Day was one day, and before 2026 there was no day of culture.
    assert!(!off(date(2015, 9, 1)) && off(date(2015, 9, 2)) && !off(date(2015, 9, 3)));
    assert!(!off(date(2016, 11, 24)) && !off(date(2025, 11, 24)) && off(date(2026, 11, 24)));
    let culture = law.calendar.entries_of_year(2026).last().expect("the last day off of 2026");
    assert_eq!(culture.date, date(2026, 11, 24));
    assert_eq!((culture.status, culture.certainty), (Status::Decided, Certainty::Secondary));
}

#[test]
fn no_decided_year_disagrees_with_the_open_table() {
    let Some(table) = shared("lunar-holidays/public-holidays-vn-2018-2026.csv") else { return };
    let law = law();
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let (day, rest) = line.split_once(',').expect("a date first");
        let (_, kind) = rest.rsplit_once(',').expect("a kind last");
        let day: Date = day.parse().expect("an ISO date");
        let entry = law.calendar.data().entries.get(&day).expect(line);
        let expected = match kind {
            "substitute" => EntryKind::Compensation,
            "swap" => EntryKind::SwapOff,
            _ => EntryKind::Holiday,
        };
        assert_eq!(entry.kind, expected, "{line}");
        rows += 1;
    }
    let ours = law.calendar.data().entries.values();
    // The Saturdays worked, and the swap of 02/01/2026, are not in that table.
    let beyond = ours.filter(|e| e.kind == EntryKind::SwapWorked || e.date == date(2026, 1, 2));
    assert_eq!(law.calendar.data().entries.len(), rows + beyond.count());
}

#[test]
fn every_exchange_names_a_day_that_answers_it() {
    let law = law();
    let entries = &law.calendar.data().entries;
    for entry in entries.values() {
        let Some(other) = entry.instead_of else { continue };
        let other = entries.get(&other).unwrap_or_else(|| panic!("{} has no other", entry.date));
        match entry.kind {
            EntryKind::Compensation => assert_eq!(other.kind, EntryKind::Holiday),
            _ => assert_eq!(other.instead_of, Some(entry.date), "{}", entry.date),
        }
    }
}

#[test]
fn letters_are_kept_a_year() {
    let law = law();
    let until = law.rulebook.keep_until("DON.store", date(2024, 2, 29));
    assert_eq!(until, Ok(date(2025, 2, 28)));
    let refused = law.due("DON.store", date(2024, 2, 29), OFFICE);
    assert!(matches!(refused, Err(RuleError::NotATerm { unit: "years", .. })));
    assert!(law.rulebook.keep_until("TD.reply", date(2024, 2, 29)).is_err());
}
