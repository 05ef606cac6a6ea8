//! VNI for Windows: a plain letter, then one letter for all its marks; ơ, ư, đ and the i's are
//! signs of their own.

use unicode_normalization::UnicodeNormalization;

use crate::tables::{byte, windows_1252};

const CIRCUMFLEX: &str = "\u{302}";
const BREVE: &str = "\u{306}";

/// Tones alone: after every vowel but i.
const TONES: &[(u8, &str)] = &[
    (0xF8, "\u{300}"),
    (0xF9, "\u{301}"),
    (0xFB, "\u{309}"),
    (0xF5, "\u{303}"),
    (0xEF, "\u{323}"),
];
/// With a circumflex: after a, e, o.
const HATS: &[(u8, &str)] = &[
    (0xE2, ""),
    (0xE0, "\u{300}"),
    (0xE1, "\u{301}"),
    (0xE5, "\u{309}"),
    (0xE3, "\u{303}"),
    (0xE4, "\u{323}"),
];
/// With a breve: after a.
const BOWLS: &[(u8, &str)] = &[
    (0xEA, ""),
    (0xE8, "\u{300}"),
    (0xE9, "\u{301}"),
    (0xFA, "\u{309}"),
    (0xFC, "\u{303}"),
    (0xEB, "\u{323}"),
];
/// Letters that are one sign.
const WHOLE: &[(u8, char)] = &[
    (0xF1, 'đ'),
    (0xF4, 'ơ'),
    (0xF6, 'ư'),
    (0xEC, 'ì'),
    (0xED, 'í'),
    (0xE6, 'ỉ'),
    (0xF3, 'ĩ'),
    (0xF2, 'ị'),
    (0xEE, 'ỵ'),
];

/// The small byte of a capital one, from 0xC0 on, and whether it was a capital.
fn small(byte: u8) -> (u8, bool) {
    match byte {
        0xC0..=0xDE => (byte + 0x20, true),
        _ => (byte, false),
    }
}

fn whole(c: char) -> Option<char> {
    let (byte, capital) = small(byte(c)?);
    let found = WHOLE.iter().find(|(own, _)| *own == byte)?.1;
    if capital { found.to_uppercase().next() } else { Some(found) }
}

/// The marks that `c` adds to `base`.
fn marks(base: char, c: char) -> Option<(&'static str, &'static str)> {
    let byte = small(byte(c)?).0;
    let find = |list: &'static [(u8, &'static str)]| {
        list.iter().find(|(own, _)| *own == byte).map(|(_, tone)| *tone)
    };
    let lower = base.to_lowercase().next()?;
    if let Some(tone) = find(TONES).filter(|_| "aeouyơư".contains(lower)) {
        return Some(("", tone));
    }
    if let Some(tone) = find(HATS).filter(|_| "aeo".contains(lower)) {
        return Some((CIRCUMFLEX, tone));
    }
    find(BOWLS).filter(|_| lower == 'a').map(|tone| (BREVE, tone))
}

/// Reads Latin text as VNI.
pub(crate) fn read(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len() + 8);
    let mut letters = latin.chars().peekable();
    while let Some(c) = letters.next() {
        let base = if c.is_ascii() { c } else { whole(c).unwrap_or_else(|| windows_1252(c)) };
        out.push(base);
        if let Some((shape, tone)) = letters.peek().and_then(|next| marks(base, *next)) {
            out.push_str(shape);
            out.push_str(tone);
            letters.next();
        }
    }
    out.nfc().collect()
}

/// Writes composed text as VNI; `None` for a letter that it lacks.
pub(crate) fn write(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        let lower = c.to_lowercase().next()?;
        let cased = |byte: u8| char::from(if lower == c { byte } else { byte - 0x20 });
        if c.is_ascii() {
            out.push(c);
        } else if let Some((byte, _)) = WHOLE.iter().find(|(_, whole)| *whole == lower) {
            out.push(cased(*byte));
        } else if lower.is_alphabetic() {
            let (base, byte) = parts(lower)?;
            let base = match WHOLE.iter().find(|(_, whole)| *whole == base) {
                Some((byte, _)) => cased(*byte),
                None if lower == c => base,
                None => base.to_ascii_uppercase(),
            };
            out.push(base);
            out.push(cased(byte));
        } else {
            out.push(char::from(byte(c)?));
        }
    }
    Some(out)
}

/// A small letter as base and the byte of its marks.
fn parts(lower: char) -> Option<(char, u8)> {
    for base in "aeouyơư".chars() {
        for (shape, list) in [("", TONES), (CIRCUMFLEX, HATS), (BREVE, BOWLS)] {
            for (byte, tone) in list {
                let made = format!("{base}{shape}{tone}").nfc().collect::<String>();
                if made.chars().eq([lower]) && marks(base, char::from(*byte)).is_some() {
                    return Some((base, *byte));
                }
            }
        }
    }
    None
}
