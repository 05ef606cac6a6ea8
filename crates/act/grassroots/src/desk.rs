//! The acts on visits, needs, liaisons and twinnings, as pages and the demonstration call them:
//! seal words, decide, commit. Whether the actor may was asked at the door.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use serde::{Deserialize, Serialize};
pub use store::journal::key;
use store::{Sealed, Store, Stream, VaultId};
use units::local;

use crate::facts::{
    Assigned, Fate, LiaisonEvent, NeedEvent, Planned, Raised, TwinEvent, Twinned, VisitEvent,
};
use crate::kind::{Heard, Parted, Post, Why, Withdrawn};
use crate::liaison::{Liaison, may_assign};
use crate::need::{self, Need, may_raise};
use crate::store as sql;
use crate::twin::{Twin, may_twin};
use crate::visit::{self, Visit, there_is};

/// The most that one text may hold, in characters.
pub const MOST_WORDS: usize = 5_000;

/// Whom to tell. Kept in the vault under a key of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// A thing as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub it: T,
}

macro_rules! reads {
    ($($(#[$doc:meta])* $name:ident: $of:ident, $prefix:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// When the database does not answer or the journal is inconsistent.
        pub async fn $name(store: &Store, key: &str) -> Result<Option<Read<$of>>, Failure> {
            let Ok(id) = key.parse::<Id>() else { return Ok(None) };
            let stream = store.stream(&format!("{}/{id}", $prefix)).await?;
            Ok($of::replay(&stream)?.map(|it| Read { stream, it }))
        }
    )*};
}

reads! {
    /// Reads a visit by its key.
    read_visit: Visit, "roots";
    /// Reads a need by its key.
    read_need: Need, "need";
    /// Reads a liaison by its key.
    read_liaison: Liaison, "liaison";
    /// Reads a twinning by its key.
    read_twin: Twin, "twin";
}

/// Words on their way into the vault.
type Words = Vec<(Sealed, String)>;

fn put(
    store: &Store,
    to: &mut Words,
    (field, text): (&'static str, &str),
) -> Result<VaultId, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid(field, "grassroots-words").into());
    }
    let sealed = store.seal("text", text.as_bytes())?;
    let reference = sealed.reference.clone();
    to.push((sealed, String::new()));
    Ok(reference)
}

fn put_person(store: &Store, to: &mut Words, one: &Person) -> Result<Option<VaultId>, Failure> {
    if *one == Person::default() {
        return Ok(None);
    }
    let text = serde_json::to_string(one).map_err(Failure::bug)?;
    let sealed = store.seal("person", text.as_bytes())?;
    let reference = sealed.reference.clone();
    to.push((sealed, String::new()));
    Ok(Some(reference))
}

/// Which official: a post, and an account where there is one.
#[derive(Clone, Copy, Debug)]
pub struct Official {
    /// The post.
    pub post: Post,
    /// The account.
    pub account: Option<Id>,
}

/// Which village of which unit.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The unit.
    pub unit: String,
    /// The village's code.
    pub village: String,
}

impl Spot {
    async fn there(&self, store: &Store, on: Date) -> Result<(), Failure> {
        let village = local::one(store, &self.village).await?;
        Ok(there_is(&self.unit, village.as_ref(), on)?)
    }
}

/// Plans a visit. Its key.
///
/// # Errors
/// A refusal for a field; then nothing was recorded.
pub async fn plan(
    store: &Store,
    actor: &Actor,
    who: (&Spot, Official),
    what: (Date, &str),
    id: Id,
) -> Result<String, Failure> {
    plan_for(store, actor, who, None, what, id).await
}

/// Plans a visit of an official who goes for an office to a village that it is twinned with. Its
/// key.
///
/// # Errors
/// A refusal for a field, `twin-none` where the two are not twinned on that day; then nothing was
/// recorded.
pub async fn plan_for(
    store: &Store,
    actor: &Actor,
    (spot, official): (&Spot, Official),
    office: Option<&str>,
    (on, purpose): (Date, &str),
    id: Id,
) -> Result<String, Failure> {
    spot.there(store, on).await?;
    let stream = store.stream(&format!("roots/{id}")).await?;
    // A form sent twice is one visit, whatever became of the twinning meanwhile.
    if stream.records.is_empty() {
        if let Some(office) = office {
            let there = (spot.unit.as_str(), spot.village.as_str());
            if !sql::is_twinned(store, there, office, on).await? {
                let refusal = Refusal::invalid("office", "twin-none");
                return Err(refusal.with("date", visit::shown(on)).into());
            }
        }
        let mut words = Vec::new();
        let planned = Planned {
            unit: spot.unit.clone(),
            village: spot.village.clone(),
            post: official.post,
            account: official.account,
            office: office.map(str::to_owned),
            on,
            purpose: put(store, &mut words, ("purpose", purpose))?,
        };
        let fact = VisitEvent::Planned(planned).to_fact();
        store.begin(actor, stream, (fact, words)).await?;
    }
    Ok(id.to_string())
}

