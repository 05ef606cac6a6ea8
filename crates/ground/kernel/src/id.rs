//! Identities: 128 bits, ordered by the time of their making, written in 26 letters and digits.
//!
//! An identity says nothing about what it names except, roughly, when it was made (48 bits of
//! milliseconds, as in UUID version 7, RFC 9562 §5.7); the rest is chance. It is not a secret.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Chance;

/// Crockford's alphabet in lower case: no i, l, o, u, so that nobody misreads one.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LETTERS: usize = 26;

/// An identity. See the [module](self).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u128);

impl Id {
    /// A new identity made at `now`.
    pub fn new(now: Timestamp, chance: &Chance) -> Self {
        Self::from_parts(now, chance.bytes())
    }

    /// An identity from its parts: the same instant and bytes give the same identity, which is how
    /// an idempotency key always names the same petition.
    pub fn from_parts(now: Timestamp, random: [u8; 10]) -> Self {
        let millis = now.as_millisecond().max(0) as u128;
        let mut low = [0; 16];
        low[6..].copy_from_slice(&random);
        Self((millis << 80) | u128::from_be_bytes(low))
    }

    /// The 16 bytes, most significant first.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; LETTERS];
        for (place, letter) in text.iter_mut().rev().enumerate() {
            *letter = ALPHABET[((self.0 >> (5 * place)) & 31) as usize];
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not an identity: wrong length, or a letter outside the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an identity of 26 letters and digits")
    }
}

impl std::error::Error for NotAnId {}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != LETTERS || text.as_bytes()[0] > b'7' {
            return Err(NotAnId);
        }
        text.bytes()
            .try_fold(0u128, |value, letter| {
                let digit = ALPHABET.iter().position(|l| *l == letter).ok_or(NotAnId)?;
                Ok((value << 5) | digit as u128)
            })
            .map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_and_keeps_the_order_of_time() {
        let chance = Chance::seeded(1);
        let early = Id::new("2026-01-01T00:00:00Z".parse().unwrap(), &chance);
        let late = Id::new("2026-01-01T00:00:01Z".parse().unwrap(), &chance);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!("8".repeat(26).parse::<Id>(), Err(NotAnId), "would not fit 128 bits");
        assert_eq!("i".repeat(26).parse::<Id>(), Err(NotAnId));
        assert_eq!("é0000000000000000000000000".parse::<Id>(), Err(NotAnId));
    }
}
