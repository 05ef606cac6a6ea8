//! The rows that `verify` expects, as digests, and how it compares them with those that are there.

use std::collections::HashMap;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use crate::journal::Stream;
use crate::projection::Projection;
use crate::schema::Table;
use crate::value::{Type, Value};

/// All the rows that should be, as digests: a national year fits into little memory.
#[derive(Default)]
pub(crate) struct Expected {
    pub tables: HashMap<&'static str, HashMap<u128, ExpectedRow>>,
}

/// A row that should be there.
pub(crate) struct ExpectedRow {
    digest: u128,
    pub sum: i64,
    pub stream: Arc<str>,
}

impl ExpectedRow {
    pub fn matches(&self, table: &Table, values: &[Value]) -> bool {
        match table.sum {
            true => values.last() == Some(&Value::Int(self.sum)),
            false => self.digest == digest(values),
        }
    }
}

impl Expected {
    pub fn row(&mut self, table: &'static Table, values: &[Value], stream: &str) {
        let row = ExpectedRow { digest: digest(values), sum: 0, stream: stream.into() };
        self.tables.entry(table.name).or_default().insert(digest(&values[..table.key]), row);
    }

    pub fn add(&mut self, stream: &Stream, projection: Projection) {
        let name: Arc<str> = stream.name.as_str().into();
        for row in projection.rows {
            let expected =
                ExpectedRow { digest: digest(&row.values), sum: 0, stream: name.clone() };
            let table = self.tables.entry(row.table.name).or_default();
            table.insert(digest(row.key()), expected);
        }
        for sum in projection.sums {
            let table = self.tables.entry(sum.table.name).or_default();
            table
                .entry(digest(&sum.key))
                .or_insert_with(|| ExpectedRow { digest: 0, sum: 0, stream: name.clone() })
                .sum += sum.n;
        }
    }
}

/// NULL of any type is the same NULL once it is stored.
pub(crate) fn canon(value: &Value) -> Value {
    match value {
        Value::Null(_) => Value::Null(Type::Int),
        other => other.clone(),
    }
}

/// 128 bits of a keyless hash: enough to find accidents; tampering with the views is found because
/// the journal, which is chained and sealed, gives the right digest.
pub(crate) fn digest(values: &[Value]) -> u128 {
    let half = |salt: u8| {
        let mut hasher = std::hash::DefaultHasher::new();
        salt.hash(&mut hasher);
        values.iter().for_each(|value| canon(value).hash(&mut hasher));
        u128::from(hasher.finish())
    };
    (half(1) << 64) | half(2)
}
