//! Samples of the page of a plan: for who may set it, with a target that was changed, with a number
//! that is none, after somebody else was first, and of a year that is none.

use accounts::Scope;
use counts::Asked;
use jiff::Timestamp;
use kernel::Actor;
use rulebook::Law;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::super::{Known, Wanted};
use super::{Looked, Names, field, titled, view};
use crate::plan::{Course, Said};

/// The samples.
pub(in crate::pages) fn samples(page: &Page, known: &Known, scope: &Scope) -> Vec<Sample> {
    let page = titled(page.clone());
    let Some(looked) = looked(known, scope) else { return Vec::new() };
    let mut wrong = looked.filled();
    if let Some(column) = looked.form.columns.first() {
        wrong.set(&field(column), "nhiều");
        wrong.number(&field(column), 1..=9);
    }
    let html = |values: &FormState, may, overtaken| {
        let forms = vec![("cong-tac".to_owned(), looked.form.vi.clone())];
        Html::of(&view::page_of(&page, &looked, (forms, Names::new()), (values, may, overtaken)))
    };
    vec![
        Sample { name: "report-plan", html: html(&looked.filled(), true, false) },
        Sample { name: "report-plan-read", html: html(&looked.filled(), false, false) },
        Sample { name: "report-plan-wrong", html: html(&wrong, true, false) },
        Sample { name: "report-plan-overtaken", html: html(&looked.filled(), true, true) },
        Sample { name: "report-plan-unread", html: unread(&page, &looked) },
    ]
}

/// A year that is none.
fn unread(page: &Page, looked: &Looked<'_>) -> Html {
    let mut form = FormState::new().with("form", "cong-tac").with("year", "hai nghìn");
    form.number("year", 1990..=2027);
    let wanted = Wanted {
        form,
        scope: looked.wanted.scope.clone(),
        unit: looked.wanted.unit,
        period: None,
        compare: false,
        own: Vec::new(),
        chosen: None,
    };
    let forms = vec![("cong-tac".to_owned(), looked.form.vi.clone())];
    Html::of(&view::unread(page, &wanted, (forms, &FormState::new())))
}

fn looked<'a>(known: &'a Known, scope: &Scope) -> Option<Looked<'a>> {
    let asked: Asked = "2024".parse().ok()?;
    let period = asked.period(&Law::embedded().ok()?).ok()?;
    let form = known.forms().on("cong-tac", period.until)?;
    let wanted = Wanted {
        form: FormState::new().with("form", "cong-tac").with("year", 2024),
        scope: scope.clone(),
        unit: "34-52".parse().ok()?,
        period: Some(period),
        compare: false,
        own: Vec::new(),
        chosen: None,
    };
    let said = |target| Said {
        column: form.columns.first().map(|column| column.id.clone()).unwrap_or_default(),
        target,
        at: Timestamp::UNIX_EPOCH,
        by: Actor::System("sample"),
    };
    let course = Course(vec![said(Some(2_800)), said(None), said(Some(3_000))]);
    Some(Looked { wanted, form, year: 2024, course })
}
