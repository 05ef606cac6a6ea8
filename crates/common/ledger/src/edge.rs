//! The right edge of the tree in tiles of C2SP tlog-tiles: what has to be known to append. Pure.
//!
//! A tile holds up to 256 hashes of one tile level; a full one stands as one hash in the level
//! above. A partial tile is a beginning of the full one, so one row holds both.

use store::journal::Hash;

use crate::merkle;

/// How many hashes a full tile holds.
pub const WIDTH: u64 = 256;
/// Levels of the tree in one level of tiles.
pub const HEIGHT: u8 = 8;

/// One tile, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Its tile level: 0 holds hashes of leaves.
    pub level: u8,
    /// Which of its level.
    pub n: u64,
    /// Its hashes.
    pub hashes: Vec<Hash>,
}

/// The partial tiles on the right, from the leaves upwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

/// How many hashes the partial tile of a level holds in a tree of `size`.
pub fn partial(size: u64, level: u8) -> u64 {
    (size >> (u32::from(HEIGHT) * u32::from(level))) % WIDTH
}

/// How many levels of tiles a tree of `size` has.
pub fn levels(size: u64) -> u8 {
    let mut levels = 0;
    while size >> (u32::from(HEIGHT) * u32::from(levels)) > 0 {
        levels += 1;
    }
    levels
}

/// Which tile of a level is its last in a tree of `size`: the partial one, or the one to come.
pub fn last(size: u64, level: u8) -> u64 {
    size >> (u32::from(HEIGHT) * (u32::from(level) + 1))
}

impl Edge {
    /// The edge of a tree of `size` from its partial tiles; `None` when one has not the hashes
    /// that a tree of this size has there.
    pub fn new(size: u64, levels: Vec<Vec<Hash>>) -> Option<Self> {
        let right = |(level, hashes): (usize, &Vec<Hash>)| {
            hashes.len() as u64 == partial(size, level as u8)
        };
        let whole = levels.len() == usize::from(self::levels(size));
        (whole && levels.iter().enumerate().all(right)).then_some(Self { size, levels })
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hashes of the partial tile of a level.
    pub fn level(&self, level: u8) -> &[Hash] {
        self.levels.get(usize::from(level)).map_or(&[], Vec::as_slice)
    }

    /// Appends the hash of one leaf; full tiles are handed to `full`.
    pub fn push(&mut self, leaf: Hash, full: &mut Vec<Tile>) {
        self.size += 1;
        let mut carry = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(carry);
            if (self.levels[level].len() as u64) < WIDTH {
                return;
            }
            let hashes = std::mem::take(&mut self.levels[level]);
            carry = merkle::fold(&hashes);
            let level = level as u8;
            full.push(Tile { level, n: last(self.size, level) - 1, hashes });
        }
    }

    /// The root of the whole tree.
    pub fn root(&self) -> Hash {
        let mut subtrees = Vec::new();
        for hashes in self.levels.iter().rev() {
            let mut rest = hashes.as_slice();
            while !rest.is_empty() {
                let (whole, after) = rest.split_at(1 << rest.len().ilog2());
                subtrees.push(merkle::fold(whole));
                rest = after;
            }
        }
        merkle::join(&subtrees)
    }

    /// The partial tiles that are not empty.
    pub fn tiles(&self) -> impl Iterator<Item = Tile> + '_ {
        let levels = (0..).zip(&self.levels).filter(|(_, hashes)| !hashes.is_empty());
        levels.map(|(level, hashes)| Tile {
            level,
            n: last(self.size, level),
            hashes: hashes.clone(),
        })
    }
}

/// The hash of a whole subtree from the hashes of the tile in which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Tile level.
    pub level: u8,
    /// Which tile.
    pub n: u64,
    /// The first of its hashes that are folded.
    pub first: usize,
    /// How many.
    pub count: usize,
}

/// Where a node is found in tiles.
pub fn spot(node: merkle::Node) -> Spot {
    let inside = node.level % HEIGHT;
    let at = node.index << inside;
    let first = (at % WIDTH) as usize;
    Spot { level: node.level / HEIGHT, n: at / WIDTH, first, count: 1 << inside }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{leaf, subtrees};

    #[test]
    fn the_edge_grows_as_the_tree_does_and_gives_the_same_root() {
        let leaves: Vec<Hash> = (0..70_000_u32).map(|n| leaf(&n.to_be_bytes())).collect();
        let (mut edge, mut full) = (Edge::default(), Vec::new());
        assert_eq!(edge.root(), merkle::empty());
        for (n, hash) in leaves.iter().enumerate() {
            edge.push(*hash, &mut full);
            if [1, 2, 3, 255, 256, 257, 511, 65_536, 65_537, 70_000].contains(&(n + 1)) {
                assert_eq!(edge.root(), merkle::fold(&leaves[..=n]), "size {}", n + 1);
            }
        }
        let of = |level| full.iter().filter(|tile| tile.level == level).count();
        assert_eq!((of(0), of(1), of(2)), (273, 1, 0));
        let widths: Vec<usize> = edge.tiles().map(|tile| tile.hashes.len()).collect();
        assert_eq!(widths, [112, 17, 1], "the example of the specification");
        let again = Edge::new(70_000, edge.levels.clone()).expect("the widths fit");
        assert_eq!(again, edge);
        assert!(Edge::new(70_001, edge.levels.clone()).is_none());
    }

    #[test]
    fn a_subtree_stands_where_its_spot_says() {
        let leaves: Vec<Hash> = (0..1_000_u32).map(|n| leaf(&n.to_be_bytes())).collect();
        let (mut edge, mut tiles) = (Edge::default(), Vec::new());
        leaves.iter().for_each(|hash| edge.push(*hash, &mut tiles));
        tiles.extend(edge.tiles());
        for range in [(0, 1), (0, 256), (256, 512), (512, 1_000), (0, 1_000)] {
            let hashes: Vec<Hash> = subtrees(range)
                .into_iter()
                .map(|node| {
                    let spot = spot(node);
                    let tile = tiles.iter().find(|t| (t.level, t.n) == (spot.level, spot.n));
                    let hashes = &tile.expect("the tile is there").hashes;
                    merkle::fold(&hashes[spot.first..spot.first + spot.count])
                })
                .collect();
            let direct = merkle::fold(&leaves[range.0 as usize..range.1 as usize]);
            assert_eq!(merkle::join(&hashes), direct, "{range:?}");
        }
    }
}
