//! What a visitor says and who came, in and out of the vault.

use accounts::Failure;
use kernel::{Actor, Refusal};
use privacy::{Gone, Holdings};
use store::{Change, Sealed, Store, VaultId};

use super::{Person, ReadVisit};
use crate::facts::VisitEvent;

pub(super) fn put(
    store: &Store,
    to: &mut Vec<(Sealed, String)>,
    purpose: &'static str,
    text: &str,
) -> Result<Option<VaultId>, Failure> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let sealed = store.seal(purpose, text.trim().as_bytes())?;
    let reference = sealed.reference.clone();
    // In clear for the search, which asks for what was said and for nobody's name.
    to.push((sealed, if purpose == "text" { text.trim().to_owned() } else { String::new() }));
    Ok(Some(reference))
}

pub(super) fn put_person(
    store: &Store,
    to: &mut Vec<(Sealed, String)>,
    person: &Person,
) -> Result<Option<VaultId>, Failure> {
    if person.is_empty() {
        return Ok(None);
    }
    let text = serde_json::to_string(person).map_err(Failure::bug)?;
    put(store, to, "person", &text)
}

/// The words of a vault item; empty when there are none or they are destroyed.
pub async fn words(store: &Store, item: Option<&VaultId>) -> Result<String, Failure> {
    let Some(item) = item else { return Ok(String::new()) };
    let opened = store.words(item.id).await?;
    Ok(opened.and_then(store::vault::Opened::text).unwrap_or_default())
}

/// A person of the vault, when one is there.
pub async fn person(store: &Store, item: Option<&VaultId>) -> Result<Option<Person>, Failure> {
    let text = words(store, item).await?;
    Ok(serde_json::from_str(&text).ok())
}

/// Destroys who came, what was said and what was told, on a ground of the law. The line of the
/// register, its dates and what is owed stay; a petition that the visit led to is erased by its
/// own code. What was promised on it tells nobody any more, in the same commit.
///
/// # Errors
/// A refusal: nothing of it is left.
pub async fn erase(
    store: &Store,
    holdings: &Holdings,
    actor: &Actor,
    read: ReadVisit,
    ground: &str,
) -> Result<usize, Failure> {
    let items = read.visit.kept();
    if items.is_empty() {
        return Err(Refusal::conflict("visit-erased-already").into());
    }
    let (count, ground, stream) = (items.len(), ground.to_owned(), read.stream.name.as_str());
    let gone = items.iter().map(|item| Gone { stream, item: *item, by: None });
    let gone: Vec<Gone<'_>> = gone.collect();
    let mut changes = holdings.follow(store, &gone).await?;
    let event = VisitEvent::Erased { items: items.clone(), ground: ground.clone() };
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    change.erase = items.into_iter().map(|id| (id, ground.clone())).collect();
    changes.push(change);
    store.commit(actor, changes).await?;
    Ok(count)
}
