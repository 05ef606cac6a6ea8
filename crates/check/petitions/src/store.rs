//! Every SQL statement of petitions, one function per question.

use jiff::Timestamp;
use jiff::civil::Date;
use store::query::Row;
use store::{Engine, Result, Store, Value, row};

pub use crate::filter::{Effect, Filter};
use crate::meaning::{NEVER, SHELF, unit_label};

/// A petition as registers and inboxes show it; its words are fetched apart, from the vault.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its stream.
    pub stream: String,
    /// Its number, which orders the register.
    pub seq: i64,
    /// What is said aloud.
    pub code: String,
    /// The unit that answers.
    pub unit: String,
    /// [`crate::kind::Kind::word`].
    pub kind: String,
    /// The matter.
    pub matter: String,
    /// The village's code, or empty.
    pub village: String,
    /// [`crate::kind::Channel::word`].
    pub channel: String,
    /// [`crate::petition::State::word`].
    pub state: String,
    /// The holder's account, or empty.
    pub holder: String,
    /// [`crate::kind::Solved::word`], or empty.
    pub solved: String,
    /// When it was recorded.
    pub received_at: Timestamp,
    /// The day of receipt.
    pub received_on: Date,
    /// Whether the office still owes something.
    pub open: bool,
    /// The date that presses most; `None` when nothing is owed.
    pub due: Option<Date>,
    /// The rule behind it.
    pub rule: String,
    /// When the office's part ended.
    pub closed_on: Option<Date>,
    /// The stream of the case that it was joined to, or empty.
    pub lead: String,
    /// The square in which it happened, in thousandths of a degree: latitude, longitude.
    pub cell: Option<(i64, i64)>,
    /// When anything of it was last recorded.
    pub changed_at: Timestamp,
}

const COLUMNS: &str = "petitions.stream, petitions.seq, code, unit, kind, matter, village, \
    channel, state, holder, solved, received_at, received_on, open, due, rule, closed_on, lead, \
    cell_lat, cell_lon, changed_at";

fn line(row: &Row) -> Result<Line> {
    let due = row.date(14)?;
    Ok(Line {
        stream: row.text(0)?,
        seq: row.int(1)?,
        code: row.text(2)?,
        unit: row.text(3)?,
        kind: row.text(4)?,
        matter: row.text(5)?,
        village: row.text(6)?,
        channel: row.text(7)?,
        state: row.text(8)?,
        holder: row.text(9)?,
        solved: row.text(10)?,
        received_at: row.at(11)?,
        received_on: row.date(12)?,
        open: row.yes(13)?,
        due: (due != NEVER).then_some(due),
        rule: row.text(15)?,
        closed_on: row.opt_date(16)?,
        lead: row.text(17)?,
        cell: row.opt_int(18)?.zip(row.opt_int(19)?),
        changed_at: row.at(20)?,
    })
}

/// The stream of the petition with these digits.
pub async fn by_digits(store: &Store, digits: &str) -> Result<Option<String>> {
    let rows = store.rows(BY_DIGITS, row![digits]).await?;
    rows.first().map(|row| row.text(0)).transpose()
}

const BY_DIGITS: &str = "SELECT stream FROM petitions WHERE digits = $1";

/// Which of these streams exist already.
pub async fn existing(store: &Store, streams: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for part in streams.chunks(500) {
        let marks: Vec<String> = (1..=part.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT stream FROM journal WHERE version = 1 AND stream IN ({})",
            marks.join(", ")
        );
        let values = part.iter().map(|name| Value::from(name.as_str())).collect();
        for row in store.rows(&sql, values).await? {
            found.push(row.text(0)?);
        }
    }
    Ok(found)
}

/// The order of a list, and the key that the next page starts after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// What is due first, first; only what is open.
    Due,
}

/// Where a page starts: after (or, going back, before) this due date and number.
pub type Key = (Date, i64);

/// One page of a list.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// The lines.
    pub lines: Vec<Line>,
    /// Whether there are more after them.
    pub more: bool,
}

