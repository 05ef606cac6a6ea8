//! Random secrets that are handed out once and kept as a hash only: session tokens, one-time
//! links, programs' tokens.

use kernel::Chance;
use sha2::{Digest, Sha256};
use store::keyring::hex;

/// A secret of 256 bits, to be given to its holder and forgotten.
pub(crate) fn new(chance: &Chance) -> String {
    hex(&chance.bytes::<32>())
}

/// What is kept of a secret: SHA-256 in hexadecimal. A plain hash is enough for 256 random bits.
pub(crate) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Whether the text can be one of our secrets at all; anything else is not looked up.
pub(crate) fn is_shaped(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
