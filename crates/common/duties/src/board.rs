//! All that is owed and not done, across subjects: read by holder, by unit, and by what is late in
//! the units below. Which subjects a reader may learn of is said by whoever asks.

use std::collections::{BTreeMap, BTreeSet};

use accounts::OwedMatter;
use calendar::CalendarKind;
use jiff::civil::Date;
use rulebook::Law;
use store::{Result, Row, Store, Value};
use units::{Gazetteer, Left, heirs};

/// How many working days ahead "due soon" looks. A habit of the pages, not a number of the law.
pub const SOON: usize = 3;

/// The last of [`SOON`] working days after `today`.
pub fn soon_until(law: &Law, today: Date) -> Date {
    let mut left = SOON;
    let mut day = today;
    while left > 0 {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        left -= usize::from(law.calendar.is_working(day, CalendarKind::Office));
    }
    day
}

/// Whose debts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of these holders ([`crate::Holder::word`]), and of the posts that are held at these units.
    Holders(Vec<String>, Vec<(String, String)>),
    /// Of these units, whoever has them; of some only what began while the code meant them.
    Units(Vec<Left>),
}

impl Whose {
    /// A unit of today, with what units of before left to it and is still owed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unit(store: &Store, code: &str) -> Result<Self> {
        let mut found = left_open(store, &[code]).await?;
        Ok(Self::Units(found.remove(code).unwrap_or_default()))
    }
}

/// Which open debts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub whose: Whose,
    /// Prefixes of streams; nothing is found without one.
    pub prefixes: Vec<String>,
    /// One rule only, unless it is empty.
    pub rule: String,
    /// Due on this day or later.
    pub from: Option<Date>,
    /// Due before this day.
    pub before: Option<Date>,
}

impl Filter {
    /// All open debts of these subjects.
    pub fn new(whose: Whose, prefixes: Vec<String>) -> Self {
        Self { whose, prefixes, rule: String::new(), from: None, before: None }
    }

    /// Those that are late today.
    #[must_use]
    pub fn late(self, today: Date) -> Self {
        Self { before: Some(today), ..self }
    }

    fn is_void(&self) -> bool {
        let nobody = match &self.whose {
            Whose::Holders(accounts, posts) => accounts.is_empty() && posts.is_empty(),
            Whose::Units(all) => all.is_empty(),
        };
        nobody || self.prefixes.is_empty()
    }
}

/// Where a page begins: the debt before its first one, or after its last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// When that one is due.
    pub due: Date,
    /// Its stream.
    pub stream: String,
    /// Its number in the stream.
    pub n: i64,
}

impl Key {
    /// Reads what [`Key::write`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '~');
        let (due, n, stream) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { due: due.parse().ok()?, n: n.parse().ok()?, stream: stream.to_owned() })
    }

    /// As an address holds it.
    pub fn write(&self) -> String {
        format!("{}~{}~{}", self.due, self.n, self.stream)
    }
}

/// An open debt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The stream that owes it.
    pub stream: String,
    /// Its number in the stream.
    pub n: i64,
    /// What people call the matter.
    pub code: String,
    /// The rule.
    pub rule: String,
    /// The unit that owes it.
    pub unit: String,
    /// The account that has it; empty where the unit has.
    pub holder: String,
    /// The day of the starting fact.
    pub started_on: Date,
    /// When it is due; [`crate::STANDS_STILL`] while its clock stands still.
    pub due: Date,
}

impl Line {
    /// The prefix of its stream: which kind of matter it is.
    pub fn prefix(&self) -> &str {
        self.stream.split_once('/').map_or("", |(prefix, _)| prefix)
    }

    /// As subjects are asked for the page of it.
    pub fn owed(&self) -> OwedMatter<'_> {
        let Self { stream, n, code, rule, unit, .. } = self;
        OwedMatter { stream, n: *n, code, rule, unit }
    }

    /// Its place in the order of pages.
    pub fn key(&self) -> Key {
        Key { due: self.due, stream: self.stream.clone(), n: self.n }
    }
}

/// One page of lines, and whether there are more in the direction in which it was read.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// The lines in the order of due dates.
    pub lines: Vec<Line>,
    /// Whether there are more.
    pub more: bool,
}

/// How much one unit owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Which.
    pub unit: String,
    /// How many debts are open.
    pub open: i64,
    /// How many of them are late.
    pub late: i64,
}

/// A condition that is still being written, with its values.
struct Where {
    text: String,
    values: Vec<Value>,
}

/// How a subject's debts are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// The index walks whose they are, by date, and each is asked for its subject. Written so that
    /// no index serves it: offered ranges of streams, the planner of SQLite walks all closed debts
    /// of nine subjects to find what is open at one unit.
    Whose,
    /// The index walks one subject of one unit: few among many. A range and not LIKE, which no
    /// index serves: `0` is the sign after `/`.
    Subject,
}

impl By {
    fn condition(self, made: &mut Where, prefix: &str) -> String {
        let first = made.mark(format!("{prefix}/").as_str());
        if self == Self::Whose {
            return format!("substr(stream, 1, {}) = {first}", prefix.chars().count() + 1);
        }
        let beyond = made.mark(format!("{prefix}0").as_str());
        format!("(stream >= {first} AND stream < {beyond})")
    }
}

