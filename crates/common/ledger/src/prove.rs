//! Proofs and receipts from what is kept: a few tiles are read, however large the log is.

use std::collections::HashMap;

use store::journal::Hash;
use store::{Result, Store, StoreError};

use crate::edge::spot;
use crate::log::Log;
use crate::merkle::{self, Range};
use crate::note::Checkpoint;
use crate::receipt::Receipt;
use crate::store as sql;

/// Reads tiles once each, for one answer.
pub struct Tiles<'a> {
    store: &'a Store,
    read: HashMap<(u8, u64), Vec<Hash>>,
}

impl<'a> Tiles<'a> {
    /// Nothing is read yet.
    pub fn new(store: &'a Store) -> Self {
        Self { store, read: HashMap::new() }
    }

    /// The root over a range of leaves.
    ///
    /// # Errors
    /// When a tile is not there or too short.
    pub async fn root(&mut self, range: Range) -> Result<Hash> {
        let mut hashes = Vec::new();
        for node in merkle::subtrees(range) {
            let spot = spot(node);
            let key = (spot.level, spot.n);
            if !self.read.contains_key(&key) {
                let tile = sql::tile(self.store, spot.level, spot.n).await?;
                self.read.insert(key, tile);
            }
            let tile = self.read.get(&key).map_or(&[][..], Vec::as_slice);
            let folded = tile.get(spot.first..spot.first + spot.count).ok_or_else(|| {
                let row = format!("{}, {}", spot.level, spot.n);
                StoreError::inconsistent("log_tiles", row, "hashes of the log are missing")
            })?;
            hashes.push(merkle::fold(folded));
        }
        Ok(merkle::join(&hashes))
    }

    /// The roots of ranges: a proof.
    ///
    /// # Errors
    /// As [`Tiles::root`].
    pub async fn proof(&mut self, ranges: Vec<Range>) -> Result<Vec<Hash>> {
        let mut proof = Vec::with_capacity(ranges.len());
        for range in ranges {
            proof.push(self.root(range).await?);
        }
        Ok(proof)
    }
}

/// How it stands with the receipt of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Here it is.
    There(Box<Receipt>),
    /// It has no leaf yet: within two seconds.
    NotYet,
    /// Its words were erased, and what opened the leaf with them.
    Erased,
    /// Facts like this one are not logged.
    Never,
}

impl Log {
    /// The receipt of one fact.
    ///
    /// # Errors
    /// When what is kept does not fit together: the first thing that does not is named.
    pub async fn receipt(&self, stream: &str, version: i64) -> Result<Proof> {
        let Some((record, item)) = self.record(&self.upto(stream, version).await?)? else {
            return Ok(Proof::Never);
        };
        let Some((index, entry)) = sql::leaf(self.store(), stream, version).await? else {
            return Ok(Proof::NotYet);
        };
        let salts = self.store().salts_of(&[item]).await?;
        let Some(salt) = salts.get(&item).copied() else { return Ok(Proof::Erased) };
        if record.entry(&salt) != entry {
            let what = "the entry does not commit to the fact at its place";
            return Err(StoreError::inconsistent("log_entries", index, what));
        }
        let Some(head) = sql::head(self.store()).await? else { return Ok(Proof::NotYet) };
        let note = crate::cosign::checkpoint(self.store(), &head, Some(index)).await?;
        let note = note.ok_or_else(|| unread("its note is none"))?;
        let checkpoint = Checkpoint::read(&note.text).ok_or_else(|| unread("no checkpoint"))?;
        let Some(by) = crate::head::signer(&self.store().keys(), head.begun) else {
            return Ok(Proof::NotYet);
        };
        let ranges = merkle::inclusion(index, checkpoint.size);
        let proof = Tiles::new(self.store()).proof(ranges).await?;
        let key = by.verifier().key;
        Ok(Proof::There(Box::new(Receipt { key, salt, record, index, proof, note })))
    }
}

fn unread(what: &str) -> StoreError {
    StoreError::inconsistent("log_head", 1, what)
}
