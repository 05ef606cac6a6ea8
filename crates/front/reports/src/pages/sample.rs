//! A sample of the page: invented figures of a real province across the change of units, and a
//! period that is none.

use accounts::Scope;
use counts::days::Days;
use counts::indicator::Measure;
use counts::{Asked, Indicator};
use rulebook::Law;
use units::UnitRef;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::Known;
use super::frozen::sample as frozen;
use super::show::{forms, page_of, shown, titled};
use crate::form::Forms;
use crate::plan::Plan;
use crate::report::{Line, Number, Report, Who};
use crate::trend::Trend;

/// The samples.
pub fn samples(page: &Page) -> Vec<Sample> {
    let known = Known::new(Forms::own());
    let page = titled(page.clone());
    let scope = Scope {
        unit: "52".to_owned(),
        phrase: "tỉnh Gia Lai".to_owned(),
        choices: vec![("52".into(), "Tỉnh Gia Lai".into()), ("23638".into(), "Xã Nháp".into())],
    };
    let asked = FormState::new().with("year", 2024).with("compare", 1);
    let mut wrong = FormState::new().with("year", "24");
    wrong.number("year", 1990..=2027);
    let mut more =
        [super::open::sample::samples(&page), super::look::sample::samples(&page, &scope)].concat();
    more.extend(super::sent::sample::samples(&page, &known, &scope));
    let sheet = report(&known).map(|made| shown(&page, &made, Some(&trend(&made))));
    let all = || forms(&page, &known, jiff::civil::date(2026, 3, 20));
    let mut frozen = frozen::samples(&page, &scope);
    more.extend(super::plan::sample::samples(&page, &known, &scope));
    more.extend(super::schedule::sample::samples(&page, &scope));
    more.extend(super::own::sample::samples(&page, &scope));
    if let Some(made) = report(&known) {
        let beside = super::beside::titled(page.clone());
        let html = Html::of(&super::beside::sample(&beside, &made));
        frozen.push(Sample { name: "report-beside", html });
        frozen.extend(frozen::samples_of(&page, made));
    }
    let html = |form, sheet| Html::of(&page_of(&page, form, &scope, (all(), sheet)));
    let dictionary = known.clone().with_indicators(INDICATORS.to_vec());
    let titled_dictionary = super::dictionary::titled(page.clone());
    let dictionary = super::dictionary::page_of(&titled_dictionary, &dictionary);
    let mut all_samples = vec![
        Sample { name: "report-dictionary", html: Html::of(&dictionary) },
        Sample { name: "report-took", html: took(&page, Some(&[Days::of([(3, 40), (12, 7)])])) },
        Sample { name: "report-took-too-many", html: took(&page, None) },
        Sample { name: "report", html: html(&asked, sheet) },
        Sample { name: "report-wrong", html: html(&wrong, None) },
        Sample { name: "report-behind", html: Html::of(&super::list::sample(&page)) },
    ];
    all_samples.append(&mut frozen);
    all_samples.append(&mut more);
    all_samples
}

fn took(page: &Page, found: Option<&[Days]>) -> Html {
    let page = super::took::titled(page.clone());
    Html::of(&super::took::page_of(&page, "Toàn tỉnh Gia Lai, năm 2024".to_owned(), found))
}

/// Two of what subjects declare: one that adds up, one that does not.
const INDICATORS: &[Indicator] = &[
    Indicator::new("receptions.turns", counts::indicator::none, counts::indicator::matter)
        .by("kind", "matter")
        .in_(Measure::Turn),
    Indicator::new("petitions.days", counts::indicator::none, counts::indicator::none)
        .in_(Measure::Day)
        .worked_out(),
];

fn report(known: &Known) -> Option<Report<'_>> {
    let asked: Asked = "2024".parse().ok()?;
    let law = Law::embedded().ok()?;
    let (period, compare) = (asked.period(&law).ok()?, asked.year_before().period(&law).ok()?);
    let form = known.forms().on("cong-tac", period.until)?;
    let unit = |text: &str| text.parse::<UnitRef>().ok();
    let numbers = |first: i64| -> Vec<Number> {
        let number = |at: i64| Number { now: first / (at + 1), before: Some(first / (at + 2)) };
        (0..).take(form.columns.len()).map(number).collect()
    };
    Some(Report {
        form,
        unit: unit("34-52")?,
        period,
        compare: Some(compare),
        total: numbers(2861),
        lines: vec![
            Line {
                who: Who::Unit { unit: unit("34-23638")?, name: "Xã Nháp".to_owned() },
                numbers: numbers(61),
            },
            Line { who: Who::Itself, numbers: numbers(1800) },
            Line { who: Who::Ended, numbers: numbers(1000) },
        ],
        divided: vec![(unit("63-00007")?, numbers(4))],
        joined: vec![unit("63-52")?, unit("63-64")?],
        written: None,
        plan: form
            .columns
            .first()
            .map(|column| Plan { year: 2024, targets: [(column.id.clone(), 3_000)].into() }),
    })
}

/// Twelve months that go up and down, the change of units in the eighth.
fn trend(report: &Report<'_>) -> Trend {
    let month = |n: i64| Number { now: 40 + 17 * (n % 5), before: Some(30 + 11 * (n % 7)) };
    Trend {
        year: 2025,
        months: vec![report.period; 12],
        columns: vec![(0..12).map(month).collect(); report.form.columns.len()],
        reform: Some(7),
    }
}
