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
}

/// One part of a sum: an indicator, and the kinds of it that count; all when there are none.
pub type Part<'a> = (&'a str, &'a [String]);

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
}

impl Key {
    /// Reads what [`Key::write`] wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '~');
        let mut next = || parts.next().map(str::to_owned);
        let day = next()?.parse().ok()?;
        Some(Self { day, indicator: next()?, kind: next()?, stream: next()? })
    }

    /// As an address holds it.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{}~{}~{}~{}", self.day, self.indicator, self.kind, self.stream)
    }
}

impl Behind {
    /// Its place in the order of pages.
    #[must_use]
    pub fn key(&self) -> Key {
        let Self { day, stream, indicator, kind, .. } = self.clone();
        Key { day, stream, indicator, kind }
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
            "SELECT day, stream, indicator, kind, unit, CAST(SUM(n) AS BIGINT) FROM counted \
             WHERE {which}{beyond} GROUP BY day, stream, indicator, kind, unit \
             ORDER BY day, stream, indicator, kind LIMIT {limit}",
        );
        query
    }

    fn total(codes: &[Coded], parts: &[Part<'_>]) -> Self {
        let mut query = Self::default();
        let which = query.which(codes, parts);
        query.text =
            format!("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counted WHERE {which}");
        query
    }

    fn which(&mut self, codes: &[Coded], parts: &[Part<'_>]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.part(part)).collect();
        let spans: Vec<String> = spans(codes).iter().map(|span| self.span(span)).collect();
        format!("({}) AND ({})", parts.join(" OR "), spans.join(" OR "))
    }

    fn part(&mut self, (indicator, kinds): &Part<'_>) -> String {
        let indicator = self.mark(*indicator);
        if kinds.is_empty() {
            return format!("indicator = {indicator}");
        }
        let kinds = self.marks(kinds.iter().map(String::as_str));
        format!("(indicator = {indicator} AND kind IN ({kinds}))")
    }

    fn span(&mut self, (from, until, codes): &Span<'_>) -> String {
        let (from, until) = (self.mark(*from), self.mark(*until));
        let codes = self.marks(codes.iter().copied());
        format!("(day >= {from} AND day <= {until} AND unit IN ({codes}))")
    }

    fn beyond(&mut self, key: &Key) -> String {
        let day = self.mark(key.day);
        let stream = self.mark(key.stream.as_str());
        let indicator = self.mark(key.indicator.as_str());
        let kind = self.mark(key.kind.as_str());
        format!(
            " AND (day > {day} OR (day = {day} AND (stream > {stream} OR (stream = {stream} \
             AND (indicator > {indicator} OR (indicator = {indicator} AND kind > {kind}))))))"
        )
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

/// The number that [`list`] adds up to.
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
        unit: row.text(4)?,
        n: row.int(5)?,
    })
}

/// Samples of the statement, for the test that prepares them.
pub(crate) fn statements() -> Vec<String> {
    let day = Date::constant(2026, 1, 1);
    let coded = |code: &str, until| Coded { code: code.to_owned(), from: day, until };
    let codes = [coded("a", day), coded("b", day), coded("a", Date::constant(2026, 2, 1))];
    let kinds = ["k".to_owned()];
    let parts: [Part<'_>; 2] = [("i", &[]), ("j", &kinds)];
    let key = Key { day, stream: "s".into(), indicator: "i".into(), kind: "k".into() };
    vec![
        Query::of(&codes, &parts, None, 1).text,
        Query::of(&codes, &parts, Some(&key), 1).text,
        Query::total(&codes, &parts).text,
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
        };
        assert_eq!(Key::read(&key.write()), Some(key));
        for bad in ["", "2026-03-16", "x~a~b~c"] {
            assert_eq!(Key::read(bad), None, "{bad}");
        }
    }
}
