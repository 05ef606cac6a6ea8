//! Words on their way to paper: clean, on one line, and with a visible sign in place of what the
//! face cannot show.

use serde_json::Value;

/// Stands on paper for a character that the face lacks, so that a reader sees that one is missing.
pub(crate) const LACKING: char = '□';

/// One line: composed, without what deceives a reader, spaces single.
pub(crate) fn line(text: &str) -> String {
    let clean = kernel::text::clean(text).text;
    let mut out = String::with_capacity(clean.len());
    for word in clean.split([' ', '\t', '\n', '\u{b}', '\u{c}']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The characters of a text that a PDF shows as □, each once, in their order; empty for every text
/// in a language of Viet Nam that is written in Latin letters.
///
/// ```
/// assert!(documents::unprintable("Ông Y Bhĭn Ƀyă, buôn Čư M'gar").is_empty());
/// assert_eq!(documents::unprintable("cảm ơn 🙏"), ['🙏']);
/// ```
#[must_use]
pub fn unprintable(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in kernel::text::clean(text).text.chars() {
        if !c.is_whitespace() && !crate::pdf::shows(c) && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// The same value with a sign in place of every character that the face lacks.
pub(crate) fn printable(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(shown(text)),
        Value::Array(list) => Value::Array(list.iter().map(printable).collect()),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), printable(value))).collect())
        }
        other => other.clone(),
    }
}

/// The same text with a sign in place of every character that the face lacks.
pub(crate) fn shown(text: &str) -> String {
    text.chars().map(|c| if crate::pdf::shows(c) { c } else { LACKING }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_composed_single_spaced_and_without_deceiving_characters() {
        assert_eq!(line("  Hoa\u{300} \t Bi\u{300}nh\r\nxã\u{202E} "), "Hoà Bình xã");
        assert_eq!(line("số\u{2007}5"), "số\u{2007}5", "a figure space is kept");
    }

    #[test]
    fn letters_of_every_people_in_latin_writing_are_shown() {
        for text in [
            "Ềếềểễệ ƯỪỨỬỮỰ Đđ ơờớởỡợ",
            "Ê Đê: ƀ Ƀ č Č ĕ ê̆ ĭ ñ ŏ ô̆ ơ̆ ŭ ư̆",
            "Gia Rai, Ba Na: ă̆ ĕ ĭ ơ̆ l̆ n̆ j",
            "Cơ Ho, Mnông: ơ̆ ŏ ŭ ƀ đ̆ ǹ",
            "“ngoặc kép” – gạch … № ₫ m² ½",
        ] {
            assert_eq!(unprintable(text), Vec::<char>::new(), "{text}");
        }
        assert_eq!(unprintable("ខ្មែរ").first(), Some(&'ខ'));
    }
}
