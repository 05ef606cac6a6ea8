//! One value of a row, in the subset of types that both engines share: no floats, no booleans.

use sqlx::Arguments as _;
use sqlx::any::AnyArguments;

/// A value bound to or read from a column. Yes/no is 0 or 1; instants are microseconds; civil
/// dates are days since 1970-01-01, so that they compare and index as numbers on both engines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// SQL NULL of a column of this type; PostgreSQL wants to know which.
    Null(Type),
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(String),
    /// BLOB or BYTEA.
    Bytes(Vec<u8>),
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// BIGINT.
    Int,
    /// TEXT.
    Text,
    /// BLOB or BYTEA.
    Bytes,
}

/// A type of ours and the column type that keeps it.
pub trait Column: Into<Value> {
    /// The column's type.
    const TYPE: Type;
}

impl Value {
    pub(crate) fn bind(self, to: &mut AnyArguments) {
        let added = match self {
            Self::Null(Type::Int) => to.add(Option::<i64>::None),
            Self::Null(Type::Text) => to.add(Option::<String>::None),
            Self::Null(Type::Bytes) => to.add(Option::<Vec<u8>>::None),
            Self::Int(n) => to.add(n),
            Self::Text(text) => to.add(text),
            Self::Bytes(bytes) => to.add(bytes),
        };
        // The `Any` driver's encoders of these four types cannot fail.
        debug_assert!(added.is_ok());
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Int(yes.into())
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}
impl From<kernel::Id> for Value {
    fn from(id: kernel::Id) -> Self {
        Self::Text(id.to_string())
    }
}
impl From<jiff::Timestamp> for Value {
    fn from(at: jiff::Timestamp) -> Self {
        Self::Int(at.as_microsecond())
    }
}
impl From<jiff::civil::Date> for Value {
    fn from(date: jiff::civil::Date) -> Self {
        Self::Int(days(date))
    }
}
impl<T: Column> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null(T::TYPE), Into::into)
    }
}

macro_rules! columns {
    ($($of:ty => $column:ident),* $(,)?) => {
        $(impl Column for $of { const TYPE: Type = Type::$column; })*
    };
}
columns! {
    i64 => Int, bool => Int, jiff::Timestamp => Int, jiff::civil::Date => Int,
    &str => Text, String => Text, kernel::Id => Text, Vec<u8> => Bytes,
}

/// A civil date as days since 1970-01-01.
pub fn days(date: jiff::civil::Date) -> i64 {
    i64::from(
        date.since(jiff::civil::Date::constant(1970, 1, 1))
            .map(|span| span.get_days())
            .unwrap_or(0),
    )
}

/// 31/12/9999, the last day there is.
const LAST: i64 = 2_932_896;

/// The civil date of a number of days since 1970-01-01; far outside the calendar it stands still.
pub fn date(days: i64) -> jiff::civil::Date {
    use jiff::ToSpan as _;
    jiff::civil::Date::constant(1970, 1, 1)
        .checked_add(days.clamp(-700_000, LAST).days())
        .unwrap_or(jiff::civil::Date::MAX)
}

/// Lists several values of different types as a row: `row![id, 3_i64, "text"]`.
#[macro_export]
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::{date, days};

    #[test]
    fn every_day_survives_its_number() {
        for day in [Date::constant(1945, 9, 2), Date::constant(2026, 2, 12), Date::MAX] {
            assert_eq!(date(days(day)), day);
        }
        assert_eq!(date(i64::MAX), Date::MAX);
    }
}
