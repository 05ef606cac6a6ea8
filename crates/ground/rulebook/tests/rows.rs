//! The rows of the law as they are shipped: which there are, from when to when, in which words.

use calendar::Certainty::{Memory, Secondary, Verified};
use calendar::{CalendarKind, Certainty, Lang};
use jiff::civil::date;
use rulebook::{Law, RuleError, Rulebook, Unit, embedded};
use unicode_normalization::is_nfc;

/// Every rule that must exist, with its value and unit, as the statutes have them.
#[rustfmt::skip]
const ROWS: &[(&str, u32, &str)] = &[
    ("KN.limit1", 90, "cd"), ("KN.accept1", 10, "cd"), ("KN.res1", 30, "cd"),
    ("KN.res1.cx", 45, "cd"), ("KN.res1.rem", 45, "cd"), ("KN.res1.rem.cx", 60, "cd"),
    ("KN.send1", 3, "wd"), ("KN.limit2", 30, "cd"), ("KN.accept2", 10, "cd"),
    ("KN.res2", 45, "cd"), ("KN.res2.cx", 60, "cd"), ("KN.res2.rem", 60, "cd"),
    ("KN.res2.rem.cx", 70, "cd"), ("KN.send2", 7, "cd"), ("KN.eff1", 30, "cd"),
    ("KN.eff2", 30, "cd"), ("KN.disc.limit1", 15, "cd"), ("KN.disc.limit2", 10, "cd"),
    ("KN.disc.res", 30, "cd"),
    ("TC11.accept", 10, "cd"), ("TC11.fwd", 5, "wd"), ("TC11.res", 60, "cd"),
    ("TC11.ext", 30, "cd"),
    ("TC.init", 7, "wd"), ("TC.init.x", 10, "wd"), ("TC.fwd", 5, "wd"), ("TC.notice", 5, "wd"),
    ("TC.late.ask", 5, "wd"), ("TC.late.rep", 5, "wd"), ("TC.res", 30, "cd"),
    ("TC.ext1", 30, "cd"), ("TC.ext2", 30, "cd"), ("TC.susp.notice", 5, "wd"),
    ("TC.concl.send", 5, "wd"), ("TC.handle", 7, "wd"), ("TC.publish", 7, "wd"),
    ("TC.again", 20, "cd"),
    ("TD.prov", 1, "days_per_month"), ("TD.dist", 2, "days_per_month"),
    ("TD.comm.old", 1, "days_per_week"), ("TD.comm.new", 2, "days_per_month"),
    ("TD.head", 1, "days_per_month"), ("TD.insp", 1, "days_per_month"),
    ("TD.party.prov", 1, "days_per_month"), ("TD.party.dist", 1, "days_per_month"),
    ("TD.party.comm", 2, "days_per_month"), ("TD.reply", 10, "wd"),
    ("TD.group", 5, "people"),
    ("DT.min.old", 1, "per_year"), ("DT.min", 1, "per_year"), ("DT.ask", 10, "percent"),
    ("DT.notice", 7, "days_before"), ("DT.result", 10, "cd"), ("DT.ask.plan", 10, "wd"),
    ("DON.store", 1, "years"), ("DON.fwd.knpa", 10, "wd"), ("DON.guide.kn", 10, "wd"),
    ("DON.guide.court", 10, "wd"),
    ("KN.group", 5, "people"), ("KN.group.few", 10, "people"),
    ("KN.group.reps.few", 2, "people"), ("KN.group.reps", 5, "people"),
    ("QD.contribution", 50, "over_percent_of_all"), ("QD.funds", 50, "over_percent_of_all"),
    ("QD.convention", 50, "over_percent_of_all"), ("QD.head", 50, "over_percent_of_all"),
    ("QD.board", 50, "over_percent_of_all"), ("QD.other", 50, "over_percent_of_all"),
    ("QD.initiative", 10, "percent_of_all"), ("MT.cluster", 200, "households"),
    ("MT.secretary", 50, "over_percent_of_present"), ("HU.post", 30, "cd"),
    ("HU.send", 5, "wd"), ("CK.when", 10, "wd"), ("NK.head.new", 60, "cd"),
    ("BC.month", 16, "day_of_month"),
    ("DL.ack", 2, "wd"), ("DL.view", 10, "cd"), ("DL.copy", 10, "cd"), ("DL.correct", 10, "cd"),
    ("DL.restrict", 15, "cd"), ("DL.erase", 20, "cd"), ("DL.withdraw", 15, "cd"),
    ("DL.ext", 15, "cd"),
    ("LUU.feedback", 5, "years"), ("LUU.complaint", 20, "years"), ("LUU.visit", 5, "years"),
    ("LUU.roll", 10, "years"), ("LUU.contact", 2, "years"), ("LUU.account", 5, "years"),
    ("LUU.request", 5, "years"), ("BC.cell", 5, "counted"), ("BC.send", 5, "wd"),
];

