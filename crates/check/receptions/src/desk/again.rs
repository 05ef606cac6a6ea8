//! A request that a program repeats: the same key stands for the same visit, and for no other.

use accounts::{Failure, api};
use store::{Store, VaultId};

use super::Request;
use crate::visit::Visit;

/// Whether a visit began with just this request. Words that were destroyed since are not the same.
///
/// # Errors
/// When the database does not answer.
pub async fn is_same(store: &Store, visit: &Visit, request: &Request) -> Result<bool, Failure> {
    let began = &visit.began;
    let asked = (request.way, request.kind, request.persons.max(1));
    if (began.way, began.kind, began.persons) != asked {
        return Ok(false);
    }
    let person = match request.person.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&request.person).map_err(Failure::bug)?,
    };
    let id = |item: &Option<VaultId>| item.as_ref().map(|item| item.id);
    Ok(api::holds(store, id(&began.person), &person).await?
        && api::holds(store, id(&began.words), request.words.trim()).await?)
}
