//! Promises made, kept and withdrawn; calls of voters and their papers.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use store::vault::Opened;
use store::{Change, CommitError, Fact, Store, Stream, VaultId};
use units::local::{self, Kind};

use super::evidence::{Evidence, enclose};
use super::{Read, put, read_call, told};
use crate::call::may_open;
use crate::dialogue::{Dialogue, shown};
use crate::facts::{CallEvent, Made, PromiseEvent};
use crate::kind::{Place, Role, Withdrawn};
use crate::promise::{Command, Promise, few_enough, may_make};

/// A promise to be written down, already checked for shape.
#[derive(Clone, Debug)]
pub struct NewPromise {
    /// The unit where it was made.
    pub unit: String,
    /// The post that owes it.
    pub owner: Role,
    /// The unit that owes it.
    pub owner_unit: String,
    /// What.
    pub what: String,
    /// By when.
    pub until: Date,
    /// By whom it was said.
    pub said_by: Role,
    /// When.
    pub said_on: Date,
    /// Where.
    pub place: Place,
    /// The dialogue's stream.
    pub dialogue: Option<String>,
    /// The question's stream.
    pub question: Option<String>,
    /// The rule; of free will without one.
    pub rule: Option<String>,
    /// The stream of the visit at which it was said.
    pub visit: Option<String>,
}

impl NewPromise {
    /// One that is made at a dialogue, of free will, owed by the unit that holds it.
    pub fn at(
        dialogue: &Dialogue,
        (owner, said_by): (Role, Role),
        what: &str,
        until: Date,
    ) -> Self {
        Self {
            unit: dialogue.planned.unit.clone(),
            owner,
            owner_unit: dialogue.planned.unit.clone(),
            what: what.to_owned(),
            until,
            said_by,
            said_on: dialogue.on,
            place: Place::Dialogue,
            dialogue: Some(dialogue.id.clone()),
            question: None,
            rule: None,
            visit: None,
        }
    }
}

/// Whether an office or village that is to owe a promise is there, under a unit that may owe it.
async fn there_is(store: &Store, new: &NewPromise) -> Result<(), Failure> {
    if !new.owner_unit.contains('-') {
        return Ok(());
    }
    let found = local::one(store, &new.owner_unit).await?;
    match found.is_some_and(|unit| unit.is_current(new.said_on) && unit.kind != Kind::Landmark) {
        true => Ok(()),
        false => {
            let date = shown(new.said_on);
            Err(Refusal::invalid("owner_unit", "promise-no-unit").with("date", date).into())
        }
    }
}

/// The change that writes a promise down; whom it is told to, and who else asked the same.
pub(super) async fn made(
    store: &Store,
    stream: Stream,
    new: &NewPromise,
    (asker, also): (Option<VaultId>, Vec<VaultId>),
) -> Result<Change, Failure> {
    there_is(store, new).await?;
    let mut words = Vec::new();
    let made = Made {
        unit: new.unit.clone(),
        owner: new.owner,
        owner_unit: new.owner_unit.clone(),
        what: put(store, &mut words, ("what", &new.what))?,
        until: new.until,
        said_by: new.said_by,
        said_on: new.said_on,
        place: new.place,
        dialogue: new.dialogue.clone(),
        question: new.question.clone(),
        rule: new.rule.clone(),
        asker,
        also,
        visit: new.visit.clone(),
    };
    may_make(&made, store.laws().now(), store.clock().today())?;
    let mut change = Change::new(stream, vec![PromiseEvent::Made(Box::new(made)).to_fact()]);
    change.words = words;
    Ok(change)
}

/// Writes a promise down, for whoever asked for it where that is known; sent twice it is one. Its
/// key.
///
/// # Errors
/// A refusal that says what is missing; then nothing was recorded.
pub async fn promise(
    store: &Store,
    actor: &Actor,
    new: &NewPromise,
    asker: Option<VaultId>,
    id: Id,
) -> Result<String, Failure> {
    let name = format!("promise/{id}");
    let stream = store.stream(&name).await?;
    if stream.records.is_empty() {
        let change = made(store, stream, new, (asker, Vec::new())).await?;
        store.commit_once(actor, &name, vec![change]).await?;
    }
    let_go(store, actor, &name).await?;
    Ok(id.to_string())
}

