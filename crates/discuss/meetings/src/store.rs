//! Every SQL statement of dialogues and promises, one function per question.

use jiff::Timestamp;
use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, row};

/// A dialogue as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// [`crate::kind::Form::word`].
    pub form: String,
    /// [`crate::kind::Cause::word`].
    pub cause: String,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: i64,
    /// The minute at which it ends.
    pub until: i64,
    /// The vault item of its place.
    pub place: String,
    /// The vault item of what it is about.
    pub content: String,
    /// [`crate::arrows::State::word`].
    pub state: String,
    /// [`crate::kind::Why::word`], or empty.
    pub why: String,
    /// When its notice went out.
    pub announced_on: Option<Date>,
    /// When its result was made public.
    pub published_on: Option<Date>,
    /// How many came.
    pub attended: i64,
    /// How many facts it has.
    pub version: i64,
}

const LINE: &str = "SELECT stream, form, cause, on_day, from_minute, until_minute, place, content, \
    state, why, announced_on, published_on, attended, version FROM dialogues";

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        stream: row.text(0)?,
        form: row.text(1)?,
        cause: row.text(2)?,
        on: row.date(3)?,
        from: row.int(4)?,
        until: row.int(5)?,
        place: row.text(6)?,
        content: row.text(7)?,
        state: row.text(8)?,
        why: row.text(9)?,
        announced_on: row.opt_date(10)?,
        published_on: row.opt_date(11)?,
        attended: row.int(12)?,
        version: row.int(13)?,
    })
}

fn between_sql() -> String {
    format!("{LINE} WHERE unit = $1 AND on_day >= $2 AND on_day <= $3 ORDER BY on_day DESC, stream")
}

/// The dialogues of a unit from one day to another, both included, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn between(store: &Store, unit: &str, from: Date, until: Date) -> Result<Vec<Line>> {
    let rows = store.rows(&between_sql(), row![unit, from, until]).await?;
    rows.iter().map(line).collect()
}

/// A question as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its stream.
    pub stream: String,
    /// [`crate::kind::Way::word`].
    pub way: String,
    /// [`crate::kind::Role::word`].
    pub role: String,
    /// What it is about.
    pub matter: String,
    /// The vault item of its words.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// [`crate::arrows::QuestionState::word`].
    pub state: String,
    /// [`crate::kind::NotTaken::word`], or empty.
    pub why: String,
    /// The question that it is answered together with, or empty.
    pub with: String,
}

const OF_DIALOGUE: &str = "SELECT stream, way, role, matter, words, asked_at, state, why, \
    together FROM questions WHERE dialogue = $1 ORDER BY asked_at, stream";

/// The questions of a dialogue, in the order of asking.
///
/// # Errors
/// When the database does not answer.
pub async fn questions(store: &Store, dialogue: &str) -> Result<Vec<Entry>> {
    let rows = store.rows(OF_DIALOGUE, row![dialogue]).await?;
    let entry = |row: &Row| {
        Ok(Entry {
            stream: row.text(0)?,
            way: row.text(1)?,
            role: row.text(2)?,
            matter: row.text(3)?,
            words: row.text(4)?,
            at: row.at(5)?,
            state: row.text(6)?,
            why: row.text(7)?,
            with: row.text(8)?,
        })
    };
    rows.iter().map(entry).collect()
}

/// A promise as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Its stream.
    pub stream: String,
    /// The unit where it was made.
    pub unit: String,
    /// [`crate::kind::Role::word`] of the owner.
    pub owner: String,
    /// The unit that owes it.
    pub owner_unit: String,
    /// When it was said.
    pub said_on: Date,
    /// [`crate::kind::Place::word`].
    pub place: String,
    /// The dialogue, or empty.
    pub dialogue: String,
    /// The question, or empty.
    pub question: String,
    /// The vault item of what was promised.
    pub what: String,
    /// By when.
    pub until: Date,
    /// [`crate::arrows::PromiseState::word`].
    pub state: String,
    /// When it was kept or withdrawn.
    pub closed_on: Option<Date>,
    /// How many facts it has.
    pub version: i64,
}

const WORD: &str = "SELECT stream, unit, owner, owner_unit, said_on, place, dialogue, question, \
    what, until_day, state, closed_on, version FROM promises";

fn word(row: &Row) -> Result<Word> {
    Ok(Word {
        stream: row.text(0)?,
        unit: row.text(1)?,
        owner: row.text(2)?,
        owner_unit: row.text(3)?,
        said_on: row.date(4)?,
        place: row.text(5)?,
        dialogue: row.text(6)?,
        question: row.text(7)?,
        what: row.text(8)?,
        until: row.date(9)?,
        state: row.text(10)?,
        closed_on: row.opt_date(11)?,
        version: row.int(12)?,
    })
}

fn open_sql() -> String {
    format!("{WORD} WHERE unit = $1 AND state = 'open' ORDER BY until_day, stream LIMIT $2")
}

/// Promises of a unit that are still open, the earliest day first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(store: &Store, unit: &str, most: i64) -> Result<Vec<Word>> {
    let rows = store.rows(&open_sql(), row![unit, most]).await?;
    rows.iter().map(word).collect()
}

fn newest_sql() -> String {
    format!(
        "{WORD} WHERE unit = $1 AND state <> 'open' AND until_day >= $2 \
         ORDER BY until_day DESC, stream LIMIT $3"
    )
}

/// Promises of a unit that were kept or withdrawn, by their day since `from`, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn closed(store: &Store, unit: &str, from: Date, most: i64) -> Result<Vec<Word>> {
    let rows = store.rows(&newest_sql(), row![unit, from, most]).await?;
    rows.iter().map(word).collect()
}

