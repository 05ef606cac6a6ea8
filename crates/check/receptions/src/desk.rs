//! The acts on receptions and visits, as pages and the demonstration call them: seal words,
//! decide, commit. Whether the actor may was asked at the door.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
use serde::{Deserialize, Serialize};
pub use store::journal::key;
use store::{Change, CommitError, Fact, Sealed, Store, Stream};

mod again;
mod booked;
mod kept;

pub use again::is_same;
pub use booked::{act, ticket};
pub use kept::{erase, person, words};

use kept::{put, put_person};

use crate::arrows::State;
use crate::facts::{Began, Event, NUMBERED, Numbered, Planned, Received, VisitEvent};
use crate::kind::{Answer, Competence, Form, Host, Kind, Sort, Way};
use crate::session::{self, Session};
use crate::store::last_no;
use crate::visit::{self, REPLY, Visit};

/// How often a visit looks for its number again when a colleague took it in the same moment.
const TRIES: usize = 12;
/// The most that a visitor's words may hold, in characters.
pub const MOST_WORDS: usize = 20_000;
/// The most receptions that one sending may put into the calendar: a year of working days.
pub const MOST_DAYS: usize = 366;

/// Who comes, as they say. Kept in the vault under a key of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Where an answer on paper is to go.
    pub address: String,
    /// Where somebody with an appointment is told of a change.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
}

impl Person {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.phone, &self.address, &self.email].into_iter().all(String::is_empty)
    }
}

/// A reception as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct ReadSession {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub session: Session,
}

/// A visit as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct ReadVisit {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub visit: Visit,
}

/// The stream of a reception: unit, first day, hour, sort and host are its name, so that planned
/// twice it is one.
fn session_name(planned: &Planned) -> String {
    let Planned { unit, on, from, sort, host, .. } = planned;
    let day = on.strftime("%Y%m%d");
    format!(
        "reception/{unit}-{day}-{:02}{:02}-{}-{}",
        from / 60,
        from % 60,
        sort.word(),
        host.word()
    )
}

/// Reads a reception by its key; `None` for what is no key, so that an address cannot name another
/// stream.
pub async fn read_session(store: &Store, key: &str) -> Result<Option<ReadSession>, Failure> {
    let plain = key.len() <= 60 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain || key.is_empty() {
        return Ok(None);
    }
    let stream = store.stream(&format!("reception/{key}")).await?;
    Ok(Session::replay(&stream)?.map(|session| ReadSession { stream, session }))
}

/// Reads a visit by its key.
pub async fn read_visit(store: &Store, key: &str) -> Result<Option<ReadVisit>, Failure> {
    let Ok(id) = key.parse::<Id>() else { return Ok(None) };
    let stream = store.stream(&format!("visit/{id}")).await?;
    Ok(Visit::replay(&stream)?.map(|visit| ReadVisit { stream, visit }))
}

/// Receptions to be put into the calendar, already checked for shape.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The unit.
    pub unit: String,
    /// What sort.
    pub sort: Sort,
    /// Whose.
    pub host: Host,
    /// In a room or online.
    pub form: Form,
    /// On which days.
    pub days: Vec<Date>,
    /// The minute at which each begins.
    pub from: u16,
    /// The minute at which each ends.
    pub until: u16,
    /// Where; empty for the office's own address.
    pub place: String,
}

/// Puts receptions into the calendar: how many are new, and how many were there already.
///
/// # Errors
/// A refusal for a field; then none of them is in the calendar.
pub async fn plan(store: &Store, actor: &Actor, plan: &Plan) -> Result<(usize, usize), Failure> {
    if plan.days.is_empty() {
        return Err(Refusal::invalid("on", "reception-no-day").into());
    }
    if plan.days.len() > MOST_DAYS {
        return Err(Refusal::invalid("last", "reception-many-days").with("most", MOST_DAYS).into());
    }
    let laws = store.laws();
    let (mut changes, mut known) = (Vec::new(), 0);
    for on in &plan.days {
        let mut words = Vec::new();
        let place = put(store, &mut words, "text", &plan.place)?;
        let planned = Planned {
            unit: plan.unit.clone(),
            sort: plan.sort,
            host: plan.host,
            form: plan.form,
            on: *on,
            from: plan.from,
            until: plan.until,
            place,
        };
        session::may_plan(&planned, laws.now())?;
        let Some(stream) = free(store, &planned).await? else {
            known += 1;
            continue;
        };
        let mut change = Change::new(stream, vec![Event::Planned(planned).to_fact()]);
        change.words = words;
        changes.push(change);
    }
    let made = changes.len();
    if made > 0 {
        store.commit(actor, changes).await?;
    }
    Ok((made, known))
}

