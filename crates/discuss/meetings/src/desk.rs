//! The acts on dialogues, questions, promises and calls, as pages and the demonstration call them:
//! seal words, decide, commit. Whether the actor may was asked at the door.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use serde::{Deserialize, Serialize};
pub use store::journal::key;
use store::{Change, CommitError, Sealed, Store, Stream, VaultId};

mod evidence;
mod heard;
mod live;
mod owed;
mod told;

pub use evidence::{Evidence, add_evidence, show_evidence};
pub(crate) use heard::Heard;
pub use live::{Line, Said, ask, write};
pub use owed::{NewCall, NewPromise, call, keep_promise, promise, step_promise, support};

use crate::arrows::QuestionState;
use crate::call::Call;
use crate::dialogue::{self, Dialogue, Open, may_plan};
use crate::facts::{Event, Planned, QuestionEvent};
use crate::kind::{Cause, Form, Media};
use crate::promise::Promise;
use crate::question::{self, Question};

/// The most that one text may hold, in characters.
pub const MOST_WORDS: usize = 20_000;
/// How often a plan looks for a free name among those that begin in the same minute of one unit
/// and were moved or called off since: where a loop ends, no number of the law. Far more than any
/// office plans anew, and still one short look each.
const MOST_A_DAY: usize = 50;

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

/// Reads a dialogue by its key; `None` for what is no key, so that an address cannot name another
/// stream.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn dialogue(store: &Store, key: &str) -> Result<Option<Read<Dialogue>>, Failure> {
    let plain = key.len() <= 60 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain || key.is_empty() {
        return Ok(None);
    }
    let stream = store.stream(&format!("dialogue/{key}")).await?;
    Ok(Dialogue::replay(&stream)?.map(|it| Read { stream, it }))
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
    /// Reads a question by its key.
    question: Question, "question";
    /// Reads a promise by its key.
    read_promise: Promise, "promise";
    /// Reads a call by its key.
    read_call: Call, "call";
}

/// Words on their way into the vault.
pub(crate) type Words = Vec<(Sealed, String)>;

/// Seals a text that must be there.
pub(crate) fn put(
    store: &Store,
    to: &mut Words,
    (field, text): (&'static str, &str),
) -> Result<VaultId, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid(field, "dialogue-words").into());
    }
    let sealed = store.seal("text", text.as_bytes())?;
    let reference = sealed.reference.clone();
    to.push((sealed, String::new()));
    Ok(reference)
}

pub(crate) fn put_person(
    store: &Store,
    to: &mut Words,
    person: &Person,
) -> Result<Option<VaultId>, Failure> {
    if *person == Person::default() {
        return Ok(None);
    }
    let text = serde_json::to_string(person).map_err(Failure::bug)?;
    let sealed = store.seal("person", text.as_bytes())?;
    let reference = sealed.reference.clone();
    to.push((sealed, String::new()));
    Ok(Some(reference))
}

/// The words of a vault item; empty when they are destroyed.
///
/// # Errors
/// When the database does not answer.
pub async fn words(store: &Store, item: &VaultId) -> Result<String, Failure> {
    let opened = store.words(item.id).await?;
    Ok(opened.and_then(store::vault::Opened::text).unwrap_or_default())
}

/// A dialogue to be planned, already checked for shape.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The unit.
    pub unit: String,
    /// In a room, online, on a social network.
    pub form: Form,
    /// Why.
    pub cause: Cause,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: u16,
    /// The minute at which it ends.
    pub until: u16,
    /// Where.
    pub place: String,
    /// What it is about.
    pub content: String,
    /// How to take part.
    pub part: String,
    /// The call of voters that it settles.
    pub call: Option<String>,
}

/// Plans a dialogue; planned twice it is one. Its key.
///
/// # Errors
/// A refusal for a field; then nothing was recorded.
pub async fn plan(store: &Store, actor: &Actor, plan: &Plan) -> Result<String, Failure> {
    let mut words = Vec::new();
    let planned = Planned {
        unit: plan.unit.clone(),
        form: plan.form,
        cause: plan.cause,
        on: plan.on,
        from: plan.from,
        until: plan.until,
        place: put(store, &mut words, ("place", &plan.place))?,
        content: put(store, &mut words, ("content", &plan.content))?,
        part: put(store, &mut words, ("part", &plan.part))?,
    };
    may_plan(&planned)?;
    let (name, stream) = match free(store, plan).await? {
        Ok(stream) => (stream.name.clone(), stream),
        Err(there) => return Ok(key(&there).to_owned()),
    };
    let mut change = Change::new(stream, vec![Event::Planned(planned).to_fact()]);
    change.words = words;
    let mut changes = vec![change];
    if let Some(call) = &plan.call {
        let read = read_call(store, call).await?;
        let read = read.ok_or_else(|| Refusal::invalid("call", "call-none"))?;
        let settled = read.it.settle(&name, &store.laws())?;
        changes.push(Change::new(read.stream, vec![settled.to_fact()]));
    }
    // A colleague may have sent the same plan in the same moment.
    store.commit_once(actor, &name, changes).await?;
    Ok(key(&name).to_owned())
}

/// A free stream for a plan, or the one that has it already. One that was moved or called off
/// leaves its hour free.
async fn free(store: &Store, plan: &Plan) -> Result<Result<Stream, String>, Failure> {
    let day = plan.on.strftime("%Y%m%d");
    let first = format!("dialogue/{}-{day}-{:02}{:02}", plan.unit, plan.from / 60, plan.from % 60);
    for n in 1..=MOST_A_DAY {
        let name = if n == 1 { first.clone() } else { format!("{first}-{n}") };
        let stream = store.stream(&name).await?;
        match Dialogue::replay(&stream)? {
            None => return Ok(Ok(stream)),
            Some(there)
                if there.state != crate::arrows::State::Cancelled && there.on == plan.on =>
            {
                return Ok(Err(name));
            }
            Some(_) => {}
        }
    }
    Err(Refusal::invalid("on", "dialogue-same").into())
}

