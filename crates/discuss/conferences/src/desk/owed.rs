//! Conclusions: said by the host, owed by a named unit, done or withdrawn.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use store::{Change, Store};
use units::local;

use super::{Read, parts, put};
use crate::conclusion::{Conclusion, complete};
use crate::conference::Conference;
use crate::facts::{ConclusionEvent, Made, Spot};
use crate::kind::Withdrawn;
use crate::unit;

/// A conclusion to be written down; what is missing is refused by name.
#[derive(Clone, Debug)]
pub struct NewConclusion {
    /// What.
    pub what: String,
    /// The unit that owes it, by code or name.
    pub owner: Option<String>,
    /// By when.
    pub until: Option<Date>,
    /// Whether everybody may read it.
    pub open_to_all: bool,
}

/// Writes a conclusion down; sent twice it is one. Its key.
///
/// # Errors
/// A refusal that says what is missing; then nothing was recorded.
pub async fn conclude(
    store: &Store,
    actor: &Actor,
    one: &Conference,
    new: &NewConclusion,
    id: Id,
) -> Result<String, Failure> {
    let stream = store.stream(&format!("conclusion/{id}")).await?;
    if !stream.records.is_empty() {
        return Ok(id.to_string());
    }
    if !one.concludes() {
        return Err(Refusal::conflict("conference-not-now").into());
    }
    let (owner, until) = complete(new.owner.as_deref(), new.until, one.on)?;
    let owner = owner_of(store, one, owner).await?;
    let mut words = Vec::new();
    let made = Made {
        conference: one.id.clone(),
        unit: one.planned.unit.clone(),
        owner,
        what: put(store, &mut words, ("what", &new.what))?,
        on: one.on,
        until,
        open_to_all: new.open_to_all,
        part_of: None,
    };
    store.begin(actor, stream, (ConclusionEvent::Made(made).to_fact(), words)).await?;
    Ok(id.to_string())
}

/// The unit that a line means: the host, a point, or one below them.
async fn owner_of(store: &Store, one: &Conference, line: &str) -> Result<Spot, Failure> {
    let host = one.planned.unit.as_str();
    let points: Vec<&Spot> = one.points.iter().filter(|spot| spot.is(line)).collect();
    if let [point] = points.as_slice() {
        return Ok((*point).clone());
    }
    let mut locals = local::under(store, host).await?;
    if let Some(below) = local::one(store, line).await? {
        locals.push(below);
    }
    let spot = unit::named(line, (host, one.on), &locals, "owner")?;
    let tops = |top: &str| top == host || one.has(top);
    match unit::is_within(&spot.unit, &tops, one.on) {
        true => Ok(spot),
        false => Err(Refusal::invalid("owner", "conclusion-unit-apart").with("line", line).into()),
    }
}

/// Finishes or withdraws a conclusion that was read at `seen` facts: the day, or the reason.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step_conclusion(
    store: &Store,
    actor: &Actor,
    read: Read<Conclusion>,
    seen: i64,
    (how, text): (Result<Date, Withdrawn>, &str),
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let (mut words, today) = (Vec::new(), store.clock().today());
    let item = put(store, &mut words, ("words", text))?;
    let parts = parts::open(store, &read.it.id).await?;
    let (event, mut changes) = match how {
        Ok(_) if !parts.is_empty() => {
            return Err(Refusal::invalid("on", "conclusion-parts-open")
                .with("n", parts.len())
                .into());
        }
        Ok(on) => (ConclusionEvent::Done { on, evidence: item }, Vec::new()),
        Err(why) => {
            let parts = parts::withdrawn(store, &parts, (why, text)).await?;
            (ConclusionEvent::Withdrawn { on: today, why, words: item }, parts)
        }
    };
    let event = read.it.decide(event, today)?;
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    change.words = words;
    changes.push(change);
    store.commit(actor, changes).await?;
    Ok(())
}
