//! How a complaint stands in the law's times: until when it could be made, since when its decision
//! is in force, and whether what it orders is carried out.

use accounts::{App, Failure};
use jiff::civil::Date;
use store::Laws;
use web::Page;
use web::parts::Leader;

use super::super::around::small;
use super::Case;
use crate::kind::{Finding, Kind};
use crate::pages::clock::run;
use crate::petition::{Petition, State};
use crate::{code, desk, store as sql};

/// What stands beside a complaint.
pub(super) fn leaders(page: &Page, case: &Case) -> Result<Vec<Leader>, Failure> {
    let petition = &case.read.petition;
    let mut lines = Vec::new();
    if let Some(known) = petition.known_on {
        lines.push(Leader::new(page.t("office-known-short"), page.date(known)));
    }
    if let Some(last) = petition.limit_due(&case.laws)? {
        lines.push(Leader::new(page.t("office-limit"), page.date(last)));
    }
    if let Some(words) = effect(page, case)? {
        lines.push(Leader::new(page.t("office-effect"), words));
        lines.push(Leader::new(page.t("office-carrying"), carrying(page, case)?));
    }
    Ok(lines)
}

/// Whether the decision that was sent is in force; `None` when none was, or no such rule was law.
fn effect(page: &Page, case: &Case) -> Result<Option<String>, Failure> {
    let petition = &case.read.petition;
    let decided = petition.kind.is_complaint() && petition.state.is_answered();
    let Some(due) = petition.effect_due(&case.laws)?.filter(|_| decided) else { return Ok(None) };
    let words = match (petition.appealed.as_deref(), petition.effect_on(&case.laws)?) {
        (Some(""), _) => page.t("office-effect-appealed").into_owned(),
        (Some(second), _) => page.with("code", second).t("office-effect-appealed-by"),
        (None, Some(from)) if case.today >= from => {
            page.with("day", page.date(from)).t("office-effect-since")
        }
        (None, _) => page.with("day", page.date(due)).t("office-effect-not-yet"),
    };
    let rule = petition.kind.effect_rule(petition.term).unwrap_or_default();
    let found = case.laws.now().rulebook.in_force(rule, case.today);
    Ok(Some(match found.is_none_or(|rule| rule.is_settled()) {
        true => words,
        false => format!("{words} ({})", small(&page.t("law-unsettled"))),
    }))
}

/// What became of what the decision orders.
fn carrying(page: &Page, case: &Case) -> Result<String, Failure> {
    let petition = &case.read.petition;
    if let Some((_, on)) = &petition.carried_out {
        return Ok(page.with("day", page.date(*on)).t("office-carrying-done"));
    }
    let key = match petition.finding {
        Some(Finding::Wrong) => "office-carrying-nothing",
        _ if petition.is_effective(case.today, &case.laws)? => "office-carrying-owed",
        _ => "office-carrying-waits",
    };
    Ok(page.t(key).into_owned())
}

/// Until when the complaint could be made, in sentences for whoever weighs whether it is too late:
/// the last day, the day of receipt, the remote areas; or that the first day is not written down.
pub(in super::super) fn limit(page: &Page, case: &Case) -> Vec<String> {
    let petition = &case.read.petition;
    let Some(rule) = petition.kind.limit_rule() else { return Vec::new() };
    let Some(known) = petition.known_on else {
        return vec![page.t("office-limit-unknown").into_owned()];
    };
    let clock = |rule: &str| run(case.laws.now().clone(), rule, known).ok().flatten();
    let Some(last) = clock(rule) else { return Vec::new() };
    let received = petition.received.on;
    let said = page
        .with("known", page.date(known))
        .with("due", page.date_long(last.due()))
        .with("article", last.article(page))
        .with("on", page.date(received));
    let key = if received <= last.due() { "office-limit-in-time" } else { "office-limit-over" };
    let mut sentences = vec![said.t(key)];
    if petition.kind == Kind::SecondComplaint {
        let remote = clock("KN.limit2:remote").map(|remote| page.date_long(remote.due()));
        sentences.extend(remote.map(|due| page.with("due", due).t("rights-second-remote")));
    }
    sentences.extend(last.doubt(page));
    sentences
}

/// The day from which the time for a second complaint runs, as the first one has it that is here:
/// the sending of its decision, or the end of the time for one. `None` when the first is not here.
pub(super) async fn first_ended(
    app: &App,
    petition: &Petition,
    laws: &Laws,
) -> Result<Option<Date>, Failure> {
    let digits = petition.received.extra.first.as_deref().and_then(code::read);
    let Some(digits) = digits.filter(|_| petition.kind == Kind::SecondComplaint) else {
        return Ok(None);
    };
    let Some(stream) = sql::by_digits(&app.store, &digits).await? else { return Ok(None) };
    let Some(first) = desk::read(&app.store, &stream).await?.map(|read| read.petition) else {
        return Ok(None);
    };
    let came = petition.received.on;
    let sent = first
        .closed_on
        .filter(|on| matches!(first.state, State::Sent | State::CarriedOut) && *on <= came);
    let over = first.unsettled_since(laws)?.filter(|due| *due < came);
    Ok(sent.or(over))
}
