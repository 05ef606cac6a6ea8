//! The audit: every entry is hashed again, every tile, the root and the signature are held against
//! that, and where the journal is at hand, every leaf against its fact. The first fault is named.
//!
//! Memory stays the same however large the log is; what was gone through is kept, so that an audit
//! that was broken off goes on where it was.

use serde::{Deserialize, Serialize};
use store::journal::Hash;

use crate::edge::{Edge, Tile, WIDTH, levels};
use crate::log::Log;
use crate::merkle;
use crate::note::{Checkpoint, Note, Verifier, base64, unhash};
use crate::sequence::{Shelf as _, Trouble, absent};
use crate::store as sql;

/// Where a log is read from, as its files.
pub trait Files: Sync {
    /// One file below the log's address: `checkpoint`, `tile/0/000`.
    ///
    /// # Errors
    /// Why it could not be had.
    fn get(&self, path: &str) -> impl Future<Output = Result<Vec<u8>, String>> + Send;
}

/// How an audit of the log alone went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The log's name.
    pub log: String,
    /// How many leaves it has.
    pub size: u64,
    /// The root over them, in base 64.
    pub root: String,
    /// How many of them were hashed in this run; the others in one before it.
    pub hashed: u64,
}

/// How far an audit has come: the edge of the tree that was hashed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which log.
    pub log: String,
    /// How many leaves.
    pub size: u64,
    /// The partial tiles, each hash in base 64.
    levels: Vec<Vec<String>>,
    /// The last checkpoint that was believed: a log that does not go on from it is forked.
    pub checkpoint: String,
    /// How many leaves were held against the journal, where it is at hand.
    #[serde(default)]
    pub matched: u64,
}

impl Progress {
    fn edge(&self) -> Option<Edge> {
        let level = |hashes: &Vec<String>| hashes.iter().map(|hash| unhash(hash)).collect();
        Edge::new(self.size, self.levels.iter().map(level).collect::<Option<_>>()?)
    }

    fn keep(&mut self, edge: &Edge) {
        self.size = edge.size();
        self.levels = (0..levels(edge.size()))
            .map(|level| edge.level(level).iter().map(|hash| base64(hash)).collect())
            .collect();
    }
}

/// The path of a tile; `level` is `None` for entries.
pub fn tile_path(level: Option<u8>, n: u64, width: u64) -> String {
    let mut number = format!("{:03}", n % 1_000);
    let mut rest = n / 1_000;
    while rest > 0 {
        number = format!("x{:03}/{number}", rest % 1_000);
        rest /= 1_000;
    }
    let level = level.map_or("entries".to_owned(), |level| level.to_string());
    let part = if width == WIDTH { String::new() } else { format!(".p/{width}") };
    format!("tile/{level}/{number}{part}")
}

/// Reads a bundle of entries of 32 bytes each.
fn unbundle(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (entries, rest) = bytes.as_chunks::<34>();
    let read = |entry: &[u8; 34]| {
        let entry = entry.strip_prefix(&[0, 32])?;
        entry.try_into().ok()
    };
    let entries = entries.iter().map(read).collect::<Option<Vec<_>>>()?;
    rest.is_empty().then_some(entries)
}

/// An audit on its way.
struct Audit<'a, F> {
    files: &'a F,
    size: u64,
    edge: Edge,
}

impl<F: Files> Audit<'_, F> {
    async fn hashes(&self, level: Option<u8>, n: u64, width: u64) -> Result<Vec<u8>, String> {
        let path = tile_path(level, n, width);
        self.files.get(&path).await.map_err(|error| format!("{path}: {error}"))
    }

    /// Holds a tile against what follows from the entries.
    async fn held(&self, tile: &Tile) -> Result<(), String> {
        let width = tile.hashes.len() as u64;
        let bytes = self.hashes(Some(tile.level), tile.n, width).await?;
        match bytes == tile.hashes.concat() {
            true => Ok(()),
            false => {
                let path = tile_path(Some(tile.level), tile.n, width);
                Err(format!("{path}: its hashes do not follow from the entries below it"))
            }
        }
    }

    /// Hashes the entries of one bundle, from where the edge stands.
    async fn bundle(&mut self) -> Result<(), String> {
        let n = self.edge.size() / WIDTH;
        let width = (self.size - n * WIDTH).min(WIDTH);
        let path = tile_path(None, n, width);
        let entries = unbundle(&self.hashes(None, n, width).await?);
        let entries = entries.filter(|entries| entries.len() as u64 == width);
        let entries =
            entries.ok_or_else(|| format!("{path}: it is no bundle of {width} entries"))?;
        let mut full = Vec::new();
        for entry in entries.iter().skip((self.edge.size() % WIDTH) as usize) {
            self.edge.push(merkle::leaf(entry), &mut full);
        }
        for tile in &full {
            self.held(tile).await?;
        }
        Ok(())
    }
}

