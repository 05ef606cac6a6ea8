//! Samples of the page of schedules: one that goes on beside one that was ended, none yet, and a
//! form with what is wrong with it.

use accounts::Scope;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::Actor;
use rulebook::Law;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::{Names, titled, view};
use crate::schedule::facts::Begun;
use crate::schedule::{Every, Schedule};

/// The samples.
pub(in crate::pages) fn samples(page: &Page, scope: &Scope) -> Vec<Sample> {
    let page = titled(page.clone());
    let Ok(law) = Law::embedded() else { return Vec::new() };
    let forms = [("cong-tac".to_owned(), "Công tác tiếp dân, giải quyết đơn".to_owned())];
    let (names, today) = (Names::new(), date(2026, 3, 20));
    let read = view::Read { forms: &forms, names: &names, own: &[], law: &law, today };
    let asked = FormState::new().with("unit", &scope.unit);
    let mut wrong = FormState::new().with("days", "mười");
    wrong.number("days", 1..=9);
    let both = [schedule(scope, None), schedule(scope, Some(date(2026, 3, 2)))];
    let html = |form: &FormState, shown: &[Schedule], may| {
        let lines = shown.iter().map(|one| view::line(&page, one, &read)).collect();
        Html::of(&view::page_of(&page, (&asked, form, scope), (&read, lines), may))
    };
    vec![
        Sample { name: "report-schedules", html: html(&FormState::new(), &both, true) },
        Sample { name: "report-schedules-none", html: html(&FormState::new(), &[], false) },
        Sample { name: "report-schedules-wrong", html: html(&wrong, &both, true) },
    ]
}

fn schedule(scope: &Scope, ended: Option<Date>) -> Schedule {
    let begun = Begun {
        unit: scope.unit.clone(),
        form: "cong-tac".to_owned(),
        every: Every::Quarter,
        own: None,
        civil: ended.is_some(),
        days: 3,
        compare: true,
        from: date(2026, 1, 5),
    };
    let (at, by) = (Timestamp::UNIX_EPOCH, Actor::System("sample"));
    Schedule { id: begun.stream(), begun, at, by, ended }
}
