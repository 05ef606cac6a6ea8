//! The acts on petitions, as pages, API, import and demonstration call them: each seals words,
//! decides, commits, and tells. Nothing here knows HTTP.

use accounts::Failure;
use enclosures::NewFile;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use store::{Change, CommitError, Sealed, Store, Stream, VaultId};
use units::outline::{Outline, Place};

use crate::code;
use crate::facts::{Cell, Enclosed, Event, Extra, Received};
use crate::kind::{AnswerBy, Channel, Kind, MATTERS};
use crate::petition::{Petition, stream_name};

mod act;
pub mod again;
pub mod bulk;
pub mod exposed;
mod issue;
mod split;

pub use act::{Act, Guiding, Read, act, read, step};
pub use issue::{NewPaper, failed, issue};
pub use split::{Part, destroy, link, set_apart, shared_answer, split};

/// The most that a letter may hold, in characters: some forty pages of handwriting.
pub const MOST_WORDS: usize = 20_000;

/// The most that a name, a telephone or an address may hold, in characters.
pub const MOST_PERSON: usize = 300;

/// The most that the list of those who stand behind a letter may hold, in characters.
pub const MOST_OTHERS: usize = 10_000;

/// Who files, as far as the asker says. Kept in the vault, each item under its own key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Where a paper answer is to go.
    pub address: String,
    /// Electronic mail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
}

impl Person {
    /// Whether the asker said nothing.
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.phone, &self.address, &self.email].into_iter().all(String::is_empty)
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
    /// What only some letters have.
    pub more: More,
}

/// What only some letters have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct More {
    /// Where it happened, as a point.
    pub spot: Option<Spot>,
    /// Photographs and papers, already looked at and stripped.
    pub files: Vec<NewFile>,
    /// The code of the first complaint that a second one is about.
    pub first: Option<String>,
    /// The stream of the letter that it was a part of.
    pub part_of: Option<String>,
    /// The day on which a letter on paper came; today when absent.
    pub on: Option<Date>,
    /// How many people stand behind it, when more than one.
    pub people: Option<u32>,
    /// Those of them who are named besides the asker, one a line.
    pub others: String,
}

/// A point on the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

impl Spot {
    /// Whether it lies on a unit's ground, or near it; without an outline, in the country: from its
    /// southern to its northern end, its islands included.
    pub fn is_within(self, outline: Option<&Outline>) -> bool {
        match outline {
            Some(outline) => outline.is_near(Place { lat: self.lat, lon: self.lon }),
            None => (6.0..=24.0).contains(&self.lat) && (102.0..=118.0).contains(&self.lon),
        }
    }

    /// The square that may be public.
    pub fn cell(self) -> Cell {
        let thousandths = |degrees: f64| (degrees * 1000.0).floor() as i32;
        Cell { lat: thousandths(self.lat), lon: thousandths(self.lon) }
    }
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
    filing.more.others = kernel::text::clean(&filing.more.others).text.trim().to_owned();
    let others = filing.more.others.chars().count();
    if others > MOST_OTHERS {
        return Err(Refusal::invalid("others", "petition-long")
            .with("most", MOST_OTHERS)
            .with("has", others));
    }
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
    for (field, text) in [
        ("name", &mut person.name),
        ("phone", &mut person.phone),
        ("address", &mut person.address),
        ("email", &mut person.email),
    ] {
        let clean = kernel::text::clean(text).text;
        *text = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > MOST_PERSON {
            return Err(Refusal::invalid(field, "petition-long-person").with("most", MOST_PERSON));
        }
    }
    Ok(())
}

/// An address for letters as a mail server can be asked for it: a program is held to what the page
/// asks of whoever types, for an answer to a slip of typing reaches nobody.
///
/// # Errors
/// A refusal that names the field.
pub fn reachable(person: &mut Person) -> Result<(), Refusal> {
    if person.email.trim().is_empty() {
        person.email.clear();
        return Ok(());
    }
    let read = kernel::email::read(&person.email);
    person.email = read.ok_or_else(|| Refusal::invalid("email", "petition-email"))?;
    Ok(())
}

