//! Questions asked in advance, and what is said in the room: speaker, question, answer, promise in
//! one commit. After a crash there is no answer without its question, and no promise without both.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use store::{Change, Fact, Store};

use super::{NewPromise, Person, Read, Words, owed, put, put_person, told};
use crate::arrows::{QuestionState, QuestionStep};
use crate::dialogue::Dialogue;
use crate::facts::{Asked, QuestionEvent};
use crate::kind::{How, MATTERS, Role, Way};
use crate::question::{Answer, Command, Question};

/// A question to be written down, already checked for shape.
#[derive(Clone, Debug)]
pub struct Said {
    /// How it came.
    pub way: Way,
    /// Who speaks.
    pub role: Role,
    /// What it is about.
    pub matter: String,
    /// Whom to tell.
    pub person: Person,
    /// The question.
    pub words: String,
}

/// A line of the minutes: a question of the room, or one of those asked in advance, with what was
/// answered and promised.
#[derive(Clone, Debug)]
pub struct Line {
    /// The question asked in advance; else `said` is new.
    pub of: Option<String>,
    /// The question in the room.
    pub said: Said,
    /// Who answers, and what; nothing when nobody has answered yet.
    pub answer: Option<(Role, String)>,
    /// What was promised: what, by which post, by when; anything missing is refused by name.
    pub promise: Option<(String, Option<String>, Option<Date>)>,
    /// The unit that owes it; the dialogue's own when absent.
    pub owner_unit: Option<String>,
}

/// Asks a question before a dialogue; `true` when the same key had asked it already.
///
/// # Errors
/// A refusal, or a database that is away: then nothing was recorded.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    dialogue: &Dialogue,
    said: &Said,
    id: Id,
) -> Result<(String, bool), Failure> {
    let stream = store.stream(&format!("question/{id}")).await?;
    if !stream.records.is_empty() {
        return Ok((stream.name, true));
    }
    if !dialogue.takes_questions(store.clock().today()) {
        return Err(Refusal::conflict("dialogue-no-questions").into());
    }
    let (name, mut words) = (stream.name.clone(), Vec::new());
    let asked = asked(store, &mut words, dialogue, said)?;
    let mut change = Change::new(stream, vec![QuestionEvent::Asked(asked).to_fact()]);
    change.words = words;
    let done = once(store, actor, name, vec![change]).await?;
    // The dialogue may have been moved or called off while the form was filled in.
    if let Some(now) = super::dialogue(store, super::key(&dialogue.id)).await? {
        told::tell(store, actor, &now.it).await?;
    }
    Ok(done)
}

/// Commits what a key stands for: lost to itself, it was recorded by an earlier sending.
async fn once(
    store: &Store,
    actor: &Actor,
    name: String,
    changes: Vec<Change>,
) -> Result<(String, bool), Failure> {
    let written = store.commit_once(actor, &name, changes).await?;
    Ok((name, !written))
}

fn asked(
    store: &Store,
    words: &mut Words,
    dialogue: &Dialogue,
    said: &Said,
) -> Result<Asked, Failure> {
    if !MATTERS.contains(&said.matter.as_str()) {
        return Err(Refusal::invalid("matter", "dialogue-matter").into());
    }
    Ok(Asked {
        dialogue: dialogue.id.clone(),
        unit: dialogue.planned.unit.clone(),
        way: said.way,
        role: said.role,
        matter: said.matter.clone(),
        person: put_person(store, words, &said.person)?,
        words: put(store, words, ("words", &said.words))?,
        on: Some(dialogue.on),
    })
}

/// Writes down what was said. `id` stands for the form: sent again, it changes nothing.
///
/// # Errors
/// A refusal; then nothing was recorded and the same key may be sent again.
pub async fn write(
    store: &Store,
    actor: &Actor,
    dialogue: &Dialogue,
    line: &Line,
    id: Id,
) -> Result<(String, bool), Failure> {
    for _ in 0..told::TRIES {
        if let Some(done) = written(store, actor, dialogue, line, id).await? {
            if line.promise.is_some() {
                owed::let_go(store, actor, &format!("promise/{id}")).await?;
            }
            return Ok(done);
        }
    }
    Err(Refusal::conflict("somebody-was-first").into())
}

