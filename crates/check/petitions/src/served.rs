//! Which unit a petition may be sent to here, and what to say when it may not.

use jiff::civil::Date;
use kernel::Refusal;
use store::Laws;
use units::{Gazetteer, Unit};

use crate::kind::Kind;

/// The kinds that can be sent to a unit. A second complaint about a commune's decision goes to the
/// chair above it ([`above`]), so a commune has none to take.
pub fn kinds(unit: &Unit<'_>) -> &'static [Kind] {
    match unit.parent() {
        None => Kind::ALL,
        Some(_) => &[Kind::Feedback, Kind::Complaint],
    }
}

/// Second complaints about a commune's decisions went to the district's chair as long as there were
/// districts.
const TO_DISTRICT: &str = "KN.second.dist";

/// The rule of the day by which a second complaint goes above.
fn second_rule(laws: &Laws, today: Date) -> Option<&'static str> {
    let rules = ["KN.second.prov", TO_DISTRICT];
    rules.into_iter().find(|id| laws.now().rulebook.in_force(id, today).is_some())
}

/// The unit whose chair decides on a day a second complaint about the decisions of the unit with
/// this code: the district or the province, by the rule of the day. `None` above a province.
pub fn above(code: &str, laws: &Laws, today: Date) -> Option<Unit<'static>> {
    let gazetteer = Gazetteer::shared();
    let district = match second_rule(laws, today) {
        Some(TO_DISTRICT) => gazetteer.at(code, today).and_then(|old| old.parent()),
        _ => None,
    };
    district.or_else(|| gazetteer.current(code)?.parent())
}

/// A second complaint goes above the commune whose decision it is about, by the rule of the day.
///
/// # Errors
/// A refusal for the field `unit`, with the article.
pub fn takes(kind: Kind, unit: &Unit<'_>, laws: &Laws, today: Date) -> Result<(), Refusal> {
    if kinds(unit).contains(&kind) {
        return Ok(());
    }
    let above = above(&unit.id().code(), laws, today).map(|above| above.phrase());
    let refusal = Refusal::invalid("unit", "petition-second-above");
    let refusal = refusal.with("above", above.unwrap_or_default());
    Err(match second_rule(laws, today) {
        Some(rule) => refusal.ground(crate::cite(laws, rule, today)),
        None => refusal,
    })
}

/// The unit that must answer: the instance's own, or one right below it (a province serves its
/// communes). An abolished one is refused with the name of its successors, never replaced in
/// silence; one that was split is asked about.
///
/// # Errors
/// A refusal for the field `unit`.
pub fn unit<'g>(
    gazetteer: &'g Gazetteer,
    instance: &str,
    code: &str,
    today: Date,
) -> Result<Unit<'g>, Refusal> {
    let code = code.trim();
    if let Some(unit) = gazetteer.current(code) {
        let own = unit.id().code() == instance;
        let below = unit.parent().is_some_and(|above| above.id().code() == instance);
        return match own || below {
            true => Ok(unit),
            false => {
                let home = gazetteer.current(instance).map(|home| home.path()).unwrap_or_default();
                Err(Refusal::invalid("unit", "petition-unit-elsewhere")
                    .with("unit", unit.path())
                    .with("home", home))
            }
        };
    }
    let day_before = gazetteer.last_of_old_order().unwrap_or(today).min(today);
    let Some(old) = gazetteer.at(code, day_before) else {
        return Err(Refusal::invalid("unit", "petition-unit-unknown").with("unit", code));
    };
    let today = gazetteer.trace(old.id()).map(|trace| trace.today).unwrap_or_default();
    let names: Vec<String> = today.into_iter().map(|unit| unit.path).collect();
    let code = if names.len() > 1 { "petition-unit-split" } else { "petition-unit-merged" };
    Err(Refusal::invalid("unit", code).with("unit", old.path()).with("now", names.join("; ")))
}
