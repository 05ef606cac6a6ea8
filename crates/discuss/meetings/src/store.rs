//! Every SQL statement of dialogues and promises, one function per question. Lists of a unit hold
//! what units of before left to it.

use jiff::Timestamp;
use jiff::civil::Date;
use store::query::Row;
use store::{Result, Store, Value, row};
use units::Left;
use units::heirs::condition;

/// A statement with its values.
type Asked = (String, Vec<Value>);

/// A dialogue as lists show it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// The unit that holds it: a unit of before among them.
    pub unit: String,
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
    state, why, announced_on, published_on, attended, version, unit FROM dialogues";

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
        unit: row.text(14)?,
    })
}

fn between_sql(left: &[Left], from: Date, until: Date) -> Asked {
    let mut values = row![from, until];
    let whose = condition(left, ("unit", "on_day"), &mut values);
    let days = "on_day >= $1 AND on_day <= $2";
    (format!("{LINE} WHERE {whose} AND {days} ORDER BY on_day DESC, stream"), values)
}

/// The dialogues of units from one day to another, both included, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn between(store: &Store, left: &[Left], from: Date, until: Date) -> Result<Vec<Line>> {
    let (sql, values) = between_sql(left, from, until);
    let rows = store.rows(&sql, values).await?;
    rows.iter().map(line).collect()
}

const WAITING: &str = "SELECT stream FROM questions \
    WHERE dialogue = $1 AND state IN ('asked', 'taken') ORDER BY stream";

/// The questions of a dialogue that nobody declined or answered.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(store: &Store, dialogue: &str) -> Result<Vec<String>> {
    let rows = store.rows(WAITING, row![dialogue]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

const TOGETHER: &str =
    "SELECT stream FROM questions WHERE dialogue = $1 AND together = $2 ORDER BY stream";

/// The questions of a dialogue that are answered together with this one.
///
/// # Errors
/// When the database does not answer.
pub async fn together(store: &Store, dialogue: &str, question: &str) -> Result<Vec<String>> {
    let rows = store.rows(TOGETHER, row![dialogue, question]).await?;
    rows.iter().map(|row| row.text(0)).collect()
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

fn open_sql(left: &[Left], most: i64) -> Asked {
    let mut values = row![most];
    let whose = condition(left, ("unit", "said_on"), &mut values);
    let order = "ORDER BY until_day, stream LIMIT $1";
    (format!("{WORD} WHERE {whose} AND state = 'open' {order}"), values)
}

/// Promises of units that are still open, the earliest day first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(store: &Store, left: &[Left], most: i64) -> Result<Vec<Word>> {
    let (sql, values) = open_sql(left, most);
    store.rows(&sql, values).await?.iter().map(word).collect()
}

fn owed_on_sql(left: &[Left], on: Date, most: i64) -> Asked {
    let mut values = row![on, most];
    let whose = condition(left, ("unit", "said_on"), &mut values);
    let then = "said_on < $1 AND (closed_on IS NULL OR closed_on > $1)";
    (format!("{WORD} WHERE {whose} AND {then} ORDER BY until_day, stream LIMIT $2"), values)
}

/// Promises of units that were said before a day and were still open on it, whatever became of
/// them since.
///
/// # Errors
/// When the database does not answer.
pub async fn owed_on(store: &Store, left: &[Left], on: Date, most: i64) -> Result<Vec<Word>> {
    let (sql, values) = owed_on_sql(left, on, most);
    store.rows(&sql, values).await?.iter().map(word).collect()
}

fn dated_sql(left: &[Left], from: Date, until: Date) -> Asked {
    let mut values = row![from, until];
    let whose = condition(left, ("unit", "said_on"), &mut values);
    let days = "until_day >= $1 AND until_day <= $2";
    (format!("{WORD} WHERE {whose} AND {days} ORDER BY until_day, stream"), values)
}

/// Promises of units whose day lies between two days, both included, whatever became of them.
///
/// # Errors
/// When the database does not answer.
pub async fn dated(store: &Store, left: &[Left], from: Date, until: Date) -> Result<Vec<Word>> {
    let (sql, values) = dated_sql(left, from, until);
    store.rows(&sql, values).await?.iter().map(word).collect()
}

const OF_VISIT: &str = "WHERE visit = $1 ORDER BY said_on, stream";

/// Promises that were made on a visit.
///
/// # Errors
/// When the database does not answer.
pub async fn of_visit(store: &Store, visit: &str) -> Result<Vec<Word>> {
    let rows = store.rows(&format!("{WORD} {OF_VISIT}"), row![visit]).await?;
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
    /// Kept or withdrawn, the latest day first: what everybody sees as done.
    Done,
}

impl Which {
    /// In the order of the officers' tabs.
    pub const ALL: [Which; 4] = [Which::Owed, Which::Late, Which::Kept, Which::Withdrawn];

    /// Its word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Which::Owed => "owed",
            Which::Late => "late",
            Which::Kept => "kept",
            Which::Withdrawn => "withdrawn",
            Which::Done => "done",
        }
    }

    /// Where a list of it begins.
    pub fn start(self) -> (Date, String) {
        let first = match self {
            Which::Owed | Which::Late => Date::constant(1, 1, 1),
            Which::Kept | Which::Withdrawn | Which::Done => Date::constant(9999, 12, 31),
        };
        (first, String::new())
    }
}