/// A stream for a reception that is not in the calendar yet; `None` when it is there. One that was
/// moved away or called off leaves its hour free.
async fn free(store: &Store, planned: &Planned) -> Result<Option<Stream>, Failure> {
    let name = session_name(planned);
    for n in 1..=MOST_DAYS {
        let stream = match n {
            1 => store.stream(&name).await?,
            n => store.stream(&format!("{name}-{n}")).await?,
        };
        match Session::replay(&stream)? {
            None => return Ok(Some(stream)),
            Some(there) if there.state != State::Cancelled && there.on == planned.on => {
                return Ok(None);
            }
            Some(_) => {}
        }
    }
    Ok(None)
}

/// Somebody asks to be received, or waits to be.
#[derive(Clone, Debug)]
pub struct Request {
    /// How they asked.
    pub way: Way,
    /// What for; never a denunciation.
    pub kind: Option<Kind>,
    /// How many come.
    pub persons: u32,
    /// Who.
    pub person: Person,
    /// What about; may be empty.
    pub words: String,
}

/// What was recorded, and whether the same key had recorded it before.
#[derive(Clone, Debug)]
pub struct Done {
    /// The visit.
    pub visit: Visit,
    /// Whether it was there already.
    pub again: bool,
}

/// The identity that a form's key stands for: sent twice, or days later by a device that had no
/// line, it is one visit.
pub fn keyed_id(store: &Store, session: &Session, sender: &str, key: &str) -> Id {
    store.keyed_id(session.planned.on, &[&session.id, sender, key])
}

/// Records an appointment, or somebody who waits.
///
/// # Errors
/// A refusal, or a database that is away: then nothing was recorded.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    session: &Session,
    request: &Request,
    id: Id,
) -> Result<Done, Failure> {
    let today = store.clock().today();
    let fits = match request.way {
        Way::Desk => session.takes_visits(),
        Way::Page | Way::Phone => session.takes_bookings(today),
    };
    let name = format!("visit/{id}");
    let stream = store.stream(&name).await?;
    if let Some(visit) = Visit::replay(&stream)? {
        return Ok(Done { visit, again: true });
    }
    if !fits {
        return Err(Refusal::conflict("reception-not-open").into());
    }
    let mut words = Vec::new();
    let mut began = began(store, &mut words, session, request)?;
    began.booked = booked::of(store, session, request, &name);
    let booking = began.booked.is_some();
    let mut change = Change::new(stream, vec![VisitEvent::Began(began).to_fact()]);
    change.words = words;
    let done = recorded(store, &name, store.commit(actor, vec![change]).await).await?;
    if booking && let Some(now) = read_session(store, key(&session.id)).await? {
        // The reception may have been moved while the form was filled in.
        booked::tell(store, actor, &now.session).await?;
    }
    Ok(done)
}

async fn recorded(
    store: &Store,
    name: &str,
    done: Result<store::Committed, CommitError>,
) -> Result<Done, Failure> {
    let (stream, again) = match done {
        Ok(done) => (done.streams.into_iter().next().unwrap_or_default(), false),
        // The key was used before, or an earlier try whose outcome was unknown had succeeded.
        Err(CommitError::Lost(lost)) if lost == name => (store.stream(name).await?, true),
        Err(error) => return Err(error.into()),
    };
    let visit = Visit::replay(&stream)?.ok_or_else(|| Failure::bug("recorded nothing"))?;
    Ok(Done { visit, again })
}

fn began(
    store: &Store,
    sealed: &mut Vec<(Sealed, String)>,
    session: &Session,
    request: &Request,
) -> Result<Began, Failure> {
    if request.kind == Some(Kind::Denunciation) {
        return Err(Refusal::invalid("kind", "visit-denunciation").into());
    }
    Ok(Began {
        session: session.id.clone(),
        unit: session.planned.unit.clone(),
        on: session.on,
        way: request.way,
        kind: request.kind,
        persons: request.persons.max(1),
        person: put_person(store, sealed, &request.person)?,
        words: put(store, sealed, "text", &request.words)?,
        booked: None,
    })
}

