//! The acts on village meetings, as pages and the demonstration call them: seal words, decide,
//! commit. Whether the actor may was asked at the door.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
use serde::{Deserialize, Serialize};
pub use store::journal::key;
use store::{Change, Sealed, Store, Stream, VaultId};
use units::local::{self, Kind, LocalUnit};

mod entry;

pub use entry::{Done, Entry, Tally, enter};

use crate::arrows::State;
use crate::facts::{Called, Event, Item};
use crate::kind::{Caller, Form, Matter};
use crate::meeting::{Command, Meeting, may_call};
use crate::paper::Paper;

/// The most matters that one agenda holds.
pub const MOST_ITEMS: usize = 6;
/// The most options of one matter.
pub const MOST_OPTIONS: usize = 5;
/// The most places in which one village meets.
pub const MOST_PARTS: u8 = 30;
/// The most characters of what was discussed.
pub const MOST_WORDS: usize = 20_000;
/// How often one hour can be called anew after it was called off.
const TRIES: usize = 20;
/// The village was joined to another by that day, or is not there yet.
const NO_VILLAGE: &str = "village-no-village";

/// Who chaired, who wrote, and names beside marks. Kept in the vault under a key of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Who chaired at this place.
    pub chair: String,
    /// Who was elected to write.
    pub secretary: String,
    /// Names beside marks, one a line.
    pub names: String,
}

/// The marks of the households of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// There in person.
    pub here: Vec<String>,
    /// Represented by somebody else.
    pub stood: Vec<String>,
    /// Absent.
    pub absent: Vec<String>,
}

impl Marks {
    /// All of them.
    pub fn all(&self) -> Vec<String> {
        [&self.here[..], &self.stood, &self.absent].concat()
    }
}

/// A meeting as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct Read {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub meeting: Meeting,
}

/// The key of the meeting that begins there and then.
pub fn key_of(village: &str, on: Date, from: u16) -> String {
    format!("{village}-{}-{:02}{:02}", on.strftime("%Y%m%d"), from / 60, from % 60)
}

/// Reads a meeting by its key; `None` for what is no key, so that an address cannot name another
/// stream.
pub async fn read(store: &Store, key: &str) -> Result<Option<Read>, Failure> {
    let plain = key.len() <= 60 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain || key.is_empty() {
        return Ok(None);
    }
    let stream = store.stream(&format!("village/{key}")).await?;
    let meeting = Meeting::replay(&stream, &store.laws())?;
    Ok(meeting.map(|meeting| Read { stream, meeting }))
}

/// A matter to be put on the agenda, its words still in clear.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What it is.
    pub matter: Matter,
    /// In words.
    pub title: String,
    /// The options, when there are several.
    pub options: Vec<String>,
}

/// A meeting to be called, already checked for shape.
#[derive(Clone, Debug)]
pub struct Call {
    /// The village.
    pub village: String,
    /// Who calls.
    pub caller: Caller,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: u16,
    /// Where.
    pub place: String,
    /// How many households the village has.
    pub households: u32,
    /// In how many places it meets.
    pub parts: u8,
    /// Whether the houses lie scattered.
    pub scattered: bool,
    /// Since when the draft of a convention is posted.
    pub posted_on: Option<Date>,
    /// What is to be decided.
    pub agenda: Vec<Subject>,
}

/// Calls a meeting: its key. The same village, day and hour twice is one meeting.
///
/// # Errors
/// A refusal for a field; then nothing was recorded.
pub async fn call(store: &Store, actor: &Actor, call: &Call) -> Result<String, Failure> {
    let none = Refusal::invalid("village", NO_VILLAGE);
    let village = there(store, &call.village, call.on, none).await?;
    let mut words = Vec::new();
    let called = called(store, &mut words, call, village.parent)?;
    may_call(&called, store.laws().now())?;
    let name = format!("village/{}", key_of(&call.village, call.on, call.from));
    let mut stream = store.stream(&name).await?;
    for n in 2..TRIES {
        match Meeting::replay(&stream, &store.laws())? {
            None => break,
            // One that was called off or moved away leaves its hour free.
            Some(there) if there.state == State::Cancelled || there.on != call.on => {
                stream = store.stream(&format!("{name}-{n}")).await?;
            }
            Some(_) => return Err(Refusal::conflict("village-there").into()),
        }
    }
    let key = key(&stream.name).to_owned();
    let mut change = Change::new(stream, vec![Event::Called(Box::new(called)).to_fact()]);
    change.words = words;
    store.commit(actor, vec![change]).await?;
    Ok(key)
}

