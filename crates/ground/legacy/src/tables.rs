//! Encodings of one byte a sign, as tables: TCVN 5712:1993 (VN3), RFC 1456, code page 1258.

use unicode_normalization::UnicodeNormalization;

/// Runs of signs, each from its first byte on.
pub(crate) struct Table(&'static [(u8, &'static str)]);

/// TCVN 5712:1993, VN3: no capitals with tones.
pub(crate) const TCVN3: Table = Table(&[
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
]);

/// RFC 1456: six capitals lie among the control characters.
pub(crate) const VISCII: Table = Table(&[
    (0x02, "Ẳ"),
    (0x05, "ẴẪ"),
    (0x14, "Ỷ"),
    (0x19, "Ỹ"),
    (0x1E, "Ỵ"),
    (0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"),
    (0x90, "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"),
    (0xA0, "Õắằặấầẩậẽẹếềểễệố"),
    (0xB0, "ồổỗỠƠộờởịỰỨỪỬơớƯ"),
    (0xC0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"),
    (0xD0, "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"),
    (0xE0, "àáâãảăữẫèéêẻìíĩỉ"),
    (0xF0, "đựòóôõỏọụùúũủýợỮ"),
]);

/// Code page 1258 where it differs from 1252: letters, and tones that follow their letter.
pub(crate) const WINDOWS_1258: Table = Table(&[
    (0xC3, "Ă"),
    (0xCC, "\u{300}"),
    (0xD0, "Đ"),
    (0xD2, "\u{309}"),
    (0xD5, "Ơ"),
    (0xDD, "Ư\u{303}"),
    (0xE3, "ă"),
    (0xEC, "\u{301}"),
    (0xF0, "đ"),
    (0xF2, "\u{323}"),
    (0xF5, "ơ"),
    (0xFD, "ư₫"),
]);

/// Windows-1252 from 0x80 on; NUL where it has none.
const WINDOWS_1252: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/// The sign of Windows-1252 for a letter that is the number of a byte.
pub(crate) fn windows_1252(c: char) -> char {
    let place = u32::from(c).wrapping_sub(0x80) as usize;
    WINDOWS_1252.chars().nth(place).filter(|c| *c != '\0' && place < 32).unwrap_or(c)
}

/// The byte that a Latin letter stands for.
pub(crate) fn byte(c: char) -> Option<u8> {
    u8::try_from(u32::from(c)).ok().or_else(|| {
        let place = WINDOWS_1252.chars().position(|sign| sign == c)?;
        u8::try_from(place + 0x80).ok()
    })
}

impl Table {
    fn sign(&self, byte: u8) -> Option<char> {
        let run = self.0.iter().rfind(|(first, _)| *first <= byte)?;
        run.1.chars().nth(usize::from(byte - run.0))
    }

    /// All signs by their byte, made once for a text: registers have millions of letters.
    fn signs(&self) -> [Option<char>; 256] {
        let mut signs = [None; 256];
        for (first, run) in self.0 {
            for (place, sign) in run.chars().enumerate() {
                signs[usize::from(*first) + place] = Some(sign);
            }
        }
        signs
    }

    fn byte(&self, sign: char) -> Option<u8> {
        self.0.iter().find_map(|(first, run)| {
            let place = run.chars().position(|c| c == sign)?;
            first.checked_add(u8::try_from(place).ok()?)
        })
    }

    /// Each letter that stands for a sign of the table becomes it; all others stay.
    pub fn read(&self, latin: &str) -> String {
        let signs = self.signs();
        let sign = |c: char| match c {
            '\t' | '\n' | '\r' | ' '..='~' => c,
            c => {
                byte(c).and_then(|byte| signs[usize::from(byte)]).unwrap_or_else(|| windows_1252(c))
            }
        };
        latin.chars().map(sign).collect()
    }

    /// The way back; `small` stores a capital that is lacking as its small letter.
    pub fn write(&self, text: &str, small: bool) -> Option<String> {
        let one = |c: char| {
            if c.is_ascii() {
                return Some(c);
            }
            let lower = || c.to_lowercase().next().filter(|_| small);
            if let Some(found) = self.byte(c).or_else(|| self.byte(lower()?)) {
                return Some(char::from(found));
            }
            // A sign that the table took away cannot be said by its old byte.
            byte(c).filter(|byte| self.sign(*byte).is_none()).map(char::from)
        };
        text.chars().map(one).collect()
    }
}

/// Letters with their circumflex, breve or horn in one sign and the tone after it.
pub(crate) fn tones_apart(text: &str) -> String {
    let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let parts: Vec<char> = std::iter::once(c).nfd().collect();
        let tone = parts.iter().find(|part| tones.contains(part));
        let kept = parts.iter().filter(|part| !tones.contains(part)).copied();
        out.extend(kept.nfc());
        out.extend(tone);
    }
    out
}

/// TCVN3 has no capitals with tones: in a line of capitals they stand as small letters. A word
/// with two capitals and no plain small letter is all capitals, and so is "Hµ" beside one.
pub(crate) fn capitals(text: &str) -> String {
    let words: Vec<&str> = text.split_inclusive(|c: char| !c.is_alphabetic()).collect();
    let sort = |word: &&str| {
        let plain = |test: fn(&u8) -> bool| word.bytes().filter(test).count();
        match (plain(u8::is_ascii_uppercase), plain(u8::is_ascii_lowercase)) {
            (0, 0) if !word.chars().any(char::is_alphabetic) => None,
            (upper, 0) => Some((upper >= 2, true)),
            _ => Some((false, false)),
        }
    };
    let sorts: Vec<_> = words.iter().map(sort).collect();
    let sure =
        |found: Option<&Option<(bool, bool)>>| found.is_some_and(|s| *s == Some((true, true)));
    let near = |at: usize| {
        let before = sorts[..at].iter().rfind(|s| s.is_some());
        let after = sorts[at + 1..].iter().find(|s| s.is_some());
        sure(before) || sure(after)
    };
    let mut out = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        match sorts[at] {
            Some((true, _)) => out.push_str(&word.to_uppercase()),
            Some((false, true)) if near(at) => out.push_str(&word.to_uppercase()),
            _ => out.push_str(word),
        }
    }
    out
}
