//! Vietnamese text, made comparable: one Unicode form, folding for search, an order for lists,
//! one place for the tone mark, and the removal of characters that can deceive a reader.
//!
//! It is not a spelling checker and not a search engine. Every function is pure, takes any
//! Unicode text (composed, decomposed or mixed) and never fails.
//!
//! Words used here: a *mark* is anything above, below or across a letter; a *tone* is one of the
//! six tones (five have a mark); a *syllable* is what stands between spaces, which in Vietnamese
//! is also nearly a word.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

const GRAVE: char = '\u{300}';
const ACUTE: char = '\u{301}';
const CIRCUMFLEX: char = '\u{302}';
const TILDE: char = '\u{303}';
const BREVE: char = '\u{306}';
const HOOK: char = '\u{309}';
const HORN: char = '\u{31B}';
const DOT_BELOW: char = '\u{323}';

/// The composed form (Unicode NFC), in which all text is kept. Borrows when nothing changes.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// Lower case without marks, đ as d; everything that is not a letter stays.
///
/// Made for comparing and searching, not for showing: "Đà Nẵng" and "da nang" fold alike, and so
/// do words that mean different things ("khiếu", "khiêu").
///
/// ```
/// assert_eq!(kernel::text::fold("Đường Hoà Bình, tổ 3"), "duong hoa binh, to 3");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_ascii() {
            true => out.push(c.to_ascii_lowercase()),
            false => match FOLDED.get(c as usize - 0x80).copied().flatten() {
                Some(plain) => out.push(plain),
                None => out.extend(folded(c)),
            },
        }
    }
    out
}

/// What one character folds to: nothing for a mark, several for a letter that decomposes so.
fn folded(c: char) -> impl Iterator<Item = char> {
    let plain = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
    plain.flat_map(|c| if matches!(c, 'đ' | 'Đ') { 'd' } else { c }.to_lowercase())
}

/// What each letter below U+1F00 folds to, where that is one letter: all that Vietnamese is
/// written with. Decomposing was four hundredths of an import by samples of its stack.
static FOLDED: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let one = |c: char| {
        let mut all = folded(c);
        all.next().filter(|_| all.next().is_none())
    };
    ('\u{80}'..'\u{1F00}').map(one).collect()
});

/// The folded syllables of a text: runs of letters and digits, in order.
///
/// An apostrophe inside a word joins ("M'Drắk" is `mdrak`), every other sign separates.
///
/// ```
/// let found = kernel::text::syllables("Xã Cư M'gar – Đắk Lắk");
/// assert_eq!(found, ["xa", "cu", "mgar", "dak", "lak"]);
/// ```
#[must_use]
pub fn syllables(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            word.push(c);
        } else if !matches!(c, '\'' | '’' | '‘' | 'ʼ') && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

/// A key whose byte order is the order of a Vietnamese dictionary.
///
/// Letters first (a ă â b c d đ e ê … o ô ơ … u ư … y), then the tone of the syllable (level,
/// huyền, hỏi, ngã, sắc, nặng), syllable by syllable; figures by their value ("Phường 2" before
/// "Phường 10"). The key holds only `0-9a-z` in pairs, so that any database collation keeps the
/// order. It cannot be turned back into the text.
///
/// ```
/// use kernel::text::sort_key;
/// assert!(sort_key("Đà Nẵng") > sort_key("Dĩ An"));
/// assert!(sort_key("Phường 2") < sort_key("Phường 10"));
/// ```
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 2 + 2);
    for syllable in fold_marks_kept(text).split(|c: char| !is_word(c)) {
        if !syllable.is_empty() {
            push_syllable(&mut key, syllable);
        }
    }
    key
}

/// The tone mark in its traditional place: "Hoà" becomes "Hòa", "Thuý" becomes "Thúy".
///
/// Only the place of the mark in *oa, oe, uy* at the end of a syllable changes (and a mark set too
/// early before a final consonant, "tóan"); *qu* is a consonant, so "quý" stays. The result is
/// composed. It is for comparing two spellings; text that a person wrote is kept as written.
///
/// ```
/// assert_eq!(kernel::text::tone_normal("Hoà Thuỵ, quý khoẻ"), "Hòa Thụy, quý khỏe");
/// ```
#[must_use]
pub fn tone_normal(text: &str) -> String {
    let letters: Vec<Letter> = letters(text);
    let mut out: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut start = 0;
    for i in 0..=letters.len() {
        if i == letters.len() || !letters[i].base.is_alphabetic() {
            let mut syllable = letters[start..i].to_vec();
            move_tone(&mut syllable);
            out.extend(syllable);
            if let Some(sign) = letters.get(i) {
                out.push(sign.clone());
            }
            start = i + 1;
        }
    }
    out.iter().flat_map(Letter::chars).nfc().collect()
}

/// What [`clean`] made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The text that may be kept: composed, line ends as `\n`.
    pub text: String,
    /// How many characters were taken out. A line end rewritten is not counted.
    pub removed: usize,
}

