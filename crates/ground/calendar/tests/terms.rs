//! What must be true of every term, over a calendar with derived holidays, Tết and swaps.

use std::sync::OnceLock;

use calendar::{
    Calendar, CalendarData, CalendarKind, Certainty, Entry, EntryKind, Feast, Lang, Pause,
    Reckoning, Standing, Status, Term, TermUnit, Why,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// The days of these tests: 2024 to 2032, so that Tết of nine years is met.
const FIRST: Date = date(2024, 1, 1);
const SPAN_DAYS: i64 = 9 * 365;

fn feast(id: &str, reckoning: Reckoning, month: u8, day: u8, offset: i8) -> Feast {
    Feast {
        id: id.to_owned(),
        name_vi: id.to_owned(),
        name_en: id.to_owned(),
        reckoning,
        month,
        day,
        offset,
        undetermined: false,
        compensated: true,
        valid_from: date(2013, 5, 1),
        valid_to: None,
        source: "test".to_owned(),
        certainty: Certainty::Computed,
    }
}

fn entry(date: Date, kind: EntryKind, instead_of: Option<Date>) -> Entry {
    Entry {
        date,
        kind,
        name_vi: "Ngày thử".to_owned(),
        name_en: "Test day".to_owned(),
        instead_of,
        source: "test".to_owned(),
        status: Status::Decided,
        certainty: Certainty::Computed,
    }
}

/// A calendar whose years are all derived, with three swaps in it. Made once: deriving a lunar
/// year costs more than any one case.
fn sample() -> &'static Calendar {
    static SAMPLE: OnceLock<Calendar> = OnceLock::new();
    SAMPLE.get_or_init(make_sample)
}

fn make_sample() -> Calendar {
    let mut feasts: Vec<Feast> =
        (-1..4).map(|offset| feast("tet", Reckoning::Lunar, 1, 1, offset)).collect();
    feasts.push(feast("hung-kings", Reckoning::Lunar, 3, 10, 0));
    for (month, day) in [(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)] {
        feasts.push(feast("civil", Reckoning::Civil, month, day, 0));
    }
    let data = CalendarData { derived_years: (2024, 2033), feasts, ..CalendarData::default() };
    let swaps = [
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
        (date(2024, 4, 29), date(2024, 5, 4)),
    ];
    let entries = swaps.into_iter().flat_map(|(off, worked)| {
        [
            entry(off, EntryKind::SwapOff, Some(worked)),
            entry(worked, EntryKind::SwapWorked, Some(off)),
        ]
    });
    Calendar::new(data).and_then(|bare| bare.with(entries)).expect("a sound calendar")
}

fn day() -> impl Strategy<Value = Date> {
    (0..SPAN_DAYS).prop_map(|n| FIRST.checked_add(n.days()).expect("a day of the span"))
}

fn kind() -> impl Strategy<Value = CalendarKind> {
    prop_oneof![Just(CalendarKind::Statutory), Just(CalendarKind::Office)]
}

fn term() -> impl Strategy<Value = Term> {
    let unit = prop_oneof![Just(TermUnit::CalendarDays), Just(TermUnit::WorkingDays)];
    (0_u32..100, unit, any::<bool>()).prop_map(|(value, unit, roll_forward)| Term {
        value,
        unit,
        roll_forward,
    })
}

