//! Finding a unit from what a person types: with or without marks, with old or new names, with
//! the units above it in the same line, abbreviated or half typed.
//!
//! "xa binh sa thang binh quang nam" names three units; the search reads the line as one unit and
//! its surroundings. It ranks; it never decides for the reader which of two it is, and it does not
//! mend misspelt words.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

mod index;
mod query;
mod score;

pub(crate) use index::Index;

use crate::gazetteer::{Gazetteer, Unit};
use crate::gazetteer::{Share, UnitRef};
use crate::{GroundView, UnitView};
use query::Query;
use score::Candidate;

/// One answer of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The unit, under the name that was valid on the day asked, or its last one.
    pub unit: UnitView,
    /// The older name by which it was found, when that is not the name above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formerly: Option<String>,
    /// For a unit that is no more: where it went at once (the whole way is `Gazetteer::trace`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<SuccessorView>,
    /// Whether a person must say which successor is meant.
    pub ask: bool,
    /// Rank: higher is nearer. Only the order means something.
    pub score: i32,
}

/// Where a unit went, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuccessorView {
    /// Era and code.
    pub id: UnitRef,
    /// The official code.
    pub code: String,
    /// The unit and what stands above it.
    pub path: String,
    /// How much went there.
    pub share: Share,
    /// The legal ground, or the kind of evidence.
    pub ground: GroundView,
}

impl Gazetteer {
    /// The units that a text may mean, nearest first, at most `limit`.
    ///
    /// With a day: only units that existed on that day, under the names of that day (near a
    /// boundary whose day is not known, both sides). Without: all units since 2020, those of today
    /// before equal ones of the past.
    #[must_use]
    pub fn find(&self, text: &str, on: Option<Date>, limit: usize) -> Vec<Hit> {
        let query = Query::read(text, &self.index);
        let mut best: HashMap<u32, Candidate> = HashMap::new();
        for candidate in self.candidates(&query, on) {
            let slot = best.entry(candidate.unit).or_insert(candidate);
            // Of two names that fit alike the newer one stands.
            if (candidate.rough, candidate.version) > (slot.rough, slot.version) {
                *slot = candidate;
            }
        }
        let mut ranked: Vec<Candidate> = best.into_values().collect();
        for candidate in &mut ranked {
            candidate.score = score::with_surroundings(self, &query, candidate);
        }
        // A reading that explains the whole line beats every one that leaves words over.
        let least = ranked.iter().map(|c| c.unexplained).min().unwrap_or(0);
        ranked.retain(|c| c.unexplained == least && c.is_likely());
        ranked.sort_by_key(|c| (std::cmp::Reverse(c.score), c.unit));
        // The marks decide among the near ones only: comparing them is slower than the rest.
        ranked.truncate(limit.saturating_mul(4).max(40));
        for candidate in &mut ranked {
            candidate.score += score::marks(self, &query, candidate);
        }
        ranked.sort_by_cached_key(|c| {
            let unit = self.unit(c.unit);
            let name = kernel::text::sort_key(unit.name());
            (std::cmp::Reverse(c.score), !unit.is_current(), unit.id().level, name, unit.id())
        });
        ranked.iter().take(limit).map(|c| self.hit(c, on)).collect()
    }

    /// Every place where a run of the query's words is a name, or the beginning of one.
    fn candidates<'a>(
        &'a self,
        query: &'a Query,
        on: Option<Date>,
    ) -> impl Iterator<Item = Candidate> + 'a {
        (0..query.words.len()).flat_map(move |at| self.index.postings(query, at)).filter_map(
            move |(name, from, at)| {
                let version = &self.versions[name.version as usize];
                if on.is_some_and(|day| !version.possible(day)) {
                    return None;
                }
                score::rough(self, query, name, from, at)
            },
        )
    }

    fn hit(&self, candidate: &Candidate, on: Option<Date>) -> Hit {
        let found = Unit::new(self, candidate.unit, candidate.version);
        let shown = match on {
            Some(day) => self.version_at(candidate.unit, day).unwrap_or(found),
            None => self.unit(candidate.unit),
        };
        let formerly = (found.title() != shown.title()).then(|| found.title());
        let successors: Vec<SuccessorView> =
            if shown.is_current() { Vec::new() } else { self.next_units(candidate.unit) };
        let ask = successors.len() > 1
            || successors.iter().any(|s| s.share != Share::Full)
            || (successors.is_empty() && !shown.is_current());
        Hit { unit: shown.view(), formerly, successors, ask, score: candidate.score }
    }
}
