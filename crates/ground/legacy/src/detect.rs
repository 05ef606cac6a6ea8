//! Which encoding a text is in: the reading under which its accented words are Vietnamese
//! syllables. Unicode wins every tie, so that nothing is changed without evidence.

use crate::Encoding;
use crate::syllable::is_syllable;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The reading that fits best.
    pub encoding: Encoding,
    /// For each encoding the share of accented words that it makes Vietnamese, 0 to 1.
    pub shares: Vec<(Encoding, f64)>,
    /// How many accented words were looked at.
    pub words: usize,
}

/// No more words than these are looked at: they settle it.
const ENOUGH: usize = 3_000;
/// A reading must make at least this share of the words Vietnamese to be believed…
const LEAST: f64 = 0.6;
/// …and beat plain Unicode by this much.
const AHEAD: f64 = 0.25;
/// When half of the words are fine as they stand, a change needs several words.
const HALF: f64 = 0.5;
const SEVERAL: usize = 6;

impl Finding {
    /// The share under the reading that was chosen; 1 when there was nothing to look at.
    pub fn sure(&self) -> f64 {
        self.share(self.encoding)
    }

    /// The share under one encoding.
    pub fn share(&self, of: Encoding) -> f64 {
        self.shares.iter().find(|(encoding, _)| *encoding == of).map_or(0.0, |(_, share)| *share)
    }
}

/// Looks at pieces of text: cells, lines, or one whole text.
pub fn detect<'t>(pieces: impl IntoIterator<Item = &'t str>) -> Finding {
    let mut seen = 0;
    let mut points = [0.0; Encoding::ALL.len()];
    'all: for piece in pieces {
        for word in words(piece) {
            seen += 1;
            for (points, encoding) in points.iter_mut().zip(Encoding::ALL) {
                *points += worth(encoding, word);
            }
            if seen == ENOUGH {
                break 'all;
            }
        }
    }
    let shares = Encoding::ALL.into_iter().zip(points);
    let shares: Vec<_> = shares
        .map(|(encoding, points)| (encoding, if seen == 0 { 1.0 } else { points / seen as f64 }))
        .collect();
    let plain = shares[0].1;
    let best =
        shares[1..].iter().copied().reduce(|best, one| if one.1 > best.1 { one } else { best });
    let encoding = match best {
        Some((encoding, share))
            if share >= LEAST && share >= plain + AHEAD && (plain < HALF || seen >= SEVERAL) =>
        {
            encoding
        }
        _ => Encoding::Unicode,
    };
    Finding { encoding, shares, words: seen }
}

/// Reads one cell of a text that is in `encoding` on the whole. A cell that is plainly Unicode
/// already (somebody went on in the same file with a new font) stays as it is.
pub fn read_mixed(encoding: Encoding, cell: &str) -> String {
    if encoding == Encoding::Unicode || !cell.chars().any(is_evidence) {
        return Encoding::Unicode.read(cell);
    }
    let (mut plain, mut old) = (0.0, 0.0);
    for word in words(cell) {
        plain += worth(Encoding::Unicode, word);
        old += worth(encoding, word);
    }
    if plain > old { Encoding::Unicode.read(cell) } else { encoding.read(cell) }
}

/// The same as [`detect`] for one cell when the file's fonts name an encoding: little evidence is
/// enough for it.
pub fn detect_near<'t>(pieces: impl IntoIterator<Item = &'t str>, named: Encoding) -> Finding {
    let mut found = detect(pieces);
    if found.encoding == Encoding::Unicode
        && found.words > 0
        && found.share(named) > found.share(Encoding::Unicode)
    {
        found.encoding = named;
    }
    found
}

fn is_evidence(c: char) -> bool {
    !c.is_ascii() || (c.is_control() && !c.is_whitespace())
}

/// The words in which encodings differ: those with a sign beyond ASCII.
fn words(piece: &str) -> impl Iterator<Item = &str> {
    let parts = piece.split(|c: char| c.is_ascii_whitespace() || c.is_ascii_punctuation());
    parts.filter(|word| {
        word.chars().any(is_evidence) && word.chars().nth(1).is_some() && !is_measure(word)
    })
}

/// A sign of measure is one in every script; so, above, is a dash or a currency that stands alone.
fn is_measure(word: &str) -> bool {
    matches!(word, "µm" | "µg" | "µs" | "°C" | "m²" | "m³" | "km²")
}

/// A syllable counts whole. A letter that no old encoding could have left is Unicode, whatever
/// else the word may be.
fn worth(encoding: Encoding, word: &str) -> f64 {
    if word.chars().any(|c| c.is_alphabetic() && crate::tables::byte(c).is_none()) {
        return if encoding == Encoding::Unicode { 1.0 } else { 0.0 };
    }
    let read = encoding.read(word);
    let read = read.trim_matches(|c: char| !c.is_alphabetic());
    // A single letter fits by chance.
    let letters = read.chars().nth(1).is_some();
    if letters && is_syllable(read) { 1.0 } else { 0.0 }
}
