//! A line that a person typed, read as words: which may stand in names, which are words of type.

use std::ops::Range;

use kernel::text::{fold, tone_normal};

use super::index::{Index, WordId};
use crate::gazetteer::Kind;

/// Longer lines are addresses or mistakes; what follows says little about the unit.
const MOST_WORDS: usize = 24;

/// The line, read.
pub(crate) struct Query {
    pub words: Vec<Word>,
    pub markers: Vec<Marker>,
    /// Whether the person typed any mark at all.
    pub marked: bool,
}

/// One word.
pub(crate) struct Word {
    /// In lower case with its marks, tone in the traditional place.
    pub written: String,
    /// Without marks.
    pub folded: String,
    /// The word of the vocabulary, or for the last one all that begin with it.
    pub ids: Range<WordId>,
    /// The word itself, when the vocabulary has it.
    pub exact: Option<WordId>,
}

impl Word {
    /// Whether it is a word of a name, or its beginning.
    pub fn fits(&self, id: WordId) -> bool {
        self.ids.contains(&id)
    }
}

/// A word of type ("xã", "tp", "thị trấn") at a place of the line.
pub(crate) struct Marker {
    pub at: Range<usize>,
    pub kinds: &'static [Kind],
}

/// Words of type without marks, and their abbreviations.
const MARKERS: [(&[&str], &[Kind]); 18] = [
    (&["tinh"], &[Kind::Tinh]),
    (&["t"], &[Kind::Tinh]),
    (&["thanh", "pho"], &[Kind::ThanhPhoTw, Kind::ThanhPho]),
    (&["tp"], &[Kind::ThanhPhoTw, Kind::ThanhPho]),
    (&["quan"], &[Kind::Quan]),
    (&["q"], &[Kind::Quan]),
    (&["huyen"], &[Kind::Huyen]),
    (&["h"], &[Kind::Huyen]),
    (&["thi", "xa"], &[Kind::ThiXa]),
    (&["tx"], &[Kind::ThiXa]),
    (&["thi", "tran"], &[Kind::ThiTran]),
    (&["tt"], &[Kind::ThiTran]),
    (&["phuong"], &[Kind::Phuong]),
    (&["p"], &[Kind::Phuong]),
    (&["xa"], &[Kind::Xa]),
    (&["x"], &[Kind::Xa]),
    (&["dac", "khu"], &[Kind::DacKhu]),
    (&["dk"], &[Kind::DacKhu]),
];

impl Query {
    /// Reads a line.
    pub fn read(text: &str, index: &Index) -> Query {
        let open_end = text.ends_with(|c: char| c.is_alphanumeric());
        let written = words(text);
        let count = written.len();
        let words: Vec<Word> = written
            .into_iter()
            .enumerate()
            .map(|(i, written)| {
                let folded = fold(&written);
                let exact = index.word(&folded);
                let figures = folded.bytes().all(|b| b.is_ascii_digit());
                let ids = match exact {
                    _ if i + 1 == count && open_end && !figures => index.words_from(&folded),
                    Some(id) => id..id + 1,
                    None => 0..0,
                };
                Word { written, folded, ids, exact }
            })
            .collect();
        let markers = markers(&words);
        let marked = words.iter().any(|w| w.written != w.folded);
        Query { words, markers, marked }
    }

    /// The words covered by types only, as a set of bits, where they do not touch `used`.
    pub fn types_beside(&self, used: u32) -> u32 {
        let masks = self.markers.iter().map(|m| mask(&m.at));
        masks.filter(|m| m & used == 0).fold(0, |all, m| all | m)
    }

    /// The word of type right before a place.
    pub fn type_before(&self, place: usize) -> Option<&Marker> {
        // "thị xã" and "xã" both end here: the longer one was meant.
        self.markers.iter().filter(|m| m.at.end == place).max_by_key(|m| m.at.len())
    }
}

/// Places of the line as bits.
pub(crate) fn mask(places: &Range<usize>) -> u32 {
    places.clone().fold(0, |all, place| all | 1 << place)
}

fn markers(words: &[Word]) -> Vec<Marker> {
    let mut found = Vec::new();
    for start in 0..words.len() {
        for (marker, kinds) in MARKERS {
            let rest = &words[start..];
            let fits =
                rest.len() >= marker.len() && marker.iter().zip(rest).all(|(m, w)| *m == w.folded);
            if fits {
                found.push(Marker { at: start..start + marker.len(), kinds });
            }
        }
    }
    found
}

/// The words of a text in lower case, marks kept: split where `kernel::text::syllables` splits,
/// and between a letter and a figure too ("p10"), zeros in front of a number dropped.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in tone_normal(&text.to_lowercase()).chars() {
        let joins = match (word.chars().last(), c) {
            (_, c) if !c.is_alphanumeric() => false,
            (None, _) => true,
            (Some(last), c) => last.is_ascii_digit() == c.is_ascii_digit(),
        };
        if !joins && !matches!(c, '\'' | '’' | '‘' | 'ʼ') && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c);
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found.truncate(MOST_WORDS);
    for number in found.iter_mut().filter(|w| w.starts_with('0') && w.len() > 1) {
        *number = number.trim_start_matches('0').to_owned();
    }
    found.retain(|w| !w.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_into_words() {
        assert_eq!(words("P.05, Q10 TP.HCM"), ["p", "5", "q", "10", "tp", "hcm"]);
        assert_eq!(words("Hoà Khánh"), ["hòa", "khánh"]);
        assert_eq!(words("Cư M'gar"), ["cư", "mgar"]);
        assert!(words(" ,;. 000").is_empty());
        assert_eq!(words(&"a ".repeat(500)).len(), MOST_WORDS);
    }
}
