//! The guard before public forms: slows floods and machines down, with no third party, without
//! script, and without keeping an address.
//!
//! Each sender (the first 24 bits of an IPv4 address, 48 of an IPv6 one) may do some acts at
//! once and then one every so often. Who is faster gets a *ticket* instead: a signed slip that is
//! good once, from a given moment on. A page says "send it again at 08:41" and carries the ticket
//! in its form, with everything that was typed; a program gets the moment in `Retry-After`. Each
//! ticket takes the next free moment, so a thousand senders behind one address are served in turn
//! and nobody is refused for ever.
//!
//! A sender is known only by an HMAC under a random salt that is thrown away every hour: after
//! that, nobody can tell who was here, we included.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use kernel::Chance;
use sha2::Sha256;
use store::keyring::hex;

/// How often one sender may do an act.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Names the act: `petitions.file`.
    pub act: &'static str,
    /// How many at once.
    pub at_once: u32,
    /// How long until one more.
    pub one_every: SignedDuration,
    /// The longest wait that is promised; beyond it the sender is asked to come back later.
    pub longest_wait: SignedDuration,
}

/// What the guard says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Go on.
    Allowed,
    /// Not yet. With a ticket it will be the sender's turn then; without one, too many wait.
    WaitUntil {
        /// When.
        at: Timestamp,
        /// The ticket to bring along.
        ticket: Option<String>,
    },
}

/// How long after its moment a ticket is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(30);
/// How long a salt lives.
const SALT_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// More senders than this are not told apart: the table is emptied and fills again.
const MOST: usize = 200_000;

type Sender = [u8; 16];

struct State {
    salt: [u8; 32],
    salt_ends: Timestamp,
    /// For each sender and act: the moment at which its bucket will be full again.
    full_at: HashMap<Sender, Timestamp>,
    /// Used tickets, until they would have run out anyway.
    used: HashMap<[u8; 8], Timestamp>,
}

/// The guard. One for the whole program.
pub struct Guard {
    key: [u8; 32],
    chance: Chance,
    state: Mutex<State>,
}

impl Guard {
    /// A guard that signs tickets with `key`; all nodes share it.
    pub fn new(key: [u8; 32], chance: Chance) -> Self {
        let state = State {
            salt: chance.bytes(),
            salt_ends: Timestamp::MIN,
            full_at: HashMap::new(),
            used: HashMap::new(),
        };
        Self { key, chance, state: Mutex::new(state) }
    }

    /// Asks to do one act now. `ticket` is what an earlier answer gave.
    pub fn ask(
        &self,
        pace: &Pace,
        from: Option<IpAddr>,
        ticket: Option<&str>,
        now: Timestamp,
    ) -> Pass {
        let mut state = self.fresh_state(now);
        if let Some(id) = ticket.and_then(|ticket| self.good(pace, from, ticket, now))
            && state.used.insert(id, now).is_none()
        {
            return Pass::Allowed;
        }
        let sender = sender(&state.salt, pace.act, from);
        let full_at = state.full_at.get(&sender).copied().unwrap_or(now).max(now);
        let next = full_at.checked_add(pace.one_every).unwrap_or(Timestamp::MAX);
        // The bucket holds `at_once` acts; the next one fits once the rest has drained this far.
        let capacity = pace.one_every.checked_mul(pace.at_once as i32);
        let at = next.checked_sub(capacity.unwrap_or(SignedDuration::ZERO)).unwrap_or(now);
        if at <= now {
            state.full_at.insert(sender, next);
            return Pass::Allowed;
        }
        if at.duration_since(now) > pace.longest_wait {
            return Pass::WaitUntil { at, ticket: None };
        }
        state.full_at.insert(sender, next);
        let id: [u8; 8] = self.chance.bytes();
        Pass::WaitUntil { at, ticket: Some(self.ticket(pace, from, at, id)) }
    }

