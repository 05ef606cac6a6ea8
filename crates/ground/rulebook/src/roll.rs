//! The roll: each household by a mark, once. Who the household is, is not known here.
//!
//! Marks are typed as people write them: `1-40, 42, 12A`. A mark that stands twice, in one list or
//! in two, is a household that would count twice: it is named, and the roll is refused.

use std::collections::BTreeSet;

/// The most households that one list may hold: more than any village has.
pub const MOST: usize = 20_000;
/// The most characters of a mark.
const LONGEST: usize = 12;

/// Why a list of marks cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RollFault {
    /// This is no mark.
    #[error("{0} is no household's mark")]
    NotAMark(String),
    /// A row that goes backwards: `40-1`.
    #[error("{0} goes backwards")]
    Backwards(String),
    /// More than [`MOST`].
    #[error("more than {MOST} households")]
    TooMany,
    /// These stand more than once.
    #[error("{} stand more than once", .0.join(", "))]
    Doubles(Vec<String>),
}

/// Reads marks, in their order.
///
/// ```
/// assert_eq!(rulebook::roll::read("1-3; 7a\n12").unwrap(), ["1", "2", "3", "7A", "12"]);
/// assert!(rulebook::roll::read("1-3, 2").is_err());
/// ```
///
/// # Errors
/// What is no mark, or stands twice.
pub fn read(text: &str) -> Result<Vec<String>, RollFault> {
    let mut marks = Vec::new();
    for part in text.split([',', ';', ' ', '\n', '\r', '\t']).filter(|part| !part.is_empty()) {
        match part.split_once(['-', '–']) {
            Some((from, to)) => row(part, from, to, &mut marks)?,
            None => marks.push(mark(part)?),
        }
        if marks.len() > MOST {
            return Err(RollFault::TooMany);
        }
    }
    match doubles(&[&marks]) {
        twice if twice.is_empty() => Ok(marks),
        twice => Err(RollFault::Doubles(twice)),
    }
}

fn row(part: &str, from: &str, to: &str, marks: &mut Vec<String>) -> Result<(), RollFault> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= LONGEST);
    let ends = number(from).zip(number(to));
    let (from, to) = ends.ok_or_else(|| RollFault::NotAMark(part.to_owned()))?;
    if to < from {
        return Err(RollFault::Backwards(part.to_owned()));
    }
    if (to - from) as usize >= MOST {
        return Err(RollFault::TooMany);
    }
    marks.extend((from..=to).map(|n| n.to_string()));
    Ok(())
}

/// A mark in its one spelling: `012a` and `12A` are one household.
fn mark(part: &str) -> Result<String, RollFault> {
    let plain = part.len() <= LONGEST && part.chars().all(|c| c.is_ascii_alphanumeric());
    let bare = part.trim_start_matches('0');
    match plain && !bare.is_empty() {
        true => Ok(bare.to_uppercase()),
        false => Err(RollFault::NotAMark(part.to_owned())),
    }
}

/// The marks that stand more than once in several lists together, each once.
pub fn doubles(lists: &[&[String]]) -> Vec<String> {
    let (mut seen, mut twice) = (BTreeSet::new(), Vec::new());
    for mark in lists.iter().copied().flatten() {
        if !seen.insert(mark) && !twice.contains(mark) {
            twice.push(mark.clone());
        }
    }
    twice
}
