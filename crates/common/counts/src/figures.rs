//! Sums out of the cube: for any units, any days, any indicators.

use std::collections::BTreeMap;

use jiff::civil::Date;
use store::{Result, Store, Value, row};
use units::series::Coded;

/// Codes in one statement; more are asked for in turns.
const AT_ONCE: usize = 512;

/// A sum of one unit's code over the days on which it means that unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The code of the unit.
    pub unit: String,
    /// The first of those days: code and day together name the unit.
    pub from: Date,
    /// The day on which it was counted; the first one of a sum over days.
    pub day: Date,
    /// Which indicator.
    pub indicator: String,
    /// Which kind.
    pub kind: String,
    /// Which channel.
    pub channel: String,
    /// How many.
    pub n: i64,
}

/// The sums of these codes, each on its own days, of these indicators.
///
/// # Errors
/// When the database does not answer.
pub async fn of_codes(store: &Store, codes: &[Coded], indicators: &[&str]) -> Result<Vec<Cell>> {
    read(store, codes, indicators, false).await
}

/// The same, day by day.
///
/// # Errors
/// When the database does not answer.
pub async fn by_day(store: &Store, codes: &[Coded], indicators: &[&str]) -> Result<Vec<Cell>> {
    read(store, codes, indicators, true).await
}

async fn read(
    store: &Store,
    codes: &[Coded],
    indicators: &[&str],
    by_day: bool,
) -> Result<Vec<Cell>> {
    let mut found = Vec::new();
    if indicators.is_empty() {
        return Ok(found);
    }
    for (from, until, here) in spans(codes) {
        for some in here.chunks(AT_ONCE) {
            let sql = sql(round(indicators.len()), round(some.len()), by_day);
            let values = values(from, until, indicators, some);
            for row in store.rows(&sql, values).await? {
                found.push(Cell {
                    unit: row.text(0)?,
                    from,
                    day: row.date(1)?,
                    indicator: row.text(2)?,
                    kind: row.text(3)?,
                    channel: row.text(4)?,
                    n: row.int(5)?,
                });
            }
        }
    }
    Ok(found)
}

/// Codes that share their days.
pub(crate) type Span<'a> = (Date, Date, Vec<&'a str>);

/// The codes by the days on which each means its unit.
pub(crate) fn spans(codes: &[Coded]) -> Vec<Span<'_>> {
    let mut spans: BTreeMap<(Date, Date), Vec<&str>> = BTreeMap::new();
    for one in codes {
        spans.entry((one.from, one.until)).or_default().push(&one.code);
    }
    spans.into_iter().map(|((from, until), codes)| (from, until, codes)).collect()
}

/// Few texts of the statement for any number of codes: a list is filled up to a power of two.
fn round(n: usize) -> usize {
    n.max(1).next_power_of_two()
}

fn sql(indicators: usize, codes: usize, by_day: bool) -> String {
    let marks = |first: usize, n: usize| {
        let marks: Vec<String> = (first..first + n).map(|at| format!("${at}")).collect();
        marks.join(", ")
    };
    let day = if by_day { ", day" } else { "" };
    format!(
        "SELECT unit, CAST(MIN(day) AS BIGINT), indicator, kind, channel, CAST(SUM(n) AS BIGINT) \
         FROM counts WHERE indicator IN ({}) AND unit IN ({}) AND day >= $1 AND day <= $2 \
         GROUP BY unit, indicator, kind, channel{day} \
         ORDER BY unit, indicator, kind, channel{day}",
        marks(3, indicators),
        marks(3 + indicators, codes),
    )
}

fn values(from: Date, until: Date, indicators: &[&str], codes: &[&str]) -> Vec<Value> {
    let mut values: Vec<Value> = row![from, until];
    for list in [indicators, codes] {
        let last = list.last().copied().unwrap_or_default();
        let filled = list.iter().copied().chain(std::iter::repeat(last));
        values.extend(filled.take(round(list.len())).map(Value::from));
    }
    values
}

/// Samples of the statement, for the test that prepares them.
pub(crate) fn statements() -> Vec<String> {
    vec![sql(1, 1, true), sql(8, 512, false)]
}