/// How many bundles are hashed between two savings of the progress.
const SAVE_EVERY: u64 = 64;

/// Audits the files of a log. `by` is the log's key; `save` is handed the progress now and then.
///
/// # Errors
/// The first fault, by the file in which it is.
pub async fn files<F: Files>(
    files: &F,
    by: &Verifier,
    progress: &mut Progress,
    mut save: impl FnMut(&Progress) -> Result<(), String>,
) -> Result<Report, String> {
    let wrong = |what: &str| format!("checkpoint: {what}");
    let bytes = files.get("checkpoint").await.map_err(|error| wrong(&error))?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    let note = Note::read(&text).ok_or_else(|| wrong("it is no signed note"))?;
    let checkpoint = Checkpoint::read(&note.text).ok_or_else(|| wrong("it cannot be read"))?;
    if checkpoint.origin != by.name {
        return Err(wrong(&format!("it is of the log {}, not {}", checkpoint.origin, by.name)));
    }
    note.check(by).map_err(|_| wrong("its signature is not the log's"))?;
    if progress.log != by.name {
        *progress = Progress { log: by.name.clone(), ..Progress::default() };
    }
    if checkpoint.size < progress.size {
        let (was, is) = (progress.size, checkpoint.size);
        return Err(wrong(&format!("the log was taken back from {was} leaves to {is}")));
    }
    let before = progress.size;
    let edge = progress.edge().ok_or("the progress that was kept cannot be read; begin anew")?;
    let mut audit = Audit { files, size: checkpoint.size, edge };
    let mut bundles = 0;
    while audit.edge.size() < checkpoint.size {
        audit.bundle().await?;
        bundles += 1;
        if bundles % SAVE_EVERY == 0 {
            progress.keep(&audit.edge);
            save(progress)?;
        }
    }
    for tile in audit.edge.tiles() {
        audit.held(&tile).await?;
    }
    if audit.edge.root() != checkpoint.root {
        let known =
            if before > 0 { ", or it was forked after the audit before this one" } else { "" };
        // Full bundles are held against the tile above them; the last, partial one only here.
        let n = checkpoint.size.saturating_sub(1) / WIDTH;
        let last = tile_path(None, n, checkpoint.size - n * WIDTH);
        return Err(wrong(&format!(
            "its root does not follow from the entries, the last of them in {last}{known}"
        )));
    }
    progress.keep(&audit.edge);
    progress.checkpoint = text;
    save(progress)?;
    let hashed = checkpoint.size - before;
    Ok(Report {
        log: by.name.clone(),
        size: checkpoint.size,
        root: base64(&checkpoint.root),
        hashed,
    })
}

impl Files for Log {
    async fn get(&self, path: &str) -> Result<Vec<u8>, String> {
        let told = |error: store::StoreError| error.to_string();
        let read = crate::pages::file(self.store(), path).await.map_err(told)?;
        read.ok_or_else(|| "it is not there".to_owned())
    }
}

/// How the leaves stand to the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matched {
    /// Leaves that commit to the fact at their place.
    pub facts: u64,
    /// Leaves of facts whose words were erased: nobody can open them any more.
    pub erased: u64,
}

/// The log that an audit goes through.
struct Known {
    /// What this folder remembers of it.
    memory: Option<crate::head::Memory>,
    key: Verifier,
    size: u64,
}

/// How many facts are compared at once.
const PAGE: i64 = 2_000;