/// Lets go of entries of persons that were destroyed in the moment in which a promise took them
/// over: whoever destroyed them did not know of the promise yet, so it is told now. Crashed in
/// between, the promise tells nobody, for the entry is gone; sent again, it comes to this again.
pub(super) async fn let_go(store: &Store, actor: &Actor, name: &str) -> Result<(), Failure> {
    // What is to stand just once along with a request stands along with the promise.
    let store = &store.along(Vec::new());
    for _ in 0..told::TRIES {
        let stream = store.stream(name).await?;
        let Some(promise) = Promise::replay(&stream)? else { return Ok(()) };
        let askers: Vec<Id> = promise.askers.iter().flatten().map(|asker| asker.id).collect();
        if askers.is_empty() {
            return Ok(());
        }
        let there = store.words_of(&askers).await?;
        let is_there = |item: &Id| matches!(there.get(item), Some(Opened::Words(_)));
        let gone = askers.into_iter().filter(|item| !is_there(item));
        let gone = gone.map(|item| PromiseEvent::AskerChanged { item, by: None }.to_fact());
        let facts: Vec<Fact> = gone.collect();
        if facts.is_empty() {
            return Ok(());
        }
        match store.commit(actor, vec![Change::new(stream, facts)]).await {
            Ok(_) => return Ok(()),
            Err(CommitError::Lost(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::conflict("somebody-was-first").into())
}

/// Keeps or withdraws a promise that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step_promise(
    store: &Store,
    actor: &Actor,
    read: Read<Promise>,
    seen: i64,
    asked: (Option<Date>, Option<Withdrawn>, &str),
) -> Result<(), Failure> {
    keep_promise(store, actor, read, seen, asked, Evidence::default()).await
}

/// The same, with photographs and papers that show how it was kept; one that is withdrawn has none.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn keep_promise(
    store: &Store,
    actor: &Actor,
    read: Read<Promise>,
    seen: i64,
    (kept, why, text): (Option<Date>, Option<Withdrawn>, &str),
    evidence: Evidence,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let mut words = Vec::new();
    let item = put(store, &mut words, ("words", text))?;
    let command = match (kept, why) {
        (Some(on), _) => Command::Keep(on, item),
        (None, Some(why)) => Command::Withdraw(why, item),
        (None, None) => return Err(Refusal::invalid("why", "promise-not-now").into()),
    };
    let event = read.it.decide(command, store.clock().today())?;
    let mut facts = vec![event.to_fact()];
    if kept.is_some() && !evidence.files.is_empty() {
        few_enough(evidence.files.len())?;
        let files = enclose(store, &mut words, evidence.files)?;
        facts.push(PromiseEvent::Evidenced { files, shown: evidence.shown }.to_fact());
    }
    let mut change = Change::new(read.stream, facts);
    change.words = words;
    store.commit(actor, vec![change]).await?;
    Ok(())
}

/// A call of voters to be opened.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// The unit.
    pub unit: String,
    /// How many voters it has.
    pub voters: u32,
    /// Since when.
    pub on: Date,
    /// What the dialogue is to be about.
    pub words: String,
}

/// Opens a call; sent twice it is one.
///
/// # Errors
/// A refusal for a field.
pub async fn call(store: &Store, actor: &Actor, new: &NewCall, id: Id) -> Result<String, Failure> {
    may_open(store.laws().now(), &new.unit, new.on, store.clock().today())?;
    let stream = store.stream(&format!("call/{id}")).await?;
    if stream.records.is_empty() {
        let mut words = Vec::new();
        let item = put(store, &mut words, ("words", &new.words))?;
        let (unit, voters, on) = (new.unit.clone(), new.voters, new.on);
        let opened = CallEvent::Opened { unit, voters, on, words: item };
        let mut change = Change::new(stream, vec![opened.to_fact()]);
        change.words = words;
        store.commit(actor, vec![change]).await?;
    }
    Ok(id.to_string())
}

/// Another paper came for a call that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn support(
    store: &Store,
    actor: &Actor,
    key: &str,
    seen: i64,
    (on, voters): (Date, u32),
) -> Result<(), Failure> {
    let read = read_call(store, key).await?;
    let read = read.ok_or(Failure(web::PageError::NotFound))?;
    Refusal::unless_first(read.it.version, seen)?;
    let event = read.it.support_of(on, voters, store.clock().today())?;
    store.commit(actor, vec![Change::new(read.stream, vec![event.to_fact()])]).await?;
    Ok(())
}