/// Which promises of a unit a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Open ones, the earliest day first.
    Owed,
    /// Those of them whose day has passed.
    Late,
    /// Kept, the latest day first.
    Kept,
    /// Withdrawn, the latest day first.
    Withdrawn,
}

impl Which {
    /// In the order of a page's tabs.
    pub const ALL: [Which; 4] = [Which::Owed, Which::Late, Which::Kept, Which::Withdrawn];

    /// Its word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Which::Owed => "owed",
            Which::Late => "late",
            Which::Kept => "kept",
            Which::Withdrawn => "withdrawn",
        }
    }

    /// Where a list of it begins.
    pub fn start(self) -> (Date, String) {
        let first = match self {
            Which::Owed | Which::Late => Date::constant(1, 1, 1),
            Which::Kept | Which::Withdrawn => Date::constant(9999, 12, 31),
        };
        (first, String::new())
    }
}

fn which_sql(which: Which) -> String {
    let (state, sign, down) = match which {
        Which::Owed => ("state = 'open'", ">", ""),
        Which::Late => ("state = 'open' AND until_day < $5", ">", ""),
        Which::Kept => ("state = 'kept'", "<", " DESC"),
        Which::Withdrawn => ("state = 'withdrawn'", "<", " DESC"),
    };
    format!(
        "{WORD} WHERE unit = $1 AND {state} AND (until_day {sign} $2 \
         OR (until_day = $2 AND stream > $3)) ORDER BY until_day{down}, stream LIMIT $4"
    )
}

/// A page of a unit's promises after the one with this day and stream.
///
/// # Errors
/// When the database does not answer.
pub async fn which(
    store: &Store,
    (unit, which): (&str, Which),
    after: (Date, String),
    most: i64,
) -> Result<Vec<Word>> {
    let mut values = row![unit, after.0, after.1, most];
    if which == Which::Late {
        values.push(store.clock().today().into());
    }
    let rows = store.rows(&which_sql(which), values).await?;
    rows.iter().map(word).collect()
}

fn said_at_sql() -> String {
    format!("{WORD} WHERE dialogue = $1 ORDER BY said_on, stream")
}

/// Promises made at a dialogue.
///
/// # Errors
/// When the database does not answer.
pub async fn said_at(store: &Store, dialogue: &str) -> Result<Vec<Word>> {
    let rows = store.rows(&said_at_sql(), row![dialogue]).await?;
    rows.iter().map(word).collect()
}

fn of_question_sql() -> String {
    format!("{WORD} WHERE question = $1 ORDER BY said_on, stream")
}

/// Promises that answer a question.
///
/// # Errors
/// When the database does not answer.
pub async fn of_question(store: &Store, question: &str) -> Result<Vec<Word>> {
    let rows = store.rows(&of_question_sql(), row![question]).await?;
    rows.iter().map(word).collect()
}

/// What became of a unit's promises whose day has come, or that are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Kept by their day.
    pub kept: i64,
    /// Kept after it.
    pub kept_late: i64,
    /// Open, and the day has passed.
    pub late: i64,
    /// Open, the day is to come.
    pub open: i64,
    /// Withdrawn.
    pub withdrawn: i64,
}

impl Tally {
    /// Those whose outcome can be said: kept or late.
    pub fn due(&self) -> i64 {
        self.kept + self.kept_late + self.late
    }

    /// All.
    pub fn all(&self) -> i64 {
        self.due() + self.open + self.withdrawn
    }
}

const TALLY: &str = "SELECT \
    CAST(COALESCE(SUM(CASE WHEN state = 'kept' AND closed_on <= until_day \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'kept' AND closed_on > until_day \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'open' AND until_day < $2 \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'open' AND until_day >= $2 \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END), 0) AS BIGINT) \
    FROM promises WHERE unit = $1";

/// The tally of a unit's promises on a day.
///
/// # Errors
/// When the database does not answer.
pub async fn tally(store: &Store, unit: &str, today: Date) -> Result<Tally> {
    let rows = store.rows(TALLY, row![unit, today]).await?;
    let Some(row) = rows.first() else { return Ok(Tally::default()) };
    Ok(Tally {
        kept: row.int(0)?,
        kept_late: row.int(1)?,
        late: row.int(2)?,
        open: row.int(3)?,
        withdrawn: row.int(4)?,
    })
}

/// A call of voters as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Its stream.
    pub stream: String,
    /// Since when.
    pub on: Date,
    /// How many voters the unit has.
    pub voters: i64,
    /// How many ask.
    pub support: i64,
    /// How many the rule wants.
    pub needed: i64,
    /// The vault item of what it is about.
    pub words: String,
    /// The dialogue that settles it, or empty.
    pub dialogue: String,
}

const CALLS: &str = "SELECT stream, on_day, voters, support, needed, words, dialogue \
    FROM dialogue_calls WHERE unit = $1 ORDER BY on_day DESC, stream LIMIT $2";

/// The calls of a unit, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn calls(store: &Store, unit: &str, most: i64) -> Result<Vec<Paper>> {
    let rows = store.rows(CALLS, row![unit, most]).await?;
    let paper = |row: &Row| {
        Ok(Paper {
            stream: row.text(0)?,
            on: row.date(1)?,
            voters: row.int(2)?,
            support: row.int(3)?,
            needed: row.int(4)?,
            words: row.text(5)?,
            dialogue: row.text(6)?,
        })
    };
    rows.iter().map(paper).collect()
}

/// Every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let all = Which::ALL.map(which_sql);
    let others = [
        between_sql(),
        OF_DIALOGUE.to_owned(),
        open_sql(),
        newest_sql(),
        said_at_sql(),
        of_question_sql(),
        TALLY.to_owned(),
        CALLS.to_owned(),
    ];
    [&all[..], &others].concat()
}
