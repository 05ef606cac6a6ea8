//! Merkle trees of RFC 6962 §2 and RFC 9162 §2.1: which nodes a proof needs, and checking proofs,
//! over the hashes of the store. Pure; it knows neither where nodes are kept nor what leaves mean.

pub use store::merkle::{Hash, empty, fold, leaf, node};

/// The root over subtrees that stand side by side, each larger than the next.
pub fn join(subtrees: &[Hash]) -> Hash {
    let mut from_the_right = subtrees.iter().rev();
    let Some(last) = from_the_right.next() else { return empty() };
    from_the_right.fold(*last, |right, left| node(left, &right))
}

/// A whole subtree: `2^level` leaves from `index * 2^level` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// How high it stands; leaves stand at 0.
    pub level: u8,
    /// Which of its level.
    pub index: u64,
}

/// Leaves from the first to before the second.
pub type Range = (u64, u64);

/// The whole subtrees that a range consists of, from the left: their [`join`] is its root. The
/// range begins where a subtree of its size can begin, as every range of a proof does.
pub fn subtrees((from, until): Range) -> Vec<Node> {
    let (mut at, mut left) = (from, until - from);
    let mut nodes = Vec::new();
    while left > 0 {
        let level = left.ilog2() as u8;
        nodes.push(Node { level, index: at >> level });
        at += 1 << level;
        left -= 1 << level;
    }
    nodes
}

/// The ranges whose roots prove that leaf `index` is in the tree of `size`, from the leaf upwards
/// (RFC 9162 §2.1.3.1).
pub fn inclusion(index: u64, size: u64) -> Vec<Range> {
    let (mut from, mut until) = (0, size);
    let mut path = Vec::new();
    while until - from > 1 {
        let middle = from + (until - from).next_power_of_two() / 2;
        if index < middle {
            path.push((middle, until));
            until = middle;
        } else {
            path.push((from, middle));
            from = middle;
        }
    }
    path.reverse();
    path
}

/// The ranges whose roots prove that the tree of `old` leaves is a beginning of the tree of `new`
/// (RFC 9162 §2.1.4.1). Empty when nothing has to be proven.
pub fn consistency(old: u64, new: u64) -> Vec<Range> {
    let (mut from, mut until) = (0, new);
    let mut path = Vec::new();
    if old == 0 || old >= new {
        return path;
    }
    while until != old {
        let middle = from + (until - from).next_power_of_two() / 2;
        if old <= middle {
            path.push((middle, until));
            until = middle;
        } else {
            path.push((from, middle));
            from = middle;
        }
    }
    // The old root itself need not be sent: whoever checks has it.
    if from > 0 {
        path.push((from, until));
    }
    path.reverse();
    path
}

/// Where a proof's hashes stand: which side, and whether the old tree has them too.
struct Climb {
    at: u64,
    last: u64,
}

impl Climb {
    /// Whether the next hash stands to the left, having gone up past levels without a sibling;
    /// `None` when the top is reached already.
    fn step(&mut self) -> Option<bool> {
        if self.last == 0 {
            return None;
        }
        let left = self.at & 1 == 1 || self.at == self.last;
        if left {
            while self.at & 1 == 0 && self.at != 0 {
                self.up();
            }
        }
        self.up();
        Some(left)
    }

    fn up(&mut self) {
        self.at >>= 1;
        self.last >>= 1;
    }
}

/// The root that follows from a leaf's hash, its place and the proof; `None` when the proof is
/// longer or shorter than a tree of this size has it (RFC 9162 §2.1.3.2).
pub fn root_of_inclusion(index: u64, size: u64, leaf: Hash, proof: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let mut climb = Climb { at: index, last: size - 1 };
    let mut root = leaf;
    for hash in proof {
        root = match climb.step()? {
            true => node(hash, &root),
            false => node(&root, hash),
        };
    }
    (climb.last == 0).then_some(root)
}

/// Whether the tree of the second size and root goes on from the first (RFC 9162 §2.1.4.2). Of the
/// empty tree this is not asked: every tree goes on from it.
pub fn is_consistent(old: (u64, &Hash), new: (u64, &Hash), proof: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 || old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    let rest = match old_size.is_power_of_two() {
        true => (*old_root, proof),
        false => match proof.split_first() {
            Some((first, rest)) => (*first, rest),
            None => return false,
        },
    };
    let mut climb = Climb { at: old_size - 1, last: new_size - 1 };
    while climb.at & 1 == 1 {
        climb.up();
    }
    let (mut before, mut after) = (rest.0, rest.0);
    for hash in rest.1 {
        match climb.step() {
            None => return false,
            Some(true) => (before, after) = (node(hash, &before), node(hash, &after)),
            Some(false) => after = node(&after, hash),
        }
    }
    climb.last == 0 && before == *old_root && after == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_proof_of_every_small_tree_holds_and_no_other() {
        let leaves: Vec<Hash> = (0..40_u8).map(|n| leaf(&[n])).collect();
        let root = |(from, until): Range| fold(&leaves[from as usize..until as usize]);
        for size in 1..=40_u64 {
            let whole = root((0, size));
            for index in 0..size {
                let proof: Vec<Hash> = inclusion(index, size).into_iter().map(root).collect();
                let own = leaves[index as usize];
                assert_eq!(root_of_inclusion(index, size, own, &proof), Some(whole));
                let other = root_of_inclusion(index ^ 1, size, own, &proof);
                assert!(size == 1 || other != Some(whole), "{index} of {size}");
            }
            for old in 1..=size {
                let proof: Vec<Hash> = consistency(old, size).into_iter().map(root).collect();
                let before = root((0, old));
                assert!(is_consistent((old, &before), (size, &whole), &proof), "{old} {size}");
                let forked = node(&before, &before);
                assert!(!is_consistent((old, &forked), (size, &whole), &proof), "{old} {size}");
            }
        }
    }

    #[test]
    fn a_range_is_the_join_of_its_subtrees() {
        let leaves: Vec<Hash> = (0..40_u8).map(|n| leaf(&[n])).collect();
        for until in 1..=40_u64 {
            let hashes: Vec<Hash> = subtrees((0, until))
                .into_iter()
                .map(|Node { level, index }| {
                    let from = (index << level) as usize;
                    fold(&leaves[from..from + (1 << level)])
                })
                .collect();
            assert_eq!(join(&hashes), fold(&leaves[..until as usize]));
        }
    }
}
