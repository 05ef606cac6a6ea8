//! By what a person can be looked for who stands in a text: whole names, numbers and addresses of
//! mail, folded, so that spelling does not matter. Pure: it keeps nothing, and whoever keeps marks
//! keeps them under a key.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde_json::Value;

use crate::{email, text};

/// How many digits the number of one person has: a telephone without its first nought has nine, an
/// identity number twelve.
const DIGITS: RangeInclusive<usize> = 9..=12;
/// How many words a name has: one word fits half a village.
const WORDS: RangeInclusive<usize> = 2..=6;
/// In how many pieces people write one number.
const PIECES: usize = 4;
/// The fields that hold one whole name, however it was typed.
const NAMES: [&str; 3] = ["name", "chair", "secretary"];

/// The mark of a whole name; `None` for what is too short or too long to be one.
///
/// ```
/// assert_eq!(kernel::person::name("Phan Thị Thử").as_deref(), Some("name phan thi thu"));
/// assert_eq!(kernel::person::name("Thử"), None);
/// ```
#[must_use]
pub fn name(typed: &str) -> Option<String> {
    let words = text::syllables(typed);
    WORDS.contains(&words.len()).then(|| format!("name {}", words.join(" ")))
}

/// The mark of a telephone or identity number; `None` for what has other digits than one. How it is
/// spaced, a country's prefix and noughts in front do not matter.
///
/// ```
/// let mark = kernel::person::number("0900 000 118");
/// assert_eq!(mark.as_deref(), Some("number 900000118"));
/// assert_eq!(kernel::person::number("+84 900.000.118"), mark);
/// assert_eq!(kernel::person::number("2026"), None);
/// ```
#[must_use]
pub fn number(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !DIGITS.contains(&digits.len()) {
        return None;
    }
    let plain = digits.trim_start_matches('0');
    let abroad = plain.strip_prefix("84").map(|rest| rest.trim_start_matches('0'));
    let plain = abroad.filter(|rest| rest.len() == *DIGITS.start()).unwrap_or(plain);
    (!plain.is_empty()).then(|| format!("number {plain}"))
}

/// The mark of an address of mail.
#[must_use]
pub fn mail(typed: &str) -> Option<String> {
    email::read(typed).map(|address| format!("mail {}", address.to_lowercase()))
}

/// All marks of a text: of the fields of a person, of a list of people, or of somebody's words.
#[must_use]
pub fn marks(content: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match serde_json::from_str::<Value>(content) {
        Ok(fields @ (Value::Object(_) | Value::Array(_))) => field("", &fields, &mut found),
        _ => words(content, &mut found),
    }
    found
}

fn field(key: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| field(key, value, found)),
        Value::Array(all) => all.iter().for_each(|value| field(key, value, found)),
        Value::String(typed) if NAMES.contains(&key) => found.extend(name(typed)),
        // A place is called like a person here and there.
        Value::String(typed) if key == "address" => numbers(typed, found),
        Value::String(typed) => words(typed, found),
        _ => {}
    }
}

/// Numbers, addresses, what stands at the head of a line of a list, and words with capitals that
/// follow each other.
fn words(content: &str, found: &mut BTreeSet<String>) {
    for line in content.lines() {
        found.extend(name(head(line)));
        numbers(line, found);
        found.extend(line.split_whitespace().filter_map(|one| mail(one.trim_matches(edge))));
        let mut run = Vec::new();
        for one in line.split_whitespace() {
            let word = one.trim_matches(edge);
            if word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic) {
                run.push(word);
            } else {
                named(&mut run, found);
            }
            if one.ends_with(edge) {
                named(&mut run, found);
            }
        }
        named(&mut run, found);
    }
}

/// "2. Phan Thị Thử, 0900 000 118" begins with a name.
fn head(line: &str) -> &str {
    let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
    line.split(|c: char| ",;:(/–-".contains(c) || c.is_ascii_digit()).next().unwrap_or(line)
}

fn edge(c: char) -> bool {
    !c.is_alphanumeric()
}

/// The longest run of words with capitals in which a name is looked for: a longer one is a
/// headline, or somebody who types capitals only, and every few words of it would be a mark.
const RUN: usize = 8;

/// Every name that can stand in words with capitals: "Bà Phan Thị Thử" holds one.
fn named(run: &mut Vec<&str>, found: &mut BTreeSet<String>) {
    if run.len() <= RUN {
        for count in WORDS {
            found.extend(run.windows(count).filter_map(|words| name(&words.join(" "))));
        }
    }
    run.clear();
}

/// Pieces that follow each other may be one number: each way to join them is a mark.
fn numbers(line: &str, found: &mut BTreeSet<String>) {
    let piece = |one: &str| {
        let plain = one.trim_matches(|c: char| !c.is_ascii_digit());
        let only = plain.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-');
        (only && !plain.is_empty()).then(|| plain.to_owned())
    };
    let pieces: Vec<Option<String>> = line.split_whitespace().map(piece).collect();
    for start in 0..pieces.len() {
        let mut joined = String::new();
        for piece in pieces[start..].iter().take(PIECES).map_while(Option::as_ref) {
            joined.push_str(piece);
            found.extend(number(&joined));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(content: &str, mark: Option<String>) -> bool {
        marks(content).contains(&mark.expect("a mark"))
    }

    #[test]
    fn a_person_s_fields_are_found_however_they_were_typed() {
        let fields = r#"{"name":"phan thị GIẢ ĐỊNH","phone":"0900 000 118","address":"Bình Sa",
            "email":"Thu.Tran@Example.vn"}"#;
        assert!(has(fields, name("Phan Thị Giả Định")));
        assert!(has(fields, number("+84900000118")));
        assert!(has(fields, mail("thu.tran@example.vn")));
        assert!(!has(fields, name("Bình Sa")), "where somebody lives is nobody's name");
        let nested = r#"{"names":"1-A Phan Thị Thử\n12 trần văn mẫu","here":["1","2"]}"#;
        assert!(has(nested, name("Phan Thị Thử")) && has(nested, name("Trần Văn Mẫu")));
    }

    #[test]
    fn those_named_in_a_list_and_in_words_are_found() {
        let list = "1. Phan Thị Thử, thôn 1, 0900 000 118\n2) bà Trần Thị Mẫu (0900.000.119)";
        for one in ["Phan Thị Thử", "Trần Thị Mẫu"] {
            assert!(has(list, name(one)), "{one}");
        }
        for one in ["0900000118", "0900000119"] {
            assert!(has(list, number(one)), "{one}");
        }
        let words = "Hôm qua ông Lê Văn Nháp, tổ 3, gọi 0900000117. Số căn cước 048 085 001 234!";
        assert!(has(words, name("lê văn nháp")) && has(words, number("0900000117")));
        assert!(has(words, number("048085001234")));
        assert!(!has(words, name("Văn Nháp Tổ")), "a comma ends a name");
        assert!(
            marks("Mương bị lấp, nước tràn vào nhà.").iter().all(|mark| !mark.contains("tran"))
        );
        assert!(marks("").is_empty() && marks("12345").is_empty());
    }
}
