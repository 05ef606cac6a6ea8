//! What an asker's pages say besides the words of all pages: headings, ends of numbers.

pub(super) use crate::pages::words::{
    capital, headed, law_lang, said, shorten, state_status, unit_phrase,
};

/// What a letter says first: its first sentence, or as much of it as fits one heading.
pub(super) fn heading(text: &str, most: usize) -> String {
    let text = text.trim();
    let ends = text.char_indices().find(|(at, c)| {
        let after = text[at + c.len_utf8()..].chars().next();
        *c == '\n' || (".?!;".contains(*c) && after.is_none_or(char::is_whitespace))
    });
    match ends {
        Some((at, '?')) => shorten(&text[..=at], most),
        Some((at, _)) => shorten(&text[..at], most),
        None => shorten(text, most),
    }
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
    }
}
