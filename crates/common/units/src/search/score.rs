//! How near a unit is to what was typed. The figures are a matter of taste, tuned on the tests of
//! this crate; only their order matters, and none of them comes from the law.

use std::ops::Range;

use super::index::{Index, Name};
use super::query::{Query, mask, words};
use crate::gazetteer::{Era, Gazetteer, Level};

const WORD: i32 = 10;
const BEGUN_WORD: i32 = 7;
const WHOLE_NAME: i32 = 20;
const BEGUN_NAME: i32 = 6;
const INSIDE_NAME: i32 = -4;
const ABOVE: i32 = 8;
const ONCE_ABOVE: i32 = 5;
const TYPE: i32 = 6;
const UNEXPLAINED: i32 = -7;
const TODAY: i32 = 3;
const LATER_RENAMED: i32 = -2;

/// A name that a part of the line may mean.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    pub unit: u32,
    pub version: u32,
    /// The words of the line that are the name.
    pub start: usize,
    pub end: usize,
    whole: bool,
    /// Without the units above.
    pub rough: i32,
    pub score: i32,
    /// How many words of the line nothing explains.
    pub unexplained: u32,
    /// How many words the name and the units above explain.
    explained: u32,
}

impl Candidate {
    /// A name of one syllable, or the beginning of a name, may be anything: most of the line must
    /// speak for it. A whole name of two may stand in a long address.
    pub fn is_likely(&self) -> bool {
        self.explained > self.unexplained || (self.whole && self.end - self.start >= 2)
    }
}

/// Reads the line from a place on as a name from a place on; nothing when they part too early.
pub(crate) fn rough(
    gazetteer: &Gazetteer,
    query: &Query,
    name: &Name,
    from: usize,
    at: usize,
) -> Option<Candidate> {
    let run = gazetteer.index.run(name);
    let pairs = run[from..].iter().zip(&query.words[at..]);
    let fitting = pairs.take_while(|(id, word)| word.fits(**id));
    let points: Vec<i32> =
        fitting.map(|(id, word)| if word.exact == Some(*id) { WORD } else { BEGUN_WORD }).collect();
    let (len, end) = (points.len(), at + points.len());
    let name_done = from + len == run.len();
    let line_done = end == query.words.len();
    let whole = from == 0 && name_done;
    let place = match (from, name_done, line_done) {
        (0, true, _) => WHOLE_NAME,
        (0, false, true) => BEGUN_NAME,
        (_, true, _) | (_, _, true) => INSIDE_NAME,
        _ => return None,
    };
    let kind = gazetteer.versions[name.version as usize].kind;
    let typed = query
        .type_before(at)
        .map_or(0, |marker| if marker.kinds.contains(&kind) { TYPE } else { -TYPE });
    let rough = points.iter().sum::<i32>() + place + typed;
    Some(Candidate {
        unit: name.unit,
        version: name.version,
        start: at,
        end,
        whole,
        rough,
        score: rough,
        unexplained: 0,
        explained: 0,
    })
}

/// Adds what the rest of the line says: units above, words that nothing explains.
pub(crate) fn with_surroundings(
    gazetteer: &Gazetteer,
    query: &Query,
    candidate: &mut Candidate,
) -> i32 {
    let mut score = candidate.rough;
    let mut used = mask(&(candidate.start..candidate.end));
    let everything = mask(&(0..query.words.len()));
    let left = |used: u32| everything & !used & !query.types_beside(used);
    if everything & !used != 0 {
        let units = above(gazetteer, candidate);
        score += ABOVE * explained(&gazetteer.index, query, &units, &mut used);
    }
    if left(used) != 0 {
        let units = related(gazetteer, candidate.unit);
        score += ONCE_ABOVE * explained(&gazetteer.index, query, &units, &mut used);
    }
    candidate.unexplained = left(used).count_ones();
    candidate.explained = used.count_ones();
    score += UNEXPLAINED * i32::try_from(candidate.unexplained).unwrap_or(0);
    if gazetteer.unit(candidate.unit).is_current() {
        score += TODAY;
    }
    if candidate.version + 1 < gazetteer.version_range(candidate.unit).end {
        score += LATER_RENAMED;
    }
    if candidate.whole {
        score += match gazetteer.units[candidate.unit as usize].level {
            Level::Province => 2,
            Level::District => 1,
            Level::Commune => 0,
        };
    }
    score
}

/// The units above, under this name.
fn above(gazetteer: &Gazetteer, candidate: &Candidate) -> Vec<u32> {
    let first = gazetteer.versions[candidate.version as usize].parent;
    std::iter::successors(first, |u| gazetteer.unit(*u).parent_position()).collect()
}

/// Units that a person may name out of habit: the old district and province of a unit of today,
/// the province of today of an old unit.
fn related(gazetteer: &Gazetteer, unit: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let others: Vec<u32> = match gazetteer.units[unit as usize].era {
        Era::Provinces34 => gazetteer.predecessors(unit).map(|e| e.old).collect(),
        Era::Provinces63 => gazetteer.successors(unit).map(|e| e.new).collect(),
    };
    for other in others {
        let first = gazetteer.unit(other).parent_position();
        let chain = std::iter::successors(first, |u| gazetteer.unit(*u).parent_position());
        found.extend(chain.filter(|u| *u != unit));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How many unused words are names of the units; they count as used from then on.
fn explained(index: &Index, query: &Query, units: &[u32], used: &mut u32) -> i32 {
    let mut count = 0;
    for unit in units {
        let places = index.names_of(*unit).find_map(|name| free_place(index, query, name, *used));
        if let Some(places) = places {
            *used |= mask(&places);
            count += places.len();
        }
    }
    i32::try_from(count).unwrap_or(0)
}

/// Where a whole name stands in the unused part of the line.
fn free_place(index: &Index, query: &Query, name: &Name, used: u32) -> Option<Range<usize>> {
    let run = index.run(name);
    (0..query.words.len()).map(|start| start..start + run.len()).find(|places| {
        places.end <= query.words.len()
            && used & mask(places) == 0
            && query.words[places.clone()].iter().zip(run).all(|(word, id)| word.fits(*id))
    })
}

/// Whether the marks that were typed are those of the name. A word typed without marks in a line
/// with marks says a little, in a line without marks nothing.
pub(crate) fn marks(gazetteer: &Gazetteer, query: &Query, candidate: &Candidate) -> i32 {
    if !query.marked {
        return 0;
    }
    let name = words(gazetteer.versions[candidate.version as usize].name);
    let typed = &query.words[candidate.start..candidate.end];
    // The words stand somewhere in the name: at its beginning, or (found inside) at its end.
    let fold = kernel::text::fold;
    let begins = name.iter().zip(typed).all(|(n, t)| fold(n).starts_with(&t.folded));
    let from = if begins { 0 } else { name.len().saturating_sub(typed.len()) };
    let name = &name[from..];
    name.iter()
        .zip(typed)
        .map(|(name, typed)| {
            let weight = if typed.written == typed.folded { 1 } else { 3 };
            let equal = *name == typed.written
                || (typed.exact.is_none() && name.starts_with(&typed.written));
            if equal { weight } else { -weight }
        })
        .sum()
}
