//! What things are called on a resident's page, and small cuts of text.

use calendar::lunar::LunarDate;
use jiff::civil::Date;
use units::Gazetteer;
use web::parts::{Mark, Status};
use web::{Lang, Page};

use crate::petition::State;

/// The key of a value's words: `answer-by-oneself`, `clock-kn-res1`.
pub(super) fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.replace(['_', '.'], "-").to_lowercase())
}

/// The words of a value: `said(page, "state", "sent")`.
pub(super) fn said(page: &Page, of: &str, word: &str) -> String {
    page.t(key(of, word)).into_owned()
}

/// The same where it begins a line.
pub(super) fn headed(page: &Page, of: &str, word: &str) -> String {
    capital(&page.t(key(of, word)))
}

/// The text with its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The language in which rules and days speak on this page.
pub(super) fn law_lang(page: &Page) -> calendar::Lang {
    match page.lang() {
        Lang::Vi => calendar::Lang::Vi,
        Lang::En => calendar::Lang::En,
    }
}

/// The lunar day for a leaf; empty where it is not known.
pub(super) fn lunar(page: &Page, day: Date) -> String {
    let Some(lunar) = LunarDate::from_civil(day) else { return String::new() };
    let key = if lunar.leap { "lunar-leap" } else { "lunar-day" };
    page.with("day", i64::from(lunar.day)).with("month", i64::from(lunar.month)).t(key)
}

/// A unit inside a sentence: "xã Thăng Trường"; its code when it is unknown.
pub(super) fn unit_phrase(code: &str) -> String {
    let unit = Gazetteer::shared().current(code);
    unit.map_or_else(|| code.to_owned(), |unit| unit.phrase())
}

/// Where a petition stands: mark and word.
pub(super) fn state_status(page: &Page, state: State) -> Status {
    let mark = match state {
        State::Received => Mark::New,
        State::Contested => Mark::Soon,
        State::Sent | State::CarriedOut => Mark::Done,
        state if state.is_open() => Mark::Half,
        _ => Mark::None,
    };
    Status::new(mark, said(page, "state", state.word()))
}

/// What a letter says first: its first sentence, or as much of it as fits one heading.
pub(super) fn heading(text: &str, most: usize) -> String {
    let text = text.trim();
    let ends = text.char_indices().find(|(at, c)| {
        let after = text[at + c.len_utf8()..].chars().next();
        *c == '\n' || (".?!;".contains(*c) && after.is_none_or(char::is_whitespace))
    });
    match ends {
        Some((at, '?')) => beginning(&text[..=at], most),
        Some((at, _)) => beginning(&text[..at], most),
        None => beginning(text, most),
    }
}

/// The beginning of a text in one line, cut at a word.
fn beginning(text: &str, most: usize) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        let long = short.chars().count() + usize::from(!short.is_empty()) + word.chars().count();
        if long > most {
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

/// A telephone number of which only its owner knows the rest: "…118".
pub(super) fn phone_end(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    format!("…{}", digits[digits.len().saturating_sub(3)..].iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_cut_at_a_word() {
        for (text, most, short) in [
            ("Mương thoát nước bị lấp.", 70, "Mương thoát nước bị lấp."),
            ("Mương thoát\n  nước bị lấp.", 14, "Mương thoát…"),
            ("Mương thoát nước, đường", 17, "Mương thoát nước…"),
            ("abcdefghij", 4, "abcd…"),
            ("", 10, ""),
        ] {
            assert_eq!(beginning(text, most), short);
        }
    }

    #[test]
    fn a_heading_is_the_first_sentence() {
        for (text, head) in [
            ("Mương bị lấp. Nước tràn vào sân.", "Mương bị lấp"),
            ("Đèn đường số 3.5 hỏng\nXin sửa.", "Đèn đường số 3.5 hỏng"),
            ("Bao giờ có nước? Tôi chờ đã lâu.", "Bao giờ có nước?"),
            ("Xin sửa đường", "Xin sửa đường"),
            ("", ""),
        ] {
            assert_eq!(heading(text, 110), head);
        }
    }

    #[test]
    fn a_receipt_that_is_found_tells_no_number() {
        assert_eq!(phone_end("0900 000 118"), "…118");
        assert_eq!(phone_end("1"), "…1");
        assert_eq!(key("clock", "KN.res1"), "clock-kn-res1");
    }
}