struct Query {
    /// Tables to read from.
    from: String,
    /// Conditions.
    sql: String,
    values: Vec<Value>,
}

impl Query {
    fn and(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        let mark = format!("${}", self.values.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace('?', &mark));
    }
}

/// How the words of a filter are looked for.
struct Words {
    engine: Engine,
    tags: String,
    /// Whether matches are to be read in the order of their numbers: then the search leads and
    /// stops when the page is full. Otherwise the list leads and each line is held against it.
    leads: bool,
}

impl Words {
    fn start(self) -> Query {
        let search = self.engine.search();
        let values = vec![self.tags.into()];
        match self.leads {
            true => Query {
                from: format!("{} CROSS JOIN petitions", search.table),
                sql: format!("{} AND petitions.seq = {}", search.matches, search.seq),
                values,
            },
            false => Query {
                from: "petitions".to_owned(),
                sql: format!(
                    "petitions.seq IN (SELECT {} FROM {} WHERE {} AND {})",
                    search.seq,
                    search.table,
                    search.matches,
                    search.on(SHELF)
                ),
                values,
            },
        }
    }
}

/// Builds the conditions. The search comes first, so that its words are bound at `$1`.
fn conditions(words: Option<Words>, filter: &Filter) -> Query {
    let all = || Query { from: "petitions".into(), sql: "1 = 1".into(), values: Vec::new() };
    let mut query = words.map_or_else(all, Words::start);
    query.and("unit = ?", filter.unit.as_str().into());
    let equal = [
        ("kind = ?", &filter.kind),
        ("matter = ?", &filter.matter),
        ("state = ?", &filter.state),
        ("holder = ?", &filter.holder),
        ("village = ?", &filter.village),
        ("channel = ?", &filter.channel),
    ];
    for (condition, value) in equal.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.and(condition, value.as_str().into());
    }
    if !filter.matters.is_empty() {
        let first = query.values.len();
        query.values.extend(filter.matters.iter().map(|matter| matter.as_str().into()));
        let marks: Vec<String> =
            (first + 1..=query.values.len()).map(|n| format!("${n}")).collect();
        query.sql.push_str(&format!(" AND matter IN ({})", marks.join(", ")));
    }
    if filter.closed {
        query.sql.push_str(" AND open = 0");
    }
    if let Some(accounts) = &filter.held_by {
        held_by(&mut query, accounts);
    }
    if let Some(day) = filter.filed_by {
        query.sql.push_str(" AND state = 'filed'");
        query.and("closed_on <= ?", day.into());
    }
    if let Some((effect, day)) = filter.effect {
        query.and(stands(effect), day.into());
    }
    if filter.unassigned {
        query.and("holder = ?", "".into());
    }
    if filter.open || filter.due_before.is_some() || filter.due_from.is_some() {
        query.sql.push_str(" AND open = 1");
    }
    if filter.cases {
        query.sql.push_str(" AND lead = ''");
    }
    let dates = [
        ("received_on >= ?", filter.from),
        ("received_on <= ?", filter.to),
        ("due < ?", filter.due_before),
        ("due >= ?", filter.due_from),
    ];
    for (condition, date) in dates {
        if let Some(date) = date {
            query.and(condition, date.into());
        }
    }
    query
}

/// How a decision stands on a day.
fn stands(effect: Effect) -> &'static str {
    match effect {
        Effect::Waiting => "effect_on > ?",
        Effect::InForce => "effect_on <= ?",
        Effect::ToDo => "to_do = 1 AND effect_on <= ?",
    }
}

fn held_by(query: &mut Query, accounts: &[String]) {
    let first = query.values.len() + 1;
    let marks: Vec<String> = (first..first + accounts.len()).map(|n| format!("${n}")).collect();
    match marks.is_empty() {
        true => query.sql.push_str(" AND 1 = 0"),
        false => query.sql.push_str(&format!(" AND holder IN ({})", marks.join(", "))),
    }
    query.values.extend(accounts.iter().map(|account| account.as_str().into()));
}

