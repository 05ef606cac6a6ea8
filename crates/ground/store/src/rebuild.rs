//! `rebuild` makes every view anew from the journal, in parts: each is kept together with the place
//! that was reached, so that one which was killed goes on from there and ends with the same rows.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::{AnyConnection, Connection as _};

use crate::commit::SEARCH_DOCS;
use crate::journal::{Hash, Stream};
use crate::open::Store;
use crate::people::PERSON_MARKS;
use crate::query::{self, run};
use crate::replay::{Report, Walk};
use crate::rows::upsert_many;
use crate::schema::Table;
use crate::{Result, StoreError, Value, keyring, row};

const MARK: &str = "SELECT value FROM meta WHERE name = 'rebuilding'";
const PUT: &str = "INSERT INTO meta (name, value) VALUES ('rebuilding', $1) \
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";
const END: &str = "DELETE FROM meta WHERE name = 'rebuilding'";
const LAST: &str = "SELECT COALESCE(MAX(position), 0) FROM journal";
const HOW_MANY: &str = "SELECT COUNT(*) FROM journal";

/// Statements of this room.
pub const STATEMENTS: &[&str] = &[MARK, PUT, END, LAST, HOW_MANY];

/// What the mark says as long as no part is kept.
const ASKED: &str = "yes";

/// How far a rebuild has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Records of the journal whose views are made.
    pub records: u64,
    /// All that there are.
    pub of: u64,
}

/// Is told after each part that is kept.
pub type Tell<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// Where a rebuild stands, in the same transaction as the rows that it speaks of.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Reached {
    /// Which program makes the views.
    by: String,
    /// The journal's last position: behind one more record, rows that are made may be others.
    upto: i64,
    /// The last stream that is done, and how many records it has.
    stream: String,
    version: i64,
    /// What was gone through until there.
    done: Report,
}

/// What becomes of the mark with a part.
enum Then {
    /// It says where the rebuild stands.
    Keep(String),
    /// It stays as it is: what is killed now begins again.
    Leave,
    /// The part is the last one: the views are whole, if the journal still ends there.
    End(i64),
}

/// Rows of some streams, by their tables.
#[derive(Default)]
struct Part {
    rows: HashMap<&'static str, (&'static Table, Vec<Vec<Value>>)>,
    sums: HashMap<&'static str, (&'static Table, HashMap<Vec<Value>, i64>)>,
    docs: Vec<Vec<Value>>,
    marks: Vec<Vec<Value>>,
}

impl Store {
    /// Throws every view away and makes it again. Needs the folder for itself. A crash in between
    /// leaves the place that was reached, and [`Store::finish_rebuild`] goes on from there.
    ///
    /// # Errors
    /// When the engine fails, a fact cannot be read, or another node works on the same database.
    pub async fn rebuild(&self) -> Result<Report> {
        self.rebuild_telling(&mut |_: Progress| {}).await
    }

    /// The same, and tells how far it has come.
    ///
    /// # Errors
    /// As [`Store::rebuild`].
    pub async fn rebuild_telling(&self, tell: Tell<'_>) -> Result<Report> {
        let mut conn = self.rebuilder().await?;
        let report = self.rebuild_on(&mut conn, None, tell).await?;
        conn.close().await?;
        Ok(report)
    }

    /// Finishes a rebuild that was asked for or interrupted: from the place that it reached, if the
    /// same program began it and nothing was recorded since, else from nothing. `None` when the
    /// views are whole.
    ///
    /// # Errors
    /// As [`Store::rebuild`].
    pub async fn finish_rebuild(&self, tell: Tell<'_>) -> Result<Option<Report>> {
        if !self.is_rebuilding().await? {
            return Ok(None);
        }
        let mut conn = self.rebuilder().await?;
        // Another node may have finished it while this one waited for its turn.
        let mark = query::rows(&mut conn, MARK, Vec::new()).await?;
        let done = match mark.first() {
            None => None,
            Some(mark) => {
                let from = reached(&mark.text(0)?, last_position(&mut conn).await?);
                Some(self.rebuild_on(&mut conn, from, tell).await?)
            }
        };
        conn.close().await?;
        Ok(done)
    }

