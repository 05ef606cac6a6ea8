//! Proof that a form came from a page of ours: an HMAC over the reader's own session or visitor
//! cookie. Nothing is stored. It does not stop a form from being sent twice; commands do that.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The name of the hidden field.
pub const FIELD: &str = "_seal";

/// Makes and checks form seals.
pub(crate) struct FormSeal([u8; 32]);

impl FormSeal {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The seal for a reader who is known by `bound`: a session id or a visitor cookie.
    pub(crate) fn of(&self, bound: &str) -> String {
        hex(&self.mac(bound).finalize().into_bytes())
    }

    /// Whether `seal` was made for `bound`. Takes the same time for any wrong seal.
    pub(crate) fn holds(&self, bound: &str, seal: &str) -> bool {
        unhex(seal).is_some_and(|bytes| self.mac(bound).verify_slice(&bytes).is_ok())
    }

    fn mac(&self, bound: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any length of key is taken");
        mac.update(b"dantin form seal 1\0");
        mac.update(bound.as_bytes());
        mac
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_for_its_reader_only() {
        let (ours, other) = (FormSeal::new([7; 32]), FormSeal::new([8; 32]));
        let seal = ours.of("visitor-1");
        assert!(ours.holds("visitor-1", &seal));
        assert!(!ours.holds("visitor-2", &seal));
        assert!(!other.holds("visitor-1", &seal));
        for forged in ["", "0", "zz", "ắ", &seal[2..]] {
            assert!(!ours.holds("visitor-1", forged), "{forged}");
        }
    }
}