/// The village as it is on a day: a meeting of one that was joined to another decides nothing.
async fn there(store: &Store, code: &str, on: Date, none: Refusal) -> Result<LocalUnit, Failure> {
    let village = local::one(store, code).await?;
    let there = village.filter(|one| one.kind == Kind::Village && one.is_current(on));
    Ok(there.ok_or_else(|| none.with("date", crate::meeting::shown(on)))?)
}

fn called(
    store: &Store,
    words: &mut Vec<(Sealed, String)>,
    call: &Call,
    unit: String,
) -> Result<Called, Failure> {
    let mut agenda = Vec::with_capacity(call.agenda.len());
    for subject in &call.agenda {
        let title = put(store, words, "text", &subject.title)?;
        let options = subject.options.iter();
        let options = options.map(|option| put(store, words, "text", option));
        agenda.push(Item {
            matter: subject.matter,
            title,
            options: options.collect::<Result<_, _>>()?,
        });
    }
    Ok(Called {
        unit,
        village: call.village.clone(),
        caller: call.caller,
        on: call.on,
        from: call.from,
        place: put(store, words, "text", &call.place)?,
        households: call.households,
        parts: call.parts,
        scattered: call.scattered,
        posted_on: call.posted_on,
        agenda,
    })
}

/// Does one step on a meeting that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn act(
    store: &Store,
    actor: &Actor,
    read: Read,
    seen: i64,
    event: Event,
) -> Result<(), Failure> {
    commit(store, actor, read, seen, event, Vec::new()).await
}

/// Writes the decision down in its legal form.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn issue(
    store: &Store,
    actor: &Actor,
    read: Read,
    seen: i64,
    (form, paper): (Form, &Paper),
) -> Result<(), Failure> {
    let mut words = Vec::new();
    let text = serde_json::to_string(paper).map_err(Failure::bug)?;
    let event = Event::Issued { form, words: put(store, &mut words, "text", &text)? };
    commit(store, actor, read, seen, event, words).await
}

async fn commit(
    store: &Store,
    actor: &Actor,
    read: Read,
    seen: i64,
    event: Event,
    words: Vec<(Sealed, String)>,
) -> Result<(), Failure> {
    if read.meeting.version != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let today = store.clock().today();
    let event = read.meeting.decide(Command::Fact(event), today, &store.laws())?;
    if let Event::Moved { on, .. } = &event {
        let none = Refusal::invalid("on", NO_VILLAGE);
        there(store, &read.meeting.called.village, *on, none).await?;
    }
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    change.words = words;
    store.commit(actor, vec![change]).await?;
    Ok(())
}

fn put(
    store: &Store,
    to: &mut Vec<(Sealed, String)>,
    purpose: &'static str,
    text: &str,
) -> Result<VaultId, Failure> {
    let sealed = store.seal(purpose, text.trim().as_bytes())?;
    let reference = sealed.reference.clone();
    to.push((sealed, String::new()));
    Ok(reference)
}

/// The words of a vault item; empty when they are destroyed.
pub async fn words(store: &Store, item: &VaultId) -> Result<String, Failure> {
    let opened = store.words(item.id).await?;
    Ok(opened.and_then(store::vault::Opened::text).unwrap_or_default())
}

/// Who chaired and wrote at a place, and its roll.
pub async fn roll(store: &Store, meeting: &Meeting, part: u8) -> Result<(People, Marks), Failure> {
    let Some(part) = meeting.parts.get(&part) else { return Ok(Default::default()) };
    let people = words(store, &part.recorded.people).await?;
    let people = serde_json::from_str(&people).unwrap_or_default();
    let marks = match &part.recorded.marks {
        Some(item) => serde_json::from_str(&words(store, item).await?).unwrap_or_default(),
        None => Marks::default(),
    };
    Ok((people, marks))
}

/// The public words of a meeting: where, each matter, its options.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Where.
    pub place: String,
    /// Each matter with its options.
    pub agenda: Vec<(String, Vec<String>)>,
}

/// Opens the public words of a meeting at once.
pub async fn said(store: &Store, meeting: &Meeting) -> Result<Said, Failure> {
    let called = &meeting.called;
    let agenda = called.agenda.iter();
    let ids = agenda.flat_map(|item| std::iter::once(&item.title).chain(&item.options));
    let ids: Vec<_> = ids.chain(std::iter::once(&called.place)).map(|item| item.id).collect();
    let mut opened = store.words_of(&ids).await?;
    let mut text = |item: &VaultId| {
        let opened = opened.remove(&item.id);
        opened.and_then(store::vault::Opened::text).unwrap_or_default()
    };
    let place = text(&called.place);
    let agenda = called.agenda.iter().map(|item| {
        let title = text(&item.title);
        (title, item.options.iter().map(&mut text).collect())
    });
    let agenda = agenda.collect();
    Ok(Said { place, agenda })
}
