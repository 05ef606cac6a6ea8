//! The words of all names, and where each stands. Built once, then only read.

use std::collections::HashMap;

use super::query::Query;
use crate::gazetteer::load::{Tables, index};
use kernel::text::syllables;

/// A word of the vocabulary.
pub(crate) type WordId = u32;

/// A name of a unit at one time, as a run of words.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    pub unit: u32,
    pub version: u32,
    start: u32,
    len: u32,
}

/// The inverted index over every name, spelling and nickname.
pub(crate) struct Index {
    /// All words in order, for prefixes.
    words: Vec<Box<str>>,
    names: Vec<Name>,
    /// The words of the names, one after another.
    runs: Vec<WordId>,
    /// For each word where its postings begin; one more at the end.
    starts: Vec<u32>,
    /// Name and place in the name.
    postings: Vec<(u32, u32)>,
}

impl Index {
    /// Indexes the names of all versions.
    pub fn build(tables: &Tables) -> Index {
        let mut folder = Folder::default();
        let mut names = Vec::with_capacity(tables.versions.len());
        let mut runs = Vec::with_capacity(tables.versions.len() * 3);
        let mut add = |unit: u32, version: u32, text: &'static str, names: &mut Vec<Name>| {
            let start = index(runs.len());
            folder.push(text, &mut runs);
            names.push(Name { unit, version, start, len: index(runs.len()) - start });
        };
        for (u, range) in tables.starts.windows(2).enumerate() {
            for v in range[0]..range[1] {
                let version = &tables.versions[v as usize];
                add(index(u), v, version.name, &mut names);
                for other in version.also.split(';').filter(|o| !o.is_empty()) {
                    add(index(u), v, other, &mut names);
                }
            }
        }
        for (u, nickname) in &tables.nicknames {
            add(*u, tables.starts[*u as usize + 1] - 1, nickname, &mut names);
        }
        names.sort_by_key(|n| n.unit);
        let words = folder.sorted(&mut runs);
        let mut places: Vec<(WordId, u32, u32)> = Vec::with_capacity(runs.len());
        for (n, name) in names.iter().enumerate() {
            let run = &runs[name.start as usize..(name.start + name.len) as usize];
            places.extend(run.iter().enumerate().map(|(i, w)| (*w, index(n), index(i))));
        }
        places.sort_unstable();
        let starts =
            (0..=index(words.len())).map(|w| index(places.partition_point(|p| p.0 < w))).collect();
        let postings = places.into_iter().map(|(_, name, place)| (name, place)).collect();
        Index { words, names, runs, starts, postings }
    }

    /// The word, if any name has it.
    pub fn word(&self, text: &str) -> Option<WordId> {
        self.words.binary_search_by(|w| w.as_ref().cmp(text)).ok().map(index)
    }

    /// The words that begin with a text, as a range.
    pub fn words_from(&self, prefix: &str) -> std::ops::Range<WordId> {
        let start = self.words.partition_point(|w| w.as_ref() < prefix);
        let len = self.words[start..].partition_point(|w| w.starts_with(prefix));
        index(start)..index(start + len)
    }

    /// Where the query's word at a place stands in names: name, place in the name, place in the
    /// query. A name is given once for each run: not again for the words inside it.
    pub fn postings<'a>(
        &'a self,
        query: &'a Query,
        at: usize,
    ) -> impl Iterator<Item = (&'a Name, usize, usize)> + 'a {
        let range = query.words[at].ids.clone();
        let (from, to) = (self.starts[range.start as usize], self.starts[range.end as usize]);
        self.postings[from as usize..to as usize].iter().filter_map(move |(name, place)| {
            let (name, place) = (&self.names[*name as usize], *place as usize);
            let inside = place > 0 && at > 0 && query.words[at - 1].fits(self.run(name)[place - 1]);
            (!inside).then_some((name, place, at))
        })
    }

    /// The words of a name.
    pub fn run(&self, name: &Name) -> &[WordId] {
        &self.runs[name.start as usize..(name.start + name.len) as usize]
    }

    /// All names of a unit, its spellings and nicknames.
    pub fn names_of(&self, unit: u32) -> impl Iterator<Item = &Name> {
        let start = self.names.partition_point(|n| n.unit < unit);
        self.names[start..].iter().take_while(move |n| n.unit == unit)
    }
}

/// Turns names into numbered words. A few thousand written syllables make up all names, so each
/// is folded once.
#[derive(Default)]
struct Folder {
    seen: HashMap<&'static str, Vec<WordId>>,
    ids: HashMap<String, WordId>,
}

impl Folder {
    fn push(&mut self, text: &'static str, run: &mut Vec<WordId>) {
        for written in text.split(' ') {
            if !self.seen.contains_key(written) {
                let folded: Vec<WordId> =
                    syllables(written).into_iter().map(|word| self.number(word)).collect();
                self.seen.insert(written, folded);
            }
            run.extend(&self.seen[written]);
        }
    }

    fn number(&mut self, word: String) -> WordId {
        let next = index(self.ids.len());
        *self.ids.entry(word).or_insert(next)
    }

    /// The words in order, and the runs numbered anew by that order.
    fn sorted(self, runs: &mut [WordId]) -> Vec<Box<str>> {
        let mut words: Vec<(String, WordId)> = self.ids.into_iter().collect();
        words.sort_unstable();
        let mut place = vec![0; words.len()];
        for (new, (_, old)) in words.iter().enumerate() {
            place[*old as usize] = index(new);
        }
        runs.iter_mut().for_each(|w| *w = place[*w as usize]);
        words.into_iter().map(|(word, _)| word.into_boxed_str()).collect()
    }
}
