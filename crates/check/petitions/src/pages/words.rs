//! What things are called on every page of petitions, for askers and officers alike, and small cuts
//! of text.

pub(crate) use kernel::text::capital;
use units::Gazetteer;
use web::Page;
use web::parts::{Mark, Status};

pub(crate) use duties::explain::lang as law_lang;

use crate::petition::State;

/// The key of a value's words: `lack-already-guided`, `clock-kn-res1`.
pub(crate) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.'], "-").to_lowercase())
}

/// The words of a value: `said(page, "state", "sent")`.
pub(crate) fn said(page: &Page, of: &str, word: &str) -> String {
    page.t(key(of, word)).into_owned()
}

/// The same where it begins a line.
pub(crate) fn headed(page: &Page, of: &str, word: &str) -> String {
    capital(&page.t(key(of, word)))
}

/// A text inside a sentence.
pub(crate) fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A unit inside a sentence: "xã Thăng Trường"; its code when it is unknown.
pub(crate) fn unit_phrase(code: &str) -> String {
    let unit = Gazetteer::shared().current(code);
    unit.map_or_else(|| code.to_owned(), |unit| unit.phrase())
}

/// Where a petition stands: mark and word.
pub(crate) fn state_status(page: &Page, state: State) -> Status {
    let mark = match state {
        State::Received => Mark::New,
        State::Contested => Mark::Soon,
        State::Sent | State::CarriedOut => Mark::Done,
        state if state.is_open() => Mark::Half,
        _ => Mark::None,
    };
    Status::new(mark, said(page, "state", state.word()))
}

/// The beginning of a text in one line, cut at a word.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        let long = short.chars().count() + usize::from(!short.is_empty()) + word.chars().count();
        if long > most {
            // A single word may be longer than the line: links, or letters without spaces.
            if short.is_empty() {
                short = word.chars().take(most).collect();
            }
            return format!("{}…", short.trim_end_matches([',', '.', ';', ':', '-']));
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_a_word() {
        for (text, most, short) in [
            ("Mương thoát nước bị lấp.", 70, "Mương thoát nước bị lấp."),
            ("Mương thoát\n  nước bị lấp.", 14, "Mương thoát…"),
            ("Mương thoát nước, đường", 17, "Mương thoát nước…"),
            ("Xin xã, cho đổi giờ", 8, "Xin xã…"),
            ("abcdefghij", 4, "abcd…"),
            ("", 10, ""),
        ] {
            assert_eq!(shorten(text, most), short);
        }
    }

    #[test]
    fn keys_are_plain() {
        assert_eq!(key("lack", "already_guided"), "lack-already-guided");
        assert_eq!(key("clock", "KN.res1"), "clock-kn-res1");
    }
}
