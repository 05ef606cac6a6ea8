//! Search without words on disk: each folded syllable becomes a keyed tag.
//!
//! A Vietnamese word is a syllable or a few, so exact syllables and their conjunction find what a
//! person means, with or without marks ("khieu nai" finds "khiếu nại"). The tag is HMAC-SHA-256
//! under the search key, cut to 40 bits: a stolen file or backup holds no words, and erasing a
//! text erases its tags. Labels (codes, units) are tagged too, so one query filters by both.
//!
//! The marks of a text's sketch ([`kernel::sketch`]) are tagged beside its syllables: texts that
//! are much alike share one, so that a letter's likes are found without opening any other letter.

use std::collections::{BTreeSet, HashMap};

use kernel::sketch::Pairs;
use kernel::{Id, text};

use crate::Store;
use crate::keyring::Keyring;
use crate::open::Shared;
use crate::projection::Difference;
use crate::vault::{self, Opened};

/// The part of the search that is one subject's own. Subjects number their documents by
/// themselves and may give the same number: on two shelves these are two documents. A question
/// that stays within [`Shelf::first`] and [`Shelf::end`] never walks through another subject's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shelf(u8);

impl Shelf {
    /// How many numbers a shelf has.
    const SIZE: i64 = 1 << 56;

    /// A shelf by its number, which stays for ever: 0 to 126.
    ///
    /// # Panics
    /// For a higher one: there are no more.
    pub const fn new(number: u8) -> Self {
        assert!(number < 127, "there are 127 shelves");
        Self(number)
    }

    /// The first number on it.
    pub const fn first(self) -> i64 {
        self.0 as i64 * Self::SIZE
    }

    /// The first number behind it.
    pub const fn end(self) -> i64 {
        self.first() + Self::SIZE
    }

    /// The number by which the search knows the document that its subject numbered `seq`; `None`
    /// for what no shelf holds.
    pub const fn number(self, seq: i64) -> Option<i64> {
        match 0 <= seq && seq < Self::SIZE {
            true => Some(self.first() + seq),
            false => None,
        }
    }
}

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The tag of one folded syllable or label: eight letters and digits.
fn tag(keys: &Keyring, word: &str) -> String {
    let bytes = keys.search_tag(word);
    let mut bits = [0u8; 8];
    bits[3..].copy_from_slice(&bytes[..5]);
    let bits = u64::from_be_bytes(bits);
    (0..8).rev().map(|place| ALPHABET[(bits >> (5 * place)) as usize & 31] as char).collect()
}

/// The tags of texts and labels, each once, separated by spaces.
pub fn document<'a>(
    keys: &Keyring,
    texts: impl IntoIterator<Item = &'a str>,
    labels: &[String],
) -> String {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for text in texts {
        words.extend(text::syllables(text));
        words.extend(marks(text));
    }
    let tags = words.iter().map(|word| tag(keys, word));
    let labels = labels.iter().map(|label| tag(keys, label));
    tags.chain(labels).collect::<Vec<_>>().join(" ")
}

/// The marks of a text as words that no syllable can be.
fn marks(text: &str) -> impl Iterator<Item = String> {
    Pairs::of(text).marks().into_iter().map(|mark| format!("~{mark:x}"))
}

/// The tags of a text's marks: documents that hold any of them may be much alike.
pub fn alike(keys: &Keyring, text: &str) -> Vec<String> {
    marks(text).map(|mark| tag(keys, &mark)).collect()
}

/// The tag of one label.
pub fn label(keys: &Keyring, label: &str) -> String {
    tag(keys, label)
}

/// The tags to look for: every syllable of `query` and every label must be present.
pub fn query(keys: &Keyring, query: &str, labels: &[&str]) -> Vec<String> {
    let words: BTreeSet<String> = text::syllables(query).into_iter().collect();
    let tags = words.iter().map(|word| tag(keys, word));
    tags.chain(labels.iter().map(|label| tag(keys, label))).collect()
}

/// The search tags of a changed document; words written earlier are opened from the vault.
pub(crate) async fn tags(
    shared: &Shared,
    stream: &str,
    difference: &Difference,
    mut clear: HashMap<Id, String>,
    erased: &[Id],
) -> crate::Result<Option<(i64, String, String)>> {
    let Some(doc) = &difference.doc else { return Ok(None) };
    let missing: Vec<Id> = doc
        .words
        .iter()
        .filter(|id| !clear.contains_key(id) && !erased.contains(id))
        .copied()
        .collect();
    if !missing.is_empty() {
        for (id, opened) in vault::read_many(&shared.pool, &shared.keys.load(), &missing).await? {
            if let Opened::Words(words) = opened {
                clear.insert(id, String::from_utf8_lossy(&words).into_owned());
            }
        }
    }
    let texts = doc.words.iter().filter_map(|id| clear.get(id).map(String::as_str));
    let tags = document(&shared.keys.load(), texts, &doc.labels);
    Ok(Some((doc.seq, stream.to_owned(), tags)))
}

impl Store {
    /// To be called after very many rows were added at once: until then the planner of a database
    /// server goes by an empty table. Nothing is lost where it is not called: slow lists, at most
    /// until the server looks by itself.
    pub async fn refresh_statistics(&self) -> crate::Result<()> {
        match self.shared.engine.statistics() {
            Some(sql) => self.run_apart(sql, Vec::new()).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// The full-text query for words and labels, to be bound where [`crate::Engine::search`] says.
    /// Empty
    /// when nothing can be searched for.
    pub fn search_query(&self, words: &str, labels: &[&str]) -> String {
        let tags = query(&self.shared.keys.load(), words, labels);
        self.shared.engine.search_query(&tags)
    }

    /// The full-text query for documents that are much like this text and carry the label: to be
    /// bound where [`crate::Engine::search`] says. `None` when the text has no words.
    pub fn search_alike(&self, text: &str, with: &str) -> Option<String> {
        let keys = self.shared.keys.load();
        let tags = alike(&keys, text);
        let label = label(&keys, with);
        (!tags.is_empty()).then(|| self.shared.engine.search_any(&tags, &label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Chance;

    #[test]
    fn a_shelf_ends_where_the_next_begins() {
        let (first, last) = (Shelf::new(0), Shelf::new(126));
        assert_eq!(first.number(7), Some(7), "the first shelf's numbers are the subject's own");
        assert_eq!(first.end(), Shelf::new(1).first());
        assert_eq!(last.number(Shelf::SIZE - 1), Some(i64::MAX - Shelf::SIZE));
        assert_eq!((first.number(-1), first.number(Shelf::SIZE)), (None, None));
    }

    #[test]
    fn marks_and_order_do_not_matter_and_no_word_is_stored() {
        let keys = Keyring::new(&Chance::seeded(1));
        let stored = document(&keys, ["Khiếu nại đất đai"], &["unit:20836".into()]);
        assert!(!stored.contains("khieu") && !stored.contains("dat"));
        for found in ["khieu nai", "ĐẤT khiếu"] {
            let wanted = query(&keys, found, &["unit:20836"]);
            assert!(wanted.iter().all(|tag| stored.contains(tag.as_str())), "{found}");
        }
        let longer = "Khiếu nại đất đai, nhà cửa";
        assert!(alike(&keys, longer).iter().any(|tag| stored.contains(tag.as_str())));
        assert!(!alike(&keys, "Đèn đường tắt").iter().any(|tag| stored.contains(tag.as_str())));
        assert!(!query(&keys, "mương", &[]).iter().all(|tag| stored.contains(tag.as_str())));
    }
}