impl Log {
    /// Audits the log as it is kept here and against the journal. `None` when none was begun.
    ///
    /// # Errors
    /// The first fault.
    pub async fn audit(&self) -> Result<Option<(Report, Matched)>, String> {
        self.audit_on(&mut Progress::default(), |_| Ok(())).await
    }

    /// The same from where one was broken off; `save` is handed the progress now and then.
    ///
    /// # Errors
    /// The first fault, or why the progress was not saved.
    pub async fn audit_on(
        &self,
        progress: &mut Progress,
        save: impl FnMut(&Progress) -> Result<(), String>,
    ) -> Result<Option<(Report, Matched)>, String> {
        let Some(known) = self.known().await? else { return Ok(None) };
        self.gone_through(&known, progress, save).await.map(Some)
    }

    /// The same of the last `most` leaves or a few more, in a time that does not grow with the log.
    /// Those before them are believed as their tiles give them, which must lead to the signed root.
    ///
    /// # Errors
    /// The first fault.
    pub async fn audit_last(&self, most: u64) -> Result<Option<(Report, Matched)>, String> {
        let Some(known) = self.known().await? else { return Ok(None) };
        let from = known.size.saturating_sub(most) / WIDTH * WIDTH;
        let log = known.key.name.clone();
        let mut progress = Progress { log, matched: from, ..Progress::default() };
        progress.keep(&self.believed(from).await?);
        self.gone_through(&known, &mut progress, |_| Ok(())).await.map(Some)
    }

    /// What an audit begins with: the head, which must be the one of the log that this folder
    /// remembers. `None` when no log was begun.
    async fn known(&self) -> Result<Option<Known>, String> {
        let told = |error: store::StoreError| error.to_string();
        let memory = crate::head::remembered(self.store().folder()).map_err(told)?;
        let Some(head) = sql::head(self.store()).await.map_err(told)? else {
            return match memory {
                None => Ok(None),
                Some(memory) => Err(absent(&memory)),
            };
        };
        let signed = Note::read(&head.note).and_then(|note| Checkpoint::read(&note.text));
        if signed.is_none_or(|signed| (signed.size, signed.root) != (head.size, head.root)) {
            return Err("log_head: its columns are not what its checkpoint says".into());
        }
        if memory.as_ref().is_some_and(|memory| memory.begun != head.begun.as_microsecond()) {
            return Err("log.toml: this folder knows another log than the database has".into());
        }
        let key = crate::head::signer(&self.store().keys(), head.begun);
        let key = key.ok_or("the log has no key")?.verifier().clone();
        Ok(Some(Known { memory, key, size: head.size }))
    }

    async fn gone_through(
        &self,
        known: &Known,
        progress: &mut Progress,
        mut save: impl FnMut(&Progress) -> Result<(), String>,
    ) -> Result<(Report, Matched), String> {
        let report = files(self, &known.key, progress, &mut save).await?;
        self.held_against_memory(known.memory.as_ref(), &report).await?;
        self.held_against_witnesses(&known.key).await?;
        let matched = self.held_against_journal((progress.matched, report.size)).await?;
        progress.matched = report.size;
        save(progress)?;
        Ok((report, matched))
    }

    /// The edge of the first leaves from the tiles as they are.
    async fn believed(&self, size: u64) -> Result<Edge, String> {
        let edge = self.edge(size).await.map_err(|trouble| match trouble {
            Trouble::Passing(told) | Trouble::Fatal(told) => told,
        })?;
        edge.ok_or_else(|| format!("log_tiles: hashes of the first {size} leaves are missing"))
    }

    /// The tree that this folder remembers must be a beginning of the one that is there.
    async fn held_against_memory(
        &self,
        memory: Option<&crate::head::Memory>,
        report: &Report,
    ) -> Result<(), String> {
        let Some(memory) = memory else { return Ok(()) };
        // It was read before the checkpoint, and the log only grows.
        if memory.size > report.size {
            let (was, is) = (memory.size, report.size);
            return Err(format!("log.toml: this folder knows {was} leaves, the log has {is}"));
        }
        let root = crate::prove::Tiles::new(self.store()).root((0, memory.size)).await;
        let root = root.map_err(|error| error.to_string())?;
        match store::keyring::hex(&root) == memory.root {
            true => Ok(()),
            false => Err(format!(
                "log.toml: the first {} leaves had another root when this folder last saw them",
                memory.size
            )),
        }
    }