/// What is asked of a dialogue, with its words still in clear.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A command without words.
    Plain(dialogue::Command),
    /// Conclusions in these words.
    Conclude(String),
    /// The result was made public on a day, there; what is said of questions that are still open,
    /// or nothing.
    Publish(Date, Vec<Media>, String),
}

/// Does one step on a dialogue that was read at `seen` facts. That it is moved or called off is
/// written in the same commit to every question that waits for it, which tells whoever asked.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step(
    store: &Store,
    actor: &Actor,
    read: Read<Dialogue>,
    seen: i64,
    asked: Asked,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let mut words = Vec::new();
    let command = match asked {
        Asked::Plain(dialogue::Command::Publish(on, media, _)) => {
            dialogue::Command::Publish(on, media, open(store, &read.it).await?)
        }
        Asked::Plain(command) => command,
        Asked::Conclude(text) => {
            dialogue::Command::Conclude(put(store, &mut words, ("words", &text))?)
        }
        Asked::Publish(on, media, text) => {
            let mut open = open(store, &read.it).await?;
            if open.unanswered > 0 && !text.trim().is_empty() {
                open.words = Some(put(store, &mut words, ("words", &text))?);
            }
            dialogue::Command::Publish(on, media, open)
        }
    };
    let event = read.it.decide(command, store.clock().today())?;
    if matches!(event, Event::Moved { .. } | Event::Cancelled { .. }) {
        return told_with(store, actor, &read, &event).await;
    }
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    change.words = words;
    store.commit(actor, vec![change]).await?;
    Ok(())
}

/// The questions that stand open at a dialogue.
pub async fn open(store: &Store, dialogue: &Dialogue) -> Result<Open, Failure> {
    let all = crate::store::questions(store, &dialogue.id).await?;
    let count = |state: QuestionState| all.iter().filter(|one| one.state == state.word()).count();
    let (unsorted, unanswered) = (count(QuestionState::Asked), count(QuestionState::Taken));
    Ok(Open { unsorted, unanswered, words: None })
}

/// Commits a step together with what it tells the questions of the dialogue, and the calls that it
/// was planned for.
async fn told_with(
    store: &Store,
    actor: &Actor,
    read: &Read<Dialogue>,
    event: &Event,
) -> Result<(), Failure> {
    let after = read.it.after(event);
    let mut left = told::TRIES;
    loop {
        left -= 1;
        let mut changes = vec![Change::new(read.stream.clone(), vec![event.to_fact()])];
        changes.extend(told::untold(store, &after).await?);
        if matches!(event, Event::Cancelled { .. }) {
            changes.extend(told::reopened(store, &read.it.id).await?);
        }
        match store.commit(actor, changes).await {
            Ok(_) => break,
            // A colleague was first with the dialogue, or sorted a question.
            Err(CommitError::Lost(_)) if left > 0 => {
                if store.stream(&read.stream.name).await?.version() != read.it.version {
                    return Err(Refusal::conflict("somebody-was-first").into());
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    // Whoever asked in the same moment.
    told::tell(store, actor, &after).await
}

/// What is asked of a question, with its words still in clear.
#[derive(Clone, Debug)]
pub enum AskedOf {
    /// A command without words.
    Plain(question::Command),
    /// An answer by a role, aloud or in writing, on a day.
    Answer(crate::kind::Role, crate::kind::How, Date, String),
}

/// Does one step on a question that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step_question(
    store: &Store,
    actor: &Actor,
    read: Read<Question>,
    seen: i64,
    asked: AskedOf,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let of = dialogue(store, key(&read.it.asked.dialogue)).await?;
    let of = of.ok_or_else(|| Failure::bug("a question without its dialogue"))?.it;
    let (mut words, mut lead) = (Vec::new(), None);
    let command = match asked {
        AskedOf::Plain(question::Command::Take(Some(other))) => {
            let there = question(store, &other).await?;
            let there = there.filter(|one| one.it.asked.dialogue == of.id && one.it.with.is_none());
            let there = there.ok_or_else(|| Refusal::invalid("with", "question-none"))?.it;
            // Others are told what happens to this one: were it grouped, nobody would tell them.
            if !crate::store::together(store, &of.id, &read.it.id).await?.is_empty() {
                return Err(Refusal::invalid("with", "question-leads").into());
            }
            let command = question::Command::Take(Some(there.id.clone()));
            lead = Some(there);
            command
        }
        AskedOf::Plain(command) => command,
        AskedOf::Answer(role, how, on, text) => {
            let words = put(store, &mut words, ("words", &text))?;
            question::Command::Answer(question::Answer { role, how, on, words })
        }
    };
    let event = read.it.decide(command, &of, store.clock().today())?;
    let mut facts = vec![event.to_fact()];
    // A question that was declined is told nothing; taken all the same, it learns the day of now.
    let taken = matches!(event, QuestionEvent::Taken { .. });
    if taken && read.it.on.is_some_and(|on| on != of.on) {
        facts.push(QuestionEvent::Moved { on: of.on }.to_fact());
    }
    let mut others = match &event {
        QuestionEvent::Answered { on, .. } => told::echo(store, &read.it, *on).await?,
        _ => Vec::new(),
    };
    if let Some(lead) = &lead {
        let (more, changes) = told::joined(store, &read.it, lead).await?;
        facts.extend(more);
        others.extend(changes);
    }
    let mut change = Change::new(read.stream, facts);
    change.words = words;
    others.insert(0, change);
    store.commit(actor, others).await?;
    Ok(())
}
