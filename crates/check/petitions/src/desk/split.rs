//! Acts that touch several petitions in one transaction: a letter becomes one for each of its
//! matters, joins a case, is destroyed; a second complaint tells the first.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use store::{Change, Store};

use super::{Filing, More, Person, Read, check, read, receipt};
use crate::code;
use crate::facts::{Event, Received};
use crate::kind::{Kind, Same};
use crate::petition::{Command, Petition, stream_name};

/// Through how many cases a letter is followed to its answer.
const HOPS: usize = 5;

/// One matter of a letter that holds several.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// What it is about.
    pub matter: String,
    /// The words of the letter that belong to it.
    pub words: String,
}

/// Splits a letter (TT05 21-27): each part is a petition of its own that runs from the day on
/// which the letter came, with the same sender; the letter ends as split. All or nothing: they
/// stand in one transaction.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn split(
    store: &Store,
    actor: &Actor,
    letter: Read,
    letters: &str,
    parts: Vec<Part>,
) -> Result<Vec<Petition>, Failure> {
    let on = kernel::civil_date(store.now());
    let person = person(store, &letter.petition.received).await?;
    let place = place(store, &letter.petition.received).await?;
    let mut changes = Vec::with_capacity(parts.len() + 1);
    let mut names = Vec::with_capacity(parts.len());
    for part in parts {
        let mut filing = filing(&letter, letters, part, &person, &place);
        check(&mut filing)?;
        let name = stream_name(store.new_id());
        changes.push(receipt(store, &name, filing, letter.petition.received.on).await?.0);
        names.push(name);
    }
    let command = Command::Split { into: names };
    let events = letter.petition.decide(command, on, &store.laws())?;
    changes.push(Change::new(letter.stream, events.iter().map(Event::to_fact).collect()));
    let committed = store.commit(actor, changes).await?;
    let parts = committed.streams.iter().filter_map(|stream| Petition::replay(stream).transpose());
    let mut parts: Vec<Petition> = parts.collect::<Result<_, _>>()?;
    // The last change was the letter itself.
    parts.pop();
    Ok(parts)
}

fn filing(letter: &Read, letters: &str, part: Part, person: &Person, place: &str) -> Filing {
    let received = &letter.petition.received;
    let more = More { part_of: Some(letter.petition.id.clone()), ..More::default() };
    Filing {
        kind: part.kind,
        unit: received.unit.clone(),
        letters: letters.to_owned(),
        matter: part.matter,
        village: received.village.clone(),
        channel: received.channel,
        answer_by: received.answer_by,
        words: part.words,
        place: place.to_owned(),
        person: person.clone(),
        more,
    }
}

async fn person(store: &Store, received: &Received) -> Result<Person, Failure> {
    let Some(item) = &received.person else { return Ok(Person::default()) };
    let text = store.words(item.id).await?.and_then(::store::vault::Opened::text);
    let person = text.map(|text| serde_json::from_str(&text)).transpose();
    Ok(person.map_err(Failure::bug)?.unwrap_or_default())
}

async fn place(store: &Store, received: &Received) -> Result<String, Failure> {
    let Some(item) = &received.place else { return Ok(String::new()) };
    let text = store.words(item.id).await?.and_then(::store::vault::Opened::text);
    Ok(text.unwrap_or_default())
}

/// What a second complaint records on the first, in the transaction that records itself: so no
/// decision takes effect beside a second complaint that nobody sees. `None` when the first one's
/// code names no petition here: it may be of another installation.
///
/// # Errors
/// A refusal: the first is no first complaint, or stands where no second one can follow.
pub(super) async fn appeal(
    store: &Store,
    first: &str,
    second: &str,
    on: Date,
) -> Result<Option<Change>, Failure> {
    let Some(digits) = code::read(first) else {
        return Err(Refusal::invalid("first", "petition-first-unread").into());
    };
    let Some(stream) = crate::store::by_digits(store, &digits).await? else { return Ok(None) };
    let Some(first) = read(store, &stream).await? else { return Ok(None) };
    if first.petition.kind != Kind::Complaint {
        return Err(Refusal::invalid("first", "petition-first-other").into());
    }
    let command = Command::Appeal { second: second.to_owned(), note: None };
    let laws = store.laws();
    let decided = first.petition.decide(command, on, &laws);
    let events = decided.map_err(|refusal| {
        let article = || crate::cite(&laws, "KN.limit2", on);
        // Whoever files knows the first one by its code alone: what is said is said of that one.
        let refusal = match refusal.code {
            "petition-not-now" => Refusal::conflict("petition-first-not-yet").ground(article()),
            _ => refusal,
        };
        Refusal { field: Some("first"), ..refusal }
    })?;
    Ok(Some(Change::new(first.stream, events.iter().map(Event::to_fact).collect())))
}

/// The code of a second complaint that another office has, as it is written; empty when none was
/// typed. A code that names a petition here must be that of a second complaint.
///
/// # Errors
/// A refusal: it is no code, or another petition's.
pub(super) async fn second(store: &Store, typed: &str) -> Result<String, Failure> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    let unread = || Refusal::invalid("second", "petition-second-unread");
    let written = code::written(typed).ok_or_else(unread)?;
    let stream = crate::store::by_digits(store, &code::digits(&written)).await?;
    let Some(stream) = stream else { return Ok(written) };
    // Another installation may have given the same digits to a letter of its own.
    let found = read(store, &stream).await?.map(|read| read.petition);
    let here = found.filter(|found| found.received.code == written);
    match here.is_none_or(|here| here.kind == Kind::SecondComplaint) {
        true => Ok(written),
        false => Err(Refusal::invalid("second", "petition-second-other").into()),
    }
}

