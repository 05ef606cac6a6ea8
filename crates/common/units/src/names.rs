//! How the name of a unit is written: as a title, inside a sentence, as a few capitals.
//!
//! Pure; it knows the writing rules, not the units.

use crate::gazetteer::Kind;

/// Type and name with a capital in front: "Xã Bình Sa".
pub(crate) fn title(kind: Kind, name: &str) -> String {
    let word = kind.vi();
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} {name}", chars.as_str())
}

/// Inside a sentence the type is in lower case, but a numbered unit keeps its capital, because
/// "Phường 4" is a name as a whole.
pub(crate) fn phrase(kind: Kind, name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        title(kind, name)
    } else {
        format!("{} {name}", kind.vi())
    }
}

/// The first letters of the syllables, at most three; the type's letter before a number alone.
pub(crate) fn short_prefix(kind: Kind, name: &str) -> String {
    let syllables = kernel::text::syllables(name);
    let number = syllables.len() == 1 && syllables[0].bytes().all(|b| b.is_ascii_digit());
    let letters: String = if number {
        let initial = kernel::text::fold(kind.vi());
        initial.chars().take(1).chain(syllables[0].chars().take(2)).collect()
    } else {
        syllables.iter().filter_map(|s| s.chars().next()).take(3).collect()
    };
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_for_their_place() {
        assert_eq!(title(Kind::DacKhu, "Lý Sơn"), "Đặc khu Lý Sơn");
        assert_eq!(phrase(Kind::Xa, "Bình Sa"), "xã Bình Sa");
        assert_eq!(phrase(Kind::Phuong, "4"), "Phường 4");
    }

    #[test]
    fn prefixes_are_short_and_plain() {
        assert_eq!(short_prefix(Kind::Xa, "Thăng Trường"), "TT");
        assert_eq!(short_prefix(Kind::Tinh, "Bà Rịa - Vũng Tàu"), "BRV");
        assert_eq!(short_prefix(Kind::Xa, "Đắk R'Moan"), "DR");
        assert_eq!(short_prefix(Kind::Phuong, "12"), "P12");
    }
}
