//! A debt that stands still, goes on, and is extended: its date, its days, its place in the view.

use duties::{Debt, Debtor, Outcome, STANDS_STILL, rows};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::sync::OnceLock;
use store::{Laws, Value};

/// The law of the program, adopted once.
fn laws() -> &'static Laws {
    static LAWS: OnceLock<Laws> = OnceLock::new();
    LAWS.get_or_init(|| store::loose::laws().unwrap())
}

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap()
}

const DEBTOR: Debtor<'_> = Debtor { stream: "x/1", code: "1", unit: "20836", holder: None };

fn row_of(debt: &Debt) -> Vec<Value> {
    rows(DEBTOR, std::slice::from_ref(debt), laws()).unwrap().remove(0).values
}

proptest! {
    #[test]
    fn a_pause_moves_the_end_of_a_term_of_days_by_its_days(
        start in 0_i64..2_000, at in 1_i64..=30, length in 0_i64..90,
    ) {
        let started = plus(date(2020, 1, 1), start);
        let mut debt = Debt::new(1, "TC.res", started, 1);
        debt.pause(plus(started, at));
        prop_assert_eq!(debt.due(laws()).unwrap(), None, "no date while it stands still");
        debt.resume(plus(started, at + length));
        let terms = debt.terms(laws()).unwrap();
        prop_assert_eq!(terms[0].explanation.raw_due, plus(started, 30 + length));
        prop_assert_eq!(terms[0].explanation.paused_days() as i64, length);
        prop_assert_eq!(debt.due(laws()).unwrap(), Some(terms[0].due()));
    }

    #[test]
    fn terms_and_extensions_together_are_never_longer_than_their_days(
        start in 0_i64..2_000, first in 1_u32..=40, second in 1_u32..=40,
        pauses in prop::collection::vec((1_i64..20, 0_i64..20), 0..3),
    ) {
        let started = plus(date(2020, 1, 1), start);
        let mut debt = Debt::new(1, "TC.res", started, 1);
        let mut day = started;
        for (after, length) in pauses {
            day = plus(day, after);
            debt.pause(day);
            day = plus(day, length);
            debt.resume(day);
        }
        debt.extend("TC.ext2", first);
        debt.extend("TC.ext2", second);
        let terms = debt.terms(laws()).unwrap();
        let counted: usize = terms
            .iter()
            .map(|term| term.explanation.days.iter().filter(|day| day.counted.is_some()).count())
            .sum();
        let granted = first.min(30) + second.min(30);
        prop_assert_eq!(counted as u32, 30 + granted, "never more than the rule gives");
        for pair in terms.windows(2) {
            prop_assert_eq!(pair[0].explanation.raw_due, pair[1].explanation.event);
        }
        let passed = started.until(terms[2].explanation.raw_due).unwrap().get_days();
        let paused: i32 = debt
            .pauses
            .iter()
            .map(|pause| {
                let to = pause.to.min(plus(terms[2].explanation.raw_due, 1));
                pause.from.until(to).unwrap().get_days().max(0)
            })
            .sum();
        prop_assert_eq!(passed, counted as i32 + paused);
    }
}

#[test]
fn a_debt_that_stands_still_keeps_its_row_and_has_no_date() {
    let mut debt = Debt::new(1, "TC.res", date(2026, 3, 2), 1);
    assert_eq!(row_of(&debt)[7], Value::from(date(2026, 4, 1)));
    debt.pause(date(2026, 3, 10));
    debt.pause(date(2026, 3, 12));
    assert_eq!(row_of(&debt)[7], Value::from(STANDS_STILL));
    debt.resume(date(2026, 3, 20));
    debt.resume(date(2026, 3, 25));
    assert_eq!(row_of(&debt)[7], Value::from(date(2026, 4, 13)), "30 days, 10 of pause, a weekend");
}

#[test]
fn closing_ends_the_pause_and_what_is_kept_is_measured_by_the_moved_date() {
    let mut debt = Debt::new(1, "TC.res", date(2026, 3, 2), 1);
    debt.pause(date(2026, 3, 10));
    debt.resume(date(2026, 3, 20));
    let mut late = debt.clone();
    debt.close(date(2026, 4, 13), 1, Outcome::Done);
    assert_eq!(row_of(&debt)[9], Value::from("kept"));
    late.close(date(2026, 4, 14), 1, Outcome::Done);
    assert_eq!(row_of(&late)[9], Value::from("late"));

    let mut ended = Debt::new(1, "TC.res", date(2026, 3, 2), 1);
    ended.pause(date(2026, 3, 10));
    ended.close(date(2026, 5, 4), 1, Outcome::Void);
    assert!(!ended.stands_still());
    assert_eq!(row_of(&ended)[9], Value::from("void"));
    ended.pause(date(2026, 5, 5));
    assert!(ended.paused.is_none(), "what is closed does not stand still");
}

#[test]
fn an_extension_stays_under_the_law_that_its_term_began_under() {
    let mut debt = Debt::new(1, "TC11.res", date(2018, 12, 3), 1);
    debt.extend("TC11.ext", 30);
    assert_eq!(debt.last_rule(), "TC11.ext");
    let terms = debt.terms(laws()).unwrap();
    assert_eq!(terms.len(), 2, "the law of 2011, although the extension begins in 2019");
    assert_eq!(terms[1].explanation.event, date(2019, 2, 1));
    assert_eq!(debt.due(laws()).unwrap(), Some(date(2019, 3, 4)), "3 March is a Sunday");
    let before = Debt::new(1, "TC.res", date(2018, 12, 3), 1);
    assert_eq!(before.due(laws()).unwrap(), None, "no such rule then");
    assert!(rows(DEBTOR, &[before], laws()).unwrap().is_empty());
}
