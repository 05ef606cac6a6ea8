//! How alike two texts are, by the pairs of neighbouring syllables that they share; and a short
//! sketch by which texts that share most of them meet without being compared one by one.
//!
//! Marks, capitals and punctuation do not count ([`crate::text::syllables`]). It knows no meaning:
//! two people who describe one hole in the road in their own words are hardly alike here. Pure.

use crate::text;

/// How many marks a sketch has, each of [`ROWS`] minima. Two texts that are alike in 90 % share at
/// least one with a chance of 99 %, in 80 % with one of 90 %, in 40 % with one of 23 %. More marks
/// would find more, and cost an index of half a million letters 9 MiB each.
pub const MARKS: usize = 4;

const ROWS: usize = 2;

/// The pairs of neighbouring syllables of a text, each as a number, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<u64>);

impl Pairs {
    /// Of a text. A single syllable is a pair with nothing.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let syllables: Vec<u64> = text::syllables(text).iter().map(|word| number(word)).collect();
        let mut pairs: Vec<u64> = match syllables.as_slice() {
            [one] => vec![mixed(*one)],
            many => many.windows(2).map(|two| mixed(two[0].rotate_left(17) ^ two[1])).collect(),
        };
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs)
    }

    /// Whether the text had no syllable.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Twice what both have, of all that each has, in percent: 100 for the same words, 0 for
    /// nothing in common or no words at all.
    ///
    /// ```
    /// use kernel::sketch::Pairs;
    /// let (a, b) = (Pairs::of("Đường thôn 3 bị ngập"), Pairs::of("duong thon 3 bi hong"));
    /// assert_eq!(a.alike(&b), 75);
    /// ```
    #[must_use]
    pub fn alike(&self, other: &Self) -> u8 {
        let all = self.0.len() + other.0.len();
        if all == 0 {
            return 0;
        }
        let both = self.0.iter().filter(|pair| other.0.binary_search(pair).is_ok()).count();
        u8::try_from(200 * both / all).unwrap_or(100)
    }

    /// The text's marks, each with its place in front: texts that are much alike share some.
    #[must_use]
    pub fn marks(&self) -> Vec<u64> {
        if self.is_empty() {
            return Vec::new();
        }
        let least = |row: usize| {
            let seed = mixed(row as u64 + 1);
            self.0.iter().map(|pair| mixed(pair ^ seed)).min().unwrap_or_default()
        };
        let mark = |place: usize| {
            let rows = (0..ROWS).map(|row| least(place * ROWS + row));
            rows.fold(mixed(place as u64), |so_far, row| mixed(so_far.rotate_left(7) ^ row))
        };
        (0..MARKS).map(mark).collect()
    }
}

/// FNV-1a of the syllable's letters. Nothing depends on its being hard to turn back: what is kept
/// of a mark is a keyed hash.
fn number(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |so_far, byte| {
        (so_far ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The finishing steps of splitmix64: every bit of the input reaches every bit of the output.
const fn mixed(from: u64) -> u64 {
    let mut z = from.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "Kính gửi Ủy ban nhân dân xã. Chúng tôi là các hộ dân sống dọc tuyến \
        đường liên thôn, đề nghị xã cho sửa cống thoát nước đã hỏng từ mùa mưa năm ngoái, nước \
        tràn vào nhà mỗi khi mưa to, trẻ em đi học phải lội qua. Đề nghị xã trả lời cho \
        chúng tôi biết.";

    #[test]
    fn marks_capitals_and_punctuation_do_not_count() {
        let bare = Pairs::of(&text::fold(LETTER).to_uppercase().replace(['.', ','], " "));
        assert_eq!(Pairs::of(LETTER).alike(&bare), 100);
        assert_eq!(Pairs::of(LETTER).marks(), bare.marks());
    }

    #[test]
    fn letters_of_a_chain_share_marks_and_other_letters_none() {
        let signed = Pairs::of(&format!("{LETTER} Hộ ông Nguyễn Văn Mẫu, tổ 5."));
        let other = Pairs::of("Đèn đường trước trường tiểu học không sáng đã ba tuần, đi lại khó.");
        let letter = Pairs::of(LETTER);
        assert!(letter.alike(&signed) > 80);
        assert!(letter.alike(&other) < 10);
        let shared =
            |with: &Pairs| letter.marks().iter().filter(|mark| with.marks().contains(mark)).count();
        assert!(shared(&signed) > 0);
        assert_eq!(shared(&other), 0);
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert_eq!(Pairs::of(" … ").alike(&Pairs::default()), 0);
        assert!(Pairs::default().marks().is_empty());
        assert_eq!(Pairs::of("một").alike(&Pairs::of("Mót")), 100);
    }
}
