//! Open data: what is published of the sums, month by month, as facts. Once published a figure
//! never changes, so that whoever compares two downloads learns nothing that neither says.
//!
//! ```text
//!   a month is over, and the days to report it ─► sums ─► guard, over all published before
//!        ─► fact (figures, how each is published) ─► page · CSV · JSON · dictionary · catalogue
//! ```
//!
//! # Invariants
//! - What leaves is read from the facts alone: the same address gives the same bytes.
//! - Every figure went through the guard; what it hid stays hidden.
//! - Denunciations are in no dataset.
//!
//! It publishes months of reports only: beside calendar months the days between would be laid open.

pub mod define;
pub mod desk;
pub mod facts;
pub mod graph;
pub mod make;
pub mod meaning;
pub mod out;
pub mod store;

mod catalogue;

use ::store::{Result, StoreError, Stream};

pub use catalogue::{Named, catalogue};
pub use define::{Dataset, Open};
use facts::Issued;

/// The licence under which all is published.
pub const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
/// What it is called.
pub const LICENCE_NAME: &str = "CC-BY-4.0";
/// How many months a year has: with so many issues it is closed.
pub const MONTHS: usize = 12;

/// A year of a dataset, as it was issued so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Which dataset.
    pub dataset: String,
    /// Which year.
    pub year: i16,
    /// Its months, from the first.
    pub issues: Vec<Issued>,
}

impl Volume {
    /// Its stream.
    #[must_use]
    pub fn stream(dataset: &str, year: i16) -> String {
        format!("dataset/{dataset}-{year}")
    }

    /// Makes it from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let wrong = |what: &str| StoreError::inconsistent("journal", &stream.name, what);
        let key = ::store::journal::key(&stream.name);
        let (dataset, year) = key.rsplit_once('-').ok_or_else(|| wrong("no dataset and year"))?;
        let year = year.parse().map_err(|_| wrong("no year"))?;
        let mut issues = Vec::new();
        for record in &stream.records {
            let issue = facts::read(record)?;
            if usize::try_from(issue.month).ok() != Some(issues.len() + 1) {
                return Err(wrong("a month does not follow"));
            }
            issues.push(issue);
        }
        let volume = Self { dataset: dataset.to_owned(), year, issues };
        Ok((!volume.issues.is_empty()).then_some(volume))
    }

    /// Whether nothing comes to it any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.issues.len() >= MONTHS
    }
}
