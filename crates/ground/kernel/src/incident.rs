//! An incident number: all that a person sees of a bug, and what finds it in the log.

use std::fmt;

use crate::Chance;

/// A number such as `K7-418`, short enough to say over the telephone. Not unique for ever: with
/// the day it is enough to find the log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incident(u32);

impl Incident {
    /// A new number.
    pub fn new(chance: &Chance) -> Self {
        Self(chance.below(24 * 10 * 1000) as u32)
    }
}

impl fmt::Display for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
        let letter = LETTERS[(self.0 / 10_000) as usize % LETTERS.len()] as char;
        write!(f, "{letter}{}-{:03}", self.0 / 1000 % 10, self.0 % 1000)
    }
}
