//! The acts on the register, as pages, API and the demonstration call them: read, decide, commit.
//! Whether the actor may was asked at the door.

use accounts::Failure;
use accounts::once::Once;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
pub use store::journal::key;
use store::{Change, CommitError, Store, Stream};

use crate::anonymous::{self, Anonymous};
use crate::correction::{self, Mend};
use crate::denunciation::{Command, Denunciation, law_of, no_law};
use crate::facts::{Event, Received};
use crate::kind::{Handling, Regime, Shelf, Sort, Way};
use crate::store::{Register, last_no};

/// How often an entry looks for its number again when a colleague took it in the same moment.
const TRIES: usize = 8;

/// A new entry, already checked for shape.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The unit whose register it is.
    pub unit: String,
    /// The day of receipt.
    pub on: Date,
    /// The first time or again.
    pub sort: Sort,
    /// On paper or in person.
    pub way: Way,
    /// Where the paper lies.
    pub shelf: Shelf,
    /// The number of its place there.
    pub slot: i64,
}

/// The stream of a key; `None` for what is not `digits-digits-digits`, so that an address cannot
/// name another stream or carry words.
pub fn stream_name(register: Register, key: &str) -> Option<String> {
    let parts: Vec<&str> = key.split('-').collect();
    let digits = |part: &&str| {
        !part.is_empty() && part.len() <= 8 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let well = parts.len() == 3 && parts.iter().all(digits);
    well.then(|| format!("{}/{key}", register.prefix()))
}

/// Enters a denunciation under the next number of its year.
///
/// Two officers at once never get one number: the stream's name holds it, so that the second to
/// commit loses, looks again and takes the next. A crash before the commit leaves no gap.
///
/// # Errors
/// A refusal for the field `on` or `sort`.
pub async fn enter(store: &Store, actor: &Actor, new: &Entry) -> Result<Denunciation, Failure> {
    enter_once(store, actor, new, None).await
}

/// The same for a request that may come again under its key.
///
/// # Errors
/// As [`enter`]; `somebody-was-first` when the request was done already.
pub async fn enter_once(
    store: &Store,
    actor: &Actor,
    new: &Entry,
    once: Option<&Once>,
) -> Result<Denunciation, Failure> {
    let laws = store.laws();
    let law = law_of(laws.now(), new.on).ok_or_else(|| no_law(new.on))?;
    if new.on > store.clock().today() {
        let date = new.on.strftime("%d/%m/%Y");
        return Err(Refusal::invalid("on", "denunciation-day-ahead").with("date", date).into());
    }
    if new.sort == Sort::Late && law == Regime::Ltc11 {
        return Err(Refusal::invalid("sort", "denunciation-late-law").into());
    }
    let year = new.on.year();
    let to = (Register::Denunciations, new.unit.as_str(), year);
    let stream = numbered(store, actor, to, once, |no| {
        Event::Received(Received {
            unit: new.unit.clone(),
            year,
            no,
            on: new.on,
            sort: new.sort,
            way: new.way,
            shelf: new.shelf,
            slot: new.slot,
            law,
        })
    })
    .await?;
    Denunciation::replay(&stream)?.ok_or_else(|| Failure::bug("entered nothing"))
}

/// Enters anonymous information under the next number of its year.
///
/// # Errors
/// A refusal for the field `on`.
pub async fn enter_anonymous(
    store: &Store,
    actor: &Actor,
    unit: &str,
    on: Date,
) -> Result<Anonymous, Failure> {
    enter_anonymous_once(store, actor, unit, on, None).await
}

/// The same for a request that may come again under its key.
///
/// # Errors
/// As [`enter_anonymous`]; `somebody-was-first` when the request was done already.
pub async fn enter_anonymous_once(
    store: &Store,
    actor: &Actor,
    unit: &str,
    on: Date,
    once: Option<&Once>,
) -> Result<Anonymous, Failure> {
    if on > store.clock().today() {
        let date = on.strftime("%d/%m/%Y");
        return Err(Refusal::invalid("on", "denunciation-day-ahead").with("date", date).into());
    }
    let year = on.year();
    let event = |no| Event::AnonymousReceived { unit: unit.to_owned(), year, no, on };
    let to = (Register::Anonymous, unit, year);
    let stream = numbered(store, actor, to, once, event).await?;
    Anonymous::replay(&stream)?.ok_or_else(|| Failure::bug("entered nothing"))
}

async fn numbered(
    store: &Store,
    actor: &Actor,
    (register, unit, year): (Register, &str, i16),
    once: Option<&Once>,
    event: impl Fn(i64) -> Event,
) -> Result<Stream, Failure> {
    let mut left = TRIES;
    loop {
        left -= 1;
        let no = last_no(store, register, unit, year).await? + 1;
        let name = format!("{}/{unit}-{year}-{no}", register.prefix());
        let change = Change::new(Stream::new(&name), vec![event(no).to_fact()]);
        let store = once.map_or_else(|| store.clone(), |once| once.on(store, &name));
        match store.commit(actor, vec![change]).await {
            Ok(done) => return Ok(done.streams.into_iter().next().unwrap_or_default()),
            Err(CommitError::Lost(_)) if left > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// An entry as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct Read {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub entry: Denunciation,
}

/// Reads an entry by its key.
pub async fn read(store: &Store, key: &str) -> Result<Option<Read>, Failure> {
    let Some(name) = stream_name(Register::Denunciations, key) else { return Ok(None) };
    let stream = store.stream(&name).await?;
    Ok(Denunciation::replay(&stream)?.map(|entry| Read { stream, entry }))
}

/// Reads anonymous information by its key.
pub async fn read_anonymous(
    store: &Store,
    key: &str,
) -> Result<Option<(Stream, Anonymous)>, Failure> {
    let Some(name) = stream_name(Register::Anonymous, key) else { return Ok(None) };
    let stream = store.stream(&name).await?;
    Ok(Anonymous::replay(&stream)?.map(|one| (stream, one)))
}

/// Does one step on an entry that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn act(
    store: &Store,
    actor: &Actor,
    read: Read,
    seen: i64,
    command: Command,
    on: Date,
) -> Result<(), Failure> {
    if read.entry.version != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let event = read.entry.decide(command, on, store.clock().today(), &store.laws())?;
    store.commit(actor, vec![Change::new(read.stream, vec![event.to_fact()])]).await?;
    Ok(())
}

/// Puts a mistyped day or number right on an entry that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn correct(
    store: &Store,
    actor: &Actor,
    read: Read,
    seen: i64,
    mend: Mend,
) -> Result<(), Failure> {
    if read.entry.version != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let told = correction::told(&read.stream)?;
    let today = store.clock().today();
    let event = correction::decide(&read.entry.id, &told, mend, today, &store.laws())?;
    store.commit(actor, vec![Change::new(read.stream, vec![event.to_fact()])]).await?;
    Ok(())
}

/// Puts a mistyped day, or what was done, right on anonymous information that was read at `seen`
/// facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn correct_anonymous(
    store: &Store,
    actor: &Actor,
    stream: Stream,
    seen: i64,
    mend: Mend,
) -> Result<(), Failure> {
    if stream.version() != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let told = correction::told(&stream)?;
    let event = anonymous::correct(&told, mend, store.clock().today())?;
    store.commit(actor, vec![Change::new(stream, vec![event.to_fact()])]).await?;
    Ok(())
}

/// Records what was done with anonymous information.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn handle(
    store: &Store,
    actor: &Actor,
    (stream, one): (Stream, Anonymous),
    handling: Handling,
    on: Date,
) -> Result<(), Failure> {
    let event = one.decide(handling, on, store.clock().today())?;
    store.commit(actor, vec![Change::new(stream, vec![event.to_fact()])]).await?;
    Ok(())
}
