//! Which letters may be about the matter of a letter: short readings by index, by the codes that
//! its words name, by place on the map, by village and matter, by marks of the words. Nobody's name
//! is asked for. For a letter they are the earlier ones, for a case the later ones that are still
//! open.

use jiff::Timestamp;
use jiff::civil::Date;
use store::query::Row;
use store::{Engine, Result, Store, row};

use crate::facts::Cell;
use crate::meaning::{SHELF, unit_label};

/// How many codes that a letter names are looked for.
const MOST_NAMED: usize = 5;

/// On which side of a letter others are sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those that came before it, the newest.
    Earlier,
    /// Those that came before it and whose senders were guided, the newest.
    Guided,
    /// Those that came after it and are open, the oldest.
    Later,
}

impl Side {
    const ALL: [Self; 3] = [Self::Earlier, Self::Guided, Self::Later];

    /// How many letters each reading gives at most.
    fn most(self) -> i64 {
        match self {
            Self::Earlier | Self::Guided => 12,
            Self::Later => 60,
        }
    }

    fn than(self) -> &'static str {
        match self {
            Self::Earlier | Self::Guided => "<",
            Self::Later => ">",
        }
    }

    /// Letters that were joined to a case are not found: their case is.
    fn only(self) -> &'static str {
        match self {
            Self::Earlier => "lead = ''",
            Self::Guided => "lead = '' AND state = 'guided'",
            Self::Later => "lead = '' AND open = 1",
        }
    }

    fn order(self) -> &'static str {
        match self {
            Self::Earlier | Self::Guided => "DESC",
            Self::Later => "ASC",
        }
    }
}

/// An earlier letter.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its stream.
    pub stream: String,
    /// Its number.
    pub seq: i64,
    /// Its code.
    pub code: String,
    /// What it is about.
    pub matter: String,
    /// Its village, or empty.
    pub village: String,
    /// [`crate::petition::State::word`].
    pub state: String,
    /// When it came.
    pub at: Timestamp,
    /// The day on which the office's part ended.
    pub closed_on: Option<Date>,
    /// The square in which it happened.
    pub cell: Option<Cell>,
}

const COLUMNS: &str = "petitions.stream, petitions.seq, code, matter, village, state, received_at, \
    closed_on, cell_lat, cell_lon";

fn candidate(row: &Row) -> Result<Candidate> {
    let square = |at| -> Result<Option<i32>> {
        Ok(row.opt_int(at)?.and_then(|thousandths| thousandths.try_into().ok()))
    };
    let (lat, lon) = (square(8)?, square(9)?);
    Ok(Candidate {
        stream: row.text(0)?,
        seq: row.int(1)?,
        code: row.text(2)?,
        matter: row.text(3)?,
        village: row.text(4)?,
        state: row.text(5)?,
        at: row.at(6)?,
        closed_on: row.opt_date(7)?,
        cell: lat.zip(lon).map(|(lat, lon)| Cell { lat, lon }),
    })
}

/// The letter that others are sought for.
pub struct Sought<'a> {
    /// Its number.
    pub seq: i64,
    /// Its code, which later letters may name.
    pub code: &'a str,
    /// The codes that its words name.
    pub names: &'a [String],
    /// Its unit: no letter of another is found.
    pub unit: &'a str,
    /// What it is about.
    pub matter: &'a str,
    /// Its village, or empty.
    pub village: &'a str,
    /// Its square.
    pub cell: Option<Cell>,
    /// Its words, when they are there.
    pub words: Option<&'a str>,
}

fn near(side: Side) -> String {
    let (than, only, order) = (side.than(), side.only(), side.order());
    format!(
        "SELECT {COLUMNS} FROM petitions WHERE unit = $1 AND cell_lat BETWEEN $2 AND $3 \
         AND cell_lon BETWEEN $4 AND $5 AND cell_lat IS NOT NULL AND seq {than} $6 AND {only} \
         ORDER BY seq {order} LIMIT $7"
    )
}

fn at_village(side: Side) -> String {
    let (than, only, order) = (side.than(), side.only(), side.order());
    format!(
        "SELECT {COLUMNS} FROM petitions WHERE unit = $1 AND village = $2 AND village <> '' \
         AND matter = $3 AND seq {than} $4 AND {only} ORDER BY seq {order} LIMIT $5"
    )
}

fn by_code(side: Side) -> String {
    let (than, only) = (side.than(), side.only());
    format!(
        "SELECT {COLUMNS} FROM petitions WHERE digits = $1 AND unit = $2 AND seq {than} $3 \
         AND {only}"
    )
}

fn in_words(engine: Engine, side: Side) -> String {
    let search = engine.search();
    let (than, only, order) = (side.than(), side.only(), side.order());
    format!(
        "SELECT {COLUMNS} FROM {} CROSS JOIN petitions WHERE {} AND petitions.seq = {} \
         AND {} {than} $2 AND {} AND unit = $3 AND {only} ORDER BY {} {order} LIMIT $4",
        search.table,
        search.matches,
        search.seq,
        search.seq,
        search.on(SHELF),
        search.seq
    )
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements(engine: Engine) -> Vec<String> {
    let of = |side| [near(side), at_village(side), by_code(side), in_words(engine, side)];
    Side::ALL.into_iter().flat_map(of).chain([LETTERS.to_owned()]).collect()
}

/// Letters that may belong to this one, each once, newest first.
pub async fn candidates(store: &Store, side: Side, sought: &Sought<'_>) -> Result<Vec<Candidate>> {
    let most = side.most();
    let Sought { seq, code, names, unit, matter, village, cell, words } = *sought;
    let mut rows = Vec::new();
    for name in names.iter().take(MOST_NAMED) {
        let values = row![crate::code::digits(name), unit, seq];
        rows.extend(store.rows(&by_code(side), values).await?);
    }
    if side == Side::Later {
        let tags = store.search_query(code, &[&unit_label(unit)]);
        let sql = in_words(store.engine(), side);
        rows.extend(store.rows(&sql, row![tags, seq, unit, most]).await?);
    }
    if let Some(Cell { lat, lon }) = cell {
        let (north, east) = (i64::from(lat), i64::from(lon));
        let values = row![unit, north - 1, north + 1, east - 1, east + 1, seq, most];
        rows.extend(store.rows(&near(side), values).await?);
    }
    if !village.is_empty() {
        let values = row![unit, village, matter, seq, most];
        rows.extend(store.rows(&at_village(side), values).await?);
    }
    if let Some(tags) = words.and_then(|words| store.search_alike(words, &unit_label(unit))) {
        let sql = in_words(store.engine(), side);
        rows.extend(store.rows(&sql, row![tags, seq, unit, most]).await?);
    }
    let mut found: Vec<Candidate> = rows.iter().map(candidate).collect::<Result<_>>()?;
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.seq));
    found.dedup_by_key(|candidate| candidate.seq);
    Ok(found)
}

const LETTERS: &str =
    "SELECT code, received_on FROM petitions WHERE lead = $1 AND lead <> '' ORDER BY seq LIMIT $2";

/// The letters that were joined to a case, oldest first: code and day of receipt.
pub async fn letters(store: &Store, case: &str, most: i64) -> Result<Vec<(String, Date)>> {
    let rows = store.rows(LETTERS, row![case, most]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.date(1)?))).collect()
}
