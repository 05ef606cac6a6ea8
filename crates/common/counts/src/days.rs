//! How many days cases took, from each case's own two days: a median is worked out of all of them
//! together, and never out of other medians.
//!
//! A case is begun by one indicator and ended by others, and stands behind both with its day. What
//! ended in a period is asked for; when it began lies where it lies.

use store::{Result, Store, Value};
use units::series::Coded;

use crate::figures::spans;

/// How many cases took how many days, the shortest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days(Vec<(i64, i64)>);

impl Days {
    /// So many cases of so many days each, the shortest first.
    #[must_use]
    pub fn of(cases: impl IntoIterator<Item = (i64, i64)>) -> Self {
        Self(cases.into_iter().collect())
    }

    /// How many cases there are.
    #[must_use]
    pub fn cases(&self) -> i64 {
        self.0.iter().map(|(_, cases)| cases).sum()
    }

    /// The days within which a part of all cases ended, the part given in hundredths: 50 is the
    /// median. It is always the days of a real case. `None` when there is none.
    #[must_use]
    pub fn within(&self, hundredths: i64) -> Option<i64> {
        let wanted = (self.cases() * hundredths + 99) / 100;
        let mut seen = 0;
        self.0.iter().find_map(|(days, cases)| {
            seen += cases;
            (seen >= wanted.max(1)).then_some(*days)
        })
    }

    /// The longest.
    #[must_use]
    pub fn longest(&self) -> Option<i64> {
        self.0.last().map(|(days, _)| *days)
    }
}

fn marks(first: usize, n: usize) -> String {
    let marks: Vec<String> = (first..first + n).map(|at| format!("${at}")).collect();
    marks.join(", ")
}

fn sql(ends: usize, kinds: usize, spans: &[usize]) -> String {
    let mut next = 2 + ends;
    let kind = match kinds {
        0 => String::new(),
        _ => format!(" AND kind IN ({})", marks(next, kinds)),
    };
    next += kinds;
    let mut span = Vec::new();
    for many in spans {
        let units = marks(next + 2, *many);
        span.push(format!("(day >= ${next} AND day <= ${} AND unit IN ({units}))", next + 1));
        next += 2 + many;
    }
    // What ended is read first and by itself: its cases, not the register, bound what is joined.
    format!(
        "WITH ended AS MATERIALIZED (SELECT stream, unit, MAX(day) AS day FROM counted \
         WHERE indicator IN ({}){kind} AND ({}) GROUP BY stream, unit), \
         begun AS MATERIALIZED (SELECT stream, MIN(day) AS day FROM counted \
         WHERE indicator = $1 AND unit IN (SELECT unit FROM ended) GROUP BY stream) \
         SELECT CAST(ended.day - begun.day AS BIGINT), COUNT(*) FROM ended \
         JOIN begun ON begun.stream = ended.stream WHERE ended.day >= begun.day \
         GROUP BY ended.day - begun.day ORDER BY 1",
        marks(2, ends),
        span.join(" OR "),
    )
}

/// The days of the cases of some kinds (all when none is named) that ended on the days of these
/// codes, from the day behind `begin` to the day behind one of `ends`.
///
/// # Errors
/// When the database does not answer.
pub async fn between(
    store: &Store,
    codes: &[Coded],
    (begin, ends): (&str, &[&str]),
    kinds: &[&str],
) -> Result<Days> {
    if codes.is_empty() || ends.is_empty() {
        return Ok(Days::default());
    }
    let spans = spans(codes);
    let widths: Vec<usize> = spans.iter().map(|(_, _, units)| units.len()).collect();
    let mut values = vec![Value::from(begin)];
    values.extend(ends.iter().chain(kinds).map(|word| Value::from(*word)));
    for (from, until, units) in spans {
        values.extend([Value::from(from), Value::from(until)]);
        values.extend(units.into_iter().map(Value::from));
    }
    let sql = sql(ends.len(), kinds.len(), &widths);
    let rows = store.rows(&sql, values).await?;
    let one = |row: &store::Row| Ok((row.int(0)?, row.int(1)?));
    rows.iter().map(one).collect::<Result<_>>().map(Days)
}

/// Samples of the statement, for the test that prepares them.
pub(crate) fn statements() -> Vec<String> {
    vec![sql(1, 0, &[1]), sql(2, 1, &[2, 3])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_days_of_a_case() {
        let days = Days(vec![(0, 1), (3, 2), (10, 1), (400, 1)]);
        assert_eq!(days.cases(), 5);
        assert_eq!([25, 50, 75, 100].map(|part| days.within(part)), [3, 3, 10, 400].map(Some));
        // Of an even number it is the lower of the two in the middle: no day that no case took.
        assert_eq!(Days(vec![(2, 1), (9, 1)]).within(50), Some(2));
        assert_eq!((days.longest(), Days::default().within(50)), (Some(400), None));
        assert_eq!(Days(vec![(7, 1)]).within(1), Some(7));
    }

    #[test]
    fn every_value_has_its_place_in_the_statement() {
        let text = sql(2, 1, &[2, 1]);
        for wanted in [
            "indicator IN ($2, $3)",
            "kind IN ($4)",
            "day >= $5 AND day <= $6 AND unit IN ($7, $8)",
            "day >= $9 AND day <= $10 AND unit IN ($11)",
        ] {
            assert!(text.contains(wanted), "{text}");
        }
    }
}