/// What is asked of a visit, with its words still in clear.
#[derive(Clone, Debug)]
pub enum AskedOfVisit {
    /// It was held on a day; what was seen and done.
    Hold(Date, String),
    /// It is called off.
    Cancel(Why),
}

/// Does one step on a visit that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step_visit(
    store: &Store,
    actor: &Actor,
    read: Read<Visit>,
    seen: i64,
    asked: AskedOfVisit,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let mut words = Vec::new();
    let command = match asked {
        AskedOfVisit::Hold(on, done) => {
            visit::Command::Hold(on, put(store, &mut words, ("words", &done))?)
        }
        AskedOfVisit::Cancel(why) => visit::Command::Cancel(why),
    };
    let event = read.it.decide(command, store.clock().today())?;
    Ok(store.go_on(actor, read.stream, (event.to_fact(), words)).await?)
}

/// A need to be written down, already checked for shape.
#[derive(Clone, Debug)]
pub struct NewNeed {
    /// The stream of the visit or liaison at which it was heard.
    pub of: String,
    /// When.
    pub on: Date,
    /// What it is about.
    pub matter: String,
    /// What was asked.
    pub words: String,
    /// Whom to tell.
    pub person: Person,
    /// What was done on the spot; empty when it is owed.
    pub done: String,
    /// Who owes it; needed when nothing was done.
    pub owner: Option<Post>,
    /// By when; needed when nothing was done.
    pub until: Option<Date>,
}

/// Where a need is heard: unit and village, how, and since which day it can have been.
pub struct At {
    /// Unit and village.
    pub spot: Spot,
    /// On a visit or by the liaison.
    pub heard: Heard,
    /// Its first day.
    pub since: Date,
    /// The office for which the official of the visit went there.
    pub office: Option<String>,
}

/// The visit or liaison of a stream, if needs can be heard there.
///
/// # Errors
/// `need-not-held` for a visit that was not held, `liaison-ended` after the last day; not found for
/// a stream that is neither.
pub async fn heard_at(store: &Store, of: &str) -> Result<At, Failure> {
    let nothing = || Failure(web::PageError::NotFound);
    match of.split_once('/') {
        Some(("roots", name)) => {
            let one = read_visit(store, name).await?.ok_or_else(nothing)?.it;
            let since = one.held_on.ok_or_else(|| Refusal::conflict("need-not-held"))?;
            let spot = Spot { unit: one.planned.unit, village: one.planned.village };
            Ok(At { spot, heard: Heard::Visit, since, office: one.planned.office })
        }
        Some(("liaison", name)) => {
            let one = read_liaison(store, name).await?.ok_or_else(nothing)?.it;
            if one.until.is_some_and(|last| last < store.clock().today()) {
                return Err(Refusal::conflict("liaison-ended").into());
            }
            let one = one.assigned;
            let spot = Spot { unit: one.unit, village: one.village };
            Ok(At { spot, heard: Heard::Liaison, since: one.from, office: None })
        }
        _ => Err(nothing()),
    }
}

/// Writes a need down; sent twice it is one. Its key.
///
/// # Errors
/// A refusal that says what is missing; then nothing was recorded.
pub async fn raise(store: &Store, actor: &Actor, new: &NewNeed, id: Id) -> Result<String, Failure> {
    let at = heard_at(store, &new.of).await?;
    let mut words = Vec::new();
    let asked = put(store, &mut words, ("words", &new.words))?;
    let fate = match new.done.trim().is_empty() {
        false => Fate::Done(put(store, &mut words, ("done", &new.done))?),
        true => {
            let (owner, until) = need::owed(new.owner, new.until, new.on)?;
            Fate::Owed { owner, unit: at.spot.unit.clone(), until }
        }
    };
    let raised = Raised {
        unit: at.spot.unit,
        village: at.spot.village,
        heard: at.heard,
        of: new.of.clone(),
        office: at.office,
        on: new.on,
        matter: new.matter.clone(),
        words: asked,
        person: put_person(store, &mut words, &new.person)?,
        fate,
    };
    may_raise(&raised, at.since, store.clock().today())?;
    let stream = store.stream(&format!("need/{id}")).await?;
    if stream.records.is_empty() {
        let fact = NeedEvent::Raised(raised).to_fact();
        store.begin(actor, stream, (fact, words)).await?;
    }
    Ok(id.to_string())
}

