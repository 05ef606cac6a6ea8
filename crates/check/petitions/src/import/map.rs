//! How the columns of somebody's register become a petition: a small file that an operator writes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::kind::{Kind, MATTERS};
use crate::petition::State;

/// The mapping, as read from TOML.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// Which column holds what.
    pub columns: Columns,
    /// The form of dates, as in `strftime`; `%Y-%m-%d` when left out.
    #[serde(default = "iso")]
    pub date: String,
    /// The file's words for a state → `received`, `sent`, `forwarded`, `guided` or `filed`.
    #[serde(default)]
    pub states: BTreeMap<String, String>,
    /// The file's words for a matter → one of ours; the key `*` is for all others.
    #[serde(default)]
    pub matters: BTreeMap<String, String>,
    /// `feedback` or `complaint`; `feedback` when left out.
    #[serde(default)]
    pub kind: Option<String>,
    /// The words of a row that has none.
    #[serde(default)]
    pub no_words: Option<String>,
}

/// Column names of the file's first row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The row's own number, unique in the register: what makes a second run add nothing.
    pub reference: String,
    /// The day of receipt.
    pub received: String,
    /// What it says.
    pub words: String,
    /// The day it was closed.
    pub closed: Option<String>,
    /// How it stands.
    pub state: Option<String>,
    /// What it is about.
    pub matter: Option<String>,
    /// Where it happened; several are joined.
    #[serde(default)]
    pub place: Vec<String>,
}

fn iso() -> String {
    "%Y-%m-%d".into()
}

/// A fault of the mapping itself, before any row is read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MapError(pub String);

impl Map {
    /// Reads and checks the mapping.
    ///
    /// # Errors
    /// When it is not TOML of this shape, or names a state, matter or kind that there is not.
    pub fn read(text: &str) -> Result<Self, MapError> {
        let map: Self = toml::from_str(text).map_err(|e| MapError(e.to_string()))?;
        for (theirs, ours) in &map.states {
            if target(ours).is_none() {
                return Err(MapError(format!("states: '{theirs}' = '{ours}' is not a state")));
            }
        }
        for (theirs, ours) in &map.matters {
            if !MATTERS.contains(&ours.as_str()) {
                return Err(MapError(format!("matters: '{theirs}' = '{ours}' is not a matter")));
            }
        }
        map.kind()?;
        Ok(map)
    }

    /// The kind of every row.
    ///
    /// # Errors
    /// When it is not one.
    pub fn kind(&self) -> Result<Kind, MapError> {
        let word = self.kind.as_deref().unwrap_or("feedback");
        Kind::read(word).ok_or_else(|| MapError(format!("kind: there is no kind '{word}'")))
    }

    /// Our state for the file's word; the file's word itself when the mapping does not know it.
    pub fn state(&self, theirs: &str) -> Result<State, String> {
        self.states.get(theirs).and_then(|ours| target(ours)).ok_or_else(|| theirs.to_owned())
    }

    /// Our matter for the file's word.
    pub fn matter(&self, theirs: &str) -> &str {
        let found = self.matters.get(theirs).or_else(|| self.matters.get("*"));
        found.map_or("other", String::as_str)
    }

    /// A date in the file's form.
    pub fn date(&self, text: &str) -> Option<Date> {
        Date::strptime(&self.date, text.trim()).ok()
    }
}

/// The states that a register can leave a row in.
fn target(word: &str) -> Option<State> {
    State::read(word).filter(|state| {
        matches!(
            state,
            State::Received | State::Sent | State::Forwarded | State::Guided | State::Filed
        )
    })
}
