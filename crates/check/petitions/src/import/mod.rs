//! Importing a register that an office kept before: row by row, with a dry run that says what it
//! would do; a bad row stops nothing else, and the same file twice adds nothing.
//!
//! A crash in the middle leaves whole rows; running it again goes on where it stopped.

mod map;
mod sheet;

use std::collections::HashSet;

use accounts::Failure;
use jiff::civil::Date;
use kernel::Actor;
use serde::Serialize;
use store::{Change, Store};
use tokio::task::JoinSet;

pub use map::{Map, MapError};
pub use sheet::{Sheet, SheetError};

use crate::desk::{self, Filing, Person};
use crate::facts::Event;
use crate::kind::{AnswerBy, Channel, Kind};
use crate::petition::{State, stream_name};

/// What an import did, or would do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Rows read.
    pub rows: u64,
    /// Petitions added, or that would be.
    pub added: u64,
    /// Rows whose petition was there already.
    pub known: u64,
    /// Rows that were refused.
    pub bad: Vec<Bad>,
    /// Whether nothing was written.
    pub dry_run: bool,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bad {
    /// Its line in the file.
    pub line: u64,
    /// The column at fault, as the file calls it; empty for the row as a whole.
    pub column: String,
    /// Why.
    pub reason: String,
}

/// Where the rows go.
#[derive(Clone, Debug)]
pub struct Target {
    /// The unit that answers.
    pub unit: String,
    /// Its letters for codes.
    pub letters: String,
    /// Today: no register knows the future.
    pub today: Date,
}

/// A row that can become a petition.
struct Good {
    stream: String,
    filing: Filing,
    received: Date,
    closed: Option<(State, Date)>,
}

struct Places {
    reference: usize,
    received: usize,
    words: usize,
    closed: Option<usize>,
    state: Option<usize>,
    matter: Option<usize>,
    place: Vec<usize>,
}

impl Places {
    fn find(sheet: &Sheet, map: &Map) -> Result<Self, SheetError> {
        let columns = &map.columns;
        let maybe =
            |name: &Option<String>| name.as_deref().map(|name| sheet.column(name)).transpose();
        Ok(Self {
            reference: sheet.column(&columns.reference)?,
            received: sheet.column(&columns.received)?,
            words: sheet.column(&columns.words)?,
            closed: maybe(&columns.closed)?,
            state: maybe(&columns.state)?,
            matter: maybe(&columns.matter)?,
            place: columns.place.iter().map(|n| sheet.column(n)).collect::<Result<_, _>>()?,
        })
    }
}

/// How many rows go into one transaction, and how many such batches are computed at once.
const BATCH: usize = 256;
const AT_ONCE: usize = 3;

/// Imports a sheet. `told` hears how many rows were read so far.
///
/// # Errors
/// When the database fails; rows before it are in, and running again adds the rest.
pub async fn run(
    store: &Store,
    mut sheet: Sheet,
    map: &Map,
    target: &Target,
    dry_run: bool,
    mut told: impl FnMut(u64),
) -> Result<Report, Failure> {
    let fault = |e: &dyn std::fmt::Display| Failure::bug(e);
    let places = Places::find(&sheet, map).map_err(|e| fault(&e))?;
    let kind = map.kind().map_err(|e| fault(&e))?;
    let mut report = Report { dry_run, ..Report::default() };
    let mut seen = HashSet::new();
    let mut working: JoinSet<Result<(u64, u64), Failure>> = JoinSet::new();
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        let before = report.rows;
        for row in sheet.by_ref().take(BATCH) {
            report.rows += 1;
            match good_row(store, row, &places, map, kind, target, &mut seen) {
                Ok(good) => batch.push(good),
                Err(bad) => report.bad.push(bad),
            }
        }
        let ended = report.rows == before;
        if !batch.is_empty() {
            let store = store.clone();
            working.spawn(async move { write(&store, batch, dry_run).await });
        }
        while working.len() >= AT_ONCE || (ended && !working.is_empty()) {
            let done = working.join_next().await;
            let (added, known) = done.transpose().map_err(Failure::bug)?.unwrap_or(Ok((0, 0)))?;
            report.added += added;
            report.known += known;
        }
        told(report.rows);
        if ended {
            return Ok(report);
        }
    }
}