/// One page of petitions. `back` reads the page that ends before `key` instead.
pub async fn list(
    store: &Store,
    filter: &Filter,
    order: Order,
    key: Option<Key>,
    back: bool,
    size: i64,
) -> Result<Listed> {
    let words = words(store, filter, order != Order::Due).await?;
    let (sql, values) = list_sql(words, filter, order, key, back, size);
    let rows = store.rows(&sql, values).await?;
    let more = rows.len() as i64 > size;
    let mut lines: Vec<Line> = rows.iter().take(size as usize).map(line).collect::<Result<_>>()?;
    if back {
        lines.reverse();
    }
    Ok(Listed { lines, more })
}

/// Whether there are petitions of other units. Where there are none, asking the search for the
/// unit too would only make it walk a list of everything.
const OTHERS: &str = "SELECT 1 FROM (SELECT 1 AS one FROM petitions WHERE unit < $1 LIMIT 1) AS a \
    UNION ALL SELECT 1 FROM (SELECT 1 AS one FROM petitions WHERE unit > $1 LIMIT 1) AS b";

async fn words(store: &Store, filter: &Filter, leads: bool) -> Result<Option<Words>> {
    if kernel::text::syllables(&filter.words).is_empty() {
        return Ok(None);
    }
    let others = store.rows(OTHERS, row![filter.unit.as_str()]).await?;
    let label = unit_label(&filter.unit);
    let labels: &[&str] = if others.is_empty() { &[] } else { &[&label] };
    let tags = store.search_query(&filter.words, labels);
    Ok(Some(Words { engine: store.engine(), tags, leads }))
}

fn list_sql(
    words: Option<Words>,
    filter: &Filter,
    order: Order,
    key: Option<Key>,
    back: bool,
    size: i64,
) -> (String, Vec<Value>) {
    // The order is by the number that the search itself reads in, when it leads.
    let leading = words.as_ref().filter(|words| words.leads).map(|words| words.engine.search());
    let seq = leading.map_or("petitions.seq", |search| search.seq);
    let mut query = conditions(words, filter);
    let descending = (order == Order::Newest) != back;
    let (than, way) = if descending { ("<", "DESC") } else { (">", "ASC") };
    if let Some((due, number)) = key {
        match order {
            Order::Due => {
                query.and(&format!("due {than}= ?"), due.into());
                let seq_mark = query.values.len() + 1;
                query.sql.push_str(&format!(
                    " AND (due {than} ${} OR {seq} {than} ${seq_mark})",
                    seq_mark - 1
                ));
                query.values.push(number.into());
            }
            _ => query.and(&format!("{seq} {than} ?"), number.into()),
        }
    }
    query.sql.extend(leading.map(|search| format!(" AND {}", search.on(SHELF))));
    let due = if order == Order::Due { format!("due {way}, ") } else { String::new() };
    query.values.push((size + 1).into());
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE {} ORDER BY {due}{seq} {way} LIMIT ${}",
        query.from,
        query.sql,
        query.values.len()
    );
    (sql, query.values)
}

/// One page of a list and how many match, counted no further than `most`. What was searched for is
/// looked up once: a search for several common words that meet rarely walks far before it can stop.
pub async fn list_counted(
    store: &Store,
    filter: &Filter,
    (order, key, back): (Order, Option<Key>, bool),
    size: i64,
    most: i64,
) -> Result<(Listed, i64)> {
    let first = key.is_none() && order != Order::Due;
    let found = if first { words(store, filter, true).await? } else { None };
    let Some(found) = found else {
        return tokio::try_join!(
            list(store, filter, order, key, back, size),
            count(store, filter, most)
        );
    };
    let (sql, values) = numbers_sql(found, filter, order, most);
    let rows = store.rows(&sql, values).await?;
    let numbers: Vec<i64> = rows.iter().map(|row| row.int(0)).collect::<Result<_>>()?;
    let shown = &numbers[..numbers.len().min(size as usize)];
    let listed =
        Listed { lines: numbered(store, shown, order).await?, more: numbers.len() > shown.len() };
    Ok((listed, numbers.len() as i64))
}

