//! Samples of the page of a unit's own periods: one that goes on, one that comes once and one that
//! was ended; none yet; and a form with what is wrong with it.

use accounts::Scope;
use counts::own::{Each, Rule};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::Actor;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::{titled, view};
use crate::periods::Own;
use crate::periods::facts::Defined;

/// The samples.
pub(in crate::pages) fn samples(page: &Page, scope: &Scope) -> Vec<Sample> {
    let page = titled(page.clone());
    let asked = FormState::new().with("unit", &scope.unit);
    let mut wrong = FormState::new().with("year", "hai").with("name", "Giao ban");
    wrong.number("year", 1990..=2027);
    let month = Rule::Repeats { each: Each::Month, day: 20, month: 12, before: true };
    let year = Rule::Repeats { each: Each::Year, day: 1, month: 9, before: false };
    let once = Rule::Once { from: date(2026, 3, 1), until: date(2026, 5, 15) };
    let all = [
        own(scope, ("giao-ban", "Giao ban"), (month, None)),
        own(scope, ("nam-hoc", "Năm học"), (year, Some(date(2026, 2, 1)))),
        own(scope, ("dot-cao-diem", "Đợt cao điểm"), (once, None)),
    ];
    let html = |form: &FormState, shown: &[Own], may| {
        let shown = (shown, date(2026, 3, 20));
        Html::of(&view::page_of(&page, (&asked, form, scope), shown, may))
    };
    vec![
        Sample { name: "report-periods", html: html(&FormState::new(), &all, true) },
        Sample { name: "report-periods-none", html: html(&FormState::new(), &[], false) },
        Sample { name: "report-periods-wrong", html: html(&wrong, &all, true) },
    ]
}

fn own(scope: &Scope, (code, name): (&str, &str), (rule, ended): (Rule, Option<Date>)) -> Own {
    Own {
        id: format!("period/{}.{code}", scope.unit),
        defined: Defined {
            unit: scope.unit.clone(),
            name: name.to_owned(),
            rule,
            from: date(2026, 1, 5),
            until: None,
        },
        at: Timestamp::UNIX_EPOCH,
        by: Actor::System("sample"),
        ended,
    }
}
