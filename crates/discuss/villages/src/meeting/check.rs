//! Whether a meeting may be called as it is said. Pure.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::Law;
use units::Gazetteer;

use super::shown;
use crate::facts::Called;
use crate::kind::{Caller, Matter};

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// The article of a rule on a day, as it is cited.
pub(super) fn cite(law: &Law, rule: &str, on: Date) -> String {
    let found = law.rulebook.in_force(rule, on);
    found.map_or_else(String::new, |r| law.rulebook.cite(&r.article, calendar::Lang::Vi))
}

/// Whether a meeting may be called.
///
/// # Errors
/// A refusal that names the field and the article.
pub fn may_call(called: &Called, law: &Law) -> Result<(), Refusal> {
    let on = called.on;
    if called.from >= DAY_MINUTES {
        return Err(Refusal::invalid("from", "village-hour"));
    }
    if Gazetteer::shared().at(&called.unit, on).is_none() {
        return Err(Refusal::invalid("on", "village-no-unit").with("date", shown(on)));
    }
    if called.households == 0 {
        return Err(Refusal::invalid("households", "village-no-households"));
    }
    if called.agenda.is_empty() {
        return Err(Refusal::invalid("title1", "village-no-agenda"));
    }
    if called.agenda.iter().any(|item| item.options.len() == 1) {
        return Err(Refusal::invalid("options1", "village-one-option"));
    }
    caller(called, law)?;
    clusters(called, law)?;
    posted(called, law)
}

/// Who may call: the head; the Front's head when it is about the village head, and only then.
fn caller(called: &Called, law: &Law) -> Result<(), Refusal> {
    let head = called.agenda.iter().any(|item| item.matter.is_head());
    let (code, rule) = match (called.caller, head) {
        (Caller::Front, true) | (Caller::Head | Caller::Named, false) => return Ok(()),
        (_, true) => ("village-caller-front", "MT.call.head"),
        (_, false) => ("village-caller", "MT.call"),
    };
    Err(Refusal::invalid("caller", code).ground(cite(law, rule, called.on)))
}

/// A village meets in clusters when it is large or scattered.
fn clusters(called: &Called, law: &Law) -> Result<(), Refusal> {
    if called.parts == 0 {
        return Err(Refusal::invalid("parts", "village-no-parts"));
    }
    let rule = law.rulebook.in_force("MT.cluster", called.on).and_then(|rule| rule.value);
    match rule {
        Some(least) if called.parts > 1 && !called.scattered && called.households < least => {
            Err(Refusal::invalid("parts", "village-clusters").with("least", least).ground(cite(
                law,
                "MT.cluster",
                called.on,
            )))
        }
        _ => Ok(()),
    }
}

/// The draft of a convention hangs out for so many days before people decide.
fn posted(called: &Called, law: &Law) -> Result<(), Refusal> {
    let convention = called.agenda.iter().any(|item| item.matter == Matter::Convention);
    let days = law.rulebook.in_force("HU.post", called.on).and_then(|rule| rule.value);
    let Some(days) = days.filter(|_| convention) else { return Ok(()) };
    let latest = called.on.saturating_sub(i64::from(days).days());
    match called.posted_on.is_some_and(|posted| posted <= latest) {
        true => Ok(()),
        false => Err(Refusal::invalid("posted_on", "village-posted")
            .with("days", days)
            .with("date", shown(latest))
            .ground(cite(law, "HU.post", called.on))),
    }
}
