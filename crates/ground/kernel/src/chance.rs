//! The one source of chance: the operating system's, or a seeded one for tests.

use std::cell::RefCell;
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
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match self {
            Self::System => POOL.with_borrow_mut(|pool| pool.give(&mut out)),
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

thread_local! {
    static POOL: RefCell<Pool> =
        const { RefCell::new(Pool { bytes: [0; POOL_SIZE], used: POOL_SIZE }) };
}

/// How much a thread asks the system for at once. A petition takes some 250 bytes in a dozen
/// pieces; asked for one by one they were 3 % of a long import.
const POOL_SIZE: usize = 1024;

/// Randomness of the system that one thread has asked for and not used yet. What is given is wiped
/// here, so no later reader of this memory learns a key from it. The program never forks.
struct Pool {
    bytes: [u8; POOL_SIZE],
    used: usize,
}

impl Pool {
    fn give(&mut self, out: &mut [u8]) {
        for part in out.chunks_mut(POOL_SIZE) {
            if POOL_SIZE - self.used < part.len() {
                self.refill();
            }
            let given = &mut self.bytes[self.used..self.used + part.len()];
            part.copy_from_slice(given);
            given.fill(0);
            self.used += part.len();
        }
    }

    #[allow(clippy::disallowed_methods)] // The one permitted reading of the system's randomness.
    fn refill(&mut self) {
        getrandom::fill(&mut self.bytes).expect("the system gives randomness");
        self.used = 0;
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

    #[test]
    fn no_piece_of_the_system_s_randomness_is_given_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..10 * POOL_SIZE / 24 {
            assert!(seen.insert(Chance::System.bytes::<24>()));
        }
        let long = Chance::System.bytes::<{ 3 * POOL_SIZE }>();
        assert!(long.windows(16).all(|piece| piece != [0; 16]), "a part was left empty");
    }
}