/// Takes out what a reader cannot see and could be deceived by: control characters except newline
/// and tab, bidirectional marks, overrides and isolates, invisible separators.
///
/// It takes out no visible character and corrects no spelling.
#[must_use]
pub fn clean(text: &str) -> Cleaned {
    let mut kept = String::with_capacity(text.len());
    let mut removed = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    kept.push('\n');
                }
            }
            '\n' | '\t' => kept.push(c),
            c if c.is_control() || is_deceptive(c) => removed += 1,
            c => kept.push(c),
        }
    }
    Cleaned { text: nfc(&kept).into_owned(), removed }
}

fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E007F}')
}

/// Letters belong to a word, and so do their marks while the text is decomposed.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn fold_marks_kept(text: &str) -> String {
    text.nfd().flat_map(char::to_lowercase).collect()
}

/// A syllable becomes pairs: letter and its variant, figures with their count, then the tone,
/// which is lower than any letter, so that a shorter syllable comes first.
fn push_syllable(key: &mut String, syllable: &str) {
    let mut tone = b'0';
    let mut chars = syllable.chars().peekable();
    while let Some(c) = chars.next() {
        if is_combining_mark(c) {
            tone = tone_rank(c).unwrap_or(tone);
        } else if c.is_ascii_digit() {
            let mut figures = String::from(c);
            while let Some(d) = chars.next_if(char::is_ascii_digit) {
                figures.push(d);
            }
            push_number(key, figures.trim_start_matches('0'));
        } else {
            let mut variant = b'0';
            while let Some(mark) = chars.next_if(|m| is_combining_mark(*m)) {
                match tone_rank(mark) {
                    Some(rank) => tone = rank,
                    None => variant = variant_rank(mark).max(variant),
                }
            }
            push_letter(key, c, variant);
        }
    }
    key.push('0');
    key.push(char::from(tone));
}

fn push_letter(key: &mut String, c: char, variant: u8) {
    match c {
        'đ' => key.push_str("d1"),
        'a'..='z' => {
            key.push(c);
            key.push(char::from(variant));
        }
        // Letters of other languages come after z, in the order of their code.
        other => key.push_str(&format!("z9{:06x}", u32::from(other))),
    }
}

fn push_number(key: &mut String, figures: &str) {
    let count = u8::try_from(figures.len().min(9)).unwrap_or(9);
    key.push('1');
    key.push(char::from(b'0' + count));
    for d in figures.chars() {
        key.push('1');
        key.push(d);
    }
}

fn tone_rank(mark: char) -> Option<u8> {
    match mark {
        GRAVE => Some(b'1'),
        HOOK => Some(b'2'),
        TILDE => Some(b'3'),
        ACUTE => Some(b'4'),
        DOT_BELOW => Some(b'5'),
        _ => None,
    }
}

fn variant_rank(mark: char) -> u8 {
    match mark {
        BREVE => b'1',
        // o: ô before ơ; a: ă before â. One rank serves both, because a has no horn.
        CIRCUMFLEX => b'2',
        HORN => b'3',
        _ => b'9',
    }
}

/// A letter taken apart: base, marks that make it another letter, tone.
#[derive(Clone)]
struct Letter {
    base: char,
    marks: Vec<char>,
    tone: Option<char>,
}

impl Letter {
    fn chars(&self) -> impl Iterator<Item = char> + '_ {
        std::iter::once(self.base).chain(self.marks.iter().copied()).chain(self.tone)
    }

    fn is(&self, plain: char) -> bool {
        self.base.eq_ignore_ascii_case(&plain) && self.marks.is_empty()
    }
}

fn letters(text: &str) -> Vec<Letter> {
    let mut found: Vec<Letter> = Vec::with_capacity(text.len());
    for c in text.nfd() {
        match found.last_mut() {
            Some(last) if tone_rank(c).is_some() && last.base.is_alphabetic() => {
                last.tone = Some(c);
            }
            Some(last) if is_combining_mark(c) => last.marks.push(c),
            _ => found.push(Letter { base: c, marks: Vec::new(), tone: None }),
        }
    }
    found
}

fn move_tone(syllable: &mut [Letter]) {
    let Some(first) = syllable.windows(2).position(|pair| {
        (pair[0].is('o') && (pair[1].is('a') || pair[1].is('e')))
            || (pair[0].is('u') && pair[1].is('y'))
    }) else {
        return;
    };
    let after_q = first > 0 && syllable[first - 1].is('q');
    let second = first + 1;
    let last = second + 1 == syllable.len();
    // "uyê" carries its tone on ê, which is a third letter: nothing to move.
    if after_q || syllable.get(second + 1).is_some_and(|l| !l.marks.is_empty()) {
        return;
    }
    let (from, to) = if last { (second, first) } else { (first, second) };
    if syllable[to].tone.is_none() {
        syllable[to].tone = syllable[from].tone.take();
    }
}

