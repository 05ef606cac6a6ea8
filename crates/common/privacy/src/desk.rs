//! The acts on requests about data, as pages and the demonstration call them: seal words, decide,
//! commit. What is destroyed or put right elsewhere stands in one commit with the request that
//! asked for it. Whether the actor may was asked at the door.

use std::collections::BTreeMap;

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use store::{Change, Sealed, Store, Stream, VaultId};

use crate::facts::{Event, Received};
use crate::held::{Gone, Held, Holdings, What};
use crate::keep::{self, Stand};
use crate::kind::{By, End, Form, Kind, Paper};
use crate::request::{Command, Request, code};

/// The most that the words of a request or of an answer may hold, in characters.
pub const MOST_WORDS: usize = 5_000;
/// The most that a name, a telephone or an address may hold, in characters.
pub const MOST_PERSON: usize = 300;

/// A person's entry, as every subject keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
    /// Where a letter on paper goes.
    #[serde(default)]
    pub address: String,
    /// Electronic mail.
    #[serde(default)]
    pub email: String,
}

/// A request as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct Read {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub it: Request,
}

impl Read {
    /// What people call it.
    pub fn code(&self) -> String {
        code(&self.it.id)
    }

    /// Its key in an address.
    pub fn key(&self) -> String {
        store::journal::key(&self.it.id).to_owned()
    }
}

/// Reads a request by its key; `None` for what is no key.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn read(store: &Store, key: &str) -> Result<Option<Read>, Failure> {
    let Ok(id) = key.parse::<Id>() else { return Ok(None) };
    let stream = store.stream(&format!("data_request/{id}")).await?;
    Ok(Request::replay(&stream)?.map(|it| Read { stream, it }))
}

/// A request to be written down, already checked for shape.
#[derive(Clone, Debug)]
pub struct New {
    /// The unit.
    pub unit: String,
    /// What is asked.
    pub kind: Kind,
    /// Which paper was seen.
    pub paper: Paper,
    /// Who stands there.
    pub by: By,
    /// Name and contact.
    pub person: Person,
    /// In their words; may be empty.
    pub words: String,
}

/// Words on their way into the vault.
type Words = Vec<(Sealed, String)>;

fn put(
    store: &Store,
    to: &mut Words,
    purpose: &'static str,
    text: &str,
) -> Result<VaultId, Failure> {
    let sealed = store.seal(purpose, text.trim().as_bytes())?;
    let reference = sealed.reference.clone();
    // Not for the search: requests are found by their list.
    to.push((sealed, String::new()));
    Ok(reference)
}

/// Whether a text holds a number as long as that of an identity paper, in one piece or in several:
/// no such number is kept. A telephone is none: who asks to have theirs put right or erased says
/// which it is.
fn numbered(text: &str) -> bool {
    let joined: String = text.chars().filter(|c| !" .-".contains(*c)).collect();
    let telephone = |digits: &str| match digits.len() {
        10 => digits.starts_with('0'),
        11 => digits.starts_with("02") || digits.starts_with("84"),
        _ => false,
    };
    let mut numbers = joined.split(|c: char| !c.is_ascii_digit());
    numbers.any(|digits| digits.len() >= 9 && !telephone(digits))
}

/// Writes a request down; sent twice it is one. Its key.
///
/// # Errors
/// A refusal for a field; then nothing was recorded.
pub async fn receive(store: &Store, actor: &Actor, new: &New, id: Id) -> Result<String, Failure> {
    if numbered(&new.person.name) {
        return Err(Refusal::invalid("name", "data-number").into());
    }
    if numbered(&new.words) {
        return Err(Refusal::invalid("words", "data-number").into());
    }
    let stream = store.stream(&format!("data_request/{id}")).await?;
    if stream.records.is_empty() {
        let mut words = Vec::new();
        let text = serde_json::to_string(&new.person).map_err(Failure::bug)?;
        let received = Received {
            unit: new.unit.clone(),
            kind: new.kind,
            on: store.clock().today(),
            paper: new.paper,
            by: new.by,
            person: put(store, &mut words, "person", &text)?,
            words: match new.words.trim().is_empty() {
                true => None,
                false => Some(put(store, &mut words, "text", &new.words)?),
            },
        };
        let fact = Event::Received(received).to_fact();
        store.begin(actor, stream, (fact, words)).await?;
    }
    Ok(id.to_string())
}

/// A step with its words still in clear.
#[derive(Clone, Debug)]
pub enum Asked {
    /// The person was told.
    Acknowledge,
    /// So many days more, and why.
    Extend(u32, String),
    /// Finished: how, on which rule's ground, and what the person is told.
    Finish(End, Option<String>, String),
}

