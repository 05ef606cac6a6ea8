//! How many must agree: held against the plain arithmetic of the law, for every size of a village.

use std::sync::OnceLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rulebook::majority::{Base, Count, Uneven};
use rulebook::roll::{self, RollFault};
use rulebook::{RuleError, Rulebook};

const TODAY: Date = date(2026, 3, 10);

fn book() -> &'static Rulebook {
    static BOOK: OnceLock<Rulebook> = OnceLock::new();
    BOOK.get_or_init(|| Rulebook::embedded().expect("the embedded rules"))
}

fn all_for(whole: u64, present: u64, yes: u64) -> Count {
    Count { whole, present, yes, no: present - yes, ..Count::default() }
}

#[test]
fn exactly_half_is_not_more_than_half_and_two_thirds_are_enough() {
    let book = book();
    let met = |rule: &str, whole, yes| {
        book.majority(rule, TODAY).unwrap().of(&all_for(whole, whole, yes)).is_met()
    };
    assert!(!met("QD.other", 100, 50) && met("QD.other", 100, 51));
    assert!(!met("QD.other", 101, 50) && met("QD.other", 101, 51));
    assert!(!met("QD.contribution", 200, 133) && met("QD.contribution", 200, 134));
    assert!(met("QD.funds", 3, 2) && !met("QD.funds", 4, 2));
    assert!(met("QD.initiative", 251, 26) && !met("QD.initiative", 251, 25));
    assert!(!met("QD.other", 0, 0), "nobody decides nothing");
}

#[test]
fn the_rule_of_the_day_decides() {
    let book = book();
    let needed = |on| book.majority("QD.contribution", on).unwrap().needed(300);
    assert_eq!((needed(date(2023, 6, 30)), needed(date(2023, 7, 1))), (151, 200));
    let old = book.majority("QD.contribution", date(2023, 6, 30)).unwrap();
    assert_eq!(old.article.instrument, "PL34");
    let before = book.majority("QD.contribution", date(2006, 1, 1));
    assert!(matches!(before, Err(RuleError::NotInForce { .. })));
    assert!(matches!(book.majority("QD.none", TODAY), Err(RuleError::Unknown { .. })));
    assert!(matches!(book.majority("MT.cluster", TODAY), Err(RuleError::NotAMajority { .. })));
}

#[test]
fn a_secretary_is_elected_by_those_present_and_a_matter_by_all() {
    let count = all_for(100, 40, 30);
    let book = book();
    let secretary = book.majority("MT.secretary", TODAY).unwrap().of(&count);
    assert_eq!((secretary.base, secretary.needed), (Base::Present, 21));
    assert!(secretary.is_met());
    let matter = book.majority("QD.other", TODAY).unwrap().of(&count);
    assert_eq!((matter.base, matter.needed), (Base::All, 51));
    assert!(!matter.is_met() && !matter.could_be_met(), "a ballot must go to the households");
}

#[test]
fn a_household_stands_on_the_roll_once() {
    let twice = |text: &str| roll::read(text).unwrap_err();
    assert_eq!(twice("1-5, 3, 5"), RollFault::Doubles(vec!["3".into(), "5".into()]));
    assert_eq!(twice("12a, 012A"), RollFault::Doubles(vec!["12A".into()]));
    assert_eq!(twice("9-2"), RollFault::Backwards("9-2".into()));
    assert_eq!(twice("1, hộ"), RollFault::NotAMark("hộ".into()));
    assert_eq!(twice("0"), RollFault::NotAMark("0".into()));
    assert_eq!(twice("1-4000000000"), RollFault::TooMany);
    assert_eq!(roll::read("  ").unwrap(), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// The law's own words as integers: `yes * 3 >= whole * 2` and `yes * 2 > whole`.
    #[test]
    fn the_number_needed_is_the_least_that_the_law_lets_pass(
        whole in 1u64..100_000, share in 0u64..=1_000,
    ) {
        let yes = whole * share / 1_000;
        let count = all_for(whole, whole, yes);
        let book = book();
        let thirds = book.majority("QD.contribution", TODAY).unwrap();
        prop_assert_eq!(thirds.of(&count).is_met(), yes * 3 >= whole * 2);
        let half = book.majority("QD.convention", TODAY).unwrap();
        prop_assert_eq!(half.of(&count).is_met(), yes * 2 > whole);
        for majority in [thirds, half] {
            let needed = majority.needed(whole);
            prop_assert!(needed <= whole, "everybody together is always enough");
            prop_assert!(majority.of(&all_for(whole, whole, needed)).is_met());
            prop_assert!(!majority.of(&all_for(whole, whole, needed - 1)).is_met());
        }
    }

    /// However a village is cut into clusters, the sum says what the whole says.
    #[test]
    fn clusters_summed_are_the_whole(
        parts in prop::collection::vec((0u64..80, 0u64..80, 0u64..80, 0u64..80, 0u64..80), 1..6),
    ) {
        let cluster = |(yes, no, silent, spoilt, absent): &(u64, u64, u64, u64, u64)| {
            let present = yes + no + silent + spoilt;
            Count {
                whole: present + absent, present, yes: *yes, no: *no, silent: *silent,
                spoilt: *spoilt,
            }
        };
        let counts: Vec<Count> = parts.iter().map(cluster).collect();
        let sum = Count::sum(counts.iter().copied());
        prop_assert!(counts.iter().all(|count| count.check().is_ok()) && sum.check().is_ok());
        prop_assert_eq!(sum.absent(), counts.iter().map(Count::absent).sum::<u64>());
        let (left, right) = counts.split_at(counts.len() / 2);
        let halves = [Count::sum(left.iter().copied()), Count::sum(right.iter().copied())];
        prop_assert_eq!(Count::sum(halves), sum);
        let one_more = Count { yes: sum.yes + 1, ..sum };
        let votes = sum.present + 1;
        prop_assert_eq!(one_more.check(), Err(Uneven::Votes { present: sum.present, votes }));
        let crowd = Count { present: sum.whole + 1, ..sum };
        let is_crowd = matches!(crowd.check(), Err(Uneven::MorePresent { .. }));
        prop_assert!(is_crowd);
    }

    /// Marks are read as they were written, and one more of any of them is refused by its name.
    #[test]
    fn a_double_is_named(
        marks in prop::collection::btree_set(1u32..5_000, 1..60), at in 0usize..60,
    ) {
        let marks: Vec<String> = marks.iter().map(u32::to_string).collect();
        prop_assert_eq!(roll::read(&marks.join(", ")).unwrap(), marks.clone());
        let double = &marks[at % marks.len()];
        let text = format!("{} {double}", marks.join(" "));
        prop_assert_eq!(roll::read(&text), Err(RollFault::Doubles(vec![double.clone()])));
    }
}