impl Where {
    fn of(filter: &Filter, by: By) -> Self {
        let mut made = Self { text: "closed_on IS NULL".to_owned(), values: Vec::new() };
        let whose = made.whose(&filter.whose);
        made.and(&whose);
        let subjects: Vec<String> =
            filter.prefixes.iter().map(|prefix| by.condition(&mut made, prefix)).collect();
        made.and(&format!("({})", subjects.join(" OR ")));
        if !filter.rule.is_empty() {
            let mark = made.mark(filter.rule.as_str());
            made.and(&format!("rule = {mark}"));
        }
        if let Some(from) = filter.from {
            let mark = made.mark(from);
            made.and(&format!("due >= {mark}"));
        }
        if let Some(before) = filter.before {
            let mark = made.mark(before);
            made.and(&format!("due < {mark}"));
        }
        made
    }

    fn whose(&mut self, whose: &Whose) -> String {
        let (accounts, posts) = match whose {
            Whose::Holders(accounts, posts) => (accounts, posts),
            Whose::Units(all) => {
                return heirs::condition(all, ("unit", "started_on"), &mut self.values);
            }
        };
        let mut any = Vec::with_capacity(1 + posts.len());
        if !accounts.is_empty() {
            let marks: Vec<String> = accounts.iter().map(|one| self.mark(one.as_str())).collect();
            any.push(format!("holder IN ({})", marks.join(", ")));
        }
        for (holder, unit) in posts {
            let (holder, unit) = (self.mark(holder.as_str()), self.mark(unit.as_str()));
            any.push(format!("(holder = {holder} AND unit = {unit})"));
        }
        format!("({})", any.join(" OR "))
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    fn mark(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn beyond(&mut self, key: &Key, back: bool) {
        let sign = if back { "<" } else { ">" };
        let (due, stream, n) =
            (self.mark(key.due), self.mark(key.stream.as_str()), self.mark(key.n));
        self.and(&format!(
            "(due {sign} {due} OR (due = {due} AND (stream {sign} {stream} \
             OR (stream = {stream} AND n {sign} {n}))))"
        ));
    }
}

fn list_sql(filter: &Filter, key: Option<&Key>, back: bool, most: i64) -> (String, Vec<Value>) {
    let mut narrowed = Where::of(filter, By::Whose);
    if let Some(key) = key {
        narrowed.beyond(key, back);
    }
    let down = if back { " DESC" } else { "" };
    let limit = narrowed.mark(most);
    let text = format!(
        "SELECT stream, n, code, rule, unit, holder, started_on, due FROM duties WHERE {} \
         ORDER BY due{down}, stream{down}, n{down} LIMIT {limit}",
        narrowed.text
    );
    (text, narrowed.values)
}

fn count_sql(filter: &Filter, most: i64) -> (String, Vec<Value>) {
    let mut narrowed = Where::of(filter, By::Whose);
    let limit = narrowed.mark(most);
    let text = format!(
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM duties WHERE {} LIMIT {limit}) AS counted",
        narrowed.text
    );
    (text, narrowed.values)
}

fn rules_sql(filter: &Filter) -> (String, Vec<Value>) {
    let narrowed = Where::of(filter, By::Whose);
    let text = format!("SELECT DISTINCT rule FROM duties WHERE {} ORDER BY rule", narrowed.text);
    (text, narrowed.values)
}

fn load_sql(filter: &Filter, today: Date) -> (String, Vec<Value>) {
    let by = if filter.prefixes.len() == 1 { By::Subject } else { By::Whose };
    let mut narrowed = Where::of(filter, by);
    let mark = narrowed.mark(today);
    let text = format!(
        "SELECT unit, COUNT(*), CAST(SUM(CASE WHEN due < {mark} THEN 1 ELSE 0 END) AS BIGINT) \
         FROM duties WHERE {} GROUP BY unit ORDER BY unit",
        narrowed.text
    );
    (text, narrowed.values)
}

/// How many codes one statement asks for.
const TOGETHER: usize = 400;

fn open_at_sql(codes: usize) -> String {
    let marks: Vec<String> = (1..=codes).map(|n| format!("${n}")).collect();
    let marks = marks.join(", ");
    format!("SELECT DISTINCT unit FROM duties WHERE closed_on IS NULL AND unit IN ({marks})")
}

/// For each of these units its own code, and those of units of before at which something that was
/// left to it is still owed. Nearly always there are none: then a board reads by one code, in the
/// order of its index.
///
/// # Errors
/// When the database does not answer.
pub async fn left_open(store: &Store, units: &[&str]) -> Result<BTreeMap<String, Vec<Left>>> {
    let gazetteer = Gazetteer::shared();
    let all = units.iter().map(|code| ((*code).to_owned(), gazetteer.left_to(code)));
    let mut all: BTreeMap<String, Vec<Left>> = all.collect();
    // A code that another unit bears today is asked for within its days, whatever is owed there.
    let before = all.iter().flat_map(|(own, left)| {
        left.iter().filter(move |one| one.until.is_none() && one.code != **own)
    });
    let before: BTreeSet<&str> = before.map(|one| one.code.as_str()).collect();
    let before: Vec<&str> = before.into_iter().collect();
    let mut open: BTreeSet<String> = BTreeSet::new();
    for part in before.chunks(TOGETHER) {
        let values = part.iter().map(|code| Value::from(*code)).collect();
        for row in store.rows(&open_at_sql(part.len()), values).await? {
            open.insert(row.text(0)?);
        }
    }
    for (own, left) in &mut all {
        left.retain(|one| one.code == *own || one.until.is_some() || open.contains(&one.code));
    }
    Ok(all)
}

/// Samples of every statement, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let day = Date::constant(2026, 1, 1);
    let two = || vec!["a".to_owned(), "b".to_owned()];
    let left = |code: &str, until| Left { code: code.to_owned(), until };
    let units = || vec![left("a", None), left("b", None), left("c", Some(day))];
    let posts = two().into_iter().zip(two()).collect();
    let full = Filter {
        rule: "r".to_owned(),
        from: Some(day),
        before: Some(day),
        ..Filter::new(Whose::Holders(two(), posts), two())
    };
    let plain = Filter::new(Whose::Units(units()), two());
    let subject = Filter::new(Whose::Units(units()), vec!["a".to_owned()]);
    let key = Key { due: day, stream: "s/1".to_owned(), n: 1 };
    vec![
        list_sql(&full, Some(&key), false, 1).0,
        list_sql(&full, Some(&key), true, 1).0,
        list_sql(&plain, None, false, 1).0,
        count_sql(&full, 1).0,
        rules_sql(&full).0,
        load_sql(&plain, day).0,
        load_sql(&subject, day).0,
        open_at_sql(2),
    ]
}

