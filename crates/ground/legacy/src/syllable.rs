//! Whether a word can be a Vietnamese syllable: beginning, rhyme and tone fit. Not a dictionary.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Longest first.
const BEGINNINGS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

const RHYMES: &str = "\
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân \
    âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i \
    ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach \
    oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen \
    oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn \
    ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm \
    uôn uông uôt up ut uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm \
    ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y ych yên yêt yêu yêm \
    yêng ynh yt";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| RHYMES.split_whitespace().collect());

/// Whether `word` (composed, any case) can be one syllable, written in one way of casing.
pub fn is_syllable(word: &str) -> bool {
    if word.chars().count() > 8 || !is_cased(word) {
        return false;
    }
    let mut tone = None;
    let mut plain = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase).nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' if tone.is_none() => {
                tone = Some(c);
            }
            c => plain.push(c),
        }
    }
    let plain: String = plain.nfc().collect();
    BEGINNINGS.iter().any(|beginning| {
        plain.strip_prefix(beginning).is_some_and(|rhyme| fits(beginning, rhyme, tone))
    })
}

fn fits(beginning: &str, rhyme: &str, tone: Option<char>) -> bool {
    if !KNOWN.contains(rhyme) {
        return false;
    }
    // A syllable that is shut by a stop is said high or broken off, and no other way.
    let shut = rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch");
    if shut && !matches!(tone, Some('\u{301}' | '\u{323}')) {
        return false;
    }
    let first = rhyme.chars().next().unwrap_or_default();
    let thin = "eêiy".contains(first);
    match beginning {
        "k" | "gh" | "ngh" => thin,
        "c" | "ng" => !thin,
        "g" => !thin || first == 'i',
        "qu" => !"ouư".contains(first),
        _ => true,
    }
}

/// `việt`, `Việt` or `VIỆT`.
fn is_cased(word: &str) -> bool {
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return false };
    let rest = letters.as_str();
    first.is_alphabetic()
        && rest.chars().all(char::is_alphabetic)
        && (!rest.chars().any(char::is_uppercase)
            || (first.is_uppercase() && !rest.chars().any(char::is_lowercase)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_and_what_is_none() {
        let good = "Việt NGHĨA quyền giếng gì quốc Đường khuỷu của và được ủy nghiêng nước hoà y";
        for word in good.split(' ') {
            assert!(is_syllable(word), "{word}");
        }
        let odd = "vIệt café Đắck kết1 Ãn÷ hßa héi cè nghà thàt résumé  ViÖt straße Coäng naïve";
        for word in odd.split(' ') {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
