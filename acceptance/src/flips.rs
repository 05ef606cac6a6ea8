//! One bit of what is stored, changed as a disk or somebody with the database's password might
//! change it: in a value of a row, or in a file. Every one has to be found, and named.

use std::path::Path;

use kernel::{Actor, Chance, Clock};
use ledger::Log;
use ledger::cosign::{Cosigned, moment};
use ledger::note::{Note, Signer, Use};
use petitions::desk::{self, Filing, More, Person};
use petitions::kind::{AnswerBy, Channel, Kind};
use store::{Options, Store, StoreError, Value};

use crate::house::UNIT;

/// Bytes of one sort.
pub struct Class {
    /// What it is called.
    pub name: &'static str,
    spots: Vec<Spot>,
}

/// Columns of a table, and words of which one stands in what is said of a change there.
struct Spot {
    table: &'static str,
    key: Vec<&'static str>,
    columns: Vec<&'static str>,
    only: String,
    named: Vec<&'static str>,
}

fn spot(table: &'static str, key: &[&'static str], columns: &[&'static str]) -> Spot {
    let (key, columns) = (key.to_vec(), [key, columns].concat());
    Spot { table, key, columns, only: "1 = 1".to_owned(), named: vec![table] }
}

impl Spot {
    fn only(self, only: impl Into<String>) -> Self {
        Self { only: only.into(), ..self }
    }

    fn or_named(mut self, other: &[&'static str]) -> Self {
        self.named.extend(other);
        self
    }
}

/// What the journal, the vault and all that follows from them consists of. The full text of SQLite
/// has bits that mean nothing (a mark of deletion on what is there): it is looked at with the file
/// as a whole ([`copy_bent`]), where nothing may be read otherwise than before.
pub fn of_store() -> Vec<Class> {
    let tables = || site::slices().into_iter().flat_map(|slice| slice.tables);
    let view = |table: &'static &'static store::Table| {
        spot(table.name, &table.columns[..table.key], &table.columns[table.key..])
    };
    // A sum that came back to nothing is as good as absent, whatever it was of.
    let sum = |table: &'static &'static store::Table| {
        view(table).only(format!("{} <> 0", table.columns[table.key]))
    };
    let journal = ["stream", "version", "kind", "form", "at", "law", "actor", "body", "hash"];
    let journal = spot("journal", &["position"], &journal).or_named(&["seals"]);
    let live = spot("vault", &["id"], &["purpose", "master", "wrapped", "sealed"]);
    // Of an erased item its sort and the number of its key say nothing any more.
    let erased = spot("vault", &["id"], &["erased_at", "ground", "tombstone"]);
    let search = spot("search_docs", &["seq"], &["stream", "tokens"]);
    let persons = spot("person_marks", &["bucket", "mark", "stream"], &[]);
    vec![
        Class { name: "journal", spots: vec![journal] },
        Class {
            name: "seals",
            spots: vec![spot("seals", &["seq"], &["upto", "facts", "root", "hash"])],
        },
        Class {
            name: "vault",
            spots: vec![live.only("wrapped IS NOT NULL"), erased.only("wrapped IS NULL")],
        },
        Class { name: "views", spots: tables().filter(|table| !table.sum).map(view).collect() },
        Class { name: "sums", spots: tables().filter(|table| table.sum).map(sum).collect() },
        Class { name: "search", spots: vec![search] },
        Class { name: "persons", spots: vec![persons] },
    ]
}

/// What the public log consists of; it has to be [`cosign`]ed. How it went when a witness was asked
/// last is no part of it: the next time it is asked says it anew.
pub fn of_log() -> Vec<Class> {
    let head = ["begun", "size", "position", "seal", "at", "root", "note", "tag"];
    let head = spot("log_head", &["id"], &head).or_named(&["the database has none"]);
    let entries = spot("log_entries", &["leaf"], &["position", "entry"]);
    let tiles = spot("log_tiles", &["level", "n"], &["hashes"]);
    let cosigned = ["verifier", "size", "note", "line", "at"];
    let cosigned = spot("log_cosigned", &["witness"], &cosigned);
    vec![
        Class { name: "checkpoint", spots: vec![head] },
        Class { name: "entries", spots: vec![entries.or_named(&["tile/", "has no leaf"])] },
        Class { name: "tiles", spots: vec![tiles.or_named(&["tile/"])] },
        Class { name: "cosignatures", spots: vec![cosigned] },
    ]
}

/// What a folder remembers beside its database: the file, the words in it between which every bit
/// counts (without a second one, up to its end), and what is named when one of them is flipped.
pub const BESIDE: [(&str, (&str, &str), &str); 2] =
    [("seal.toml", ("seq = ", ""), "seal"), ("log.toml", ("begun = ", "tagged = "), "log.toml")];

/// A text with one bit between two words of it another.
///
/// # Panics
/// When the words do not stand in it.
pub fn bent_between(text: &str, (from, until): (&str, &str), chance: &Chance) -> Vec<u8> {
    let from = text.find(from).expect(from);
    let until = match until {
        "" => text.len(),
        until => text.rfind(until).expect(until),
    };
    let (bytes, part) = (text.as_bytes(), &text.as_bytes()[from..until]);
    let bent = flipped(part, chance).expect("bytes");
    [&bytes[..from], bent.as_slice(), &bytes[until..]].concat()
}

/// A bit that was flipped, and how it is flipped back.
pub struct Flipped {
    /// Where.
    pub at: String,
    named: Vec<&'static str>,
    undo: (String, Vec<Value>),
}

impl Flipped {
    /// Whether what is said of it names it.
    pub fn is_named(&self, told: &str) -> bool {
        self.named.iter().any(|name| told.contains(name))
    }