    /// Whether the views are not whole: somebody makes them anew, or was stopped while doing so.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn is_rebuilding(&self) -> Result<bool> {
        Ok(!self.rows(MARK, Vec::new()).await?.is_empty())
    }

    /// A connection on which one node at a time makes views; closing it lets the next one.
    async fn rebuilder(&self) -> Result<AnyConnection> {
        let mut conn = self.shared.engine.connect(&self.shared.url).await?;
        self.shared.engine.begin_rebuild(&mut conn).await.map_err(|error| {
            let what = "another node makes the views anew; start again when it is done";
            StoreError::Unusable(format!("{what} ({error})"))
        })?;
        Ok(conn)
    }

    async fn rebuild_on(
        &self,
        conn: &mut AnyConnection,
        from: Option<Reached>,
        tell: Tell<'_>,
    ) -> Result<Report> {
        let (upto, of) = (last_position(conn).await?, how_many(conn).await?);
        let (mut walk, mut done) = match from {
            Some(from) => (Walk::after(from.stream, from.version), from.done),
            None => {
                self.empty_views(conn).await?;
                (Walk::new(), Report::default())
            }
        };
        let mut read = self.shared.pool.acquire().await?;
        loop {
            let streams = walk.next(&mut read).await?;
            let Some(last) = streams.last() else { break };
            let part = self.part(conn, &streams, &mut done).await?;
            let then = match walk.ended {
                true => Then::End(upto),
                false => behind(last, upto, done),
            };
            self.keep(conn, part, then).await?;
            tell(Progress { records: done.records, of });
        }
        // An empty journal has no last part.
        run(conn, END, Vec::new()).await?;
        Ok(done)
    }

    /// Marked first: a crash between two tables is one that begins again.
    async fn empty_views(&self, conn: &mut AnyConnection) -> Result<()> {
        ask(conn).await?;
        for table in self.shared.schema.tables.iter().chain([&&PERSON_MARKS]) {
            run(conn, &self.shared.engine.empty(table.name), Vec::new()).await?;
        }
        self.shared.engine.clear_search(conn).await
    }

    /// Everything that follows from these streams.
    async fn part(
        &self,
        conn: &mut AnyConnection,
        streams: &[Stream],
        done: &mut Report,
    ) -> Result<Part> {
        let (laws, mut part) = (self.laws(), Part::default());
        let mut projections = Vec::with_capacity(streams.len());
        for stream in streams {
            done.streams += 1;
            done.records += stream.records.len() as u64;
            projections.push((stream, self.shared.project(stream, &laws)?));
        }
        let words = self.open_words(conn, &projections).await?;
        for (stream, projection) in projections {
            part.docs.extend(self.document(stream, &projection, &words));
            part.marks.extend(self.marks(stream, &projection, &words));
            for row in projection.rows {
                let of_table = part.rows.entry(row.table.name).or_insert((row.table, Vec::new()));
                of_table.1.push(row.values);
                done.rows += 1;
            }
            for sum in projection.sums {
                let of_table =
                    part.sums.entry(sum.table.name).or_insert((sum.table, HashMap::new()));
                *of_table.1.entry(sum.key).or_default() += sum.n;
            }
        }
        Ok(part)
    }

    /// Writes a part and what becomes of the mark, in one transaction: no row is added to a sum
    /// twice, whenever the program dies.
    async fn keep(&self, conn: &mut AnyConnection, part: Part, then: Then) -> Result<()> {
        let engine = self.shared.engine;
        engine.begin(conn).await?;
        for (table, rows) in part.rows.into_values() {
            upsert_many(engine, conn, table, rows).await?;
        }
        for (table, sums) in part.sums.into_values() {
            let summed = |(mut key, n): (Vec<Value>, i64)| {
                key.push(n.into());
                key
            };
            upsert_many(engine, conn, table, sums.into_iter().map(summed).collect()).await?;
        }
        upsert_many(engine, conn, &SEARCH_DOCS, part.docs).await?;
        upsert_many(engine, conn, &PERSON_MARKS, part.marks).await?;
        match then {
            Then::Keep(place) => run(conn, PUT, row![place]).await?,
            Then::Leave => 0,
            Then::End(upto) => {
                if last_position(conn).await? != upto {
                    let what = "something was recorded while the views were made anew: stop every \
                                other node, then start again or run `dantin rebuild`";
                    return Err(StoreError::Unusable(what.into()));
                }
                run(conn, END, Vec::new()).await?
            }
        };
        run(conn, "COMMIT", Vec::new()).await?;
        Ok(())
    }
}

/// Asks whoever opens the store next to make the views anew, from nothing.
pub(crate) async fn ask(conn: &mut AnyConnection) -> Result<()> {
    run(conn, PUT, row![ASKED]).await?;
    Ok(())
}

/// The last position of the journal: the end of its index, at once however long it is.
async fn last_position(conn: &mut AnyConnection) -> Result<i64> {
    let rows = query::rows(conn, LAST, Vec::new()).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// How many records the journal has. It goes through all of them, so it is asked once in a rebuild.
async fn how_many(conn: &mut AnyConnection) -> Result<u64> {
    let rows = query::rows(conn, HOW_MANY, Vec::new()).await?;
    rows.first().map_or(Ok(0), |row| Ok(row.int(0)?.unsigned_abs()))
}

/// The mark behind these streams, which are not the last ones.
fn behind(last: &Stream, upto: i64, done: Report) -> Then {
    let place = program().and_then(|by| {
        let (stream, version) = (last.name.clone(), last.version());
        let reached = Reached { by: by.to_owned(), upto, stream, version, done };
        serde_json::to_string(&reached).ok()
    });
    place.map_or(Then::Leave, Then::Keep)
}

/// The place that a mark speaks of, where one can go on from there.
fn reached(mark: &str, upto: i64) -> Option<Reached> {
    // What was only asked for is no place.
    let reached: Reached = serde_json::from_str(mark).ok()?;
    (reached.upto == upto && program() == Some(reached.by.as_str())).then_some(reached)
}

/// Which program this is, by the hash of its file: another one may make other views of the same
/// facts, and half of each would be neither. `None` where the file cannot be read.
fn program() -> Option<&'static str> {
    static HASH: OnceLock<Option<String>> = OnceLock::new();
    let read = || {
        let mut file = std::fs::File::open(std::env::current_exe().ok()?).ok()?;
        let (mut hasher, mut bytes) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut bytes).ok()? {
                0 => {
                    let hash: Hash = hasher.finalize().into();
                    return Some(keyring::hex(&hash));
                }
                read => hasher.update(&bytes[..read]),
            }
        }
    };
    HASH.get_or_init(read).as_deref()
}
