//! Setting a plan and reading one. Whether the actor may was asked at the door.

use accounts::Failure;
use counts::Asked;
use kernel::{Actor, Refusal};
use store::{Change, Fact, Store};
use units::UnitRef;

use super::facts::Set;
use super::{Course, Of, Plan};
use crate::form::Form;

/// The most that a target may be: what lies above is a slip of the hand.
pub const MOST: i64 = 1_000_000_000;

/// The year whose plan a period is held against; `None` for days over the turn of a year.
#[must_use]
pub fn year_of(asked: Asked) -> Option<i16> {
    match asked {
        Asked::Part { year, .. } => Some(year),
        Asked::Days { from, until } => (from.year() == until.year()).then(|| from.year()),
    }
}

/// The plan that a report is held against; `None` when nothing was planned.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    store: &Store,
    (form, unit): (&Form, UnitRef),
    asked: Asked,
) -> store::Result<Option<Plan>> {
    let Some(year) = year_of(asked) else { return Ok(None) };
    let targets = read(store, Of { unit, year, form: &form.id }).await?.targets();
    Ok((!targets.is_empty()).then_some(Plan { year, targets }))
}

/// All that was said of a plan.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn read(store: &Store, of: Of<'_>) -> store::Result<Course> {
    Course::replay(&store.stream(&of.stream()).await?)
}

/// Sets targets, all or none; what is as it was is not said again. `seen` is how many facts the
/// plan had for whoever typed them.
///
/// # Errors
/// `somebody-was-first`, when it has more by now; then nothing was recorded.
pub async fn set(
    store: &Store,
    actor: &Actor,
    of: Of<'_>,
    (targets, seen): (&[(String, Option<i64>)], i64),
) -> Result<(), Failure> {
    let stream = store.stream(&of.stream()).await?;
    let holds = Course::replay(&stream)?.targets();
    let changed = targets.iter().filter(|(column, to)| holds.get(column).copied() != *to);
    let fact = |(column, target): &(String, Option<i64>)| {
        let set = Set {
            unit: of.unit.to_string(),
            year: of.year,
            form: of.form.to_owned(),
            column: column.clone(),
            target: *target,
        };
        set.to_fact()
    };
    let facts: Vec<Fact> = changed.map(fact).collect();
    if facts.is_empty() {
        return Ok(());
    }
    Refusal::unless_first(stream.version(), seen)?;
    store.commit(actor, vec![Change::new(stream, facts)]).await?;
    Ok(())
}