    /// Flips it back.
    ///
    /// # Panics
    /// When it is not there any more.
    pub async fn undo(self, store: &Store) {
        let (sql, values) = self.undo;
        let touched = store.run_apart(&sql, values).await;
        assert_eq!(touched.expect(&sql), 1, "{}", self.at);
    }
}

impl Class {
    /// Flips a random bit of a random value.
    ///
    /// # Panics
    /// When there is nothing to flip.
    pub async fn flip(&self, store: &Store, chance: &Chance) -> Flipped {
        for _ in 0..2_000 {
            let spot = &self.spots[chance.below(self.spots.len() as u64) as usize];
            if let Some(flipped) = spot.flip(store, chance).await {
                return flipped;
            }
        }
        panic!("{}: there is nothing to flip", self.name);
    }
}

impl Spot {
    /// `None` when the value that was drawn is none, or may not be what it would become.
    async fn flip(&self, store: &Store, chance: &Chance) -> Option<Flipped> {
        let (table, only) = (self.table, self.only.as_str());
        let count = format!("SELECT COUNT(*) FROM {table} WHERE {only}");
        let count = store.rows(&count, Vec::new()).await.expect(table);
        let row = chance.below(count[0].int(0).expect("a number").try_into().ok()?);
        let read = format!(
            "SELECT {}, {} FROM {table} WHERE {only} ORDER BY {} LIMIT 1 OFFSET {row}",
            self.key.join(", "),
            self.columns.join(", "),
            self.key.join(", ")
        );
        let rows = store.rows(&read, Vec::new()).await.expect(table);
        let row = rows.first()?;
        let at = chance.below(self.columns.len() as u64) as usize;
        let key = (0..self.key.len()).map(|n| row.value(n).expect(table));
        let mut key: Vec<Value> = key.collect();
        let old = row.value(self.key.len() + at).expect(table);
        let new = bend(&old, chance)?;
        let column = self.columns[at];
        let wheres: Vec<String> =
            (2..).zip(&self.key).map(|(n, name)| format!("{name} = ${n}")).collect();
        let sql = format!("UPDATE {table} SET {column} = $1 WHERE {}", wheres.join(" AND "));
        let place = format!("{table}, {key:?}, {column}: {old:?} became {new:?}");
        let values = |value: &Value, key: &[Value]| [&[value.clone()][..], key].concat();
        let done = store.run_apart(&sql, values(&new, &key)).await;
        if let Some(part) = self.key.iter().position(|name| *name == column) {
            key[part] = new;
        }
        // Two rows of one key there cannot be.
        (done.ok()? == 1).then(|| Flipped {
            at: place,
            named: self.named.clone(),
            undo: (sql.clone(), values(&old, &key)),
        })
    }
}

/// The value with one bit another; `None` where there is no bit, or no text would be left.
fn bend(value: &Value, chance: &Chance) -> Option<Value> {
    match value {
        Value::Null(_) => None,
        Value::Int(number) => Some(Value::Int(number ^ (1 << chance.below(64)))),
        Value::Bytes(bytes) => flipped(bytes, chance).map(Value::Bytes),
        Value::Text(text) => {
            let bent = String::from_utf8(flipped(text.as_bytes(), chance)?).ok()?;
            (!bent.contains('\0')).then_some(Value::Text(bent))
        }
    }
}

/// Bytes with one bit another.
pub fn flipped(bytes: &[u8], chance: &Chance) -> Option<Vec<u8>> {
    let mut bent = bytes.to_vec();
    let bit = chance.below(8 * bytes.len() as u64);
    *bent.get_mut(bit as usize / 8)? ^= 1 << (bit % 8);
    Some(bent)
}

/// What `verify` says first: of the store, then of the log. `None` when all is whole.
pub async fn found(store: &Store, log: &Log) -> Option<String> {
    match store.verify().await {
        Err(error) => Some(error.to_string()),
        Ok(_) => log.audit().await.err(),
    }
}

/// All that is proven, as it is read: the same before and after whatever changes nothing.
///
/// # Errors
/// When it cannot be read.
pub async fn content(store: &Store) -> store::Result<Vec<Vec<Value>>> {
    let tables = site::slices().into_iter().flat_map(|slice| slice.tables).map(|table| table.name);
    let own = ["journal", "seals", "vault", "search_docs", "log_head", "log_entries", "log_tiles"];
    let mut all = Vec::new();
    for table in tables.chain(own) {
        for row in store.rows(&format!("SELECT * FROM {table}"), Vec::new()).await? {
            let values = (0..row.width()).map(|column| row.value(column));
            let values = values.collect::<store::Result<Vec<_>>>()?;
            all.push([vec![Value::from(table)], values].concat());
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// Opens a folder that nobody serves, only to look at it: nothing is sealed or logged meanwhile.
///
/// # Errors
/// When it cannot be opened.
pub async fn look(folder: &Path, database: Option<String>, clock: Clock) -> store::Result<Store> {
    let data = folder.to_path_buf();
    let options = Options { data, database, exclusive: false, readers: 2 };
    Store::open(options, site::schema(), clock, Chance::System).await
}

/// The [`content`] of a folder that nobody serves, or why it is not whole. Of SQLite's kind.
///
/// # Errors
/// What is wrong with it, as `verify` says it.
///
/// # Panics
/// When what was found whole cannot be read.
pub async fn read(folder: &Path) -> Result<Vec<Vec<Value>>, String> {
    let told = |error: StoreError| error.to_string();
    let store = look(folder, None, Clock::System).await.map_err(told)?;
    let content = match found(&store, &site::log(store.clone())).await {
        Some(told) => Err(told),
        None => Ok(content(&store).await.expect("what is whole can be read")),
    };
    store.close().await;
    content
}

/// Copies a folder that nobody serves, with one bit of its database flipped. Of SQLite's kind.
///
/// # Panics
/// When a file is not there, or cannot be written.
pub fn copy_bent(from: &Path, to: &Path, chance: &Chance) {
    for name in ["keys.toml", "seal.toml", "log.toml"] {
        std::fs::copy(from.join(name), to.join(name)).expect(name);
    }
    let database = std::fs::read(from.join("dantin.sqlite")).expect("the database");
    let bent = flipped(&database, chance).expect("bytes");
    std::fs::write(to.join("dantin.sqlite"), bent).expect("written");
}

/// Lets a made-up witness cosign the log as it stands.
///
/// # Panics
/// When there is no log, or what it says is not kept.
pub async fn cosign(store: &Store) {
    let by = Signer::new("bao.example/w", Use::Witness, &[9; 32]).expect("a name");
    let head = ledger::store::head(store).await.expect("read").expect("a log");
    let text = Note::read(&head.note).expect("its checkpoint").text;
    let since = u64::try_from(head.at.as_second()).expect("a moment after 1970");
    let kept = Cosigned {
        witness: by.verifier().name.clone(),
        verifier: by.verifier().text(),
        size: head.size,
        note: head.note,
        line: by.sign(&text, since).line(),
        at: moment(since),
        word: String::new(),
        detail: String::new(),
    };
    ledger::store::keep_cosigned(store, &kept).await.expect("it is kept");
}

/// Files so many petitions, erases the words of the first, and gives all of them their leaves;
/// the streams of the others.
///
/// # Panics
/// When that does not go well.
pub async fn fill(store: &Store, log: &Log, petitions: usize) -> Vec<String> {
    let mut streams = Vec::with_capacity(petitions);
    for n in 0..petitions {
        let filing = Filing {
            kind: Kind::Feedback,
            unit: UNIT.to_owned(),
            letters: "TT".into(),
            matter: "water".into(),
            village: String::new(),
            channel: Channel::Page,
            answer_by: AnswerBy::Sms,
            words: format!("Mương số {n} bị lấp."),
            place: "trước nhà văn hóa".into(),
            person: Person { phone: "0900000118".into(), ..Person::default() },
            more: More::default(),
        };
        let filed = desk::file(store, &Actor::Resident, filing, None).await.expect("it is filed");
        if n > 0 {
            streams.push(filed.petition.id);
            continue;
        }
        let read = desk::read(store, &filed.petition.id).await.expect("it is read");
        let erased = desk::erase(store, &Actor::Resident, read.expect("it"), "BVDL.14").await;
        erased.expect("its words are erased");
    }
    let mut sealings = store.sealings();
    let last = store.rows("SELECT MAX(position) FROM journal", Vec::new()).await.expect("read");
    let last = last[0].int(0).expect("a number");
    while store.reach().await.expect("the seals are read").upto < last {
        sealings.changed().await.expect("the store is open");
    }
    log.catch_up().await.expect("the log goes on");
    streams
}