/// Does one step on a request that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step(
    store: &Store,
    actor: &Actor,
    read: Read,
    seen: i64,
    asked: Asked,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let (mut words, laws, today) = (Vec::new(), store.laws(), store.clock().today());
    let command = match asked {
        Asked::Acknowledge => Command::Acknowledge,
        Asked::Extend(days, why) => Command::Extend(days, put(store, &mut words, "text", &why)?),
        // As asked needs no reasons: none are sealed that no fact would know.
        Asked::Finish(End::Done, ..) => Command::Finish(End::Done, None, None),
        Asked::Finish(how, rule, said) => {
            let ground = rule.map(|rule| keep::ground(laws.now(), &rule, today));
            let said = match said.trim().is_empty() {
                true => None,
                false => Some(put(store, &mut words, "text", &said)?),
            };
            Command::Finish(how, ground, said)
        }
    };
    let event = read.it.decide(command, today, laws.now())?;
    Ok(store.go_on(actor, read.stream, (event.to_fact(), words)).await?)
}

/// Records that a copy of so many matters was handed over, before it leaves.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn handed(
    store: &Store,
    actor: &Actor,
    read: Read,
    form: Form,
    matters: usize,
) -> Result<(), Failure> {
    read.it.still_open()?;
    let (matters, on) = (u32::try_from(matters).unwrap_or(u32::MAX), store.clock().today());
    let fact = Event::Handed { form, matters, on }.to_fact();
    Ok(store.go_on(actor, read.stream, (fact, Vec::new())).await?)
}

/// An item of a matter, as a form names it: `petition/01j…|01k…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pick {
    /// The stream.
    pub stream: String,
    /// The item.
    pub item: Id,
}

impl Pick {
    /// Reads what [`Pick::word`] wrote.
    pub fn read(word: &str) -> Option<Self> {
        let (stream, item) = word.rsplit_once('|')?;
        Some(Self { stream: stream.to_owned(), item: item.parse().ok()? })
    }

    /// As a form sends it.
    pub fn word(&self) -> String {
        format!("{}|{}", self.stream, self.item)
    }
}

/// A matter with those of its items that were picked.
pub struct Picked {
    /// Its stream as it was read.
    pub stream: Stream,
    /// What it holds.
    pub held: Held,
    /// The items.
    pub items: Vec<Id>,
}

/// Reads what was picked, and leaves none out: what is no longer there is refused.
///
/// # Errors
/// `data-nothing` when nothing was picked, `data-gone`.
pub async fn picked(
    store: &Store,
    holdings: &Holdings,
    picks: &[Pick],
) -> Result<Vec<Picked>, Failure> {
    let mut by_stream: BTreeMap<&str, Vec<Id>> = BTreeMap::new();
    for pick in picks {
        by_stream.entry(&pick.stream).or_default().push(pick.item);
    }
    if by_stream.is_empty() {
        return Err(Refusal::new(RefusalKind::Invalid, "data-nothing").into());
    }
    let (laws, mut all) = (store.laws(), Vec::new());
    for (name, items) in by_stream {
        let stream = store.stream(name).await?;
        let held = holdings.held(&stream, &laws)?;
        let there = held.filter(|held| items.iter().all(|id| held.item(*id).is_some()));
        let held = there.ok_or_else(|| Refusal::conflict("data-gone"))?;
        all.push(Picked { stream, held, items });
    }
    Ok(all)
}

/// Refuses what the law keeps: of which matter, on which ground, until when.
fn may_go(store: &Store, picked: &Picked, today: Date) -> Result<(), Refusal> {
    let laws = store.laws();
    for id in &picked.items {
        let Some(item) = picked.held.item(*id) else { continue };
        if let Stand::Kept(rule, until) = keep::stand(item, &picked.held, laws.now(), today) {
            let refusal = match until {
                Some(until) => Refusal::conflict("data-kept")
                    .with("until", until.strftime("%d/%m/%Y").to_string()),
                None => Refusal::conflict("data-kept-open"),
            };
            let refusal = refusal.with("code", &picked.held.code);
            return Err(refusal.ground(keep::ground(laws.now(), rule, today)));
        }
    }
    Ok(())
}

/// Destroys what was picked, and records it with the request: all of it or nothing. How many items.
///
/// # Errors
/// A refusal: the request is finished, or the law keeps something of it.
pub async fn erase(
    store: &Store,
    holdings: &Holdings,
    actor: &Actor,
    read: Read,
    all: Vec<Picked>,
) -> Result<usize, Failure> {
    read.it.still_open()?;
    if !read.it.received.kind.asks_to_erase() {
        return Err(Refusal::conflict("data-not-asked").into());
    }
    let (laws, today) = (store.laws(), store.clock().today());
    for picked in &all {
        may_go(store, picked, today)?;
    }
    let rule = read.it.received.kind.rule();
    let ground = format!("{}; {}", keep::ground(laws.now(), rule, today), read.code());
    let count: usize = all.iter().map(|picked| picked.items.len()).sum();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (matters, items) = (number(all.len()), number(count));
    let applied = Event::Applied { matters, items, on: today }.to_fact();
    let gone = all.iter().flat_map(|picked| {
        let stream = picked.stream.name.as_str();
        picked.items.iter().map(move |item| Gone { stream, item: *item, by: None })
    });
    let gone: Vec<Gone<'_>> = gone.collect();
    let follow = holdings.follow(store, &gone).await?;
    let mut changes = vec![Change::new(read.stream, vec![applied])];
    for picked in all {
        let Picked { stream, items, .. } = picked;
        changes.extend(keep::letting_go(holdings, stream, items, &ground));
    }
    join(&mut changes, follow);
    store.commit(actor, changes).await?;
    Ok(count)
}

