//! What a reader must know before the figures of a report are believed: that its period is not
//! over, that nothing was recorded in it, or in the one beside it. A nought that means "nothing
//! was written down" looks like a nought that was counted.

use jiff::civil::Date;
use units::Gazetteer;
use web::Words;

use crate::report::{Number, Report};

/// The sentences, as of a day; none for a period that is over and has figures.
#[must_use]
pub fn of(report: &Report<'_>, words: &Words, today: Date) -> Vec<String> {
    [period(report, words, today), recorded(report, words, today)].into_iter().flatten().collect()
}

/// Whether the period is over.
fn period(report: &Report<'_>, words: &Words, today: Date) -> Option<String> {
    let counts::Period { from, until, .. } = report.period;
    if today < from {
        return Some(words.with("from", words.date(from)).t("rp-to-come"));
    }
    (today <= until).then(|| words.with("until", words.date(until)).t("rp-running"))
}

/// Whether anything was recorded in it, and in the one that it is held against.
fn recorded(report: &Report<'_>, words: &Words, today: Date) -> Option<String> {
    if today < report.period.from {
        return None;
    }
    let last = Gazetteer::shared().get(report.unit).and_then(|unit| unit.valid_to().last);
    if let Some(last) = last.filter(|last| *last < report.period.from) {
        return Some(words.with("day", words.date(last)).t("rp-unit-over"));
    }
    if is_nought(report, |number| number.now) {
        return Some(words.t("rp-nothing-recorded").into_owned());
    }
    let beside = report.compare.is_some();
    (beside && is_nought(report, |number| number.before.unwrap_or(0)))
        .then(|| words.t("rp-nothing-before").into_owned())
}

/// Whether every figure that comes of matters is nought. What rules ask for is asked all the same.
fn is_nought(report: &Report<'_>, of: impl Fn(&Number) -> i64) -> bool {
    let columns = report.form.columns.iter().enumerate();
    let mut counted = columns.filter(|(_, column)| column.has_matters()).map(|(at, _)| at);
    let in_divided = |at: usize| {
        let mut all = report.divided.iter().filter_map(|(_, numbers)| numbers.get(at));
        all.all(|number| of(number) == 0)
    };
    counted.all(|at| report.total.get(at).is_none_or(|one| of(one) == 0) && in_divided(at))
}

#[cfg(test)]
mod tests {
    use counts::{Asked, Period};
    use jiff::civil::date;

    use super::*;
    use crate::form::Forms;

    /// Keys in place of words, so that what is said can be told apart.
    fn told(numbers: (i64, Option<i64>), unit: &str, today: Date) -> Vec<String> {
        let forms = Forms::own();
        let form = forms.on("cong-tac", date(2026, 3, 14)).expect("a form");
        let (from, until) = (date(2025, 12, 15), date(2026, 3, 14));
        let period = Period { asked: "2026-Q1".parse::<Asked>().expect("one"), from, until };
        let number = Number { now: numbers.0, before: numbers.1 };
        let report = Report {
            form,
            unit: unit.parse().expect("a unit"),
            period,
            compare: numbers.1.map(|_| period),
            total: vec![number; form.columns.len()],
            lines: Vec::new(),
            divided: Vec::new(),
            joined: Vec::new(),
            written: None,
            plan: None,
        };
        let book = web::Book::builder().add_all(WORDS).build().expect("words");
        of(&report, &book.words(web::Lang::Vi), today)
    }

    const WORDS: &[(web::Lang, &str)] = &[
        (web::Lang::Vi, include_str!("../../../../locales/vi/reports.ftl")),
        (web::Lang::En, include_str!("../../../../locales/en/reports.ftl")),
    ];

    #[test]
    fn a_nought_that_was_not_counted_is_said_to_be_one() {
        let (before, within, after) = (date(2025, 12, 14), date(2026, 3, 14), date(2026, 3, 15));
        let says = |told: Vec<String>, all: &[&str]| {
            assert_eq!(told.len(), all.len(), "{told:?}");
            let each = told.iter().zip(all);
            each.for_each(|(told, one)| assert!(told.contains(one), "{told}"));
        };
        says(told((3, Some(2)), "34-52", after), &[]);
        says(told((3, Some(2)), "34-52", within), &["14/03/2026"]);
        says(told((0, Some(0)), "34-52", before), &["chưa bắt đầu"]);
        says(told((0, Some(2)), "34-52", after), &["Chưa ghi việc nào"]);
        says(told((3, Some(0)), "34-52", after), &["Kỳ so sánh"]);
        says(told((3, None), "34-52", after), &[]);
        says(told((0, None), "63-64", after), &["30/06/2025"]);
    }
}
