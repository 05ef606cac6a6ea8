//! When an officer is away, and who does the work meanwhile. It moves work, never powers: the one
//! who stands in holds a post of the same kind at the same unit, and may do no more than before.
//!
//! ```text
//!   recorded, from … until … ──► over by itself
//!            └─► ended early
//! ```
//!
//! One stream for each officer, `absence/{account}`, so that two absences never overlap.

mod page;
mod store;

use ::store::{Change, Fact, Projection, Projector, Record, Stream, Table, ViewRow, row};
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use serde::{Deserialize, Serialize};

pub use self::page::samples;
pub(crate) use self::page::{end, record, show};
pub use self::store::{Absence, statements};
use crate::app::App;
use crate::failure::Failure;
use crate::posts::Held;
use crate::store as sql;

/// An officer is away for a time, and somebody stands in.
pub const RECORDED: &str = "absence.recorded";
/// The officer is back before that time is over.
pub const ENDED: &str = "absence.ended";

/// The view: one row each, with the last day as it is now.
pub static ABSENCES: Table =
    Table::rows("absences", 2, &["account", "n", "stand_in", "from_day", "until_day"]);

/// The body of [`RECORDED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its number on this account, from 1.
    pub n: i64,
    /// Who does the work.
    pub stand_in: Id,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// The body of [`ENDED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Which.
    pub n: i64,
    /// The first day back.
    pub on: Date,
}

/// What an officer's absences are after all records, those that never began left out.
///
/// # Errors
/// When a record cannot be read.
pub fn replay(stream: &Stream) -> ::store::Result<Vec<Recorded>> {
    let mut all: Vec<Recorded> = Vec::new();
    for record in &stream.records {
        match (record.kind.as_str(), record.form) {
            (RECORDED, 1) => all.push(record.read()?),
            (ENDED, 1) => {
                let Ended { n, on } = record.read()?;
                let last = on.yesterday().unwrap_or(on);
                let found = all.iter_mut().find(|absence| absence.n == n);
                found.into_iter().for_each(|absence| absence.until = absence.until.min(last));
            }
            _ => return Err(unknown(record)),
        }
    }
    all.retain(|absence| absence.from <= absence.until);
    Ok(all)
}

fn unknown(record: &Record) -> ::store::StoreError {
    let what = format!("no form {} of {} is known", record.form, record.kind);
    ::store::StoreError::inconsistent("journal", record.name(), what)
}

/// What follows from a stream of absences.
pub struct Absences;

impl Projector for Absences {
    fn project(&self, stream: &Stream, _: &::store::Laws) -> ::store::Result<Projection> {
        let account = stream.name.trim_start_matches("absence/");
        let rows = replay(stream)?.into_iter().map(|absence| {
            let Recorded { n, stand_in, from, until } = absence;
            ViewRow::new(&ABSENCES, row![account, n, stand_in, from, until])
        });
        Ok(Projection { rows: rows.collect(), ..Projection::default() })
    }
}

/// Whether an absence may be recorded beside those that are there. Pure.
///
/// # Errors
/// A refusal that names the field.
pub fn decide(known: &[Recorded], new: &Recorded, today: Date) -> Result<(), Refusal> {
    if new.until < new.from {
        return Err(Refusal::invalid("until", "absence-ends-before"));
    }
    if new.until < today {
        return Err(Refusal::invalid("until", "absence-over"));
    }
    let overlaps = |old: &Recorded| old.from <= new.until && new.from <= old.until;
    match known.iter().any(overlaps) {
        true => Err(Refusal::invalid("from", "absence-twice")),
        false => Ok(()),
    }
}

/// Whether one of the posts is of the same kind at the same unit on the day.
fn same_post(own: &[Held], other: &[Held], day: Date) -> bool {
    let held = |posts: &[Held], post: &Held| {
        posts.iter().any(|p| p.on(day) && p.post == post.post && p.unit == post.unit)
    };
    own.iter().filter(|post| post.on(day)).any(|post| held(other, post))
}

fn stream_of(account: Id) -> String {
    format!("absence/{account}")
}

