//! Matters as those know them who look across subjects. By the codes that people say: the access
//! log holds streams, and an auditor asks by code. By what is owed: the board of duties holds
//! streams and codes, and an officer wants the page. Which codes, streams and pages there are is
//! the subjects' to say; `site` gives each subject's word here. Knows no subject.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use crate::app::App;
use crate::failure::Failure;
use crate::permissions::Act;
use crate::session::Officer;

/// An answer that is waited for.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// Codes by stream.
pub type Codes = HashMap<String, String>;

/// What one subject knows of its matters: both ways.
#[derive(Clone, Copy)]
pub struct Matters {
    /// The codes of these streams; streams of others are left out.
    pub codes: for<'a> fn(&'a App, &'a [&'a str]) -> Later<'a, Codes>,
    /// The stream of what was typed, in any spelling, when it is a code of a matter here.
    pub stream: for<'a> fn(&'a App, &'a str) -> Later<'a, Option<String>>,
}

/// Something that is owed, as its row in the view of duties names it.
#[derive(Clone, Copy, Debug)]
pub struct OwedMatter<'a> {
    /// The stream that owes it.
    pub stream: &'a str,
    /// Its number in the stream.
    pub n: i64,
    /// What people call the matter.
    pub code: &'a str,
    /// The rule.
    pub rule: &'a str,
    /// The unit that owes it.
    pub unit: &'a str,
}

impl OwedMatter<'_> {
    /// What stands behind the prefix of the stream: the key of many subjects' addresses.
    pub fn key(&self) -> &str {
        store::journal::key(self.stream)
    }
}

/// Matters of one kind that owe something.
#[derive(Clone, Copy, Debug)]
pub struct Owing {
    /// The prefix of their streams, such as `petition`.
    pub prefix: &'static str,
    /// What an officer must be allowed to do at a unit to learn that it owes such a thing.
    pub read: Act,
    /// Where this officer opens the matter.
    pub path: fn(&Officer, &OwedMatter<'_>) -> String,
}

impl Owing {
    /// Whether a stream is of this kind.
    pub fn knows(&self, stream: &str) -> bool {
        stream.strip_prefix(self.prefix).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl App {
    /// Learns which matters owe something, and where they are opened; once, when the site opens.
    pub fn know_owing(&self, all: Vec<Owing>) {
        let _ = self.owing.set(all);
    }

    /// Every kind of matter that owes something.
    pub fn owing(&self) -> &[Owing] {
        self.owing.get().map_or(&[], Vec::as_slice)
    }

    /// Where this officer opens what is owed, or an account that is counted; `None` when it is not
    /// the officer's to see.
    pub fn path_of(&self, officer: &Officer, owed: &OwedMatter<'_>) -> Option<String> {
        if let Some(path) = crate::pages::account::path_of(officer, owed.stream, owed.unit) {
            return Some(path);
        }
        let owing = self.owing().iter().find(|owing| owing.knows(owed.stream))?;
        officer.may(owing.read, owed.unit).then(|| (owing.path)(officer, owed))
    }

    /// Learns how to read the codes of the subjects; once, when the site opens.
    pub fn know_matters(&self, all: Vec<Matters>) {
        let _ = self.matters.set(all);
    }

    fn matters(&self) -> &[Matters] {
        self.matters.get().map_or(&[], Vec::as_slice)
    }

    /// The codes of these streams, as far as a subject knows them.
    pub async fn codes_of(&self, streams: &[&str]) -> Result<Codes, Failure> {
        let mut found = HashMap::new();
        for matters in self.matters() {
            found.extend((matters.codes)(self, streams).await?);
        }
        Ok(found)
    }

    /// The stream of a matter by its code; what was typed when no subject knows such a code.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stream_of(&self, typed: String) -> Result<String, Failure> {
        for matters in self.matters() {
            if let Some(stream) = (matters.stream)(self, &typed).await? {
                return Ok(stream);
            }
        }
        Ok(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_knows_its_own_streams_only() {
        let read = Act::PETITIONS_READ;
        let kind = Owing { prefix: "visit", read, path: |_, owed| owed.key().to_owned() };
        assert!(kind.knows("visit/01"));
        for other in ["visit", "visits/01", "petition/01", "visi", ""] {
            assert!(!kind.knows(other), "{other}");
        }
    }
}
