//! Bytes sealed outside the vault: what is kept for a day and belongs to no record, such as a
//! register that was sent for import, or files of a letter that was not sent yet.
//!
//! The key comes from the code key and the row's identity, so that turning the master key leaves
//! such bytes readable; throwing the row away is all that forgetting takes. What a backup holds of
//! them is as unreadable without the key file as the vault is.

use kernel::Id;
use zeroize::Zeroizing;

use crate::open::Store;
use crate::{Result, vault};

impl Store {
    /// Seals `bytes` for the row `id`; `secret` is what its reader must have besides the
    /// key file, or keeps several columns of a row apart.
    pub fn seal_apart(&self, secret: &[u8], id: Id, bytes: &[u8]) -> Result<Vec<u8>> {
        let key = Zeroizing::new(self.keys().tag("apart", &[secret, &id.to_bytes()]));
        vault::close(&key, self.chance(), (id, ""), bytes)
    }

    /// Opens what [`Store::seal_apart`] made.
    ///
    /// # Errors
    /// When it was changed, or belongs to another row, column or key file.
    pub fn open_apart(&self, secret: &[u8], id: Id, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let key = Zeroizing::new(self.keys().tag("apart", &[secret, &id.to_bytes()]));
        vault::open(&key, (id, ""), sealed)
    }
}