/// Every clock, frequency and time of keeping as the statutes have it, typed from their text and
/// from what was held against it: article; the first and the last day on which it is law; what
/// starts the clock; whether a last day off rolls forward (terms of calendar days alone); how sure
/// we are. What the program holds must say the same.
#[rustfmt::skip]
const LAW: &[(&str, &str, &str, &str, &str, bool, Certainty)] = &[
    // Complaints: the law of 2011, in force since 1 July 2012.
    ("KN.limit1", "LKN 9", KN, "", "decision_known", true, Secondary),
    ("KN.accept1", "LKN 27", KN, "", "receipt", true, Verified),
    ("KN.res1", "LKN 28", KN, "", "acceptance", true, Verified),
    ("KN.res1.cx", "LKN 28", KN, "", "acceptance", true, Verified),
    ("KN.res1.rem", "LKN 28", KN, "", "acceptance", true, Verified),
    ("KN.res1.rem.cx", "LKN 28", KN, "", "acceptance", true, Verified),
    ("KN.send1", "LKN 32", KN, "", "decision", false, Memory),
    ("KN.limit2", "LKN 33", KN, "", "first_instance_end", true, Secondary),
    ("KN.accept2", "LKN 36", KN, "", "receipt", true, Memory),
    ("KN.res2", "LKN 37", KN, "", "acceptance", true, Verified),
    ("KN.res2.cx", "LKN 37", KN, "", "acceptance", true, Verified),
    ("KN.res2.rem", "LKN 37", KN, "", "acceptance", true, Verified),
    ("KN.res2.rem.cx", "LKN 37", KN, "", "acceptance", true, Verified),
    ("KN.send2", "LKN 41", KN, "", "decision", true, Memory),
    ("KN.eff1", "LKN 44", KN, "", "decision", true, Memory),
    ("KN.eff2", "LKN 44", KN, "", "decision", true, Memory),
    ("KN.disc.limit1", "LKN 48", KN, "", "decision_received", true, Memory),
    ("KN.disc.limit2", "LKN 48", KN, "", "decision_received", true, Memory),
    ("KN.disc.res", "LKN 50", KN, "", "acceptance", true, Memory),
    // Denunciations: the law of 2011 to the end of 2018, the law of 2018 from 2019 on.
    ("TC11.accept", "LTC11 20", KN, TC11, "receipt", true, Verified),
    ("TC11.fwd", "LTC11 20", KN, TC11, "receipt", false, Verified),
    ("TC11.res", "LTC11 21", KN, TC11, "acceptance", true, Verified),
    ("TC11.ext", "LTC11 21", KN, TC11, "previous_end", true, Verified),
    ("TC.init", "LTC 24.1", TC, "", "receipt", false, Memory),
    ("TC.init.x", "LTC 24.1", TC, "", "receipt", false, Memory),
    ("TC.fwd", "LTC 24.3", TC, "", "receipt", false, Memory),
    ("TC.notice", "LTC 29.3", TC, "", "accept_decision", false, Verified),
    ("TC.late.ask", "LTC 38", TC, "", "denouncer_request", false, Verified),
    ("TC.late.rep", "LTC 38", TC, "", "report_request", false, Verified),
    ("TC.res", "LTC 30", TC, "", "acceptance", true, Verified),
    ("TC.ext1", "LTC 30.2", TC, "", "previous_end", true, Verified),
    ("TC.ext2", "LTC 30.3", TC, "", "previous_end", true, Verified),
    ("TC.susp.notice", "LTC 34", TC, "", "decision", false, Verified),
    ("TC.concl.send", "LTC 35", TC, "", "conclusion", false, Memory),
    ("TC.handle", "LTC 36", TC, "", "conclusion", false, Memory),
    ("TC.publish", "LTC 40", TC, "", "signing", false, Memory),
    ("TC.again", "LTC 37", TC, "", "receipt", true, Memory),
    // Reception of citizens: districts end with June 2025, the commune's week with June 2026.
    ("TD.prov", "LTCD 12.5", TD, "", "", false, Verified),
    ("TD.dist", "LTCD 13.5", TD, "2025-06-30", "", false, Verified),
    ("TD.comm.old", "LTCD 15.2.d", TD, "2026-06-30", "", false, Verified),
    ("TD.comm.new", "LTCD 15", "2026-07-01", "", "", false, Verified),
    ("TD.head", "LTCD 18.2", TD, "", "", false, Verified),
    ("TD.insp", "LTCD", TD, "", "", false, Verified),
    ("TD.adhoc", "LTCD 18.3", TD, "", "", false, Verified),
    ("TD.party.prov", "QD11 4.1", PARTY, "", "", false, Verified),
    ("TD.party.dist", "QD11 4.1", PARTY, "2025-06-30", "", false, Verified),
    ("TD.party.comm", "QD11 4.1", PARTY, "", "", false, Verified),
    ("TD.reply", "LTCD 28.1", TD, "", "content_receipt", false, Verified),
    // What is not eligible is kept for a year.
    ("DON.store", "TT05 28", "2021-11-15", "", "filed", false, Verified),
];

