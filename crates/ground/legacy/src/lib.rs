//! Vietnamese text from before Unicode: TCVN3 (fonts `.VnTime`), VNI, VISCII and Windows-1258,
//! read, written, and told apart from plain Unicode.
//!
//! ```text
//! bytes of a file ──► latin(): one letter a byte ─┐
//! a cell set in `.VnTime`: "Céng hßa" ────────────┴─► Encoding::read ──► "Cộng hòa" (NFC)
//!                                   detect(): which reading makes Vietnamese syllables
//! ```
//!
//! A text in a legacy font *looks* like Western letters: what is stored is one byte a sign, shown
//! as Windows-1252. So everything here works on such "Latin" text, whether it came as bytes or as
//! the characters of a workbook.
//!
//! # Invariants
//! - Pure: no I/O, never fails, never panics on any text.
//! - Reading as [`Encoding::Unicode`] only composes (NFC); plain Unicode or English text is found
//!   to be just that (measured in `tests/measured.rs`).
//! - What an encoding has no sign for stays as it stands, so that a wrong guess can be seen.

mod detect;
mod syllable;
mod tables;
mod vni;

use std::borrow::Cow;

pub use detect::{Finding, detect, detect_near, read_mixed};
pub use syllable::is_syllable;

/// How a text was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// Unicode, composed or not: what everybody uses since TCVN 6909:2001.
    Unicode,
    /// TCVN 5712:1993, set VN3: the "ABC" fonts `.VnTime`, `.VnArial`, `.VnTimeH`.
    Tcvn3,
    /// VNI for Windows: a letter, then its marks.
    Vni,
    /// Windows-1258: a letter, then its tone.
    Windows1258,
    /// VISCII (RFC 1456).
    Viscii,
}

impl Encoding {
    /// Every encoding, the most frequent first.
    pub const ALL: [Self; 5] =
        [Self::Unicode, Self::Tcvn3, Self::Vni, Self::Windows1258, Self::Viscii];

    /// The stable word used in forms, commands and mappings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Windows1258 => "windows-1258",
            Self::Viscii => "viscii",
        }
    }

    /// Reads the word back.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.word() == word)
    }

    /// The encoding that a font's name stands for, and whether its small letters look like
    /// capitals: `.VnTimeH`. `None` for a font that says nothing.
    pub fn of_font(name: &str) -> Option<(Self, bool)> {
        let name = name.trim();
        let starts =
            |with: &str| name.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
        if starts(".vn") {
            return Some((Self::Tcvn3, name.ends_with('H')));
        }
        (starts("vni-") || starts("vni ")).then_some((Self::Vni, false))
    }

    /// The text that stands there, composed.
    pub fn read(self, latin: &str) -> String {
        if latin.is_ascii() && !latin.bytes().any(|byte| byte < b' ') {
            return latin.to_owned();
        }
        let text = match self {
            Self::Unicode => latin.chars().map(tables::windows_1252).collect(),
            Self::Tcvn3 => tables::capitals(&tables::TCVN3.read(latin)),
            Self::Vni => vni::read(latin),
            Self::Windows1258 => tables::WINDOWS_1258.read(latin),
            Self::Viscii => tables::VISCII.read(latin),
        };
        kernel::text::nfc(&text).into_owned()
    }

    /// The same for a text in a font whose small letters look like capitals.
    pub fn read_capitals(self, latin: &str) -> String {
        self.read(&latin.to_lowercase_ascii()).to_uppercase()
    }

    /// The text as this encoding stores it, each byte shown as a Latin letter; `None` when it has
    /// a sign that the encoding lacks. TCVN3 has no capitals with tones: they are stored as small
    /// letters, which the capital fonts show large.
    pub fn write(self, text: &str) -> Option<String> {
        let text = kernel::text::nfc(text);
        match self {
            Self::Unicode => Some(text.into_owned()),
            Self::Tcvn3 => tables::TCVN3.write(&text, true),
            Self::Vni => vni::write(&text),
            Self::Windows1258 => tables::WINDOWS_1258.write(&tables::tones_apart(&text), false),
            Self::Viscii => tables::VISCII.write(&text, false),
        }
    }
}

/// Small ASCII letters; signs of the encoding stay what they are.
trait LowerAscii {
    fn to_lowercase_ascii(&self) -> String;
}

impl LowerAscii for str {
    fn to_lowercase_ascii(&self) -> String {
        self.chars().map(|c| c.to_ascii_lowercase()).collect()
    }
}

/// The bytes of a file as text, and whether they were Unicode: UTF-8 or UTF-16 with its mark. Else
/// every byte becomes the letter of its number, to be read by an [`Encoding`].
pub fn latin(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => (Cow::Owned(utf16(rest, u16::from_le_bytes)), true),
        [0xFE, 0xFF, rest @ ..] => (Cow::Owned(utf16(rest, u16::from_be_bytes)), true),
        _ => match std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
            Ok(text) => (Cow::Borrowed(text), true),
            Err(_) => (Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()), false),
        },
    }
}

fn utf16(bytes: &[u8], number: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| number([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_lines_are_read() {
        for (encoding, latin, text) in [
            (
                Encoding::Tcvn3,
                "Céng hßa x· héi chñ nghÜa ViÖt Nam",
                "Cộng hòa xã hội chủ nghĩa Việt Nam",
            ),
            (Encoding::Tcvn3, "CéNG HßA X· HéI", "CỘNG HÒA XÃ HỘI"),
            (Encoding::Tcvn3, "§\u{AD}êng th«n Hµ, Mü", "Đường thôn Hà, Mỹ"),
            (
                Encoding::Vni,
                "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
                "Cộng hòa xã hội chủ nghĩa Việt Nam",
            ),
            (Encoding::Vni, "ÑÖÔØNG LAØNG, Ñöôøng", "ĐƯỜNG LÀNG, Đường"),
            (Encoding::Windows1258, "Viêòt Nam ðýõÌng", "Việt Nam đường"),
            (Encoding::Unicode, "Hoa\u{300} \u{93}x\u{94}", "Hoà “x”"),
        ] {
            assert_eq!(encoding.read(latin), text);
        }
        assert_eq!(Encoding::Tcvn3.read_capitals("nguyÔn v¨n Mẫu"), "NGUYỄN VĂN MẪU");
    }

    #[test]
    fn fonts_name_their_encoding() {
        for (font, is) in [
            (".VnTime", Some((Encoding::Tcvn3, false))),
            (".VnTimeH", Some((Encoding::Tcvn3, true))),
            ("VNI-Times", Some((Encoding::Vni, false))),
            ("Times New Roman", None),
            ("", None),
        ] {
            assert_eq!(Encoding::of_font(font), is, "{font}");
        }
    }

    #[test]
    fn bytes_become_letters() {
        assert_eq!(latin("Đơn".as_bytes()), ("Đơn".into(), true));
        assert_eq!(latin(b"\xEF\xBB\xBFa"), ("a".into(), true));
        assert_eq!(latin(b"\xFF\xFE\x10\x01"), ("Đ".into(), true));
        assert_eq!(latin(b"H\xB5 N\xE9i"), ("Hµ Néi".into(), false));
    }
}
