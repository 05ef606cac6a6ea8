//! One act on many petitions: each is a change of its own, so that one that has moved on hurts no
//! other. What was done and what was not is answered case by case.

use accounts::Failure;
use kernel::{Actor, Id, Refusal};
use store::{Laws, Store};

use super::{Act, Read, act, destroy, read};
use crate::petition::{Command, Petition};

/// What is done to each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// Give it to this officer.
    Assign(Id),
    /// Give it back to who had it before; to nobody when that was so.
    GiveBack(Option<Id>),
    /// Destroy the filed letter. Nothing brings it back.
    Destroy,
}

/// A petition as a page showed it: its stream, and how many facts it had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The stream.
    pub stream: String,
    /// The facts that were shown; `None` to take it as it is now.
    pub version: Option<i64>,
}

/// What became of one of them.
#[derive(Debug)]
pub struct Outcome {
    /// The petition before; `None` when there is none.
    pub before: Option<Petition>,
    /// The petition after, or why not.
    pub after: Result<Petition, Refusal>,
}

impl Bulk {
    fn command(&self) -> Command {
        match self {
            Self::Assign(to) | Self::GiveBack(Some(to)) => Command::Assign { to: *to },
            Self::GiveBack(None) => Command::Release,
            Self::Destroy => Command::Destroy,
        }
    }

    /// Whether it would be done to this petition now. Nothing is recorded.
    ///
    /// # Errors
    /// A refusal: the law or the state stands against it.
    pub fn preview(
        &self,
        petition: &Petition,
        on: jiff::civil::Date,
        laws: &Laws,
    ) -> Result<(), Refusal> {
        if let Self::Assign(to) = self
            && petition.holder == Some(*to)
        {
            return Err(Refusal::conflict("petition-held-already"));
        }
        petition.decide(self.command(), on, laws).map(drop)
    }
}

/// Does it to each of them, in order. A crash leaves some done and some not; the list can be sent
/// again: those that are done are refused as such.
///
/// # Errors
/// When the database is away; what was done before stays done.
pub async fn all(
    store: &Store,
    actor: &Actor,
    bulk: &Bulk,
    seen: &[Seen],
) -> Result<Vec<Outcome>, Failure> {
    let mut outcomes = Vec::with_capacity(seen.len());
    for one in seen {
        let Some(read) = read(store, &one.stream).await? else {
            let after = Err(Refusal::new(kernel::RefusalKind::NotFound, "petition-unknown"));
            outcomes.push(Outcome { before: None, after });
            continue;
        };
        let before = Some(read.petition.clone());
        let after = match self::one(store, actor, bulk, one, read).await {
            Ok(petition) => Ok(petition),
            Err(failure) => match failure.refusal().cloned() {
                Some(refusal) => Err(refusal),
                None => return Err(failure),
            },
        };
        outcomes.push(Outcome { before, after });
    }
    Ok(outcomes)
}

async fn one(
    store: &Store,
    actor: &Actor,
    bulk: &Bulk,
    seen: &Seen,
    read: Read,
) -> Result<Petition, Failure> {
    let version = seen.version.unwrap_or(read.petition.version);
    if version != read.petition.version {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let today = kernel::civil_date(store.now());
    bulk.preview(&read.petition, today, &store.laws())?;
    match bulk {
        Bulk::Destroy => destroy(store, actor, read).await,
        other => act(store, actor, read, version, Act::Plain(other.command())).await,
    }
}
