//! What is done to units that an operator adds: read, decide, commit. Pages and the demonstration
//! come through here; whether the actor may was asked at the door.

use jiff::civil::Date;
use kernel::{Actor, Refusal, RefusalKind};
use store::{Change, CommitError, Store, StoreError, Stream};

use super::facts::Event;
use super::store::under;
use super::unit::{self, Kind, LocalUnit};
use crate::Gazetteer;

/// How often an addition looks again when somebody else added a unit in the same moment.
const TRIES: usize = 8;

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The state of things says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else was first, or the database does not answer.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl From<StoreError> for ActError {
    fn from(error: StoreError) -> Self {
        Self::Commit(error.into())
    }
}

/// Units to be added together: one kind, one parent, one first day.
#[derive(Clone, Debug)]
pub struct NewUnits {
    /// The code of a unit of today.
    pub parent: String,
    /// What sort they are.
    pub kind: Kind,
    /// What they are called, one unit a name.
    pub names: Vec<String>,
    /// Their first day.
    pub from: Date,
}

/// Adds units, all or none; answers their codes in the order of the names.
///
/// Two additions at once never meet in one name or code: both take the next number, so one of them
/// loses, looks again and sees the other's names.
///
/// # Errors
/// A refusal for the field `unit` or `name`.
pub async fn add(store: &Store, actor: &Actor, new: &NewUnits) -> Result<Vec<String>, ActError> {
    if Gazetteer::shared().current(&new.parent).is_none() {
        let refusal = Refusal::invalid("unit", "unit-parent-none").with("unit", &new.parent);
        return Err(refusal.into());
    }
    let mut left = TRIES;
    loop {
        left -= 1;
        let beside = under(store, &new.parent).await?;
        let events = unit::add(&new.parent, new.kind, &new.names, new.from, &beside)?;
        let (mut codes, mut changes) = (Vec::new(), Vec::new());
        for event in &events {
            let Event::Added { code, .. } = event else { continue };
            changes.push(Change::new(Stream::new(stream_name(code)), vec![event.to_fact()]));
            codes.push(code.clone());
        }
        match store.commit(actor, changes).await {
            Ok(_) => return Ok(codes),
            Err(CommitError::Lost(_)) if left > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Gives a unit another name from a day on, at the latest today.
///
/// # Errors
/// A refusal for the field `name` or `from`, or because the unit has ended.
pub async fn rename(
    store: &Store,
    actor: &Actor,
    code: &str,
    name: &str,
    from: Date,
) -> Result<(), ActError> {
    let today = store.clock().today();
    act(store, actor, code, |unit, beside| unit.rename(name, from, today, beside)).await
}

/// Ends a unit: `on` is the first day without it, `successors` are the codes of what came after.
///
/// # Errors
/// A refusal for the field `on` or `into`, or because the unit has ended.
pub async fn end(
    store: &Store,
    actor: &Actor,
    code: &str,
    on: Date,
    successors: &[String],
) -> Result<(), ActError> {
    act(store, actor, code, |unit, beside| unit.end(on, successors, beside)).await
}

async fn act(
    store: &Store,
    actor: &Actor,
    code: &str,
    decide: impl FnOnce(&LocalUnit, &[LocalUnit]) -> Result<Event, Refusal>,
) -> Result<(), ActError> {
    let stream = store.stream(&stream_name(code)).await?;
    let unit = LocalUnit::replay(&stream)?;
    let unit =
        unit.ok_or_else(|| Refusal::new(RefusalKind::NotFound, "unit-none").with("unit", code))?;
    let beside = under(store, &unit.parent).await?;
    let event = decide(&unit, &beside)?;
    store.commit(actor, vec![Change::new(stream, vec![event.to_fact()])]).await?;
    Ok(())
}

/// The stream of a unit.
fn stream_name(code: &str) -> String {
    format!("unit/{code}")
}
