//! Every SQL statement of conferences, one function per question.

use jiff::Timestamp;
use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, row};

/// A conference as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// The host.
    pub unit: String,
    /// [`crate::kind::Kind::word`].
    pub kind: String,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: i64,
    /// The minute at which it ends.
    pub until: i64,
    /// The vault item of its title.
    pub title: String,
    /// The vault item of its place.
    pub place: String,
    /// [`crate::arrows::State::word`].
    pub state: String,
    /// How many points are connected.
    pub points: i64,
    /// How many facts it has.
    pub version: i64,
}

const LINE: &str = "SELECT c.stream, c.unit, c.kind, c.on_day, c.from_minute, c.until_minute, \
    c.title, c.place, c.state, c.points, c.version FROM conferences c";

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        stream: row.text(0)?,
        unit: row.text(1)?,
        kind: row.text(2)?,
        on: row.date(3)?,
        from: row.int(4)?,
        until: row.int(5)?,
        title: row.text(6)?,
        place: row.text(7)?,
        state: row.text(8)?,
        points: row.int(9)?,
        version: row.int(10)?,
    })
}

/// Whose conferences a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those that a unit hosts.
    Hosted,
    /// Those that another unit hosts and it is a point of.
    Joined,
    /// Those that a unit hosts and made known.
    Published,
}

fn between_sql(whose: Whose) -> String {
    let narrowed = match whose {
        Whose::Hosted => " WHERE c.unit = $1",
        Whose::Joined => {
            " JOIN conference_points p ON p.conference = c.stream \
             WHERE p.unit = $1 AND c.unit <> $1"
        }
        Whose::Published => " WHERE c.unit = $1 AND c.published = 1",
    };
    format!(
        "{LINE}{narrowed} AND c.on_day >= $2 AND c.on_day <= $3 \
         ORDER BY c.on_day DESC, c.from_minute DESC, c.stream LIMIT $4"
    )
}

/// Conferences from one day to another, both included, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn between(
    store: &Store,
    (whose, unit): (Whose, &str),
    (from, until): (Date, Date),
    most: i64,
) -> Result<Vec<Line>> {
    let rows = store.rows(&between_sql(whose), row![unit, from, until, most]).await?;
    rows.iter().map(line).collect()
}

/// What a point needs to know of a conference, however many points it has.
const AT: &str = "SELECT c.state, c.on_day, c.unit, p.name, c.title FROM conferences c \
    JOIN conference_points p ON p.conference = c.stream WHERE c.stream = $1 AND p.unit = $2";

/// A conference for one of its points.
#[derive(Clone, Debug)]
pub struct Seat {
    /// [`crate::arrows::State::word`].
    pub state: String,
    /// The day.
    pub on: Date,
    /// The host.
    pub host: String,
    /// What the point is called.
    pub name: String,
    /// The vault item of the conference's title.
    pub title: String,
}

/// The conference as this point has it; `None` when it is none of its points.
///
/// # Errors
/// When the database does not answer.
pub async fn seat(store: &Store, conference: &str, unit: &str) -> Result<Option<Seat>> {
    let rows = store.rows(AT, row![conference, unit]).await?;
    let seat = |row: &Row| {
        Ok(Seat {
            state: row.text(0)?,
            on: row.date(1)?,
            host: row.text(2)?,
            name: row.text(3)?,
            title: row.text(4)?,
        })
    };
    rows.first().map(seat).transpose()
}

kernel::closed! {
    /// Which points the host's screen shows.
    Which {
        /// All.
        All => "all",
        /// Those that have reported.
        Reported => "reported",
        /// Those that have not.
        Silent => "silent",
        /// Those whose line is lost.
        Lost => "lost",
        /// Those that said they do not take part.
        Away => "away",
    }
    /// In which order.
    Sort {
        /// By name.
        Name => "name",
        /// By name, backwards.
        NameDown => "-name",
        /// By how many are present.
        Present => "present",
        /// By how many are present, the most first.
        PresentDown => "-present",
        /// By when they reported.
        At => "at",
        /// By when they reported, the latest first.
        AtDown => "-at",
    }
}

