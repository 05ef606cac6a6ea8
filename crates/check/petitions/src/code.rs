//! The short code to say aloud, and the four secret words.
//!
//! `TT-4176-28`: letters of the unit (only for the eye), then digits: a number of this instance,
//! scrambled under a key so that nobody can count petitions or guess the next, and one check digit
//! (Damm 2004: finds every single wrong digit and every swap of neighbours). Six digits serve the
//! first ninety thousand petitions of an instance, eight the next nine million.
//!
//! The secret is not stored anywhere: it is derived from the petition's identity under the code
//! key, and renewed by counting a generation.

use store::Keyring;

/// Damm's table: a totally anti-symmetric quasigroup of order 10.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn check_digit(digits: &str) -> u8 {
    digits.bytes().fold(0, |row, digit| DAMM[row as usize][(digit - b'0') as usize % 10])
}

/// Numbers below this get six digits.
const SHORT: i64 = 90_000;

/// The code of petition number `seq` at a unit whose letters are `letters`.
pub fn code(keys: &Keyring, letters: &str, seq: i64) -> String {
    let (width, number) = match seq < SHORT {
        true => (5, scramble(keys, 5, seq.unsigned_abs())),
        false => (7, scramble(keys, 7, seq.unsigned_abs() - SHORT.unsigned_abs())),
    };
    let digits = format!("{number:0width$}");
    let digits = format!("{digits}{}", check_digit(&digits));
    format!("{letters}-{}-{}", &digits[..4], &digits[4..])
}

/// A permutation of the numbers of `width` digits: a Feistel network of four rounds over the next
/// power of four, walked until it lands inside (cycle walking).
fn scramble(keys: &Keyring, width: u32, number: u64) -> u64 {
    let size = 10u64.pow(width);
    let half = (u64::BITS - (size - 1).leading_zeros()).div_ceil(2);
    let mask = (1u64 << half) - 1;
    let mut at = number % size;
    loop {
        let (mut left, mut right) = (at >> half, at & mask);
        for round in 0..4u64 {
            let parts = [
                width.to_be_bytes().to_vec(),
                round.to_be_bytes().to_vec(),
                right.to_be_bytes().to_vec(),
            ];
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            let tag = keys.tag("petition-code", &parts);
            let mix = u64::from_be_bytes([
                tag[0], tag[1], tag[2], tag[3], tag[4], tag[5], tag[6], tag[7],
            ]);
            (left, right) = (right, (left ^ mix) & mask);
        }
        at = (left << half) | right;
        if at < size {
            return at;
        }
    }
}

/// Reads a code as a person types it: any letters, spaces or dashes, lower case. `None` when the
/// digits are not six or eight, or the check digit says that one of them is wrong.
pub fn read(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let right = matches!(digits.len(), 6 | 8) && letters.len() <= 4 && check_digit(&digits) == 0;
    right.then_some(digits)
}

/// A code as it is written on papers, out of any spelling of it: "tt 417628" is `TT-4176-28`.
/// `None` where [`read`] reads none.
pub fn written(text: &str) -> Option<String> {
    let digits = read(text)?;
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let (first, last) = digits.split_at(4);
    let numbers = format!("{first}-{last}");
    match letters.is_empty() {
        true => Some(numbers),
        false => Some(format!("{}-{numbers}", letters.to_uppercase())),
    }
}

/// The codes that a text names, in its order, each once: letters, a dash or a space, four digits, a
/// dash or a space, two or four digits, of which the last one checks the others.
pub fn named(text: &str) -> Vec<String> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let letters =
        |word: &str| (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
    let number = |word: &str, lengths: &[usize]| {
        lengths.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let mut found = Vec::new();
    for at in words.windows(3) {
        if letters(at[0]) && number(at[1], &[4]) && number(at[2], &[2, 4]) {
            let code = written(&at.join("-"));
            found.extend(code.filter(|code| !found.contains(code)));
        }
    }
    found
}

/// The digits of a code, by which it is found.
pub fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).collect()
}

/// The four secret words of a petition.
pub fn secret(keys: &Keyring, stream: &str, generation: i64) -> [&'static str; 4] {
    let tag = keys.tag("petition-secret", &[stream.as_bytes(), &generation.to_be_bytes()]);
    let words = words();
    [0, 1, 2, 3].map(|place| words[tag[place] as usize])
}