/// The text as it stands at the start of a line: with a capital.
///
/// ```
/// assert_eq!(kernel::text::capital("đơn thứ hai"), "Đơn thứ hai");
/// assert_eq!(kernel::text::capital(""), "");
/// ```
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decomposed(text: &str) -> String {
        text.nfd().collect()
    }

    #[test]
    fn folding_is_the_same_for_every_unicode_form() {
        let words = "Khiếu nại của bà Đặng Thị Ưởng, Hoà Khánh";
        assert_eq!(fold(words), "khieu nai cua ba dang thi uong, hoa khanh");
        assert_eq!(fold(&decomposed(words)), fold(words));
        assert_eq!(fold("Hoà"), fold("Hòa"));
        assert_eq!(fold("TP.HCM"), "tp.hcm");
    }

    #[test]
    fn every_character_folds_as_its_decomposition_does() {
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            let mut slow = String::new();
            for part in std::iter::once(c).nfd().filter(|part| !is_combining_mark(*part)) {
                match part {
                    'đ' | 'Đ' => slow.push('d'),
                    part => slow.extend(part.to_lowercase()),
                }
            }
            assert_eq!(fold(&c.to_string()), slow, "{c:?}");
        }
    }

    #[test]
    fn nfc_composes_and_borrows_what_is_composed() {
        assert_eq!(nfc(&decomposed("Thạnh Quới")), "Thạnh Quới");
        assert!(matches!(nfc("Thạnh Quới"), Cow::Borrowed(_)));
    }

    #[test]
    fn syllables_join_over_an_apostrophe_only() {
        assert_eq!(syllables("Ea D'Rơng"), ["ea", "drong"]);
        assert_eq!(syllables("Ea D’Rơng"), ["ea", "drong"]);
        let found = syllables("  Bà Rịa - Vũng Tàu, P.10 ");
        assert_eq!(found, ["ba", "ria", "vung", "tau", "p", "10"]);
        assert!(syllables(" … ").is_empty());
    }

    #[test]
    fn names_sort_as_in_a_dictionary() {
        let ordered = [
            "An",
            "Án",
            "Anh",
            "Ăn",
            "Ân",
            "Ấn",
            "Ba",
            "Bà",
            "Bả",
            "Bã",
            "Bá",
            "Bạ",
            "Bà Rịa",
            "Dương",
            "Đa",
            "Đà Nẵng",
            "Em",
            "Êm",
            "Hoa",
            "Hòa",
            "Hóa",
            "Oanh",
            "Ông",
            "Ơn",
            "Phường 1",
            "Phường 2",
            "Phường 02B",
            "Phường 10",
            "Ung",
            "Ưng",
            "Yên",
        ];
        // A syllable is compared whole before the next one: "Bà Rịa" follows every "Ba …".
        for pair in ordered.windows(2) {
            let (a, b) = (sort_key(pair[0]), sort_key(pair[1]));
            let bare = ["Bà", "Bả", "Bã", "Bá", "Bạ"];
            if !(bare.contains(&pair[0]) && pair[1] == "Bà Rịa") {
                assert!(a < b, "{} ({a}) before {} ({b})", pair[0], pair[1]);
            }
        }
        assert!(sort_key("Bà Rịa") < sort_key("Bả"));
        assert_eq!(sort_key(&decomposed("Đà Nẵng")), sort_key("đà nẵng"));
        assert_eq!(sort_key("Hoà"), sort_key("Hòa"));
        assert!(sort_key("Phố 日").bytes().all(|b| b.is_ascii_alphanumeric()));
    }

    #[test]
    fn tone_marks_move_to_the_traditional_place() {
        for (written, normal) in [
            ("Hoà Khánh", "Hòa Khánh"),
            ("Thanh Thuỷ", "Thanh Thủy"),
            ("khoẻ", "khỏe"),
            ("HOÁ", "HÓA"),
            ("quý", "quý"),
            ("Quỳ Châu", "Quỳ Châu"),
            ("toán", "toán"),
            ("tóan", "toán"),
            ("Hoài Nhơn", "Hoài Nhơn"),
            ("Tuyên Hoá", "Tuyên Hóa"),
            ("nguyễn", "nguyễn"),
            ("Đặng Thuỳ Trâm", "Đặng Thùy Trâm"),
            ("số 5, tổ 3", "số 5, tổ 3"),
        ] {
            assert_eq!(tone_normal(written), normal);
            assert_eq!(tone_normal(&decomposed(written)), normal);
            assert_eq!(tone_normal(normal), normal, "stable");
        }
    }

    #[test]
    fn cleaning_counts_what_it_takes_out() {
        let dirty = "Đơn\u{202E}nại\u{0}\r\nDòng hai\tcột\u{200B}\u{2066}x\u{2069}\u{7}";
        let cleaned = clean(dirty);
        assert_eq!(cleaned.text, "Đơnnại\nDòng hai\tcộtx");
        assert_eq!(cleaned.removed, 6);
        let plain = clean("một\rhai\r\nba");
        assert_eq!((plain.text.as_str(), plain.removed), ("một\nhai\nba", 0));
        assert_eq!(clean(&decomposed("Hoà")).text, "Hoà");
    }
}
