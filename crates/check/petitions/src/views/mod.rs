//! An officer's kept filters of the register: closed lists, days and the order, under a name of the
//! officer's own. What was typed to search for is never kept: it may name somebody.
//!
//! ```text
//! kept ─► renamed … ─► shared with the unit ⇄ unshared ─► dropped
//! ```
//!
//! Stream `view/{account}`; the name is in the vault, for it is free text.

mod store;

use std::collections::HashMap;

use ::store::{
    Change, Fact, Laws, Projection, Projector, Record, Store, StoreError, Stream, Table, VaultId,
    ViewRow, row,
};
use accounts::Failure;
use kernel::{Actor, Id, Refusal};
use serde::{Deserialize, Serialize};
use web::Fields;

pub use self::store::statements;
use crate::filter::Effect;
use crate::kind::{Channel, Kind, MATTERS};
use crate::petition::State;

/// A filter was kept under a name.
pub const KEPT: &str = "view.kept";
/// It has another name.
pub const RENAMED: &str = "view.renamed";
/// Everybody who reads the unit's register sees it.
pub const SHARED: &str = "view.shared";
/// Its officer alone sees it again.
pub const UNSHARED: &str = "view.unshared";
/// It is gone.
pub const DROPPED: &str = "view.dropped";
/// Every kind, for the documents.
pub const KINDS: &[&str] = &[KEPT, RENAMED, SHARED, UNSHARED, DROPPED];

/// How many one officer keeps.
const MOST: usize = 20;
/// The most characters of a name.
pub const MOST_NAME: usize = 60;

/// The view.
pub static VIEWS: Table =
    Table::rows("register_views", 2, &["account", "n", "unit", "name", "query"]);

/// The body of [`KEPT`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its number, from 1.
    pub n: i64,
    /// What its officer calls it.
    pub name: VaultId,
    /// The unit of the register.
    pub unit: String,
    /// The filter as a query of the register's page, without the unit.
    pub query: String,
}

/// The body of [`RENAMED`].
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Renamed {
    n: i64,
    name: VaultId,
}

/// The body of the other kinds.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Which {
    n: i64,
}

/// A filter after all records.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Now {
    kept: Kept,
    shared: bool,
}

/// What a stream comes to: what is kept, every name that ever was, and the names that are gone.
#[derive(Default)]
struct Replayed {
    now: Vec<Now>,
    names: Vec<VaultId>,
    gone: Vec<Id>,
}

fn replay(stream: &Stream) -> ::store::Result<Replayed> {
    let mut all = Replayed::default();
    for record in &stream.records {
        if record.form != 1 {
            return Err(unknown(record));
        }
        match record.kind.as_str() {
            KEPT => {
                let kept: Kept = record.read()?;
                all.names.push(kept.name.clone());
                all.now.push(Now { kept, shared: false });
            }
            RENAMED => {
                let Renamed { n, name } = record.read()?;
                all.names.push(name.clone());
                for one in all.now.iter_mut().filter(|one| one.kept.n == n) {
                    all.gone.push(std::mem::replace(&mut one.kept.name, name.clone()).id);
                }
            }
            kind @ (SHARED | UNSHARED) => {
                let Which { n } = record.read()?;
                let found = all.now.iter_mut().filter(|one| one.kept.n == n);
                found.for_each(|one| one.shared = kind == SHARED);
            }
            DROPPED => {
                let Which { n } = record.read()?;
                let found = all.now.iter().filter(|one| one.kept.n == n);
                all.gone.extend(found.map(|one| one.kept.name.id));
                all.now.retain(|one| one.kept.n != n);
            }
            _ => return Err(unknown(record)),
        }
    }
    Ok(all)
}

fn unknown(record: &Record) -> StoreError {
    let what = format!("no form {} of {} is known", record.form, record.kind);
    StoreError::inconsistent("journal", record.name(), what)
}

/// What follows from a stream of kept filters.
pub struct Views;

impl Projector for Views {
    fn project(&self, stream: &Stream, _: &Laws) -> ::store::Result<Projection> {
        let account = stream.name.trim_start_matches("view/");
        let Replayed { now, names, gone } = replay(stream)?;
        let rows = now.iter().map(|Now { kept, shared }| {
            let unit = if *shared { kept.unit.as_str() } else { "" };
            // A link that leads to the same list wherever its reader works.
            let query = format!("unit={}&{}", kept.unit, kept.query);
            ViewRow::new(&VIEWS, row![account, kept.n, unit, kept.name.id, query])
        });
        let rows = rows.collect();
        Ok(Projection { rows, sealed: names, erased: gone, ..Projection::default() })
    }
}

/// Whether a filter with this value may be kept: words of a closed list, codes and days. Whatever
/// else a hand-made address carries stays out of the journal.
fn may_be_kept(name: &str, value: &str) -> bool {
    let short = |most: usize, also: &str| {
        let fits = |c: char| c.is_ascii_digit() || also.contains(c);
        value.len() <= most && value.chars().all(fits)
    };
    match name {
        "kind" => Kind::ALL.iter().any(|kind| kind.word() == value),
        "matter" => MATTERS.contains(&value),
        "state" => State::ALL.iter().any(|state| state.word() == value),
        "channel" => Channel::ALL.iter().any(|channel| channel.word() == value),
        "due" => ["open", "late", "week"].contains(&value),
        "only" => value == "cases",
        "effect" => Effect::read(value).is_some(),
        "sort" => ["received", "-received", "due"].contains(&value),
        "holder" => value == "-" || value.parse::<Id>().is_ok(),
        "village" => short(20, "-"),
        "from" | "to" => short(10, "/-."),
        _ => false,
    }
}