/// Whether the second complaint that was recorded on a first one is there, and names it: then
/// nothing was recorded by mistake.
///
/// # Errors
/// A refusal: it is there.
pub(super) async fn stands(store: &Store, first: &Petition) -> Result<(), Failure> {
    let Some(digits) = first.appealed.as_deref().and_then(code::read) else { return Ok(()) };
    let Some(stream) = crate::store::by_digits(store, &digits).await? else { return Ok(()) };
    let Some(second) = read(store, &stream).await? else { return Ok(()) };
    let (second, own) = (second.petition, code::digits(&first.received.code));
    let named = second.received.extra.first.as_deref().and_then(code::read);
    match second.kind == Kind::SecondComplaint && named.is_some_and(|named| named == own) {
        true => Err(Refusal::invalid("why", "petition-appeal-stands")
            .with("code", &second.received.code)
            .into()),
        false => Ok(()),
    }
}

/// The letter of the same unit with this code.
///
/// # Errors
/// A refusal: no such code, or another unit's.
async fn other(store: &Store, letter: &Read, code: &str) -> Result<Petition, Failure> {
    let unknown = || Failure::from(Refusal::invalid("code", "petition-link-unknown"));
    let digits = code::read(code).ok_or_else(unknown)?;
    let stream = crate::store::by_digits(store, &digits).await?.ok_or_else(unknown)?;
    let found = read(store, &stream).await?.ok_or_else(unknown)?.petition;
    match found.received.unit == letter.petition.received.unit {
        true => Ok(found),
        false => Err(Refusal::invalid("code", "petition-link-elsewhere").into()),
    }
}

/// Says that the letter with this code is about another matter, so that it is not suggested any
/// more; said once more, it takes that back.
///
/// # Errors
/// A refusal: no such code, another unit's, or the step is not open now.
pub async fn set_apart(
    store: &Store,
    actor: &Actor,
    letter: Read,
    code: &str,
) -> Result<Petition, Failure> {
    let found = other(store, &letter, code).await?;
    let (from, code) = (found.id, found.received.code);
    let seen = letter.petition.version;
    let act = super::Act::Plain(Command::Apart { from, code });
    super::act(store, actor, letter, seen, act).await
}

/// Joins a letter to the case that another letter opened; nothing of it is deleted. The case
/// leads: its answer is the letter's answer too.
///
/// # Errors
/// A refusal: no such code, another unit's, or a letter that was joined itself.
pub async fn link(
    store: &Store,
    actor: &Actor,
    letter: Read,
    code: &str,
    how: Same,
) -> Result<Petition, Failure> {
    let lead = other(store, &letter, code).await?;
    if let Some(joined) = &lead.joined {
        return Err(Refusal::invalid("code", "petition-link-joined")
            .with("code", &joined.code)
            .into());
    }
    let (stream, code, guided) = (lead.id, lead.received.code, lead.guided);
    let act = super::Act::Plain(Command::Link { to: stream, code, how, guided });
    let seen = letter.petition.version;
    super::act(store, actor, letter, seen, act).await
}

/// The answer of the case that a letter was joined to, once it was sent: it is the letter's answer
/// too. Nothing else of the case is anything to the letter's sender.
///
/// # Errors
/// When the database fails.
pub async fn shared_answer(store: &Store, letter: &Petition) -> Result<Option<Id>, Failure> {
    let mut case = letter.joined.as_ref().map(|joined| joined.to.clone());
    // A case can be joined to another later. Two could be joined to each other by two officers at
    // one moment: hence the end.
    for _ in 0..HOPS {
        let Some(name) = case else { return Ok(None) };
        let Some(found) = read(store, &name).await? else { return Ok(None) };
        if let Some(answer) = found.petition.published() {
            return Ok(Some(answer));
        }
        case = found.petition.joined.map(|joined| joined.to);
    }
    Ok(None)
}

/// Destroys a filed letter whose time of keeping is over (TT05 28): its words go for ever, the
/// fact that it was there stays.
///
/// # Errors
/// A refusal: it must still be kept.
pub async fn destroy(store: &Store, actor: &Actor, letter: Read) -> Result<Petition, Failure> {
    let on = kernel::civil_date(store.now());
    let laws = store.laws();
    let ground = crate::cite(&laws, "DON.store", on);
    let petition = &letter.petition;
    let mut events = petition.decide(Command::Destroy, on, &laws)?;
    let left = petition.items.iter().map(|item| item.id);
    let items: Vec<kernel::Id> = left.filter(|id| !petition.erased.contains(id)).collect();
    events.push(Event::Erased { items: items.clone(), ground: ground.clone() });
    let facts = events.iter().map(Event::to_fact).collect();
    let mut change = Change::new(letter.stream, facts);
    change.erase = items.into_iter().map(|id| (id, ground.clone())).collect();
    let committed = store.commit(actor, vec![change]).await?;
    let stream = committed.streams.into_iter().next().unwrap_or_default();
    Petition::replay(&stream)?.ok_or_else(|| Failure::bug("a step on nothing"))
}