/// Adds what follows elsewhere: a stream has one change in a commit.
fn join(changes: &mut Vec<Change>, follow: Vec<Change>) {
    for more in follow {
        match changes.iter_mut().find(|change| change.stream.name == more.stream.name) {
            Some(change) => change.facts.extend(more.facts),
            None => changes.push(more),
        }
    }
}

/// Puts another entry in the place of a person's, and records it with the request. The old one is
/// destroyed; fields that the new one does not know stay as they were.
///
/// # Errors
/// A refusal: the request is finished, or the entry is part of a signed paper.
pub async fn correct(
    store: &Store,
    holdings: &Holdings,
    actor: &Actor,
    read: Read,
    (pick, person): (&Pick, &Person),
) -> Result<(), Failure> {
    read.it.still_open()?;
    if numbered(&person.name) {
        return Err(Refusal::invalid("name", "data-number").into());
    }
    let mut all = picked(store, holdings, std::slice::from_ref(pick)).await?;
    let one = all.pop().ok_or_else(|| Refusal::conflict("data-gone"))?;
    let holding = holdings.of(&one.stream.name).and_then(|holding| holding.corrected);
    let is_person = one.held.item(pick.item).is_some_and(|item| item.what == What::Person);
    let Some(corrected) = holding.filter(|_| is_person) else {
        let why = if one.held.sort == "account" { "data-officer" } else { "data-signed" };
        return Err(Refusal::conflict(why).with("code", &one.held.code).into());
    };
    let opened = store.words(pick.item).await?.and_then(store::vault::Opened::text);
    let old = opened.ok_or_else(|| Refusal::conflict("data-gone"))?;
    let (laws, today) = (store.laws(), store.clock().today());
    let ground = keep::ground(laws.now(), Kind::Correct.rule(), today);
    let ground = format!("{ground}; {}", read.code());
    let mut words = Vec::new();
    let new = put(store, &mut words, "person", &merged(&old, person)?)?;
    let matter = one.stream.name.clone();
    let gone = [Gone { stream: &matter, item: pick.item, by: Some(&new) }];
    let follow = holdings.follow(store, &gone).await?;
    let mut change = Change::new(one.stream, vec![corrected(pick.item, new, &ground)]);
    change.words = words;
    change.erase = vec![(pick.item, ground)];
    let own = Event::Corrected { matter, on: today }.to_fact();
    let mut changes = vec![Change::new(read.stream, vec![own]), change];
    join(&mut changes, follow);
    store.commit(actor, changes).await?;
    Ok(())
}

/// The old entry with the new fields.
fn merged(old: &str, person: &Person) -> Result<String, Failure> {
    let mut fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(old).map_err(Failure::bug)?;
    let new = [
        ("name", &person.name),
        ("phone", &person.phone),
        ("address", &person.address),
        ("email", &person.email),
    ];
    // An officer's entry knows what was not said; the others have an empty text for it.
    let officer = fields.contains_key("login");
    for (name, value) in new {
        // A field that nobody asked for there gets no value by being left empty here.
        if value.is_empty() && !fields.contains_key(name) {
            continue;
        }
        let nothing = officer && value.is_empty();
        let value = if nothing { serde_json::Value::Null } else { value.as_str().into() };
        fields.insert(name.to_owned(), value);
    }
    serde_json::to_string(&fields).map_err(Failure::bug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_entry_keeps_what_was_not_asked_and_can_be_read_where_it_came_from() {
        let new = Person { name: "Phan Thị Thử".into(), ..Person::default() };
        let letter = r#"{"name":"Phan Thi Thu","phone":"0900000118","address":"Thôn 1"}"#;
        let merged_to = |old: &str| -> serde_json::Value {
            serde_json::from_str(&merged(old, &new).unwrap()).unwrap()
        };
        let now = merged_to(letter);
        assert_eq!((&now["name"], &now["phone"]), (&"Phan Thị Thử".into(), &"".into()));
        assert!(now.get("email").is_none(), "no field that was not there");
        let officer = r#"{"name":"A","login":"thu.phan","phone":"0900000118","email":null}"#;
        let now = merged_to(officer);
        assert_eq!(now["login"], "thu.phan");
        assert!(now["phone"].is_null() && now["email"].is_null(), "an officer's says nothing");
    }

    #[test]
    fn the_number_of_a_paper_is_seen_and_a_day_is_none() {
        assert!(numbered("CCCD 048085001234") && numbered("Thử 048085001"));
        assert!(!numbered("Phan Thị Thử") && !numbered("Sửa ngày 12/03/2026, số nhà 1024"));
        for telephone in ["0900 000 118", "+84 900.000.118", "0236 3000 118"] {
            assert!(!numbered(&format!("Xin xóa số {telephone}.")), "{telephone}");
        }
    }
}
