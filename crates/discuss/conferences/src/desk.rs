//! The acts on conferences, as pages and the demonstration call them: seal words, decide, commit.
//! Whether the actor may was asked at the door.

use accounts::Failure;
use documents::Letter;
use enclosures::NewFile;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal};
pub use store::journal::key;
use store::{Sealed, Store, Stream, VaultId};
use units::local;

mod draft;
mod owed;
mod parts;
mod points;

pub use draft::draft;
pub use owed::{NewConclusion, conclude, step_conclusion};
pub use parts::divide;
pub use points::{Done, Said, ask, confirm, point, report, seat, step_inquiry};

use crate::conclusion::Conclusion;
use crate::conference::{Conference, may_plan};
use crate::facts::{Event, Item, Paper, Planned, Spot};
use crate::inquiry::Inquiry;
use crate::kind::{Kind, Role};
use crate::unit;

/// The most that one text may hold, in characters.
pub const MOST_WORDS: usize = 20_000;
/// The most points of an agenda.
pub const MOST_ITEMS: usize = 12;
/// The most papers of a conference.
pub const MOST_PAPERS: usize = 100;

/// A thing as it was read, with its stream.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// The records.
    pub stream: Stream,
    /// What they make.
    pub it: T,
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
    /// Reads a conference by its key.
    read: Conference, "conference";
    /// Reads a question by its key.
    read_inquiry: Inquiry, "inquiry";
    /// Reads a conclusion by its key.
    read_conclusion: Conclusion, "conclusion";
}

/// Words on their way into the vault.
type Words = Vec<(Sealed, String)>;

fn seal(
    store: &Store,
    to: &mut Words,
    (purpose, bytes): (&'static str, &[u8]),
) -> Result<VaultId, Failure> {
    let sealed = store.seal(purpose, bytes)?;
    let reference = sealed.reference.clone();
    to.push((sealed, String::new()));
    Ok(reference)
}

/// Seals a text that must be there.
fn put(
    store: &Store,
    to: &mut Words,
    (field, text): (&'static str, &str),
) -> Result<VaultId, Failure> {
    match text.trim() {
        "" => Err(Refusal::invalid(field, "conference-words").into()),
        text => seal(store, to, ("text", text.as_bytes())),
    }
}

/// The words of a vault item; empty when they are destroyed.
///
/// # Errors
/// When the database does not answer.
pub async fn words(store: &Store, item: &VaultId) -> Result<String, Failure> {
    let opened = store.words(item.id).await?;
    Ok(opened.and_then(store::vault::Opened::text).unwrap_or_default())
}

/// A point of the agenda, its words still in clear.
pub type NewItem = (String, Role);

fn agenda(store: &Store, to: &mut Words, items: &[NewItem]) -> Result<Vec<Item>, Failure> {
    let item = |(title, role): &NewItem| {
        Ok(Item { title: put(store, to, ("item1", title))?, role: *role })
    };
    items.iter().map(item).collect()
}

/// A conference to be planned, already checked for shape.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The host.
    pub unit: String,
    /// What sort it is.
    pub kind: Kind,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: u16,
    /// The minute at which it ends.
    pub until: u16,
    /// What it is called.
    pub title: String,
    /// Where the host sits.
    pub place: String,
    /// The agenda in its order.
    pub agenda: Vec<NewItem>,
}

/// Plans a conference; sent twice it is one. Its key.
///
/// # Errors
/// A refusal for a field; then nothing was recorded.
pub async fn plan(store: &Store, actor: &Actor, plan: &Plan, id: Id) -> Result<String, Failure> {
    let mut words = Vec::new();
    let planned = Planned {
        unit: plan.unit.clone(),
        kind: plan.kind,
        on: plan.on,
        from: plan.from,
        until: plan.until,
        title: put(store, &mut words, ("title", &plan.title))?,
        place: put(store, &mut words, ("place", &plan.place))?,
        agenda: agenda(store, &mut words, &plan.agenda)?,
    };
    may_plan(&planned)?;
    let stream = store.stream(&format!("conference/{id}")).await?;
    if stream.records.is_empty() {
        store.begin(actor, stream, (Event::Planned(planned).to_fact(), words)).await?;
    }
    Ok(id.to_string())
}

/// What is asked of a conference, its words still in clear.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A step without words.
    Plain(Event),
    /// All points of a kind, in one act.
    Whole(unit::Whole),
    /// Points by code or name, one a line.
    Lines(String),
    /// A point that is taken off, by code or name.
    Drop(String),
    /// The agenda anew.
    Arrange(Vec<NewItem>),
    /// A paper: what it is called, and its file.
    File(String, NewFile),
    /// The notice of its conclusions, as it will be printed.
    Notice(Box<Letter>),
}

/// Does one step on a conference that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step(
    store: &Store,
    actor: &Actor,
    read: Read<Conference>,
    seen: i64,
    asked: Asked,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let mut words = Vec::new();
    let event = event(store, &mut words, &read.it, asked).await?;
    let event = read.it.decide(event, store.clock().today())?;
    Ok(store.go_on(actor, read.stream, (event.to_fact(), words)).await?)
}

async fn event(
    store: &Store,
    words: &mut Words,
    one: &Conference,
    asked: Asked,
) -> Result<Event, Failure> {
    Ok(match asked {
        Asked::Plain(event) => event,
        Asked::Whole(which) => {
            let host = one.planned.unit.as_str();
            let mut points = unit::whole(which, host, one.on);
            if which == unit::Whole::Below {
                points.extend(villages(store, host, one.on).await?);
            }
            Event::Joined { points }
        }
        Asked::Lines(text) => Event::Joined { points: spots(store, one, &text).await? },
        Asked::Drop(line) => {
            let spot = one.points.iter().find(|spot| spot.is(line.trim()));
            let spot = spot.ok_or_else(|| Refusal::invalid("unit", "conference-no-point"))?;
            Event::Dropped { unit: spot.unit.clone() }
        }
        Asked::Arrange(items) => Event::Arranged { agenda: agenda(store, words, &items)? },
        Asked::File(title, NewFile { media, bytes }) => {
            if one.papers.len() >= MOST_PAPERS {
                let refusal = Refusal::invalid("files", "conference-papers-many");
                return Err(refusal.with("most", MOST_PAPERS).into());
            }
            let title = put(store, words, ("title", &title))?;
            let item = seal(store, words, ("file", &bytes))?;
            Event::Filed(Paper { title, item, media, size: bytes.len() as i64 })
        }
        Asked::Notice(letter) => {
            let text = serde_json::to_string(&letter).map_err(Failure::bug)?;
            Event::Noticed { words: put(store, words, ("words", &text))? }
        }
    })
}

/// The villages and residential groups of a commune on a day.
async fn villages(store: &Store, host: &str, on: Date) -> Result<Vec<Spot>, Failure> {
    let below = local::under(store, host).await?.into_iter();
    let villages = below.filter(|one| one.kind == local::Kind::Village && one.is_current(on));
    Ok(villages.map(|one| Spot { unit: one.code, name: one.name }).collect())
}

/// The points that lines name; the first that names none, or several, is said.
async fn spots(store: &Store, one: &Conference, text: &str) -> Result<Vec<Spot>, Failure> {
    let host = one.planned.unit.as_str();
    let locals = local::under(store, host).await?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let spots = lines.map(|line| unit::named(line, (host, one.on), &locals, "units"));
    let spots: Vec<Spot> = spots.collect::<Result<_, Refusal>>()?;
    match spots.is_empty() {
        true => Err(Refusal::invalid("units", "conference-points-none").into()),
        false => Ok(spots),
    }
}
