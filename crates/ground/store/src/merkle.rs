//! Hashing of Merkle trees (RFC 6962 §2.1): the journal's seals and the public log stand on it.
//! Pure; proofs are the log's own.

use sha2::{Digest, Sha256};

pub use crate::journal::Hash;

/// The hash of a leaf: a zero before it, so that no leaf can pass for a node.
pub fn leaf(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// The hash of a node over its two children.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of the tree without leaves.
pub fn empty() -> Hash {
    Sha256::digest([]).into()
}

/// The root over nodes of one level, as if they were its leaves.
pub fn fold(nodes: &[Hash]) -> Hash {
    match nodes {
        [] => empty(),
        [one] => *one,
        _ => {
            let split = nodes.len().next_power_of_two() / 2;
            node(&fold(&nodes[..split]), &fold(&nodes[split..]))
        }
    }
}
