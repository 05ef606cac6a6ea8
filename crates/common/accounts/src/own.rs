//! The address part that opens a matter to whoever brought it, without an account: the matter's key
//! and a tag that nobody can guess without the key file. It stands in no fact and no view; a letter
//! gets it in the moment in which it is written.

use store::Keyring;
use store::journal::{key, prefix};
use store::keyring::hex;
use subtle::ConstantTimeEq as _;

/// What stands in the path of a notice in the place of the tag.
pub const PASS: &str = "{pass}";

/// The tag of a matter, by its stream.
pub fn tag(keys: &Keyring, stream: &str) -> String {
    let use_ = format!("own {}", prefix(stream));
    hex(&keys.tag(&use_, &[stream.as_bytes()])[..10])
}

/// The address part: key and tag.
pub fn pass(keys: &Keyring, stream: &str) -> String {
    format!("{}-{}", key(stream), tag(keys, stream))
}

/// Whether a typed tag opens a matter. Compared to the end, so that the time taken says nothing.
pub fn opens(keys: &Keyring, stream: &str, typed: &str) -> bool {
    tag(keys, stream).as_bytes().ct_eq(typed.as_bytes()).into()
}