/// A line of the register to be written, already checked for shape.
#[derive(Clone, Debug)]
pub struct Taking {
    /// What it is.
    pub kind: Kind,
    /// What it is about.
    pub matter: String,
    /// How many came on it.
    pub persons: u32,
    /// How many speak for them.
    pub speakers: u32,
    /// Who came.
    pub person: Person,
    /// The others, one a line.
    pub others: String,
    /// What was said.
    pub words: String,
    /// Whose to settle it is.
    pub competence: Competence,
    /// The visit whose turn it is part of.
    pub turn_of: Option<String>,
    /// The petition that it belongs to, when one is there.
    pub petition: Option<String>,
    /// What the visitor was told at once.
    pub answer: Option<Answer>,
}

/// Receives a visitor: one who waits (`from`), or one who has just come. All of it, the number of
/// the register among it, is one commit: after a crash there is no number without its visit.
///
/// # Errors
/// A refusal; then nothing was recorded and the same key may be sent again.
pub async fn take(
    store: &Store,
    actor: &Actor,
    session: &Session,
    from: Option<ReadVisit>,
    taking: &Taking,
    id: Id,
) -> Result<Done, Failure> {
    let (name, stream) = match from {
        Some(read) => (read.stream.name.clone(), read.stream),
        None => {
            let name = format!("visit/{id}");
            let stream = store.stream(&name).await?;
            (name, stream)
        }
    };
    if let Some(visit) = Visit::replay(&stream)?.filter(|visit| visit.received.is_some()) {
        return Ok(Done { visit, again: true });
    }
    let turn_of = turn(store, session, taking).await?;
    let taking = &Taking { turn_of, ..taking.clone() };
    // A denunciation is joined to nothing: it goes on in its own register.
    let petition = taking.petition.as_ref().filter(|_| taking.kind != Kind::Denunciation);
    let carried = match petition {
        Some(code) => Some(case(store, code, session.on).await?),
        None => None,
    };
    let (year, mut left) = (session.on.year(), TRIES);
    loop {
        left -= 1;
        let no = last_no(store, &session.planned.unit, year).await? + 1;
        let change = entered(store, session, stream.clone(), taking, &carried, (year, no))?;
        let number = format!("visitno/{}-{year}-{no}", session.planned.unit);
        let numbered = Fact::new(NUMBERED, 1, &Numbered { visit: name.clone() });
        let changes = vec![change, Change::new(Stream::new(&number), vec![numbered])];
        match store.commit(actor, changes).await {
            // A colleague took the number, or the visit: which, its stream says.
            Err(CommitError::Lost(_)) => {
                let now = store.stream(&name).await?;
                let visit = Visit::replay(&now)?;
                match visit.filter(|visit| visit.received.is_some()) {
                    Some(visit) => return Ok(Done { visit, again: true }),
                    None if now.version() == stream.version() && left > 0 => {}
                    None => return Err(Refusal::conflict("somebody-was-first").into()),
                }
            }
            done => return recorded(store, &name, done).await,
        }
    }
}

/// The turn that a matter is part of: one of the same reception. A denunciation is a turn of its
/// own, and nothing is part of one: a visit with a name would say who denounced.
async fn turn(
    store: &Store,
    session: &Session,
    taking: &Taking,
) -> Result<Option<String>, Failure> {
    let named = taking.turn_of.as_deref().filter(|_| taking.kind != Kind::Denunciation);
    let Some(named) = named else { return Ok(None) };
    let read = read_visit(store, key(named)).await?;
    let read = read.filter(|read| read.visit.began.session == session.id);
    let received = read.and_then(|read| read.visit.received);
    Ok(received.filter(|line| line.kind != Kind::Denunciation).map(|_| named.to_owned()))
}

