//! "What may be done now": the table of lawful steps against the table of permissions. What is not
//! open yet, or not open to this officer, stays visible with its reason.

use accounts::{Act, Failure, Officer};
use web::Page;
use web::parts::{Act as Deed, Open};

use super::super::around::{capital, key, law_lang, small};
use super::super::rows::{onward, who};
use super::Case;
use super::preview::{Turn, effects, specimen};
use crate::pages::clock::pressing;
use crate::petition::{ARROWS, Arrow, State, Step};

/// The order in which steps are offered: onward first, then the ways out. These stay visible while
/// they are not open yet, with the reason.
const ORDER: [Step; 10] = [
    Step::Classify,
    Step::Accept,
    Step::Verify,
    Step::Decide,
    Step::Send,
    Step::Assign,
    Step::Refuse,
    Step::Guide,
    Step::Forward,
    Step::File,
];

/// What some cases need besides; shown when it may be done.
const BESIDES: [Step; 20] = [
    Step::Resume,
    Step::Dialogue,
    Step::CarryOut,
    Step::Judge,
    Step::Appeal,
    Step::Unappeal,
    Step::Advise,
    Step::Ask,
    Step::Note,
    Step::Term,
    Step::Represent,
    Step::Split,
    Step::Link,
    Step::Unlink,
    Step::Release,
    Step::Suspend,
    Step::Terminate,
    Step::Withdraw,
    Step::Reopen,
    Step::Destroy,
];

/// What may be done, for one officer.
#[derive(Default)]
pub(in super::super) struct Deeds {
    /// Onward and the ways out, open now.
    pub now: Vec<Deed>,
    /// The same, not open yet or not to this officer, each with its reason.
    pub later: Vec<Deed>,
    /// What some cases need besides.
    pub besides: Vec<Deed>,
}

/// The lists for one officer.
pub(in super::super) fn deeds(
    page: &Page,
    officer: &Officer,
    case: &Case,
) -> Result<Deeds, Failure> {
    let petition = &case.read.petition;
    let mut deeds = Deeds::default();
    if petition.state.is_open() {
        onward_deeds(page, officer, case, &mut deeds)?;
    }
    for step in BESIDES {
        let Some(arrow) = petition.arrow(step) else { continue };
        let act: Act = arrow.act.parse().map_err(Failure::bug)?;
        if !is_there(case, step)? || !officer.may(act, &petition.received.unit) {
            continue;
        }
        let word = step.word();
        // Notes and questions are the office's own affair and rest on no article.
        let note = match arrow.rule {
            None => page.t(key("office-does", word)),
            Some(_) => ground(page, case, arrow).into(),
        };
        let open = Open::Link(format!("{}/{word}", case.path()));
        let deed = Deed::new(page.t(key("office-do", word)), note, open);
        deeds.besides.push(deed.button(page.t(key("step", word))));
    }
    Ok(deeds)
}

/// Whether a case has what a step is about: a question, a holder, something taken back, a decision
/// or the end of the time for one.
fn is_there(case: &Case, step: Step) -> Result<bool, Failure> {
    let petition = &case.read.petition;
    Ok(match step {
        Step::Advise => petition.questions.iter().any(|question| question.advice.is_none()),
        Step::Release => petition.holder.is_some(),
        Step::Reopen => petition.state == State::Withdrawn || !petition.taken_back.is_empty(),
        Step::Unappeal => petition.appealed.is_some(),
        Step::Appeal => petition.first_ended(case.today, &case.laws)?.is_some(),
        _ => true,
    })
}

fn onward_deeds(
    page: &Page,
    officer: &Officer,
    case: &Case,
    deeds: &mut Deeds,
) -> Result<(), Failure> {
    let petition = &case.read.petition;
    let next = onward(petition.kind, petition.state).map(|arrow| arrow.step);
    for step in ORDER {
        let of_kind = |a: &&Arrow| a.step == step && a.kinds.contains(&petition.kind);
        let Some(arrow) = ARROWS.iter().find(of_kind) else { continue };
        let ahead = |from: &&State| **from > petition.state && **from <= State::Decided;
        let comes = arrow.from.iter().any(|from| ahead(&from));
        let now = petition.arrow(step).is_some();
        if !now && !comes {
            continue;
        }
        match deed(page, officer, case, arrow, now)? {
            (deed, true) if next == Some(step) => deeds.now.push(deed.first()),
            (deed, true) => deeds.now.push(deed),
            (deed, false) => deeds.later.push(deed),
        }
    }
    Ok(())
}

/// One line, and whether it is open to this officer now.
fn deed(
    page: &Page,
    officer: &Officer,
    case: &Case,
    arrow: &Arrow,
    now: bool,
) -> Result<(Deed, bool), Failure> {
    let step = arrow.step.word();
    let title = page.t(key("office-do", step));
    let act: Act = arrow.act.parse().map_err(Failure::bug)?;
    if !now {
        let note = page.t(key("office-wait", step));
        return Ok((Deed::new(title, note, Open::NotYet), false));
    }
    if !officer.may(act, &case.read.petition.received.unit) {
        let note = page.with("who", who(page, act)).t("office-for");
        return Ok((Deed::new(title, note, Open::NotYet), false));
    }
    let note = format!("{} {}", until(page, case, arrow)?, ground(page, case, arrow));
    let href = format!("{}/{step}", case.path());
    let deed = Deed::new(title, note, Open::Link(href)).button(page.t(key("step", step)));
    Ok((deed, true))
}

/// Until when: the date that the step itself must keep, or the one that it should leave room for.
fn until(page: &Page, case: &Case, arrow: &Arrow) -> Result<String, Failure> {
    let petition = &case.read.petition;
    let effects = effects(case, &specimen(arrow.step, petition, case.today))?;
    let ended = effects.iter().filter(|effect| effect.turn == Turn::Ends);
    if let Some(due) = ended.map(|effect| effect.clock.due()).min() {
        return Ok(page.with("due", page.date_long(due)).t("office-until"));
    }
    Ok(match pressing(&case.clocks) {
        Some(clock) => {
            let due = page.date_long(clock.due());
            page.with("clock", small(&clock.name(page))).with("due", due).t("office-in-time-for")
        }
        None => String::new(),
    })
}

/// The article that a step rests on, with a full stop, and whether it still is to be confirmed; or
/// that no article asks for it.
pub(in super::super) fn ground(page: &Page, case: &Case, arrow: &Arrow) -> String {
    let Some(rule) = arrow.rule else { return page.t("office-no-article").into_owned() };
    let book = &case.laws.now().rulebook;
    let cited = |found: &rulebook::Rule| {
        format!("{}.", capital(&book.cite(&found.article, law_lang(page))))
    };
    match book.in_force(rule, case.today) {
        Some(found) if found.is_settled() => cited(found),
        // Nobody has held the row against the law's own words yet: whoever acts on it must know.
        Some(found) => format!("{} {}", cited(found), page.t("law-unsettled")),
        None => String::new(),
    }
}
