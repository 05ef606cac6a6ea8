//! `verify` proves that nothing differs from what follows from the journal.
//!
//! It walks the journal stream by stream and asks the projectors, exactly as a commit and a rebuild
//! ([`crate::rebuild`]) do.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::commit::SEARCH_DOCS;
use crate::expected::{Expected, ExpectedRow, canon, digest};
use crate::journal::{self, Record, Stream};
use crate::laws::Laws;
use crate::open::Store;
use crate::people::{self, PERSON_MARKS};
use crate::projection::Projection;
use crate::query::{self, Row, run};
use crate::schema::Table;
use crate::vault::{self, Opened};
use crate::{Result, StoreError, Value, beside, seal, search};

/// What a check or a rebuild went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Streams of the journal.
    pub streams: u64,
    /// Records of the journal.
    pub records: u64,
    /// Rows of views.
    pub rows: u64,
    /// Vault items that were opened and held what the journal says, or are erased on a ground.
    pub words: u64,
}

/// How many records are read at once, and how many streams are worked on together.
const PAGE: i64 = 4_000;

/// Reads the journal as whole streams, in the order of their names.
pub(crate) struct Walk {
    at: (String, i64),
    rest: Vec<Record>,
    /// Whether what it gave last was the last there is.
    pub ended: bool,
}

impl Walk {
    pub fn new() -> Self {
        Self::after(String::new(), 0)
    }

    /// From behind a stream of so many records.
    pub fn after(stream: String, version: i64) -> Self {
        Self { at: (stream, version), rest: Vec::new(), ended: false }
    }

    /// The next whole streams; empty at the end.
    pub async fn next(&mut self, conn: &mut AnyConnection) -> Result<Vec<Stream>> {
        loop {
            if !self.ended {
                let page = journal::after(conn, &self.at.0, self.at.1, PAGE).await?;
                self.ended = (page.len() as i64) < PAGE;
                if let Some(last) = page.last() {
                    self.at = (last.stream.clone(), last.version);
                }
                self.rest.extend(page);
            }
            let mut streams = group(std::mem::take(&mut self.rest));
            if self.ended {
                return Ok(streams);
            }
            // The last stream may go on in the next page.
            self.rest = streams.pop().map(|stream| stream.records).unwrap_or_default();
            if !streams.is_empty() {
                return Ok(streams);
            }
        }
    }
}

fn group(records: Vec<Record>) -> Vec<Stream> {
    let mut streams: Vec<Stream> = Vec::new();
    for record in records {
        match streams.last_mut() {
            Some(stream) if stream.name == record.stream => stream.records.push(record),
            _ => streams.push(Stream { name: record.stream.clone(), records: vec![record] }),
        }
    }
    streams
}

impl Store {
    /// The row of `search_docs` that follows from a stream, whose words were opened before.
    pub(crate) fn document(
        &self,
        stream: &Stream,
        projection: &Projection,
        words: &Words,
    ) -> Option<Vec<Value>> {
        let doc = projection.doc.as_ref()?;
        let texts: Vec<String> = doc
            .words
            .iter()
            .filter_map(|id| words.get(id).and_then(|(opened, _)| opened.clone().text()))
            .collect();
        let tags = search::document(&self.keys(), texts.iter().map(String::as_str), &doc.labels);
        Some(vec![doc.seq.into(), stream.name.as_str().into(), tags.into()])
    }

    /// The rows of `person_marks` that follow from a stream, whose words were opened before.
    pub(crate) fn marks(
        &self,
        stream: &Stream,
        projection: &Projection,
        words: &Words,
    ) -> Vec<Vec<Value>> {
        let ids = people::named(projection).into_iter();
        let texts: Vec<String> = ids
            .filter_map(|id| words.get(&id).and_then(|(opened, _)| opened.clone().text()))
            .collect();
        people::rows(&self.keys(), &stream.name, texts.iter().map(String::as_str))
    }

