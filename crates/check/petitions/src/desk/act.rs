//! The steps on a petition that is there: each with its words still in clear.

use accounts::Failure;
use enclosures::NewFile;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
use store::{Change, Sealed, Store, Stream, VaultId};

use super::{MOST_WORDS, enclose, put};
use crate::facts::Event;
use crate::kind::{Dialogue, Finding, Solved, Term};
use crate::petition::{Command, Petition};

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
    /// Choose a ceiling, with the reasons.
    Term(Term, String),
    /// So many people, so many speakers, and who these are.
    Represent(u32, u32, String),
    /// The result of verification, and whether it differs from what is asked.
    Verify(String, bool),
    /// What came of the dialogue, and its minutes.
    Dialogue(Dialogue, String),
    /// Wait: for whose result, and why.
    Suspend(String),
    /// End settlement: why.
    Terminate(String),
    /// The answer, for a complaint its finding, and whether the officer looked at the names,
    /// telephones and house numbers in it and says that they may be published.
    Decide(String, Option<Finding>, bool),
    /// What was done.
    CarryOut(String),
    /// What the asker says, and what is missing.
    Judge(Solved, String),
    /// What the asker says and sends besides.
    Add(String, Vec<NewFile>),
    /// What is taken back; empty for the whole.
    Withdraw(String),
    /// Settle it after all: how it is known that the withdrawal was coerced.
    Reopen(String),
    /// A note that stays inside.
    Note(String),
    /// Ask this office, by this day, for this.
    Ask(String, Date, String),
    /// To this question the office says this.
    Advise(u32, String),
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
    super::exposed::guard(store, &read, &act).await?;
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
    let events = read.petition.decide(command, on, &store.laws())?;
    let mut change = Change::new(read.stream, events.iter().map(Event::to_fact).collect());
    change.words = words;
    Ok(change)
}

fn seal(store: &Store, to: &mut Vec<(Sealed, String)>, act: Act) -> Result<Command, Failure> {
    let mut words = Words { store, to };
    Ok(match act {
        Act::Plain(command) => command,
        Act::Guide(note) => Command::Guide { note: words.put("note", &note)? },
        Act::Forward(note) => Command::Forward { note: words.put("note", &note)? },
        Act::Refuse(ground, note) => {
            if store.laws().now().rulebook.ground(&ground).is_none() {
                return Err(Refusal::invalid("ground", "petition-ground").into());
            }
            Command::Refuse { ground, note: words.maybe("note", &note)? }
        }
        Act::Term(term, why) => Command::Term { term, why: words.put("why", &why)? },
        Act::Represent(people, speakers, who) => {
            Command::Represent { people, speakers, who: words.put("who", &who)? }
        }
        Act::Verify(result, differs) => {
            Command::Verify { result: words.put("result", &result)?, differs }
        }
        Act::Dialogue(outcome, minutes) => {
            Command::Dialogue { outcome, minutes: words.put("minutes", &minutes)? }
        }
        Act::Suspend(why) => Command::Suspend { why: words.put("why", &why)? },
        Act::Terminate(why) => Command::Terminate { why: words.put("why", &why)? },
        Act::Decide(answer, finding, looked) => {
            Command::Decide { answer: words.put("answer", &answer)?, finding, looked }
        }
        Act::CarryOut(how) => Command::CarryOut { how: words.put("how", &how)? },
        Act::Judge(solved, rest) => Command::Judge { solved, words: words.maybe("rest", &rest)? },
        Act::Add(text, files) => {
            let said = words.maybe("words", &text)?;
            Command::Add { words: said, files: enclose(store, words.to, files)? }
        }
        Act::Withdraw(part) => Command::Withdraw { part: words.maybe("part", &part)? },
        Act::Reopen(why) => Command::Reopen { why: words.put("why", &why)? },
        Act::Note(text) => Command::Note { words: words.put("words", &text)? },
        Act::Ask(office, until, text) => {
            Command::Ask { office, words: words.put("words", &text)?, until }
        }
        Act::Advise(n, text) => Command::Advise { n, words: words.put("words", &text)? },
    })
}

/// Seals texts one after the other; each refusal names its field.
struct Words<'a> {
    store: &'a Store,
    to: &'a mut Vec<(Sealed, String)>,
}

impl Words<'_> {
    fn put(&mut self, field: &'static str, text: &str) -> Result<VaultId, Failure> {
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
        put(self.store, self.to, "text", &text)
    }

    /// Nothing for an empty text.
    fn maybe(&mut self, field: &'static str, text: &str) -> Result<Option<VaultId>, Failure> {
        match text.trim().is_empty() {
            true => Ok(None),
            false => self.put(field, text).map(Some),
        }
    }
}
