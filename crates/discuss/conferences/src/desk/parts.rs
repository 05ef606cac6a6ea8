//! A conclusion broken down by the unit that owes it: each part is owed by a unit below, in a
//! stream of its own, and stands on its board like any other conclusion. The whole is done when no
//! part is open, and takes its open parts along when it is withdrawn.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use store::{Change, Store};
use units::local;

use super::{NewConclusion, key, put, read_conclusion};
use crate::arrows::ConclusionStep;
use crate::conclusion::{Conclusion, complete};
use crate::facts::{ConclusionEvent, Made, Spot};
use crate::kind::Withdrawn;
use crate::store::{self as sql, Owed};
use crate::unit::{self, shown};

/// Writes a part down; sent twice it is one.
///
/// # Errors
/// A refusal that says what is missing or cannot be; then nothing was recorded.
pub async fn divide(
    store: &Store,
    actor: &Actor,
    whole: &Conclusion,
    new: &NewConclusion,
    id: Id,
) -> Result<(), Failure> {
    let stream = store.stream(&format!("conclusion/{id}")).await?;
    if !stream.records.is_empty() {
        return Ok(());
    }
    if whole.arrow(ConclusionStep::Divide).is_none() {
        return Err(Refusal::conflict("conclusion-not-now").into());
    }
    let today = store.clock().today();
    let (owner, until) = complete(new.owner.as_deref(), new.until, whole.made.on)?;
    // What is late already may still be broken down: then a part is due today at the latest.
    let latest = whole.made.until.max(today);
    if until < today || until > latest {
        let refusal = Refusal::invalid("by", "conclusion-part-day").with("from", shown(today));
        return Err(refusal.with("until", shown(latest)).into());
    }
    let owner = below(store, &whole.made.owner, owner, today).await?;
    let mut words = Vec::new();
    let made = Made {
        conference: whole.made.conference.clone(),
        unit: whole.made.owner.unit.clone(),
        owner,
        what: put(store, &mut words, ("what", &new.what))?,
        on: today,
        until,
        open_to_all: false,
        part_of: Some(whole.id.clone()),
    };
    store.begin(actor, stream, (ConclusionEvent::Made(made).to_fact(), words)).await?;
    Ok(())
}

/// The unit that a line means: the one that owes the whole, or one below it.
async fn below(store: &Store, top: &Spot, line: &str, today: Date) -> Result<Spot, Failure> {
    let locals = local::under(store, &top.unit).await?;
    let spot = unit::named(line, (&top.unit, today), &locals, "owner")?;
    match unit::is_within(&spot.unit, &|code| code == top.unit, today) {
        true => Ok(spot),
        false => Err(Refusal::invalid("owner", "conclusion-part-apart").with("line", line).into()),
    }
}

/// The parts of a conclusion that are open.
pub(super) async fn open(store: &Store, whole: &str) -> Result<Vec<Owed>, Failure> {
    let mut parts = sql::parts(store, whole).await?;
    parts.retain(|part| part.state == "open");
    Ok(parts)
}

/// Withdraws the open parts of a conclusion, for the reason for which the whole is withdrawn.
pub(super) async fn withdrawn(
    store: &Store,
    parts: &[Owed],
    (why, text): (Withdrawn, &str),
) -> Result<Vec<Change>, Failure> {
    let (mut changes, today) = (Vec::new(), store.clock().today());
    for part in parts {
        let Some(read) = read_conclusion(store, key(&part.stream)).await? else { continue };
        let mut words = Vec::new();
        let item = put(store, &mut words, ("words", text))?;
        let event = ConclusionEvent::Withdrawn { on: today, why, words: item };
        let event = read.it.decide(event, today)?;
        let mut change = Change::new(read.stream, vec![event.to_fact()]);
        change.words = words;
        changes.push(change);
    }
    Ok(changes)
}