    /// Opens every vault item that these streams refer to, in a few statements.
    pub(crate) async fn open_words(
        &self,
        conn: &mut AnyConnection,
        projections: &[(&Stream, Projection)],
    ) -> Result<Words> {
        let sealed = projections.iter().flat_map(|(_, p)| p.sealed.iter().map(|item| item.id));
        let searched = projections.iter().flat_map(|(_, p)| p.doc.iter().flat_map(|d| &d.words));
        let named = projections.iter().flat_map(|(_, p)| p.people.iter().copied());
        let mut ids: Vec<kernel::Id> = sealed.chain(searched.copied()).chain(named).collect();
        ids.sort_unstable();
        ids.dedup();
        let keys = self.keys();
        let mut words = Words::with_capacity(ids.len());
        for part in ids.chunks(500) {
            let values = part.iter().map(|id| Value::from(*id)).collect();
            for row in query::rows(conn, &vault::open_small(part.len()), values).await? {
                let (id, opened, commitment) = vault::open_row(&keys, &row)?;
                words.insert(id, (opened, commitment));
            }
            let files: Vec<kernel::Id> =
                part.iter().filter(|id| !words.contains_key(id)).copied().collect();
            for id in files {
                let row = query::rows(conn, &vault::open_many(1), vec![id.into()]).await?;
                let Some(row) = row.first() else { continue };
                let (id, opened, commitment) = vault::open_row(&keys, row)?;
                // Its proof is kept; a file is in no search, and too large to be held.
                let opened = match opened {
                    Opened::Words(_) => Opened::Words(Vec::new()),
                    erased @ Opened::Erased(_) => erased,
                };
                words.insert(id, (opened, commitment));
            }
        }
        Ok(words)
    }

    /// Proves that journal, seals, vault and views agree, as of one instant.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] names the first record that differs: table, key, and what.
    pub async fn verify(&self) -> Result<Report> {
        let head = seal::head(&self.shared.data)?;
        let mut conn = self.shared.engine.connect(&self.shared.url).await?;
        self.shared.engine.begin_snapshot(&mut conn).await?;
        let law = journal::stream_on(&mut conn, crate::laws::STREAM).await?;
        // Before anything is read by it: streams that come first would be found wrong in its place.
        if let Some(broken) = law.broken() {
            return Err(broken);
        }
        let laws = Laws::replay(law)?;
        if laws.version() == 0 {
            let what = "no law was adopted: its first record is missing, or was changed";
            return Err(StoreError::inconsistent("journal", crate::laws::STREAM, what));
        }
        let (mut walk, mut report) = (Walk::new(), Report::default());
        let (mut expected, mut known) = (Expected::default(), HashSet::new());
        loop {
            let streams = walk.next(&mut conn).await?;
            if streams.is_empty() {
                break;
            }
            let mut projections = Vec::with_capacity(streams.len());
            for stream in &streams {
                if let Some(broken) = stream.broken() {
                    return Err(broken);
                }
                report.streams += 1;
                report.records += stream.records.len() as u64;
                projections.push((stream, self.shared.project(stream, &laws)?));
            }
            let words = self.open_words(&mut conn, &projections).await?;
            for (stream, projection) in projections {
                report.words += check_words(stream, &projection, &words)?;
                known.extend(projection.sealed.iter().map(|item| item.id));
                if let Some(doc) = self.document(stream, &projection, &words) {
                    expected.row(&SEARCH_DOCS, &doc, &stream.name);
                }
                for row in self.marks(stream, &projection, &words) {
                    expected.row(&PERSON_MARKS, &row, &stream.name);
                }
                expected.add(stream, projection);
            }
        }
        // Before the seals: a row without its facts names the stream that is gone, a seal cannot.
        for table in self.shared.schema.tables.iter().chain([&&SEARCH_DOCS, &&PERSON_MARKS]) {
            report.rows += self.check_table(&mut conn, table, &mut expected, &laws).await?;
        }
        beside::check_surplus(&mut conn, &known).await?;
        beside::check_numbers(&mut conn).await?;
        beside::check_steps(&mut conn, &self.shared.steps()).await?;
        seal::check(&mut conn, head.as_ref()).await?;
        run(&mut conn, "COMMIT", Vec::new()).await?;
        self.shared.engine.check_search(&mut conn).await?;
        self.shared.engine.check_pages(&mut conn).await?;
        Ok(report)
    }

