//! One act on many petitions: each is a change of its own, so that one that has moved on hurts no
//! other. What was done and what was not is answered case by case.

use accounts::Failure;
use kernel::{Actor, Id, Refusal};
use store::{Laws, Store};

use super::{Act, Read, act, destroy, link, read};
use crate::kind::Same;
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
    /// Join it to this case.
    Join(Lead, Same),
    /// Take it out of the case again.
    Part,
}

/// A case that letters are joined to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Its stream.
    pub stream: String,
    /// Its code.
    pub code: String,
    /// Its unit.
    pub unit: String,
    /// Whether its asker was guided once already.
    pub guided: bool,
}

impl Lead {
    /// A petition as a case for others.
    ///
    /// # Errors
    /// A refusal: it was joined to another itself.
    pub fn of(petition: &Petition) -> Result<Self, Refusal> {
        if let Some(joined) = &petition.joined {
            return Err(Refusal::conflict("petition-link-joined").with("code", &joined.code));
        }
        Ok(Self {
            stream: petition.id.clone(),
            code: petition.received.code.clone(),
            unit: petition.received.unit.clone(),
            guided: petition.guided,
        })
    }
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
            Self::Join(lead, how) => Command::Link {
                to: lead.stream.clone(),
                code: lead.code.clone(),
                how: *how,
                guided: lead.guided,
            },
            Self::Part => Command::Unlink,
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
        if let Self::Join(lead, _) = self
            && petition.received.unit != lead.unit
        {
            return Err(Refusal::conflict("petition-link-elsewhere"));
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
        Bulk::Join(lead, how) => link(store, actor, read, &lead.code, *how).await,
        other => act(store, actor, read, version, Act::Plain(other.command())).await,
    }
}