    /// What each witness cosigned must be a beginning of the log, truly signed by both.
    async fn held_against_witnesses(&self, key: &Verifier) -> Result<(), String> {
        let told = |error: store::StoreError| error.to_string();
        for one in sql::cosigned(self.store()).await.map_err(told)? {
            // It never cosigned anything: what is kept is only how it went when it was asked.
            if one.size == 0 && one.note.is_empty() && one.line.is_empty() {
                continue;
            }
            let wrong = |what: &str| format!("log_cosigned: {}: {what}", one.witness);
            if !one.holds(key) {
                return Err(wrong("its line is not below a checkpoint that both signed"));
            }
            let note = Note::read(&one.note).and_then(|note| Checkpoint::read(&note.text));
            let root = crate::prove::Tiles::new(self.store()).root((0, one.size)).await;
            if note.map(|note| note.root) != Some(root.map_err(told)?) {
                return Err(wrong("the log does not go on from what it cosigned"));
            }
        }
        Ok(())
    }

    /// Leaves and logged facts side by side, both in the order of the journal.
    async fn held_against_journal(&self, (from, size): (u64, u64)) -> Result<Matched, String> {
        let told = |error: store::StoreError| error.to_string();
        let (kinds, mut matched) = (self.kinds(), Matched::default());
        let before = sql::placed(self.store(), from.saturating_sub(1), 1).await.map_err(told)?;
        let before = before.first().filter(|_| from > 0).map_or(0, |(_, leaf)| leaf.position);
        let (mut leaf, mut after) = (from, before);
        // What was declared after the log had passed it has no leaf: a kind counts from its first.
        let mut begun = std::collections::HashSet::new();
        while leaf < size {
            let leaves = sql::placed(self.store(), leaf, PAGE).await.map_err(told)?;
            let Some((_, last)) = leaves.last() else {
                return Err(format!("log_entries: leaf {leaf} is missing"));
            };
            let upto = last.position;
            let mut leaves = leaves.into_iter().peekable();
            while after < upto {
                let page = self.store().placed((after, upto), &kinds, PAGE).await.map_err(told)?;
                after = match page.last() {
                    Some(last) if page.len() as i64 == PAGE => last.position,
                    _ => upto,
                };
                for fact in self.opened(page).await.map_err(told)? {
                    match leaves.next_if(|(_, leaf)| leaf.position <= fact.position) {
                        Some((n, found)) if found.position == fact.position => {
                            begun.insert(fact.record.kind.clone());
                            matched.count(n, &found.entry, &fact)?;
                        }
                        Some((n, _)) => return Err(stray(n)),
                        None if begun.contains(&fact.record.kind) => {
                            let at = fact.position;
                            return Err(format!("the journal's record at {at} has no leaf"));
                        }
                        None => {}
                    }
                }
            }
            if let Some((n, _)) = leaves.next() {
                return Err(stray(n));
            }
            leaf += PAGE as u64;
        }
        Ok(matched)
    }
}

fn stray(leaf: u64) -> String {
    format!("log_entries: leaf {leaf} stands for no fact that is logged")
}

impl Matched {
    fn count(&mut self, n: u64, entry: &Hash, fact: &crate::log::Opened) -> Result<(), String> {
        let Some(salt) = fact.salt else {
            self.erased += 1;
            return Ok(());
        };
        if fact.record.entry(&salt) != *entry {
            return Err(format!("log_entries: leaf {n} does not commit to the fact at its place"));
        }
        self.facts += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Signer, Use};