/// The numbers that a search finds, in the order of a list.
fn numbers_sql(words: Words, filter: &Filter, order: Order, most: i64) -> (String, Vec<Value>) {
    let search = words.engine.search();
    let seq = search.seq;
    let mut query = conditions(Some(words), filter);
    query.sql.push_str(&format!(" AND {}", search.on(SHELF)));
    query.values.push(most.into());
    let way = if order == Order::Newest { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {seq} FROM {} WHERE {} ORDER BY {seq} {way} LIMIT ${}",
        query.from,
        query.sql,
        query.values.len()
    );
    (sql, query.values)
}

fn numbered_sql(count: usize, order: Order) -> String {
    let marks: Vec<String> = (1..=count).map(|n| format!("${n}")).collect();
    let way = if order == Order::Newest { "DESC" } else { "ASC" };
    format!(
        "SELECT {COLUMNS} FROM petitions WHERE petitions.seq IN ({}) ORDER BY petitions.seq {way}",
        marks.join(", ")
    )
}

/// The petitions with these numbers.
async fn numbered(store: &Store, numbers: &[i64], order: Order) -> Result<Vec<Line>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let values = numbers.iter().map(|seq| Value::from(*seq)).collect();
    let rows = store.rows(&numbered_sql(numbers.len(), order), values).await?;
    rows.iter().map(line).collect()
}

/// How many match, counted no further than `most`: a number that nobody reads is not worth a
/// second of everybody's time.
pub async fn count(store: &Store, filter: &Filter, most: i64) -> Result<i64> {
    let (sql, values) = count_sql(words(store, filter, true).await?, filter, most);
    let rows = store.rows(&sql, values).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

fn count_sql(words: Option<Words>, filter: &Filter, most: i64) -> (String, Vec<Value>) {
    let mut query = conditions(words, filter);
    query.values.push(most.into());
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM {} WHERE {} LIMIT ${}) AS counted",
        query.from,
        query.sql,
        query.values.len()
    );
    (sql, query.values)
}

/// One petition's line.
pub async fn one(store: &Store, stream: &str) -> Result<Option<Line>> {
    let sql = format!("SELECT {COLUMNS} FROM petitions WHERE stream = $1");
    let rows = store.rows(&sql, row![stream]).await?;
    rows.first().map(line).transpose()
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements(engine: Engine) -> Vec<String> {
    let day = Date::constant(2026, 1, 1);
    let full = Filter {
        unit: "1".into(),
        words: String::new(),
        kind: "k".into(),
        matter: "m".into(),
        state: "s".into(),
        holder: "h".into(),
        unassigned: true,
        village: "v".into(),
        channel: "c".into(),
        from: Some(day),
        to: Some(day),
        due_before: Some(day),
        due_from: Some(day),
        open: true,
        cases: true,
        matters: vec!["m".into(), "n".into()],
        closed: true,
        held_by: Some(vec!["a".into(), "b".into()]),
        filed_by: Some(day),
        effect: Some((Effect::ToDo, day)),
    };
    let mut all = vec![BY_DIGITS.to_owned(), OTHERS.to_owned()];
    let words = Words { engine, tags: String::new(), leads: true };
    all.push(numbers_sql(words, &full, Order::Newest, 1).0);
    all.extend([Order::Newest, Order::Oldest].map(|order| numbered_sql(2, order)));
    for order in [Order::Newest, Order::Oldest, Order::Due] {
        for back in [false, true] {
            let tags = engine.search_query(&["aaaaaaaa".into(), "bbbbbbbb".into()]);
            let words = Words { engine, tags, leads: order != Order::Due };
            all.push(list_sql(Some(words), &full, order, Some((day, 1)), back, 50).0);
        }
    }
    let tags = engine.search_query(&["aaaaaaaa".into()]);
    all.push(count_sql(Some(Words { engine, tags, leads: true }), &full, 1000).0);
    all.push(count_sql(None, &full, 1000).0);
    all.push(list_sql(None, &Filter::default(), Order::Due, None, false, 50).0);
    all
}
