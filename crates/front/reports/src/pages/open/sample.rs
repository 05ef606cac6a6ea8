//! Samples of the pages of open data: the list with and without years, one dataset whose figures
//! are told, few and hidden, and one without any year.

use counts::guard::Mark;
use jiff::civil::date;
use web::styleguide::Sample;
use web::{Html, Page};

use super::{list, one, titled};
use crate::narrative::tongue;
use crate::open::facts::{Cell, Issued, Place, Span};
use crate::open::store::Entry;
use crate::open::{Dataset, Open, Volume};

/// The samples.
pub(in crate::pages) fn samples(page: &Page) -> Vec<Sample> {
    let open = Open::own();
    let listed = list::titled(page.clone());
    let html = |entries: &[Entry]| Html::of(&list::page_of(&listed, &open, entries, 5));
    let mut samples = vec![
        Sample { name: "open-data", html: html(&[entry(12), entry(3)]) },
        Sample { name: "open-data-none", html: html(&[]) },
    ];
    if let Some(dataset) = open.datasets().first() {
        let page = titled(page.clone(), dataset.title(tongue(page.w())));
        let volume = volume(dataset);
        let html = |entries: &[Entry], newest| {
            Html::of(&one::page_of(&page, &open, dataset, (entries, newest)))
        };
        let some = html(&[entry(3), entry(12)], Some(&volume));
        samples.push(Sample { name: "open-dataset", html: some });
        samples.push(Sample { name: "open-dataset-none", html: html(&[], None) });
    }
    samples
}

fn entry(months: usize) -> Entry {
    Entry {
        dataset: "tiep-cong-dan".to_owned(),
        year: if months < crate::open::MONTHS { 2026 } else { 2025 },
        months,
        first: date(2026, 1, 22),
        last: date(2026, 3, 23),
    }
}

/// A quarter of one commune.
fn volume(dataset: &Dataset) -> Volume {
    let unit = "34-23638".to_owned();
    let cell = |of: &str, span: Span, n: i64| Cell {
        of: of.to_owned(),
        unit: unit.clone(),
        span,
        by: String::new(),
        part: String::new(),
        n,
        listed: 0,
        mark: if n == 7 { Mark::Hidden } else { Mark::alone(n, 5) },
    };
    let month = |month: i8, figures: &[i64]| {
        let cells = dataset.indicators.iter().zip(figures);
        let mut cells: Vec<Cell> = cells.map(|(told, n)| cell(&told.of, Span::Month, *n)).collect();
        if month == 3 {
            cells
                .extend(dataset.indicators.iter().map(|told| cell(&told.of, Span::Quarter, 1_024)));
        }
        Issued {
            month,
            from: date(2025, 12, 15),
            until: date(2026, 1, 14),
            on: date(2026, 1, 22),
            least: 5,
            law: 1,
            units: vec![Place { unit: unit.clone(), name: "xã Nháp, tỉnh Gia Lai".to_owned() }],
            cells,
            parts: Vec::new(),
        }
    };
    Volume {
        dataset: dataset.id.clone(),
        year: 2026,
        issues: vec![
            month(1, &[12, 3, 0, 7, 9, 0]),
            month(2, &[7, 21, 5, 0, 2, 0]),
            month(3, &[19, 24, 6, 0, 8, 1]),
        ],
    }
}
