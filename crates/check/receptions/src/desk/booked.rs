//! The steps of a reception, and what somebody with an appointment is told of them: once, and
//! whatever happens at the same time.

use accounts::Failure;
use kernel::{Actor, Refusal};
use store::{Change, CommitError, Keyring, Store};

use super::{ReadSession, Request, TRIES};
use crate::facts::Booked;
use crate::kind::Way;
use crate::session::{self, Session};
use crate::store::booked;
use crate::visit::Visit;

/// Does one step on a reception that was read at `seen` facts. That it is moved or called off is
/// written in the same commit to every appointment, which tells whoever made it.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub async fn act(
    store: &Store,
    actor: &Actor,
    read: ReadSession,
    seen: i64,
    command: session::Command,
) -> Result<(), Failure> {
    if read.session.version != seen {
        return Err(Refusal::conflict("somebody-was-first").into());
    }
    let event = read.session.decide(command, store.clock().today())?;
    let after = read.session.after(&event);
    let name = &read.stream.name;
    let mut left = TRIES;
    loop {
        left -= 1;
        let mut changes = vec![Change::new(read.stream.clone(), vec![event.to_fact()])];
        changes.extend(untold(store, &after).await?);
        match store.commit(actor, changes).await {
            Ok(_) => break,
            // A colleague was first with the reception, or somebody gave an appointment up.
            Err(CommitError::Lost(_)) if left > 0 => {
                if store.stream(name).await?.version() != seen {
                    return Err(Refusal::conflict("somebody-was-first").into());
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    // Whoever made an appointment in the same moment.
    tell(store, actor, &after).await
}

/// Four digits by which a visit is called at the counter and on the telephone: they say nothing of
/// who it is.
pub fn ticket(keys: &Keyring, visit: &str) -> String {
    let tag = keys.tag("visit ticket", &[visit.as_bytes()]);
    format!("{:04}", u32::from_be_bytes([0, 0, tag[0], tag[1]]) % 10_000)
}

/// What an appointment is made for; `None` for who has just come.
pub(super) fn of(
    store: &Store,
    session: &Session,
    request: &Request,
    visit: &str,
) -> Option<Booked> {
    let mail = !request.person.email.is_empty();
    let (from, until) = (session.from, session.until);
    let ticket = ticket(&store.keys(), visit);
    (request.way != Way::Desk).then_some(Booked { from, until, ticket, mail })
}

/// What the appointments of a reception have yet to be told of it.
pub(super) async fn untold(store: &Store, session: &Session) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for name in booked(store, &session.id).await? {
        let stream = store.stream(&name).await?;
        let news = Visit::replay(&stream)?.and_then(|visit| visit.news(session));
        changes.extend(news.map(|event| Change::new(stream, vec![event.to_fact()])));
    }
    Ok(changes)
}

/// Tells the appointments what they have not been told.
pub(super) async fn tell(store: &Store, actor: &Actor, session: &Session) -> Result<(), Failure> {
    let mut left = TRIES;
    loop {
        left -= 1;
        let changes = untold(store, session).await?;
        if changes.is_empty() {
            return Ok(());
        }
        match store.commit(actor, changes).await {
            Ok(_) => return Ok(()),
            // Somebody gave theirs up, or is told by another hand.
            Err(CommitError::Lost(_)) if left > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
}
