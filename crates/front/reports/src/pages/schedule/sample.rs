//! Samples of the page of schedules: one that goes on, one that was ended and one whose form is not
//! there any more; none yet; and a form with what is wrong with it.

use accounts::Scope;
use counts::Asked;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::Actor;
use rulebook::Law;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::{Names, titled, view};
use crate::form::Forms;
use crate::schedule::desk::Gone;
use crate::schedule::facts::Begun;
use crate::schedule::{Every, Schedule};

/// The samples.
pub(in crate::pages) fn samples(page: &Page, scope: &Scope) -> Vec<Sample> {
    let page = titled(page.clone());
    let Ok(law) = Law::embedded() else { return Vec::new() };
    let forms = [("cong-tac".to_owned(), "Công tác tiếp dân, giải quyết đơn".to_owned())];
    let (names, today) = (Names::new(), date(2026, 3, 20));
    let known = Forms::own();
    let lost = Schedule { id: "schedule/mau-cu".to_owned(), ..schedule(scope, None, "mau-cu") };
    let period = Asked::Days { from: date(2026, 1, 1), until: date(2026, 3, 14) }.period(&law);
    let gone = Gone::from([(lost.id.clone(), period.into_iter().collect())]);
    let (forms, names, known, gone) = (&forms, &names, &known, &gone);
    let read = view::Read { forms, names, own: &[], law: &law, today, known, gone };
    let asked = FormState::new().with("unit", &scope.unit);
    let mut wrong = FormState::new().with("days", "mười");
    wrong.number("days", 1..=9);
    let ended = Some(date(2026, 3, 2));
    let all = [schedule(scope, None, "cong-tac"), schedule(scope, ended, "cong-tac"), lost];
    let html = |form: &FormState, shown: &[Schedule], may| {
        let lines = shown.iter().map(|one| view::line(&page, one, &read)).collect();
        Html::of(&view::page_of(&page, (&asked, form, scope), (&read, lines), may))
    };
    vec![
        Sample { name: "report-schedules", html: html(&FormState::new(), &all, true) },
        Sample { name: "report-schedules-none", html: html(&FormState::new(), &[], false) },
        Sample { name: "report-schedules-wrong", html: html(&wrong, &all, true) },
    ]
}

fn schedule(scope: &Scope, ended: Option<Date>, form: &str) -> Schedule {
    let begun = Begun {
        unit: scope.unit.clone(),
        form: form.to_owned(),
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
