//! What a visitor says and who came, in and out of the vault.

use accounts::Failure;
use store::{Sealed, Store, VaultId};

use super::Person;

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
    to.push((sealed, String::new()));
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
