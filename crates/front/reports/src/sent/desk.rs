//! Handing a frozen report out as a signed file, and taking one in. Whether the actor may was asked
//! at the door.

use accounts::Failure;
use calendar::CalendarKind;
use counts::Period;
use jiff::civil::Date;
use kernel::{Actor, Id};
use ledger::note::Verifier;
use rulebook::Law;
use store::{Store, Stream};
use units::{Gazetteer, UnitRef};

use super::facts::{self, Received};
use super::file::{self, Asked, Content};
use super::standing::{self, Line};
use super::store as sql;
use crate::form::Form;
use crate::frozen::Kept;
use crate::open::desk::SEND;
use crate::report;

/// A report that came as a file, as it was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its figures.
    pub content: Content,
    /// The day on which it was taken in.
    pub on: Date,
    /// Whether it had been there before.
    pub again: bool,
}

/// The last day on which a period is reported in time; `None` when no rule says.
#[must_use]
pub fn due(law: &Law, period: &Period) -> Option<Date> {
    let book = &law.rulebook;
    book.due_date(SEND, period.until, CalendarKind::Office, &law.calendar).ok()
}

/// The codes of the units of the next lower level, in the order of their names.
#[must_use]
pub fn below(unit: UnitRef, period: &Period) -> Vec<String> {
    let units = report::units_below(Gazetteer::shared(), unit, period.until);
    units.into_iter().map(UnitRef::code).collect()
}

/// How the units below stand for a form and period.
///
/// # Errors
/// When the database does not answer.
pub async fn lines(
    store: &Store,
    (form, unit): (&Form, UnitRef),
    (period, due): (&Period, Date),
) -> Result<Vec<Line>, Failure> {
    let asked = period.asked.to_string();
    let of = (form.id.as_str(), asked.as_str());
    let (frozen, received) = (sql::frozen(store, of).await?, sql::received(store, of).await?);
    let days = (due, store.clock().today());
    Ok(standing::lines(&below(unit, period), (&frozen, &received), days))
}

/// A frozen report as a signed file.
///
/// # Errors
/// When its unit is no name of a key.
pub fn write(store: &Store, kept: &Kept) -> Result<String, Failure> {
    let by = file::signer(&store.keys(), &kept.frozen.unit);
    let by = by.ok_or_else(|| Failure::bug("a unit that is no name of a key"))?;
    file::write(&Content::of(kept), &by).map_err(Failure::bug)
}

/// Takes a file in: the same one twice is one.
///
/// # Errors
/// A refusal that says what is wrong with it; then nothing was recorded.
pub async fn take(
    store: &Store,
    actor: &Actor,
    (text, keys): (&str, &[Verifier]),
    (form, unit, period): (&Form, UnitRef, &Period),
) -> Result<Taken, Failure> {
    let asked = Asked {
        form: &form.id,
        columns: form.columns.iter().map(|column| column.id.as_str()).collect(),
        period,
        below: below(unit, period),
    };
    let content = file::read(text, keys, &asked)?;
    let id = id(store, &content)?;
    let stream = store.stream(&name(id)).await?;
    if let Some(taken) = taken(&stream, true)? {
        return Ok(taken);
    }
    let is_own = |key: &&Verifier| file::unit_of(key) == Some(content.unit.as_str());
    let key = keys.iter().find(is_own).map(Verifier::text).unwrap_or_default();
    let received = Received { content: content.clone(), key };
    let again = !store.begin(actor, stream, (received.to_fact(), Vec::new())).await?;
    Ok(Taken { content, on: store.clock().today(), again })
}

/// The identity of a file by what it holds: sent again it is the same, however it was signed.
fn id(store: &Store, content: &Content) -> Result<Id, Failure> {
    let all = serde_json::to_string(content).map_err(Failure::bug)?;
    Ok(store.keyed_id(content.period.until, &["exchange", &all]))
}

fn name(id: Id) -> String {
    format!("roll_up/{id}")
}

fn taken(stream: &Stream, again: bool) -> Result<Option<Taken>, Failure> {
    let Some(first) = stream.records.first() else { return Ok(None) };
    let content = facts::read(first)?.content;
    Ok(Some(Taken { content, on: kernel::civil_date(first.at), again }))
}

/// What came as files and counts: the last of each unit.
///
/// # Errors
/// When the database does not answer.
pub async fn received(store: &Store, lines: &[Line]) -> Result<Vec<Taken>, Failure> {
    let last = lines.iter().filter(|line| line.by_file).filter_map(|line| line.last.as_ref());
    let names: Vec<&str> = last.map(|sent| sent.stream.as_str()).collect();
    let streams = store.streams(&names).await?;
    let mut all = Vec::new();
    for name in names {
        if let Some(stream) = streams.get(name) {
            all.extend(taken(stream, false)?);
        }
    }
    Ok(all)
}
