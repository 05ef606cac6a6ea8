//! The one source of chance: the operating system's, or a seeded one for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Gives random bytes. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Chance {
    /// The operating system's generator; the only one fit for keys.
    System,
    /// A repeatable sequence for tests and the demonstration year. Never for keys.
    Seeded(Arc<AtomicU64>),
}

impl Chance {
    /// A repeatable source that starts from `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(AtomicU64::new(seed)))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: no key may then be made.
    #[allow(clippy::disallowed_methods)] // The one permitted reading of the system's randomness.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match self {
            Self::System => getrandom::fill(&mut out).expect("the system gives randomness"),
            Self::Seeded(state) => {
                for part in out.chunks_mut(8) {
                    part.copy_from_slice(&split_mix(state).to_le_bytes()[..part.len()]);
                }
            }
        }
        out
    }

    /// A random number.
    pub fn u64(&self) -> u64 {
        u64::from_le_bytes(self.bytes())
    }

    /// A number below `bound`, near enough to uniform for codes and samples (`bound` ≪ 2⁶⁴).
    pub fn below(&self, bound: u64) -> u64 {
        self.u64() % bound.max(1)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): equidistributed and enough for samples.
fn split_mix(state: &AtomicU64) -> u64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut z = state.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        let (a, b) = (Chance::seeded(7), Chance::seeded(7));
        assert_eq!(a.bytes::<20>(), b.bytes::<20>());
        assert_ne!(a.u64(), a.u64());
        assert_ne!(Chance::System.bytes::<16>(), Chance::System.bytes::<16>());
    }
}