/// The part of a query that may be kept; never the unit, which is kept beside it.
pub fn keepable(query: &Fields) -> Fields {
    let mut kept = Fields::default();
    for (name, value) in query.pairs() {
        if !value.is_empty() && may_be_kept(name, value) && kept.get(name).is_none() {
            kept.push(name, value);
        }
    }
    kept
}

/// A kept filter as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Who keeps it.
    pub account: Id,
    /// Its number with that account.
    pub n: i64,
    /// The unit to which it is lent; empty when it is private.
    pub unit: String,
    /// What its officer calls it.
    pub name: String,
    /// The filter as a query of the register's page.
    pub query: String,
}

/// What an officer sees at a unit: the own ones first, then those that colleagues lend.
///
/// # Errors
/// When the database is away.
pub async fn seen(store: &Store, account: Id, unit: &str) -> Result<Vec<View>, Failure> {
    let rows = self::store::seen(store, account, unit).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let items: Vec<Id> = rows.iter().map(|row| row.name).collect();
    let names = store.words_of(&items).await?.into_iter();
    let mut names: HashMap<Id, String> =
        names.filter_map(|(id, words)| Some((id, words.text()?))).collect();
    let view = |row: self::store::Row| {
        let name = names.remove(&row.name).unwrap_or_default();
        View { account: row.account, n: row.n, unit: row.unit, name, query: row.query }
    };
    let mut all: Vec<View> = rows.into_iter().map(view).collect();
    all.sort_by_key(|view| view.account != account);
    Ok(all)
}

async fn stream(store: &Store, account: Id) -> Result<Stream, Failure> {
    Ok(store.stream(&format!("view/{account}")).await?)
}

/// Keeps a filter of a unit's register; lends it at once when `shared`.
///
/// # Errors
/// A refusal: nothing to keep, too many.
pub async fn keep(
    store: &Store,
    actor: &Actor,
    account: Id,
    (name, unit): (&str, &str),
    query: &Fields,
    shared: bool,
) -> Result<String, Failure> {
    let query = keepable(query).encode();
    if query.is_empty() {
        return Err(Refusal::invalid("name", "view-nothing").into());
    }
    let stream = stream(store, account).await?;
    if replay(&stream)?.now.len() >= MOST {
        return Err(Refusal::invalid("name", "view-many").with("most", MOST).into());
    }
    let n = stream.version() + 1;
    let sealed = store.seal("text", name.as_bytes())?;
    let (name, unit) = (sealed.reference.clone(), unit.to_owned());
    let mut facts = vec![Fact::new(KEPT, 1, &Kept { n, name, unit, query: query.clone() })];
    facts.extend(shared.then(|| Fact::new(SHARED, 1, &Which { n })));
    let mut change = Change::new(stream, facts);
    change.words.push((sealed, String::new()));
    store.commit(actor, vec![change]).await?;
    Ok(query)
}

/// Gives a filter another name; the one before is destroyed.
///
/// # Errors
/// A refusal: it is gone.
pub async fn rename(
    store: &Store,
    actor: &Actor,
    account: Id,
    n: i64,
    name: &str,
) -> Result<(), Failure> {
    let stream = stream(store, account).await?;
    let before = one(&stream, n)?.ok_or_else(|| Refusal::conflict("view-gone"))?;
    let sealed = store.seal("text", name.as_bytes())?;
    let fact = Fact::new(RENAMED, 1, &Renamed { n, name: sealed.reference.clone() });
    let mut change = Change::new(stream, vec![fact]);
    change.words.push((sealed, String::new()));
    change.erase.push((before.kept.name.id, "renamed".to_owned()));
    store.commit(actor, vec![change]).await?;
    Ok(())
}

/// Lends a filter to the unit, or takes it back. Asked twice, it is done once.
///
/// # Errors
/// When the database is away.
pub async fn share(
    store: &Store,
    actor: &Actor,
    account: Id,
    n: i64,
    shared: bool,
) -> Result<(), Failure> {
    let stream = stream(store, account).await?;
    if one(&stream, n)?.is_some_and(|now| now.shared != shared) {
        let fact = Fact::new(if shared { SHARED } else { UNSHARED }, 1, &Which { n });
        store.commit(actor, vec![Change::new(stream, vec![fact])]).await?;
    }
    Ok(())
}

/// Drops a filter; its name is destroyed. What was dropped can be kept again by who still sees it.
///
/// # Errors
/// When the database is away.
pub async fn drop(store: &Store, actor: &Actor, account: Id, n: i64) -> Result<(), Failure> {
    let stream = stream(store, account).await?;
    let Some(now) = one(&stream, n)? else { return Ok(()) };
    let mut change = Change::new(stream, vec![Fact::new(DROPPED, 1, &Which { n })]);
    change.erase.push((now.kept.name.id, "dropped".to_owned()));
    store.commit(actor, vec![change]).await?;
    Ok(())
}

fn one(stream: &Stream, n: i64) -> ::store::Result<Option<Now>> {
    Ok(replay(stream)?.now.into_iter().find(|one| one.kept.n == n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_kept() {
        let query = "q=Phan+Thi&kind=complaint&kind=feedback&after=1&due=late&unit=1&x=1\
                     &village=Phan&matter=Phan+Thi&holder=-&from=01/02/2026&sort=Phan";
        let kept = keepable(&Fields::decode(query.as_bytes())).encode();
        assert_eq!(kept, "kind=complaint&due=late&holder=-&from=01%2F02%2F2026");
    }
}
