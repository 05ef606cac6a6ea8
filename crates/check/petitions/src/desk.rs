//! The acts on petitions, as pages, API, import and demonstration call them: each seals words,
//! decides, commits, and tells. Nothing here knows HTTP.

use accounts::Failure;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use store::{Change, CommitError, Sealed, Store, Stream, VaultId};

use crate::code;
use crate::facts::{Event, Received};
use crate::kind::{AnswerBy, Channel, Kind, MATTERS};
use crate::petition::{Command, Petition, stream_name};

/// The most that a letter may hold, in characters: some forty pages of handwriting.
pub const MOST_WORDS: usize = 20_000;

/// The most that a name, a telephone or an address may hold, in characters.
const MOST_PERSON: usize = 300;

/// Who files, as far as the asker says. Kept in the vault, each item under its own key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Where a paper answer is to go.
    pub address: String,
}

impl Person {
    /// Whether the asker said nothing.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.phone.is_empty() && self.address.is_empty()
    }
}

/// A petition to be recorded, already checked for shape.
#[derive(Clone, Debug)]
pub struct Filing {
    /// What the asker thinks it is.
    pub kind: Kind,
    /// The code of the unit that must answer.
    pub unit: String,
    /// The unit's letters for the code.
    pub letters: String,
    /// One of [`MATTERS`].
    pub matter: String,
    /// The village's code, or empty.
    pub village: String,
    /// How it comes.
    pub channel: Channel,
    /// How the asker wants to be answered.
    pub answer_by: AnswerBy,
    /// The asker's words.
    pub words: String,
    /// Where it happened; may be empty.
    pub place: String,
    /// Who files.
    pub person: Person,
}

/// What was recorded.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The petition.
    pub petition: Petition,
    /// The four secret words; this is the only time they are shown.
    pub secret: [&'static str; 4],
    /// Whether the same key had filed it before.
    pub again: bool,
}

/// Cleans a filing and refuses what cannot be a letter.
///
/// # Errors
/// A refusal that names the field.
pub fn check(filing: &mut Filing) -> Result<(), Refusal> {
    filing.words = kernel::text::clean(&filing.words).text.trim().to_owned();
    filing.place = kernel::text::clean(&filing.place).text.trim().to_owned();
    if !filing.words.chars().any(char::is_alphanumeric) {
        return Err(Refusal::invalid("words", "petition-no-words"));
    }
    let long = filing.words.chars().count();
    if long > MOST_WORDS {
        return Err(Refusal::invalid("words", "petition-long")
            .with("most", MOST_WORDS)
            .with("has", long));
    }
    if filing.place.chars().count() > 500 {
        return Err(Refusal::invalid("place", "petition-long-place").with("most", 500));
    }
    if !MATTERS.contains(&filing.matter.as_str()) {
        return Err(Refusal::invalid("matter", "petition-matter"));
    }
    check_person(&mut filing.person)
}

/// Each part of a person is one line without anything that no reader sees.
fn check_person(person: &mut Person) -> Result<(), Refusal> {
    for (field, text) in
        [("name", &mut person.name), ("phone", &mut person.phone), ("address", &mut person.address)]
    {
        let clean = kernel::text::clean(text).text;
        *text = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > MOST_PERSON {
            return Err(Refusal::invalid(field, "petition-long-person").with("most", MOST_PERSON));
        }
    }
    Ok(())
}

/// The identity that an idempotency key stands for: the same sender and key always name the same
/// petition, on every node, without a table.
pub fn keyed_id(store: &Store, sender: &str, key: &str, day: Date) -> Id {
    let tag = store.keys().tag("idempotency", &[sender.as_bytes(), key.as_bytes()]);
    let mut random = [0; 10];
    random.copy_from_slice(&tag[..10]);
    let at = kernel::clock::instant(day, jiff::civil::Time::midnight());
    Id::from_parts(at.unwrap_or(Timestamp::UNIX_EPOCH), random)
}

/// Records a petition and returns when it is durable.
///
/// # Errors
/// A refusal, or a database that is away: then nothing was recorded, and the same `id` may be
/// tried again without making a second petition.
pub async fn file(
    store: &Store,
    actor: &Actor,
    mut filing: Filing,
    id: Option<Id>,
) -> Result<Filed, Failure> {
    check(&mut filing)?;
    let now = store.now();
    let name = stream_name(id.unwrap_or_else(|| store.new_id()));
    let change = receipt(store, &name, filing, kernel::civil_date(now)).await?;
    let filed = match store.commit(actor, vec![change]).await {
        Ok(committed) => (committed.streams.into_iter().next().unwrap_or_default(), false),
        // The key was used before, or an earlier try whose outcome was unknown had succeeded.
        Err(CommitError::Lost(_)) if id.is_some() => (store.stream(&name).await?, true),
        Err(error) => return Err(error.into()),
    };
    let petition = Petition::replay(&filed.0)?.ok_or_else(|| Failure::bug("filed nothing"))?;
    let secret = code::secret(&store.keys(), &name, petition.generation);
    Ok(Filed { petition, secret, again: filed.1 })
}

/// The change that records a filing as received `on`.
pub async fn receipt(
    store: &Store,
    name: &str,
    filing: Filing,
    on: Date,
) -> Result<Change, Failure> {
    let seq = store.next("petitions").await?;
    let mut sealed = Vec::new();
    let words = put(store, &mut sealed, "text", &filing.words)?;
    let place = match filing.place.is_empty() {
        true => None,
        false => Some(put(store, &mut sealed, "text", &filing.place)?),
    };
    let person = match filing.person.is_empty() {
        true => None,
        false => {
            let text = serde_json::to_string(&filing.person).map_err(Failure::bug)?;
            Some(put(store, &mut sealed, "person", &text)?)
        }
    };
    let event = Event::Received(Box::new(Received {
        seq,
        code: code::code(&store.keys(), &filing.letters, seq),
        kind: filing.kind,
        unit: filing.unit,
        matter: filing.matter,
        village: filing.village,
        channel: filing.channel,
        answer_by: filing.answer_by,
        on,
        words,
        place,
        person,
    }));
    let mut change = Change::new(Stream::new(name), vec![event.to_fact()]);
    change.words = sealed;
    Ok(change)
}