const KN: &str = "2012-07-01";
const TC11: &str = "2018-12-31";
const TC: &str = "2019-01-01";
const TD: &str = "2014-07-01";
const PARTY: &str = "2019-02-18";

/// Rules for an occasion, which have no value.
const OCCASIONS: &[&str] = &[
    "TD.adhoc",
    "TD.person",
    "TD.online",
    "DT.form",
    "DT.chair",
    "DON.kind",
    "DON.paper",
    "DON.file.tc",
    "DON.split",
    "DON.once",
    "DON.same",
    "DON.publish",
    "LUU.open",
    "KN.second.dist",
    "KN.second.prov",
    "KN.term",
    "KN.term2",
    "KN.dialogue1",
    "KN.dialogue2",
    "KN.dialogue.absent",
    "KN.suspend",
    "KN.terminate",
    "KN.withdraw",
    "KN.withdraw.part",
    "KN.coerced",
    "KN.execute",
    "TC.accept",
    "TC.anon",
    "TC.withdraw",
    "TC.susp",
    "TC.keep",
    "MT.call",
    "MT.call.head",
    "MT.who",
    "MT.vote",
    "DEC.form",
    "BL.when",
    "CN.convention",
    "CN.head",
    "CN.board",
];

/// Other values of the same rule.
const VARIANTS: &[(&str, u32)] = &[
    ("KN.limit2:remote", 45),
    ("KN.eff1:remote", 45),
    ("KN.eff2:remote", 45),
    ("KN.disc.limit2:dismissal", 30),
    ("KN.disc.res:complex", 45),
    ("TC11.accept:several_places", 15),
    ("TC11.res:complex", 90),
    ("TC11.ext:complex", 60),
];

fn book() -> Rulebook {
    Rulebook::embedded().expect("the embedded rules")
}

