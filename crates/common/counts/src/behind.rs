//! What is behind a number: each matter that was counted, with the same sums. Made from the same
//! projection as the sums themselves, so that a list behind a number can never disagree with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use store::{
    Laws, Projection, Projector, Result, Row, Shelf, Store, Stream, Table, Value, ViewRow,
};
use units::series::Coded;

use crate::figures::{Span, spans};

/// Each matter that was counted, once for each thing that it was counted as.
pub static COUNTED: Table =
    Table::rows("counted", 6, &["indicator", "unit", "day", "kind", "channel", "stream", "n"]);

/// A projector whose sums are also kept matter by matter.
pub struct Traced(pub Arc<dyn Projector>);

impl Projector for Traced {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let mut projection = self.0.project(stream, laws)?;
        let mut rows: BTreeMap<Vec<Value>, i64> = BTreeMap::new();
        for sum in projection.sums.iter().filter(|sum| sum.table.name == crate::COUNTS.name) {
            *rows.entry(sum.key.clone()).or_default() += sum.n;
        }
        projection.rows.extend(rows.into_iter().map(|(mut key, n)| {
            key.extend([Value::from(stream.name.as_str()), Value::from(n)]);
            ViewRow::new(&COUNTED, key)
        }));
        Ok(projection)
    }

    fn shelf(&self) -> Option<Shelf> {
        self.0.shelf()
    }

    fn tells_held(&self) -> bool {
        self.0.tells_held()
    }
}

/// One part of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// The indicator.
    pub indicator: &'a str,
    /// The kinds of it that count; all when there are none.
    pub kinds: &'a [String],
    /// The channels of it that count; all when there are none.
    pub channels: &'a [String],
    /// Whether it is taken away instead of added.
    pub less: bool,
}

impl<'a> Part<'a> {
    /// All of an indicator.
    #[must_use]
    pub const fn all(indicator: &'a str) -> Self {
        Self { indicator, kinds: &[], channels: &[], less: false }
    }
}

/// A matter behind a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The day on which it was counted.
    pub day: Date,
    /// Its stream.
    pub stream: String,
    /// As what it was counted.
    pub indicator: String,
    /// Of which kind.
    pub kind: String,
    /// By which channel.
    pub channel: String,
    /// The code of the unit where it was.
    pub unit: String,
    /// How many it was counted for.
    pub n: i64,
}

/// Where a page begins: behind this line of the page before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its day.
    pub day: Date,
    /// Its stream.
    pub stream: String,
    /// Its indicator.
    pub indicator: String,
    /// Its kind.
    pub kind: String,
    /// Its channel.
    pub channel: String,
    /// Its unit: one matter may be counted as the same at two.
    pub unit: String,
}

impl Key {
    /// Reads what [`Key::write`] wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(6, '~');
        let mut next = || parts.next().map(str::to_owned);
        let day = next()?.parse().ok()?;
        let (indicator, kind, channel) = (next()?, next()?, next()?);
        let (unit, stream) = (next()?, next()?);
        Some(Self { day, stream, indicator, kind, channel, unit })
    }

    /// As an address holds it.
    #[must_use]
    pub fn write(&self) -> String {
        let Self { day, stream, indicator, kind, channel, unit } = self;
        format!("{day}~{indicator}~{kind}~{channel}~{unit}~{stream}")
    }
}

impl Behind {
    /// Its place in the order of pages.
    #[must_use]
    pub fn key(&self) -> Key {
        let Self { day, stream, indicator, kind, channel, unit, .. } = self.clone();
        Key { day, stream, indicator, kind, channel, unit }
    }
}

/// A statement that is being written, with its values.
#[derive(Default)]
struct Query {
    text: String,
    values: Vec<Value>,
}

impl Query {
    fn mark(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn marks<'a>(&mut self, all: impl IntoIterator<Item = &'a str>) -> String {
        let marks: Vec<String> = all.into_iter().map(|one| self.mark(one)).collect();
        marks.join(", ")
    }