/// The change that enters a visit under a number.
fn entered(
    store: &Store,
    session: &Session,
    stream: Stream,
    taking: &Taking,
    case: &Option<(String, bool)>,
    (year, no): (i16, i64),
) -> Result<Change, Failure> {
    let (laws, today) = (store.laws(), store.clock().today());
    let (mut words, mut facts) = (Vec::new(), Vec::new());
    let (persons, person) = (taking.persons.max(1), Person::default());
    let visit = match Visit::replay(&stream)? {
        Some(visit) => visit,
        None => {
            let kind = None;
            let request = Request { way: Way::Desk, kind, persons, person, words: String::new() };
            let began = began(store, &mut words, session, &request)?;
            facts.push(VisitEvent::Began(began.clone()).to_fact());
            Visit::new(stream.name.clone(), began, store.now())
        }
    };
    let received = Received {
        year,
        no,
        kind: taking.kind,
        matter: taking.matter.clone(),
        persons: taking.persons,
        group: false,
        speakers: taking.speakers,
        person: put_person(store, &mut words, &taking.person)?,
        others: put(store, &mut words, "person", &taking.others)?,
        words: put(store, &mut words, "text", &taking.words)?,
        competence: taking.competence,
        turn_of: taking.turn_of.clone(),
    };
    let command = visit::Command::Receive(Box::new(received));
    let destroyed = visit.destroys(command.step());
    facts.push(visit.decide(command, session, today, &laws)?.to_fact());
    if let Some((code, carried)) = case {
        facts.push(VisitEvent::Linked { code: code.clone(), carried: *carried }.to_fact());
    }
    if let Some(how) = taking.answer.filter(|_| taking.kind != Kind::Denunciation) {
        let carried = case.as_ref().is_some_and(|(_, carried)| *carried);
        if !carried {
            let on = session.on;
            facts.push(VisitEvent::Answered { how, on, words: None, until: None }.to_fact());
        }
    }
    let mut change = Change::new(stream, facts);
    change.words = words;
    change.erase = destroyed.into_iter().map(|id| (id, ENDED.to_owned())).collect();
    Ok(change)
}

/// The ground on which words said before a visit are destroyed: their purpose is over.
const ENDED: &str = "visit-over";

/// A petition by its code: the code as it is written, and whether it was filed out of a visit on
/// `on`, so that it owes the answer itself. It is found by what it owes, never in its own tables.
///
/// # Errors
/// A refusal for the field `case`: nothing has such a code.
async fn case(store: &Store, typed: &str, on: Date) -> Result<(String, bool), Failure> {
    let code = typed.trim().to_uppercase();
    let found = duties::of_code(store, &code).await?;
    let petitions = found.iter().filter(|debt| !debt.stream.starts_with("visit/"));
    let petitions: Vec<_> = petitions.collect();
    if petitions.is_empty() {
        return Err(Refusal::invalid("case", "visit-no-case").with("code", typed.trim()).into());
    }
    let carried = petitions.iter().any(|debt| debt.rule == REPLY && debt.started_on >= on);
    Ok((code, carried))
}

/// Does one step on a visit that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step(
    store: &Store,
    actor: &Actor,
    read: ReadVisit,
    seen: i64,
    asked: Asked,
) -> Result<(), Failure> {
    if read.visit.version != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let session = read_session(store, key(&read.visit.began.session)).await?;
    let session = session.ok_or_else(|| Failure::bug("a visit without its reception"))?.session;
    let mut words = Vec::new();
    let command = match asked {
        Asked::Plain(command) => command,
        Asked::Link(code) => {
            let (code, carried) = case(store, &code, read.visit.on).await?;
            visit::Command::Link { code, carried }
        }
        Asked::Answer(how, on, text, until) => {
            visit::Command::Answer(how, on, put(store, &mut words, "text", &text)?, until)
        }
    };
    let erased = read.visit.destroys(command.step());
    let event = read.visit.decide(command, &session, store.clock().today(), &store.laws())?;
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    change.words = words;
    change.erase = erased.into_iter().map(|id| (id, ENDED.to_owned())).collect();
    store.commit(actor, vec![change]).await?;
    Ok(())
}

/// What is asked of a visit, with its words still in clear.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A command without words.
    Plain(visit::Command),
    /// Join to the petition of this code.
    Link(String),
    /// Told this on this day, in these words; until when the answer follows, where it needs more
    /// time.
    Answer(Answer, Date, String, Option<Date>),
}