#[test]
fn every_row_is_there_and_no_other() {
    let book = book();
    for (id, value, unit) in ROWS {
        let rule = book.versions(id).first().unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!((rule.value, rule.unit.code()), (Some(*value), *unit), "{id}");
    }
    for id in OCCASIONS {
        assert_eq!(book.versions(id)[0].unit, Unit::Occasion, "{id}");
    }
    let ids: std::collections::BTreeSet<_> = book.rules().map(|rule| &rule.id).collect();
    assert_eq!(ids.len(), ROWS.len() + OCCASIONS.len());
    for (id, value) in VARIANTS {
        let (base, name) = id.split_once(':').expect("a variant");
        let variant = book.versions(base)[0].variant(name).expect(id);
        assert_eq!(variant.value, *value, "{id}");
    }
    let variants: usize = book.rules().map(|rule| rule.variants.len()).sum();
    assert_eq!(variants, VARIANTS.len());
}

#[test]
fn every_row_says_of_itself_what_the_law_says() {
    let book = book();
    for (id, article, from, to, start, roll, certainty) in LAW {
        let [rule] = book.versions(id) else { panic!("{id} has one version") };
        let (first, last) = (rule.valid_from.to_string(), rule.valid_to.map(|to| to.to_string()));
        let found = (
            rule.article.to_string(),
            first,
            last.unwrap_or_default(),
            rule.start.clone().unwrap_or_default(),
            rule.roll_forward,
            rule.certainty,
        );
        let text = |text: &str| text.to_owned();
        let wanted = (text(article), text(from), text(to), text(start), *roll, *certainty);
        assert_eq!(found, wanted, "{id}");
    }
    // No clock and no frequency of those three subjects is left out.
    let subjects = ["KN.", "TC.", "TD."];
    let own = |id: &str| subjects.iter().any(|subject| id.starts_with(subject));
    for (id, ..) in ROWS.iter().filter(|(id, ..)| own(id)) {
        let own = ["KN.group", "TD.group"].iter().any(|group| id.starts_with(group));
        assert!(own || LAW.iter().any(|(other, ..)| other == id), "{id}");
    }
    let total = |id: &str| (book.versions(id)[0].times, book.versions(id)[0].total);
    assert_eq!(total("TC.ext1"), (Some(1), Some(60)));
    assert_eq!(total("TC.ext2"), (Some(2), Some(90)));
    let amended = book.versions("TD.comm.new")[0].amended_by.as_ref();
    assert_eq!(amended.map(ToString::to_string).as_deref(), Some("L136 1.7"));
}

#[test]
fn every_row_speaks_both_languages() {
    let book = book();
    for rule in book.rules() {
        for lang in [Lang::Vi, Lang::En] {
            let sentence = rule.sentence(None, lang);
            assert!(!sentence.contains('{'), "{}: {sentence}", rule.id);
            if let Some(value) = rule.value {
                assert!(sentence.contains(&value.to_string()), "{}: {sentence}", rule.id);
            }
            assert!(!book.cite(&rule.article, lang).contains(&rule.article.instrument));
            if let Some(start) = &rule.start {
                assert_ne!(book.start_words(start, lang), start);
            }
        }
    }
    for (name, text) in embedded::FILES {
        assert!(is_nfc(text), "{name} is not in Unicode normal form C");
    }
    let (rule, variant) = book.find("KN.limit2:remote", date(2026, 1, 1)).expect("known");
    assert_eq!(
        rule.sentence(variant, Lang::Vi),
        "Khiếu nại lần hai phải gửi trong 45 ngày (vùng sâu, vùng xa, đi lại khó khăn)."
    );
}

