//! Slowing down those who guess, without locking anybody's office out.
//!
//! Each key (who is tried, from what sort of place) has some tries free; after them, each further
//! try must wait twice as long as the one before, up to a cap. A key that rests is forgotten.
//! Keys are keyed hashes: nothing here says whose account or which address it was. Kept in memory:
//! a restart forgives, and each node counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// What is counted: a keyed hash.
pub type Key = [u8; 16];

/// How patient a throttle is with one sort of key.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Tries that cost nothing.
    pub free: u32,
    /// The wait after the first try beyond them; it doubles with each further one.
    pub first_wait: SignedDuration,
    /// The longest wait.
    pub longest_wait: SignedDuration,
}

/// After this long without a try a key is new again.
const REST: SignedDuration = SignedDuration::from_hours(2);
/// More keys than this are never kept; the oldest go first.
const MOST: usize = 50_000;

#[derive(Clone, Copy)]
struct Tries {
    count: u32,
    until: Timestamp,
    last: Timestamp,
}

/// Counts tries.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<Key, Tries>>);

impl Throttle {
    /// Counts one try of each key, all or none. It is counted before its outcome is known, so that
    /// a thousand tries at once are no way around.
    ///
    /// # Errors
    /// When one of them must wait: until when. Then nothing is counted.
    pub fn attempt(&self, keys: &[(Key, Patience)], now: Timestamp) -> Result<(), Timestamp> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = keys.iter().filter_map(|(key, _)| all.get(key)).map(|tries| tries.until);
        if let Some(until) = waits.filter(|until| *until > now).max() {
            return Err(until);
        }
        for (key, patience) in keys {
            let fresh = Tries { count: 0, until: now, last: now };
            let tries = all.entry(*key).or_insert(fresh);
            if now.duration_since(tries.last) > REST {
                *tries = fresh;
            }
            tries.count += 1;
            tries.last = now;
            tries.until = now.checked_add(patience.wait(tries.count)).unwrap_or(Timestamp::MAX);
        }
        if all.len() > MOST {
            prune(&mut all, now);
        }
        Ok(())
    }

    /// Forgets a key whose try was right.
    pub fn forgive(&self, key: &Key) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

impl Patience {
    /// How long after the `count`th try the next one must wait.
    fn wait(&self, count: u32) -> SignedDuration {
        if count <= self.free {
            return SignedDuration::ZERO;
        }
        let doublings = (count - self.free - 1).min(20);
        let wait = self.first_wait.checked_mul(1 << doublings).unwrap_or(self.longest_wait);
        wait.min(self.longest_wait)
    }
}

/// Drops what has rested; if that is not enough, the half that was tried longest ago.
fn prune(all: &mut HashMap<Key, Tries>, now: Timestamp) {
    all.retain(|_, tries| now.duration_since(tries.last) <= REST);
    if all.len() > MOST {
        let mut times: Vec<Timestamp> = all.values().map(|tries| tries.last).collect();
        let middle = times.len() / 2;
        let (_, median, _) = times.select_nth_unstable(middle);
        let median = *median;
        all.retain(|_, tries| tries.last > median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience = Patience {
        free: 3,
        first_wait: SignedDuration::from_secs(2),
        longest_wait: SignedDuration::from_mins(15),
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn waits_double_up_to_the_cap() {
        let throttle = Throttle::default();
        let key = [([1; 16], PATIENCE)];
        for _ in 0..3 {
            assert_eq!(throttle.attempt(&key, at(0)), Ok(()), "free");
        }
        let (mut now, mut waits) = (at(0), Vec::new());
        for _ in 0..12 {
            throttle.attempt(&key, now).unwrap();
            let until = throttle.attempt(&key, now).unwrap_err();
            waits.push(until.duration_since(now).as_secs());
            now = until;
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    }

    #[test]
    fn another_key_is_free_and_rest_forgets() {
        let throttle = Throttle::default();
        for n in 0..4 {
            throttle.attempt(&[([1; 16], PATIENCE)], at(n)).unwrap();
        }
        assert!(throttle.attempt(&[([1; 16], PATIENCE)], at(4)).is_err());
        assert_eq!(throttle.attempt(&[([2; 16], PATIENCE)], at(4)), Ok(()));
        let both = [([2; 16], PATIENCE), ([1; 16], PATIENCE)];
        assert!(throttle.attempt(&both, at(4)).is_err(), "the slower one decides");
        let rested = 5 + 2 * 3600;
        assert_eq!(throttle.attempt(&[([1; 16], PATIENCE)], at(rested)), Ok(()));
        assert_eq!(throttle.attempt(&[([1; 16], PATIENCE)], at(rested)), Ok(()));
        throttle.forgive(&[1; 16]);
    }
}
