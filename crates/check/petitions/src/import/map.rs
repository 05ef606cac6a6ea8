//! How the columns of somebody's register become a petition: a small file that an operator writes,
//! or that the program suggests from the register's own words.

use std::collections::BTreeMap;

use legacy::Encoding;
use serde::{Deserialize, Serialize};
use sheets::{Book, Head};

use super::plan::{Field, Plan};
use super::suggest;
use crate::kind::{Kind, MATTERS};
use crate::petition::State;

/// The word for a letter that must not enter the program.
pub const DENUNCIATION: &str = "denunciation";

/// The mapping, as read from TOML.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// `feedback` or `complaint`; `feedback` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The form of dates, as in `strftime`; when left out, the ways in which registers write them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// The words of a row that has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_words: Option<String>,
    /// Which column holds what.
    pub columns: Columns,
    /// The file's words for a kind → `feedback`, `complaint`, or `denunciation`, which is refused.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, String>,
    /// The file's words for a state → `received`, `sent`, `forwarded`, `guided` or `filed`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub states: BTreeMap<String, String>,
    /// The file's words for a matter → one of ours; the key `*` is for all others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub matters: BTreeMap<String, String>,
}

/// Column names of the file's head.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The row's own number, unique in the register on its day: what makes a second run add
    /// nothing. Where there is none, the whole row stands for it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The day of receipt.
    pub received: String,
    /// What it says.
    pub words: String,
    /// The day it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// How it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What sort of letter it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// Where it happened; several are joined.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// The same as a point: degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<String>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<String>,
    /// Who wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The writer's telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The writer's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Columns {
    /// All names, each with what it holds.
    pub fn names(&self) -> Vec<(Field, &str)> {
        let mut all = vec![
            (Field::Reference, self.reference.as_str()),
            (Field::Received, self.received.as_str()),
            (Field::Words, self.words.as_str()),
        ];
        let more = [
            (Field::Closed, &self.closed),
            (Field::State, &self.state),
            (Field::Kind, &self.kind),
            (Field::Matter, &self.matter),
            (Field::Lat, &self.lat),
            (Field::Lon, &self.lon),
            (Field::Name, &self.name),
            (Field::Phone, &self.phone),
            (Field::Address, &self.address),
        ];
        all.extend(more.into_iter().filter_map(|(field, name)| Some((field, name.as_deref()?))));
        all.extend(self.place.iter().map(|name| (Field::Place, name.as_str())));
        all.retain(|(_, name)| !name.is_empty());
        all
    }
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
        for (theirs, ours) in &map.kinds {
            if ours != DENUNCIATION && Kind::read(ours).is_none() {
                return Err(MapError(format!("kinds: '{theirs}' = '{ours}' is not a kind")));
            }
        }
        for (what, name) in [("received", &map.columns.received), ("words", &map.columns.words)] {
            if name.is_empty() {
                return Err(MapError(format!("columns: '{what}' is missing")));
            }
        }
        map.kind()?;
        Ok(map)
    }

    /// The kind of every row that does not say its own.
    ///
    /// # Errors
    /// When it is not one.
    pub fn kind(&self) -> Result<Kind, MapError> {
        let word = self.kind.as_deref().unwrap_or("feedback");
        Kind::read(word).ok_or_else(|| MapError(format!("kind: there is no kind '{word}'")))
    }

    /// The plan for a table with this head.
    ///
    /// # Errors
    /// When a column that the mapping names is not there.
    pub fn plan(&self, head: Head) -> Result<Plan, MapError> {
        let mut plan = Plan { kind: self.kind()?, ..Plan::default() };
        for (field, name) in self.columns.names() {
            let place = head.names.iter().position(|column| column == name).ok_or_else(|| {
                let all = head.names.join(", ");
                MapError(format!("no column '{name}'; the file has: {all}"))
            })?;
            plan.columns.entry(field).or_default().push(place);
        }
        plan.date.clone_from(&self.date);
        plan.no_words = self.no_words.clone().unwrap_or_default();
        plan.states.clone_from(&self.states);
        plan.matters.clone_from(&self.matters);
        plan.kinds.clone_from(&self.kinds);
        plan.head = head;
        Ok(plan)
    }

    /// The plan for a file. The mapping's own columns decide where the head stands; else the words
    /// that offices use. Table and encoding may be settled beforehand.
    ///
    /// # Errors
    /// When there is no table, or a column that the mapping names is not there.
    pub fn on(
        &self,
        book: &Book,
        table: Option<usize>,
        encoding: Option<Encoding>,
    ) -> Result<Plan, MapError> {
        let encoding = encoding.unwrap_or_else(|| book.detect().encoding);
        let names: Vec<&str> = self.columns.names().into_iter().map(|(_, name)| name).collect();
        let tables = book.tables.iter().enumerate();
        let mut asked = tables.filter(|(at, _)| table.is_none_or(|table| table == *at));
        let exact = asked
            .clone()
            .find_map(|(at, table)| Some((at, Head::named(table.rows(encoding), &names)?)));
        let likely = || asked.find_map(|(at, table)| Some((at, suggest::head(table, encoding)?)));
        let found = exact.or_else(likely);
        let (at, head) = found.ok_or_else(|| MapError("there is no table in it".to_owned()))?;
        let mut plan = self.plan(head)?;
        (plan.table, plan.encoding) = (at, encoding.word().to_owned());
        Ok(plan)
    }

    /// The mapping that makes this plan: what an operator begins with.
    pub fn of(plan: &Plan) -> Self {
        let all = |field| {
            let places = plan.columns.get(&field).map(Vec::as_slice).unwrap_or_default();
            places.iter().filter_map(|at| plan.head.names.get(*at).cloned()).collect::<Vec<_>>()
        };
        let one = |field| all(field).into_iter().next();
        Self {
            kind: Some(plan.kind.word().to_owned()),
            date: plan.date.clone(),
            no_words: (!plan.no_words.is_empty()).then(|| plan.no_words.clone()),
            columns: Columns {
                reference: one(Field::Reference).unwrap_or_default(),
                received: one(Field::Received).unwrap_or_default(),
                words: one(Field::Words).unwrap_or_default(),
                closed: one(Field::Closed),
                state: one(Field::State),
                kind: one(Field::Kind),
                matter: one(Field::Matter),
                place: all(Field::Place),
                lat: one(Field::Lat),
                lon: one(Field::Lon),
                name: one(Field::Name),
                phone: one(Field::Phone),
                address: one(Field::Address),
            },
            kinds: plan.kinds.clone(),
            states: plan.states.clone(),
            matters: plan.matters.clone(),
        }
    }
}

/// The states that a register can leave a row in.
pub const TARGETS: [State; 5] =
    [State::Received, State::Sent, State::Forwarded, State::Guided, State::Filed];

/// The state of this word, when a register can leave a row in it.
pub fn target(word: &str) -> Option<State> {
    State::read(word).filter(|state| TARGETS.contains(state))
}
