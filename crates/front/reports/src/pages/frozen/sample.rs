//! Samples of the pages of frozen reports: a list, an empty one, a report with an edit that
//! contradicts its figures and a difference, what is behind it, and the form over moved figures.

use accounts::Scope;
use jiff::Timestamp;
use jiff::civil::date;
use kernel::Id;
use store::VaultId;
use web::styleguide::Sample;
use web::{Fields, FormState, Html, Page};

use super::{cell, freeze, list, one};
use crate::frozen::facts::Frozen;
use crate::frozen::store::Entry;
use crate::frozen::{Kept, Sentence};
use crate::report::Report;

/// Lists.
pub(in crate::pages) fn samples(page: &Page, scope: &Scope) -> Vec<Sample> {
    let page = list::titled(page.clone());
    let form = FormState::new().with("unit", &scope.unit);
    let entry = Entry {
        stream: "report/1".to_owned(),
        title: "Kết quả tiếp công dân".to_owned(),
        asked: "2024".to_owned(),
        on: date(2024, 12, 20),
        at: 0,
    };
    let html = |found, more| Html::of(&list::page_of(&page, &form, scope, (found, more)));
    vec![
        Sample { name: "report-frozen-list", html: html(&[entry], true) },
        Sample { name: "report-frozen-list-empty", html: html(&[], false) },
    ]
}

/// The pages of one.
pub(in crate::pages) fn samples_of(page: &Page, report: Report<'_>) -> Vec<Sample> {
    let sentence = |made: &str, text: &str| Sentence { made: made.into(), text: text.into() };
    let report = Report {
        written: Some(vec![sentence("Tiếp 2.861 lượt.", "Tiếp gần 3.000 lượt công dân.")]),
        ..report
    };
    let kept = kept(&report);
    let changed = vec![one::sample(page)];
    let form = FormState::new().with("text0", "Tiếp 2.861 lượt công dân.");
    let form_page = freeze::titled(page.clone(), &form);
    let moved = freeze::page_of(&form_page, &form, &report, (&Fields::default(), "0", true));
    let whole = Html::of(&one::page_of(page, &kept, &report, changed));
    vec![
        Sample { name: "report-frozen", html: whole },
        Sample { name: "report-frozen-cell", html: Html::of(&cell::sample(page)) },
        Sample { name: "report-freeze", html: Html::of(&moved) },
    ]
}

fn kept(report: &Report<'_>) -> Kept {
    let item = Id::from_parts(Timestamp::UNIX_EPOCH, [0; 10]);
    Kept {
        id: "report/1".to_owned(),
        form: report.form.clone(),
        at: Timestamp::UNIX_EPOCH,
        cases: Vec::new(),
        sentences: report.written.clone(),
        frozen: Frozen {
            unit: report.unit.code(),
            of: report.unit.to_string(),
            form: report.form.id.clone(),
            form_text: String::new(),
            period: report.period.into(),
            compare: None,
            total: Vec::new(),
            lines: Vec::new(),
            divided: Vec::new(),
            joined: Vec::new(),
            plan: None,
            schedule: Some("schedule/52-quarter-cong-tac".to_owned()),
            on: date(2024, 12, 20),
            position: 48_211,
            law: 3,
            words: VaultId { id: item, commitment: String::new() },
        },
    }
}