/// The identity that an idempotency key stands for: the same sender and key always name the same
/// petition, on every node, without a table.
pub fn keyed_id(store: &Store, sender: &str, key: &str, day: Date) -> Id {
    store.keyed_id(day, &[sender, key])
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
    let today = kernel::civil_date(now);
    let on = filing.more.on.unwrap_or(today);
    if on > today {
        return Err(Refusal::invalid("on", "petition-not-come-yet").into());
    }
    let first = filing.more.first.clone();
    let group = group(store, &filing, on)?;
    let (mut change, code) = receipt(store, &name, filing, on).await?;
    if let Some((event, sealed)) = group {
        change.facts.push(event.to_fact());
        change.words.extend(sealed);
    }
    let mut changes = vec![change];
    if let Some(first) = first {
        changes.extend(split::appeal(store, &first, &code, today).await?);
    }
    let filed = match store.commit(actor, changes).await {
        Ok(committed) => (committed.streams.into_iter().next().unwrap_or_default(), false),
        // The key was used before, or an earlier try whose outcome was unknown had succeeded.
        Err(CommitError::Lost(lost)) if id.is_some() && lost == name => {
            (store.stream(&name).await?, true)
        }
        Err(error) => return Err(error.into()),
    };
    let petition = Petition::replay(&filed.0)?.ok_or_else(|| Failure::bug("filed nothing"))?;
    let secret = code::secret(&store.keys(), &name, petition.generation);
    Ok(Filed { petition, secret, again: filed.1 })
}

/// Who speaks for the group of a complaint, recorded with its receipt: those who are named.
type Spoken = (Event, Vec<(Sealed, String)>);

fn group(store: &Store, filing: &Filing, on: Date) -> Result<Option<Spoken>, Failure> {
    let named = filing.more.others.lines().filter(|line| !line.trim().is_empty()).count() as u32;
    let (Some(people), true) = (filing.more.people, named > 0 && filing.kind.is_complaint()) else {
        return Ok(None);
    };
    match crate::petition::group(people, named, on, &store.laws()) {
        Ok(()) => {}
        // So few sign each for themselves: they are named, and nobody speaks for the others.
        Err(refusal) if refusal.code == "petition-group-small" => return Ok(None),
        Err(mut refusal) => {
            refusal.field = Some("others");
            return Err(refusal.into());
        }
    }
    let mut sealed = Vec::new();
    let who = store.seal("text", filing.more.others.trim().as_bytes())?;
    let reference = who.reference.clone();
    // Not for the search: it names people.
    sealed.push((who, String::new()));
    let event = Event::Represented { people, speakers: named, who: reference, on };
    Ok(Some((event, sealed)))
}

/// The change that records a filing as received `on`, and its code.
pub async fn receipt(
    store: &Store,
    name: &str,
    filing: Filing,
    on: Date,
) -> Result<(Change, String), Failure> {
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
    let extra = extra(store, &mut sealed, filing.more)?;
    let code = code::code(&store.keys(), &filing.letters, seq);
    let event = Event::Received(Box::new(Received {
        seq,
        code: code.clone(),
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
        extra,
    }));
    let mut change = Change::new(Stream::new(name), vec![event.to_fact()]);
    change.words = sealed;
    Ok((change, code))
}

fn extra(store: &Store, sealed: &mut Vec<(Sealed, String)>, more: More) -> Result<Extra, Failure> {
    let spot = more.spot.map(|spot| serde_json::to_string(&spot)).transpose();
    let spot = spot.map_err(Failure::bug)?;
    let others = more.others.trim();
    let others = match others.is_empty() {
        true => None,
        false => Some(store.seal("person", others.as_bytes())?),
    };
    if let Some(item) = &others {
        // Not for the search: it names people.
        sealed.push((item.clone(), String::new()));
    }
    Ok(Extra {
        spot: spot.map(|text| put(store, sealed, "spot", &text)).transpose()?,
        cell: more.spot.map(Spot::cell),
        files: enclose(store, sealed, more.files)?,
        first: more.first,
        part_of: more.part_of,
        people: more.people.filter(|people| *people > 1),
        others: others.map(|item| item.reference.clone()),
    })
}

/// Seals files; search knows nothing of them.
fn enclose(
    store: &Store,
    sealed: &mut Vec<(Sealed, String)>,
    files: Vec<NewFile>,
) -> Result<Vec<Enclosed>, Failure> {
    let mut enclosed = Vec::with_capacity(files.len());
    for NewFile { media, bytes } in files {
        let size = bytes.len() as i64;
        let file = store.seal("file", &bytes)?;
        enclosed.push(Enclosed { item: file.reference.clone(), media, size });
        sealed.push((file, String::new()));
    }
    Ok(enclosed)
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
