//! Samples of the page of who has reported: units in all their states with a file that was taken
//! in, a file that was refused, and a unit with nobody below.

use accounts::Scope;
use counts::Asked;
use jiff::civil::date;
use kernel::Refusal;
use rulebook::Law;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::super::{Known, Wanted};
use super::view::{Done, Read, page_of};
use super::{Looked, titled};
use crate::frozen::facts::Days;
use crate::report::Number;
use crate::sent::Content;
use crate::sent::desk::Taken;
use crate::sent::standing::{Line, Standing};
use crate::sent::store::Sent;

/// The samples.
pub(in crate::pages) fn samples(page: &Page, known: &Known, scope: &Scope) -> Vec<Sample> {
    let page = titled(page.clone());
    let form = FormState::new().with("year", 2026).with("part", "Q1").with("unit", &scope.unit);
    let mut wrong = FormState::new();
    let refusal = Refusal::invalid("files", "exchange-altered");
    wrong.refuse(&refusal.with("file", "bao-cao-don-thu-23641-2026-Q1.dantin"));
    let forms = || super::super::show::forms(&page, known, date(2026, 3, 20));
    let looked = looked(known, &form, scope);
    let html = |faults: &FormState, looked: Option<&Looked<'_>>, taken| {
        let key = Some("dantin-exchange/52+0a1b2c3d+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned());
        let read = Read { looked, key, done: Done { taken, again: taken } };
        Html::of(&page_of(&page, (&form, faults, scope), forms(), read))
    };
    let mut samples = vec![Sample { name: "report-due-none", html: html(&wrong, None, 0) }];
    if let Some(looked) = looked {
        let shown = html(&FormState::new(), Some(&looked), 1);
        samples.push(Sample { name: "report-due", html: shown });
    }
    samples
}

fn looked<'a>(known: &'a Known, form: &FormState, scope: &Scope) -> Option<Looked<'a>> {
    let asked: Asked = "2026-Q1".parse().ok()?;
    let period = asked.period(&Law::embedded().ok()?).ok()?;
    let of = known.forms().on("don-thu", period.until)?;
    let sent = |unit: &str| Sent {
        unit: unit.to_owned(),
        stream: format!("report/{unit}"),
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    let line = |unit: &str, standing: Standing, by_file: bool| {
        let has = matches!(standing, Standing::InTime | Standing::Late);
        Line {
            unit: unit.to_owned(),
            standing,
            first: has.then_some(date(2026, 3, 18)),
            last: has.then(|| sent(unit)),
            by_file,
        }
    };
    let content = Content {
        unit: "23641".to_owned(),
        of: "34-23641".to_owned(),
        report: "1".to_owned(),
        form: of.id.clone(),
        columns: Vec::new(),
        period: Days::from(period),
        on: date(2026, 3, 18),
        total: of.columns.iter().map(|_| Number { now: 12, before: None }).collect(),
        lines: Vec::new(),
    };
    Some(Looked {
        wanted: Wanted {
            form: form.clone(),
            scope: scope.clone(),
            unit: "34-52".parse().ok()?,
            period: Some(period),
            compare: false,
            own: Vec::new(),
            chosen: None,
        },
        form: of,
        period,
        due: date(2026, 3, 20),
        lines: vec![
            line("23638", Standing::InTime, false),
            line("23641", Standing::Late, true),
            line("23644", Standing::Open, false),
            line("23647", Standing::Overdue, false),
        ],
        taken: vec![Taken { content, on: date(2026, 3, 24), again: false }],
    })
}