fn line(row: &Row) -> Result<Line> {
    Ok(Line {
        stream: row.text(0)?,
        n: row.int(1)?,
        code: row.text(2)?,
        rule: row.text(3)?,
        unit: row.text(4)?,
        holder: row.text(5)?,
        started_on: row.date(6)?,
        due: row.date(7)?,
    })
}

/// A page of open debts, due first, first; `back` reads the page before the key.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    store: &Store,
    filter: &Filter,
    key: Option<&Key>,
    back: bool,
    size: usize,
) -> Result<Listed> {
    if filter.is_void() {
        return Ok(Listed::default());
    }
    let (sql, values) = list_sql(filter, key, back, size as i64 + 1);
    let rows = store.rows(&sql, values).await?;
    let mut lines = rows.iter().take(size).map(line).collect::<Result<Vec<Line>>>()?;
    if back {
        lines.reverse();
    }
    Ok(Listed { lines, more: rows.len() > size })
}

/// How many there are, up to `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn count(store: &Store, filter: &Filter, most: i64) -> Result<i64> {
    if filter.is_void() {
        return Ok(0);
    }
    let (sql, values) = count_sql(filter, most);
    let rows = store.rows(&sql, values).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// The rules behind them, in the order of their ids.
///
/// # Errors
/// When the database does not answer.
pub async fn rules(store: &Store, filter: &Filter) -> Result<Vec<String>> {
    if filter.is_void() {
        return Ok(Vec::new());
    }
    let (sql, values) = rules_sql(filter);
    store.rows(&sql, values).await?.iter().map(|row| row.text(0)).collect()
}

/// How much each unit owes; units that owe nothing are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn load(store: &Store, filter: &Filter, today: Date) -> Result<Vec<Load>> {
    if filter.is_void() {
        return Ok(Vec::new());
    }
    let (sql, values) = load_sql(filter, today);
    let rows = store.rows(&sql, values).await?;
    let one = |row: &Row| Ok(Load { unit: row.text(0)?, open: row.int(1)?, late: row.int(2)? });
    rows.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_what_is_none_is_refused() {
        let key = Key { due: Date::constant(2026, 3, 5), stream: "visit/0~1".to_owned(), n: 2 };
        assert_eq!(Key::read(&key.write()), Some(key));
        for odd in
            ["", "2026-03-05", "2026-03-05~1", "x~1~s/1", "2026-02-31~1~s/1", "2026-03-05~x~s"]
        {
            assert_eq!(Key::read(odd), None, "{odd}");
        }
    }

    #[test]
    fn soon_counts_working_days() {
        let law = Law::embedded().unwrap();
        // Friday the 13th is worked, then Tết until the 22nd; Monday and Tuesday follow.
        let soon = soon_until(&law, Date::constant(2026, 2, 12));
        assert_eq!(soon, Date::constant(2026, 2, 24));
    }

    #[test]
    fn who_may_read_of_no_subject_finds_nothing() {
        let own = || Left { code: "20836".to_owned(), until: None };
        let units = || Whose::Units(vec![own()]);
        let nobody = Whose::Holders(Vec::new(), Vec::new());
        assert!(Filter::new(units(), Vec::new()).is_void());
        assert!(Filter::new(nobody, vec!["petition".to_owned()]).is_void());
        assert!(!Filter::new(units(), vec!["petition".to_owned()]).is_void());
    }
}