    fn of(codes: &[Coded], parts: &[Part<'_>], after: Option<&Key>, most: i64) -> Self {
        let mut query = Self::default();
        let which = query.which(codes, parts);
        let beyond = after.map(|key| query.beyond(key)).unwrap_or_default();
        let limit = query.mark(most);
        query.text = format!(
            "SELECT day, stream, indicator, kind, channel, unit, CAST(SUM(n) AS BIGINT) \
             FROM counted WHERE {which}{beyond} \
             GROUP BY day, stream, indicator, kind, channel, unit \
             ORDER BY day, stream, indicator, kind, channel, unit LIMIT {limit}",
        );
        query
    }

    fn open(codes: &[Coded], parts: &[Part<'_>], after: &str, most: i64) -> Self {
        let mut query = Self::default();
        let (which, n) = (query.which(codes, parts), query.signed(parts));
        let after = query.mark(after);
        let limit = query.mark(most);
        query.text = format!(
            "SELECT CAST(MIN(day) AS BIGINT), stream, MIN(unit), CAST(SUM({n}) AS BIGINT) \
             FROM counted WHERE {which} AND stream > {after} \
             GROUP BY stream HAVING SUM({n}) <> 0 ORDER BY stream LIMIT {limit}",
        );
        query
    }

    fn total(codes: &[Coded], parts: &[Part<'_>]) -> Self {
        let mut query = Self::default();
        let (which, n) = (query.which(codes, parts), query.signed(parts));
        query.text =
            format!("SELECT CAST(COALESCE(SUM({n}), 0) AS BIGINT) FROM counted WHERE {which}");
        query
    }

    fn which(&mut self, codes: &[Coded], parts: &[Part<'_>]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.part(part)).collect();
        let spans: Vec<String> = spans(codes).iter().map(|span| self.span(span)).collect();
        format!("({}) AND ({})", parts.join(" OR "), spans.join(" OR "))
    }

    /// How many a line counts for: what is taken away counts against.
    fn signed(&mut self, parts: &[Part<'_>]) -> String {
        let less = parts.iter().filter(|part| part.less);
        let less: Vec<String> = less.map(|part| self.part(part)).collect();
        match less.is_empty() {
            true => "n".to_owned(),
            false => format!("CASE WHEN {} THEN -n ELSE n END", less.join(" OR ")),
        }
    }

    fn part(&mut self, part: &Part<'_>) -> String {
        let mut all = vec![format!("indicator = {}", self.mark(part.indicator))];
        for (column, words) in [("kind", part.kinds), ("channel", part.channels)] {
            if !words.is_empty() {
                let marks = self.marks(words.iter().map(String::as_str));
                all.push(format!("{column} IN ({marks})"));
            }
        }
        format!("({})", all.join(" AND "))
    }

    fn span(&mut self, (from, until, codes): &Span<'_>) -> String {
        let (from, until) = (self.mark(*from), self.mark(*until));
        let codes = self.marks(codes.iter().copied());
        format!("(day >= {from} AND day <= {until} AND unit IN ({codes}))")
    }

    fn beyond(&mut self, key: &Key) -> String {
        let day = self.mark(key.day);
        let Key { stream, indicator, kind, channel, unit, .. } = key;
        // The last column first: each one before it decides where it differs.
        let last = format!("unit > {}", self.mark(unit.as_str()));
        let columns =
            [("channel", channel), ("kind", kind), ("indicator", indicator), ("stream", stream)];
        let inner = columns.into_iter().fold(last, |inner, (column, value)| {
            let mark = self.mark(value.as_str());
            format!("{column} > {mark} OR ({column} = {mark} AND ({inner}))")
        });
        format!(" AND (day > {day} OR (day = {day} AND ({inner})))")
    }
}

/// The matters behind a number, oldest first: those of these codes, each on its own days.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    store: &Store,
    codes: &[Coded],
    parts: &[Part<'_>],
    after: Option<&Key>,
    most: i64,
) -> Result<Vec<Behind>> {
    if codes.is_empty() || parts.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::of(codes, parts, after, most);
    store.rows(&query.text, query.values).await?.iter().map(behind).collect()
}

/// The matters that stand open at the end of the days of these codes: what was added and not yet
/// taken away. Each once, with its first day, in the order of their streams, behind `after`.
///
/// # Errors
/// When the database does not answer.
pub async fn open(
    store: &Store,
    codes: &[Coded],
    parts: &[Part<'_>],
    after: &str,
    most: i64,
) -> Result<Vec<Behind>> {
    if codes.is_empty() || parts.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::open(codes, parts, after, most);
    let one = |row: &Row| {
        let (indicator, kind, channel) = (String::new(), String::new(), String::new());
        let (day, stream, unit, n) = (row.date(0)?, row.text(1)?, row.text(2)?, row.int(3)?);
        Ok(Behind { day, stream, indicator, kind, channel, unit, n })
    };
    store.rows(&query.text, query.values).await?.iter().map(one).collect()
}

/// The number that [`list`] or [`open`] adds up to.
///
/// # Errors
/// When the database does not answer.
pub async fn total(store: &Store, codes: &[Coded], parts: &[Part<'_>]) -> Result<i64> {
    if codes.is_empty() || parts.is_empty() {
        return Ok(0);
    }
    let query = Query::total(codes, parts);
    let rows = store.rows(&query.text, query.values).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

fn behind(row: &Row) -> Result<Behind> {
    Ok(Behind {
        day: row.date(0)?,
        stream: row.text(1)?,
        indicator: row.text(2)?,
        kind: row.text(3)?,
        channel: row.text(4)?,
        unit: row.text(5)?,
        n: row.int(6)?,
    })
}

/// Samples of the statement, for the test that prepares them.
pub(crate) fn statements() -> Vec<String> {
    let day = Date::constant(2026, 1, 1);
    let coded = |code: &str, until| Coded { code: code.to_owned(), from: day, until };
    let codes = [coded("a", day), coded("b", day), coded("a", Date::constant(2026, 2, 1))];
    let kinds = ["k".to_owned()];
    let some = Part { indicator: "j", kinds: &kinds, channels: &kinds, less: false };
    let parts = [Part::all("i"), some];
    let open = [parts[0], Part { less: true, ..some }];
    let text = |word: &str| word.to_owned();
    let (stream, indicator, kind) = (text("s"), text("i"), text("k"));
    let key = Key { day, stream, indicator, kind, channel: text("c"), unit: text("u") };
    vec![
        Query::of(&codes, &parts, None, 1).text,
        Query::of(&codes, &parts, Some(&key), 1).text,
        Query::total(&codes, &parts).text,
        Query::open(&codes, &open, "", 1).text,
        Query::total(&codes, &open).text,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let key = Key {
            day: Date::constant(2026, 3, 16),
            stream: "visit/20836-1".into(),
            indicator: "receptions.turns".into(),
            kind: String::new(),
            channel: "land".into(),
            unit: "20836".into(),
        };
        assert_eq!(Key::read(&key.write()), Some(key));
        for bad in ["", "2026-03-16", "x~a~b~c~d", "2026-03-16~a~b~c", "2026-03-16~a~b~c~d"] {
            assert_eq!(Key::read(bad), None, "{bad}");
        }
    }
}
