//! What is done to letters and their sending: by the operator's settings and by officers.

use accounts::Failure;
use kernel::{Actor, Refusal, RefusalKind};
use store::{Change, CommitError, Fact, Store, Stream};

use crate::facts::{Event, Ground, Of, SWITCH_STREAM, SWITCHED_OFF, SWITCHED_ON, Switched};
use crate::letter::{Letter, stream_name};
use crate::notice::ASKER;
use crate::store as sql;

/// Records that letters go out from now on, or no more; nothing when that is known. Notices that
/// are
/// older than `oldest_days` when a server is set are left alone, so that nobody is written to about
/// last year.
///
/// # Errors
/// When the database does not answer.
pub async fn switch(store: &Store, on: bool, oldest_days: i64) -> Result<(), CommitError> {
    let stream = store.stream(SWITCH_STREAM).await?;
    let is_on = stream.records.last().is_some_and(|record| record.kind == SWITCHED_ON);
    if is_on == on {
        return Ok(());
    }
    let body = Switched { oldest_days };
    let fact = match on {
        true => Fact::new(SWITCHED_ON, 1, &body),
        false => Fact::new(SWITCHED_OFF, 1, &body),
    };
    match store
        .commit(&Actor::System("notices.switch"), vec![Change::new(stream, vec![fact])])
        .await
    {
        // Another node was first with the same.
        Ok(_) | Err(CommitError::Lost(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A letter with its stream, also one that nobody began; `None` when no notice calls for it.
pub async fn read(store: &Store, id: &str) -> Result<Option<(Stream, Letter)>, Failure> {
    let stream = store.stream(&stream_name(id)).await?;
    if let Some(letter) = Letter::replay(&stream)? {
        return Ok(Some((stream, letter)));
    }
    let Some(due) = sql::one(store, id).await? else { return Ok(None) };
    let of = Of { about: due.stream, recipient: ASKER.to_owned() };
    Ok(Some((stream, Letter::new(id, of, due.since))))
}

/// Asks that a letter is tried again, now.
///
/// # Errors
/// A refusal when it was sent, or there is none.
pub async fn ask_again(store: &Store, actor: &Actor, id: &str) -> Result<(), Failure> {
    act(store, actor, id, Letter::ask_again).await
}

/// Gives a letter up.
///
/// # Errors
/// A refusal when it was sent or given up, or there is none.
pub async fn give_up(
    store: &Store,
    actor: &Actor,
    id: &str,
    ground: Ground,
) -> Result<(), Failure> {
    act(store, actor, id, |letter| letter.give_up(ground)).await
}

async fn act(
    store: &Store,
    actor: &Actor,
    id: &str,
    decide: impl FnOnce(&Letter) -> Result<Event, Refusal>,
) -> Result<(), Failure> {
    let found = read(store, id).await?;
    let (stream, letter) =
        found.ok_or_else(|| Refusal::new(RefusalKind::NotFound, "letter-none"))?;
    let event = decide(&letter)?;
    store.commit(actor, vec![Change::new(stream, vec![event.to_fact()])]).await?;
    Ok(())
}