/// One try of it; `None` when a colleague worked on the question of the line in the same moment:
/// then nothing was recorded.
async fn written(
    store: &Store,
    actor: &Actor,
    dialogue: &Dialogue,
    line: &Line,
    id: Id,
) -> Result<Option<(String, bool)>, Failure> {
    if !dialogue.takes_words() {
        return Err(Refusal::conflict("dialogue-not-open").into());
    }
    let (today, mut words, mut facts) = (store.clock().today(), Vec::new(), Vec::new());
    let (stream, mut question) = match &line.of {
        Some(of) => {
            let Read { stream, it } = known(store, dialogue, of).await?;
            (stream, it)
        }
        None => {
            let stream = store.stream(&format!("question/{id}")).await?;
            if !stream.records.is_empty() {
                return Ok(Some((stream.name, true)));
            }
            let asked = asked(store, &mut words, dialogue, &line.said)?;
            facts.push(QuestionEvent::Asked(asked.clone()).to_fact());
            let law = store.laws().version();
            (stream.clone(), Question::new(stream.name, asked, store.now(), law))
        }
    };
    let name = stream.name.clone();
    if line.of.is_none() || line.answer.is_some() || line.promise.is_some() {
        facts.extend(heard(&mut question, dialogue, today)?);
    }
    let (again, mut changes) = (answered(store, &question, line).await?, Vec::new());
    if let Some((role, text)) = line.answer.as_ref().filter(|_| !again) {
        let words = put(store, &mut words, ("answer", text))?;
        let answer = Answer { role: *role, how: How::Spoken, on: dialogue.on, words };
        let event = question.decide(Command::Answer(answer), dialogue, today)?;
        facts.push(event.to_fact());
        changes.extend(told::echo(store, &question, dialogue.on).await?);
    }
    if let Some(new) = promised(dialogue, line, &question)? {
        let stream = store.stream(&format!("promise/{id}")).await?;
        if !stream.records.is_empty() {
            return Ok(Some((name, true)));
        }
        let told = (question.told().cloned(), told::askers(store, &question).await?);
        changes.push(owed::made(store, stream, &new, told).await?);
    }
    if !facts.is_empty() {
        let mut change = Change::new(stream, facts);
        change.words = words;
        changes.insert(0, change);
    }
    match changes.is_empty() {
        true if again => Ok(Some((name, true))),
        true => Err(Refusal::invalid("answer", "dialogue-words").into()),
        false => recorded(store, actor, (name, line), changes).await,
    }
}

/// Commits a line. Only a question that it begins is lost to itself; one that was asked in advance
/// is lost to a colleague: `None`.
async fn recorded(
    store: &Store,
    actor: &Actor,
    (name, line): (String, &Line),
    changes: Vec<Change>,
) -> Result<Option<(String, bool)>, Failure> {
    let (name, lost) = once(store, actor, name, changes).await?;
    Ok((line.of.is_none() || !lost).then_some((name, lost)))
}

/// The promise of a line, whole or refused by what is missing.
fn promised(
    dialogue: &Dialogue,
    line: &Line,
    question: &Question,
) -> Result<Option<NewPromise>, Failure> {
    let Some((what, owner, until)) = &line.promise else { return Ok(None) };
    let (owner, until) = crate::promise::complete(owner.as_deref(), *until, dialogue.on)?;
    let said_by = line.answer.as_ref().map_or(owner, |(role, _)| *role);
    let new = NewPromise::at(dialogue, (owner, said_by), what, until);
    let owner_unit = line.owner_unit.clone().unwrap_or_else(|| new.owner_unit.clone());
    Ok(Some(NewPromise { question: Some(question.id.clone()), owner_unit, ..new }))
}

/// What the room heard was taken, whatever was said of it before: a line that comes late, from a
/// device that had none, finds its question declined meanwhile and is written down all the same.
fn heard(
    question: &mut Question,
    dialogue: &Dialogue,
    today: Date,
) -> Result<Option<Fact>, Failure> {
    if question.arrow(QuestionStep::Take).is_none() {
        return Ok(None);
    }
    let taken = question.decide(Command::Take(None), dialogue, today)?;
    question.state = QuestionState::Taken;
    Ok(Some(taken.to_fact()))
}

async fn known(store: &Store, dialogue: &Dialogue, of: &str) -> Result<Read<Question>, Failure> {
    let there = super::question(store, of).await?;
    let there = there.filter(|one| one.it.asked.dialogue == dialogue.id);
    Ok(there.ok_or_else(|| Refusal::invalid("of", "question-none"))?)
}

/// Whether the very words of this line stand as an answer already: a device that comes back sends
/// what it has sent.
async fn answered(store: &Store, question: &Question, line: &Line) -> Result<bool, Failure> {
    let Some((role, text)) = &line.answer else { return Ok(false) };
    for known in question.answers.iter().filter(|known| known.role == *role) {
        if super::words(store, &known.words).await? == text.trim() {
            return Ok(true);
        }
    }
    Ok(false)
}
