//! Defining a period, ending one, and finding those that a report may be asked for. Whether the
//! actor may was asked at the door.

use std::collections::BTreeSet;

use accounts::{App, Failure};
use counts::Asked;
use counts::own::Rule;
use kernel::{Actor, Refusal, text};
use store::Store;

use super::facts::{Defined, Event};
use super::{MOST, Own, store as sql};

fn name(key: &str) -> String {
    format!("period/{key}")
}

/// The key of a unit's period by its code. A code has no dot in it.
fn key_of(unit: &str, code: &str) -> String {
    format!("{unit}.{code}")
}

/// The name of a period in addresses and commands: its syllables without marks. `None` when it has
/// no letter, or reads as the beginning of a period of the calendar.
#[must_use]
pub fn code(named: &str) -> Option<String> {
    let code = text::syllables(named).join("-");
    let has_letter = code.bytes().any(|byte| byte.is_ascii_alphabetic());
    (has_letter && code != "civil").then_some(code)
}

/// The periods that reports of a unit may be asked for: its own, then those of the unit that this
/// installation serves; of each the newest first.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn of(app: &App, unit: &str) -> store::Result<Vec<Own>> {
    let home = app.instance().map(|instance| instance.unit.clone()).unwrap_or_default();
    let names = sql::of_units(&app.store, [unit, &home]).await?;
    let mut all = of_streams(&app.store, &names).await?;
    all.sort_by_key(|one| one.defined.unit != unit);
    Ok(all)
}

async fn of_streams(store: &Store, names: &[String]) -> store::Result<Vec<Own>> {
    let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let streams = store.streams(&wanted).await?;
    let mut all = Vec::new();
    for name in wanted {
        if let Some(stream) = streams.get(name) {
            all.extend(Own::replay(stream)?);
        }
    }
    Ok(all)
}

/// One period by its key.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn read(store: &Store, key: &str) -> store::Result<Option<Own>> {
    Own::replay(&store.stream(&name(key)).await?)
}

/// Several periods by their keys; those that do not exist are missing.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn read_all(store: &Store, keys: &BTreeSet<&str>) -> store::Result<Vec<Own>> {
    let names: Vec<String> = keys.iter().map(|key| name(key)).collect();
    of_streams(store, &names).await
}

/// The period that a code means at one of these units, the first one first; else one of before, or
/// one that was named by its whole key.
async fn found(store: &Store, units: &[&str], code: &str) -> store::Result<Option<Own>> {
    for unit in units {
        if let Some(own) = read(store, &key_of(unit, code)).await? {
            return Ok(Some(own));
        }
    }
    read(store, code).await
}

/// A period as the command line names it: `giao-ban:2026-03`, `giao-ban:2026-Q1`, `giao-ban:2026`,
/// and by the code alone when it comes once; with it the one of the year before. It is looked for
/// at `units`, the first one first; `20836.giao-ban` names that of one unit. `None` when there is
/// none of that name, or when it does not begin while its rule holds.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn named(
    store: &Store,
    units: &[&str],
    typed: &str,
) -> store::Result<Option<(Asked, Option<Asked>)>> {
    let (code, part) = match typed.trim().split_once(':') {
        Some((code, part)) => (code, Some(part)),
        None => (typed.trim(), None),
    };
    let Some(own) = found(store, units, code).await? else { return Ok(None) };
    let at = match (own.defined.rule, part) {
        (Rule::Once { from, .. }, None) => Some((from.year(), 1)),
        (rule @ Rule::Repeats { .. }, Some(part)) => match part.parse() {
            Ok(Asked::Part { year, part, .. }) => rule.number(part).map(|n| (year, n)),
            _ => None,
        },
        _ => None,
    };
    Ok(at.and_then(|(year, n)| Some((own.asked(year, n)?, own.before(year, n)))))
}

/// Defines a period. The same said twice is one.
///
/// # Errors
/// A refusal for the field `name`: it has no letter, another period of the unit bears it, or the
/// unit has as many as there may be; then nothing was recorded.
pub async fn define(store: &Store, actor: &Actor, defined: Defined) -> Result<(), Failure> {
    let code = code(&defined.name).ok_or_else(|| Refusal::invalid("name", "period-name"))?;
    let stream = store.stream(&name(&key_of(&defined.unit, &code))).await?;
    let there = match Own::replay(&stream)? {
        Some(there) => Some(there),
        None => read(store, &code).await?.filter(|older| older.defined.unit == defined.unit),
    };
    if let Some(there) = there {
        let refusal = Refusal::invalid("name", "period-there").with("name", &there.defined.name);
        let same = there.defined == defined && there.ended.is_none();
        return if same { Ok(()) } else { Err(refusal.into()) };
    }
    if sql::how_many(store, &defined.unit).await? >= MOST {
        return Err(Refusal::invalid("name", "period-many").with("most", MOST).into());
    }
    store.go_on(actor, stream, (Event::Defined(defined).to_fact(), Vec::new())).await?;
    Ok(())
}

/// Ends a period: none of it begins after today.
///
/// # Errors
/// `period-none`, when there is none that goes on.
pub async fn end(store: &Store, actor: &Actor, key: &str) -> Result<(), Failure> {
    let stream = store.stream(&name(key)).await?;
    if Own::replay(&stream)?.is_none_or(|one| one.ended.is_some()) {
        return Err(Refusal::conflict("period-none").into());
    }
    let on = store.clock().today();
    store.go_on(actor, stream, (Event::Ended { on }.to_fact(), Vec::new())).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_code_that_is_no_other_period() {
        assert_eq!(code("Kỳ giao ban tháng").as_deref(), Some("ky-giao-ban-thang"));
        assert_eq!(code("Đợt 1").as_deref(), Some("dot-1"));
        for none in ["", " . ", "2026", "06/2026", "Civil"] {
            assert_eq!(code(none), None, "{none}");
        }
    }
}
