//! Our hashing, tiles, notes and proofs held against others': published vectors, and crates that
//! were written elsewhere. (They are for tests only: see the front of the crate.)

use std::path::PathBuf;

use ledger::edge::{Edge, Tile, spot};
use ledger::merkle::{self, Range};
use ledger::note::{Checkpoint, Signer, Use, unbase64, unhash};
use ledger::receipt::{Expected, Receipt, origin};
use ledger::record::Record;
use serde_json::Value;
use tlog_tiles::{Hash, HashReader as _, TileHashReader, TileReader};

fn vectors(name: &str) -> Vec<Value> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    match std::fs::read_to_string(root.join("transparency-log").join(name)) {
        Err(_) => {
            println!("skipped: shared/data/transparency-log/{name} absent");
            Vec::new()
        }
        Ok(text) => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
    }
}

fn hashes(case: &Value) -> Option<Vec<merkle::Hash>> {
    let proof = case["proof"].as_array().map_or(&[][..], Vec::as_slice);
    proof.iter().map(|hash| unhash(hash.as_str()?)).collect()
}

fn hash(case: &Value, name: &str) -> Option<merkle::Hash> {
    unhash(case[name].as_str()?)
}

/// Some vectors name a root by a word where only sameness counts: another hash stands for it.
fn any_hash(case: &Value, name: &str) -> Option<merkle::Hash> {
    hash(case, name).or_else(|| Some(merkle::leaf(&unbase64(case[name].as_str()?)?)))
}

#[test]
fn every_published_proof_of_inclusion_is_judged_as_published() {
    for case in vectors("inclusion.jsonl") {
        let number = |name: &str| case[name].as_u64().unwrap();
        let held = || {
            let (root, leaf) = (hash(&case, "root")?, hash(&case, "leafHash")?);
            let (index, size) = (number("leafIdx"), number("treeSize"));
            let found = merkle::root_of_inclusion(index, size, leaf, &hashes(&case)?)?;
            (found == root).then_some(())
        };
        assert_eq!(held().is_none(), case["wantErr"].as_bool().unwrap(), "{}", case["case"]);
    }
}

#[test]
fn every_published_proof_of_consistency_is_judged_as_published() {
    for case in vectors("consistency.jsonl") {
        let number = |name: &str| case[name].as_u64().unwrap();
        let held = || {
            let (one, two) = (any_hash(&case, "root1")?, any_hash(&case, "root2")?);
            let (old, new) = ((number("size1"), &one), (number("size2"), &two));
            merkle::is_consistent(old, new, &hashes(&case)?).then_some(())
        };
        assert_eq!(held().is_none(), case["wantErr"].as_bool().unwrap(), "{}", case["case"]);
    }
}

/// The hash of the leaf that is its own number.
fn leaf(n: u64) -> merkle::Hash {
    merkle::leaf(&n.to_be_bytes())
}

/// The root over a range of such leaves, straight from the leaves.
fn root((from, until): Range) -> merkle::Hash {
    merkle::fold(&(from..until).map(leaf).collect::<Vec<_>>())
}

/// Our tiles of such a log, as we would serve them.
struct Served(Vec<Tile>);

impl Served {
    fn new(size: u64) -> Self {
        let (mut edge, mut tiles) = (Edge::default(), Vec::new());
        (0..size).for_each(|n| edge.push(leaf(n), &mut tiles));
        tiles.extend(edge.tiles());
        Self(tiles)
    }
}

impl TileReader for Served {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let bytes = |wanted: &tlog_tiles::Tile| {
            let place = (wanted.level(), wanted.level_index());
            let tile = self.0.iter().find(|tile| (tile.level, tile.n) == place).unwrap();
            tile.hashes[..wanted.width() as usize].concat()
        };
        Ok(tiles.iter().map(bytes).collect())
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

#[test]
fn another_program_proves_from_our_tiles_what_we_prove() {
    for size in [1, 2, 255, 256, 257, 1_000, 66_000] {
        let whole = Hash(root((0, size)));
        let served = Served::new(size);
        let theirs = TileHashReader::new(size, whole, &served);
        for index in [0, size / 2, size - 1] {
            let proof = tlog_tiles::prove_record(size, index, &theirs).unwrap();
            let proof: Vec<merkle::Hash> = proof.iter().map(|hash| hash.0).collect();
            let ours: Vec<_> = merkle::inclusion(index, size).into_iter().map(root).collect();
            assert_eq!(proof, ours, "{index} of {size}");
        }
        for old in [1, size / 3 + 1, size] {
            let ours = merkle::consistency(old, size).into_iter().map(|range| Hash(root(range)));
            let (ours, before) = (ours.collect(), Hash(root((0, old))));
            let held = tlog_tiles::check_tree(&ours, size, whole, old, before);
            assert!(held.is_ok(), "{old} of {size}");
        }
    }
}

#[test]
fn a_subtree_stands_where_another_program_reads_it() {
    let served = Served::new(66_000);
    let whole = Hash(root((0, 66_000)));
    let theirs = TileHashReader::new(66_000, whole, &served);
    for (level, index) in [(0, 300), (7, 3), (8, 5), (13, 2), (16, 0)] {
        let place = spot(merkle::Node { level, index });
        let tile = served.0.iter().find(|tile| (tile.level, tile.n) == (place.level, place.n));
        let ours = merkle::fold(&tile.unwrap().hashes[place.first..place.first + place.count]);
        let stored = tlog_tiles::stored_hash_index(level, index);
        assert_eq!(theirs.read_hashes(&[stored]).unwrap()[0].0, ours, "{level}, {index}");
    }
}

#[test]
fn another_program_believes_our_checkpoint_and_our_receipt() {
    let unnamed = Signer::new("x", Use::Log, &[5; 32]).unwrap().verifier().key;
    let name = origin(&unnamed);
    let by = Signer::new(&name, Use::Log, &[5; 32]).unwrap();
    let (salt, record) = ([3; 16], record());
    let entry = record.entry(&salt);
    let mut leaves: Vec<merkle::Hash> = (0..700).map(leaf).collect();
    leaves[300] = merkle::leaf(&entry);
    let of = |(from, until): Range| merkle::fold(&leaves[from as usize..until as usize]);
    let whole = of((0, 700));
    let note = Checkpoint { origin: name.clone(), size: 700, root: whole }.signed(&by);

    let theirs = signed_note::Note::from_bytes(note.write().as_bytes()).unwrap();
    let key = signed_note::StandardVerifier::new(&by.verifier().text()).unwrap();
    let known = signed_note::VerifierList::new(vec![Box::new(key)]);
    let (verified, _) = theirs.verify(&known).unwrap();
    assert_eq!(verified.len(), 1);
    let read = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!((read.origin(), read.size(), read.hash().0), (name.as_str(), 700, whole));

    let proof: Vec<merkle::Hash> = merkle::inclusion(300, 700).into_iter().map(of).collect();
    let receipt = Receipt { key: unnamed, salt, record, index: 300, proof, note };
    receipt.check(&Expected::default()).expect("we believe it");
    let proof = receipt.proof.iter().map(|hash| Hash(*hash)).collect();
    let own = tlog_tiles::record_hash(&entry);
    tlog_tiles::check_record(&proof, 700, *read.hash(), 300, own).expect("and so do they");
}

fn record() -> Record {
    Record {
        kind: "promise.made".into(),
        sort: "chair".into(),
        code: "CK-1A2B3C".into(),
        unit: "20836".into(),
        on: jiff::civil::date(2026, 2, 12),
        rule: String::new(),
        words: merkle::empty(),
    }
}