/// A point as the host's screen shows it.
#[derive(Clone, Debug, Default)]
pub struct Spot {
    /// The unit.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// `yes`, `no`, or empty.
    pub takes: String,
    /// Present, by group of posts.
    pub present: [i64; 5],
    /// All of them.
    pub all: i64,
    /// [`crate::kind::Line::word`], or empty.
    pub line: String,
    /// How many reports came.
    pub times: i64,
    /// When the last one came.
    pub at: Option<Timestamp>,
}

const POINTS: &str = "FROM conference_points p LEFT JOIN conference_reports r \
    ON r.conference = p.conference AND r.unit = p.unit WHERE p.conference = $1";
const NAMED: &str = "AND ($2 = '%%' OR p.folded LIKE $2)";

fn narrowed(which: Which) -> &'static str {
    match which {
        Which::All => "",
        Which::Reported => " AND COALESCE(r.times, 0) > 0",
        Which::Silent => " AND COALESCE(r.times, 0) = 0",
        Which::Lost => " AND r.line = 'lost'",
        Which::Away => " AND r.takes = 'no'",
    }
}

fn spots_sql(which: Which, sort: Sort) -> String {
    let order = match sort {
        Sort::Name => "p.sort_key",
        Sort::NameDown => "p.sort_key DESC",
        Sort::Present => "COALESCE(r.present, -1), p.sort_key",
        Sort::PresentDown => "COALESCE(r.present, -1) DESC, p.sort_key",
        Sort::At => "COALESCE(r.reported_at, 0), p.sort_key",
        Sort::AtDown => "COALESCE(r.reported_at, 0) DESC, p.sort_key",
    };
    // What orders is sorted first, alone; all of a point is read for those that are shown.
    format!(
        "SELECT p.unit, p.name, COALESCE(r.takes, ''), COALESCE(r.leaders, 0), \
         COALESCE(r.officers, 0), COALESCE(r.front, 0), COALESCE(r.villages, 0), \
         COALESCE(r.others, 0), COALESCE(r.present, 0), COALESCE(r.line, ''), \
         COALESCE(r.times, 0), r.reported_at {POINTS} AND p.unit IN \
         (SELECT p.unit {POINTS} {NAMED}{} ORDER BY {order}, p.unit LIMIT $3 OFFSET $4) \
         ORDER BY {order}, p.unit",
        narrowed(which)
    )
}

/// A word to search names by, with or without marks, as the statement takes it.
fn like(words: &str) -> String {
    format!("%{}%", kernel::text::syllables(words).join(" "))
}

/// A page of points.
///
/// # Errors
/// When the database does not answer.
pub async fn spots(
    store: &Store,
    (conference, words): (&str, &str),
    (which, sort): (Which, Sort),
    (most, after): (i64, i64),
) -> Result<Vec<Spot>> {
    let values = row![conference, like(words), most, after];
    let rows = store.rows(&spots_sql(which, sort), values).await?;
    let spot = |row: &Row| {
        Ok(Spot {
            unit: row.text(0)?,
            name: row.text(1)?,
            takes: row.text(2)?,
            present: [row.int(3)?, row.int(4)?, row.int(5)?, row.int(6)?, row.int(7)?],
            all: row.int(8)?,
            line: row.text(9)?,
            times: row.int(10)?,
            at: row.opt_int(11)?.map(|_| row.at(11)).transpose()?,
        })
    };
    rows.iter().map(spot).collect()
}

/// All points of a conference together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many there are.
    pub points: i64,
    /// How many have reported.
    pub reported: i64,
    /// How many have lost their line.
    pub lost: i64,
    /// How many said that they take part.
    pub yes: i64,
    /// How many said that they do not.
    pub no: i64,
    /// Present, by group of posts.
    pub present: [i64; 5],
    /// How many facts they have: what changes is a higher number.
    pub facts: i64,
}

impl Sums {
    /// All who are present.
    pub fn all(&self) -> i64 {
        self.present.iter().sum()
    }
}

fn sums_sql() -> String {
    let sum = |what: &str| format!("CAST(COALESCE(SUM({what}), 0) AS BIGINT)");
    let when = |what: &str| sum(&format!("CASE WHEN {what} THEN 1 ELSE 0 END"));
    let columns = [
        "COUNT(*)".to_owned(),
        when("r.times > 0"),
        when("r.line = 'lost'"),
        when("r.takes = 'yes'"),
        when("r.takes = 'no'"),
        sum("r.leaders"),
        sum("r.officers"),
        sum("r.front"),
        sum("r.villages"),
        sum("r.others"),
        sum("r.version"),
    ];
    format!("SELECT {} {POINTS} {NAMED}", columns.join(", "))
}