proptest! {
    #[test]
    fn another_holiday_never_makes_a_due_date_earlier(
        event in day(), term in term(), kind in kind(), after in 0_i64..120,
    ) {
        let calendar = sample();
        let off = event.checked_add(after.days()).expect("in range");
        let more = calendar.with([entry(off, EntryKind::Holiday, None)]).expect("sound");
        let before = term.due(event, calendar, kind).expect("in range");
        let now = term.due(event, &more, kind).expect("in range");
        prop_assert!(now >= before, "{off} moved {before} back to {now}");
    }

    #[test]
    fn an_explanation_adds_up(event in day(), term in term(), kind in kind()) {
        let calendar = sample();
        let told = term.explain(event, calendar, kind).expect("in range");
        prop_assert_eq!(told.due, term.due(event, calendar, kind).expect("in range"));

        let ordinals: Vec<u32> = told.days.iter().filter_map(|day| day.counted).collect();
        prop_assert_eq!(ordinals, (1..=term.value).collect::<Vec<_>>());
        for pair in told.days.windows(2) {
            prop_assert_eq!(pair[0].date.tomorrow().expect("in range"), pair[1].date);
        }
        prop_assert_eq!(told.days.first().map(|day| day.date), Some(event));
        prop_assert_eq!(told.days.last().map(|day| day.date), Some(told.due));
        prop_assert!(told.raw_due <= told.due);
        if term.roll_forward {
            prop_assert!(calendar.is_working(told.due, kind));
        }
        for day in &told.days {
            prop_assert!(day.sentence(Lang::Vi).ends_with('.'));
            prop_assert!(day.sentence(Lang::En).ends_with('.'));
        }
    }

    #[test]
    fn a_pause_within_a_term_of_days_moves_its_end_by_the_days_of_the_pause(
        event in day(), value in 1_u32..100, at in 0_u32..100, length in 0_i64..60, kind in kind(),
    ) {
        let calendar = sample();
        let term = Term { value, unit: TermUnit::CalendarDays, roll_forward: false };
        let from = event.checked_add((1 + i64::from(at % value)).days()).expect("in range");
        let pause = Pause { from, to: from.checked_add(length.days()).expect("in range") };
        let before = term.due(event, calendar, kind).expect("in range");
        let now = term.due_paused(event, calendar, kind, &[pause]).expect("in range");
        prop_assert_eq!(now, before.checked_add(length.days()).expect("in range"));
        let told = term.explain_paused(event, calendar, kind, &[pause]).expect("in range");
        prop_assert_eq!(told.paused_days() as i64, length);
    }

    #[test]
    fn an_explanation_with_pauses_adds_up(
        event in day(), term in term(), kind in kind(),
        pauses in prop::collection::vec((-10_i64..120, 0_i64..40), 0..4),
    ) {
        let calendar = sample();
        let at = |n: i64| event.checked_add(n.days()).expect("in range");
        let pauses: Vec<Pause> =
            pauses.iter().map(|(from, n)| Pause { from: at(*from), to: at(from + n) }).collect();
        let told = term.explain_paused(event, calendar, kind, &pauses).expect("in range");
        let due = term.due_paused(event, calendar, kind, &pauses).expect("in range");
        prop_assert_eq!(told.due, due);
        let raw_due = term.raw_due(event, calendar, kind, &pauses).expect("in range");
        prop_assert_eq!(told.raw_due, raw_due);
        prop_assert!(due >= term.due(event, calendar, kind).expect("in range"));

        let ordinals: Vec<u32> = told.days.iter().filter_map(|day| day.counted).collect();
        prop_assert_eq!(ordinals, (1..=term.value).collect::<Vec<_>>());
        for pair in told.days.windows(2) {
            prop_assert_eq!(pair[0].date.tomorrow().expect("in range"), pair[1].date);
        }
        prop_assert_eq!(told.days.last().map(|day| day.date), Some(due));
        for day in told.days.iter().skip(1) {
            let stood_still = pauses.iter().any(|pause| pause.holds(day.date));
            prop_assert_eq!(day.why == Why::Paused, stood_still, "{}", day.date);
            prop_assert!(!stood_still || day.counted.is_none());
            prop_assert!(day.sentence(Lang::Vi).ends_with('.'));
        }
        // What does not count for the pause is what is missing from the unpaused count.
        if term.unit == TermUnit::CalendarDays {
            let passed = event.until(told.raw_due).expect("in range").get_days() as usize;
            let days = told.days.iter().filter(|day| day.date <= told.raw_due);
            let paused = days.filter(|day| day.why == Why::Paused);
            prop_assert_eq!(passed, term.value as usize + paused.count());
        }
    }

    #[test]
    fn a_later_event_is_never_due_earlier(
        event in day(), later in 0_i64..40, term in term(), kind in kind(),
    ) {
        // True of one calendar and one term, for either unit, rolled or not.
        let calendar = sample();
        let second = event.checked_add(later.days()).expect("in range");
        let due = |event| term.due(event, calendar, kind).expect("in range");
        prop_assert!(due(event) <= due(second));
    }

    #[test]
    fn working_days_are_counted_over_tet_and_swaps(
        event in day(), value in 1_u32..80, kind in kind(),
    ) {
        let calendar = sample();
        let due = Term::working_days(value).due(event, calendar, kind).expect("in range");
        let first = event.tomorrow().expect("in range");
        prop_assert_eq!(calendar.working_days(first, due, kind), value as usize);
        prop_assert!(calendar.is_working(due, kind));
    }

    #[test]
    fn the_two_views_differ_on_swapped_days_only(day in day()) {
        let calendar = sample();
        let office = calendar.is_working(day, CalendarKind::Office);
        let everyone = calendar.is_working(day, CalendarKind::Statutory);
        let swapped = calendar
            .entries_of_year(day.year())
            .any(|e| e.date == day && matches!(e.kind, EntryKind::SwapOff | EntryKind::SwapWorked));
        prop_assert_eq!(office != everyone, swapped);
    }
}