/// Whether `typed` (with or without marks, any spaces) is the secret. Compares all four words
/// before it answers, so that the time taken says nothing.
pub fn is_secret(keys: &Keyring, stream: &str, generation: i64, typed: &str) -> bool {
    let wanted: Vec<String> =
        secret(keys, stream, generation).iter().map(|word| kernel::text::fold(word)).collect();
    let typed: Vec<String> = kernel::text::syllables(typed);
    let same = (0..4).fold(0, |same, place| {
        same + usize::from(typed.get(place).is_some_and(|word| *word == wanted[place]))
    });
    same == 4 && typed.len() == 4
}

/// 256 plain things that everybody can say and write; all different without marks.
fn words() -> &'static [&'static str; 256] {
    static WORDS: std::sync::OnceLock<[&'static str; 256]> = std::sync::OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = [""; 256];
        include_str!("secret-words.txt")
            .split_whitespace()
            .zip(&mut words)
            .for_each(|(w, to)| *to = w);
        words
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::Chance;

    use super::*;

    #[test]
    fn codes_are_all_different_and_every_slip_is_noticed() {
        let keys = Keyring::new(&Chance::seeded(5));
        let codes: BTreeSet<String> =
            (0..3000).chain(89_000..91_000).map(|n| code(&keys, "TT", n)).collect();
        assert_eq!(codes.len(), 5000);
        let one = code(&keys, "TT", 17);
        assert_eq!(read(&one.to_lowercase().replace('-', " ")), Some(digits(&one)));
        let right = digits(&one);
        for place in 0..right.len() {
            for other in b'0'..=b'9' {
                let mut wrong = right.clone().into_bytes();
                wrong[place] = other;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(read(&wrong).is_some(), wrong == right, "{wrong} for {right}");
            }
        }
        assert!(read("TT-4176-2").is_none() && read("").is_none());
    }

    #[test]
    fn a_code_in_a_letter_is_found_and_a_sum_or_a_telephone_is_not() {
        let keys = Keyring::new(&Chance::seeded(5));
        let (one, long) = (code(&keys, "TT", 17), code(&keys, "QN", 91_000));
        let text = format!("Theo đơn {one}, và cả {}; gọi 0900 000 118.", long.to_lowercase());
        assert_eq!(named(&text), [one.clone(), long.clone()]);
        assert_eq!(written(&one.to_lowercase().replace('-', "")), Some(one.clone()));
        assert_eq!(written(&digits(&long)), Some(long[3..].to_owned()));
        let swapped = format!("{}{}", &one[..8], one[8..].chars().rev().collect::<String>());
        for other in ["", "05-1203-26", "QĐ 4176-28", "TT 41762 8", "xã 4176 28", &swapped] {
            assert!(named(other).iter().all(|code| *code == one), "{other}");
        }
        assert!(named(&format!("{one} {one}")).len() == 1 && named("TT-0000-01").is_empty());
    }

    #[test]
    fn the_whole_short_range_is_a_permutation() {
        let keys = Keyring::new(&Chance::seeded(6));
        let all: BTreeSet<u64> = (0..2000).map(|n| scramble(&keys, 5, n)).collect();
        assert_eq!(all.len(), 2000);
        assert!(all.iter().all(|n| *n < 100_000));
    }

    #[test]
    fn the_secret_words_are_256_and_differ_without_marks() {
        let folded: BTreeSet<String> = words().iter().map(|w| kernel::text::fold(w)).collect();
        assert_eq!(folded.len(), 256);
        assert!(
            folded
                .iter()
                .all(|word| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn the_secret_opens_with_or_without_marks_and_only_itself() {
        let keys = Keyring::new(&Chance::seeded(7));
        let words = secret(&keys, "petition/1", 0).join(" ");
        assert!(is_secret(&keys, "petition/1", 0, &words));
        assert!(is_secret(&keys, "petition/1", 0, &kernel::text::fold(&words).to_uppercase()));
        assert!(!is_secret(&keys, "petition/1", 1, &words), "renewed");
        assert!(!is_secret(&keys, "petition/2", 0, &words));
        assert!(!is_secret(&keys, "petition/1", 0, "sen cau đò"));
    }
}