/// The sums of a conference's points, of those whose name has these words.
///
/// # Errors
/// When the database does not answer.
pub async fn sums(store: &Store, conference: &str, words: &str) -> Result<Sums> {
    let rows = store.rows(&sums_sql(), row![conference, like(words)]).await?;
    let Some(row) = rows.first() else { return Ok(Sums::default()) };
    Ok(Sums {
        points: row.int(0)?,
        reported: row.int(1)?,
        lost: row.int(2)?,
        yes: row.int(3)?,
        no: row.int(4)?,
        present: [row.int(5)?, row.int(6)?, row.int(7)?, row.int(8)?, row.int(9)?],
        facts: row.int(10)?,
    })
}

/// A question as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Its stream.
    pub stream: String,
    /// What the point is called.
    pub point: String,
    /// [`crate::kind::Role::word`] of who asks.
    pub role: String,
    /// The vault item of its words.
    pub words: String,
    /// [`crate::arrows::InquiryState::word`].
    pub state: String,
    /// [`crate::kind::Deferred::word`], or empty.
    pub why: String,
    /// [`crate::kind::Role::word`] of who answered, or empty.
    pub answerer: String,
    /// The vault item of the answer, or empty.
    pub answer: String,
}

const ASKED: &str = "SELECT i.stream, COALESCE(p.name, i.point), i.role, i.words, i.state, i.why, \
    i.answerer, i.answer FROM conference_inquiries i LEFT JOIN conference_points p \
    ON p.conference = i.conference AND p.unit = i.point \
    WHERE i.conference = $1 ORDER BY i.asked_at, i.stream LIMIT $2";

/// The questions of a conference, in the order of asking.
///
/// # Errors
/// When the database does not answer.
pub async fn asked(store: &Store, conference: &str, most: i64) -> Result<Vec<Ask>> {
    let rows = store.rows(ASKED, row![conference, most]).await?;
    let ask = |row: &Row| {
        Ok(Ask {
            stream: row.text(0)?,
            point: row.text(1)?,
            role: row.text(2)?,
            words: row.text(3)?,
            state: row.text(4)?,
            why: row.text(5)?,
            answerer: row.text(6)?,
            answer: row.text(7)?,
        })
    };
    rows.iter().map(ask).collect()
}

/// A conclusion as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Owed {
    /// Its stream.
    pub stream: String,
    /// The conference's stream.
    pub conference: String,
    /// What the unit that owes it is called.
    pub owner: String,
    /// The vault item of what is owed.
    pub what: String,
    /// By when.
    pub until: Date,
    /// Whether everybody may read it.
    pub open_to_all: bool,
    /// [`crate::arrows::ConclusionState::word`].
    pub state: String,
    /// When it was done or withdrawn.
    pub closed_on: Option<Date>,
}

const OWED: &str = "SELECT stream, conference, owner_name, what, until_day, open_to_all, state, \
    closed_on FROM conclusions";

fn owed(row: &Row) -> Result<Owed> {
    Ok(Owed {
        stream: row.text(0)?,
        conference: row.text(1)?,
        owner: row.text(2)?,
        what: row.text(3)?,
        until: row.date(4)?,
        open_to_all: row.yes(5)?,
        state: row.text(6)?,
        closed_on: row.opt_date(7)?,
    })
}

fn of_conference_sql() -> String {
    format!("{OWED} WHERE conference = $1 AND part_of = '' ORDER BY said_on, stream")
}

fn parts_sql() -> String {
    format!("{OWED} WHERE part_of = $1 ORDER BY until_day, stream")
}

/// The parts into which the unit that owes a conclusion broke it down.
///
/// # Errors
/// When the database does not answer.
pub async fn parts(store: &Store, conclusion: &str) -> Result<Vec<Owed>> {
    let rows = store.rows(&parts_sql(), row![conclusion]).await?;
    rows.iter().map(owed).collect()
}

/// The conclusions of a conference, in the order in which they were said.
///
/// # Errors
/// When the database does not answer.
pub async fn of_conference(store: &Store, conference: &str) -> Result<Vec<Owed>> {
    let rows = store.rows(&of_conference_sql(), row![conference]).await?;
    rows.iter().map(owed).collect()
}

