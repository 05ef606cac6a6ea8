//! Both languages are whole, and say figures and dates as people write them.

use jiff::civil::date;

use super::*;

fn both() -> (Words, Words) {
    let book = Book::builder().build().unwrap();
    (book.words(Lang::Vi), book.words(Lang::En))
}

#[test]
fn no_language_lacks_a_word() {
    assert_eq!(Book::builder().build().unwrap().gaps(), Vec::<String>::new());
}

#[test]
fn a_gap_and_a_strange_value_are_found() {
    let book = Book::builder()
        .add(Lang::Vi, "only-vi = một\nsum = { $n } đồng")
        .add(Lang::En, "sum = { $amount } dong")
        .build()
        .unwrap();
    let gaps = book.gaps();
    assert_eq!(gaps[0], "only-vi: missing in en");
    assert!(gaps[1].starts_with("sum: vi names"), "{gaps:?}");
}

#[test]
fn a_key_brought_twice_is_refused() {
    let again = Book::builder().add(Lang::Vi, "home = Nhà").build();
    assert!(matches!(again, Err(WordsError::Twice { lang: Lang::Vi, .. })));
}

#[test]
fn a_source_that_is_not_fluent_is_refused() {
    let bad = Book::builder().add(Lang::En, "no equals sign here").build();
    assert!(matches!(bad, Err(WordsError::Syntax { lang: Lang::En, .. })));
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(both().0.t("no-such-key"), "[no-such-key]");
    assert_eq!(both().0.find("no-such-key"), None);
}

#[test]
fn figures() {
    let (vi, en) = both();
    for (n, in_vi, in_en) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (2861, "2.861", "2,861"),
        (-48207, "−48.207", "−48,207"),
    ] {
        assert_eq!((vi.num(n).as_str(), en.num(n).as_str()), (in_vi, in_en));
    }
    assert_eq!((vi.dec(8.25, 1), en.dec(1234.5, 1)), ("8,2".into(), "1,234.5".into()));
    assert_eq!(vi.dec(-0.5, 1), "−0,5");
}

#[test]
fn dates() {
    let (vi, en) = both();
    let d = date(2026, 3, 5);
    assert_eq!(vi.date(d), "05/03/2026");
    assert_eq!(vi.date_long(d), "thứ Năm, 05/03/2026");
    assert_eq!(en.date_long(d), "Thursday, 5 March 2026");
    assert_eq!(vi.month(d), "03/2026");
    assert_eq!(
        vi.long_tag(d).to_string(),
        "<time datetime=\"2026-03-05\">Thứ Năm, 05/03/2026</time>"
    );
    let at: jiff::Timestamp = "2026-02-11T17:41:00Z".parse().unwrap();
    assert_eq!(vi.moment(at), "12/02/2026 · 00:41");
    assert_eq!(
        vi.moment_tag(at).to_string(),
        "<time datetime=\"2026-02-12T00:41+07:00\">12/02/2026 · 00:41</time>"
    );
}

#[test]
fn days_left_and_late() {
    let (vi, en) = both();
    let today = date(2026, 2, 12);
    for (due, in_vi, in_en) in [
        (date(2026, 2, 12), "hôm nay", "today"),
        (date(2026, 2, 13), "còn 1 ngày", "1 day left"),
        (date(2026, 2, 4), "trễ 8 ngày", "8 days late"),
        (date(2027, 2, 12), "còn 365 ngày", "365 days left"),
    ] {
        assert_eq!(
            (vi.days_left(due, today), en.days_left(due, today)),
            (in_vi.into(), in_en.into())
        );
    }
}

#[test]
fn no_invisible_marks_around_values() {
    let text = both().0.with("article", "khoản 5 Điều 11").t("page-refused-ground");
    assert_eq!(text, "Căn cứ: khoản 5 Điều 11.");
}