fn put(
    store: &Store,
    to: &mut Vec<(Sealed, String)>,
    purpose: &'static str,
    text: &str,
) -> Result<VaultId, Failure> {
    let sealed = store.seal(purpose, text.as_bytes())?;
    let reference = sealed.reference.clone();
    to.push((sealed, text.to_owned()));
    Ok(reference)
}

/// A step with its words still in clear.
#[derive(Clone, Debug)]
pub enum Act {
    /// A step without words.
    Plain(Command),
    /// Guide: where to turn.
    Guide(String),
    /// Forward: to whom, and why.
    Forward(String),
    /// Refuse on a ground, with a note or none.
    Refuse(String, String),
    /// The result of verification.
    Verify(String),
    /// The answer, and for a complaint its finding.
    Decide(String, Option<crate::kind::Finding>),
    /// What the asker says, and what is missing.
    Judge(crate::kind::Solved, String),
}

/// A petition as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct Read {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub petition: Petition,
}

/// Reads a petition.
pub async fn read(store: &Store, name: &str) -> Result<Option<Read>, Failure> {
    let stream = store.stream(name).await?;
    Ok(Petition::replay(&stream)?.map(|petition| Read { stream, petition }))
}

/// Does one step on a petition that was read at `seen` facts. If it has grown since, somebody was
/// first: the caller shows what they did and keeps what was typed.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn act(
    store: &Store,
    actor: &Actor,
    read: Read,
    seen: i64,
    act: Act,
) -> Result<Petition, Failure> {
    if read.petition.version != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let today = kernel::civil_date(store.now());
    let change = step(store, read, act, today)?;
    let committed = store.commit(actor, vec![change]).await?;
    let stream = committed.streams.into_iter().next().unwrap_or_default();
    Petition::replay(&stream)?.ok_or_else(|| Failure::bug("a step on nothing"))
}

/// The change that one step makes, with its words sealed.
pub fn step(store: &Store, read: Read, act: Act, on: Date) -> Result<Change, Failure> {
    let mut words = Vec::new();
    let command = seal(store, &mut words, act)?;
    let events = read.petition.decide(command, on)?;
    let mut change = Change::new(read.stream, events.iter().map(Event::to_fact).collect());
    change.words = words;
    Ok(change)
}

fn seal(store: &Store, to: &mut Vec<(Sealed, String)>, act: Act) -> Result<Command, Failure> {
    let mut text = |field: &'static str, text: &str| -> Result<VaultId, Failure> {
        let text = kernel::text::clean(text).text.trim().to_owned();
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Refusal::invalid(field, "petition-no-words").into());
        }
        if text.chars().count() > MOST_WORDS {
            return Err(Refusal::invalid(field, "petition-long")
                .with("most", MOST_WORDS)
                .with("has", text.chars().count())
                .into());
        }
        put(store, to, "text", &text)
    };
    Ok(match act {
        Act::Plain(command) => command,
        Act::Guide(note) => Command::Guide { note: text("note", &note)? },
        Act::Forward(note) => Command::Forward { note: text("note", &note)? },
        Act::Refuse(ground, note) => {
            if store.laws().now().rulebook.ground(&ground).is_none() {
                return Err(Refusal::invalid("ground", "petition-ground").into());
            }
            let note = match note.trim().is_empty() {
                true => None,
                false => Some(text("note", &note)?),
            };
            Command::Refuse { ground, note }
        }
        Act::Verify(result) => Command::Verify { result: text("result", &result)? },
        Act::Decide(answer, finding) => {
            Command::Decide { answer: text("answer", &answer)?, finding }
        }
        Act::Judge(solved, words) => {
            let words = match words.trim().is_empty() {
                true => None,
                false => Some(text("rest", &words)?),
            };
            Command::Judge { solved, words }
        }
    })
}

/// Gives new secret words, for someone who proved at the desk to be the asker.
pub async fn renew_secret(
    store: &Store,
    actor: &Actor,
    read: Read,
) -> Result<[&'static str; 4], Failure> {
    let generation = read.petition.generation + 1;
    let name = read.stream.name.clone();
    let fact = Event::SecretRenewed { generation }.to_fact();
    store.commit(actor, vec![Change::new(read.stream, vec![fact])]).await?;
    Ok(code::secret(&store.keys(), &name, generation))
}

/// Destroys all words of a petition on a ground; its facts and dates stay.
pub async fn erase(
    store: &Store,
    actor: &Actor,
    read: Read,
    ground: &str,
) -> Result<usize, Failure> {
    let petition = &read.petition;
    let items: Vec<Id> = petition
        .items
        .iter()
        .map(|item| item.id)
        .filter(|id| !petition.erased.contains(id))
        .collect();
    if items.is_empty() {
        return Err(Refusal::new(RefusalKind::Conflict, "petition-erased-already").into());
    }
    let event = Event::Erased { items: items.clone(), ground: ground.to_owned() };
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    let count = items.len();
    change.erase = items.into_iter().map(|id| (id, ground.to_owned())).collect();
    store.commit(actor, vec![change]).await?;
    Ok(count)
}
