//! A conclusion broken down by the unit that owes it: each part is owed by a unit below, in a
//! stream of its own, and stands on its board like any other conclusion. The whole is done when no
//! part is open, and takes its open parts along when it is withdrawn.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use store::{Change, CommitError, Store};
use units::local;

use super::{NewConclusion, Words, key, put, read_conclusion};
use crate::arrows::ConclusionStep;
use crate::conclusion::{Conclusion, complete};
use crate::facts::{ConclusionEvent, Made, Spot};
use crate::kind::Withdrawn;
use crate::store::{self as sql, Owed};
use crate::unit::{self, shown};

/// How often a part is tried again when another one is written down in the same moment.
const TRIES: usize = 12;

/// Writes a part down; sent twice it is one. The whole bears it too, in the same commit: whoever
/// finishes or withdraws the whole in the same moment is told that somebody was first.
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
    let name = format!("conclusion/{id}");
    let mut left = TRIES;
    loop {
        left -= 1;
        let stream = store.stream(&name).await?;
        if !stream.records.is_empty() {
            return Ok(());
        }
        let read = read_conclusion(store, key(&whole.id)).await?;
        let read = read.ok_or_else(|| Failure::bug("a conclusion that was read is gone"))?;
        let mut words = Vec::new();
        let made = part(store, &mut words, &read.it, new).await?;
        let divided = ConclusionEvent::Divided { part: name.clone() };
        let divided = read.it.decide(divided, store.clock().today())?;
        let mut change = Change::new(stream, vec![ConclusionEvent::Made(made).to_fact()]);
        change.words = words;
        let changes = vec![change, Change::new(read.stream, vec![divided.to_fact()])];
        match store.commit(actor, changes).await {
            Ok(_) => return Ok(()),
            // Another part, or the end of the whole: which, its stream says.
            Err(CommitError::Lost(_)) if left > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// The first fact of a part, checked against the whole as it is now.
async fn part(
    store: &Store,
    words: &mut Words,
    whole: &Conclusion,
    new: &NewConclusion,
) -> Result<Made, Failure> {
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
    Ok(Made {
        conference: whole.made.conference.clone(),
        unit: whole.made.owner.unit.clone(),
        owner: below(store, &whole.made.owner, owner, today).await?,
        what: put(store, words, ("what", &new.what))?,
        on: today,
        until,
        open_to_all: false,
        part_of: Some(whole.id.clone()),
    })
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