kernel::closed! {
    /// Which conclusions of a unit a list shows.
    Shelf {
        /// Open ones that its conferences gave.
        Given => "given",
        /// Those of them whose day has passed.
        Late => "late",
        /// Open ones that it owes itself.
        Own => "own",
        /// Those that its conferences gave and that are done or withdrawn.
        Closed => "closed",
    }
}

fn shelf_sql(shelf: Shelf) -> String {
    let (narrowed, order) = match shelf {
        Shelf::Given => ("unit = $1 AND state = 'open'", "until_day"),
        Shelf::Late => ("unit = $1 AND state = 'open' AND until_day < $4", "until_day"),
        Shelf::Own => ("owner = $1 AND state = 'open'", "until_day"),
        Shelf::Closed => ("unit = $1 AND state <> 'open'", "until_day DESC"),
    };
    format!("{OWED} WHERE {narrowed} ORDER BY {order}, stream LIMIT $2 OFFSET $3")
}

/// A page of a unit's conclusions.
///
/// # Errors
/// When the database does not answer.
pub async fn shelf(
    store: &Store,
    (unit, shelf): (&str, Shelf),
    (most, after): (i64, i64),
) -> Result<Vec<Owed>> {
    let mut values = row![unit, most, after];
    if shelf == Shelf::Late {
        values.push(store.clock().today().into());
    }
    let rows = store.rows(&shelf_sql(shelf), values).await?;
    rows.iter().map(owed).collect()
}

const TALLY: &str = "SELECT \
    CAST(COALESCE(SUM(CASE WHEN unit = $1 AND state = 'open' THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN unit = $1 AND state = 'open' AND until_day < $2 \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN owner = $1 AND state = 'open' THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN unit = $1 AND state <> 'open' THEN 1 ELSE 0 END), 0) AS BIGINT) \
    FROM conclusions WHERE unit = $1 OR owner = $1";

/// How many conclusions stand on each shelf of a unit, in the order of [`Shelf::ALL`].
///
/// # Errors
/// When the database does not answer.
pub async fn tally(store: &Store, unit: &str, today: Date) -> Result<[i64; 4]> {
    let rows = store.rows(TALLY, row![unit, today]).await?;
    let Some(row) = rows.first() else { return Ok([0; 4]) };
    Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?])
}

fn before_sql() -> String {
    format!(
        "{OWED} WHERE unit = $1 AND state = 'open' AND conference <> $2 AND said_on <= $3 \
         ORDER BY until_day, stream LIMIT $4"
    )
}

/// What a host's earlier conferences concluded and is open still: points of the agenda by
/// themselves.
///
/// # Errors
/// When the database does not answer.
pub async fn before(
    store: &Store,
    (unit, conference): (&str, &str),
    on: Date,
    most: i64,
) -> Result<Vec<Owed>> {
    let rows = store.rows(&before_sql(), row![unit, conference, on, most]).await?;
    rows.iter().map(owed).collect()
}

fn public_sql() -> String {
    format!("{OWED} WHERE unit = $1 AND open_to_all = 1 AND said_on >= $2 ORDER BY said_on, stream")
}

/// The conclusions of a host since a day that everybody may read.
///
/// # Errors
/// When the database does not answer.
pub async fn public(store: &Store, unit: &str, from: Date) -> Result<Vec<Owed>> {
    let rows = store.rows(&public_sql(), row![unit, from]).await?;
    rows.iter().map(owed).collect()
}

/// Every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let lists = [Whose::Hosted, Whose::Joined, Whose::Published].map(between_sql);
    let screens = Which::ALL.iter().zip(Sort::ALL).map(|(which, sort)| spots_sql(*which, *sort));
    let shelves = Shelf::ALL.iter().map(|shelf| shelf_sql(*shelf));
    let others = [
        AT.to_owned(),
        spots_sql(Which::All, Sort::AtDown),
        sums_sql(),
        ASKED.to_owned(),
        of_conference_sql(),
        parts_sql(),
        TALLY.to_owned(),
        before_sql(),
        public_sql(),
    ];
    lists.into_iter().chain(screens).chain(shelves).chain(others).collect()
}