#[test]
fn derived_years_follow_the_law_table() {
    let calendar = sample();
    let off = |year| -> Vec<Date> {
        calendar
            .entries_of_year(year)
            .filter(|e| e.kind == EntryKind::Compensation)
            .map(|e| e.date)
            .collect()
    };
    // 2027: two days of Tết and 1 May fall on a weekend; 2028: New Year, 30 April and 2 September.
    assert_eq!(off(2027), [date(2027, 2, 10), date(2027, 2, 11), date(2027, 5, 3)]);
    assert_eq!(
        off(2028),
        [date(2028, 1, 3), date(2028, 1, 31), date(2028, 5, 2), date(2028, 9, 4)]
    );
    assert!(off(2029).contains(&date(2029, 11, 26)));
    assert!(off(2030).contains(&date(2030, 11, 25)));
    assert_eq!(calendar.standing(date(2027, 1, 1)), Standing::Provisional);
    assert_eq!(calendar.standing(date(2034, 1, 1)), Standing::Unknown);
}

#[test]
fn a_compensation_steps_over_a_new_holiday_and_one_given_elsewhere_is_not_given_twice() {
    let calendar = sample();
    let may_day = date(2027, 5, 1);
    let has = |c: &Calendar, d| !c.is_working(d, CalendarKind::Statutory);
    assert!(has(calendar, date(2027, 5, 3)));

    let stepped = calendar.with([entry(date(2027, 5, 3), EntryKind::Holiday, None)]).unwrap();
    assert!(has(&stepped, date(2027, 5, 3)) && has(&stepped, date(2027, 5, 4)));

    let elsewhere = entry(date(2027, 4, 29), EntryKind::Compensation, Some(may_day));
    let moved = calendar.with([elsewhere]).unwrap();
    assert!(has(&moved, date(2027, 4, 29)) && !has(&moved, date(2027, 5, 3)));
}

#[test]
fn removing_and_confirming() {
    let calendar = sample();
    let off = date(2027, 9, 2);
    let without = calendar.without(off).unwrap();
    assert!(without.is_working(off, CalendarKind::Office));
    assert!(without.without(off).is_err(), "nothing is left to remove");
    let again = without.with([entry(off, EntryKind::Holiday, None)]).unwrap();
    assert!(!again.is_working(off, CalendarKind::Office));

    let confirmed = calendar.with_year_confirmed(2027, "Thông báo thử").unwrap();
    assert_eq!(confirmed.standing_of_year(2027), Standing::Decided);
    assert!(confirmed.entries_of_year(2027).all(|e| e.status == Status::Decided));
    assert!(confirmed.with_year_confirmed(2027, "hai lần").is_err());
    let told = Term::calendar_days(10).explain(date(2027, 2, 1), &confirmed, CalendarKind::Office);
    assert!(!told.unwrap().is_provisional());
}