    /// Whether a sender who guessed wrongly too often must wait; counts nothing. For codes and
    /// secrets: ask before looking, and [`Guard::count`] what was wrong.
    pub fn may_guess(
        &self,
        pace: &Pace,
        from: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), Timestamp> {
        let state = self.fresh_state(now);
        let sender = sender(&state.salt, pace.act, from);
        let Some(full_at) = state.full_at.get(&sender) else { return Ok(()) };
        let room = pace.one_every.checked_mul(pace.at_once as i32 - 1);
        let at = full_at.checked_sub(room.unwrap_or(SignedDuration::ZERO)).unwrap_or(now);
        if at > now { Err(at) } else { Ok(()) }
    }

    /// Counts a wrong guess.
    pub fn count(&self, pace: &Pace, from: Option<IpAddr>, now: Timestamp) {
        let mut state = self.fresh_state(now);
        let sender = sender(&state.salt, pace.act, from);
        let full_at = state.full_at.get(&sender).copied().unwrap_or(now).max(now);
        let next = full_at.checked_add(pace.one_every).unwrap_or(Timestamp::MAX);
        state.full_at.insert(sender, next);
    }

    fn fresh_state(&self, now: Timestamp) -> std::sync::MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.salt_ends <= now || state.full_at.len() > MOST {
            state.salt = self.chance.bytes();
            state.salt_ends = now.checked_add(SALT_LIFE).unwrap_or(Timestamp::MAX);
            state.full_at.clear();
            let oldest = now.checked_sub(GOOD_FOR).unwrap_or(Timestamp::MIN);
            state.used.retain(|_, used_at| *used_at >= oldest);
        }
        state
    }

    fn ticket(&self, pace: &Pace, from: Option<IpAddr>, at: Timestamp, id: [u8; 8]) -> String {
        let second = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
        let mac = self.sign(pace, from, second, &id);
        format!("{second}.{}.{}", hex(&id), hex(&mac[..16]))
    }

    /// The identity of a ticket that we signed for this act and sender and that is good now.
    fn good(
        &self,
        pace: &Pace,
        from: Option<IpAddr>,
        ticket: &str,
        now: Timestamp,
    ) -> Option<[u8; 8]> {
        let (second, rest) = ticket.split_once('.')?;
        let (id, mac) = rest.split_once('.')?;
        let at: i64 = second.parse().ok()?;
        let id = u64::from_str_radix(id, 16).ok()?.to_be_bytes();
        let right = hex(&self.sign(pace, from, at, &id)[..16]);
        let same = subtle::ConstantTimeEq::ct_eq(mac.as_bytes(), right.as_bytes());
        let last = at.checked_add(GOOD_FOR.as_secs())?;
        (bool::from(same) && (at..=last).contains(&now.as_second())).then_some(id)
    }

    fn sign(&self, pace: &Pace, from: Option<IpAddr>, second: i64, id: &[u8; 8]) -> [u8; 32] {
        let parts: [&[u8]; 4] = [pace.act.as_bytes(), &prefix(from), &second.to_be_bytes(), id];
        mac(&self.key, &parts)
    }
}

fn sender(salt: &[u8; 32], act: &str, from: Option<IpAddr>) -> Sender {
    let mut out = [0; 16];
    out.copy_from_slice(&mac(salt, &[act.as_bytes(), &prefix(from)])[..16]);
    out
}

