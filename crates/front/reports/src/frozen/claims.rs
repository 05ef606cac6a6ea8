//! Numbers that a sentence states and its figures do not; pure. An edited sentence is let stand,
//! and such numbers are named beside it.

use std::collections::BTreeSet;

use super::Sentence;

/// The numbers of a text, as they are written, in their order.
fn numbers(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut all = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !letters[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut one = String::new();
        while at < letters.len() {
            let next = letters.get(at + 1).copied().unwrap_or(' ');
            let joins = matches!(letters[at], '.' | ',') && next.is_ascii_digit();
            if !letters[at].is_ascii_digit() && !joins {
                break;
            }
            one.push(letters[at]);
            at += 1;
        }
        all.push(one);
    }
    all
}

/// A number without the marks between its thousands: `2.861` and `2861` are one.
fn plain(written: &str) -> String {
    let parts: Vec<&str> = written.split(['.', ',']).collect();
    let thousands = parts.len() > 1 && parts[1..].iter().all(|part| part.len() == 3);
    if thousands { parts.concat() } else { written.replace(',', ".") }
}

/// The numbers in a sentence as it stands that are not among those which its figures gave.
#[must_use]
pub fn strange(sentence: &Sentence) -> Vec<String> {
    let known: BTreeSet<String> = numbers(&sentence.made).iter().map(|one| plain(one)).collect();
    let mut told = numbers(&sentence.text);
    told.retain(|one| !known.contains(&plain(one)));
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(made: &str, text: &str) -> Vec<String> {
        strange(&Sentence { made: made.to_owned(), text: text.to_owned() })
    }

    const MADE: &str = "Trong năm 2024, toàn tỉnh tiếp 2.861 lượt (tăng 118 lượt so với năm 2023).";

    #[test]
    fn words_may_change_and_numbers_may_go() {
        for text in [MADE, "", "Năm 2024 tiếp 2861 lượt công dân.", "Tăng 118 lượt, đạt 2,861."]
        {
            assert_eq!(told(MADE, text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_number_that_the_figures_did_not_give_is_named() {
        assert_eq!(told(MADE, "Năm 2024 tiếp 2.900 lượt."), ["2.900"]);
        assert_eq!(told(MADE, "Tiếp 286 lượt, tăng 11,8 lượt."), ["286", "11,8"]);
        assert_eq!(told("Không có việc nào.", "Có 3 việc."), ["3"]);
    }
}
