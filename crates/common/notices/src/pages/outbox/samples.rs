//! The outbox with invented letters, in the states that a page can be in.

use jiff::{SignedDuration, Timestamp};
use web::parts::{Event as Step, Pager, Tab as Door};
use web::styleguide::Sample;
use web::{FormState, Html, Page, Say};

use super::{Close, OutboxPage, Standing, TABS, grounds, title};
use crate::letter::State;
use crate::notice::ASKER;
use crate::store::{Line, Switch};

const NOW: Timestamp = Timestamp::constant(1_770_860_460, 0);

fn line(n: i64, state: Option<State>, what: &str) -> Line {
    let at = NOW - SignedDuration::from_mins(17 * n);
    let morning = what.is_empty();
    Line {
        letter: format!("petition-{n}-1"),
        recipient: if morning { "officer".into() } else { ASKER.into() },
        state,
        trying: false,
        doubt: false,
        tries: 1,
        told: String::new(),
        at,
        next_at: None,
        code: if morning { String::new() } else { format!("TT-417{n}-28") },
        what: what.into(),
        path: format!("/don/TT-417{n}-28"),
    }
}

fn lines() -> Vec<Line> {
    let retried = Line {
        told: "451".into(),
        tries: 3,
        next_at: Some(NOW + SignedDuration::from_mins(15)),
        ..line(2, Some(State::Waiting), "petition-sent")
    };
    let failed = Line { told: "550".into(), ..line(3, Some(State::Failed), "petition-accepted") };
    let cut = Line {
        told: "cut".into(),
        doubt: true,
        next_at: Some(NOW),
        ..line(4, Some(State::Waiting), "petition-received")
    };
    let twice = Line { doubt: true, tries: 2, ..line(5, Some(State::Sent), "petition-received") };
    let sent = line(6, Some(State::Sent), "");
    vec![line(1, None, "petition-received"), retried, failed, cut, twice, sent]
}

/// All samples of this slice.
pub fn samples(page: &Page) -> Vec<Sample> {
    let page = page.clone().titled("outbox-title").office();
    let on = |is_on| Some(Switch { is_on, at: NOW, floor: NOW - SignedDuration::from_hours(72) });
    let tab = |(n, (word, _)): (usize, (&str, _))| {
        let door = Door::new(page.t(format!("outbox-tab-{word}")), super::PATH, n == 0);
        if n < 4 { door.count(n) } else { door }
    };
    let tabs: Vec<Door> = TABS.into_iter().enumerate().map(tab).collect();
    let close = Close {
        letter: "petition-3-1".into(),
        title: title(&page, "TT-4173-28", "petition-accepted"),
        steps: vec![
            Step::past(NOW, page.t("outbox-step-failed")).text(super::code(&page, "550")),
            Step::past(NOW, page.t("outbox-step-tried")),
            Step::past(NOW, page.t("outbox-step-since")),
        ],
        open: true,
    };
    let grounds = grounds(&page);
    let (lines, nothing) = (lines(), Vec::new());
    let pager = Pager { newer: None, older: Some(super::PATH.into()), note: String::new() };
    let mut wrong = FormState::new();
    wrong.wrong("ground", Say::new("field-choose"));
    let fine = FormState::new();
    let of = |name, standing: &Standing, lines: &[Line], close: Option<&Close>, form| Sample {
        name,
        html: Html::of(&OutboxPage {
            page: &page,
            form,
            standing,
            tabs: &tabs,
            lines,
            close,
            grounds: &grounds,
            pager: &pager,
            may_steer: true,
            empty: page.t("outbox-none-fresh").into_owned(),
        }),
    };
    let well = Standing { switch: on(true), away: None };
    let away = Standing { switch: on(true), away: Some((NOW, "away".into())) };
    let off = Standing { switch: None, away: None };
    vec![
        of("notices-outbox", &well, &lines, None, &fine),
        of("notices-outbox-letter", &away, &lines, Some(&close), &wrong),
        of("notices-outbox-off", &off, &nothing, None, &fine),
    ]
}