/// The part of an address that one household or office has; a bigger one would be shared by
/// strangers, a smaller one changed at will.
pub(crate) fn prefix(from: Option<IpAddr>) -> Vec<u8> {
    match from.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => address.octets()[..3].to_vec(),
        Some(IpAddr::V6(address)) => address.octets()[..6].to_vec(),
        None => Vec::new(),
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length, so this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PACE: Pace = Pace {
        act: "test.file",
        at_once: 3,
        one_every: SignedDuration::from_secs(20),
        longest_wait: SignedDuration::from_mins(2),
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn from(address: &str) -> Option<IpAddr> {
        Some(address.parse().unwrap())
    }

    fn guard() -> Guard {
        Guard::new([7; 32], Chance::seeded(1))
    }

    fn wait(pass: Pass) -> (Timestamp, Option<String>) {
        match pass {
            Pass::WaitUntil { at, ticket } => (at, ticket),
            Pass::Allowed => panic!("allowed"),
        }
    }

    #[test]
    fn some_at_once_then_in_turn() {
        let guard = guard();
        let ask = |address: &str, second| guard.ask(&PACE, from(address), None, at(second));
        for _ in 0..3 {
            assert_eq!(ask("203.0.113.7", 0), Pass::Allowed);
        }
        // Neighbours in the same block of addresses share one bucket, others do not.
        let (first, ticket) = wait(ask("203.0.113.99", 0));
        assert_eq!((first, ticket.is_some()), (at(20), true));
        assert_eq!(wait(ask("203.0.113.7", 0)).0, at(40));
        assert_eq!(ask("203.0.114.7", 0), Pass::Allowed);
        assert_eq!(ask("::ffff:203.0.114.8", 0), Pass::Allowed);
        for _ in 0..4 {
            assert!(wait(ask("203.0.113.7", 0)).1.is_some());
        }
        let (_, none) = wait(ask("203.0.113.7", 0));
        assert_eq!(none, None, "the queue is as long as may be promised");
    }

    #[test]
    fn a_ticket_is_good_once_from_its_moment_for_its_sender() {
        let guard = guard();
        let ours = from("2001:db8:1:2::3");
        for _ in 0..3 {
            guard.ask(&PACE, ours, None, at(0));
        }
        let (_, ticket) = wait(guard.ask(&PACE, ours, None, at(0)));
        let ticket = ticket.unwrap();
        let bring = |pace: &Pace, from, second| guard.ask(pace, from, Some(&ticket), at(second));
        assert_ne!(bring(&PACE, ours, 19), Pass::Allowed, "too early");
        let bent = ticket.replace('.', ".0");
        assert_ne!(guard.ask(&PACE, ours, Some(&bent), at(20)), Pass::Allowed, "forged");
        let stranger = from("2001:db8:9::1");
        for _ in 0..3 {
            guard.ask(&PACE, stranger, None, at(20));
        }
        assert_ne!(bring(&PACE, stranger, 20), Pass::Allowed, "another's");
        // The same household with another address of its own, even after the salt was changed.
        assert_eq!(bring(&PACE, from("2001:db8:1:ffff::1"), 20), Pass::Allowed);
        assert_ne!(bring(&PACE, ours, 20), Pass::Allowed, "used");
    }

    #[test]
    fn only_wrong_guesses_count() {
        let guard = guard();
        let ours = from("203.0.113.7");
        for _ in 0..50 {
            assert_eq!(guard.may_guess(&PACE, ours, at(0)), Ok(()));
        }
        for _ in 0..3 {
            assert_eq!(guard.may_guess(&PACE, ours, at(0)), Ok(()));
            guard.count(&PACE, ours, at(0));
        }
        assert_eq!(guard.may_guess(&PACE, ours, at(0)), Err(at(20)));
        assert_eq!(guard.may_guess(&PACE, ours, at(20)), Ok(()));
    }

    proptest! {
        /// Whatever the pattern of asking, nobody does more than the pace allows.
        #[test]
        fn never_more_than_the_pace(gaps in proptest::collection::vec(0_i64..40, 1..120)) {
            let guard = guard();
            let (mut now, mut allowed) = (0, Vec::new());
            for gap in gaps {
                now += gap;
                if guard.ask(&PACE, from("203.0.113.7"), None, at(now)) == Pass::Allowed {
                    allowed.push(now);
                }
            }
            // The hourly change of salt may give one more burst; keep within the hour.
            prop_assume!(now < 3600);
            for (place, first) in allowed.iter().enumerate() {
                for (count, last) in allowed[place..].iter().enumerate() {
                    let most = i64::from(PACE.at_once) + (last - first) / 20;
                    prop_assert!((count as i64) < most);
                }
            }
        }
    }
}
