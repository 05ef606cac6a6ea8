//! The public log at the size of many years: the proof of a petition among ten million leaves, a
//! full audit of a million entries, what an entry takes on disk. Most leaves are made up; the
//! petitions between them are real, and so is every hash.

use std::time::Instant;

use acceptance::flips;
use ledger::audit::{self, Progress};
use ledger::edge::Edge;
use ledger::head::{Head, signer};
use ledger::receipt::Expected;
use ledger::sequence::Shelf as _;
use ledger::store::{self as sql, Leaf};
use ledger::{Log, Proof, Trouble, merkle};
use store::{Engine, Store};

use crate::Done;
use crate::load;
use crate::program::Place;
use crate::report::Report;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Leaves of one transaction.
const ROUND: u64 = 65_536;
/// In so many parts the log grows, with petitions between them.
const PARTS: u64 = 10;
/// Petitions of each part.
const REAL: usize = 20;
/// Petitions by which the room of one is known.
const WEIGHED: usize = 500;
/// Positions of made-up leaves: no journal comes so far.
const MADE_UP: i64 = 1 << 40;

/// The log grows to so many leaves.
pub async fn run(report: &mut Report, postgres: bool, leaves: u64) -> Done {
    let place = Place::new(postgres).await?;
    let store = place.store().await?;
    let log = site::log(store.clone());
    let before = size(&store).await?;
    let mut streams = flips::fill(&store, &log, WEIGHED).await;
    let petition = (size(&store).await? - before) / WEIGHED as f64;
    with_journal(report, &log).await?;
    for part in 1..=PARTS {
        let before = size(&store).await?;
        let grown = grow(&store, &log, leaves * part / PARTS).await?;
        if part == 1 {
            let entry = (size(&store).await? - before) / grown as f64;
            report.told("an entry of the log on disk", entry, "bytes");
            report.told("  of what its petition takes", 100.0 * entry / petition, "%");
            audit(report, &log).await?;
        }
        streams.extend(flips::fill(&store, &log, REAL).await);
    }
    proofs(report, &log, &streams).await?;
    let paths: Vec<String> = streams.iter().map(|name| ledger::path(&store, name, 1)).collect();
    store.close().await;
    let served = place.serve().await?;
    let make = move |n: u64| load::get(&format!("{}/tep", paths[n as usize % paths.len()]), "");
    let load = load::run(served.address, 4, 2_000, 200, make).await?;
    if load.good != 2_000 {
        return Err(format!("only {} of 2,000 proofs were answered with 200", load.good).into());
    }
    report.told("  through HTTP, four people at once, p95", load.percentile(0.95), "ms");
    report.told("  and a second", load.rate, "1/s");
    served.stop().await
}

/// How large the database is, in bytes.
async fn size(store: &Store) -> Result<f64, Fault> {
    let sql = match store.engine() {
        Engine::Sqlite => {
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        }
        Engine::Postgres => "SELECT pg_database_size(current_database())",
    };
    let rows = store.rows(sql, Vec::new()).await?;
    Ok(rows.first().ok_or("no size")?.int(0)? as f64)
}

fn told(trouble: Trouble) -> String {
    match trouble {
        Trouble::Passing(told) | Trouble::Fatal(told) => told,
    }
}

/// Adds made-up leaves up to so many, as a sequencer would; how many they are.
async fn grow(store: &Store, log: &Log, until: u64) -> Result<u64, Fault> {
    let keys = store.keys();
    let mut head = sql::head(store).await?.ok_or("no log was begun")?;
    let by = signer(&keys, head.begun).ok_or("the log has no key")?;
    let (first, edge) = (head.size, log.edge(head.size).await.map_err(told)?);
    let mut edge = edge.ok_or("the tiles do not give an edge")?;
    while head.size < until {
        let leaves: Vec<Leaf> = (head.size..until.min(head.size + ROUND)).map(leaf).collect();
        let mut tiles = Vec::new();
        for leaf in &leaves {
            edge.push(merkle::leaf(&leaf.entry), &mut tiles);
        }
        tiles.extend(edge.tiles());
        let next = Head {
            size: edge.size(),
            root: edge.root(),
            at: store.now().max(head.at),
            note: String::new(),
            ..head.clone()
        };
        let next = next.signed(&by);
        store.commit_apart(sql::swap(&keys, (&head, &next), &leaves, &tiles)).await?;
        head = next;
    }
    Ok(head.size - first)
}

fn leaf(n: u64) -> Leaf {
    Leaf { position: MADE_UP + n as i64, entry: merkle::leaf(&n.to_be_bytes()) }
}

/// Every entry hashed again and every tile held against that, beside the hashing alone.
async fn audit(report: &mut Report, log: &Log) -> Done {
    let head = sql::head(log.store()).await?.ok_or("no log was begun")?;
    let by = signer(&log.store().keys(), head.begun).ok_or("the log has no key")?;
    let began = Instant::now();
    let done = audit::files(log, by.verifier(), &mut Progress::default(), |_| Ok(())).await?;
    let took = began.elapsed().as_secs_f64();
    report.below(format!("full audit of {} entries", done.size), took, "s", 30.0);
    let (began, mut edge, mut tiles) = (Instant::now(), Edge::default(), Vec::new());
    for n in 0..done.size {
        edge.push(merkle::leaf(&leaf(n).entry), &mut tiles);
        tiles.clear();
    }
    let plain = began.elapsed().as_secs_f64();
    report.told("  by the plain hashing of as many", took / plain, "times");
    Ok(())
}

/// The same with every leaf held against its fact, as long as all of them have one: what a million
/// would take.
async fn with_journal(report: &mut Report, log: &Log) -> Done {
    let began = Instant::now();
    let (whole, _) = log.audit().await?.ok_or("no log was begun")?;
    let took = began.elapsed().as_secs_f64() * 1e6 / whole.size as f64;
    report.told("audit with the journal too, for a million entries", took, "s");
    Ok(())
}

/// The proof of each of these petitions, beside the reading of one row by its key.
async fn proofs(report: &mut Report, log: &Log, streams: &[String]) -> Done {
    let (mut took, mut rows, mut leaves) = (Vec::new(), Vec::new(), 0);
    for stream in streams {
        let began = Instant::now();
        let found = log.receipt(stream, 1).await?;
        took.push(began.elapsed().as_secs_f64() * 1e3);
        let Proof::There(receipt) = found else { return Err(format!("{stream}: no proof").into()) };
        let proven = receipt.check(&Expected::default()).map_err(|why| why.word())?;
        leaves = proven.size;
        let began = Instant::now();
        log.store().stream(stream).await?;
        rows.push(began.elapsed().as_secs_f64() * 1e3);
    }
    for all in [&mut took, &mut rows] {
        all.sort_by(f64::total_cmp);
    }
    let at = |all: &[f64], share: f64| all[((all.len() - 1) as f64 * share) as usize];
    let what = format!("proof of a petition among {leaves} leaves, p95");
    report.below(what, at(&took, 0.95), "ms", 5.0);
    report.told("  p50", at(&took, 0.5), "ms");
    report.told("  by the reading of its stream", at(&took, 0.5) / at(&rows, 0.5), "times");
    Ok(())
}
