//! Who an account belongs to: name, login as typed, telephone, e-mail. Kept in the vault, each
//! under a
//! key of its own, and nowhere else.

use std::collections::HashMap;

use kernel::{Id, Refusal, text};
use serde::{Deserialize, Serialize};
use store::keyring::hex;

use crate::app::App;
use crate::failure::Failure;

/// The vault's word for what is said of a person.
pub(crate) const PERSON: &str = "person";
/// The vault's word for hashes and secrets.
pub(crate) const CREDENTIAL: &str = "credential";

/// An officer's entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name as shown.
    pub name: String,
    /// The login as it was chosen.
    pub login: String,
    /// A telephone number, digits only.
    pub phone: Option<String>,
    /// Where the morning's letter about the officer's own work goes; none is sent without it.
    #[serde(default)]
    pub email: Option<String>,
}

/// How many accounts are read at a time.
const ACCOUNTS_AT_ONCE: i64 = 200;
/// The fewest and the most characters of a login.
const LOGIN_LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// A login as it is compared: marks and case do not count.
///
/// # Errors
/// When it is too short or too long, or has other signs than letters, digits, `.`, `-`, `_`, `@`.
pub fn login(typed: &str) -> Result<String, Refusal> {
    let folded = text::fold(typed.trim());
    let plain = folded.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_@".contains(&b));
    match plain && LOGIN_LENGTH.contains(&folded.len()) {
        true => Ok(folded),
        false => Err(Refusal::invalid("login", "login-shape")),
    }
}

impl App {
    /// What stands for a login in the database: a keyed hash that nobody without the key file can
    /// compute.
    pub(crate) fn login_tag(&self, folded: &str) -> String {
        hex(&self.store.keys().tag("login", &[folded.as_bytes()])[..16])
    }

    /// A person's entry; `None` when there is none any more.
    pub async fn person(&self, item: Option<Id>) -> Result<Option<Person>, Failure> {
        let Some(item) = item else { return Ok(None) };
        let opened = self.store.words(item).await?.and_then(store::vault::Opened::text);
        opened.map(|words| read(&words)).transpose()
    }

    /// Several persons' entries at once, by vault item.
    pub async fn persons(&self, items: &[Id]) -> Result<HashMap<Id, Person>, Failure> {
        let opened = self.store.words_of(items).await?;
        opened
            .into_iter()
            .filter_map(|(id, opened)| Some((id, opened.text()?)))
            .map(|(id, words)| Ok((id, read(&words)?)))
            .collect()
    }

    /// The names of officers, by account; those who are erased or unknown are left out.
    pub async fn names(&self, accounts: &[Id]) -> Result<HashMap<Id, String>, Failure> {
        let mut items = HashMap::new();
        for account in accounts {
            if items.contains_key(account) {
                continue;
            }
            let row = crate::store::account(&self.store, *account).await?;
            items.insert(*account, row.and_then(|row| row.person));
        }
        let wanted: Vec<Id> = items.values().flatten().copied().collect();
        let persons = self.persons(&wanted).await?;
        let name = |item: Option<Id>| Some(persons.get(&item?)?.name.clone());
        Ok(items.into_iter().filter_map(|(id, item)| Some((id, name(item)?))).collect())
    }
}

impl App {
    /// The open accounts that have an e-mail address, with it: for letters to officers, who ask for
    /// them by giving one.
    pub async fn mail_boxes(&self) -> Result<Vec<(Id, String)>, Failure> {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let rows = crate::store::accounts(&self.store, &after, ACCOUNTS_AT_ONCE).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.id.to_string();
            let open = rows.iter().filter(|row| row.closed_at.is_none());
            let items: Vec<(Id, Id)> = open.filter_map(|row| Some((row.id, row.person?))).collect();
            let wanted: Vec<Id> = items.iter().map(|(_, item)| *item).collect();
            let persons = self.persons(&wanted).await?;
            found.extend(
                items.into_iter().filter_map(|(account, item)| {
                    Some((account, persons.get(&item)?.email.clone()?))
                }),
            );
        }
    }
}

fn read(words: &str) -> Result<Person, Failure> {
    serde_json::from_str(words).map_err(|error| Failure::bug(format!("a person's entry: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_from_before_there_was_mail_is_still_read() {
        let old = read(r#"{"name":"Trần Thị Thử","login":"thu.tran","phone":null}"#).unwrap();
        assert_eq!((old.login.as_str(), old.email), ("thu.tran", None));
    }

    #[test]
    fn logins_compare_without_marks_and_case() {
        assert_eq!(login(" Thử.Trần "), Ok("thu.tran".into()));
        assert_eq!(login("dung_dd@example.vn"), Ok("dung_dd@example.vn".into()));
        for bad in ["ab", "có dấu cách", "x<y>z", "", &"a".repeat(41)] {
            assert_eq!(login(bad).map_err(|refusal| refusal.code), Err("login-shape"), "{bad}");
        }
    }
}