#[test]
fn the_nine_grounds_say_what_to_do_next() {
    let book = book();
    let grounds: Vec<_> = book.grounds("KN11.", date(2026, 3, 16)).collect();
    assert_eq!(grounds.len(), 9);
    for (index, ground) in grounds.iter().enumerate() {
        assert_eq!(ground.id, format!("KN11.{}", index + 1));
        assert_eq!(ground.article.to_string(), format!("LKN 11.{}", index + 1));
        assert!(!ground.words(Lang::Vi).contains('{'));
        assert!(!ground.next_step(Lang::En).is_empty());
    }
    let unsigned = book.ground("KN11.5").expect("the fifth");
    assert_eq!(book.cite(&unsigned.article, Lang::Vi), "khoản 5 Điều 11 Luật Khiếu nại");
    assert!(book.ground("KN11.8").expect("the eighth").words(Lang::Vi).contains("30 ngày"));
    assert_eq!(book.grounds("KN11.", date(2012, 6, 30)).count(), 0);
}

#[test]
fn reception_by_the_commune_chairman_changes_on_1_july_2026() {
    let book = book();
    let (before, after) = (date(2026, 6, 30), date(2026, 7, 1));
    assert!(book.in_force("TD.comm.old", before).is_some());
    assert!(book.in_force("TD.comm.new", before).is_none());
    assert!(book.in_force("TD.comm.old", after).is_none());
    let new = book.in_force("TD.comm.new", after).expect("in force");
    assert_eq!(new.amended_by.as_ref().map(ToString::to_string).as_deref(), Some("L136 1.7"));
}

#[test]
fn districts_end_with_june_2025() {
    let book = book();
    for id in ["TD.dist", "TD.party.dist"] {
        assert!(book.in_force(id, date(2025, 6, 30)).is_some());
        assert!(book.in_force(id, date(2025, 7, 1)).is_none());
    }
}

#[test]
fn the_version_that_counts_is_the_one_when_the_clock_started() {
    let law = Law::embedded().expect("the embedded law");
    // Accepted under the law of 2011, on its last day: sixty days, though that law has ended.
    let old = law.due("TC11.res", date(2018, 12, 31), CalendarKind::Office).expect("in force");
    assert_eq!(old.explanation.raw_due, date(2019, 3, 1));
    let refused = law.due("TC11.res", date(2019, 1, 1), CalendarKind::Office);
    assert_eq!(
        refused,
        Err(RuleError::NotInForce { id: "TC11.res".to_owned(), on: date(2019, 1, 1) })
    );
    assert!(law.due("TC.res", date(2018, 12, 31), CalendarKind::Office).is_err());
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let law = Law::embedded().expect("the embedded law");
    let due = |id: &str| law.due(id, date(2026, 3, 16), CalendarKind::Office);
    assert_eq!(due("KN.res3"), Err(RuleError::Unknown { id: "KN.res3".to_owned() }));
    let variant = due("KN.limit2:far").expect_err("no such variant");
    assert_eq!(variant.to_string(), "the rule KN.limit2 has no variant far");
    assert!(matches!(due("TD.head"), Err(RuleError::NotATerm { .. })));
    assert!(matches!(due("TD.adhoc"), Err(RuleError::NotATerm { .. })));
    let remote = due("KN.limit2:remote").expect("a variant");
    assert_eq!((remote.rule.as_str(), remote.explanation.term.value), ("KN.limit2:remote", 45));
}

#[test]
fn a_due_date_alone_is_the_explained_one() {
    let law = Law::embedded().expect("the embedded law");
    let event = date(2026, 8, 20);
    for (id, ..) in ROWS.iter().filter(|(.., unit)| matches!(*unit, "cd" | "wd")) {
        for kind in [CalendarKind::Office, CalendarKind::Statutory] {
            let explained = law.due(id, event, kind).map(|deadline| deadline.due());
            assert_eq!(law.due_date(id, event, kind), explained, "{id}");
        }
    }
}

#[test]
fn rows_that_are_not_verified_say_so() {
    let book = book();
    let certainty = |id: &str| book.versions(id)[0].certainty;
    assert_eq!(certainty("KN.res1"), Certainty::Verified);
    assert_eq!(certainty("KN.limit1"), Certainty::Secondary);
    assert_eq!(certainty("KN.send1"), Certainty::Memory);
    assert_eq!(certainty("DON.guide.kn"), Certainty::Computed);
    assert!(!book.versions("KN.send1")[0].is_settled());
}