impl App {
    /// Records that `account` is away. Whether the actor may was asked at the door.
    ///
    /// # Errors
    /// A refusal that names the field: days, or somebody who cannot stand in.
    pub async fn record_absence(
        &self,
        actor: &Actor,
        account: Id,
        stand_in: Id,
        from: Date,
        until: Date,
    ) -> Result<(), Failure> {
        if account == stand_in {
            return Err(Refusal::invalid("stand-in", "absence-own").into());
        }
        let stream = self.store.stream(&stream_of(account)).await?;
        let n = stream.version() + 1;
        let new = Recorded { n, stand_in, from, until };
        decide(&replay(&stream)?, &new, self.store.clock().today())?;
        let own = sql::posts_of(&self.store, account).await?;
        let other = sql::posts_of(&self.store, stand_in).await?;
        if !same_post(&own, &other, from) {
            return Err(Refusal::invalid("stand-in", "absence-other-post").into());
        }
        let theirs = replay(&self.store.stream(&stream_of(stand_in)).await?)?;
        if theirs.iter().any(|away| away.from <= until && from <= away.until) {
            return Err(Refusal::invalid("stand-in", "absence-stand-in-away").into());
        }
        let fact = Fact::new(RECORDED, 1, &new);
        self.store.commit(actor, vec![Change::new(stream, vec![fact])]).await?;
        Ok(())
    }

    /// Ends an absence: today is the first day back.
    ///
    /// # Errors
    /// A refusal: there is none of this number that goes on.
    pub async fn end_absence(&self, actor: &Actor, account: Id, n: i64) -> Result<(), Failure> {
        let today = self.store.clock().today();
        let stream = self.store.stream(&stream_of(account)).await?;
        let goes_on = |absence: &Recorded| absence.n == n && today <= absence.until;
        if !replay(&stream)?.iter().any(goes_on) {
            return Err(Refusal::conflict("absence-over").into());
        }
        let fact = Fact::new(ENDED, 1, &Ended { n, on: today });
        self.store.commit(actor, vec![Change::new(stream, vec![fact])]).await?;
        Ok(())
    }

    /// Who is away on a day, with who stands in.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn absent_on(&self, day: Date) -> Result<Vec<Absence>, Failure> {
        Ok(store::on(&self.store, day).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::Chance;

    fn away(n: i64, from: i8, until: i8) -> Recorded {
        let stand_in = Id::new(jiff::Timestamp::UNIX_EPOCH, &Chance::seeded(1));
        Recorded { n, stand_in, from: date(2026, 3, from), until: date(2026, 3, until) }
    }

    #[test]
    fn absences_of_one_officer_never_overlap() {
        let (known, today) = ([away(1, 5, 10)], date(2026, 3, 4));
        let code = |new| decide(&known, &new, today).err().map(|refusal| refusal.code);
        assert_eq!(code(away(2, 11, 12)), None);
        assert_eq!(code(away(2, 10, 12)), Some("absence-twice"));
        assert_eq!(code(away(2, 4, 5)), Some("absence-twice"));
        assert_eq!(code(away(2, 13, 12)), Some("absence-ends-before"));
        assert_eq!(code(away(2, 1, 3)), Some("absence-over"));
    }

    #[test]
    fn an_end_before_the_beginning_leaves_nothing() {
        let mut stream = Stream::new("absence/x");
        let facts = [
            Fact::new(RECORDED, 1, &away(1, 5, 10)),
            Fact::new(ENDED, 1, &Ended { n: 1, on: date(2026, 3, 5) }),
        ];
        for fact in facts {
            stream.records.push(Record {
                stream: stream.name.clone(),
                version: stream.version() + 1,
                kind: fact.kind.to_owned(),
                form: fact.form,
                at: jiff::Timestamp::UNIX_EPOCH,
                law: 1,
                actor: "system:test".into(),
                body: fact.body,
                hash: ::store::journal::START,
            });
        }
        assert_eq!(replay(&stream).unwrap(), []);
        stream.records.pop();
        assert_eq!(replay(&stream).unwrap(), [away(1, 5, 10)]);
    }
}