    async fn check_table(
        &self,
        conn: &mut AnyConnection,
        table: &'static Table,
        expected: &mut Expected,
        laws: &Laws,
    ) -> Result<u64> {
        let mut wanted = expected.tables.remove(table.name).unwrap_or_default();
        let mut count = 0;
        let (mut surplus, mut differs) = (None, None);
        {
            let sql = table.all();
            let mut rows = sqlx::query(AssertSqlSafe(sql.as_str())).fetch(&mut *conn);
            while let Some(found) = rows.try_next().await? {
                let values = values(&Row::new(found))?;
                if table.sum && values.last() == Some(&Value::Int(0)) {
                    // A sum that came back to nothing is as good as absent.
                    if wanted.get(&digest(&values[..table.key])).is_none_or(|row| row.sum == 0) {
                        wanted.remove(&digest(&values[..table.key]));
                        continue;
                    }
                }
                count += 1;
                match wanted.remove(&digest(&values[..table.key])) {
                    None => surplus = surplus.or(Some(values)),
                    Some(row) if row.matches(table, &values) => {}
                    Some(row) => differs = differs.or(Some((row, values))),
                }
            }
        }
        if let Some((row, values)) = differs {
            return Err(self.explain(conn, table, &row, &values, laws).await?);
        }
        if let Some(values) = surplus {
            let what = "no fact of the journal leads to this row";
            return Err(StoreError::inconsistent(table.name, show(&values[..table.key]), what));
        }
        if let Some(row) = wanted.into_values().find(|row| !table.sum || row.sum != 0) {
            let what = format!("a row that follows from {} is missing", row.stream);
            return Err(StoreError::inconsistent(table.name, "(missing)", what));
        }
        Ok(count)
    }

    /// Finds out which column differs, by projecting the row's stream once more.
    async fn explain(
        &self,
        conn: &mut AnyConnection,
        table: &'static Table,
        row: &ExpectedRow,
        values: &[Value],
        laws: &Laws,
    ) -> Result<StoreError> {
        let key = show(&values[..table.key]);
        if table.sum {
            let what = format!("the sum is {:?}, the journal gives {}", values.last(), row.sum);
            return Ok(StoreError::inconsistent(table.name, key, what));
        }
        let stream = journal::stream_on(conn, &row.stream).await?;
        let projection = self.shared.project(&stream, laws)?;
        let right = projection
            .rows
            .iter()
            .find(|right| right.table.name == table.name && right.key() == &values[..table.key]);
        let column = right.and_then(|right| {
            (0..table.columns.len()).find(|i| canon(&right.values[*i]) != canon(&values[*i]))
        });
        let column = column.map_or("?", |place| table.columns[place]);
        let what = format!("column {column} is not what follows from {}", row.stream);
        Ok(StoreError::inconsistent(table.name, key, what))
    }
}

/// Opened items with the commitments that they really have.
pub(crate) type Words = HashMap<kernel::Id, (Opened, String)>;

/// Compares every item that a stream refers to with the journal's commitment.
fn check_words(stream: &Stream, projection: &Projection, words: &Words) -> Result<u64> {
    for reference in &projection.sealed {
        let erased = projection.erased.contains(&reference.id);
        let what = match words.get(&reference.id) {
            None => "it is missing",
            Some((Opened::Erased(_), _)) if !erased => "it was erased, but no fact says so",
            Some((Opened::Words(_), _)) if erased => {
                "a fact says it was erased, but its words are there"
            }
            Some((Opened::Words(_), found)) if *found != reference.commitment => {
                "its words are not those that the journal commits to"
            }
            Some(_) => continue,
        };
        let what = format!("{what} (referred to by {})", stream.name);
        return Err(StoreError::inconsistent("vault", reference.id, what));
    }
    Ok(projection.sealed.len() as u64)
}

fn values(row: &Row) -> Result<Vec<Value>> {
    (0..row.width()).map(|column| row.value(column)).collect()
}

fn show(key: &[Value]) -> String {
    let part = |value: &Value| match value {
        Value::Int(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => crate::keyring::hex(bytes),
        Value::Null(_) => "NULL".into(),
    };
    key.iter().map(part).collect::<Vec<_>>().join(", ")
}
