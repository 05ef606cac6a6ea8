//! What points do: say whether they take part, report, ask; and what the host does with what they
//! asked. Each point has a stream of its own, so that thousands report at once and none waits for
//! another.

use accounts::Failure;
use kernel::{Actor, Id, Refusal};
use store::{Change, CommitError, Store};
use web::PageError;

use super::{Read, put};
use crate::arrows::{PointStep, State};
use crate::facts::{Asked, InquiryEvent, PointEvent, Reported};
use crate::inquiry::Inquiry;
use crate::kind::{Deferred, Role};
use crate::point::{At, Point};
use crate::store::{self as sql, Seat};

/// What a conference is for one of its points.
///
/// # Errors
/// Not found, for a unit that is none of its points.
pub async fn seat(store: &Store, conference: &str, unit: &str) -> Result<Seat, Failure> {
    let seat = sql::seat(store, conference, unit).await?;
    seat.ok_or(Failure(PageError::NotFound))
}

impl Seat {
    /// What the conference is, for the table of what points may do.
    pub fn at(&self) -> At {
        At { state: State::read(&self.state).unwrap_or(State::Cancelled), on: self.on }
    }
}

/// Reads a point of a conference; one that has said nothing is empty.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn point(store: &Store, conference: &str, unit: &str) -> Result<Read<Point>, Failure> {
    let name = format!("point/{}-{unit}", super::key(conference));
    let stream = store.stream(&name).await?;
    let it = Point::replay(&stream)?;
    Ok(Read { stream, it })
}

/// A point says whether it takes part; said again, the last word counts.
///
/// # Errors
/// A refusal, or a colleague who was first.
pub async fn confirm(
    store: &Store,
    actor: &Actor,
    (conference, unit): (&str, &str),
    takes: bool,
) -> Result<(), Failure> {
    let seat = seat(store, conference, unit).await?;
    seat.at().allows(PointStep::Confirm, store.clock().today())?;
    let read = point(store, conference, unit).await?;
    if read.it.takes == Some(takes) {
        return Ok(());
    }
    let (conference, unit) = (conference.to_owned(), unit.to_owned());
    let event = PointEvent::Confirmed { conference, unit, takes };
    Ok(store.go_on(actor, read.stream, (event.to_fact(), Vec::new())).await?)
}

/// What became of a report.
#[derive(Clone, Debug)]
pub struct Done {
    /// The point with all its reports.
    pub point: Point,
    /// Whether the same form had recorded it before.
    pub again: bool,
}

/// Records a report by who had seen so many of this point; the same form may be sent again.
///
/// # Errors
/// A refusal; then nothing was recorded.
pub async fn report(
    store: &Store,
    actor: &Actor,
    said: &Reported,
    seen: usize,
) -> Result<Done, Failure> {
    let seat = seat(store, &said.conference, &said.unit).await?;
    let read = point(store, &said.conference, &said.unit).await?;
    if read.it.sent_before(said)?.is_some() {
        return Ok(Done { point: read.it, again: true });
    }
    let at = (seat.at(), store.clock().today());
    let event = read.it.report(said.clone(), seen, at)?;
    match store.commit(actor, vec![Change::new(read.stream, vec![event.to_fact()])]).await {
        Ok(done) => {
            let stream = done.streams.into_iter().next().unwrap_or_default();
            Ok(Done { point: Point::replay(&stream)?, again: false })
        }
        // A colleague was faster, or the same form came twice in one moment.
        Err(CommitError::Lost(_)) => {
            let point = point(store, &said.conference, &said.unit).await?.it;
            match point.sent_before(said)? {
                Some(()) => Ok(Done { point, again: true }),
                None => Err(Refusal::conflict("point-newer").into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// A point asks a question; sent twice it is one. Its key.
///
/// # Errors
/// A refusal; then nothing was recorded.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    (conference, unit): (&str, &str),
    (role, text): (Role, &str),
    id: Id,
) -> Result<String, Failure> {
    let seat = seat(store, conference, unit).await?;
    seat.at().allows(PointStep::Ask, store.clock().today())?;
    let mut words = Vec::new();
    let asked = Asked {
        conference: conference.to_owned(),
        unit: seat.host,
        point: unit.to_owned(),
        role,
        words: put(store, &mut words, ("words", text))?,
    };
    let stream = store.stream(&format!("inquiry/{id}")).await?;
    if stream.records.is_empty() {
        store.begin(actor, stream, (InquiryEvent::Asked(asked).to_fact(), words)).await?;
    }
    Ok(id.to_string())
}

/// What the host does with a question, its words still in clear.
#[derive(Clone, Debug)]
pub enum Said {
    /// It is taken.
    Take,
    /// It is answered by a post.
    Answer(Role, String),
    /// It is put off.
    Defer(Deferred),
}

/// Does one step on a question that was read at `seen` facts.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn step_inquiry(
    store: &Store,
    actor: &Actor,
    read: Read<Inquiry>,
    seen: i64,
    said: Said,
) -> Result<(), Failure> {
    Refusal::unless_first(read.it.version, seen)?;
    let mut words = Vec::new();
    let event = match said {
        Said::Take => InquiryEvent::Taken {},
        Said::Answer(role, text) => {
            InquiryEvent::Answered { role, words: put(store, &mut words, ("words", &text))? }
        }
        Said::Defer(why) => InquiryEvent::Deferred { why },
    };
    let event = read.it.decide(event)?;
    Ok(store.go_on(actor, read.stream, (event.to_fact(), words)).await?)
}