fn which_sql((left, which): (&[Left], Which), today: Date, page: (&Date, &str, i64)) -> Asked {
    let (after, stream, most) = page;
    let mut values = row![*after, stream, most];
    let whose = condition(left, ("unit", "said_on"), &mut values);
    let (state, sign, down) = match which {
        Which::Owed | Which::Late => ("state = 'open'", ">", ""),
        Which::Kept => ("state = 'kept'", "<", " DESC"),
        Which::Withdrawn => ("state = 'withdrawn'", "<", " DESC"),
        Which::Done => ("state <> 'open'", "<", " DESC"),
    };
    let mut late = String::new();
    if which == Which::Late {
        values.push(today.into());
        late = format!(" AND until_day < ${}", values.len());
    }
    let text = format!(
        "{WORD} WHERE {whose} AND {state}{late} AND (until_day {sign} $1 \
         OR (until_day = $1 AND stream > $2)) ORDER BY until_day{down}, stream LIMIT $3"
    );
    (text, values)
}

/// A page of units' promises after the one with this day and stream.
///
/// # Errors
/// When the database does not answer.
pub async fn which(
    store: &Store,
    whose: (&[Left], Which),
    (after, stream): (Date, String),
    most: i64,
) -> Result<Vec<Word>> {
    let (sql, values) = which_sql(whose, store.clock().today(), (&after, &stream, most));
    store.rows(&sql, values).await?.iter().map(word).collect()
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

    /// How many of a hundred that came due were kept in time; `None` where there are so few that a
    /// share would say more than it knows.
    pub fn share(&self) -> Option<i64> {
        let due = self.due();
        (due >= FEW).then(|| (self.kept * 100 + due / 2) / due)
    }
}

/// Below this many a share would say more than it knows.
const FEW: i64 = 20;

const TALLY: &str = "SELECT \
    CAST(COALESCE(SUM(CASE WHEN state = 'kept' AND closed_on <= until_day \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'kept' AND closed_on > until_day \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'open' AND until_day < $1 \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'open' AND until_day >= $1 \
        THEN 1 ELSE 0 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END), 0) AS BIGINT) \
    FROM promises WHERE ";

fn tally_sql(left: &[Left], today: Date) -> Asked {
    let mut values = row![today];
    let whose = condition(left, ("unit", "said_on"), &mut values);
    (format!("{TALLY}{whose}"), values)
}

/// The tally of units' promises on a day.
///
/// # Errors
/// When the database does not answer.
pub async fn tally(store: &Store, left: &[Left], today: Date) -> Result<Tally> {
    let (sql, values) = tally_sql(left, today);
    let rows = store.rows(&sql, values).await?;
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

fn calls_sql(left: &[Left], most: i64) -> Asked {
    let mut values = row![most];
    let whose = condition(left, ("unit", "on_day"), &mut values);
    let text = format!(
        "SELECT stream, on_day, voters, support, needed, words, dialogue \
         FROM dialogue_calls WHERE {whose} ORDER BY on_day DESC, stream LIMIT $1"
    );
    (text, values)
}

/// The calls of units, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn calls(store: &Store, left: &[Left], most: i64) -> Result<Vec<Paper>> {
    let (sql, values) = calls_sql(left, most);
    let rows = store.rows(&sql, values).await?;
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

const SETTLED_BY: &str = "SELECT stream FROM dialogue_calls WHERE dialogue = $1 ORDER BY stream";

/// The calls that a dialogue was planned for.
///
/// # Errors
/// When the database does not answer.
pub async fn settled_by(store: &Store, dialogue: &str) -> Result<Vec<String>> {
    let rows = store.rows(SETTLED_BY, row![dialogue]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// How many codes one statement asks for.
const AT_ONCE: usize = 400;

fn year_sql(codes: usize) -> String {
    let marks: Vec<String> = (3..codes + 3).map(|n| format!("${n}")).collect();
    let marks = marks.join(", ");
    format!("{LINE} WHERE on_day >= $1 AND on_day <= $2 AND unit IN ({marks})")
}

/// The dialogues of all these codes from one day to another, both included, in any order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_codes(
    store: &Store,
    codes: &[&str],
    (from, until): (Date, Date),
) -> Result<Vec<Line>> {
    let mut all = Vec::new();
    for part in codes.chunks(AT_ONCE) {
        let mut values = row![from, until];
        values.extend(part.iter().map(|code| Value::from(*code)));
        for found in store.rows(&year_sql(part.len()), values).await? {
            all.push(line(&found)?);
        }
    }
    Ok(all)
}

/// Every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let day = Date::constant(2026, 1, 1);
    let left = |code: &str, until| Left { code: code.to_owned(), until };
    let left = [left("1", None), left("2", None), left("3", Some(day))];
    let all = Which::ALL.into_iter().chain([Which::Done]);
    let all = all.map(|which| which_sql((&left, which), day, (&day, "s", 1)));
    let lists = [
        between_sql(&left, day, day),
        open_sql(&left, 1),
        owed_on_sql(&left, day, 1),
        dated_sql(&left, day, day),
        tally_sql(&left, day),
        calls_sql(&left, 1),
    ];
    let others = [
        year_sql(2),
        WAITING.to_owned(),
        TOGETHER.to_owned(),
        OF_DIALOGUE.to_owned(),
        SETTLED_BY.to_owned(),
        format!("{WORD} {OF_VISIT}"),
        said_at_sql(),
        of_question_sql(),
    ];
    all.chain(lists).map(|(text, _)| text).chain(others).collect()
}