fn good_row(
    store: &Store,
    row: Result<sheet::Row, (u64, String)>,
    places: &Places,
    map: &Map,
    kind: Kind,
    target: &Target,
    seen: &mut HashSet<String>,
) -> Result<Good, Bad> {
    let (line, cells) =
        row.map_err(|(line, reason)| Bad { line, column: String::new(), reason })?;
    let bad = |column: &str, reason: String| Bad { line, column: column.to_owned(), reason };
    let columns = &map.columns;
    let reference = cells[places.reference].trim();
    if reference.is_empty() {
        return Err(bad(&columns.reference, "trống (empty)".into()));
    }
    if !seen.insert(reference.to_owned()) {
        let reason = format!("'{reference}' đã có ở hàng trên (the same number stands above)");
        return Err(bad(&columns.reference, reason));
    }
    let received = day(map, &cells[places.received], target.today)
        .map_err(|reason| bad(&columns.received, reason))?;
    let closed = closing(map, places, &cells, received, target.today)
        .map_err(|(column, reason)| bad(&column, reason))?;
    let mut words = cells[places.words].trim().to_owned();
    if words.is_empty() {
        words = map.no_words.clone().unwrap_or_default();
    }
    let place: Vec<&str> = places.place.iter().map(|p| cells[*p].trim()).collect();
    let theirs = places.matter.map_or("", |place| cells[place].trim());
    let mut filing = Filing {
        kind,
        unit: target.unit.clone(),
        letters: target.letters.clone(),
        matter: map.matter(theirs).to_owned(),
        village: String::new(),
        channel: Channel::Import,
        answer_by: AnswerBy::Oneself,
        words,
        place: place.join(" "),
        person: Person::default(),
        more: desk::More::default(),
    };
    desk::check(&mut filing).map_err(|refusal| {
        let column = if refusal.field == Some("place") { "place" } else { &columns.words };
        bad(column, refusal.to_string())
    })?;
    let sender = format!("import {}", target.unit);
    let stream = stream_name(desk::keyed_id(store, &sender, reference, received));
    Ok(Good { stream, filing, received, closed })
}

fn day(map: &Map, text: &str, today: Date) -> Result<Date, String> {
    let day = map
        .date(text)
        .ok_or_else(|| format!("'{text}' không phải ngày dạng {} (not such a date)", map.date))?;
    if day > today {
        return Err(format!("{day} ở tương lai (in the future)"));
    }
    if day < Date::constant(1945, 9, 2) {
        return Err(format!("{day} quá xa (too long ago)"));
    }
    Ok(day)
}

type Closing = Result<Option<(State, Date)>, (String, String)>;

fn closing(map: &Map, places: &Places, cells: &[String], received: Date, today: Date) -> Closing {
    let Some(place) = places.state else { return Ok(None) };
    let columns = &map.columns;
    let column = columns.state.clone().unwrap_or_default();
    let state = map.state(cells[place].trim()).map_err(|theirs| {
        (column, format!("'{theirs}' không có trong bảng states (not in the mapping)"))
    })?;
    if state == State::Received {
        return Ok(None);
    }
    let column = columns.closed.clone().unwrap_or_default();
    let text = places.closed.map_or("", |place| cells[place].trim());
    if text.is_empty() {
        return Err((column, "đã xong mà không có ngày (closed without a day)".into()));
    }
    let on = day(map, text, today).map_err(|reason| (column.clone(), reason))?;
    if on < received {
        return Err((column, format!("{on} trước ngày nhận {received} (before its receipt)")));
    }
    Ok(Some((state, on)))
}

async fn write(store: &Store, batch: Vec<Good>, dry_run: bool) -> Result<(u64, u64), Failure> {
    let streams: Vec<String> = batch.iter().map(|good| good.stream.clone()).collect();
    let known: HashSet<String> =
        crate::store::existing(store, &streams).await?.into_iter().collect();
    let new: Vec<Good> = batch.into_iter().filter(|good| !known.contains(&good.stream)).collect();
    let counts = (new.len() as u64, known.len() as u64);
    if dry_run || new.is_empty() {
        return Ok(counts);
    }
    let mut changes: Vec<Change> = Vec::with_capacity(new.len());
    for good in new {
        let (mut change, _) =
            desk::receipt(store, &good.stream, good.filing, good.received).await?;
        if let Some((state, on)) = good.closed {
            change.facts.push(Event::Carried { state, on }.to_fact());
        }
        changes.push(change);
    }
    store.commit(&Actor::System("import"), changes).await?;
    Ok(counts)
}