#[test]
fn entries_that_contradict_themselves_are_refused() {
    let calendar = sample();
    let refused = [
        entry(date(2027, 3, 6), EntryKind::Compensation, Some(date(2027, 3, 7))),
        entry(date(2027, 3, 5), EntryKind::SwapWorked, Some(date(2027, 3, 8))),
        entry(date(2027, 3, 5), EntryKind::SwapOff, None),
        entry(date(2027, 3, 5), EntryKind::Holiday, Some(date(2027, 3, 6))),
        Entry { source: " ".to_owned(), ..entry(date(2027, 3, 5), EntryKind::Holiday, None) },
        Entry { name_en: String::new(), ..entry(date(2027, 3, 5), EntryKind::Holiday, None) },
    ];
    for bad in refused {
        assert!(calendar.with([bad.clone()]).is_err(), "{bad:?}");
    }
}

#[test]
fn a_swapped_saturday_explains_itself_in_both_languages() {
    let calendar = sample();
    let told =
        Term::working_days(5).explain(date(2026, 1, 5), calendar, CalendarKind::Office).unwrap();
    let last = told.days.last().unwrap();
    assert!(matches!(last.why, Why::SwapWorked(_)));
    assert_eq!(
        last.sentence(Lang::Vi),
        "Thứ Bảy, cơ quan làm bù cho thứ Sáu, 02/01/2026; tính là ngày thứ 5."
    );
    assert_eq!(
        last.sentence(Lang::En),
        "Saturday, worked instead of Friday, 02/01/2026; counted as day 5."
    );
}

#[test]
fn a_suspended_day_explains_itself_in_both_languages() {
    let calendar = sample();
    let pause = Pause { from: date(2026, 3, 10), to: date(2026, 3, 20) };
    let term = Term::calendar_days(30);
    let told =
        term.explain_paused(date(2026, 3, 2), calendar, CalendarKind::Office, &[pause]).unwrap();
    assert_eq!(told.raw_due, date(2026, 4, 11), "30 days and the 10 of the pause");
    assert_eq!(told.due, date(2026, 4, 13), "from a Saturday to the Monday after");
    let day = told.days.iter().find(|day| day.date == date(2026, 3, 10)).unwrap();
    assert_eq!(day.sentence(Lang::Vi), "Đang tạm đình chỉ; không tính.");
    assert_eq!(day.sentence(Lang::En), "Suspended; not counted.");
    assert_eq!(day.why.label(Lang::Vi), "tạm đình chỉ");
    assert!(told.sentence(Lang::Vi).contains("Không tính 10 ngày tạm đình chỉ."));
    assert!(told.sentence(Lang::En).contains("10 days of suspension do not count."));
}

#[test]
fn a_term_beyond_the_last_date_is_refused() {
    let calendar = &Calendar::new(CalendarData::default()).unwrap();
    for term in [Term::calendar_days(u32::MAX), Term::working_days(3), Term::calendar_days(3)] {
        assert!(term.due(date(9999, 12, 30), calendar, CalendarKind::Office).is_err());
        if term.value < 10 {
            let told = term.explain(date(9999, 12, 30), calendar, CalendarKind::Office);
            assert!(told.is_err());
        }
    }
}

#[test]
fn calendar_data_survives_being_written_down() {
    let calendar = sample().without(date(2027, 9, 2)).unwrap();
    let calendar = calendar.with_year_confirmed(2028, "Thông báo thử").unwrap();
    let text = serde_json::to_string(calendar.data()).unwrap();
    let data: CalendarData = serde_json::from_str(&text).unwrap();
    assert_eq!(Calendar::new(data).unwrap(), calendar);
}