    #[test]
    fn paths_are_those_of_the_specification() {
        assert_eq!(tile_path(Some(0), 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(tile_path(None, 0, 17), "tile/entries/000.p/17");
        assert_eq!(tile_path(Some(1), 1_000, 256), "tile/1/x001/000");
    }

    /// A log of 700 leaves as its files.
    struct Served(std::collections::BTreeMap<String, Vec<u8>>);

    impl Files for Served {
        async fn get(&self, path: &str) -> Result<Vec<u8>, String> {
            self.0.get(path).cloned().ok_or_else(|| "it is not there".into())
        }
    }

    fn signer(name: &str) -> Signer {
        Signer::new(name, Use::Log, &[5; 32]).expect("a name")
    }

    fn served() -> Served {
        let entries: Vec<Hash> = (0..700_u32).map(|n| merkle::leaf(&n.to_be_bytes())).collect();
        let (mut edge, mut tiles) = (Edge::default(), Vec::new());
        entries.iter().for_each(|entry| edge.push(merkle::leaf(entry), &mut tiles));
        tiles.extend(edge.tiles());
        let mut all = std::collections::BTreeMap::new();
        for tile in tiles {
            let path = tile_path(Some(tile.level), tile.n, tile.hashes.len() as u64);
            all.insert(path, tile.hashes.concat());
        }
        for (n, part) in (0..).zip(entries.chunks(WIDTH as usize)) {
            all.insert(tile_path(None, n, part.len() as u64), crate::pages::bundle(part));
        }
        let by = signer("dantin/log");
        let checkpoint = Checkpoint { origin: "dantin/log".into(), size: 700, root: edge.root() };
        all.insert("checkpoint".into(), checkpoint.signed(&by).write().into_bytes());
        Served(all)
    }

    async fn told(served: &Served) -> String {
        let (by, mut progress) = (signer("dantin/log"), Progress::default());
        let done = files(served, by.verifier(), &mut progress, |_| Ok(())).await;
        done.expect_err("a fault is found")
    }

    #[tokio::test]
    async fn a_bit_flipped_in_any_file_and_a_file_cut_off_or_gone_are_found_and_named() {
        let whole = served();
        let by = signer("dantin/log");
        let mut progress = Progress::default();
        let report = files(&whole, by.verifier(), &mut progress, |_| Ok(())).await;
        assert_eq!(report.expect("it is whole").hashed, 700);
        for (path, bytes) in &whole.0 {
            let bend = |bent: Option<Vec<u8>>| {
                let mut all = whole.0.clone();
                match bent {
                    Some(bent) => all.insert(path.clone(), bent),
                    None => all.remove(path),
                };
                Served(all)
            };
            for place in (0..bytes.len()).step_by(89) {
                let mut bent = bytes.clone();
                bent[place] ^= 1 << (place % 8);
                let told = told(&bend(Some(bent))).await;
                // Of an entry and the tile above it each may be the one that was changed.
                let named = path.replace("entries", "0");
                assert!(told.starts_with(path) || told.starts_with(&named), "{path}: {told}");
            }
            for cut in [0, bytes.len() / 2, bytes.len() - 1] {
                let told = told(&bend(Some(bytes[..cut].to_vec()))).await;
                assert!(told.starts_with(path), "{path} cut at {cut}: {told}");
            }
            let told = told(&bend(None)).await;
            assert!(told.contains("it is not there"), "{path}: {told}");
        }
    }

    #[tokio::test]
    async fn a_checkpoint_of_another_log_is_told_by_its_name_and_one_of_another_key_as_forged() {
        let mut other = served();
        let checkpoint = Checkpoint { origin: "dantin/khac".into(), size: 700, root: [7; 32] };
        let own = checkpoint.signed(&signer("dantin/khac")).write();
        other.0.insert("checkpoint".into(), own.into_bytes());
        let named = "it is of the log dantin/khac, not dantin/log";
        assert!(told(&other).await.contains(named));
        let checkpoint = Checkpoint { origin: "dantin/log".into(), ..checkpoint };
        let stranger = Signer::new("dantin/log", Use::Log, &[6; 32]).expect("a name");
        other.0.insert("checkpoint".into(), checkpoint.signed(&stranger).write().into_bytes());
        assert!(told(&other).await.contains("its signature is not the log's"));
    }

    #[test]
    fn a_bundle_has_entries_of_one_length_only() {
        let entries = [[1; 32], [2; 32]];
        let bytes = crate::pages::bundle(&entries);
        assert_eq!(unbundle(&bytes).as_deref(), Some(&entries[..]));
        assert_eq!(unbundle(&bytes[..40]), None);
        let mut bent = bytes;
        bent[1] = 31;
        assert_eq!(unbundle(&bent), None);
    }
}
