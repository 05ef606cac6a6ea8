//! Names that make what is sent twice one thing: a form's key, and the identity it stands for.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kernel::{Id, clock};

use crate::Store;
use crate::keyring::hex;

impl Store {
    /// Names a form: sent twice, it is one thing.
    pub fn new_key(&self) -> String {
        hex(&self.chance().bytes::<16>())
    }

    /// The identity that these parts stand for: the same parts and day always name the same thing,
    /// on every node, without a table; nobody without the keys can guess it.
    pub fn keyed_id(&self, on: Date, parts: &[&str]) -> Id {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        let tag = self.keys().tag("idempotency", &parts);
        let mut random = [0; 10];
        random.copy_from_slice(&tag[..10]);
        let at = clock::instant(on, Time::midnight());
        Id::from_parts(at.unwrap_or(Timestamp::UNIX_EPOCH), random)
    }
}