/// Finishes or withdraws a need that was read at `seen` facts: the day, or the reason.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step_need(
    store: &Store,
    actor: &Actor,
    read: Read<Need>,
    seen: i64,
    (how, text): (Result<Date, Withdrawn>, &str),
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let mut words = Vec::new();
    let item = put(store, &mut words, ("words", text))?;
    let command = match how {
        Ok(on) => need::Command::Finish(on, item),
        Err(why) => need::Command::Withdraw(why, item),
    };
    let event = read.it.decide(command, store.clock().today())?;
    Ok(store.go_on(actor, read.stream, (event.to_fact(), words)).await?)
}

/// Office hours: the weekday from 1 for Monday, and minutes of the day; and the office's telephone.
#[derive(Clone, Debug)]
pub struct Hours {
    /// The weekday.
    pub weekday: u8,
    /// The minute at which they begin.
    pub opens: u16,
    /// The minute at which they end.
    pub closes: u16,
    /// The telephone of the office.
    pub phone: String,
}

/// Gives an official a village to look after. Its key.
///
/// # Errors
/// A refusal for a field; then nothing was recorded.
pub async fn assign(
    store: &Store,
    actor: &Actor,
    (spot, official): (&Spot, Official),
    (from, hours): (Date, &Hours),
    id: Id,
) -> Result<String, Failure> {
    spot.there(store, from).await?;
    let stream = store.stream(&format!("liaison/{id}")).await?;
    if stream.records.is_empty() {
        let mut words = Vec::new();
        let assigned = Assigned {
            unit: spot.unit.clone(),
            village: spot.village.clone(),
            post: official.post,
            account: official.account,
            from,
            weekday: hours.weekday,
            opens: hours.opens,
            closes: hours.closes,
            phone: put(store, &mut words, ("phone", &hours.phone))?,
        };
        may_assign(&assigned)?;
        let fact = LiaisonEvent::Assigned(assigned).to_fact();
        store.begin(actor, stream, (fact, words)).await?;
    }
    Ok(id.to_string())
}

/// Ends a liaison that was read at `seen` facts, with its last day.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn end(
    store: &Store,
    actor: &Actor,
    read: Read<Liaison>,
    seen: i64,
    on: Date,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let event = read.it.end(on)?;
    Ok(store.go_on(actor, read.stream, (event.to_fact(), Vec::new())).await?)
}

/// A twinning to be written down, already checked for shape.
#[derive(Clone, Debug)]
pub struct NewTwin {
    /// The unit.
    pub unit: String,
    /// The code of its office, or of a body beside it.
    pub office: String,
    /// The villages' codes.
    pub villages: Vec<String>,
    /// Since when.
    pub from: Date,
    /// The last day that was agreed.
    pub until: Option<Date>,
    /// What was agreed to be done.
    pub aim: String,
}

/// Twins an office with villages; sent twice it is one. Its key.
///
/// # Errors
/// A refusal for a field, `twin-twice` where the two are twinned already; then nothing was
/// recorded.
pub async fn twin(store: &Store, actor: &Actor, new: &NewTwin, id: Id) -> Result<String, Failure> {
    let stream = store.stream(&format!("twin/{id}")).await?;
    if !stream.records.is_empty() {
        return Ok(id.to_string());
    }
    let mut words = Vec::new();
    let mut codes = new.villages.clone();
    codes.sort();
    codes.dedup();
    let twinned = Twinned {
        unit: new.unit.clone(),
        office: new.office.clone(),
        villages: codes,
        from: new.from,
        until: new.until,
        aim: put(store, &mut words, ("aim", &new.aim))?,
    };
    let office = local::one(store, &twinned.office).await?;
    let mut villages = Vec::new();
    for code in &twinned.villages {
        villages.push(local::one(store, code).await?);
    }
    may_twin(&twinned, office.as_ref(), &villages)?;
    for village in villages.iter().flatten() {
        let there = (twinned.unit.as_str(), village.code.as_str());
        let days = (twinned.from, twinned.until);
        if sql::overlaps(store, there, &twinned.office, days).await? {
            let refusal = Refusal::invalid("villages", "twin-twice");
            return Err(refusal.with("village", &village.name).into());
        }
    }
    let fact = TwinEvent::Twinned(twinned).to_fact();
    store.begin(actor, stream, (fact, words)).await?;
    Ok(id.to_string())
}

/// Ends a twinning that was read at `seen` facts: its last day, and why.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn part(
    store: &Store,
    actor: &Actor,
    read: Read<Twin>,
    seen: i64,
    (on, why): (Date, Parted),
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let event = read.it.part(on, why)?;
    Ok(store.go_on(actor, read.stream, (event.to_fact(), Vec::new())).await?)
}
