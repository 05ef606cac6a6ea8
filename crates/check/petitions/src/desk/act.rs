//! The steps on a petition that is there: each with its words still in clear.

use accounts::Failure;
use enclosures::NewFile;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
use store::{Change, Sealed, Store, Stream, VaultId};

use super::{MOST_WORDS, enclose, put};
use crate::facts::Event;
use crate::kind::{Dialogue, Finding, Heard, Solved, Term};
use crate::petition::{Command, Petition};

/// A step with its words still in clear.
#[derive(Clone, Debug)]
pub enum Act {
    /// A step without words.
    Plain(Command),
    /// Guide: where to turn, and what an officer says besides.
    Guide(String, Guiding),
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
    /// What was done, and whether the officer looked at what that says of persons.
    CarryOut(String, bool),
    /// What the asker says, and what is missing.
    Judge(Solved, String),
    /// What the asker said to an officer, how it was heard, and what is missing.
    Hear(Solved, Heard, String),
    /// A second complaint was filed elsewhere: its code as it was typed, and which office has it.
    Appeal(String, String),
    /// There is no second complaint after all: how that is known.
    Unappeal(String),
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

/// What belongs to guiding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guiding {
    /// Whether it is a matter for the court, the procuracy or enforcement.
    pub court: bool,
    /// Whether an officer looked at an earlier letter that was guided, and says that this one is
    /// another sender's or about another matter.
    pub anew: bool,
    /// The code of that earlier letter, looked for by [`act`].
    pub before: Option<String>,
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
    mut act: Act,
) -> Result<Petition, Failure> {
    if read.petition.version != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    super::exposed::guard(store, &read, &act).await?;
    look(store, &read, &mut act).await?;
    let today = kernel::civil_date(store.now());
    let change = step(store, read, act, today)?;
    let committed = store.commit(actor, vec![change]).await?;
    let stream = committed.streams.into_iter().next().unwrap_or_default();
    Petition::replay(&stream)?.ok_or_else(|| Failure::bug("a step on nothing"))
}

/// Reads what a step must know of other petitions: a letter that was guided on the matter before,
/// whether a code is that of a second complaint.
async fn look(store: &Store, read: &Read, act: &mut Act) -> Result<(), Failure> {
    match act {
        Act::Guide(_, guiding) if !guiding.anew => {
            guiding.before = crate::likeness::find::guided(store, read).await?;
        }
        Act::Appeal(code, _) => *code = super::split::second(store, code).await?,
        Act::Unappeal(_) => super::split::stands(store, &read.petition).await?,
        _ => {}
    }
    Ok(())
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
        Act::Guide(note, Guiding { court, anew, before }) => {
            Command::Guide { note: words.put("note", &note)?, court, before, anew }
        }
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
        Act::CarryOut(how, looked) => Command::CarryOut { how: words.put("how", &how)?, looked },
        Act::Judge(solved, rest) => {
            Command::Judge { solved, words: words.maybe("rest", &rest)?, heard: None }
        }
        Act::Hear(solved, heard, rest) => {
            Command::Judge { solved, words: words.maybe("rest", &rest)?, heard: Some(heard) }
        }
        Act::Appeal(second, note) => Command::Appeal { second, note: words.maybe("note", &note)? },
        Act::Add(text, files) => {
            let said = words.maybe("words", &text)?;
            Command::Add { words: said, files: enclose(store, words.to, files)? }
        }
        Act::Withdraw(part) => Command::Withdraw { part: words.maybe("part", &part)? },
        Act::Unappeal(why) => Command::Unappeal { why: words.put("why", &why)? },
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
